"""Facts read off laid-out pages: text that lies outside its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes

from typeset.composer.rendering import Rendering

_TOLERANCE = 1.0  # CSS px: ink may touch the page's edge


@dataclass(frozen=True)
class Overset:
    """Text that runs off a page. `page` counts from 0; `source` is the nearest data-source, or empty."""

    page: int
    text: str
    source: str


def overset(rendering: Rendering) -> tuple[Overset, ...]:
    """Lines of text that lie wholly or partly outside their page.

    A multi-column box of fixed height puts what does not fit into further columns beside the page, without a word.
    """
    found = []
    for number, page in enumerate(rendering.pages):
        for text, source in _outside(page._page_box, page.width, page.height, ""):
            found.append(Overset(number, text, source))
    return tuple(found)


def _outside(box: Any, width: float, height: float, source: str) -> Iterator[tuple[str, str]]:
    if box.element is not None:
        source = box.element.get("data-source") or source
    if isinstance(box, boxes.TextBox):
        right, bottom = box.position_x + box.width, box.position_y + box.height
        inside = (
            box.position_x >= -_TOLERANCE
            and box.position_y >= -_TOLERANCE
            and right <= width + _TOLERANCE
            and bottom <= height + _TOLERANCE
        )
        if not inside and box.text.strip() and box.style["visibility"] == "visible":
            yield box.text, source
        return
    if isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _outside(getattr(child, "_box", child), width, height, source)
