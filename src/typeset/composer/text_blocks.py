"""Blocks of lines on laid-out pages, with what an art director asks of them: how they break and how they end.

All lengths are in mm from the top left corner of the trimmed page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import strut

_MM = 25.4 / 96


@dataclass(frozen=True)
class TextBlock:
    """A block that holds lines, or the part of it in one column of one page.

    `page` counts from 0 through the pages given. `classes` are the element's and those of what it lies in, the
    nearest first. `last` tells whether it is the lowest thing in its column (or page, where there are no columns);
    `column` counts the columns of a multi-column box from 0, and is None outside. A block that breaks has several
    parts, numbered from 0. `body` tells whether the lines are set as the root element's are: size, face, line height.
    """

    page: int
    tag: str
    classes: tuple[str, ...]
    source: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    column: int | None
    baselines: tuple[float, ...] = ()
    body: bool = False
    last: bool = False
    part: int = 0
    parts: int = 1


class _Column(NamedTuple):
    """A column of a page: its number in its box, and its left edge in mm; what is indented in it is still in it."""

    number: int
    x: float


_Found = tuple[int, TextBlock, _Column | None]  # the element's id, the block, the column it stands in


def text_blocks(pages: Sequence[Any], *, positioned: bool = False) -> tuple[TextBlock, ...]:
    """All blocks of lines in the flow of these WeasyPrint pages, in the order of the document on each page.

    With `positioned` also those that are positioned outside the flow.
    """
    found: list[_Found] = []
    for number, page in enumerate(pages):
        root = next((child for child in page._page_box.children if child.element_tag == "html"), None)
        if root is not None:
            found += _marked_last(list(_blocks(root, number, "", (), None, positioned, _setting(root.style))))
    counts: dict[int, int] = {}
    for key, _, _ in found:
        counts[key] = counts.get(key, 0) + 1
    parts: dict[int, int] = {}
    numbered = []
    for key, block, _ in found:
        part = parts.get(key, 0)
        parts[key] = part + 1
        numbered.append(replace(block, part=part, parts=counts[key]))
    return tuple(numbered)


def _marked_last(found: list[_Found]) -> list[_Found]:
    """The blocks of a page with the last one of each column marked; outside columns, the last of the page."""
    lowest: dict[tuple[float, int | None], int] = {}
    for index, (_, block, column) in enumerate(found):
        key = (column.x, column.number) if column else (0.0, None)
        if key not in lowest or block.y + block.height >= found[lowest[key]][1].y + found[lowest[key]][1].height:
            lowest[key] = index
    ends = {
        index
        for (_, column), index in lowest.items()
        if column is not None or index == len(found) - 1  # what stands above columns is not at a foot
    }
    return [(key, replace(block, last=index in ends), column) for index, (key, block, column) in enumerate(found)]


def _blocks(
    box: Any, page: int, source: str, classes: tuple[str, ...], column: _Column | None, positioned: bool, body: Any
) -> Iterator[_Found]:
    element = box.element
    if element is not None:
        source = element.get("data-source") or source
        own = tuple((element.get("class") or "").split())
        classes = (*own, *(name for name in classes if name not in own))
    lines = [child for child in _children(box, positioned) if isinstance(child, boxes.LineBox)]
    if lines:
        texts = tuple(text for line in lines for text in _line_texts(line))
        x, y = round(box.content_box_x() * _MM, 2), round(lines[0].position_y * _MM, 2)
        height = round((lines[-1].position_y + lines[-1].height - lines[0].position_y) * _MM, 2)
        width = round(box.width * _MM, 2)
        baselines = tuple(round((line.position_y + line.baseline) * _MM, 3) for line in lines)
        own = _setting(box.style) == body
        within = column.number if column else None
        block = TextBlock(
            page, box.element_tag or "", classes, source, x, y, width, height, texts, within, baselines, own
        )
        yield id(element) if element is not None else id(box), block, column
        return
    columns = _is_multicol(box)
    for number, child in enumerate(_children(box, positioned)):
        own_column = columns and child.element_tag == box.element_tag
        inside = _Column(number, round(child.position_x * _MM, 2)) if own_column else column
        yield from _blocks(child, page, source, classes, inside, positioned, body)


def _setting(style: Any) -> tuple[Any, ...]:
    """What makes the lines of two blocks stand alike: size, face, height and the baseline in it."""
    return style["font_size"], style["font_family"], style["font_weight"], strut(style)


def _is_multicol(box: Any) -> bool:
    style = box.style
    return isinstance(box, boxes.BlockBox) and (style["column_count"] != "auto" or style["column_width"] != "auto")


def _line_texts(line: Any) -> tuple[str, ...]:
    """The text of a line; of all lines that a reader sees, where an inline block in it has several."""
    tallest = max(map(_inner_lines, _children(line)), key=len, default=[])
    if len(tallest) < 2:
        return ("".join(_texts(line)),)
    return tuple("".join(_texts(inner)) for inner in tallest)


def _inner_lines(box: Any) -> list[Any]:
    """The lines of the inline blocks in a box of a line."""
    if isinstance(box, boxes.LineBox):
        return [box]
    return [inner for child in _children(box) for inner in _inner_lines(child)]


def _texts(box: Any) -> Iterator[str]:
    if isinstance(box, boxes.TextBox):
        yield box.text
    for child in _children(box):
        yield from _texts(child)


def _children(box: Any, positioned: bool = False) -> Iterator[Any]:
    """A box's children in the flow; a placeholder of something positioned gives nothing, unless that is wanted."""
    if isinstance(box, boxes.ParentBox):
        for child in box.children:
            inner = getattr(child, "_box", child)
            if positioned or not inner.is_absolutely_positioned():
                yield inner
