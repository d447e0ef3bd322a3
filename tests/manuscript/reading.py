"""Reading small manuscripts in tests: what came of them, said shortly."""

from __future__ import annotations

from collections.abc import Callable

from typeset.manuscript import (
    Block,
    Box,
    Code,
    Emphasis,
    Heading,
    Inline,
    LineBreak,
    Link,
    List,
    NameList,
    NoteCall,
    Paragraph,
    Picture,
    PictureGroup,
    Poem,
    Quotation,
    Reading,
    RunInHead,
    Separator,
    Strong,
    Table,
    Text,
    read_markdown,
    read_plain,
)
from typeset.problems import Place, Problem

START = Place("articles/a.md", 1, 1)


def markdown(text: str, title: str | None = None) -> Reading:
    return read_markdown(text, START, title)


def plain(text: str, title: str | None = None) -> Reading:
    return read_plain(text, START, title)


def codes(reading: Reading) -> list[str]:
    return [item.code for item in reading.problems]


def only(reading: Reading) -> Problem:
    (problem,) = reading.problems
    return problem


def where(problem: Problem) -> tuple[int, int, int]:
    """Line, column and length of a problem's place."""
    assert problem.place is not None
    return problem.place.line, problem.place.column, problem.place.length


def shape(reading: Reading) -> list[str]:
    """The body in a notation for tests, one block an item: `h1 标题`, `p 正文`, `ul[p 甲][p 乙]`, `> p 引文`."""
    return [block_shape(block) for block in reading.body.blocks]


def notes(reading: Reading) -> list[str]:
    return [f"{note.number} " + " / ".join(map(block_shape, note.children)) for note in reading.body.notes]


def block_shape(block: Block) -> str:
    match block:
        case Paragraph():
            turn = f"{block.turn} {block.speaker}" if block.turn else "p "
            return turn + inline_shape(block.children)
        case Heading():
            return f"h{block.level} " + inline_shape(block.children)
        case List():
            kind = f"ol{block.start}" if block.ordered else "ul"
            return kind + "".join(f"[{' / '.join(map(block_shape, item.children))}]" for item in block.items)
        case Quotation():
            return "> " + " / ".join(map(block_shape, block.children))
        case Table():
            rows = (*block.head, *block.rows)
            return "table " + " / ".join("|".join(inline_shape(cell.children) for cell in row) for row in rows)
        case Picture():
            return f"picture {block.file} ({block.alt}) ({block.caption})"
        case PictureGroup():
            return f"group {' '.join(picture.file for picture in block.pictures)} ({block.caption})"
        case Poem():
            stanzas = " // ".join(" / ".join(map(inline_shape, stanza)) for stanza in block.stanzas)
            return f"poem {block.title}: {stanzas} ({block.signature})"
        case Box():
            number = block.number or ""
            return (
                f"{block.kind}{number} {block.title}[{' / '.join(map(block_shape, block.children))}]({block.signature})"
            )
        case NameList():
            return f"names {block.title}: " + "; ".join(f"{item.label}={' '.join(item.names)}" for item in block.groups)
        case Separator():
            return "separator"


def inline_shape(children: tuple[Inline, ...]) -> str:
    """Inline content: `**` bold, `##` run-in head, `*` emphasis, `[text](target)`, `^1` a call, `⏎` a line break."""
    return "".join(map(_inline, children))


def _inline(child: Inline) -> str:
    wrap: dict[type, Callable[[str], str]] = {
        Strong: lambda text: f"**{text}**",
        RunInHead: lambda text: f"##{text}##",
        Emphasis: lambda text: f"*{text}*",
    }
    match child:
        case Text():
            return child.text
        case Code():
            return f"`{child.text}`"
        case LineBreak():
            return "⏎"
        case NoteCall():
            return f"^{child.number}"
        case Link():
            return f"[{inline_shape(child.children)}]({child.target})"
        case _:
            return wrap[type(child)](inline_shape(child.children))
