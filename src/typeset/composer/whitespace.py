"""Line ends in the source of a document: between Chinese or Japanese characters they are no space.

CSS Text 3 §4.1.3 (segment break transformation): a line end is removed where the characters on both sides are wide and
not Hangul. In Chinese and Japanese text quotation marks, dashes and dots count as wide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from typeset.composer.cascade import is_composing
from typeset.composer.classes import Cls, classify, language_of

_LINE_END = re.compile(r"(?<=(\S))[ \t\r\f]*\n[ \t\r\n\f]*(?=(\S))")
_AMBIGUOUS = frozenset("“”‘’—…·")


def process_whitespace(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's white-space processing of a text box, after line ends between wide characters are taken out."""

    def process(box: Any, following_collapsible_space: bool = False) -> Any:
        text = box.text
        if is_composing() and text and "\n" in text and box.style["white_space"] in ("normal", "nowrap"):
            box.text = join_lines(text, language_of(box.style["lang"]))
        return stock(box, following_collapsible_space)

    return process


def join_lines(text: str, language: str) -> str:
    """Text without the line ends that are no spaces. `language` as `classes.language_of` tells it."""
    east_asian = language.startswith("zh") or language == "ja"

    def wide(char: str) -> bool:
        if east_asian and char in _AMBIGUOUS:
            return True
        return unicodedata.east_asian_width(char) in "FWH" and classify(char) is not Cls.HANGUL

    def replace(match: re.Match[str]) -> str:
        return "" if wide(match[1]) and wide(match[2]) else match[0]

    return _LINE_END.sub(replace, text)
