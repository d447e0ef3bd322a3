"""CSS colours of all spaces in sRGB (CSS Color 4, 10 and 13): what pages are painted and gradients computed in.

tinycss2 converts hsl and hwb alone; WeasyPrint stops at the others wherever it needs sRGB, and takes the wide spaces
for sRGB elsewhere. What lies outside sRGB is brought to its edge, component by component.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tinycss2.color4 import Color

from typeset.composer.pictures import at_work

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

# Each matrix is the quotient of exact numbers given in CSS Color 4, 18: sample code for colour conversions.
_XYZ_TO_SRGB: Matrix = (
    (3.2409699419045213, -1.5373831775700935, -0.4986107602930033),
    (-0.9692436362808798, 1.8759675015077206, 0.04155505740717561),
    (0.05563007969699361, -0.20397695888897657, 1.0569715142428786),
)
_D50_TO_D65: Matrix = (  # Bradford
    (0.955473421488075, -0.02309845494876471, 0.06325924320057072),
    (-0.0283697093338637, 1.0099953980813041, 0.021041441191917323),
    (0.012314014864481998, -0.020507649298898964, 1.330365926242124),
)
_TO_XYZ: dict[str, Matrix] = {
    "display-p3": (
        (0.4865709486482162, 0.26566769316909306, 0.1982172852343625),
        (0.2289745640697488, 0.6917385218365064, 0.079286914093745),
        (0.0, 0.04511338185890264, 1.043944368900976),
    ),
    "a98-rgb": (
        (0.5766690429101305, 0.1855582379065463, 0.1882286462349947),
        (0.29734497525053605, 0.6273635662554661, 0.0752914584939979),
        (0.02703136138641234, 0.07068885253582723, 0.9913375368376388),
    ),
    "rec2020": (
        (0.6369580483012914, 0.14461690358620832, 0.1688809751641721),
        (0.2627002120112671, 0.6779980715188708, 0.05930171646986196),
        (0.0, 0.028072693049087428, 1.060985057710791),
    ),
    "prophoto-rgb": (  # to XYZ under D50
        (0.7977666449006423, 0.13518129740053308, 0.0313477341283922),
        (0.2880748288194013, 0.711835234241873, 0.00008993693872564),
        (0.0, 0.0, 0.8251046025104602),
    ),
}


def _srgb_light(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _rec2020_light(value: float) -> float:
    return value / 4.5 if value < 0.08124285829863151 else ((value + 0.09929682680944) / 1.09929682680944) ** (1 / 0.45)


def _prophoto_light(value: float) -> float:
    return value / 16 if value <= 16 / 512 else value**1.8


_LIGHT: dict[str, Callable[[float], float]] = {
    "display-p3": _srgb_light,
    "a98-rgb": lambda value: value ** (563 / 256),
    "rec2020": _rec2020_light,
    "prophoto-rgb": _prophoto_light,
}
_OWN = frozenset({"srgb", "hsl", "hwb"})
_stock = Color.to


def to_srgb(color: Any) -> Any:
    """A colour of tinycss2 in sRGB, missing components taken as 0.

    Inks are taken for what they look like at first glance (CSS Color 5, 10.5: naive conversion), and a colour of a
    profile that only the style sheet knows for sRGB.
    """
    if color.space in _OWN:
        return _stock(color, "srgb")
    values = [float(value or 0) for value in color.coordinates]
    if color.space == "device-cmyk":
        shown = tuple(1 - min(1.0, value * (1 - values[3]) + values[3]) for value in values[:3])
    elif color.space.startswith("--"):
        shown = tuple(min(1.0, max(0.0, value)) for value in (*values, 0.0, 0.0, 0.0)[:3])
    else:
        shown = tuple(_encoded(value) for value in _linear(color.space, values))
    return Color("srgb", shown, color.alpha)


def conversion(stock: Callable[..., Any]) -> Callable[..., Any]:
    """Converting a colour: as tinycss2 does, to sRGB from everywhere, and from every space to itself."""

    def converted(color: Any, space: str) -> Any:
        if space == color.space:
            return type(color)(space, (value or 0 for value in color.coordinates), color.alpha)
        return to_srgb(color) if space == "srgb" else stock(color, space)

    return converted


def set_color(stock: Callable[..., None]) -> Callable[..., None]:
    """Setting a colour on the screen: in sRGB whatever space of CSS it is written in."""

    def coloured(stream: Any, color: Any, stroke: bool = False) -> None:
        of_css = color.space != "device-cmyk" and not color.space.startswith("--")
        stock(stream, to_srgb(color) if at_work() and of_css else color, stroke)

    return coloured


def drawing_color(stock: Callable[..., Any]) -> Callable[..., Any]:
    """A colour in a drawing: its gradients take the components for sRGB whatever the space."""

    def parsed(text: Any) -> Any:
        color = stock(text)
        return to_srgb(color) if at_work() and isinstance(color, Color) else color

    return parsed


def _linear(space: str, values: list[float]) -> Triple:
    """Linear light in sRGB's primaries, beyond 0 and 1 where the colour lies outside."""
    first, second, third = values
    if space == "srgb-linear":
        return first, second, third
    under_d50 = space in ("lab", "lch", "xyz-d50", "prophoto-rgb")
    if space in _TO_XYZ:
        red, green, blue = (_signed(_LIGHT[space], value) for value in values)
        xyz = _times(_TO_XYZ[space], (red, green, blue))
    else:
        xyz = _stock(Color(space, values, 1), "xyz-d50" if under_d50 else "xyz-d65").coordinates
    return _times(_XYZ_TO_SRGB, _times(_D50_TO_D65, xyz) if under_d50 else xyz)


def _times(matrix: Matrix, values: Triple) -> Triple:
    first, second, third = (sum(share * value for share, value in zip(row, values, strict=True)) for row in matrix)
    return first, second, third


def _signed(light: Callable[[float], float], value: float) -> float:
    return light(value) if value >= 0 else -light(-value)


def _encoded(light: float) -> float:
    light = min(1.0, max(0.0, light))
    return 12.92 * light if light <= 0.0031308 else min(1.0, 1.055 * light ** (1 / 2.4) - 0.055)
