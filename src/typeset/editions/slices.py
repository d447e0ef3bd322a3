"""YAML in slices: the entries and items of a manifest as lines of its own text, with the comments that belong to them.

A new manifest is put together from slices of the last one, so that wording, quotes and comments stay as the editor
wrote them. A comment belongs to what stands below it, unless it is indented more deeply than that: then it belongs to
what stands above. Comments before the first entry belong to the whole group. Flow style ({…}, […]) is rewritten as
indented lines where its inside is asked for.

The text must be one that `typeset.manifest` reads without broken YAML: no references, bounded depth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import yaml

from typeset.manifest.slips import quoted

_WORDS = re.compile("[\u4e00-\u9fff（][\u4e00-\u9fffA-Za-z0-9（）、·]*")


@dataclass(frozen=True)
class Piece:
    """A node of a text, and its stretch of lines (from 0): the first that may hold its comments, the first after it."""

    lines: Sequence[str]
    node: yaml.Node
    top: int
    bound: int

    @property
    def text(self) -> str | None:
        """A single value as YAML reads it before giving it a type; None for a collection."""
        return self.node.value if isinstance(self.node, yaml.ScalarNode) else None

    @property
    def plain(self) -> bool:
        """Whether a single value stands without quotes."""
        return isinstance(self.node, yaml.ScalarNode) and not self.node.style

    @property
    def is_group(self) -> bool:
        """Whether this is a mapping."""
        return isinstance(self.node, yaml.MappingNode)

    @property
    def empty(self) -> bool:
        """Whether nothing is written here, or an empty collection."""
        return not self.node.value and not (isinstance(self.node, yaml.ScalarNode) and self.node.style)

    @property
    def own(self) -> list[str]:
        """The lines as they stand, indented as if the node stood at the line's start."""
        start = self.node.start_mark
        first = self.lines[start.line][start.column :]
        return [first, *_dedented(self.lines[start.line + 1 : self.bound], start.column)]


@dataclass(frozen=True)
class Entry:
    """A key with its value: lines that are indented as if the key stood at the line's start.

    `key` is the key as written, `lead` the comments above it, `own` its lines, `after` the comment behind a single
    value, `follow` the lines below that value, `step` the columns by which the value is indented.
    """

    name: str
    key: str
    lead: tuple[str, ...]
    own: tuple[str, ...]
    after: str
    follow: tuple[str, ...]
    step: int
    value: Piece

    @property
    def lines(self) -> list[str]:
        """The entry with the comments above it."""
        return [*self.lead, *self.own]

    def with_value(self, written: str) -> Entry:
        """The entry with another single value, as YAML writes it; a comment behind it stays."""
        line = f"{self.key}: {written}".rstrip() + self.after
        return replace(self, own=(line, *self.follow))

    def with_content(self, content: Iterable[str]) -> Entry:
        """The entry with other lines below its key."""
        line = self.own[0] if _is_block(self.value.node) else f"{self.key}:"
        return replace(self, own=(line, *indented(content, self.step)))


@dataclass(frozen=True)
class Item:
    """One item of a list; `dash` is the dash with the spaces behind it."""

    lead: tuple[str, ...]
    dash: str
    value: Piece

    def lines(self, content: Sequence[str]) -> list[str]:
        """The item with this content instead of its own."""
        return [*self.lead, *with_dash(self.dash, content)]


@dataclass(frozen=True)
class Group:
    """A mapping: comments above its first entry, entries, comments below the last."""

    head: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    tail: tuple[str, ...] = ()

    def lines(self, content: Iterable[str]) -> list[str]:
        """The group's lines, with this content instead of its entries."""
        return [*self.head, *without_blanks_above(tuple(content)), *self.tail]


@dataclass(frozen=True)
class Listing:
    """A list: comments above its first item, items, comments below the last."""

    head: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    tail: tuple[str, ...] = ()

    def lines(self, content: Iterable[str]) -> list[str]:
        """The list's lines, with this content instead of its items."""
        return [*self.head, *without_blanks_above(tuple(content)), *self.tail]


def written(text: str) -> str:
    """A text as a YAML value on one line, in quotes unless it is plainly words."""
    return text if _WORDS.fullmatch(text) else quoted(text)


def indented(lines: Iterable[str], columns: int) -> list[str]:
    """Lines moved to the right, empty ones left empty."""
    return [" " * columns + line if line.strip() else "" for line in lines]


def with_dash(dash: str, content: Sequence[str]) -> list[str]:
    """Lines as an item of a list."""
    return [dash + content[0], *indented(content[1:], len(dash))]


def without_blanks_above(lines: Sequence[str]) -> Sequence[str]:
    """Lines without the empty ones at their start."""
    first = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    return lines[first:]


def root_of(text: str) -> Piece | None:
    """The whole of a text; None where it is empty. Raises yaml.YAMLError for broken YAML."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    lines = tuple(text.removesuffix("\n").split("\n"))
    return Piece(lines, node, 0, len(lines)) if node is not None else None


def group(piece: Piece) -> Group:
    """The slices of a mapping. A root mapping's head is all that stands above it."""
    if piece.empty:
        return Group()
    piece = _in_block_style(piece)
    assert isinstance(piece.node, yaml.MappingNode)
    pairs, column = piece.node.value, piece.node.start_mark.column
    starts = [key.start_mark.line for key, _ in pairs]
    cuts = _cuts(piece, starts, [_last_line(value, key) for key, value in pairs], column)
    entries = []
    for number, (key, value) in enumerate(pairs):
        lead = _dedented(piece.lines[cuts[number] : starts[number]], column) if number else ()
        whole = Piece(piece.lines, value, starts[number] + 1, cuts[number + 1])
        entries.append(_entry(key, whole, lead))
    tail = _dedented(piece.lines[cuts[-1] : piece.bound], column)
    return Group(_head(piece, starts[0]), tuple(entries), tail)


