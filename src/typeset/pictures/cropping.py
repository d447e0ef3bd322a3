"""Which pixels of a picture are kept: crops in per cent, on whole pixels, before and after the Exif turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

_SIDEWAYS = {5, 6, 7, 8}


@dataclass(frozen=True)
class CropBox:
    """What is cut off at each side, in per cent of the picture's width and height as seen (after the Exif turn)."""

    left: float = 0
    top: float = 0
    right: float = 0
    bottom: float = 0

    @property
    def keeps_nothing(self) -> bool:
        """Whether opposite sides meet, or a share is not between 0 and 100."""
        sides = (self.left, self.top, self.right, self.bottom)
        return (
            self.left + self.right >= 100
            or self.top + self.bottom >= 100
            or not all(0 <= side <= 100 for side in sides)
        )


class Box(NamedTuple):
    """A rectangle of pixels: left and top inside, right and bottom outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.bottom - self.top


def turned_size(width: int, height: int, orientation: int) -> tuple[int, int]:
    """The size of a picture as seen, from its stored size and Exif orientation."""
    return (height, width) if orientation in _SIDEWAYS else (width, height)


def kept_box(width: int, height: int, crop: CropBox | None) -> Box:
    """The whole pixels that a crop keeps, at least one each way.

    Raises ValueError for a crop that keeps nothing.
    """
    if crop is None:
        return Box(0, 0, width, height)
    if crop.keeps_nothing:
        raise ValueError("the crop keeps nothing")
    left, right = _kept(width, crop.left, crop.right)
    top, bottom = _kept(height, crop.top, crop.bottom)
    return Box(left, top, right, bottom)


def _kept(length: int, before: float, after: float) -> tuple[int, int]:
    start = min(round(length * before / 100), length - 1)
    return start, max(round(length * (100 - after) / 100), start + 1)


def stored_box(box: Box, width: int, height: int, orientation: int) -> Box:
    """Where a box of the picture as seen (`width` × `height`) lies among the pixels as stored.

    Exif orientation (CIPA DC-008): 2 to 4 mirror or turn by 180°, 5 to 8 also swap rows and columns.
    """
    left, top, right, bottom = box
    if orientation in (2, 3, 6, 7):
        left, right = width - right, width - left
    if orientation in (3, 4, 7, 8):
        top, bottom = height - bottom, height - top
    if orientation in _SIDEWAYS:
        left, top, right, bottom = top, left, bottom, right
    return Box(left, top, right, bottom)
