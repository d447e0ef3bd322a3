"""What a picture file is and whether it is whole, from its bytes alone, nothing decoded.

The size and the end of the data are looked up before a decoder sees the file: decoders allocate what a header
claims, and fill the missing part of a cut-off picture with grey.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from typing import Literal

from typeset.pictures import heif, jpeg, png, tiff
from typeset.pictures.header import Header

Format = Literal["JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP", "HEIC", "SVG"]

SUFFIXES: Mapping[str, Format] = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".jpe": "JPEG",
    ".jfif": "JPEG",
    ".png": "PNG",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".webp": "WEBP",
    ".gif": "GIF",
    ".bmp": "BMP",
    ".heic": "HEIC",
    ".heif": "HEIC",
    ".svg": "SVG",
}
"""The suffixes of the formats that can be set, in lower case."""

_FOREIGN: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "PDF"),
    (0, b"8BPS", "PSD (Photoshop)"),
    (0, b"%!PS", "EPS/PostScript"),
    (0, b"\xc5\xd0\xd3\xc6", "EPS/PostScript"),
    (0, b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (0, b"\xff\x4f\xff\x51", "JPEG 2000"),
    (0, b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (0, b"\xff\x0a", "JPEG XL"),
    (0, b"\x00\x00\x01\x00", "ICO"),
    (0, b"\xd7\xcd\xc6\x9a", "WMF"),
    (40, b" EMF", "EMF"),
    (0, b"PK\x03\x04", "ZIP/Word/PowerPoint"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word/PowerPoint"),
    (0, b"\x1f\x8b", "SVGZ/GZIP"),
    (0, b"Rar!", "RAR"),
    (0, b"FUJIFILMCCD-RAW", "RAW"),
    (4, b"ftypcrx ", "RAW"),
    (4, b"ftypqt  ", "QuickTime"),
    (4, b"ftypmp4", "MP4"),
    (4, b"ftypisom", "MP4"),
)
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}


def identify(data: bytes) -> Format | None:
    """The format of a file by its first bytes; None where it is none that can be set."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return "TIFF"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data.startswith(b"BM") and len(data) >= 26:
        return "BMP"
    if data[4:8] == b"ftyp" and _brands(data) & _HEIF_BRANDS and not _brands(data) & _AVIF_BRANDS:
        return "HEIC"
    return "SVG" if _looks_like_svg(data) else None


def foreign_format(data: bytes) -> str | None:
    """The name of a well-known file format that cannot be set, such as PDF; None for an unknown one."""
    if data[4:8] == b"ftyp" and _brands(data) & _AVIF_BRANDS:
        return "AVIF"
    return next((name for offset, sign, name in _FOREIGN if data[offset : offset + len(sign)] == sign), None)


def read_header(data: bytes, kind: Format) -> Header:
    """Size, orientation and wholeness of a raster file of a known format (not SVG).

    Raises ValueError where the bytes have not the format's structure, EOFError, IndexError or struct.error where they
    end too early to tell.
    """
    return _READERS[kind](data)


def _brands(data: bytes) -> set[bytes]:
    size = min(int.from_bytes(data[:4], "big"), 256, len(data))
    return {data[8:12], *(data[start : start + 4] for start in range(16, size - 3, 4))}


def _looks_like_svg(data: bytes) -> bool:
    start = data[:1024]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = start[: len(start) & ~1].decode("utf-16", "replace")
    else:
        text = start.decode("utf-8", "replace")
    text = text.lstrip("\ufeff \t\r\n").lower()
    return text.startswith(("<?xml", "<!--", "<!doctype svg")) or (text.startswith("<") and "<svg" in text)


def _read_gif(data: bytes) -> Header:
    """GIF89a: the logical screen, then blocks up to the end of the first picture."""
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    at = _after_extensions(data, at)
    if data[at : at + 1] != b",":
        if at < len(data):
            raise ValueError("no picture in the GIF file")
        return Header(width, height, whole=False)
    left, top, own_width, own_height, own_flags = struct.unpack_from("<HHHHB", data, at + 1)
    at += 10 + (3 << (own_flags & 7) + 1 if own_flags & 0x80 else 0)
    at = _after_sub_blocks(data, at + 1)
    whole = at <= len(data)
    at = _after_extensions(data, at)
    # A decoder makes the screen large enough for the picture.
    width, height = max(width, left + own_width), max(height, top + own_height)
    return Header(width, height, whole=whole, more=data[at : at + 1] == b",")


def _after_extensions(data: bytes, at: int) -> int:
    while data[at : at + 1] == b"!":
        at = _after_sub_blocks(data, at + 2)
    return at


def _after_sub_blocks(data: bytes, at: int) -> int:
    """Where a chain of GIF sub-blocks ends; beyond the data where its end is missing."""
    while at < len(data):
        size = data[at]
        at += 1 + size
        if not size:
            return at
    return len(data) + 1


def _read_bmp(data: bytes) -> Header:
    """Windows bitmap: the file header, then a core (12 bytes) or an info header."""
    offset, size = struct.unpack_from("<II", data, 10)
    if size == 12:
        width, height, _planes, bits = struct.unpack_from("<HHHH", data, 18)
        compression = 0
    else:
        width, height, _planes, bits, compression = struct.unpack_from("<iiHHI", data, 18)
        height = abs(height)
    row = (width * bits + 31) // 32 * 4
    return Header(width, height, whole=compression not in (0, 3) or offset + row * height <= len(data))


def _read_webp(data: bytes) -> Header:
    """WebP: a RIFF container whose first chunk tells the size (RFC 9649)."""
    size, chunk = int.from_bytes(data[4:8], "little"), data[12:16]
    whole = size + 8 <= len(data)
    if chunk == b"VP8X":
        width = 1 + int.from_bytes(data[24:27], "little")
        height = 1 + int.from_bytes(data[27:30], "little")
        orientation = tiff.exif_orientation(_riff_chunk(data, b"EXIF")) if data[20] & 0x08 else 1
        return Header(width, height, orientation, whole=whole, more=bool(data[20] & 0x02))
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return Header(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF), whole=whole)
    if chunk == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return Header(width & 0x3FFF, height & 0x3FFF, whole=whole)
    raise ValueError("no picture in the WebP file")


def _riff_chunk(data: bytes, name: bytes) -> bytes:
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if data[at : at + 4] == name:
            return data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    return b""


_READERS: Mapping[str, Callable[[bytes], Header]] = {
    "JPEG": jpeg.read_header,
    "PNG": png.read_header,
    "TIFF": tiff.read_header,
    "GIF": _read_gif,
    "BMP": _read_bmp,
    "WEBP": _read_webp,
    "HEIC": heif.read_header,
}
