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
def _texts() -> Mapping[str, str]:
    files = (item for item in resources.files(__package__).iterdir() if item.name.endswith(".yaml"))
    return {item.name: item.read_text("utf-8") for item in sorted(files, key=lambda item: item.name)}


@cache
def _entries(file: str) -> Mapping[str, Entry]:
    entries: dict[str, Entry] = {}
    for code, words in (yaml.load(_texts()[file], _LOADER) or {}).items():
        hint = words.get("hint") or {"zh": "", "en": ""}
        entries[code] = Entry(words["severity"], {"zh": words["zh"], "en": words["en"]}, hint)
    return entries


def entry(code: str) -> Entry:
    """The words of a code. Raises KeyError where the catalogue has none."""
    for file, text in _texts().items():  # only the file that has it is parsed: all of them take 40 ms
        if text.startswith(f"{code}:") or f"\n{code}:" in text:
            return _entries(file)[code]
    raise KeyError(code)


def codes() -> frozenset[str]:
    """All codes of the catalogue. Raises ValueError for one that stands twice."""
    found: set[str] = set()
    for file in _texts():
        twice = found & _entries(file).keys()
        if twice:
            raise ValueError(f"problem code {min(twice)} stands twice in the catalogue ({file})")
        found |= _entries(file).keys()
    return frozenset(found)
