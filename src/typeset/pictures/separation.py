"""Pixels turned into ink: what a picture's colours are on a press."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageCms

from typeset.color import PrintCondition
from typeset.color.engine import ProfileError, colour_transform, lab, open_profile, srgb
from typeset.pictures.ink import black_ink, black_only_mask, is_neutral, neutral_mask
from typeset.pictures.profiles import to_srgb
from typeset.pictures.sampling import Sample


@dataclass(frozen=True)
class Separation:
    """A picture in ink: mode CMYK (255 is full ink) or L (0 is full black), and its transparency in mode L, if any."""

    image: Image.Image
    alpha: Image.Image | None


def separate(taken: Sample, condition: PrintCondition, *, grey: bool, flatten: bool) -> Separation:
    """Turn a sample into ink for a printing condition.

    - Grey pictures, and RGB ones in which every pixel is neutral, become black ink alone, in sRGB's tone curve (50 %
      of black ink on coated paper is about as light as sRGB's 50 %). With `grey` all others do so too, by their
      lightness (CIE L*).
    - RGB and Lab go through the profiles, relative colorimetric with black point compensation; RGB without a profile is
      sRGB. In drawings of few colours neutral pixels become black ink alone, as text and rules do.
    - CMYK without a profile, or with the condition's own, keeps its numbers. With another profile it goes through
      both, except that pixels in black ink alone keep it, by number: text in a picture stays sharp.

    With `flatten` transparent pictures are laid on white paper.
    """
    image, alpha = _parted(taken.image, flatten=flatten)
    icc = taken.icc
    if image.mode == "L":
        ink = to_srgb(image, icc) or image
    elif image.mode == "CMYK":
        ink = _reseparated(image, icc, condition)
        if black_only_mask(ink).getextrema() == (255, 255):
            ink = ImageChops.invert(ink.getchannel("K"))
        elif grey:
            ink = _lightness(ink, condition.profile.data)
    elif image.mode == "RGB" and is_neutral(image):
        ink = (to_srgb(image, icc) or image).getchannel("G")
    elif grey:
        ink = _lightness(image, icc)
    else:
        ink = _separated(image, icc, condition)
        if taken.drawn and image.mode == "RGB":
            tones = (to_srgb(image, icc) or image).getchannel("G")
            ink.paste(black_ink(tones), mask=neutral_mask(image))
    return Separation(ink, alpha)


def _parted(image: Image.Image, *, flatten: bool) -> tuple[Image.Image, Image.Image | None]:
    """Colours and transparency; where nothing is seen, paper."""
    if image.mode not in ("LA", "RGBA"):
        return image, None
    alpha = image.getchannel("A")
    colours = image.convert(image.mode[:-1])
    if alpha.getextrema()[0] == 255:
        return colours, None
    paper = Image.new(colours.mode, colours.size, "white")
    if flatten:
        return Image.composite(colours, paper, alpha), None
    colours.paste(paper, mask=alpha.point([255] + [0] * 255))
    return colours, alpha


def _source(mode: str, icc: bytes | None) -> ImageCms.ImageCmsProfile:
    if mode == "LAB":
        return lab()
    return open_profile(icc) if icc else srgb()


def _separated(image: Image.Image, icc: bytes | None, condition: PrintCondition) -> Image.Image:
    press = open_profile(condition.profile.data)
    try:
        return colour_transform(_source(image.mode, icc), press, image.mode, "CMYK").apply(image)
    except ProfileError:
        return colour_transform(_source(image.mode, None), press, image.mode, "CMYK").apply(image)


def _reseparated(image: Image.Image, icc: bytes | None, condition: PrintCondition) -> Image.Image:
    if icc is None or hashlib.sha256(icc).hexdigest() == condition.profile.sha256:
        return image
    try:
        press = open_profile(condition.profile.data)
        converted = colour_transform(open_profile(icc), press, "CMYK", "CMYK").apply(image)
    except ProfileError:
        return image
    converted.paste(image, mask=black_only_mask(image))
    return converted


def _lightness(image: Image.Image, icc: bytes | None) -> Image.Image:
    """Mode L in sRGB's tone curve, as light as the colours are; what is black ink alone keeps it by number."""
    try:
        through = colour_transform(_source(image.mode, icc), lab(), image.mode, "LAB")
    except ProfileError:
        through = colour_transform(srgb(), lab(), image.mode, "LAB")
    tones = through.apply(image).getchannel("L").point(_TONES)
    if image.mode == "CMYK":
        tones.paste(ImageChops.invert(image.getchannel("K")), mask=black_only_mask(image))
    return tones


def _tone(lightness: float) -> int:
    """The sRGB value, 0 to 255, of a grey of this CIE L* (CIE 15; IEC 61966-2-1)."""
    root = (lightness + 16) / 116
    luminance = root**3 if lightness > 8 else lightness * 27 / 24389
    value = 12.92 * luminance if luminance <= 0.0031308 else 1.055 * luminance ** (1 / 2.4) - 0.055
    return round(255 * value)


_TONES = [_tone(step * 100 / 255) for step in range(256)]
