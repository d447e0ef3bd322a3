"""The pixels that a placed picture needs: decoded, cropped, resampled, turned upright; colours still the source's.

Shared by every preparation: that for screens here, that for presses beside it.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image, ImageChops, ImagePalette

from typeset.pictures.cropping import Box, stored_box, turned_size
from typeset.pictures.decoding import DecodingError, decoding, open_picture
from typeset.pictures.facts import PictureFacts
from typeset.pictures.heic_bands import resampled_heic

_DRAFT_GAP = 2  # a JPEG's own downscaling stops at twice the wanted size, the rest is resampled
_REDUCING_GAP = 3.0  # likewise whole-number reduction before resampling; nothing is seen of it at 3
_TURNS: Mapping[int, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ROWS = 128
_FEW_COLOURS = 4096  # edges smoothed on screens have hundreds, photographs tens of thousands
DRAWN = frozenset(("PNG", "GIF", "BMP", "TIFF", "WEBP"))
"""The formats in which line art and screen shots come."""
_PLAIN_MODES = frozenset(("L", "LA", "RGB", "RGBA", "CMYK", "LAB"))


@dataclass(frozen=True)
class Sample:
    """Upright pixels in mode L, LA, RGB, RGBA, CMYK (255 is full ink) or LAB, with the profile they came with.

    `untouched` tells that they are exactly the file's: not cropped, turned, resampled or converted. `drawn` tells of a
    file of few colours in a format for drawings: line art, a chart, a screen shot rather than a photograph.
    """

    image: Image.Image
    icc: bytes | None
    untouched: bool
    drawn: bool


def sampled_size(box: Box, width: int, height: int) -> tuple[int, int]:
    """The size to which a crop is resampled: within `width` × `height`, in its own proportions, never larger."""
    scale = min(1.0, width / box.width, height / box.height)
    return max(1, round(box.width * scale)), max(1, round(box.height * scale))


def sample(data: bytes, facts: PictureFacts, box: Box, size: tuple[int, int]) -> Sample:
    """Take `box` (pixels as seen) of a picture at `size`.

    Raises DecodingError where the data cannot be decoded to the end, or has a pixel depth that has no fixed scale.
    """
    width, height = round(facts.width), round(facts.height)
    if facts.format == "HEIC" and facts.orientation == 1 and (box.width, box.height) != size:
        with decoding():
            found = resampled_heic(data, (width, height), box, size)
        if found is not None:
            return Sample(found[0], found[1] if facts.has_icc else None, untouched=False, drawn=False)
    with decoding():
        with open_picture(io.BytesIO(data), facts.format) as image:
            drafted = image.draft(None, _draft_size(facts, box, size)) if facts.format == "JPEG" else None
            image.load()
            # Pillow turns a TIFF upright while loading, and drops the tag.
            upright = facts.format == "TIFF" and image.getexif().get(0x0112, 1) == 1
        plain = _plain(image)
    orientation = 1 if upright else facts.orientation
    stored = stored_box(box, width, height, orientation)
    full = turned_size(width, height, orientation)
    scale = drafted[1][2] / full[0] if drafted else 1.0
    if image.size != (math.ceil(full[0] * scale), math.ceil(full[1] * scale)):
        raise DecodingError("picture-damaged")
    kept = _resampled(plain, stored, scale, turned_size(*size, orientation))
    if orientation in _TURNS:
        kept = kept.transpose(_TURNS[orientation])
    if kept.mode == "CMYK" and facts.format == "JPEG" and "adobe" not in image.info:
        # Pillow takes every CMYK JPEG as Adobe's, whose inks are inverted; without the marker they are not.
        kept = ImageChops.invert(kept)
    icc = image.info.get("icc_profile") if facts.has_icc else None
    drawn = facts.format in DRAWN and plain.getcolors(_FEW_COLOURS) is not None
    return Sample(kept, icc, untouched=plain is image and kept is image, drawn=drawn)


def _draft_size(facts: PictureFacts, box: Box, size: tuple[int, int]) -> tuple[int, int]:
    wanted = (
        math.ceil(facts.width * size[0] / box.width * _DRAFT_GAP),
        math.ceil(facts.height * size[1] / box.height * _DRAFT_GAP),
    )
    return turned_size(*wanted, facts.orientation)


def _resampled(image: Image.Image, box: Box, scale: float, size: tuple[int, int]) -> Image.Image:
    """`box`, in pixels of the stored picture, of an image that a draft may have scaled down."""
    if scale == 1 and (box.width, box.height) == size:
        return image if image.size == size else image.crop(box)
    part = (box.left * scale, box.top * scale, box.right * scale, box.bottom * scale)
    return image.resize(size, Image.Resampling.LANCZOS, box=part, reducing_gap=_REDUCING_GAP)


def _plain(image: Image.Image) -> Image.Image:
    """The image in one of the modes that can be resampled and converted."""
    mode = image.mode
    transparent = "transparency" in image.info
    if mode in _PLAIN_MODES and not (transparent and mode in ("L", "RGB")):
        return image
    if mode.startswith("I;16"):
        return _shallow(image)
    if mode in ("I", "F"):
        raise DecodingError("picture-depth-unsupported")
    if mode == "1":
        return image.convert("L")
    if mode in ("L", "La"):
        return image.convert("LA")
    if mode == "P" and not transparent:
        grey = _is_grey(image.palette) and "icc_profile" not in image.info
        return image.convert("L" if grey else "RGB")
    return image.convert("RGBA" if transparent or mode in ("PA", "RGBa") else "RGB")


def _shallow(image: Image.Image) -> Image.Image:
    """A 16-bit grey image in 8 bits, in bands of rows: Pillow would go through 32 bits."""
    import numpy as np  # here: a tenth of a second that nearly all pictures do without

    depth = np.dtype({"I;16B": ">u2", "I;16N": "=u2"}.get(image.mode, "<u2"))
    shallow = Image.new("L", image.size)
    for top in range(0, image.height, _ROWS):
        rows = image.crop((0, top, image.width, min(top + _ROWS, image.height)))
        values = np.frombuffer(rows.tobytes(), depth).astype(np.uint32)
        narrow = ((values * 255 + 32767) // 65535).astype(np.uint8)
        shallow.paste(Image.frombytes("L", rows.size, narrow.tobytes()), (0, top))
    return shallow


def _is_grey(palette: ImagePalette.ImagePalette | None) -> bool:
    if palette is None or palette.mode != "RGB":
        return False
    colours = bytes(palette.palette)
    return colours[0::3] == colours[1::3] == colours[2::3]
