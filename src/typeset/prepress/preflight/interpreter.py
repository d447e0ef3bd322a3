"""Reading content streams (ISO 32000-1, 7.8.2 and annex A) and telling a listener what they put on the page.

Time is bounded by counting operators, not by a clock, so that the same file gives the same answer. A form XObject that
draws itself, or a row of forms that each draw the next ten times, ends at the bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

import pikepdf

from typeset.prepress.preflight.fonts import Font
from typeset.prepress.preflight.geometry import (
    IDENTITY,
    Matrix,
    Rectangle,
    around,
    as_matrix,
    lengths,
    point,
    thinnest,
    times,
)
from typeset.prepress.preflight.images import placed_image
from typeset.prepress.preflight.marks import Kind, Mark, PlacedImage
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
from typeset.prepress.preflight.spaces import CMYK, GRAY, PATTERN, RGB, Space, initial, read_space
from typeset.prepress.preflight.state import Paint, State
from typeset.prepress.preflight.textobject import INVISIBLE, TextObject

_DEEPEST = 24
_MOST_SUBPATHS = 64
_REMEMBERED = 3000
_COST_OF_A_STREAM = 40
"""What a form costs besides its operators, counted in operators."""

_BLANKS = (b" ", b"\n", b"\r", b"\t")
_BLANKS_OF_AN_OPERATOR = 4
_HUGE: Rectangle = (-1e9, -1e9, 1e9, 1e9)


class TooMuchError(Exception):
    """More operators than a page file of any use has."""


@dataclass
class Budget:
    """How many operators may still be read."""

    operators: int = 3_000_000

    def spend(self, count: int) -> None:
        """Take from the budget. Raises TooMuchError when it is spent."""
        self.operators -= count
        if self.operators < 0:
            raise TooMuchError

    def foresee(self, count: int) -> None:
        """Raises TooMuchError where so many would be too many: before they are read."""
        if count > self.operators:
            raise TooMuchError


class Listener(Protocol):
    """Who hears what a content stream does."""

    def mark(self, mark: Mark) -> None:
        """Something was painted."""

    def image(self, image: PlacedImage) -> None:
        """An image was placed."""

    def shown(self, font: Font, codes: list[tuple[int, int]], page: int, box: Rectangle) -> None:
        """Codes of a font were shown visibly."""

    def graphics_state(self, page: int, key: str, dictionary: Any) -> None:
        """An ExtGState dictionary was set."""

    def group(self, page: int, group: Any, what: str) -> None:
        """A form is a transparency group."""

    def shading(self, page: int, box: Rectangle, dictionary: Any, space: Space) -> None:
        """A shading was painted."""

    def form(self, page: int, stream: Any, what: str) -> None:
        """A form or another XObject was drawn."""

    def fault(self, code: str, page: int, **arguments: object) -> None:
        """The content stream itself is wrong."""


Instructions = Iterable[Any]


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
        run = _Run(self, page, resources, "", State(), IDENTITY, 0)
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


class _Run:
    """One content stream being read: a page's, or a form's inside it."""

    def __init__(
        self,
        reader: ContentReader,
        page: int,
        resources: Any,
        through: str,
        state: State,
        base: Matrix,
        depth: int,
        *,
        soft: bool = False,
    ) -> None:
        self.reader, self.page, self.resources, self.through = reader, page, resources, through
        self.state, self.base, self.depth, self.soft = state, base, depth, soft
        self.stack: list[State] = []
        self.text = TextObject()
        self.subpaths: list[list[tuple[float, float]]] = []
        self.compatible = 0
        self.spaces: dict[str, Space] = {}

    def go(self, instructions: Instructions) -> None:
        for instruction in instructions:
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self._inline(instruction)
                continue
            operator = str(instruction.operator)
            handler = _OPERATORS.get(operator)
            if handler is None:
                if operator not in _SILENT and not self.compatible:
                    self.reader.listener.fault("preflight-operator-unknown", self.page, operator=operator[:12])
                continue
            try:
                handler(self, instruction.operands)
            except BROKEN:
                self.reader.listener.fault("preflight-operator-broken", self.page, operator=operator)

    # State

    def save(self, _: Any) -> None:
        if len(self.stack) < 10_000:
            self.stack.append(self.state.copy())

    def restore(self, _: Any) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def concatenate(self, operands: Any) -> None:
        self.state.ctm = as_matrix(times(as_matrix(_floats(operands)), self.state.ctm))

    def line_width(self, operands: Any) -> None:
        self.state.line_width = abs(number(operands[0]))

    def graphics_state(self, operands: Any) -> None:
        key = name(operands[0])
        found = get(get(self.resources, "/ExtGState"), f"/{key}")
        if found is None:
            return
        self._set(found)
        if self.reader.first("gs", identity(found)):
            self.reader.listener.graphics_state(self.page, key, found)
            mask = get(found, "/SMask")
            if get(mask, "/G") is not None:
                self._draw_form(get(mask, "/G"), f"{self.through}soft mask > ", soft=True)

    def _set(self, found: Any) -> None:
        """What an ExtGState sets of what is followed here; op follows OP where it is alone (8.6.7)."""
        state = self.state
        if (width := get(found, "/LW")) is not None:
            state.line_width = abs(number(width))
        large, small = get(found, "/OP"), get(found, "/op")
        if large is not None:
            state.overprint_stroke = bool(large is True)
            state.overprint_fill = state.overprint_stroke
        if small is not None:
            state.overprint_fill = bool(small is True)
        if font := items(get(found, "/Font"), 2):
            state.font, state.font_size = self.reader.font(font[0]), number(font[-1])

    # Colour

    def space(self, said: Any) -> Space:
        key = name(said)
        if not key:
            return read_space(said, self.resources)
        if key not in self.spaces:
            self.spaces[key] = read_space(said, self.resources)
        return self.spaces[key]

    def fill_space(self, operands: Any) -> None:
        space = self.space(operands[0])
        self.state.fill = Paint(space, initial(space))

    def stroke_space(self, operands: Any) -> None:
        space = self.space(operands[0])
        self.state.stroke = Paint(space, initial(space))

    def fill_colour(self, operands: Any) -> None:
        self.state.fill = _coloured(self.state.fill, operands)

    def stroke_colour(self, operands: Any) -> None:
        self.state.stroke = _coloured(self.state.stroke, operands)

    def device(self, plain: Space, *, stroke: bool) -> Callable[[Any], None]:
        space = self.space(pikepdf.Name(f"/{plain.label}"))

        def set_colour(operands: Any) -> None:
            paint = Paint(space, tuple(_floats(operands)[: space.channels]))
            if stroke:
                self.state.stroke = paint
            else:
                self.state.fill = paint

        return set_colour

    # Paths

    def move_to(self, operands: Any) -> None:
        x, y = _floats(operands)[:2]
        self.subpaths.append([point(self.state.ctm, x, y)])

    def line_to(self, operands: Any) -> None:
        values = _floats(operands)
        if not self.subpaths:
            self.subpaths.append([])
        if len(self.subpaths[-1]) < 100_000:
            self.subpaths[-1] += [
                point(self.state.ctm, values[at], values[at + 1]) for at in range(0, len(values) - 1, 2)
            ]

    def rectangle(self, operands: Any) -> None:
        x, y, width, height = _floats(operands)[:4]
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.subpaths.append([point(self.state.ctm, *corner) for corner in corners])

    def end_path(self, _: Any) -> None:
        self.subpaths = []

    def paint(self, *, fill: bool, stroke: bool) -> None:
        boxes = [around(points) for points in self.subpaths]
        if len(boxes) > _MOST_SUBPATHS:
            boxes = [around((x, y) for box in boxes for x, y in (box[:2], box[2:]))]
        self.subpaths = []
        state = self.state
        if fill and boxes:
            self._pattern(state.fill, boxes[0])
        if stroke and boxes:
            self._pattern(state.stroke, boxes[0])
        for box in boxes:
            if fill:
                self._mark(Kind.FILL, box, state.fill, 0, state.overprint_fill)
            if stroke:
                width = state.line_width * thinnest(state.ctm)
                self._mark(Kind.STROKE, box, state.stroke, width, state.overprint_stroke)

    def _mark(self, kind: Kind, box: Rectangle, paint: Paint, size: float, overprint: bool) -> None:
        space, values = paint.space, paint.values
        if space.kind == "pattern":
            space, values = (space.base or PATTERN), (values if space.base else ())
        self.reader.listener.mark(Mark(kind, self.page, box, space, values, size, overprint, self.soft, self.through))

    def _pattern(self, paint: Paint, box: Rectangle) -> None:
        """What a pattern paints: a shading, or a cell that is itself content."""
        if paint.space.kind != "pattern" or not paint.pattern:
            return
        found = get(get(self.resources, "/Pattern"), f"/{paint.pattern}")
        if get(found, "/PatternType") == 2:
            self._shading(get(found, "/Shading"), box)
        elif found is not None and self.reader.first("pattern", identity(found)):
            matrix = times(as_matrix(numbers(get(found, "/Matrix"))), self.base)
            state = State(ctm=matrix, fill=replace(paint, pattern=""), stroke=replace(paint, pattern=""))
            self._nested(found, state, f"{self.through}{paint.pattern} > ")

    def _shading(self, dictionary: Any, box: Rectangle) -> None:
        space = self.space(get(dictionary, "/ColorSpace"))
        self.reader.listener.shading(self.page, box, dictionary, space)
        self.reader.listener.mark(Mark(Kind.SHADING, self.page, box, space, soft=self.soft, through=self.through))

    def shade(self, operands: Any) -> None:
        found = get(get(self.resources, "/Shading"), f"/{name(operands[0])}")
        if found is not None:
            self._shading(found, _HUGE)

    # XObjects

    def draw(self, operands: Any) -> None:
        said = name(operands[0])
        found = get(get(self.resources, "/XObject"), f"/{said}")
        kind = name(get(found, "/Subtype"))
        if kind == "Image":
            self._image(found, said)
        elif kind == "Form":
            self.reader.listener.form(self.page, found, said)
            if name(get(found, "/Subtype2")) != "PS":
                self._draw_form(found, f"{self.through}{said} > ")
        elif found is not None:
            self.reader.listener.form(self.page, found, said)
        else:
            self.reader.listener.fault("preflight-object-missing", self.page, name=said[:40])

    def _draw_form(self, form: Any, through: str, *, soft: bool = False) -> None:
        if (group := get(form, "/Group")) is not None:
            self.reader.listener.group(self.page, group, through.removesuffix(" > "))
        state = self.state.copy()
        state.ctm = as_matrix(times(as_matrix(numbers(get(form, "/Matrix"))), state.ctm))
        self._nested(form, state, through, soft=soft)

    def _nested(self, stream: Any, state: State, through: str, *, soft: bool = False) -> None:
        if self.depth >= _DEEPEST:
            self.reader.listener.fault("preflight-content-too-large", self.page)
            return
        resources = get(stream, "/Resources", self.resources)
        run = _Run(
            self.reader, self.page, resources, through[-120:], state, state.ctm, self.depth + 1, soft=soft or self.soft
        )
        run.go(self.reader.stream(stream, self.page))

    def _image(self, found: Any, said: str) -> None:
        image = placed_image(found, said, self.page, self.state.ctm, self.space, soft=self.soft)
        self.reader.listener.image(replace(image, name=f"{self.through}{image.name}"))
        if image.stencil:
            self._pattern(self.state.fill, image.box)
            self._mark(Kind.FILL, image.box, self.state.fill, 0, self.state.overprint_fill)
        else:
            self.reader.listener.mark(
                Mark(Kind.IMAGE, self.page, image.box, image.space, soft=self.soft, through=f"{self.through}{said}")
            )

    def _inline(self, instruction: Any) -> None:
        try:
            self._image(instruction.iimage.obj, "inline")
        except BROKEN:
            self.reader.listener.fault("preflight-operator-broken", self.page, operator="BI")

    # Text

    def begin_text(self, _: Any) -> None:
        self.text.begin()

    def text_matrix(self, operands: Any) -> None:
        self.text.set(_floats(operands))

    def text_move(self, operands: Any) -> None:
        x, y = _floats(operands)[:2]
        self.text.move(x, y)

    def text_move_leading(self, operands: Any) -> None:
        self.state.leading = -_floats(operands)[1]
        self.text_move(operands)

    def next_line(self, _: Any) -> None:
        self.text.move(0, -self.state.leading)

    def font(self, operands: Any) -> None:
        found = get(get(self.resources, "/Font"), f"/{name(operands[0])}")
        self.state.font = self.reader.font(found) if found is not None else None
        self.state.font_size = number(operands[1])
        if found is None:
            self.reader.listener.fault("preflight-object-missing", self.page, name=name(operands[0])[:40])

    def show(self, operands: Any) -> None:
        self._show([operands[0]])

    def show_spaced(self, operands: Any) -> None:
        self._show(items(operands[0]))

    def show_next(self, operands: Any) -> None:
        self.next_line(operands)
        self._show([operands[0]])

    def show_next_spaced(self, operands: Any) -> None:
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
            self._pattern(state.fill, box)
            self._mark(Kind.TEXT, box, state.fill, size, state.overprint_fill)
        if state.mode in (1, 2, 5, 6):
            self._pattern(state.stroke, box)
            width = state.line_width * lengths(state.ctm)[0]
            self._mark(Kind.STROKE, box, state.stroke, width, state.overprint_stroke)

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
            if self.depth < _DEEPEST:
                run = _Run(
                    self.reader, self.page, resources, f"{font.name} > ", state.copy(), state.ctm, self.depth + 1
                )
                run.soft = True  # sizes and widths inside a glyph are no measure
                run.go(self.reader.stream(stream, self.page))


def _floats(operands: Any) -> list[float]:
    return [number(item) for item in operands]


def _coloured(paint: Paint, operands: Any) -> Paint:
    pattern = name(operands[-1]) if len(operands) else ""
    values = _floats(operands[:-1] if pattern else operands)
    return replace(paint, values=tuple(values), pattern=pattern)


def _setter(attribute: str, scale: float = 1) -> Callable[[_Run, Any], None]:
    def handler(run: _Run, operands: Any) -> None:
        setattr(run.state, attribute, number(operands[0]) * scale)

    return handler


def _painter(fill: bool, stroke: bool) -> Callable[[_Run, Any], None]:
    return lambda run, _: run.paint(fill=fill, stroke=stroke)


def _device(space: Space, stroke: bool) -> Callable[[_Run, Any], None]:
    return lambda run, operands: run.device(space, stroke=stroke)(operands)


def _mode(run: _Run, operands: Any) -> None:
    run.state.mode = int(number(operands[0]))


def _compatible(step: int) -> Callable[[_Run, Any], None]:
    def handler(run: _Run, _: Any) -> None:
        run.compatible = max(0, run.compatible + step)

    return handler


_OPERATORS: dict[str, Callable[[_Run, Any], None]] = {
    "q": _Run.save,
    "Q": _Run.restore,
    "cm": _Run.concatenate,
    "w": _Run.line_width,
    "gs": _Run.graphics_state,
    "cs": _Run.fill_space,
    "CS": _Run.stroke_space,
    "sc": _Run.fill_colour,
    "scn": _Run.fill_colour,
    "SC": _Run.stroke_colour,
    "SCN": _Run.stroke_colour,
    "g": _device(GRAY, stroke=False),
    "G": _device(GRAY, stroke=True),
    "rg": _device(RGB, stroke=False),
    "RG": _device(RGB, stroke=True),
    "k": _device(CMYK, stroke=False),
    "K": _device(CMYK, stroke=True),
    "m": _Run.move_to,
    "l": _Run.line_to,
    "c": _Run.line_to,
    "v": _Run.line_to,
    "y": _Run.line_to,
    "re": _Run.rectangle,
    "n": _Run.end_path,
    "f": _painter(True, False),
    "F": _painter(True, False),
    "f*": _painter(True, False),
    "S": _painter(False, True),
    "s": _painter(False, True),
    "B": _painter(True, True),
    "B*": _painter(True, True),
    "b": _painter(True, True),
    "b*": _painter(True, True),
    "sh": _Run.shade,
    "Do": _Run.draw,
    "BT": _Run.begin_text,
    "Tm": _Run.text_matrix,
    "Td": _Run.text_move,
    "TD": _Run.text_move_leading,
    "T*": _Run.next_line,
    "Tf": _Run.font,
    "Tr": _mode,
    "Tc": _setter("character_space"),
    "Tw": _setter("word_space"),
    "Tz": _setter("stretch", 0.01),
    "TL": _setter("leading"),
    "Ts": _setter("rise"),
    "Tj": _Run.show,
    "TJ": _Run.show_spaced,
    "'": _Run.show_next,
    '"': _Run.show_next_spaced,
    "BX": _compatible(1),
    "EX": _compatible(-1),
}
_SILENT = frozenset(("J", "j", "M", "d", "ri", "i", "h", "W", "W*", "ET", "MP", "DP", "BMC", "BDC", "EMC", "d0", "d1"))
