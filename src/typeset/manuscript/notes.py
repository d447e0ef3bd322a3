"""Footnotes: numbered by their first call, their texts collected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from typeset.manuscript.findings import Findings, shown
from typeset.manuscript.inlines import Anchor
from typeset.problems import Place


@dataclass(frozen=True)
class NoteText:
    """A note's text as the parser gave it: blocks of a definition, or the tokens of a note written in the text."""

    label: str
    place: Place
    blocks: Sequence[SyntaxTreeNode] = ()
    tokens: Sequence[Token] = ()
    anchor: Anchor | None = None


@dataclass
class Notes:
    """The notes of one manuscript. `called` grows while texts are read, as notes may call notes."""

    findings: Findings
    called: list[NoteText] = field(default_factory=list)
    _defined: dict[str, NoteText] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def define(self, label: str, blocks: Sequence[SyntaxTreeNode], place: Place) -> None:
        """Take a definition `[^label]: …`; a second one for the same label is added to the first."""
        before: Sequence[SyntaxTreeNode] = ()
        if earlier := self._defined.get(label):
            self.findings.add("note-defined-twice", place, label=shown(label))
            before, place = earlier.blocks, earlier.place
        self._defined[label] = NoteText(label, place, [*before, *blocks])

    def call(self, label: str, place: Place) -> int | None:
        """The number of the note called `[^label]`, or None (and a problem) where it is not defined."""
        if label not in self._numbers:
            if label not in self._defined:
                self.findings.add("note-undefined", place, label=shown(label))
                return None
            self._numbers[label] = self._append(self._defined[label])
        return self._numbers[label]

    def write(self, tokens: Sequence[Token], offset: int, anchor: Anchor) -> int:
        """The number of a note that is written in the text, `^[…]`; its content begins at `offset` there."""
        moved = [token.copy(map=[offset + (token.map[0] if token.map else 0)] * 2) for token in tokens]
        return self._append(NoteText("", anchor.place(offset), tokens=moved, anchor=anchor))

    def _append(self, note: NoteText) -> int:
        self.called.append(note)
        return len(self.called)

    def report_unused(self) -> None:
        """Tell the definitions that nothing called: they are not printed."""
        for label, note in self._defined.items():
            if label not in self._numbers:
                self.findings.add("note-unused", note.place, label=shown(label))
