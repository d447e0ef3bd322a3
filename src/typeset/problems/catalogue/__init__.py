"""The message catalogue: the words of every problem in Chinese and English, one YAML file a subject.

An entry: `code: {severity: error, zh: …, en: …, hint: {zh: …, en: …}}`; `{name}` is filled from the
problem's arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster; PyYAML may be built without it


@dataclass(frozen=True)
class Entry:
    """The words of one code, by language."""

    severity: str
    message: Mapping[str, str]
    hint: Mapping[str, str]


@cache
def _load() -> Mapping[str, Entry]:
    entries: dict[str, Entry] = {}
    for file in sorted(resources.files(__package__).iterdir(), key=lambda item: item.name):
        if not file.name.endswith(".yaml"):
            continue
        for code, words in (yaml.load(file.read_text("utf-8"), _LOADER) or {}).items():
            if code in entries:
                raise ValueError(f"problem code {code} stands twice in the catalogue ({file.name})")
            hint = words.get("hint") or {"zh": "", "en": ""}
            entries[code] = Entry(words["severity"], {"zh": words["zh"], "en": words["en"]}, hint)
    return entries


def entry(code: str) -> Entry:
    """The words of a code. Raises KeyError where the catalogue has none."""
    return _load()[code]


def codes() -> frozenset[str]:
    """All codes of the catalogue."""
    return frozenset(_load())
