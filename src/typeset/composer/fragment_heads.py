"""Margins at the heads of columns and pages (CSS Fragmentation 3, 5.2).

Margins that adjoin an unforced break are cut off; after a forced break they are kept. WeasyPrint does so at the head of
a page for boxes whose margins collapse with the page's, and in columns not at all: there a heading at the head of a
column would stand lower than the text beside it.

A fragment (the flow's box on a page, or a column) is told where its content begins. A box whose own fragment is told
so and which stands there is at the head, and tells its children in turn; boxes that begin there and keep their
children's margins inside do not. Two things are ours: blocks of whole lines (`block-step-size`) lose their margin at
the head of the first column too, where no break is, so that columns begin level; and those that hold lines of the body
in blocks of their own keep what is no whole step of it, which these lines need to stand on the grid.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block
from weasyprint.text.line_break import strut

from typeset.composer.composition import ATTRIBUTE

_HEAD = "typeset_head"
"""The attribute of boxes whose content begins a fragment: where, in CSS px from the page's top, and whether a break
lies before it."""

_TOLERANCE = 0.01  # CSS px


def open_fragment(fragment: Any, y: float | None, broken: bool = True) -> None:
    """Tell the box of a fragment where its content begins, and whether an unforced break lies before it.

    None: margins at its head are kept, as after a forced break.
    """
    setattr(fragment, _HEAD, None if y is None else (y, broken))


def move_head(fragment: Any, y: float) -> None:
    """Tell a fragment that its content begins elsewhere than it was told; nothing where its margins are kept."""
    if (known := fragment.__dict__.get(_HEAD)) is not None:
        open_fragment(fragment, y, known[1])


def at_head(box: Any, skip_stack: Any, containing_block: Any) -> bool:
    """Whether a block-level box begins at the head of a page or column and its margin is cut off; cut it off.

    Called before the box is laid out, when its margins are known.
    """
    if box.is_for_root_element:  # the page's own fragment, told by its page
        return False
    head = getattr(containing_block, _HEAD, None)
    if head is not None and abs(box.position_y - head[0]) >= _TOLERANCE:
        head = None
    inside = skip_stack is not None or not _keeps_margins_inside(box)
    setattr(box, _HEAD, head if inside else None)
    if head is None or skip_stack is not None or box.style["margin_break"] == "keep":
        return False
    step = box.style["block_step_size"]
    if (step == "none" and not head[1]) or getattr(box, "clearance", None) is not None:
        return False
    box.margin_top = box.margin_top % step if step != "none" and _holds_body_lines(box, step) else 0
    return True


def _holds_body_lines(box: Any, step: float) -> bool:
    """Whether a block has blocks inside with lines of the body: of the root's size, a step high."""
    size = box.style.root_style["font_size"]
    inner = [child for child in box.children if isinstance(child, boxes.BlockBox) and child.is_in_normal_flow()]
    return any(_is_body(child.style, size, step) or _holds_body_lines(child, step) for child in inner)


def _is_body(style: Any, size: float, step: float) -> bool:
    return bool(style["font_size"] == size and abs(strut(style)[0] - step) < _TOLERANCE)


def _keeps_margins_inside(box: Any) -> bool:
    """Whether margins of children do not collapse with the box's own, because it is a formatting context."""
    style = box.style
    columns = style["column_width"] != "auto" or style["column_count"] != "auto"
    return columns or not isinstance(box, boxes.BlockBox) or bool(box.establishes_formatting_context())


def columns_opened(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's layout of a block's inside, before which columns are told where they begin."""

    def layout(context: Any, box: Any, bottom_space: float, skip_stack: Any, *rest: Any, **named: Any) -> Any:
        if box.is_column and getattr(context, ATTRIBUTE, None) is not None:
            forced = skip_stack is not None and after_forced_break(context, box, skip_stack)
            open_fragment(box, None if forced else box.content_box_y(), skip_stack is not None)
        return stock(context, box, bottom_space, skip_stack, *rest, **named)

    return layout


def after_forced_break(context: Any, box: Any, skip_stack: Any) -> bool:
    """Whether the place at which a box goes on lies after a break that the style sheet orders."""
    while (
        skip_stack and len(skip_stack) == 1 and isinstance(box, boxes.ParentBox)
    ):  # cells of a row go on by themselves
        ((index, skip_stack),) = skip_stack.items()
        if isinstance(box, boxes.LineBox) or index >= len(box.children):
            return False
        child = box.children[index]
        before = next((last for last in reversed(box.children[:index]) if last.is_in_normal_flow()), None)
        if skip_stack is None and before is not None and child.is_in_normal_flow():
            wanted = block.block_level_page_break(before, child)
            return bool(block.force_page_break(wanted, context) or block.block_level_page_name(before, child))
        box = child
    return False
