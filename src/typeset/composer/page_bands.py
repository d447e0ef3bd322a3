"""Page floats of the page: bands over the whole width of the type area, at its top or bottom.

A page is laid out, and what is called on it tells which floats it takes: then it is laid out again with their bands,
and so on, until nothing changes. A float whose call would leave the page because of it waits for the next page; it
never stands on a page before its call. Floats that wait come first on the next page, and no later float overtakes one
that waits. Where the flow ends or breaks off by order, what waits is set on pages of its own before that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from weasyprint.text.line_break import strut

from typeset.composer.composition import ATTRIBUTE
from typeset.composer.fragment_heads import after_forced_break, move_head, open_fragment
from typeset.composer.page_floats import (
    LAST,
    Checkpoint,
    PageFloat,
    PageFloats,
    PageState,
    TooTallError,
    Waiting,
    anchors,
    in_order,
    lay_out,
    page_floats_of,
    placed,
    return_to_flow,
    whole_lines,
)
from typeset.composer.standstill import emptied, page_filled

PENDING = "typeset_pending_floats"
"""The attribute of a laid-out multi-column box that holds the floats waiting for its next page."""

_LEAST_LINES = 2  # with room for fewer lines a page has no text


def page_with_floats(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's layout of a page's flow, with the bands of its page floats around it."""
    filled = page_filled(stock)

    def layout(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, containing_block: Any, *rest: Any, **named: Any
    ) -> Any:
        floats = page_floats_of(context)
        if getattr(context, ATTRIBUTE, None) is not None and box.is_for_root_element:
            unforced = context.current_page > 1 and not after_forced_break(context, box, skip_stack)
            open_fragment(box, box.position_y if unforced else None)
        if floats is None or not box.is_for_root_element:
            return filled(context, box, bottom_space, skip_stack, containing_block, *rest, **named)
        while True:
            making = _Page(context, floats, (filled, stock), box, skip_stack, containing_block, rest)
            try:
                return making.result()
            except TooTallError:
                making.rewind()

    return layout


@dataclass
class _Plan:
    """What a try sets on the page: floats at the top and at the bottom, and those that must wait."""

    tops: list[PageFloat] = field(default_factory=list)
    bottoms: list[PageFloat] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    refused: set[PageFloat] = field(default_factory=set)

    @property
    def placed(self) -> list[PageFloat]:
        return self.tops + self.bottoms

    def add(self, page_float: PageFloat) -> None:
        (self.tops if page_float.top else self.bottoms).append(page_float)

    @property
    def due(self) -> list[Waiting]:
        """Floats that wait for room, not for a later page: no other may overtake them."""
        return [waiting for waiting in self.waiting if not waiting.passing]

    def refuse(self, page_float: PageFloat) -> None:
        for placed_there in (self.tops, self.bottoms):
            if page_float in placed_there:
                placed_there.remove(page_float)
        self.refused.add(page_float)


