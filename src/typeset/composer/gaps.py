"""The white between neighbouring units: what is natural, what may be taken away, what may be added.

Rules: clreq, punctuation width adjustment (adjacent marks; reduction and expansion of inter-character spacing),
CSS Text 4 §8 (text-autospace, text-spacing-trim). Lengths in CSS pixels; a gap stands after its unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from typeset.composer.classes import CJK, CLOSING, IDEOGRAPHIC, Cls
from typeset.composer.properties import autospace_of
from typeset.composer.units import Paragraph, TextStyle

TIERS = 8
"""Shrink tiers, in clreq's order: 2 word spaces, 3 interpuncts, 4 brackets, 5 commas, 6 Han–Latin, 7 full stops."""
_LETTERS_FROM = 0.05
"""Em a gap from which letters of a run longer than its line share in the stretch."""
_FIRM_FROM = 0.095
"""Em a gap from which white no longer opens between a mark and what it encloses or ends."""
_MARKS = CLOSING | {Cls.OPEN, Cls.MID, Cls.ISP}
_SEPARATORS = frozenset("\u00a0\u1361\U00010100\U00010101\U0001039f")
"""Word separators other than U+0020 (CSS Text 4 §8.2)."""
_HALF_EM = frozenset("·–/")
_CONDITIONAL = frozenset("!#%&,.:;?@\\\u00a1\u00a7\u00b6\u00bf\u2030\u2031")
_NARROW_CLOSING = ")]}｣”’"
_SOFT = {Cls.CLOSE: 0.2, Cls.COMMA: 0.2, Cls.COLON: 0.2, Cls.STOP: 0.2, Cls.EXQ: 0.2}
_HARD = {Cls.CLOSE: 0.5, Cls.COMMA: 0.5, Cls.COLON: 0.5, Cls.STOP: 0.5, Cls.EXQ: 0.5}
_TIER = {Cls.CLOSE: 4, Cls.COMMA: 5, Cls.COLON: 5, Cls.STOP: 7, Cls.EXQ: 7}
_SOFT_OPEN, _SOFT_PAIR = 0.5, 0.5
_AUTOSPACE_MAX = 0.295
_WORD_MIN, _WORD_MAX, _WORD_TIER = 0.2, 0.5, 2
_SPREADABLE = CJK | {Cls.OBJ}


@dataclass(slots=True)
class Gaps:
    """Per unit: the gap after it; and prefix sums over the paragraph for lines measured in constant time."""

    natural: list[float]
    soft: list[float]  # may be taken away without being seen
    hard: list[float]  # may be taken away at all
    tier: list[int]
    word: list[float]  # stretch of word spaces
    latin: list[float]  # stretch of Han–Latin gaps
    weight: list[float]  # share in the last stage of stretching
    firm: list[float]  # … of it, beside the ink of a mark: does not open in a very loose line
    spaces: list[float]  # share of word spaces in a line of words alone
    lonely: list[float]  # share of letters in a line of one word: Chinese and Japanese columns are flush
    letter: list[float]  # share of letters in runs too long for their line: the very last resort
    position: list[float]  # where each unit starts, naturally set, from the paragraph's start
    soft_sum: list[float]
    hard_sum: list[float]
    word_sum: list[float]
    latin_sum: list[float]
    weight_sum: list[float]
    firm_sum: list[float]
    letter_sum: list[float]
    mark_sum: list[float]  # how many closing marks with white to give

    def spread_letters(self, start: int, end: int, paragraph: Paragraph) -> None:
        """Let a run that is longer than its line take white between its letters where nothing else can.

        None inside a ligature: the other gaps of the run share what it would have taken.
        """
        between = [index for index in range(start, end - 1) if not self.weight[index]]
        open_ones = [index for index in between if paragraph.advance[index + 1]]
        for index in open_ones:
            self.letter[index] = paragraph.style[index].em * len(between) / len(open_ones)
        self.letter_sum[:] = accumulate(self.letter, initial=0.0)


