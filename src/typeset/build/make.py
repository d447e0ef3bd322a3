"""The pipeline of one edition, top to bottom: folder → Edition → runs → pages → screen PDF and print PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from typeset.build.pagination import Paginated, Progress, paginate
from typeset.build.painting import ScreenPainter, resolution_problems
from typeset.build.printing import Printed, PrintSettings, print_edition
from typeset.build.typesetter import Typesetter
from typeset.composer.facts import overset
from typeset.composer.rendering import trimmed, write_pdf
from typeset.edition import Edition, missing_character_problems, read_edition
from typeset.fonts import Catalogue, load_catalogue, missing_characters
from typeset.layout import Layout, Options, Templates, load_layout, resolve_options, style_problems
from typeset.pictures import PictureCache
from typeset.problems import Giveup, Place, Problem, Report, problem
from typeset.workspace import EditionFolder, Workspace


@dataclass(frozen=True)
class Checked:
    """An edition read and checked, with the layout and fonts it will be set in."""

    edition: Edition
    layout: Layout
    options: Options
    templates: Templates
    catalogue: Catalogue
    problems: tuple[Problem, ...]
    printing_place: Place | None = None


@dataclass(frozen=True)
class Built:
    """An edition set: its PDF, and what was found on the way."""

    checked: Checked
    paginated: Paginated
    pdf: bytes
    report: Report
    printed: Printed | None = None

    @property
    def edition(self) -> Edition:
        """The edition that was set."""
        return self.checked.edition


def check_edition(folder: EditionFolder, workspace: Workspace) -> Checked:
    """Everything but the pages. Raises Giveup, with all problems, where no page could be made."""
    reading = read_edition(folder, workspace)
    edition = reading.edition
    if edition is None or not any(True for _ in edition.articles):
        raise Giveup(*reading.problems)
    try:
        layout = load_layout(edition.layout, workspace.layouts, reading.layout_place)
    except Giveup as giveup:
        raise Giveup(*reading.problems, *giveup.problems) from giveup
    if unprintable := list(style_problems(layout)):
        raise Giveup(*reading.problems, *unprintable)
    options, option_problems = resolve_options(layout, edition.options, reading.options_place)
    catalogue, font_problems = load_catalogue(
        workspace.fonts, cache=workspace.cache / "fonts.json", name_of=workspace.name_of
    )
    missing = missing_character_problems(edition, lambda text: missing_characters(text, catalogue.faces))
    problems = (
        *reading.problems,
        *option_problems,
        *font_problems,
        *catalogue.role_problems(layout.declaration.roles),
        *missing,
        *_tag_problems(edition, layout),
    )
    templates = Templates(layout, options, edition.printing.bleed)
    return Checked(edition, layout, options, templates, catalogue, problems, reading.printing_place)


def _tag_problems(edition: Edition, layout: Layout) -> Iterator[Problem]:
    known = layout.declaration.tags
    for article in edition.articles:
        for tag in article.tags:
            if tag not in known and tag not in known.values():
                words = "、".join(f"{chinese} ({name})" for name, chinese in known.items()) or "—"
                yield problem("layout-tag-unknown", article.place, tag=tag, known=words)


def build_edition(
    checked: Checked,
    typesetter: Typesetter,
    workspace: Workspace,
    progress: Progress,
    *,
    printed: bool = True,
    date: datetime | None = None,
) -> Built:
    """Set the pages and write the screen PDF and, where it is wanted, the print PDF into memory.

    `date` stands for the edition's own in the print PDF (SOURCE_DATE_EPOCH).
    """
    paginated = paginate(checked.edition, checked.templates, typesetter, progress)
    document = paginated.document
    cache = PictureCache(workspace.cache / "pictures")
    painter = ScreenPainter(checked.edition.sources, cache)
    pdf, messages = write_pdf(trimmed(document), painter, pdf_variant="pdf/ua-1")
    found = [
        *checked.problems,
        *typesetter.problems,
        *typesetter.refused(),
        *paginated.problems,
        *painter.problems,
        *resolution_problems(painter.placed, checked.edition.sources),
        *chain.from_iterable(item.rendering.problems() for item in paginated.runs),
        *_overset_problems(paginated),
        *_page_size_problems(paginated, checked.layout),
        *_engine_problems((*document.messages, *messages), checked.problems),
    ]
    if not printed:
        return Built(checked, paginated, pdf, Report.of(found))
    for_print = print_edition(document, _print_settings(checked, date), cache, found, painter.placed)
    return Built(checked, paginated, pdf, Report.of([*found, *for_print.problems]), for_print)


def _print_settings(checked: Checked, date: datetime | None) -> PrintSettings:
    return PrintSettings(
        checked.edition, checked.layout, checked.options, checked.catalogue, date, checked.printing_place
    )


_UNDRAWN = re.compile(r"\.notdef glyph rendered for Unicode string .*\((U\+[0-9A-F]+)\)")


def _engine_problems(messages: Iterable[str], known: Iterable[Problem]) -> Iterator[Problem]:
    """What the engine said; a missing glyph is an error unless its character was found in the sources already."""
    told = {item.arguments["code"] for item in known if item.code == "character-missing"}
    for line in dict.fromkeys(messages):
        undrawn = _UNDRAWN.match(line)
        if undrawn is None:
            yield problem("engine-message", message=line)
        elif undrawn[1] not in told:
            yield problem("glyph-missing", code=undrawn[1])


_MM_PER_PX = 25.4 / 96
_TOLERANCE_MM = 0.1


def _page_size_problems(paginated: Paginated, layout: Layout) -> Iterator[Problem]:
    """Pages that are not of the trimmed size that the layout declares: a printing house cannot bind them."""
    wanted = layout.declaration.page
    for number, page in enumerate(paginated.document.pages, start=1):
        width, height = page.width * _MM_PER_PX, page.height * _MM_PER_PX
        if abs(width - wanted.width) > _TOLERANCE_MM or abs(height - wanted.height) > _TOLERANCE_MM:
            yield problem(
                "layout-page-size",
                layout=layout.name,
                page=number,
                found=f"{width:.1f} × {height:.1f}",
                wanted=f"{wanted.width:g} × {wanted.height:g}",
            )


def _overset_problems(paginated: Paginated) -> Iterator[Problem]:
    for item in overset(paginated.document):
        page = item.page + 1
        yield problem("page-overset", _source_place(item.source, page), page=page, text=item.text[:20])


def _source_place(source: str, page: int) -> Place | None:
    """The place that a data-source attribute writes as file:line:column, on a page."""
    parts = source.rsplit(":", 2)
    numbers = [int(part) for part in parts[1:] if part.isdecimal()]
    file = ":".join(parts[: len(parts) - len(numbers)])
    line, column = (*numbers, 0, 0)[:2]
    return Place(file, line, column, page=page) if file else None
