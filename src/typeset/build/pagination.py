"""Pagination: the runs of an edition joined to a magazine, with the pages that cover and contents speak of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from typeset.build.typesetter import Typesetter
from typeset.composer.rendering import Rendering, join
from typeset.edition import Edition
from typeset.layout import Pages, Run, Templates, plan_runs
from typeset.problems import Problem, problem

_MOST_PASSES = 5

Progress = Callable[[int, int], None]
"""Called with runs done and runs in all."""


@dataclass(frozen=True)
class SetRun:
    """A run on its pages: `start` is the folio of its first page; fillers have no run."""

    run: Run | None
    start: int
    rendering: Rendering


@dataclass(frozen=True)
class Paginated:
    """The whole magazine."""

    runs: tuple[SetRun, ...]
    pages: Pages
    problems: tuple[Problem, ...]

    @property
    def document(self) -> Rendering:
        """All pages as one document."""
        return join([item.rendering for item in self.runs])

    @property
    def total(self) -> int:
        """The number of pages."""
        return sum(len(item.rendering.pages) for item in self.runs)


def paginate(edition: Edition, templates: Templates, typesetter: Typesetter, progress: Progress) -> Paginated:
    """Set all runs, again where the pages they name have moved, until nothing moves.

    Articles do not know each other's pages, so only contents and cover are set twice; a contents list that grows by
    a page moves the articles once more. Passes are bounded; the last one stands.
    """
    runs = plan_runs(edition, typesetter.layout)
    pages = Pages({})
    for number in range(_MOST_PASSES):
        quiet = progress if number == 0 else _silent
        done = _pass(runs, pages, edition, templates, typesetter, quiet)
        if done.pages == pages:
            break
        pages = done.pages
    return done


def _silent(_done: int, _all: int) -> None:
    pass


def _pass(
    runs: tuple[Run, ...],
    pages: Pages,
    edition: Edition,
    templates: Templates,
    typesetter: Typesetter,
    progress: Progress,
) -> Paginated:
    placed: list[SetRun] = []
    found: dict[str, int] = {}
    problems: list[Problem] = []
    page = 1
    for number, run in enumerate(runs):
        progress(number, len(runs))
        if run.part.last:
            fillers = _fillers(page, run, pages, edition, templates, typesetter)
            if fillers:
                multiple = typesetter.layout.declaration.pages_multiple_of
                total = (
                    page + len(fillers) + _length(run, page + len(fillers), pages, edition, templates, typesetter) - 1
                )
                problems.append(
                    problem(
                        "pages-filled", pages=total - len(fillers), multiple=multiple, added=len(fillers), total=total
                    )
                )
            placed += fillers
            page += len(fillers)
        rendering = typesetter.set_run(templates.run_html(run, edition, page, pages), edition)
        placed.append(SetRun(run, page, rendering))
        anchors = rendering.anchors()
        found |= {article.id: page + anchors[article.id] for article in run.articles if article.id in anchors}
        page += len(rendering.pages)
    progress(len(runs), len(runs))
    return Paginated(tuple(placed), Pages(found, page - 1), tuple(problems))


def _length(run: Run, start: int, pages: Pages, edition: Edition, templates: Templates, typesetter: Typesetter) -> int:
    return len(typesetter.set_run(templates.run_html(run, edition, start, pages), edition).pages)


def _fillers(
    page: int, run: Run, pages: Pages, edition: Edition, templates: Templates, typesetter: Typesetter
) -> list[SetRun]:
    """The filler pages before a last part, so that all pages make whole sheets."""
    multiple = typesetter.layout.declaration.pages_multiple_of
    length = _length(run, page, pages, edition, templates, typesetter)
    missing = -(page - 1 + length) % multiple
    return [
        SetRun(None, start, typesetter.set_run(templates.filler_html(edition, start), edition))
        for start in range(page, page + missing)
    ]
