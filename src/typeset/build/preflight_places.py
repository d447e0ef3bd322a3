"""What preflight finds in an edition's print PDF, each finding at its places on the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from typeset.build.make import build_edition, check_edition
from typeset.build.printing import print_name
from typeset.build.snapshot import Box
from typeset.build.typesetter import Typesetter
from typeset.prepress.preflight import Preflight
from typeset.prepress.preflight.model import Finding
from typeset.problems import Problem
from typeset.signoff import Acceptances
from typeset.workspace import EditionFolder, Workspace

_MARK = 8.0  # mm: the mark around the point at which something was found
_MOST_PLACES = 12  # of one finding


@dataclass(frozen=True)
class Placed:
    """A finding at one place: the physical page, 0 for the whole file, and a box where the position is known."""

    problem: Problem
    page: int
    box: Box | None


def preflight_edition(folder: EditionFolder, workspace: Workspace) -> tuple[Placed, ...]:
    """Set an edition, make its print PDF in memory, and check it. Raises Giveup where it cannot be set."""
    checked = check_edition(folder, workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    built = build_edition(checked, typesetter, workspace, lambda _done, _all: None)
    if built.printed is None:
        return ()
    accept = Acceptances(checked.edition.accepted, workspace).applied
    return tuple(placed_findings(built.printed.preflight, print_name(checked.edition.name, draft=False), accept))


def placed_findings(
    preflight: Preflight, file: str = "", accept: Callable[[Iterable[Problem]], Sequence[Problem]] = list
) -> Iterator[Placed]:
    """The findings of a preflight of `file` at their places; those without any once for the whole file.

    `accept` marks those that somebody lets stand; what it has to say beside that is told elsewhere.
    """
    for check in preflight.checks:
        for finding in check.findings:
            yield from _places(finding, accept([finding.problem(file)])[0])


def _places(finding: Finding, problem: Problem) -> Iterator[Placed]:
    if not finding.spots:
        yield Placed(problem, 0, None)
    for spot in finding.spots[:_MOST_PLACES]:
        known = spot.x_mm is not None and spot.y_mm is not None
        box = (max(0.0, (spot.x_mm or 0) - _MARK / 2), max(0.0, (spot.y_mm or 0) - _MARK / 2), _MARK, _MARK)
        yield Placed(problem, spot.page, box if known else None)
