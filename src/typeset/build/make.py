"""The pipeline of one edition, top to bottom: folder → Edition → runs → pages → PDF, page pictures, report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from pathlib import Path

from typeset.build.pagination import Paginated, Progress, paginate
from typeset.build.painting import ScreenPainter
from typeset.build.report import report_data
from typeset.build.typesetter import Typesetter
from typeset.composer.facts import overset
from typeset.composer.rendering import write_pdf
from typeset.copyfit import FlatplanPage, draw_flatplan
from typeset.edition import Edition, missing_character_problems, read_edition
from typeset.fonts import Catalogue, load_catalogue, missing_characters
from typeset.layout import Layout, Templates, load_layout, resolve_options
from typeset.pictures import PictureCache
from typeset.prepress import page_pictures
from typeset.problems import Giveup, Place, Problem, Report, problem, to_json
from typeset.workspace import EditionFolder, Workspace, staged

PAGE_DPI = 110
FLATPLAN_DPI = 30


@dataclass(frozen=True)
class Checked:
    """An edition read and checked, with the layout and fonts it will be set in."""

    edition: Edition
    layout: Layout
    templates: Templates
    catalogue: Catalogue
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Built:
    """An edition set: its PDF, and what was found on the way."""

    checked: Checked
    paginated: Paginated
    pdf: bytes
    report: Report

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
    return Checked(edition, layout, Templates(layout, options), catalogue, problems)


def _tag_problems(edition: Edition, layout: Layout) -> Iterator[Problem]:
    known = layout.declaration.tags
    for article in edition.articles:
        for tag in article.tags:
            if tag not in known and tag not in known.values():
                words = "、".join(f"{chinese} ({name})" for name, chinese in known.items()) or "—"
                yield problem("layout-tag-unknown", article.place, tag=tag, known=words)


def build_edition(checked: Checked, typesetter: Typesetter, workspace: Workspace, progress: Progress) -> Built:
    """Set the pages and write the screen PDF into memory."""
    paginated = paginate(checked.edition, checked.templates, typesetter, progress)
    document = paginated.document
    painter = ScreenPainter(checked.edition.sources, PictureCache(workspace.cache / "pictures"))
    pdf, messages = write_pdf(document, painter, pdf_variant="pdf/ua-1")
    found = chain(
        checked.problems,
        typesetter.problems,
        typesetter.refused(),
        paginated.problems,
        painter.problems,
        chain.from_iterable(item.rendering.problems() for item in paginated.runs),
        _overset_problems(paginated),
        _page_size_problems(paginated, checked.layout),
        _engine_problems((*document.messages, *messages), checked.problems),
    )
    return Built(checked, paginated, pdf, Report.of(found))


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


def write_results(built: Built, folder: EditionFolder, workspace: Workspace, *, pictures: bool = True) -> Path:
    """Write PDF, report and, if wanted, page pictures and flatplan below build/<edition>/, all or nothing.

    Returns the PDF's path.
    """
    target = workspace.build_folder(folder)
    name = f"{folder.name}.pdf"
    with staged(target) as fresh:
        (fresh / name).write_bytes(built.pdf)
        data = report_data(built.edition, built.paginated.pages.of_article, built.paginated.total, built.report)
        (fresh / "report.json").write_bytes(to_json(data))
        if pictures:
            _write_pictures(built, fresh)
    return target / name


def _write_pictures(built: Built, fresh: Path) -> None:
    (fresh / "pages").mkdir()
    thumbnails = []
    labels = _labels(built.paginated)
    for index, picture in enumerate(page_pictures(built.pdf, PAGE_DPI)):
        buffer = BytesIO()
        picture.save(buffer, "PNG", compress_level=4)
        (fresh / "pages" / f"{index + 1:03}.png").write_bytes(buffer.getvalue())
        size = tuple(round(length * FLATPLAN_DPI / PAGE_DPI) for length in picture.size)
        thumbnails.append(FlatplanPage(picture.resize((size[0], size[1])), index + 1, labels.get(index + 1, "")))
    face = built.checked.catalogue.faces_for("hei")[0]
    publication = built.edition.publication
    sheet = draw_flatplan(thumbnails, f"{publication.title}  {built.edition.name}", face.file)
    sheet.save(fresh / "flatplan.png")


def _labels(paginated: Paginated) -> dict[int, str]:
    """What the flatplan says below a page: the title of the article that starts there."""
    labels: dict[int, str] = {}
    for item in paginated.runs:
        for article in item.run.articles if item.run else ():
            folio = paginated.pages.of(article)
            labels[folio] = "、".join(filter(None, (labels.get(folio), article.title.plain)))
    return labels
