"""fonts.yaml as it is written: entries with the place of each value, and what is wrong with them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from typeset.problems import Place, Problem, problem

LIST_FILE = "fonts.yaml"
_MOST_BYTES = 256 * 1024
_MOST_DEPTH = 12

_LIST_KEYS = {"字体": "faces"}
_FACE_KEYS = {
    "文件": "file",
    "字体名": "family",
    "用途": "role",
    "字重": "weight",
    "样式": "style",
    "版本": "version",
    "授权": "licence",
    "license": "licence",
    "来源": "source",
    "不用": "without",
}
_LICENCE_KEYS = {"名称": "id", "文件": "file"}
_VALUES: Mapping[str, Mapping[str, str | None]] = {
    "role": {
        "宋": "song",
        "宋体": "song",
        "黑": "hei",
        "黑体": "hei",
        "楷": "kai",
        "楷体": "kai",
        "仿宋": "fang",
        "仿宋体": "fang",
        "小标宋": "xiaobiaosong",
        "小标宋体": "xiaobiaosong",
        "none": None,
        "无": None,
    },
    "style": {"正体": "normal", "斜体": "italic"},
}

Text = Annotated[str, Field(min_length=1, max_length=500)]


class LicenceEntry(BaseModel):
    """A licence as listed: its name or SPDX identifier, and its text below the fonts folder."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: Text
    file: Text | None = None


class FaceEntry(BaseModel):
    """A face as listed; what is absent is taken from the font file."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    file: Text
    family: Text | None = None
    role: Annotated[str, Field(pattern=r"^[\w-]{1,40}$")] | None = None
    weight: Annotated[int, Field(ge=1, le=1000)] | None = None
    style: Literal["normal", "italic"] | None = None
    version: Text | None = None
    licence: LicenceEntry | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-fA-F]{64}$")] | None = None
    source: Text | None = None
    without: Text | None = None
    """Characters that are not taken from this face but from the next in a style sheet's list."""


@dataclass(frozen=True)
class Listed:
    """An entry with its places: of the entry itself (key "") and of each value."""

    entry: FaceEntry
    places: Mapping[str, Place]

    def place(self, key: str = "") -> Place:
        """Where the value of `key` is written, or the entry where it is not."""
        return self.places.get(key, self.places[""])


def read_list(path: Path, name: str) -> tuple[tuple[Listed, ...], tuple[Problem, ...]]:
    """The entries of a fonts.yaml that are in order, and the problems of the others.

    `name` is the file's name in messages. Keys may be Chinese or English; values are taken as written, so that a
    version 1.250 stays 1.250. Raises OSError where the file cannot be read.
    """
    reader = _Reader(name)
    if path.stat().st_size > _MOST_BYTES:
        reader.report("fonts-list-too-large", limit=_MOST_BYTES // 1024)
        return (), tuple(reader.problems)
    root = reader.compose(path.read_bytes())
    return (tuple(reader.entries(root)) if root else ()), tuple(reader.problems)


class _Refused(Exception):  # noqa: N818 - YAML that is legal and not accepted
    def __init__(self, code: str, mark: Any) -> None:
        super().__init__(code)
        self.code = code
        self.mark = mark


class _Loader(yaml.SafeLoader):
    """Composes nodes only, without references and of bounded depth: small input stays small."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call] # its stubs say nothing
        if isinstance(event, yaml.AliasEvent):
            raise _Refused("fonts-list-alias", event.start_mark)
        if self.depth > _MOST_DEPTH:
            raise _Refused("fonts-list-depth", event.start_mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


@dataclass
class _Reader:
    name: str
    problems: list[Problem] = field(default_factory=list)

    def report(self, code: str, node: yaml.Node | None = None, **arguments: Any) -> None:
        self.problems.append(problem(code, self.place(node), **arguments))

    def place(self, node: yaml.Node | None) -> Place:
        if node is None:
            return Place(self.name)
        start, end = node.start_mark, node.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return Place(self.name, start.line + 1, start.column + 1, max(1, length))

    def compose(self, data: bytes) -> yaml.Node | None:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.problems.append(problem("fonts-list-encoding", Place(self.name, line)))
            return None
        try:
            return yaml.compose(text, Loader=_Loader)
        except _Refused as error:
            self.problems.append(problem(error.code, self._at(error.mark)))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            why = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
            self.problems.append(problem("fonts-list-yaml", self._at(mark), why=why))
        return None

    def _at(self, mark: Any) -> Place:
        return Place(self.name, mark.line + 1, mark.column + 1) if mark else Place(self.name)

    def entries(self, root: yaml.Node) -> Iterator[Listed]:
        faces = self.mapping(root, _LIST_KEYS, {"faces"}).get("faces")
        if faces is None or _empty(faces):
            return
        if not isinstance(faces, yaml.SequenceNode):
            self.report("fonts-list-shape", faces)
            return
        for node in faces.value:
            if listed := self.entry(node):
                yield listed

    def entry(self, node: yaml.Node) -> Listed | None:
        before = len(self.problems)
        nodes = self.mapping(node, _FACE_KEYS, FaceEntry.model_fields)
        values = {key: self.value(key, item) for key, item in nodes.items()}
        if len(self.problems) > before:
            return None
        try:
            entry = FaceEntry.model_validate({key: value for key, value in values.items() if value is not None})
        except ValidationError as error:
            for detail in error.errors(include_url=False, include_context=False):
                self.wrong_value(str(detail["loc"][0]), nodes, node, values)
            return None
        places = {key: self.place(item) for key, item in nodes.items()}
        start = self.place(node)
        return Listed(entry, {**places, "": Place(start.file, start.line, start.column)})

    def wrong_value(
        self, key: str, nodes: Mapping[str, yaml.Node], entry: yaml.Node, values: Mapping[str, Any]
    ) -> None:
        if key not in nodes or values[key] is None:
            self.report("fonts-file-unnamed", entry)
        elif key in {"role", "weight", "style", "sha256"}:
            self.report(f"fonts-value-{key}", nodes[key], value=values[key])
        else:
            self.report("fonts-value-text", nodes[key], key=key)

    def mapping(self, node: yaml.Node, names: Mapping[str, str], known: Iterable[str]) -> dict[str, yaml.Node]:
        """The values of a mapping by canonical key; unknown and repeated keys are reported."""
        if not isinstance(node, yaml.MappingNode):
            self.report("fonts-list-shape", node)
            return {}
        known = frozenset(known)
        found: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            written = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
            key = names.get(written, written)
            if key not in known:
                near = difflib.get_close_matches(written, [*known, *names], 1)
                self.report(
                    "fonts-list-key-unknown", key_node, key=written, near=near[0] if near else "、".join(sorted(known))
                )
            elif key in found:
                self.report("fonts-list-key-twice", key_node, key=written)
            else:
                found[key] = value
        return found

    def value(self, key: str, node: yaml.Node) -> Any:
        if key == "licence" and isinstance(node, yaml.MappingNode):
            parts = self.mapping(node, _LICENCE_KEYS, LicenceEntry.model_fields)
            return {name: self.value(name, part) for name, part in parts.items()}
        if not isinstance(node, yaml.ScalarNode):
            self.report("fonts-value-text", node, key=key)
            return None
        if _empty(node):
            return None
        text = str(node.value).strip()
        return {"id": text} if key == "licence" else _VALUES.get(key, {}).get(text, text)


def _empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style is None and node.value in {"", "~", "null"}
