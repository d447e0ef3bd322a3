"""Pages that an edition could save: which runs lose them with the fewest lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from typeset.copyfit.extent import Extent


@dataclass(frozen=True)
class Saving:
    """Pages that one run gives up: its index among the runs asked, how many, and the lines to cut for them."""

    run: int
    pages: int
    lines: int


def single_savings(extents: Sequence[Extent]) -> tuple[Saving, ...]:
    """What one page less costs each run that has more than one, the cheapest first."""
    found = (Saving(index, 1, extent.over(len(extent) - 1)) for index, extent in enumerate(extents) if len(extent) > 1)
    return tuple(sorted(found, key=lambda saving: (saving.lines, saving.run)))


def cheapest_savings(extents: Sequence[Extent], pages: int) -> tuple[Saving, ...]:
    """How runs save so many pages together with the fewest lines cut; nothing where they cannot.

    Every run keeps a page: an article is cut, not left out.
    """
    best: dict[int, tuple[int, tuple[Saving, ...]]] = {0: (0, ())}
    for index, extent in enumerate(extents):
        options = [
            Saving(index, count, extent.over(len(extent) - count))
            for count in range(1, min(pages, len(extent) - 1) + 1)
        ]
        for saved, (lines, chosen) in sorted(best.items(), reverse=True):
            for option in options:
                total = saved + option.pages
                if total <= pages and (total not in best or lines + option.lines < best[total][0]):
                    best[total] = (lines + option.lines, (*chosen, option))
    return best[pages][1] if pages in best else ()
