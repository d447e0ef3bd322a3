"""The order of a saddle-stitched booklet: which two pages stand side by side on each side of each sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

BindingEdge = Literal["left", "right"]


@dataclass(frozen=True)
class Side:
    """One side of a sheet: the pages (from 0) left and right of the fold, None for a blank.

    `sheet` counts from the outermost, from 0; sheets lie inside each other. The back is as it lies when the sheet was
    turned over along the fold's direction (on a printer: short edge).
    """

    sheet: int
    back: bool
    left: int | None
    right: int | None

    @property
    def pages(self) -> tuple[int | None, int | None]:
        """Left and right."""
        return self.left, self.right


def filled(pages: int) -> tuple[int | None, ...]:
    """Pages filled up to whole sheets of four: blanks come before the last page, which stays the back cover."""
    blanks = -pages % 4
    if pages == 1:
        return (0, None, None, None)
    return (*range(pages - 1), *([None] * blanks), pages - 1)


def booklet_sides(pages: int, binding_edge: BindingEdge = "left") -> tuple[Side, ...]:
    """All sides in printing order: front and back of the outermost sheet, then of the next one inside it.

    Bound at the left, the outermost sheet's front has the back cover left of the front cover; bound at the right, as
    vertical setting asks, it is the other way round.
    """
    order = filled(pages)
    last, sides = len(order) - 1, []
    for sheet in range(len(order) // 4):
        front: Sequence[int | None] = (order[last - 2 * sheet], order[2 * sheet])
        back: Sequence[int | None] = (order[2 * sheet + 1], order[last - 2 * sheet - 1])
        for is_back, pair in ((False, front), (True, back)):
            left, right = pair if binding_edge == "left" else reversed(pair)
            sides.append(Side(sheet, is_back, left, right))
    return tuple(sides)
