"""Where a line may end: Unicode line breaking tailored to clreq's prohibition rules and CSS `line-break`, `word-break`.

The base is UAX #14 as Pango implements it, over the whole paragraph, with full-width quotation marks resolved to
brackets. The tailoring follows clreq (prohibition rules for line start and line end), GB/T 15834 (solidus),
GB/T 15835 (a number stays on one line) and CSS Text 3 §5.3 (`line-break`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from weasyprint.text.ffi import ffi
from weasyprint.text.line_break import get_log_attrs

from typeset.composer.classes import CJK, SPACES, Cls
from typeset.composer.hyphenation import dictionary_points
from typeset.composer.units import Paragraph, TextStyle

FORCED = -1.0
"""Penalty of a forced break."""
_INF = float("inf")
_DESIGNATION = 400.0  # between the letters and the number of a standard: ISO 9001
_MIXED, _WORD, _URL, _HYPHEN = 0.4, 0.2, 3.0, 6.0

_NO_START = frozenset(
    {
        Cls.CLOSE, Cls.STOP, Cls.EXQ, Cls.COMMA, Cls.COLON, Cls.MID, Cls.NCLOSE, Cls.POST, Cls.DASH, Cls.ELL,
        Cls.CONN, Cls.SOL, Cls.SMALL, Cls.ITER, Cls.HYPHEN,
    }
)  # fmt: skip
_NO_END = frozenset({Cls.OPEN, Cls.NOPEN, Cls.PRE})
_LETTERS = frozenset({Cls.HAN, Cls.LAT, Cls.DIG, Cls.SMALL, Cls.ITER, Cls.HANGUL, Cls.OTH, Cls.WIDE})
_ALPHANUMERIC = frozenset({Cls.LAT, Cls.DIG, Cls.OTH})
_CENTRED_MARKS = frozenset("・：；･‼⁇⁈⁉！？")
_RELATIONS = frozenset("＞＜＝＋－±≥≤≧≦≠≈×÷>=<+~")
_URL_PATTERN = re.compile(
    r"(?:https?://|ftp://|www\.)\w[!-~]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|[A-Za-z][\w.-]*/(?:[\w.-]+/)+[\w.-]*|[\w.-]+/[\w-]+\.[A-Za-z]\w{0,4}\b|[\w.:-]+(?:\\[\w.-]+)+|[A-Za-z]\w*_\w+",
    re.ASCII,
)  # web and mail addresses, file paths, names with an underscore
_URL_AFTER = frozenset("/\\?&=.-_@#:;,+%")
_DESIGNATIONS = re.compile(r"(?<![A-Za-z])[A-Z][A-Z/]+ (?=\d)")
_NUMBER_GROUPS = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)")


@dataclass(slots=True)
class Breaks:
    """Break opportunities before each unit: infinite where none, FORCED, else a penalty (0 is a free break)."""

    penalty: list[float]
    hyphenated: dict[int, str] = field(default_factory=dict)  # break before unit -> hyphen shown at the line's end
    emergency: bool = True  # a unit longer than the line may be cut anywhere
    hyphenate: bool = True  # … after its words were hyphenated
    addresses: list[tuple[int, int]] = field(default_factory=list)  # addresses and file paths, first unit and end

    def in_address(self, unit: int) -> bool:
        """Whether a unit belongs to an address, which a hyphen would change."""
        return any(begin <= unit < stop for begin, stop in self.addresses)


@dataclass(frozen=True, slots=True)
class _Rules:
    """CSS line-break, resolved for a language."""

    mode: str
    east_asian: bool  # the writing system is Chinese or Japanese
    chinese: bool

    @classmethod
    def of(cls, style: TextStyle) -> _Rules:
        chinese = style.lang.startswith("zh")
        mode = style.line_break
        if mode == "auto":
            mode = "strict" if chinese else "normal" if style.lang == "ja" else "unicode"
        return cls(mode, chinese or style.lang == "ja", chinese)


def find_breaks(paragraph: Paragraph, phrase_penalties: Callable[[str], list[float]] | None = None) -> Breaks:
    """All break opportunities of a paragraph. `phrase_penalties` weighs breaks inside phrases (`auto-phrase`)."""
    text = _unicode_text(paragraph)
    attributes = _attributes(paragraph, text)
    count = len(paragraph)
    penalty = [_INF] * (count + 1)
    penalty[count] = 0.0
    cls, styles = paragraph.cls, paragraph.style
    rules: dict[int, _Rules] = {}
    for index in range(1, count):
        before, after = cls[index - 1], cls[index]
        if before is Cls.NL:
            penalty[index] = FORCED
            continue
        if after is Cls.NL or after is Cls.SP:
            continue
        base = bool(attributes[index] & 1)
        if base and before is Cls.HAN and after is Cls.HAN and styles[index] is styles[index - 1]:
            style = styles[index]
            if style.wraps and style.word_break in ("normal", "break-all"):
                penalty[index] = 0.0
                continue
        style = styles[index]
        rule = rules.get(id(style))
        if rule is None:
            rule = rules[id(style)] = _Rules.of(style)
        penalty[index] = _boundary(paragraph, index, base, rule)
    east_asian = paragraph.lang.startswith("zh") or paragraph.lang == "ja"
    hyphenate = east_asian and paragraph.box.style["overflow_wrap"] == "normal"
    result = Breaks(penalty, emergency=_emergency_allowed(paragraph), hyphenate=hyphenate)
    _keep_numbers(text, penalty)
    result.addresses = _urls(paragraph, text, penalty)
    _hyphens(paragraph, text, result)
    if phrase_penalties is not None and any(style.word_break == "auto-phrase" for style in styles):
        _phrases(paragraph, penalty, phrase_penalties)
    return result


def _attributes(paragraph: Paragraph, text: str) -> Sequence[int]:
    """Pango's attributes of boundaries, bit 0: a line may end. `break-all` makes ideographs of letters (CSS Text 3)."""
    lang = paragraph.box.style["lang"]
    attributes = memoryview(ffi.buffer(get_log_attrs(text, lang))).cast("I")
    everywhere = [style.word_break == "break-all" for style in paragraph.style]
    if not any(everywhere):
        return attributes
    cls = paragraph.cls
    ideographs = "".join("一" if here in _LETTERS else char for char, here in zip(text, cls, strict=True))
    others = memoryview(ffi.buffer(get_log_attrs(ideographs, lang))).cast("I")
    return [others[index] if here else attributes[index] for index, here in enumerate(everywhere)]


