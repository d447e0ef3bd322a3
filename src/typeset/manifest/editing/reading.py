"""What the nodes of a manifest say, in the terms of the form."""

from __future__ import annotations

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from typeset.manifest.article import Author
from typeset.manifest.editing.document import Document, Found, data_of, in_brackets, is_empty, text_of
from typeset.manifest.shapes import FieldShape, Group, Leaf, ListOf, Shape, group_of

Value = str | tuple[str, ...]
"""A text for a single value, several for a list."""


def value_at(document: Document, group: Found, key: str) -> str:
    """The text of a key of a group, empty where it is not there; a plain string is the key that it stands for."""
    if isinstance(group.node, MappingNode):
        entry = document.entry(group, key)[1]
        return text_of(entry.node) if entry else ""
    is_main = isinstance(group.shape, Group) and group.shape.takes_text and main_key(group.shape) == key
    return text_of(group.node) if is_main else ""


def item_text(node: Node, shape: Shape) -> str:
    """An item of a list on one line, as a plain string would be written for it."""
    if isinstance(shape, Group) and isinstance(node, MappingNode):
        if shape.model is Author:
            return author_text(node)
        main = main_key(shape)
        pairs = {shape.spellings.get(str(key.value).strip()): value for key, value in node.value}
        return text_of(pairs[main]) if main in pairs else ""
    return text_of(node)


def author_text(node: Node) -> str:
    """An author on one line: unit and post, a space, the name."""
    if not isinstance(node, MappingNode):
        return text_of(node)
    parts = _author_parts(node)
    before = parts.get("unit", "") + parts.get("post", "")
    return f"{before} {parts.get('name', '')}".strip()


def author_fields(node: MappingNode, text: str) -> dict[str, str]:
    """The keys of an author in a group that a text changes: the unit and the post stay apart where they were."""
    old, new = _author_parts(node), dict(Author.from_text(text))
    before = old.get("unit", "") + old.get("post", "")
    unit = new.get("unit", "")
    if unit == before:
        return {"name": new["name"]}
    if not before:
        return {"name": text}
    if old.get("post") and unit.endswith(old["post"]) and len(unit) > len(old["post"]):
        return {"unit": unit.removesuffix(old["post"]).rstrip(), "name": new["name"]}
    if old.get("post") and old.get("unit") and unit.startswith(old["unit"]):
        return {"post": unit.removeprefix(old["unit"]).lstrip(), "name": new["name"]}
    return {"unit": unit, "name": new["name"]}


def says(entry: Found | None, shape: Shape) -> Value:
    """What an entry says now, as a value to compare with."""
    if isinstance(shape, Leaf):
        return text_of(entry.node) if entry else ""
    if not isinstance(shape, ListOf) or entry is None or is_empty(entry.node):
        return ()
    nodes = entry.node.value if isinstance(entry.node, SequenceNode) else [entry.node]
    return tuple(item_text(node, shape.item) for node in nodes)


def other_keys(group: Found, field: FieldShape) -> list[object]:
    """What the other keys of a group say, a plain string as the key that it stands for."""
    shape = group.shape
    assert isinstance(shape, Group)
    if not isinstance(group.node, MappingNode):
        main = main_key(shape) if shape.takes_text else ""
        return [(main, data_of(group.node))] if main != field.name else []
    found: list[object] = []
    for key, value in group.node.value:
        spelled = str(key.value).strip()
        name = shape.spellings.get(spelled, spelled)
        if name != field.name:
            found.append((name, data_of(value)))
    return found


def along(document: Document, old: Found) -> Found:
    """The same place in a document whose structure around it has not changed."""
    node: Node = document.root
    in_flow, key = False, None
    for index in old.way:
        in_flow = in_flow or in_brackets(node)
        key = node.value[index][0] if isinstance(node, MappingNode) else None
        node = node.value[index][1] if isinstance(node, MappingNode) else node.value[index]
    return Found(node, old.shape, old.way, in_flow, key)


def main_key(group: Group) -> str:
    """The key for which a plain string stands."""
    return next(iter(group.model.from_text("x") or {}))


def _author_parts(node: MappingNode) -> dict[str, str]:
    spellings = group_of(Author).spellings
    return {spellings.get(str(key.value).strip(), ""): text_of(value) for key, value in node.value}
