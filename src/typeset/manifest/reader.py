"""Reading an edition: issue.yaml, what it inherits from publication.yaml, and every problem of both in one run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from types import MappingProxyType

from typeset.manifest.build import Path, build
from typeset.manifest.checks import check
from typeset.manifest.decode import decode
from typeset.manifest.diagnosis import diagnose, drop_line
from typeset.manifest.draft import Draft, Finding, draft_of
from typeset.manifest.model import Issue, PublicationFile
from typeset.manifest.nodes import compose, parser_stop
from typeset.manifest.shapes import Group, group_of
from typeset.manifest.tree import Fields, merged
from typeset.problems import Place, Problem, Report, problem
from typeset.workspace import EditionFolder, Workspace

SIZE_LIMIT = 1024 * 1024
"""Bytes of a manifest that are read at most."""

# A draft is mended and read again until nothing is left to mend, within these bounds.
_LEAST_ROUNDS, _MOST_ROUNDS = 20, 400
_MOST_WORK = 20_000_000  # characters parsed in all rounds together
_MOST_LOST = 5  # lines left out after which reading on makes no sense

_MOST_LISTED = 500

_ISSUE_WORDS = ("本期清单（issue.yaml）", "the edition's manifest (issue.yaml)")
_PUBLICATION_WORDS = ("刊物清单（publication.yaml）", "the publication's manifest (publication.yaml)")


@dataclass(frozen=True)
class Source:
    """A manifest's bytes with the name that messages show."""

    name: str
    data: bytes


class _Placed:
    """What has the places of its values."""

    places: Mapping[Path, Place]

    def place(self, *path: str | int) -> Place | None:
        """The place of a value, or of the nearest thing around it that was written."""
        return nearest_place(self.places, path)


@dataclass(frozen=True)
class ManifestReading(_Placed):
    """What was read: the edition as far as it could be made, places of its values, problems.

    `places` has the canonical path of every value and group, such as `("sections", 0, "articles", 1, "title")`; list
    positions are those of the model. The place of a block of text (| or >) is that of its first line. `faulty` are
    paths at which something was written that could not be used, as its problem tells.
    """

    issue: Issue | None
    places: Mapping[Path, Place]
    problems: tuple[Problem, ...]
    faulty: frozenset[Path] = frozenset()

    def lost(self, *path: str | int) -> bool:
        """Whether a value, or one below it, was written but could not be used."""
        return any(found[: len(path)] == path for found in self.faulty)


@dataclass(frozen=True)
class PublicationReading(_Placed):
    """What was read of publication.yaml alone; None where there is none or nothing could be made of it."""

    publication: PublicationFile | None
    places: Mapping[Path, Place]
    problems: tuple[Problem, ...]


def nearest_place(places: Mapping[Path, Place], path: Path) -> Place | None:
    """The place of a path or of its nearest parent that has one."""
    for length in range(len(path), -1, -1):
        if (found := places.get(path[:length])) is not None:
            return found
    return None


def read_issue(edition: EditionFolder, workspace: Workspace) -> ManifestReading:
    """Read an edition's manifest over what it inherits. Bad content gives problems, never an exception."""
    manifest, problems = _load(edition.manifest, workspace)
    if manifest is None:
        return ManifestReading(None, MappingProxyType({}), problems)
    shared: Source | None = None
    shared_problems: tuple[Problem, ...] = ()
    if workspace.publication_file.exists():
        shared, shared_problems = _load(workspace.publication_file, workspace)
    reading = issue_from(manifest, shared)
    return replace(reading, problems=(*shared_problems, *reading.problems))


def read_publication(workspace: Workspace) -> PublicationReading:
    """Read publication.yaml by itself, as starting a new edition needs it."""
    source, problems = _load(workspace.publication_file, workspace)
    if source is None:
        return PublicationReading(None, MappingProxyType({}), problems)
    return publication_from(source)


