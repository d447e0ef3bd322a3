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
_WIDE_RUN = re.compile("[^\x00-\x7f]{6,}")
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
    yield from _read_as_gbk(line)


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


def _read_as_gbk(line: str) -> Iterator[Damage]:
    """The parts of a line whose bytes in GBK are Chinese text in UTF-8.

    Either nearly all bytes of a run of Han characters are, or twelve and more in ordinary text: by chance that would
    need six rare characters in a row.
    """
    end = 0
    for match in _HAN_RUN.finditer(line):
        data = _gbk(match[0])
        found = [part[0] for part in _HAN_IN_UTF8.finditer(data)]
        if len(found) > 1 and sum(map(len, found)) >= 0.8 * len(data) and "锟" not in match[0]:
            yield Damage(match.start(), match[0], b"".join(found).decode())
            end = match.end()
    for match in _WIDE_RUN.finditer(line, end):
        for part in _MANY_IN_UTF8.finditer(_gbk(match[0])):
            if part.start() % 2 == 0:
                begin, end = match.start() + part.start() // 2, match.start() + part.end() // 2
                yield Damage(begin, line[begin:end], part[0].decode())


def _gbk(text: str) -> bytes:
    """The bytes of text without ASCII characters, two each; what GBK does not have becomes NULs."""
    try:
        return text.encode("gbk")
    except UnicodeError:
        return b"".join(char.encode("gbk", "ignore") or b"\0\0" for char in text)
