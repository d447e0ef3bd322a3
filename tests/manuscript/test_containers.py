"""Containers: poems, interviews, boxes, lists of names; what is wrong with them is told and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.manuscript.reading import codes, markdown, only, shape, where
from typeset.manuscript import Table


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (":::资料 关于\n一段。\n:::", ["sidebar 关于[p 一段。]()"]),
        ("：：： 资料　关于\n一段。\n：：：", ["sidebar 关于[p 一段。]()"]),
        (":::Sidebar\n一段。\n:::", ["sidebar [p 一段。]()"]),
        ("上文\n:::按\n按语。\n:::\n下文", ["p 上文", "remark [p 按语。]()", "p 下文"]),
        (":::启事 征文\n来稿。\n——工会\n:::", ["notice 征文[p 来稿。](工会)"]),
        (":::案例\n甲。\n:::\n:::案例 乙\n乙。\n:::", ["case1 [p 甲。]()", "case2 乙[p 乙。]()"]),
        (":::资料\n:::简讯 内\n短。\n:::\n:::", ["sidebar [brief 内[p 短。]()]()"]),
        (
            ":::诗 题\n　　一行，\n　　二行。\n\n三行\n——某人\n:::",
            ["poem 题: 一行， / 二行。 // 三行 (某人)"],
        ),
        (":::名单 获奖\n一等奖：张三、李　四 王小五\n赵六\n:::", ["names 获奖: 一等奖=张三 李四 王小五 赵六"]),
        (":::名单\nJohn Smith, 阿卜杜拉·买买提\n:::", ["names : =John Smith 阿卜杜拉·买买提"]),
    ],
)
def test_a_container_is_read(text: str, expected: list[str]) -> None:
    reading = markdown(text)

    assert shape(reading) == expected
    assert codes(reading) == []


def test_an_unknown_container_is_told_with_the_known_ones_and_keeps_its_text() -> None:
    reading = markdown("上文\n\n:::乱写 题\n文字。\n:::\n")

    assert shape(reading) == ["p 上文", "p 文字。"]
    assert where(only(reading)) == (3, 1, 7)
    assert only(reading).message("zh") == (
        "不认得“:::乱写”。认得的有：诗、问答、资料、链接、名单、启事、按、简讯、案例、转版。里面的文字照普通正文排。"
    )


def test_a_container_that_is_not_closed_ends_before_the_next_head_or_container() -> None:
    assert shape(markdown(":::资料 甲\n一。\n\n# 小标题\n\n二。")) == ["sidebar 甲[p 一。]()", "h1 小标题", "p 二。"]
    reading = markdown(":::资料 甲\n一。\n:::启事 乙\n二。\n:::\n三。")
    assert shape(reading) == ["sidebar 甲[p 一。]()", "notice 乙[p 二。]()", "p 三。"]
    assert codes(reading) == ["container-unclosed"]
    assert where(only(reading)) == (1, 1, 7)


def test_an_end_that_ends_nothing_is_left_out_and_told() -> None:
    reading = markdown("一。\n\n:::\n\n二。")

    assert shape(reading) == ["p 一。", "p 二。"]
    assert codes(reading) == ["container-stray-end"]


def test_colons_in_code_are_colons() -> None:
    assert shape(markdown("```\n:::资料\n```")) == ["p `:::资料`"]


def test_many_containers_without_an_end_are_read_in_bounded_time() -> None:
    reading = markdown(":::资料\n一。\n" * 3000)

    assert len(reading.body.blocks) == 3000


@given(
    st.lists(
        st.sampled_from([":::资料 甲", ":::诗", ":::", "# 标", "- 项", "> 引", "文字", "", "：：：名单"]), max_size=30
    )
)
def test_no_text_is_lost_however_containers_are_written(lines: list[str]) -> None:
    text = "\n".join(lines)

    assert markdown(text).body.plain_text().count("文字") == text.count("文字")


def test_questions_and_answers_are_read_with_and_without_a_container() -> None:
    assert shape(markdown("前言。\n\n问：好吗？\n\n答：好。\n\n真的。\n\n**答：** 再说。\n\n后记。")) == [
        "p 前言。",
        "question 问：好吗？",
        "answer 答：好。",
        "continued 真的。",
        "answer 答：再说。",
        "p 后记。",
    ]
    assert shape(markdown("问：只有问。\n\n后面。")) == ["p 问：只有问。", "p 后面。"]
    assert shape(markdown(":::问答\n本报：何时？\n\n王敏：明天。\n:::")) == [
        "question 本报：何时？",
        "answer 王敏：明天。",
    ]


def test_cells_join_the_one_above_or_at_the_left() -> None:
    reading = markdown("表：题目\n\n| 甲 | 乙 | 丙 |\n|---|---|---|\n| 一 | 二 | << |\n| ^^ | 三 | 四 |\n")
    (table,) = reading.body.blocks
    assert isinstance(table, Table)

    assert shape(reading) == ["table 甲|乙|丙 / 一|二 / 三|四"]
    assert [[(cell.colspan, cell.rowspan) for cell in row] for row in table.rows] == [
        [(1, 2), (2, 1)],
        [(1, 1), (1, 1)],
    ]
    assert [item.text for item in table.caption if hasattr(item, "text")] == ["题目"]


def test_a_cell_that_cannot_join_is_empty_and_told() -> None:
    reading = markdown("| 甲 | 乙 |\n|---|---|\n| << | 二 |\n")

    assert shape(reading) == ["table 甲|乙 / |二"]
    assert where(only(reading))[0] == 3


def test_pictures_on_one_line_are_a_group_with_a_shared_caption() -> None:
    pictures = " ".join(f"![](photos/{number}.jpg)" for number in range(7))

    assert shape(markdown("![](photos/a.jpg) ![](photos/b.jpg)\n图：合影")) == [
        "group photos/a.jpg photos/b.jpg (合影)"
    ]
    assert [item.count(".jpg") for item in shape(markdown(pictures))] == [4, 3]
