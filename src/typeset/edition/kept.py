"""Sources kept between readings of an edition: a file that did not change is not read again.

Files are told by path, modification time, size and identity on the disk. Within one reading nothing is read twice;
what a reading did not ask for is forgotten with the next one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Hashable
from dataclasses import replace
from pathlib import Path
from typing import Any

from typeset.manifest import ManifestReading, read_issue
from typeset.manuscript import Reading, read_manuscript
from typeset.pictures import PictureFacts, read_facts
from typeset.problems import Place, Problem
from typeset.workspace import EditionFolder, Workspace

Stamp = tuple[int, int, int, int]
"""Modification time, change time, size and number of a file; zeros for one that is not there."""

_GONE: Stamp = (0, 0, 0, 0)
_SETTLED = 2_000_000_000  # ns: what is younger may change again within its time stamp


def stamp(path: Path) -> Stamp:
    """What tells a file from its earlier and later states."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return _GONE
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def folder_stamp(folder: Path) -> tuple[tuple[str, Stamp], ...]:
    """The stamps of all files below a folder, in the order of their names."""
    found = []
    for root, folders, files in os.walk(folder):
        folders.sort()
        found += [(name, stamp(Path(root, name))) for name in sorted(files)]
    return tuple(found)


class Memory:
    """Values kept under keys; those that were not asked for between two calls of `turn` are forgotten."""

    def __init__(self) -> None:
        self._old: dict[Hashable, Any] = {}
        self._now: dict[Hashable, Any] = {}

    def turn(self) -> None:
        """A new reading begins."""
        self._old, self._now = self._now, {}

    def get(self, key: Hashable, make: Callable[[], Any], *, keep: bool = True) -> Any:
        """The value under a key, made where it is not known; without `keep` only for this time."""
        if key in self._now:
            return self._now[key]
        value = self._old[key] if key in self._old else make()
        if keep:
            self._now[key] = value
        return value


class KeptSources:
    """The manifest, manuscripts and facts of pictures of one edition, read again only where their files changed."""

    def __init__(self) -> None:
        self._memory = Memory()

    def turn(self) -> None:
        """A new reading begins."""
        self._memory.turn()

    def manifest(self, folder: EditionFolder, workspace: Workspace) -> ManifestReading:
        """`read_issue`, remembered."""
        files = (stamp(folder.manifest), stamp(workspace.publication_file))
        made: ManifestReading = self._memory.get(
            ("manifest", folder.path, *files), lambda: read_issue(folder, workspace), keep=_settled(*files)
        )
        return made

    def manuscript(self, path: Path, name: str, title: str) -> Reading:
        """`read_manuscript`, remembered."""
        file = stamp(path)
        made: Reading = self._memory.get(
            ("manuscript", path, file, name, title), lambda: read_manuscript(path, name, title), keep=_settled(file)
        )
        return made

    def picture(
        self, path: Path, place: Place, *, name: str, awaited: bool
    ) -> tuple[PictureFacts | None, tuple[Problem, ...]]:
        """`read_facts`, remembered wherever in the manifest the picture stands."""
        file = stamp(path)
        facts, problems, then = self._memory.get(
            ("picture", path, file, name, awaited),
            lambda: (*read_facts(path, place, name=name, awaited=awaited), place),
            keep=_settled(file) and file != _GONE,
        )
        return facts, tuple(replace(item, place=place) if item.place == then else item for item in problems)


def _settled(*stamps: Stamp) -> bool:
    """Whether the files are old enough for their time stamps to tell the next change."""
    now = time.time_ns()
    return all(abs(now - item[0]) > _SETTLED for item in stamps)
