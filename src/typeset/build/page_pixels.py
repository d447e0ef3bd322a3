"""Page pictures for the screen: pixels from pdfium, and PNG files made fast.

A preview's picture is shown once: deflate at its lowest level and no row filters take a third of the time that good
compression takes, and pages of text come out no larger.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

if TYPE_CHECKING:  # a tenth of a second that the first page on the screen does without
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

MOST_PIXELS = 30_000_000
_POINTS_PER_MM = 72 / 25.4
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOUR_TYPES = {1: 0, 3: 2}  # grey, RGB (PNG third edition, table 11.1)


def draw_png(pdf: bytes, scale: float, cut: float) -> bytes:
    """The first page of a PDF as a PNG file; arguments and errors are those of `draw_pdf`."""
    with _drawn(pdf, scale, cut, 0) as (bitmap, width, height):
        rows = memoryview(bitmap.buffer).cast("B")
        length = 3 * width
        raw = bytearray(height * (1 + length))  # every row begins with its filter: 0, none
        for row in range(height):
            start = row * (1 + length) + 1
            raw[start : start + length] = rows[row * bitmap.stride : row * bitmap.stride + length]
    return _file(raw, width, height, 3)


def draw_pdf(pdf: bytes, scale: float, cut: float, index: int = 0) -> Pixels:
    """A page of a PDF, by default the first, as RGB pixels, `scale` of them to a mm, without `cut` mm on all sides.

    Raises ValueError where that is no picture, or one of more than 30 million pixels.
    """
    import numpy as np

    with _drawn(pdf, scale, cut, index) as (bitmap, width, height):
        pixels = np.array(np.frombuffer(bitmap.buffer, np.uint8).reshape(height, bitmap.stride)[:, : 3 * width])
    return pixels.reshape(height, width, 3)


@contextmanager
def _drawn(pdf: bytes, scale: float, cut: float, index: int) -> Iterator[tuple[pypdfium2.PdfBitmap, int, int]]:
    """A page drawn by pdfium, its pixels across and down; the bitmap lives as long as the block."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[index]
        across, down = (length / _POINTS_PER_MM for length in page.get_size())
        width, height = picture_size(across - 2 * cut, down - 2 * cut, scale)
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGR)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        factor, at = scale / _POINTS_PER_MM, -cut * scale  # no whole pixels: what is cut off may end inside one
        matrix, clip = pdfium.FS_MATRIX(factor, 0, 0, factor, at, at), pdfium.FS_RECTF(0, 0, width, height)
        pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, pdfium.FPDF_REVERSE_BYTE_ORDER)
        yield bitmap, width, height
        bitmap.close()
        page.close()
    finally:
        document.close()


def picture_size(width: float, height: float, scale: float) -> tuple[int, int]:
    """Pixels across and down of a page of so many mm. Raises ValueError where a picture of it cannot be made."""
    across, down = round(width * scale), round(height * scale)
    if not (across > 0 and down > 0 and across * down <= MOST_PIXELS):
        raise ValueError(f"a picture of {across} × {down} pixels")
    return across, down


def png(pixels: Pixels) -> bytes:
    """A PNG file of grey (height × width) or RGB (height × width × 3) pixels."""
    import numpy as np

    height, width = pixels.shape[:2]
    rows = pixels.reshape(height, -1)
    raw = np.zeros((height, 1 + rows.shape[1]), np.uint8)
    raw[:, 1:] = rows
    return _file(raw.data, width, height, rows.shape[1] // width)


def _file(raw: bytearray | memoryview, width: int, height: int, channels: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(raw, 1)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
