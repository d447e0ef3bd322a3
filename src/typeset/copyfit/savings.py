"""Pages that an edition could save: which runs lose them with the fewest lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from typeset.copyfit.extent import Extent


@dataclass(frozen=True)
class Saving:
    """Pages that one run gives up: its index among the runs asked, how many, and the lines to cut for them."""

    run: int
    pages: int
    lines: int


MOST_CUT = 0.4  # of a run's lines: an article from which more goes is another article


def savings_of(run: int, extent: Extent, most: int) -> Iterator[Saving]:
    """The pages, up to `most`, that cutting lines can save a run: what is left is still most of its text.

    A page without lines (a picture takes it whole) does not go away by cutting.
    """
    lines = sum(page.used for page in extent.pages)
    for count in range(1, min(most, len(extent) - 1) + 1):
        over = extent.over(len(extent) - count)
        if all(page.used for page in extent.pages[-count:]) and over <= MOST_CUT * lines:
            yield Saving(run, count, over)


def single_savings(extents: Sequence[Extent]) -> tuple[Saving, ...]:
    """What one page less costs each run that can give one up, the cheapest first."""
    found = (saving for index, extent in enumerate(extents) for saving in savings_of(index, extent, 1))
    return tuple(sorted(found, key=lambda saving: (saving.lines, saving.run)))


def cheapest_savings(extents: Sequence[Extent], pages: int) -> tuple[Saving, ...]:
    """How runs save so many pages together with the fewest lines cut; nothing where they cannot.

    Every run keeps a page and most of its text: an article is cut, not left out.
    """
    best: dict[int, tuple[int, tuple[Saving, ...]]] = {0: (0, ())}
    for index, extent in enumerate(extents):
        options = list(savings_of(index, extent, pages))
        for saved, (lines, chosen) in sorted(best.items(), reverse=True):
            for option in options:
                total = saved + option.pages
                if total <= pages and (total not in best or lines + option.lines < best[total][0]):
                    best[total] = (lines + option.lines, (*chosen, option))
    return best[pages][1] if pages in best else ()
