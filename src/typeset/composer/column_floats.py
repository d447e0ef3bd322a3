"""Page floats of columns: at the top or bottom of one column, of several, or of all columns of a multi-column box.

Columns with page floats are filled here instead of in WeasyPrint. A row of columns is filled, what is called in them
tells which floats they take, and they are filled again with room for these, until nothing changes. A float stands in
the column of its call or, where that has no room for it, in the next one with room, on this page or a later one; never
in a column before its call, nor before an earlier float. Columns are balanced in whole lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import ceil, floor, inf
from typing import Any

from weasyprint.layout import block, column
from weasyprint.layout.percent import percentage, resolve_percentages
from weasyprint.text.line_break import strut

from typeset.composer.column_plan import Place, Plan
from typeset.composer.column_rows import Columns, Row, RowText
from typeset.composer.composition import ATTRIBUTE
from typeset.composer.grid import settle_columns
from typeset.composer.notes import give_up_strays, notes_of_page, put_off_notes
from typeset.composer.page_bands import PENDING
from typeset.composer.page_floats import (
    ALL,
    COLUMNS,
    LAST,
    PageFloat,
    PageFloats,
    PageState,
    TooTallError,
    Waiting,
    anchors,
    in_order,
    page_floats_of,
    return_to_flow,
)

_TOLERANCE = 0.01  # CSS px
_MOST_PASSES = 6  # over a row whose footnotes grow
_ENDLESS = 1e5  # CSS px: the height of columns that no page bounds


def columns_with_floats(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's layout of a multi-column box, which is ours where the box has page floats."""

    def layout(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, containing_block: Any, page_is_empty: bool,
        absolute_boxes: Any, fixed_boxes: Any, adjoining_margins: Any, *styles: Any,
    ) -> Any:  # fmt: skip
        floats = page_floats_of(context)
        if floats is None or floats.alone or COLUMNS not in box.__dict__:
            composed = getattr(context, ATTRIBUTE, None) is not None
            notes = notes_of_page(context)
            result = stock(
                context, box, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes,
                adjoining_margins, *styles,
            )  # fmt: skip
            if composed:
                give_up_strays(context, notes, result[0])
            if composed and result[0] is not None:
                _number_parts(box, result[0], skip_stack)
            if composed and result[0] is not None and result[1] is None and box.style["column_fill"] == "balance":
                settle_columns(context, result[0], bottom_space)
            return result
        lists = (absolute_boxes if box.style["position"] != "relative" else [], fixed_boxes)
        columns = _MultiColumnBox(context, floats, box, bottom_space, skip_stack, containing_block, lists, styles)
        return columns.lay_out(page_is_empty, adjoining_margins)

    return layout


