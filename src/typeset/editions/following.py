"""new-issue: the folder of a new edition, made from the last one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from typeset.editions.article_files import article_files
from typeset.editions.carrying import next_manifest
from typeset.editions.dating import IssueDate, next_date, read_date
from typeset.editions.naming import name_problem, next_name
from typeset.editions.numbering import EditionNumber, Kind, next_number
from typeset.editions.past import Past, in_order, past_edition, past_editions
from typeset.editions.placing import place_files
from typeset.manifest import Article, Issue, read_issue, read_publication
from typeset.manifest.draft import draft_of
from typeset.problems import Giveup, Place, Problem, Severity, problem
from typeset.workspace import ISSUE_FILE, EditionFolder, Workspace, inside

FOLDERS = ("articles", "photos")


@dataclass(frozen=True)
class Wanted:
    """What an editor asks for; what is None follows from the editions there are."""

    name: str | None = None
    previous: str | None = None
    date: str | None = None
    kind: Kind = "regular"


@dataclass(frozen=True)
class NewIssue:
    """What was made, and what it got from the edition before: columns, articles held over, files."""

    folder: EditionFolder
    previous: str
    number: EditionNumber
    date: IssueDate
    headings: tuple[str, ...]
    articles: tuple[str, ...]
    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def new_issue(workspace: Workspace, wanted: Wanted, today: date) -> NewIssue:
    """Make the folder of a new edition. The editions there are stay untouched, nothing is overwritten.

    `today` dates an edition where no other is dated. Raises Giveup where there is no edition to start from, where its
    manifest is broken YAML, and for a name, date or folder that will not do; nothing has been written then.
    """
    if wanted.name is not None and (found := name_problem(wanted.name)):
        raise Giveup(found, exit_code=2)
    when = read_date(wanted.date, "--date") if wanted.date is not None else None
    past, previous = _past(workspace, wanted.previous)
    size = 2 if wanted.kind == "double" else 1
    dated = [(item.date, item.size) for item in past if item.date and not item.extra]
    when = when or next_date(dated, size) or previous.date or IssueDate(today.year, today.month, today.day)
    number = next_number([item.number for item in past], wanted.kind, when.year)
    target = workspace.issues / (wanted.name or next_name([item.named for item in past], number, when))
    if target.exists() or target.is_symlink():
        raise Giveup(problem("new-issue-exists", name=workspace.name_of(target)), exit_code=2)
    return _make(workspace, previous, EditionFolder(target), number, when)


def _past(workspace: Workspace, name: str | None) -> tuple[list[Past], Past]:
    """All editions in order, and the one to start from: the one called `name`, else the last that is no extra."""
    past = past_editions(workspace)
    if name is not None:
        previous = past_edition(workspace.edition(name), workspace)
        known = any(item.folder.path.resolve() == previous.folder.path for item in past)
        return (past if known else in_order([*past, previous])), previous
    if not past:
        raise Giveup(problem("new-issue-none", folder=workspace.name_of(workspace.issues)), exit_code=2)
    return past, next((item for item in reversed(past) if not item.extra), past[-1])


def _make(
    workspace: Workspace, previous: Past, target: EditionFolder, number: EditionNumber, when: IssueDate
) -> NewIssue:
    issue, text, line_end = _read(workspace, previous.folder)
    shared = read_publication(workspace).publication
    try:
        carried = next_manifest(text, number, when, shared.standing_sections if shared else ())
    except yaml.YAMLError as error:  # what one parser lets pass and the other does not
        raise Giveup(_broken(workspace, previous.folder)) from error
    held = [article for section in issue.sections for article in section.articles if article.held]
    files, missing = _files(issue, held, previous.folder)
    manifest = carried.text.replace("\n", line_end).encode()
    place_files(target.path, {**files, ISSUE_FILE: manifest}, FOLDERS)
    return NewIssue(
        folder=target,
        previous=previous.folder.name,
        number=number,
        date=when,
        headings=carried.headings,
        articles=tuple(" ".join(article.title.split()) for article in held),
        files=tuple(files),
        problems=(
            *_unnumbered(issue, number, workspace.place(target.manifest)),
            *(problem("new-issue-file-missing", name=name, edition=previous.folder.name) for name in missing),
        ),
    )


def _read(workspace: Workspace, folder: EditionFolder) -> tuple[Issue, str, str]:
    """An edition, its manifest's text and line ends. Raises Giveup where the text is broken YAML."""
    reading = read_issue(folder, workspace)
    errors = [item for item in reading.problems if item.severity is Severity.ERROR]
    broken = [item for item in errors if item.code.startswith("yaml-")]
    if reading.issue is None or broken:
        raise Giveup(*(broken or errors), _broken(workspace, folder))
    data = folder.manifest.read_bytes()
    return reading.issue, draft_of(ISSUE_FILE, data)[0].text, "\r\n" if b"\r\n" in data else "\n"


def _broken(workspace: Workspace, folder: EditionFolder) -> Problem:
    return problem("new-issue-previous-broken", name=workspace.name_of(folder.manifest))


def _files(issue: Issue, held: list[Article], folder: EditionFolder) -> tuple[dict[str, Path], list[str]]:
    """The files to be carried, and the names of those that are not there though nobody awaits them."""
    nameplate = issue.publication.nameplate
    wanted = {nameplate: False} if nameplate else {}
    for article in held:
        wanted |= article_files(article, folder)
    paths = {name: inside(folder.path, name) for name in wanted}
    files = {name: path for name, path in paths.items() if path and path.is_file()}
    return files, [name for name, awaited in wanted.items() if name not in files and not awaited]


def _unnumbered(issue: Issue, number: EditionNumber, place: Place) -> Iterator[Problem]:
    """Numbers that the last edition has and the new one does not, because nobody can count on from them."""
    publication = issue.publication
    if number.kind == "extra":
        return
    if publication.number is not None and number.number is None:
        yield problem("new-issue-number-unknown", place, value=publication.number)
    if publication.total_number is not None and number.total is None:
        yield problem("new-issue-total-unknown", place, value=publication.total_number)
