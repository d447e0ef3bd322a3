"""What was delivered, before anybody has said what it is: paragraphs with their looks, pictures, tables, notes.

Every reader gives this; `structure` finds title, byline, captions and subheads in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from typeset.problems import Place, Problem, problem

Align = Literal["", "left", "center", "right"]
Role = Literal["", "title", "subtitle", "caption", "quote", "byline"]


@dataclass(frozen=True)
class Span:
    """A stretch of text in one dress; `note` is the key of a note that is called behind it, `size` in points."""

    text: str
    bold: bool = False
    emphasis: bool = False
    link: str = ""
    note: str = ""
    size: float = 0


@dataclass(frozen=True)
class Marker:
    """A paragraph is an entry of a list: its depth from 0, and its number, 0 for a bullet."""

    depth: int
    number: int = 0


@dataclass(frozen=True)
class Line:
    """A paragraph as it was delivered.

    `where` is its number in the source, from 1. `level` is the heading level that its style has, 0 for none. `gap` is
    how many empty lines stood above it, `box` the number of the text box it was in.
    """

    spans: tuple[Span, ...]
    where: int
    role: Role = ""
    level: int = 0
    align: Align = ""
    marker: Marker | None = None
    gap: int = 0
    box: int = 0

    @property
    def text(self) -> str:
        """Its characters without blanks around them."""
        return "".join(span.text for span in self.spans).strip()

    @property
    def size(self) -> float:
        """The size in points of most of its characters, 0 where nothing says."""
        weights: Counter[float] = Counter()
        for span in self.spans:
            weights[span.size] += len(span.text.strip())
        return max(weights, key=lambda size: (weights[size], size), default=0)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return bool(self.text) and all(span.bold for span in self.spans if span.text.strip())


@dataclass(frozen=True)
class Image:
    """A picture in the text; `key` finds its file among the document's."""

    key: str
    where: int
    alt: str = ""


@dataclass(frozen=True)
class GridCell:
    """A cell of a table and how many columns and rows it takes."""

    lines: tuple[Line, ...]
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Grid:
    """A table: rows of cells, None where a cell beside or above reaches."""

    rows: tuple[tuple[GridCell | None, ...], ...]
    where: int
    guessed: bool = False


@dataclass(frozen=True)
class Rule:
    """A separator."""

    where: int


Delivered = Line | Image | Grid | Rule


@dataclass(frozen=True)
class ImageFile:
    """A picture file of a document: the name it had, and how to read it. `read` may raise `Unreadable`."""

    name: str
    read: Callable[[], bytes]


class Unreadable(Exception):  # noqa: N818 - a finding about the file, not an error of the program
    """A part of the source cannot be read; carries what is to be said of it."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.code)
        self.problem = found


def lost_image(name: str, place: Place) -> ImageFile:
    """A picture that is not with the document; it keeps its place, and its caption."""

    def read() -> bytes:
        raise Unreadable(problem("import-picture-lost", place, None, file=name[:80]))

    return ImageFile(name, read)


@dataclass(frozen=True)
class Tally:
    """What a source holds, counted on its raw data.

    `passages` are the texts of its paragraphs with the place of each, in words that an editor can look for.
    """

    passages: tuple[tuple[int, str], ...] = ()
    pictures: int = 0
    notes: int = 0
    tables: int = 0
    boxes: int = 0


@dataclass(frozen=True)
class Document:
    """One delivered file: its content in reading order, notes by key, pictures by key, what was found on the way."""

    name: str
    blocks: tuple[Delivered, ...]
    notes: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    images: Mapping[str, ImageFile] = field(default_factory=dict)
    tally: Tally = Tally()
    problems: tuple[Problem, ...] = ()
    title: str = ""
    source: str = ""
