"""Moving an item of a list in a manifest's text, or putting in a new one, with the comments that belong to it.

A comment belongs to the item directly below it whose dash stands in its column, or, where it is indented more deeply,
to the item above. Everything else between items, empty lines and other comments, stays where it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from typeset.manifest.editing.document import Document, Found, Path, data_of, in_brackets, is_empty, shown_path
from typeset.manifest.editing.refusal import NotEditable
from typeset.manifest.editing.scalars import flow_text
from typeset.manifest.names import is_chinese
from typeset.manifest.shapes import FieldShape, Group, ListOf


@dataclass(frozen=True)
class _Chunk:
    """An item that has been taken out: its lines with its dash and its comments, as if the dash stood at the start.

    `gap` is how many empty lines parted it from its neighbour.
    """

    lines: tuple[str, ...]
    node: Node
    commented: bool
    gap: int | None


@dataclass(frozen=True)
class _Block:
    """A list on lines of its own: its column, the lines of each item with its comments, the lines between them.

    `first` is the first line of the first item, `behind` the first line after the last one.
    """

    column: int
    first: int
    behind: int
    items: tuple[tuple[str, ...], ...]
    gaps: tuple[tuple[str, ...], ...]

    @property
    def usual_gap(self) -> int | None:
        """How many empty lines part most items."""
        sizes = [len(gap) for gap in self.gaps if not any(gap)]
        return Counter(sizes).most_common(1)[0][0] if sizes else None

    def without(self, index: int) -> list[str]:
        """The list's lines without an item, and without the empty lines that parted it from its neighbour."""
        items, gaps = list(self.items), [(), *self.gaps, ()]
        del items[index]
        parting = [gap for gap in gaps[index : index + 2] if any(gap)] or [gaps[index] if index else gaps[index + 1]]
        kept = [line for gap in parting for line in gap]
        if 0 < index < len(items):
            return self.lines(items, [*gaps[1:index], kept, *gaps[index + 2 : -1]])
        kept = kept if any(kept) else []
        rest = self.lines(items, gaps[2:-1] if index == 0 else gaps[1:-2])
        return [*kept, *rest] if index == 0 else [*rest, *kept]

    def lines(self, items: Sequence[Sequence[str]], gaps: Sequence[Sequence[str]]) -> list[str]:
        """The list's lines with other items and gaps."""
        found = list(items[0]) if items else []
        for gap, item in zip(gaps, items[1:], strict=True):
            found += [*gap, *item]
        return found


def move_item(document: Document, source: Path, target: Path) -> Document:
    """The document with the item at `source` put where its path is `target`.

    Articles move within and between columns, photos within and between articles, columns among themselves. Raises
    NotEditable where there are no such places, or where more than the order would change.
    """
    if source == target:
        return document
    if not (source and target and isinstance(source[-1], int) and isinstance(target[-1], int)):
        raise NotEditable("preview-form-path", path=shown_path(source))
    item = document.find(source)
    if target[: len(source)] == source:
        raise NotEditable("preview-form-path", path=shown_path(target))
    group = document.find(target[:-2])
    field = document.entry(group, str(target[-2]))[0] if len(target) > 1 else None
    if field is None or not isinstance(field.shape, ListOf) or field.shape.item != item.shape:
        raise NotEditable("preview-form-path", path=shown_path(target))
    wanted = _wanted(document, source, target)
    if source[:-1] == target[:-1]:
        new = _within(document, source[:-1], source[-1], target[-1])
    else:
        without, chunk = _taken(document, source)
        new = _put(without, target, chunk, field)
    if sorted(text for _, text in document.comments) != sorted(text for _, text in new.comments):
        raise document.refused(source)
    if _order(new, item.shape) != wanted:
        raise document.refused(source)
    return new


def insert_item(document: Document, path: Path, lines: Sequence[str], gap: int) -> Document:
    """The document with a new item where its path is `path`.

    `lines` are the item as it would stand at a line's start, its dash first; `gap` is how many empty lines part it
    from its neighbour where the list does not show that. Inside brackets its comments are left out. Raises NotEditable
    where there is no such list, or where more than the item would change.
    """
    if len(path) < 2 or not isinstance(path[-1], int):
        raise NotEditable("preview-form-path", path=shown_path(path))
    group = document.find(path[:-2])
    field = document.entry(group, str(path[-2]))[0]
    node = YAML(typ="safe", pure=True).compose("\n".join(lines))
    if not isinstance(field.shape, ListOf) or not isinstance(node, SequenceNode) or len(node.value) != 1:
        raise NotEditable("preview-form-path", path=shown_path(path))
    item = node.value[0]
    lists = dict(_order(document, field.shape.item))
    into = list(lists.get(path[:-1], []))
    if not 0 <= path[-1] <= len(into):
        raise NotEditable("preview-form-path", path=shown_path(path))
    into.insert(path[-1], data_of(item))
    lists[path[:-1]] = into
    new = _put(document, path, _Chunk(tuple(lines), item, False, gap), field)
    before = Counter(text for _, text in document.comments)
    if before - Counter(text for _, text in new.comments) or _order(new, field.shape.item) != sorted(lists.items()):
        raise document.refused(path)
    return new


