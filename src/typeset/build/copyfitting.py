"""Copyfitting an edition: every run to the pages that its article wants, the whole to the pages that it wants.

The layout says what may change and within which range (layout.yaml, `copyfit`); what changes is a custom property of
the article or of the edition, and the style sheets say what that means. Lines of body text stay on their grid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from typeset.build.pagination import Expected, Paginated, Progress, SetRun, paginate
from typeset.build.typesetter import Typesetter
from typeset.copyfit.advice import PictureCut, extent_of, picture_cuts
from typeset.copyfit.extent import Extent
from typeset.copyfit.fitting import Fit, Measure, fit, fit_edition
from typeset.copyfit.ladder import Settings, Step, properties, steps_of
from typeset.copyfit.off_grid import off_grid_lines
from typeset.copyfit.page_report import ReportedRun, page_problems
from typeset.copyfit.savings import Saving, cheapest_savings
from typeset.edition import Edition
from typeset.layout import Adjustment, Run, Templates
from typeset.layout.package import LAYOUT_FILE
from typeset.problems import Place, Problem, problem


@dataclass(frozen=True)
class RunFit:
    """A run of articles with its length; `fit` is None where nobody wanted another. `cuts` are pictures of which one
    alone, made lower, would bring it to its pages, or save a page where nobody wanted any number."""

    run: Run
    start: int
    extent: Extent
    wanted: int | None = None
    fit: Fit | None = None
    cuts: tuple[PictureCut, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """What was changed."""
        return self.fit.steps if self.fit else ()

    @property
    def excess(self) -> int:
        """Lines to cut for the wanted pages; for a page less where no number is wanted; 0 where nothing is to do."""
        if self.fit:
            return self.fit.over
        return self.extent.over(len(self.extent) - 1) if len(self.extent) > 1 else 0


@dataclass(frozen=True)
class SheetOffer:
    """Pages that are one to three more than whole sheets: cut like this, the edition would have `pages`."""

    pages: int
    savings: tuple[tuple[RunFit, Saving], ...]


@dataclass(frozen=True)
class Copyfit:
    """What copyfitting came to: templates that carry the chosen settings, the runs, and what is to be told."""

    templates: Templates
    runs: tuple[RunFit, ...] = ()
    steps: tuple[Step, ...] = ()
    """What was changed for the whole edition."""
    problems: tuple[Problem, ...] = ()
    offer: SheetOffer | None = None

    @property
    def changed(self) -> bool:
        """Whether pages have to be set again."""
        return bool(self.steps) or any(run.steps for run in self.runs)


def paginate_fitted(
    edition: Edition,
    templates: Templates,
    typesetter: Typesetter,
    progress: Progress,
    expected: Expected | None = None,
) -> tuple[Paginated, Copyfit]:
    """The edition on its pages, fitted to what its articles and itself want.

    An edition that wants nothing is set once; else what changed is set again. `expected` as in `paginate`.
    """
    natural = paginate(edition, templates, typesetter, progress, expected)
    found = copyfit(edition, templates, typesetter, natural)
    if not found.changed:
        return natural, found
    return paginate(edition, found.templates, typesetter, progress, natural.expected), found


def copyfit(edition: Edition, templates: Templates, typesetter: Typesetter, paginated: Paginated) -> Copyfit:
    """Fit what has a wish; `paginated` is the edition as it runs by itself."""
    return _Copyfitting(edition, templates, typesetter, paginated).done()


def report_problems(paginated: Paginated) -> Iterator[Problem]:
    """The page report of an edition."""
    for item in paginated.runs:
        yield from run_report(item)


def run_report(item: SetRun) -> tuple[Problem, ...]:
    """The page report of one run."""
    return tuple(page_problems([ReportedRun(item.rendering, item.start, bool(item.run and item.run.articles))]))


class _Copyfitting:
    def __init__(self, edition: Edition, templates: Templates, typesetter: Typesetter, paginated: Paginated) -> None:
        self._edition, self._templates, self._typesetter = edition, templates, typesetter
        declared = typesetter.layout.declaration.copyfit
        self._of_article = {name: item for name, item in declared.items() if item.of == "article"}
        self._of_edition = {name: item for name, item in declared.items() if item.of == "edition"}
        self._edition_settings: Settings = {}
        self._runs = [
            RunFit(item.run, item.start, extent_of(item.rendering.pages), _wanted(item.run))
            for item in paginated.runs
            if item.run and item.run.articles
        ]
        self._others = sum(len(item.rendering.pages) for item in paginated.runs if item.run and not item.run.articles)
        self._natural = {item.run.name: item.rendering.pages for item in paginated.runs if item.run}
        self._problems: list[Problem] = []
        self._off_grid: dict[Problem, None] = {}
        self._pages_known = paginated.pages

    def done(self) -> Copyfit:
        self._runs = [self._to_wish(item) for item in self._runs]
        if self._edition.pages is not None:
            self._to_total(self._edition.pages)
        self._runs = [replace(item, cuts=tuple(picture_cuts(self._pages(item), item.excess))) for item in self._runs]
        self._problems += [*self._off_grid, *(found for item in self._runs for found in _told(item))]
        offer = self._sheet_offer() if self._edition.pages is None else None
        if offer:
            self._problems.append(_offered(offer, self._total))
        fitted = self._fitted(self._runs)
        return Copyfit(
            fitted,
            tuple(self._runs),
            steps_of(self._edition_settings, self._of_edition),
            tuple(self._problems),
            offer,
        )

    def _sheet_offer(self) -> SheetOffer | None:
        """What saves the pages beyond whole sheets, by the runs of which nobody wanted a number of pages."""
        extra = self._total % self._typesetter.layout.declaration.pages_multiple_of
        free = [item for item in self._runs if item.wanted is None]
        found = cheapest_savings([item.extent for item in free], extra) if extra else ()
        if not found:
            return None
        return SheetOffer(self._total - extra, tuple((free[saving.run], saving) for saving in found))

    def _to_wish(self, item: RunFit) -> RunFit:
        return item if item.wanted is None else self._to_pages(item, item.wanted)

    def _to_pages(self, item: RunFit, wanted: int) -> RunFit:
        found = fit(wanted, self._of_article, self._measure(item))
        if found.steps and off_grid_lines(self._set(item, found.settings)) > off_grid_lines(self._set(item, {})):
            self._off_grid[self._breaks_grid(tuple(found.settings), self._of_article)] = None
            found = Fit(wanted, {}, (), found.natural, found.natural)
        return replace(item, fit=found, extent=found.extent)

    @property
    def _total(self) -> int:
        return self._others + sum(len(item.extent) for item in self._runs)

    def _to_total(self, wanted: int) -> None:
        """Runs without a wish of their own give up pages, those with the fewest lines to lose first."""
        for item in sorted(self._runs, key=_lines_to_lose):
            if self._total <= wanted:
                break
            if item.wanted is None and len(item.extent) > 1:
                shorter = self._to_pages(item, len(item.extent) - 1)
                if shorter.fit and shorter.fit.reached:
                    self._runs[self._runs.index(item)] = shorter
        if self._total > wanted and self._of_edition:
            self._whole_edition(wanted)
        if self._total > wanted:
            self._problems.append(self._too_long(wanted))

    def _whole_edition(self, wanted: int) -> None:
        """The gentlest setting of the whole edition (size or leading of the body) that takes no more pages."""
        before, natural = self._runs, self._total
        off = self._drifting()

        def on_grid(settings: Settings) -> bool:
            self._with(settings, before)
            return self._drifting() <= off

        found = fit_edition(wanted, self._of_edition, lambda settings: self._with(settings, before), on_grid)
        if found.settings is None:
            self._edition_settings, self._runs = {}, before
        else:
            self._with(found.settings, before)
            self._problems.append(_edition_fitted(natural, wanted, steps_of(found.settings, self._of_edition)))
        if found.off_grid:
            self._off_grid[self._breaks_grid(found.off_grid, self._of_edition)] = None

    def _with(self, settings: Settings, runs: Sequence[RunFit]) -> int:
        """Set the runs with settings of the whole edition, those with a wish to their pages; tell the total."""
        self._edition_settings = settings
        self._runs = [
            replace(item, extent=self._measure(item)(item.fit.settings if item.fit else {}))
            if item.wanted is None
            else self._to_pages(item, item.wanted)
            for item in runs
        ]
        return self._total

    def _drifting(self) -> int:
        """Lines of body text off the grid, in all runs as they are now."""
        return sum(off_grid_lines(self._set(item, item.fit.settings if item.fit else {})) for item in self._runs)

    def _breaks_grid(self, names: Sequence[str], adjustments: Mapping[str, Adjustment]) -> Problem:
        layout = self._typesetter.layout
        chinese, place = "、".join(adjustments[name].chinese for name in names), f"layouts/{layout.name}/{LAYOUT_FILE}"
        told = {"layout": layout.name, "steps_zh": chinese, "steps_en": ", ".join(names)}
        return problem("copyfit-off-grid", Place(place), **told)

    def _too_long(self, wanted: int) -> Problem:
        extra = self._total - wanted
        lines = sorted((_lines_to_lose(item), item.run.articles[0].title.plain) for item in self._runs)
        ways = "；".join(f"《{title}》{count} 行" for count, title in lines[: extra + 1])
        ways_en = "; ".join(f"“{title}” by {count} lines" for count, title in lines[: extra + 1])
        return problem(
            "copyfit-edition-over", pages=self._total, wanted=wanted, extra=extra, ways_zh=ways, ways_en=ways_en
        )

    def _measure(self, item: RunFit) -> Measure:
        def measure(settings: Settings) -> Extent:
            return extent_of(self._set(item, settings))

        return measure

    def _set(self, item: RunFit, settings: Settings) -> Sequence[object]:
        templates = self._fitted([replace(item, fit=None)], settings)
        html = templates.run_html(item.run, self._edition, item.start, self._pages_known.only(item.run.jumps))
        return self._typesetter.set_run(html, self._edition).pages

    def _pages(self, item: RunFit) -> Sequence[object]:
        """A run's pages as they will be; those that stand already where it stays as it was."""
        if item.excess and not item.steps and not self._edition_settings:
            return self._natural[item.run.name]
        return self._set(item, item.fit.settings if item.fit else {}) if item.excess else ()

    def _fitted(self, runs: Sequence[RunFit], settings: Settings | None = None) -> Templates:
        of_article = {
            article.id: told
            for item in runs
            for article in item.run.articles
            if (told := properties(settings or (item.fit.settings if item.fit else {}), self._of_article))
        }
        return self._templates.fitted(of_article, properties(self._edition_settings, self._of_edition))


