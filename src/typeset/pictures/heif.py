"""The structure of an HEIC file (ISO/IEC 23008-12, in the boxes of ISO/IEC 14496-12), without decoding."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from typeset.pictures.header import Header

_MOST_BOXES = 20_000
_MOST_EXTENTS = 20_000


def read_header(data: bytes) -> Header:
    """The largest size that any picture inside claims, and whether all their data is there.

    Decoders turn such a picture as its own boxes say (irot, imir) and take the Exif orientation for information only
    (ISO/IEC 23008-12 §6.5.10), so that here it is always upright. Photos of phones are grids of tiles; the grid claims
    the whole size. Raises ValueError where the bytes have not the structure, EOFError or struct.error where they end
    too early to tell.
    """
    boxes = _Boxes(data)
    meta = next((box for box in boxes.within(0, len(data)) if box[0] == b"meta"), None)
    if meta is None:
        raise boxes.lacking("meta box")
    size, whole = (0, 0), not boxes.cut_off
    for name, start, end in boxes.within(meta[1] + 4, meta[2]):
        if name == b"iloc":
            whole = whole and _last_byte(data, start, end) <= len(data)
        elif name == b"iprp":
            size = max(size, _largest(boxes, start, end), key=lambda found: found[0] * found[1])
    if size == (0, 0):
        raise boxes.lacking("size")
    return Header(*size, whole=whole)


class _Boxes:
    """The boxes of a file; `cut_off` tells that one reached beyond what holds it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.cut_off = False
        self._left = _MOST_BOXES

    def lacking(self, what: str) -> Exception:
        """What to raise for something that is not there."""
        return EOFError(f"no {what}") if self.cut_off else ValueError(f"no {what} in the HEIC file")

    def within(self, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
        """Name, start of the content and end of each box in a stretch of the file."""
        while at + 8 <= end:
            self._left -= 1
            if self._left < 0:
                raise ValueError("too many boxes in the HEIC file")
            size, name = struct.unpack_from(">I4s", self.data, at)
            start = at + 8
            if size == 1:
                (size,) = struct.unpack_from(">Q", self.data, start)
                start += 8
            stop = end if size == 0 else at + size
            if stop < start:
                raise ValueError("a box of the HEIC file ends before it begins")
            self.cut_off |= stop > end
            yield name, start, min(stop, end)
            at = stop


def _largest(boxes: _Boxes, start: int, end: int) -> tuple[int, int]:
    """The largest size among the item properties (ispe, §6.5.3)."""
    sizes = [(0, 0)]
    for name, inner, stop in boxes.within(start, end):
        if name == b"ipco":
            for kind, at, last in boxes.within(inner, stop):
                if kind == b"ispe" and last - at >= 12:
                    sizes.append(struct.unpack_from(">II", boxes.data, at + 4))
    return max(sizes, key=lambda size: size[0] * size[1])


def _last_byte(data: bytes, at: int, end: int) -> int:
    """Where the furthest item of an item location box ends in the file (ISO/IEC 14496-12 §8.11.3)."""
    version, sizes = data[at], int.from_bytes(data[at + 4 : at + 6], "big")
    widths = [sizes >> shift & 15 for shift in (12, 8, 4, 0)]
    id_width = 4 if version == 2 else 2
    reader = _Reader(data, at + 6, end)
    last = extents = 0
    for _ in range(reader.number(id_width)):
        reader.number(id_width)
        in_file = not (reader.number(2) & 15) if version else True
        reader.number(2)
        base = reader.number(widths[2])
        for _ in range(reader.number(2)):
            extents += 1
            if extents > _MOST_EXTENTS:
                raise ValueError("too many extents in the HEIC file")
            reader.number(widths[3] if version else 0)
            offset, length = reader.number(widths[0]), reader.number(widths[1])
            if in_file:
                last = max(last, base + offset + length)
    return last


class _Reader:
    """Big-endian numbers one after another. Raises EOFError beyond the end."""

    def __init__(self, data: bytes, at: int, end: int) -> None:
        self._data, self._at, self._end = data, at, end

    def number(self, width: int) -> int:
        """The next number of so many bytes; 0 where it has none."""
        start, self._at = self._at, self._at + width
        if self._at > self._end:
            raise EOFError("the box ends too early")
        return int.from_bytes(self._data[start : self._at], "big")
