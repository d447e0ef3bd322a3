"""Text that was damaged before it came here: read by some program in the wrong encoding and saved again (乱码)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from typeset.manuscript.characters import HAN_RANGES

# What GBK makes of the replacement character U+FFFD in UTF-8, again and again.
_LOST = re.compile("(?:锟斤拷|锟斤|斤拷){1,}[锟斤拷]*")
# The characters of Windows-1252, starting with one that is the first byte of a character in UTF-8.
_CP1252_HIGH = "\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_WESTERN = re.compile(f"[\xc2-\xf4][{_CP1252_HIGH}]+")
_HAN_RUN = re.compile(f"[{HAN_RANGES}]{{3,}}")
_HAN_IN_UTF8 = re.compile(rb"[\xe4-\xe9][\x80-\xbf]{2}|\xe3\x80[\x80-\xbf]|\xef[\xbc\xbd][\x80-\xbf]")
_MANY_IN_UTF8 = re.compile(rb"(?:" + _HAN_IN_UTF8.pattern + rb"){4,}")


@dataclass(frozen=True)
class Damage:
    """A damaged piece of a line, and what it was meant to be where that can be told."""

    column: int
    text: str
    meant: str = ""


def find_mojibake(line: str) -> Iterator[Damage]:
    """The pieces of a line that are not what somebody wrote.

    Three kinds: 锟斤拷 (characters lost for good), UTF-8 read as Windows-1252 (`Ã©`, `ä¸­æ–‡`), and UTF-8 read as
    GBK (涓枃), the last two with the text that was meant.
    """
    for match in _LOST.finditer(line):
        yield Damage(match.start(), match[0])
    for match in _WESTERN.finditer(line):
        if meant := _read_as_western(match[0]):
            yield Damage(match.start(), match[0], meant)
    for match in _HAN_RUN.finditer(line):
        if "锟" not in match[0] and (damage := _read_as_gbk(match[0], match.start())):
            yield damage


def _read_as_western(text: str) -> str:
    try:
        data = b"".join(_western_byte(char) for char in text)
        meant = data.decode("utf-8")
    except UnicodeError:
        return ""
    # é—— is a French word with a Chinese dash after it as often as one damaged character; two in a row are damage.
    return meant if len(meant) > 1 or ord(text[0]) <= 0xC3 else ""


def _western_byte(char: str) -> bytes:
    return char.encode("latin-1") if ord(char) <= 0xFF else char.encode("cp1252")


def _read_as_gbk(text: str, column: int) -> Damage | None:
    """The part of a run of Han characters that was UTF-8, if there is one.

    Its bytes in GBK form Han characters in UTF-8: nearly all of a short run's, or twelve and more in ordinary text,
    which by chance would need six rare characters in a row.
    """
    try:
        data = text.encode("gbk")
    except UnicodeError:
        return None
    found = [match[0] for match in _HAN_IN_UTF8.finditer(data)]
    if len(found) > 1 and sum(map(len, found)) >= 0.8 * len(data):
        return Damage(column, text, b"".join(found).decode())
    for match in _MANY_IN_UTF8.finditer(data):
        if match.start() % 2 == 0:
            begin, end = match.start() // 2, match.end() // 2
            return Damage(column + begin, text[begin:end], match[0].decode())
    return None
