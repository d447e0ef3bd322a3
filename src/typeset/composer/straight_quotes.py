"""Straight quotation marks (U+0022, U+0027) in Chinese and Japanese text, resolved to opening and closing ones.

Unicode line breaking allows no break on either side of a quotation mark of unknown direction, which would tie a word
in straight quotes to the Chinese text before it. In pairs the direction is known: the first opens, the second closes.
"""

from __future__ import annotations

from typeset.composer.classes import SPACES, Cls
from typeset.composer.units import Paragraph

_WORD = frozenset({Cls.LAT, Cls.DIG})


def resolve_straight_quotes(paragraph: Paragraph) -> None:
    """Class straight quotes as brackets where all of a kind stand in proper pairs; leave them alone elsewhere."""
    if not (paragraph.lang.startswith("zh") or paragraph.lang == "ja"):
        return
    for mark in "\"'":
        if mark in paragraph.char:
            _resolve(paragraph, mark)


def _resolve(paragraph: Paragraph, mark: str) -> None:
    cls = paragraph.cls
    found = [
        index
        for index, char in enumerate(paragraph.char)
        if char == mark and not (0 < index < len(cls) - 1 and cls[index - 1] in _WORD and cls[index + 1] in _WORD)
    ]  # not an apostrophe
    opening, closing = found[::2], found[1::2]
    if len(opening) != len(closing):
        return
    if not all(_stands_apart(paragraph, begin, end) for begin, end in zip(opening, closing, strict=True)):
        return
    for begin, end in zip(opening, closing, strict=True):
        cls[begin], cls[end] = Cls.NOPEN, Cls.NCLOSE


def _stands_apart(paragraph: Paragraph, begin: int, end: int) -> bool:
    """Whether a pair encloses text without white on its inner sides, and the mark that opens follows no word."""
    cls = paragraph.cls
    inside = cls[begin + 1], cls[end - 1]
    before = begin == 0 or cls[begin - 1] not in _WORD
    return end - begin > 1 and before and not any(one in SPACES or one is Cls.NL for one in inside)
