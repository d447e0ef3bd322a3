"""What kinds of characters Chinese manuscripts are made of."""

from __future__ import annotations

import re

HAN_RANGES = "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003347f"
"""Han characters (Unicode Script=Han, and its planes 2 and 3), as the inside of a character class."""

MARK_RANGES = "\u3001-\u3003\u3008-\u3011\u3013-\u301f\u3030\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
"""Marks that only East Asian text has: ，。、；：？！（）《》【】「」 and their like."""

SHARED_RANGES = "‘’“”—…·"
"""Marks that Chinese text shares with Western text, so that the neighbours decide which they are."""

BLANKS = " \t\u3000"
"""What a manuscript's text may have between words once `tidy` has made other spaces plain ones."""

SENTENCE_ENDS = frozenset("。．.！!？?…")
_CLOSERS = "”’」』》〉）)】〕］]\"'"
_STOPS = SENTENCE_ENDS | frozenset("；;：:，,、—")

_HAN = re.compile(f"[{HAN_RANGES}]")
_WIDE = re.compile(f"[{HAN_RANGES}{MARK_RANGES}]")


def is_han(char: str) -> bool:
    """Whether a character is a Han character (not punctuation)."""
    return bool(_HAN.match(char))


def is_wide(char: str) -> bool:
    """Whether a character is a Han character or a mark that only East Asian text has."""
    return bool(_WIDE.match(char))


def ends_sentence(text: str) -> bool:
    """Whether the text ends with a mark that ends a sentence, closing quotes and brackets after it not counted."""
    return text.rstrip(BLANKS + "\n" + _CLOSERS)[-1:] in SENTENCE_ENDS and bool(text.strip())


def ends_with_stop(text: str) -> bool:
    """Whether the text ends with any mark that a title does not end with: a full stop, a comma, a colon …"""
    return text.rstrip(BLANKS + "\n")[-1:] in _STOPS


def joint(before: str, after: str) -> str:
    """What a line end of the source stands for between two characters: nothing, or a space.

    Chinese has no word spaces: beside a Han character or a full-width mark nothing, otherwise a space. (CSS
    Text 4, segment break transformation rules, says so for two wide characters; the gap between Han and Latin
    letters is the layout's.)
    """
    if not before or not after or before in BLANKS + "\n" or after in BLANKS + "\n":
        return ""
    if is_wide(before) or is_wide(after):
        return ""
    return "" if before in SHARED_RANGES and after in SHARED_RANGES else " "


def terminal_width(text: str) -> int:
    """The cells a text takes in a window with fixed pitch, where Han characters and full-width marks take two."""
    return sum(2 if is_wide(char) or char in SHARED_RANGES or char == "\u3000" else 1 for char in text)
