"""A placed picture made ready for a press: only the pixels it needs, in ink, no more of it than the paper bears."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import PIL
from PIL import Image, features

from typeset.color import PrintCondition
from typeset.pictures.cache import PictureCache
from typeset.pictures.cropping import CropBox, kept_box
from typeset.pictures.decoding import DecodingError
from typeset.pictures.facts import PictureFacts, facts_of_data
from typeset.pictures.ink import coverage, limited
from typeset.pictures.prepared import PrintPicture
from typeset.pictures.reading import read_again
from typeset.pictures.refusal import Refused, refuse
from typeset.pictures.sampling import Sample, sample, sampled_size
from typeset.pictures.separation import Separation, separate
from typeset.problems import Place, Problem

_RECIPE = 2  # to be raised with every change of what the same input comes to
_LIBRARIES = ("littlecms2", "jpg", "libjpeg_turbo", "zlib", "webp")
_ATTEMPTS = 4
_PATCH = 220  # of 255: light grey
_DRAWING_GAIN = 2  # how much larger than a JPEG a drawing may be for being exact


@dataclass(frozen=True)
class PrintSettings:
    """How pictures are prepared for presses.

    `quality` is libjpeg's. `alpha`: "keep" transparency as a soft mask, or "flatten" it onto white, as PDF/X-1a wants
    it. `inks`: "cmyk" for four-colour work, "grey" for work in black, alone or with a spot colour.
    """

    quality: int = 92
    alpha: Literal["keep", "flatten"] = "keep"
    inks: Literal["cmyk", "grey"] = "cmyk"


def prepare_print(
    facts: PictureFacts,
    crop: CropBox | None,
    width_px: int,
    height_px: int,
    *,
    condition: PrintCondition,
    place: Place | None = None,
    settings: PrintSettings | None = None,
    cache: PictureCache | None = None,
) -> PrintPicture | Problem:
    """Make the image that stands in a print PDF for a raster picture placed at a known size.

    `width_px` × `height_px` is the size, at the wanted resolution, of the box that the whole crop fills
    (`resolution.target_pixels`); the result lies within it in the crop's own proportions and never has more pixels
    than the source. No pixel has more ink than the condition's limit, measured after encoding. Colours: see
    `separation.separate`. The same arguments give the same bytes. May be called in several threads at once.

    A picture that cannot be decoded, or has changed since its facts were read, comes back as a Problem at `place`.
    Raises ValueError for sizes below 1 and for vector pictures, which stay what they are (`prepare_screen` crops them)
    and whose colours are converted when they are drawn.
    """
    if width_px < 1 or height_px < 1 or facts.vector:
        raise ValueError("a vector picture" if facts.vector else f"no pixels wanted: {width_px} × {height_px}")
    settings = settings or PrintSettings()
    key = _key(facts, crop, (width_px, height_px), condition, settings)
    if cache and isinstance(found := cache.get(key), PrintPicture):
        return found
    try:
        if crop and crop.keeps_nothing:
            raise refuse("picture-crop-empty", place, name=facts.name)
        made = _made(facts, crop, (width_px, height_px), condition, settings, place)
    except Refused as refused:
        return refused.problem
    except DecodingError as error:
        return refuse(error.code, place, name=facts.name).problem
    if cache:
        cache.put(key, made)
    return made


def prepare_drawing(data: bytes, condition: PrintCondition, settings: PrintSettings | None = None) -> PrintPicture:
    """A raster picture that a style sheet or an SVG picture brings along, all its pixels, in ink.

    Nobody can be told of one that cannot be decoded; a grey patch stands for it, as wherever a picture fails.
    """
    settings = settings or PrintSettings()
    facts = facts_of_data(data)
    if isinstance(facts, PictureFacts):
        size = round(facts.width), round(facts.height)
        with suppress(DecodingError):
            return _inked(sample(data, facts, kept_box(*size, None), size), condition, settings)
    return PrintPicture(zlib.compress(bytes([_PATCH]) * 64), "flate", "L", 8, 8, (255 - _PATCH) * 100 / 255)


def _key(
    facts: PictureFacts, crop: CropBox | None, size: tuple[int, int], condition: PrintCondition, settings: PrintSettings
) -> str:
    libraries = tuple(features.version(name) for name in _LIBRARIES)
    recipe = ("print", _RECIPE, PIL.__version__, libraries, facts.sha256, facts.format, crop or CropBox(), size)
    press = (condition.profile.sha256, float(condition.ink_limit))
    return hashlib.sha256(repr((*recipe, *press, settings)).encode()).hexdigest()


def _made(
    facts: PictureFacts,
    crop: CropBox | None,
    wanted: tuple[int, int],
    condition: PrintCondition,
    settings: PrintSettings,
    place: Place | None,
) -> PrintPicture:
    box = kept_box(round(facts.width), round(facts.height), crop)
    taken = sample(read_again(facts, place), facts, box, sampled_size(box, *wanted))
    return _inked(taken, condition, settings)


def _inked(taken: Sample, condition: PrintCondition, settings: PrintSettings) -> PrintPicture:
    separation = separate(taken, condition, grey=settings.inks == "grey", flatten=settings.alpha == "flatten")
    return _encoded(separation, condition.ink_limit, settings.quality, drawn=taken.drawn)


def _encoded(separation: Separation, limit: float, quality: int, *, drawn: bool) -> PrintPicture:
    image = separation.image
    alpha = zlib.compress(separation.alpha.tobytes()) if separation.alpha else None
    mode: Literal["CMYK", "L"] = "CMYK" if image.mode == "CMYK" else "L"
    if mode == "CMYK":
        image = limited(image, limit)
    photo = next(_jpegs(image, limit, quality), None)
    if drawn or photo is None:
        samples = zlib.compress(image.tobytes())
        if photo is None or len(samples) <= _DRAWING_GAIN * len(photo[0]):
            return PrintPicture(samples, "flate", mode, *image.size, coverage(image), alpha)
    return PrintPicture(photo[0], "jpeg", mode, *image.size, photo[1], alpha)


def _jpegs(image: Image.Image, limit: float, quality: int) -> Iterator[tuple[bytes, float]]:
    """The image as a JPEG within the ink limit, and the ink it has; nothing where that cannot be had.

    A JPEG swings about sharp edges, so that dark areas at the limit come out above it: then it is kept lower.
    """
    aim = limit
    for _ in range(_ATTEMPTS):
        data = _jpeg(image, quality)
        ink = coverage(Image.open(io.BytesIO(data)))
        if ink <= limit:
            yield data, ink
        aim -= ink - limit + 0.5
        if aim < 100:
            return
        image = limited(image, aim)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    """A baseline JPEG without anything beside the picture, colours at full resolution."""
    bare = image.copy()
    bare.info = {}
    file = io.BytesIO()
    bare.save(file, "JPEG", quality=quality, subsampling=0)
    return file.getvalue()
