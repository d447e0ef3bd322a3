"""The sources of an edition by their check sums: its folder, what all editions share, its layout, fonts."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from typeset.workspace import ISSUE_FILE, EditionFolder, Workspace

SourceSums = Mapping[str, str]
"""SHA-256 of each source by its name in the project."""

PROOFS, STATUS, COMMENTS = "proofs", "status.yaml", "comments.yaml"
"""What sign-off itself keeps in the edition's folder."""

_MOST_FILES = 20_000
_FONT_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2"}


def source_sums(
    folder: EditionFolder, workspace: Workspace, layout: Path | None = None, *, profile: Path | None = None
) -> dict[str, str]:
    """SHA-256 of all files that an edition is made of, by their names in the project.

    These are its folder, what lies beside the editions for all of them, its layout (`layout:…`), fonts (`font:…`)
    and the printing house's `profile`. Hidden files, proofs, status file and list of comments are no sources.
    """
    paths = [*files_below(folder.path, {PROOFS, STATUS, COMMENTS}), *shared_files(workspace)]
    if profile and profile.is_file():
        paths.append(profile)
    found = {workspace.name_of(path): _sum(path) for path in paths}
    for path in files_below(layout, {"example", "README.md"}) if layout and layout.is_dir() else ():
        assert layout is not None
        found[f"layout:{layout.name}/{path.relative_to(layout).as_posix()}"] = _sum(path)
    for fonts in reversed(workspace.fonts):
        for path in files_below(fonts):
            if path.name == "fonts.yaml" or path.suffix.lower() in _FONT_SUFFIXES:
                found[f"font:{path.relative_to(fonts).as_posix()}"] = _sum(path)
    return dict(sorted(found.items()))


def shared_files(workspace: Workspace) -> Iterator[Path]:
    """What lies in issues/ beside the editions, for all of them."""
    others = {path.parent for path in workspace.issues.glob(f"*/{ISSUE_FILE}")}
    for path in sorted(workspace.issues.iterdir()):
        if path.name.startswith((".", "~$")) or path.is_symlink():
            continue
        if path.is_dir() and path not in others:
            yield from files_below(path)
        elif path.is_file():
            yield path


def changes_between(before: SourceSums, after: SourceSums) -> dict[str, str]:
    """What became of each source that is not the same: "changed", "added" or "removed", by its name."""
    found = {}
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            found[name] = "added" if name not in before else "removed" if name not in after else "changed"
    return found


def files_below(folder: Path, besides: Collection[str] = ()) -> Iterator[Path]:
    """The ordinary files below a folder, hidden ones left out, and what lies in it under the names `besides`."""
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
