"""The print PDF of an edition: its pages painted in inks, made a PDF/X, checked; a draft while anything is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from typeset.build.inking import ink_mixer
from typeset.build.painting import PrintPainter
from typeset.build.preflight_wanted import edition_wanted
from typeset.color import PrintCondition, default_condition, load_condition
from typeset.composer.inks import PrintPainting
from typeset.composer.rendering import Rendering, write_print_pdf
from typeset.edition import Edition
from typeset.fonts import Catalogue
from typeset.layout import Layout, Options
from typeset.layout.words import issue_words
from typeset.pictures import PictureCache
from typeset.prepress import PrintJob, finish_print, watermark
from typeset.prepress.preflight import Preflight, preflighting
from typeset.problems import Problem

_DRAFT = "样稿　不得付印"
_FIRST_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # of an edition without a date, so that its bytes are the same every day
_RESOLUTION = "picture-resolution-low"
_DPI_CODES = frozenset({"preflight-image-coarse", "preflight-image-soft"})
_UNFINISHED = frozenset({"picture-awaited", "publication-unfilled"})
"""Codes below an error that still keep an edition from being printed."""


@dataclass(frozen=True)
class PrintSettings:
    """What the print PDF of an edition needs beside its pages."""

    edition: Edition
    layout: Layout
    options: Options
    catalogue: Catalogue
    date: datetime | None = None


@dataclass(frozen=True)
class Printed:
    """A print PDF, what was found on the way, and what preflight says of the file; `draft` is never to be printed."""

    pdf: bytes
    problems: tuple[Problem, ...]
    preflight: Preflight
    condition: PrintCondition
    spots: tuple[str, ...]
    date: datetime
    draft: bool


Accept = Callable[[Iterable[Problem]], list[Problem]]
"""Marks the problems that somebody has accepted."""

Printing = Callable[[Iterable[Problem], Accept], Printed]
"""Waits for the preflight of a print PDF and judges it with the problems known before: errors make a draft."""


@contextmanager
def printing_edition(document: Rendering, settings: PrintSettings, cache: PictureCache) -> Iterator[Printing]:
    """Paint an edition's pages for its printing house; inside the block other programs look at the file.

    So whoever has other work does it in the block, and asks for the outcome at its end.
    """
    painted = _painted(document, settings, cache)
    wanted = edition_wanted(settings.edition, settings.layout, settings.catalogue)
    with preflighting(painted.pdf, wanted) as checked:
        yield lambda known, accept: _judged(painted, checked(), settings, known, accept)


@dataclass(frozen=True)
class _Painted:
    """A print PDF not yet checked, and what was found while it was painted."""

    pdf: bytes
    problems: tuple[Problem, ...]
    job: PrintJob


def _painted(document: Rendering, settings: PrintSettings, cache: PictureCache) -> _Painted:
    edition = settings.edition
    printing = edition.printing
    condition, _ = edition_condition(edition)  # what is wrong with the profile is told when the edition is checked
    with PrintPainter(edition, cache, condition) as painter:
        painting = PrintPainting(ink_mixer(settings.options.palette, printing, condition), painter.pixels)
        painted, messages = write_print_pdf(document, painter, painting)
    del messages  # the screen PDF is painted from the same pages and hears the same
    job = PrintJob(
        condition,
        printing.standard,
        printing.bleed,
        title=f"{edition.publication.title} {issue_words(edition.publication)}".strip(),
        date=settings.date or edition_date(edition),
        marks=printing.marks,
        slugs=tuple(_slugs(edition, len(document.pages))),
        font=settings.catalogue.faces_for("hei")[0].file,
        spots=tuple(painting.spots),
    )
    return _Painted(finish_print(painted, job), tuple(painter.problems), job)


def _judged(
    painted: _Painted, preflight: Preflight, settings: PrintSettings, known: Iterable[Problem], accept: Accept
) -> Printed:
    known = list(known)
    counted = [
        *known,
        *accept([*painted.problems, *preflight.problems(print_name(settings.edition.name, draft=False))]),
    ]
    draft = any(map(keeps_from_press, counted))
    pdf, job = painted.pdf, painted.job
    if draft:
        pdf = watermark(pdf, _DRAFT, settings.catalogue.faces_for("song")[-1].file)
    told = {item.code for item in known}
    found = [
        item
        for item in preflight.problems(print_name(settings.edition.name, draft=draft))
        if not (item.code in _DPI_CODES and _RESOLUTION in told)
    ]
    return Printed(
        pdf, tuple(accept([*painted.problems, *found])), preflight, job.condition, job.spots, job.date, draft
    )


def keeps_from_press(item: Problem) -> bool:
    """Whether an edition may not be printed because of a problem: an open error, or something that is awaited."""
    return item.blocks or (item.code in _UNFINISHED and item.accepted is None)


def print_name(edition: str, *, draft: bool) -> str:
    """The file name of an edition's print PDF, or of its draft."""
    return f"{edition}-print-draft.pdf" if draft else f"{edition}-print.pdf"


def edition_condition(edition: Edition) -> tuple[PrintCondition, list[Problem]]:
    """The printing condition of an edition; the one that comes with typeset where its own cannot be used."""
    limit = edition.printing.ink_limit
    if edition.profile is None:
        return default_condition(limit), []
    found = load_condition(edition.profile.path, limit, edition.profile.place, edition.profile.name)
    if isinstance(found, Problem):
        return default_condition(limit), [found]
    return found, []


def edition_date(edition: Edition) -> datetime:
    """The day of an edition as a moment; the first of what is not said (month, day)."""
    said = [int(part) for part in (edition.publication.date or "").split("-") if part.isdecimal()]
    year, month, day = [*said, 1, 1, 1][:3]
    try:
        return datetime(year, month, day, tzinfo=UTC) if said else _FIRST_DAY
    except ValueError:
        return _FIRST_DAY


def _slugs(edition: Edition, pages: int) -> Iterator[str]:
    publication = edition.publication
    name = f"{publication.title}　{issue_words(publication)}".strip()
    for page in range(1, pages + 1):
        yield "　".join(filter(None, (name, f"第{page}页（共{pages}页）", publication.date)))
