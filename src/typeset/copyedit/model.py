"""The data types: kinds of text, changes, findings, what clean-up gives, a publication's settings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Literal

from typeset.problems import Place, Problem, problem


class Kind(StrEnum):
    """What a text is, which decides what its blanks and line ends mean."""

    MARKDOWN = "markdown"
    PLAIN = "plain"
    """Plain text: a line is a paragraph."""
    TITLE = "title"
    """A title, kicker or subtitle: blanks between Han characters are wanted breaks."""
    LINE = "line"
    """A caption or another piece of one paragraph."""
    BYLINE = "byline"
    """Unit and name, credits: blanks part them and stay."""


Edit = tuple[int, int, str]
"""Characters from … to (not included) become a text."""


@dataclass(frozen=True)
class Change:
    """One change of the clean-up, in places of the text that was given."""

    rule: str
    start: int
    end: int
    line: int
    column: int
    before: str
    after: str


@dataclass(frozen=True)
class Finding:
    """What only the sense can decide, in places of the text that was given; `code` has words in the catalogue."""

    code: str
    start: int
    end: int
    line: int = 0
    column: int = 0
    arguments: Mapping[str, str] = field(default_factory=dict)

    def problem(self, file: str, line: int = 1, column: int = 1) -> Problem:
        """The finding as a Problem; `line` and `column` are the place of the text's first character.

        A `column` of 0 says that columns are not known (a block of text inside a manifest).
        """
        place = shifted(file, line, column, self.line, self.column, self.end - self.start)
        return problem(self.code, place, None, **self.arguments)


def shifted(file: str, line: int, column: int, inner_line: int, inner_column: int, length: int) -> Place:
    """A place inside a text whose first character stands at `line` and `column` of a file."""
    at = line + inner_line - 1 if line else 0
    if not column or not line:
        return Place(file, at)
    return Place(file, at, inner_column + (column - 1 if inner_line == 1 else 0), max(1, length))


@dataclass(frozen=True)
class Cleaned:
    """A cleaned text, the changes that made it, and what is left for a person to decide.

    The changes are sorted and do not overlap; made in `given` they give `text`.
    """

    text: str
    changes: tuple[Change, ...]
    warnings: tuple[Finding, ...]
    given: str

    def undo(self) -> str:
        """The text as it was given, from the cleaned text and the changes alone."""
        parts, at, shift = [], 0, 0
        for change in self.changes:
            start = change.start + shift
            parts += [self.text[at:start], change.before]
            at = start + len(change.after)
            shift += len(change.after) - (change.end - change.start)
        return "".join([*parts, self.text[at:]])


CornerQuotes = Literal["change", "keep"]


@dataclass(frozen=True)
class Settings:
    """What a publication wants of clean-up and checks.

    `off` are the names of rules and checks that are switched off. `terms` are words that are not to be used, each with
    the one to use (empty: none). `people` are names with their posts. `known` are words that are never suspected.
    """

    off: frozenset[str] = frozenset()
    corner_quotes: CornerQuotes = "change"
    terms: tuple[tuple[str, str], ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    known: frozenset[str] = frozenset()
    language: Literal["zh-Hans", "zh-Hant"] = "zh-Hans"

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the listed people."""
        return frozenset(name for name, _ in self.people)

    def wants(self, name: str) -> bool:
        """Whether a rule or check is on."""
        return name not in self.off

    def without(self, *names: str) -> Settings:
        """The settings with more rules or checks switched off."""
        return replace(self, off=self.off | set(names))


@dataclass(frozen=True)
class Lines:
    """Line and column, from 1, of every offset of a text."""

    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(at + 1 for at, char in enumerate(self.text) if char == "\n")]

    def at(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


Role = Literal["body", "title", "heading", "caption", "credit", "byline", "note", "quote"]


@dataclass(frozen=True)
class SourceText:
    """A text with the place of its first character, what it is, and which article it belongs to."""

    text: str
    kind: Kind = Kind.MARKDOWN
    file: str = ""
    line: int = 1
    column: int = 1
    role: Role = "body"
    article: int = 0
