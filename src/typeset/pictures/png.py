"""The structure of a PNG file (ISO/IEC 15948, PNG third edition): its chunks, without decoding."""

from __future__ import annotations

import struct

from typeset.pictures.header import Header
from typeset.pictures.tiff import exif_orientation


def read_header(data: bytes) -> Header:
    """Size, orientation (eXIf, before or after the picture) and wholeness (the IEND chunk is there).

    Raises ValueError where the first chunk is not IHDR, EOFError where it is cut off.
    """
    if len(data) < 33:
        raise EOFError("the PNG file ends before its size")
    if data[12:16] != b"IHDR":
        raise ValueError("no IHDR chunk in the PNG file")
    width, height = struct.unpack_from(">II", data, 16)
    at, orientation, animated = 8, 1, False
    while at + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        if name == b"IEND":
            return Header(width, height, orientation, more=animated)
        if name == b"eXIf":
            orientation = exif_orientation(data[at + 8 : at + 8 + length])
        animated |= name == b"acTL"
        at += 12 + length
    return Header(width, height, orientation, whole=False)