def _wanted(run: Run) -> int | None:
    """The pages that a run is to take: the sum of what its articles want, where the first one says so."""
    wishes = [article.pages for article in run.articles if article.pages]
    return sum(wishes) if wishes else None


def _lines_to_lose(item: RunFit) -> int:
    """Lines that a run would have to lose to take a page less."""
    return item.extent.over(len(item.extent) - 1)


def _offered(offer: SheetOffer, pages: int) -> Problem:
    cut = [(item.run.articles[0].title.plain, saving) for item, saving in offer.savings]
    return problem(
        "copyfit-sheet",
        pages=pages,
        fewer=offer.pages,
        extra=pages - offer.pages,
        lines=sum(saving.lines for _, saving in cut),
        ways_zh="，".join(f"《{title}》删 {saving.lines} 行" for title, saving in cut),
        ways_en=", ".join(f"cut {saving.lines} lines of “{title}”" for title, saving in cut),
    )


def _edition_fitted(natural: int, wanted: int, steps: Sequence[Step]) -> Problem:
    zh, en = _changes(steps)
    return problem("copyfit-edition-fitted", natural=natural, wanted=wanted, steps_zh=zh, steps_en=en)


def _changes(steps: Sequence[Step]) -> tuple[str, str]:
    """What was changed, in Chinese and in English."""
    values = [f"{_value(step, step.before)} → {_value(step, step.after)}" for step in steps]
    zh = "，".join(f"{step.adjustment.chinese} {value}" for step, value in zip(steps, values, strict=True))
    return zh, ", ".join(f"{step.name} {value}" for step, value in zip(steps, values, strict=True))


def _told(item: RunFit) -> Iterator[Problem]:
    """What an editor reads of a run that was fitted, or could not be."""
    if item.fit is None:
        return
    article = item.run.articles[0]
    place = article.places.get("pages", article.place)
    told = {"title": article.title.plain, "natural": len(item.fit.natural), "wanted": item.fit.wanted}
    if item.fit.reached:
        if item.steps:
            steps_zh, steps_en = _changes(item.steps)
            yield problem("copyfit-fitted", place, **told, steps_zh=steps_zh, steps_en=steps_en)
    elif item.fit.over:
        cuts = item.cuts[:2]
        zh = "".join(f"，或图 {cut.number} 减高 {cut.height:g} mm" for cut in cuts)
        en = "".join(f", or make picture {cut.number} {cut.height:g} mm lower" for cut in cuts)
        yield problem("copyfit-over", place, **told, lines=item.fit.over, cuts_zh=zh, cuts_en=en)
    else:
        yield problem("copyfit-short", place, **told, lines=item.fit.short)


def _value(step: Step, value: float) -> str:
    return f"{value:g}{step.adjustment.unit}"