def _wanted(document: Document, source: Path, target: Path) -> object:
    """What all lists of items should say when the item has moved."""
    lists = dict(_order(document, document.find(source).shape))
    taken = list(lists[source[:-1]])
    assert isinstance(source[-1], int)
    assert isinstance(target[-1], int)
    moved = taken.pop(source[-1])
    lists[source[:-1]] = taken
    into = list(lists.get(target[:-1], []))
    if not 0 <= target[-1] <= len(into):
        raise NotEditable("preview-form-path", path=shown_path(target))
    into.insert(target[-1], moved)
    lists[target[:-1]] = into
    return sorted((path, items) for path, items in lists.items() if items)


def _order(document: Document, shape: object) -> list[tuple[Path, list[object]]]:
    """All lists of items of a shape, with what each item says. Sections say their heading alone where articles move."""
    found: list[tuple[Path, list[object]]] = []

    def walk(place: Found, path: Path) -> None:
        if not isinstance(place.shape, Group) or not isinstance(place.node, MappingNode):
            return
        for name, field in place.shape.fields.items():
            entry = document.entry(place, name)[1]
            if entry is None or is_empty(entry.node) or not isinstance(field.shape, ListOf):
                continue
            items = list(document.items(entry))
            if field.shape.item == shape:
                found.append(((*path, name), [data_of(item.node) for item in items]))
            else:
                for index, item in enumerate(items):
                    walk(item, (*path, name, index))

    walk(document.top, ())
    return sorted((path, items) for path, items in found if items)


# Within one list


def _within(document: Document, path: Path, source: int, target: int) -> Document:
    entry = document.find(path)
    if not isinstance(entry.node, SequenceNode):
        raise document.refused(path)
    order = list(range(len(entry.node.value)))
    order.insert(target, order.pop(source))
    if in_brackets(entry.node) or entry.in_flow:
        spans = [(document.start(node), document.end(node)) for node in entry.node.value]
        texts = [document.text[start:end] for start, end in spans]
        return document.changed([(*span, texts[index]) for span, index in zip(spans, order, strict=True)])
    block = _block(document, entry, path)
    lines = block.lines([block.items[index] for index in order], block.gaps)
    return document.with_lines([*document.lines[: block.first], *lines, *document.lines[block.behind :]])


def _block(document: Document, entry: Found, path: Path) -> _Block:
    """A list on lines of its own, in its parts."""
    node = entry.node
    column, first = int(node.start_mark.column), document.line_of(document.start(node))
    last = document.line_of(document.end(node))
    starts = [line for line in range(first, last + 1) if _is_dash(document, line, column)]
    if len(starts) != len(node.value) or any(is_empty(item) for item in node.value):
        raise document.refused(path)
    if document.lines[first][:column].strip():
        raise document.refused(path)
    ends = []
    for item, start in zip(node.value, starts, strict=True):
        end = document.line_of(document.end(item, document.start(item)))
        ends.append(document.after_deeper_comments(max(start, end), column))
    begins = [_comments_above(document, start, column, floor) for start, floor in zip(starts, [0, *ends], strict=False)]
    items = [tuple(document.lines[begin:end]) for begin, end in zip(begins, ends, strict=True)]
    gaps = [tuple(document.lines[end:begin]) for end, begin in zip(ends, begins[1:], strict=False)]
    return _Block(column, begins[0], ends[-1], tuple(items), tuple(gaps))


def _comments_above(document: Document, line: int, column: int, floor: int) -> int:
    """The first of the comments directly above a line that begin in a column; the line itself where there are none."""
    while line > floor and document.lines[line - 1].startswith(" " * column + "#"):
        line -= 1
    return line


def _is_dash(document: Document, line: int, column: int) -> bool:
    text = document.lines[line]
    return (
        text[: column + 1] == " " * column + "-"
        and text[column + 1 : column + 2] in ("", " ")
        and not document.in_scalar(document.line_start(line) + column)
    )


