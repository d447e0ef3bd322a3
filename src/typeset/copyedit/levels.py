"""Levels of typed headings and items: 一、（一）1.（1）, in order (editorial practice; GB/T 9704—2012, 7.3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from typeset.copyedit.characters import BLANK, EDGE, GONE
from typeset.copyedit.markup import Block
from typeset.copyedit.model import Finding
from typeset.copyedit.seen import finding, shown

_HAN_DIGITS = "一二三四五六七八九"
_LEVELS = (
    (1, re.compile("([一二三四五六七八九十]{1,3})、")),
    (2, re.compile("[（(]([一二三四五六七八九十]{1,3})[）)]")),
    (3, re.compile(r"(\d{1,2})(?:[．、]|\.(?!\d))")),
    (4, re.compile(r"[（(](\d{1,2})[）)]")),
    (5, re.compile(r"(\d{1,2})[）)]")),
)
_SHAPES = {1: "一、", 2: "（一）", 3: "1.", 4: "（1）", 5: "1）"}


@dataclass(frozen=True)
class _Number:
    block: Block
    level: int
    value: int
    at: int
    text: str


def levels(blocks: Sequence[Block]) -> Iterator[Finding]:
    """Numbers that stand under a lower level, are left out, or occur twice.

    Levels may be skipped on the way down. A series that begins again with one is a new one.
    """
    open_series: dict[int, int] = {}
    for number in filter(None, map(_number, blocks)):
        level, value = number.level, number.value
        if level in open_series:
            expected = open_series[level] + 1
            if value not in (expected, 1):
                yield _told("copy-number-order", number, expected=_written(level, expected))
        elif value == 1:
            deeper = [other for other in open_series if other > level]
            if deeper:
                above = min(deeper)
                yield _told("copy-level-order", number, above=_SHAPES[above], order="一、（一）1.（1）")
                continue
        open_series = {other: last for other, last in open_series.items() if other < level}
        open_series[level] = value


def _told(code: str, number: _Number, **arguments: str) -> Finding:
    end = number.at + len(number.text)
    return finding(
        code, number.block, number.at, end, number=number.text, title=shown(number.block.masked), **arguments
    )


def _number(block: Block) -> _Number | None:
    """The typed number that a block begins with."""
    if block.kind not in ("paragraph", "heading", "line"):
        return None
    at = len(block.masked) - len(block.masked.lstrip(BLANK + EDGE + GONE + "*"))
    for level, pattern in _LEVELS:
        if found := pattern.match(block.masked, at):
            value = _value(found[1])
            return _Number(block, level, value, at, found[0]) if value else None
    return None


def _value(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _HAN_DIGITS.find(text) + 1 if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return 10 * (_HAN_DIGITS.find(tens) + 1 if tens else 1) + (_HAN_DIGITS.find(ones) + 1 if ones else 0)


def _written(level: int, value: int) -> str:
    tens, ones = divmod(value, 10)
    han = (("" if tens == 1 else _HAN_DIGITS[tens - 1]) + "十" if tens else "") + (
        _HAN_DIGITS[ones - 1] if ones else ""
    )
    return _SHAPES[level].replace("一", han).replace("1", str(value))