class _Page:
    """One page in the making."""

    def __init__(
        self, context: Any, floats: PageFloats, layouts: Any, root: Any, skip_stack: Any, page: Any, rest: Any
    ) -> None:
        self.context, self.floats, (self.filled, self.stock) = context, floats, layouts
        self.root, self.skip_stack, self.page, self.rest = root, skip_stack, page, rest
        self.page_is_empty, self.lists = rest[0], (rest[1], rest[2])
        number = context.current_page
        self.state = floats.states.get(number, PageState()) if number > 1 else PageState()
        self.start = Checkpoint(context, *rest[1:])
        self.ended = skip_stack == {len(root.children): None}  # nothing but floats is to come
        self.y, self.foot = root.position_y, context.page_bottom
        self.heights: dict[PageFloat, float] = {}
        self.notes: dict[PageFloat, float] = {}
        self.ahead = list(context.typeset_composition.floats_ahead)
        floats.page_height = page.height

    def result(self) -> Any:
        if self.page.page_type.blank:
            self._hand_on(self.state)
            return self._lay(_Plan())
        plan = self._begun()
        if plan.placed and (self.state.held is not None or not self._room_for_text(plan)):
            return self._float_page(plan)
        result = self._stable(plan)
        ends = result[1] is None
        if ends and plan.waiting:
            result = self._with_last(plan, result)
        box, resume_at, next_page, *rest = result
        held, flushed = None, plan.waiting if ends else plan.due
        if flushed and (ends or self._breaks_off(next_page)):
            held = None if ends else next_page
            resume_at = {len(self.root.children): None} if ends else resume_at
            next_page = self._same_page()
        self._hand_on(self._state_after(box, plan, held))
        return box, resume_at, next_page, *rest

    # --- the plan ---

    def _begun(self) -> _Plan:
        """The plan to begin with: floats from earlier pages, in order, as long as there is room."""
        plan = _Plan()
        flushed = self.state.held is not None or self.ended
        for waiting in self.state.waiting_for(None):
            page_float, passing = waiting.page_float, max(LAST, waiting.passing - 1)
            if waiting.passing == LAST and not self.ended:
                plan.waiting.append(waiting)
            elif passing > 0 and not flushed:
                plan.waiting.append(Waiting(page_float, passing))
            elif not plan.due and self._fits(plan, page_float):
                plan.add(page_float)
            elif flushed and not plan.placed:
                self.floats.tall.setdefault(page_float)
                plan.add(page_float)
            else:
                plan.waiting.append(Waiting(page_float))
        return plan

    def _fits(self, plan: _Plan, page_float: PageFloat) -> bool:
        if page_float.top and not self.page_is_empty:  # what goes on from the page before stands there
            return False
        # Below an earlier float at the bottom there is no top any more.
        if page_float.top and plan.bottoms:
            return False
        height = sum(map(self._cost, plan.placed)) + self._cost(page_float)
        return bool(height <= self.foot - self.y + 0.01)

    def _room_for_text(self, plan: _Plan) -> bool:
        room = self.foot - self.y - sum(map(self._cost, plan.placed))
        return bool(room >= _LEAST_LINES * strut(self.root.style)[0] - 0.01)

    def _height(self, page_float: PageFloat) -> float:
        if page_float not in self.heights:
            now, before = Checkpoint(self.context), self.context.page_bottom
            made = lay_out(self.context, page_float, self.page, ([], []), self.page.content_box_x(), self.y)
            self.heights[page_float] = whole_lines(made.margin_height(), self.root.style)
            self.notes[page_float] = max(0, before - self.context.page_bottom)
            now.restore()
        return self.heights[page_float]

    def _cost(self, page_float: PageFloat) -> float:
        """What a float takes of the page: its own height and that of its notes."""
        return self._height(page_float) + self.notes[page_float]

    # --- trying ---

    def _stable(self, plan: _Plan) -> Any:
        """Lay the page out until it has the floats that are called on it."""
        fresh: PageFloat | None = None
        known = {waiting.page_float for waiting in self.state.waiting_for(None)} | self.state.early
        while True:
            result = self._lay(plan)
            called = [found for found in in_order(anchors(result[0])) if found.columns is None and found not in known]
            if fresh is not None and fresh not in called:
                plan.refuse(fresh)
                fresh = None
                continue
            plan.waiting = [w for w in plan.waiting if w.page_float in known or w.page_float in called]
            decided = {*plan.placed, *(waiting.page_float for waiting in plan.waiting)}
            fresh = None
            for found in called:
                if found in decided:
                    continue
                if self._height(found) > self.page.height + 0.01:
                    self._give_up(found)
                if found.defer:
                    plan.waiting.append(Waiting(found, found.defer))
                elif plan.due or found in plan.refused or not self._fits_beside_text(plan, found):
                    plan.waiting.append(Waiting(found))
                else:
                    plan.add(found)
                    fresh = found
                    break
            if fresh is None:
                plan.waiting.sort(key=lambda waiting: waiting.page_float.number)
                return result

    def _fits_beside_text(self, plan: _Plan, page_float: PageFloat) -> bool:
        with_it = _Plan([*plan.tops, page_float], plan.bottoms)
        return self._fits(plan, page_float) and self._room_for_text(with_it)

    def _give_up(self, page_float: PageFloat) -> None:
        self.floats.tall.setdefault(page_float)
        return_to_flow(page_float)
        raise TooTallError

    def _with_last(self, plan: _Plan, result: Any) -> Any:
        """The last page of the flow, with the floats that wait for it as far as they leave it the last one."""
        end = result[1]
        for waiting in [waiting for waiting in plan.waiting if waiting.passing == LAST]:
            if not self._fits_beside_text(plan, waiting.page_float):
                break
            plan.add(waiting.page_float)
            again = self._lay(plan)
            if again[1] != end:
                plan.refuse(waiting.page_float)
                return self._lay(plan)
            plan.waiting.remove(waiting)
            result = again
        return result

    def _lay(self, plan: _Plan, alone: bool = False) -> Any:
        """The page with the floats of a plan; the flow is laid out between the bands, or stands still."""
        context, root = self.context, self.root
        self.rewind()
        self.floats.bands, self.floats.alone = bool(plan.placed), alone
        x, y, tops = self.page.content_box_x(), self.y, []
        for page_float in plan.tops:
            tops.append(lay_out(context, page_float, self.page, self.lists, x, y))
            y += self._height(page_float)
        bottoms = [lay_out(context, page_float, self.page, self.lists, x, self.foot) for page_float in plan.bottoms]
        below = sum(map(self._height, plan.bottoms))
        context.page_bottom -= below
        if alone:
            root = root if self.ended else emptied(root, self.skip_stack)
            root.position_y = self.y
            result = self.stock(context, root, 0, self.skip_stack, self.page, True, *self.rest[1:])
        else:
            root.position_y = y
            move_head(root, y)
            result = self.filled(context, root, 0, self.skip_stack, self.page, *self.rest)
        y = context.page_bottom
        context.page_bottom += below
        for page_float, made in zip(plan.bottoms, bottoms, strict=True):
            y += self._height(page_float)
            made.translate(dy=y - made.margin_height() - made.position_y)
        if result[0] is not None:
            result[0].children = [*result[0].children, *tops, *bottoms]
        order = self.floats.notes
        context.current_page_footnotes.sort(key=lambda note: order.get(id(note), -1))
        return result

    def _float_page(self, plan: _Plan) -> Any:
        """A page of floats alone: the flow stands still."""
        box, _, _, *rest = self._lay(plan, alone=True)
        held = self.state.held if plan.due else None
        self._hand_on(self._state_after(box, plan, held))
        next_page = self._same_page()
        if self.state.held is not None and not plan.due:
            next_page = dict(self.state.held)
        return box, None if self.ended and not plan.waiting else self.skip_stack, next_page, *rest

    def rewind(self) -> None:
        """Back to where the page began."""
        self.start.restore()
        self.root.position_y = self.y
        self.context.typeset_composition.floats_ahead = list(self.ahead)

    # --- what comes after ---

    def _same_page(self) -> dict[str, Any]:
        return {"break": "any", "page": self.page.page_type.name}

    def _breaks_off(self, next_page: Any) -> bool:
        """Whether the next page begins by order, or has another name."""
        return next_page["break"] != "any" or next_page["page"] not in (None, self.page.page_type.name)

    def _state_after(self, box: Any, plan: _Plan, held: Any) -> PageState:
        called, here = set(anchors(box)), set(placed(box))
        before = {w.page_float for _, several in self.state.waiting for w in several}
        waiting = {key: several for key, several in self.state.waiting if key is not None}
        waiting.update(_pending(box))
        items = [(None, tuple(plan.waiting)), *waiting.items()]
        return PageState(
            tuple((key, several) for key, several in items if several),
            frozenset((self.state.early | (here - before)) - called),
            None if held is None else tuple(dict(held).items()),
        )

    def _hand_on(self, state: PageState) -> None:
        """Keep what the next page takes over; a page made before is made again where that changed."""
        number, maker = self.context.current_page, self.context.page_maker
        if self.floats.states.get(number + 1, PageState()) != state and number < len(maker) - 1:
            maker[number][-1]["content_changed"] = True
        self.floats.states[number + 1] = state


def _pending(box: Any) -> Iterable[tuple[int, tuple[Waiting, ...]]]:
    """The floats that wait for the next page of multi-column boxes that stand on this one."""
    for inner in _boxes(box):
        if PENDING in inner.__dict__:
            yield inner.__dict__[PENDING]


def _boxes(box: Any) -> Iterable[Any]:
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)
