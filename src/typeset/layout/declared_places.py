"""Where things stand in a layout.yaml, so that its author is sent to the line, and what is wrong there in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from typeset.problems import Place

Steps = Sequence[str | int]
"""Keys and positions from the top of layout.yaml, such as ("options", "accent", "default")."""

_NUMBERS = ("int_parsing", "int_type", "int_from_float", "float_parsing", "float_type")
_LIMITS = {"greater_than_equal": ("不小于", "ge"), "less_than_equal": ("不大于", "le"), "greater_than": ("大于", "gt")}


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong in a declaration, in both languages, with its place."""

    place: Place
    zh: str
    en: str


def declared_place(folder: Path, name: str, path: Steps = ()) -> Place:
    """The place of a value of a layout's declaration, or of the nearest thing around it that is written.

    Without line and column where the file cannot be read as YAML.
    """
    file = f"layouts/{folder.name}/{name}"
    try:
        node = yaml.compose((folder / name).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return Place(file)
    mark = None
    for step in path:
        found = _inside(node, step)
        if found is None:
            break
        key, node = found
        mark = key.start_mark
    return Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)


def _inside(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """The node of a key (or of the item itself) and its value."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def wrong_values(errors: Sequence[Any], folder: Path, name: str) -> Iterator[Wrong]:
    """What pydantic found wrong with a declaration, for its author: where, and in both languages."""
    for error in errors:
        path = [step for step in error["loc"] if step != "[key]"]
        key = ".".join(map(str, path))
        zh, en = _words(error, key)
        yield Wrong(declared_place(folder, name, path), zh, en)


def _words(error: Any, key: str) -> tuple[str, str]:
    kind, context, message = error["type"], error.get("ctx", {}), f"{key}: {error['msg']}"
    if kind == "extra_forbidden":
        return f"不认识“{key}”", f"{key} is not known"
    if kind == "missing":
        return f"缺少“{key}”", message
    if kind == "literal_error":
        return f"“{key}”只能写 {context['expected'].replace(' or ', '、').replace(', ', '、')}", message
    if kind in _NUMBERS:
        return f"“{key}”应写数字", message
    if kind in _LIMITS:
        word, limit = _LIMITS[kind]
        return f"“{key}”应{word} {context[limit]:g}", message
    if kind in ("bool_parsing", "bool_type"):
        return f"“{key}”应写 true 或 false", message
    if kind == "string_type":
        return f"“{key}”应写文字", message
    if kind == "string_pattern_mismatch":
        return f"“{key}”的写法不对，应合于 {context['pattern']}", message
    return f"“{key}”{error['msg'].removeprefix('Value error, ')}", message