def _unicode_text(paragraph: Paragraph) -> str:
    """One character a unit, full-width quotation marks as brackets, for UAX #14."""
    east_asian = paragraph.lang.startswith("zh") or paragraph.lang == "ja"
    chars = paragraph.char
    result = [char[char[0] == "\u200d" and len(char) > 1] for char in chars]  # a joiner with marks on it joins nothing
    for index, char in enumerate(result):
        if char in "\"'" and east_asian:
            cls = paragraph.cls[index]
            result[index] = "(" if cls is Cls.NOPEN else ")" if cls is Cls.NCLOSE else char
        elif char in "“‘”’":
            cls = paragraph.cls[index]
            if cls is Cls.OPEN:
                result[index] = "（"
            elif cls is Cls.CLOSE and not _is_apostrophe(paragraph, index):
                result[index] = "）"
            elif east_asian and cls is Cls.NOPEN:
                result[index] = "（"
            elif east_asian and cls is Cls.NCLOSE:
                result[index] = "）"
    return "".join(result)


def _is_apostrophe(paragraph: Paragraph, index: int) -> bool:
    """Whether a mark stands between two letters, however wide the font makes it."""
    cls = paragraph.cls
    return 0 < index < len(cls) - 1 and cls[index - 1] is Cls.LAT and cls[index + 1] is Cls.LAT


def _wraps(paragraph: Paragraph, index: int) -> bool:
    """Whether white-space lets a line end before the unit; the nearest common ancestor decides at box edges."""
    before, after = paragraph.style[index - 1], paragraph.style[index]
    if paragraph.leaf[index] == paragraph.leaf[index - 1] or before.wraps == after.wraps:
        if not after.wraps and paragraph.leaf[index] != paragraph.leaf[index - 1]:
            apart = paragraph.start[index][:1] != paragraph.start[index - 1][:1]
            return apart and paragraph.box.style["white_space"] in ("normal", "pre-wrap", "pre-line")
        return after.wraps
    return bool(paragraph.box.style["white_space"] in ("normal", "pre-wrap", "pre-line"))


