"""The composition of one document: caches shared by its paragraphs, and the count of what was composed.

Hangs on WeasyPrint's layout context of a document of this package; a context without one is WeasyPrint's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import FROM_UNITS

from typeset.composer.breaks import find_breaks
from typeset.composer.classes import CLOSING, Cls, classify, language_of
from typeset.composer.gaps import find_gaps
from typeset.composer.layout import Layout
from typeset.composer.measure import Shaper, shaper_key
from typeset.composer.phrases import phrase_penalties
from typeset.composer.properties import parameter
from typeset.composer.straight_quotes import resolve_straight_quotes
from typeset.composer.tabs import set_tabs
from typeset.composer.units import Flattener, Paragraph, TextStyle, Unsuitable

ATTRIBUTE = "typeset_composition"
_MARKS = CLOSING | {Cls.OPEN, Cls.MID}
_JOINERS = re.compile(
    r"[^\x00-\xff\u2000-\u200a\u2010-\u2027\u2030-\u205f\u2070-\u20cf\u2100-\u2fff\u3000-\u3029\u3030-\u3098"
    r"\u309b-\ua66e\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
_NO_BASE = frozenset(" \t\n\u200b")
_EMOJI = re.compile("[\u2600-\u27bf\U0001f300-\U0001f3fa\U0001f400-\U0001faff]")
_MOST_SAMPLES = 50


@dataclass(frozen=True, slots=True)
class Fallback:
    """Lines that WeasyPrint's own line layout set, and why. `text` is the paragraph's beginning."""

    reason: str
    tag: str
    text: str
    element: Any = field(default=None, compare=False)  # the first of such paragraphs


@dataclass
class Composition:
    """State of one document's composition."""

    shapers: dict[tuple[Any, ...], Shaper] = field(default_factory=dict)
    styles: dict[tuple[int, bool], TextStyle] = field(default_factory=dict)
    refused: dict[int, tuple[Any, Any, str]] = field(default_factory=dict)
    composed_lines: int = 0
    stock_lines: int = 0
    fallbacks: Counter[Fallback] = field(default_factory=Counter)
    emergencies: Counter[tuple[str, Any]] = field(default_factory=Counter)  # runs of text cut, with the element
    floats_ahead: list[tuple[int, Any]] = field(default_factory=list)  # that go on after the flow's end, from where
    page_floats: Any = None  # PageFloats, where the document has any
    waiting_notes: dict[int, bool] = field(default_factory=dict)  # pages, from 0, that hand notes on to the next
    style_for: Any = None  # WeasyPrint's computed style of an element

    # --- styles ---

    def text_style(self, style: Any, script: bool) -> TextStyle:
        """The composition's view of a computed style, read once."""
        key = (id(style), script)
        found = self.styles.get(key)
        if found is None:
            shaping = shaper_key(style)
            shaper = self.shapers.get(shaping)
            if shaper is None:
                shaper = self.shapers[shaping] = Shaper.of(style)
            found = self.styles[key] = TextStyle.of(style, shaper, script)
        return found

    # --- paragraphs ---

    def layout_of(self, line_box: Any, width: float, atomic_width: Any) -> Layout:
        """The analysis of a line box, cached on it as long as its content stays what it is.

        WeasyPrint re-parses generated content in place between page passes (target-counter), hence the
        comparison of texts, not of boxes alone. Raises Unsuitable.
        """
        signature: list[Any] = []
        _sign(line_box, signature, width, atomic_width)
        cached: list[tuple[list[Any], Layout | str]] = line_box.__dict__.setdefault("_typeset_layouts", [])
        for known, layout in cached:
            if known == signature:
                if isinstance(layout, str):
                    raise Unsuitable(layout)
                return layout
        try:
            made: Layout | str = self._analyse(line_box, width, atomic_width)
        except Unsuitable as unsuitable:
            made = unsuitable.reason
        cached.insert(0, (signature, made))
        del cached[4:]
        if isinstance(made, str):
            raise Unsuitable(made)
        return made

    def _analyse(self, line_box: Any, width: float, atomic_width: Any) -> Layout:
        style = line_box.style
        if style["direction"] != "ltr":
            raise Unsuitable("right-to-left")
        paragraph = Paragraph(line_box, float(style["font_size"]) or 1.0, language_of(style["lang"]))
        paragraph.strict = parameter(style, "--typeset-squeeze-order") == "strict"
        Flattener(paragraph, self, width, atomic_width).walk(line_box, (), False)
        if not paragraph.uniform:
            _settle_edges(paragraph)
        set_tabs(paragraph)
        resolve_straight_quotes(paragraph)
        words = parameter(style, "--typeset-words")
        return Layout(paragraph, find_gaps(paragraph), find_breaks(paragraph, phrase_penalties(words)))

    def add_text(self, flattener: Flattener, path: tuple[int, ...], text: str, style: TextStyle) -> None:
        """Measure a text box and append its units to the flattener's paragraph."""
        shaped = text.translate(_NEWLINES) if not text.isprintable() else text
        visible = style.em > 1e-3
        widths, backwards = style.shaper.advances(shaped) if visible else ([0] * (len(text.encode()) + 1), False)
        if backwards:
            raise Unsuitable("right-to-left")
        paragraph = flattener.paragraph
        starts = _cluster_starts(text)
        leaf, em = len(paragraph.leaves) - 1, style.em
        offset = 0
        for index, char in enumerate(text):
            size = 1 if char < "\x80" else 2 if char < "\u0800" else 3 if char < "\U00010000" else 4
            if starts is not None and not starts[index]:
                paragraph.char[-1] += char
                paragraph.advance[-1] += widths[offset] * FROM_UNITS
                offset += size
                continue
            flattener.unit((*path, offset) if offset else path)
            cls = classify(char)
            advance = widths[offset] * FROM_UNITS
            paragraph.char.append(char)
            paragraph.advance.append(0.0 if cls is Cls.NL or cls is Cls.SHY else advance)
            paragraph.leaf.append(leaf)
            paragraph.style.append(style)
            if cls in _MARKS and visible:
                cls = _mark(paragraph, char, cls, advance, style, em)
            paragraph.cls.append(cls)
            offset += size

    # --- account ---

    def fall_back(self, reason: str, line_box: Any) -> None:
        """Count a line that WeasyPrint sets itself."""
        self.stock_lines += 1
        text = "".join(leaf.text for leaf in line_box.descendants() if isinstance(leaf, boxes.TextBox))
        if len(self.fallbacks) < _MOST_SAMPLES:
            self.fallbacks[Fallback(reason, line_box.element_tag, text[:40], line_box.element)] += 1


