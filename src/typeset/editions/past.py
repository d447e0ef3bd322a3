"""The editions there are, in order, with their numbers and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from typeset.editions.dating import IssueDate
from typeset.editions.naming import Named
from typeset.editions.numbering import EditionNumber, Span
from typeset.manifest import Issue, read_issue
from typeset.workspace import EditionFolder, Workspace

_NONE = Span(0, 0)


@dataclass(frozen=True)
class Past:
    """An edition there is; `issue` is None where its manifest cannot be read."""

    folder: EditionFolder
    issue: Issue | None
    number: EditionNumber
    date: IssueDate | None

    @property
    def order(self) -> tuple[IssueDate, Span, Span, str]:
        """Editions stand in the order of date, total number, number and name."""
        moment = self.date or IssueDate(self.number.year)
        return moment, self.number.total or _NONE, self.number.number or _NONE, self.folder.name

    @property
    def extra(self) -> bool:
        """Whether it stands outside the numbering."""
        return self.number.kind == "extra"

    @property
    def size(self) -> int:
        """How many numbers it takes, at least one."""
        if self.number.number:
            return self.number.number.size
        return 2 if self.number.kind == "double" else 1

    @property
    def named(self) -> Named:
        """What its folder's name is to be understood by."""
        return Named(self.folder.name, self.number, self.date)


def past_editions(workspace: Workspace) -> list[Past]:
    """All editions of a project, in order."""
    return in_order(past_edition(folder, workspace) for folder in workspace.editions())


def in_order(editions: Iterable[Past]) -> list[Past]:
    """Editions from the first to the last."""
    return sorted(editions, key=lambda item: item.order)


def past_edition(folder: EditionFolder, workspace: Workspace) -> Past:
    """An edition as its manifest says; its year from the folder's name where it has no date."""
    issue = read_issue(folder, workspace).issue
    named = re.match(r"[0-9]{4}", folder.name)
    year = int(named[0]) if named else 0
    if issue is None:
        return Past(folder, None, EditionNumber("regular", year, None), None)
    publication = issue.publication
    when = IssueDate.of(publication.date)
    number, total = Span.of(publication.number), Span.of(publication.total_number)
    return Past(folder, issue, EditionNumber(publication.kind, when.year if when else year, number, total), when)
