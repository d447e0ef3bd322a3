"""Page pictures for the screen: pixels from pdfium, and PNG files made fast.

A preview's picture is shown once: deflate at its lowest level and no row filters take a third of the time that good
compression takes, and pages of text come out no larger.
"""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

MOST_PIXELS = 30_000_000
_POINTS_PER_MM = 72 / 25.4
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOUR_TYPES = {1: 0, 3: 2}  # grey, RGB (PNG third edition, table 11.1)

Pixels = NDArray[np.uint8]


def draw_pdf(pdf: bytes, scale: float, cut: float, index: int = 0) -> Pixels:
    """A page of a PDF, by default the first, as RGB pixels, `scale` of them to a mm, without `cut` mm on all sides.

    Raises ValueError where that is no picture, or one of more than 30 million pixels.
    """
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
        pixels = np.array(np.frombuffer(bitmap.buffer, np.uint8).reshape(height, bitmap.stride)[:, : 3 * width])
        bitmap.close()
        page.close()
        return pixels.reshape(height, width, 3)
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
    height, width = pixels.shape[:2]
    rows = pixels.reshape(height, -1)
    raw = np.zeros((height, 1 + rows.shape[1]), np.uint8)  # every row begins with its filter: 0, none
    raw[:, 1:] = rows
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[rows.shape[1] // width], 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(raw.data, 1)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
