"""Facts read off laid-out pages: text that cannot be seen, or stands where it does not belong.

Text is lost in four ways. It runs off the page; it stands outside a frame (a box that cuts off what overflows, a box
of fixed height, a column); it goes on upon the next page, where a box is positioned absolutely; or the engine never set
it, which happens without a word in boxes of fixed height that hold columns, in floats and in absolute boxes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from weasyprint.formatting_structure import boxes

from typeset.composer.documents import Document
from typeset.composer.rendering import Rendering

_TOLERANCE = 1.0  # CSS px: ink may touch the page's edge
_HANGING = 1.0  # em: punctuation may hang beside a frame
_INK = 0.2  # em: what may be missing of a line's em box above or below, where no ink is
_SPLIT = ("::first-letter", "::first-line")
_UNSET = frozenset({"head", "title", "style", "script", "template", "svg", "math"})


@dataclass(frozen=True)
class Overset:
    """Text that a reader cannot see or that stands outside its frame. `page` counts from 0; `source` is the nearest
    data-source, or empty."""

    page: int
    text: str
    source: str


def overset(rendering: Rendering) -> tuple[Overset, ...]:
    """Text outside its page or frame, once for every source and page, and text that was never set.

    Transforms are not followed: what stands in a transformed box is looked for on the page alone.
    """
    found: dict[tuple[int, str], Overset] = {}
    for number, page in enumerate(rendering.pages):
        area = _Area(-_TOLERANCE, -_TOLERANCE, page.width + _TOLERANCE, page.height + _TOLERANCE)
        for text, source in _outside(page._page_box, _Frames(area), ""):
            found.setdefault((number, source), Overset(number, text, source))
    for item in (*_continued(rendering), *_unset(rendering)):
        found.setdefault((item.page, item.source), item)
    return tuple(sorted(found.values(), key=lambda item: item.page))


# Where text may stand


@dataclass(frozen=True)
class _Area:
    left: float = float("-inf")
    top: float = float("-inf")
    right: float = float("inf")
    bottom: float = float("inf")

    def within(self, other: _Area) -> _Area:
        return _Area(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )


@dataclass(frozen=True)
class _Frames:
    """Where text is seen: on the page, in the frames around it, and in those of them that hold what is positioned
    absolutely."""

    page: _Area
    inner: _Area = _Area()
    positioned: _Area = _Area()

    def inside(self, box: Any) -> _Frames:
        """The frames for what stands in a box."""
        style = box.style
        if style["position"] == "fixed" or style["transform"]:
            return _Frames(self.page)
        inner = self.positioned if style["position"] == "absolute" else self.inner
        inner = inner.within(_frame(box))
        positioned = inner if style["position"] in ("relative", "absolute") else self.positioned
        return replace(self, inner=inner, positioned=positioned)

    def beside(self, column: Any) -> _Frames:
        """The frames for what stands in a column: not in the next one."""
        left = column.padding_box_x()
        area = _Area(left=left, right=left + column.padding_width())
        return replace(self, inner=self.inner.within(area))

    def hold(self, box: boxes.TextBox) -> bool:
        """Whether a text stands on the page and in its frames."""
        left, top = box.position_x, box.position_y
        right, bottom = left + box.width, top + box.height
        page, frame, em = self.page, self.inner, box.style["font_size"]
        if left < page.left or top < page.top or right > page.right or bottom > page.bottom:
            return False
        middle, half = (top + bottom) / 2, em / 2 - _INK * em
        return bool(
            left >= frame.left - _HANGING * em
            and right <= frame.right + _HANGING * em
            and middle - half >= frame.top - _TOLERANCE
            and middle + half <= frame.bottom + _TOLERANCE
        )


def _frame(box: Any) -> _Area:
    """Where the text in a box may stand as far as the box itself says."""
    area = _Area()
    if not isinstance(box, boxes.BlockContainerBox | boxes.FlexContainerBox | boxes.GridContainerBox):
        return area
    style, tag = box.style, box.element_tag
    if tag in ("html", "body"):
        return area
    left, top = box.padding_box_x(), box.padding_box_y()
    right, bottom = left + box.padding_width(), top + box.padding_height()
    if style["overflow"] != "visible":
        return _Area(left, top, right, bottom)
    if _is_multicol(box) and style["height"] != "auto":
        return _Area(left, top, right, bottom)
    if style["height"] != "auto" or style["max_height"].value != float("inf"):
        return replace(area, bottom=bottom)
    return area


def _is_column(box: Any, parent: Any) -> bool:
    """Whether a box is a cell of a table, or one of the columns that the engine made of a multi-column box."""
    if isinstance(box, boxes.TableCellBox):
        return True
    same = isinstance(box, boxes.BlockBox) and box.element_tag == parent.element_tag and box.element is parent.element
    return same and _is_multicol(parent) and not _is_multicol(box)


def _is_multicol(box: Any) -> bool:
    return bool(box.style["column_count"] != "auto" or box.style["column_width"] != "auto")


def _outside(box: Any, frames: _Frames, source: str) -> Iterator[tuple[str, str]]:
    if box.element is not None:
        source = box.element.get("data-source") or source
    if isinstance(box, boxes.TextBox):
        if box.text.strip() and box.style["visibility"] == "visible" and not frames.hold(box):
            yield box.text, source
        return
    if isinstance(box, boxes.ParentBox):
        frames = frames.inside(box)
        for child in box.children:
            inner = getattr(child, "_box", child)
            around = frames.beside(inner) if _is_column(inner, box) else frames
            yield from _outside(inner, around, source)


# Text that left the page of its box


def _continued(rendering: Rendering) -> Iterator[Overset]:
    """Text of boxes positioned absolutely that ran off their page: the engine goes on with them on the next one,
    below or upon whatever stands there."""
    first: dict[tuple[Any, str], int] = {}
    for number, page in enumerate(rendering.pages):
        for child in page._page_box.children:
            if child.element_tag == "html":
                yield from _going_on(child, number, first, "")


def _going_on(box: Any, page: int, first: dict[tuple[Any, str], int], source: str) -> Iterator[Overset]:
    if not isinstance(box, boxes.ParentBox) or box.style["position"] == "fixed" or _is_repeated(box):
        return
    if box.element is not None:
        source = box.element.get("data-source") or source
    if box.style["position"] == "absolute" and first.setdefault((box.element, box.element_tag), page) < page:
        yield from (Overset(page, text, found) for text, found in _seen_texts(box, source))
        return
    for child in box.children:
        yield from _going_on(getattr(child, "_box", child), page, first, source)


def _is_repeated(box: Any) -> bool:
    """Whether a box is the head or foot of a table, which every page repeats."""
    return isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer)


def _seen_texts(box: Any, source: str) -> Iterator[tuple[str, str]]:
    if box.element is not None:
        source = box.element.get("data-source") or source
    if isinstance(box, boxes.TextBox):
        if box.text.strip() and box.style["visibility"] == "visible":
            yield box.text, source
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _seen_texts(getattr(child, "_box", child), source)


# Text that was never set


def _unset(rendering: Rendering) -> Iterator[Overset]:
    """Text of elements that are displayed, of which the pages hold less than there is."""
    document = rendering.document
    composition = document.composition if isinstance(document, Document) else None
    if composition is None or composition.style_for is None:
        return
    seen: dict[Any, _Seen] = {}
    for number, page in enumerate(rendering.pages):
        _read(page._page_box, number, seen)
    page_number = 0
    for element, text, source in _written(document._html.etree_element, composition.style_for, ""):
        found = seen.get(element)
        page_number = found.page if found else page_number
        characters = found.characters if found else 0
        if characters < len(text):
            yield Overset(page_number, text[characters:], source)


@dataclass
class _Seen:
    """Characters of an element on the pages, and the last page with some of them."""

    characters: int = 0
    page: int = 0


def _read(box: Any, number: int, seen: dict[Any, _Seen]) -> None:
    if isinstance(box, boxes.TextBox):
        tag = box.element_tag or ""
        if box.element is not None and ("::" not in tag or tag.endswith(_SPLIT)):
            found = seen.setdefault(box.element, _Seen())
            found.characters += len(_characters(box.text))
            found.page = number
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            _read(getattr(child, "_box", child), number, seen)


def _written(element: Any, style_for: Any, source: str) -> Iterator[tuple[Any, str, str]]:
    """The elements that are displayed with their own text, in order, and the nearest data-source."""
    if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] in _UNSET:
        return
    style = style_for(element)
    if style is None or "none" in style["display"] or style["position"][0] == "running()":
        return
    source = element.get("data-source") or source
    if "contents" not in style["display"]:
        text = _characters((element.text or "") + "".join(child.tail or "" for child in element))
        if text:
            yield element, text, source
    for child in element:
        yield from _written(child, style_for, source)


def _characters(text: str) -> str:
    """What takes room: neither white space nor invisible marks."""
    return "".join(char for char in text if not char.isspace() and unicodedata.category(char) != "Cf")
