"""Trees: what a manifest says in canonical terms, each value with its place, before it becomes the model.

Two files are merged at this stage: publication.yaml lies under issue.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from typeset.problems import Place


@dataclass(frozen=True)
class Value:
    """A single value that fits the model."""

    value: Any
    place: Place


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[Tree, ...]
    place: Place


@dataclass(frozen=True)
class Fields:
    """A group: canonical key → what stands under it.

    `place` is where the group's content begins, `parent` the key or list item it stands under. `faulty` are keys that
    were written but said nothing usable (reported already), `empty` those without a value, as they were spelled;
    `spelled` is how the keys with entries were spelled.
    """

    entries: Mapping[str, Tree]
    place: Place
    parent: Place
    faulty: frozenset[str] = frozenset()
    empty: Mapping[str, tuple[str, Place]] = field(default_factory=dict)
    spelled: Mapping[str, str] = field(default_factory=dict)


Tree = Value | Items | Fields


def merged(under: Fields, over: Fields) -> Fields:
    """`over` laid on `under`: groups key by key, lists and single values replaced whole."""
    entries = dict(under.entries)
    for name, tree in over.entries.items():
        below = entries.get(name)
        entries[name] = merged(below, tree) if isinstance(below, Fields) and isinstance(tree, Fields) else tree
    faulty = (under.faulty | over.faulty) - entries.keys()
    empty, spelled = {**under.empty, **over.empty}, {**under.spelled, **over.spelled}
    return Fields(entries, over.place, over.parent, faulty, empty, spelled)
