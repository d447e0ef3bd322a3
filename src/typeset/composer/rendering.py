"""HTML and CSS to laid-out pages, and pages to PDF bytes, with what the engine said on the way."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass
from typing import Any

from weasyprint import HTML as PlainHTML  # noqa: N811 - a class
from weasyprint import Document

from typeset.composer.accessibility import finish
from typeset.composer.cascade import composing
from typeset.composer.composed import composition_problems
from typeset.composer.documents import CSS, HTML
from typeset.composer.documents import Document as ComposedDocument
from typeset.composer.embedding import lean_embedding
from typeset.composer.fetching import BASE_URL, ClosedFetcher
from typeset.composer.fonts import FontSet
from typeset.composer.inks import PrintPainting, painting_in_inks
from typeset.composer.inks import finish as finish_inks
from typeset.composer.pictures import LazyPicture, Painter, painting
from typeset.problems import Problem

_LOGGER = logging.getLogger("weasyprint")


_HEARD: ContextVar[list[str] | None] = ContextVar("heard", default=None)


def _hear(record: logging.LogRecord) -> bool:
    """A logging filter: keep a message where somebody listens, let it through elsewhere."""
    heard = _HEARD.get()
    if heard is None:
        return True
    if record.levelno >= logging.WARNING:
        heard.append(record.getMessage())
    return False


@contextmanager
def listening() -> Iterator[list[str]]:
    """What the engine logs inside the block, in this thread, instead of its printing it."""
    if _hear not in _LOGGER.filters:
        _LOGGER.addFilter(_hear)
    heard: list[str] = []
    token = _HEARD.set(heard)
    try:
        yield heard
    finally:
        _HEARD.reset(token)


@dataclass(frozen=True)
class Rendering:
    """Pages laid out, and the engine's messages about them."""

    document: Document
    messages: tuple[str, ...]

    @property
    def pages(self) -> Sequence[Any]:
        """WeasyPrint's pages in order."""
        return self.document.pages  # type: ignore[no-any-return]

    def problems(self) -> tuple[Problem, ...]:
        """Lines that were not composed, and runs cut in emergency."""
        return composition_problems(self.document) if isinstance(self.document, ComposedDocument) else ()

    def anchors(self) -> dict[str, int]:
        """The page index (from 0) on which each id stands first."""
        found: dict[str, int] = {}
        for index, page in enumerate(self.pages):
            for name in page.anchors:
                found.setdefault(name, index)
        return found


def parse_css(text: str, fetcher: ClosedFetcher, fonts: FontSet, base: str = BASE_URL) -> tuple[CSS, tuple[str, ...]]:
    """A style sheet, parsed once for many documents, and what the engine did not understand in it."""
    with listening() as messages:
        return CSS(string=text, base_url=base, url_fetcher=fetcher, font_config=fonts), tuple(messages)


def lay_out(
    html: str | bytes,
    stylesheets: Sequence[CSS],
    fonts: FontSet | None,
    fetcher: ClosedFetcher,
    pictures: Mapping[str, LazyPicture],
    base: str = BASE_URL,
    *,
    composed: bool = True,
) -> Rendering:
    """Lay out one document. `pictures` maps absolute addresses to pictures painted later.

    Bytes are decoded as HTML says (meta charset). Without `fonts` the machine's are used. Without `composed` the
    lines are WeasyPrint's own. Whatever the engine raises on a document that it cannot lay out passes through.
    """
    with listening() as messages, composing():
        parse = HTML if composed else PlainHTML
        parsed = parse(string=html, base_url=base, url_fetcher=fetcher)
        document = parsed.render(font_config=fonts, stylesheets=list(stylesheets), cache=dict(pictures))
        return Rendering(document, tuple(messages))


def join(renderings: Sequence[Rendering]) -> Rendering:
    """Several runs as one document: pages in order, one set of fonts, links and bookmarks across runs."""
    pages = [page for rendering in renderings for page in rendering.pages]
    messages = tuple(line for rendering in renderings for line in rendering.messages)
    return Rendering(renderings[0].document.copy(pages), messages)


def trimmed(rendering: Rendering) -> Rendering:
    """The pages without their bleed, as they are seen on a screen."""
    return _changed(rendering, bleed=dict.fromkeys(("top", "right", "bottom", "left"), 0))


def _changed(rendering: Rendering, **attributes: Any) -> Rendering:
    pages = []
    for page in rendering.pages:
        changed = copy(page)
        vars(changed).update(attributes)
        pages.append(changed)
    return Rendering(rendering.document.copy(pages), rendering.messages)


def write_print_pdf(rendering: Rendering, painter: Painter, inks: PrintPainting) -> tuple[bytes, tuple[str, ...]]:
    """Paint the pages in inks, with their bleed, without links and tags: the raw material of a print PDF.

    Returns the PDF and what the engine said while painting.
    """
    plain = _changed(rendering, links=[], anchors={})
    with listening() as messages, painting(painter), painting_in_inks(inks), lean_embedding():
        pdf = plain.document.write_pdf(finisher=lambda _, made: finish_inks(inks, made), pdf_version="1.6")
        return pdf, tuple(messages)


def write_pdf(rendering: Rendering, painter: Painter, **options: Any) -> tuple[bytes, tuple[str, ...]]:
    """Paint the pages with the painter's pictures. `options` are WeasyPrint's.

    Returns the PDF and what the engine said while painting.
    """
    with listening() as messages, painting(painter), lean_embedding():
        return rendering.document.write_pdf(finisher=finish, **options), tuple(messages)
