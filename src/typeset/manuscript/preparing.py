"""Making Markdown source ready for the parser: what an editor writes that no Markdown parser expects.

Columns stay right: characters are cut with their places kept, or replaced one for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from typeset.manuscript.characters import HAN_RANGES
from typeset.manuscript.findings import Findings
from typeset.manuscript.source import Source

_FENCE = re.compile(r"[ \t\u3000>]*(`{3,}(?=[^`]*$)|~{3,})(.*)")
_IDEOGRAPHIC_INDENT = re.compile(r"[ \t]*+(?:>[ \t]?)*+([ \t]*+\u3000[ \t\u3000]*)")
_INDENT = re.compile(rf"( {{4,}}|[ ]{{0,3}}\t[ \t]*)(?=[{HAN_RANGES}“‘《〈【「『（])")
_LIST_ITEM = re.compile(r"[ \t]*(?:>[ \t]?)*(?:[-*+]|\d{1,9}[.)]|\[\^[^\]\s]+\]:)(?:[ \t]|$)")
_WIDE_MARKER_SPACE = re.compile(r"[ \t]*(?:>[ \t]?)*(?:[-*+]|\d{1,9}[.)]|#{1,6})(\u3000)")
_WIDE_NOTE_COLON = re.compile(r" {0,3}\[\^[^\]\s]+\](：)")
_CONCEALED = re.compile(r"<!--|<(script|style)(?=[\s>])", re.IGNORECASE)
_FRONT_MATTER_LINE = re.compile(r"\s*$|\s*#|[\w-]+[ \t]*:(?:\s|$)|[ \t]+\S|-[ \t]")
_MOST_FRONT_MATTER = 60


@dataclass(frozen=True)
class Prepared:
    """Source ready for the parser, and the lines (from 0) that began with an indent of their own."""

    source: Source
    indented: frozenset[int]


def prepare(source: Source, findings: Findings) -> Prepared:
    """Take out front matter, comments, scripts and indents; mend full-width spaces and colons in markers."""
    source = _without_front_matter(source, findings)
    source = _without_concealed(source, findings)
    fenced = _fenced_lines(source, findings)
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


def _without_concealed(source: Source, findings: Findings) -> Source:
    """Take out HTML comments, and scripts and style sheets with their content, over any number of lines."""
    text = "\n".join(source.lines)
    if "<" not in text:
        return source
    begins = [0]
    for line in source.lines:
        begins.append(begins[-1] + len(line) + 1)
    cuts: dict[int, list[tuple[int, int]]] = {}
    fenced = _fenced_lines(source, Findings())
    number = position = 0
    missing: set[str] = set()
    while match := _CONCEALED.search(text, position):
        while begins[number + 1] <= match.start():
            number += 1
        tag = (match[1] or "").lower()
        closer = f"</{tag}>" if tag else "-->"
        position = match.end()
        if number in fenced or closer in missing or _inside_code(source.lines[number], match.start() - begins[number]):
            continue
        end = _find(text, closer, position)
        place = source.place(number, match.start() - begins[number], len(match[0]))
        if tag:
            findings.count("html-not-read", place, tag, tag=f"<{tag}>")
        if end < 0:
            missing.add(closer)
            if not tag:
                findings.add("comment-unclosed", place)
            continue
        position = end + len(closer)
        _cut_span(cuts, source.lines, begins, number, match.start(), position)
    return source.cut(cuts)


def _find(text: str, closer: str, position: int) -> int:
    match = re.compile(re.escape(closer), re.IGNORECASE).search(text, position)
    return match.start() if match else -1


def _inside_code(line: str, column: int) -> bool:
    return line[:column].count("`") % 2 == 1


def _cut_span(
    cuts: dict[int, list[tuple[int, int]]], lines: tuple[str, ...], begins: list[int], line: int, begin: int, end: int
) -> None:
    """Cut the characters from `begin` to `end` of the whole text, beginning in `line`."""
    while begins[line] < end:
        first = max(0, begin - begins[line])
        last = min(len(lines[line]), end - begins[line])
        if first < last:
            cuts.setdefault(line, []).append((first, last))
        line += 1


def _fenced_lines(source: Source, findings: Findings) -> frozenset[int]:
    """The lines of fenced code, fences included; a fence without an end takes all to the end, and is told."""
    fenced: list[int] = []
    opening: tuple[int, str] | None = None
    for number, line in enumerate(source.lines):
        match = _FENCE.match(line)
        if opening is None:
            if match:
                opening = (number, match[1])
                fenced.append(number)
            continue
        fenced.append(number)
        if match and match[1].startswith(opening[1]) and not match[2].strip():
            opening = None
    if opening:
        number, fence = opening
        column = source.lines[number].index(fence)
        findings.add("fence-unclosed", source.place(number, column, len(fence)), fence=fence)
    return frozenset(fenced)


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
    return Prepared(source.cut(cuts), frozenset(cuts))
