"""Short forms: what may be written without its keys."""

from __future__ import annotations

import pytest

from typeset.manifest import Author, Cover, EditorsNote, Photo, PullQuote

from .reading import article, read_well


@pytest.mark.parametrize(
    ("written", "unit", "name"),
    [
        ("张三", None, "张三"),
        ("江阴市祝塘镇总工会副主席 杨晓红", "江阴市祝塘镇总工会副主席", "杨晓红"),
        ("扬州市江都区委常委、组织部长　张春萍", "扬州市江都区委常委、组织部长", "张春萍"),
        ("江都区 总工会 张三", "江都区 总工会", "张三"),
        ("杨　红", None, "杨红"),
        ("总工会 杨 红", "总工会", "杨红"),
        ("工会 李", "工会", "李"),
        ("John Smith", None, "John Smith"),
    ],
)
def test_an_author_is_a_name_with_or_without_a_unit_before_it(written: str, unit: str | None, name: str) -> None:
    expected = (Author(name=name, unit=unit),)

    assert article(f"作者: {written}").authors == expected
    assert article(f"作者: [{written}]").authors == expected
    assert article("作者:", f"  - {written}").authors == expected


def test_authors_are_one_or_a_list_in_any_form() -> None:
    one = article("作者: {姓名: 张三, 单位: 总工会, 职务: 主席}").authors
    several = article("作者:", "  - 张三", "  - {姓名: 李四, 单位: 总工会}", "  - 总工会 王五").authors

    assert one == (Author(name="张三", unit="总工会", post="主席"),)
    assert several == (Author(name="张三"), Author(name="李四", unit="总工会"), Author(name="王五", unit="总工会"))


@pytest.mark.parametrize(
    ("key", "before", "label"),
    [
        ("编者按", True, "编者按"),
        ("编前", True, "编者按"),
        ("note_before", True, "编者按"),
        ("小编说", False, "小编说"),
        ("编后", False, "编后"),
        ("note_after", False, "编者按"),
    ],
)
def test_a_note_in_a_string_has_the_label_of_its_key(key: str, before: bool, label: str) -> None:
    item = article(f"{key}: 按语")
    note = EditorsNote(text="按语", label=label)

    assert (item.note_before, item.note_after) == ((note, None) if before else (None, note))
    assert article(f"{key}: {{正文: 按语}}") == item


def test_a_notes_own_label_goes_before_that_of_its_key() -> None:
    assert article("小编说: {正文: 按语, 标签: 编余}").note_after == EditorsNote(text="按语", label="编余")


def test_a_photo_may_be_its_file() -> None:
    assert article("照片: a.jpg").photos == (Photo(file="a.jpg"),)
    assert article("照片: [a.jpg, {文件: b.jpg, 说明: 乙}]").photos == (
        Photo(file="a.jpg"),
        Photo(file="b.jpg", caption="乙"),
    )


@pytest.mark.parametrize("written", ["[甲, 乙]", "\n          - 甲\n          - 乙", "|\n          甲\n          乙"])
def test_a_title_may_be_a_list_of_its_lines(written: str) -> None:
    issue = read_well(
        f"刊物: {{刊名: 产改}}\n栏目:\n  - 栏目: 主席之声\n    文章:\n      - 标题: {written}\n        正文: a.md\n"
    )

    assert issue.sections[0].articles[0].title == "甲\n乙"


def test_a_list_of_texts_may_be_one_text() -> None:
    assert article("标记: 专题").tags == ("专题",)
    assert article("引语: 一句话").pull_quotes == (PullQuote(text="一句话"),)
    assert read_well(
        "备注: 存疑\n刊物: {刊名: 产改, 封面: {要目: 甲}}\n栏目: {栏目: 乙, 文章: {标题: 丙, 正文: a.md}}\n"
    ).notes == ("存疑",)


def test_picture_news_is_one_tag_in_both_languages() -> None:
    assert (
        article("标记: [图片新闻, 专题]").tags == article("tags: [picture-news, 专题]").tags == ("picture-news", "专题")
    )


def test_a_cover_may_be_its_picture() -> None:
    issue = read_well("刊物: {刊名: 产改, 封面: photos/a.jpg}\n栏目: {栏目: 乙, 文章: {标题: 丙, 正文: a.md}}\n")

    assert issue.publication.cover == Cover(picture=Photo(file="photos/a.jpg"))


@pytest.mark.parametrize(
    "written",
    ["{开本: 大16开, 字数: 5万字}", "[{开本: 大16开}, {字数: 5万字}]", "[{名称: 开本, 内容: 大16开}, {字数: 5万字}]"],
)
def test_further_imprint_fields_may_be_keys_of_ones_own(written: str) -> None:
    issue = read_well(
        f"刊物: {{刊名: 产改, 版权信息: {{其他: {written}}}}}\n栏目: {{栏目: 乙, 文章: {{标题: 丙, 正文: a.md}}}}\n"
    )

    assert [(field.name, field.value) for field in issue.publication.imprint.more] == [
        ("开本", "大16开"),
        ("字数", "5万字"),
    ]
