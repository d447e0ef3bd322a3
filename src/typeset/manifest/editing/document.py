"""A manifest's text with the YAML nodes in it: where each stands, which comments there are, what it says.

ruamel.yaml reads the text into nodes with marks; changes are made in the text itself, so that every line that need not
change stays as the editor wrote it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from typeset.manifest.draft import draft_of
from typeset.manifest.editing.refusal import NotEditable
from typeset.manifest.model import Issue
from typeset.manifest.nodes import compose, parser_stop
from typeset.manifest.shapes import FieldShape, Group, ListOf, Shape, group_of

Path = tuple[str | int, ...]
Change = tuple[int, int, str]
"""Characters from … to (not included) are replaced by a text."""

Data = tuple[object, ...] | str
"""What a node says, without how it is written: ("group", pairs), ("list", items), or a text."""


@dataclass(frozen=True)
class Found:
    """A node of the document, the shape that it should have, and its way from the root as positions of children."""

    node: Node
    shape: Shape
    way: tuple[int, ...]
    in_flow: bool
    """Whether it stands inside brackets."""
    key: ScalarNode | None = None
    """The key that it stands under, unless it is an item of a list."""


class Document:
    """The text of an issue.yaml, its lines ending in line feeds.

    Raises NotEditable for a text that is not plain YAML within the bounds that `manifest` has.
    """

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self.lines = text.split("\n")
        draft, _ = draft_of(name, text.encode("utf-8", "replace"))
        stop = parser_stop(draft)
        if stop is not None:
            raise self._broken(stop.problem_mark.line + 1 if stop.problem_mark else 1)
        composed = compose(draft)
        if composed.problems:
            place = composed.problems[0].place
            raise self._broken(place.line if place else 1)
        try:
            root = YAML(typ="safe", pure=True).compose(text)
        except YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            raise self._broken(mark.line + 1 if mark else 1) from error
        if not isinstance(root, MappingNode):
            raise self._broken(1)
        self.root: MappingNode = root

    def _broken(self, line: int) -> NotEditable:
        return NotEditable("preview-form-broken", name=self.name, line=min(line, len(self.lines)))

    def refused(self, path: Path) -> NotEditable:
        """That a place is written in a way that cannot be changed here."""
        return NotEditable("preview-form-refused", path=shown_path(path))

    def changed(self, changes: Sequence[Change]) -> Document:
        """The document with changes made, which do not overlap."""
        text = self.text
        for start, end, new in sorted(changes, reverse=True):
            text = text[:start] + new + text[end:]
        return Document(text, self.name)

    def with_lines(self, lines: Sequence[str]) -> Document:
        """The document with other lines."""
        return Document("\n".join(lines), self.name)

    @property
    def top(self) -> Found:
        """The whole manifest."""
        return Found(self.root, group_of(Issue), (), bool(self.root.flow_style))

    def find(self, path: Path) -> Found:
        """The node at a canonical path, such as ("sections", 0, "articles", 1). Raises NotEditable where none is."""
        found = self.top
        for part in path:
            below = self._below(found, part)
            if below is None:
                raise NotEditable("preview-form-path", path=shown_path(path))
            found = below
        return found

    def entry(self, found: Found, name: str) -> tuple[FieldShape, Found | None]:
        """A key of a group, and what stands under it, if it is there. Raises NotEditable for an unknown key."""
        field = found.shape.fields.get(name) if isinstance(found.shape, Group) else None
        if field is None:
            raise NotEditable("preview-form-path", path=name[:40])
        return field, self._below(found, name)

    def _below(self, found: Found, part: str | int) -> Found | None:
        node, shape = found.node, found.shape
        in_flow = found.in_flow or in_brackets(node)
        if isinstance(shape, Group) and isinstance(part, str) and isinstance(node, MappingNode):
            for index, (key, value) in enumerate(node.value):
                if isinstance(key, ScalarNode) and shape.spellings.get(str(key.value).strip()) == part:
                    return Found(value, shape.fields[part].shape, (*found.way, index), in_flow, key)
        if isinstance(shape, ListOf) and isinstance(part, int):
            if isinstance(node, SequenceNode):
                if 0 <= part < len(node.value):
                    return Found(node.value[part], shape.item, (*found.way, part), in_flow)
            elif part == 0 and not is_empty(node):
                return Found(node, shape.item, found.way, found.in_flow, found.key)
        return None

    def items(self, found: Found) -> Iterator[Found]:
        """The items of a list; a single value is a list of one."""
        count = len(found.node.value) if isinstance(found.node, SequenceNode) else 1
        for index in range(count):
            if (item := self._below(found, index)) is not None:
                yield item

    def start(self, node: Node) -> int:
        """Where a node begins."""
        return int(node.start_mark.index)

    def end(self, node: Node, otherwise: int = 0) -> int:
        """Where a node's content ends; `otherwise` for one that is not written at all."""
        if isinstance(node, ScalarNode):
            if is_empty(node):
                return otherwise
            if node.style in ("|", ">"):
                return self.start(node) + len(self.text[self.start(node) : node.end_mark.index].rstrip(" \n"))
            return int(node.end_mark.index)
        if in_brackets(node) or not node.value:
            return int(node.end_mark.index)
        if isinstance(node, MappingNode):
            key, value = node.value[-1]
            return self.end(value, self.after_colon(key))
        last = node.value[-1]
        return self.end(last, self.start(last))

    def after_colon(self, key: ScalarNode) -> int:
        """The position behind the colon of a key."""
        return self.text.index(":", key.end_mark.index) + 1

    def line_of(self, index: int) -> int:
        """The number, from 0, of the line in which a character stands."""
        return bisect_right(self._starts, index) - 1

    def line_start(self, line: int) -> int:
        """Where a line begins; behind the last line, the end of the text."""
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def after_deeper_comments(self, line: int, column: int) -> int:
        """The first line behind a content's last line and the comments below it that stand deeper than `column`."""
        following = line + 1
        for number in range(line + 1, len(self.lines)):
            bare = self.lines[number].lstrip(" ")
            if bare and not bare.startswith("#"):
                break
            if bare and len(self.lines[number]) - len(bare) > column:
                following = number + 1
        return following

    def has_comment(self, start: int, end: int) -> bool:
        """Whether a comment begins in a stretch of the text."""
        return any(start <= position < end for position, _ in self.comments)

    @cached_property
    def comments(self) -> tuple[tuple[int, str], ...]:
        """All comments with their positions."""
        found = []
        for number, line in enumerate(self.lines):
            column = line.find("#")
            while column >= 0:
                position = self._starts[number] + column
                if (column == 0 or line[column - 1] in " \t") and not self.in_scalar(position):
                    found.append((position, line[column:].rstrip()))
                    break
                column = line.find("#", column + 1)
        return tuple(found)

    def in_scalar(self, position: int) -> bool:
        """Whether a character belongs to a single value (or to the header of a block of text)."""
        index = bisect_right(self._scalars, (position, len(self.text) + 1)) - 1
        if index < 0:
            return False
        start, end = self._scalars[index]
        return start <= position < end

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.lines[:-1]:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    @cached_property
    def _scalars(self) -> list[tuple[int, int]]:
        """The stretches of all single values; a block of text begins below its header, which may have a comment."""
        spans = []
        for node in _nodes(self.root):
            if isinstance(node, ScalarNode) and not is_empty(node):
                start, end = self.start(node), self.end(node)
                if node.style in ("|", ">"):
                    start = min(end, self.text.find("\n", start) % (len(self.text) + 1))
                spans.append((start, end))
        return sorted(spans)


