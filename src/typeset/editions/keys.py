"""The keys of a manifest's slices: what an entry is called in the model, what its value means, how a key is spelled."""

from __future__ import annotations

from typing import Any

from typeset.editions.slices import Entry, Group, Piece
from typeset.manifest.declaring import Part
from typeset.manifest.names import is_chinese
from typeset.manifest.readings import Nothing
from typeset.manifest.scalars import read_scalar
from typeset.manifest.shapes import Leaf, group_of


def name_of(entry: Entry, model: type[Part]) -> str:
    """The canonical name of an entry of `model`; empty for an unknown key."""
    return group_of(model).spellings.get(entry.name.strip(), "")


def entry_of(group: Group, model: type[Part], name: str) -> Entry | None:
    """The entry of a group that has this canonical name."""
    return next((entry for entry in group.entries if name_of(entry, model) == name), None)


def value_of(piece: Piece, model: type[Part], name: str) -> Any:
    """A single value as the manifest's reader understands it under this key; None where it does not."""
    leaf = group_of(model).fields[name].shape
    if not isinstance(leaf, Leaf) or piece.text is None:
        return None
    value = read_scalar(leaf, piece.text, plain=piece.plain).value
    return None if isinstance(value, Nothing) else value


def key(model: type[Part], name: str, *, chinese: bool) -> str:
    """The usual spelling of a key in one of the languages."""
    return group_of(model).fields[name].chinese if chinese else name


def mostly_chinese(group: Group) -> bool:
    """Whether at least half of a group's keys are Chinese."""
    chinese = sum(is_chinese(entry.name) for entry in group.entries)
    return 2 * chinese >= len(group.entries)
