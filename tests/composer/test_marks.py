"""Shapes and places of marks, dots and lines; paragraphs and heads (rows C-029 … C-049, C-083 … C-125)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest
from pypdfium2 import raw
from weasyprint.formatting_structure import boxes

from typeset.composer.classes import Cls, classify

Compose = Callable[..., Any]
LEFT = "p { text-align: left } "
TABLE = (
    "。．，、：；！？‼⁇⁈⁉" + "“”‘’「」『』（）《》〈〉【】〖〗〔〕［］｛｝" + "—⸺…⋯～–-·・‧" + "/／"
)  # stops, brackets, connectors, separators of clreq's table; interlinear marks are text-decoration and text-emphasis


def ink(compose: Compose, mark: str) -> tuple[float, float]:
    """Left and right edge of a mark's ink in its own cell, in em."""
    glyph = next(glyph for glyph in compose(f"<p>中{mark}中</p>", css=LEFT).lines[0] if glyph.char == mark)
    return glyph.ink[0] - glyph.x, glyph.ink[1] - glyph.x


def numbers(pdf: bytes, operator: bytes) -> Iterator[tuple[float, ...]]:
    """Operands of a drawing operator in an uncompressed PDF."""
    for line in pdf.split(b"\n"):
        if line.endswith(b" " + operator):
            yield tuple(map(float, re.findall(rb"-?[\d.]+", line[: -len(operator)])))


def dots(pdf: bytes) -> list[tuple[float, float]]:
    """Centres of emphasis dots, in CSS pixels from the page's top left corner: each begins at its right edge."""
    return [(x - 0.65, y) for x, y in numbers(pdf, b"m")]


@pytest.mark.parametrize("mark", "，。、；：")
def test_stops_stand_in_the_left_half_of_their_cell(compose: Compose, mark: str) -> None:
    """C-047."""
    left, right = ink(compose, mark)

    assert 0 <= left < right <= 0.5


@pytest.mark.parametrize("pair", ["“”", "‘’", "「」", "（）", "《》", "〈〉", "【】", "〔〕"])
def test_brackets_stand_beside_what_they_enclose(compose: Compose, pair: str) -> None:
    """C-048: opening in the right half of one em, closing in the left half."""
    assert ink(compose, pair[0])[0] >= 0.45
    assert ink(compose, pair[1])[1] <= 0.55
    assert compose(f"<p>中{pair[0]}中{pair[1]}中</p>", css=LEFT).advances() == [1.0] * 4


def test_quotes_are_full_width_in_chinese_and_proportional_in_english(compose: Compose) -> None:
    """C-036."""
    assert compose("<p>中“中”中</p>", css=LEFT).advance("“中") == 1.0
    english = compose("<p>a “word” b</p>", css=LEFT + "p { font-family: kai, song }", lang="en")
    assert english.advance("“w") < 0.6
    assert english.advance("d”") < 0.7


@pytest.mark.parametrize(("mark", "wide"), [("～", 1.0), ("—", 1.0), ("–", 0.5), ("·", 0.5), ("/", 0.5)])
def test_connectors_have_their_widths(compose: Compose, mark: str, wide: float) -> None:
    """C-040, C-046, C-070: long and wave connector one em, short connector, interpunct and solidus half an em.

    From the character before to the character after, on a tight and on a loose line alike; the ink in the middle.
    """
    result = compose(f"<p>中{mark}中</p>", css=LEFT)
    before, after = sum(result.advances()) - 1, result.lines[0][1]

    assert before == pytest.approx(wide, abs=0.1 if mark == "—" else 0.002)
    assert (after.ink[0] + after.ink[1]) / 2 == pytest.approx(1 + wide / 2, abs=0.1)
    for measure in (10.2, 9.8):  # loose and tight
        line = compose(f"<p>一二{mark}三，四，五，六七八九十一二三四五六</p>", measure=measure).lines[0]
        if mark in "–·/":
            assert line[3].x - line[1].x - 1 == pytest.approx(wide, abs=0.06)


