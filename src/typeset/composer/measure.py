"""Measuring text with Pango: advances of characters, the blank halves of full-width marks, glyphs for drawing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

from typeset.composer.classes import Cls

_GLYPH_INFO_SIZE = 20
_FONT_KEYS = (
    "font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_kerning",
    "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_variation_settings",
    "font_language_override", "lang", "direction",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one font: Pango's font, first byte, glyph ids, clusters (bytes from the text's start), geometry."""

    font: Any
    level: int
    glyphs: list[int]
    clusters: list[int]
    widths: list[int]
    x_offsets: list[int]
    y_offsets: list[int]
    end: int


@dataclass(frozen=True, slots=True)
class Blank:
    """White of a full-width mark that composition may take away, in em: left (`lead`) and right (`tail`)."""

    lead: float
    tail: float
    centred: bool


NO_BLANK = Blank(0.0, 0.0, False)


@dataclass(slots=True)
class Shaper:
    """One font setting (family, size, features, language), ready to shape any text. Pango objects are made once."""

    layout: Any  # weasyprint.text.line_break.Layout
    blanks: dict[str, Blank] = field(default_factory=dict)
    hyphens: dict[str, float] = field(default_factory=dict)
    endings: dict[str, tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, style: Any) -> Shaper:
        """The shaper of a computed style. Letter and word spacing are left to composition."""
        layout = Layout(style)
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
        return cls(layout)

    def _line(self, text: str) -> Any:
        encoded = text.encode()
        pango.pango_layout_set_text(self.layout.layout, ffi.from_buffer("char[]", encoded + b"\0"), len(encoded))
        return pango.pango_layout_get_line_readonly(self.layout.layout, 0)

    def runs(self, text: str) -> Iterator[Run]:
        """The shaped runs of text, in visual order."""
        line = self._line(text)
        if line.runs == ffi.NULL:
            return
        run = line.runs[0]
        while run != ffi.NULL:
            item, glyphs = run.data.item, run.data.glyphs
            count = glyphs.num_glyphs
            info = memoryview(ffi.buffer(glyphs.glyphs, count * _GLYPH_INFO_SIZE)).cast("i")
            offset = item.offset
            yield Run(
                item.analysis.font,
                item.analysis.level,
                info[0::5].tolist(),
                [cluster + offset for cluster in ffi.unpack(glyphs.log_clusters, count)] if count else [],
                info[1::5].tolist(),
                info[2::5].tolist(),
                info[3::5].tolist(),
                offset + item.length,
            )
            run = run.next if run.next != ffi.NULL else ffi.NULL

    def advances(self, text: str) -> tuple[list[int], bool]:
        """Advance in Pango units at the first byte of each cluster, 0 elsewhere; and whether a run is right-to-left."""
        result = [0] * (len(text.encode()) + 1)
        backwards = False
        for run in self.runs(text):
            backwards |= bool(run.level % 2)
            for cluster, width in zip(run.clusters, run.widths, strict=True):
                result[cluster] += width
        return result, backwards

    def width(self, text: str) -> float:
        """Width of text in CSS pixels, without composition."""
        return float(sum(self.advances(text)[0]) * FROM_UNITS)

    def hyphen(self, text: str) -> float:
        """Width of a short text (a hyphen, a line's last letter) in CSS pixels, remembered."""
        if text not in self.hyphens:
            self.hyphens[text] = self.width(text)
        return self.hyphens[text]

    def ending(self, text: str) -> tuple[float, float]:
        """Advance of the last character of a text, and how far its ink overhangs, in CSS pixels, remembered."""
        found = self.endings.get(text)
        if found is None:
            found = self.endings[text] = self._ending(text)
        return found

    def _ending(self, text: str) -> tuple[float, float]:
        at = len(text[:-1].encode())
        ink, width, overhang = ffi.new("PangoRectangle *"), 0, 0
        for run in self.runs(text):
            for glyph, cluster, advance in zip(run.glyphs, run.clusters, run.widths, strict=True):
                if cluster < at:
                    continue
                width += advance
                if advance and not glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                    pango.pango_font_get_glyph_extents(run.font, glyph, ink, ffi.NULL)
                    overhang = ink.x + ink.width - advance
        return width * FROM_UNITS, max(0, overhang) * FROM_UNITS

    def hyphen_of(self, style: Any) -> str:
        """The hyphenation character; U+002D where the font's U+2010 is a full-width glyph, as in many Chinese fonts."""
        text: str = style["hyphenate_character"]
        return "-" if text == "‐" and self.hyphen(text) > 0.55 * style["font_size"] else text

    def blank(self, char: str, cls: Cls, em: float) -> Blank:
        """The adjustable white of a mark, from the ink of its glyph (clreq: punctuation adjustment space).

        Font-independent: a mark already set half-width, or centred in its cell, is seen as what it is.
        """
        found = self.blanks.get(char)
        if found is None:
            found = self.blanks[char] = self._ink_blank(char, cls, em)
        return found

    def _ink_blank(self, char: str, cls: Cls, em: float) -> Blank:
        ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
        for run in self.runs(char):
            width = sum(run.widths) * FROM_UNITS / em
            if width < 0.8 or not run.glyphs or run.glyphs[0] & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                return NO_BLANK
            pango.pango_font_get_glyph_extents(run.font, run.glyphs[0], ink, logical)
            left = ink.x * FROM_UNITS / em
            right = width - (ink.x + ink.width) * FROM_UNITS / em
            return _blank(left, right, cls)
        return NO_BLANK


def _blank(left: float, right: float, cls: Cls) -> Blank:
    if abs(left - right) < 0.2 and min(left, right) > 0.2:
        return Blank(0.25, 0.25, True)
    if cls is Cls.OPEN:
        return Blank(min(0.5, left) if left < 0.45 else 0.5, 0.0, False)
    return Blank(0.0, max(0.0, min(0.5, right)) if right < 0.45 else 0.5, False)


def shaper_key(style: Any) -> tuple[Any, ...]:
    """What makes two styles shape text alike."""
    return tuple(tuple(value) if isinstance(value := style[key], list) else value for key in _FONT_KEYS)
