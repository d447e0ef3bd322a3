"""Shapes: the model as the reader and the JSON Schema walk it, with every spelling of every key."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from typeset.manifest.declaring import Key, Kind, Part, StandIn, Values
from typeset.manifest.model import Issue, PublicationFile


@dataclass(frozen=True)
class Leaf:
    """A single value. `hint` is its annotation, which holds its limits."""

    kind: Kind
    hint: Any
    values: Values | None = None

    @property
    def canonical(self) -> tuple[str, ...]:
        """The values of an enumeration; empty for other kinds."""
        return tuple(str(value) for value in _literals(self.hint))

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """What checks a value against the limits of the declaration."""
        return TypeAdapter(self.hint)


@dataclass(frozen=True)
class Options:
    """A mapping with free keys and single values."""


@dataclass(frozen=True)
class ListOf:
    """A list; a single item may stand for a list of one."""

    item: Shape


@dataclass(frozen=True)
class Group:
    """A mapping with known keys, made into `model`."""

    model: type[Part]
    fields: Mapping[str, FieldShape] = field(repr=False)

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """Every spelling of every key → its canonical name."""
        return {spelling: field.name for field in self.fields.values() for spelling in field.spellings}

    @cached_property
    def takes_text(self) -> bool:
        """Whether a plain string may stand for the whole group."""
        return self.model.from_text("x") is not None


Shape = Leaf | Options | ListOf | Group


@dataclass(frozen=True)
class FieldShape:
    """A key of a group and what may stand under it."""

    name: str
    key: Key
    shape: Shape
    required: bool
    stand_in: StandIn | None

    @property
    def spellings(self) -> tuple[str, ...]:
        """The canonical name, then the Chinese ones."""
        return (self.name, *self.key.names)

    @property
    def chinese(self) -> str:
        """The usual Chinese name."""
        return self.key.names[0]


@cache
def group_of(model: type[Part]) -> Group:
    """The shape of a model. Every field must carry a Key."""
    hints = get_type_hints(model, include_extras=True)
    fields = {}
    for name, info in model.model_fields.items():
        marks = _marks(hints[name])
        fields[name] = FieldShape(
            name,
            next(mark for mark in marks if isinstance(mark, Key)),
            _shape(hints[name]),
            info.is_required(),
            next((mark for mark in marks if isinstance(mark, StandIn)), None),
        )
    return Group(model, types.MappingProxyType(fields))


def groups_below(shape: Shape, path: tuple[FieldShape, ...] = ()) -> Iterator[tuple[tuple[FieldShape, ...], Group]]:
    """Every group of a shape with the fields that lead to it, outer ones first."""
    if isinstance(shape, ListOf):
        yield from groups_below(shape.item, path)
    elif isinstance(shape, Group):
        yield path, shape
        for field in shape.fields.values():
            yield from groups_below(field.shape, (*path, field))


@cache
def _all_groups() -> tuple[Group, ...]:
    roots = (group_of(Issue), group_of(PublicationFile))
    return tuple({group.model: group for root in roots for _, group in groups_below(root)}.values())


@cache
def all_spellings() -> frozenset[str]:
    """Every spelling of every key of both files."""
    return frozenset(spelling for group in _all_groups() for spelling in group.spellings)


def share_group(one: str, other: str) -> bool:
    """Whether two keys may stand side by side."""
    return any(one in group.spellings and other in group.spellings for group in _all_groups())


def _marks(hint: Any) -> tuple[Any, ...]:
    return hint.__metadata__ if get_origin(hint) is Annotated else ()


def _optional(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType) and type(None) in get_args(hint)


def _bare(hint: Any) -> Any:
    """A hint without its outer Annotated and without None."""
    if get_origin(hint) is Annotated:
        return _bare(hint.__origin__)
    if _optional(hint):
        return next(item for item in get_args(hint) if item is not type(None))
    return hint


def _inner(hint: Any) -> Any:
    """A hint with its limits, but without None."""
    return _bare(hint) if _optional(_bare_annotation(hint)) else hint


def _bare_annotation(hint: Any) -> Any:
    return hint.__origin__ if get_origin(hint) is Annotated else hint


def _literals(hint: Any) -> tuple[Any, ...]:
    bare = _bare(hint)
    return get_args(bare) if get_origin(bare) is Literal else ()


def _shape(hint: Any) -> Shape:
    marks = _marks(hint)
    kind = next((mark for mark in marks if isinstance(mark, Kind)), None)
    bare = _bare(hint)
    if not kind and _marks(bare):
        return _shape(bare)
    origin = get_origin(bare)
    if origin is tuple:
        return ListOf(_shape(get_args(bare)[0]))
    if origin is dict:
        return Options()
    if isinstance(bare, type) and issubclass(bare, Part):
        return group_of(bare)
    values = next((mark for mark in marks if isinstance(mark, Values)), None)
    return Leaf(kind or _kind_of(bare), _inner(hint), values)


def _kind_of(bare: Any) -> Kind:
    if get_origin(bare) is Literal:
        return Kind.CHOICE
    return {bool: Kind.FLAG, int: Kind.COUNT}[bare]