@pytest.mark.parametrize("mark", ["——", "……", "～", "·", "–"])
def test_connectors_stand_in_the_middle_of_the_height(compose: Compose, mark: str) -> None:
    """C-049: the middle of the ink, seen on the page, is near the middle of the cell (0.38 em over the baseline)."""
    result = compose(f"<p>　{mark}　</p>", css=LEFT)
    scale = 16  # pixels per PDF point
    page = pypdfium2.PdfDocument(result.pdf)[0].render(scale=scale, grayscale=True).to_numpy()
    rows = (page.reshape(page.shape[0], -1).min(axis=1) < 128).nonzero()[0]
    baseline = 2 + result.lines[0][0].y  # em from the page's top

    height = baseline - (rows[0] + rows[-1]) / 2 / scale / (result.size * 0.75)
    assert height == pytest.approx(0.38, abs=0.115)


def test_emphasis_dots_stand_under_the_middle_of_each_character(compose: Compose) -> None:
    """C-044, C-083: also where the characters are letter-spaced."""
    for spacing in ("0", "0.5em"):
        result = compose(f"<p style='text-emphasis: filled dot; letter-spacing: {spacing}'>中文正文</p>", css=LEFT)
        marks = dots(result.document.write_pdf(uncompressed_pdf=True))

        assert [x / 10 - 2 for x, _ in marks] == pytest.approx([glyph.x + 0.5 for glyph in result.lines[0]], abs=0.03)


@pytest.mark.parametrize(
    ("char", "marked"), [(c, True) for c in "#％&＠§‰中aé１"] + [(c, False) for c in "，（·—…！*-　"]
)
def test_signs_take_a_dot_and_punctuation_none(compose: Compose, char: str, marked: bool) -> None:
    """CSS Text Decoration 4, text-emphasis-style: punctuation is passed over, but for a few signs."""
    result = compose(f"<p style='text-emphasis: filled dot'>中{char}</p>", css=LEFT)

    assert len(dots(result.document.write_pdf(uncompressed_pdf=True))) == 1 + marked


def test_the_line_is_nearer_the_text_than_the_dot(compose: Compose) -> None:
    """C-084."""
    style = "text-emphasis: filled dot; text-decoration: underline"
    plain = compose("<p style='text-emphasis: filled dot'>中文</p>", css=LEFT).document
    lined = compose(f"<p style='{style}'>中文</p>", css=LEFT).document
    [(_, high), _] = dots(plain.write_pdf(uncompressed_pdf=True))
    both = [y for _, y in numbers(lined.write_pdf(uncompressed_pdf=True), b"m")]

    assert max(both) > high  # the dots make room
    assert min(both) < max(both) - 0.5  # the line lies between


def test_proper_name_lines_of_neighbours_are_separate(compose: Compose) -> None:
    """C-045: two names, two lines, with white between them."""
    css = LEFT + "u { text-decoration: underline; margin-right: 0.1em }"
    pdf = compose("<p><u>张三</u><u>李四</u>到会</p>", css=css).document.write_pdf(uncompressed_pdf=True)
    starts = [x for x, *_ in numbers(pdf, b"m")]
    ends = [x for x, *_ in numbers(pdf, b"l")]

    assert len(starts) == len(ends) == 2
    assert starts[1] - ends[0] == pytest.approx(1.0, abs=0.01)


def test_letters_and_digits_are_proportional_and_stay_what_they_are(compose: Compose) -> None:
    """C-085: no full-width ASCII comes into being."""
    result = compose("<p>中Will2023</p>", css=LEFT)

    assert result.texts == ["中Will2023"]
    assert result.advance("il") < 0.5 < result.advance("Wi")


def test_paragraphs_follow_each_other_without_white(compose: Compose) -> None:
    """C-095: the baseline distance across paragraphs is the leading."""
    result = compose("<p>一二三四五六七八九十一二三</p><p>四五六</p>", measure=10)

    assert [round(b[0].y - a[0].y, 2) for a, b in pairwise(result.lines)] == [2.0, 2.0]


