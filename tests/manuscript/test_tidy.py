"""Tidying: what nobody sees goes, what an editor should see is told, nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typeset.manuscript import Code, Emphasis, Inline, LineBreak, NoteCall, Strong, Text, inline_text
from typeset.manuscript.findings import Findings
from typeset.manuscript.mojibake import find_mojibake
from typeset.manuscript.tidy import tidy
from typeset.manuscript.whitespace import squeeze
from typeset.problems import Severity

from .reading import START, codes, markdown, only, plain, shape, where


@pytest.mark.parametrize(
    "char", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u202e", "\x00", "\x07", "\x1b"]
)
def test_invisible_characters_go(char: str) -> None:
    reading = plain(f"前文\n{char}江{char}{char}都区\n后文")

    assert shape(reading)[1] == "p 江都区"
    notice = only(reading)
    assert (notice.code, notice.severity, where(notice)) == ("invisible-characters-removed", Severity.NOTICE, (2, 1, 1))
    assert notice.message("zh") == "删去了 3 个看不见的字符（零宽字符、软连字符、控制符等），这是第一处。"
    assert notice.message("en").startswith("3 invisible characters")


def test_an_invisible_character_does_not_spoil_markdown() -> None:
    reading = markdown("\ufeff# 标题\n\n\u200b**凝聚共识。**\u200b制定,机制\n")

    assert shape(reading) == ["h1 标题", "p ##凝聚共识。##制定,机制"]
    assert [(item.code, where(item)) for item in reading.problems] == [
        ("half-width-mark", (3, 14, 1)),
        ("invisible-characters-removed", (1, 1, 1)),
    ]


def test_joiners_that_mean_something_stay() -> None:
    text = "👨\u200d👩\u200d👧和می\u200cخواهم"
    assert shape(plain(text)) == [f"p {text}"]


@pytest.mark.parametrize("space", ["\u00a0", "\u2002", "\u2003", "\u2009", "\u202f", "\u205f"])
def test_special_spaces_become_plain(space: str) -> None:
    assert shape(plain(f"a{space}b")) == ["p a b"]


def test_blanks_at_the_ends_go_and_runs_become_one() -> None:
    assert shape(plain(" \u00a0　a  b \t c　  d　 \t")) == ["p a b c　d"]


@pytest.mark.parametrize(
    ("char", "name", "severity"),
    [
        ("\ue000", "U+E000", Severity.WARNING),
        ("\U000f0000", "U+F0000", Severity.WARNING),
        ("\ufffd", "U+FFFD", Severity.ERROR),
        ("\ufdd0", "U+FDD0", Severity.ERROR),
    ],
)
def test_characters_that_cannot_be_printed_are_told_once_each(char: str, name: str, severity: Severity) -> None:
    problem = only(plain(f"前文\n江{char}都{char}区"))

    assert (problem.code, problem.severity, where(problem)) == ("unprintable-character", severity, (2, 2, 1))
    assert problem.message("zh") == f"字符 {name} 印不出来（共 2 处），多半是乱码或软件自造的符号。"
    assert problem.message("en").startswith(f"The character {name} cannot be printed (2 in all)")


def test_half_surrogates_never_come_through() -> None:
    reading = plain("江\ud800都")
    assert shape(reading) == ["p 江\ufffd都"]
    assert codes(reading) == ["unprintable-character"]


@pytest.mark.parametrize(
    ("text", "marks", "column", "count"),
    [
        ("主线,认真落实;坚持", ", ;", 3, 2),
        ("江都区(镇)工会", "( )", 4, 2),
        ("时间:10:30", ":", 3, 1),
        ("好!“是吗?”", "! ?", 2, 2),
        ("ABC,中文", ",", 4, 1),
    ],
)
def test_half_width_marks_beside_han_are_told(text: str, marks: str, column: int, count: int) -> None:
    for read in (plain, markdown):
        reading = read(f"前文\n\n{text}")
        assert shape(reading)[1] == f"p {text}"
        warning = only(reading)
        assert (warning.code, where(warning)) == ("half-width-mark", (3, column, 1))
        assert (warning.arguments["marks"], warning.arguments["count"]) == (marks, str(count))


@pytest.mark.parametrize("text", ["200,000人", "10:30", "word, word! (a; b)", "https://a.cn?x", "主线，认真（落实）"])
def test_half_width_marks_of_numbers_and_words_are_right(text: str) -> None:
    assert codes(plain(text)) == []


def test_the_message_about_half_width_marks() -> None:
    warning = only(plain("主线,认真落实;坚持"))
    assert warning.message("zh") == "这一段有 2 处汉字旁边用了半角标点（, ;），这是第一处。"
    assert warning.hint("zh") == "中文里用全角标点：，；：！？（）。"
    assert warning.message("en") == (
        "Half-width punctuation (, ;) beside Han characters, 2 in this paragraph; this is the first."
    )


def test_marks_in_code_and_link_targets_are_not_told() -> None:
    assert codes(markdown("见`甲,乙`和[主页](https://a.cn/甲,乙)。")) == []


def test_spaces_between_han_characters_are_told_and_stay() -> None:
    reading = markdown("“智汇龙川”工程 聚力打造，张　三\n")

    assert shape(reading) == ["p “智汇龙川”工程 聚力打造，张　三"]
    notice = only(reading)
    assert (notice.code, notice.severity, where(notice)) == ("space-between-han", Severity.NOTICE, (1, 9, 1))
    assert notice.message("zh") == "汉字之间有空格：“川”工程 聚力打造”（这一段共 2 处）。空格照印。"
    assert codes(markdown("# 突出引领 强化保障\n\n正文")) == []


def test_the_space_after_the_number_of_an_article_of_law_is_no_finding() -> None:
    assert codes(markdown("**第二十一条**　工会帮助、指导职工签订劳动合同。")) == []
    assert codes(markdown("第三章　工会的权利\n")) == []
    assert codes(markdown("第三条　工会的 权利和义务。")) == ["space-between-han"]
    assert codes(markdown("第三条　　工会的权利。")) == ["space-between-han"]


@pytest.mark.parametrize("credit", ["图：张三 摄", "张三 摄影，李四 供图", "张三 摄（资料）"])
def test_the_space_of_a_credit_is_wanted(credit: str) -> None:
    assert codes(markdown(credit)) == []
    assert codes(markdown(credit.replace(" 摄", " 摄下了这些"))) == ["space-between-han"]


@pytest.mark.parametrize(
    ("line", "text", "meant"),
    [
        ("正文锟斤拷锟斤拷后文", "锟斤拷锟斤拷", ""),
        ("Ã©tude", "Ã©", "é"),
        ("前ä¸\xadæ–‡后", "ä¸\xadæ–‡", "中文"),
        ("前 鏂囧瓧", "鏂囧瓧", "文字"),
        ("我们说浜т笟宸ヤ汉的事", "浜т笟宸ヤ汉", "产业工人"),
        ("我们说鏂囧瓧", "", ""),
        ("江苏省总工会，café——法国", "", ""),
        ("产业工人队伍建设改革", "", ""),
        ("À propos, ÇA VA、Ångström", "", ""),
    ],
)
def test_damaged_text_is_found(line: str, text: str, meant: str) -> None:
    found = list(find_mojibake(line))

    assert [(item.text, item.meant) for item in found] == ([(text, meant)] if text else [])
    assert all(line[item.column :].startswith(item.text) for item in found)


def test_damaged_text_is_told_with_what_was_meant() -> None:
    warning = only(plain("前文\n\n前：鏂囧瓧。后，鏂囧瓧"))

    assert (warning.code, warning.severity, where(warning)) == ("mojibake", Severity.WARNING, (3, 3, 3))
    assert warning.message("zh") == "“鏂囧瓧”是乱码（共 2 处），可能原来是：文字。"
    assert warning.hint("zh") == "对照原稿改正；乱码是此前用错误的编码打开并保存造成的。"


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=20))
def test_text_in_a_wrong_encoding_is_found(text: str) -> None:
    damaged = text.encode().decode("latin-1")
    assert "\x85" in damaged or [item.meant for item in find_mojibake(damaged)] == [text]


@given(st.text(alphabet="甲乙a \t　\u00a0\u200b\ufeff\x00\n\r\u2028，,", max_size=60))
def test_tidying_twice_is_tidying_once(text: str) -> None:
    once = "\n".join(tidy(text, START, Findings()).lines)
    again = Findings()
    assert "\n".join(tidy(once, START, again).lines) == once
    assert again.problems() == ()


@given(st.text(alphabet="甲乙丙丁 　\u200b\ufeff\x00\n\t", max_size=60))
def test_every_character_that_stays_is_found_in_its_place(text: str) -> None:
    source = tidy(text, START, Findings())
    lines = text.split("\n")
    for number, line in enumerate(source.lines):
        for column, char in enumerate(line):
            place = source.place(number, column)
            assert lines[place.line - 1][place.column - 1] == char


_INLINES: st.SearchStrategy[tuple[Inline, ...]] = st.recursive(
    st.lists(
        st.one_of(
            st.text("甲a 　\t", max_size=4).map(Text),
            st.just(LineBreak()),
            st.just(NoteCall(1)),
            st.text(" x", max_size=3).map(Code),
        ),
        max_size=4,
    ).map(tuple),
    lambda inner: st.lists(st.one_of(inner.map(Strong), inner.map(Emphasis)), max_size=3).map(tuple),
    max_leaves=6,
)


@given(_INLINES)
def test_squeezing_keeps_the_characters_and_leaves_no_blanks_to_squeeze(children: tuple[Inline, ...]) -> None:
    squeezed = squeeze(children)

    assert squeeze(squeezed) == squeezed
    assert "".join(inline_text(squeezed).split()) == "".join(inline_text(children).split())
