"""The texts of a body with their places, block by block."""

from __future__ import annotations

from collections.abc import Iterator

from typeset.manuscript import Block, Body, Heading, List, Paragraph, Quotation, Table, inline_text
from typeset.problems import Place


def body_texts(body: Body) -> Iterator[tuple[str, Place | None]]:
    """Text and place of every paragraph, heading, cell and note, in reading order."""
    yield from _texts(body.blocks)
    for note in body.notes:
        yield from _texts(note.children)


def _texts(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Place | None]]:
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield inline_text(block.children), block.place
            case List():
                for item in block.items:
                    yield from _texts(item.children)
            case Quotation():
                yield from _texts(block.children)
            case Table():
                for row in (*block.head, *block.rows):
                    yield from ((inline_text(cell.children), cell.place) for cell in row)
            case _:
                pass
