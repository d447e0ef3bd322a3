"""Plain text manuscripts (.txt): lines that are paragraphs, or lines that a program has wrapped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from typeset.manuscript.characters import BLANKS, ends_sentence, ends_with_stop, joint, terminal_width
from typeset.manuscript.findings import Findings, shown
from typeset.manuscript.headings import level_headings, without_title
from typeset.manuscript.model import Block, Body, Heading, Paragraph, Reading, Separator, Text
from typeset.manuscript.source import Source, Trace, too_long
from typeset.manuscript.tidy import look_over, tidy
from typeset.manuscript.whitespace import squeeze
from typeset.problems import Place, problem

_NUMBERED = (
    re.compile(r"[一二三四五六七八九十]{1,3}、\s*\S"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]\s*\S"),
)
_TYPED_NUMBER = re.compile(
    r"[（(][一二三四五六七八九十百\d]{1,4}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,3}(?:、|[.．](?=[^\s\d]))|[①-⑳•●■◆]"
)
_RULE = re.compile(r"[-_*=—＊─━][-_*=—＊─━ \u3000]{2,}")
_MARKDOWN = re.compile(r"^#{1,6}\s*\S|\*\*[^*]{1,100}\*\*|!\[[^\]]{0,100}\]\(|\[\^[^\]]{1,30}\]")
_LONGEST_HEADING = 30

# A program that wraps lines fills them: narrower columns are verse or lists, wider lines are paragraphs.
_NARROWEST, _WIDEST = 30, 160
_FULL = 0.85
_SHORT = 0.75


@dataclass(frozen=True)
class _Line:
    """A line that is not blank: its text without the indent, its number (from 0), and what stands before it."""

    text: str
    number: int
    column: int
    after_blank: bool
    indented: bool

    @property
    def width(self) -> int:
        return terminal_width(self.text)


def read_plain(text: str, start: Place, title: str | None = None) -> Reading:
    """Read a manuscript in plain text.

    Each line is a paragraph, unless the lines show that a program has wrapped them: then lines are joined up to a
    blank line, an indent, a typed number or a line that is clearly shorter, and a notice says so. Short lines
    numbered 一、 or （一） between paragraphs are headings. A first line that repeats `title` is dropped. Nothing else
    is lost or added. `start` is the place of the first character.
    """
    if too_long(text):
        return Reading(Body(), (problem("manuscript-too-long", start),))
    findings = Findings()
    source = tidy(text, start, findings)
    lines = _lines(source)
    width = _wrap_width(lines)
    groups = _joined(lines, width) if width else [[line] for line in lines]
    if len(groups) < len(lines):
        place = source.place(lines[0].number, lines[0].column)
        findings.add("wrapped-lines-joined", place, lines=len(lines), paragraphs=len(groups))
    _report_markdown(lines, source, findings)
    blocks = tuple(_block(group, source, findings) for group in groups)
    blocks = without_title(_numbered_headings(blocks), title, findings)
    return Reading(Body(level_headings(blocks, findings)), findings.problems())


def plain_paragraphs(text: str, start: Place) -> tuple[tuple[str, int], ...]:
    """The paragraphs of a plain text, wrapped lines joined, each with how many empty lines stand above it."""
    lines = _lines(tidy(text, start, Findings()))
    width = _wrap_width(lines)
    found = []
    last = -1
    for group in _joined(lines, width) if width else [[line] for line in lines]:
        whole = ""
        for line in group:
            whole += joint(whole[-1:], line.text[:1]) + line.text
        found.append((whole, group[0].number - last - 1))
        last = group[-1].number
    return tuple(found)


def _lines(source: Source) -> list[_Line]:
    lines = []
    blank = True
    for number, line in enumerate(source.lines):
        text = line.strip(BLANKS)
        if text:
            indent = line[: len(line) - len(line.lstrip(BLANKS))]
            indented = "\u3000" in indent or "\t" in indent or len(indent) >= 2
            lines.append(_Line(text, number, len(indent), blank, indented))
        blank = not text
    return lines


def _wrap_width(lines: Sequence[_Line]) -> int:
    """The width in cells at which a program has wrapped the lines, or 0 where lines are paragraphs.

    The evidence are lines with another right below. In wrapped text most of them are full and stop in the middle of a
    sentence; paragraphs of one line end their sentence, and titles among them are short.
    """
    followed = [
        line
        for line, below in pairwise(lines)
        if not (below.after_blank or below.indented or _TYPED_NUMBER.match(below.text))
    ]
    width = max((line.width for line in lines), default=0)
    if not followed or not _NARROWEST <= width <= _WIDEST:
        return 0
    cut = [line for line in followed if line.width >= _FULL * width and not ends_sentence(line.text)]
    return width if len(cut) >= 0.5 * len(followed) else 0


def _joined(lines: Sequence[_Line], width: int) -> list[list[_Line]]:
    groups: list[list[_Line]] = []
    for line in lines:
        opens = line.after_blank or line.indented or _TYPED_NUMBER.match(line.text) or _RULE.fullmatch(line.text)
        if not groups or opens or groups[-1][-1].width < _SHORT * width:
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _block(group: Sequence[_Line], source: Source, findings: Findings) -> Block:
    place = source.place(group[0].number, group[0].column)
    if len(group) == 1 and _RULE.fullmatch(group[0].text):
        return Separator(place)
    trace = Trace(source)
    text = ""
    for line in group:
        if glue := joint(text[-1:], line.text[:1]):
            trace.add(glue, line.number, line.column)
        trace.add(line.text, line.number, line.column)
        text += glue + line.text
    look_over(trace, findings)
    return Paragraph(squeeze((Text(text),)), place)


def _numbered_headings(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Make headings of short numbered lines that stand above text; several in a row are a list's entries."""
    levels = [_heading_level(block) for block in blocks]
    done: list[Block] = []
    for index, block in enumerate(blocks):
        level = levels[index]
        alone = level and level not in levels[max(0, index - 1) : index] + levels[index + 1 : index + 2]
        if alone and index + 1 < len(blocks) and isinstance(block, Paragraph):
            done.append(Heading(level, block.children, block.place))
        else:
            done.append(block)
    return tuple(done)


def _heading_level(block: Block) -> int:
    """1 for 一、, 2 for （一）, 0 for what is no heading."""
    if not isinstance(block, Paragraph) or not isinstance(text := block.children[0], Text):
        return 0
    if len(text.text) > _LONGEST_HEADING or ends_with_stop(text.text):
        return 0
    return next((level for level, pattern in enumerate(_NUMBERED, 1) if pattern.match(text.text)), 0)


def _report_markdown(lines: Sequence[_Line], source: Source, findings: Findings) -> None:
    """Tell where plain text looks like Markdown, whose marks would be printed."""
    for line in lines:
        if _MARKDOWN.search(line.text):
            findings.count("markdown-in-plain-text", source.place(line.number, line.column), text=shown(line.text))