def issue_from(manifest: Source, shared: Source | None = None) -> ManifestReading:
    """An edition from the bytes of issue.yaml and, where there is one, publication.yaml."""
    tree, problems = _tree(manifest, group_of(Issue))
    if shared is not None:
        under, found = _tree(shared, group_of(PublicationFile))
        # Editions need not share anything: an empty publication.yaml only marks the project.
        problems = (*(item for item in found if item.code != "manifest-empty"), *problems)
        if under and tree:
            own = {name: below for name, below in under.entries.items() if name != "standing_sections"}
            tree = merged(replace(under, entries=own), tree)
    if tree is None:
        return ManifestReading(None, MappingProxyType({}), _listed(problems))
    issue, built = build(tree, group_of(Issue), _ISSUE_WORDS)
    problems = (*problems, *built.problems)
    places = MappingProxyType(built.places)
    if not isinstance(issue, Issue):
        return ManifestReading(None, places, _listed(problems))
    checked = check(issue, lambda path: nearest_place(places, path), built.faulty)
    return ManifestReading(issue, places, _listed((*problems, *checked)), frozenset(built.faulty))


def publication_from(source: Source) -> PublicationReading:
    """What all editions share, from the bytes of publication.yaml."""
    tree, problems = _tree(source, group_of(PublicationFile))
    if tree is None:
        return PublicationReading(None, MappingProxyType({}), _listed(problems))
    shared, built = build(tree, group_of(PublicationFile), _PUBLICATION_WORDS)
    publication = shared if isinstance(shared, PublicationFile) else None
    return PublicationReading(publication, MappingProxyType(built.places), _listed((*problems, *built.problems)))


def _listed(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems each once; of very many the first in order of place."""
    unique = Report.of(problems).problems
    if len(unique) <= _MOST_LISTED:
        return unique
    rest = problem("manifest-too-many", unique[_MOST_LISTED].place, limit=_MOST_LISTED)
    return (*unique[:_MOST_LISTED], rest)


def _load(path: FilePath, workspace: Workspace) -> tuple[Source | None, tuple[Problem, ...]]:
    place = workspace.place(path)
    if not path.is_file():
        return None, (problem("manifest-missing", place, name=path.name),)
    try:
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        return None, (problem("manifest-unreadable", place, name=path.name, reason=error.strerror or error),)
    return Source(place.file, data), ()


def _tree(source: Source, group: Group) -> tuple[Fields | None, tuple[Problem, ...]]:
    """A file's tree; its slips are mended in the draft one after another, so that all are reported."""
    if len(source.data) > SIZE_LIMIT:
        return None, (problem("manifest-too-large", Place(source.name), limit=SIZE_LIMIT // 2**20),)
    draft, first = draft_of(source.name, source.data)
    problems, lost = dict.fromkeys(first), 0
    for left in reversed(range(max(_LEAST_ROUNDS, min(_MOST_ROUNDS, _MOST_WORK // (len(source.data) + 1))))):
        stop = parser_stop(draft)
        decoded = None if stop else _decoded(draft, group)
        findings = diagnose(draft, stop) if stop else decoded.findings if decoded else ()
        fresh = [finding for finding in findings if finding.problem not in problems]
        problems.update(dict.fromkeys(finding.problem for finding in fresh))
        edits = [edit for finding in fresh for edit in finding.edits]
        if stop and not fresh:  # what was mended has stopped the parser again
            edits, lost = list(drop_line(draft, stop)), lost + 1
        mended = draft.edited(edits)
        lost += sum(finding.problem.code == "yaml-syntax" for finding in fresh)
        if mended.lines == draft.lines or lost > _MOST_LOST or not left:
            break
        draft = mended
    decoded = decoded or _decoded(draft, group)
    return decoded.tree, (*problems, *decoded.problems)


@dataclass(frozen=True)
class _Decoded:
    """What a draft says as it stands."""

    tree: Fields | None
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]


def _decoded(draft: Draft, group: Group) -> _Decoded:
    composition = compose(draft)
    tree, notes = decode(draft, composition.root, group)
    return _Decoded(tree, (*composition.problems, *notes.problems), tuple(notes.findings))
