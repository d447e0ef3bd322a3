"""The article body: a small typed tree, never raw HTML.

Every block, and every picture and note, carries the Place it came from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from typeset.problems import Place, Problem


@dataclass(frozen=True)
class Text:
    """Characters. Newlines of the source beside Han characters and full-width marks are gone, others are spaces."""

    text: str


@dataclass(frozen=True)
class Strong:
    """Bold text: 加粗."""

    children: tuple[Inline, ...]


@dataclass(frozen=True)
class RunInHead:
    """A short bold sentence that opens a paragraph or a passage of it, the text running on: 文中小标题."""

    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Emphasis:
    """Emphasised text: 强调 (a layout sets it in Kai or with emphasis dots, never slanted)."""

    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Link:
    """A link; only http, https and mailto targets come through."""

    target: str
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class NoteCall:
    """The call of a note: 注释号. `number` counts from 1 through the article."""

    number: int


@dataclass(frozen=True)
class LineBreak:
    """A wanted line break inside a paragraph."""


@dataclass(frozen=True)
class Code:
    """Literal text: addresses, codes."""

    text: str


Inline = Text | Strong | RunInHead | Emphasis | Link | NoteCall | LineBreak | Code


@dataclass(frozen=True)
class Paragraph:
    """段落."""

    children: tuple[Inline, ...]
    place: Place


@dataclass(frozen=True)
class Heading:
    """小标题 inside an article; level 1 is the highest there, below the article's title."""

    level: int
    children: tuple[Inline, ...]
    place: Place


@dataclass(frozen=True)
class ListItem:
    """One entry of a list."""

    children: tuple[Block, ...]
    place: Place


@dataclass(frozen=True)
class List:
    """列表. `start` is the first number of an ordered one."""

    ordered: bool
    start: int
    items: tuple[ListItem, ...]
    place: Place


@dataclass(frozen=True)
class Cell:
    """A table cell."""

    children: tuple[Inline, ...]
    align: Literal["left", "center", "right"] | None
    place: Place


@dataclass(frozen=True)
class Table:
    """表格: head rows, then body rows."""

    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    place: Place


@dataclass(frozen=True)
class Quotation:
    """引文: quoted paragraphs."""

    children: tuple[Block, ...]
    place: Place


@dataclass(frozen=True)
class Picture:
    """A picture named in the manuscript: 插图. `alt` is the text in the brackets, `caption` the title text."""

    file: str
    alt: str
    caption: str
    place: Place


@dataclass(frozen=True)
class Separator:
    """A break in thought, printed as white space or an ornament: 分隔."""

    place: Place


Block = Paragraph | Heading | List | Table | Quotation | Picture | Separator


@dataclass(frozen=True)
class Note:
    """A footnote's text: 注释."""

    number: int
    children: tuple[Block, ...]
    place: Place


@dataclass(frozen=True)
class Body:
    """An article's body: 正文."""

    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()

    def plain_text(self) -> str:
        """All characters in reading order, blocks separated by newlines, notes at the end."""
        parts = [*_blocks_text(self.blocks)]
        for note in self.notes:
            parts += _blocks_text(note.children)
        return "\n".join(parts)


@dataclass(frozen=True)
class Reading:
    """What reading a manuscript gave: the body, as far as it could be read, and what was found on the way."""

    body: Body
    problems: tuple[Problem, ...] = ()


def inline_text(children: tuple[Inline, ...]) -> str:
    """The characters of inline content."""
    parts = []
    for child in children:
        if isinstance(child, Text | Code):
            parts.append(child.text)
        elif isinstance(child, LineBreak):
            parts.append("\n")
        elif not isinstance(child, NoteCall):
            parts.append(inline_text(child.children))
    return "".join(parts)


def _blocks_text(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield inline_text(block.children)
            case List():
                for item in block.items:
                    yield from _blocks_text(item.children)
            case Quotation():
                yield from _blocks_text(block.children)
            case Table():
                for row in (*block.head, *block.rows):
                    yield from (inline_text(cell.children) for cell in row)
            case _:
                pass
