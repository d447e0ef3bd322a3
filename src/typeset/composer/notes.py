"""Footnotes that wait for a later page, where WeasyPrint forgets them.

A line that fits its page only when notes set before it are put off goes onto the page without a look at its own notes;
columns that are tried again give up the notes of all that is in them, also those called on an earlier page; and further
passes, which lay out only the pages that changed, do not hand on what earlier pages put off. Therefore, in composed
documents, every page hands on the notes called on it that it did not set, keeps those handed on to it, and is laid out
again together with the page it hands notes to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from typeset.composer.composition import ATTRIBUTE, Composition


def page_with_notes(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's making of a page, after which every note called on it stands there or waits."""

    def make(context: Any, root_box: Any, page_type: Any, resume_at: Any, page_number: int, page_state: Any) -> Any:
        composition: Composition | None = getattr(context, ATTRIBUTE, None)
        if composition is None:
            return stock(context, root_box, page_type, resume_at, page_number, page_state)
        _hold(context, context.reported_footnotes)
        result = stock(context, root_box, page_type, resume_at, page_number, page_state)
        del context.unlayout_footnote  # a closure over the context would keep the whole document in memory
        _put_off(context, result[0])
        composition.waiting_notes[page_number - 1] = bool(context.reported_footnotes)
        return result

    return make


def _hold(context: Any, notes: list[Any]) -> None:
    """Keep the notes of earlier pages on the page to be made, whatever of its flow is tried and thrown away."""
    held, give_up = list(notes), type(context).unlayout_footnote

    def unlayout(note: Any) -> None:
        if note not in held:
            give_up(context, note)

    context.unlayout_footnote = unlayout


def _put_off(context: Any, page: Any) -> None:
    """Let the notes wait that are called on a page and neither stand on it nor wait, in the order of their calls."""
    calls = [box.footnote for box in page.descendants(placeholders=True) if box.footnote is not None]
    forgotten = [note for note in dict.fromkeys(calls) if note in context.footnotes]
    if not forgotten:
        return
    for note in forgotten:
        context.footnotes.remove(note)
    earlier = [note for note in context.reported_footnotes if note not in calls]
    here = [note for note in context.reported_footnotes if note in calls]
    context.reported_footnotes = earlier + sorted(here + forgotten, key=calls.index)


def column_notes_put_off(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's putting off of notes after columns, which fails where all notes of the page were given up."""

    def put_off(context: Any, height: float) -> None:
        if getattr(context, ATTRIBUTE, None) is None:
            stock(context, height)
        else:
            put_off_notes(context, height)

    return put_off


def notes_of_page(context: Any) -> tuple[Any, ...]:
    """The notes that stand on the page as far as it is made, and those that wait for the next one."""
    return (*context.current_page_footnotes, *context.reported_footnotes)


def give_up_strays(context: Any, before: Sequence[Any], box: Any) -> None:
    """Give up the notes that columns laid out and whose calls are not in them: WeasyPrint throws filled columns away
    where not all of a row can stand, and leaves their notes on the page.

    `before` are the page's notes before the columns, `box` is what was made of them, or None.
    """
    found = [note for note in notes_of_page(context) if note not in before]
    if not found:
        return
    called = [] if box is None else [inner.footnote for inner in box.descendants(placeholders=True) if inner.footnote]
    strays = [note for note in found if note not in called]
    if strays:
        area, in_column = context.current_footnote_area, context.in_column
        height = area.margin_height()
        context.in_column = True  # the foot of the page knows of the area's height once columns were made
        for note in strays:
            context.unlayout_footnote(note)
        context.in_column = in_column
        if box is not None and not in_column:
            context.page_bottom += height - area.margin_height()


def put_off_notes(context: Any, height: float) -> None:
    """Let the last notes of a page wait for the next one, until its footnote area is no higher than this, in CSS px.

    None waits while the area itself is laid out: the columns are then those of a note.
    """
    area, put_off = context.current_footnote_area, []
    if area.height == "auto":
        return
    while context.current_page_footnotes and area.margin_height() > height:
        put_off.append(context.current_page_footnotes[-1])
        context.report_footnote(put_off[-1])
    if put_off:
        context.reported_footnotes[-len(put_off) :] = put_off[::-1]


def pages_with_notes(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's pass over all pages; from the second on, pages with notes between them are laid out anew."""

    def pages(context: Any, root_box: Any, html: Any, known: list[Any]) -> Iterator[Any]:
        composition: Composition | None = getattr(context, ATTRIBUTE, None)
        if composition is not None and known:
            for index, waiting in composition.waiting_notes.items():
                for made in (index, index + 1) if waiting else ():
                    if made < len(context.page_maker) - 1:  # the last one is the state after the last page
                        context.page_maker[made][-1]["content_changed"] = True
        return stock(context, root_box, html, known)  # type: ignore[no-any-return]

    return pages