def in_brackets(node: Node) -> bool:
    """Whether a list or a group is written in brackets."""
    return bool(getattr(node, "flow_style", False))


def is_empty(node: Node) -> bool:
    """Whether nothing is written where a value should be."""
    return isinstance(node, ScalarNode) and not node.value and not node.style


def text_of(node: Node) -> str:
    """The text of a single value, or of a list of lines."""
    if isinstance(node, SequenceNode):
        return "\n".join(text_of(item) for item in node.value if isinstance(item, ScalarNode))
    return str(node.value).strip() if isinstance(node, ScalarNode) else ""


def data_of(node: Node, hole: tuple[int, ...] | None = None) -> Data:
    """What a node says; with a hole in place of the node at the end of a way."""
    if hole == ():
        return "…"
    if isinstance(node, ScalarNode):
        return str(node.value).strip()
    rest = hole[1:] if hole else None
    at = hole[0] if hole else -1
    if isinstance(node, SequenceNode):
        return ("list", *(data_of(item, rest if at == number else None) for number, item in enumerate(node.value)))
    pairs = enumerate(node.value)
    return ("group", *((data_of(key), data_of(value, rest if at == n else None)) for n, (key, value) in pairs))


def shown_path(path: Path) -> str:
    """A path as a message shows it; positions count from 1."""
    return " / ".join(str(part + 1) if isinstance(part, int) else part for part in path)[:120]


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _nodes(key)
            yield from _nodes(value)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from _nodes(item)
