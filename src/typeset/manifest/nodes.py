"""Nodes: YAML as a tree with source marks, built from the parser's events within bounds.

Nothing is resolved: scalars stay as written, aliases are not followed, so no input can grow in memory. The events of
both PyYAML parsers come without recursion; the bounds hold before anything is built on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from typeset.manifest.draft import Draft
from typeset.problems import Problem, problem

DEPTH_LIMIT = 20
NODE_LIMIT = 100_000
"""Values and groups in one file; a yearbook of a thousand articles has some forty thousand."""
_MOST_REFUSALS = 20  # references, tags and odd keys reported in one file

# The C parser is some twenty times as fast; PyYAML can be installed without it.
Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Mark:
    """A position in a draft, line and column from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as written; `style` is empty for a plain one, else its mark: ' " | >"""

    value: str
    style: str
    start: Mark
    end: Mark

    @property
    def empty(self) -> bool:
        """Whether nothing was written at all."""
        return not self.value and not self.style


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    start: Mark
    end: Mark


@dataclass(frozen=True, slots=True)
class Mapping:
    """A group of keys and values in the order written, duplicates kept."""

    entries: tuple[tuple[Scalar, Node], ...]
    start: Mark
    end: Mark


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True)
class Composition:
    """What was built: the root (None for an empty text), and what was refused or not read."""

    root: Node | None
    problems: tuple[Problem, ...]


class _Frame:
    """A collection under construction."""

    def __init__(self, event: yaml.CollectionStartEvent) -> None:
        self.start = _mark(event.start_mark)
        self.mapping = isinstance(event, yaml.MappingStartEvent)
        self.in_brackets = bool(event.flow_style)
        self.children: list[Node] = []

    def close(self, end: Mark) -> Node:
        if not self.mapping:
            return Sequence(tuple(self.children), self.start, end)
        keys, values = self.children[::2], self.children[1::2]
        if len(values) < len(keys):
            values.append(Scalar("", "", end, end))
        entries = tuple((key, value) for key, value in zip(keys, values, strict=True) if isinstance(key, Scalar))
        return Mapping(entries, self.start, end)


def parser_stop(draft: Draft) -> yaml.MarkedYAMLError | None:
    """Where the parser stops at a slip, or None where it reaches the end (or a bound, which `compose` reports)."""
    depth = 0
    try:
        for count, event in enumerate(_events(draft.text)):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > DEPTH_LIMIT or count > NODE_LIMIT:
                break
    except yaml.MarkedYAMLError as stop:
        return stop
    return None


def compose(draft: Draft) -> Composition:
    """Build the tree of a draft's first document, as far as the parser comes."""
    builder = _Builder(draft)
    try:
        for event in _events(draft.text):
            if not builder.take(event):
                break
    except yaml.MarkedYAMLError as stop:
        mark = stop.problem_mark
        builder.report("yaml-rest-unread", _mark(mark) if mark else builder.last)
    return Composition(builder.finish(), tuple(builder.problems))


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=Loader)


def _mark(mark: Any) -> Mark:
    """A mark of either parser."""
    return Mark(mark.line + 1, mark.column + 1)


class _Builder:
    """Takes events in order; `take` says whether to go on."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.problems: list[Problem] = []
        self.frames: list[_Frame] = []
        self.root: Node | None = None
        self.documents = 0
        self.count = 0
        self.last = Mark(1, 1)

    def take(self, event: yaml.Event) -> bool:
        self.count += 1
        if self.count > NODE_LIMIT:
            self.report("yaml-too-many-values", self.last, limit=NODE_LIMIT)
            return False
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self.report("yaml-several-documents", _mark(event.start_mark))
                    return False
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                return self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                # Without brackets the parser's mark lies at the next token; for a reader the last child is the end.
                if self.frames[-1].in_brackets:
                    self.last = _mark(event.end_mark)
                self._place(self.frames.pop().close(self.last))
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.AliasEvent():
                self._alias(event)
        return True

    def finish(self) -> Node | None:
        while self.frames:
            self._place(self.frames.pop().close(self.last))
        return self.root

    def _open(self, event: yaml.CollectionStartEvent) -> bool:
        start = _mark(event.start_mark)
        if len(self.frames) >= DEPTH_LIMIT:
            self.report("yaml-too-deep", start, limit=DEPTH_LIMIT)
            return False
        if event.anchor is not None or event.tag is not None:
            self._refuse(start, self.draft.line(start.line)[start.column - 1 :][:1])
        self.frames.append(_Frame(event))
        return True

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        start, end = _mark(event.start_mark), _mark(event.end_mark)
        value, style = event.value, event.style or ""
        if event.anchor is not None or event.tag is not None:
            written = self.draft.line(start.line)[start.column - 1 :]
            self._refuse(start, written[:1])
            if start.line == end.line:
                value, style = written[: end.column - start.column].strip(), "'"
        self.last = end
        self._place(Scalar(value, style, start, end))

    def _alias(self, event: yaml.AliasEvent) -> None:
        start, end = _mark(event.start_mark), _mark(event.end_mark)
        self._refuse(start, "*")
        self.last = end
        self._place(Scalar(f"*{event.anchor}", "'", start, end))

    def _place(self, node: Node) -> None:
        if not self.frames:
            self.root = node
            return
        frame = self.frames[-1]
        is_key = frame.mapping and len(frame.children) % 2 == 0
        if is_key and not isinstance(node, Scalar):
            self.report("yaml-key-not-text", node.start)
        frame.children.append(node)

    def _refuse(self, start: Mark, mark: str) -> None:
        self.report("yaml-reference", start, mark=mark)

    def report(self, code: str, start: Mark, **arguments: object) -> None:
        if len(self.problems) < _MOST_REFUSALS:
            line = min(start.line, len(self.draft.lines))
            place = self.draft.place(line, start.column)
            self.problems.append(problem(code, place, severity=None, **arguments))
