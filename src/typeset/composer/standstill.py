"""Floats that go on over page ends, where WeasyPrint loses them, sets them twice or fails.

The flow stands still where floats begun on an earlier page fill a page. WeasyPrint then lays the flow out once more,
emptied where it resumes. It looks for that place down into the text, which has no children (an IndexError), and it
keeps the broken floats of the attempt it threw away, so that they are set again on every page that follows, without
end; or a table row that no longer fits begins anew. It also keeps the rest of floats that one attempt broke and
another set whole or elsewhere, and forgets what is left of a float where the flow ends before it. Composed lines break
elsewhere than WeasyPrint's own, so a document may come to such a page only when it is composed: therefore composed
documents take this way instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
        broken = dict(context.broken_out_of_flow)
        positioned = [(known, len(known)) for known in (absolute_boxes, fixed_boxes)]
        result = stock(
            context, box, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes,
            *rest, **named,
        )  # fmt: skip
        if getattr(context, ATTRIBUTE, None) is None or not box.is_for_root_element:  # another document, or notes
            return result
        if result[0] is not None:
            _forget_abandoned(context, result[0], broken)
        reached = None if result[1] is None else _further(result[1], skip_stack)
        if page_is_empty or (result[0] is not None and (skip_stack is None or reached != skip_stack)):
            return _with_floats_to_come(context, box, result[0], reached, result[2:])
        for known, count in positioned:
            del known[count:]
        empty, *_ = stock(
            context, emptied(box, skip_stack), bottom_space, skip_stack, containing_block, True, absolute_boxes,
            fixed_boxes, *rest, **named,
        )  # fmt: skip
        # What either attempt broke off begins anew with the flow: only floats begun before the page go on.
        context.broken_out_of_flow.clear()
        context.broken_out_of_flow.update(broken)
        return empty, skip_stack, *result[2:]

    return layout


def _further(reached: Any, begun: Any) -> Any:
    """The further of two resume positions: a table row or cell that no longer fitted would begin once more."""
    if reached is None or begun is None:
        return begun if reached is None else reached
    if len(reached) == len(begun) == 1 and reached.keys() != begun.keys():
        return max(reached, begun, key=lambda position: next(iter(position)))
    return {index: _further(inner, begun.get(index)) for index, inner in reached.items()}  # several: cells of a row


def _forget_abandoned(context: Any, root: Any, before: dict[Any, Any]) -> None:
    """Forget the rest of floats that were broken while the page was tried out, and do not stand on it."""
    fresh = [key for key, (source, *_) in context.broken_out_of_flow.items() if key not in before and key is not source]
    fresh = [key for key in fresh if key.is_floated()]
    if fresh:
        standing = {id(box) for box in _descend(root)}
        for key in fresh:
            if id(key) not in standing:
                del context.broken_out_of_flow[key]


def _descend(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _descend(getattr(child, "_box", child))  # absolutely positioned boxes are held by placeholders


def _with_floats_to_come(context: Any, root: Any, box: Any, resume_at: Any, rest: Any) -> Any:
    """The flow of a page; where it ends while floats go on, it resumes behind its last child, for one more page."""
    if resume_at is None and box is not None:
        composition = getattr(context, ATTRIBUTE)
        broken = context.broken_out_of_flow.values()
        ahead = [(id(source), skip) for source, _, _, skip in broken if source.is_floated()]
        if ahead and ahead != composition.floats_ahead:  # what did not get on since the last page never will
            composition.floats_ahead = ahead
            resume_at = {len(root.children): None}
    return box, resume_at, *rest


def emptied(root: Any, skip_stack: Any) -> Any:
    """A copy of the flow without what comes from the resume position on; its boxes go on to the page's end.

    A caption that the flow resumes in is taken out with its table: WeasyPrint lays out none without the other.
    """
    box = parent = root = root.deepcopy()
    while skip_stack and len(skip_stack) == 1 and not isinstance(box, boxes.LineBox):
        ((index, skip_stack),) = skip_stack.items()
        kept = box.children[: index + 1]
        tableless = box.is_table_wrapper and not any(isinstance(child, boxes.TableBox) for child in kept)
        if index >= len(box.children) or tableless:
            break
        del box.children[index + 1 :]
        box, parent = box.children[index], box
    parent.children = []
    parent.force_fragmentation = True
    return root
