"""Composing a line: the seam into WeasyPrint's line layout.

WeasyPrint asks for one line at a time, at the measure that floats leave. The paragraph is analysed once, its breaks
are chosen for the whole of it, and the boxes of the line asked for are built with final positions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.layout.float import float_layout
from weasyprint.layout.percent import percentage, resolve_percentages
from weasyprint.layout.preferred import shrink_to_fit
from weasyprint.layout.replaced import inline_replaced_box_layout
from weasyprint.layout.table import table_wrapper_width
from weasyprint.text.line_break import strut

from typeset.composer.breaks import FORCED
from typeset.composer.build import LineBuilder, Surroundings
from typeset.composer.composition import ATTRIBUTE, Composition
from typeset.composer.distribute import SetLine, set_line
from typeset.composer.first_line import in_first_line_style
from typeset.composer.layout import Layout
from typeset.composer.properties import parameter
from typeset.composer.solve import Breaker
from typeset.composer.units import Path, Unsuitable, resume_path, skip_stack_of

_MOST_FLOAT_LINES = 40


def split_inline_box(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's splitting of a line box, with composition in front of it."""

    def split(
        context: Any, box: Any, position_x: float, max_x: float, bottom_space: float, skip_stack: Any,
        containing_block: Any, absolute_boxes: Any, fixed_boxes: Any, line_placeholders: Any,
        waiting_floats: Any, line_children: Any, first_letter_style: Any, first_line_style: Any,
    ) -> Any:  # fmt: skip
        composition: Composition | None = getattr(context, ATTRIBUTE, None)
        if composition is not None and isinstance(box, boxes.LineBox):
            around = Surroundings(
                context, containing_block, bottom_space, absolute_boxes, fixed_boxes, line_placeholders,
                waiting_floats, line_children, max_x,
            )  # fmt: skip
            try:
                if first_line_style:
                    box = in_first_line_style(box, first_line_style)
                layout = composition.layout_of(box, containing_block.width, lambda child: _atomic_width(around, child))
                composition.composed_lines += 1
                return _Line(composition, layout, around, box, position_x, skip_stack).compose()
            except Unsuitable as unsuitable:
                composition.fall_back(unsuitable.reason, box)
        return stock(
            context, box, position_x, max_x, bottom_space, skip_stack, containing_block, absolute_boxes,
            fixed_boxes, line_placeholders, waiting_floats, line_children, first_letter_style, first_line_style,
        )  # fmt: skip

    return split


