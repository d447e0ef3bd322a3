"""The two shades of inset, outset, groove and ridge borders (CSS Backgrounds and Borders 3, 3.2).

WeasyPrint 70 writes its shades in hundredths of what they are, which makes all of them nearly black.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tinycss2.color5 import parse_color

from typeset.composer.css_colours import to_srgb
from typeset.composer.pictures import at_work

_SHARE = 1 / 3


def darken(stock: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The shade of what lies in shadow: a third nearer to black."""
    return lambda color: _towards(0, color) if at_work() else stock(color)


def lighten(stock: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The shade of what lies in the light: a third nearer to white."""
    return lambda color: _towards(1, color) if at_work() else stock(color)


def _towards(end: float, color: Any) -> Any:
    mixed = [value + (end - value) * _SHARE for value in to_srgb(color).coordinates]
    return parse_color(f"rgb({' '.join(f'{100 * value:.4f}%' for value in mixed)} / {color.alpha})")
