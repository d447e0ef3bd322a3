"""Masks in drawings (CSS Masking 1, 7): WeasyPrint 70 puts a mask's region at the drawing's corner, and masks groups
only after they are drawn.

The region, by default a tenth more than the shape on all sides, spares renderers work; what shows of a shape is the
mask's content either way. So the content alone counts here, but for a region told in the drawing's own units.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.svg.utils import parse_url

from typeset.composer.pictures import at_work

_FAR = 1e5  # user units from the origin: beyond any drawing
_REGION = ("x", "y", "width", "height")


def transform(stock: Callable[..., None]) -> Callable[..., None]:
    """Transforming for a node, and then masking, before anything of the node is drawn."""

    def transformed(svg: Any, node: Any, font_size: float) -> None:
        stock(svg, node, font_size)
        mask = svg.masks.get(parse_url(node.get("mask")).fragment) if at_work() else None
        if mask:
            stream, mask._etree_node.tag = svg.stream, "g"
            svg.stream = stream.set_alpha_state(*_region(mask))
            svg.draw_node(mask, font_size)
            svg.stream = stream

    return transformed


def paint_mask(stock: Callable[..., None]) -> Callable[..., None]:
    """Nothing: the node is masked already."""
    return lambda *args: None if at_work() else stock(*args)


def _region(mask: Any) -> tuple[float, float, float, float]:
    if mask.get("maskUnits") == "userSpaceOnUse":
        try:
            x, y, width, height = (float(mask.get(side)) for side in _REGION)
        except (TypeError, ValueError):
            pass
        else:
            return x, y, width, height
    return -_FAR, -_FAR, 2 * _FAR, 2 * _FAR