class _MultiColumnBox:
    """One multi-column box on one page."""

    def __init__(
        self, context: Any, floats: PageFloats, box: Any, bottom_space: float, skip_stack: Any, containing_block: Any,
        lists: tuple[Any, Any], styles: Sequence[Any],
    ) -> None:  # fmt: skip
        self.context, self.floats, self.source, self.bottom_space = context, floats, box, bottom_space
        self.skip_stack, self.around, self.lists, self.styles = skip_stack, containing_block, lists, styles
        self.key = box.__dict__[COLUMNS]
        self.state = floats.states.get(context.current_page, PageState()) if context.current_page > 1 else PageState()
        self.known = {w.page_float for w in self.state.waiting_for(self.key)} | self.state.early
        self.heights: dict[tuple[PageFloat, int], float] = {}
        self.notes = self._notes()
        self.strict = False  # while balancing: breaks that are to be avoided are avoided on an empty page too

    # --- the box ---

    def lay_out(self, page_is_empty: bool, adjoining_margins: Any) -> Any:
        context = self.context
        context.in_column = True
        box = self.box = self.source.copy_with_children(self.source.children)
        box.position_y += block.collapse_margin(adjoining_margins)
        self.columns = self._measured()
        self.page_is_empty = page_is_empty
        self.y = box.content_box_y()
        self.children: list[Any] = []
        self.pending = list(self.state.waiting_for(self.key)) if self.skip_stack else []
        resume_at, next_page = self._sections()
        if not self.children and (box.children or self.pending):
            if page_is_empty:  # the page's bands leave no room
                return self._finished(self.skip_stack or {0: None}, next_page)
            context.in_column = False
            return None, (0, None), {"break": "any", "page": None}, [], False
        return self._finished(resume_at, next_page)

    def _measured(self) -> Columns:
        """The number of columns, their width and the gap (CSS Multi-column 1, 3.4)."""
        box, style = self.box, self.box.style
        block.block_level_width(box, self.around)
        gap = style["column_gap"]
        gap = style["font_size"] if gap == "normal" else percentage(gap, style, box.width)
        width, count = style["column_width"], style["column_count"]
        if width != "auto":
            most = max(1, floor((box.width + gap) / (width + gap)))
            count = most if count == "auto" else max(1, min(count, most))
        width, line = max(0, (box.width + gap) / count - gap), strut(style)[0] or 1.0
        return Columns(self.context, box, self.around, count, width, gap, line, self.lists, self.styles)

    def _sections(self) -> tuple[Any, Any]:
        """Set rows of columns and boxes that span them, as many as the page takes; tell where the box goes on."""
        box, (skip, inner) = self.box, next(iter((self.skip_stack or {0: None}).items()))
        next_page: Any = {"break": "any", "page": None}
        margins: list[float] = []
        for start, children in _sections(box.children, skip):
            inner_skip = None if inner is None else {0: inner}
            inner = None
            if not isinstance(children, list):
                made, resume_at, next_page, margins = self._spanner(children, inner_skip and inner_skip[0], margins)
                if made is not None:
                    made.index = start
                if made is None or resume_at is not None:
                    return {start: resume_at}, next_page
                continue
            self.y += block.collapse_margin(margins)
            margins = []
            last = start + len(children) == len(box.children)
            row = self._row(children, inner_skip, last)
            if row is None:
                return {start: inner_skip and inner_skip[0]}, next_page
            self._take(row, start)
            next_page = row.next_page or next_page
            if row.resume_at is not None:
                ((index, inside),) = row.resume_at.items()
                return {start + index: inside}, next_page
        self.y += block.collapse_margin(margins)
        if self.pending:
            row = self._row([], None, True)
            if row is not None and row.plan.places:
                self._take(row, len(box.children))
        return ({len(box.children): None} if self.pending else None), next_page

    def _take(self, row: Row, start: int) -> None:
        for made in (*row.columns, *row.floats):
            made.index = start
        self.children += row.columns + row.floats
        self.pending = row.plan.waiting
        self.y += row.height
        self.page_is_empty = False

    def _spanner(self, child: Any, skip_stack: Any, margins: Any) -> tuple[Any, Any, Any, Any]:
        child = child.copy()
        resolve_percentages(child, self.around)
        child.position_x, child.position_y = self.box.content_box_x(), self.y
        bottom_space = self.bottom_space + self._notes() - self.notes
        made, resume_at, next_page, margins, _, _ = block.block_level_layout(
            self.context, child, bottom_space, skip_stack, self.around, self.page_is_empty, *self.lists, margins,
            *self.styles,
        )  # fmt: skip
        if made is not None:
            self.children.append(made)
            self.y = made.border_box_y() + made.border_height()
            margins.append(made.margin_bottom)
            self.page_is_empty = False
        return made, resume_at, next_page, margins

    def _finished(self, resume_at: Any, next_page: Any) -> Any:
        context, box = self.context, self.box
        box.children = self.children
        height = self.y - box.content_box_y()
        if box.height == "auto":
            box.height = max(height, box.min_height)
        if box.style["position"] == "relative":
            for absolute in self.lists[0]:
                column.absolute_layout(context, absolute, box, self.lists[1], self.bottom_space, skip_stack=None)
        setattr(box, PENDING, (self.key, tuple(self.pending)))
        context.page_bottom -= self._notes() - self.notes
        context.in_column = False
        return box, resume_at, next_page, [], False

    def _notes(self) -> float:
        area = self.context.current_footnote_area
        return 0.0 if area.height == "auto" else float(area.margin_height())

    # --- a row of columns ---

    def _row(self, children: list[Any], skip_stack: Any, last: bool) -> Row | None:
        """Fill the columns of the rest of the page, or balance them; None where nothing of them fits."""
        copies, fresh = [child.copy() for child in children], bool(self.children) or not self.skip_stack
        self.text = RowText(self.columns, copies, skip_stack, self.y, fresh=fresh, last=last)
        self.row_notes = self._notes()
        full = self.context.page_bottom - self.y - self.bottom_space - (self.row_notes - self.notes)
        endless = full == inf
        row = self._filled(_ENDLESS if endless else full)
        moves = row.plan.places or (row.columns and row.resume_at != self.text.skip_stack)
        if not moves and row.plan.due and self.skip_stack and not self.children and not self.floats.bands:
            self._force(row.plan.due[0].page_float)
            row = self._filled(full)
        elif not row.begun:
            self.text.give_up()
            return None
        if row.complete and (not last or self.box.style["column_fill"] == "balance" or endless):
            row = self._balanced(row)
        return row

    def _force(self, page_float: PageFloat) -> None:
        """Let a float stand in a column that it is too tall for: no other will be taller."""
        self.floats.tall.setdefault(page_float)
        for span in range(1, self.columns.count + 1):
            self.heights[page_float, span] = 0.0

    def _filled(self, full: float) -> Row:
        """The row filled to a height, less the footnotes that come with it."""
        notes = self.row_notes
        for _ in range(_MOST_PASSES):
            row = self._placed(full - (notes - self.row_notes))
            now = self._notes()
            if now <= notes + _TOLERANCE:
                break
            notes = now
        else:
            put_off_notes(self.context, notes + _TOLERANCE)
        return row

    def _balanced(self, full: Row) -> Row:
        """The row as low as possible, and if it can be without a break in it that is to be avoided."""
        room = full.plan.height
        used = full.used + sum(place.height * place.span for place in full.plan.places)
        count, line = self.columns.count, self.columns.line
        low, high = floor(used / count / line), ceil(min(room, used + count * line) / line)
        low = max(low, 1) - 1
        self.strict = self.page_is_empty
        height = self._lowest(low, high, room)
        if self.strict:
            self.strict = False
            height = self._lowest(low, high, room) if height is None else height
        return self._placed(room if height is None else height)

    def _lowest(self, low: int, high: int, room: float) -> float | None:
        """The least height, above `low` lines and up to `high`, of a complete row; it is found by halving."""
        best: float | None = None
        while high - low > 1:
            middle = (low + high) // 2
            shown = min(middle * self.columns.line, room)
            if self._placed(shown).complete:
                best, high = shown, middle
            else:
                low = middle
        highest = min(high * self.columns.line, room)
        return highest if best is None and self._placed(highest).complete else best

    # --- placing floats ---

    def _placed(self, height: float) -> Row:
        """The row of a height, with the floats that are called in it and those that waited."""
        plan = Plan(self.columns.count, height)
        refused: dict[PageFloat, int] = {}
        for waiting in self.pending:
            self._place_waiting(plan, waiting)
        known = self.known | {waiting.page_float for waiting in self.pending}
        fresh: Place | None = None
        while True:
            row = self._filled_by(plan)
            columns = {found: made.typeset_column for made in row.columns for found in anchors(made)}
            if fresh is not None and columns.get(fresh.page_float, self.columns.count) > fresh.last:
                plan.places.remove(fresh)
                refused[fresh.page_float] = fresh.first + 1
                fresh = None
                continue
            fresh = None
            plan.waiting = [w for w in plan.waiting if w.page_float in known or w.page_float in columns]
            decided = {place.page_float for place in plan.places} | {w.page_float for w in plan.waiting}
            for found in in_order(columns):
                if found.columns == self.key and found not in decided | known:
                    fresh = self._place_called(plan, found, columns[found], refused.get(found, 0))
                    if fresh is not None:
                        break
            if fresh is None:
                plan.waiting.sort(key=lambda waiting: waiting.page_float.number)
                return self._with_last(plan, row) if row.resume_at is None and self.text.last else row

    def _place_waiting(self, plan: Plan, waiting: Waiting) -> None:
        page_float, passing = waiting.page_float, waiting.passing
        if passing == LAST and self.text.children:
            plan.waiting.append(waiting)
            return
        if passing > self.columns.count and self.text.children:
            plan.waiting.append(Waiting(page_float, passing - self.columns.count))
            return
        place = None if plan.due else self._place(plan, page_float, max(0, passing - 1) if self.text.children else 0)
        if place is None:
            plan.waiting.append(Waiting(page_float))

    def _place_called(self, plan: Plan, page_float: PageFloat, called: int, least: int) -> Place | None:
        if self._height(page_float, self._span(page_float)) > self.floats.page_height + _TOLERANCE:
            self.floats.tall.setdefault(page_float)
            return_to_flow(page_float)
            raise TooTallError
        if page_float.defer == LAST:
            plan.waiting.append(Waiting(page_float, LAST))
            return None
        first = called + page_float.defer
        if first >= self.columns.count and page_float.defer:
            plan.waiting.append(Waiting(page_float, first - self.columns.count + 1))
            return None
        place = None if plan.due else self._place(plan, page_float, first, least)
        if place is None:
            plan.waiting.append(Waiting(page_float))
        return place

    def _place(self, plan: Plan, page_float: PageFloat, column: int, least: int = 0) -> Place | None:
        """Find the first place that a float can stand in from a column on, and put it into the plan."""
        span = self._span(page_float)
        height = self._height(page_float, span)
        for index in range(max(least, min(column, self.columns.count - span)), self.columns.count - span + 1):
            place = Place(page_float, index, span, height)
            if plan.takes(place):
                plan.places.append(place)
                return place
        return None

    def _with_last(self, plan: Plan, row: Row) -> Row:
        """The last row, with the floats that are put off to the last column, as far as that stays the last."""
        for waiting in [waiting for waiting in plan.waiting if waiting.passing == LAST]:
            last = max((made.typeset_column for made in row.columns), default=0)
            place = self._place(plan, waiting.page_float, last)
            if place is None:
                break
            plan.waiting.remove(waiting)
            again = self._filled_by(plan)
            if again.resume_at is not None:
                plan.places.remove(place)
                plan.waiting.append(Waiting(waiting.page_float))
                return self._filled_by(plan)
            row = again
        return row

    def _span(self, page_float: PageFloat) -> int:
        return int(self.columns.count if page_float.span == ALL else min(page_float.span, self.columns.count))

    def _height(self, page_float: PageFloat, span: int) -> float:
        if (page_float, span) not in self.heights:
            self.heights[page_float, span] = self.columns.float_height(page_float, span, self.y)
        return self.heights[page_float, span]

    def _filled_by(self, plan: Plan) -> Row:
        return self.text.fill(plan, page_is_empty=self.page_is_empty and not self.strict)


def _number_parts(source: Any, made: Any, skip_stack: Any) -> None:
    """Tell columns and what spans them their index, which WeasyPrint needs to break a page before them or inside."""
    start = next(iter(skip_stack)) if skip_stack else 0
    spanning = (index for index in range(start, len(source.children)) if _spans(source.children[index]))
    for box in made.children:
        box.index = start if box.is_column else next(spanning, start)
        start = box.index if box.is_column else box.index + 1


def _spans(box: Any) -> bool:
    return bool(box.style["column_span"] == "all")


def _sections(children: Sequence[Any], skip: int) -> Iterator[tuple[int, Any]]:
    """Runs of children to stand in columns, as lists, and children that span all columns; each with its index."""
    run: list[Any] = []
    for index, child in enumerate(children[skip:], start=skip):
        if _spans(child):
            if run:
                yield index - len(run), run
            yield index, child
            run = []
        else:
            run.append(child)
    if run:
        yield len(children) - len(run), run
