"""A live edition: set again after every change, at the cost of what changed.

Files that did not change are not read again, runs whose HTML is the same not laid out again, pages that look the same
keep their identity, and a page becomes a PDF when somebody looks at it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256

from typeset.build.copyfit_data import fit_data
from typeset.build.copyfitting import Copyfit, manifest_place, paginate_fitted, run_report
from typeset.build.findings import engine_problems
from typeset.build.kept import Kept
from typeset.build.make import Checked, check_edition
from typeset.build.page_drawing import PageDrawing, PageSource
from typeset.build.pagination import Expected, Paginated, Progress, SetRun
from typeset.build.run_facts import PageFacts, PaintedRun, RunFacts, paint_run, run_facts
from typeset.build.snapshot import (
    SCREEN,
    Box,
    Found,
    Geometry,
    LiveArticle,
    LivePage,
    PageGoneError,
    Snapshot,
    Spot,
)
from typeset.build.source_map import find_exact, find_line
from typeset.build.typesetter import Typesetter
from typeset.composer.page_painting import PaintedPage
from typeset.composer.rendering import Rendering
from typeset.edition import Memory, folder_stamp
from typeset.layout import Pages, Run, plan_runs
from typeset.pictures import PictureCache
from typeset.problems import Giveup, Place, Problem, Report, problem
from typeset.signoff import Acceptances
from typeset.workspace import EditionFolder, Workspace

_Placed = tuple[Problem, Box | None]


@dataclass(frozen=True)
class _Page:
    """A page of the edition as it stands, its facts, and whether articles stand on it."""

    live: LivePage
    facts: PageFacts
    articles: bool

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The spots to which a line leads: not those of cover and contents, which repeat what articles say."""
        return self.facts.spots if self.articles else ()


@dataclass(frozen=True)
class _Set:
    """The runs of an edition in order (None: a filler page), and the pages that were painted anew."""

    runs: tuple[tuple[Run | None, RunFacts], ...]
    fresh: tuple[PaintedPage, ...]


def _no_progress(_done: int, _all: int) -> None:
    pass


