"""Page floats (CSS Page Floats 3): boxes that leave the flow for the top or bottom of a column or a page.

`float: top | bottom | block-start | block-end` with `float-reference: column | page` makes a page float; with the
initial `float-reference: inline` these values mean `inline-start` and `inline-end`, as the draft says. A page float
leaves an anchor behind, an empty box that stands where it is called; where the anchor comes to stand decides on the
float's place (`page_bands` for pages, `column_floats` for columns). Before layout, no flow knows of it otherwise.

Only what can be continued on a later page has page floats: inside positioned and floating boxes, running elements,
notes and repeated table heads the values mean `inline-start` and `inline-end` again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from math import ceil, inf
from typing import Any

from weasyprint.css import AnonymousStyle
from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block
from weasyprint.text.line_break import strut

from typeset.composer.composition import ATTRIBUTE, Composition

ANCHOR = "typeset_page_float"
"""The attribute of an anchor's box that holds its page float."""
FLOAT = "typeset_floating"
"""The attribute of a page float's own box that holds it too."""
COLUMNS = "typeset_columns"
"""The attribute of multi-column boxes with page floats of their own: their key."""

_TOLERANCE = 0.01  # CSS px
ALL = 0
"""A span over all columns."""
LAST = -1
"""float-defer: last."""


@dataclass(eq=False)
class PageFloat:
    """A box that floats. `parent` and `index` are its place in the tree, `columns` the key of its multi-column box."""

    number: int
    box: Any
    anchor: Any
    parent: Any
    index: int
    top: bool
    span: int
    defer: int
    columns: int | None
    named: Any  # the nearest element with data-source, or None

    @property
    def source(self) -> str:
        """Where it comes from, as file:line:column; empty where nothing says so."""
        return "" if self.named is None else str(self.named.get("data-source"))

    @property
    def text(self) -> str:
        """The words it can be told by: its text, or its picture's description."""
        leaves = self.box.descendants(placeholders=True)
        texts = [leaf.text for leaf in leaves if isinstance(leaf, boxes.TextBox)]
        element = self.box.element
        return "".join(texts).strip() or next((str(alt) for e in element.iter() if (alt := e.get("alt"))), element.tag)


@dataclass(frozen=True)
class Waiting:
    """A page float on its way: the how-manieth further page or column is its first (0: any, LAST: the last)."""

    page_float: PageFloat
    passing: int = 0


@dataclass(frozen=True)
class PageState:
    """What a page takes over: floats that wait, by columns (None: for the page), and those set before their anchors.

    `held` is the break after floats of the flow that ended: (next_page as WeasyPrint tells it), or None.
    """

    waiting: tuple[tuple[int | None, tuple[Waiting, ...]], ...] = ()
    early: frozenset[PageFloat] = frozenset()
    held: tuple[tuple[str, Any], ...] | None = None

    def waiting_for(self, columns: int | None) -> tuple[Waiting, ...]:
        """The floats that wait for a place in the columns of this key, or on a page."""
        return dict(self.waiting).get(columns, ())


@dataclass
class PageFloats:
    """The page floats of one document."""

    found: list[PageFloat] = field(default_factory=list)
    states: dict[int, PageState] = field(default_factory=dict)  # by page, from 1
    notes: dict[int, int] = field(default_factory=dict)  # order of footnotes, by identity
    tall: dict[PageFloat, None] = field(default_factory=dict)  # those that no page has room for, in order
    page_height: float = inf
    bands: bool = False  # whether floats of the page stand on the page in the making
    alone: bool = False  # whether nothing else does
    spanned: bool = False  # whether a multi-column box is set here, for its floats or for blocks that span it


class TooTallError(Exception):
    """A page float is taller than a page: it goes back into the flow, and the page is made anew."""


def page_floats_of(context: Any) -> PageFloats | None:
    """The page floats of the document that a layout context belongs to; None where there are none."""
    composition: Composition | None = getattr(context, ATTRIBUTE, None)
    return composition.page_floats if composition is not None else None


