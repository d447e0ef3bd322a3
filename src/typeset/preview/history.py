"""Previous versions of the files that the preview writes, below build/<edition>/history/."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path, PurePosixPath

from typeset.workspace import write_atomically

MOST_VERSIONS = 100
MOST_BYTES = 32 * 1024 * 1024
"""Of one file; the oldest versions go first, the newest always stays."""

_FORMAT = "%Y%m%dT%H%M%S%f"
_ID = re.compile(r"\d{8}T\d{12}", re.ASCII)


@dataclass(frozen=True)
class Version:
    """A previous version: its name, when it was replaced (UTC), its size in bytes."""

    id: str
    time: datetime
    size: int


def _now() -> datetime:
    return datetime.now(UTC)


class History:
    """The previous versions of one edition's files; `name` is a file's name in the project."""

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], datetime] = _now,
        most_versions: int = MOST_VERSIONS,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._folder, self._clock = folder, clock
        self._most_versions, self._most_bytes = most_versions, most_bytes

    def keep(self, name: str, data: bytes) -> None:
        """Keep a version, unless it equals the newest one, and let the oldest go. Raises OSError."""
        paths = self._paths(name)
        if paths and paths[0].read_bytes() == data:
            return
        time = self._clock()
        if paths:  # a clock may stand still or be set back: the order of versions must not
            time = max(time, _time_of(paths[0]) + timedelta(microseconds=1))
        suffix = PurePosixPath(name).suffix
        write_atomically(self._folder_of(name) / f"{time.strftime(_FORMAT)}{suffix}", data)
        size = 0
        for number, path in enumerate(self._paths(name)):
            size += path.stat().st_size
            if number and (number >= self._most_versions or size > self._most_bytes):
                path.unlink(missing_ok=True)

    def versions(self, name: str) -> tuple[Version, ...]:
        """The versions there are, the newest first."""
        return tuple(Version(_id_of(path), _time_of(path), path.stat().st_size) for path in self._paths(name))

    def read(self, name: str, version: str) -> bytes | None:
        """A version's bytes, or None where there is no such version."""
        found = next((path for path in self._paths(name) if _id_of(path) == version), None)
        return found.read_bytes() if found else None

    def _folder_of(self, name: str) -> Path:
        digest = sha256(name.encode()).hexdigest()[:16]
        stem = re.sub(r"[^\w-]", "_", PurePosixPath(name).stem)[:40]
        return self._folder / f"{stem}-{digest}"

    def _paths(self, name: str) -> list[Path]:
        folder = self._folder_of(name)
        found = folder.iterdir() if folder.is_dir() else ()
        return sorted((path for path in found if _ID.fullmatch(_id_of(path))), key=_id_of, reverse=True)


def _id_of(path: Path) -> str:
    return path.name.partition(".")[0]


def _time_of(path: Path) -> datetime:
    return datetime.strptime(_id_of(path), _FORMAT).replace(tzinfo=UTC)
