"""Content streams (ISO 32000-1, 8): graphics state, colour, paths, clipping, patterns, XObjects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Protocol

import pikepdf

from typeset.prepress.preflight.fonts import Font
from typeset.prepress.preflight.geometry import (
    NOWHERE,
    Matrix,
    Rectangle,
    around,
    as_matrix,
    overlap,
    point,
    thinnest,
    times,
    transformed,
)
from typeset.prepress.preflight.images import placed_image
from typeset.prepress.preflight.listening import Listener, TooMuchError
from typeset.prepress.preflight.marks import Kind, Mark
from typeset.prepress.preflight.objects import BROKEN, get, identity, items, name, number, numbers
from typeset.prepress.preflight.shadings import stops
from typeset.prepress.preflight.spaces import PATTERN, Space, initial, read_space
from typeset.prepress.preflight.state import Paint, State
from typeset.prepress.preflight.textobject import TextObject

DEEPEST = 24
"""Forms inside one another."""

_MOST_SUBPATHS = 64


class Reader(Protocol):
    """What a run asks of the reader of the whole document."""

    @property
    def listener(self) -> Listener:
        """Who is told."""

    def font(self, item: Any) -> Font:
        """The font of a dictionary."""

    def stream(self, stream: Any, page: int) -> list[Any]:
        """The instructions of a form, pattern or glyph procedure."""

    def first(self, *key: object) -> bool:
        """Whether this is asked for the first time on a page."""


class PaintingRun:
    """One content stream being read, a page's or a form's inside it: state, colour, paths, XObjects.

    The methods are operators and take their operands. `operators` says which operator is which method.
    """

    operators: ClassVar[Mapping[str, Callable[[Any, Any], None]]] = {}
    silent: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self,
        reader: Reader,
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
        self.clipping = False
        self.within: frozenset[object] = frozenset()
        self.spaces: dict[str, Space] = {}

    def go(self, instructions: Iterable[Any]) -> None:
        """Read the instructions."""
        for instruction in instructions:
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self._inline(instruction)
                continue
            operator = str(instruction.operator)
            handler = self.operators.get(operator)
            if handler is None:
                if operator not in self.silent and not self.compatible:
                    self.reader.listener.fault("preflight-operator-unknown", self.page, operator=operator[:12])
                continue
            try:
                handler(self, instruction.operands)
            except BROKEN:
                self.reader.listener.fault("preflight-operator-broken", self.page, operator=operator)

    # State

    def save(self, _: Any) -> None:
        """q."""
        if len(self.stack) < 10_000:
            self.stack.append(self.state.copy())

    def restore(self, _: Any) -> None:
        """Q."""
        if self.stack:
            self.state = self.stack.pop()

    def concatenate(self, operands: Any) -> None:
        """cm."""
        self.state.ctm = as_matrix(times(as_matrix(floats(operands)), self.state.ctm))

    def line_width(self, operands: Any) -> None:
        """w."""
        self.state.line_width = abs(number(operands[0]))

    def graphics_state(self, operands: Any) -> None:
        """gs."""
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
        """The colour space of a name or array."""
        key = name(said)
        if not key:
            return read_space(said, self.resources)
        if key not in self.spaces:
            self.spaces[key] = read_space(said, self.resources)
        return self.spaces[key]

    def fill_space(self, operands: Any) -> None:
        """cs."""
        space = self.space(operands[0])
        self.state.fill = Paint(space, initial(space))

    def stroke_space(self, operands: Any) -> None:
        """CS."""
        space = self.space(operands[0])
        self.state.stroke = Paint(space, initial(space))

    def fill_colour(self, operands: Any) -> None:
        """sc, scn."""
        self.state.fill = _coloured(self.state.fill, operands)

    def stroke_colour(self, operands: Any) -> None:
        """SC, SCN."""
        self.state.stroke = _coloured(self.state.stroke, operands)

    def device(self, operands: Any, plain: Space, *, stroke: bool) -> None:
        """g, rg, k and their capitals."""
        space = self.space(pikepdf.Name(f"/{plain.label}"))
        paint = Paint(space, tuple(floats(operands)[: space.channels]))
        if stroke:
            self.state.stroke = paint
        else:
            self.state.fill = paint

    # Paths

    def move_to(self, operands: Any) -> None:
        """m."""
        x, y = floats(operands)[:2]
        self.subpaths.append([point(self.state.ctm, x, y)])

    def line_to(self, operands: Any) -> None:
        """l, c, v, y: control points count as points of the path."""
        values = floats(operands)
        if not self.subpaths:
            self.subpaths.append([])
        if len(self.subpaths[-1]) < 100_000:
            self.subpaths[-1] += [
                point(self.state.ctm, values[at], values[at + 1]) for at in range(0, len(values) - 1, 2)
            ]

    def rectangle(self, operands: Any) -> None:
        """re."""
        x, y, width, height = floats(operands)[:4]
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.subpaths.append([point(self.state.ctm, *corner) for corner in corners])

    def clip_next(self, _: Any) -> None:
        """W, W*."""
        self.clipping = True

    def end_path(self, _: Any) -> None:
        """n."""
        self._clip([around(points) for points in self.subpaths])
        self.subpaths = []

    def _clip(self, boxes: list[Rectangle]) -> None:
        """What W said before the path was painted or ended (8.5.4)."""
        if self.clipping:
            corners = around((x, y) for box in boxes for x, y in (box[:2], box[2:]))
            self.state.clip = (overlap(self.state.clip, corners) if boxes else None) or NOWHERE
        self.clipping = False

    def paint(self, *, fill: bool, stroke: bool) -> None:
        """f, S, B and their kin."""
        boxes = [around(points) for points in self.subpaths if len(points) > 1]  # a point moved to is no line yet
        if len(boxes) > _MOST_SUBPATHS:
            boxes = [around((x, y) for box in boxes for x, y in (box[:2], box[2:]))]
        self.subpaths = []
        state = self.state
        if fill and boxes:
            self.paint_pattern(state.fill, boxes[0])
        if stroke and boxes:
            self.paint_pattern(state.stroke, boxes[0])
        for box in boxes:
            if fill and not (stroke and _flat(box)):  # a straight line has no area: what shows of it is its stroke
                self.tell_paint(Kind.FILL, box, state.fill, 0, state.overprint_fill)
            if stroke:
                width = state.line_width * thinnest(state.ctm)
                self.tell_paint(Kind.STROKE, box, state.stroke, width, state.overprint_stroke)
        self._clip(boxes)

    def tell_paint(self, kind: Kind, box: Rectangle, paint: Paint, size: float, overprint: bool) -> None:
        """Tell the listener of something painted in a colour."""
        space, values = paint.space, paint.values
        if space.kind == "pattern":
            space, values = (space.base or PATTERN), (values if space.base else ())
        self._tell(kind, box, space, values, size, overprint)

    def _tell(
        self,
        kind: Kind,
        box: Rectangle,
        space: Space,
        values: tuple[float, ...] = (),
        size: float = 0,
        overprint: bool = False,
        stops: tuple[tuple[float, ...], ...] = (),
    ) -> None:
        shown = overlap(box, self.state.clip)
        self.reader.listener.mark(
            Mark(kind, self.page, box, space, values, size, overprint, self.soft, self.through, shown, stops)
        )

    def paint_pattern(self, paint: Paint, box: Rectangle) -> None:
        """What a pattern paints: a shading, or a cell that is itself content."""
        if paint.space.kind != "pattern" or not paint.pattern:
            return
        found = get(get(self.resources, "/Pattern"), f"/{paint.pattern}")
        if get(found, "/PatternType") == 2:
            self._shading(get(found, "/Shading"), box)
        elif found is not None and self.reader.first("pattern", identity(found)):
            matrix = times(as_matrix(numbers(get(found, "/Matrix"))), self.base)
            state = State(
                ctm=matrix, clip=self.state.clip, fill=replace(paint, pattern=""), stroke=replace(paint, pattern="")
            )
            self._nested(found, state, f"{self.through}{paint.pattern} > ")

    def _shading(self, dictionary: Any, box: Rectangle) -> None:
        space = self.space(get(dictionary, "/ColorSpace"))
        self.reader.listener.shading(self.page, box, dictionary, space)
        self._tell(Kind.SHADING, box, space, stops=stops(get(dictionary, "/Function")))

    def shade(self, operands: Any) -> None:
        """sh."""
        found = get(get(self.resources, "/Shading"), f"/{name(operands[0])}")
        if found is not None:
            self._shading(found, self.state.clip)

    # XObjects

    def draw(self, operands: Any) -> None:
        """Do."""
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
        if len(box := numbers(get(form, "/BBox"))) == 4:
            frame = transformed(state.ctm, (box[0], box[1], box[2], box[3]))
            state.clip = overlap(state.clip, frame) or NOWHERE
        self._nested(form, state, through, soft=soft)

    def _nested(self, stream: Any, state: State, through: str, *, soft: bool = False) -> None:
        if self.depth >= DEEPEST:
            raise TooMuchError
        key = identity(stream)
        if key is not None and key in self.within:
            self.reader.listener.fault("preflight-form-recursive", self.page, name=through.rstrip("> ")[-40:])
            return
        resources = get(stream, "/Resources", self.resources)
        run = type(self)(
            self.reader, self.page, resources, through[-120:], state, state.ctm, self.depth + 1, soft=soft or self.soft
        )
        run.within = self.within | {key}
        run.go(self.reader.stream(stream, self.page))

    def _image(self, found: Any, said: str) -> None:
        image = placed_image(found, said, self.page, self.state.ctm, self.space, soft=self.soft)
        if overlap(image.box, self.state.clip) is None:
            image = replace(image, soft=True)  # clipped away
        self.reader.listener.image(replace(image, name=f"{self.through}{image.name}"))
        if image.stencil:
            self.paint_pattern(self.state.fill, image.box)
            self.tell_paint(Kind.FILL, image.box, self.state.fill, 0, self.state.overprint_fill)
        else:
            self._tell(Kind.IMAGE, image.box, image.space)

    def _inline(self, instruction: Any) -> None:
        try:
            self._image(instruction.iimage.obj, "inline")
        except BROKEN:
            self.reader.listener.fault("preflight-operator-broken", self.page, operator="BI")


def _flat(box: Rectangle) -> bool:
    return box[0] == box[2] or box[1] == box[3]


def floats(operands: Any) -> list[float]:
    """Operands as numbers."""
    return [number(item) for item in operands]


def _coloured(paint: Paint, operands: Any) -> Paint:
    pattern = name(operands[-1]) if len(operands) else ""
    values = floats(operands[:-1] if pattern else operands)
    return replace(paint, values=tuple(values), pattern=pattern)
