"""File names in messages, and the name somebody may have meant."""

from __future__ import annotations

import difflib
import os
import unicodedata
from itertools import islice
from pathlib import Path

from typeset.pictures.container import SUFFIXES

_MOST_SHOWN = 120
_MOST_LISTED = 5000


def shown(text: object) -> str:
    """Text from outside as a message shows it: on one line, no control or direction characters, not too long."""
    line = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in str(text))
    return line if len(line) <= _MOST_SHOWN else f"{line[: _MOST_SHOWN // 2]}…{line[-_MOST_SHOWN // 2 + 1 :]}"


def alike(path: Path) -> str | None:
    """The name of a picture in the folder of `path` that differs little from the missing one.

    First one that differs only in case or in Unicode form, then one with another picture suffix, then a likely
    slip of the keyboard. None where there is no such file.
    """
    try:
        with os.scandir(path.parent) as entries:
            names = sorted(entry.name for entry in islice(entries, _MOST_LISTED))
    except OSError:
        return None
    folded: dict[str, str] = {}
    for name in names:
        if Path(name).suffix.lower() in SUFFIXES:
            folded.setdefault(_folded(name), name)
    wanted = _folded(path.name)
    if wanted in folded:
        return folded[wanted]
    for suffix in SUFFIXES:
        if (other := _folded(path.stem) + suffix) in folded:
            return folded[other]
    close = difflib.get_close_matches(wanted, folded, n=1, cutoff=0.85)
    return folded[close[0]] if close else None


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
