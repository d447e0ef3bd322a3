"""Drawing composed text: every glyph at the place composition gave it, and a text layer that is the source text.

Advances become whole thousandths of an em, the unit of PDF's TJ operator, with the rounding error carried along
the fragment. Characters beside a gap that a reader would take for a space, or on an overlap that it would take for
a new line, stand together in a marked-content sequence with /ActualText.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf
from weasyprint.logger import LOGGER
from weasyprint.matrix import Matrix
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

from typeset.composer.measure import Run
from typeset.composer.units import TextStyle

_READ_AS_SPACE = 85  # thousandths of an em: poppler sees a space from 100 on, MuPDF from 150, PDFium from 180
_METRICS = (
    "ascent", "underline_position", "underline_thickness", "strikethrough_position", "strikethrough_thickness",
)  # fmt: skip


class ComposedText:
    """Stands where WeasyPrint keeps a text box's Pango layout."""

    first_line_direction = 0
    justification_spacing = 0

    def __init__(
        self, text: str, units: list[str], advances: list[float], style: TextStyle, max_width: float,
        hyphenated: bool, actual_text: bool, gap: float = 0.0,
    ) -> None:  # fmt: skip
        self.text = text
        self.units = units
        self.advances = advances
        self.text_style = style
        self.max_width = max_width
        self.hyphenated = hyphenated
        self.actual_text = actual_text
        self.gap = gap

    def __getattr__(self, name: str) -> Any:
        if name in _METRICS:
            measured = Layout(self.text_style.style)
            for metric in _METRICS:
                setattr(self, metric, getattr(measured, metric))
            return getattr(self, name)
        raise AttributeError(name)

    def reactivate(self, style: Any) -> None:
        """Nothing is kept that would need waking."""

    def deactivate(self) -> None:
        """Nothing is held that would need releasing."""


@dataclass(slots=True)
class _Piece:
    """A cluster ready to show: TJ string, its text, font, and the adjustment that follows it."""

    shown: str
    text: str
    font: tuple[str, float]
    rise: float
    after: int = 0
    joined: bool = False  # its text must be given in /ActualText


@dataclass(slots=True)
class _Pen:
    """Fragment-wide state while glyphs are laid down; positions in thousandths of an em."""

    stops: dict[int, int]
    starts: list[int]
    position: int = 0
    pieces: list[_Piece] = field(default_factory=list)