def _boundary(paragraph: Paragraph, index: int, base: bool, rule: _Rules) -> float:
    if not _wraps(paragraph, index):
        return _INF
    cls, char = paragraph.cls, paragraph.char
    if rule.mode == "anywhere":
        return 0.0
    after = cls[index]
    last = index - 1
    while last > 0 and cls[last] in SPACES:
        last -= 1
    before, spaced = cls[last], last != index - 1
    style = paragraph.style[index]
    if style.script and not spaced and before is not Cls.OBJ:
        return _INF  # a note mark stays with the word before it (clreq, annotation marks)
    allowed = base
    if rule.mode != "unicode" and (rule.east_asian or not spaced):
        if after is Cls.GLUE or before is Cls.GLUE or Cls.ZW in cls[last:index]:
            allowed = base  # as Unicode has it: a space beside glue may end the line, a zero-width one always does
        elif after in _NO_START or before in _NO_END:
            allowed = _prohibition(rule, before, after, char[last], char[index], base and not spaced)
            allowed = allowed or (spaced and base and after is Cls.HYPHEN and before not in _NO_END)
        elif rule.east_asian and not spaced and _inseparable(paragraph, index, before, after):
            allowed = False
    allowed = _word_break(style.word_break, before, after, spaced, allowed)
    if not allowed:
        return _INF
    if before in CJK and after in CJK:
        return 0.0
    return _WORD if before not in CJK and after not in CJK else _MIXED


def _inseparable(paragraph: Paragraph, index: int, before: Cls, after: Cls) -> bool:
    """—— and ……, a sign of relation and its number, a solidus before a line's end (clreq; GB/T 15834)."""
    if before is after and before in (Cls.DASH, Cls.ELL):
        return True
    if paragraph.char[index - 1] in _RELATIONS and after is Cls.DIG:
        return True
    if after is Cls.DIG and before is Cls.NCLOSE and paragraph.char[index - 1] in ".,:":
        return True  # 12:17, .5: part of a number
    beside = after in CJK or (index > 1 and paragraph.cls[index - 2] in CJK)
    return before is Cls.SOL and beside


def _prohibition(rule: _Rules, before: Cls, after: Cls, last: str, first: str, base: bool) -> bool:
    """A boundary beside a mark that prohibition rules speak of (clreq; CSS Text 3 §5.3)."""
    loose = rule.mode == "loose" and rule.east_asian
    if before in _NO_END:
        wide_prefix = before is Cls.PRE and last in "￥＄﹩￡€￦№＃±§"
        return loose and wide_prefix and after not in _NO_START
    if after in _BY_MODE:
        return _BY_MODE[after](rule, before, first, base)
    if first in _CENTRED_MARKS:
        return loose
    if after is Cls.POST:
        return loose and first in "％﹪‰℃℉°′″‵￠"
    if after in (Cls.MID, Cls.SOL, Cls.NCLOSE, Cls.DASH):
        return base and not rule.east_asian and not (after is Cls.DASH and before is Cls.DASH)
    return False


def _before_connector(rule: _Rules, before: Cls, first: str, base: bool) -> bool:
    if first in "〜゠":
        return rule.east_asian and rule.mode != "strict"
    if first == "–":
        return rule.mode == "loose" and before in _IDEOGRAPHS
    return base and not rule.chinese


def _before_small_kana(rule: _Rules, before: Cls, first: str, base: bool) -> bool:
    del before, first, base
    return rule.mode != "strict"


def _before_iteration_mark(rule: _Rules, before: Cls, first: str, base: bool) -> bool:
    del before, first, base
    return rule.mode == "loose"


def _before_hyphen(rule: _Rules, before: Cls, first: str, base: bool) -> bool:
    del base
    return first == "‐" and rule.mode == "loose" and before in _IDEOGRAPHS


def _before_ellipsis(rule: _Rules, before: Cls, first: str, base: bool) -> bool:
    del first
    loose = rule.mode == "loose" and rule.east_asian and (before is Cls.ELL or before in _IDEOGRAPHS)
    return loose or (base and not rule.east_asian)


_IDEOGRAPHS = frozenset({Cls.HAN, Cls.SMALL, Cls.ITER})
_BY_MODE: dict[Cls, Callable[[_Rules, Cls, str, bool], bool]] = {
    Cls.SMALL: _before_small_kana,
    Cls.ITER: _before_iteration_mark,
    Cls.CONN: _before_connector,
    Cls.HYPHEN: _before_hyphen,
    Cls.ELL: _before_ellipsis,
}
"""Whether a line may begin with a unit of the class, by CSS line-break."""


