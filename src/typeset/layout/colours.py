"""Colours of a layout by their roles: what a screen shows, and the inks that print them.

A colour is written `#b5121b`, `C10 M100 Y100 K15` (percent of ink, zeros left out), or both in either order. With
the first alone, inks follow from the print profile; with the second alone, the screen shows what the profile says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from typeset.color import default_condition, seen
from typeset.problems import Place, Problem, problem

Rgb = tuple[int, int, int]
Cmyk = tuple[float, float, float, float]

_HEX = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-f])", re.IGNORECASE)
_INK = re.compile(r"([CMYK])\s*(\d{1,3}(?:\.\d+)?)\s*%?", re.IGNORECASE)


@dataclass(frozen=True)
class Colour:
    """One colour: sRGB components from 0 to 255, and ink from 0 to 1 or None, where the profile tells it."""

    screen: Rgb
    inks: Cmyk | None = None

    @property
    def css(self) -> str:
        """The screen's colour as #rrggbb."""
        return "#{:02x}{:02x}{:02x}".format(*self.screen)

    def tinted(self, share: float) -> Colour:
        """A share of the colour on white paper."""
        red, green, blue = (round(255 - (255 - value) * share) for value in self.screen)
        return Colour((red, green, blue))


@dataclass(frozen=True)
class ColourRole:
    """A colour and the name by which style sheets know it; where it is a share of another role, that role's name."""

    name: str
    chinese: str
    colour: Colour
    tint_of: str | None = None
    share: float = 1.0


def read_colour(text: str) -> Colour | None:
    """A colour as it is written in layout.yaml or a manifest; None where it is none."""
    found = _HEX.search(text)
    rest = text[: found.start()] + text[found.end() :] if found else text
    amounts = {name.upper(): float(value) for name, value in _INK.findall(rest)}
    if _INK.sub("", rest).strip(" ,/，、") or (not found and not amounts) or any(v > 100 for v in amounts.values()):
        return None
    if len(_INK.findall(rest)) != len(amounts):
        return None
    c, m, y, k = (amounts.get(name, 0.0) / 100 for name in "CMYK")
    inks = (c, m, y, k) if amounts else None
    if found:
        return Colour(_rgb(found[0]), inks)
    return Colour(seen(default_condition(), (c, m, y, k)), inks)


def _rgb(written: str) -> Rgb:
    digits = written.lstrip("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else [digits[at : at + 2] for at in (0, 2, 4)]
    red, green, blue = (int(pair, 16) for pair in pairs)
    return red, green, blue


def colour_problems(palette: Iterable[ColourRole], layout: str, place: Place | None) -> Iterator[Problem]:
    """Roles that look the same on the screen but are printed with different inks: painting cannot tell them apart."""
    for first, second in combinations(palette, 2):
        if first.colour.screen == second.colour.screen and first.colour.inks != second.colour.inks:
            yield problem(
                "layout-colours-alike",
                place,
                layout=layout,
                first=first.name,
                second=second.name,
                colour=first.colour.css,
            )
