"""A text under change: edits made one after another, told at the end in places of the text that was given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from typeset.copyedit.model import Edit

RuledEdit = tuple[int, int, str, str]
"""An edit and the rule that makes it."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the given text, and what a rule has made of it; without a rule it is as it was given."""

    start: int
    end: int
    text: str = ""
    rule: str = ""

    @property
    def length(self) -> int:
        """How long it is in the text as it is now."""
        return len(self.text) if self.rule else self.end - self.start


class Draft:
    """A text, and how it came from the given one."""

    def __init__(self, given: str) -> None:
        self.given = given
        self.text = given
        self._pieces = [_Piece(0, len(given))] if given else []

    def make(self, edits: Iterable[Edit], rule: str) -> bool:
        """Make edits, in places of the text as it is now, sorted and without overlaps; whether any was made."""
        return self.make_all((start, end, new, rule) for start, end, new in edits)

    def make_all(self, edits: Iterable[RuledEdit]) -> bool:
        """`make` for edits of several rules."""
        wanted = [edit for edit in edits if self.text[edit[0] : edit[1]] != edit[2]]
        if not wanted:
            return False
        self._pieces = list(_spliced(self._pieces, wanted))
        parts, at = [], 0
        for start, end, new, _ in wanted:
            parts += [self.text[at:start], new]
            at = end
        self.text = "".join([*parts, self.text[at:]])
        return True

    def changes(self) -> Iterator[tuple[int, int, str, str]]:
        """Start and end in the given text, the new text, and the rule, of every change that is left."""
        for piece in self._pieces:
            if piece.rule and self.given[piece.start : piece.end] != piece.text:
                yield piece.start, piece.end, piece.text, piece.rule

    def origin(self) -> list[int]:
        """For every offset of the text as it is now, and its end, the offset in the given text."""
        found: list[int] = []
        for piece in self._pieces:
            if piece.rule:
                last = max(piece.start, piece.end - 1)
                found += [min(piece.start + number, last) for number in range(len(piece.text))]
            else:
                found += range(piece.start, piece.end)
        return [*found, len(self.given)]


def _spliced(pieces: list[_Piece], edits: list[RuledEdit]) -> Iterator[_Piece]:
    """The pieces with the stretches that edits cover replaced by one piece each."""
    rest = iter(pieces)
    piece = next(rest, None)
    at = 0  # where `piece` begins in the present text
    for start, end, new, rule in edits:
        while piece is not None and at + piece.length <= start:
            # a deletion stands with length 0: it stays where it is
            yield piece
            at += piece.length
            piece = next(rest, None)
        first = last = piece.start if piece else (pieces[-1].end if pieces else 0)
        if piece is not None and at < start:
            head, piece = _cut(piece, start - at)
            at = start
            if head is not None:
                yield head
            first = last = piece.start
        text = new
        covered = False
        while piece is not None and at < end:
            length = piece.length
            if at + length <= end:
                covered, last, at = True, piece.end, at + length
                piece = next(rest, None)
            else:
                inner, piece = _cut(piece, end - at)
                at = end
                if inner is not None:
                    covered, last = True, inner.end
        yield _Piece(first, max(first, last) if covered else first, text, rule)
    while piece is not None:
        yield piece
        piece = next(rest, None)


def _cut(piece: _Piece, length: int) -> tuple[_Piece | None, _Piece]:
    """A piece in two; one that was changed keeps its whole source in the first part."""
    if not piece.rule:
        middle = piece.start + length
        return _Piece(piece.start, middle), _Piece(middle, piece.end)
    return (
        _Piece(piece.start, piece.end, piece.text[:length], piece.rule),
        _Piece(piece.end, piece.end, piece.text[length:], piece.rule),
    )
