"""Pagination: the runs of an edition joined to a magazine, with the pages that cover and contents speak of.

Articles do not know each other's pages but where one breaks off (下转第 N 版); cover and contents know all. So the runs
of articles are set first, on the pages that they have if every other part keeps the length it is taken to have; then
the other parts. Only where one of them has another length, or an article broken off speaks of another page than it
should, is the round made again, and what did not move is not set again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from typeset.build.typesetter import Typesetter
from typeset.composer.rendering import Rendering, join
from typeset.edition import Edition
from typeset.layout import Pages, Run, Templates, end_of, plan_runs
from typeset.problems import Problem, problem

_MOST_ROUNDS = 5
_MOST_FILLERS = 8  # pages, or half of those that are there: more is a slip of the pen, not an edition
_MANY = 12  # articles: the contents of more may take a second page

Jumps = tuple[tuple[str, int], ...]

Progress = Callable[[int, int], None]
"""Called with runs done and runs in all."""


@dataclass(frozen=True)
class SetRun:
    """A run on its pages: `start` is the folio of its first page; fillers have no run."""

    run: Run | None
    start: int
    rendering: Rendering


@dataclass(frozen=True)
class Expected:
    """What is taken to be so before an edition is set: the lengths in pages of the parts without articles, and the
    pages that articles broken off speak of. What turns out wrong costs a round."""

    lengths: Mapping[str, int] = field(default_factory=dict)
    jumps: Pages = field(default_factory=lambda: Pages({}))


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
    def expected(self) -> Expected:
        """What setting the edition again may begin with."""
        named = {name for item in self.runs if item.run for name in item.run.jumps}
        return Expected(self.lengths, self.pages.only(named))

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
    known: Pages
    """The pages that articles broken off speak of."""


def paginate(
    edition: Edition,
    templates: Templates,
    typesetter: Typesetter,
    progress: Progress,
    expected: Expected | None = None,
) -> Paginated:
    """Set all runs on their pages. Rounds are bounded; the last one stands.

    `expected` is what the edition came to when it was last set.
    """
    expected = expected or Expected()
    job = _Job(edition, templates, typesetter, progress)
    lengths, known = job.guessed(expected.lengths), expected.jumps
    for _ in range(_MOST_ROUNDS):
        places = job.place(lengths, known)
        if job.jumps_from(places.pages) != job.jumps_from(known):
            places = job.place(lengths, places.pages)
        done = job.set_all(places)
        found = {name: len(rendering.pages) for name, rendering in done.items() if name in lengths}
        settled = job.jumps_from(places.pages) == job.jumps_from(places.known)
        if found == lengths and settled:
            break
        lengths, known = found, places.pages
    return job.joined(places, done)


def _found(run: Run, anchors: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """The pages, from 0, of a run's articles, and of where they break off: that of the article where nothing says."""
    for article in run.articles:
        if article.id in anchors:
            yield article.id, anchors[article.id]
        if article.id in anchors and article.continued_by:
            yield end_of(article.id), anchors.get(end_of(article.id), anchors[article.id])


def _most_fillers(pages: int) -> int:
    return max(_MOST_FILLERS, pages // 2)


class _Job:
    """One edition being paginated."""

    def __init__(self, edition: Edition, templates: Templates, typesetter: Typesetter, progress: Progress) -> None:
        self.runs = plan_runs(edition, typesetter.layout)
        self._edition, self._templates, self._typesetter, self._progress = edition, templates, typesetter, progress
        self._articles: dict[tuple[str, int, Jumps], Rendering] = {}
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

    def jumps_from(self, pages: Pages) -> Mapping[str, int]:
        """The pages that articles broken off speak of."""
        return pages.only(name for run in self.runs for name in run.jumps).of_article

    def place(self, lengths: Mapping[str, int], known: Pages) -> _Round:
        """Where the runs start if the parts without articles have these lengths; sets the runs of articles, which know
        of other pages what is `known`."""
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
                rendering = self._set(run, page, known)
                anchors = rendering.anchors()
                folios |= {name: page + number for name, number in _found(run, anchors)}
                page += len(rendering.pages)
            else:
                page += lengths[run.name]
        return _Round(starts, fillers, Pages(folios, page - 1), known)

    def _missing(self, pages: int) -> int:
        """The pages to fill up with: to what the edition wants where that can be, else to whole sheets."""
        wanted = self._edition.pages
        if wanted and 0 <= wanted - pages <= _most_fillers(pages):
            return wanted - pages
        return -pages % self._multiple

    def _told(self, pages: int, added: int) -> Iterator[Problem]:
        """What is told of so many pages of content with those added to them."""
        wanted, place = self._edition.pages, self._edition.pages_place
        told = {"pages": pages, "added": added, "total": pages + added}
        if added:
            reached = wanted == pages + added
            code = "pages-filled-to-total" if reached else "pages-filled"
            yield problem(code, place, multiple=self._multiple, **told)
        if wanted and wanted % self._multiple and self._edition.printing.binding == "saddle-stitch":
            less = wanted - wanted % self._multiple
            near = [str(number) for number in (less, less + self._multiple) if number]
            around = {"around_zh": " 或 ".join(near), "around_en": " or ".join(near)}
            yield problem("pages-not-whole-sheets", place, wanted=wanted, multiple=self._multiple, **around)
        if wanted and wanted - pages > _most_fillers(pages):
            yield problem("pages-too-few", place, pages=pages, wanted=wanted, missing=wanted - pages)

    def set_all(self, places: _Round) -> dict[str, Rendering]:
        """Every run on its page; those of articles are remembered from placing."""
        done = {
            run.name: self._set(run, places.starts[run.name], places.known if run.articles else places.pages)
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
        problems = tuple(self._told(total - added, added))
        return Paginated(tuple(sorted(items, key=lambda item: item.start)), places.pages, problems)

    def _set(self, run: Run, start: int, pages: Pages) -> Rendering:
        pages = pages.only(run.jumps) if run.articles else pages
        key = (run.name, start, tuple(sorted(pages.of_article.items())))
        if run.articles and key in self._articles:
            return self._articles[key]
        rendering = self._typesetter.set_run(self._templates.run_html(run, self._edition, start, pages), self._edition)
        if run.articles:
            self._articles[key] = rendering
        return rendering
