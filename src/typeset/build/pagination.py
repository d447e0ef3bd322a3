"""Pagination: the runs of an edition joined to a magazine, with the pages that cover and contents speak of.

Articles do not know each other's pages, cover and contents do. So the runs of articles are set first, on the pages
that they have if every other part keeps the length it is taken to have; then the other parts, which now know all
pages. Only where one of them has another length is the round made again, and what did not move is not set again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from typeset.build.typesetter import Typesetter
from typeset.composer.rendering import Rendering, join
from typeset.edition import Edition
from typeset.layout import Pages, Run, Templates, plan_runs
from typeset.problems import Problem, problem

_MOST_ROUNDS = 5
_MANY = 12  # articles: the contents of more may take a second page

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
    """The whole magazine, in the order of its pages."""

    runs: tuple[SetRun, ...]
    pages: Pages
    problems: tuple[Problem, ...] = ()

    @property
    def document(self) -> Rendering:
        """All pages as one document."""
        return join([item.rendering for item in self.runs])

    @property
    def lengths(self) -> Mapping[str, int]:
        """The lengths in pages of the parts without articles."""
        return {item.run.name: len(item.rendering.pages) for item in self.runs if item.run and not item.run.articles}

    @property
    def total(self) -> int:
        """The number of pages."""
        return self.pages.total


@dataclass(frozen=True)
class _Round:
    """One round's places: where every run starts, and where fillers stand."""

    starts: Mapping[str, int]
    fillers: tuple[int, ...]
    pages: Pages


def paginate(
    edition: Edition,
    templates: Templates,
    typesetter: Typesetter,
    progress: Progress,
    expected: Mapping[str, int] | None = None,
) -> Paginated:
    """Set all runs on their pages. Rounds are bounded; the last one stands.

    `expected` are the lengths in pages that the parts without articles had when the edition was last set.
    """
    job = _Job(edition, templates, typesetter, progress)
    lengths = job.guessed(expected or {})
    for _ in range(_MOST_ROUNDS):
        places = job.place(lengths)
        done = job.set_all(places)
        found = {name: len(rendering.pages) for name, rendering in done.items() if name in lengths}
        if found == lengths:
            break
        lengths = found
    return job.joined(places, done)


class _Job:
    """One edition being paginated."""

    def __init__(self, edition: Edition, templates: Templates, typesetter: Typesetter, progress: Progress) -> None:
        self.runs = plan_runs(edition, typesetter.layout)
        self._edition, self._templates, self._typesetter, self._progress = edition, templates, typesetter, progress
        self._articles: dict[tuple[str, int], Rendering] = {}
        self._multiple = typesetter.layout.declaration.pages_multiple_of

    def guessed(self, expected: Mapping[str, int]) -> dict[str, int]:
        """How long the parts without articles will be: as expected; else one page, or with many articles, tried out.

        A wrong guess costs setting all articles twice.
        """
        many = sum(len(run.articles) for run in self.runs) > _MANY
        return {
            run.name: expected.get(run.name) or (len(self._set(run, 1, Pages({})).pages) if many else 1)
            for run in self.runs
            if not run.articles
        }

    def place(self, lengths: Mapping[str, int]) -> _Round:
        """Where the runs start if the parts without articles have these lengths; sets the runs of articles."""
        starts: dict[str, int] = {}
        folios: dict[str, int] = {}
        fillers: tuple[int, ...] = ()
        page = 1
        for number, run in enumerate(self.runs):
            if run.part.last:
                missing = self._missing(page - 1 + lengths[run.name])
                fillers = tuple(range(page, page + missing))
                page += missing
            starts[run.name] = page
            if run.articles:
                self._progress(number, len(self.runs))
                rendering = self._set(run, page, Pages({}))
                anchors = rendering.anchors()
                folios |= {article.id: page + anchors[article.id] for article in run.articles if article.id in anchors}
                page += len(rendering.pages)
            else:
                page += lengths[run.name]
        return _Round(starts, fillers, Pages(folios, page - 1))

    def _missing(self, pages: int) -> int:
        """The pages to fill up with: to what the edition wants, else to whole sheets."""
        wanted = self._edition.pages
        return wanted - pages if wanted and wanted >= pages else -pages % self._multiple

    def set_all(self, places: _Round) -> dict[str, Rendering]:
        """Every run on its page; those of articles are remembered from placing."""
        done = {
            run.name: self._set(run, places.starts[run.name], Pages({}) if run.articles else places.pages)
            for run in self.runs
        }
        self._progress(len(self.runs), len(self.runs))
        return done

    def joined(self, places: _Round, done: Mapping[str, Rendering]) -> Paginated:
        """The runs and fillers in the order of their pages."""
        items = [SetRun(run, places.starts[run.name], done[run.name]) for run in self.runs]
        items += [
            SetRun(
                None,
                page,
                self._typesetter.set_run(self._templates.filler_html(self._edition, page, number), self._edition),
            )
            for number, page in enumerate(places.fillers)
        ]
        added, total = len(places.fillers), places.pages.total
        told = {"pages": total - added, "multiple": self._multiple, "added": added, "total": total}
        problems = (problem("pages-filled", **told),) if added else ()
        return Paginated(tuple(sorted(items, key=lambda item: item.start)), places.pages, problems)

    def _set(self, run: Run, start: int, pages: Pages) -> Rendering:
        key = (run.name, start)
        if key in self._articles:
            return self._articles[key]
        rendering = self._typesetter.set_run(self._templates.run_html(run, self._edition, start, pages), self._edition)
        if run.articles:  # they know nothing of other pages
            self._articles[key] = rendering
        return rendering
