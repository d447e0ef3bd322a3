"""Fitting a run to a number of pages: the gentlest settings within the layout's ranges that do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from typeset.copyfit.extent import Extent
from typeset.copyfit.ladder import Direction, Settings, Step, ladder, relaxed, steps_of
from typeset.layout import Adjustment

Measure = Callable[[Settings], Extent]
"""Lays the run out with these settings and tells how long it is."""

_LEAST_LAST = 0.25  # of a page: a page won by growing holds at least this, never three stray lines


@dataclass(frozen=True)
class Fit:
    """What fitting came to: the settings chosen, their extent, and that of the defaults. `reached` tells whether the
    run now has the pages that were wanted. `tightest` is the extent with all that the layout allows, where a run that
    is too long was tried with it."""

    wanted: int
    settings: Settings
    steps: tuple[Step, ...]
    natural: Extent
    extent: Extent
    tightest: Extent | None = None
    strongest: Settings | None = None
    """The settings of `tightest`."""

    @property
    def reached(self) -> bool:
        """Whether the run has the wanted number of pages."""
        return len(self.extent) == self.wanted

    @property
    def over(self) -> int:
        """Lines that are still too many with all that the layout allows: so many cut, and fitting does the rest."""
        return 0 if self.reached else (self.tightest or self.extent).over(self.wanted)

    @property
    def short(self) -> int:
        """Lines that are free on the wanted pages."""
        return self.extent.short(self.wanted)


def fit(wanted: int, adjustments: Mapping[str, Adjustment], measure: Measure) -> Fit:
    """The gentlest settings with which a run takes `wanted` pages.

    Where none do, the defaults stand: a page that is changed and still does not fit would be worse than one that is
    not, and the lines to cut are told. A longer ladder costs a search by halves, not a layout for every rung.
    """
    natural = measure({})
    if len(natural) == wanted:
        return Fit(wanted, {}, (), natural, natural)
    direction: Direction = "shrink" if len(natural) > wanted else "grow"
    rungs = ladder(adjustments, direction)
    if direction == "grow":
        found, tightest, strongest = _grown(wanted, rungs, measure), None, None
    else:
        tightest, strongest = measure(rungs[-1]), rungs[-1]
        found = _shrunk(wanted, rungs, measure) if len(tightest) <= wanted else None
    if found is None:
        return Fit(wanted, {}, (), natural, natural, tightest, strongest)
    settings = _without_idle_steps(wanted, found, tuple(adjustments), measure)
    return Fit(wanted, settings, steps_of(settings, adjustments), natural, measure(settings), tightest, strongest)


@dataclass(frozen=True)
class EditionFit:
    """What fitting a whole edition came to: the settings that do, or None; and adjustments, by name, that were passed
    over because they break the line grid."""

    settings: Settings | None = None
    off_grid: tuple[str, ...] = ()


def fit_edition(
    wanted: int,
    adjustments: Mapping[str, Adjustment],
    pages: Callable[[Settings], int],
    on_grid: Callable[[Settings], bool],
) -> EditionFit:
    """The gentlest settings with which an edition takes no more than `wanted` pages and stays on its line grid.

    `pages` sets the edition and counts; `on_grid` tells whether its body text stands on the grid. Size and leading of
    the body change for all pages together or not at all, so there is one ladder for the edition. An adjustment that
    breaks the grid by itself is passed over.
    """
    rungs = ladder(adjustments, "shrink")
    if len(rungs) == 1 or pages(rungs[-1]) > wanted:
        return EditionFit()
    low, high = 0, len(rungs) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if pages(rungs[middle]) <= wanted else (middle, high)
    if on_grid(rungs[high]):
        return EditionFit(_without_idle(wanted, rungs[high], tuple(adjustments), pages, on_grid))
    breaking = tuple(
        name for name in adjustments if not on_grid({name: rungs[-1].get(name, adjustments[name].default)})
    )
    kept = {name: item for name, item in adjustments.items() if name not in breaking}
    found = fit_edition(wanted, kept, pages, on_grid) if breaking else EditionFit()
    return EditionFit(found.settings, (*(breaking or adjustments), *found.off_grid))


def _without_idle(
    wanted: int,
    settings: Settings,
    order: tuple[str, ...],
    pages: Callable[[Settings], int],
    on_grid: Callable[[Settings], bool],
) -> Settings:
    for fewer in relaxed(settings, order):
        if fewer and pages(fewer) <= wanted and on_grid(fewer):
            return _without_idle(wanted, fewer, order, pages, on_grid)
    return settings


def _shrunk(wanted: int, rungs: tuple[Settings, ...], measure: Measure) -> Settings:
    """The first rung with no more than the wanted pages; the last one has them."""
    low, high = 0, len(rungs) - 1  # rungs[low] is too long, rungs[high] fits
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if len(measure(rungs[middle])) <= wanted else (middle, high)
    return rungs[high]


def _grown(wanted: int, rungs: tuple[Settings, ...], measure: Measure) -> Settings | None:
    """The first rung that fills the wanted pages down to a fair part of the last one, where there is one."""
    if len(measure(rungs[-1])) < wanted:
        return None
    low, high = 0, len(rungs) - 1  # rungs[low] is too short, rungs[high] long enough
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if len(measure(rungs[middle])) >= wanted else (middle, high)
    for settings in rungs[high:]:
        extent = measure(settings)
        last = extent.pages[-1]
        if len(extent) != wanted:
            return None
        if last.used >= _LEAST_LAST * last.capacity:
            return settings
    return None


def _without_idle_steps(wanted: int, settings: Settings, order: tuple[str, ...], measure: Measure) -> Settings:
    """Settings without the adjustments that the fit does not need."""
    for fewer in relaxed(settings, order):
        if fewer and len(measure(fewer)) == wanted:
            return _without_idle_steps(wanted, fewer, order, measure)
    return settings
