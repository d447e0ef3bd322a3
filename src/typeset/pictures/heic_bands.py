"""HEIC pictures resampled from their decoder's own memory: a second copy of 24 megapixels is 96 MiB."""

from __future__ import annotations

import io
import math
from typing import Any

from PIL import Image

from typeset.pictures.cropping import Box
from typeset.pictures.decoding import DecodingError

_ROWS = 128
_REACH = 4  # LANCZOS looks at three pixels of the result to either side
_MODES = frozenset(("L", "RGB", "RGBA"))


def resampled_heic(
    data: bytes, full: tuple[int, int], box: Box, size: tuple[int, int]
) -> tuple[Image.Image, bytes | None] | None:
    """`box` of an HEIC picture of `full` pixels at `size`, and the picture's profile; None for unusual kinds of pixels.

    Narrowed band by band, then shortened as a whole: that is what resampling at once computes too. To be called inside
    `decoding()`. Raises DecodingError where the picture has not the pixels that its header says.
    """
    import pillow_heif  # late: it brings libheif, which few editions need

    file = pillow_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True, remove_stride=False)  # type: ignore[no-untyped-call, unused-ignore]
    picture = file[file.primary_index]
    if picture.mode not in _MODES:
        return None
    pixels: Any = memoryview(picture.data)  # as such a slice is no copy; Pillow's annotations know bytes only
    mode, stride = picture.mode, picture.stride
    if picture.size != full:
        raise DecodingError("picture-damaged")
    # At its edges a crop takes in some of what lies beside it, as resampling does.
    beside = math.ceil(_REACH * max(1.0, box.height / size[1]))
    first, last = max(0, box.top - beside), min(full[1], box.bottom + beside)
    narrow = Image.new(mode, (size[0], last - first))
    for top in range(first, last, _ROWS):
        bottom = min(top + _ROWS, last)
        part = pixels[top * stride : bottom * stride]
        band = Image.frombuffer(mode, (full[0], bottom - top), part, "raw", mode, stride, 1)
        across = (box.left, 0, box.right, bottom - top)
        narrow.paste(band.resize((size[0], bottom - top), Image.Resampling.LANCZOS, box=across), (0, top - first))
    icc: Any = picture.info.get("icc_profile")
    del file, picture, pixels
    down = (0, box.top - first, size[0], box.bottom - first)
    return narrow.resize(size, Image.Resampling.LANCZOS, box=down), icc
