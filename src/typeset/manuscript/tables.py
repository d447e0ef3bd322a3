"""Tables: cells that join their neighbours, and the line above or below that is the table's title."""

from __future__ import annotations

import re
from dataclasses import replace

from typeset.manuscript.interviews import without_start
from typeset.manuscript.model import Block, Cell, Inline, Paragraph, Table, inline_text

_ABOVE, _LEFT = "^^", "<<"
_CAPTION = re.compile(r"(?:表|Table)\s*(\d{0,3})\s*[:：]\s*(?=\S)", re.IGNORECASE)
_LONGEST_CAPTION = 80

Rows = tuple[tuple[Cell, ...], ...]


def joined_cells(rows: Rows) -> tuple[Rows, tuple[Cell, ...]]:
    """Rows in which a cell of `^^` has joined the one above and a cell of `<<` the one at its left.

    Also the cells that could not join, as they have no such neighbour or it would not be a rectangle; they are empty.
    """
    owners: list[list[tuple[int, int]]] = []
    lost: list[Cell] = []
    for y, row in enumerate(rows):
        owners.append([])
        for x, cell in enumerate(row):
            text = inline_text(cell.children).strip()
            owner = (y, x)
            if text == _ABOVE and y and x < len(owners[y - 1]):
                owner = owners[y - 1][x]
            elif text == _LEFT and x:
                owner = owners[y][x - 1]
            elif text in (_ABOVE, _LEFT):
                lost.append(cell)
            owners[y].append(owner)
    return _merged(rows, owners, lost), tuple(lost)


def _merged(rows: Rows, owners: list[list[tuple[int, int]]], lost: list[Cell]) -> Rows:
    spans: dict[tuple[int, int], tuple[int, int, int]] = {}
    for y, line in enumerate(owners):
        for x, owner in enumerate(line):
            bottom, right, count = spans.get(owner, (y, x, 0))
            spans[owner] = max(bottom, y), max(right, x), count + 1
    done: list[list[Cell]] = [[] for _ in rows]
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            owner = owners[y][x]
            bottom, right, count = spans[owner]
            height, width = bottom - owner[0] + 1, right - owner[1] + 1
            whole = count == height * width
            if owner == (y, x):
                mark = inline_text(cell.children).strip() in (_ABOVE, _LEFT)
                kept = replace(cell, children=()) if mark else cell
                done[y].append(replace(kept, colspan=width, rowspan=height) if whole else kept)
            elif not whole:
                lost.append(cell)
                done[y].append(replace(cell, children=()))
    return tuple(map(tuple, done))


def with_captions(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks in which a line `表：…` right above or below a table is its title."""
    done: list[Block] = []
    for block in blocks:
        before = done[-1] if done else None
        if isinstance(block, Table) and not block.caption and (caption := _caption(before)):
            done[-1] = replace(block, caption=caption)
        elif isinstance(before, Table) and not before.caption and (caption := _caption(block)):
            done[-1] = replace(before, caption=caption)
        else:
            done.append(block)
    return tuple(done)


def _caption(block: Block | None) -> tuple[Inline, ...]:
    if not isinstance(block, Paragraph):
        return ()
    text = inline_text(block.children)
    found = _CAPTION.match(text)
    if not found or len(text) > _LONGEST_CAPTION:
        return ()
    return block.children if found[1] else without_start(block.children, found.end())
