"""Values: read as written, brought to one form, held to their limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .reading import ARTICLE, article, codes, read, read_well

SECTIONS = "栏目: [{栏目: 主席之声, 文章: {标题: 甲, 正文: a.md}}]\n"


def publication(line: str) -> object:
    """The number, date and kind of a publication with one more line."""
    found = read_well(f"刊物:\n  刊名: 产改\n  {line}\n{SECTIONS}").publication
    return {name for name in (found.number, found.date, found.imprint.print_date) if name is not None}


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2023-03-15", "2023-03-15"),
        ("2023-3-5", "2023-03-05"),
        ("2023/3/15", "2023-03-15"),
        ("2023.3.15", "2023-03-15"),
        ("2023年3月15日", "2023-03-15"),
        ("2023 年 3 月 15 日", "2023-03-15"),
        ("２０２３年３月１５日", "2023-03-15"),
        ("'2023-03-15'", "2023-03-15"),
        ("2024-02-29", "2024-02-29"),
        ("2023-03", "2023-03"),
        ("2023年3月", "2023-03"),
        ("2023.10", "2023-10"),
        ("2023", "2023"),
        ("2023年", "2023"),
    ],
)
def test_a_date_is_brought_to_the_iso_form(written: str, date: str) -> None:
    assert publication(f"日期: {written}") == {date}
    assert publication(f"版权信息: {{印刷日期: {written}}}") == {date}


@pytest.mark.parametrize("written", ["2023-02-29", "2023-13-01", "2023/00/10", "2023年4月31日", "0000-01-01"])
def test_a_date_must_be_in_the_calendar(written: str) -> None:
    reading = read(f"刊物: {{刊名: 产改, 日期: {written}}}\n{SECTIONS}")

    assert codes(reading) == ["manifest-date-invalid"]
    assert reading.issue is not None
    assert reading.issue.publication.date is None


@given(st.dates())
def test_every_date_of_the_calendar_is_read_in_chinese_as_in_iso(date: object) -> None:
    iso = str(date)
    year, month, day = (int(part) for part in iso.split("-"))

    assert publication(f"日期: {year:04}年{month}月{day}日") == publication(f"日期: {iso}") == {iso}


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("3", 3),
        ("'3'", 3),
        ("03", 3),
        ("010", 10),
        ("第3期", 3),
        ("第 3 期", 3),
        ("３", 3),
        ("春季号（上）", "春季号（上）"),
        ("甲-乙", "甲-乙"),
        ("9999999999", "9999999999"),
    ],
)
def test_a_number_is_a_number_or_text(written: str, number: int | str) -> None:
    assert publication(f"期号: {written}") == {number}


@pytest.mark.parametrize("written", ["3-4", "3－4", "3—4", "3～4", "3、4", "3/4", "第3-4期", "3至4"])
def test_a_double_number_is_brought_to_one_form(written: str) -> None:
    assert publication(f"期号: {written}\n  期别: 合刊") == {"3-4"}


@pytest.mark.parametrize(
    ("written", "held"),
    [
        *((word, True) for word in ("是", "yes", "true", "True", "on", "'是'")),
        *((word, False) for word in ("否", "no", "false", "OFF", "")),
    ],
)
def test_a_truth_value_may_be_chinese(written: str, held: bool) -> None:
    assert article(f"缓发: {written}").held is held


@pytest.mark.parametrize("written", ["10", "10%", "１０％", "10.0", "'10 %'"])
def test_a_percentage_may_have_its_sign(written: str) -> None:
    crop = article(f"照片: {{文件: a.jpg, 裁切: {{左: {written}}}}}").photos[0].crop

    assert crop is not None
    assert (crop.left, crop.right) == (10.0, 0)


@pytest.mark.parametrize("written", ["整页", "full-page", "Full-Page", "“整页”", "'整页'"])
def test_a_choice_is_read_in_either_language(written: str) -> None:
    reading = read(ARTICLE + f"        照片: {{文件: a.jpg, 位置: {written}}}\n")

    assert reading.issue is not None
    assert reading.issue.sections[0].articles[0].photos[0].placement == "full-page"
    assert codes(reading) == (["manifest-wide-quotes"] if "“" in written else [])


@pytest.mark.parametrize("written", ["12", "0", "-3", "3.5", "0.25", "20230315", "12345678901234567890"])
def test_a_number_that_prints_as_it_is_written_may_be_text(written: str) -> None:
    assert article(f"来源: {written}").source == written


@pytest.mark.parametrize("written", ["010", "0x1F", "1_000", "+5", "12:30", "1.10", "1.", ".5", "5.", ".inf", "1e+3"])
def test_a_number_is_text_as_written_whatever_yaml_makes_of_it(written: str) -> None:
    reading = read(ARTICLE + f"        来源: {written}\n")

    assert reading.issue is not None
    assert reading.issue.sections[0].articles[0].source == written
    assert set(codes(reading)) <= {"manifest-number-text"}
    assert read_well(ARTICLE + f"        来源: '{written}'\n").sections[0].articles[0].source == written


@pytest.mark.parametrize("written", ["no", "Yes", "off", "true", "2023-03-15", "~", "null", "010"])
def test_quotes_make_text_of_anything(written: str) -> None:
    assert article(f"来源: '{written}'").source == written
    assert article(f'来源: "{written}"').source == written


def test_an_empty_value_is_an_absent_one() -> None:
    item = article("副题:", "作者:", "照片:", "小编说:", "缓发:", "标记: []")

    assert item == article()


def test_text_keeps_its_lines_and_full_width_indentation() -> None:
    item = article("副题: 一　二", "来源: ' 日报 '")
    body = (
        read_well(ARTICLE.replace("a.md", "|\n          　　第一段\n\n          　　第二段\n"))
        .sections[0]
        .articles[0]
        .body
    )

    assert (item.subtitle, item.source) == ("一　二", "日报")
    assert body == "　　第一段\n\n　　第二段"


@pytest.mark.parametrize(
    ("written", "file"),
    [
        ("photos/a.jpg", "photos/a.jpg"),
        ("./photos//a.jpg", "photos/a.jpg"),
        ("照片/开幕 式（一）.jpg", "照片/开幕 式（一）.jpg"),
        ("a..b.jpg", "a..b.jpg"),
        ("2023.jpg", "2023.jpg"),
    ],
)
def test_a_path_is_below_the_folder(written: str, file: str) -> None:
    assert article(f"照片: {written}").photos[0].file == file


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("/etc/passwd", "manifest-path-absolute"),
        ("~/a.jpg", "manifest-path-absolute"),
        ("\\\\server\\a.jpg", "manifest-path-absolute"),
        ("c:a.jpg", "manifest-path-absolute"),
        ("a/../../b.jpg", "manifest-path-parent"),
        ("..\\b.jpg", "manifest-path-parent"),
        ("..", "manifest-path-parent"),
        ("file:///a.jpg", "manifest-path-url"),
        ("a\u200eb.jpg", "manifest-path-character"),
        (".", "manifest-path-folder"),
        ("photos/", "manifest-path-folder"),
    ],
)
def test_a_path_from_elsewhere_is_refused(written: str, code: str) -> None:
    reading = read(ARTICLE + f"        照片: [{written}, b.jpg]\n")

    assert codes(reading) == [code]
    assert reading.issue is not None
    assert [photo.file for photo in reading.issue.sections[0].articles[0].photos] == ["b.jpg"]


def test_a_text_beyond_measure_is_left_out() -> None:
    reading = read(ARTICLE.replace("甲", "甲" * 2001))
    problem = reading.problems[0]

    assert codes(reading) == ["manifest-too-long"]
    assert problem.message("zh") == "“标题”太长：2001 个字，最多 2000 个。"
    assert problem.message("en") == "“标题” is too long: 2001 characters, at most 2000."
    assert reading.issue is not None
    assert reading.issue.sections[0].articles[0].body == "a.md"


def test_options_have_the_type_they_are_written_in() -> None:
    options = read_well(
        "刊物: {刊名: 产改}\n"
        "版式选项:\n  columns: 2\n  gap: 1.5\n  ends: 是\n  rules: no\n  accent: '#b5121b'\n  题字: 楷体\n  size: '2'\n"
        + SECTIONS
    ).options

    assert options == {
        "columns": 2,
        "gap": 1.5,
        "ends": True,
        "rules": False,
        "accent": "#b5121b",
        "题字": "楷体",
        "size": "2",
    }
    assert [type(value) for value in options.values()] == [int, float, bool, bool, str, str, str]
