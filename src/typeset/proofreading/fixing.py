"""Clean-up of an edition's files: planned first, then written atomically with the version before kept, and undone."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from typeset.copyedit import RULES, Change, Cleaned, Finding, Settings, clean
from typeset.edition.file_texts import read_bytes, write_text
from typeset.manifest import read_issue
from typeset.manifest.editing import Document, NotEditable, set_value
from typeset.problems import Place, Problem, problem, to_json
from typeset.proofreading.checking import settings_of
from typeset.proofreading.texts import Written, edition_texts
from typeset.workspace import EditionFolder, Workspace, inside, write_atomically

_LOG = "fixes.json"
_MOST_KEPT = 50


class Versions(Protocol):
    """Where earlier versions of files are kept."""

    def keep(self, name: str, data: bytes) -> None:
        """Keep a version of a file."""

    def versions(self, name: str) -> Sequence[Any]:
        """The versions there are, the newest first, each with its `id`."""

    def read(self, name: str, version: str) -> bytes | None:
        """A version's bytes."""


@dataclass(frozen=True)
class Placed:
    """A change with its place in a file; the column is 0 where it is not known."""

    place: Place
    change: Change


@dataclass(frozen=True)
class FileFix:
    """A file before and after."""

    name: str
    path: Path
    before: bytes
    after: bytes


@dataclass(frozen=True)
class Plan:
    """What clean-up would do to an edition: files, every change, what is left to people, what cannot be written."""

    files: tuple[FileFix, ...]
    changes: tuple[Placed, ...]
    warnings: tuple[Problem, ...]
    refused: tuple[Problem, ...]


def plan(folder: EditionFolder, workspace: Workspace, accept: Collection[str] = ()) -> Plan:
    """Clean all texts of an edition in memory; nothing is written."""
    reading = read_issue(folder, workspace)
    settings = settings_of(reading)
    files: list[FileFix] = []
    changes: list[Placed] = []
    warnings: list[Problem] = []
    refused: list[Problem] = []
    in_manifest: list[tuple[Written, Cleaned]] = []
    for written in edition_texts(reading, folder, workspace):
        if not (written.path or written.key):
            continue
        cleaned = _cleaned(written, settings, accept)
        warnings += [_warning(written, item) for item in cleaned.warnings]
        if not cleaned.changes:
            continue
        if written.path is None:
            in_manifest.append((written, cleaned))
            continue
        fix = _file_fix(written, cleaned)
        if fix is None:
            refused.append(problem("copy-fix-encoding", Place(written.source.file)))
        else:
            files.append(fix)
            changes += _placed(written, cleaned)
    manifest, done, not_done = _manifest_fix(folder, workspace, in_manifest)
    for written, cleaned in done:
        changes += _placed(written, cleaned)
    return Plan((*files, *manifest), tuple(changes), tuple(warnings), (*refused, *not_done))


def _cleaned(written: Written, settings: Settings, accept: Collection[str]) -> Cleaned:
    if not written.path:  # a paragraph in the manifest is one on purpose
        settings = settings.without("cut-paragraphs")
    return clean(written.source.text, written.source.kind, settings, accept=accept)


def _warning(written: Written, item: Finding) -> Problem:
    source = written.source
    return item.problem(source.file, source.line, source.column)


def _placed(written: Written, cleaned: Cleaned) -> Iterator[Placed]:
    source = written.source
    for change in cleaned.changes:
        line = source.line + change.line - 1 if source.line else 0
        column = change.column + (source.column - 1 if change.line == 1 else 0) if source.column else 0
        yield Placed(Place(source.file, line, column, max(1, len(change.before))), change)


def _file_fix(written: Written, cleaned: Cleaned) -> FileFix | None:
    """The file with its text cleaned; None where its bytes could not be written again as they were."""
    assert written.path is not None
    before = written.path.read_bytes()
    decoded = read_bytes(before)
    if decoded is None or not decoded.faithful or decoded.text != cleaned.given:
        return None
    return FileFix(written.source.file, written.path, before, write_text(cleaned.text, before))


