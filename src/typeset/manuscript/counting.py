"""字数: how long a text is, as editors count."""

from __future__ import annotations

import re

from typeset.manuscript.characters import HAN_RANGES, MARK_RANGES, SHARED_RANGES

_HAN = re.compile(f"[{HAN_RANGES}]")
_WORD = re.compile(f"[{HAN_RANGES}{MARK_RANGES}{SHARED_RANGES}]|[^\\s{HAN_RANGES}{MARK_RANGES}{SHARED_RANGES}]+")


def han_count(text: str) -> int:
    """How many Han characters the text has: the 字数 of fees and of copyfitting.

    Punctuation, digits and Latin letters do not count.
    """
    return sum(1 for _ in _HAN.finditer(text))


def word_count(text: str) -> int:
    """How many “words” the text has, as word processors show it under 字数.

    Each Han character and each full-width mark counts one, and so does each unbroken run of anything else, such as
    a Latin word or a number.
    """
    return sum(1 for _ in _WORD.finditer(text))
