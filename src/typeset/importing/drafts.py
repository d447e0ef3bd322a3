"""An article as it was found in what was delivered, with the guesses that were made and what a person must decide."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from typeset.importing.model import Grid, Line, Rule
from typeset.problems import Problem


class Sure(StrEnum):
    """How sure a guess is: certain ones were said by the source itself (a style, a label)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


Part = Literal[
    "kicker",
    "title",
    "subtitle",
    "authors",
    "caption",
    "credit",
    "subhead",
    "source",
    "note",
    "table",
    "section",
    "date",
]


@dataclass(frozen=True)
class Guess:
    """What a passage was taken for; `where` is its paragraph in the source."""

    part: Part
    text: str
    where: int
    sure: Sure


@dataclass(frozen=True)
class Signature:
    """An author with unit and post."""

    name: str
    unit: str = ""


@dataclass(frozen=True)
class EditorsWords:
    """An editor's note with the label that stood before it."""

    label: str
    text: str
    where: int = 0


@dataclass(frozen=True)
class Subhead:
    """A heading inside an article; level 1 is the highest."""

    line: Line
    level: int


@dataclass(frozen=True)
class Figure:
    """A picture in its place, with what was found beside it."""

    key: str
    where: int
    caption: str = ""
    credit: str = ""
    alt: str = ""


Content = Line | Subhead | Figure | Grid | Rule


@dataclass(frozen=True)
class Head:
    """What stands above an article's text."""

    title: str = ""
    kicker: str = ""
    subtitle: str = ""
    authors: tuple[Signature, ...] = ()
    credit: str = ""
    where: int = 0
    guesses: tuple[Guess, ...] = ()


@dataclass(frozen=True)
class Draft:
    """One article."""

    head: Head
    section: str = ""
    content: tuple[Content, ...] = ()
    note_before: EditorsWords | None = None
    note_after: EditorsWords | None = None
    source: str = ""
    credit: str = ""
    guesses: tuple[Guess, ...] = ()
    decisions: tuple[Problem, ...] = ()

    @property
    def title(self) -> str:
        """Its title; empty where none was found."""
        return self.head.title