def listing(piece: Piece) -> Listing:
    """The slices of a list; a single value or mapping is a list of one."""
    if piece.empty:
        return Listing()
    if not isinstance(piece.node, yaml.SequenceNode):
        return Listing(items=(Item((), "- ", piece),))
    piece = _in_block_style(piece)
    nodes, column = piece.node.value, piece.node.start_mark.column
    starts = [_dash_line(piece.lines, node, column) for node in nodes]
    cuts = _cuts(piece, starts, [_last_line(node) for node in nodes], column)
    items = []
    for number, node in enumerate(nodes):
        lead = _dedented(piece.lines[cuts[number] : starts[number]], column) if number else ()
        same_line = node.start_mark.line == starts[number]
        dash = "-" + " " * max(1, node.start_mark.column - column - 1 if same_line else 1)
        items.append(Item(lead, dash, Piece(piece.lines, node, node.start_mark.line, cuts[number + 1])))
    tail = _dedented(piece.lines[cuts[-1] : piece.bound], column)
    return Listing(_head(piece, starts[0]), tuple(items), tail)


def _entry(key: yaml.Node, value: Piece, lead: tuple[str, ...]) -> Entry:
    start, column, node = key.start_mark.line, key.start_mark.column, value.node
    block, last = _is_block(node), _last_line(node, key)
    rest = "" if block or last != node.end_mark.line else value.lines[last][node.end_mark.column :].rstrip()
    return Entry(
        name=str(key.value),
        key=value.lines[start][column : key.end_mark.column],
        lead=lead,
        own=(value.lines[start][column:], *_dedented(value.lines[start + 1 : value.bound], column)),
        after=rest if rest.lstrip().startswith("#") else "",
        follow=_dedented(value.lines[last + 1 : value.bound], column),
        step=node.start_mark.column - column if block else 2,
        value=value,
    )


def _in_block_style(piece: Piece) -> Piece:
    """The piece itself, or a text of its own where it is in flow style or has keys marked by “?”."""
    node = piece.node
    column = node.start_mark.column
    keys = [key for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
    if _is_block(node) and all(key.start_mark.column == column for key in keys):
        return piece
    text = yaml.serialize(_block(node), Dumper=yaml.SafeDumper, allow_unicode=True, width=1_000_000)
    root = root_of(text)
    assert root is not None
    return root


def _block(node: yaml.Node) -> yaml.Node:
    if isinstance(node, yaml.MappingNode):
        pairs = [(_block(key), _block(value)) for key, value in node.value]
        return yaml.MappingNode(node.tag, pairs, flow_style=not pairs)
    if isinstance(node, yaml.SequenceNode):
        return yaml.SequenceNode(node.tag, [_block(item) for item in node.value], flow_style=not node.value)
    return node


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode | yaml.SequenceNode) and not node.flow_style


def _last_line(node: yaml.Node, key: yaml.Node | None = None) -> int:
    """The line on which a node's content ends; the end mark of a block lies at what follows it."""
    if isinstance(node, yaml.MappingNode) and _is_block(node) and node.value:
        key, value = node.value[-1]
        return _last_line(value, key)
    if isinstance(node, yaml.SequenceNode) and _is_block(node) and node.value:
        return _last_line(node.value[-1])
    start: int = node.start_mark.line if key is None else key.start_mark.line
    end: int = node.end_mark.line if node.end_mark.column else node.end_mark.line - 1
    return max(start, end)


def _cuts(piece: Piece, starts: Sequence[int], lasts: Sequence[int], column: int) -> list[int]:
    """Where each part begins with the comments above it, and where the last one ends."""
    cuts = [starts[0]]
    for start, last, following in zip(starts, lasts, [*starts[1:], piece.bound], strict=True):
        while last > start and not piece.lines[last].strip():
            last -= 1  # empty lines below a block of text
        gap = range(last + 1, following)
        deeper = [number for number in gap if _comment_column(piece.lines[number]) > column]
        cuts.append(deeper[-1] + 1 if deeper else last + 1)
    return cuts


def _comment_column(line: str) -> int:
    """Where a comment begins on a line of its own; -1 for any other line."""
    bare = line.lstrip(" ")
    return len(line) - len(bare) if bare.startswith("#") else -1


def _head(piece: Piece, start: int) -> tuple[str, ...]:
    return tuple(without_blanks_above(_dedented(piece.lines[piece.top : start], piece.node.start_mark.column)))


def _dash_line(lines: Sequence[str], node: yaml.Node, column: int) -> int:
    """The line of an item's dash, which may stand above its content."""
    line = node.start_mark.line
    while line and not (lines[line].startswith("-", column) and not lines[line][:column].strip()):
        line -= 1
    return line


def _dedented(lines: Iterable[str], columns: int) -> tuple[str, ...]:
    return tuple(line[min(columns, len(line) - len(line.lstrip(" "))) :] for line in lines)
