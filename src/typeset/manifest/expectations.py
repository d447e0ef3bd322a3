"""Expectations: what may stand under a key, in Chinese and English words with its range, for messages."""

from __future__ import annotations

from typing import NamedTuple

from typeset.manifest.declaring import Kind
from typeset.manifest.shapes import Group, Leaf, ListOf, Options, Shape


class Words(NamedTuple):
    """The same in Chinese and in English."""

    zh: str
    en: str


NUMBERS = {
    Kind.COUNT: Words("整数", "whole number"),
    Kind.PERCENT: Words("百分数", "percentage"),
    Kind.MILLIMETRES: Words("毫米数", "number of millimetres"),
}
_EXPECTED = {
    Kind.FLAG: Words("“是”或“否”", "yes or no"),
    Kind.NUMBER: Words("数字（如 3，合刊 3-4）", "a number such as 3, or 3-4"),
    Kind.DATE: Words("日期（如 2023-03-15）", "a date such as 2023-03-15"),
    Kind.FILE: Words("文件名（如 photos/01.jpg）", "a file name such as photos/01.jpg"),
    Kind.NAME: Words("英文短名", "a short name in Latin letters"),
}
_TEXT = Words("文字", "text")


def number_range(leaf: Leaf) -> tuple[object, object]:
    """The least and the greatest number that the model declares for a leaf."""
    schema = leaf.adapter.json_schema()
    return schema.get("minimum"), schema.get("maximum")


def expected(leaf: Leaf) -> Words:
    """What a single value should be."""
    if number := NUMBERS.get(leaf.kind):
        low, high = number_range(leaf)
        return Words(f" {low:g} 到 {high:g} 之间的{number.zh}", f"a {number.en} from {low:g} to {high:g}")
    if leaf.kind is Kind.CHOICE:
        chinese = dict.fromkeys(word for word, _ in leaf.values.chinese) if leaf.values else {}
        return Words("、".join(chinese) + "之一", "one of " + ", ".join(leaf.canonical))
    return _EXPECTED.get(leaf.kind, _TEXT)


def how(shape: Shape, key: str, written: str = "") -> Words:
    """How a group is written under `key`, where something else stands there; for single values nothing is said.

    `written` is what stands there, if that is text.
    """
    inner = shape.item if isinstance(shape, ListOf) else shape
    if isinstance(inner, Options):
        return Words(
            "下面缩进两格，每行写一个“选项: 值”，typeset layouts 列出有哪些选项。",
            "Indent “option: value” lines below it; typeset layouts lists the options. ",
        )
    if not isinstance(inner, Group):
        return Words("", "")
    if inner.model.pairs:
        first, second = (inner.fields[name] for name in inner.model.pairs)
        return Words(
            f"下面缩进两格，每行写“{first.chinese}: {second.chinese}”。",
            f"Indent “{first.name}: {second.name}” lines below it. ",
        )
    usual = next(iter(inner.fields.values()))
    leaf = usual.shape
    number = isinstance(leaf, Leaf) and leaf.kind in NUMBERS
    value = written if number and written[:1].isdecimal() else ("20" if number else "…")
    keys_zh, keys_en = "、".join(field.chinese for field in inner.fields.values()), ", ".join(inner.fields)
    example = [f"{key}: {{{name}: {value}}}" for name in (usual.chinese, usual.name)]
    return Words(
        f"可以写：{keys_zh}，例如“{example[0]}”。", f"What may stand here: {keys_en}, such as “{example[1]}”. "
    )
