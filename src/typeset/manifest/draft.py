"""Drafts: the text of a manifest while its slips are mended in memory, with the way back to what the editor wrote.

Broken YAML stops a parser at the first slip. The reader reports the slip, mends its own copy of that line and reads
on, so that all slips are found in one run. Lines are never added or removed, and every place is given in the
editor's own text.
"""

from __future__ import annotations

import codecs
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from typeset.problems import Place, Problem, problem

# What YAML 1.1 takes for no character of a text (section 5.1), and its further line breaks (5.4): editors' programs
# count lines by \n alone, so these would shift all places after them.
NO_TEXT = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")

_MOST_CONTROLS = 100  # lines with control characters that are reported


@dataclass(frozen=True)
class Edit:
    """Replace `removed` characters at a column (from 1) of a line (from 1)."""

    line: int
    column: int
    removed: int
    inserted: str


@dataclass(frozen=True)
class Finding:
    """A slip with what mends it."""

    problem: Problem
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A text in lines, with the edits made so far in the order they were made."""

    name: str
    lines: tuple[str, ...]
    edits: tuple[Edit, ...] = ()

    @property
    def text(self) -> str:
        """The text as it is now."""
        return "\n".join(self.lines)

    def line(self, number: int) -> str:
        """A line by its number from 1; empty beyond the end."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""

    def edited(self, edits: Iterable[Edit]) -> Draft:
        """This draft with edits made; their columns are those of this draft."""
        ordered = sorted(set(edits), key=lambda edit: (edit.line, edit.column), reverse=True)
        lines = list(self.lines)
        for edit in ordered:
            old, start = lines[edit.line - 1], edit.column - 1
            lines[edit.line - 1] = old[:start] + edit.inserted + old[start + edit.removed :]
        return Draft(self.name, tuple(lines), (*self.edits, *ordered))

    @cached_property
    def _edits_by_line(self) -> Mapping[int, tuple[Edit, ...]]:
        found: dict[int, tuple[Edit, ...]] = defaultdict(tuple)
        for edit in self.edits:
            found[edit.line] = (edit, *found[edit.line])
        return found

    def original_column(self, line: int, column: int) -> int:
        """Where a column of the draft is in the editor's text."""
        for edit in self._edits_by_line.get(line, ()):
            if column >= edit.column + len(edit.inserted):
                column += edit.removed - len(edit.inserted)
            elif column > edit.column:
                column = min(column, edit.column + edit.removed)
        return column

    def place(self, line: int, column: int, length: int = 1) -> Place:
        """The editor's place of a stretch of the draft."""
        start = self.original_column(line, column)
        end = self.original_column(line, column + length)
        return Place(self.name, line, start, max(1, end - start))


def draft_of(name: str, data: bytes) -> tuple[Draft, tuple[Problem, ...]]:
    """Bytes as Windows and other editors write them, as a draft.

    UTF-8 and, with its byte order mark, UTF-16 pass silently; anything else is read as GB18030 (which holds GBK and
    GB2312) and noted. Control characters and foreign line breaks become spaces and are reported.
    """
    text, problems = _decoded(name, data)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if NO_TEXT.search(text):
        problems += islice(_control_characters(name, lines), _MOST_CONTROLS)
        lines = NO_TEXT.sub(" ", text).split("\n")
    return Draft(name, tuple(lines)), tuple(problems)


def _control_characters(name: str, lines: Sequence[str]) -> Iterator[Problem]:
    """The first control character of each line that has one."""
    for number, line in enumerate(lines, start=1):
        if found := NO_TEXT.search(line):
            place = Place(name, number, found.start() + 1)
            yield problem("yaml-control-character", place, character=f"U+{ord(found[0]):04X}")


def _decoded(name: str, data: bytes) -> tuple[str, list[Problem]]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), []
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            return data.decode("gb18030"), [problem("manifest-encoding", Place(name), encoding="GB18030")]
        except UnicodeDecodeError:
            damaged = problem("manifest-encoding-damaged", Place(name, line))
            return data.decode("utf-8", errors="replace"), [damaged]