# --- leaving the flow ---------------------------------------------------------------------------------------------


def before_pages(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's beginning of layout, before which page floats leave the flow."""

    def initialize(context: Any, root_box: Any) -> None:
        composition: Composition | None = getattr(context, ATTRIBUTE, None)
        if composition is not None:
            floats = PageFloats()
            _leave_flow(root_box, None, floats, None)
            if floats.found or floats.spanned:
                floats.notes = {id(note): order for order, note in enumerate(context.footnotes)}
                composition.page_floats = floats
        stock(context, root_box)

    return initialize


def _leave_flow(box: Any, columns: int | None, floats: PageFloats, named: Any) -> None:
    """Put anchors in the place of all page floats below a box.

    In columns inside columns they belong to the outer ones; columns of a fixed height cannot go on, and have none.
    """
    named = _named(box.element, named)
    children = box.children
    if any(child.is_floated() and is_page_float(child) for child in children):
        children = box.children = list(children)
    for index, child in enumerate(children):
        if not isinstance(child, boxes.ParentBox):
            if child.is_floated() and is_page_float(child):
                _float(box, index, child, columns, floats, named)
        elif child.is_floated() and is_page_float(child):
            _float(box, index, child, columns, floats, named)
        elif _repeats(child):
            continue
        elif columns is None and _has_columns(child):
            count = len(floats.found)
            key = id(child)
            _leave_flow(child, key, floats, named)
            if any(found.columns == key for found in floats.found[count:]) or _spanned(child):
                setattr(child, COLUMNS, key)
                floats.spanned = True
        else:
            _leave_flow(child, columns, floats, named)


def _named(element: Any, around: Any) -> Any:
    """An element with a data-source: a box's own, or that of what is around it."""
    return element if element is not None and element.get("data-source") else around


def is_page_float(box: Any) -> bool:
    """Whether a floated box's style makes it a page float."""
    return bool(box.style["float_block_edge"] != "none" and box.style["float_reference"] != "inline")


def _repeats(box: Any) -> bool:
    """Whether a box stands outside the flow or on several pages."""
    return not box.is_in_normal_flow() or getattr(box, "is_header", False) or getattr(box, "is_footer", False)


def _has_columns(box: Any) -> bool:
    style = box.style
    many: bool = style["column_width"] != "auto" or style["column_count"] != "auto"
    return many and style["height"] == "auto" and isinstance(box, boxes.BlockBox) and not box.is_table_wrapper


def _spanned(box: Any) -> bool:
    """Whether a block spans all columns of a multi-column box; the engine loses the rest of one that breaks there."""
    return any(child.style["column_span"] == "all" for child in box.children)


def _float(parent: Any, index: int, box: Any, columns: int | None, floats: PageFloats, named: Any) -> None:
    style = box.style
    span, defer = style["column_span"], style["float_defer"]
    for inner in list(box.descendants())[1:]:
        for side in ("break_before", "break_after"):
            if inner.style[side] != "auto":
                inner.style[side] = "auto"  # the float is one piece
    anchor = boxes.BlockBox(box.element_tag, _anchor_style(box.style), box.element, [])
    made = PageFloat(
        len(floats.found), box, anchor, parent, index,
        style["float_block_edge"] == "start",
        {"none": 1, "auto": 1, "all": ALL}.get(span, span),
        {"none": 0, "last": LAST}.get(defer, defer),
        columns if style["float_reference"] == "column" else None,
        next((inner for inner in box.element.iter() if _named(inner, None) is not None), named),
    )  # fmt: skip
    setattr(anchor, ANCHOR, made)
    setattr(box, FLOAT, made)
    parent.children[index] = anchor
    floats.found.append(made)


def _anchor_style(of: Any) -> Any:
    style = AnonymousStyle(of)
    style.update(position="absolute", display=("block", "flow"), float="none", visibility="hidden")
    style.update(width=Dimension(0, "px"), height=Dimension(0, "px"))
    return style


def return_to_flow(page_float: PageFloat) -> None:
    """Set a page float in the flow again, where its anchor stood."""
    box = page_float.box
    box.style = box.style.copy()
    box.style.update(float="none", column_span="none")
    delattr(box, FLOAT)
    page_float.parent.children[page_float.index] = box


# --- what stands on a page ----------------------------------------------------------------------------------------


def anchors(tree: Any) -> Iterator[PageFloat]:
    """The page floats whose anchors stand in laid-out boxes, in the order of the document."""
    for box in _descend(tree):
        found = box.__dict__.get(ANCHOR)
        if found is not None:
            yield found


def placed(tree: Any) -> Iterator[PageFloat]:
    """The page floats that stand in laid-out boxes."""
    for box in _descend(tree):
        found = box.__dict__.get(FLOAT)
        if found is not None:
            yield found


def _descend(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)  # absolutely positioned boxes are held by placeholders
    yield box
    if isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _descend(child)


def in_order(page_floats: Iterable[PageFloat]) -> list[PageFloat]:
    """Page floats in the order of the document, each once."""
    return sorted(set(page_floats), key=lambda page_float: page_float.number)


# --- setting a float ----------------------------------------------------------------------------------------------


def lay_out(context: Any, page_float: PageFloat, block_around: Any, lists: tuple[Any, Any], x: float, y: float) -> Any:
    """Lay a page float out as a block as wide as its reference, in one piece, its margin box's corner at x, y."""
    box = page_float.box.copy()
    box.position_x, box.position_y = x, y
    in_column = context.in_column  # columns inside it would forget
    context.create_block_formatting_context(page_float.anchor)
    try:
        made = block.block_level_layout(context, box, -inf, None, block_around, False, *lists, [], None, None)[0]
    finally:
        context.finish_block_formatting_context(page_float.anchor)
        context.in_column = in_column
    return made


def whole_lines(height: float, style: Any) -> float:
    """A height rounded up to whole lines of a style."""
    line, _ = strut(style)
    return ceil((height - _TOLERANCE) / line) * line if line > 0 else height


class Checkpoint:
    """The state of WeasyPrint's layout at one moment, to which it is brought back before another try."""

    def __init__(self, context: Any, *lists: Any) -> None:
        self._context = context
        self._lists = [(known, list(known)) for known in lists]
        area = context.current_footnote_area
        self._area = (area, area.height, area.children)
        self._values = {name: getattr(context, name) for name in ("page_bottom", "in_column")}
        self._names = ("footnotes", "current_page_footnotes", "reported_footnotes", "_excluded_shapes_root_boxes")
        self._context_lists = {name: list(getattr(context, name)) for name in self._names}
        self._shapes = {key: _copied(shapes) for key, shapes in context._excluded_shapes.items()}
        self._broken = dict(context.broken_out_of_flow)
        page = context.current_page
        self._running = {name: list(pages[page]) for name, pages in context.running_elements.items() if page in pages}

    def restore(self) -> None:
        """Bring the layout back to that moment."""
        context = self._context
        for known, then in self._lists:
            known[:] = then
        area, area.height, area.children = self._area[0], *self._area[1:]
        vars(context).update(self._values)
        for name, then in self._context_lists.items():
            setattr(context, name, list(then))
        area.children = context.current_page_footnotes if area.children else area.children
        context._excluded_shapes.clear()
        context._excluded_shapes.update({key: _copied(shapes) for key, shapes in self._shapes.items()})
        context.broken_out_of_flow.clear()
        context.broken_out_of_flow.update(self._broken)
        for name, pages in context.running_elements.items():
            pages.pop(context.current_page, None)
            if name in self._running:
                pages[context.current_page] = list(self._running[name])


def _copied(shapes: Any) -> Any:
    return list(shapes) if type(shapes) is list else shapes  # flex layout has lists that stay empty
