"""Decoding: YAML nodes into a canonical tree, led by the shapes of the model. Keys, short forms, types."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace

from typeset.manifest.declaring import Kind
from typeset.manifest.draft import NO_TEXT, Draft
from typeset.manifest.expectations import Words, expected, how
from typeset.manifest.names import homes_of, likeness, nearest, usual_names
from typeset.manifest.nodes import Mapping, Node, Scalar, Sequence
from typeset.manifest.notes import Notes
from typeset.manifest.readings import Nothing
from typeset.manifest.scalars import read_option, read_scalar
from typeset.manifest.shapes import FieldShape, Group, Leaf, ListOf, Options, Shape
from typeset.manifest.slips import shown
from typeset.manifest.suspicions import (
    keys_in_text,
    misspelled_key,
    swallowed_value,
    swallows_keys,
    warn_of_comment,
)
from typeset.manifest.tree import Fields, Items, Tree, Value
from typeset.problems import Place

_LIST = ("列表", "a list")
_SINGLE = Words("单个值", "a single value")
_GROUP = Words("一组“键: 值”", "a group of “key: value” lines")


@dataclass(frozen=True)
class _Slot:
    """What a node stands under: the key as spelled, its place, its field and the group around it."""

    key: str
    place: Place
    field: FieldShape
    group: Group


def decode(draft: Draft, root: Node | None, group: Group) -> tuple[Fields | None, Notes]:
    """Decode a document that must be a group. The tree is None where it is something else."""
    notes = Notes(draft)
    start = draft.place(1, 1)
    if root is None or (isinstance(root, Scalar) and root.empty):
        notes.report("manifest-empty", start)
        return Fields({}, start, start, frozenset(group.fields)), notes
    if isinstance(root, Mapping):
        return _fields(notes, root, group, notes.place(root)), notes
    if not (isinstance(root, Scalar) and keys_in_text(notes, root, group)):
        found_zh, found_en = _found(root)
        notes.report("manifest-not-a-group", notes.place(root), found_zh=found_zh, found_en=found_en)
    return None, notes


def _fields(notes: Notes, node: Mapping, group: Group, parent: Place) -> Fields:
    entries: dict[str, Tree] = {}
    faulty: set[str] = set()
    empty: dict[str, tuple[str, Place]] = {}
    seen: dict[str, tuple[str, int]] = {}
    lacking = _lacking(node, group)
    for key, child in node.entries:
        place = notes.place(key)
        spelled = key.value.strip().strip("\u200b")
        name = group.spellings.get(spelled)
        if name is None:
            faulty.update(_unknown_key(notes, key, group, lacking))
            continue
        if name in seen:
            _report_twice(notes, place, spelled, seen[name])
            continue
        seen[name] = (spelled, place.line)
        slot = _Slot(spelled, place, group.fields[name], group)
        tree = _read(notes, child, slot.field.shape, slot)
        if tree is Nothing.FAULTY:
            faulty.add(name)
        elif tree is Nothing.ABSENT:
            empty[name] = (spelled, place)
        else:
            entries[name] = _labelled(tree, slot)
    as_written = {name: seen[name][0] for name in entries}
    return Fields(entries, notes.place(node), parent, frozenset(faulty), empty, as_written)


def _lacking(node: Mapping, group: Group) -> Set[str]:
    """The spellings of required keys that a mapping has not."""
    written = {group.spellings.get(key.value.strip()) for key, _ in node.entries}
    wanted = (field for field in group.fields.values() if field.required and field.name not in written)
    return {spelling for field in wanted for spelling in field.spellings}


def _report_twice(notes: Notes, place: Place, spelled: str, first: tuple[str, int]) -> None:
    key, line = first
    if key == spelled:
        notes.report("manifest-duplicate-key", place, key=spelled, line=line)
    else:
        notes.report("manifest-same-key", place, key=spelled, other=key, line=line)


def _labelled(tree: Tree, slot: _Slot) -> Tree:
    """An editor's note under 小编说 is labelled 小编说 unless it says otherwise."""
    if slot.key in slot.field.key.labels and isinstance(tree, Fields) and "label" not in tree.entries:
        return replace(tree, entries={**tree.entries, "label": Value(slot.key, slot.place)})
    return tree


