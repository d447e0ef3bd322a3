"""Plain text: what is a paragraph, and nothing lost."""

from __future__ import annotations

import pytest

from typeset.problems import Place, Severity

from .reading import codes, only, plain, shape, where

LONG = "江都区紧紧围绕学习宣传贯彻党的二十大精神这条主线，认真落实中央和省委市委关于产改工作的部署要求。"
WRAPPED = [
    "江都区紧紧围绕学习宣传贯彻党的二十大",
    "精神这条主线，认真落实中央和省委市委",
    "关于产改工作的部署要求，紧扣高质量发",
    "展主题。2022年，开展活动200多场次。",
]
JOINED = "".join(WRAPPED)


def test_each_line_is_a_paragraph() -> None:
    reading = plain(f"{LONG}\n{LONG}\n短句。\n\n\n{LONG}\n")

    assert shape(reading) == [f"p {LONG}", f"p {LONG}", "p 短句。", f"p {LONG}"]
    assert [block.place.line for block in reading.body.blocks] == [1, 2, 3, 6]
    assert codes(reading) == []


@pytest.mark.parametrize("indent", ["　　", "    ", "\t", "  "])
def test_indents_go(indent: str) -> None:
    reading = plain(f"{indent}{LONG}\n{indent}短句。\n")

    assert shape(reading) == [f"p {LONG}", "p 短句。"]
    assert reading.body.blocks[1].place == Place("articles/a.md", 2, len(indent) + 1)


@pytest.mark.parametrize("between", ["\n", "\n\n　　", "\n　　"])
def test_wrapped_lines_are_joined(between: str) -> None:
    text = "\n".join(WRAPPED)

    reading = plain("\n" + text + between + text + "\n")

    assert shape(reading) == [f"p {JOINED}", f"p {JOINED}"] if between != "\n" else [f"p {JOINED}{JOINED}"]
    notice = only(reading)
    assert (notice.code, notice.severity, where(notice)) == ("wrapped-lines-joined", Severity.NOTICE, (2, 1, 1))


def test_the_message_about_joined_lines() -> None:
    notice = only(plain("\n".join([*WRAPPED, "", *WRAPPED])))
    assert notice.message("zh") == "文稿的行是按固定宽度折断的：8 行接成了 2 段。"
    assert notice.message("en") == "The lines were wrapped at a fixed width: 8 lines became 2 paragraphs."
    assert notice.hint("zh") == "请看一看分段对不对；要另起一段，就空一行。"


def test_in_wrapped_text_a_short_line_ends_its_paragraph_and_a_number_begins_one() -> None:
    short = "一体推进改革。"
    text = "\n".join([*WRAPPED, short, *WRAPPED, "（一）" + WRAPPED[0][3:], *WRAPPED[1:]])

    assert shape(plain(text)) == [
        f"p {JOINED}{short}",
        f"p {JOINED}",
        f"p （一）{WRAPPED[0][3:]}{''.join(WRAPPED[1:])}",
    ]


def test_wrapped_words_keep_their_space() -> None:
    lines = ["The quick brown fox jumps over the lazy", "dog and runs away from the farm house to", "the river."]
    assert shape(plain("\n".join(lines))) == ["p " + " ".join(lines)]


@pytest.mark.parametrize(
    "lines",
    [
        ["床前明月光，", "疑是地上霜。", "举头望明月，", "低头思故乡。"],
        ["故人西辞黄鹤楼，", "烟花三月下扬州。", "孤帆远影碧空尽，", "唯见长江天际流。"],
        ["出席会议的有", "张三", "李四", "王五"],
        ["江苏省扬州市江都区总工会党组书记、主席张某某", "南京市总工会", "无锡高新区工会", "扬州市总工会副主席"],
        [LONG, "小标题", LONG, "又一个标题", LONG],
    ],
)
def test_verse_lists_and_titles_are_not_joined(lines: list[str]) -> None:
    reading = plain("\n".join(lines))

    assert shape(reading) == [f"p {line}" for line in lines]
    assert codes(reading) == []


def test_numbered_lines_above_text_are_headings() -> None:
    reading = plain(f"{LONG}\n一、总体要求\n（一）指导思想\n{LONG}\n（二）基本原则\n{LONG}\n二、主要任务\n{LONG}\n")

    assert [item for item in shape(reading) if not item.endswith(LONG)] == [
        "h1 一、总体要求",
        "h2 （一）指导思想",
        "h2 （二）基本原则",
        "h1 二、主要任务",
    ]


def test_headings_of_one_kind_are_of_the_first_level() -> None:
    assert shape(plain(f"（一）指导思想\n{LONG}\n（二）基本原则\n{LONG}\n"))[::2] == [
        "h1 （一）指导思想",
        "h1 （二）基本原则",
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"一、学习\n二、工作\n三、生活\n{LONG}",
        f"一、加强领导。\n{LONG}",
        f"一、{'长' * 30}\n{LONG}",
        f"{LONG}\n一、结语",
        f"1、学习\n{LONG}",
        f"小标题\n\n{LONG}",
    ],
)
def test_other_short_lines_stay_paragraphs(text: str) -> None:
    assert not [item for item in shape(plain(text)) if item.startswith("h")]


@pytest.mark.parametrize("rule", ["---", "* * *", "＊＊＊", "————", "======"])
def test_rules_are_separators(rule: str) -> None:
    assert shape(plain(f"{LONG}\n{rule}\n{LONG}"))[1] == "separator"


def test_marks_of_markdown_are_printed_and_told() -> None:
    reading = plain(f"# 标题\n\n**凝聚共识。**{LONG}\n")

    assert shape(reading) == ["p # 标题", f"p **凝聚共识。**{LONG}"]
    notice = only(reading)
    assert (notice.code, where(notice)) == ("markdown-in-plain-text", (1, 1, 1))
    assert notice.message("zh") == "纯文本文稿里有像 Markdown 的标记（共 2 行），照原样印出：# 标题"
    assert notice.hint("zh") == "如果是 Markdown，把扩展名改成 .md。"


def test_html_in_plain_text_is_text() -> None:
    assert shape(plain("<b>甲</b> [乙](javascript:x)")) == ["p <b>甲</b> [乙](javascript:x)"]
