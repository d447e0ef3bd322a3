"""The printing settings: 印刷 in publication.yaml and in issue.yaml."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft7Validator
from yaml import SafeLoader, load

from typeset.manifest import Printing, json_schema, publication_json_schema
from typeset.problems import Place

from .reading import ARTICLE, codes, read, read_well

CHINESE = """
印刷:
  色彩特性文件: profiles/press.icc
  总墨量: 280%
  出血: 5 毫米
  裁切标记: 是
  标准: PDF/X-1a
  印色: 专色
  专色: {主色: PANTONE 186 C, 底色: 专红}
  纸张: {封面: 200克铜版纸, 内页: 105克双胶纸}
  纸厚: 0.11
  装订: 无线胶订
  装订边: 右
  印数: 1000册
  印刷单位: 示例印刷厂
  联系人: {姓名: 张三, 电话: 0512-12345678}
  交货: [3月20日前, 送市总工会]
  后道: 封面覆哑膜
  备注: 付印前请打样
"""

ENGLISH = """
printing:
  profile: profiles/press.icc
  ink_limit: 280
  bleed: 5mm
  marks: yes
  standard: pdf/x-1a
  inks: spot
  spot_colours: [{role: 主色, ink: PANTONE 186 C}, {role: 底色, ink: 专红}]
  paper: {cover: 200克铜版纸, inside: 105克双胶纸}
  paper_thickness: 0.11 mm
  binding: perfect
  binding_edge: right
  run: 1000册
  printer: 示例印刷厂
  contact: 张三 0512-12345678
  delivery: "3月20日前\\n送市总工会"
  finishing: 封面覆哑膜
  remarks: 付印前请打样
