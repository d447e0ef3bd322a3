"""Pages of a finished PDF as they stand upright: their trimmed size and bleed, whatever boxes and turns they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pikepdf import Object, Page, Pdf

from typeset.prepress.boxes import PT_PER_MM, Box, box_of, inherited, number

_MOST_BLEED = 10.0  # mm
_USUAL_BLEED = 3.0  # mm, taken of what lies around a TrimBox where no BleedBox says how much of it is meant

# Clockwise turns: what x and y of the upright page are made of, as a, b, c, d of a matrix.
_TURNS = {0: (1, 0, 0, 1), 90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}


@dataclass(frozen=True)
class SourcePage:
    """A page: `trim` and `bleed` in points as it stands upright, `turn` the matrix that sets it upright."""

    page: Page
    trim: Box
    bleed: Box
    turn: tuple[float, float, float, float]
    shown: Box

    @property
    def widest_bleed(self) -> float:
        """The bleed of the side that has most."""
        trim, bleed = self.trim, self.bleed
        sides = (trim.left - bleed.left, trim.bottom - bleed.bottom, bleed.right - trim.right, bleed.top - trim.top)
        return max(sides)

    def form(self, pdf: Pdf) -> Object:
        """The page as a form XObject of another PDF, cut at its bleed."""
        form = pdf.copy_foreign(self.page.as_form_xobject(handle_transformations=False))
        form.BBox = self.shown.array
        return form

    def matrix(self, left: float, bottom: float) -> str:
        """The operands of `cm` that put the upright trimmed page's corner at a point."""
        placed = (*self.turn, left - self.trim.left, bottom - self.trim.bottom)
        return " ".join(number(value) for value in placed)


def source_page(page: Page, bleed: float | None) -> SourcePage | None:
    """A page as it stands upright; None for one without a usable size.

    The trimmed size is the TrimBox, else the CropBox, else the MediaBox; in the last two cases `bleed` mm at every side
    are taken for bleed if it is given. With a TrimBox it is the bleed taken at most.
    """
    media = box_of(page, "MediaBox")
    if media is None:
        return None
    cropped = (box_of(page, "CropBox") or media).cut(media)
    trim, bled = _trim_and_bleed(page, media, cropped, bleed)
    if trim.width < 1 or trim.height < 1:
        return None
    scale = _positive(page.obj.get("/UserUnit"), 1.0)
    a, b, c, d = (scale * value for value in _TURNS[_rotation(page)])
    turn = (a, b, c, d)
    return SourcePage(page, _turned(trim, turn), _turned(bled, turn), turn, bled)


def _trim_and_bleed(page: Page, media: Box, cropped: Box, bleed: float | None) -> tuple[Box, Box]:
    trim = box_of(page, "TrimBox")
    if trim is None:
        return cropped.grown(-(bleed or 0) * PT_PER_MM), cropped
    trim = trim.cut(media)
    declared = box_of(page, "BleedBox")
    most = bleed if bleed is not None else _MOST_BLEED if declared else _USUAL_BLEED
    return trim, (declared or media).cut(media).cut(trim.grown(most * PT_PER_MM))


def _turned(box: Box, turn: Sequence[float]) -> Box:
    a, b, c, d = turn
    xs = (a * box.left + c * box.bottom, a * box.right + c * box.top)
    ys = (b * box.left + d * box.bottom, b * box.right + d * box.top)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _rotation(page: Page) -> int:
    """The clockwise turn of a page, its own or inherited: 0, 90, 180 or 270."""
    try:
        turn = int(inherited(page, "Rotate") or 0) % 360
    except (TypeError, ValueError):
        return 0
    return turn if turn in _TURNS else 0


def _positive(value: Any, default: float) -> float:
    try:
        return float(value) if value is not None and float(value) > 0 else default
    except (TypeError, ValueError):
        return default
