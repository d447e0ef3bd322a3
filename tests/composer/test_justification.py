"""Justified lines, mixed text, paragraphs (rows C-004, C-012, C-024, C-086 … C-090, C-093, C-098, C-102 … C-114)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Compose = Callable[..., Any]

PROSE = (
    "他对着话筒，一字一顿地说：“同志们——请注意——第1、第2、第3小组，撤！……第4小组，留下。”话音未落，"
    "对讲机里传来“嘟——嘟——”的忙音；窗外，一辆K12345D的工程车正缓缓驶过《职工之家》（2021年第6期）的门前，"
    "全市“安康杯”竞赛推进会在市工人文化宫召开，到会1,286人，比去年同期增加12.7%；基于Kubernetes的平台上线。"
)


def right_edge(line: list[Any]) -> float:
    """Where the line's cell ends: half a cell after the origin of a closing mark, else the character's advance."""
    last = line[-1]
    half = last.char in "，。、：；？！”’）》」』"
    return float(last.x + 0.5 if half else last.x + 1.0)


@pytest.mark.parametrize("measure", [10, 11, 13, 16, 20, 25, 33, 40])
def test_lines_are_flush_at_every_measure(compose: Compose, measure: int) -> None:
    """C-013, C-024: to a hundredth of an em, read from the PDF."""
    result = compose(f"<p>{PROSE}</p>", measure=measure)

    for line in result.lines[:-1]:
        if not line[-1].char.isascii() and line[-1].char != "—":
            assert right_edge(line) == pytest.approx(measure, abs=0.01)
        assert line[-1].ink[1] <= measure + 0.01


def test_pure_han_keeps_the_grid(compose: Compose) -> None:
    """C-012, C-023."""
    result = compose("<p>" + "中文正文排版" * 12 + "</p>", measure=20)

    assert all(glyph.x == pytest.approx(round(glyph.x), abs=0.002) for line in result.lines for glyph in line)


def test_stretch_is_even(compose: Compose) -> None:
    """C-004, C-113."""
    result = compose("<p>一二三四五六七八九<span>十甲</span>子丑寅卯辰巳午未申酉戌亥</p>", measure=12.5)
    gaps = [advance - 1 for advance in result.advances(0)]

    assert max(gaps) - min(gaps) < 0.02
    assert max(gaps) > 0.02


def test_nothing_is_added_inside_a_dash(compose: Compose) -> None:
    """C-114, C-061."""
    tight = compose("<p>一——二三四五六</p>", measure=20)
    loose = compose("<p>一——二三四五六七八九甲（乙丙丁戊己庚辛</p>", measure=12.4)

    assert loose.lines[0][-1].char == "甲"
    assert loose.advance("——") == tight.advance("——")


def test_the_last_line_is_natural(compose: Compose) -> None:
    """C-104."""
    result = compose("<p>一二三四五六七八九十甲乙丙</p>", measure=10.5)

    assert result.advances(1) == [1.0, 1.0] or result.advances(1) == [1.0]


def test_no_last_line_of_one_character(compose: Compose) -> None:
    """C-105, C-106: one character is taken over from the line before."""
    for length in (*range(38, 45), 58, 61, 62):
        text = ("中文正文排版规则对齐" * 8)[:length]
        for tail in ("", "。"):
            result = compose(f"<p>{text}{tail}</p>", measure=20)
            assert len(result.texts[-1].rstrip("。")) > 1, text


def test_a_gap_between_han_and_latin(compose: Compose) -> None:
    """C-086, C-087, C-089, C-090: made by layout, not by a character; none at line ends or beside marks."""
    css = "p { text-align: left } "
    normal = compose("<p>中a中1中</p>", css=css)
    wide = compose("<p>中a中</p>", css=css + "p { --typeset-autospace-gap: 0.25em }")
    none = compose("<p>中a中</p>", css=css + "p { text-autospace: no-autospace }")
    marks = compose("<p>，a，1。</p>", css=css)

    assert normal.advance("中a") == pytest.approx(1.125, abs=0.001)
    assert normal.advance("中1") == pytest.approx(1.125, abs=0.001)
    assert wide.advance("中a") == pytest.approx(1.25, abs=0.001)
    assert none.advance("中a") == pytest.approx(1.0, abs=0.001)
    assert marks.advance("，a") == pytest.approx(1.0, abs=0.001)


@pytest.mark.parametrize(
    ("value", "alpha", "numeric"),
    [
        ("ideograph-alpha", 1.125, 1.0),
        ("ideograph-numeric", 1.0, 1.125),
        ("normal", 1.125, 1.125),
        ("auto", 1.125, 1.125),
    ],
)
def test_text_autospace_values(compose: Compose, value: str, alpha: float, numeric: float) -> None:
    result = compose("<p>中a中1中</p>", css=f"p {{ text-align: left; text-autospace: {value} }}")

    assert result.advance("中a") == pytest.approx(alpha, abs=0.001)
    assert result.advance("中1") == pytest.approx(numeric, abs=0.001)


def test_autospace_crosses_elements_but_not_edges(compose: Compose) -> None:
    css = "p { text-align: left } b { font-weight: 400 } i { font-style: normal; padding: 0 5px }"

    assert compose("<p>中<b>a</b></p>", css=css).advance("中a") == pytest.approx(1.125, abs=0.001)
    assert compose("<p>中<i>a</i></p>", css=css).advance("中a") == pytest.approx(1.5, abs=0.001)


def test_autospace_replaces_a_typed_space(compose: Compose) -> None:
    result = compose("<p>中 a</p>", css="p { text-align: left; text-autospace: ideograph-alpha replace }")

    assert result.advance("中a") == pytest.approx(1.125, abs=0.001)


def test_a_footnote_call_gets_no_gap(compose: Compose) -> None:
    plain = compose("<p>中文<sup>1</sup></p>", css="p { text-align: left } sup { font-size: 10px }")
    glyphs = sorted((glyph for line in plain.lines for glyph in line), key=lambda glyph: glyph.x)

    assert glyphs[2].x - glyphs[1].x == pytest.approx(1.0, abs=0.002)


def test_text_justify_values(compose: Compose) -> None:
    text = "<p>中文 abc 中文 abc（中文中文中文中文</p>"

    def line(value: str) -> Any:
        return compose(text, measure=9, css=f"p {{ text-justify: {value}; text-autospace: no-autospace }}")

    assert line("none").advance("中文") == pytest.approx(1.0, abs=0.001)
    assert line("inter-word").advance("中文") == pytest.approx(1.0, abs=0.001)
    spread = line("inter-character")
    assert spread.advance("中文") - 1 == pytest.approx(spread.advance("ab") - line("none").advance("ab"), abs=0.003)


def test_indents(compose: Compose) -> None:
    """C-093, C-098 and text-indent's hanging and each-line."""
    text = "<p>一二三四五六七八九十一二三四<br>一二三四五六七八九十一二三四五六七八</p>"

    def starts(value: str) -> list[float]:
        return [round(line[0].x, 2) for line in compose(text, measure=10, css=f"p {{ text-indent: {value} }}").lines]

    assert starts("2em") == [2, 0, 0, 0]
    assert starts("2em hanging") == [0, 2, 2, 2, 2]
    assert starts("2em each-line") == [2, 0, 2, 0]
    assert starts("2em hanging each-line") == [0, 2, 0, 2]


