"""Where links can be clicked: over their glyphs, whatever height their line gives them.

WeasyPrint takes the line height of an inline box for its area. Raised and lowered text, and text whose line height is
0 so that it does not open its line, would have an area of no height: there it is the box of the characters too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.text.line_break import strut

REACH = "typeset_reach"
"""The attribute of boxes lower than their characters: from where to where they reach, from their own top."""


def reach(box: Any, rise: float, line: tuple[float, float]) -> tuple[float, float]:
    """Top and bottom of an inline box's line and of its font, in CSS px from the box's own top.

    `rise` is how far the box is raised above the line's baseline, `line` the line's height and its baseline from the
    line's top.
    """
    style = box.style.copy()
    style["line_height"] = "normal"
    tops = [(box.baseline + rise, line), (box.baseline, strut(style))]
    starts = [at - baseline for at, (_, baseline) in tops]
    return min(starts), max(start + height for start, (_, (height, _)) in zip(starts, tops, strict=True))


def hit_area(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's area of an inline box; that of its line and its font where the box is lower than its characters."""

    def area(box: Any) -> tuple[float, float, float, float]:
        x, y, width, height = stock(box)
        found = box.__dict__.get(REACH)
        if found is not None:
            y, height = box.position_y + found[0], found[1] - found[0]
        return x, y, width, height

    return area