def _unknown_key(notes: Notes, node: Scalar, group: Group, lacking: Set[str]) -> set[str]:
    """Say what is wrong with a key; returns the known keys that were probably meant."""
    if notes.full or misspelled_key(notes, node):
        return set()
    place, key = notes.place(node), node.value.strip()
    near = nearest(key, group.spellings, lacking)
    homes = homes_of(key)
    if homes and not (near and likeness(near, key) > 0.8):
        home_zh = "或".join(dict.fromkeys(zh for zh, _ in homes[:3]))
        home_en = " or ".join(dict.fromkeys(en for _, en in homes[:3]))
        notes.report("manifest-key-elsewhere", place, key=shown(key), home_zh=home_zh, home_en=home_en)
        return set()
    if near:
        notes.report("manifest-unknown-key-near", place, key=shown(key), near=near)
        return {group.spellings[near]}
    notes.report("manifest-unknown-key", place, key=shown(key), known=usual_names(group, key))
    return set()


def _read(notes: Notes, node: Node, shape: Shape, slot: _Slot) -> Tree | Nothing:
    if isinstance(node, Scalar) and node.empty:
        swallowed_value(notes, node)
        return Nothing.ABSENT
    match shape:
        case Leaf():
            return _leaf(notes, node, shape, slot)
        case Options():
            return _options(notes, node, slot)
        case ListOf():
            return _list(notes, node, shape, slot)
        case Group():
            return _part(notes, node, shape, slot)


def _leaf(notes: Notes, node: Node, leaf: Leaf, slot: _Slot) -> Tree | Nothing:
    if isinstance(node, Sequence) and leaf.kind is Kind.LINES:
        return _lines(notes, node, leaf, slot)
    if not isinstance(node, Scalar):
        return _wrong_type(notes, node, expected(leaf), slot.key)
    if swallows_keys(notes, node, slot.group):
        return Nothing.FAULTY
    place = notes.place(node)
    if NO_TEXT.search(node.value):
        # Escapes in double quotes can make what no file may contain.
        notes.report("manifest-escape", place, key=slot.key)
        if leaf.kind not in (Kind.TEXT, Kind.LINES, Kind.HEADING, Kind.DESCRIPTION):
            return Nothing.FAULTY
        node = replace(node, value=NO_TEXT.sub(" ", node.value))
    reading = read_scalar(leaf, node.value, plain=not node.style)
    for fault in reading.faults:
        notes.report(fault.code, place, key=slot.key, **fault.arguments)
    warn_of_comment(notes, node)
    return reading.value if isinstance(reading.value, Nothing) else Value(reading.value, place)


def _lines(notes: Notes, node: Sequence, leaf: Leaf, slot: _Slot) -> Tree | Nothing:
    """A title given as a list of its lines."""
    texts: list[str] = []
    for item in node.items:
        tree = _leaf(notes, item, leaf, slot) if isinstance(item, Scalar) else None
        if tree is None:
            return _wrong_type(notes, item, expected(leaf), slot.key)
        if isinstance(tree, Value):
            texts.append(tree.value)
    return Value("\n".join(texts), notes.place(node.items[0])) if texts else Nothing.ABSENT