"""


def printing(text: str, shared: str | None = None) -> Printing:
    return read_well(ARTICLE + text, shared).printing


def test_chinese_and_english_settings_are_the_same() -> None:
    found = printing(CHINESE)

    assert found == printing(ENGLISH)
    assert (found.ink_limit, found.bleed, found.marks, found.paper_thickness) == (280, 5, True, 0.11)
    assert (found.standard, found.inks, found.binding, found.binding_edge) == ("pdf/x-1a", "spot", "perfect", "right")
    assert found.spots == {"主色": "PANTONE 186 C", "底色": "专红"}
    assert (found.contact.name, found.contact.phone) == ("张三", "0512-12345678")
    assert found.delivery == "3月20日前\n送市总工会"


def test_what_is_not_said_is_what_newsletters_use() -> None:
    found = printing("")

    assert found == Printing()
    assert (found.profile, found.ink_limit, found.bleed, found.marks) == (None, 300, 3, False)
    assert (found.standard, found.inks, found.spots) == ("pdf/x-4", "cmyk", {})
    assert (found.binding, found.binding_edge, found.paper_thickness) == ("saddle-stitch", "left", 0)


def test_an_edition_overrides_single_settings() -> None:
    found = printing("印刷: {出血: 0, 纸张: {封面: 157克铜版纸}}\n", "刊物: {刊名: 产改}\n" + CHINESE)

    assert (found.bleed, found.paper.cover, found.paper.inside) == (0, "157克铜版纸", "105克双胶纸")
    assert (found.profile, found.ink_limit, found.run) == ("profiles/press.icc", 280, "1000册")


def test_the_places_are_those_of_the_file_that_says_it() -> None:
    reading = read(ARTICLE + "印刷:\n  出血: 5\n", "刊物: {刊名: 产改}\n印刷:\n  色彩特性文件: a.icc\n")

    assert reading.place("printing", "profile") == Place("publication.yaml", 3, 11, 5)
    assert reading.place("printing", "bleed") == Place("issue.yaml", 8, 7, 1)


@pytest.mark.parametrize(
    ("written", "name", "phone"),
    [
        ("张三 13812345678", "张三", "13812345678"),
        ("张三，0512-1234 5678转9", "张三", "0512-1234 5678转9"),
        ("张三", "张三", None),
        ("总工会 张三", "总工会 张三", None),
    ],
)
def test_a_contact_may_be_a_line(written: str, name: str, phone: str | None) -> None:
    found = printing(f"印刷: {{联系人: '{written}'}}\n").contact

    assert (found.name, found.phone) == (name, phone)


def test_paper_as_a_word_is_that_of_the_whole() -> None:
    found = printing("印刷: {纸张: 105克双胶纸}\n").paper

    assert (found.cover, found.inside) == ("105克双胶纸", "105克双胶纸")


@pytest.mark.parametrize(
    ("line", "zh", "hint"),
    [
        ("总墨量: 500", "“总墨量”应在 180 到 400 之间，这里是 500。", "改成 180 到 400 之间的百分数。"),
        ("出血: 30", "“出血”应在 0 到 10 之间，这里是 30。", "改成 0 到 10 之间的毫米数。"),
        (
            "出血: 3厘米",
            "“出血”应写 0 到 10 之间的毫米数，“3厘米”不行。",
            "改成 0 到 10 之间的毫米数，只写阿拉伯数字。",
        ),
        ("出血: -3", "“出血”应在 0 到 10 之间，这里是 -3。", "改成 0 到 10 之间的毫米数。"),
        ("标准: PDF/X-3", "“标准”没有“PDF/X-3”这个选择。", "是不是“PDF/X-4”？可以写：PDF/X-4、PDF/X-1a、X-4、X-1a。"),
        ("出血: [3]", "“出血”应写 0 到 10 之间的毫米数，这里写成了列表。", "检查这里的缩进、“-”和冒号。"),
        (
            "标准: PDF/A",
            "“标准”没有“PDF/A”这个选择。",
            "是不是“PDF/X-1a”？可以写：PDF/X-4、PDF/X-1a、X-4、X-1a。",
        ),
        (
            "装订: 线装胶订",
            "“装订”没有“线装胶订”这个选择。",
            "是不是“无线胶订”？可以写：骑马订、骑马钉、无线胶订、胶订、胶装、平订、不装订、散页。",
        ),
        ("出血量: 3", "不认识“出血量”。", "是不是“出血”？"),
        (
            "色彩特性文件: /home/a.icc",
            "“色彩特性文件”写的是整台电脑上的路径“/home/a.icc”，换一台电脑就找不到了。",
            None,
        ),
        ("裁切标记: 要", "“裁切标记”应写“是”或“否”，“要”不行。", "写“是”或“否”。"),
        (
            "印色: 专色",
            "印色写的是专色，但没有说用哪种专色油墨，只会有黑一色。",
            "在“印刷”里加上“专色”，例如“主色: PANTONE 186 C”。",
        ),
    ],
)
def test_a_wrong_setting_is_reported_and_the_default_kept(line: str, zh: str, hint: str | None) -> None:
    reading = read(f"{ARTICLE}印刷:\n  {line}\n")

    assert [(item.message("zh"), hint and item.hint("zh")) for item in reading.problems] == [(zh, hint)]
    assert [item.place.line for item in reading.problems if item.place] == [8]
    assert reading.issue is not None
    assert reading.issue.printing.bleed == 3


def test_spot_colours_that_are_not_used_or_said_twice_are_reported() -> None:
    reading = read(ARTICLE + "印刷:\n  印色: 单色\n  专色:\n    主色: PANTONE 186 C\n    主色: 专红\n")

    assert [item.message("zh") for item in reading.problems] == [
        "印色是单色，专色“PANTONE 186 C、专红”不会用到。",
        "颜色“主色”写了两种专色，用最后一种：专红。",
    ]
    assert reading.issue is not None
    assert reading.issue.printing.spots == {"主色": "专红"}


def errors(text: str, schema: dict[str, Any]) -> list[str]:
    found = Draft7Validator(schema).iter_errors(load(text, SafeLoader))
    return ["/".join(str(step) for step in error.absolute_path) for error in found]


@pytest.mark.parametrize("text", [CHINESE, ENGLISH])
def test_the_schemas_take_the_settings(text: str) -> None:
    assert errors(ARTICLE + text, json_schema()) == []
    assert errors("刊物: {刊名: 产改}\n" + text, publication_json_schema()) == []


@pytest.mark.parametrize(
    "line",
    ["出血: 11", "出血: 3厘米", "总墨量: 100", "标准: PDF/A", "专色: 红", "装订: 线装", "印书: 1000"],
)
def test_the_schemas_refuse_what_the_reader_refuses(line: str) -> None:
    text = f"{ARTICLE}印刷: {{{line}}}\n"

    assert errors(text, json_schema())
    assert codes(read(text))
