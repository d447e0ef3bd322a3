"""How long a run of articles is: lines taken and lines free on each of its pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PageLines:
    """Lines of one page, all its columns together: taken by content, and free below it."""

    used: int
    free: int

    @property
    def capacity(self) -> int:
        """All lines of the page."""
        return self.used + self.free


@dataclass(frozen=True)
class Extent:
    """The pages of a run, with their lines."""

    pages: tuple[PageLines, ...]

    def __len__(self) -> int:
        return len(self.pages)

    def over(self, wanted: int) -> int:
        """Lines beyond `wanted` pages; 0 where the run fits."""
        return sum(page.used for page in self.pages[wanted:])

    def short(self, wanted: int) -> int:
        """Lines free on `wanted` pages; 0 where the run fills them or is longer."""
        if len(self) > wanted or not self.pages:
            return 0
        missing = (wanted - len(self)) * max(page.capacity for page in self.pages)
        return self.pages[-1].free + missing
