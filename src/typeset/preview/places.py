"""From a line of a source to the place on the pages where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from typeset.preview.rendering import Page, Spot

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class OnPage:
    """A place on a page: its physical number from 1, and a box in mm from the trim's top left."""

    number: int
    box: Box


def source_of(spot: Spot) -> tuple[str, int, int]:
    """The file, line and column that a spot comes from; 0 where they are not known."""
    parts = spot.source.rsplit(":", 2)
    numbers = [int(part) for part in parts[1:] if part.isascii() and part.isdigit()]
    line, column = (*numbers, 0, 0)[:2]
    return ":".join(parts[: len(parts) - len(numbers)]), line, column


def find_line(maps: Iterable[tuple[Page, Sequence[Spot]]], file: str, line: int) -> OnPage | None:
    """Where a line of a file stands: the last thing that begins at or above it, else the first one below it.

    Of a paragraph that goes on over a page, and of a title that stands in the contents as well, the first in the body
    counts: pages of runs that quote other articles (cover, contents) come after the others.
    """
    best: tuple[tuple[bool, int, bool, int], OnPage] | None = None
    for page, spots in maps:
        for spot in spots:
            name, start, _ = source_of(spot)
            if name != file or not start:
                continue
            quoted = page.folio == 0 or page.run in ("cover", "contents")
            rank = (start > line, abs(line - start), quoted, page.number)
            if best is None or rank < best[0]:
                best = (rank, OnPage(page.number, box_of(spot)))
    return best[1] if best else None


def box_of(spot: Spot) -> Box:
    """A spot's box: x, y, width, height."""
    return (spot.x, spot.y, spot.width, spot.height)
