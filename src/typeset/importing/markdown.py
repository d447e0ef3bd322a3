"""An article's content as Markdown that `manuscript` reads back as the same text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from typeset.importing.drafts import Content, Figure, Subhead
from typeset.importing.model import Grid, GridCell, Line, Rule, Span
from typeset.manuscript import read_markdown
from typeset.problems import Place

_SPECIAL = re.compile(r"[\\`*_\[\]<]|&(?=#?\w{1,32};)")
_OPENER = re.compile(r"(?=[#>+=~-]|:::|\d{1,9}[.)](?:\s|$)|^-{3})")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_SOLID = re.compile(r"\w")


@dataclass
class MarkdownWriter:
    """Writes one article; `notes` are the document's by key, `files` the picture files' names by key.

    Notes are numbered in the order of their calls; `dropped` counts dress that had no place between other dress.
    """

    notes: Mapping[str, tuple[Line, ...]]
    files: Mapping[str, str]
    called: dict[str, int] = field(default_factory=dict)
    dropped: int = 0

    def write(self, content: Sequence[Content]) -> str:
        """The whole manuscript, its notes at the end."""
        parts: list[str] = []
        previous: Content | None = None
        for block in content:
            text = self._block(block, previous)
            if not text:
                continue
            beside = isinstance(block, Figure) and isinstance(previous, Figure) and block.where == previous.where
            tight = isinstance(block, Line) and isinstance(previous, Line) and block.marker and previous.marker
            parts.append((" " if beside else "\n" if tight else "\n\n") + text if parts else text)
            previous = block
        done = 0
        while done < len(self.called):  # a note may call another one
            key, number = list(self.called.items())[done]
            parts.append(("\n\n" if parts else "") + self._note(number, self.notes.get(key, ())))
            done += 1
        return "".join(parts) + "\n" if parts else ""

    def _block(self, block: Content, previous: Content | None) -> str:
        match block:
            case Line():
                return self._line(block, previous)
            case Subhead(line=line, level=level):
                plain = tuple(replace(span, bold=False) for span in line.spans)
                return f"{'#' * (level + 1)} {self.inline(plain)}"
            case Figure(key=key, alt=alt):
                return f"![{escaped(alt)}]({_address(self.files[key])})" if key in self.files else ""
            case Grid():
                return self._table(block)
            case Rule():
                return "---"

    def _line(self, line: Line, previous: Content | None) -> str:
        text = self.inline(line.spans)
        if not text:
            return ""
        if line.marker is None:
            return f"> {_opened(text)}" if line.role == "quote" else _opened(text)
        indent = "    " * line.marker.depth
        if not line.marker.number:
            return f"{indent}- {_opened(text)}"
        before = previous.marker if isinstance(previous, Line) else None
        restarts = before is not None and before.depth == line.marker.depth and line.marker.number != before.number + 1
        return f"{indent}{line.marker.number}{')' if restarts else '.'} {_opened(text)}"

    def inline(self, spans: Sequence[Span]) -> str:
        """Runs of text with their dress, on one line; without it where Markdown would not understand it there."""
        text = self._dressed(spans)
        if "*" not in text or _reads_as(text, spans):
            return text
        self.dropped += 1
        return self._dressed([replace(span, bold=False, emphasis=False) for span in spans])

    def _dressed(self, spans: Sequence[Span]) -> str:
        parts: list[str] = []
        dressed = ""
        for span in _trimmed(spans):
            core = span.text.strip()
            bare = not _SOLID.search(core)
            mark = "" if bare else "**" * span.bold + "*" * span.emphasis
            if mark and dressed:
                mark = ""
                self.dropped += 1
            start = span.text[: len(span.text) - len(span.text.lstrip())]
            end = span.text[len(span.text.rstrip()) :] if core else ""
            text = f"{mark}{escaped(core)}{mark[::-1]}" if core else ""
            if span.link and core:
                text = self._link(text, core, span.link)
            parts += [start, text, end]
            dressed = mark if core and not end else "" if core or start else dressed
            if span.note:
                parts.append(f"[^{self._call(span.note)}]")
                dressed = ""
        return re.sub(r"[\t\n]+", " ", "".join(parts)).strip(" \u3000")

    def _link(self, text: str, core: str, target: str) -> str:
        if not re.match(r"(?:https?://|mailto:)[^\s<>\\]+$", target):
            return text
        return f"<{target}>" if core == target else f"[{text}](<{target}>)"

    def _call(self, key: str) -> int:
        return self.called.setdefault(key, len(self.called) + 1)

    def _note(self, number: int, lines: Sequence[Line]) -> str:
        texts = [text for line in lines if (text := self.inline(line.spans))]
        first, *more = texts or ["—"]
        return f"[^{number}]: {_opened(first)}" + "".join(f"\n\n    {_opened(text)}" for text in more)

    def _table(self, grid: Grid) -> str:
        reached = _reached(grid)
        rows = []
        for number, row in enumerate(grid.rows):
            cells = [reached.get((number, column)) or self._cell(cell) for column, cell in enumerate(row)]
            rows.append("| " + " | ".join(cells) + " |")
        rows.insert(1, "|" + " --- |" * max(map(len, grid.rows)))
        return "\n".join(rows)

    def _cell(self, cell: GridCell | None) -> str:
        texts = [self.inline(line.spans) for line in cell.lines] if cell else []
        return "<br>".join(text for text in texts if text).replace("|", "\\|")


def escaped(text: str) -> str:
    """Text with a backslash before each character that would be markup."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def _opened(text: str) -> str:
    """A line whose first characters would make it a heading, a list or the like, taken literally."""
    if found := _NUMBER.match(text):
        return f"{found[1]}\\{text[len(found[1]) :]}"
    return f"\\{text}" if _OPENER.match(text) else text


def _address(name: str) -> str:
    return f"<{name}>" if re.search(r"[\s()]", name) else name


def _reads_as(text: str, spans: Sequence[Span]) -> bool:
    body = read_markdown(_opened(re.sub(r"\[\^\d+\]", "", text)), Place("")).body
    return "".join(body.plain_text().split()) == "".join("".join(span.text for span in spans).split())


def _trimmed(spans: Sequence[Span]) -> list[Span]:
    """The spans with neighbours in the same dress made one."""
    found: list[Span] = []
    for span in spans:
        if found and not found[-1].note and _dress(found[-1]) == _dress(span):
            found[-1] = replace(found[-1], text=found[-1].text + span.text, note=span.note)
        else:
            found.append(span)
    return found


def _dress(span: Span) -> tuple[bool, bool, str]:
    return span.bold, span.emphasis, span.link


def _reached(grid: Grid) -> dict[tuple[int, int], str]:
    """Which cells another one covers: `<<` from the left, `^^` from above."""
    found = {}
    for number, row in enumerate(grid.rows):
        for column, cell in enumerate(row):
            if cell is None:
                continue
            for down in range(cell.rows):
                for right in range(cell.columns):
                    if (down, right) != (0, 0):
                        found[number + down, column + right] = "<<" if right else "^^"
    return found
