"""The JSON Schemas: what they accept is what the reader reads."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from typeset.manifest import json_schema, publication_json_schema
from typeset.manifest.model import Issue, PublicationFile
from typeset.manifest.shapes import Group, group_of, groups_below

from .reading import ARTICLE, read
from .test_manifest_inheritance import OWN, SHARED
from .test_manifest_languages import CHINESE, ENGLISH


class Core(yaml.SafeLoader):
    """YAML 1.2's types, as the YAML language server reads them: no dates, no yes and no, no octal 010."""


Core.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] in ("null", "int", "float")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def errors(text: str, schema: dict[str, Any] | None = None) -> list[str]:
    data = yaml.load(text, Core)
    found = Draft7Validator(schema or json_schema()).iter_errors(data)
    return ["/".join(str(step) for step in error.absolute_path) for error in found]


@pytest.mark.parametrize("schema", [json_schema(), publication_json_schema()])
def test_the_schemas_are_draft_7(schema: dict[str, Any]) -> None:
    Draft7Validator.check_schema(schema)

    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize(("schema", "model"), [(json_schema(), Issue), (publication_json_schema(), PublicationFile)])
def test_every_key_is_there_in_both_languages_and_described(schema: dict[str, Any], model: type[Issue]) -> None:
    groups: dict[str, Group] = {group.model.__name__: group for _, group in groups_below(group_of(model))}

    assert set(schema["definitions"]) == set(groups)
    for name, group in groups.items():
        properties = schema["definitions"][name]["properties"]
        assert set(properties) == set(group.spellings)
        assert schema["definitions"][name]["additionalProperties"] is False
        for field in group.fields.values():
            for spelling in field.spellings:
                assert properties[spelling]["description"] == f"{field.key.zh}\n{field.key.en}"
                assert field.key.zh in properties[spelling]["markdownDescription"]
                assert field.name in properties[spelling]["markdownDescription"]


@pytest.mark.parametrize("text", [CHINESE, ENGLISH, OWN, ARTICLE])
def test_good_manifests_are_valid(text: str) -> None:
    assert errors(text) == []


def test_a_good_publication_is_valid() -> None:
    assert errors(SHARED, publication_json_schema()) == []


@pytest.mark.parametrize(
    "lines",
    [
        "作者: 总工会 张三",
        "作者: [张三, {姓名: 李四}]",
        "作者: {姓名: 张三}",
        "照片: a.jpg",
        "照片: [a.jpg, {文件: b.jpg, 栏数: 2, 裁切: {左: 10%, 右: 5}}]",
        "小编说: 按语",
        "编者按: {正文: 按语}",
        "标记: 图片新闻",
        "引语: [一句, {正文: 一句, 出处: 某}]",
        "副题: [一, 二]",
        "副题: 2023",
        "副题:",
        "缓发: 是",
        "缓发: yes",
        "held: true",
        "照片: {文件: a.jpg, 位置: 整页}",
        "照片: {文件: a.jpg, 位置: full-page}",
    ],
)
def test_short_forms_are_valid(lines: str) -> None:
    text = f"{ARTICLE}        {lines}\n"

    assert read(text).problems == ()
    assert errors(text) == []


@pytest.mark.parametrize("date", ["2023-03-15", "2023/3/15", "2023年3月15日", "2023-03", "2023", "2023.10", "2023年"])
def test_dates_are_valid_in_all_their_forms(date: str) -> None:
    assert errors(f"刊物: {{刊名: 产改, 日期: {date}}}\n") == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (ARTICLE + "        天气: 晴\n", "栏目"),
        (ARTICLE + "        照片: ../a.jpg\n", "栏目"),
        (ARTICLE + "        照片: C:\\a.jpg\n", "栏目"),
        (ARTICLE + "        照片: {说明: 图}\n", "栏目"),
        (ARTICLE + "        照片: {文件: a.jpg, 栏数: 9}\n", "栏目"),
        (ARTICLE + "        照片: {文件: a.jpg, 位置: 左边}\n", "栏目"),
        (ARTICLE + "        缓发: 也许\n", "栏目"),
        (ARTICLE + "        编号: 第一篇\n", "栏目"),
        (ARTICLE.replace("标题: 甲", "标题:"), "栏目"),
        (ARTICLE.replace("标题: 甲", "副题: 甲"), "栏目"),
        ("期号: 3\n", ""),
        ("刊物: 产改\n", "刊物"),
        ("刊物: {日期: 三月}\n", "刊物/日期"),
        ("刊物: {期别: 月刊}\n", "刊物/期别"),
        ("版式: 经典\n", "版式"),
        ("语言: 英文\n", "语言"),
        ("版式选项: {columns: [2]}\n", "版式选项"),
        ("固定栏目: [甲]\n", ""),
    ],
)
def test_wrong_manifests_are_not_valid(text: str, path: str) -> None:
    assert errors(text) == [path]
    assert read(text, "刊物: {刊名: 产改}\n").problems


@pytest.mark.parametrize(
    ("text", "path"),
    [("版式: classic\n", ""), ("刊物: {主办单位: 总工会}\n", "刊物"), (SHARED + "栏目: []\n", "")],
)
def test_wrong_publications_are_not_valid(text: str, path: str) -> None:
    assert errors(text, publication_json_schema()) == [path]
