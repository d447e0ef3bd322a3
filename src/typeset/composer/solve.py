"""Choosing the breaks of a paragraph: shortest path over break opportunities.

Justified text: every line's cost says how far its white is from natural; a step between neighbouring lines of
unlike colour costs too, so that no squeezed line stands beside a loose one. Push-in comes before push-out: a line
never ends early where the next unit was allowed and fitted, unless that saves a one-character last line.
Ragged text: as much as fits; balanced or pretty where `text-wrap` says so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from typeset.composer.breaks import FORCED, Breaks, dictionary_points, emergency_rank
from typeset.composer.classes import CJK, CLOSING, SPACES, Cls
from typeset.composer.gaps import LETTERS_FROM, Gaps
from typeset.composer.units import Paragraph

_EPSILON = 1e-4  # px: far below the resolution of a PDF, above the noise of sums
_INF = float("inf")
_TOO_LOOSE = 0.1  # em a gap from which a long word is hyphenated although nobody asked
_NARROWEST_CUT = 4  # em: in narrower lines a Latin word sticks out rather than fall apart into letters
_DISCOURAGED = 100.0  # penalty from which a break is no missed opportunity
_KERNED = frozenset({Cls.LAT, Cls.DIG, Cls.NCLOSE, Cls.SOL, Cls.OTH, Cls.HYPHEN, Cls.POST})


@dataclass(frozen=True, slots=True)
class Tuning:
    """Weights of the cost of a line; pure numbers. Stretch is in em a gap, shrink as a share of what is unseen."""

    unseen: float = 0.019  # stretch nobody sees
    seen: float = 0.045  # stretch that spoils a column
    stretch: float = 1.0  # cost at `unseen`
    visible: float = 382.0  # cost of passing it
    growth: float = 60.7  # … and of coming to `seen`
    gape: float = 2455.0  # cost of each further hundredth of an em
    shrink: float = 156.8  # cost of taking all white that is not seen
    shrink_power: float = 1.0
    squeezed: float = 71.85  # cost of each mark made visibly narrower
    beyond: float = 55.07  # … and of coming to the limit
    line: float = 0.466
    colour: float = 0.934
    early: float = 1e5
    orphan: float = 2e5
    short: float = 18.6
    emergency: float = 1e6


TUNING = Tuning()


@dataclass(slots=True)
class Measured:
    """A line from its first visible unit to the end of its last: natural width and what white can give or take."""

    first: int
    last: int  # one past the last visible unit
    width: float
    trim_start: float
    trim_end: float
    optional: float  # white at the end that goes if the line does not fit otherwise
    hyphen: float
    hang_end: float
    hang_start: float


@dataclass(slots=True)
class Layout:
    """A paragraph analysed and ready to be broken at any width."""

    paragraph: Paragraph
    gaps: Gaps
    breaks: Breaks
    first_visible: list[int] = field(default_factory=list)
    last_visible: list[int] = field(default_factory=list)
    points: list[int] = field(default_factory=list)
    point_positions: list[float] = field(default_factory=list)
    narrowest: float = _INF  # words wider than this have hyphenation points among the breaks
    plans: dict[tuple[int, tuple[float, ...], str], int] = field(default_factory=dict)
    emergencies: set[int] = field(default_factory=set)
    unkerned: dict[int, float] = field(default_factory=dict)  # break -> width its last character gains at a line's end
    loosened: set[int] = field(default_factory=set)  # runs already searched for hyphenation points

    def __post_init__(self) -> None:
        count = len(self.paragraph)
        cls, styles = self.paragraph.cls, self.paragraph.style
        self.first_visible = list(range(count + 1))
        for index in range(count - 1, -1, -1):
            if cls[index] is Cls.SP and styles[index].collapses:
                self.first_visible[index] = self.first_visible[index + 1]
        self.last_visible = list(range(count + 1))
        for index in range(1, count + 1):
            here = cls[index - 1]
            if here in SPACES or here is Cls.NL or here is Cls.SHY:
                self.last_visible[index] = self.last_visible[index - 1]
        for begin, stop in self.breaks.addresses:
            self.gaps.spread_letters(begin, stop, self.paragraph)
        self._index_points()

    def _index_points(self) -> None:
        penalty = self.breaks.penalty
        self.points = [index for index in range(1, len(penalty)) if penalty[index] != _INF]
        position, visible = self.gaps.position, self.last_visible
        self.point_positions = [position[visible[index]] for index in self.points]
        cls, chars = self.paragraph.cls, self.paragraph.char
        for index in self.points:
            last = visible[index] - 1
            inner = last >= 0 and last + 1 < len(chars) and cls[last] in _KERNED and cls[last + 1] not in CJK
            if inner and index not in self.unkerned:
                alone = self.paragraph.style[last].shaper.hyphen(chars[last])
                self.unkerned[index] = alone - self.paragraph.advance[last]

    def forced_before(self, start: int) -> bool:
        """Whether a line that begins with the unit begins a paragraph or follows a forced break."""
        return start == 0 or self.breaks.penalty[start] == FORCED

    def measure(self, start: int, end: int) -> Measured:
        """The line from a unit to a break, naturally set."""
        first, last = self.first_visible[start], self.last_visible[end]
        if last <= first:
            return Measured(first, first, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        position, natural = self.gaps.position, self.gaps.natural
        width = position[last] - position[first] - natural[last - 1]
        trim_start = hang_start = 0.0
        if self.paragraph.lead[first]:
            trim_start = self._trim_start(first, start)
        hanging = self.paragraph.style[first].style["hanging_punctuation"]
        if hanging and "first" in hanging and start == 0 and self.paragraph.cls[first] in (Cls.OPEN, Cls.NOPEN):
            trim_start, hang_start = 0.0, self.paragraph.advance[first]
        trim_end, optional, hang_end = self._end(last - 1, end, hanging, first)
        hyphen = 0.0
        text = self.breaks.hyphenated.get(end)
        if text is not None:
            hyphen = self.paragraph.style[last - 1].shaper.hyphen(text)
        width += hyphen + self.unkerned.get(end, 0.0) - trim_start - hang_start - trim_end - hang_end
        return Measured(first, last, width, trim_start, trim_end, optional, hyphen, hang_end, hang_start)

    def _trim_start(self, first: int, start: int) -> float:
        paragraph = self.paragraph
        if paragraph.cls[first] is not Cls.OPEN:
            return 0.0
        style = paragraph.style[first]
        trim = style.trim
        if trim == "initial-auto":
            trim = "space-first" if style.lang.startswith("zh") else "normal"
        if trim in ("trim-start", "trim-both", "trim-all"):
            return paragraph.lead[first]
        if trim in ("space-first", "auto"):
            return 0.0 if self.forced_before(start) else paragraph.lead[first]
        return 0.0

    def _end(self, unit: int, end: int, hanging: frozenset[str], first: int) -> tuple[float, float, float]:
        """White cut off the line's last mark: always, if need be; and how much of the mark hangs."""
        paragraph = self.paragraph
        cls = paragraph.cls[unit]
        if cls not in CLOSING and cls is not Cls.NCLOSE:
            return 0.0, 0.0, 0.0
        tail = paragraph.tail[unit]
        if hanging:
            hang = self._hang(unit, end, hanging, first)
            if hang is not None:
                return hang
        if not tail or paragraph.lead[unit]:  # a centred mark is not cut on one side
            return 0.0, 0.0, 0.0
        style = paragraph.style[unit]
        trim = style.trim
        if trim == "initial-auto":
            trim = "trim-both" if style.lang.startswith("zh") else "normal"
        if trim in ("trim-both", "trim-all"):
            return tail, 0.0, 0.0
        return (0.0, 0.0, 0.0) if trim == "space-all" else (0.0, tail, 0.0)

    def _hang(self, unit: int, end: int, hanging: frozenset[str], first: int) -> tuple[float, float, float] | None:
        """hanging-punctuation (CSS Text 3 §8.2; clreq: one stop, not after another mark, no centred forms)."""
        paragraph = self.paragraph
        advance = paragraph.advance[unit]
        bracket = paragraph.cls[unit] in (Cls.CLOSE, Cls.NCLOSE) and paragraph.char[unit] not in ",.;:!?}"
        if "last" in hanging and end == len(paragraph) and bracket:
            return 0.0, 0.0, advance
        stop = paragraph.char[unit] in "，、。．,.､｡"
        after_mark = unit > first and paragraph.cls[unit - 1] in CLOSING
        if not stop or after_mark or (paragraph.lead[unit] and paragraph.cls[unit] in CLOSING):
            return None
        if "force-end" in hanging:
            return 0.0, 0.0, advance
        return (0.0, advance, 0.0) if "allow-end" in hanging else None

    def allow_words(self, narrowest: float) -> None:
        """Give Latin words wider than the line their hyphenation points (clreq: a word breaks only there)."""
        if narrowest >= self.narrowest or not self.breaks.hyphenate:
            return
        self.narrowest = narrowest
        position, changed, before = self.gaps.position, False, 0
        for point in self.points:
            if position[point] - position[before] > narrowest and point - before > 4:
                changed |= self._hyphenate(before, point)
                self.gaps.spread_letters(before, point, self.paragraph)
            before = point
        if changed:
            self._index_points()

    def loosen(self, start: int, end: int) -> bool:
        """Hyphenate the words of an unbreakable run that would leave a very loose line before it."""
        if not self.breaks.hyphenate or start in self.loosened or end - start < 5:
            return False
        self.loosened.add(start)
        if self._hyphenate(start, end):
            self._index_points()
            return True
        return False

    def _hyphenate(self, start: int, end: int) -> bool:
        paragraph, index, changed = self.paragraph, start, False
        while index < end:
            if paragraph.cls[index] is not Cls.LAT:
                index += 1
                continue
            stop = index
            while stop < end and paragraph.cls[stop] is Cls.LAT:
                stop += 1
            word = "".join(char[0] for char in paragraph.char[index:stop])
            style = paragraph.style[index]
            wanted = style.wraps and style.hyphens != "none" and not any(map(str.isupper, word[1:]))  # no trade names
            wanted = wanted and not self.breaks.in_address(index)
            for point in dictionary_points(word, style.style["lang"]) if wanted else ():
                if self.breaks.penalty[index + point] == _INF:
                    self.breaks.penalty[index + point] = 6.0
                    self.breaks.hyphenated[index + point] = style.shaper.hyphen_of(style.style)
                    changed = True
            index = stop
        return changed


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feasible line end: the break, its cost, and the line's colour (em a gap; negative: squeezed)."""

    end: int
    cost: float
    colour: float


