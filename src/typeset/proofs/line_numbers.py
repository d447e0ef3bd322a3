"""Numbers of lines beside each column of a proof's page, by which proofreaders name a place (第3页左栏第12行).

Counted are the lines of an article's text as the eye goes down a column: body text and the subheads in it. Titles,
names of authors, captions, tables and pulled quotes are not. Lengths are in mm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from typeset.proofs.store import Paragraph

_EVERY = 5
_SUBHEADS = {"h3", "h4", "h5", "h6"}
_BODY = {"p", "li", "blockquote", "dd"}
_PARAGRAPHS = {"paragraph", "stanza"}
_ALIKE = 0.5  # of the wider one's width: blocks that share so much stand in one column
_SAME_LINE = 0.5  # of a line's height


@dataclass(frozen=True)
class LineNumber:
    """A number and where its line is: the left edge of its column, the middle of the line."""

    number: int
    x: float
    y: float


def line_numbers(paragraphs: Sequence[Paragraph]) -> Iterator[LineNumber]:
    """The first line and every fifth one of each column of text on a page."""
    for column in _columns([item for item in paragraphs if _is_text(item)]):
        left = min(item.x for item in column)
        for number, y in enumerate(_middles(column), 1):
            if number == 1 or number % _EVERY == 0:
                yield LineNumber(number, left, y)


def _is_text(item: Paragraph) -> bool:
    if not item.source:
        return False
    if item.tag in _SUBHEADS:
        return item.column is not None
    return item.kind in _PARAGRAPHS or (item.body and item.tag in _BODY)


def _columns(texts: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """What stands below each other; a line across columns is a column of its own."""
    columns: list[list[Paragraph]] = []
    for item in sorted(texts, key=lambda item: (item.x, item.y)):
        own = next((column for column in columns if _is_below(column[0], item)), None)
        if own is None:
            columns.append([item])
        else:
            own.append(item)
    return columns


def _is_below(one: Paragraph, other: Paragraph) -> bool:
    shared = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    return shared >= _ALIKE * max(one.width, other.width)


def _middles(column: Sequence[Paragraph]) -> Iterator[float]:
    """The middles of a column's lines from the top; what stands side by side is one line."""
    found = sorted(
        (item.y + pitch * (line + 0.5), pitch)
        for item in column
        if (pitch := item.height / max(1, len(item.lines))) > 0
        for line in range(len(item.lines))
    )
    last = None
    for middle, pitch in found:
        if last is None or middle - last >= _SAME_LINE * pitch:
            yield middle
            last = middle
