"""The line grid: blocks that take whole lines (`block-step-size`, CSS Rhythmic Sizing 1).

`block-step-size: none | <length>` rounds a block's margin box up to a multiple of the length; margins that collapse
with a neighbour's count in full. Of the module's insertion areas the padding box is supported: the space comes at the
block's end, inside its background. A block that breaks over columns or pages is rounded in its last part, which
begins at the top of one; a block that would then leave its page is not: at a column's foot the grid needs no keeping.
At the top of a page, where the margin above it is cut off, a block without ground goes to the nearest whole step: no
white line is left below a heading.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Any

from weasyprint.css.tokens import get_length
from weasyprint.css.units import LENGTHS_TO_PIXELS

_TOLERANCE = 0.01  # CSS px: what is whole but for rounding stays


def block_step_size(tokens: list[Any]) -> float | str | None:
    """Read a declared value: `none`, or a positive absolute length in CSS px; None where it is invalid."""
    if len(tokens) != 1:
        return None
    if getattr(tokens[0], "lower_value", None) == "none":
        return "none"
    length = get_length(tokens[0], negative=False)
    factor = LENGTHS_TO_PIXELS.get(length.unit.lower()) if length and length.unit else None
    return length.value * factor if factor and length.value else None


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
        at_top = page_is_empty and context.current_page > 1 and box.style["block_step_size"] != "none"
        if at_top:
            box.margin_top = 0  # CSS Fragmentation 3, 5.2: cut off at a break; WeasyPrint forgets some columns
        result = stock(context, box, bottom_space, skip_stack, containing_block, page_is_empty, *rest, **named)
        done, resume_at = result[0], result[1]
        ends = done is not None and resume_at is None
        if ends and not (at_top and skip_stack is None and _round_down(done)):
            _round_up(context, done, bottom_space)
        return result

    return layout


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
    if step == "none":
        return
    height = box.margin_height()
    missing = ceil((height - _TOLERANCE) / step) * step - height
    end = box.position_y + height + missing
    if missing > 0 and not context.overflows_page(bottom_space, end):
        box.padding_bottom += missing
