"""Setting one line: where the white goes that a line has too little or too much of.

Reduction (clreq, procedures for inter-character spacing reduction): evenly over all adjustable white, first what
is not seen, then to the limit; or strictly in clreq's order. Expansion: word spaces to half an em, Han–Latin gaps
to their limit, then every other gap alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from typeset.composer.gaps import TIERS, Gaps, stretch_shares
from typeset.composer.layout import ROUNDING, Layout, Measured

_EPSILON = 1e-6


@dataclass(slots=True)
class SetLine:
    """A line with its final advances, one a visible unit: the distance to the next unit's origin."""

    first: int
    last: int
    advances: list[float]
    shift: float  # the first unit's origin, left of the line's start (trimmed or hanging opening mark)
    hang: float  # how much of the last unit stands outside
    hyphen: str | None
    overfull: bool


def set_line(layout: Layout, start: int, end: int, width: float, justified: bool, squeeze: bool) -> SetLine:
    """Distribute a line's white. `justified`: stretch to the width; `squeeze`: a line too long may be reduced."""
    line = layout.measure(start, end)
    first, last = line.first, line.last
    paragraph, gaps = layout.paragraph, layout.gaps
    if last <= first:
        return SetLine(first, first, [], 0.0, 0.0, None, False)
    room = width - line.width
    trim_end, hang = line.trim_end, line.hang_end
    if room < -ROUNDING and line.optional:
        room += line.optional
        if not trim_end and paragraph.tail[last - 1] and abs(line.optional - paragraph.tail[last - 1]) < _EPSILON:
            trim_end += line.optional
        else:
            hang += line.optional
    advances = [
        advance + gap for advance, gap in zip(paragraph.advance[first:last], gaps.natural[first:last], strict=True)
    ]
    advances[-1] += layout.unkerned.get(end, 0.0) - gaps.natural[last - 1] - trim_end
    overfull = False
    if room < -ROUNDING:
        overfull = not squeeze or not _reduce(layout, advances, first, last, -room)
    elif justified and room > 0:
        _expand(gaps, advances, first, last, room)
    shift = line.trim_start + line.hang_start
    return SetLine(first, last, advances, shift, hang, layout.breaks.hyphenated.get(end), overfull)


def _reduce(layout: Layout, advances: list[float], first: int, last: int, excess: float) -> bool:
    gaps = layout.gaps
    if layout.paragraph.strict:
        return _reduce_strictly(gaps, advances, first, last, excess)
    end = last - 1
    soft = gaps.soft_sum[end] - gaps.soft_sum[first]
    hard = gaps.hard_sum[end] - gaps.hard_sum[first]
    if hard <= 0:
        return False
    if excess <= soft:
        ratio = excess / soft
        for index in range(first, end):
            if gaps.soft[index]:
                advances[index - first] -= ratio * gaps.soft[index]
        return True
    for index in range(first, end):
        if gaps.soft[index]:
            advances[index - first] -= gaps.soft[index]
    return _reduce_strictly(gaps, advances, first, last, excess - soft, gaps.soft)


def _reduce_strictly(
    gaps: Gaps, advances: list[float], first: int, last: int, excess: float, taken: Sequence[float] | None = None
) -> bool:
    """clreq's order: a later kind of white is touched only when every earlier one is at its limit.

    `taken`: what each gap has given already.
    """
    for tier in range(1, TIERS):
        members = [index for index in range(first, last - 1) if gaps.tier[index] == tier and gaps.hard[index]]
        room = [gaps.hard[index] - (taken[index] if taken else 0.0) for index in members]
        capacity = sum(room)
        if capacity <= 0:
            continue
        ratio = min(1.0, excess / capacity)
        for index, available in zip(members, room, strict=True):
            advances[index - first] -= ratio * available
        excess -= ratio * capacity
        if excess <= _EPSILON:
            return True
    return excess <= 1e-3


def _expand(gaps: Gaps, advances: list[float], first: int, last: int, room: float) -> None:
    end = last - 1
    for capacity, total in (
        (gaps.word, gaps.word_sum[end] - gaps.word_sum[first]),
        (gaps.latin, gaps.latin_sum[end] - gaps.latin_sum[first]),
    ):
        if total <= 0:
            continue
        ratio = min(1.0, room / total)
        for index in range(first, end):
            if capacity[index]:
                advances[index - first] += ratio * capacity[index]
        room -= ratio * total
        if room <= _EPSILON:
            return
    _spread(gaps, advances, first, end, room)


def _spread(gaps: Gaps, advances: list[float], first: int, end: int, room: float) -> None:
    """What is left goes to every other gap alike; letters join in where a long run leaves too few gaps."""
    total = gaps.weight_sum[end] - gaps.weight_sum[first]
    spare = gaps.letter_sum[end] - gaps.letter_sum[first]
    if total <= 0 and spare <= 0:
        _spread_words(gaps, advances, first, end, room)
        return
    held = gaps.firm_sum[end] - gaps.firm_sum[first]
    ordinary, firm, letters = stretch_shares(room, total, held, spare)
    for index in range(first, end):
        if weight := gaps.weight[index]:
            advances[index - first] += weight * (firm if gaps.firm[index] else ordinary)
        elif letters and gaps.letter[index]:
            advances[index - first] += letters * gaps.letter[index]


def _spread_words(gaps: Gaps, advances: list[float], first: int, end: int, room: float) -> None:
    """A line of words alone: its spaces take what is left, or its Han–Latin gaps, or the word itself."""
    for shares in (gaps.spaces, gaps.latin, gaps.lonely):
        total = sum(shares[first:end])
        if total > 0:
            for index in range(first, end):
                advances[index - first] += room / total * shares[index]
            return


__all__ = ["Measured", "SetLine", "set_line"]
