"""Ellipses, dashes and interpuncts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from typeset.copyedit.characters import BLANK, HAN, HAN_CHAR, LEVEL_NUMBER, after, before, is_han, is_latin, is_wide
from typeset.copyedit.model import Edit

_DOTS = re.compile(r"\.{3,}|…+|⋯+|。{3,}|·{6,}")
_LATIN_DOTS = re.compile(
    rf"[A-Za-z0-9][{BLANK}]*\.{{3,}}[{BLANK}]*[A-Za-z]|[A-Za-z][{BLANK}]*\.{{3,}}[{BLANK}]*[A-Za-z0-9]"
)
_DASHES = re.compile("[-－—–―─]{2,}|[―─⸺]")
_LONGEST_DASH = 4
_DOTTED = re.compile(f"(?<![{HAN}A-Za-z])[{HAN}A-Za-z]++(?:[•●・‧∙⋅･．·][{HAN}A-Za-z]++)+")
_INTERPUNCT = re.compile("[•●・‧∙⋅･．]")


def ellipses(masked: str) -> Iterator[Edit]:
    """Six dots in two cells in Chinese text, one cell in Latin text (GB/T 15834—2011 4.11).

    Twelve dots, which stand for whole paragraphs left out, and leaders before a page number stay. Where dots part
    Latin words in a Chinese text, only the sense can tell.
    """
    chinese = HAN_CHAR.search(masked) is not None
    doubtful = chinese and _LATIN_DOTS.search(masked) is not None
    for match in _DOTS.finditer(masked):
        start, end = match.span()
        dots, left, right = match[0], before(masked, start), after(masked, end)
        if not left or (right.isdigit() and len(dots) > 4):
            continue
        if not chinese:
            if dots[0] == "." and len(dots) <= 6 and is_latin(left):
                yield start, end, "…"
            continue
        if (dots[0] == "." and doubtful) or dots in ("……", "…………"):
            continue
        if is_wide(left) or is_wide(right) or left in "”’…" or not right or dots[0] == "。":
            yield start, end, "……"


def dashes(masked: str) -> Iterator[Edit]:
    """A dash of two cells between Chinese words, or before the first (GB/T 15834—2011 4.10).

    One cell (—) is a connector, a hyphen may be one: these stay.
    """
    for match in _DASHES.finditer(masked):
        start, end = match.span()
        if len(match[0]) > _LONGEST_DASH or match[0] == "——":
            continue
        left, right = before(masked, start), after(masked, end)
        opens = not before(masked, start, blanks=False) and is_han(after(masked, end, blanks=False))
        if (opens and len(match[0]) > 1 and not masked[:start].strip()) or (
            _is_word(left) and _is_word(right) and (is_wide(left) or is_wide(right)) and not _is_option(right, match[0])
        ):
            yield start, end, "——"


def _is_word(char: str) -> bool:
    return bool(char) and (is_wide(char) or char in "“”‘’%" or is_latin(char))


def _is_option(right: str, dash: str) -> bool:
    """Whether two hyphens before a Latin word may be a program's option."""
    return dash == "--" and is_latin(right)


def interpuncts(masked: str) -> Iterator[Edit]:
    """U+00B7 between the parts of a foreign name, or of a title and its part (GB/T 15834—2011 4.14)."""
    for run in _DOTTED.finditer(masked):
        if not HAN_CHAR.search(run[0]):
            continue
        for match in _INTERPUNCT.finditer(run[0]):
            at = run.start() + match.start()
            number = LEVEL_NUMBER.match(masked, run.start())
            if match[0] == "．" and (number and number.end() > at):
                continue
            yield at, at + 1, "·"
