"""What an edition inherits from publication.yaml."""

from __future__ import annotations

from typeset.manifest import Source, publication_from
from typeset.problems import Place

from .reading import codes, read, read_well

SHARED = """
刊物:
  刊名: 产改
  主办单位: 总工会
  版权信息: {主编: 张三, 校对: 李四, 其他: {开本: 大16开}}
  封面: {要目: [甲, 乙]}
版式: gazette
版式选项: {columns: 2, accent: red}
语言: 繁体
固定栏目: [主席之声, 履职手记]
"""
OWN = """
刊物:
  期号: 3
  版权信息: {校对: 王五}
  封面: {要目: 丙}
版式选项: {accent: blue}
栏目:
  - 栏目: 主席之声
    文章: {标题: 甲, 正文: a.md}
"""


def test_groups_merge_key_by_key_and_lists_and_single_values_replace() -> None:
    issue = read_well(OWN, SHARED)
    publication = issue.publication

    assert (publication.title, publication.publisher, publication.number) == ("产改", "总工会", 3)
    assert (publication.imprint.editor_in_chief, publication.imprint.proofreader) == ("张三", "王五")
    assert [field.value for field in publication.imprint.more] == ["大16开"]
    assert publication.cover.lines == ("丙",)
    assert (issue.layout, issue.language) == ("gazette", "zh-Hant")
    assert issue.options == {"columns": 2, "accent": "blue"}
    assert [section.heading for section in issue.sections] == ["主席之声"]


def test_both_languages_merge() -> None:
    assert read_well(OWN, SHARED.replace("刊名", "title").replace("主编", "editor_in_chief")) == read_well(OWN, SHARED)


def test_places_point_into_the_file_that_the_value_came_from() -> None:
    reading = read(OWN, SHARED)

    assert reading.place("publication", "title") == Place("publication.yaml", 3, 7, 2)
    assert reading.place("publication", "number") == Place("issue.yaml", 3, 7, 1)
    assert reading.place("publication", "imprint", "editor_in_chief") == Place("publication.yaml", 5, 14, 2)
    assert reading.place("publication", "imprint", "proofreader") == Place("issue.yaml", 4, 14, 2)
    assert reading.place("options", "columns") == Place("publication.yaml", 8, 17, 1)
    assert reading.place("options", "accent") == Place("issue.yaml", 6, 16, 4)
    assert reading.place("publication") == Place("issue.yaml", 3, 3, 1)


def test_an_empty_or_faulty_value_leaves_what_is_inherited() -> None:
    reading = read(OWN.replace("期号: 3", "刊名:\n  主办单位: [甲]\n  期号: 3"), SHARED)

    assert codes(reading) == ["manifest-wrong-type"]
    assert reading.issue is not None
    assert reading.issue.publication.title == "产改"
    assert reading.issue.publication.publisher == "总工会"


def test_an_empty_list_or_text_replaces_what_is_inherited() -> None:
    issue = read_well(OWN.replace("要目: 丙", "要目: []").replace("校对: 王五", "校对: ''"), SHARED)

    assert issue.publication.cover.lines == ()
    assert issue.publication.imprint.proofreader == "李四"  # an empty text says nothing


def test_problems_of_both_files_come_together() -> None:
    reading = read(OWN.replace("期号", "期好"), SHARED.replace("语言: 繁体", "语言: 英文").replace("刊名: ", "刊名："))

    assert [(item.place.file if item.place else "", item.code) for item in reading.problems] == [
        ("issue.yaml", "manifest-unknown-key"),
        ("publication.yaml", "yaml-wide-colon"),
        ("publication.yaml", "manifest-choice"),
    ]
    assert reading.issue is not None
    assert reading.issue.publication.title == "产改"


def test_sections_belong_to_the_edition_and_standing_ones_to_the_publication() -> None:
    shared = read("栏目: [{栏目: 甲, 文章: {标题: 乙, 正文: a.md}}]\n", SHARED + "栏目: []\n")
    own = read("固定栏目: [甲]\n" + OWN, SHARED)

    assert [item.message("zh") for item in shared.problems] == [
        "“栏目”不写在这里，应写在issue.yaml 的最外层或“栏目”里。"
    ]
    assert [item.message("en") for item in own.problems] == [
        "“固定栏目” does not stand here; it belongs in “sections” or the top level of publication.yaml."
    ]


def test_what_neither_file_has_is_missing_in_the_edition() -> None:
    reading = read(OWN, SHARED.replace("刊名: 产改", "宗旨: 服务"))

    assert [(str(item.place), item.message("zh")) for item in reading.problems] == [
        ("issue.yaml:2:1", "“刊物”里缺“刊名”。")
    ]


def test_a_publication_is_read_by_itself() -> None:
    reading = publication_from(Source("issues/publication.yaml", SHARED.encode()))

    assert reading.problems == ()
    assert reading.publication is not None
    assert reading.publication.publication.title == "产改"
    assert reading.publication.standing_sections == ("主席之声", "履职手记")
    assert reading.place("standing_sections", 1) == Place("issues/publication.yaml", 10, 14, 4)


def test_a_publication_by_itself_needs_its_name() -> None:
    reading = publication_from(Source("publication.yaml", "版式: classic\n".encode()))

    assert [item.message("zh") for item in reading.problems] == ["刊物清单（publication.yaml）里缺“刊物”。"]
    assert [item.message("en") for item in reading.problems] == [
        "“publication” is missing in the publication's manifest (publication.yaml)."
    ]
    assert reading.publication is not None
    assert reading.publication.layout == "classic"


def test_a_broken_publication_leaves_the_edition() -> None:
    reading = read(OWN, "- 产改\n")

    assert codes(reading) == ["manifest-missing-key", "manifest-not-a-group"]
    assert reading.issue is not None
    assert reading.issue.publication.number == 3