# Taking out


def _taken(document: Document, path: Path) -> tuple[Document, _Chunk]:
    """The document without an item, and the item."""
    assert isinstance(path[-1], int)
    entry, item, index = document.find(path[:-1]), document.find(path), path[-1]
    if not isinstance(entry.node, SequenceNode):
        return _taken_single(document, item, path)
    if in_brackets(entry.node) or entry.in_flow:
        return _taken_from_brackets(document, entry, index, path)
    block = _block(document, entry, path)
    lines = [*document.lines[: block.first], *block.without(index), *document.lines[block.behind :]]
    own = tuple(line[min(block.column, len(line) - len(line.lstrip(" "))) :] for line in block.items[index])
    start = document.line_start(block.first + sum(map(len, (*block.items[:index], *block.gaps[:index]))))
    commented = document.has_comment(start, start + sum(len(line) + 1 for line in block.items[index]))
    return document.with_lines(lines), _Chunk(own, item.node, commented, block.usual_gap)


def _taken_from_brackets(document: Document, entry: Found, index: int, path: Path) -> tuple[Document, _Chunk]:
    nodes = entry.node.value
    start, end = document.start(nodes[index]), document.end(nodes[index])
    if index + 1 < len(nodes):
        cut = (start, document.start(nodes[index + 1]))
    else:
        cut = (document.end(nodes[index - 1]) if index else start, end)
    if document.has_comment(*cut):
        raise document.refused(path)
    return document.changed([(*cut, "")]), _Chunk(_on_one_line(document.text[start:end]), nodes[index], False, None)


def _taken_single(document: Document, item: Found, path: Path) -> tuple[Document, _Chunk]:
    """A single value that stands for a list of one: its key stays, empty."""
    node = item.node
    start, end = document.start(node), document.end(node)
    if not isinstance(node, MappingNode) or in_brackets(node):
        if item.key is None or document.has_comment(start, end):
            raise document.refused(path)
        chunk = _Chunk(_on_one_line(document.text[start:end]), node, False, None)
        return document.changed([(document.after_colon(item.key), end, "")]), chunk
    column = int(node.start_mark.column)
    first = document.line_of(start)
    behind = document.after_deeper_comments(document.line_of(end), column - 1)
    own = [line[min(column, len(line) - len(line.lstrip(" "))) :] for line in document.lines[first:behind]]
    lines = tuple(("- " if number == 0 else "  ") + line if line else "" for number, line in enumerate(own))
    commented = document.has_comment(start, document.line_start(behind))
    without = document.with_lines([*document.lines[:first], *document.lines[behind:]])
    return without, _Chunk(lines, node, commented, None)


def _on_one_line(raw: str) -> tuple[str, ...]:
    return ("- " + " ".join(line.strip() for line in raw.split("\n")),)


# Putting in


def _put(document: Document, path: Path, chunk: _Chunk, field: FieldShape) -> Document:
    """The document with an item put into a list, however that is written, or not written yet."""
    assert isinstance(path[-1], int)
    group = document.find(path[:-2])
    if not isinstance(group.node, MappingNode):
        document = _with_keys(document, group, path)
        group = document.find(path[:-2])
    entry = document.entry(group, field.name)[1]
    in_flow = group.in_flow or in_brackets(group.node)
    if entry is None:
        return _put_new(document, group, field, chunk, in_flow=in_flow)
    node, index = entry.node, path[-1]
    if is_empty(node) or (isinstance(node, SequenceNode) and not node.value):
        return _put_first(document, entry, chunk)
    if not isinstance(node, SequenceNode):
        document = _as_list(document, entry)
        return _put(document, path, chunk, field)
    if in_brackets(node) or entry.in_flow:
        text = _flow_item(document, chunk, path)
        if index < len(node.value):
            at = document.start(node.value[index])
            return document.changed([(at, at, f"{text}, ")])
        at = document.end(node.value[-1])
        return document.changed([(at, at, f", {text}")])
    block = _block(document, entry, path)
    sizes = (block.usual_gap, chunk.gap, *_gaps_elsewhere(document, path), 0)
    gap = ("",) * next(size for size in sizes if size is not None)
    items, gaps = list(block.items), list(block.gaps)
    items.insert(index, _at_column(chunk.lines, block.column))
    gaps.insert(min(index, len(gaps)), gap)
    lines = [*document.lines[: block.first], *block.lines(items, gaps), *document.lines[block.behind :]]
    return document.with_lines(lines)


