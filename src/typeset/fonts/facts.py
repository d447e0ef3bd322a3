"""What a font file says of itself: names, weight, embedding rights, characters. Read once, then kept (see `cache`)."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from typeset.fonts.characters import CharacterSet

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_MOST_BYTES = 256 * 2**20
_MOST_CODE_POINTS = 0x110000
_LAST_CODE_POINT = 0x10FFFF
_MOST_CMAPS = 64
_MOST_NAMES = 4000
_SINGLE_FACES = {b"\0\1\0\0", b"true", b"OTTO"}
_WEB_FONTS = {b"wOFF", b"wOF2"}
_NEEDED_TABLES = ("cmap", "head", "hhea", "hmtx", "maxp", "name")
_OUTLINES = ({"glyf", "loca"}, {"CFF "}, {"CFF2"})
_ENGLISH = 0x409


class Embedding(StrEnum):
    """What the font's own embedding bits allow (OpenType, OS/2 table, fsType)."""

    ALLOWED = "allowed"
    WHOLE_ONLY = "whole-only"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True)
class FontFacts:
    """The facts of one font file. `families` are all its family names, the usual (English) one first."""

    sha256: str
    families: tuple[str, ...]
    subfamily: str
    weight: int
    style: str
    version: str
    embedding: Embedding
    variable: bool
    characters: CharacterSet


class Unusable(StrEnum):
    """Why a file cannot serve as a font; the values are the endings of problem codes."""

    TOO_LARGE = "too-large"
    WEB_FONT = "web-font"
    COLLECTION = "collection"
    NOT_A_FONT = "not-a-font"
    DAMAGED = "damaged"


class UnusableFont(Exception):  # noqa: N818 - says what the file is, not what went wrong
    """Raised for a file that cannot serve as a font."""

    def __init__(self, why: Unusable) -> None:
        super().__init__(why.value)
        self.why = why