def _options(notes: Notes, node: Node, slot: _Slot) -> Tree | Nothing:
    if not isinstance(node, Mapping):
        return _wrong_type(notes, node, _GROUP, slot.key, slot.field.shape)
    entries: dict[str, Tree] = {}
    seen: dict[str, int] = {}
    for key, child in node.entries:
        name, place = NO_TEXT.sub(" ", key.value).strip(), notes.place(key)
        if name in seen:
            notes.report("manifest-duplicate-key", place, key=shown(name), line=seen[name])
            continue
        seen[name] = place.line
        if not isinstance(child, Scalar):
            _wrong_type(notes, child, _SINGLE, name)
            continue
        value = read_option(NO_TEXT.sub(" ", child.value), plain=not child.style)
        if isinstance(value, Nothing):
            notes.report("manifest-option-empty", place, key=shown(name))
        else:
            entries[name] = Value(value, notes.place(child))
    return Fields(entries, notes.place(node), slot.place)


def _list(notes: Notes, node: Node, shape: ListOf, slot: _Slot) -> Tree | Nothing:
    found: list[Tree] = []
    faulty = False
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Scalar) and item.empty:
            if not swallowed_value(notes, item):
                notes.report("manifest-empty-item", notes.dash_place(item), key=slot.key)
            continue
        for tree in _item(notes, item, shape.item, slot):
            if isinstance(tree, Nothing):
                faulty = True
            else:
                found.append(tree)
    return Nothing.FAULTY if faulty and not found else Items(tuple(found), notes.place(node))


def _item(notes: Notes, node: Node, shape: Shape, slot: _Slot) -> list[Tree | Nothing]:
    """One list item; a mapping with free keys gives several where the model has pairs."""
    if not (isinstance(shape, Group) and shape.model.pairs and isinstance(node, Mapping)):
        return [_read(notes, node, shape, slot)]
    if any(key.value.strip() in shape.spellings for key, _ in node.entries):
        return [_read(notes, node, shape, slot)]
    found: list[Tree | Nothing] = []
    for pair in node.entries:
        parts = zip(shape.model.pairs, pair, strict=True)
        trees = {name: _read(notes, part, shape.fields[name].shape, slot) for name, part in parts}
        entries = {name: tree for name, tree in trees.items() if not isinstance(tree, Nothing)}
        faulty = frozenset(name for name, tree in trees.items() if tree is Nothing.FAULTY)
        empty = {name: (pair[0].value, notes.place(pair[0])) for name in trees.keys() - entries.keys() - faulty}
        found.append(Fields(entries, notes.place(pair[0]), notes.place(pair[0]), faulty, empty))
    return found


def _part(notes: Notes, node: Node, group: Group, slot: _Slot) -> Tree | Nothing:
    if isinstance(node, Mapping):
        in_list = isinstance(slot.field.shape, ListOf)
        return _fields(notes, node, group, notes.place(node) if in_list else slot.place)
    if isinstance(node, Scalar) and keys_in_text(notes, node, group):
        return Nothing.FAULTY
    if not isinstance(node, Scalar) or not group.takes_text:
        return _wrong_type(notes, node, _GROUP, slot.key, group)
    entries: dict[str, Tree] = {}
    for name, text in (group.model.from_text(node.value.strip()) or {}).items():
        field = group.fields[name]
        tree = _read(notes, replace(node, value=text), field.shape, replace(slot, field=field))
        if isinstance(tree, Nothing):
            return tree
        entries[name] = tree
    place = notes.place(node)
    return Fields(entries, place, place)


def _found(node: Node) -> tuple[str, str]:
    if isinstance(node, Scalar):
        return (f"文字“{shown(node.value)}”", f"the text “{shown(node.value)}”")
    return _LIST if isinstance(node, Sequence) else _GROUP


def _wrong_type(notes: Notes, node: Node, wanted: Words, key: str, shape: Shape | None = None) -> Nothing:
    """Say what should stand here; of a group, whose `shape` is given, also how it is written."""
    told = how(shape, shown(key), shown(node.value) if isinstance(node, Scalar) else "") if shape else Words("", "")
    words = {"expected_zh": wanted.zh, "expected_en": wanted.en, "how_zh": told.zh, "how_en": told.en}
    words["found_zh"], words["found_en"] = _found(node)
    notes.report("manifest-wrong-type", notes.place(node), key=shown(key), **words)
    return Nothing.FAULTY
