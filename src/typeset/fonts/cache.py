"""The facts of font files, kept between runs, so that a build opens no font that has not changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from typeset.fonts.characters import CharacterSet
from typeset.fonts.facts import Embedding, FontFacts, read_facts
from typeset.workspace import write_atomically

_FORMAT = 1  # raise when FontFacts or its reading changes


class FactsCache:
    """Facts of font files, read from the files when path, size or modification time are new.

    The JSON file at `path` may be missing, stale or damaged: it only saves time. None keeps nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known = _load(path) if path else {}
        self._used: dict[str, Any] = {}

    def facts(self, file: Path) -> FontFacts:
        """The facts of a font file.

        Raises UnusableFont or OSError as `read_facts` does.
        """
        status = file.stat()
        stamp = [status.st_size, status.st_mtime_ns]
        name = str(file.absolute())
        facts = _restored(self._known.get(name), stamp)
        if facts is None:
            facts = read_facts(file)
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


def _plain(facts: FontFacts) -> dict[str, Any]:
    return {**asdict(facts), "characters": facts.characters.bounds}


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
