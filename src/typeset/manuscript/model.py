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


Turn = Literal["question", "answer", "continued"]
"""What a paragraph of an interview is; `continued` goes on with what the paragraph before began."""


@dataclass(frozen=True)
class Paragraph:
    """段落. In an interview (问答) `turn` says whose it is and `speaker` is its label, 问, 答 or a name."""

    children: tuple[Inline, ...]
    place: Place
    turn: Turn | None = None
    speaker: str = ""


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
    """A table cell; the cells that it spans are not in their rows."""

    children: tuple[Inline, ...]
    align: Literal["left", "center", "right"] | None
    place: Place
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True)
class Table:
    """表格: head rows, then body rows; `caption` is the table's title 表题."""

    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    place: Place
    caption: tuple[Inline, ...] = ()


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


@dataclass(frozen=True)
class JumpPoint:
    """转版: here the article breaks off; its rest stands on a later page. Only among the blocks of a body."""

    place: Place


@dataclass(frozen=True)
class PictureGroup:
    """组图: two to six pictures laid out together; `caption` is the one they share."""

    pictures: tuple[Picture, ...]
    caption: str
    place: Place


Verse = tuple[Inline, ...]


@dataclass(frozen=True)
class Poem:
    """诗: stanzas of verses. `signature` is who wrote it."""

    title: str
    stanzas: tuple[tuple[Verse, ...], ...]
    signature: str
    place: Place


BoxKind = Literal["sidebar", "links", "notice", "remark", "brief", "case"]


@dataclass(frozen=True)
class Box:
    """A piece set apart: 资料, 链接, 启事, 文中按, 简讯, 案例. Cases are numbered from 1 through the article."""

    kind: BoxKind
    title: str
    children: tuple[Block, ...]
    place: Place
    number: int = 0
    signature: str = ""


@dataclass(frozen=True)
class NameGroup:
    """The names below one label of a list."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class NameList:
    """名单: names, several to a row."""

    title: str
    groups: tuple[NameGroup, ...]
    place: Place


Block = (
    Paragraph
    | Heading
    | List
    | Table
    | Quotation
    | Picture
    | PictureGroup
    | Poem
    | Box
    | NameList
    | Separator
    | JumpPoint
)


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


def nested(block: Block) -> tuple[Block, ...]:
    """The blocks directly inside a block."""
    match block:
        case Quotation() | Box():
            return block.children
        case List():
            return tuple(child for item in block.items for child in item.children)
        case PictureGroup():
            return block.pictures
        case _:
            return ()


def all_blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, those inside others too, in reading order."""
    for block in blocks:
        yield block
        yield from all_blocks(nested(block))


def block_inlines(block: Block) -> Iterator[Inline]:
    """The inline content of a block itself, not of those inside it."""
    match block:
        case Paragraph() | Heading():
            yield from block.children
        case Table():
            yield from block.caption
            for row in (*block.head, *block.rows):
                for cell in row:
                    yield from cell.children
        case Poem():
            for stanza in block.stanzas:
                for verse in stanza:
                    yield from verse
        case _:
            pass


def block_texts(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Place]]:
    """The text and place of every paragraph, heading, cell, verse, title and name, in reading order."""
    for block in all_blocks(blocks):
        yield from ((text, place) for text, place in _own_texts(block) if text)


def _own_texts(block: Block) -> Iterator[tuple[str, Place]]:
    match block:
        case Paragraph():
            yield block.speaker, block.place
            yield inline_text(block.children), block.place
        case Heading():
            yield inline_text(block.children), block.place
        case Table():
            yield inline_text(block.caption), block.place
            for row in (*block.head, *block.rows):
                yield from ((inline_text(cell.children), cell.place) for cell in row)
        case Poem():
            yield block.title, block.place
            for stanza in block.stanzas:
                yield from ((inline_text(verse), block.place) for verse in stanza)
            yield block.signature, block.place
        case Box():
            yield block.title, block.place
            yield block.signature, block.place
        case NameList():
            yield block.title, block.place
            for group in block.groups:
                yield group.label, block.place
                yield "、".join(group.names), block.place
        case PictureGroup():
            yield block.caption, block.place
        case _:
            pass


def _blocks_text(blocks: tuple[Block, ...]) -> Iterator[str]:
    return (text for text, _ in block_texts(blocks))
