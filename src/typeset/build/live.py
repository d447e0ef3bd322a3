"""A live edition: set again after every change, at the cost of what changed.

Files that did not change are not read again, runs whose HTML is the same not laid out again. What stands on the pages
is in `live_pages`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from typeset.build.checked import Checked
from typeset.build.copyfit_data import fit_data
from typeset.build.copyfitting import Copyfit, manifest_place, paginate_fitted, run_report
from typeset.build.findings import engine_problems
from typeset.build.live_pages import LiveRuns
from typeset.build.make import check_edition
from typeset.build.opening import OpenEdition
from typeset.build.pagination import Expected, Paginated, Progress
from typeset.build.snapshot import Box, Snapshot, Spot
from typeset.build.source_map import find_exact
from typeset.build.typesetter import Typesetter
from typeset.edition import Memory
from typeset.problems import Giveup, Place, Problem, Report, problem
from typeset.signoff import OF_PAGES, Acceptances
from typeset.workspace import EditionFolder, Workspace

_Placed = tuple[Problem, Box | None]


def _no_progress(_done: int, _all: int) -> None:
    pass


class LiveEdition:
    """One edition, kept laid out: it goes on with one that was opened, or opens it. For one thread.

    `pages` draws and explains its pages. `laid_out` counts the runs that were really laid out since it began.
    """

    def __init__(self, folder: EditionFolder, workspace: Workspace, opened: OpenEdition | None = None) -> None:
        self._open = opened or OpenEdition(folder, workspace)
        self.pages = self._open.pages
        self._reports = Memory()
        self._last = Snapshot(0, broken=False, complete=False, edition=folder.name)
        self._expected = Expected()

    @property
    def laid_out(self) -> int:
        """How many runs were laid out."""
        return self._open.laid_out

    @property
    def snapshot(self) -> Snapshot:
        """The last snapshot."""
        return self._last

    def update(self, progress: Progress = _no_progress) -> Snapshot:
        """Read what changed, set it, and tell how the edition stands.

        Never raises for bad content: a snapshot that is `broken` keeps the last good pages. What `progress` raises
        (to drop a build that is overtaken) passes through and leaves the last snapshot in force.
        """
        start = time.perf_counter()
        try:
            checked = check_edition(self._open.folder, self._open.workspace, self._open.kept)
            typesetter = self._open.typesetter(checked)
            if self.pages and (found := _misread(checked.problems)):
                return self._broken(found, start)  # what is left of such a manifest would move all pages
            paginated, fitted = paginate_fitted(
                checked.edition, checked.templates, typesetter, progress, self._expected
            )
            made = self.pages.facts_of(checked, typesetter, paginated.runs, self._open.looks)
        except Giveup as giveup:
            return self._broken(giveup.problems, start)
        except (OSError, UnicodeError) as error:
            file = getattr(error, "filename", None) or ""
            return self._broken((problem("system-error", file=file, why=error),), start)
        self.pages.take(checked, made)
        self._expected = paginated.expected
        placed = self._accepted(checked, self._problems(checked, typesetter, paginated, made, fitted))
        problems, boxes = _ordered(placed)
        self._last = replace(
            self.pages.snapshot(checked, paginated.pages, self.pages.layers, self._last.serial + 1),
            problems=problems,
            boxes=boxes,
            copyfit=fit_data(fitted, paginated, checked.edition.pages),
            seconds=time.perf_counter() - start,
        )
        return self._last

    # --- telling ---

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
        """The problems, those of the pages marked that somebody lets stand, as those of the sources are already.

        And which entries no page needs, while no error keeps the pages from being as they will be.
        """
        found = list(placed)
        if not checked.edition.accepted:
            return found
        acceptances = Acceptances(checked.edition.accepted, self._open.workspace)
        marked = acceptances.applied(item for item, _ in found)
        if not any(item.severity == "error" and not item.accepted for item in marked):
            marked += acceptances.unused_among(OF_PAGES)
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
        self, checked: Checked, typesetter: Typesetter, paginated: Paginated, made: LiveRuns, fitted: Copyfit
    ) -> Iterator[_Placed]:
        general = (
            *checked.problems,
            *typesetter.problems,
            *typesetter.refused(),
            *paginated.problems,
            *fitted.problems,
            *self._page_report(typesetter, paginated),
        )
        spots = self.pages.spots
        for item in general:
            yield _on_its_page(item, spots)
        first = 1
        for _, facts in made.runs:
            for finding in facts.findings:
                yield _paged(finding.problem, first + finding.index), finding.box
            first += len(facts.pages)
        for number, messages in enumerate(self.pages.messages, start=1):
            for item in engine_problems(messages, checked.problems):
                yield _paged(item, number), None


def _misread(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """What is no YAML in a manifest; what else is wrong there may be a consequence."""
    return tuple(item for item in problems if item.code.startswith("yaml-") and item.severity == "error")


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
