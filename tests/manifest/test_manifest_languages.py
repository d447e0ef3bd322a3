"""Chinese keys, English keys and both mixed say the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typeset.manifest import Issue, PublicationFile
from typeset.manifest.shapes import Leaf, ListOf, group_of, groups_below

from .reading import read_well

CHINESE = """
刊物:
  刊名: 产改
  期号: 3-4
  期别: 合刊
  日期: 2023年3月
  版权信息: {准印证号: 苏 001, 其他: {开本: 大16开}}
  封面: {图片: {文件: a.jpg, 焦点: {横: 30, 纵: 40}}, 要目: [甲, 乙]}
版式: classic
版式选项: {columns: 2}
语言: 繁体
备注: 存疑
栏目:
  - 栏目: 主席之声
    固定栏目: 是
    文章:
      - 标题: 甲
        编号: a1
        引题: 引
        副题: 副
        作者: {姓名: 张三, 单位: 总工会, 职务: 主席}
        正文: a.md
        编前: {正文: 前, 标签: 编者按}
        编后: {正文: 后, 标签: 小编说}
        来源: 日报
        署名: 图/文
        引语: {正文: 句, 出处: 某}
        标记: 图片新闻
        缓发: 否
        另页起: 是
        照片:
          - {文件: b.jpg, 说明: 图, 摄影: 李, 替代文字: 替, 栏数: 2, 位置: 页首, 待补: 是,
             裁切: {左: 1, 上: 2, 右: 3, 下: 4}}
"""
ENGLISH = """
publication:
  title: 产改
  number: 3-4
  kind: double
  date: 2023-03
  imprint: {permit: 苏 001, more: [{name: 开本, value: 大16开}]}
  cover: {picture: {file: a.jpg, focal_point: {x: 30, y: 40}}, lines: [甲, 乙]}
layout: classic
options: {columns: 2}
language: zh-Hant
notes: [存疑]
sections:
  - heading: 主席之声
    standing: true
    articles:
      - title: 甲
        id: a1
        kicker: 引
        subtitle: 副
        authors: [{name: 张三, unit: 总工会, post: 主席}]
        body: a.md
        note_before: {text: 前, label: 编者按}
        note_after: {text: 后, label: 小编说}
        source: 日报
        credit: 图/文
        pull_quotes: [{text: 句, attribution: 某}]
        tags: [picture-news]
        held: false
        new_page: true
        photos:
          - file: b.jpg
            caption: 图
            credit: 李
            alt: 替
            columns: 2
            placement: top
            awaited: true
            crop: {left: 1, top: 2, right: 3, bottom: 4}
"""


def test_chinese_and_english_manifests_are_the_same() -> None:
    assert read_well(CHINESE) == read_well(ENGLISH)


@given(st.lists(st.booleans(), min_size=80, max_size=80))
def test_languages_may_be_mixed_line_by_line(english: list[bool]) -> None:
    """Every line that one key begins may change its language for itself."""
    keys = {
        name: field.name
        for _, group in groups_below(group_of(Issue))
        for field in group.fields.values()
        for name in field.key.names[:1]
    }
    same_everywhere = {name for name in keys if sum(name in group.spellings for group in all_groups()) == 1}
    lines = []
    for line, change in zip(CHINESE.split("\n"), [*english, *english], strict=False):
        indent = line[: len(line) - len(line.lstrip(" -"))]
        key, colon, rest = line[len(indent) :].partition(":")
        lines.append(indent + (keys[key] if change and key in same_everywhere else key) + colon + rest)

    assert read_well("\n".join(lines)) == read_well(ENGLISH)


def all_groups() -> list[object]:
    return list({group.model: group for _, group in groups_below(group_of(Issue))}.values())


@pytest.mark.parametrize("model", [Issue, PublicationFile])
def test_every_key_has_chinese_names_and_a_meaning_in_both_languages(model: type[Issue]) -> None:
    for path, group in groups_below(group_of(model)):
        names = [name for field in group.fields.values() for name in field.spellings]

        assert len(names) == len(set(names)), f"{[field.name for field in path]}: one spelling of two keys"
        for field in group.fields.values():
            assert all("\u4e00" <= name[0] <= "\u9fff" for name in field.key.names)
            assert field.key.zh
            assert field.key.en
            assert set(field.key.labels) <= set(field.key.names)


@pytest.mark.parametrize("model", [Issue, PublicationFile])
def test_every_choice_has_a_chinese_word_for_each_value(model: type[Issue]) -> None:
    for _, group in groups_below(group_of(model)):
        for field in group.fields.values():
            shape = field.shape.item if isinstance(field.shape, ListOf) else field.shape
            if isinstance(shape, Leaf) and shape.canonical:
                assert shape.values is not None
                assert {value for _, value in shape.values.chinese} == set(shape.canonical)
