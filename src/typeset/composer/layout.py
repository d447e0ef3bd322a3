"""A paragraph analysed: its units, gaps and break opportunities, and the natural width of any line of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from typeset.composer.breaks import FORCED, Breaks
from typeset.composer.classes import CLOSING, SPACES, Cls
from typeset.composer.gaps import Gaps
from typeset.composer.hyphenation import is_name, word_points
from typeset.composer.units import Paragraph

_INF = float("inf")
ROUNDING = 5e-3
"""CSS px by which a line may be too long: the rounding of Pango's units, summed up; far below what is seen."""
_NEEDED = 6.0  # penalty of dividing a word wider than the line
_DEAR = 120.0  # … and one that only leaves a loose line before it
_KERNED = frozenset({Cls.LAT, Cls.DIG, Cls.NCLOSE, Cls.SOL, Cls.OTH, Cls.HYPHEN, Cls.POST})
_STRONG = frozenset({Cls.LAT, Cls.HAN, Cls.SMALL, Cls.HANGUL})
"""Characters of a script; what stands after them takes its glyphs from the same."""
_LONGEST_CONTEXT = 24
_STRAIGHT = "\"'"


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
    widths: dict[tuple[int, bool, int], list[float]] = field(default_factory=dict)  # min-content, max-content
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
        if Cls.ISP in cls:
            self._hang_ideographic_spaces()
        for begin, stop in self.breaks.addresses:
            self.gaps.spread_letters(begin, stop, self.paragraph)
        self._index_points()

    def _hang_ideographic_spaces(self) -> None:
        """U+3000 where a line wraps is not seen (CSS Text 3 §4.1.2, hanging); at a paragraph's end authors mean it."""
        cls, visible, penalty = self.paragraph.cls, list(self.last_visible), self.breaks.penalty
        for end in range(1, len(cls)):
            last = visible[end]
            while last and cls[last - 1] is Cls.ISP:
                last = visible[last - 1]
            if last and cls[last - 1] is not Cls.NL and cls[end] is not Cls.NL and penalty[end] != FORCED:
                self.last_visible[end] = last

    def _index_points(self) -> None:
        penalty = self.breaks.penalty
        self.points = [index for index in range(1, len(penalty)) if penalty[index] != _INF]
        position, visible = self.gaps.position, self.last_visible
        self.point_positions = [position[visible[index]] for index in self.points]
        for index in self.points:
            self.cut_off(index)

    def cut_off(self, end: int) -> None:
        """Find out how much wider a line's last character is where the line ends.

        No kerning with the next character, another glyph in another context, ink that overhangs (f): at a line's end it
        must not stick out.
        """
        last = self.last_visible[end] - 1
        if end in self.unkerned or last < 0 or self.paragraph.cls[last] not in _KERNED:
            return
        chars, leaf, cls = self.paragraph.char, self.paragraph.leaf, self.paragraph.cls
        before = last - 1
        while (
            before > 0
            and leaf[before] == leaf[last]
            and cls[before] not in _STRONG
            and last - before < _LONGEST_CONTEXT
        ):
            before -= 1
        context = ""
        if before >= 0 and leaf[before] == leaf[last] and cls[before] in _STRONG:
            # a neighbour may join it in a ligature; further off only the script counts
            near = before == last - 1 and cls[before] is Cls.LAT
            context = chars[before] if near else "a" if cls[before] is Cls.LAT else "中"
        width, overhang = self.paragraph.style[last].shaper.ending(context + chars[last])
        gain = width - self.paragraph.advance[last] if len(chars[last]) == 1 else 0.0
        self.unkerned[end] = gain + (overhang if end not in self.breaks.hyphenated else 0.0)

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
        if start == 0 and self._hangs_first(first):
            trim_start, hang_start = 0.0, self.paragraph.advance[first]
        trim_end, optional, hang_end = self._end(last - 1, end, first)
        hyphen = 0.0
        text = self.breaks.hyphenated.get(end)
        if text is not None:
            hyphen = self.paragraph.style[last - 1].shaper.hyphen(text)
        if self.paragraph.clones:
            width += self.paragraph.cloned_edges(start)[0] + self.paragraph.cloned_edges(end)[1]
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

    def _hangs_first(self, first: int) -> bool:
        """hanging-punctuation: first: an opening mark that begins a paragraph, no border or padding before it."""
        paragraph = self.paragraph
        if "first" not in paragraph.style[first].style["hanging_punctuation"] or paragraph.opens[first]:
            return False
        return paragraph.cls[first] in (Cls.OPEN, Cls.NOPEN) or paragraph.char[first] in _STRAIGHT

    def _end(self, unit: int, end: int, first: int) -> tuple[float, float, float]:
        """White cut off the line's last mark: always, if need be; and how much of the mark hangs."""
        paragraph = self.paragraph
        cls = paragraph.cls[unit]
        if cls not in CLOSING and cls is not Cls.NCLOSE and paragraph.char[unit] not in _STRAIGHT:
            return 0.0, 0.0, 0.0
        tail = paragraph.tail[unit]
        style = paragraph.style[unit]
        hanging = style.style["hanging_punctuation"]
        trim = style.trim
        if trim == "initial-auto":
            trim = "trim-both" if style.lang.startswith("zh") else "normal"
        if hanging:
            hang = self._hang(unit, end, hanging, first)
            if hang is not None:
                trimmed = tail if hang[1] and trim in ("trim-both", "trim-all") else 0.0
                return trimmed, hang[1] - trimmed if hang[1] else 0.0, hang[2]
        if not tail or paragraph.lead[unit]:  # a centred mark is not cut on one side
            return 0.0, 0.0, 0.0
        if trim in ("trim-both", "trim-all"):
            return tail, 0.0, 0.0
        return (0.0, 0.0, 0.0) if trim == "space-all" else (0.0, tail, 0.0)

    def _hang(self, unit: int, end: int, hanging: frozenset[str], first: int) -> tuple[float, float, float] | None:
        """hanging-punctuation (CSS Text 3 §8.2; clreq: one stop, not after another mark, no centred forms)."""
        paragraph = self.paragraph
        advance = paragraph.advance[unit]
        if paragraph.clones and any(paragraph.cloned_edges(end)):
            return None
        if paragraph.opens[unit] or paragraph.closes[unit] or any(paragraph.opens[unit + 1 : end]):
            return None  # a border or padding beside it keeps it in
        bracket = paragraph.cls[unit] in (Cls.CLOSE, Cls.NCLOSE) and paragraph.char[unit] not in ",.;:!?"
        bracket = bracket or paragraph.char[unit] in _STRAIGHT
        if "last" in hanging and end == len(paragraph) and bracket:
            return 0.0, 0.0, advance
        stop = paragraph.char[unit] in "，、。．,.､｡"
        chinese = paragraph.style[unit].lang.startswith("zh")
        after_mark = chinese and unit > first and paragraph.cls[unit - 1] in CLOSING
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
                changed |= self._hyphenate(before, point, _NEEDED)
                self.gaps.spread_letters(before, point, self.paragraph)
            before = point
        if changed:
            self._index_points()

    def loosen(self, start: int, end: int) -> bool:
        """Hyphenate the words of an unbreakable run that would leave a very loose line before it."""
        if not self.breaks.hyphenate or start in self.loosened or end - start < 5:
            return False
        self.loosened.add(start)
        if self._hyphenate(start, end, _DEAR):
            self._index_points()
            return True
        return False

    def _hyphenate(self, start: int, end: int, dearness: float) -> bool:
        """Add hyphenation points to the words of a run; a name written with inner capitals costs twice as much."""
        paragraph, index, changed = self.paragraph, start, False
        while index < end:
            if paragraph.cls[index] is not Cls.LAT or (index and paragraph.cls[index - 1] is Cls.LAT):
                index += 1  # no word, or a part of one whose points are known
                continue
            stop = index
            while stop < end and paragraph.cls[stop] is Cls.LAT:
                stop += 1
            word = "".join(char[0] for char in paragraph.char[index:stop])
            style = paragraph.style[index]
            wanted = style.wraps and style.hyphens != "none" and not self.breaks.in_address(index)
            cost = dearness * (2.0 if is_name(word) else 1.0)
            for point in word_points(word, style.style["lang"]) if wanted else ():
                if self.breaks.penalty[index + point] == _INF:
                    self.breaks.penalty[index + point] = cost
                    self.breaks.hyphenated[index + point] = style.shaper.hyphen_of(style.style)
                    changed = True
            index = stop
        return changed
