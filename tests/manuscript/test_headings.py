"""Headings: levels, the repeated title, bold lines, run-in heads."""

from __future__ import annotations

import pytest

from typeset.manuscript import read_text
from typeset.problems import Place, Severity

from .reading import codes, markdown, only, plain, shape, where


@pytest.mark.parametrize("marks", [("#", "##", "###"), ("##", "###", "####"), ("####", "#####", "######")])
def test_the_highest_level_used_is_one(marks: tuple[str, ...]) -> None:
    text = "\n\n".join(f"{mark} 标题\n\n正文" for mark in marks)
    assert shape(markdown(text)) == ["h1 标题", "p 正文", "h2 标题", "p 正文", "h3 标题", "p 正文"]


def test_a_heading_needs_no_blank_lines_and_may_be_closed() -> None:
    reading = markdown("前文\n## 标题 ##\n后文\n")
    assert shape(reading) == ["p 前文", "h1 标题", "p 后文"]
    assert reading.body.blocks[1].place == Place("articles/a.md", 2, 4)


def test_a_heading_underlined_with_equals_signs() -> None:
    reading = markdown("前文\n标题\n====\n后文\n\n## 下级\n\n= 号\n")
    assert shape(reading) == ["p 前文", "h1 标题", "p 后文", "h2 下级", "p = 号"]


def test_a_level_that_is_skipped_stays_and_is_told() -> None:
    reading = markdown("## 一\n\n文\n\n#### 二\n\n文\n\n### 三\n\n文")

    assert shape(reading)[::2] == ["h1 一", "h3 二", "h2 三"]
    warning = only(reading)
    assert (warning.code, warning.severity, where(warning)) == ("heading-level-skipped", Severity.WARNING, (5, 6, 1))
    assert warning.message("zh") == "“二”是 4 级标题，但它上面没有 3 级标题。"
    assert warning.message("en") == "“二” is a heading of level 4, but there is none of level 3 above it."
    assert warning.hint("zh") == "标题逐级使用：# 下面用 ##，## 下面用 ###。"


def test_headings_in_quotations_and_lists_are_numbered_with_the_others() -> None:
    assert shape(markdown("## 一\n\n> ### 二\n\n- ### 三\n")) == ["h1 一", "> h2 二", "ul[h2 三]"]


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("##坚持引领", ["h1 坚持引领"]),
        ("#“点”上开花", ["h1 “点”上开花"]),
        ("###《方案》###", ["h1 《方案》"]),
        ("#话题# 大家谈", ["p #话题# 大家谈"]),
        ("#1 车间", ["p #1 车间"]),
        ("####### 七", ["p ####### 七"]),
        (r"\#标题", ["p #标题"]),
    ],
)
def test_a_heading_whose_space_was_forgotten(text: str, shapes: list[str]) -> None:
    reading = markdown(f"前文\n{text}\n")

    assert shape(reading) == ["p 前文", *shapes] if shapes[0].startswith("h") else [f"p 前文{shapes[0][2:]}"]
    assert codes(reading) == (["heading-without-space"] if shapes[0].startswith("h") else [])


def test_the_message_about_a_forgotten_space() -> None:
    notice = only(markdown("##坚持引领\n\n正文"))
    assert (notice.severity, where(notice)) == (Severity.NOTICE, (1, 1, 1))
    assert notice.message("zh") == "“#”后面没有空格，仍作为标题：坚持引领。"
    assert notice.hint("zh") == "写成“# 标题”；如果不是标题，写成“\\#”。"


@pytest.mark.parametrize("read", [markdown, plain])
@pytest.mark.parametrize("title", ["突出引领 强化保障", "突出引领强化保障", "突出引领\n强化保障"])
def test_the_title_repeated_at_the_top_is_dropped(read, title: str) -> None:  # type: ignore[no-untyped-def]
    reading = read("突出引领　强化保障\n\n正文\n", title)

    assert shape(reading) == ["p 正文"]
    notice = next(item for item in reading.problems if item.code == "title-repeated")
    assert where(notice)[:2] == (1, 1)
    assert notice.message("zh") == "文稿第一行与文章标题“突出引领 强化保障”相同，不重复排印。"