class Breaker:
    """Finds line ends for one analysed paragraph at given widths."""

    def __init__(self, layout: Layout, tuning: Tuning = TUNING) -> None:
        self.layout = layout
        self.tuning = tuning

    # --- one line ---

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
            ends = [self._greedy(start, widths[0])]
        elif mode == "balance":
            ends = self._balance(start, widths)
        else:
            ends = self._optimal(start, widths, mode)
        for end in ends:
            layout.plans.setdefault((start, rounded, mode), end)
            start = end
            rounded = rounded[1:] or rounded
        return layout.plans[key]

    def _segment_end(self, start: int) -> int:
        """The next forced break, or the paragraph's end."""
        layout = self.layout
        penalty = layout.breaks.penalty
        for point in layout.points[bisect_right(layout.points, start) :]:
            if penalty[point] == FORCED:
                return point
        return len(layout.paragraph)

    def fits(self, start: int, end: int, width: float) -> bool:
        """Whether a line fits naturally, or with its last mark halved or hung."""
        line = self.layout.measure(start, end)
        return line.width - line.optional <= width + _EPSILON

    def _greedy(self, start: int, width: float) -> int:
        layout = self.layout
        points = layout.points
        index = bisect_right(points, layout.first_visible[start])
        best = None
        limit = layout.gaps.position[layout.first_visible[start]] + width
        for number in range(index, len(points)):
            point = points[number]
            if self.fits(start, point, width):
                best = point
            elif layout.point_positions[number] > limit + 4 * layout.paragraph.em:
                break
            if layout.breaks.penalty[point] == FORCED:
                break
        if best is not None:
            return best
        return self._emergency(start, width)

    def _emergency(self, start: int, width: float) -> int:
        """Cut a run that is longer than the line; where that is not allowed, let it stick out to its first break."""
        layout = self.layout
        points = layout.points
        first = layout.first_visible[start]
        index = bisect_right(points, first)
        legal = points[index] if index < len(points) else len(layout.paragraph)
        if not layout.breaks.emergency or not layout.paragraph.style[first].wraps:
            return legal
        anywhere = layout.paragraph.box.style["overflow_wrap"] != "normal"
        if not anywhere and width < _NARROWEST_CUT * layout.paragraph.em and layout.paragraph.cls[first] not in CJK:
            return legal
        position = layout.gaps.position
        stop = bisect_right(position, position[first] + width + layout.paragraph.em, first, legal)
        fitting = [cut for cut in range(first + 1, min(stop + 1, legal)) if self.fits(start, cut, width)]
        if not fitting:
            fitting = [min(first + 1, legal)]
        # a mark dragged along must not be left alone: prefer a cut inside a word, then at a mark, never inside ——
        end = min(fitting[-6:], key=lambda cut: (emergency_rank(layout.paragraph, cut), -cut))
        layout.emergencies.add(end)
        return end

    # --- a whole paragraph ---

    def _optimal(self, start: int, widths: Sequence[float], mode: str) -> list[int]:
        final = self._segment_end(start)
        last_width = len(widths) - 1
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
                        total += self._contrast(colour, candidate.colour)
                    if total < best_cost:
                        best_cost, best_state = total, state
                if candidate.end >= final:
                    if goal is None or best_cost < goal[0]:
                        goal = (best_cost, key, best_state)
                    continue
                fitness = self._fitness(candidate.colour)
                target = (candidate.end, following)
                known = nodes.get(target)
                if known is None:
                    known = nodes[target] = {}
                    heappush(heap, target)
                if fitness not in known or best_cost < known[fitness][0]:
                    known[fitness] = (best_cost, candidate.colour, key, best_state)
        assert goal is not None
        ends = [final]
        step: tuple[int, int] | None = goal[1]
        state = goal[2]
        while step is not None and step[0] != start:
            ends.append(step[0])
            _, _, step, state = nodes[step][state]
        return ends[::-1]

    def _fitness(self, colour: float) -> int:
        return 0 if colour < -0.012 else 2 if colour > 0.012 else 1

    def _contrast(self, before: float, after: float) -> float:
        difference = (after - before) / self.tuning.unseen
        return self.tuning.colour * difference * difference / 4 if abs(difference) > 1 else 0.0

    def _candidates(self, start: int, width: float, final: int, mode: str) -> list[Candidate]:
        """Feasible ends of the line: the last that fits naturally and those squeezed in; earlier ones at a price."""
        layout = self.layout
        points = layout.points
        first = layout.first_visible[start]
        lowest = bisect_right(points, first)
        from_here = max(lowest, bisect_left(layout.point_positions, layout.gaps.position[first] + 0.85 * width) - 3)
        fitting, squeezed = self._scan(start, width, final, mode, from_here)
        number = from_here - 1
        while not fitting and number >= lowest:
            fitting = self._scan(start, width, final, mode, number, only=True)[0]
            number -= 1
        if not fitting and not squeezed:
            end = min(self._emergency(start, width), final)
            return [Candidate(end, self.tuning.emergency, 0.0)]
        if mode == "justify" and not squeezed and fitting[-1].colour > _TOO_LOOSE:
            after = bisect_right(points, fitting[-1].end)
            if after < len(points) and layout.loosen(fitting[-1].end, points[after]):
                return self._candidates(start, width, final, mode)
        return self._penalise_early(fitting, mode) + squeezed

    def _scan(
        self, start: int, width: float, final: int, mode: str, number: int, only: bool = False
    ) -> tuple[list[Candidate], list[Candidate]]:
        """Break opportunities from one on (`only`: that one) that fit naturally, and that fit squeezed."""
        layout = self.layout
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
            if room < -_EPSILON and line.optional:
                room += line.optional
            last = point == final
            if room >= -_EPSILON:
                fitting.append(self._loose(line, point, max(room, 0.0), last, penalty[point], mode, width))
            elif mode == "justify":
                candidate = self._tight(line, point, -room, last, penalty[point])
                if candidate is not None:
                    squeezed.append(candidate)
            if last or layout.point_positions[here] - hard[line.last] + hard[line.first] > limit:
                break
        return fitting, squeezed

    def _penalise_early(self, fitting: list[Candidate], mode: str) -> list[Candidate]:
        if mode != "justify":
            return fitting
        penalty = self.layout.breaks.penalty
        result: list[Candidate] = []
        missed = 0  # later ends that fit and were as good as any
        for item in reversed(fitting[-4:]):
            result.append(Candidate(item.end, item.cost + self.tuning.early * missed, item.colour))
            missed += penalty[item.end] < _DISCOURAGED
        return result

    def _last_line(self, line: Measured) -> float:
        """No last line of one character, nor of one and its mark (clreq, orphans)."""
        paragraph = self.layout.paragraph
        letters = sum(
            1 for unit in range(line.first, line.last) if paragraph.cls[unit] not in CLOSING
        ) if line.last - line.first < 6 else 6  # fmt: skip
        if letters <= 1 and line.first > 0:
            return self.tuning.orphan
        return self.tuning.short if line.width < 2 * paragraph.em and line.first > 0 else 0.0

    def _loose(
        self, line: Measured, point: int, room: float, last: bool, penalty: float, mode: str, width: float
    ) -> Candidate:
        tuning = self.tuning
        if last:
            return Candidate(point, self._last_line(line), 0.0)
        cost = tuning.line + max(penalty, 0.0)
        if mode != "justify":
            return Candidate(point, cost + 40 * (room / width) ** 2, 0.0)
        gaps = self.layout.gaps
        first, end = line.first, line.last - 1
        room -= gaps.word_sum[end] - gaps.word_sum[first]
        room -= gaps.latin_sum[end] - gaps.latin_sum[first]
        if room <= 0:
            return Candidate(point, cost, 0.0)
        weight = gaps.weight_sum[end] - gaps.weight_sum[first]
        letters = gaps.letter_sum[end] - gaps.letter_sum[first]
        if letters > 0 and room > LETTERS_FROM * weight:
            stretch = max(LETTERS_FROM, room / (weight + letters))
        else:
            stretch = room / weight if weight > 0 else 0.2 + room / width
        # beyond that all are alike: two lines of one character are no better than one of two
        return Candidate(point, cost + self._stretch_cost(min(stretch, 0.9)), stretch)

    def _stretch_cost(self, stretch: float) -> float:
        tuning = self.tuning
        if stretch <= tuning.unseen:
            return tuning.stretch * (stretch / tuning.unseen) ** 2
        cost = tuning.stretch + tuning.visible
        cost += tuning.growth * ((stretch - tuning.unseen) / (tuning.seen - tuning.unseen)) ** 2
        return cost + tuning.gape * 100 * max(0.0, stretch - tuning.seen)

    def _tight(self, line: Measured, point: int, excess: float, last: bool, penalty: float) -> Candidate | None:
        gaps, tuning = self.layout.gaps, self.tuning
        first, end = line.first, line.last - 1
        hard = gaps.hard_sum[end] - gaps.hard_sum[first]
        if excess > hard + _EPSILON:
            return None
        soft = gaps.soft_sum[end] - gaps.soft_sum[first]
        cost = tuning.line + max(penalty, 0.0) + (self._last_line(line) if last else 0.0)
        if excess <= soft:
            ratio = excess / soft
            return Candidate(point, cost + tuning.shrink * ratio**tuning.shrink_power, -0.03 * ratio)
        over = (excess - soft) / max(hard - soft, 1e-9)
        marks = gaps.mark_sum[end] - gaps.mark_sum[first]
        cost += tuning.shrink + tuning.squeezed * max(marks, 1.0) + tuning.beyond * over * over
        return Candidate(point, cost, -0.03 - 0.05 * over)

    # --- balanced ---

    def _balance(self, start: int, widths: Sequence[float]) -> list[int]:
        """text-wrap: balance. Lines as equal as their number, found greedily, allows; phrase penalties count."""
        final = self._segment_end(start)
        ends = self._run_greedy(start, widths, final)
        count = len(ends)
        if count < 2 or count > 8 or len(set(widths)) > 1:
            return ends
        total = self.layout.measure(start, final).width
        target = min(total / count, widths[0])
        layers: list[dict[int, tuple[float, int]]] = [{start: (0.0, -1)}]
        for number in range(count):
            layer: dict[int, tuple[float, int]] = {}
            for begin, (cost, _) in layers[-1].items():
                for end, line_cost in self._balanced_ends(begin, widths[0], final, target, number == count - 1):
                    if end not in layer or cost + line_cost < layer[end][0]:
                        layer[end] = (cost + line_cost, begin)
            layers.append(layer)
        if final not in layers[-1]:
            return ends
        path, position = [], final
        for layer in reversed(layers[1:]):
            path.append(position)
            position = layer[position][1]
        return path[::-1]

    def _run_greedy(self, start: int, widths: Sequence[float], final: int) -> list[int]:
        ends: list[int] = []
        while start < final:
            start = self._greedy(start, widths[min(len(ends), len(widths) - 1)])
            ends.append(start)
        return ends

    def _balanced_ends(
        self, start: int, width: float, final: int, target: float, last: bool
    ) -> list[tuple[int, float]]:
        layout = self.layout
        result = []
        for point in layout.points[bisect_right(layout.points, layout.first_visible[start]) :]:
            if point > final or (point == final) != last:
                if point > final:
                    break
                continue
            line = layout.measure(start, point)
            if line.width - line.optional > width + _EPSILON:
                break
            short = self._last_line(line) if last else 0.0
            slack = (line.width - target) / layout.paragraph.em
            result.append((point, slack * slack + 4 * max(layout.breaks.penalty[point], 0.0) + short))
        return result


__all__ = ["CJK", "Breaker", "Candidate", "Layout", "Measured", "Tuning"]
