"""From a file's bytes to text: finding the encoding, and never guessing wrongly in silence."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache

from typeset.manuscript.characters import MARK_RANGES, SHARED_RANGES
from typeset.manuscript.source import normal_line_ends
from typeset.problems import Place, Problem, problem

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_NAMES = {
    "utf-8": "UTF-8",
    "utf-32-le": "UTF-32 LE",
    "utf-32-be": "UTF-32 BE",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "gb18030": "GB18030 (GBK, GB2312)",
    "big5": "Big5",
}
_GUESSED = ("gb18030", "utf-16-le", "utf-16-be", "big5")
_PLAUSIBLE = 0.7  # share of common characters; real text has 0.9 and more, text in a wrong encoding less than half
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_COMMON_MARK = re.compile(f"[{MARK_RANGES}{SHARED_RANGES}\u3000×÷°±‰℃①-⑳Ⅰ-Ⅻ■□▲△●○★☆◆◇→←↑↓\xa0]")
_STRANGE_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Decoded:
    """The text of a file, its line ends normalised to line feeds.

    `encoding` is the name editors know; it is empty, and so is the text, where the bytes could not be read.
    """

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(data: bytes, place: Place) -> Decoded:
    """Read the bytes of a text file, in any encoding that Windows editors write.

    UTF-8, UTF-16 and UTF-32 with their byte order marks; without one UTF-8, then GB18030 (which includes GBK and
    GB2312) and UTF-16, whichever gives plausible Chinese. Decoding is strict. Big5 is recognised but not read: its
    text cannot be told from GBK with certainty, and a wrong guess would be printed. `place` names the file; the
    problems point into the text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_as(encoding, data[len(mark) :], place)
    if _is_utf8(data):
        return Decoded(_text(data, "utf-8"), _NAMES["utf-8"])
    if _is_damaged_utf8(data):
        return _decode_as("utf-8", data, place)
    scores = {encoding: _score(data, encoding) for encoding in _GUESSED}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= _PLAUSIBLE:
        return _refused("encoding-big5", place) if best == "big5" else _decode_as(best, data, place)
    if _score(data, "gb18030", errors="replace") >= _PLAUSIBLE:
        return _decode_as("gb18030", data, place)
    return _refused("encoding-unknown", place)


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8. A file with many NULs is UTF-16 whose characters are all ASCII."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return data.count(0) <= len(data) // 10


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most bytes beyond ASCII form characters of UTF-8: in other encodings only a few do by chance."""
    high = len(_HIGH_BYTE.findall(data))
    good = sum(len(match) for match in _UTF8_CHARACTER.findall(data) if len(match) > 2)
    return good > 0.8 * high


def _decode_as(encoding: str, data: bytes, place: Place) -> Decoded:
    name = _NAMES[encoding]
    try:
        text = _text(data, encoding)
    except UnicodeDecodeError as error:
        before = _text(data[: error.start], encoding).split("\n")
        byte = f"0x{data[error.start]:02X}"
        bad = Place(place.file, len(before), len(before[-1]) + 1)
        return Decoded("", "", (problem("encoding-undecodable", bad, encoding=name, byte=byte),))
    notice = () if encoding == "utf-8" else (problem("encoding-not-utf8", Place(place.file), encoding=name),)
    return Decoded(text, name, notice)


def _text(data: bytes, encoding: str) -> str:
    return normal_line_ends(data.decode(encoding)).removeprefix("\ufeff")


def _refused(code: str, place: Place) -> Decoded:
    return Decoded("", "", (problem(code, Place(place.file)),))


def _score(data: bytes, encoding: str, errors: str = "strict") -> float:
    """The share of common characters among all beyond ASCII, control characters among them; 0 if undecodable."""
    try:
        text = data.decode(encoding, errors)
    except UnicodeDecodeError:
        return 0.0
    doubtful = [char for char in text if not char.isascii() or _STRANGE_CONTROL.match(char)]
    if not doubtful:
        return 1.0
    common = _common_han()
    return sum(char in common or bool(_COMMON_MARK.match(char)) for char in doubtful) / len(doubtful)


@cache
def _common_han() -> frozenset[str]:
    """The Han characters in use: level 1 of GB 2312 (3,755, simplified) and of Big5 (5,401, traditional)."""
    simplified = [bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)]
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    traditional = [bytes((high, low)) for high in range(0xA4, 0xC7) for low in trails]
    found = [pair.decode("gb2312", "ignore") for pair in simplified]
    found += [pair.decode("big5", "ignore") for pair in traditional]
    return frozenset(char for char in found if len(char) == 1 and "\u4e00" <= char <= "\u9fff")
