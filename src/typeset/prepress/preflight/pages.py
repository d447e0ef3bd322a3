"""Pages of a file that may be damaged: their boxes, contents and resources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from typeset.prepress.preflight.geometry import MM, Rectangle
from typeset.prepress.preflight.model import PageBox, PageFacts, Spot
from typeset.prepress.preflight.objects import BROKEN, get, is_stream, items, number, numbers, whole

MOST_PAGES = 2000


@dataclass(frozen=True)
class Page:
    """A page: its facts in mm, and its object."""

    facts: PageFacts
    item: Any

    @property
    def _scale(self) -> float:
        return MM * self.facts.user_unit

    def points(self, box: PageBox) -> Rectangle:
        """A box in points of the page's coordinates."""
        scale = self._scale
        return box.left / scale, box.bottom / scale, box.right / scale, box.top / scale

    def spot(self, box: Rectangle) -> Spot:
        """Where the top left corner of a rectangle in points lies, in mm on the trimmed page."""
        sheet, scale = self.facts.sheet, self._scale
        x, y = box[0] * scale - sheet.left, sheet.top - box[3] * scale
        return Spot(self.facts.number, round(min(max(x, -9999), 9999), 1), round(min(max(y, -9999), 9999), 1))

    @property
    def resources(self) -> Any:
        """The page's resource dictionary, or None."""
        return get(self.item, "/Resources")

    @property
    def contents(self) -> list[Any]:
        """The page's content streams."""
        said = get(self.item, "/Contents")
        return [said] if is_stream(said) else [part for part in items(said, 10_000) if is_stream(part)]


def page_count(pdf: pikepdf.Pdf) -> int:
    """How many pages the file has; 0 where the page tree cannot be read."""
    try:
        return len(pdf.pages)
    except BROKEN:
        return 0


def read_pages(pdf: pikepdf.Pdf) -> Iterator[Page]:
    """The pages in order, MOST_PAGES at most; nothing where the page tree cannot be read."""
    for index in range(min(page_count(pdf), MOST_PAGES)):
        try:
            item = pdf.pages[index].obj
        except BROKEN:
            continue
        yield Page(_facts(index + 1, item), item)


def _facts(page: int, item: Any) -> PageFacts:
    unit = number(get(item, "/UserUnit"), 1)
    unit = unit if 0 < unit <= 10_000 else 1
    names = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
    media, crop, bleed, trim, art = (_box(get(item, key), MM * unit) for key in names)
    turn = whole(get(item, "/Rotate")) % 360
    return PageFacts(page, media, crop, bleed, trim, art, turn if turn % 90 == 0 else 0, unit)


def _box(item: Any, scale: float) -> PageBox | None:
    values = numbers(item)
    if len(values) != 4 or max(map(abs, values)) > 1e7:
        return None
    left, right = sorted((values[0] * scale, values[2] * scale))
    bottom, top = sorted((values[1] * scale, values[3] * scale))
    return PageBox(left, bottom, right, top) if right > left and top > bottom else None
