"""Quotation marks: straight ones paired, nesting double then single, corner quotes in horizontal text.

GB/T 15834—2011 4.8: “ ” outside, ‘ ’ inside, “ ” again inside these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from typeset.copyedit.characters import HAN_CHAR, PAIRS, after, before, is_latin
from typeset.copyedit.doubts import marks_in_doubt
from typeset.copyedit.model import Edit

_CORNERS = re.compile("[「」『』]")
_STRAIGHT_DOUBLE = re.compile('"')
_SINGLE = re.compile("['‘’]")
_QUOTES = re.compile("[“”‘’]")
_POSSESSIVE = re.compile("['’]s(?![A-Za-z])")
_CONNECTORS = "-~～－"


def corner_quotes(masked: str) -> Iterator[Edit]:
    """「」 become “ ”, and 『』 inside them ‘ ’. 『』 alone, and what does not pair, stays."""
    if (
        "「" not in masked
        or marks_in_doubt(masked)
        or any(masked.count(a) != masked.count(b) for a, b in PAIRS.items())
    ):
        return
    found: list[Edit] = []
    depth: list[str] = []
    for match in _CORNERS.finditer(masked):
        char, at = match[0], match.start()
        if char in "「『":
            if (char == "「" and depth) or (char == "『" and depth != ["「"]):
                return
            depth.append(char)
        elif not depth or (depth.pop() == "「") != (char == "」"):
            return
        found.append((at, at + 1, {"「": "“", "」": "”", "『": "‘", "』": "’"}[char]))
    if not depth:
        yield from found


def straight_quotes(masked: str) -> Iterator[Edit]:
    """Straight quotes become pairs in a text with Han characters; an odd number of them stays as it is."""
    if not HAN_CHAR.search(masked):
        return
    found: list[Edit] = []
    for number, at in enumerate(doubles := _double_spots(masked)):
        found.append((at, at + 1, "”" if number % 2 else "“"))
    if len(doubles) % 2 or not all(_faces(masked, a, b) for a, b in zip(doubles[::2], doubles[1::2], strict=False)):
        found = []
    singles = [at for at in _single_spots(masked) if masked[at] == "'"]
    if len(singles) % 2 == 0:
        found += [(at, at + 1, "’" if number % 2 else "‘") for number, at in enumerate(singles)]
    yield from sorted(found)


def _double_spots(masked: str) -> list[int]:
    """Straight double quotes, without those that stand for inches or seconds."""
    spots = [match.start() for match in _STRAIGHT_DOUBLE.finditer(masked)]
    return spots if len(spots) % 2 == 0 else [at for at in spots if not masked[at - 1 : at].isdigit()]


def _faces(masked: str, opens: int, closes: int) -> bool:
    """Whether there is something between two quotes."""
    return bool(masked[opens + 1 : closes].strip())


def _single_spots(masked: str) -> list[int]:
    """Single quotes that are no apostrophes: Levi's, don’t, '90s, 5'."""
    spots: list[int] = []
    opened, straight = 0, False
    for match in _SINGLE.finditer(masked):
        at, char = match.start(), match[0]
        inside = is_latin(masked[at - 1 : at]) and is_latin(masked[at + 1 : at + 2])
        if char == "‘":
            opened += 1
        elif (inside or _POSSESSIVE.match(masked, at)) and not opened and not straight:
            continue
        elif char == "’":
            opened = max(0, opened - 1)
        elif masked[at - 1 : at].isdigit() and not opened and not straight:
            continue
        straight = straight != (char == "'")
        spots.append(at)
    return spots


def nesting(masked: str) -> Iterator[Edit]:
    """Double quotes outside and single inside, where the quotes pair without doubt.

    Single quotes outside become double only where the block has no double ones: an editor who uses both may mean it.
    """
    if marks_in_doubt(masked) or not HAN_CHAR.search(masked):
        return
    spots = set(_single_spots(masked))
    tokens = [m.start() for m in _QUOTES.finditer(masked) if m[0] in "“”" or m.start() in spots]
    levels = _levels(masked, tokens)
    if levels is None:
        return
    doubles = {at for at in tokens if masked[at] in "“”"}
    mixed = {levels[at].pair for at in doubles if levels[at].depth}
    held = any(_beside_connector(masked, at) for at in tokens)
    for at in tokens:
        level = levels[at]
        if level.single_outside and level.pair not in mixed and (doubles or held):
            continue
        new = _turned(masked[at], double=level.depth % 2 == 0)
        if new != masked[at]:
            yield at, at + 1, new


def _turned(char: str, *, double: bool) -> str:
    opening = char in "“‘"
    return ("“" if opening else "”") if double else ("‘" if opening else "’")


@dataclass(frozen=True)
class _Level:
    """How deep a quote stands, whether the outermost pair around it is single, and the number of that pair."""

    depth: int
    single_outside: bool
    pair: int


def _levels(masked: str, tokens: list[int]) -> dict[int, _Level] | None:
    """The level of every quote; None where they do not pair."""
    stack: list[int] = []
    found: dict[int, _Level] = {}
    single, number = False, 0
    for at in tokens:
        char = masked[at]
        if char in "“‘":
            if not stack:
                single, number = char == "‘", number + 1
            found[at] = _Level(len(stack), single, number)
            stack.append(at)
        else:
            if not stack or (masked[stack[-1]] == "“") != (char == "”"):
                return None
            stack.pop()
            found[at] = _Level(len(stack), single, number)
    return found if not stack else None


def _beside_connector(masked: str, at: int) -> bool:
    """Whether a hyphen or tilde that only the sense can place stands beside a quote."""
    other = after(masked, at + 1) if masked[at] in "”’" else before(masked, at)
    return bool(other) and other in _CONNECTORS
