"""What would make a run fit where the layout's ranges do not: lines to cut, or pictures to make lower."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from typeset.composer.page_fill import page_fill
from typeset.composer.page_map import pictures, type_area
from typeset.copyfit.extent import Extent, PageLines

_MOST_CUT = 0.35  # of a picture's height: more would show another picture


@dataclass(frozen=True)
class PictureCut:
    """A picture made lower: its number in the run from 1, its address, by how many mm, and the index of its page.

    `share` is the part of its height that goes. `file` is the picture's, `top` and `bottom` are what its 裁切 is then,
    in per cent.
    """

    number: int
    address: str
    height: float
    page: int = 0
    share: float = 0
    file: str = ""
    top: float = 0
    bottom: float = 0


def extent_of(pages: Sequence[Any]) -> Extent:
    """How long a run is, from its laid-out WeasyPrint pages."""
    fills = [fill for page in pages if (fill := page_fill(page))]
    return Extent(tuple(PageLines(fill.used, fill.capacity - fill.used) for fill in fills))


def picture_cuts(pages: Sequence[Any], over: int) -> Iterator[PictureCut]:
    """Pictures of which one alone, made lower, would save `over` lines: whole lines, and a third of it at most.

    One that fills the type area or more stands for itself: the text does not gain by it.
    """
    number = 0
    for index, page in enumerate(pages):
        fill, (_, _, width, tall) = page_fill(page), type_area(page)
        for picture in pictures(page):
            number += 1
            if fill is None or over <= 0 or picture.box[2] > width + 1 or picture.box[3] > tall - fill.pitch:
                continue
            column = fill.groups[-1].columns[0].width if fill.groups else picture.box[2]
            across = max(1, round(picture.box[2] / column))
            height = -(-over // across) * fill.pitch
            if height <= _MOST_CUT * picture.box[3]:
                share = height / picture.box[3]
                yield PictureCut(number, picture.address, round(height, 1), index, share)


def held_back(pages: Sequence[Any]) -> frozenset[str]:
    """Addresses of pictures that are not as high as they would be by themselves, by a line or more: the layout has a
    limit for them, and cropping them would first use that up."""
    found = set()
    for page in pages:
        fill = page_fill(page)
        if fill:
            found |= {item.address for item in pictures(page) if item.height > item.box[3] + fill.pitch}
    return frozenset(found)
