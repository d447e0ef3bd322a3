"""What a build leaves on the disk: PDFs, page pictures, flatplan and report."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from typeset.build.job_sheet import JobFacts, JobFile, job_pdf, job_sheet, job_yaml
from typeset.build.make import Built
from typeset.build.pagination import Paginated
from typeset.build.preflight_sheet import SheetInput, sheet_pdf
from typeset.build.printing import Printed, print_name
from typeset.build.report import report_data
from typeset.build.typesetter import font_set
from typeset.copyfit import FlatplanPage, Mark, draw_flatplan, marks_of
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
    """Write the PDFs and the report below build/<edition>/, all or nothing.

    With `pictures` also page pictures and flatplan and, beside a print PDF that is no draft, its preflight report and
    the job sheet.
    Results of an earlier build that this one does not make are taken away: only what is of today lies there.
    """
    target = workspace.build_folder(folder)
    name, printed = folder.name, built.printed
    final, draft = print_name(name, draft=False), print_name(name, draft=True)
    made = draft if printed and printed.draft else final
    old = {final, draft, "flatplan.png", "pages", *(name + ending for ending in _BESIDE)}
    with staged(target, stale=old) as fresh:
        (fresh / f"{name}.pdf").write_bytes(built.pdf)
        if printed:
            (fresh / made).write_bytes(printed.pdf)
            if pictures and not printed.draft:
                _write_beside(built, printed, made, fresh)
        (fresh / "report.json").write_bytes(to_json(report_data(built, made)))
        if pictures:
            _write_pictures(built, fresh)
    return Written(target / f"{name}.pdf", target / made if printed else None)


_BESIDE = ("-preflight.pdf", "-job.pdf", "-job.yaml", "-booklet.pdf")
"""What is made of the print PDF: 印前检查报告, 印制工单, and a booklet that `impose` wrote."""


def _write_beside(built: Built, printed: Printed, made: str, fresh: Path) -> None:
    checked, name = built.checked, built.edition.name
    page = checked.layout.declaration.page
    told = SheetInput(made, printed.date)
    (fresh / f"{name}-preflight.pdf").write_bytes(sheet_pdf(printed.preflight, told, checked.catalogue))
    facts = JobFacts(
        (page.width, page.height),
        built.paginated.total,
        printed.condition,
        (JobFile.of(made, printed.pdf, "印刷用 PDF，单页"),),
        printed.spots,
        accepted=built.report.accepted,
    )
    sheet = job_sheet(built.edition, facts)
    (fresh / f"{name}-job.yaml").write_bytes(job_yaml(sheet))
    (fresh / f"{name}-job.pdf").write_bytes(job_pdf(sheet, font_set(checked.catalogue)))


def _write_pictures(built: Built, fresh: Path) -> None:
    (fresh / "pages").mkdir()
    thumbnails = []
    labels, wanting, marks = _labels(built.paginated), _wanting(built), _marks(built)
    for index, picture in enumerate(page_pictures(built.pdf, PAGE_DPI)):
        buffer = BytesIO()
        picture.save(buffer, "PNG", compress_level=4)
        (fresh / "pages" / f"{index + 1:03}.png").write_bytes(buffer.getvalue())
        size = tuple(round(length * FLATPLAN_DPI / PAGE_DPI) for length in picture.size)
        small, folio = picture.resize((size[0], size[1])), index + 1
        thumbnails.append(
            FlatplanPage(small, folio, labels.get(folio, ""), marks.get(folio, ()), wanting.get(folio, ""))
        )
    face = built.checked.catalogue.faces_for("hei")[0]
    publication = built.edition.publication
    sheet = draw_flatplan(thumbnails, f"{publication.title}  {built.edition.name}", face.file)
    sheet.save(fresh / "flatplan.png")


def _marks(built: Built) -> dict[int, tuple[Mark, ...]]:
    """What the page report found on the pages, and where an article begins that could not be fitted."""
    codes: dict[int, list[str]] = {}
    for item in built.report.problems:
        if item.place and item.place.page:
            codes.setdefault(item.place.page, []).append(item.code)
    found = {page: marks_of(names) for page, names in codes.items()}
    for page in _wanting(built):
        found[page] = (*found.get(page, ()), "copyfit")
    return found


def _wanting(built: Built) -> dict[int, str]:
    """By the page on which it begins, what an article that could not be fitted is over or short of."""
    found: dict[int, str] = {}
    if built.copyfit is None:
        return found
    starts = {item.run.name: item.start for item in built.paginated.runs if item.run}
    for run in built.copyfit.runs:
        fit = run.fit
        if fit and not fit.reached:
            length = f"多 {fit.over} 行" if fit.over else f"差 {fit.short} 行"
            found[starts[run.run.name]] = f"要 {fit.wanted} 页，{length}"
    return found


def _labels(paginated: Paginated) -> dict[int, str]:
    """What the flatplan says below a page: the title of the article that starts there."""
    labels: dict[int, str] = {}
    for item in paginated.runs:
        for article in item.run.articles if item.run else ():
            folio = paginated.pages.of(article)
            labels[folio] = "、".join(filter(None, (labels.get(folio), article.title.plain)))
    return labels
