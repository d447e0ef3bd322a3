"""Generated content that is a flex or grid item itself: what it says of pages must be set again when they are known.

WeasyPrint makes a block of such a pseudo-element and gives it the children of the inline box; when the pages are known
it sets the inline box anew (target-counter(), counter(pages)), which nobody shows any more, and 0 stays. Here the
inline box stays inside the block, without a style of its own, as for text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.css import AnonymousStyle
from weasyprint.formatting_structure import boxes

from typeset.composer.cascade import is_composing


def blockify(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's making of a block from a flex or grid item, which keeps the box of generated content in it."""

    def made(box: Any, layout: str | None = None) -> Any:
        generated = isinstance(box, boxes.InlineBox) and "::" in (box.element_tag or "")
        if not (generated and is_composing()):
            return stock(box, layout)
        outer = boxes.BlockBox.anonymous_from(box, [box])
        outer.style = box.style
        box.style = AnonymousStyle(outer.style)
        if layout:
            setattr(box, f"is_{layout}_item", False)
            setattr(outer, f"is_{layout}_item", True)
        return outer

    return made
