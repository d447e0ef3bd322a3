"""Character classes of Chinese copy, and the stand-ins for markup in a masked text.

A masked text is as long as the text it is made from; what is not wording has a stand-in for each character, so that
rules can look at neighbours and cannot touch it.
"""

from __future__ import annotations

import re

HAN = "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003347f"
"""Han characters (Unicode Script=Han), as the inside of a character class."""

WIDE_MARKS = "\u3001-\u3003\u3008-\u3011\u3014-\u301b\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f"
"""Marks that Chinese text alone has: ，。、；：？！（）《》【】「」 and their like."""

SHARED_MARKS = "“”‘’—…·"
"""Marks that Chinese shares with Western text."""

BLANK = " \t\u3000\u00a0\u2000-\u200a\u202f\u205f"
"""Blanks inside a line."""

GONE = "\ue000"
"""Stands for markup that is not printed, such as ** or a note's call: neighbours are seen through it."""
CODE = "\ue001"
"""Stands for code: a Latin word to its neighbours."""
ADDRESS = "\ue002"
"""Stands for an address on the network, where a blank may be its end."""
EDGE = "\ue003"
"""Stands for what opens or parts blocks: #, list marks, the bars of a table."""

STAND_INS = GONE + CODE + ADDRESS + EDGE

HAN_CHAR = re.compile(f"[{HAN}]")
_LATIN = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u0250-\u02af\u0370-\u03ff\u0400-\u04ff]")
_WIDE = re.compile(f"[{HAN}{WIDE_MARKS}]")
_BLANK = re.compile(f"[{BLANK}]")

OPENING = "（《〈“‘「『【〔［"
CLOSING = "）》〉”’」』】〕］"
PAIRS = dict(zip(OPENING, CLOSING, strict=True))

SENTENCE_ENDS = "。！？…"
LEVEL_NUMBER = re.compile(
    r"[一二三四五六七八九十百]{1,4}[、.．]|[（(][一二三四五六七八九十百\d]{1,4}[）)]|\d{1,3}(?:[、．]|\.(?!\d)|[）)])"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条编篇部]|[①-⑳㈠-㈩●■◆★▲○□]"
)
"""The typed number or mark that opens a heading or an item."""


def is_han(char: str) -> bool:
    """Whether a character is a Han character; false for the empty string."""
    return HAN_CHAR.match(char) is not None


def is_wide(char: str) -> bool:
    """Whether a character is Han or a mark that Chinese alone has."""
    return _WIDE.match(char) is not None


def is_latin(char: str) -> bool:
    """Whether a character is a letter or digit of Western text."""
    return _LATIN.match(char) is not None


def is_blank(char: str) -> bool:
    """Whether a character is a blank inside a line."""
    return _BLANK.match(char) is not None


def han_length(text: str) -> int:
    """How many Han characters a text has."""
    return len(HAN_CHAR.findall(text))


_FARTHEST = 200  # characters of markup and blanks that are seen through


def before(text: str, at: int, *, blanks: bool = True) -> str:
    """The character before a position, seen through markup and, unless `blanks` is off, blanks; empty at an edge."""
    for index in range(at - 1, max(-1, at - 1 - _FARTHEST), -1):
        char = text[index]
        if char != GONE and not (blanks and is_blank(char)):
            return "" if char in "\n" + EDGE else char
    return ""


def after(text: str, at: int, *, blanks: bool = True) -> str:
    """The character at or behind a position, seen through markup and, unless `blanks` is off, blanks."""
    for index in range(at, min(len(text), at + _FARTHEST)):
        char = text[index]
        if char != GONE and not (blanks and is_blank(char)):
            return "" if char in "\n" + EDGE else char
    return ""