@dataclass(slots=True)
class _Gap:
    natural: float = 0.0
    soft: float = 0.0
    hard: float = 0.0
    tier: int = 0
    word: float = 0.0
    latin: float = 0.0
    weight: float = 0.0


def find_gaps(paragraph: Paragraph) -> Gaps:
    """The gaps of a paragraph whose marks' blanks are known."""
    count = len(paragraph)
    natural, soft, hard = [0.0] * count, [0.0] * count, [0.0] * count
    tier, word, latin, weight = [0] * count, [0.0] * count, [0.0] * count, [0.0] * count
    cls, styles = paragraph.cls, paragraph.style
    compressible = not paragraph.box.style["text_justify"][1]
    for index in range(count - 1):
        before, after = cls[index], cls[index + 1]
        style = styles[index]
        if before is Cls.HAN and after is Cls.HAN:  # nine in ten
            natural[index] = style.letter_spacing
            weight[index] = style.em
            continue
        gap = _between(paragraph, index)
        natural[index] = gap.natural + style.letter_spacing + (style.word_spacing if before is Cls.SP else 0.0)
        tier[index] = gap.tier
        if compressible:
            soft[index], hard[index] = gap.soft, gap.hard
        word[index], latin[index], weight[index] = gap.word, gap.latin, gap.weight
    _centred_pairs(paragraph, natural, soft, hard)
    _exclamations(paragraph, natural, soft, hard)
    _half_em_marks(paragraph, natural)
    _dashes(paragraph, natural)
    methods = _methods(paragraph)
    _justify(paragraph, methods, (word, latin, weight))
    widths = [
        opened + advance + closed + gap
        for opened, advance, closed, gap in zip(
            paragraph.opens, paragraph.advance, paragraph.closes, natural, strict=True
        )
    ]
    letter = [0.0] * count
    firm = _firm(paragraph, weight)
    marks = [1.0 if here in CLOSING and given else 0.0 for here, given in zip(cls, hard, strict=True)]
    columns = (widths, soft, hard, word, latin, weight, firm, letter, marks)
    sums = [list(accumulate(values, initial=0.0)) for values in columns]
    spaces = [1.0 if kind == _WORD_TIER and how != "none" else 0.0 for kind, how in zip(tier, methods, strict=True)]
    lonely = [1.0 if paragraph.lang.startswith(("zh", "ja")) and how != "none" else 0.0 for how in methods]
    return Gaps(natural, soft, hard, tier, word, latin, weight, firm, spaces, lonely, letter, *sums)


def _firm(paragraph: Paragraph, weight: list[float]) -> list[float]:
    """Gaps before a closing mark, after an opening one and between marks: in a very loose line marks stay together."""
    cls, last = paragraph.cls, len(paragraph) - 1
    return [
        share
        if share
        and index < last
        and (
            cls[index] is Cls.OPEN or cls[index + 1] in CLOSING or (cls[index] in CLOSING and cls[index + 1] in _MARKS)
        )
        else 0.0
        for index, share in enumerate(weight)
    ]


def stretch_shares(room: float, weight: float, firm: float, letters: float) -> tuple[float, float, float]:
    """Em a gap for ordinary gaps, for firm ones (part of `weight`) and for letters of over-long runs.

    All gaps stretch alike (clreq, procedures for expansion); in loose lines letters of long runs join in, and in very
    loose ones the firm gaps stay behind where others can go on.
    """
    joined = 0.0
    if letters > 0 and room > _LETTERS_FROM * weight:
        joined = letters
        if room <= _LETTERS_FROM * (weight + letters):
            return _LETTERS_FROM, _LETTERS_FROM, (room - _LETTERS_FROM * weight) / letters
    even = room / (weight + joined)
    if even <= _FIRM_FROM or weight - firm + joined <= 0:
        return even, even, even if joined else 0.0
    even = (room - _FIRM_FROM * firm) / (weight - firm + joined)
    return even, _FIRM_FROM, even if joined else 0.0


