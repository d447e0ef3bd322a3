"""Which ink a colour of the page is printed with: the layout's roles, the edition's spot colours, the profile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from typeset.color import ColorConversion, PrintCondition
from typeset.composer.inks import Ink
from typeset.layout import ColourRole
from typeset.manifest import Printing

Mixer = Callable[[float, float, float], Ink]
"""The ink of an sRGB colour, components 0 to 1."""


def ink_mixer(palette: Iterable[ColourRole], printing: Printing, condition: PrintCondition) -> Mixer:
    """The inks of an edition's colours.

    A colour of the palette is printed with the inks of its role; any other goes through the profile, greys becoming
    tints of black. In a job without process colours what has no ink of its own becomes a grey of its brightness.
    """
    conversion = ColorConversion(condition)
    process = printing.inks == "cmyk"
    roles = _role_inks(tuple(palette), _spots(printing), conversion)

    def mix(red: float, green: float, blue: float) -> Ink:
        ink = roles.get((round(255 * red), round(255 * green), round(255 * blue)))
        if ink is None:
            ink = Ink(conversion.cmyk(red, green, blue))
        if process or (ink.spot and printing.inks == "spot") or ink.cmyk[:3] == (0, 0, 0):
            return ink if printing.inks != "black" or not ink.spot else _grey(red, green, blue)
        return _grey(red, green, blue)

    return mix


def _spots(printing: Printing) -> Mapping[str, str]:
    return {spot.role: spot.ink for spot in printing.spot_colours}


def _role_inks(
    palette: tuple[ColourRole, ...], spots: Mapping[str, str], conversion: ColorConversion
) -> dict[tuple[int, int, int], Ink]:
    by_name: dict[str, Ink] = {}
    for role in sorted(palette, key=lambda role: role.tint_of is not None):  # tints after what they are tints of
        base = by_name.get(role.tint_of or "")
        if base is not None:
            by_name[role.name] = _tint(base, role.share)
            continue
        red, green, blue = (value / 255 for value in role.colour.screen)
        cmyk = role.colour.inks or conversion.cmyk(red, green, blue)
        by_name[role.name] = Ink(cmyk, spots.get(role.name) or spots.get(role.chinese, ""))
    return {role.colour.screen: by_name[role.name] for role in reversed(palette)}


def _tint(ink: Ink, share: float) -> Ink:
    if ink.spot:
        return replace(ink, tint=ink.tint * share)
    c, m, y, k = (round(amount * share, 2) for amount in ink.cmyk)
    return Ink((c, m, y, k))


def _grey(red: float, green: float, blue: float) -> Ink:
    """Black of a colour's brightness (Rec. 709 weights over linear light)."""
    linear = [((v + 0.055) / 1.055) ** 2.4 if v > 0.04045 else v / 12.92 for v in (red, green, blue)]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    value = 1.055 * light ** (1 / 2.4) - 0.055 if light > 0.0031308 else 12.92 * light
    return Ink((0, 0, 0, round(1 - value, 2)))
