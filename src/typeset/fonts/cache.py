"""The facts of font files, kept between runs, so that a build opens no font that has not changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from typeset.fonts.characters import CharacterSet
from typeset.fonts.facts import Embedding, FontFacts, read_facts
from typeset.workspace import write_atomically

_MOST_AT_ONCE = 4  # fonts
_FORMAT = 1  # raise when FontFacts or its reading changes


class FactsCache:
    """Facts of font files, read from the files when path, size or modification time are new.

    The JSON file at `path` may be missing, stale or damaged: it only saves time. None keeps nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known = _load(path) if path else {}
        self._used: dict[str, Any] = {}
        self._coming: dict[str, Future[FontFacts]] = {}

    def ahead(self, files: Iterable[Path]) -> None:
        """Begin to read all those of the files that are new: they are large, and threads read and hash them at once."""
        names = {str(file.absolute()): file for file in files if file.is_file()}
        new = {name: file for name, file in names.items() if _restored(self._known.get(name), _stamp(file)) is None}
        pool = ThreadPoolExecutor(_MOST_AT_ONCE)
        self._coming |= {name: pool.submit(read_facts, file) for name, file in new.items()}
        pool.shutdown(wait=False)

    def facts(self, file: Path) -> FontFacts:
        """The facts of a font file.

        Raises UnusableFont or OSError as `read_facts` does.
        """
        stamp = _stamp(file)
        name = str(file.absolute())
        facts = _restored(self._known.get(name), stamp)
        if facts is None:
            coming = self._coming.pop(name, None)
            facts = coming.result() if coming else read_facts(file)
            self._used[name] = {"stamp": stamp, "facts": _plain(facts)}
        else:
            self._used[name] = self._known[name]
        return facts

    def save(self) -> None:
        """Write what this run used, where that differs from what the file holds."""
        if self._path is None or self._used == self._known:
            return
        data = json.dumps({"format": _FORMAT, "files": self._used}, ensure_ascii=False, separators=(",", ":"))
        with suppress(OSError):  # a cache that cannot be written costs time, nothing else
            write_atomically(self._path, data.encode())
        self._known = dict(self._used)


def _load(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_bytes())
        return dict(data["files"]) if data["format"] == _FORMAT else {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def _stamp(file: Path) -> list[int]:
    status = file.stat()
    return [status.st_size, status.st_mtime_ns]


def _plain(facts: FontFacts) -> dict[str, Any]:
    return {**vars(facts), "characters": facts.characters.bounds}


def _restored(entry: Any, stamp: list[int]) -> FontFacts | None:
    if not isinstance(entry, Mapping) or entry.get("stamp") != stamp:
        return None
    try:
        facts = dict(entry["facts"])
        facts["families"] = tuple(facts["families"])
        facts["embedding"] = Embedding(facts["embedding"])
        facts["characters"] = CharacterSet(tuple(facts["characters"]))
        return FontFacts(**facts)
    except (KeyError, TypeError, ValueError):
        return None
