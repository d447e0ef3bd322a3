"""Where Western words may be divided."""

from __future__ import annotations

from functools import cache
from typing import Any

import pyphen

_SHORTEST_NAME = 8


def dictionary_points(word: str, lang: str | None, limits: tuple[int, int, int] = (5, 2, 2)) -> list[int]:
    """Where a word may be hyphenated, as character positions; English where the language has no dictionary."""
    total, left, right = limits
    known = pyphen.language_fallback(lang) if lang else None
    if len(word) < total or not (known or word.isascii()):
        return []
    return list(_dictionary(known or "en_US", left, right).positions(word))


@cache
def _dictionary(language: str, left: int, right: int) -> Any:
    return pyphen.Pyphen(lang=language, left=left, right=right)


def is_name(word: str) -> bool:
    """Whether a word is written with inner capitals, as names of products are."""
    return any(map(str.isupper, word[1:]))


def word_points(word: str, lang: str | None) -> list[int]:
    """Hyphenation points of a word nobody asked to divide: a long name only where a capital follows a small letter.

    PostgreSQL is Postgre-SQL; GitHub and HTML stay whole.
    """
    if not is_name(word):
        return dictionary_points(word, lang)
    if len(word) < _SHORTEST_NAME:
        return []
    return [index for index in range(2, len(word) - 1) if word[index].isupper() and word[index - 1].islower()]