class LiveEdition:
    """One edition, kept laid out. For one thread; nothing of WeasyPrint leaves it.

    `laid_out` counts the runs that were really laid out since it began.
    """

    def __init__(self, folder: EditionFolder, workspace: Workspace) -> None:
        self._folder, self._workspace = folder, workspace
        self._kept = Kept()
        self._typesetter: Typesetter | None = None
        self._laid_out_before = 0
        self._painted = Memory()
        self._facts = Memory()
        self._reports = Memory()
        self._pages: tuple[_Page, ...] = ()
        self._drawing = PageDrawing(PictureCache(workspace.cache / "pictures"))
        self._last = Snapshot(0, broken=False, complete=False, edition=folder.name)
        self._setting = ""
        self._expected = Expected()

    @property
    def laid_out(self) -> int:
        """How many runs were laid out."""
        return self._laid_out_before + (self._typesetter.laid_out if self._typesetter else 0)

    @property
    def snapshot(self) -> Snapshot:
        """The last snapshot."""
        return self._last

    def opening(self) -> Snapshot | None:
        """The first pages alone, to have something to show while `update` sets the rest; None where that fails.

        What they say of other pages is not known yet: the cover names no page numbers.
        """
        start = time.perf_counter()
        try:
            checked, typesetter = self._checked()
            run = plan_runs(checked.edition, checked.layout)[0]
            html = checked.templates.run_html(run, checked.edition, 1, Pages({}))
            item = SetRun(run, 1, typesetter.set_run(html, checked.edition))
            self._take(checked, self._set(checked, typesetter, (item,)))
        except (Giveup, OSError, UnicodeError):
            return None  # `update` will say why
        pages = Pages({})
        return replace(self._snapshot(checked, pages, (), (SCREEN,), start), complete=False)

    def update(self, progress: Progress = _no_progress) -> Snapshot:
        """Read what changed, set it, and tell how the edition stands.

        Never raises for bad content: a snapshot that is `broken` keeps the last good pages. What `progress` raises
        (to drop a build that is overtaken) passes through and leaves the last snapshot in force.
        """
        start = time.perf_counter()
        try:
            checked, typesetter = self._checked()
            if self._pages and (found := _misread(checked.problems)):
                return self._broken(found, start)  # what is left of such a manifest would move all pages
            paginated, fitted = paginate_fitted(
                checked.edition, checked.templates, typesetter, progress, self._expected
            )
            made = self._set(checked, typesetter, paginated.runs)
        except Giveup as giveup:
            return self._broken(giveup.problems, start)
        except (OSError, UnicodeError) as error:
            file = getattr(error, "filename", None) or ""
            return self._broken((problem("system-error", file=file, why=error),), start)
        self._take(checked, made)
        self._expected = paginated.expected
        placed = self._accepted(checked, self._problems(checked, typesetter, paginated, made, fitted))
        made_known = self._snapshot(checked, paginated.pages, placed, self._drawing.layers, start)
        self._last = replace(made_known, copyfit=fit_data(fitted, paginated, checked.edition.pages))
        return self._last

    def prepare(self) -> bool:
        """Do a piece of work in an idle moment that the next change is quicker for; whether there was one."""
        return self._drawing.prepare()

    def draw(self, page_id: str, scale: float, layer: str = SCREEN, *, bleed: bool = False) -> bytes:
        """A page as a PNG, `scale` pixels to a mm, as a layer shows it, its bleed on request.

        Raises PageGoneError for a page that is not in the last good snapshot, LayerUnknownError, and ValueError for a
        picture of no pixels or too many.
        """
        return self._drawing.draw(page_id, scale, layer, bleed=bleed)

    def has(self, page_id: str) -> bool:
        """Whether a page is in the last good snapshot."""
        return self._drawing.has(page_id)

    def source_map(self, page_id: str) -> tuple[Spot, ...]:
        """The spots of a page, those inside others after them. Raises PageGoneError."""
        page = next((page for page in self._pages if page.facts.identity == page_id), None)
        if page is None:
            raise PageGoneError(page_id)
        return page.facts.spots

    def where(self, file: str, line: int) -> Found | None:
        """Where a line of a manifest or manuscript stands, or the nearest line before it; None for another file."""
        found = find_line((page.spots for page in self._pages), file, line)
        return found or find_line((page.facts.spots for page in self._pages), file, line)

    # --- setting ---

    def _checked(self) -> tuple[Checked, Typesetter]:
        checked = check_edition(self._folder, self._workspace, self._kept)
        fonts = tuple(face.sha256 for face in checked.catalogue.faces)
        setting = sha256(repr((folder_stamp(checked.layout.folder), fonts)).encode()).hexdigest()
        if self._typesetter is None or setting != self._setting:
            self._laid_out_before = self.laid_out
            self._typesetter = Typesetter(checked.layout, checked.catalogue)
            self._drawing.forget_fonts()
            self._setting = setting
        return checked, self._typesetter

    def _set(self, checked: Checked, typesetter: Typesetter, set_runs: Sequence[SetRun]) -> _Set:
        """The facts of all runs; of those that stayed what they were, the ones known."""
        salt = _salt(self._setting, checked)
        fresh: list[PaintedPage] = []

        def paint(rendering: Rendering) -> PaintedRun:
            painted, pages = paint_run(rendering, salt)
            fresh.extend(pages)
            return painted

        runs: list[tuple[Run | None, RunFacts]] = []
        for item in set_runs:
            rendering = item.rendering
            painted = self._painted.get((rendering, salt), partial(paint, rendering))
            sources = checked.edition.sources
            make = partial(run_facts, rendering, item.start, painted, typesetter.layout, sources)
            facts: RunFacts = self._facts.get((rendering, salt, typesetter.sources_of(rendering)), make)
            runs.append((item.run, facts))
        self._painted.turn()
        self._facts.turn()
        typesetter.forget_all_but(item.rendering for item in set_runs)
        return _Set(tuple(runs), tuple(fresh))

    def _take(self, checked: Checked, made: _Set) -> None:
        pages = [(facts, index, run) for run, facts in made.runs for index in range(len(facts.pages))]
        self._pages = tuple(
            _page(facts.pages[index], number, run) for number, (facts, index, run) in enumerate(pages, start=1)
        )
        bleed = checked.edition.printing.bleed
        sources = {
            facts.pages[index].identity: PageSource(facts.rendering, index, bleed, checked) for facts, index, _ in pages
        }
        self._drawing.show(sources, made.fresh, checked)

    # --- telling ---

    def _snapshot(
        self, checked: Checked, known: Pages, placed: Iterable[_Placed], layers: tuple[str, ...], start: float
    ) -> Snapshot:
        edition = checked.edition
        page, printing = checked.layout.declaration.page, edition.printing
        printed = {item.live.number: item.live.folio for item in self._pages}
        articles = tuple(
            LiveArticle(
                article.id,
                article.title.plain,
                article.heading,
                printed.get(known.of(article), 0),
                known.of(article),
            )
            for article in edition.articles
        )
        problems, boxes = _ordered(placed)
        return Snapshot(
            serial=self._last.serial + 1,
            broken=False,
            pages=tuple(item.live for item in self._pages),
            articles=articles,
            problems=problems,
            boxes=boxes,
            geometry=Geometry(page.width, page.height, printing.bleed, printing.binding_edge),
            layers=layers,
            seconds=time.perf_counter() - start,
            edition=edition.name,
            title=edition.publication.title,
        )

    def _broken(self, problems: Iterable[Problem], start: float) -> Snapshot:
        self._last = replace(
            self._last,
            serial=self._last.serial + 1,
            broken=True,
            complete=True,
            problems=Report.of(problems).problems,
            boxes={},
            seconds=time.perf_counter() - start,
        )
        return self._last

    def _accepted(self, checked: Checked, placed: Iterable[_Placed]) -> list[_Placed]:
        """The problems, those of the pages marked that somebody lets stand, as those of the sources are already."""
        found = list(placed)
        if not checked.edition.accepted:
            return found
        marked = Acceptances(checked.edition.accepted, self._workspace).applied(item for item, _ in found)
        boxes = [box for _, box in found] + [None] * (len(marked) - len(found))
        return list(zip(marked, boxes, strict=True))

    def _page_report(self, typesetter: Typesetter, paginated: Paginated) -> list[Problem]:
        """The page report; that of runs that stayed what and where they were is known."""
        manifest = manifest_place(paginated)
        reports = [
            self._reports.get(
                (item.rendering, item.start, typesetter.sources_of(item.rendering)), partial(run_report, item, manifest)
            )
            for item in paginated.runs
        ]
        self._reports.turn()
        return [found for report in reports for found in report]

    def _problems(
        self, checked: Checked, typesetter: Typesetter, paginated: Paginated, made: _Set, fitted: Copyfit
    ) -> Iterator[_Placed]:
        general = (
            *checked.problems,
            *typesetter.problems,
            *typesetter.refused(),
            *paginated.problems,
            *fitted.problems,
            *self._page_report(typesetter, paginated),
        )
        spots = [page.spots for page in self._pages]
        for item in general:
            yield _on_its_page(item, spots)
        first = 1
        for _, facts in made.runs:
            for finding in facts.findings:
                yield _paged(finding.problem, first + finding.index), finding.box
            first += len(facts.pages)
        for number, page in enumerate(self._pages, start=1):
            for item in engine_problems(page.facts.messages, checked.problems):
                yield _paged(item, number), None