def _between(paragraph: Paragraph, index: int) -> _Gap:
    before, after = paragraph.cls[index], paragraph.cls[index + 1]
    style, following = paragraph.style[index], paragraph.style[index + 1]
    gap = _Gap()
    if before is Cls.SP or paragraph.char[index] in _SEPARATORS:
        return _word_space(paragraph, index)
    if _spreads(before, after, paragraph, index):
        gap.weight = max(style.em, following.em)
    apart = not paragraph.uniform and bool(paragraph.closes[index] or paragraph.opens[index + 1])
    tail, lead = paragraph.tail[index], paragraph.lead[index + 1]
    if apart:
        return gap
    if before in _MARKS or after in _MARKS:
        if following.trim != "space-all" and _narrow_neighbour(before, after, paragraph, index):
            gap.natural = -(tail if before in CLOSING else lead)
        else:
            _mark_gap(gap, before, after, tail, lead, style, following)
        return gap
    between: Any = style
    if paragraph.leaf[index] != paragraph.leaf[index + 1]:
        between = autospace_of(paragraph.style_between(index))
    if _is_autospaced(paragraph, index, index + 1, between):
        em = style.em if before in IDEOGRAPHIC else following.em
        gap.natural = between.gap * em
        gap.soft = gap.hard = max(0.0, gap.natural - 0.125 * em)
        gap.tier = 6
        gap.latin = max(0.0, _AUTOSPACE_MAX * em - gap.natural)
        gap.weight = 0.0  # has had its share when "every other gap" is stretched
    return gap


def _spreads(before: Cls, after: Cls, paragraph: Paragraph, index: int) -> bool:
    if before is Cls.NL or after is Cls.NL or after is Cls.SP or before is Cls.SHY or before is Cls.GLUE:
        return False
    if before not in _SPREADABLE and after not in _SPREADABLE:
        return False
    if before is after and before in (Cls.DASH, Cls.ELL, Cls.OBJ):
        return False
    # clreq: avoid adding beside connectors and solidi; nothing before a note mark
    if before in (Cls.CONN, Cls.SOL) or after in (Cls.CONN, Cls.SOL):
        return False
    return not (paragraph.style[index + 1].script and not paragraph.style[index].script)


def _word_space(paragraph: Paragraph, index: int) -> _Gap:
    style, width = paragraph.style[index], paragraph.advance[index]
    if paragraph.cls[index + 1] in (Cls.SP, Cls.NL):
        return _Gap()
    shrink = max(0.0, width - _WORD_MIN * style.em)
    stretch = max(0.0, _WORD_MAX * style.em - width)
    if (
        style.autospace_replace and index and _is_autospaced(paragraph, index - 1, index + 1, style)
    ):  # text-autospace: replace (CSS Text 4): an author's U+0020 becomes the gap
        natural = style.gap * style.em - width
        return _Gap(natural=natural, latin=max(0.0, _AUTOSPACE_MAX - style.gap) * style.em, tier=6)
    return _Gap(soft=shrink * 0.6, hard=shrink, tier=_WORD_TIER, word=stretch)


def _is_autospaced(paragraph: Paragraph, first: int, second: int, between: Any) -> bool:
    """Ideograph beside letter or digit (CSS Text 4 text-autospace); none beside a note mark or index.

    `between`: what the innermost element wants that holds both.
    """
    before, after = paragraph.cls[first], paragraph.cls[second]
    if paragraph.style[first].script != paragraph.style[second].script:
        return False
    if (before in IDEOGRAPHIC) == (after in IDEOGRAPHIC):
        return False
    other = second if before in IDEOGRAPHIC else first
    cls = paragraph.cls[other]
    if cls is Cls.DIG:
        return bool(between.autospace_numeric)
    if cls is Cls.LAT:
        return bool(between.autospace_alpha)
    return bool(between.autospace_marks) and _counts_as_letter(paragraph, other)


