"""Characters by script: 通用规范汉字表, traditional and simplified forms, variants.

Data in `data/`: Unihan (kTGH, kSimplifiedVariant, kTraditionalVariant, kSemanticVariant, kZVariant), Unicode License
V3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from typeset.copyedit.characters import HAN_CHAR
from typeset.copyedit.markup import Block
from typeset.copyedit.model import Finding, Settings
from typeset.copyedit.seen import around, finding

_MOST_LISTED = 12
_MARKS_LIKE_HAN = "丨"  # parts a headline from its column on the web


def _rows(name: str) -> list[str]:
    text = (files("typeset.copyedit") / "data" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def standard() -> frozenset[str]:
    """The 8,105 characters of 通用规范汉字表 (2013)."""
    return frozenset("".join(_rows("standard.txt")))


@cache
def _forms(name: str) -> dict[str, str]:
    return {pair[0]: pair[1] for line in _rows(name) for pair in line.split()}


def traditional() -> dict[str, str]:
    """Characters of traditional text alone, each with its simplified form."""
    return _forms("traditional.txt")


def simplified() -> dict[str, str]:
    """Characters of simplified text alone, each with its traditional form."""
    return _forms("simplified.txt")


def variants() -> dict[str, str]:
    """Variant characters (异体字), each with the standard one."""
    return _forms("variant.txt")


@cache
def _class_of(name: str) -> re.Pattern[str]:
    return re.compile("[" + "".join(_forms(name)) + "]")


@cache
def _outside() -> re.Pattern[str]:
    """Han characters that are not in the table; 々 and 〇 are marks of their own."""
    inside = "".join(sorted(standard()))
    return re.compile(f"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003347f](?<![{inside}])")


def mixed_script(block: Block, settings: Settings) -> Iterator[Finding]:
    """Traditional characters in simplified text, or the reverse: one finding a block, at the first."""
    name = "traditional.txt" if settings.language == "zh-Hans" else "simplified.txt"
    code = "copy-traditional" if settings.language == "zh-Hans" else "copy-simplified"
    spots = [match for match in _class_of(name).finditer(block.masked) if not _is_known(block.masked, match, settings)]
    if spots:
        pairs = dict.fromkeys(f"{match[0]}（{_forms(name)[match[0]]}）" for match in spots)
        yield finding(
            code, block, *spots[0].span(), characters="".join(list(pairs)[:_MOST_LISTED]), count=str(len(spots))
        )


def uncommon(block: Block, settings: Settings) -> Iterator[Finding]:
    """Characters outside 通用规范汉字表, which are often slips; in names they may be right."""
    if settings.language != "zh-Hans" or not HAN_CHAR.search(block.masked):
        return
    told: set[str] = set()
    for match in _outside().finditer(block.masked):
        char = match[0]
        if char in told or char in _MARKS_LIKE_HAN or char in traditional() or _is_known(block.masked, match, settings):
            continue
        told.add(char)
        near = around(block.masked, *match.span())
        if char in variants():
            yield finding("copy-variant", block, *match.span(), character=char, better=variants()[char], around=near)
        else:
            number = f"U+{ord(char):04X}"
            yield finding("copy-uncommon", block, *match.span(), character=char, number=number, around=near)


def _is_known(masked: str, match: re.Match[str], settings: Settings) -> bool:
    """Whether a character belongs to a word that the publication knows."""
    start, end = match.span()
    for word in settings.known | settings.names:
        if match[0] in word and word in masked[max(0, start - len(word) + 1) : end + len(word) - 1]:
            return True
    return False
