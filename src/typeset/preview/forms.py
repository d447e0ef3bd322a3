"""The form: what editors change most, read from issue.yaml and written back into its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from typeset.edition.file_texts import read_bytes
from typeset.manifest.editing import (
    Document,
    Found,
    NotEditable,
    Path,
    Value,
    item_text,
    move_item,
    set_value,
    value_at,
)
from typeset.manifest.editing.document import is_empty
from typeset.preview.refusal import Refusal

_ARTICLE = ("kicker", "title", "subtitle", "pages")
_PHOTO = ("file", "caption", "credit", "alt")
_MOST_EDITS = 200
_MOST_TEXT = 20_000
_MOST_DEPTH = 8


@dataclass(frozen=True)
class Setting:
    """A value for a key of the group at a path; empty clears it."""

    path: Path
    key: str
    value: Value


@dataclass(frozen=True)
class Move:
    """An item of a list put elsewhere; `target` is its path when all is done."""

    source: Path
    target: Path


Edit = Setting | Move


def read_form(data: bytes, name: str) -> dict[str, Any]:
    """The columns and articles of a manifest with their paths, in canonical keys.

    Raises Refusal while the manifest is broken YAML.
    """
    decoded = read_bytes(data)
    if decoded is None:
        raise Refusal(415, "preview-file-unreadable", name=name)
    try:
        return _form(Document(decoded.text, name))
    except NotEditable as found:
        raise Refusal.of(422, found.problem) from found


def _form(document: Document) -> dict[str, Any]:
    articles, sections = [], []
    for path, section in _items(document, document.top, (), "sections"):
        heading = value_at(document, section, "heading")
        inner = list(_items(document, section, path, "articles"))
        sections.append({"path": list(path), "heading": heading, "articles": len(inner)})
        articles += [_article(document, article, way, heading) for way, article in inner]
    return {"pages": value_at(document, document.top, "pages"), "articles": articles, "sections": sections}


def read_edits(data: object) -> tuple[Edit, ...]:
    """The edits that the page sends. Raises Refusal for what are none."""
    wrong = Refusal(400, "preview-request-wrong", what="edits")
    if not isinstance(data, list) or len(data) > _MOST_EDITS:
        raise wrong
    edits: list[Edit] = []
    for item in data:
        if not isinstance(item, dict):
            raise wrong
        if "move" in item:
            edits.append(Move(_path(item.get("move")), _path(item.get("to"))))
        elif isinstance(item.get("key"), str):
            edits.append(Setting(_path(item.get("path")), item["key"], _given(item.get("value"))))
        else:
            raise wrong
    return tuple(edits)


def apply_edits(text: str, edits: Sequence[Edit], name: str) -> str:
    """A manifest's text with edits made one after another; paths are those after the edits before.

    Comments, order, quotes and the language of the keys stay; only the lines of what changes are touched. Raises
    Refusal, and nothing is done, where an edit cannot be made like this.
    """
    try:
        document = Document(text, name)
        for edit in edits:
            if isinstance(edit, Move):
                document = move_item(document, edit.source, edit.target)
            else:
                document = set_value(document, edit.path, edit.key, edit.value)
    except NotEditable as found:
        raise Refusal.of(422, found.problem) from found
    return document.text


def _article(document: Document, article: Found, path: Path, heading: str) -> dict[str, Any]:
    photos = [
        {"path": list(way), **{key: value_at(document, photo, key) for key in _PHOTO}}
        for way, photo in _items(document, article, path, "photos")
    ]
    authors = [item_text(author.node, author.shape) for _, author in _items(document, article, path, "authors")]
    values = {key: value_at(document, article, key) for key in _ARTICLE}
    return {"path": list(path), "section": heading, **values, "authors": authors, "photos": photos}


def _items(document: Document, group: Found, path: Path, key: str) -> Iterator[tuple[Path, Found]]:
    """The items of a list below a group, with their paths; those that say nothing keep their number."""
    entry = document.entry(group, key)[1]
    if entry is None or is_empty(entry.node):
        return
    for number, item in enumerate(document.items(entry)):
        if not is_empty(item.node):
            yield (*path, key, number), item


def _path(data: object) -> Path:
    if (
        not isinstance(data, list)
        or len(data) > _MOST_DEPTH
        or not all(isinstance(part, str | int) and not isinstance(part, bool) for part in data)
    ):
        raise Refusal(400, "preview-request-wrong", what="path")
    return tuple(data)


def _given(value: object) -> Value:
    if value is None:
        return ""
    if isinstance(value, str) and len(value) <= _MOST_TEXT:
        return value
    if isinstance(value, list) and len(value) <= _MOST_EDITS:
        texts = [item for item in value if isinstance(item, str) and len(item) <= _MOST_TEXT]
        if len(texts) == len(value):
            return tuple(texts)
    raise Refusal(400, "preview-request-wrong", what="value")
