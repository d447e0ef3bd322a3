"""Choosing the breaks of a paragraph: shortest path over break opportunities.

Justified text: every line's cost says how far its white is from natural; a step between neighbouring lines of
unlike colour costs too, so that no squeezed line stands beside a loose one. Push-in comes before push-out: a line
never ends early where the next unit was allowed and fitted, unless that saves a one-character last line in a wide
column. Ragged text: as much as fits; balanced or pretty where `text-wrap` says so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import partial
from heapq import heappop, heappush

from typeset.composer.cost import TUNING, Candidate, LineCosts, Tuning, fitness
from typeset.composer.filling import balanced_ends, emergency_end, greedy_end, segment_end
from typeset.composer.layout import ROUNDING, Layout
from typeset.composer.plans import remembered

_INF = float("inf")
_TOO_LOOSE = 0.06  # em a gap from which a long word is hyphenated although nobody asked
_GAPING = 0.25  # em a gap from which a line falls to pieces
_DISCOURAGED = 100.0  # penalty from which a break is no missed opportunity
_WIDE_COLUMN = 20  # em: from there on a line may end early to save a last line of one character


class Breaker:
    """Finds line ends for one analysed paragraph at given widths."""

    def __init__(self, layout: Layout, tuning: Tuning = TUNING) -> None:
        self.layout = layout
        self.tuning = tuning
        self.costs = LineCosts(layout, tuning)

    def line_end(self, start: int, widths: Sequence[float], mode: str) -> int:
        """Where the line that begins with a unit ends. `widths`: of this line and the next; the last one repeats.

        `mode`: justify, greedy, balance or pretty.
        """
        layout = self.layout
        rounded = tuple(round(width, 3) for width in widths)
        key = (start, rounded, mode)
        found = layout.plans.get(key)
        if found is not None:
            return found
        layout.allow_words(min(widths))
        if mode == "greedy":
            ends = [greedy_end(layout, start, widths[0])]
        elif mode == "balance":
            ends = balanced_ends(layout, start, widths)
        else:
            choose = partial(self._optimal, start, rounded, mode)
            ends = remembered(layout, start, rounded, mode, choose) if self.tuning is TUNING else choose()
        for end in ends:
            layout.plans.setdefault((start, rounded, mode), end)
            start = end
            rounded = rounded[1:] or rounded
        return layout.plans[key]

    # --- a whole paragraph ---

    def _optimal(self, start: int, widths: Sequence[float], mode: str) -> list[int]:
        final = segment_end(self.layout, start)
        last_width = len(widths) - 1
        # (first unit, number of its width) -> class of the line before -> cost, colour, node and class it came from
        nodes: dict[tuple[int, int], dict[int, tuple[float, float, tuple[int, int] | None, int]]] = {}
        nodes[start, 0] = {1: (0.0, 0.0, None, 1)}
        heap = [(start, 0)]
        goal: tuple[float, tuple[int, int], int] | None = None
        while heap:
            key = heappop(heap)
            position, line = key
            states = nodes[key]
            following = min(line + 1, last_width)
            for candidate in self._candidates(position, widths[line], final, mode):
                best_cost, best_state = _INF, 1
                for state, (cost, colour, _, _) in states.items():
                    total = cost + candidate.cost
                    if position != start:
                        total += self.costs.contrast(colour, candidate.colour)
                    if total < best_cost:
                        best_cost, best_state = total, state
                if candidate.end >= final:
                    if goal is None or best_cost < goal[0]:
                        goal = (best_cost, key, best_state)
                    continue
                kind = fitness(candidate.colour)
                target = (candidate.end, following)
                known = nodes.get(target)
                if known is None:
                    known = nodes[target] = {}
                    heappush(heap, target)
                if kind not in known or best_cost < known[kind][0]:
                    known[kind] = (best_cost, candidate.colour, key, best_state)
        assert goal is not None
        ends = [final]
        step: tuple[int, int] | None = goal[1]
        state = goal[2]
        while step is not None and step[0] != start:
            ends.append(step[0])
            _, _, step, state = nodes[step][state]
        return ends[::-1]

    # --- one line ---

    def _candidates(self, start: int, width: float, final: int, mode: str) -> list[Candidate]:
        """Feasible ends of the line: the last that fits naturally and those squeezed in; earlier ones at a price."""
        layout = self.layout
        points = layout.points
        first = layout.first_visible[start]
        lowest = bisect_right(points, first)
        from_here = max(lowest, bisect_left(layout.point_positions, layout.gaps.position[first] + 0.85 * width) - 3)
        fitting, squeezed = self._scan(start, width, final, mode, from_here)
        number = from_here - 1
        while number >= lowest and not any(self._binding(item.end) for item in fitting):
            fitting = self._scan(start, width, final, mode, number, only=True)[0] + fitting
            number -= 1
        if not fitting and not squeezed:
            end = min(emergency_end(layout, start, width), final)
            return [Candidate(end, self.tuning.emergency, 0.0)]
        if mode != "justify":
            return fitting
        if not squeezed and fitting[-1].colour > _TOO_LOOSE:
            after = bisect_right(points, fitting[-1].end)
            if after < len(points) and layout.loosen(fitting[-1].end, points[after]):
                return self._candidates(start, width, final, mode)
        return self._without_early(fitting, width, final) + squeezed

    def _scan(
        self, start: int, width: float, final: int, mode: str, number: int, only: bool = False
    ) -> tuple[list[Candidate], list[Candidate]]:
        """Break opportunities from one on (`only`: that one) that fit naturally, and that fit squeezed."""
        layout, costs = self.layout, self.costs
        points, penalty, hard = layout.points, layout.breaks.penalty, layout.gaps.hard_sum
        limit = layout.gaps.position[layout.first_visible[start]] + width + 2.5 * layout.paragraph.em
        fitting: list[Candidate] = []
        squeezed: list[Candidate] = []
        for here in range(number, number + 1 if only else len(points)):
            point = points[here]
            if point > final:
                break
            line = layout.measure(start, point)
            room = width - line.width
            if room < -ROUNDING and line.optional:
                room += line.optional
            if room >= -ROUNDING:
                if point == final:
                    fitting.append(Candidate(point, costs.last_line(line.first, line.last), 0.0))
                elif mode == "justify":
                    fitting.append(costs.loose(line, point, max(room, 0.0), penalty[point]))
                else:
                    fitting.append(costs.ragged(point, max(room, 0.0) / width, penalty[point]))
            elif mode == "justify":
                candidate = costs.tight(line, point, -room, penalty[point])
                if candidate is not None and point == final:
                    end_cost = costs.last_line(line.first, line.last)
                    candidate = Candidate(point, candidate.cost + end_cost, candidate.colour)
                if candidate is not None:
                    squeezed.append(candidate)
            if point == final or layout.point_positions[here] - hard[line.last] + hard[line.first] > limit:
                break
        return fitting, squeezed

    def _binding(self, end: int) -> bool:
        """Whether no line stops before this end where it fits: not so inside addresses and words, or at poor breaks."""
        breaks = self.layout.breaks
        if breaks.penalty[end] >= _DISCOURAGED or end in breaks.hyphenated:
            return False
        return not breaks.addresses or not any(begin < end < stop for begin, stop in breaks.addresses)

    def _without_early(self, fitting: list[Candidate], width: float, final: int) -> list[Candidate]:
        """The last end that fits, and poorer ones after it; one before it where that saves a last line of one letter.

        That makes an early end, which only wide columns have room for (clreq, orphans: one character is taken over).
        """
        layout, costs = self.layout, self.costs
        kept: list[Candidate] = []
        early = 0.0
        for item in reversed(fitting):
            if kept and item.colour > _GAPING and item.colour > kept[-1].colour:
                break  # rather a poor end than a line in pieces
            kept.append(Candidate(item.end, item.cost + early, item.colour) if early else item)
            if not self._binding(item.end):
                continue
            rest = layout.first_visible[item.end], layout.last_visible[final]
            alone = item.end < final and costs.last_line(*rest) >= self.tuning.orphan
            if not alone or width < _WIDE_COLUMN * layout.paragraph.em - ROUNDING:
                break
            early += self.tuning.early
        return kept