def _counts_as_letter(paragraph: Paragraph, index: int) -> bool:
    """Narrow marks of Latin text, in Chinese: East_Asian_Spacing "conditional" (UTR #59)."""
    char, style = paragraph.char[index], paragraph.style[index]
    return style.lang.startswith("zh") and char in _CONDITIONAL and paragraph.advance[index] < 0.8 * style.em


def _narrow_neighbour(before: Cls, after: Cls, paragraph: Paragraph, index: int) -> bool:
    """A full-width bracket and a narrow one on its outer side, both opening or both closing (CSS Text 4)."""
    if before in CLOSING:
        return after is Cls.NCLOSE and paragraph.char[index + 1] in _NARROW_CLOSING
    return after is Cls.OPEN and before is Cls.NOPEN


def _mark_gap(
    gap: _Gap, before: Cls, after: Cls, tail: float, lead: float, style: TextStyle, following: TextStyle
) -> None:
    """Full-width marks: the pair rule (1.5 em for two) and the white that one alone may give up."""
    if following.trim == "space-all":
        _single(gap, before, after, tail, lead, style, following)
        return
    closing, opening = before in CLOSING or before is Cls.MID or before is Cls.ISP, after is Cls.OPEN
    if closing and opening:
        if before in (Cls.MID, Cls.ISP):
            gap.natural = -lead
            return
        trimmed, left = (lead, tail) if style.em <= following.em or not tail else (tail, lead)
        gap.natural = -trimmed
        gap.soft, gap.hard, gap.tier = min(left, _SOFT_PAIR * style.em), left, 4
        if style.squeeze != "quanjiao" or style.trim == "trim-all":
            gap.natural, gap.soft, gap.hard = -trimmed - left, 0.0, 0.0
    elif before in CLOSING and (after in CLOSING or after is Cls.MID or after is Cls.ISP):
        gap.natural = -tail
    elif before is Cls.OPEN and after is Cls.OPEN:
        gap.natural = -lead
    else:
        _single(gap, before, after, tail, lead, style, following)


def _single(
    gap: _Gap, before: Cls, after: Cls, tail: float, lead: float, style: TextStyle, following: TextStyle
) -> None:
    """A mark beside ordinary text. 开明式 sets all but sentence-final marks half-width, 半角式 all of them."""
    if before in CLOSING and tail:
        half = style.trim == "trim-all" or style.squeeze == "banjiao"
        if half or (style.squeeze == "kaiming" and before not in (Cls.STOP, Cls.EXQ)):
            gap.natural = -tail
            return
        gap.soft, gap.tier = min(tail, _SOFT[before] * style.em), _TIER[before]
        gap.hard = min(tail, _HARD[before] * style.em)
    if after is Cls.OPEN and lead:
        if following.trim == "trim-all" or following.squeeze in ("banjiao", "kaiming"):
            gap.natural -= lead
            return
        gap.soft += min(lead, _SOFT_OPEN * following.em)
        gap.hard += lead
        gap.tier = 4
    elif after in CLOSING and lead:  # a centred mark gives way on both sides equally (clreq, adjustment space)
        half = following.trim == "trim-all" or following.squeeze == "banjiao"
        if half or (following.squeeze == "kaiming" and after not in (Cls.STOP, Cls.EXQ)):
            gap.natural -= lead
        else:
            gap.soft += min(lead, _SOFT[after] * following.em)
            gap.hard += min(lead, _HARD[after] * following.em)
            gap.tier = _TIER[after]


def _centred_pairs(paragraph: Paragraph, natural: list[float], soft: list[float], hard: list[float]) -> None:
    """A centred mark before a closing one gives its left side, too: the two take one and a half em (clreq)."""
    cls = paragraph.cls
    for index, lead in enumerate(paragraph.lead):
        if not lead or not 0 < index < len(cls) - 1 or cls[index] not in CLOSING or cls[index + 1] not in CLOSING:
            continue
        if hard[index - 1] and natural[index] < 0 and paragraph.lang.startswith("zh"):
            given = min(lead, hard[index - 1])
            natural[index - 1] -= given
            soft[index - 1], hard[index - 1] = max(0.0, soft[index - 1] - given), hard[index - 1] - given


