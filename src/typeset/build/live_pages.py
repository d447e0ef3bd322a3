"""The pages of a live edition: what stands on them, their identities, their pictures.

Runs that were not set again keep their facts, pages that look the same their identity, and a page becomes a PDF when
somebody looks at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from typeset.build.checked import Checked
from typeset.build.page_drawing import PageDrawing, PageSource
from typeset.build.pagination import SetRun
from typeset.build.run_facts import PageFacts, PaintedRun, RunFacts, paint_run, run_facts
from typeset.build.snapshot import (
    SCREEN,
    Found,
    Geometry,
    LiveArticle,
    LivePage,
    PageGoneError,
    PrintPage,
    Snapshot,
    Spot,
)
from typeset.build.source_map import find_line
from typeset.build.typesetter import Typesetter
from typeset.composer.page_painting import PaintedPage
from typeset.composer.rendering import Rendering
from typeset.edition import Memory, folder_stamp
from typeset.layout import Pages, Run
from typeset.pictures import PictureCache
from typeset.workspace import Workspace


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
class LiveRuns:
    """The runs of an edition in order (None: a filler page), and the pages that were painted anew."""

    runs: tuple[tuple[Run | None, RunFacts], ...]
    fresh: tuple[PaintedPage, ...]


class LivePages:
    """The pages as they stand, and how to draw and explain them. For one thread."""

    def __init__(self, workspace: Workspace) -> None:
        self._painted = Memory()
        self._facts = Memory()
        self._pages: tuple[_Page, ...] = ()
        self._drawing = PageDrawing(PictureCache(workspace.cache / "pictures"))

    # --- taking over what was set ---

    def facts_of(self, checked: Checked, typesetter: Typesetter, set_runs: Sequence[SetRun], looks: str) -> LiveRuns:
        """The facts of all runs; of those that stayed what they were, the ones known.

        `looks` tells what else, beside the content of pages, makes them look otherwise: fonts, pictures of the layout.
        """
        salt = _salt(looks, checked)
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
        return LiveRuns(tuple(runs), tuple(fresh))

    def take(self, checked: Checked, made: LiveRuns) -> None:
        """These are the pages from now on."""
        pages = [(facts, index, run) for run, facts in made.runs for index in range(len(facts.pages))]
        self._pages = tuple(
            _page(facts.pages[index], number, run) for number, (facts, index, run) in enumerate(pages, start=1)
        )
        bleed = checked.edition.printing.bleed
        sources = {
            facts.pages[index].identity: PageSource(facts.rendering, index, bleed, checked) for facts, index, _ in pages
        }
        self._drawing.show(sources, made.fresh, checked)

    def forget_fonts(self) -> None:
        """The fonts have changed."""
        self._drawing.forget_fonts()

    # --- telling ---

    def __bool__(self) -> bool:
        return bool(self._pages)

    @property
    def spots(self) -> list[tuple[Spot, ...]]:
        """By page, the spots to which a line leads."""
        return [page.spots for page in self._pages]

    @property
    def messages(self) -> list[tuple[str, ...]]:
        """By page, what the engine said of it."""
        return [page.facts.messages for page in self._pages]

    @property
    def layers(self) -> tuple[str, ...]:
        """What pages can be drawn as."""
        return self._drawing.layers

    def snapshot(self, checked: Checked, known: Pages, layers: tuple[str, ...], serial: int) -> Snapshot:
        """The edition as it stands, without problems. `known` are the pages of its articles."""
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
        return Snapshot(
            serial=serial,
            broken=False,
            pages=tuple(item.live for item in self._pages),
            articles=articles,
            geometry=Geometry(page.width, page.height, printing.bleed, printing.binding_edge),
            layers=layers,
            edition=edition.name,
            title=edition.publication.title,
        )

    def has(self, page_id: str) -> bool:
        """Whether this is one of the pages."""
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

    # --- drawing ---

    def draw(self, page_id: str, scale: float, layer: str = SCREEN, *, bleed: bool = False) -> bytes:
        """A page as a PNG, `scale` pixels to a mm, as a layer shows it, its bleed on request.

        Raises PageGoneError for a page that is not there any more, LayerUnknownError, and ValueError for a picture of
        no pixels or too many.
        """
        return self._drawing.draw(page_id, scale, layer, bleed=bleed)

    def print_page(self, page_id: str) -> PrintPage:
        """A page as it goes to press, of which `plates.separate` makes its plates. Raises PageGoneError."""
        return self._drawing.print_page(page_id)

    def prepare_first(self) -> None:
        """Make ready to draw the first page, for which somebody will ask at once."""
        if self._pages:
            self._drawing.prepare_page(self._pages[0].facts.identity)

    def prepare(self) -> bool:
        """Do a piece of work in an idle moment that the next change is quicker for; whether there was one."""
        return self._drawing.prepare()


def _salt(looks: str, checked: Checked) -> str:
    """What goes into the identity of pages besides their content: fonts, and all that a soft proof depends on."""
    edition = checked.edition
    profile = folder_stamp(edition.profile.path.parent) if edition.profile else ()
    return sha256(repr((looks, edition.printing, checked.options.palette, profile)).encode()).hexdigest()


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
