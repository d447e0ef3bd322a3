"""The line grid: blocks that take whole lines (`block-step-size`, CSS Rhythmic Sizing 1).

`block-step-size: none | <length>` rounds a block's margin box up to a multiple of the length; margins that collapse
with a neighbour's count in full. Of the module's insertion areas the padding box is supported: the space comes at the
block's end, inside its background. A block that breaks over columns or pages is rounded in its last part, which
begins at the top of one; a block that would then leave its page is not: at a column's foot the grid needs no keeping.
At the head of a page or column, where the margin above it is cut off (see fragment_heads), a block without ground goes
to the nearest whole step: no white line is left below a heading.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Any

from weasyprint.formatting_structure import boxes

from typeset.composer.fragment_heads import at_head

_ROUNDED = "typeset_rounded"
"""The attribute of blocks rounded before: the space below, and the lower padding with border and the margin then."""
_TOLERANCE = 0.01  # CSS px: what is whole but for rounding stays


def stepped(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's layout of a block-level box, whose finished box is then rounded up to whole steps."""

    def layout(
        context: Any,
        box: Any,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        page_is_empty: bool,
        *rest: Any,
        **named: Any,
    ) -> Any:
        at_top = at_head(box, skip_stack, containing_block)
        result = stock(context, box, bottom_space, skip_stack, containing_block, page_is_empty, *rest, **named)
        done, resume_at = result[0], result[1]
        ends = done is not None and resume_at is None and done.style["block_step_size"] != "none"
        if ends and not (at_top and _round_down(done)):
            room = _room(box, bottom_space)
            _round_up(context, done, room)
            setattr(box, _ROUNDED, (room, done.padding_bottom + done.border_bottom_width, done.margin_bottom))
        return result

    return layout


def settle_columns(context: Any, box: Any, bottom_space: float) -> None:
    """Give balanced columns the height of what stands in them, in whole steps of the blocks at their ends.

    WeasyPrint looks for the lowest height that holds the text, a pixel at a time, and stretches the block that breaks
    to it; and at the foot of such a column nothing is rounded. But the text goes on below.
    """
    columns = [child for child in box.children if child.is_column]
    fixed = box.style["height"] != "auto" or box.min_height or len(columns) < len(box.children)
    floating = any(inner.is_floated() for column in columns for inner in column.descendants(placeholders=True))
    if fixed or floating or not any(map(_in_flow, columns)):
        return
    ends = [_content_end(column) for column in columns[:-1]] + [_rounded_end(column) for column in columns]
    last = max((child.position_y + child.margin_height() for child in _in_flow(columns[-1])), default=0.0)
    grown = max([*ends, last]) - box.content_box_y() - box.height
    end = box.border_box_y() + box.border_height() + grown
    if abs(grown) > _TOLERANCE and not (grown > 0 and context.overflows_page(bottom_space, end)):
        box.height += grown
        for column in columns:
            column.height += grown


def _content_end(box: Any) -> float:
    """Where the content of a block ends that may be stretched to the foot of its column."""
    inner = _in_flow(box)
    stretched = type(box) is boxes.BlockBox and box.style["height"] == "auto" and not box.min_height
    if not inner or not stretched:
        return float(box.position_y + box.margin_height())
    return float(_content_end(inner[-1]) + box.padding_bottom + box.border_bottom_width)


def _in_flow(box: Any) -> list[Any]:
    return [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]


def _rounded_end(column: Any) -> float:
    """Where a column's last block of whole steps would end if it were rounded; 0 where it ends otherwise."""
    last = column
    while last.style["block_step_size"] == "none" or last is column:
        blocks = _in_flow(last)
        if not blocks or not isinstance(blocks[-1], boxes.BlockLevelBox):
            return 0.0
        last = blocks[-1]
    height, step = last.margin_height(), last.style["block_step_size"]
    return float(last.position_y + ceil((height - _TOLERANCE) / step) * step)


def _room(box: Any, bottom_space: float) -> float:
    """The space that must stay free below a block, its own not counted.

    WeasyPrint lays a block out once more where twice its lower padding and border would not fit, with these added to
    that space: they are what rounding has made, and would hinder it.
    """
    room, padding, margin = getattr(box, _ROUNDED, (bottom_space, 0.0, 0.0))
    again = any(abs(room + padding + extra - bottom_space) < _TOLERANCE for extra in (0.0, margin))
    return float(room if padding and again else bottom_space)


def _round_down(box: Any) -> bool:
    """Take the padding below a block without ground away where that brings it to the nearest whole step."""
    step, style = box.style["block_step_size"], box.style
    if not getattr(style["margin_top"], "value", 0):
        return False  # nothing was cut off
    over = box.margin_height() % step
    images = {kind for kind, _ in style["background_image"]}
    bare = style["background_color"].alpha == 0 and images <= {"none"} and not style["border_bottom_width"]
    if not bare or not _TOLERANCE < over <= step / 2 + _TOLERANCE or over > box.padding_bottom + _TOLERANCE:
        return False
    box.padding_bottom = max(0.0, box.padding_bottom - over)
    return True


def _round_up(context: Any, box: Any, bottom_space: float) -> None:
    step = box.style["block_step_size"]
    height = box.margin_height()
    missing = ceil((height - _TOLERANCE) / step) * step - height
    end = box.position_y + height + missing
    if missing > 0 and not context.overflows_page(bottom_space, end):
        box.padding_bottom += missing
