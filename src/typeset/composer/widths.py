"""Min-content and max-content widths of a composed paragraph: what tables, flex and floats ask before layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import preferred

from typeset.composer.breaks import FORCED
from typeset.composer.composition import ATTRIBUTE, Composition
from typeset.composer.layout import Layout
from typeset.composer.units import Unsuitable, resume_path


def inline_line_widths(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's line widths, with those of composed paragraphs from composition's own arrays."""

    def widths(
        context: Any, box: Any, outer: Any, is_line_start: Any, minimum: bool, skip_stack: Any = None,
        first_line: bool = False,
    ) -> Iterator[float]:  # fmt: skip
        composition: Composition | None = getattr(context, ATTRIBUTE, None)
        if composition is not None and isinstance(box, boxes.LineBox):
            atomic = preferred.min_content_width if minimum else preferred.max_content_width
            try:
                layout = composition.layout_of(box, 0.0, lambda child: atomic(context, child))
            except Unsuitable:
                pass
            else:
                return _widths(context, box, layout, minimum, skip_stack, first_line)
        return stock(context, box, outer, is_line_start, minimum, skip_stack, first_line)  # type: ignore[no-any-return]

    return widths


def _indent(box: Any) -> float:
    value = box.style["text_indent"]
    if "hanging" in box.style["text_indent_keywords"] or not hasattr(value, "unit") or value.unit == "%":
        return 0.0
    return float(value.value)


def _widths(
    context: Any, box: Any, layout: Layout, minimum: bool, skip_stack: Any, first_line: bool
) -> Iterator[float]:
    paragraph = layout.paragraph
    start = paragraph.index_of(resume_path(skip_stack))
    indent = _indent(box) if not start else 0.0
    anywhere = box.style["overflow_wrap"] == "anywhere" or box.style["word_break"] == "break-word"
    penalty = layout.breaks.penalty
    if not minimum:
        ends = [point for point in layout.points if point > start and penalty[point] == FORCED]
        ends.append(len(paragraph))
    elif anywhere and start < len(paragraph):
        ends = list(range(start + 1, len(paragraph) + 1))
    else:
        ends = [point for point in layout.points if point > start]
    key = (start, minimum, len(ends))  # tables, flex and columns ask again and again; breaks may be added meanwhile
    if key not in layout.widths:
        layout.widths[key] = _measure(layout, start, ends, minimum) or [0.0]
    result = list(layout.widths[key])
    result[0] += indent
    if first_line:
        return iter(result[:1])
    if not minimum:
        result[-1] += preferred.trailing_whitespace_size(context, box)  # the caller takes it away again
    return iter(result)


def _measure(layout: Layout, start: int, ends: list[int], minimum: bool) -> list[float]:
    result = []
    for end in ends:
        line = layout.measure(start, end)
        result.append(line.width - line.optional if minimum else line.width)
        start = end
    return result
