"""Source files as text for an editor, and back to the bytes they were, encoding and line ends kept."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import takewhile

from typeset.manuscript import decode
from typeset.problems import Place

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CODECS = {"UTF-8": "utf-8", "GB18030": "gb18030", "UTF-16 LE": "utf-16-le", "UTF-16 BE": "utf-16-be"}
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")


@dataclass(frozen=True)
class Writing:
    """How a text is written in bytes."""

    codec: str = "utf-8"
    mark: bytes = b""


@dataclass(frozen=True)
class Decoded:
    """A file's text with line feeds alone, how it is written, and whether writing it again gives the same bytes."""

    text: str
    writing: Writing
    faithful: bool


def read_bytes(data: bytes) -> Decoded | None:
    """The text of a source file, or None where its encoding cannot be told."""
    writing = _writing_of(data)
    if writing is None:
        return None
    try:
        raw = data[len(writing.mark) :].decode(writing.codec)
    except UnicodeDecodeError:
        return None
    faithful = writing.mark + raw.encode(writing.codec, "surrogatepass") == data
    return Decoded(_with_line_feeds(raw), writing, faithful)


def write_text(text: str, before: bytes) -> bytes:
    """The bytes of a text as the file was written before.

    Lines that did not change keep their ends, new ones get the end that most lines have. Where the text would not be
    recognised in its old encoding again (a file that has become all but empty), it is written in UTF-8.
    Raises UnicodeEncodeError for a character that no encoding has (half a surrogate pair).
    """
    writing = _writing_of(before) or Writing()
    old = before[len(writing.mark) :].decode(writing.codec, "replace")
    text = _with_line_feeds(text)
    raw = _with_ends_of(text, old)
    try:
        data = writing.mark + raw.encode(writing.codec)
    except UnicodeEncodeError:
        return raw.encode("utf-8")
    again = read_bytes(data)
    return data if again and again.text == text else raw.encode("utf-8")


def _writing_of(data: bytes) -> Writing | None:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return Writing(codec, mark)
    name = decode(data, Place("")).encoding
    return Writing(_CODECS[name.partition(" (")[0]]) if name else None


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _with_ends_of(text: str, old: str) -> str:
    """A text with the line ends of an older one."""
    ends = [(line, end) for line, end in _LINE.findall(old) if end]
    kinds = [end for _, end in ends]
    usual = max(("\n", "\r\n", "\r"), key=kinds.count)
    if kinds.count(usual) == len(kinds):
        return text.replace("\n", usual)
    lines = text.split("\n")
    contents = [line for line, _ in ends]
    above = _shared(lines[:-1], contents)
    below = _shared(lines[above:-1][::-1], contents[above:][::-1])
    middle = [usual] * (len(lines) - 1 - above - below)
    new_ends = [*kinds[:above], *middle, *kinds[len(kinds) - below :], ""]
    return "".join(line + end for line, end in zip(lines, new_ends, strict=True))


def _shared(one: list[str], other: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