def read_facts(path: Path) -> FontFacts:
    """Read a TrueType or OpenType file of a single face.

    Raises UnusableFont where it is something else or damaged, OSError where it cannot be read.
    """
    _look_at_kind(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        return replace(_from_tables(path), sha256=digest)
    except Exception as error:  # a damaged font fails anywhere in fontTools, with any exception
        raise UnusableFont(Unusable.DAMAGED) from error


def _look_at_kind(path: Path) -> None:
    if path.stat().st_size > _MOST_BYTES:
        raise UnusableFont(Unusable.TOO_LARGE)
    with path.open("rb") as file:
        signature = file.read(4)
    if signature in _WEB_FONTS:
        raise UnusableFont(Unusable.WEB_FONT)
    if signature == b"ttcf":
        raise UnusableFont(Unusable.COLLECTION)
    if signature not in _SINGLE_FACES:
        raise UnusableFont(Unusable.NOT_A_FONT)


def _from_tables(path: Path) -> FontFacts:
    from fontTools.ttLib import TTFont  # here, because a warm cache does without

    with path.open("rb") as file, TTFont(file, lazy=True) as font:
        _check_tables(font, path.stat().st_size)
        names = _names(font)
        families = tuple(dict.fromkeys(names(16) + names(1)))
        if not families:
            raise UnusableFont(Unusable.DAMAGED)
        return FontFacts(
            sha256="",
            families=families,
            subfamily=next(iter(names(17) + names(2)), ""),
            weight=_weight(font),
            style=_style(font),
            version=_version(font, names(5)),
            embedding=_embedding(font["OS/2"].fsType if "OS/2" in font else 0),
            variable="fvar" in font,
            characters=_characters(font),
        )


def _check_tables(font: TTFont, size: int) -> None:
    """Refuse what is cut short or has no outlines, and tables that would unfold to far more than their size."""
    tables = font.reader.tables
    whole = all(entry.offset + entry.length <= size for entry in tables.values())
    complete = all(tag in tables for tag in _NEEDED_TABLES) and any(tags <= tables.keys() for tags in _OUTLINES)
    names = int.from_bytes(font.reader["name"][2:4], "big") if whole and complete else 0
    if not whole or not complete or names > _MOST_NAMES or not _bounded_cmap(font.reader["cmap"]):
        raise UnusableFont(Unusable.DAMAGED)


def _bounded_cmap(table: bytes) -> bool:
    """Whether each subtable maps no more code points than Unicode has: a few bytes can claim thousands of millions."""
    count = int.from_bytes(table[2:4], "big")
    if count > _MOST_CMAPS:
        return False
    offsets = {offset for _, _, offset in struct.iter_unpack(">HHI", table[4 : 4 + 8 * count])}
    return all(_claimed(table[offset:]) <= _MOST_CODE_POINTS for offset in offsets)


def _claimed(subtable: bytes) -> int:
    """How many code points a cmap subtable claims (formats 4, 12 and 13; the others are bounded by their size)."""
    kind = int.from_bytes(subtable[:2], "big")
    if kind == 4:
        width = int.from_bytes(subtable[6:8], "big") & ~1
        lasts = struct.unpack_from(f">{width // 2}H", subtable, 14)
        firsts = struct.unpack_from(f">{width // 2}H", subtable, 16 + width)
        return sum(max(0, last - first + 1) for first, last in zip(firsts, lasts, strict=True))
    if kind in (12, 13):
        count = int.from_bytes(subtable[12:16], "big")
        groups = struct.iter_unpack(">III", subtable[16 : 16 + 12 * count])
        return sum(max(0, last - first + 1) for first, last, _ in groups)
    return 0


def _names(font: TTFont) -> Callable[[int], list[str]]:
    def of(name_id: int) -> list[str]:
        records = [record for record in font["name"].names if record.nameID == name_id]
        records.sort(key=lambda record: (record.langID != _ENGLISH, record.platformID != 3))
        return [text for record in records if (text := record.toUnicode("ignore").strip("\0 \r\n"))]

    return of


def _weight(font: TTFont) -> int:
    weight = font["OS/2"].usWeightClass if "OS/2" in font else 0
    return weight if 1 <= weight <= 1000 else 400


def _style(font: TTFont) -> str:
    slanted = font["head"].macStyle & 2 or ("OS/2" in font and font["OS/2"].fsSelection & 1)
    return "italic" if slanted else "normal"


def _version(font: TTFont, names: list[str]) -> str:
    """The version as people write it: `2.003-H1` of `Version 2.003-H1;hotconv 1.1.1`."""
    text = names[0].partition(";")[0].strip() if names else ""
    return text.removeprefix("Version").strip() or f"{font['head'].fontRevision:.3f}"


def _embedding(bits: int) -> Embedding:
    """Of bits 1-3 the least restrictive counts (the OpenType rule for old fonts; new ones set one of them)."""
    if bits & 0x000E == 0x0002 or bits & 0x0200:
        return Embedding.FORBIDDEN
    return Embedding.WHOLE_ONLY if bits & 0x0100 else Embedding.ALLOWED


def _characters(font: TTFont) -> CharacterSet:
    known = _groups(font.reader["cmap"])
    if known is not None:
        return known
    # Nobody asks for the glyphs' names: to read or to make up 65,000 of them takes longer than all the rest.
    notdef, *_ = names = list(map(str, range(font["maxp"].numGlyphs)))
    font.setGlyphOrder(names)
    mapped = font.getBestCmap()
    if not mapped:
        raise UnusableFont(Unusable.DAMAGED)
    return CharacterSet.of(point for point, glyph in mapped.items() if glyph != notdef)


def _groups(table: bytes) -> CharacterSet | None:
    """The characters of a cmap for all of Unicode (platform 3, encoding 10) in groups (format 12), as large fonts have.

    None for any other: fontTools reads those, at twenty times the cost.
    """
    count = int.from_bytes(table[2:4], "big")
    records = struct.iter_unpack(">HHI", table[4 : 4 + 8 * count])
    start = next((offset for platform, encoding, offset in records if (platform, encoding) == (3, 10)), None)
    if start is None or table[start : start + 2] != b"\0\x0c":
        return None
    length = 12 * int.from_bytes(table[start + 12 : start + 16], "big")
    bounds: list[int] = []
    for first, last, glyph in struct.iter_unpack(">III", table[start + 16 : start + 16 + length]):
        first += glyph == 0  # which draws the box of a missing character
        if first > last:
            continue
        if last > _LAST_CODE_POINT or (bounds and first <= bounds[-1]):
            return None
        if bounds and first == bounds[-1] + 1:
            bounds[-1] = last
        else:
            bounds += (first, last)
    return CharacterSet(tuple(bounds)) if bounds else None
