"""What stands in Markdown source but not on paper: comments, scripts, style sheets; and the fenced code to spare."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate

from typeset.manuscript.findings import Findings
from typeset.manuscript.source import Source

_CONCEALED = re.compile(r"<!--|<(script|style)(?=[\s>])", re.IGNORECASE)
_FENCE = re.compile(r"[ \t\u3000>]*(`{3,}(?=[^`]*$)|~{3,})(.*)")


def without_concealed(source: Source, findings: Findings) -> Source:
    """Take out HTML comments, and scripts and style sheets with their content, over any number of lines.

    Comments go in silence; one without an end is told, and stays. Fenced code and code spans are spared.
    """
    return source if not any("<" in line for line in source.lines) else _Cutter(source, findings).cut()


class _Cutter:
    """Finds the spans to cut in the whole text and keeps them by line."""

    def __init__(self, source: Source, findings: Findings) -> None:
        self.source = source
        self.findings = findings
        self.text = "\n".join(source.lines)
        self.begins = [0, *accumulate(len(line) + 1 for line in source.lines)]
        self.fenced = fenced_lines(source, Findings())
        self.cuts: dict[int, list[tuple[int, int]]] = {}

    @cached_property
    def backticks(self) -> list[int]:
        """Where the text has backticks."""
        return [match.start() for match in re.finditer("`", self.text)]

    def cut(self) -> Source:
        position = 0
        missing: set[str] = set()
        while match := _CONCEALED.search(self.text, position):
            tag = (match[1] or "").lower()
            closer = f"</{tag}>" if tag else "-->"
            position = match.end()
            if closer in missing or self._is_code(match.start()):
                continue
            end = self._find(closer, position)
            self._report(match, tag, closed=end >= 0)
            if end < 0:
                missing.add(closer)
            else:
                position = end + len(closer)
                self._cut_span(match.start(), position)
        return self.source.cut(self.cuts)

    def _line_of(self, offset: int) -> int:
        return bisect_right(self.begins, offset) - 1

    def _is_code(self, offset: int) -> bool:
        line = self._line_of(offset)
        before = bisect_left(self.backticks, offset) - bisect_left(self.backticks, self.begins[line])
        return line in self.fenced or before % 2 == 1

    def _find(self, closer: str, position: int) -> int:
        match = re.compile(re.escape(closer), re.IGNORECASE).search(self.text, position)
        return match.start() if match else -1

    def _report(self, match: re.Match[str], tag: str, *, closed: bool) -> None:
        line = self._line_of(match.start())
        place = self.source.place(line, match.start() - self.begins[line], len(match[0]))
        if tag:
            self.findings.count("html-not-read", place, tag, tag=f"<{tag}>")
        elif not closed:
            self.findings.add("comment-unclosed", place)

    def _cut_span(self, begin: int, end: int) -> None:
        """Cut the characters from `begin` to `end` of the text, on every line that they touch."""
        for line in range(self._line_of(begin), self._line_of(end - 1) + 1):
            start = self.begins[line]
            span = (max(0, begin - start), min(len(self.source.lines[line]), end - start))
            if span[0] < span[1]:
                self.cuts.setdefault(line, []).append(span)


def fenced_lines(source: Source, findings: Findings) -> frozenset[int]:
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
