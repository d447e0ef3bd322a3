"""Emphasis marks (着重号): shapes over or under each character, outside the line's height and the text layer."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from weasyprint.draw.color import get_color

from typeset.composer.classes import CLOSING, Cls, classify, language_of
from typeset.composer.glyphs import ComposedText

_KAPPA = 0.5523  # circle by Bézier curves
_SIGNS = frozenset("#%&@§¶؉؊٪‰‱⁊⁋⁓〽")  # punctuation to Unicode, words to a reader
_UNMARKED = CLOSING | {Cls.OPEN, Cls.MID, Cls.DASH, Cls.ELL, Cls.SP, Cls.NCLOSE, Cls.NOPEN, Cls.ISP, Cls.GLUE}


def draw_text(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's drawing of a text box, followed by its emphasis marks."""

    def draw(
        stream: Any, textbox: Any, offset_x: Any, text_overflow: Any = "clip", block_ellipsis: Any = "none"
    ) -> None:
        composed = textbox.pango_layout
        if isinstance(composed, ComposedText) and not textbox.style["font_size"]:
            return  # nothing to see; WeasyPrint refuses such text
        stock(stream, textbox, offset_x, text_overflow, block_ellipsis)
        visible = textbox.style["visibility"] == "visible"
        if isinstance(composed, ComposedText) and visible and textbox.style["text_emphasis_style"] != "none":
            _draw_marks(stream, textbox, composed)

    return draw


def takes_mark(char: str) -> bool:
    """Whether a character carries an emphasis mark: not spaces or punctuation, but signs (CSS Text Decoration 4)."""
    if unicodedata.normalize("NFKD", char[0])[:1] in _SIGNS:
        return True
    return classify(char[0]) not in _UNMARKED and unicodedata.category(char[0])[0] not in "ZCP"


def _draw_marks(stream: Any, textbox: Any, composed: ComposedText) -> None:
    style = textbox.style
    size = style["font_size"]
    mark = style["text_emphasis_style"]
    position = style["text_emphasis_position"]
    if position == "auto":
        position = "under" if language_of(style["lang"]).startswith("zh") else "over"
    lines = style["text_decoration_line"]
    lower = 0.36 if "underline" in lines else 0.26
    centre_y = textbox.position_y + textbox.baseline + (lower if position == "under" else -1.02) * size
    x = textbox.position_x
    with stream.stacked():
        color = get_color(style, "text_emphasis_color")
        stream.set_color(color)
        stream.set_color(color, stroke=True)
        for unit, advance in zip(composed.units, composed.advances, strict=True):
            if takes_mark(unit):
                width = composed.text_style.shaper.width(unit)
                _shape(stream, mark, x + min(width, advance if advance > 0 else width) / 2, centre_y, size)
            x += advance


def _shape(stream: Any, mark: Any, x: float, y: float, size: float) -> None:
    fill, shape = mark
    if fill == "string":
        shape = {"●": "circle", "○": "circle", "•": "dot", "◦": "dot", "▲": "triangle", "△": "triangle"}.get(
            shape, "dot"
        )
        fill = "open" if mark[1] in "○◦△" else "filled"
    radius = {"dot": 0.065, "circle": 0.11, "double-circle": 0.12}.get(shape, 0.11) * size
    if shape == "triangle":
        _triangle(stream, x, y, radius)
    elif shape == "sesame":
        _circle(stream, x, y, radius * 0.9, radius * 0.5)
    else:
        _circle(stream, x, y, radius, radius)
    if fill == "filled" and shape != "double-circle":
        stream.fill()
    else:
        stream.set_line_width(0.02 * size)
        stream.stroke()
    if shape == "double-circle":
        _circle(stream, x, y, radius * 0.55, radius * 0.55)
        if fill == "filled":
            stream.fill()
        else:
            stream.stroke()


def _triangle(stream: Any, x: float, y: float, radius: float) -> None:
    stream.move_to(x, y - radius)
    stream.line_to(x + radius, y + radius * 0.8)
    stream.line_to(x - radius, y + radius * 0.8)
    stream.close()


def _circle(stream: Any, x: float, y: float, across: float, down: float) -> None:
    kx, ky = across * _KAPPA, down * _KAPPA
    stream.move_to(x + across, y)
    stream.curve_to(x + across, y + ky, x + kx, y + down, x, y + down)
    stream.curve_to(x - kx, y + down, x - across, y + ky, x - across, y)
    stream.curve_to(x - across, y - ky, x - kx, y - down, x, y - down)
    stream.curve_to(x + kx, y - down, x + across, y - ky, x + across, y)
    stream.close()
