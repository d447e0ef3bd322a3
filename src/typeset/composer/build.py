"""Building the boxes of a composed line: the part of the paragraph's tree that stands on it, with final positions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.layout.absolute import absolute_layout
from weasyprint.layout.percent import resolve_percentages
from weasyprint.text.line_break import strut

from typeset.composer.distribute import SetLine
from typeset.composer.glyphs import ComposedText
from typeset.composer.layout import Layout
from typeset.composer.link_areas import REACH, reach
from typeset.composer.units import Path, is_script


@dataclass(slots=True)
class Surroundings:
    """What WeasyPrint's line layout passes along: lists it fills and boxes it needs."""

    context: Any
    containing_block: Any
    bottom_space: float
    absolute_boxes: list[Any]
    fixed_boxes: list[Any]
    line_placeholders: list[Any]
    waiting_floats: list[Any]
    line_children: list[Any]
    max_x: float


class LineBuilder:
    """Builds one line. Units are taken in order, so that text fragments need no search."""

    def __init__(
        self, layout: Layout, line: SetLine, around: Surroundings, floats: dict[Path, Any], actual_text: bool
    ) -> None:
        self.layout = layout
        self.line = line
        self.around = around
        self.floats = floats
        self.actual_text = actual_text
        self.unit = line.first
        self.gap = 0.0  # white between two boxes: it belongs to neither
        self.strut = strut(layout.paragraph.box.style)

    def build(self, line_box: Any, x: float, start: Path, end: Path | None) -> Any:
        """The line box between two resume paths; `end` None: to the paragraph's end."""
        around = self.around
        outer = around.absolute_boxes
        if line_box.style["position"] == "relative":
            around.absolute_boxes = []
        children, x = self._children(line_box, (), start or None, end, x - self.line.shift, 0.0)
        new_box = line_box.copy_with_children(children)
        new_box.remove_decoration(start=bool(start), end=end is not None)
        new_box.width = max(0.0, x - self.line.hang - new_box.content_box_x())
        inline._adjust_line_height(new_box)
        self._absolutes(new_box, outer)
        return new_box

    def _absolutes(self, box: Any, outer: list[Any]) -> None:
        around = self.around
        if box.style["position"] != "relative":
            return
        inner, around.absolute_boxes = around.absolute_boxes, outer
        for absolute in inner:
            absolute_layout(around.context, absolute, box, around.fixed_boxes, around.bottom_space, skip_stack=None)

    def _children(
        self, box: Any, path: Path, low: Path | None, high: Path | None, x: float, rise: float
    ) -> tuple[list[Any], float]:
        children: list[Any] = []
        for index in range(low[0] if low else 0, len(box.children)):
            if high is not None and (index > high[0] or (index == high[0] and len(high) == 1)):
                break
            child = box.children[index]
            child_low = low[1:] if low and index == low[0] and len(low) > 1 else None
            child_high = high[1:] if high and index == high[0] else None
            here = (*path, index)
            child.position_y = box.position_y
            if not child.is_in_normal_flow():
                self._out_of_flow(box, child, here, children, x)
                continue
            x += self.gap
            self.gap = 0.0
            if isinstance(child, boxes.TextBox):
                fragment = self._text(child, here, x, rise)
                if fragment is not None:
                    children.append(fragment)
                    x += fragment.width
            elif isinstance(child, boxes.InlineBox):
                new_child = self._inline(child, here, child_low, child_high, x, rise)
                children.append(new_child)
                x += new_child.margin_width()
            elif self._takes(here):
                new_child = self._atomic(child, x)
                children.append(new_child)
                x += new_child.margin_width()
                self.gap = self._after_atomic()
        return children, x

    def _takes(self, path: Path) -> bool:
        paragraph = self.layout.paragraph
        return self.unit < self.line.last and paragraph.leaves[paragraph.leaf[self.unit]] == path

    # --- text ---

    def _text(self, box: Any, path: Path, x: float, rise: float) -> Any:
        if not self._takes(path):
            return None
        paragraph, line = self.layout.paragraph, self.line
        first, leaf = self.unit, paragraph.leaf[self.unit]
        leaves, last = paragraph.leaf, self.unit + 1
        while last < line.last and leaves[last] == leaf:
            last += 1
        self.unit = last
        advances = line.advances[first - line.first : last - line.first]
        if last < line.last:
            self.gap = advances[-1] - paragraph.advance[last - 1]
            advances[-1] = paragraph.advance[last - 1]
        units = paragraph.char[first:last]
        style = paragraph.style[first]
        hyphen = line.hyphen if last == line.last else None
        if hyphen is not None:
            units.append(hyphen)
            advances.append(style.shaper.hyphen(hyphen))
        new_box = box.copy()
        new_box.text = "".join(units)
        if not hasattr(new_box, "margin_left"):
            resolve_percentages(box, self.around.containing_block)
            new_box.__dict__.update((key, value) for key, value in box.__dict__.items() if key != "text")
        new_box.position_x, new_box.position_y = x, box.position_y
        new_box.width = sum(advances)
        new_box.pango_layout = ComposedText(
            new_box.text, units, advances, style, self.around.max_x - x, hyphen is not None, self.actual_text, self.gap
        )
        new_box.justification_spacing = 0
        self._place(new_box, rise)
        return new_box

    # --- boxes ---

    def _inline(self, box: Any, path: Path, low: Path | None, high: Path | None, x: float, rise: float) -> Any:
        around = self.around
        resolve_percentages(box, around.containing_block)
        for side in ("margin_left", "margin_right"):
            if getattr(box, side) == "auto":
                setattr(box, side, 0)
        outer = around.absolute_boxes
        if box.style["position"] == "relative":
            around.absolute_boxes = []
        if is_script(box) or rise:
            align = box.style["vertical_align"]
            rise += align if isinstance(align, int | float) else 0.0
        whole = low is None or box.style["box_decoration_break"] == "clone"
        left = box.margin_left + box.border_left_width + box.padding_left if whole else 0.0
        children, end = self._children(box, path, low, high, x + left, rise)
        new_box = box.copy_with_children(children)
        new_box.remove_decoration(start=low is not None, end=high is not None)
        new_box.position_x = x
        new_box.width = end - new_box.content_box_x()
        inline._adjust_line_height(new_box)
        if rise:
            _lift(new_box, rise)
        elif box.style["vertical_align"] == "baseline":
            self._steady(new_box)
        if new_box.margin_height() < new_box.border_height():
            setattr(new_box, REACH, reach(new_box, rise, self.strut))
        self._absolutes(new_box, outer)
        return new_box

    def _place(self, box: Any, rise: float) -> None:
        """Vertical metrics from the strut, whatever font a glyph came from: baselines keep the grid."""
        size = box.style["font_size"]
        box.height = size
        if rise:
            box.baseline, box.margin_top, box.margin_bottom = -rise, 0.0, -size
            return
        line_height, box.baseline = strut(box.style)
        box.margin_top = box.margin_bottom = (line_height - size) / 2
        self._steady(box)

    def _steady(self, box: Any) -> None:
        """A box no taller than the line does not push it, though its font has other metrics: it is centred on it."""
        line_height, baseline = self.strut
        height = box.margin_height()
        if height > line_height + 1e-6:
            return
        shift = baseline - (line_height - height) / 2 - box.baseline
        box.baseline += shift
        box.margin_top += shift
        box.margin_bottom -= shift

    def _atomic(self, child: Any, x: float) -> Any:
        around = self.around
        self.unit += 1
        new_child, *_ = inline.split_inline_level(
            around.context, child, x, float("inf"), around.bottom_space, None, around.containing_block,
            around.absolute_boxes, around.fixed_boxes, around.line_placeholders, around.waiting_floats,
            around.line_children, None, None,
        )  # fmt: skip
        if new_child.position_x != x:
            new_child.translate(dx=x - new_child.position_x)
        return new_child

    def _after_atomic(self) -> float:
        """White after an atomic box: it has no glyph whose advance could hold it."""
        index = self.unit - 1 - self.line.first
        return self.line.advances[index] - self.layout.paragraph.advance[self.unit - 1]

    def _out_of_flow(self, box: Any, child: Any, path: Path, children: list[Any], x: float) -> None:
        around = self.around
        if child.is_floated():
            placed = self.floats.get(path)
            if placed is not None:
                children.append(placed)
            return
        waiting: list[Any] = []
        inline._out_of_flow_layout(
            around.context, box, around.containing_block, path[-1], child, [], around.line_children, waiting,
            around.waiting_floats, around.absolute_boxes, around.fixed_boxes, around.line_placeholders,
            {"left": 0, "right": 0}, around.max_x, x, around.bottom_space,
        )  # fmt: skip
        children.extend(new_child for _, new_child, _ in waiting)


def _lift(box: Any, rise: float) -> None:
    """A raised or lowered box adds nothing to the line's height: note marks and indices keep the line pitch."""
    box.margin_top -= rise + box.baseline
    box.baseline = -rise
    box.margin_bottom = 0.0
    box.margin_bottom = -box.margin_height()
