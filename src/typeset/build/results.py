"""What a build leaves on the disk: PDFs, page pictures, flatplan and report."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from typeset.build.make import Built
from typeset.build.pagination import Paginated
from typeset.build.report import report_data
from typeset.copyfit import FlatplanPage, draw_flatplan
from typeset.prepress import page_pictures
from typeset.problems import to_json
from typeset.workspace import EditionFolder, Workspace, staged

PAGE_DPI = 110
FLATPLAN_DPI = 30


@dataclass(frozen=True)
class Written:
    """Where the results of a build lie; `printed` is the print PDF or its draft."""

    screen: Path
    printed: Path | None = None


def write_results(built: Built, folder: EditionFolder, workspace: Workspace, *, pictures: bool = True) -> Written:
    """Write the PDFs, the report and, if wanted, page pictures and flatplan below build/<edition>/, all or nothing.

    A draft takes the place of a print PDF made before, and the other way round: only what is of today lies there.
    """
    target = workspace.build_folder(folder)
    name, printed = folder.name, built.printed
    final, draft = f"{name}-print.pdf", f"{name}-print-draft.pdf"
    made, stale = (draft, final) if printed and printed.draft else (final, draft)
    with staged(target, stale=(stale,) if printed else ()) as fresh:
        (fresh / f"{name}.pdf").write_bytes(built.pdf)
        if printed:
            (fresh / made).write_bytes(printed.pdf)
        (fresh / "report.json").write_bytes(to_json(report_data(built, made)))
        if pictures:
            _write_pictures(built, fresh)
    return Written(target / f"{name}.pdf", target / made if printed else None)


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
