"""Whatever a manuscript says, reading it is bounded, loses no text in silence, and lets no HTML through."""

from __future__ import annotations

import pytest

from typeset.manuscript import Inline, LineBreak, Paragraph, Text, han_count, inline_text

from .reading import codes, markdown, plain, shape


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "![",
        "*",
        "_*",
        "**中",
        "<a ",
        "<!--",
        "&",
        "a`",
        "[a](",
        "![a](b",
        "[^1]",
        "^[",
        "\\",
        "(",
        ">",
        "> ",
        "- ",
    ],
)
def test_a_line_of_nothing_but_marks_is_read(piece: str) -> None:
    reading = markdown("江都区\n\n" + piece * 50_000 + "\n\n工会")

    texts = shape(reading)
    assert (texts[0], texts[-1]) == ("p 江都区", "p 工会")


@pytest.mark.parametrize(
    "line",
    [
        "[a]: b",
        "[^1]: a",
        "- a",
        "> a",
        "|a|b|",
        "```",
        "~~~x",
        "# a",
        "<b>",
        "**a",
        "[a",
        "1. a",
        "<!-- -->",
        "<script>",
    ],
)
def test_thousands_of_lines_of_marks_are_read(line: str) -> None:
    markdown(f"{line}\n" * 6_000)


@pytest.mark.parametrize(
    "text",
    [
        "![" * 900 + "](a)" * 900,
        "[" * 900 + "](http://a.cn)" * 900,
        "^[" * 900 + "]" * 900,
        "**a " * 900 + "b**" * 900,
        "".join(" " * depth + "- a\n" for depth in range(600)),
        "".join(">" * depth + " a\n" for depth in range(600)),
        "".join(f"[^{number}]: 注[^{number + 1}]\n" for number in range(3_000)) + "\n文[^0]",
    ],
)
def test_nesting_is_bounded(text: str) -> None:
    markdown(text)


def test_too_much_markup_is_printed_as_it_stands_and_told() -> None:
    text = "工会**" * 1_001

    reading = markdown(f"前文\n\n{text}\n\n**后**文")

    assert shape(reading) == ["p 前文", f"p {text}", "p **后**文"]
    (warning,) = [item for item in reading.problems if item.code == "markup-too-dense"]
    assert warning.message("zh") == "这里的 *、[、_ 等标记太多（共 1 段），按文字照印。"
    assert (warning.place.line, warning.place.column) == (3, 1) if warning.place else False


def test_quotations_nested_too_deeply_keep_their_text_and_are_told() -> None:
    reading = markdown(">" * 50 + " 工会\n\n后文\n")

    assert han_count(reading.body.plain_text()) == 4
    assert codes(reading) == ["nested-too-deep"]
    assert reading.problems[0].message("zh") == "列表或引文套得太深，从这里起的标记按文字印出。"


@pytest.mark.parametrize(
    "text",
    [
        "|甲" * 61 + "|\n" + "|--" * 61 + "|\n|乙|\n",
        "|甲|乙|\n|--|--|\n" + "|丙|\n" * 6_000,
        "|甲" * 20_000 + "|\n" + "|--" * 20_000 + "|\n|乙|\n",
    ],
)
def test_tables_that_are_too_large_keep_their_text_and_are_told(text: str) -> None:
    reading = markdown(text)

    assert han_count(reading.body.plain_text()) == han_count(text)
    assert codes(reading).count("table-too-large") == 1


def test_a_table_of_common_size_is_a_table() -> None:
    reading = markdown("|甲|乙|丙|丁|\n|--|--|--|--|\n" + "|一|二|三|四|\n" * 500)
    assert codes(reading) == []
    assert len(shape(reading)) == 1


@pytest.mark.parametrize("blank", [" ", "\t", "　", "\u200b", "\u00a0", "\ue000", "Ã©", "锟斤拷"])
def test_long_runs_of_one_character_are_read(blank: str) -> None:
    text = "甲" + blank * 100_000 + "乙"
    assert shape(markdown(text))[0].startswith("p 甲")
    assert shape(plain(text))[0].startswith("p 甲")


def _texts(children: tuple[Inline, ...]) -> list[str]:
    return [child.text for child in children if isinstance(child, Text)]


def test_the_tree_has_words_only_no_markup() -> None:
    reading = markdown('<p onclick="x()">甲<img src=x onerror=y>乙</p><svg onload=z>&lt;b&gt;丙')

    (block,) = reading.body.blocks
    assert isinstance(block, Paragraph)
    assert _texts(block.children) == ["甲乙<b>丙"]
    assert not any(isinstance(child, LineBreak) for child in block.children)
    assert inline_text(block.children) == "甲乙<b>丙"
