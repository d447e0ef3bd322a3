"""Copyfitting an edition: every run to the pages that its article wants, the whole to the pages that it wants.

The layout says what may change and within which range (layout.yaml, `copyfit`); what changes is a custom property of
the article or of the edition, and the style sheets say what that means. Lines of body text stay on their grid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from typeset.build.copyfit_words import edition_fitted, offered, shared_wishes, told, too_long
from typeset.build.pagination import Expected, Paginated, Progress, SetRun, paginate
from typeset.build.run_fit import RunFit, SheetOffer, TextCut, wished
from typeset.build.shortening import line_length, shortened, text_cut, text_lines
from typeset.build.typesetter import Typesetter
from typeset.copyfit.advice import PictureCut, extent_of, held_back, picture_cuts
from typeset.copyfit.extent import Extent
from typeset.copyfit.fitting import Fit, Measure, fit, fit_edition
from typeset.copyfit.ladder import Settings, Step, properties, steps_of
from typeset.copyfit.off_grid import off_grid_lines
from typeset.copyfit.page_report import ReportedRun, page_problems
from typeset.copyfit.savings import MOST_CUT, cheapest_savings
from typeset.edition import Edition
from typeset.layout import Adjustment, Templates
from typeset.layout.package import LAYOUT_FILE
from typeset.problems import Place, Problem, problem

_MOST_TRIES = 6  # to find the lines to cut by setting the run without them


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
    manifest = manifest_place(paginated)
    for item in paginated.runs:
        yield from run_report(item, manifest)


def manifest_place(paginated: Paginated) -> Place | None:
    """The manifest that articles are listed in; None for an edition without any."""
    places = (article.place for item in paginated.runs if item.run for article in item.run.articles)
    return next((Place(place.file) for place in places), None)


def run_report(item: SetRun, manifest: Place | None = None) -> tuple[Problem, ...]:
    """The page report of one run; fillers have none. `manifest` is where parts without articles are told."""
    if item.run is None:
        return ()
    articles = item.run.articles
    place = articles[0].place if articles else manifest
    return tuple(page_problems([ReportedRun(item.rendering, item.start, bool(articles), place)]))


class _Copyfitting:
    def __init__(self, edition: Edition, templates: Templates, typesetter: Typesetter, paginated: Paginated) -> None:
        self._edition, self._templates, self._typesetter = edition, templates, typesetter
        declared = typesetter.layout.declaration.copyfit
        self._of_article = {name: item for name, item in declared.items() if item.of == "article"}
        self._of_edition = {name: item for name, item in declared.items() if item.of == "edition"}
        self._edition_settings: Settings = {}
        self._runs = [
            RunFit(item.run, item.start, extent_of(item.rendering.pages), wished(item.run))
            for item in paginated.runs
            if item.run and item.run.articles
        ]
        self._others = sum(len(item.rendering.pages) for item in paginated.runs if item.run and not item.run.articles)
        self._natural = {item.run.name: item.rendering.pages for item in paginated.runs if item.run}
        self._problems = [found for item in self._runs for found in shared_wishes(item.run)]
        self._off_grid: dict[Problem, None] = {}
        self._pages_known = paginated.pages

    def done(self) -> Copyfit:
        self._runs = [self._to_wish(item) for item in self._runs]
        if self._edition.pages is not None:
            self._to_total(self._edition.pages)
        self._runs = [self._advised(item) for item in self._runs]
        self._problems += [*self._off_grid, *(found for item in self._runs for found in told(item))]
        offer = self._sheet_offer() if self._edition.pages is None else None
        if offer:
            self._problems.append(offered(offer, self._total, self._edition.pages_place))
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
        cuts = (self._text_cut(free[saving.run], saving.pages, saving.lines) for saving in found)
        return SheetOffer(self._total - extra, tuple(cuts))

    def _text_cut(self, item: RunFit, pages: int, lines: int) -> TextCut:
        return text_cut(item, self._natural[item.run.name], pages, lines)

    def _to_wish(self, item: RunFit) -> RunFit:
        return item if item.wanted is None else self._to_pages(item, item.wanted)

    def _to_pages(self, item: RunFit, wanted: int) -> RunFit:
        found = fit(wanted, self._of_article, self._measure(item))
        if found.steps and off_grid_lines(self._set(item, found.settings)) > off_grid_lines(self._set(item, {})):
            self._off_grid[self._breaks_grid(tuple(found.settings), self._of_article)] = None
            found = Fit(wanted, {}, (), found.natural, found.natural)  # nor may its advice count on them
        return replace(item, fit=found, extent=found.extent)

    @property
    def _total(self) -> int:
        return self._others + sum(len(item.extent) for item in self._runs)

    def _to_total(self, wanted: int) -> None:
        """Runs without a wish of their own give up pages, those with the fewest lines to lose first."""
        before, natural = list(self._runs), self._total
        tried: dict[str, Fit] = {}
        for item in sorted(self._runs, key=_lines_to_lose):
            if self._total <= wanted:
                break
            if item.wanted is None and len(item.extent) > 1:
                shorter = self._to_pages(item, len(item.extent) - 1)
                if shorter.fit:
                    tried[item.run.name] = shorter.fit
                    self._runs[self._runs.index(item)] = shorter if shorter.fit.reached else item
        if self._total > wanted and self._of_edition:
            self._whole_edition(wanted)
        if self._total > wanted:
            self._give_up_total(wanted, before, natural, tried)

    def _give_up_total(self, wanted: int, before: list[RunFit], natural: int, tried: Mapping[str, Fit]) -> None:
        """Tell what would bring the edition to its total; what was tightened for nothing gets its room back."""
        reached = self._total
        tight = {name: found.tightest or found.natural for name, found in tried.items()}
        free = [item for item in self._runs if item.run.name in tight]
        savings = cheapest_savings([tight[item.run.name] for item in free], reached - wanted)
        cuts = []
        for saving in savings:
            item = free[saving.run]
            lines = self._lines_to_cut(item, tried[item.run.name], saving.lines, saving.pages)
            cuts.append(self._text_cut(item, saving.pages, lines))
        if not all(map(self._leaves_most, cuts)):
            cuts = []
        if self._sheets(reached) == self._sheets(natural):
            self._runs = before
        spare, place = self._spare(self._total - wanted), self._edition.pages_place
        self._problems.append(too_long(self._total, wanted, natural - reached, cuts, spare, place))

    def _spare(self, pages: int) -> list[str]:
        """Articles of which one alone, left out, saves so many pages or one more; not the first one, nor parts."""
        alone = [item for item in self._runs[1:] if len(item.run.articles) == 1 and not item.run.jumps]
        found = [item for item in alone if pages <= len(item.extent) <= pages + 1]
        return [item.title for item in sorted(found, key=lambda item: len(item.extent))[:2]]

    def _leaves_most(self, cut: TextCut) -> bool:
        """Whether some lines can be cut from a run, and what is left is still most of its text."""
        length = line_length(self._natural[cut.item.run.name]) or 1
        return 0 < cut.lines <= MOST_CUT * sum(text_lines(article, length) for article in cut.item.run.articles)

    def _sheets(self, pages: int) -> int:
        """The pages that an edition has when it is filled up to whole sheets."""
        return pages + -pages % self._typesetter.layout.declaration.pages_multiple_of

    def _lines_to_cut(self, item: RunFit, found: Fit, estimate: int, pages: int = 0) -> int:
        """Lines that bring a run to its pages when it is then tightened, tried by setting it so: cut anywhere in an
        article, or from the last ones of several.

        Where text goes, pictures and heads move, and may need room that was not asked for before. `pages` are those
        to save; else those wanted count. 0 where no cut of the text does.
        """
        wanted = len(found.tightest or found.natural) - pages if pages else found.wanted
        length, lines = line_length(self._natural[item.run.name]), estimate
        if not length:  # nothing but short paragraphs, lists or verse
            return estimate
        for _ in range(_MOST_TRIES):
            ends = (True, False) if len(item.run.articles) == 1 else (True,)
            runs = [shortened(item.run, lines, length, from_end=from_end) for from_end in ends]
            tries = [extent_of(self._set(replace(item, run=run), found.strongest or {})) for run in runs]
            if all(len(extent) <= wanted for extent in tries):
                return lines
            lines += max(1, *(extent.over(wanted) for extent in tries))
        return 0

    def _advised(self, item: RunFit) -> RunFit:
        """A run with what would bring it to its pages."""
        if item.fit and item.fit.over:
            item = replace(item, to_cut=self._lines_to_cut(item, item.fit, item.fit.over))
        if not item.excess:
            return item
        limited = held_back(self._natural[item.run.name])
        found = picture_cuts(self._pages(item), item.excess)
        cropped = (self._cropped(cut) for cut in found if cut.address not in limited)
        return replace(item, cuts=tuple(cut for cut in cropped if cut))

    def _cropped(self, cut: PictureCut) -> PictureCut | None:
        """A picture made lower, with what its 裁切 is then; None for one whose pixels are not cropped."""
        source = self._edition.sources.get(cut.address)
        figure = next((figure for figure in self._edition.figures if figure.address == cut.address), None)
        if source is None or source.vector or figure is None:
            return None
        top, bottom = (source.crop.top, source.crop.bottom) if source.crop else (0, 0)
        half = ceil(cut.share * (100 - top - bottom) / 2)
        return replace(cut, file=figure.file, top=top + half, bottom=bottom + half)

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
            self._problems.append(edition_fitted(natural, wanted, steps_of(found.settings, self._of_edition)))
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

    def _measure(self, item: RunFit) -> Measure:
        def measure(settings: Settings) -> Extent:
            return extent_of(self._set(item, settings))

        return measure

    def _set(self, item: RunFit, settings: Settings) -> Sequence[object]:
        templates = self._fitted([replace(item, fit=None)], settings)
        html = templates.run_html(item.run, self._edition, item.start, self._pages_known.only(item.run.jumps))
        return self._typesetter.set_run(html, self._edition).pages

    def _pages(self, item: RunFit) -> Sequence[object]:
        """A run's pages with all that the layout allows where it has a wish, which its advice counts on."""
        if not item.fit and not self._edition_settings:
            return self._natural[item.run.name]
        return self._set(item, (item.fit.strongest or item.fit.settings) if item.fit else {})

    def _fitted(self, runs: Sequence[RunFit], settings: Settings | None = None) -> Templates:
        of_article = {
            article.id: told
            for item in runs
            for article in item.run.articles
            if (told := properties(settings or (item.fit.settings if item.fit else {}), self._of_article))
        }
        return self._templates.fitted(of_article, properties(self._edition_settings, self._of_edition))


def _lines_to_lose(item: RunFit) -> int:
    """Lines that a run would have to lose to take a page less."""
    return item.extent.over(len(item.extent) - 1)
