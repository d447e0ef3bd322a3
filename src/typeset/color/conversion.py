"""Single colours of a page turned into ink."""

from __future__ import annotations

import math
from functools import cached_property

from PIL import Image, ImageCms

from typeset.color.condition import PrintCondition
from typeset.color.engine import colour_transform, open_profile, srgb

Cmyk = tuple[float, float, float, float]
"""Cyan, magenta, yellow and black, 0 to 1."""


class ColorConversion:
    """sRGB colours as ink on a press.

    Neutral greys become black ink alone, and black 100 % of it: text, rules and tints in four inks show coloured
    fringes wherever the plates are out of register, and sRGB black taken through a profile is near 300 % ink. That
    is prepress practice, no matter of colorimetry. All other colours go through the profile, relative colorimetric
    with black point compensation (ISO 18619).
    """

    def __init__(self, condition: PrintCondition) -> None:
        self.condition = condition
        self._known: dict[tuple[int, int, int], Cmyk] = {}

    def cmyk(self, red: float, green: float, blue: float) -> Cmyk:
        """The ink for an sRGB colour; components 0 to 1, what lies beyond is cut off.

        Inks are whole per cents, and their sum is at most the condition's ink limit. Colours count as neutral where
        their components are equal, or equal in steps of 1/255 (where other notations than RGB came to them).
        """
        shares = sorted(max(0.0, min(1.0, value)) for value in (red, green, blue))
        colour = _byte(red), _byte(green), _byte(blue)
        if colour[0] == colour[1] == colour[2] or shares[2] - shares[0] < 0.5 / 255:
            return 0.0, 0.0, 0.0, round(100 * (1 - shares[1])) / 100
        if colour not in self._known:
            self._known[colour] = self._separated(colour)
        return self._known[colour]

    def _separated(self, colour: tuple[int, int, int]) -> Cmyk:
        pixel = self._transform.apply(Image.new("RGB", (1, 1), colour))
        cyan, magenta, yellow, black = (value * 100 / 255 for value in pixel.tobytes())
        coloured, limit = cyan + magenta + yellow, self.condition.ink_limit
        whole = (round(cyan), round(magenta), round(yellow))
        if sum(whole) + round(black) > limit:
            share = max(0.0, min(1.0, (limit - round(black)) / coloured))
            whole = (math.floor(cyan * share), math.floor(magenta * share), math.floor(yellow * share))
        return whole[0] / 100, whole[1] / 100, whole[2] / 100, round(black) / 100

    @cached_property
    def _transform(self) -> ImageCms.ImageCmsTransform:
        return colour_transform(srgb(), open_profile(self.condition.profile.data), "RGB", "CMYK")


def _byte(value: float) -> int:
    return round(255 * max(0.0, min(1.0, value)))