def _manifest_fix(
    folder: EditionFolder, workspace: Workspace, texts: Sequence[tuple[Written, Cleaned]]
) -> tuple[list[FileFix], list[tuple[Written, Cleaned]], list[Problem]]:
    """The manifest with its values cleaned, one after another, in the style in which each is written."""
    if not texts:
        return [], [], []
    before = folder.manifest.read_bytes()
    decoded = read_bytes(before)
    name = workspace.name_of(folder.manifest)
    if decoded is None or not decoded.faithful:
        return [], [], [problem("copy-fix-encoding", Place(name))]
    done: list[tuple[Written, Cleaned]] = []
    refused: list[Problem] = []
    try:
        document = Document(decoded.text, name)
    except NotEditable:
        return [], [], [problem("copy-fix-manifest", written_place(texts[0][0]), count=len(texts))]
    for written, cleaned in texts:
        try:
            document = set_value(document, written.group, written.key, cleaned.text)
            done.append((written, cleaned))
        except NotEditable:
            refused.append(problem("copy-fix-manifest", written_place(written), count=len(cleaned.changes)))
    fixes = [FileFix(name, folder.manifest, before, write_text(document.text, before))] if done else []
    return fixes, done, refused


def written_place(written: Written) -> Place:
    """Where a text begins."""
    return Place(written.source.file, written.source.line)


def carry_out(planned: Plan, versions: Versions, log_folder: Path) -> tuple[str, ...]:
    """Write the files of a plan, each atomically, after the version before was kept; their names.

    Nothing is written where nothing would change. Raises OSError; files written until then can be undone.
    """
    wanted = [fix for fix in planned.files if fix.before != fix.after]
    entry: dict[str, Any] = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "files": []}
    log = _log(log_folder)
    for fix in wanted:
        versions.keep(fix.name, fix.before)
        entry["files"].append(
            {"name": fix.name, "version": versions.versions(fix.name)[0].id, "sha256": _digest(fix.after)}
        )
        _write_log(log_folder, [*log, entry])
        write_atomically(fix.path, fix.after)
    return tuple(fix.name for fix in wanted)


@dataclass(frozen=True)
class Undone:
    """What undoing the last clean-up did: files put back, and why others were not."""

    names: tuple[str, ...]
    refused: tuple[Problem, ...]


def undo(workspace: Workspace, versions: Versions, log_folder: Path) -> Undone | None:
    """Put back the files of the last clean-up; None where there is none to undo.

    A file that somebody has changed since is left alone. Raises OSError.
    """
    log = _log(log_folder)
    if not log:
        return None
    names: list[str] = []
    refused: list[Problem] = []
    for item in log[-1]["files"]:
        name = str(item["name"])
        path = inside(workspace.root, name)
        data = versions.read(name, str(item["version"]))
        if path is None or data is None:
            refused.append(problem("copy-undo-gone", Place(name)))
        elif not path.is_file() or _digest(path.read_bytes()) != item["sha256"]:
            if path.is_file() and path.read_bytes() == data:
                continue
            refused.append(problem("copy-undo-changed", Place(name)))
        else:
            versions.keep(name, path.read_bytes())
            write_atomically(path, data)
            names.append(name)
    _write_log(log_folder, log[:-1])
    return Undone(tuple(names), tuple(refused))


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _log(folder: Path) -> list[dict[str, Any]]:
    try:
        read = json.loads((folder / _LOG).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [entry for entry in read if isinstance(entry, dict) and entry.get("files")] if isinstance(read, list) else []


def _write_log(folder: Path, entries: Sequence[dict[str, Any]]) -> None:
    write_atomically(folder / _LOG, to_json(list(entries[-_MOST_KEPT:])))


def plan_data(planned: Plan) -> list[dict[str, Any]]:
    """The changes of a plan as plain data."""
    return [
        {
            "rule": item.change.rule,
            "name": {"zh": RULES[item.change.rule].chinese, "en": item.change.rule},
            "source": RULES[item.change.rule].source,
            "file": item.place.file,
            "line": item.place.line or None,
            "column": item.place.column or None,
            "before": item.change.before,
            "after": item.change.after,
        }
        for item in planned.changes
    ]