def _word_break(mode: str, before: Cls, after: Cls, spaced: bool, allowed: bool) -> bool:
    if spaced or mode == "normal":
        return allowed
    if mode == "keep-all" and before in _LETTERS and after in _LETTERS:
        return False
    return allowed


def _emergency_allowed(paragraph: Paragraph) -> bool:
    """Whether a run longer than the line may be cut: in Chinese and Japanese text, or where overflow-wrap says so."""
    style = paragraph.box.style
    if style["overflow_wrap"] in ("anywhere", "break-word") or style["word_break"] == "break-word":
        return True
    east_asian = paragraph.lang.startswith("zh") or paragraph.lang == "ja"
    return east_asian and style["word_break"] != "keep-all"


def _keep_numbers(text: str, penalty: list[float]) -> None:
    if " " not in text:
        return
    for match in _DESIGNATIONS.finditer(text):
        if penalty[match.end()] != _INF:
            penalty[match.end()] += _DESIGNATION
        penalty[match.start() + 1 : match.end()] = [_INF] * (match.end() - match.start() - 1)  # GB/T
    for match in _NUMBER_GROUPS.finditer(text):
        for index in range(match.start() + 1, match.end()):
            penalty[index] = _INF


def _urls(paragraph: Paragraph, text: str, penalty: list[float]) -> list[tuple[int, int]]:
    """Break points inside web and mail addresses and file paths: after their punctuation, never before it."""
    found: list[tuple[int, int]] = []
    if not any(sign in text for sign in ("/", "\\", "www.", "@", "_")):
        return found
    for match in _URL_PATTERN.finditer(text):
        found.append(match.span())
        for index in range(match.start() + 1, match.end()):
            here, before = text[index], text[index - 1]
            fits = before in _URL_AFTER and here not in _URL_AFTER and here not in ")]}>"
            scheme = text[index - 3 : index] == "://" and here.isalnum()
            if paragraph.style[index].wraps:
                penalty[index] = _URL if (fits or scheme) and not (before in ".,:" and here.isdigit()) else _INF
    return found


def _hyphens(paragraph: Paragraph, text: str, result: Breaks) -> None:
    """Soft hyphens, and dictionary hyphenation where `hyphens: auto` and the language is known."""
    for index, cls in enumerate(paragraph.cls):
        if cls is Cls.SHY and index + 1 < len(paragraph):
            style = paragraph.style[index]
            if style.hyphens == "none":
                result.penalty[index + 1] = _INF
            elif style.wraps and result.penalty[index + 1] != _INF:
                result.penalty[index + 1] = _HYPHEN / 2
                result.hyphenated[index + 1] = style.shaper.hyphen_of(style.style)
    automatic = {id(style): style for style in paragraph.style if style.hyphens == "auto"}
    if not automatic:
        return
    for match in re.finditer(r"[^\W\d_]+", text):
        _hyphenate(paragraph, match.start(), match.group(), result)


def _hyphenate(paragraph: Paragraph, start: int, word: str, result: Breaks) -> None:
    style = paragraph.style[start]
    if style.hyphens != "auto" or not style.wraps or paragraph.cls[start] is not Cls.LAT or result.in_address(start):
        return
    lang = style.style["lang"]
    if not lang:
        return
    for point in dictionary_points(word, lang, style.style["hyphenate_limit_chars"]):
        if start + point < len(paragraph) and result.penalty[start + point] == _INF:
            result.penalty[start + point] = _HYPHEN
            result.hyphenated[start + point] = style.shaper.hyphen_of(style.style)


def _phrases(paragraph: Paragraph, penalty: list[float], weigh: Callable[[str], list[float]]) -> None:
    text = "".join(char[0] for char in paragraph.char)
    for index, extra in enumerate(weigh(text)):
        style = paragraph.style[index] if index < len(paragraph) else None
        if extra and style is not None and style.word_break == "auto-phrase" and 0 <= penalty[index] < _INF:
            penalty[index] += extra


def emergency_rank(paragraph: Paragraph, index: int) -> int:
    """How bad it is to cut before a unit where no break is allowed: 0 within a word … 3 inside —— or ……."""
    if index >= len(paragraph):
        return 0
    before, after = paragraph.cls[index - 1], paragraph.cls[index]
    if before is after and before in (Cls.DASH, Cls.ELL):
        return 3
    if after in _NO_START or before in _NO_END or after in SPACES:
        return 2
    if after is Cls.DIG and (before is Cls.DIG or paragraph.char[index - 1] in ".,:"):
        return 1
    return 0
