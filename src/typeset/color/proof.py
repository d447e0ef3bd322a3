"""Ink seen on a screen: what a colour of the press looks like in sRGB."""

from __future__ import annotations

from functools import cache

from PIL import Image, ImageChops, ImageCms

from typeset.color.condition import PrintCondition
from typeset.color.engine import colour_transform, open_profile, srgb


def seen(condition: PrintCondition, cmyk: tuple[float, float, float, float]) -> tuple[int, int, int]:
    """The sRGB colour (0 to 255) of an ink mixture (0 to 1), paper shown as white."""
    pixel = Image.new("CMYK", (1, 1), tuple(round(255 * amount) for amount in cmyk))
    red, green, blue = _transform(condition.profile.data).apply(pixel).tobytes()
    return red, green, blue


def seen_picture(condition: PrintCondition, picture: Image.Image) -> Image.Image:
    """The sRGB picture of one in ink: CMYK, or L where only black is printed."""
    if picture.mode == "L":
        none = Image.new("L", picture.size)
        picture = Image.merge("CMYK", (none, none, none, ImageChops.invert(picture)))
    return _transform(condition.profile.data).apply(picture)


@cache
def _transform(profile: bytes) -> ImageCms.ImageCmsTransform:
    return colour_transform(open_profile(profile), srgb(), "CMYK", "RGB")
