"""The structure of a TIFF file (TIFF 6.0, BigTIFF), and of Exif data, which is one."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

from typeset.pictures.header import Header

_WIDTH, _HEIGHT, _ORIENTATION = 256, 257, 274
_STRIP_OFFSETS, _STRIP_SIZES, _TILE_OFFSETS, _TILE_SIZES = 273, 279, 324, 325
_WANTED = {_WIDTH, _HEIGHT, _ORIENTATION, _STRIP_OFFSETS, _STRIP_SIZES, _TILE_OFFSETS, _TILE_SIZES}
_INTEGERS = {1: ("B", 1), 3: ("H", 2), 4: ("I", 4), 16: ("Q", 8)}
_MOST_ENTRIES = 1000
_MOST_VALUES = 1_000_000


@dataclass(frozen=True)
class _Directory:
    tags: Mapping[int, tuple[int, ...]]
    more: bool


def _directory(data: bytes) -> _Directory:
    """The wanted values of the first image file directory.

    Raises ValueError or struct.error where the bytes are no TIFF structure.
    """
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None:
        raise ValueError("no TIFF byte order mark")
    big = struct.unpack_from(order + "H", data, 2)[0] == 43
    word, entry_size, count_code = ("Q", 20, "Q") if big else ("I", 12, "H")
    (start,) = struct.unpack_from(order + word, data, 8 if big else 4)
    (count,) = struct.unpack_from(order + count_code, data, start)
    if count > _MOST_ENTRIES:
        raise ValueError("too many entries in the TIFF directory")
    first = start + struct.calcsize("=" + count_code)
    tags = {}
    for index in range(count):
        tag, values = _entry(data, first + index * entry_size, order, word)
        tags[tag] = values
    (following,) = struct.unpack_from(order + word, data, first + count * entry_size)
    return _Directory(tags, bool(following))


def _entry(data: bytes, at: int, order: str, word: str) -> tuple[int, tuple[int, ...]]:
    tag, kind, count = struct.unpack_from(f"{order}HH{word}", data, at)
    if tag not in _WANTED or kind not in _INTEGERS or count > _MOST_VALUES:
        return tag, ()
    code, size = _INTEGERS[kind]
    width = struct.calcsize("=" + word)
    where = at + 4 + width
    if count * size > width:
        (where,) = struct.unpack_from(order + word, data, where)
    return tag, struct.unpack_from(f"{order}{count}{code}", data, where)


def read_header(data: bytes) -> Header:
    """Size and orientation of the first page, and whether all its strips or tiles are there.

    Raises ValueError or struct.error where the bytes have not the structure.
    """
    directory = _directory(data)
    tags = directory.tags
    if not tags.get(_WIDTH) or not tags.get(_HEIGHT):
        raise ValueError("no size in the TIFF file")
    offsets = tags.get(_STRIP_OFFSETS) or tags.get(_TILE_OFFSETS) or ()
    sizes = tags.get(_STRIP_SIZES) or tags.get(_TILE_SIZES) or ()
    whole = all(offset + size <= len(data) for offset, size in zip(offsets, sizes, strict=False))
    orientation = _valid_orientation(tags)
    return Header(tags[_WIDTH][0], tags[_HEIGHT][0], orientation, whole=whole, more=directory.more)


def exif_orientation(exif: bytes) -> int:
    """The orientation that Exif data tells, 1 (as stored) where it tells none or is damaged."""
    try:
        return _valid_orientation(_directory(exif.removeprefix(b"Exif\0\0")).tags)
    except (ValueError, struct.error):
        return 1


def _valid_orientation(tags: Mapping[int, tuple[int, ...]]) -> int:
    value = (tags.get(_ORIENTATION) or (1,))[0]
    return value if 1 <= value <= 8 else 1
