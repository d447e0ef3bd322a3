"""Pixels to bytes for the screen: JPEG or PNG, the same bytes every time, nothing in them but the picture."""

from __future__ import annotations

import io
from contextlib import suppress

from PIL import Image

from typeset.pictures.prepared import MediaType

_SMALL = 300 * 300  # up to here full colour resolution costs nothing worth saving
_FEW_COLOURS = 1 << 16  # a photograph of any size worth the question has more


def encode_screen(image: Image.Image, *, quality: int, drawn: bool) -> tuple[bytes, MediaType]:
    """An L, LA, RGB or RGBA image as a file.

    Transparency makes it a PNG. So does flat colour, where `drawn` tells that the picture may be line art or a screen
    shot and the PNG comes out smaller; else it is a baseline JPEG.
    """
    if image.mode in ("LA", "RGBA"):
        return _png(image), "image/png"
    flat = drawn and image.getcolors(_FEW_COLOURS) is not None
    jpeg = _jpeg(image, quality, full_colour=flat or image.width * image.height <= _SMALL)
    if flat:
        png = _png(image)
        if len(png) <= len(jpeg):
            return png, "image/png"
    return jpeg, "image/jpeg"


def _bare(image: Image.Image) -> Image.Image:
    """The image without what was read along with it: Pillow would write comments and profiles out again."""
    bare = image.copy()
    bare.info = {}
    return bare


def _jpeg(image: Image.Image, quality: int, *, full_colour: bool) -> bytes:
    image = _bare(image)
    subsampling = 0 if full_colour else 2
    # Pillow optimises within a buffer of a byte a pixel; what does not fit (noise, fine screens) is saved plainly.
    for optimize in (True, False):
        file = io.BytesIO()
        with suppress(OSError):
            image.save(file, "JPEG", quality=quality, subsampling=subsampling, optimize=optimize, progressive=False)
            return file.getvalue()
    raise OSError("the JPEG encoder failed")


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    _bare(image).save(file, "PNG", compress_level=9)
    return file.getvalue()
