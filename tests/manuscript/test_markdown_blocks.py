"""Markdown blocks: paragraphs, lists, quotations, tables, pictures, code, and where each of them stands."""

from __future__ import annotations

import pytest

from typeset.manuscript import Cell, List, Quotation, Table, read_markdown
from typeset.problems import Place

from .reading import START, codes, markdown, only, shape, where


def test_paragraphs_are_parted_by_blank_lines() -> None:
    assert shape(markdown("第一段。\n\n第二段。\n")) == ["p 第一段。", "p 第二段。"]


def test_a_line_end_between_han_characters_is_nothing_and_between_words_a_space() -> None:
    assert shape(markdown("主线贯穿\n全过程，\n各方面\n2022 年 in\nJiangsu。“是”\n——不是\n")) == [
        "p 主线贯穿全过程，各方面2022 年 in Jiangsu。“是”——不是"
    ]


def test_a_line_end_beside_bold_text_is_nothing_too() -> None:
    assert shape(markdown("推进**改革**\n**建设**\n`a`\n*b*\n")) == ["p 推进**改革****建设**`a` *b*"]


@pytest.mark.parametrize("end", ["  \n", "\\\n", "<br>", "<br/>\n"])
def test_a_wanted_line_break(end: str) -> None:
    assert shape(markdown(f"一行{end}二行")) == ["p 一行⏎二行"]


@pytest.mark.parametrize("indent", ["　　", "    ", "\t", "  　　", "        "])
def test_an_indented_paragraph_is_a_paragraph_and_needs_no_blank_line(indent: str) -> None:
    reading = markdown(f"{indent}第一段，\n接着。\n{indent}“第二段”。\n")

    assert shape(reading) == ["p 第一段，接着。", "p “第二段”。"]
    assert [block.place for block in reading.body.blocks] == [
        Place("articles/a.md", 1, len(indent) + 1),
        Place("articles/a.md", 3, len(indent) + 1),
    ]


def test_an_indent_inside_a_list_still_belongs_to_the_list() -> None:
    assert shape(markdown("1. 甲\n\n    续段\n2. 乙\n\n正文\n")) == ["ol1[p 甲 / p 续段][p 乙]", "p 正文"]


@pytest.mark.parametrize(
    "lines",
    [
        ["1、学习", "2、工作"],
        ["（一）学习", "（二）工作"],
        ["一、学习", "二、工作"],
        ["①学习", "②工作"],
        ["●学习", "●工作"],
        ["1.学习", "2.工作"],
        ["(1)学习", "(2)工作"],
    ],
)
def test_numbers_typed_by_hand_stay_and_begin_paragraphs(lines: list[str]) -> None:
    assert shape(markdown("\n".join(lines))) == [f"p {line}" for line in lines]


def test_a_number_inside_a_sentence_begins_no_paragraph() -> None:
    assert shape(markdown("同比增长\n1.5 倍，\n2022 年完成\n")) == ["p 同比增长1.5 倍，2022 年完成"]


def test_lines_that_each_end_a_sentence_are_told_when_they_become_one_paragraph() -> None:
    reading = markdown("前段\n\n第一段。\n第二段说：“好！”\n第三段\n")

    assert shape(reading)[1] == "p 第一段。第二段说：“好！”第三段"
    warning = only(reading)
    assert (warning.code, where(warning)) == ("lines-in-one-paragraph", (3, 1, 1))
    assert warning.message("zh") == "这里的 3 行之间没有空行，排成了一段。"
    assert warning.message("en") == "These 3 lines have no blank line between them and became one paragraph."
    assert warning.hint("zh") == "要分成几段，就在段与段之间空一行（或每段开头空两个全角空格）。"


def test_text_wrapped_in_the_middle_of_sentences_is_not_told() -> None:
    assert codes(markdown("一句话从这里\n到这里。又一句\n到这里。\n")) == []


def test_lists() -> None:
    assert shape(markdown("- 甲\n- 乙\n  - 丙\n\n3. 丁\n4. 戊\n")) == ["ul[p 甲][p 乙 / ul[p 丙]]", "ol3[p 丁][p 戊]"]


def test_a_full_width_space_after_a_marker_counts_as_a_space() -> None:
    assert shape(markdown("-　甲\n-　乙\n\n1.　丙\n\n#　丁\n\n戊")) == ["ul[p 甲][p 乙]", "ol1[p 丙]", "h1 丁", "p 戊"]


def test_places_of_lists_and_their_entries() -> None:
    (block,) = markdown("- 甲\n- 乙\n").body.blocks
    assert isinstance(block, List)
    assert (block.place.line, block.place.column) == (1, 1)
    assert [(item.place.line, item.place.column) for item in block.items] == [(1, 1), (2, 1)]
    assert [(item.children[0].place.line, item.children[0].place.column) for item in block.items] == [(1, 3), (2, 3)]


def test_quotations() -> None:
    reading = markdown("> 引文一行\n> 又一行\n>\n> 第二段\n\n正文\n")
    assert shape(reading) == ["> p 引文一行又一行 / p 第二段", "p 正文"]
    quotation = reading.body.blocks[0]
    assert isinstance(quotation, Quotation)
    assert [(child.place.line, child.place.column) for child in quotation.children] == [(1, 3), (4, 3)]


def test_tables() -> None:
    reading = markdown("正文\n\n| 项目 | 数量 | 备注 |\n|:--|--:|:-:|\n| **技能** | 30 | a\\|b |\n| 缺 |\n")

    assert shape(reading) == ["p 正文", "table 项目|数量|备注 / **技能**|30|a|b / 缺||"]
    table = reading.body.blocks[1]
    assert isinstance(table, Table)
    assert [cell.align for cell in table.head[0]] == ["left", "right", "center"]
    assert [(cell.place.line, cell.place.column) for cell in table.head[0]] == [(3, 3), (3, 8), (3, 13)]
    assert [cell.align for cell in table.rows[0]] == ["left", "right", "center"]
    assert all(isinstance(cell, Cell) for row in table.rows for cell in row)


