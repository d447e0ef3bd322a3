"""Copy-editing findings for the page: what only the sense can decide, and what clean-up would do, with its fixes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from typeset.copyedit import RULES, check, clean
from typeset.copyedit.model import Kind, Settings, SourceText
from typeset.edition import read_edition
from typeset.manifest import ManifestReading, Source, issue_from, read_issue
from typeset.preview.files import ProjectFiles
from typeset.preview.preflight_process import problem_data
from typeset.problems import Place, Report, problem
from typeset.proofreading import Placed, picture_problems, plan, proofread, settings_of
from typeset.proofreading.texts import Written, edition_texts
from typeset.signoff import Acceptances, fingerprint, where_of
from typeset.workspace import EditionFolder, Workspace

_MOST = 500
_MOST_FIXES = 300  # of one text
_UNSAFE = frozenset("'\"\\\n#:{}[]&*!|>%@`")  # what might mean something else to YAML
_VISIBLE = str.maketrans({"\n": "↵", "\t": "→", "\u3000": "□", " ": "·", "\u200b": "¦", "\ufeff": "¦", "\u00a0": "·"})
_MOST_SEEN = 16
_WAITS = "copy-clean-up-waits"


def proofread_texts(folder: EditionFolder, workspace: Workspace) -> list[dict[str, Any]]:
    """All findings of an edition's texts and pictures as the page takes them; those that somebody accepted say so."""
    found = list(proofread(folder, workspace, clean_up=True))
    reading = read_edition(folder, workspace)
    edition = reading.edition
    acceptances = Acceptances(edition.accepted if edition else (), workspace)
    if edition is not None:
        found += picture_problems(edition, settings_of(read_issue(folder, workspace)))
    fixes = _fixes_by_text(folder, workspace)
    manifest = workspace.place(folder.manifest)
    told = []
    marked = acceptances.applied(found)
    acceptances.applied(reading.problems)  # told with the pages; here they show which entries are of use
    for item in Report.of([*marked, *acceptances.unused(checked_only=True)]).problems[:_MOST]:
        data = problem_data(item)
        data["where"] = where_of(item, manifest)
        data["text"] = fingerprint(item, acceptances.line_of(item.place))
        data["fixes"] = fixes.get(_first_of(item.place), []) if item.code == _WAITS else []
        told.append(data)
    return told


def _first_of(place: Place | None) -> tuple[str, int]:
    return (place.file, place.line) if place else ("", 0)


def _fixes_by_text(folder: EditionFolder, workspace: Workspace) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """The changes of clean-up, all of a manuscript below its first; of a value in the manifest below its line."""
    planned = plan(folder, workspace)
    lines = _manifest_lines(folder)
    name = workspace.name_of(folder.manifest)
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    first: dict[str, tuple[str, int]] = {}
    for item in planned.changes:
        if not _can_be_typed(item, name, lines):
            continue
        place = item.place
        key = (place.file, place.line) if place.file == name else first.setdefault(place.file, (place.file, place.line))
        own = found.setdefault(key, [])
        if len(own) < _MOST_FIXES:
            own.append(_fix(item))
    return found


def _manifest_lines(folder: EditionFolder) -> list[str]:
    try:
        return folder.manifest.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeError):
        return []


def _can_be_typed(item: Placed, manifest: str, lines: Sequence[str]) -> bool:
    """Whether replacing the characters in the file is the change: in the manifest, where they stand as they are."""
    place, change = item.place, item.change
    if not place.column:
        return False
    if place.file != manifest:
        return True
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    return line[place.column - 1 :].startswith(change.before) and not _UNSAFE & set(change.before + change.after)


def _fix(item: Placed) -> dict[str, Any]:
    rule = RULES[item.change.rule]
    return {
        "line": item.place.line,
        "column": item.place.column,
        "before": item.change.before,
        "after": item.change.after,
        "rule": {"zh": rule.chinese, "en": item.change.rule},
    }


def typed_findings(files: ProjectFiles, name: str, text: str) -> Iterator[dict[str, Any]]:
    """What is to be said of a manuscript or a manifest that says `text`, by itself, each clean-up with its fix."""
    file = files.find(name)
    if file.kind == "manuscript":
        kind = Kind.PLAIN if PurePosixPath(name).suffix.lower() == ".txt" else Kind.MARKDOWN
        settings = settings_of(read_issue(files.edition, files.workspace))
        yield from _in_manuscript(SourceText(text, kind, name), settings)
    elif name == files.manifest_name:
        yield from _in_manifest(text, files.edition, files.workspace)


def _in_manuscript(source: SourceText, settings: Settings) -> Iterator[dict[str, Any]]:
    for found in check([source], settings):
        yield problem_data(found)
    if not settings.wants("clean-up"):
        return
    for change in clean(source.text, source.kind, settings).changes[:_MOST_FIXES]:
        yield _offered(Placed(Place(source.file, change.line, change.column, max(1, len(change.before))), change))


def _in_manifest(text: str, folder: EditionFolder, workspace: Workspace) -> Iterator[dict[str, Any]]:
    name = workspace.name_of(folder.manifest)
    shared = workspace.publication_file
    publication = Source(workspace.name_of(shared), shared.read_bytes()) if shared.is_file() else None
    reading = issue_from(Source(name, text.encode("utf-8", "replace")), publication)
    if reading.issue is not None:
        yield from _of_values(reading, folder, workspace, text)


def _of_values(
    reading: ManifestReading, folder: EditionFolder, workspace: Workspace, text: str
) -> Iterator[dict[str, Any]]:
    settings = settings_of(reading)
    written = [item for item in edition_texts(reading, folder, workspace, text) if item.path is None]
    for found in check([item.source for item in written], settings):
        yield problem_data(found)
    lines = text.split("\n")
    for item in written if settings.wants("clean-up") else ():
        yield from _changes_of(item, settings, lines)


def _changes_of(written: Written, settings: Settings, lines: Sequence[str]) -> Iterator[dict[str, Any]]:
    source = written.source
    if not written.key or not source.column:
        return
    for change in clean(source.text, source.kind, settings.without("cut-paragraphs")).changes:
        column = change.column + (source.column - 1 if change.line == 1 else 0)
        placed = Placed(Place(source.file, source.line + change.line - 1, column, max(1, len(change.before))), change)
        if _can_be_typed(placed, source.file, lines):
            yield _offered(placed)


def _offered(item: Placed) -> dict[str, Any]:
    """A change of clean-up as a finding with its fix."""
    change = item.change
    words = {"before": _seen(change.before), "after": _seen(change.after)}
    words |= {"rule_zh": RULES[change.rule].chinese, "rule_en": change.rule}
    told = problem("preview-clean-up", item.place, **words)
    return {**problem_data(told), "fixes": [_fix(item)]}


def _seen(text: str) -> str:
    text = text.translate(_VISIBLE)
    return (text if len(text) <= _MOST_SEEN else text[: _MOST_SEEN - 1] + "…") or "—"
