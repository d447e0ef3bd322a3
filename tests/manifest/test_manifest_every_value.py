"""Every single value of both manifests: what will not do is told at its place, with all that would do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from typeset.manifest import Issue, PublicationFile
from typeset.manifest.declaring import Kind
from typeset.manifest.expectations import number_range
from typeset.manifest.shapes import FieldShape, Group, Leaf, ListOf, Shape, group_of
from typeset.problems import Problem

from .reading import read

_Path = tuple[FieldShape, ...]


def leaves(shape: Shape, path: _Path = ()) -> Iterator[tuple[_Path, Leaf]]:
    """Every single value below a shape."""
    if isinstance(shape, ListOf):
        yield from leaves(shape.item, path)
    elif isinstance(shape, Leaf):
        yield path, shape
    elif isinstance(shape, Group):
        for field in shape.fields.values():
            yield from leaves(field.shape, (*path, field))


def manifest(path: _Path, value: Any) -> str:
    """A manifest with a value at a path, all on one line each, in Chinese keys."""
    for field in reversed(path):
        inner: Any = {field.chinese: value}
        value = [inner] if isinstance(inner, dict) and _in_list(path, field) else inner
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False)


def _in_list(path: _Path, field: FieldShape) -> bool:
    """Whether what holds a field is an item of a list."""
    at = path.index(field)
    return at > 0 and isinstance(path[at - 1].shape, ListOf)


def told(path: _Path, value: Any, *, shared: bool) -> list[Problem]:
    text = manifest(path, value)
    reading = read("栏目: []\n", text) if shared else read(text)
    name = "publication.yaml" if shared else "issue.yaml"
    line = next(number for number, row in enumerate(text.split("\n"), 1) if f"{path[-1].chinese}:" in row)
    codes = {"manifest-missing-key", "manifest-empty-article", "manifest-empty-section", "manifest-no-sections"}
    found = [item for item in reading.problems if item.code not in codes and item.severity == "error"]
    lines = range(line, text.count("\n") + 1)  # a list may stand on the lines below its key
    assert all(item.place and item.place.file == name and item.place.line in lines for item in found)
    assert all(item.place and item.place.column for item in found)
    return found


def cases(*kinds: Kind) -> list[Any]:
    roots = ((group_of(Issue), False), (group_of(PublicationFile), True))
    return [
        pytest.param(path, leaf, shared, id=f"{'shared' if shared else 'own'}-{'.'.join(field.name for field in path)}")
        for root, shared in roots
        for path, leaf in leaves(root)
        if leaf.kind in kinds and not (leaf.values and leaf.values.open)
    ]


@pytest.mark.parametrize(("path", "leaf", "shared"), cases(Kind.COUNT, Kind.PERCENT, Kind.MILLIMETRES))
@pytest.mark.parametrize("wrong", ["small", "great", "word", "unit", "list", "group"])
def test_a_number_that_will_not_do_is_told_with_its_range(path: _Path, leaf: Leaf, shared: bool, wrong: str) -> None:
    low, high = (float(str(limit)) for limit in number_range(leaf))
    value = {
        "small": low - 1,
        "great": high + 1,
        "word": "许多",
        "unit": f"{high:g}厘米",
        "list": [low],
        "group": {"甲": low},
    }[wrong]

    [item] = told(path, int(value) if isinstance(value, float) else value, shared=shared)

    for language in ("zh", "en"):
        words = item.message("zh") + item.hint("zh") if language == "zh" else item.message("en") + item.hint("en")
        assert f"{low:g} " in words
        assert f" {high:g}" in words
    assert item.hint("zh")


@pytest.mark.parametrize(("path", "leaf", "shared"), cases(Kind.CHOICE))
@pytest.mark.parametrize("value", ["没有这个", 7, ["甲", "乙"], {"甲": "乙"}])
def test_a_word_that_is_no_choice_is_told_with_the_choices(path: _Path, leaf: Leaf, shared: bool, value: Any) -> None:
    [item] = told(path, value, shared=shared)

    assert leaf.values is not None
    assert "、".join(word for word, _ in leaf.values.chinese) in item.message("zh") + item.hint("zh")
    assert ", ".join(leaf.canonical) in item.message("en") + item.hint("en")


@pytest.mark.parametrize(("path", "leaf", "shared"), cases(Kind.FLAG))
@pytest.mark.parametrize("value", ["也许", 1, ["是"], {"是": "否"}])
def test_what_is_neither_yes_nor_no_is_told(path: _Path, leaf: Leaf, shared: bool, value: Any) -> None:
    [item] = told(path, value, shared=shared)

    assert leaf.kind is Kind.FLAG
    assert "“是”或“否”" in item.message("zh")
    assert "yes or no" in item.message("en")


@pytest.mark.parametrize(("path", "leaf", "shared"), cases(Kind.DATE))
@pytest.mark.parametrize("value", ["明天", "2026-02-30", [2026]])
def test_what_is_no_date_is_told(path: _Path, leaf: Leaf, shared: bool, value: Any) -> None:
    [item] = told(path, value, shared=shared)

    assert leaf.kind is Kind.DATE
    assert "2023-03-15" in item.message("zh") + item.hint("zh") or "日历" in item.message("zh")


@pytest.mark.parametrize(
    ("path", "leaf", "shared"), cases(Kind.TEXT, Kind.LINES, Kind.HEADING, Kind.DESCRIPTION, Kind.BODY, Kind.FILE)
)
def test_a_group_where_a_text_or_a_file_belongs_is_told(path: _Path, leaf: Leaf, shared: bool) -> None:
    found = told(path, {"没有": {"甲": "乙"}}, shared=shared)

    assert leaf.kind
    assert found
    assert {item.code for item in found} <= {"manifest-wrong-type", "manifest-unknown-key"}