@pytest.mark.parametrize(
    ("inserted", "at"), [("<blockquote>引文</blockquote>", 2), ("<h2>标题</h2>", 0), ("<p class=talk>甲：对话</p>", 2)]
)
def test_text_going_on_after_an_insertion_starts_flush(compose: Compose, inserted: str, at: float) -> None:
    """C-097: a style of the layout undoes the indent, also before an opening mark and over several lines."""
    css = "p { text-indent: 2em } blockquote { margin: 0 0 0 2em } .on { text-indent: 0 }"
    result = compose(f"<p>甲乙丙</p>{inserted}<p class=on>“丁”戊己庚辛壬癸子丑寅卯</p>", measure=10, css=css)

    assert [line[0].x for line in result.lines[:3]] == pytest.approx([2, at, 0], abs=0.002)
    assert result.lines[3][0].x == pytest.approx(0, abs=0.002)


def test_no_last_line_is_alone_at_the_head_of_a_page(compose: Compose) -> None:
    """C-107: `widows: 2` is kept by composed lines."""
    css = "p { widows: 2; orphans: 2 }"
    result = compose("<p>" + "一二三四五六七八九十" * 4 + "</p>", measure=10, height=6, css=css)
    counts = [
        sum(isinstance(box, boxes.LineBox) for box in page._page_box.descendants()) for page in result.document.pages
    ]

    assert counts == [2, 2]


def test_a_heading_is_not_the_last_line_of_a_page(compose: Compose) -> None:
    """C-122."""
    css = "h2 { break-after: avoid; display: block }"
    body = "<p>一二三四五六七八九十一二三四五</p><h2>标题</h2><p>正文正文</p>"
    result = compose(body, measure=10, height=6, css=css)

    texts = [
        [box.text for box in page._page_box.descendants() if isinstance(box, boxes.TextBox)]
        for page in result.document.pages
    ]
    assert texts[1][0] == "标题"


def test_a_run_in_head_is_followed_by_one_em(compose: Compose) -> None:
    """C-124: on the same line, in Kai, no smaller than the body; on a justified line the em stays."""
    css = "b { font-family: kai } b::after { content: '　' }"
    for body in ("正文", "正文，正文，正文正文正文正文正文正文"):
        result = compose(f"<p><b>提要</b>{body}</p>", measure=12.6, css=css)
        text = pypdfium2.PdfDocument(result.pdf)[0].get_textpage()
        fonts = {round(raw.FPDFText_GetFontSize(text.raw, index), 2) for index in range(text.count_chars())}

        assert result.texts[0].startswith("提要正文")
        assert result.advance("要正") == pytest.approx(2.0, abs=0.06)
        assert fonts - {0.0, 1.0} == {10.0}  # generated characters have none
    assert b"WenKai" in result.document.write_pdf(uncompressed_pdf=True)


def test_a_block_heading_stands_on_its_own_line(compose: Compose) -> None:
    """C-116: also a short one; the text begins on the next line, whatever stood before."""
    result = compose("<p>前文</p><h2>标题</h2>正文接着<h2>再一</h2><p>后文</p>")

    assert result.texts == ["前文", "标题", "正文接着", "再一", "后文"]
    assert len({line[0].y for line in result.lines}) == 5


def test_columns_run_from_left_to_right(compose: Compose) -> None:
    """C-029."""
    result = compose("<div style='columns: 2; column-gap: 2em'><p>甲<br>乙<br>丙<br>丁</p></div>", measure=22)

    assert result.texts == ["甲丙", "乙丁"]


def test_a_table_head_is_on_top_and_repeated(compose: Compose) -> None:
    """C-031."""
    rows = "".join(f"<tr><td>行{number}" for number in "一二三四五六")
    html = f"<table><thead><tr><th>表头</thead><tbody>{rows}</tbody></table>"
    result = compose(html, measure=10, height=9, css="th, td { padding: 0; font: inherit }")

    assert len(result.document.pages) > 1
    assert result.texts.count("表头") == len(result.document.pages)
    assert result.texts[0] == "表头"


