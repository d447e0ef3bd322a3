"""A row of columns filled by a plan: the text between the page floats that the plan gives their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from weasyprint.layout import block, column

from typeset.composer.column_plan import Place, Plan
from typeset.composer.page_floats import Checkpoint, PageFloat, lay_out, whole_lines

_TOLERANCE = 0.01  # CSS px


@dataclass
class Row:
    """A row of columns, filled: boxes of columns and floats, and where the text goes on."""

    plan: Plan
    columns: list[Any] = field(default_factory=list)
    floats: list[Any] = field(default_factory=list)
    resume_at: Any = None
    next_page: Any = None
    height: float = 0.0
    used: float = 0.0  # by the text of all columns
    begun: bool = True
    fits: bool = True

    @property
    def complete(self) -> bool:
        """Whether all text and all floats stand in it."""
        return self.resume_at is None and not self.plan.waiting and self.fits


@dataclass(frozen=True)
class Columns:
    """Where the columns of a multi-column box lie (lengths in CSS px), and what they are laid out with."""

    context: Any
    box: Any
    containing_block: Any
    count: int
    width: float
    gap: float
    line: float
    lists: tuple[Any, Any]  # boxes positioned absolutely, and fixed
    styles: Sequence[Any]  # of first letter and first line

    def x(self, first: int, span: int) -> float:
        """The left edge of `span` columns from the `first`, counted from 0 in the direction of the text."""
        across = first * (self.width + self.gap)
        if self.box.style["direction"] == "rtl":
            across = self.box.width - across - span * (self.width + self.gap) + self.gap
        return float(self.box.content_box_x() + across)

    def column(self, index: int, children: Sequence[Any], y: float) -> Any:
        """The box of a column, empty yet, that takes its text from `children`."""
        box = column._create_column_box(self.box, self.containing_block, children, self.width, y)
        box.position_x = self.x(index, 1)
        return box

    def around(self, first: int, span: int, y: float) -> Any:
        """The containing block of a float that stands over columns."""
        width = span * (self.width + self.gap) - self.gap
        box = column._create_column_box(self.box, self.containing_block, [], width, y)
        box.position_x = self.x(first, span)
        box.height = "auto"
        return box

    def float_height(self, page_float: PageFloat, span: int, y: float) -> float:
        """The height of a float over so many columns, in whole lines."""
        now = Checkpoint(self.context)
        made = lay_out(self.context, page_float, self.around(0, span, y), ([], []), self.x(0, span), y)
        height = float(whole_lines(made.margin_height(), self.box.style))
        now.restore()
        return height


class RowText:
    """The text of a row of columns, which one plan after another is filled with.

    `fresh`: nothing of the box stands before it, so that no break comes before its first column. `last`: nothing of
    the box follows it. Every filling begins anew from the state in which this was made.
    """

    def __init__(
        self, columns: Columns, children: Sequence[Any], skip_stack: Any, y: float, *, fresh: bool, last: bool
    ) -> None:
        self.columns, self.children, self.y = columns, children, y
        self.fresh, self.last = fresh, last
        self.skip_stack = skip_stack or ({0: None} if children else None)  # None: all is set
        self._start = Checkpoint(columns.context, *columns.lists)

    def give_up(self) -> None:
        """Leave the state as if nothing had been filled."""
        self._start.restore()

    def fill(self, plan: Plan, *, page_is_empty: bool) -> Row:
        """The columns filled with the text between the floats of a plan."""
        self._start.restore()
        row = Row(plan, resume_at=self.skip_stack)
        index, open_ = 0, bool(self.children)
        while open_ and index < self.columns.count:
            open_ = self._fill_column(row, index, page_is_empty)
            index += 1
        if self.children and not row.columns and not plan.places:
            row.begun = False
        row.floats = [self._set_float(plan, place) for place in plan.places]
        row.height = self._height(row)
        for made in row.columns:
            index = made.typeset_column
            made.height = max(made.height, row.height - plan.tops(index) - plan.bottoms(index))
        return row

    def _fill_column(self, row: Row, index: int, page_is_empty: bool) -> bool:
        """Fill a column; tell whether text is left and may go into the next."""
        plan, columns = row.plan, self.columns
        top, bottom, room = plan.tops(index), plan.bottoms(index), plan.room(index)
        taken = bool(top or bottom)
        if taken and room < columns.line - _TOLERANCE:
            return True
        box = columns.column(index, self.children, self.y)
        box.position_y += top
        bottom_space = columns.context.page_bottom - (self.y + plan.height - bottom)
        skip_stack = None if self.fresh and not index and row.resume_at == {0: None} else row.resume_at
        made, resume_at, next_page, _, _, _ = block.block_box_layout(
            columns.context, box, bottom_space, skip_stack, columns.containing_block, page_is_empty and not taken,
            *columns.lists, None, *columns.styles, discard=False, max_lines=None,
        )  # fmt: skip
        if made is None:
            return taken
        made.typeset_column = index
        row.columns.append(made)
        row.resume_at, row.next_page = resume_at, next_page
        row.used += made.margin_height()
        row.fits = row.fits and made.margin_height() <= room + _TOLERANCE
        return resume_at is not None

    def _height(self, row: Row) -> float:
        plan = row.plan
        if row.resume_at is not None or any(not place.page_float.top for place in plan.places):
            return plan.height
        ends = [plan.tops(made.typeset_column) + made.margin_height() for made in row.columns]
        return float(max([*ends, *(plan.tops(index) for index in range(self.columns.count))]))

    def _set_float(self, plan: Plan, place: Place) -> Any:
        columns, page_float = self.columns, place.page_float
        around, x = columns.around(place.first, place.span, self.y), columns.x(place.first, place.span)
        y = self.y
        if page_float.top:
            earlier = plan.places[: plan.places.index(place)]
            y += sum(o.height for o in earlier if o.page_float.top and o.first <= place.first <= o.last)
        made = lay_out(columns.context, page_float, around, columns.lists, x, y)
        made.is_column = True  # between columns and floats no page is broken
        if not page_float.top:
            end = self.y + plan.height - plan.offset_below(place)
            made.translate(dy=end - made.margin_height() - made.position_y)
        return made
