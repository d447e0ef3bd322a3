"""The texts of a body with their places, block by block."""

from __future__ import annotations

from collections.abc import Iterator

from typeset.manuscript import Body, block_texts
from typeset.problems import Place


def body_texts(body: Body) -> Iterator[tuple[str, Place | None]]:
    """Text and place of every paragraph, heading, cell, verse, name and note, in reading order."""
    yield from block_texts(body.blocks)
    for note in body.notes:
        yield from block_texts(note.children)
