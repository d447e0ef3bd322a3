"""Setting, adding and clearing values in a manifest's text, touching only the lines of the value itself."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from typeset.manifest.article import Author
from typeset.manifest.editing.document import Change, Document, Found, Path, data_of, in_brackets, is_empty, text_of
from typeset.manifest.editing.reading import (
    Value,
    along,
    author_fields,
    item_text,
    main_key,
    other_keys,
    says,
    value_at,
)
from typeset.manifest.editing.refusal import NotEditable
from typeset.manifest.editing.scalars import PLAIN_TEXT, cleaned, written
from typeset.manifest.names import is_chinese
from typeset.manifest.shapes import FieldShape, Group, Leaf, ListOf, Shape


def set_value(document: Document, path: Path, key: str, value: Value) -> Document:
    """The document with a key of the group at `path` set; an empty value clears it.

    Comments, order, quotes and the language of the keys stay. A text is for a single value, several are for a list.
    Raises NotEditable where there is no such place, or where it is written so that something else would change.
    """
    group = document.find(path)
    field, entry = document.entry(group, key)
    if value == "" and isinstance(field.shape, ListOf):
        value = ()
    value = cleaned(value) if isinstance(value, str) else tuple(filter(None, map(cleaned, value)))
    if not isinstance(value, str if isinstance(field.shape, Leaf) else tuple):
        raise NotEditable("preview-form-value", key=field.chinese)
    now = value_at(document, group, key) if isinstance(field.shape, Leaf) else says(entry, field.shape)
    if now == value:
        return document
    new = _changed(document, group, field, entry, value)
    _check(document, new, (*path, key), group, field, value)
    return new


def _changed(document: Document, group: Found, field: FieldShape, entry: Found | None, value: Value) -> Document:
    if not value:
        return _cleared(document, group, field, entry) if entry else document
    if not isinstance(group.node, MappingNode):
        if isinstance(value, str) and isinstance(group.shape, Group) and main_key(group.shape) == field.name:
            return document.changed([_scalar_change(document, group, PLAIN_TEXT, value)])
        document, group, entry = _as_group(document, group, field)
    if isinstance(value, str) and isinstance(field.shape, Leaf):
        if entry is None:
            return _added(document, group, field, value)
        return document.changed(_leaf_changes(document, entry, field.shape, value))
    if not isinstance(field.shape, ListOf) or not _takes_texts(field.shape.item):
        raise NotEditable("preview-form-value", key=field.chinese)
    assert isinstance(value, tuple)
    if entry is None:
        return _added(document, group, field, value)
    return document.changed(_list_changes(document, entry, field.shape.item, value))


def _takes_texts(shape: Shape) -> bool:
    return isinstance(shape, Leaf) or (isinstance(shape, Group) and shape.takes_text)


# Single values


def _leaf_changes(document: Document, entry: Found, leaf: Leaf, value: str) -> list[Change]:
    node = entry.node
    if isinstance(node, MappingNode):
        raise document.refused((entry.key.value if entry.key else "",))
    if isinstance(node, SequenceNode):  # a title as a list of its lines
        if not node.value:
            return [(document.start(node), document.end(node), _inline(value, leaf, in_flow=True))]
        return _list_changes(document, entry, leaf, tuple(value.split("\n")))
    return [_scalar_change(document, entry, leaf, value)]


def _scalar_change(document: Document, entry: Found, leaf: Leaf, value: str) -> Change:
    node = entry.node
    column = _block_column(entry)
    if is_empty(node):
        at = document.after_colon(entry.key) if entry.key else document.start(node)
        return (at, at, " " + written(value, leaf, None, in_flow=entry.in_flow, column=column))
    start, end = document.start(node), document.end(node)
    style = node.style if isinstance(node, ScalarNode) else None
    if style not in ("|", ">"):
        line = document.line_of(end)
        if "\n" in value and document.has_comment(end, document.line_start(line + 1)):
            style = '"'  # a block of text would take the comment behind it for text
        return (start, end, written(value, leaf, style, in_flow=entry.in_flow, column=column))
    header, _, body = document.text[start:end].partition("\n")
    if body:
        first = next(line for line in body.split("\n") if line.strip())
        column = len(first) - len(first.lstrip(" "))
    new = written(value, leaf, style, in_flow=False, column=column)
    if any(char.isdigit() for char in header.partition("#")[0]) or not new.startswith(style):
        return (start, end, new)
    return (start, end, f"{header}\n{new.partition(chr(10))[2]}")


def _block_column(entry: Found) -> int:
    """Where the lines of a block of text below an entry begin."""
    if entry.key is not None:
        return int(entry.key.start_mark.column) + 2
    return int(entry.node.start_mark.column)


def _inline(value: str, leaf: Leaf, *, in_flow: bool) -> str:
    return written(value, leaf, '"' if "\n" in value else None, in_flow=in_flow, column=0)


# Lists of texts


def _list_changes(document: Document, entry: Found, shape: Shape, texts: tuple[str, ...]) -> list[Change]:
    node = entry.node
    if is_empty(node):
        assert entry.key is not None
        at = document.after_colon(entry.key)
        return [(at, at, _new_list(entry, texts, shape))]
    if not isinstance(node, SequenceNode):
        return _single_changes(document, entry, shape, texts)
    if not node.value:
        flow = ", ".join(_item(text, in_flow=True) for text in texts)
        return [(document.start(node), document.end(node), f"[{flow}]")]
    in_flow = entry.in_flow or in_brackets(node)
    items = [Found(item, shape, (*entry.way, index), in_flow) for index, item in enumerate(node.value)]
    if any(map(is_empty, node.value)):
        raise document.refused((_name_of(entry),))
    old = [item_text(item.node, shape) for item in items]
    changes: list[Change] = []
    for tag, first, last, begin, stop in SequenceMatcher(None, old, texts, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        pairs = min(last - first, stop - begin)
        for index in range(pairs):
            changes += _item_changes(document, items[first + index], shape, texts[begin + index])
        if last - first > pairs:
            changes.append(_without_items(document, entry, items, first + pairs, last))
        if stop - begin > pairs:
            changes.append(_with_items(document, entry, items, first + pairs, texts[begin + pairs : stop]))
    return changes


def _single_changes(document: Document, entry: Found, shape: Shape, texts: tuple[str, ...]) -> list[Change]:
    """A single value that stands for a list of one; it becomes a list where there are several texts."""
    node = entry.node
    if len(texts) == 1:
        return _item_changes(document, next(document.items(entry)), shape, texts[0])
    kept = item_text(node, shape) in texts
    if isinstance(node, MappingNode) and not in_brackets(node):
        if item_text(node, shape) != texts[0]:
            raise document.refused((_name_of(entry),))
        column = int(node.start_mark.column)
        first, last = document.line_of(document.start(node)), document.line_of(document.end(node))
        changes = [(document.line_start(line), document.line_start(line), "  ") for line in range(first + 1, last + 1)]
        start, end = document.start(node), document.end(node)
        rest = "".join(f"\n{' ' * column}- {_item(text, in_flow=False)}" for text in texts[1:])
        at = document.line_start(last) + len(document.lines[last])
        del end
        return [*changes, (start, start, "- "), (at, at, rest)]
    start, end = document.start(node), document.end(node)
    raw = document.text[start:end]
    if entry.in_flow or (isinstance(node, MappingNode) and kept) or entry.key is None:
        parts = [raw if kept and text == item_text(node, shape) else _item(text, in_flow=True) for text in texts]
        return [(start, end, f"[{', '.join(parts)}]")]
    line = document.line_of(end)
    at = document.line_start(line) + len(document.lines[line])
    gap = start - (len(document.text[:start]) - len(document.text[:start].rstrip(" ")))
    return [(gap, end, ""), (at, at, _new_list(entry, texts, shape))]


def _new_list(entry: Found, texts: Sequence[str], shape: Shape) -> str:
    """What stands behind the colon of a key for a list of texts: a single one, or a list on lines of its own."""
    if len(texts) == 1:
        return " " + _item(texts[0], in_flow=entry.in_flow)
    if entry.in_flow:
        return " [" + ", ".join(_item(text, in_flow=True) for text in texts) + "]"
    del shape
    assert entry.key is not None
    dash = " " * (int(entry.key.start_mark.column) + 2)
    return "".join(f"\n{dash}- {_item(text, in_flow=False)}" for text in texts)


def _item(text: str, *, in_flow: bool) -> str:
    return _inline(text, PLAIN_TEXT, in_flow=in_flow)


def _item_changes(document: Document, item: Found, shape: Shape, text: str) -> list[Change]:
    if not isinstance(item.node, MappingNode):
        leaf = shape if isinstance(shape, Leaf) else PLAIN_TEXT
        return [_scalar_change(document, item, leaf, text)]
    if not isinstance(shape, Group):
        raise document.refused((_name_of(item),))
    wanted = author_fields(item.node, text) if shape.model is Author else {main_key(shape): text}
    changes: list[Change] = []
    for name, value in wanted.items():
        field, entry = document.entry(item, name)
        if entry is None or not value or not isinstance(field.shape, Leaf):
            return [_as_text(document, item, text)]
        if text_of(entry.node) != value:
            changes += _leaf_changes(document, entry, field.shape, value)
    return changes


def _as_text(document: Document, item: Found, text: str) -> Change:
    """An item that had keys as a plain string, where it cannot be said with the keys that it has."""
    node = item.node
    below = item.key is not None and not in_brackets(node)
    start = document.after_colon(item.key) if below and item.key else document.start(node)
    end = document.end(node)
    if document.has_comment(start, end):
        raise document.refused((_name_of(item),))
    return (start, end, (" " if below else "") + _item(text, in_flow=item.in_flow))


def _without_items(document: Document, entry: Found, items: list[Found], first: int, last: int) -> Change:
    if in_brackets(entry.node):
        if last < len(items):
            change = (document.start(items[first].node), document.start(items[last].node), "")
        else:
            change = (document.end(items[first - 1].node), document.end(items[-1].node), "")
    else:
        start = document.line_of(document.start(items[first].node))
        end = document.line_of(document.end(items[last - 1].node)) + 1
        change = _whole_lines(document, start, end)
    if document.has_comment(change[0], change[1]):
        raise document.refused((_name_of(entry),))
    return change


def _with_items(document: Document, entry: Found, items: list[Found], index: int, texts: Sequence[str]) -> Change:
    if in_brackets(entry.node):
        new = ", ".join(_item(text, in_flow=True) for text in texts)
        if index < len(items):
            at = document.start(items[index].node)
            return (at, at, f"{new}, ")
        at = document.end(items[-1].node)
        return (at, at, f", {new}")
    dash = " " * int(entry.node.start_mark.column)
    lines = [f"{dash}- {_item(text, in_flow=False)}" for text in texts]
    if index < len(items):
        at = document.line_start(document.line_of(document.start(items[index].node)))
        return (at, at, "".join(line + "\n" for line in lines))
    line = document.line_of(document.end(items[-1].node))
    at = document.line_start(line) + len(document.lines[line])
    return (at, at, "".join("\n" + line for line in lines))


# Entries of a group


def _added(document: Document, group: Found, field: FieldShape, value: Value) -> Document:
    """A key put in where it belongs: behind the nearest one before it in the order of the model."""
    node = group.node
    assert isinstance(node, MappingNode)
    assert isinstance(group.shape, Group)
    name = _spelling(document, node, field)
    in_flow = in_brackets(node) or group.in_flow
    if not node.value:
        if not in_flow:
            raise document.refused((field.name,))
        at = document.start(node) + 1
        return document.changed([(at, at, f"{name}: {_behind(field, value, in_flow=True, column=0)}")])
    order = list(group.shape.fields)
    known = [group.shape.spellings.get(str(key.value).strip()) for key, _ in node.value]
    before = [i for i, other in enumerate(known) if other and order.index(other) < order.index(field.name)]
    position = max(before, default=0)
    key, last = node.value[position]
    end = document.end(last, document.after_colon(key))
    if in_flow:
        return document.changed([(end, end, f", {name}: {_behind(field, value, in_flow=True, column=0)}")])
    column = int(node.value[0][0].start_mark.column)
    below = _behind(field, value, in_flow=False, column=column)
    line = document.after_deeper_comments(document.line_of(end), column)
    new = f"{' ' * column}{name}:{below if below.startswith(chr(10)) else ' ' + below}"
    lines = [*document.lines[:line], *new.split("\n"), *document.lines[line:]]
    return document.with_lines(lines)


def _behind(field: FieldShape, value: Value, *, in_flow: bool, column: int) -> str:
    if isinstance(value, str):
        leaf = field.shape if isinstance(field.shape, Leaf) else PLAIN_TEXT
        return written(value, leaf, None, in_flow=in_flow, column=column + 2)
    if len(value) == 1:
        return _item(value[0], in_flow=in_flow)
    if in_flow:
        return "[" + ", ".join(_item(text, in_flow=True) for text in value) + "]"
    return "".join(f"\n{' ' * (column + 2)}- {_item(text, in_flow=False)}" for text in value)


def _spelling(document: Document, node: MappingNode, field: FieldShape) -> str:
    """The name of a new key, in the language of its neighbours."""
    keys = [key for key, _ in (node.value or document.root.value)]
    chinese = sum(is_chinese(str(key.value)) for key in keys)
    return field.chinese if 2 * chinese >= len(keys) else field.name


def _as_group(document: Document, group: Found, field: FieldShape) -> tuple[Document, Found, Found | None]:
    """A group that is written as a plain string, written with keys: `photos/a.jpg` as `file: photos/a.jpg`."""
    shape, node = group.shape, group.node
    if not isinstance(node, ScalarNode) or not isinstance(shape, Group) or not shape.takes_text or is_empty(node):
        raise document.refused((field.name,))
    main = shape.fields[main_key(shape)]
    key = main.chinese if _mostly_chinese(document) else main.name
    start, end = document.start(node), document.end(node)
    raw = document.text[start:end]
    if "\n" in raw or not isinstance(main.shape, Leaf):
        raise document.refused((field.name,))
    if group.in_flow:
        new = document.changed([(start, end, f"{{{key}: {raw}}}")])
    elif group.key is not None:
        gap = len(document.text[:start].rstrip(" "))
        below = f"\n{' ' * (int(group.key.start_mark.column) + 2)}{key}: "
        new = document.changed([(gap, start, below)])
    else:
        new = document.changed([(start, start, f"{key}: ")])
    found = along(new, group)
    entry = new.entry(found, field.name)[1]
    return new, found, entry


def _mostly_chinese(document: Document) -> bool:
    keys = [key for key, _ in document.root.value]
    return 2 * sum(is_chinese(str(key.value)) for key in keys) >= len(keys)


def _cleared(document: Document, group: Found, field: FieldShape, entry: Found) -> Document:
    """The document without an entry. Its key stays where it must, or where a comment stands behind it."""
    node = group.node
    if not isinstance(node, MappingNode) or entry.key is None:
        raise document.refused((field.name,))
    start, colon = document.start(entry.key), document.after_colon(entry.key)
    end = document.end(entry.node, colon)
    if document.has_comment(start, end):
        raise document.refused((field.name,))
    if field.required or len(node.value) == 1:
        return document.changed([(colon, end, "")])
    if in_brackets(node) or group.in_flow:
        return document.changed([_cut_from_brackets(document, node, entry.way[-1], start, end)])
    return document.changed([_cut_lines(document, node, entry.way[-1], start, end) or (colon, end, "")])


def _cut_from_brackets(document: Document, node: MappingNode, index: int, start: int, end: int) -> Change:
    """The change that takes an entry away with the comma that parts it from its neighbour."""
    if index + 1 < len(node.value):
        return (start, document.start(node.value[index + 1][0]), "")
    key, value = node.value[index - 1]
    return (document.end(value, document.after_colon(key)), end, "")


def _cut_lines(document: Document, node: MappingNode, index: int, start: int, end: int) -> Change | None:
    """The change that takes an entry's lines away; None where a comment would go with them.

    Where the entry stands behind a dash, the next one moves up to it.
    """
    first, last = document.line_of(start), document.line_of(end)
    if document.has_comment(end, document.line_start(last) + len(document.lines[last])):
        return None
    if not document.text[document.line_start(first) : start].strip():
        return _whole_lines(document, first, last + 1)
    following = document.start(node.value[index + 1][0]) if index + 1 < len(node.value) else start
    return None if following == start or document.has_comment(start, following) else (start, following, "")


def _whole_lines(document: Document, first: int, behind: int) -> Change:
    """The change that takes lines away, with the line feed before them where they are the last ones."""
    start, end = document.line_start(first), document.line_start(behind)
    if end == len(document.text) and not document.text.endswith("\n") and start:
        start -= 1
    return (start, end, "")


def _name_of(found: Found) -> str:
    return str(found.key.value) if found.key else "-"


# What has changed is what should


def _check(old: Document, new: Document, path: Path, group: Found, field: FieldShape, value: Value) -> None:
    """Hold a change to its purpose. Raises NotEditable where a comment or anything but the value would change."""
    if sorted(text for _, text in old.comments) != sorted(text for _, text in new.comments):
        raise old.refused(path)
    if data_of(old.root, group.way) != data_of(new.root, group.way):
        raise old.refused(path)
    after = along(new, group)
    entry = new.entry(after, field.name)[1] if isinstance(after.node, MappingNode) else None
    said = says(entry, field.shape) if isinstance(after.node, MappingNode) else value_at(new, after, field.name)
    if said != value and not _same_lines(said, value, field):
        raise old.refused(path)
    if other_keys(group, field) != other_keys(after, field):
        raise old.refused(path)


def _same_lines(said: Value, value: Value, field: FieldShape) -> bool:
    """Whether a text that has been folded says the same but for blanks at the ends of its lines."""
    if not (isinstance(said, str) and isinstance(value, str) and isinstance(field.shape, Leaf)):
        return False
    return [line.rstrip() for line in said.split("\n")] == [line.rstrip() for line in value.split("\n")]
