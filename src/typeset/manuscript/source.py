"""A manuscript's text in lines, with the way back from each character to its place in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from typeset.problems import Place

MOST_BYTES = 2_000_000
MOST_LINES = 20_000
"""More than any article has; beyond, a text is not read, so that time and memory stay bounded."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def normal_line_ends(text: str) -> str:
    """The text with every kind of line end as a line feed.

    CRLF, CR, the vertical tab and form feed of word processors, next line, U+2028 and U+2029.
    """
    return _LINE_ENDS.sub("\n", text)


def too_long(text: str) -> bool:
    """Whether a text is longer than any article: more than 2 million characters or 20,000 lines."""
    return len(text) > MOST_BYTES or text.count("\n") >= MOST_LINES


@dataclass(frozen=True)
class Source:
    """Lines of a manuscript, from which characters may have been cut.

    Lines and columns count from 0 here; `start` is the place of the very first character. A `start` without a line
    gives places without lines, one without a column gives places without columns.
    """

    lines: tuple[str, ...]
    start: Place
    _kept: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, start: Place) -> Source:
        """The lines of a text."""
        return cls(tuple(normal_line_ends(text).split("\n")), start)

    def place(self, line: int, column: int | None = None, length: int = 1) -> Place:
        """Where a character lies in the file; without a column, its line."""
        if not self.start.line:
            return replace(self.start, column=0, length=1)
        if column is None or not self.start.column:
            return replace(self.start, line=self.start.line + line, column=0, length=1)
        kept = self._kept.get(line)
        if kept is not None:
            column = kept[column] if column < len(kept) else (kept[-1] + 1 if kept else 0)
        first = self.start.column - 1
        return replace(self.start, line=self.start.line + line, column=first + column + 1, length=length)

    def cut(self, cuts: Mapping[int, Iterable[tuple[int, int]]]) -> Source:
        """The source without some characters: for each line, column ranges (from, to)."""
        lines, kept = list(self.lines), dict(self._kept)
        for number, ranges in cuts.items():
            line = lines[number]
            gone = {column for begin, end in ranges for column in range(begin, end)}
            stay = [column for column in range(len(line)) if column not in gone]
            old = kept.get(number)
            lines[number] = "".join(line[column] for column in stay)
            kept[number] = tuple(stay if old is None else (old[column] for column in stay))
        return replace(self, lines=tuple(lines), _kept=kept)

    def rewritten(self, lines: Iterable[str]) -> Source:
        """The source with other characters in the same places: each line as long as before."""
        return replace(self, lines=tuple(lines))


@dataclass
class Trace:
    """The text of a paragraph as it will be printed, piece by piece, with each piece's origin."""

    source: Source
    _texts: list[str] = field(default_factory=list)
    _begins: list[int] = field(default_factory=list)
    _spots: list[tuple[int, int | None]] = field(default_factory=list)
    _length: int = 0

    def add(self, text: str, line: int, column: int | None) -> None:
        """Append a piece that stands in the source letter for letter from this spot on."""
        self._texts.append(text)
        self._begins.append(self._length)
        self._spots.append((line, column))
        self._length += len(text)

    @property
    def text(self) -> str:
        """All pieces together."""
        return "".join(self._texts)

    def place(self, offset: int, length: int = 1) -> Place:
        """The place of the character at `offset` of the text."""
        index = bisect_right(self._begins, offset) - 1
        line, column = self._spots[index]
        if column is not None:
            column += offset - self._begins[index]
        return self.source.place(line, column, length)
