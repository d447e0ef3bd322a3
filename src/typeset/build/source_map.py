"""The way back from a page to its sources, and from a line of a source to its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from typeset.build.snapshot import Found, Spot
from typeset.composer.page_map import SourceBox, source_boxes
from typeset.composer.sources import source_position

_KINDS = (
    # by class, then by element; the first that fits
    ("title", "title"),
    ("kicker", "kicker"),
    ("subtitle", "subtitle"),
    ("byline", "byline"),
    ("bylines", "byline"),
    ("credit-line", "byline"),
    ("source-line", "source"),
    ("cover-lead-title", "title"),
    ("cover-line", "entry"),
    ("contents-entry", "entry"),
    ("opening", "opening"),
    ("credit", "credit"),
    ("section-name", "section"),
    ("section-intro", "intro"),
    ("section-opening", "opening"),
    ("subhead", "subhead"),
    ("editors-note", "note"),
    ("footnote", "footnote"),
    ("table-box", "table"),
    ("pull-quote", "quotation"),
    ("paragraph", "paragraph"),
)
_ELEMENTS = {
    "p": "paragraph",
    "h1": "title",
    "h2": "title",
    "h3": "subhead",
    "h4": "subhead",
    "h5": "subhead",
    "h6": "subhead",
    "ul": "list",
    "ol": "list",
    "li": "list",
    "table": "table",
    "tr": "table",
    "blockquote": "quotation",
    "figure": "figure",
    "figcaption": "caption",
    "img": "picture",
    "hr": "separator",
    "aside": "note",
    "header": "opening",
}
_PARTS = frozenset({"title", "kicker", "subtitle", "byline", "figcaption", "img"})
"""Parts, by class or element, of something with a source that are spots of their own."""


def page_spots(page: Any) -> tuple[Spot, ...]:
    """The spots of a laid-out page, those inside others after them."""
    return tuple(Spot(*item.box, item.source, _kind(item)) for item in source_boxes(page, _PARTS))


def _kind(item: SourceBox) -> str:
    for name, kind in _KINDS:
        if name in item.classes:
            return kind
    return _ELEMENTS.get(item.tag, "other")


def find_line(pages: Iterable[Sequence[Spot]], file: str, line: int) -> Found | None:
    """Where a line stands: the first spot of the line itself, else of the nearest line before, else the file's first.

    `pages` are the spots of all pages in order. None for a file of which nothing is printed.
    """
    best: tuple[tuple[int, int, int], Found] | None = None
    for order, (number, spot, written) in enumerate(_spots_of(pages, file)):
        before = written <= line
        key = (1 if before else 0, written if before else -written, -order)
        if best is None or key > best[0]:
            best = key, Found(number, spot.box)
    return best[1] if best else None


def find_exact(pages: Iterable[Sequence[Spot]], file: str, line: int) -> Found | None:
    """The first spot of a line, None where no spot begins there."""
    return next((Found(number, spot.box) for number, spot, at in _spots_of(pages, file) if at == line), None)


def _spots_of(pages: Iterable[Sequence[Spot]], file: str) -> Iterator[tuple[int, Spot, int]]:
    for number, spots in enumerate(pages, start=1):
        for spot in spots:
            if spot.source.startswith(file):
                name, line, _ = source_position(spot.source)
                if name == file:
                    yield number, spot, line
