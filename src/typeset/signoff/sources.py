"""The sources of an edition by their check sums: its folder, what all editions share, its layout."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from typeset.workspace import EditionFolder, Workspace

SourceSums = Mapping[str, str]
"""SHA-256 of each source by its name in the project."""

PROOFS, STATUS, COMMENTS = "proofs", "status.yaml", "comments.yaml"
"""What sign-off itself keeps in the edition's folder."""

_MOST_FILES = 20_000


def source_sums(folder: EditionFolder, workspace: Workspace, layout: Path | None = None) -> dict[str, str]:
    """SHA-256 of all files that an edition is made of, by their names in the project.

    Hidden files, proofs, status file and list of comments are no sources. A layout that comes
    with typeset is named `layout:…`.
    """
    found = {workspace.name_of(path): _sum(path) for path in _files(folder.path, {PROOFS, STATUS, COMMENTS})}
    shared = workspace.publication_file
    if shared.is_file():
        found[workspace.name_of(shared)] = _sum(shared)
    for path in _files(layout, {"example", "README.md"}) if layout and layout.is_dir() else ():
        assert layout is not None
        found[f"layout:{layout.name}/{path.relative_to(layout).as_posix()}"] = _sum(path)
    return dict(sorted(found.items()))


def changes_between(before: SourceSums, after: SourceSums) -> dict[str, str]:
    """What became of each source that is not the same: "changed", "added" or "removed", by its name."""
    found = {}
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            found[name] = "added" if name not in before else "removed" if name not in after else "changed"
    return found


def _files(folder: Path, besides: set[str]) -> Iterator[Path]:
    count = 0
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder).parts
        hidden = any(part.startswith((".", "~$")) or part == "__pycache__" for part in inner)
        if hidden or inner[0] in besides or path.is_symlink() or not path.is_file():
            continue
        count += 1
        if count > _MOST_FILES:
            return
        yield path


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
