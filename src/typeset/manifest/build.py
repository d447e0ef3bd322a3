"""Building: from the canonical tree to the model. What is missing or unusable is left out or stood in for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from typeset.manifest.declaring import Part
from typeset.manifest.readings import Nothing
from typeset.manifest.shapes import FieldShape, Group, ListOf, Shape
from typeset.manifest.tree import Fields, Items, Tree, Value
from typeset.problems import Place, Problem, problem

Path = tuple[str | int, ...]


@dataclass
class Built:
    """What building gives beside the model: places by canonical path, paths of unusable values, problems."""

    places: dict[Path, Place] = field(default_factory=dict)
    faulty: set[Path] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def absorb(self, inner: Built) -> None:
        """Take over what building a part gave."""
        self.places.update(inner.places)
        self.faulty.update(inner.faulty)
        self.problems += inner.problems


def build(tree: Fields, group: Group, words: tuple[str, str]) -> tuple[Part | None, Built]:
    """Build the model of a whole file; `words` name the file in Chinese and English for messages."""
    built = Built()
    model = _model(tree, group, (), words, built)
    return (None if isinstance(model, Nothing) else model), built


def _model(tree: Fields, group: Group, path: Path, words: tuple[str, str], out: Built) -> Part | Nothing:
    inner = Built({path: tree.place})
    values: dict[str, Any] = {}
    complete = True
    for name, shape in group.fields.items():
        value = _field(tree, shape, (*path, name), inner)
        if value is Nothing.FAULTY:
            inner.faulty.add((*path, name))
        if not isinstance(value, Nothing):
            values[name] = value
        elif shape.required:
            if value is Nothing.ABSENT:
                inner.problems.append(_missing(tree, shape, words))
            if shape.stand_in is None:
                complete = False
            else:
                values[name] = shape.stand_in.value
    if not complete:
        out.problems += inner.problems
        return Nothing.FAULTY
    out.absorb(inner)
    return group.model(**values)


def _missing(tree: Fields, shape: FieldShape, words: tuple[str, str]) -> Problem:
    if shape.name in tree.empty:
        spelled, place = tree.empty[shape.name]
        return problem("manifest-empty-value", place, key=spelled)
    names = {"key_zh": shape.chinese, "key_en": shape.name, "where_zh": words[0], "where_en": words[1]}
    return problem("manifest-missing-key", tree.parent, severity=None, **names)


def _field(tree: Fields, shape: FieldShape, path: Path, out: Built) -> Any:
    if shape.name in tree.entries:
        spelled = tree.spelled.get(shape.name)  # as the editor calls it: 编者按, not 编前
        words = (f"“{spelled or shape.chinese}”", f"“{spelled or shape.name}”")
        return _value(tree.entries[shape.name], shape.shape, path, words, out)
    return Nothing.FAULTY if shape.name in tree.faulty else Nothing.ABSENT


def _value(tree: Tree, shape: Shape, path: Path, words: tuple[str, str], out: Built) -> Any:
    match tree, shape:
        case Value(value=value, place=place), _:
            out.places[path] = place
            return value
        case Items(), ListOf(item=item):
            return _list(tree, item, path, words, out)
        case Fields(), Group():
            return _model(tree, shape, path, words, out)
        case Fields(), _:
            return _options(tree, path, out)
    raise AssertionError(f"{path}: the tree does not fit the shape")


def _list(tree: Items, item: Shape, path: Path, words: tuple[str, str], out: Built) -> tuple[Any, ...]:
    """The usable items; places count them as the model does."""
    out.places[path] = tree.place
    found: list[Any] = []
    for below in tree.items:
        value = _value(below, item, (*path, len(found)), words, out)
        if isinstance(value, Nothing):
            out.faulty.add(path)
        else:
            found.append(value)
    return tuple(found)


def _options(tree: Fields, path: Path, out: Built) -> Mapping[str, Any]:
    out.places[path] = tree.place
    options = {}
    for name, below in tree.entries.items():
        if isinstance(below, Value):
            out.places[(*path, name)] = below.place
            options[name] = below.value
    return options
