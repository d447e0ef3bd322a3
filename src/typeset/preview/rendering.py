"""What the server needs of a renderer: to set an edition, and to draw and explain the pages it has set."""

from __future__ import annotations

from typing import Protocol

from typeset.build.snapshot import Found, PrintPage, Snapshot, Spot
from typeset.problems import Problem


class RendererFailedError(Exception):
    """The renderer's process ended or hung while it worked on this, or the program failed in it."""


class RendererDownError(RendererFailedError):
    """Process after process ended before it was ready: only a build has another one started.

    `problem` is what is wrong, for the editor.
    """

    def __init__(self, why: str, found: Problem) -> None:
        super().__init__(why)
        self.problem = found


class Rendering(Protocol):
    """A renderer, mostly one in a process of its own. Its methods raise RendererFailedError where that fails."""

    async def build(self) -> Snapshot:
        """Set what changed."""
        ...

    async def draw(self, page_id: str, scale: float, layer: str, *, bleed: bool = False) -> bytes:
        """A page as PNG at `scale` pixels to the millimetre. Raises LookupError for a page that it does not have."""
        ...

    async def print_page(self, page_id: str) -> PrintPage:
        """A page as it goes to press. Raises LookupError for a page that it does not have."""
        ...

    async def source_map(self, page_id: str) -> tuple[Spot, ...]:
        """What stands where on a page. Raises LookupError for a page that it does not have."""
        ...

    async def where(self, file: str, line: int) -> Found | None:
        """Where a line of a source stands on the pages; None for a file from which nothing comes."""
        ...

    async def close(self) -> None:
        """End the process."""
        ...
