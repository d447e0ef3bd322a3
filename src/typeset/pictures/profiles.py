"""ICC profiles (ISO 15076-1) in pictures: which fit which pixels, and pixels converted through them."""

from __future__ import annotations

from collections.abc import Mapping

from PIL import Image

from typeset.color.engine import ProfileError, colour_transform, lab, open_profile, srgb

_SPACES: Mapping[str, bytes] = {"grey": b"GRAY", "rgb": b"RGB ", "cmyk": b"CMYK", "lab": b"Lab "}
_MODES: Mapping[str, str] = {"grey": "L", "rgb": "RGB", "cmyk": "CMYK", "lab": "LAB"}
_LEAST_BYTES = 132  # the header and the tag count
_SAME = 2  # of 255: what the rounding of tables makes of equal colours


def fits(icc: bytes, space: str) -> bool:
    """Whether the header says that this is a profile for pixels of a colour space (grey, rgb, cmyk, lab)."""
    return len(icc) >= _LEAST_BYTES and icc[36:40] == b"acsp" and icc[16:20] == _SPACES[space]


def works(icc: bytes, space: str) -> bool:
    """Whether a profile fits the pixels of a colour space, and its tables are good for converting them."""
    if not fits(icc, space):
        return False
    try:
        colour_transform(open_profile(icc), srgb(), _MODES[space], "RGB")
    except ProfileError:
        return False
    return True


def to_srgb(image: Image.Image, icc: bytes | None) -> Image.Image | None:
    """An L, RGB or CMYK image through its profile to sRGB; grey stays grey (mode L with sRGB's tone curve).

    Without a profile RGB is taken as sRGB already. None where the profile turns out to be unusable.
    """
    if icc is None:
        return image
    try:
        converted = colour_transform(open_profile(icc), srgb(), image.mode, "RGB").apply(image)
    except (ProfileError, ValueError):
        return None
    return converted.getchannel("G") if image.mode == "L" else converted


def lab_to_srgb(image: Image.Image) -> Image.Image:
    """A CIELAB image (D50) as sRGB."""
    return colour_transform(lab(), srgb(), "LAB", "RGB").apply(image)


def is_srgb(icc: bytes | None) -> bool:
    """Whether RGB pixels mean under this profile what they mean in sRGB, or there is no profile."""
    if icc is None:
        return True
    steps = range(0, 256, 51)
    samples = bytes(value for red in steps for green in steps for blue in steps for value in (red, green, blue))
    image = Image.frombytes("RGB", (len(samples) // 3, 1), samples)
    converted = to_srgb(image, icc)
    if converted is None:
        return False
    return all(abs(a - b) <= _SAME for a, b in zip(samples, converted.tobytes(), strict=True))