def _gaps_elsewhere(document: Document, path: Path) -> Iterator[int | None]:
    """How many empty lines part the items of lists like the one at a path: those of the other columns."""
    sections = document.entry(document.top, "sections")[1]
    for section in document.items(sections) if sections and path[-2] == "articles" else ():
        entry = document.entry(section, "articles")[1] if isinstance(section.node, MappingNode) else None
        if entry and isinstance(entry.node, SequenceNode) and not entry.in_flow and not in_brackets(entry.node):
            yield _block(document, entry, path).usual_gap


def _put_new(document: Document, group: Found, field: FieldShape, chunk: _Chunk, *, in_flow: bool) -> Document:
    """A list of one below a key that is not there yet, behind the last key of its group."""
    node = group.node
    assert isinstance(node, MappingNode)
    if not node.value:
        raise document.refused((field.name,))
    chinese = 2 * sum(is_chinese(str(key.value)) for key, _ in node.value) >= len(node.value)
    name = field.chinese if chinese else field.name
    key, last = node.value[-1]
    end = document.end(last, document.after_colon(key))
    if in_flow:
        return document.changed([(end, end, f", {name}: [{_flow_item(document, chunk, (field.name,))}]")])
    column = int(node.value[0][0].start_mark.column)
    line = document.after_deeper_comments(document.line_of(end), column)
    item = _at_column(chunk.lines, column + _step(document))
    return document.with_lines([*document.lines[:line], f"{' ' * column}{name}:", *item, *document.lines[line:]])


def _put_first(document: Document, entry: Found, chunk: _Chunk) -> Document:
    """The only item of a list that is empty."""
    assert entry.key is not None
    if entry.in_flow:
        at = document.after_colon(entry.key)
        end = document.end(entry.node, at)
        return document.changed([(at, end, f" [{_flow_item(document, chunk, ())}]")])
    column = int(entry.key.start_mark.column)
    at = document.after_colon(entry.key)
    end = document.end(entry.node, at)
    if document.has_comment(at, end):
        raise document.refused((str(entry.key.value),))
    without = document.changed([(at, end, "")])
    line = without.after_deeper_comments(without.line_of(at - 1), column)
    item = _at_column(chunk.lines, column + _step(document))
    return without.with_lines([*without.lines[:line], *item, *without.lines[line:]])


def _with_keys(document: Document, group: Found, path: Path) -> Document:
    """A group that is written as a plain string, with its key: `- 要闻` as `- 栏目: 要闻`."""
    node, shape = group.node, group.shape
    text = isinstance(shape, Group) and shape.takes_text
    if not isinstance(node, ScalarNode) or not text or group.in_flow or group.key is not None:
        raise document.refused(path)
    assert isinstance(shape, Group)
    start, end = document.start(node), document.end(node)
    if "\n" in document.text[start:end]:
        raise document.refused(path)
    main = shape.fields[next(iter(shape.model.from_text("x") or {}))]
    keys = [key for key, _ in document.root.value]
    chinese = 2 * sum(is_chinese(str(key.value)) for key in keys) >= len(keys)
    return document.changed([(start, start, f"{main.chinese if chinese else main.name}: ")])


def _as_list(document: Document, entry: Found) -> Document:
    """A single value as a list of one."""
    node = entry.node
    start, end = document.start(node), document.end(node)
    if not isinstance(node, MappingNode) or in_brackets(node):
        return document.changed([(start, end, f"[{document.text[start:end]}]")])
    column, first = int(node.start_mark.column), document.line_of(start)
    behind = document.after_deeper_comments(document.line_of(end), column - 1)
    own = [
        (line[:column] + ("- " if number == 0 else "  ") + line[column:]) if line[:column].isspace() else line
        for number, line in enumerate(document.lines[first:behind])
    ]
    return document.with_lines([*document.lines[:first], *own, *document.lines[behind:]])


def _flow_item(document: Document, chunk: _Chunk, path: Path) -> str:
    if chunk.commented:  # there is no place for comments on one line
        raise document.refused(path)
    return flow_text(chunk.node)


def _at_column(lines: Sequence[str], column: int) -> tuple[str, ...]:
    return tuple(" " * column + line if line.strip() else line for line in lines)


def _step(document: Document) -> int:
    """How far lists are indented below their keys in this document."""
    for key, value in document.root.value:
        if isinstance(value, SequenceNode) and not value.flow_style and value.value:
            return max(0, int(value.start_mark.column) - int(key.start_mark.column))
    return 2
