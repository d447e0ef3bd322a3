"""Making Markdown source ready for the parser: what an editor writes that no Markdown parser expects.

Columns stay right: characters are cut with their places kept, or replaced one for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from typeset.manuscript.characters import HAN_RANGES
from typeset.manuscript.concealed import fenced_lines, without_concealed
from typeset.manuscript.findings import Findings
from typeset.manuscript.source import Source

_IDEOGRAPHIC_INDENT = re.compile(r"[ \t]*+(?:>[ \t]?)*+([ \t]*+\u3000[ \t\u3000]*)")
_INDENT = re.compile(rf"( {{4,}}|[ ]{{0,3}}\t[ \t]*)(?=[{HAN_RANGES}“‘《〈【「『（])")
_LIST_ITEM = re.compile(r"[ \t]*(?:>[ \t]?)*(?:[-*+]|\d{1,9}[.)]|\[\^[^\]\s]+\]:)(?:[ \t]|$)")
_WIDE_MARKER_SPACE = re.compile(r"[ \t]*(?:>[ \t]?)*(?:[-*+]|\d{1,9}[.)]|#{1,6})(\u3000)")
_WIDE_NOTE_COLON = re.compile(r" {0,3}\[\^[^\]\s]+\](：)")
_FRONT_MATTER_LINE = re.compile(r"\s*$|\s*#|[\w-]+[ \t]*:(?:\s|$)|[ \t]+\S|-[ \t]")
_MOST_FRONT_MATTER = 60


@dataclass(frozen=True)
class Prepared:
    """Source ready for the parser, the lines (from 0) that began with an indent of their own, and those of code."""

    source: Source
    indented: frozenset[int]
    fenced: frozenset[int] = frozenset()


def prepare(source: Source, findings: Findings) -> Prepared:
    """Take out front matter, comments, scripts and indents; mend full-width spaces and colons in markers."""
    source = _without_front_matter(source, findings)
    source = without_concealed(source, findings)
    fenced = fenced_lines(source, findings)
    source = source.rewritten(
        line if number in fenced else _mend_markers(line) for number, line in enumerate(source.lines)
    )
    return _without_indents(source, fenced)


def _without_front_matter(source: Source, findings: Findings) -> Source:
    """A block of `key: value` lines between `---` at the very top, as other programs write it."""
    lines = source.lines
    if lines[0].rstrip() != "---":
        return source
    for number in range(1, min(len(lines), _MOST_FRONT_MATTER)):
        if lines[number].rstrip() in ("---", "..."):
            if number == 1:
                return source
            findings.add("front-matter-ignored", source.place(0, 0, 3))
            return source.cut({cut: [(0, len(lines[cut]))] for cut in range(number + 1)})
        if not _FRONT_MATTER_LINE.match(lines[number]):
            break
    return source


def _mend_markers(line: str) -> str:
    """A full-width space after a list or heading marker, and a full-width colon after a note's label."""
    if match := _WIDE_MARKER_SPACE.match(line):
        line = f"{line[: match.start(1)]} {line[match.end(1) :]}"
    if match := _WIDE_NOTE_COLON.match(line):
        line = f"{line[: match.start(1)]}:{line[match.end(1) :]}"
    return line


def _without_indents(source: Source, fenced: frozenset[int]) -> Prepared:
    """Cut the indents of paragraphs: ideographic spaces, and outside lists four spaces or a tab before Han."""
    cuts: dict[int, list[tuple[int, int]]] = {}
    in_list = False
    for number, line in enumerate(source.lines):
        if number in fenced or not line.strip():
            continue
        if match := _IDEOGRAPHIC_INDENT.match(line):
            cuts[number] = [match.span(1)]
        elif _LIST_ITEM.match(line):
            in_list = True
        elif match := _INDENT.match(line):
            if not in_list:
                cuts[number] = [match.span(1)]
        elif line[0] not in " \t":
            in_list = False
    return Prepared(source.cut(cuts), frozenset(cuts), fenced)