def _misread(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """What is no YAML in a manifest; what else is wrong there may be a consequence."""
    return tuple(item for item in problems if item.code.startswith("yaml-") and item.severity == "error")


def _salt(setting: str, checked: Checked) -> str:
    """What goes into the identity of pages besides their content: fonts, and all that a soft proof depends on."""
    edition = checked.edition
    profile = folder_stamp(edition.profile.path.parent) if edition.profile else ()
    return sha256(repr((setting, edition.printing, checked.options.palette, profile)).encode()).hexdigest()


def _page(facts: PageFacts, number: int, run: Run | None) -> _Page:
    live = LivePage(
        id=facts.identity,
        number=number,
        folio=number if number in facts.printed else 0,
        side="right" if number % 2 else "left",
        run=run.name if run else "filler",
        type_area=facts.type_area,
        grid=facts.grid,
    )
    return _Page(live, facts, bool(run and run.articles))


def _paged(item: Problem, number: int) -> Problem:
    place = replace(item.place, page=number) if item.place else Place("", page=number)
    return replace(item, place=place)


def _on_its_page(item: Problem, spots: list[tuple[Spot, ...]]) -> _Placed:
    """A problem of a source with the page and box where its line begins, if it begins one."""
    place = item.place
    found = find_exact(spots, place.file, place.line) if place and place.line and not place.page else None
    return (_paged(item, found.number), found.box) if found else (item, None)


def _ordered(placed: Iterable[_Placed]) -> tuple[tuple[Problem, ...], dict[int, Box]]:
    """Problems in the order of a report, each once, and their boxes by index."""
    boxes: dict[Problem, Box | None] = {}
    for item, box in placed:
        boxes[item] = boxes.get(item) or box
    problems = Report.of(boxes).problems
    return problems, {index: box for index, item in enumerate(problems) if (box := boxes[item]) is not None}
