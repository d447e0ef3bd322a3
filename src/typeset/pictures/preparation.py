"""A placed picture made ready for a PDF: only the pixels it needs, in sRGB or grey, with no metadata.

The steps are read → sample → convert → encode. That for presses (`printing`) differs in the last two.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import PIL
from PIL import Image

from typeset.color import default_condition
from typeset.pictures import jpeg
from typeset.pictures.cache import PictureCache
from typeset.pictures.cropping import CropBox, kept_box
from typeset.pictures.decoding import DecodingError
from typeset.pictures.encoding import encode_screen
from typeset.pictures.facts import PictureFacts
from typeset.pictures.prepared import Prepared
from typeset.pictures.profiles import fits, is_srgb, lab_to_srgb, to_srgb
from typeset.pictures.reading import read_again
from typeset.pictures.refusal import Refused, refuse
from typeset.pictures.resolution import cropped_size
from typeset.pictures.sampling import DRAWN, Sample, sample, sampled_size
from typeset.pictures.svg import framed_svg
from typeset.problems import Place, Problem

_RECIPE = 3  # to be raised with every change of what the same input comes to


@dataclass(frozen=True)
class ScreenSettings:
    """How pictures are prepared for screens.

    `cmyk_profile` is taken for CMYK pictures that bring none, where it is None that of offset on coated paper.
    """

    quality: int = 88
    cmyk_profile: bytes | None = None


def prepare_screen(
    facts: PictureFacts,
    crop: CropBox | None,
    width_px: int,
    height_px: int,
    *,
    place: Place | None = None,
    settings: ScreenSettings | None = None,
    cache: PictureCache | None = None,
) -> Prepared | Problem:
    """Make the file that stands in a PDF for a picture placed at a known size.

    `width_px` × `height_px` is the size, at the wanted resolution, of the box that the whole crop fills
    (`resolution.target_pixels`); the result lies within it in the crop's own proportions and never has more pixels
    than the source. A vector picture stays one, cropped. The same arguments give the same bytes.

    A picture that cannot be decoded, or has changed since its facts were read, comes back as a Problem at `place`.
    Raises ValueError for sizes below 1.
    """
    if width_px < 1 or height_px < 1:
        raise ValueError(f"no pixels wanted: {width_px} × {height_px}")
    settings = settings or ScreenSettings()
    key = _key(facts, crop, width_px, height_px, settings)
    if cache and isinstance(found := cache.get(key), Prepared):
        return found
    try:
        if crop and crop.keeps_nothing:
            raise refuse("picture-crop-empty", place, name=facts.name)
        data = read_again(facts, place)
        made = (
            _vector(data, facts, crop) if facts.vector else _raster(data, facts, crop, (width_px, height_px), settings)
        )
    except Refused as refused:
        return refused.problem
    except DecodingError as error:
        return refuse(error.code, place, name=facts.name).problem
    if cache:
        cache.put(key, made)
    return made


def _key(facts: PictureFacts, crop: CropBox | None, width: int, height: int, settings: ScreenSettings) -> str:
    profile = hashlib.sha256(_press_profile(settings)).hexdigest() if facts.colour_space == "cmyk" else ""
    recipe = ("screen", _RECIPE, PIL.__version__, facts.sha256, facts.format, crop or CropBox(), width, height)
    return hashlib.sha256(repr((*recipe, settings.quality, profile)).encode()).hexdigest()


def _press_profile(settings: ScreenSettings) -> bytes:
    given = settings.cmyk_profile or b""
    return given if fits(given, "cmyk") else default_condition().profile.data


def _vector(data: bytes, facts: PictureFacts, crop: CropBox | None) -> Prepared:
    framed = framed_svg(data, facts.width, facts.height, crop)
    return Prepared(framed, "image/svg+xml", *cropped_size(facts, crop))


def _raster(
    data: bytes, facts: PictureFacts, crop: CropBox | None, wanted: tuple[int, int], settings: ScreenSettings
) -> Prepared:
    box = kept_box(round(facts.width), round(facts.height), crop)
    taken = sample(data, facts, box, sampled_size(box, *wanted))
    image = _for_screen(taken, settings)
    encoded, media_type = encode_screen(image, quality=settings.quality, drawn=facts.format in DRAWN)
    return Prepared(_better_original(data, facts, taken, encoded), media_type, image.width, image.height)


def _better_original(data: bytes, facts: PictureFacts, taken: Sample, encoded: bytes) -> bytes:
    """The source's own JPEG data instead of a second generation, where nothing had to change and it is smaller."""
    if not (taken.untouched and facts.format == "JPEG" and jpeg.is_baseline(data)):
        return encoded
    if not (facts.mode == "L" and taken.icc is None) and not (facts.mode == "RGB" and is_srgb(taken.icc)):
        return encoded
    bare = jpeg.without_metadata(data)
    return bare if bare and len(bare) <= len(encoded) else encoded


def _for_screen(taken: Sample, settings: ScreenSettings) -> Image.Image:
    """sRGB or grey, with an alpha channel only where something is transparent."""
    image = taken.image
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    if alpha:
        image = image.convert(image.mode[:-1])
    if image.mode == "LAB":
        image = lab_to_srgb(image)
    else:
        icc = taken.icc
        if icc is None and image.mode == "CMYK":
            icc = _press_profile(settings)
        image = to_srgb(image, icc) or image
    if image.mode == "CMYK":
        image = image.convert("RGB")
    if alpha and alpha.getextrema()[0] != 255:
        image.putalpha(alpha)
    return image
