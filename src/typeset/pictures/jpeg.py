"""The structure of a JPEG file (ITU-T T.81 annex B): its segments, without decoding."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from typeset.pictures.header import Header
from typeset.pictures.tiff import exif_orientation

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APP0, _APP1, _APP14, _APP15 = 0xE0, 0xE1, 0xEE, 0xEF
_FRAME_STARTS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")  # no stuffed FF00, no fill bytes, no restart marker


@dataclass(frozen=True)
class Segment:
    """A marker with what belongs to it; that of a scan runs on through the scan's coded data."""

    marker: int
    start: int
    payload: int
    end: int


def segments(data: bytes) -> Iterator[Segment]:
    """The segments from the start to the first end-of-image marker, or as far as the bytes go.

    What stands behind that marker (further pictures, a phone's video) is not the picture's.
    """
    at = 2
    while found := _MARKER.search(data, at):
        start, marker = found.start(), data[found.start() + 1]
        if marker == _EOI:
            yield Segment(marker, start, start + 2, start + 2)
            return
        if marker in (_SOI, 0x01):
            at = start + 2
            continue
        length = int.from_bytes(data[start + 2 : start + 4], "big")
        end = start + 2 + max(length, 2)
        if marker == _SOS:
            following = _MARKER.search(data, end)
            end = following.start() if following else len(data)
        yield Segment(marker, start, start + 4, min(end, len(data)))
        at = end


def read_header(data: bytes) -> Header:
    """Size, orientation, wholeness (the end-of-image marker is there) and the number of scans.

    Raises ValueError where there is no frame header, EOFError where the file ends before it.
    """
    size: tuple[int, int] | None = None
    orientation, scans, whole = 1, 0, False
    for segment in segments(data):
        if segment.marker in _FRAME_STARTS and size is None:
            height, width = struct.unpack_from(">HH", data, segment.payload + 1)
            size = width, height
        elif segment.marker == _APP1 and data[segment.payload : segment.payload + 6] == b"Exif\0\0":
            orientation = exif_orientation(data[segment.payload + 6 : segment.end])
        scans += segment.marker == _SOS
        whole = segment.marker == _EOI
    if size is None:
        if not whole:
            raise EOFError("the JPEG file ends before its frame header")
        raise ValueError("no frame header in the JPEG file")
    return Header(*size, orientation, whole=whole and scans > 0, scans=scans)


def without_metadata(data: bytes) -> bytes | None:
    """The same coded picture with nothing beside it: no Exif, no thumbnail, no comment, nothing after its end.

    Adobe's segment stays where it tells how colours are coded. None where a reader could not tell grey or YCbCr
    colours without the segments that go.
    """
    kept = [data[:2]]
    plain = False
    for segment in segments(data):
        body = data[segment.start : segment.end]
        if segment.marker == _APP14 and body[4:9] == b"Adobe":
            if body[15:16] != b"\x01":
                return None
        elif _APP0 <= segment.marker <= _APP15 or segment.marker == _COM:
            continue
        elif segment.marker in _FRAME_STARTS:
            plain = _component_ids(body) in ((1,), (1, 2, 3))
        kept.append(body)
    return b"".join(kept) if plain else None


def _component_ids(frame: bytes) -> tuple[int, ...]:
    return tuple(frame[10 : 10 + 3 * frame[9] : 3])


def is_baseline(data: bytes) -> bool:
    """Whether the picture is coded sequentially with 8 bits a sample, as every reader takes it."""
    return any(segment.marker in (0xC0, 0xC1) and data[segment.payload] == 8 for segment in segments(data))