def _settle_edges(paragraph: Paragraph) -> None:
    """Hand the edges beside white that lines drop to the neighbour that stays: they stand on the line all the same."""
    cls, opens, closes = paragraph.cls, paragraph.opens, paragraph.closes
    visible = -1  # the last unit on the line that is never dropped
    for index, here in enumerate(cls):
        dropped = here in (Cls.ZW, Cls.NL, Cls.SHY) or (here is Cls.SP and paragraph.style[index].collapses)
        if not dropped:
            visible = index
            continue
        if visible >= 0:
            closes[visible] += opens[index] + closes[index]
            opens[index] = closes[index] = 0.0
        elif index + 1 < len(cls) and here is not Cls.NL:
            opens[index + 1] += opens[index] + closes[index]
            opens[index] = closes[index] = 0.0
        if here is Cls.NL:
            visible = -1


_NEWLINES = str.maketrans("\n\x0b\x0c\x85\u2028\u2029\t", "   \xa0\u3000\u3000 ")
"""Line breaks and tabs are shaped as white of the same length in UTF-8."""


def _mark(paragraph: Paragraph, char: str, cls: Cls, advance: float, style: TextStyle, em: float) -> Cls:
    """Note a mark's blanks; a narrow or centred one is another class than its code point says."""
    if cls is Cls.MID and char in "·•‧":
        return cls
    if cls is Cls.EXQ and not style.lang.startswith("zh"):
        return cls  # full width wherever it stands (JLREQ; CSS Text 4 does not count it among closing marks)
    blank = style.shaper.blank(char, cls, em)
    if advance < 0.8 * em and char in "“‘”’":
        if char == "’" and paragraph.cls and paragraph.cls[-1] is Cls.LAT:
            return Cls.NCLOSE
        return Cls.NOPEN if char in "“‘" else Cls.NCLOSE
    if blank.centred:
        if cls is Cls.OPEN or cls is Cls.CLOSE:
            return cls
        if style.lang == "ja" and char in "：；":
            return Cls.MID  # centred there: fullwidth middle dot punctuation (CSS Text 4)
        paragraph.lead[-1], paragraph.tail[-1] = blank.lead * em, blank.tail * em
        return cls
    if cls is Cls.OPEN:
        paragraph.lead[-1] = blank.lead * em
    else:
        paragraph.tail[-1] = blank.tail * em
    return cls


def _cluster_starts(text: str) -> list[bool] | None:
    """Which characters begin a grapheme cluster; None where each does (nearly always).

    As in line breaking (UAX #14, LB10), a mark after white begins one, and a skin tone after what is no emoji.
    """
    if text.isascii() or not _JOINERS.search(text):
        return None
    starts = []
    joined, base = False, " "
    for char in text:
        extends = unicodedata.category(char) in ("Mn", "Me", "Mc") or char in "\u200d\ufe0f\ufe0e"
        extends = extends or "\U000e0020" <= char <= "\U000e01ef"
        if "\U0001f3fb" <= char <= "\U0001f3ff":
            extends = bool(_EMOJI.match(base))
        begins = base in _NO_BASE or not (extends or (joined and _EMOJI.match(char)))
        starts.append(begins)
        base = char if begins else base
        joined = char == "\u200d"
    return starts


def _sign(box: Any, signature: list[Any], width: float, atomic_width: Any) -> None:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            signature.append(child.text)
            signature.append(id(child.style))
        elif not child.is_in_normal_flow():
            signature.append(id(child))
        elif isinstance(child, boxes.InlineBox):
            signature.append(id(child))
            if child.style["margin_left"] != 0 or child.style["padding_left"] != 0:
                signature.append(width)
            _sign(child, signature, width, atomic_width)
        else:
            signature.append(id(child))
            signature.append(atomic_width(child))
