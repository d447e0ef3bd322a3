"""What a line costs: how far its white is from natural, where it ends, and how it differs from the line before."""

from __future__ import annotations

from dataclasses import dataclass

from typeset.composer.classes import CLOSING
from typeset.composer.gaps import stretch_shares
from typeset.composer.layout import ROUNDING, Layout, Measured

_WIDEST = 0.9  # em a gap beyond which all lines are alike: two of one character are no better than one of two


@dataclass(frozen=True, slots=True)
class Tuning:
    """Weights of the cost of a line; pure numbers. Stretch is in em a gap, shrink as a share of what is unseen."""

    unseen: float = 0.0195  # stretch nobody sees
    seen: float = 0.056  # stretch that spoils a column
    stretch: float = 1.0  # cost at `unseen`
    visible: float = 320.0  # cost of passing it
    growth: float = 30.0  # … and of coming to `seen`
    gape: float = 2000.0  # cost of each further hundredth of an em
    shrink: float = 100.0  # cost of taking all white that is not seen
    squeezed: float = 8.0  # cost of each mark made visibly narrower
    beyond: float = 600.0  # … and of an em taken in all, at the limit
    line: float = 0.466
    colour: float = 2.0
    short: float = 18.6  # a last line of less than two em
    early: float = 1e6  # dearer than any stretch
    orphan: float = 2e6  # a last line of one character
    emergency: float = 1e7


TUNING = Tuning()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feasible line end: the break, its cost, and the line's colour (em a gap; negative: squeezed)."""

    end: int
    cost: float
    colour: float


class LineCosts:
    """Costs of the lines of one analysed paragraph."""

    def __init__(self, layout: Layout, tuning: Tuning = TUNING) -> None:
        self.layout = layout
        self.tuning = tuning

    def last_line(self, first: int, last: int) -> float:
        """No last line of one character, nor of one and its mark (clreq, orphans), and better none of two em.

        `first` and `last`: the line's first visible unit, and one past its last.
        """
        if first == 0 or last - first > 8:
            return 0.0
        cls, tuning = self.layout.paragraph.cls, self.tuning
        letters = sum(1 for unit in range(first, last) if cls[unit] not in CLOSING)
        if letters <= 1:
            return tuning.orphan
        position = self.layout.gaps.position
        return tuning.short if position[last] - position[first] < 2 * self.layout.paragraph.em else 0.0

    def ragged(self, point: int, slack: float, penalty: float) -> Candidate:
        """A line that is not justified; `slack`: the share of the measure that stays empty."""
        return Candidate(point, self.tuning.line + max(penalty, 0.0) + 40 * slack**2, 0.0)

    def loose(self, line: Measured, point: int, room: float, penalty: float) -> Candidate:
        """A justified line with room to fill: what word spaces and Han–Latin gaps take is not seen."""
        cost = self.tuning.line + max(penalty, 0.0)
        gaps = self.layout.gaps
        first, end = line.first, line.last - 1
        room -= gaps.word_sum[end] - gaps.word_sum[first] + gaps.latin_sum[end] - gaps.latin_sum[first]
        if room <= 0:
            return Candidate(point, cost, 0.0)
        weight = gaps.weight_sum[end] - gaps.weight_sum[first]
        letters = gaps.letter_sum[end] - gaps.letter_sum[first]
        stretch = 0.2 + room / max(line.width, self.layout.paragraph.em)  # words alone
        if weight > 0 or letters > 0:
            stretch = stretch_shares(room, weight, gaps.firm_sum[end] - gaps.firm_sum[first], letters)[0]
        return Candidate(point, cost + self.stretch_cost(min(stretch, _WIDEST)), stretch)

    def stretch_cost(self, stretch: float) -> float:
        """The cost of a stretch in em a gap."""
        tuning = self.tuning
        if stretch <= tuning.unseen:
            return tuning.stretch * (stretch / tuning.unseen) ** 2
        cost = tuning.stretch + tuning.visible
        cost += tuning.growth * ((stretch - tuning.unseen) / (tuning.seen - tuning.unseen)) ** 2
        return cost + tuning.gape * 100 * max(0.0, stretch - tuning.seen)

    def tight(self, line: Measured, point: int, excess: float, penalty: float) -> Candidate | None:
        """A line squeezed in; None where its white does not suffice."""
        gaps, tuning = self.layout.gaps, self.tuning
        first, end = line.first, line.last - 1
        hard = gaps.hard_sum[end] - gaps.hard_sum[first]
        if excess > hard + ROUNDING:
            return None
        soft = gaps.soft_sum[end] - gaps.soft_sum[first]
        cost = tuning.line + max(penalty, 0.0)
        if excess <= soft:
            ratio = excess / soft
            return Candidate(point, cost + tuning.shrink * ratio, -0.03 * ratio)
        over = (excess - soft) / max(hard - soft, 1e-9)
        marks = gaps.mark_sum[end] - gaps.mark_sum[first]
        ems = excess / self.layout.paragraph.em
        cost += tuning.shrink + tuning.squeezed * max(marks, 1.0) + tuning.beyond * over * ems * ems
        return Candidate(point, cost, -0.03 - 0.05 * over)

    def contrast(self, before: float, after: float) -> float:
        """The cost of a step of colour between neighbouring lines."""
        difference = (after - before) / self.tuning.unseen
        return self.tuning.colour * difference * difference / 4 if abs(difference) > 1 else 0.0


def fitness(colour: float) -> int:
    """Squeezed, natural or stretched: lines of one class pass for alike."""
    return 0 if colour < -0.012 else 2 if colour > 0.012 else 1
