"""Preserved tab characters: as wide as it takes to the next tab stop (CSS Text 3, tab-size).

Stops count from where the segment begins, that is from the paragraph's start or the last line end in the source;
a line that wraps does not begin to count anew.
"""

from __future__ import annotations

from math import floor

from typeset.composer.classes import Cls
from typeset.composer.units import Paragraph

_LEAST = 0.5  # of a space: a tab that would be narrower goes on to the stop after


def set_tabs(paragraph: Paragraph) -> None:
    """Give tabs their advances. Done before the gaps, which do not occur in preserved text by default."""
    if "\t" not in paragraph.char:
        return
    x = 0.0
    for index, char in enumerate(paragraph.char):
        if paragraph.cls[index] is Cls.NL:
            x = 0.0
            continue
        x += paragraph.opens[index]
        if char == "\t":
            paragraph.advance[index] = _advance(x, paragraph, index)
        x += paragraph.advance[index] + paragraph.style[index].letter_spacing + paragraph.closes[index]


def _advance(x: float, paragraph: Paragraph, index: int) -> float:
    style = paragraph.style[index]
    space = style.shaper.hyphen(" ") if style.em > 1e-3 else 0.0
    size = style.style["tab_size"]
    stop = float(size) * (space + style.letter_spacing) if isinstance(size, int | float) else float(size.value)
    if stop <= 0:
        return 0.0
    width = (floor(x / stop) + 1) * stop - x
    return width if width >= _LEAST * space else width + stop