def test_a_heading_takes_a_whole_number_of_lines(compose: Compose) -> None:
    """C-016: `block-step-size` rounds a heading of any size up, so that the text after it is on the grid."""
    css = "h2 { font: 14px/23px song; padding: 0 0 3px; block-step-size: 20px }"
    result = compose("<p>甲</p><h2>标题</h2><p>乙</p>", css=css)

    assert result.lines[-1][0].y - result.lines[0][0].y == pytest.approx(6.0, abs=0.01)


@pytest.mark.parametrize(("ground", "lines"), [("transparent", 1), ("#eee", 2)])
def test_a_heading_at_the_top_of_a_page_leaves_no_white_line_below(compose: Compose, ground: str, lines: float) -> None:
    """Its margin is cut off; it takes the nearest number of whole lines, unless it stands on a ground."""
    css = "h2 { font: 12px/20px song; margin-top: 11px; padding-bottom: 9px; block-step-size: 20px; background: %s }"
    result = compose(f"<p>{'文' * 30}</p><h2>标题</h2><p>乙</p>", measure=10, height=6, css=css % ground)
    head, text = result.lines[-2:]

    assert len(result.document.pages) == 2
    assert text[0].y - head[0].y == pytest.approx(2 * lines, abs=0.15)  # less the difference of the sizes
    assert (text[0].y - result.lines[0][0].y) % 2 == pytest.approx(0, abs=0.01)


def test_the_text_after_a_table_that_breaks_is_on_the_grid(compose: Compose) -> None:
    """The last part of a block that breaks takes whole lines as well."""
    css = "div { block-step-size: 20px } td { padding: 0; font: 10px/13px song }"
    rows = "<tr><td>行" * 12
    result = compose(f"<p>甲</p><div><table>{rows}</table></div><p>乙</p>", measure=10, height=12, css=css)
    first, text = result.lines[0], result.lines[-1]

    assert len(result.document.pages) == 2
    assert result.texts[-1] == "乙"
    assert (text[0].y - first[0].y) % 2 == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("small", [1, 2, 3, 4])
def test_the_text_after_balanced_columns_is_on_the_grid(compose: Compose, columns: int, small: int) -> None:
    """The block that ends them takes whole lines though the columns are no higher than they must be."""
    css = f"section {{ columns: {columns} }} div {{ font: 6px/9px song; padding-top: 20px; block-step-size: 20px }}"
    notes = "<div>" + "<p>注</p>" * small + "</div>"
    result = compose(f"<p>甲</p><section>{'<p>文</p>' * 5}{notes}</section><p>乙</p>", css=css)
    lines = round((result.lines[-1][0].y - result.lines[0][0].y) / 2)

    assert result.texts[-1] == "乙"
    assert (result.lines[-1][0].y - result.lines[0][0].y) == pytest.approx(2 * lines, abs=0.01)


@pytest.mark.parametrize(("side", "texts"), [("top", ["表题", "格"]), ("bottom", ["格", "表题"])])
def test_titles_of_tables_stand_above_or_below(compose: Compose, side: str, texts: list[str]) -> None:
    """C-030."""
    html = f"<table style='width: 5em'><caption style='caption-side: {side}'>表题</caption><tr><td>格</table>"

    assert compose(html).texts == texts


def test_a_new_recto_starts_on_an_odd_page(compose: Compose) -> None:
    """C-121."""
    result = compose("<p>甲</p><h2 style='break-before: recto'>乙</h2>")
    texts = [
        [box.text for box in page._page_box.descendants() if hasattr(box, "text")] for page in result.document.pages
    ]

    assert texts == [["甲"], [], ["乙"]]


@pytest.mark.parametrize("mark", TABLE)
def test_every_mark_of_the_table_has_a_class(mark: str) -> None:
    """C-125."""
    assert classify(mark) not in (Cls.OTH, Cls.WIDE, Cls.LAT, Cls.HAN)
