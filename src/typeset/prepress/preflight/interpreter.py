"""Reading content streams (ISO 32000-1, 7.8.2 and annex A) and telling a listener what they put on the page.

Time is bounded by counting operators, not by a clock, so that the same file gives the same answer. A form XObject that
draws itself, or a row of forms that each draw the next ten times, ends at the bound.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf

from typeset.prepress.preflight.fonts import Font
from typeset.prepress.preflight.geometry import IDENTITY, as_matrix, lengths, times
from typeset.prepress.preflight.listening import Budget, Listener
from typeset.prepress.preflight.marks import Kind
from typeset.prepress.preflight.objects import (
    BROKEN,
    TooLargeError,
    decoded,
    get,
    identity,
    items,
    name,
    number,
    numbers,
)
from typeset.prepress.preflight.painting import DEEPEST, PaintingRun, floats
from typeset.prepress.preflight.spaces import CMYK, GRAY, RGB, Space
from typeset.prepress.preflight.state import State
from typeset.prepress.preflight.textobject import INVISIBLE

_REMEMBERED = 3000
_COST_OF_A_STREAM = 40
"""What a form costs besides its operators, counted in operators."""

_BLANKS = (b" ", b"\n", b"\r", b"\t")
_BLANKS_OF_AN_OPERATOR = 4


class ContentReader:
    """Reads the content of pages; one for a document, so that forms parsed once stay parsed."""

    def __init__(self, pdf: pikepdf.Pdf, listener: Listener, budget: Budget) -> None:
        self._pdf, self._listener, self._budget = pdf, listener, budget
        self._fonts: dict[object, Font] = {}
        self._parsed: dict[object, list[Any]] = {}
        self._once: set[object] = set()

    def read_page(self, page: int, contents: list[Any], resources: Any) -> None:
        """Read one page. Raises TooMuchError where the budget is spent."""
        self._once = set()
        data = b"\n".join(self._data(stream, page) for stream in contents)
        run = Run(self, page, resources, "", State(), IDENTITY, 0)
        run.go(self.parse(data, page))

    def _data(self, stream: Any, page: int) -> bytes:
        try:
            return decoded(stream)
        except TooLargeError:
            self._listener.fault("preflight-content-too-large", page)
        except BROKEN:
            self._listener.fault("preflight-content-unreadable", page)
        return b""

    def parse(self, data: bytes, page: int, key: object = None) -> list[Any]:
        """The instructions of a content stream."""
        if key is not None and key in self._parsed:
            found = self._parsed[key]
        else:
            self._budget.foresee(sum(map(data.count, _BLANKS)) // _BLANKS_OF_AN_OPERATOR)
            try:
                found = list(pikepdf.parse_content_stream(pikepdf.Stream(self._pdf, data)))
            except BROKEN:
                self._listener.fault("preflight-content-unreadable", page)
                found = []
            if key is not None and len(found) <= _REMEMBERED:
                self._parsed[key] = found
        self._budget.spend(len(found) + _COST_OF_A_STREAM)
        return found

    def stream(self, stream: Any, page: int) -> list[Any]:
        """The instructions of a form, pattern or glyph procedure."""
        key = identity(stream)
        if key is not None and key in self._parsed:
            return self.parse(b"", page, key)
        return self.parse(self._data(stream, page), page, key)

    def font(self, item: Any) -> Font:
        """The font of a dictionary, made once."""
        key = identity(item) or id(item)
        if key not in self._fonts:
            self._fonts[key] = Font(item)
        return self._fonts[key]

    def first(self, *key: object) -> bool:
        """Whether this is asked for the first time on a page: patterns and soft masks are read once."""
        if key[-1] is None or key in self._once:
            return key[-1] is None
        self._once.add(key)
        return True

    @property
    def listener(self) -> Listener:
        """Who is told."""
        return self._listener


class Run(PaintingRun):
    """A content stream being read, with its text (9.4)."""

    def begin_text(self, _: Any) -> None:
        """BT."""
        self.text.begin()

    def text_matrix(self, operands: Any) -> None:
        """Tm."""
        self.text.set(floats(operands))

    def text_move(self, operands: Any) -> None:
        """Td."""
        x, y = floats(operands)[:2]
        self.text.move(x, y)

    def text_move_leading(self, operands: Any) -> None:
        """TD."""
        self.state.leading = -floats(operands)[1]
        self.text_move(operands)

    def next_line(self, _: Any) -> None:
        """T*."""
        self.text.move(0, -self.state.leading)

    def font(self, operands: Any) -> None:
        """Tf."""
        found = get(get(self.resources, "/Font"), f"/{name(operands[0])}")
        self.state.font = self.reader.font(found) if found is not None else None
        self.state.font_size = number(operands[1])
        if found is None:
            self.reader.listener.fault("preflight-object-missing", self.page, name=name(operands[0])[:40])

    def show(self, operands: Any) -> None:
        """Tj."""
        self._show([operands[0]])

    def show_spaced(self, operands: Any) -> None:
        """TJ."""
        self._show(items(operands[0]))

    def show_next(self, operands: Any) -> None:
        """The operator of a single quotation mark."""
        self.next_line(operands)
        self._show([operands[0]])

    def show_next_spaced(self, operands: Any) -> None:
        """The operator of a double quotation mark."""
        self.state.word_space, self.state.character_space = number(operands[0]), number(operands[1])
        self.next_line(operands)
        self._show([operands[2]])

    def _show(self, parts: list[Any]) -> None:
        state, font = self.state, self.state.font
        if not isinstance(font, Font):
            return
        box, size, codes = self.text.show(parts, state, font)
        if not codes or state.mode in INVISIBLE:
            return
        self.reader.listener.shown(font, codes, self.page, box)
        if font.kind == "Type3":
            self._procedures(font)
            size = 0
        if state.mode in (0, 2, 4, 6):
            self.paint_pattern(state.fill, box)
            self.tell_paint(Kind.TEXT, box, state.fill, size, state.overprint_fill)
        if state.mode in (1, 2, 5, 6):
            self.paint_pattern(state.stroke, box)
            width = state.line_width * lengths(state.ctm)[0]
            self.tell_paint(Kind.STROKE, box, state.stroke, width, state.overprint_stroke)

    def _procedures(self, font: Font) -> None:
        """The glyph procedures of a Type 3 font are content: read once for each page."""
        if not self.reader.first("type3", identity(font.item)):
            return
        state = self.state.copy()
        state.ctm = times(as_matrix(numbers(get(font.item, "/FontMatrix"))), self.text.matrix)
        holder = get(font.item, "/CharProcs")
        for key in list(holder.keys())[:512] if holder is not None else ():
            stream = holder[key]
            resources = get(font.item, "/Resources", self.resources)
            if self.depth < DEEPEST:
                run = Run(self.reader, self.page, resources, f"{font.name} > ", state.copy(), state.ctm, self.depth + 1)
                run.soft = True  # sizes and widths inside a glyph are no measure
                run.go(self.reader.stream(stream, self.page))


def _setter(attribute: str, scale: float = 1) -> Callable[[Run, Any], None]:
    def handler(run: Run, operands: Any) -> None:
        setattr(run.state, attribute, number(operands[0]) * scale)

    return handler


def _painter(fill: bool, stroke: bool) -> Callable[[Run, Any], None]:
    return lambda run, _: run.paint(fill=fill, stroke=stroke)


def _device(space: Space, stroke: bool) -> Callable[[Run, Any], None]:
    return lambda run, operands: run.device(operands, space, stroke=stroke)


def _mode(run: Run, operands: Any) -> None:
    run.state.mode = int(number(operands[0]))


def _compatible(step: int) -> Callable[[Run, Any], None]:
    def handler(run: Run, _: Any) -> None:
        run.compatible = max(0, run.compatible + step)

    return handler


Run.operators = {
    "q": Run.save,
    "Q": Run.restore,
    "cm": Run.concatenate,
    "w": Run.line_width,
    "gs": Run.graphics_state,
    "cs": Run.fill_space,
    "CS": Run.stroke_space,
    "sc": Run.fill_colour,
    "scn": Run.fill_colour,
    "SC": Run.stroke_colour,
    "SCN": Run.stroke_colour,
    "g": _device(GRAY, stroke=False),
    "G": _device(GRAY, stroke=True),
    "rg": _device(RGB, stroke=False),
    "RG": _device(RGB, stroke=True),
    "k": _device(CMYK, stroke=False),
    "K": _device(CMYK, stroke=True),
    "m": Run.move_to,
    "l": Run.line_to,
    "c": Run.line_to,
    "v": Run.line_to,
    "y": Run.line_to,
    "re": Run.rectangle,
    "n": Run.end_path,
    "W": Run.clip_next,
    "W*": Run.clip_next,
    "f": _painter(True, False),
    "F": _painter(True, False),
    "f*": _painter(True, False),
    "S": _painter(False, True),
    "s": _painter(False, True),
    "B": _painter(True, True),
    "B*": _painter(True, True),
    "b": _painter(True, True),
    "b*": _painter(True, True),
    "sh": Run.shade,
    "Do": Run.draw,
    "BT": Run.begin_text,
    "Tm": Run.text_matrix,
    "Td": Run.text_move,
    "TD": Run.text_move_leading,
    "T*": Run.next_line,
    "Tf": Run.font,
    "Tr": _mode,
    "Tc": _setter("character_space"),
    "Tw": _setter("word_space"),
    "Tz": _setter("stretch", 0.01),
    "TL": _setter("leading"),
    "Ts": _setter("rise"),
    "Tj": Run.show,
    "TJ": Run.show_spaced,
    "'": Run.show_next,
    '"': Run.show_next_spaced,
    "BX": _compatible(1),
    "EX": _compatible(-1),
}
Run.silent = frozenset(("J", "j", "M", "d", "ri", "i", "h", "ET", "MP", "DP", "BMC", "BDC", "EMC", "d0", "d1"))