def test_alignments(compose: Compose) -> None:
    """C-102, C-103."""
    centred = compose("<p>中文正文</p>", measure=10, css="p { text-align: center }")
    ended = compose("<p>中文正文</p>", measure=10, css="p { text-align: right }")
    spread = compose("<p>张三</p>", measure=6, css="p { text-align-last: justify }")

    assert centred.lines[0][0].x == pytest.approx(3, abs=0.002)
    assert ended.lines[0][0].x == pytest.approx(6, abs=0.002)
    assert [glyph.x for glyph in spread.lines[0]] == pytest.approx([0, 5], abs=0.002)


def test_balanced_titles(compose: Compose) -> None:
    """text-wrap: balance: lines as equal as may be, words of the publication uncut."""
    css = "p { text-align: center; text-wrap: balance; word-break: auto-phrase; --typeset-words: '产业工人', '江都区' }"
    result = compose("<p>扬州市江都区着力构建产业工人队伍建设新格局</p>", measure=18, css=css)

    lengths = [len(text) for text in result.texts]
    assert len(lengths) == 2
    assert abs(lengths[0] - lengths[1]) <= 5
    assert any("产业工人" in text for text in result.texts)
    assert any("江都区" in text for text in result.texts)


def test_titles_do_not_break_inside_quotation_marks(compose: Compose) -> None:
    css = "p { text-wrap: balance; word-break: auto-phrase }"
    assert compose("<p>让职工“精一会二通三岗”</p>", measure=11, css=css).texts == ["让职工", "“精一会二通三岗”"]
    assert compose("<p>《江城市总工会章程》学习体会</p>", measure=11, css=css).texts[1] == "学习体会"
    long = "<p>“在高质量发展中走在前作表率为职工办好事”</p>"  # longer than any line: broken after all
    assert len(compose(long, measure=12, css=css).texts) == 2


def test_letter_spaced_headings(compose: Compose) -> None:
    result = compose("<p>目录</p>", css="p { letter-spacing: 1em; text-align: left }")

    assert result.advance("目录") == pytest.approx(2.0, abs=0.002)


def test_word_spaces_alone_stretch_in_latin_text(compose: Compose) -> None:
    result = compose("<p>An English paragraph justified in the same measure of text</p>", measure=14, lang="en")

    assert result.lines[0][-1].ink[1] == pytest.approx(14, abs=0.1)
    assert result.advance("gl") == compose("<p>English</p>", lang="en").advance("gl")