def test_the_title_repeated_as_a_heading_is_dropped_before_levels_are_counted() -> None:
    assert shape(markdown("# 题目\n\n## 甲\n\n文\n", "题目")) == ["h1 甲", "p 文"]
    assert shape(markdown("**题目**\n\n正文\n", "题目")) == ["p 正文"]
    assert shape(markdown("前文\n\n# 题目\n", "题目")) == ["p 前文", "h1 题目"]


def test_a_first_heading_unlike_the_title_is_told() -> None:
    notice = only(markdown("# 旧题目\n\n## 甲\n\n文\n", "新题目"))

    assert (notice.code, where(notice)) == ("heading-unlike-title", (1, 3, 1))
    assert notice.message("zh") == "文稿开头的标题“旧题目”与清单里的文章标题“新题目”不同，作为小标题印出。"
    assert codes(markdown("# 一\n\n文\n\n# 二\n\n文\n", "题目")) == []


def test_a_bold_line_of_its_own_is_a_heading_below_the_marked_ones() -> None:
    reading = markdown("## 一\n\n**坚持创先争优**\n\n正文\n\n**做实四个强化**\n接着正文\n")

    assert shape(reading) == ["h1 一", "h2 坚持创先争优", "p 正文", "h2 做实四个强化", "p 接着正文"]
    assert [(item.code, where(item)) for item in reading.problems] == [
        ("bold-paragraph-as-heading", (3, 1, 1)),
        ("bold-paragraph-as-heading", (7, 1, 1)),
    ]
    assert reading.problems[0].message("zh") == "整行加粗的“坚持创先争优”作为小标题。"
    assert reading.problems[0].hint("zh") == "小标题最好写成“## 坚持创先争优”；如果不是小标题，在末尾加上句号。"


def test_bold_lines_without_marked_headings_are_of_the_first_level() -> None:
    assert shape(markdown("**甲**\n\n文\n\n**乙**\n\n文\n")) == ["h1 甲", "p 文", "h1 乙", "p 文"]


@pytest.mark.parametrize(
    "text",
    [
        "**这是一句完整的话。**\n\n正文",
        "**这是半句，**\n\n正文",
        "**" + "长" * 31 + "**\n\n正文",
        "正文\n\n**署名**",
        "> **引文**\n>\n> 正文",
    ],
)
def test_bold_paragraphs_that_are_no_headings(text: str) -> None:
    reading = markdown(text)
    assert "bold-paragraph-as-heading" not in codes(reading)
    assert any("**" in item for item in shape(reading))


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("**凝聚思想共识。**制定机制。", "##凝聚思想共识。##制定机制。"),
        ("制定机制。**创新载体。** 打造讲堂。", "制定机制。##创新载体。## 打造讲堂。"),
        ("他说：“好。”**创新载体。**打造", "他说：“好。”##创新载体。##打造"),
        ("**“赛”出活力。**不断完善", "##“赛”出活力。##不断完善"),
        ("**问：**怎样做？  \n**答：**这样。", "##问：##怎样做？⏎##答：##这样。"),
        ("**谁来传承？**有人。**说干就干！**好。", "##谁来传承？##有人。##说干就干！##好。"),
        ("**First.** Second.", "##First.## Second."),
        ("前，**凝聚共识。**后。", "前，**凝聚共识。**后。"),
        ("**凝聚共识**，后。", "**凝聚共识**，后。"),
        ("前。**结语。**", "前。**结语。**"),
        (f"**{'长' * 40}。**后。", f"**{'长' * 40}。**后。"),
    ],
)
def test_run_in_heads(text: str, shapes: str) -> None:
    assert shape(markdown(text)) == [f"p {shapes}"]


def test_run_in_heads_are_the_articles_own() -> None:
    assert shape(markdown("> **甲。**乙。\n\n- **丙。**丁。\n")) == ["> p **甲。**乙。", "ul[p **丙。**丁。]"]


def test_bold_first_lines_in_quotations_and_lists_stay_in_their_paragraph() -> None:
    assert shape(markdown("> **甲**\n> 乙\n\n- **丙**\n  丁\n")) == ["> p **甲**乙", "ul[p **丙**丁]"]


def test_text_in_place_knows_the_title_too() -> None:
    assert shape(read_text("# 题目\n\n正文", Place("issue.yaml", 9), "题目")) == ["p 正文"]