def justify_line(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's justification, kept from touching lines that are final already."""

    def justify(context: Any, line: Any, extra_width: float) -> None:
        if not getattr(line, "typeset_composed", False):
            stock(context, line, extra_width)

    return justify


def _atomic_width(around: Surroundings, box: Any) -> float:
    """The margin width an atomic inline box will have, without laying out its content where that can be avoided."""
    block = around.containing_block
    if isinstance(box, boxes.ReplacedBox):
        copy = box.copy()
        resolve_percentages(copy, block)
        inline_replaced_box_layout(copy, block)
        return float(copy.margin_width())
    if isinstance(box, boxes.InlineBlockBox):
        copy = box.copy()
        resolve_percentages(copy, block)
        if copy.is_table_wrapper:
            table_wrapper_width(around.context, copy, (block.width, block.height))
            width = copy.width
        for side in ("margin_left", "margin_right"):
            if getattr(copy, side) == "auto":
                setattr(copy, side, 0)
        if copy.is_table_wrapper:
            copy.width = width
        else:
            inline.inline_block_width(copy, around.context, block)
        return float(copy.margin_width())
    new_box, *_ = inline.split_inline_level(
        around.context, box, 0, float("inf"), around.bottom_space, None, block, [], [], [], [], [], None, None
    )
    return float(new_box.margin_width())


class _Line:
    """One line asked for by WeasyPrint."""

    def __init__(
        self, composition: Composition, layout: Layout, around: Surroundings, box: Any, x: float, skip_stack: Any
    ) -> None:
        self.composition = composition
        self.layout = layout
        self.around = around
        self.box = box
        self.resume = resume_path(skip_stack)
        self.start = layout.paragraph.index_of(self.resume)
        self.x = x - box.text_indent
        self.end_x = around.max_x
        self.left = 0.0
        self.floats: dict[Path, Any] = {}
        self.indent = self._resolve_indent()

    def _resolve_indent(self) -> float:
        style = self.box.style
        value = style["text_indent"]
        if hasattr(value, "value") and not value.value:
            return 0.0
        return float(percentage(value, style, self.around.containing_block.width))

    def _indent_of(self, start: int) -> float:
        """text-indent in all its cases (CSS Text 4 §7.1): hanging inverts, each-line counts forced breaks too."""
        if not self.indent:
            return 0.0
        words = self.box.style["text_indent_keywords"]
        first = start == 0 and not self.resume
        if "each-line" in words and start:
            first = self.layout.breaks.penalty[start] == FORCED
        return self.indent if first != ("hanging" in words) else 0.0

    def compose(self) -> Any:
        """The stock six-tuple: line box, resume position, preserved line break, letters, float widths."""
        layout = self.layout
        count = len(layout.paragraph)
        breaker = Breaker(layout)
        if self.start >= count:
            return self._result(self._built(None, count), None, False)
        handled: set[Path] = set()
        while True:
            end = self._end(breaker)
            if not self._place_float(end, handled):
                break
        last = end >= count or layout.breaks.penalty[end] == FORCED
        justified = self._justified(last)
        width = self._width()
        squeeze = self._align(False) == "justify"
        line = set_line(layout, self.start, end, width, justified, squeeze)
        if end in layout.emergencies:
            self._note_emergency(line.first, line.last)
        forced = bool(count and layout.paragraph.cls[end - 1].name == "NL")
        box = self._built(line, end)
        return self._result(box, None if end >= count else layout.paragraph.start[end], forced)

    def _note_emergency(self, first: int, last: int) -> None:
        text = "".join(self.layout.paragraph.char[first:last])
        self.composition.emergencies[text, self.box.element] += 1

    def _width(self) -> float:
        return float(self.end_x - self.x - self._indent_of(self.start))

    def _end(self, breaker: Breaker) -> int:
        style = self.box.style
        align = self._align(False)
        wrap = style["text_wrap_style"]
        mode = "justify" if align == "justify" and style["text_justify"][0] != "none" else "greedy"
        if wrap == "balance":
            mode = "balance"
        elif wrap in ("pretty", "avoid-orphans", "avoid-short-last-line") and mode == "greedy":
            mode = "pretty"
        elif wrap == "stable":
            mode = "greedy"
        return breaker.line_end(self.start, self._widths(), mode)

    def _align(self, last: bool) -> str:
        style = self.box.style
        align = style["text_align_all"]
        if last and style["text_align_last"] != "auto":
            align = style["text_align_last"]
        return str(align)

    def _justified(self, last: bool) -> bool:
        if self.layout.paragraph.leaders or self.box.style["text_justify"][0] == "none":
            return False
        if self.box.style["white_space"] in ("pre", "pre-wrap"):
            return False
        return self._align(last) == "justify"

    def _widths(self) -> list[float]:
        """Measures of this line and the next ones; the last repeats. Floats narrow the lines beside them."""
        block, context = self.around.containing_block, self.around.context
        full = block.width - (self.indent if "hanging" in self.box.style["text_indent_keywords"] else 0.0)
        first = self._width()
        shapes = context.excluded_shapes
        if not shapes:
            return [first, full] if abs(first - full) > 1e-3 else [full]
        height = strut(self.box.style)[0]
        widths = [first]
        y = self.box.position_y + height
        bottom = max(shape.position_y + shape.margin_height() for shape in shapes)
        while y < bottom - 1e-6 and len(widths) < _MOST_FLOAT_LINES and height > 0:
            widths.append(self._free_width(shapes, y, height) - float(block.width - full))
            y += height
        widths.append(full)
        return widths

    def _free_width(self, shapes: Any, y: float, height: float) -> float:
        block = self.around.containing_block
        left = block.content_box_x()
        right = left + block.width
        for shape in shapes:
            if shape.position_y < y + height - 1e-6 and y < shape.position_y + shape.margin_height() - 1e-6:
                if shape.style["float"] in ("left", "inline-start"):
                    left = max(left, shape.position_x + shape.margin_width())
                else:
                    right = min(right, shape.position_x)
        return max(0.0, float(right - left))

    # --- floats ---

    def _place_float(self, end: int, handled: set[Path]) -> bool:
        """Lay out the next float anchored on the line; True: the line is narrower now and must be broken again."""
        layout, around = self.layout, self.around
        count = len(layout.paragraph)
        for unit, child, path in layout.paragraph.floats:
            if path in handled or path < self.resume or unit < self.start:
                continue
            if unit > end or (unit == end and end < count and path >= layout.paragraph.start[end]):
                break
            handled.add(path)
            before = layout.measure(self.start, unit).width if unit > self.start else 0.0
            child.position_x = self.x + self._indent_of(self.start) + before
            child.position_y = self.box.position_y
            room = self._width() - before
            wanted = shrink_to_fit(around.context, child, around.containing_block.width)
            if wanted > room or around.waiting_floats:
                around.waiting_floats.append(child)
                continue
            placed, resume = float_layout(
                around.context, child, around.containing_block, around.absolute_boxes, around.fixed_boxes,
                around.bottom_space, skip_stack=None,
            )  # fmt: skip
            if resume:
                around.context.add_broken_out_of_flow(placed, child, around.containing_block, resume)
            self.floats[path] = placed
            taken = max(placed.margin_width(), 0)
            self.end_x -= taken
            if child.style["float"] in ("left", "inline-start"):
                self.left += taken  # moves the line when it is built; `end_x` counts from the unmoved start
            return True
        return False

    # --- result ---

    def _built(self, line: SetLine | None, end: int) -> Any:
        count = len(self.layout.paragraph)
        if line is None:
            line = SetLine(count, count, [], 0.0, 0.0, None, False)
        actual = parameter(self.box.style, "--typeset-actual-text") != "none"
        builder = LineBuilder(self.layout, line, self.around, self.floats, actual)
        stop = None if end >= count else self.layout.paragraph.start[end]
        box = builder.build(self.box, self.x + self._indent_of(self.start), self.resume, stop)
        box.typeset_composed = True
        if self.left:
            for child in box.children:
                if child.is_in_normal_flow():
                    child.translate(dx=self.left, ignore_floats=True)
        return box

    def _result(self, box: Any, resume: Path | None, forced: bool) -> Any:
        return box, None if resume is None else skip_stack_of(resume), forced, None, None, {"left": 0, "right": 0}