def _exclamations(paragraph: Paragraph, natural: list[float], soft: list[float], hard: list[float]) -> None:
    """？！ and ！！ together take one em, ！！！ two (clreq, exclamation and question marks)."""
    cls, count, index = paragraph.cls, len(paragraph), 0
    while index < count:
        if cls[index] is not Cls.EXQ:
            index += 1
            continue
        end = index
        while end < count and cls[end] is Cls.EXQ:
            end += 1
        tail = paragraph.tail[end - 1]
        free = end < count and cls[end] not in CLOSING and cls[end] is not Cls.OPEN
        if end - index == 2 and tail and free and paragraph.style[index].trim != "space-all":
            natural[end - 1] -= tail
            natural[end - 2] -= paragraph.lead[end - 1]
            soft[end - 1] = hard[end - 1] = 0.0
        inside = range(index + 1, end - 1) if paragraph.style[index].trim != "space-all" else ()
        for inner in inside:  # centred ones, between others
            natural[inner - 1] -= paragraph.lead[inner]
        index = end


def _half_em_marks(paragraph: Paragraph, natural: list[float]) -> None:
    """Interpunct, short connector and solidus between Chinese characters are half an em wide (clreq; fixed)."""
    cls = paragraph.cls
    for index, char in enumerate(paragraph.char):
        if char not in _HALF_EM or not 0 < index < len(cls) - 1:
            continue
        if cls[index - 1] not in CJK or cls[index + 1] not in CJK or not paragraph.lang.startswith("zh"):
            continue
        style = paragraph.style[index]
        share = (0.5 * style.em - paragraph.advance[index]) / 2
        natural[index - 1] += share
        natural[index] += share


def _dashes(paragraph: Paragraph, natural: list[float]) -> None:
    """The dash —— is two em long whatever its glyph; the missing white goes to both sides (clreq)."""
    cls, count, index = paragraph.cls, len(paragraph), 0
    while index < count:
        if cls[index] is not Cls.DASH:
            index += 1
            continue
        end = index
        while end < count and cls[end] is Cls.DASH:
            end += 1
        style = paragraph.style[index]
        wanted = 2.0 if paragraph.char[index] == "⸺" or end - index == 2 else 0.0
        missing = (wanted * style.em - sum(paragraph.advance[index:end])) / 2
        if wanted and missing > 0 and paragraph.lang.startswith("zh"):
            if index:
                natural[index - 1] += missing
            if end < count:
                natural[end - 1] += missing
        index = end


def _justify(paragraph: Paragraph, methods: list[str], gaps: tuple[list[float], list[float], list[float]]) -> None:
    """text-justify: inter-word stretches spaces only, inter-character every gap alike, none nothing."""
    word, latin, weight = gaps
    for index, method in enumerate(methods[:-1]):
        if method == "auto":
            continue
        latin[index] = 0.0
        if method == "inter-word":
            weight[index] = 0.0
        elif method == "inter-character":
            word[index] = 0.0
            here, there = paragraph.cls[index], paragraph.cls[index + 1]
            visible = here is not Cls.NL and there is not Cls.NL and not (here is there is Cls.OBJ)
            weight[index] = paragraph.style[index].em if visible else 0.0
        else:
            weight[index] = word[index] = 0.0


def _methods(paragraph: Paragraph) -> list[str]:
    """text-justify at the gap after each unit: a space's own, else of the innermost box that holds both neighbours."""
    count = len(paragraph)
    own = {id(style): style.style["text_justify"][0] for style in paragraph.style}
    whole = paragraph.box.style["text_justify"][0]
    if set(own.values()) <= {whole}:
        return [whole] * count
    methods = []
    for index in range(count):
        same = (
            index + 1 == count or paragraph.leaf[index] == paragraph.leaf[index + 1] or paragraph.cls[index] is Cls.SP
        )
        methods.append(own[id(paragraph.style[index])] if same else paragraph.style_between(index)["text_justify"][0])
    return methods
