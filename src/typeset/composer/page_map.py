"""Where things stand on laid-out pages: boxes of elements that name their source, pictures, type area, line grid.

All lengths are in mm from the top left corner of the trimmed page. Transforms are not followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.replaced import replacedbox_layout
from weasyprint.text.line_break import strut

from typeset.composer.pictures import LazyPicture
from typeset.composer.rendering import Rendering

_MM = 25.4 / 96

Box = tuple[float, float, float, float]
"""x, y, width and height."""


@dataclass(frozen=True)
class SourceBox:
    """A box on a page of an element that comes from a line of a source, or of a named part of such an element.

    `source` is the nearest data-source; `own` tells whether the element itself has it. `classes` are the element's.
    An element that goes on in the next column or on the next page has a box in each.
    """

    box: Box
    source: str
    tag: str
    classes: tuple[str, ...]
    own: bool


@dataclass(frozen=True)
class PictureBox:
    """A picture that is painted later (LazyPicture): its visible box, and the size at which all of it would stand."""

    address: str
    box: Box
    width: float
    height: float


@dataclass(frozen=True)
class LineGrid:
    """The grid of body lines: the first baseline, and the distance of baselines."""

    first: float
    pitch: float

    def off(self, baseline: float) -> float:
        """How far a baseline lies from the nearest one of the grid."""
        steps = (baseline - self.first) / self.pitch
        return abs(steps - round(steps)) * self.pitch


def source_boxes(page: Any, parts: frozenset[str]) -> tuple[SourceBox, ...]:
    """The boxes of a WeasyPrint page's elements with data-source, and of those inside with a class or tag in `parts`.

    In the order of painting: what lies inside comes after what is around it.
    """
    return tuple(_sources(page._page_box, "", None, parts))


def _sources(box: Any, source: str, outer: Any, parts: frozenset[str]) -> Iterator[SourceBox]:
    element = box.element
    if element is not None and element is not outer and "::" not in (box.element_tag or ""):
        own = element.get("data-source")
        source = own or source
        classes = tuple((element.get("class") or "").split())
        if source and (own or element.tag in parts or not parts.isdisjoint(classes)) and (found := _border_box(box)):
            yield SourceBox(found, source, element.tag, classes, bool(own))
            outer = element
    for child in _children(box):
        yield from _sources(child, source, outer, parts)


def relabel(rendering: Rendering, sources: Sequence[str]) -> None:
    """Give the elements that have data-source new ones, in the order of the document: lines have moved, no content.

    Raises ValueError where their number is another.
    """
    elements = [element for element in rendering.document._html.etree_element.iter() if "data-source" in element.attrib]
    for element, source in zip(elements, sources, strict=True):
        element.set("data-source", source)


def text_pictures(rendering: Rendering) -> Iterator[tuple[str, str]]:
    """The pictures that stand between paragraphs in the document: their source, and that of the paragraph before.

    The source of the next paragraph where none is before. A picture that the layout puts beside the text (at its
    head, on a page of its own) follows no paragraph and is not among them.
    """
    for around in rendering.document._html.etree_element.iter():
        children = [child for child in around if child.tag in ("figure", "p") and "data-source" in child.attrib]
        said = [index for index, child in enumerate(children) if "paragraph" in (child.get("class") or "").split()]
        for index, child in enumerate(children):
            if child.tag == "figure" and said:
                text = max((at for at in said if at < index), default=said[0])
                yield child.get("data-source"), children[text].get("data-source")


def pictures(page: Any) -> tuple[PictureBox, ...]:
    """The pictures of a WeasyPrint page that are painted later, in the order of painting."""
    return tuple(_pictures(page._page_box))


def _pictures(box: Any) -> Iterator[PictureBox]:
    if isinstance(box, boxes.ReplacedBox) and isinstance(box.replacement, LazyPicture) and box.width and box.height:
        width, height, x, y = replacedbox_layout(box)
        left, top = box.content_box_x(), box.content_box_y()
        right, bottom = min(x + width, left + box.width), min(y + height, top + box.height)
        shown = _mm(max(x, left), max(y, top), right - max(x, left), bottom - max(y, top))
        yield PictureBox(box.replacement.address, shown, width * _MM, height * _MM)
    for child in _children(box):
        yield from _pictures(child)


def type_area(page: Any) -> Box:
    """The page without its margins (版心)."""
    box = page._page_box
    return _mm(box.content_box_x(), box.content_box_y(), box.width, box.height)


def line_grid(page: Any) -> LineGrid | None:
    """The grid of the root element's lines, from the top of the type area; None where lines have no height."""
    root = next((child for child in page._page_box.children if child.element_tag == "html"), None)
    if root is None:
        return None
    height, baseline = strut(root.style)
    return LineGrid((page._page_box.content_box_y() + baseline) * _MM, height * _MM) if height > 0 else None


def margin_texts(page: Any) -> tuple[str, ...]:
    """What stands in the page's margins, such as running head and folio."""
    margins = (child for child in page._page_box.children if isinstance(child, boxes.MarginBox))
    return tuple("".join(_texts(margin)) for margin in margins)


def find_text(page: Any, text: str) -> tuple[Box, str] | None:
    """The first block of lines on a page with a text in it, spaces ignored, and its nearest data-source."""
    wanted = "".join(text.split())
    return next(_blocks_with(page._page_box, wanted, ""), None) if wanted else None


def _blocks_with(box: Any, text: str, source: str) -> Iterator[tuple[Box, str]]:
    if box.element is not None:
        source = box.element.get("data-source") or source
    children = _children(box)
    if any(isinstance(child, boxes.LineBox) for child in children):
        if text in "".join("".join(_texts(box)).split()) and (found := _border_box(box)):
            yield found, source
        return
    for child in children:
        yield from _blocks_with(child, text, source)


def _texts(box: Any) -> Iterator[str]:
    if isinstance(box, boxes.TextBox):
        yield box.text
    for child in _children(box):
        yield from _texts(child)


def _children(box: Any) -> list[Any]:
    """A box's children; a placeholder of something positioned gives the box itself."""
    return [getattr(child, "_box", child) for child in box.children] if isinstance(box, boxes.ParentBox) else []


def _border_box(box: Any) -> Box | None:
    width, height = box.border_width(), box.border_height()
    return _mm(box.border_box_x(), box.border_box_y(), width, height) if width > 0 and height > 0 else None


def _mm(x: float, y: float, width: float, height: float) -> Box:
    return round(x * _MM, 2), round(y * _MM, 2), round(width * _MM, 2), round(height * _MM, 2)