def test_a_row_that_is_too_long_loses_nothing() -> None:
    reading = markdown("| 甲 | 乙 |\n|--|--|\n| 一 | 二 | 三 | 四 |\n")

    assert shape(reading) == ["table 甲|乙 / 一|二 三 四"]
    warning = next(item for item in reading.problems if item.code == "table-row-too-long")
    assert warning.place == Place("articles/a.md", 3)
    assert warning.message("zh") == "这一行的格子比表头多，多出的文字并入了最后一格。"


@pytest.mark.parametrize("line", ["---", "***", "* * *", "___"])
def test_a_separator_even_right_below_a_line(line: str) -> None:
    reading = markdown(f"上文\n{line}\n下文\n")

    assert shape(reading) == ["p 上文", "separator", "p 下文"]
    assert reading.body.blocks[1].place == Place("articles/a.md", 2, 1)


def test_fenced_code_is_literal_lines() -> None:
    assert shape(markdown("```\nhttps://a.cn  *x*\n\n  第二行\n```\n后文\n")) == [
        "p `https://a.cn  *x*`⏎⏎`  第二行`",
        "p 后文",
    ]


def test_a_fence_without_an_end_is_told() -> None:
    warning = only(markdown("前文\n\n```\n以下全是代码\n"))

    assert (warning.code, where(warning)) == ("fence-unclosed", (3, 1, 3))
    assert warning.message("zh") == "代码块的 ``` 没有结束，从这里到文末都被当作代码照印。"


def test_a_picture_in_a_paragraph_of_its_own() -> None:
    reading = markdown('上文\n\n![合影](photos/合影.jpg "会后\t合影")\n\n下文\n')

    assert shape(reading) == ["p 上文", "picture photos/合影.jpg (合影) (会后 合影)", "p 下文"]
    assert reading.body.blocks[1].place == Place("articles/a.md", 3, 1, 2)
    assert codes(reading) == []


def test_pictures_on_lines_of_their_own_stay_where_they_are() -> None:
    assert shape(markdown("![](photos/a.jpg)\n![](photos/b.jpg)\n上文\n![](photos/c.jpg)\n下文\n")) == [
        "picture photos/a.jpg () ()",
        "picture photos/b.jpg () ()",
        "p 上文",
        "picture photos/c.jpg () ()",
        "p 下文",
    ]


def test_a_picture_inside_a_text_follows_the_text() -> None:
    reading = markdown("上文![合影](photos/a.jpg)下文\n\n后文")

    assert shape(reading) == ["p 上文下文", "picture photos/a.jpg (合影) ()", "p 后文"]
    notice = only(reading)
    assert (notice.code, where(notice)) == ("picture-moved", (1, 3, 2))
    assert notice.message("zh") == "图片“photos/a.jpg”夹在文字中间，已移到这段文字后面。"


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("# 标题 ![](a.jpg)\n\n正文", ["h1 标题", "picture a.jpg () ()", "p 正文"]),
        ("| 甲 |\n|--|\n| ![](a.jpg) |\n", ["table 甲 / ", "picture a.jpg () ()"]),
        ("- 甲\n\n  ![](a.jpg)\n", ["ul[p 甲 / picture a.jpg () ()]"]),
    ],
)
def test_pictures_in_other_blocks(text: str, shapes: list[str]) -> None:
    assert shape(markdown(text)) == shapes


@pytest.mark.parametrize(
    ("target", "file"),
    [
        ("photos/a.jpg", "photos/a.jpg"),
        ("./photos/a.jpg", "photos/a.jpg"),
        ("photos\\a.jpg", "photos/a.jpg"),
        ("<photos/图 片.jpg>", "photos/图 片.jpg"),
        ("photos/%E5%9B%BE.jpg", "photos/图.jpg"),
        ("photos/50%.jpg", "photos/50%.jpg"),
        ("../x/a.jpg", "../x/a.jpg"),
    ],
)
def test_names_of_picture_files(target: str, file: str) -> None:
    assert shape(markdown(f"![]({target})")) == [f"picture {file} () ()"]


def test_settings_at_the_top_are_not_printed() -> None:
    reading = markdown("---\ntitle: 标题\ntags:\n  - a\n\n# x\n---\n正文\n")

    assert shape(reading) == ["p 正文"]
    notice = only(reading)
    assert (notice.code, where(notice)) == ("front-matter-ignored", (1, 1, 3))
    assert notice.message("zh") == "文稿开头两行 --- 之间的设置不印，也不读取。"


def test_a_separator_at_the_top_is_a_separator() -> None:
    assert shape(markdown("---\n正文在这里。\n\n---\n")) == ["separator", "p 正文在这里。", "separator"]


def test_places_without_a_line_or_column_where_the_start_has_none() -> None:
    text = "甲\n\n乙,丙"
    assert [block.place for block in read_markdown(text, Place("a.yaml", 10)).body.blocks] == [
        Place("a.yaml", 10),
        Place("a.yaml", 12),
    ]
    assert read_markdown(text, Place("a.yaml")).body.blocks[1].place == Place("a.yaml")
    assert read_markdown(text, Place("a.yaml", 3, 5)).problems[0].place == Place("a.yaml", 5, 6)


def test_a_body_is_the_same_with_every_kind_of_line_end() -> None:
    text = "# 标题\n\n正文\n续行\n\n- 甲\n- 乙\n"
    assert read_markdown(text.replace("\n", "\r\n"), START) == read_markdown(text, START)
