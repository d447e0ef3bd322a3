"""Prepared pictures kept between builds, by the content they were made from. May be thrown away at any time."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from typeset.pictures.prepared import Prepared, PrintPicture
from typeset.workspace import write_atomically

_MAGIC = b"typeset-picture-2\n"
_DIGEST = hashlib.sha256().digest_size
_SUFFIX = ".picture"
_PRUNE_EVERY = 64  # pictures written
_PRUNE_TO = 0.8  # of the limit, so that pruning is rare

Kept = Prepared | PrintPicture
_KINDS: dict[str, type[Kept]] = {"screen": Prepared, "print": PrintPicture}


@dataclass
class PictureCache:
    """A folder of prepared pictures under keys made of everything that went into them.

    A damaged entry counts as none, and a folder that cannot be written to as an empty one. Above `limit_bytes` the
    entries longest unused go. Several threads and processes may use one folder.
    """

    folder: Path
    limit_bytes: int = 2**30

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._written = 0

    def get(self, key: str) -> Kept | None:
        """The picture kept under a key (64 hexadecimal digits), None where there is none or it is damaged."""
        path = self._path(key)
        try:
            found = _unpacked(path.read_bytes())
        except OSError:
            return None
        if found is None:
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)
        return found

    def put(self, key: str, prepared: Kept) -> None:
        """Keep a picture; does nothing where the folder cannot be written to."""
        try:
            write_atomically(self._path(key), _packed(prepared))
        except OSError:
            return
        with self._lock:
            due = self._written % _PRUNE_EVERY == 0
            self._written += 1
        if due:
            self.prune()

    def prune(self) -> None:
        """Take away what was longest not used until the folder is well within its limit."""
        entries = sorted(self._entries())
        total = sum(size for _, size, _ in entries)
        if total <= self.limit_bytes:
            return
        for _, size, path in entries:
            if total <= self.limit_bytes * _PRUNE_TO:
                return
            with suppress(OSError):
                path.unlink()
                total -= size

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{_SUFFIX}"

    def _entries(self) -> Iterator[tuple[int, int, Path]]:
        for path in self.folder.glob(f"??/*{_SUFFIX}*"):
            with suppress(OSError):
                status = path.stat()
                yield status.st_mtime_ns, status.st_size, path


def _packed(prepared: Kept) -> bytes:
    """Magic, digest, then a line of JSON with the kind and the fields, of those that are bytes the lengths."""
    kind = next(name for name, made in _KINDS.items() if isinstance(prepared, made))
    values = {name: value for name, value in asdict(prepared).items() if value is not None}
    parts = {name: value for name, value in values.items() if isinstance(value, bytes)}
    facts = values | {name: len(part) for name, part in parts.items()}
    body = json.dumps([kind, list(parts), facts]).encode() + b"\n" + b"".join(parts.values())
    return _MAGIC + hashlib.sha256(body).digest() + body


def _unpacked(entry: bytes) -> Kept | None:
    start = len(_MAGIC) + _DIGEST
    body = entry[start:]
    if not entry.startswith(_MAGIC) or hashlib.sha256(body).digest() != entry[len(_MAGIC) : start]:
        return None
    line, _, rest = body.partition(b"\n")
    try:
        kind, parts, facts = json.loads(line)
        for name in parts:
            facts[name], rest = rest[: facts[name]], rest[facts[name] :]
        return _KINDS[kind](**facts)
    except (ValueError, TypeError, KeyError):
        return None