def draw_first_line(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's drawing of a text box's line, with composed text drawn by us."""

    def draw(stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> Any:
        composed = textbox.pango_layout
        if not isinstance(composed, ComposedText):
            return stock(stream, textbox, text_overflow, block_ellipsis, matrix)
        if not composed.text.strip() or textbox.style["font_size"] < 1e-6:
            return []
        units, advances, hyphenated = composed.units, composed.advances, composed.hyphenated
        if text_overflow == "ellipsis" or block_ellipsis != "none":
            units, advances, hyphenated = _with_ellipsis(composed, block_ellipsis)
        return _draw(stream, textbox, composed, units, advances, hyphenated, matrix, stock)

    return draw


def _with_ellipsis(composed: ComposedText, block_ellipsis: Any) -> tuple[list[str], list[float], bool]:
    """Cut the line so that an ellipsis fits in what is left of the measure."""
    if block_ellipsis == "none":
        if sum(composed.advances) <= composed.max_width * (1 + 1e-6) + 1e-3:
            return composed.units, composed.advances, composed.hyphenated
        ellipsis = "…"
    else:
        ellipsis = "…" if block_ellipsis == "auto" else block_ellipsis[1]
    units, advances = list(composed.units), list(composed.advances)
    if composed.hyphenated:
        units.pop()
        advances.pop()
    extra = composed.text_style.shaper.width(ellipsis)
    while units and (sum(advances) + extra > composed.max_width + 1e-3 or units[-1] in "“‘（《〈「『【〔 "):
        units.pop()
        advances.pop()
    if units and units[-1].isascii() and units[-1].isalnum() and len(units) < len(composed.units):
        cut = len(units)
        while cut and units[cut - 1].isascii() and units[cut - 1].isalnum():
            cut -= 1
        if cut:  # not inside a word
            del units[cut:], advances[cut:]
    return [*units, ellipsis], [*advances, extra], False


def _draw(
    stream: Any, textbox: Any, composed: ComposedText, units: list[str], advances: Sequence[float],
    hyphenated: bool, matrix: Any, stock: Callable[..., Any],
) -> list[Any]:  # fmt: skip
    size = textbox.style["font_size"]
    shaper = composed.text_style.shaper
    units = [" " if unit == "\t" else unit for unit in units] if "\t" in composed.text else units
    stops, starts, total, offset = {}, [], 0.0, 0
    for unit, advance in zip(units, advances, strict=True):
        starts.append(offset)
        stops[offset] = round(total * 1000 / size)
        total += advance
        offset += len(unit.encode())
    stops[offset] = round(total * 1000 / size)
    starts.append(offset)
    pen = _Pen(stops, starts)
    encoded = "".join(units).encode()
    emojis: list[Any] = []
    stream.set_text_matrix(*matrix.values)
    for run in list(shaper.runs("".join(units))):
        font, font_size = stream.add_font(run.font)
        if font.png or font.svg or font.colr:
            emojis += _draw_emoji(stream, textbox, run, encoded, pen, matrix, stock, size)
            continue
        _lay(stream, font, font_size, run, encoded, pen)
    if hyphenated and pen.pieces:
        pen.pieces[-1].text = "\u00ad"
        pen.pieces[-1].joined = True
    elif composed.actual_text and abs(composed.gap) * 1000 > _READ_AS_SPACE * size and pen.pieces:
        _bridge(stream, pen, composed, size)
    _show(stream, pen, composed.actual_text)
    return emojis


def _lay(stream: Any, font: Any, font_size: float, run: Run, encoded: bytes, pen: _Pen) -> None:
    """Lay down a run's glyphs cluster by cluster."""
    count = len(run.glyphs)
    setting = (font.hash, 1 if font.bitmap else font_size)
    digits = "02x" if font.bitmap else "04x"
    widths, to_unicode, stops = font.widths, font.to_unicode, pen.stops
    clusters, pieces = run.clusters, pen.pieces
    single = not any(run.x_offsets) and not any(run.y_offsets)
    index = 0
    while index < count:
        begin = clusters[index]
        if single and index + 1 < count:  # nine in ten: one glyph, one character, no offsets
            glyph, end = run.glyphs[index], clusters[index + 1]
            if end in stops and end != begin and glyph in widths and stops.get(begin) == pen.position:
                text = encoded[begin:end].decode()
                after = pen.position + widths[glyph] - stops[end]
                pen.position = stops[end]
                known = to_unicode.setdefault(glyph, text)
                pieces.append(_Piece(f"{glyph:{digits}}", text, setting, 0.0, after, known != text and text != " "))
                index += 1
                continue
        last = index
        while last + 1 < count and clusters[last + 1] == begin:
            last += 1
        _lay_cluster(stream, font, font_size, run, (index, last), encoded, pen)
        index = last + 1


def _lay_cluster(
    stream: Any, font: Any, font_size: float, run: Run, span: tuple[int, int], encoded: bytes, pen: _Pen
) -> None:
    """Lay down the glyphs of one cluster: ligatures, marks with offsets, characters that no font has."""
    first, last = span
    begin, end = run.clusters[first], run.clusters[last + 1] if last + 1 < len(run.glyphs) else run.end
    digits, scale = "02x" if font.bitmap else "04x", 1000 * FROM_UNITS / font_size
    text, known = encoded[begin:end].decode(), ""
    piece = _Piece("", text, (font.hash, 1 if font.bitmap else font_size), 0.0)
    if begin in pen.stops and pen.stops[begin] != pen.position:  # between runs, after a cluster Pango left out
        _move(pen, pen.position - pen.stops[begin])
    for number in range(first, last + 1):
        glyph = run.glyphs[number]
        if glyph == pango.PANGO_GLYPH_EMPTY:
            continue
        if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            glyph = _missing(font, glyph, run.widths[number], font_size)
        known += font.to_unicode.setdefault(glyph, text if number == first else "")
        logical = font.widths.get(glyph)
        if logical is None:
            logical = font.widths[glyph] = _nominal_width(stream, run, glyph, scale)
        shift = round(run.x_offsets[number] * scale)
        piece.rise = -run.y_offsets[number] * FROM_UNITS
        piece.shown += f">{-shift}<{glyph:{digits}}" if shift else f"{glyph:{digits}}"
        pen.position += logical + shift
        if number == last:
            piece.after = pen.position - pen.stops.get(end, pen.position)
            pen.position -= piece.after
        elif after := round(logical + shift - run.widths[number] * scale):
            pen.position -= after
            piece.shown += f">{after}<"
    if piece.shown:
        piece.joined = known != text and text.strip() != ""
        pen.pieces.append(piece)


def _nominal_width(stream: Any, run: Run, glyph: int, scale: float) -> int:
    """The advance the PDF font will state for a glyph, in thousandths of an em."""
    pango.pango_font_get_glyph_extents(run.font, glyph, stream.ink_rect, stream.logical_rect)
    width: int = round(stream.logical_rect.width * scale)
    return width


def _bridge(stream: Any, pen: _Pen, composed: ComposedText, size: float) -> None:
    """End at a gap (or overlap) before the next box with a space glyph that reads as nothing.

    Without it readers put a space into the gap, or a line end at the overlap.
    """
    for run in list(composed.text_style.shaper.runs(" ")):
        font, font_size = stream.add_font(run.font)
        if font.bitmap or font.png or run.glyphs[0] & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            return
        glyph = run.glyphs[0]
        width = font.widths.setdefault(glyph, round(run.widths[0] * 1000 * FROM_UNITS / font_size))
        font.to_unicode.setdefault(glyph, " ")
        last = pen.pieces[-1]
        last.after = width - round(composed.gap * 1000 / size)
        last.joined = True
        pen.pieces.append(_Piece(f"{glyph:04x}", "", (font.hash, font_size), 0.0, joined=True))
        return


def _move(pen: _Pen, by: int) -> None:
    if pen.pieces:
        pen.pieces[-1].after += by
    pen.position -= by


def _missing(font: Any, glyph: int, width: int, font_size: float) -> int:
    """A character no font has: WeasyPrint's convention of a spare glyph with Pango's width."""
    codepoint = glyph - pango.PANGO_GLYPH_UNKNOWN_FLAG
    LOGGER.warning(
        '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)', chr(codepoint), codepoint
    )
    spare: int = font.get_unused_glyph_id(codepoint)
    font.widths[spare] = round(width * 1000 * FROM_UNITS / font_size)
    font.widths.setdefault(0, font.widths[spare])
    return spare


def _show(stream: Any, pen: _Pen, actual_text: bool) -> None:
    pieces = pen.pieces
    if not pieces:
        return
    pieces[-1].after = 0
    groups: list[tuple[bool, list[_Piece]]] = []
    glued = False
    for number, piece in enumerate(pieces):
        gap = actual_text and abs(piece.after) > _READ_AS_SPACE and piece.text != " "
        gap = gap and number + 1 < len(pieces) and pieces[number + 1].text != " "
        marked = glued or gap or piece.joined
        if groups and groups[-1][0] == marked and (not marked or glued or not piece.text):
            groups[-1][1].append(piece)
        else:
            groups.append((marked, [piece]))
        glued = gap
    for marked, members in groups:
        if not marked:
            _show_pieces(stream, members)
            continue
        text = "".join(piece.text for piece in members)
        value = "<FEFF" + text.encode("utf-16-be").hex().upper() + ">"
        stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": value}))
        _show_pieces(stream, members)
        stream.end_marked_content()


def _show_pieces(stream: Any, pieces: list[_Piece]) -> None:
    shown, setting, rise = "", pieces[0].font, 0.0
    stream.set_font_size(*setting)
    for piece in pieces:
        if piece.font != setting or piece.rise != rise:
            if shown:
                stream.show_text(f"<{shown}>".replace("<>", ""))
            shown = ""
            if piece.font != setting:
                setting = piece.font
                stream.set_font_size(*setting)
            if piece.rise != rise:
                rise = piece.rise
                stream.set_text_rise(rise)
        shown += piece.shown
        if piece.after:
            shown += f">{piece.after}<"
    if shown:
        stream.show_text(f"<{shown}>".replace("<>", ""))
    if rise:
        stream.set_text_rise(0)


def _draw_emoji(
    stream: Any, textbox: Any, run: Run, encoded: bytes, pen: _Pen, matrix: Any, stock: Callable[..., Any], size: float
) -> list[Any]:
    """Glyphs drawn as pictures: WeasyPrint's own drawing, moved to where composition wants them."""
    emojis = []
    for number, begin in enumerate(run.clusters):
        if number and run.clusters[number - 1] == begin:
            continue
        end = next((cluster for cluster in run.clusters[number:] if cluster != begin), run.end)
        layout = Layout(textbox.style)
        layout.set_text(encoded[begin:end].decode())
        box = textbox.copy()
        box.text, box.pango_layout = layout.text, layout
        left = pen.stops.get(begin, pen.position) / 1000
        drawn = stock(stream, box, "clip", "none", Matrix(d=-1) @ Matrix(e=matrix.e + left * size, f=matrix.f))
        emojis += [[image, font, a, d, e + left, f] for image, font, a, d, e, f in drawn]
        pen.position = pen.stops.get(end, pen.position)
        if pen.pieces or pen.position:
            _flush(stream, pen, matrix, size)
    return emojis


def _flush(stream: Any, pen: _Pen, matrix: Any, size: float) -> None:
    """Show what was laid down before a picture glyph; what follows starts anew behind it."""
    if pen.pieces:
        stream.set_text_matrix(*matrix.values)
        _show(stream, pen, False)
        pen.pieces.clear()
    behind = Matrix(d=-1, e=matrix.e + pen.position * size / 1000, f=matrix.f)
    stream.set_text_matrix(*behind.values)


__all__ = ["ComposedText", "draw_first_line", "ffi"]
