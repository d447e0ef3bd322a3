"""Photo groups: which pictures of a group stand in one row, from their proportions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log

_ROW = 3.6  # the width of a row divided by its height that looks best across two columns
_MOST_IN_A_ROW = 3
_MOST_UPRIGHT = 4  # in a row of upright pictures alone: phones make them
_PER_ROW = 0.02


def photo_rows(ratios: Sequence[float]) -> tuple[tuple[int, ...], ...]:
    """How pictures with these widths divided by heights stand in rows of one height: their indices, row by row.

    The order stays, a row has three pictures at most, or four upright ones. Of all such rows those are taken whose
    proportions come nearest to 3.6 : 1, by the sum of squared logarithms; fewer rows where that is nearly the same. So
    two landscapes, or a landscape and two portraits, stand side by side, and four landscapes two by two.
    """
    return min(_partitions(tuple(range(len(ratios))), ratios), key=lambda rows: _cost(rows, ratios), default=())


def height_to_width(rows: Sequence[Sequence[int]], ratios: Sequence[float]) -> float:
    """The height of all rows, one below the other without gaps, divided by their width."""
    return sum(1 / sum(ratios[index] for index in row) for row in rows)


def _partitions(items: tuple[int, ...], ratios: Sequence[float]) -> Iterator[tuple[tuple[int, ...], ...]]:
    if not items:
        yield ()
    upright = all(ratios[index] < 1 for index in items[:_MOST_UPRIGHT])
    for size in range(1, min(len(items), _MOST_UPRIGHT if upright else _MOST_IN_A_ROW) + 1):
        for rest in _partitions(items[size:], ratios):
            yield (items[:size], *rest)


def _cost(rows: tuple[tuple[int, ...], ...], ratios: Sequence[float]) -> float:
    off = (log(sum(ratios[index] for index in row) / _ROW) ** 2 for row in rows)
    return sum(off) + _PER_ROW * len(rows)
