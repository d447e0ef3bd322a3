"""Pages on which the flow stands still because floats begun on an earlier page fill them.

WeasyPrint then lays the flow out once more, emptied where it resumes. It looks for that place down into the text,
which has no children (an IndexError), and it keeps the broken floats of the attempt it threw away, so that they are
set again on every page that follows, without end. Composed lines break elsewhere than WeasyPrint's own, so a document
may come to such a page only when it is composed: therefore composed documents take this way instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure import boxes

from typeset.composer.composition import ATTRIBUTE


def page_filled(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's layout of a page's flow, which for a composed document always gives a box."""

    def layout(
        context: Any,
        box: Any,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        page_is_empty: bool,
        absolute_boxes: Any,
        fixed_boxes: Any,
        *rest: Any,
        **named: Any,
    ) -> Any:
        if page_is_empty or getattr(context, ATTRIBUTE, None) is None:
            return stock(
                context, box, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes,
                *rest, **named,
            )  # fmt: skip
        broken = dict(context.broken_out_of_flow)
        positioned = [(known, len(known)) for known in (absolute_boxes, fixed_boxes)]
        result = stock(
            context, box, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes,
            *rest, **named,
        )  # fmt: skip
        if result[0] is not None and (skip_stack is None or result[1] != skip_stack):
            return result
        for known, count in positioned:
            del known[count:]
        empty, *_ = stock(
            context, _emptied(box, skip_stack), bottom_space, skip_stack, containing_block, True, absolute_boxes,
            fixed_boxes, *rest, **named,
        )  # fmt: skip
        # What either attempt broke off begins anew with the flow: only floats begun before the page go on.
        context.broken_out_of_flow.clear()
        context.broken_out_of_flow.update(broken)
        return empty, skip_stack, *result[2:]

    return layout


def _emptied(root: Any, skip_stack: Any) -> Any:
    """A copy of the flow without what comes from the resume position on; its boxes go on to the page's end."""
    box = parent = root = root.deepcopy()
    while skip_stack and len(skip_stack) == 1 and not isinstance(box, boxes.LineBox):
        ((index, skip_stack),) = skip_stack.items()
        if index >= len(box.children):
            break
        box, parent = box.children[index], box
    parent.children = []
    parent.force_fragmentation = True
    return root
