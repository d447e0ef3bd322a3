"""Text that would vanish is found: off the page, outside its frame, or never set by the engine."""

from __future__ import annotations

import pytest

from typeset.composer import FontSet, overset
from typeset.composer.documents import CSS
from typeset.composer.fetching import ClosedFetcher
from typeset.composer.rendering import Rendering, lay_out

STYLE = """@page { size: 100mm 100mm; margin: 10mm } html { font: 10pt/15pt song } body, p { margin: 0 }
    table { border-collapse: collapse } td { padding: 0 }"""
WORD = "Donaudampfschifffahrtsgesellschaftskapitän"


def paragraphs(count: int) -> str:
    return "".join(
        f'<p data-source="a.md:{number}">第{number}段，甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉。</p>'
        for number in range(1, count + 1)
    )


def set_body(body: str, fonts: FontSet) -> Rendering:
    sheet = CSS(string=STYLE, font_config=fonts)
    return lay_out(f"<html lang=zh-CN><body>{body}", [sheet], fonts, ClosedFetcher(), {})


def lost(body: str, fonts: FontSet) -> list[str]:
    """The sources of what is told to be overset on the first page."""
    return [item.source for item in overset(set_body(body, fonts)) if item.page == 0]


FRAMES = {
    "columns of fixed height": "columns: 2; height: 30mm",
    "columns of fixed height, filled in turn": "columns: 2; height: 30mm; column-fill: auto",
    "columns of fixed height in half a page": "columns: 2; height: 30mm; width: 40mm",
    "a box of fixed height": "height: 30mm",
    "a box that cuts off": "height: 30mm; overflow: hidden",
    "a box of limited height that cuts off": "max-height: 30mm; overflow: hidden",
    "a float of fixed height": "float: left; width: 70mm; height: 30mm; overflow: hidden",
    "an absolute box": "position: absolute; top: 0; width: 70mm; height: 30mm; overflow: hidden",
    "an absolute box with columns": "position: absolute; top: 0; width: 70mm; height: 30mm; columns: 2",
    "an inline block": "display: inline-block; width: 70mm; height: 30mm; overflow: hidden",
    "a row of boxes": "display: flex; flex-direction: column; height: 30mm; overflow: hidden",
}


@pytest.mark.parametrize("style", FRAMES.values(), ids=FRAMES)
def test_text_that_a_frame_does_not_hold_is_told(style: str, fonts: FontSet) -> None:
    """Seven paragraphs are too many for each of these frames, two are not: nothing is told of them."""
    told = lost(f'<div style="{style}">{paragraphs(7)}</div><p>后面的文字</p>', fonts)
    assert "a.md:7" in told
    assert "a.md:1" not in told
    assert lost(f'<div style="{style}">{paragraphs(2)}</div><p>后面的文字</p>', fonts) == []


def test_columns_in_a_box_of_fixed_height_lose_text_which_is_told(fonts: FontSet) -> None:
    body = f'<div style="height: 30mm"><div style="columns: 2">{paragraphs(20)}</div></div><p>后面的文字</p>'
    [first, *_] = overset(set_body(body, fonts))
    assert first.page == 0
    assert "a.md:20" in lost(body, fonts)


def test_the_text_told_is_what_is_missing(fonts: FontSet) -> None:
    """The engine ends an absolute box at the foot of the page without a word."""
    found = overset(set_body(f'<div style="position: absolute; top: 60mm; width: 60mm">{paragraphs(20)}</div>', fonts))
    assert [item.text for item in found][-1] == "第20段，甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉。"


def test_a_line_that_may_not_break_and_runs_into_the_next_column_is_told(fonts: FontSet) -> None:
    def column(word: str) -> str:
        text = f'<p style="white-space: nowrap" data-source="a.md:1">{word}</p>'
        return f'<div style="columns: 2">{text}<p data-source="a.md:2">文字</p></div>'

    assert lost(column(WORD), fonts) == ["a.md:1"]
    assert lost(column("Donau"), fonts) == []


def test_a_word_too_long_for_its_column_is_cut_and_wholly_there(fonts: FontSet) -> None:
    rendering = set_body(f'<div style="columns: 2"><p data-source="a.md:1">{WORD}</p></div>', fonts)
    assert {(item.code, str(item.place)) for item in rendering.problems()} == {("line-cut-in-emergency", "a.md:1")}
    assert overset(rendering) == ()


def test_a_box_in_a_line_that_is_wider_than_the_line_is_told_with_its_place(fonts: FontSet) -> None:
    box = '<span style="display: inline-block; width: 90mm; height: 5mm"></span>'
    rendering = set_body(f'<div style="columns: 2"><p data-source="a.md:7">甲{box}乙</p></div>', fonts)
    assert [(item.code, str(item.place)) for item in rendering.problems()] == [("line-box-too-wide", "a.md:7")]


def test_a_table_too_wide_for_its_column_or_page_is_told(fonts: FontSet) -> None:
    cells = "".join(
        f'<td style="white-space: nowrap" data-source="t:{number}">单元格文字{number}</td>' for number in range(9)
    )
    table = f"<table><tr>{cells}</tr></table>"
    assert "t:8" in lost(table, fonts)
    assert "t:3" in lost(f'<div style="columns: 2">{table}<p>文字</p></div>', fonts)


def test_a_word_that_runs_from_its_cell_into_the_next_is_told(fonts: FontSet) -> None:
    cell = '<td style="white-space: nowrap" data-source="t:1">{}</td>'
    table = f'<table style="table-layout: fixed; width: 60mm"><tr>{cell}<td>邻格</td></tr></table>'
    assert lost(table.format(WORD), fonts) == ["t:1"]
    assert lost(table.format("短"), fonts) == []


def test_text_in_columns_that_a_page_does_not_hold_goes_on_and_is_not_told(fonts: FontSet) -> None:
    rendering = set_body(f'<div style="columns: 2">{paragraphs(60)}</div>', fonts)
    assert len(rendering.pages) > 1
    assert overset(rendering) == ()


@pytest.mark.parametrize(
    "body",
    [
        '<p style="display: none">不排的文字</p><p>文字</p>',
        "<style>@page { @top-center { content: element(head) } } .head { position: running(head) }</style>"
        '<p class="head">书眉</p><p>文字</p>',
        '<p>文字<span style="display: contents">里面</span></p>',
        "<p>文字­文字​文字<wbr>文字</p><svg><title>图</title></svg>",
        '<p style="text-align: justify">“引文”，（括注），' + "标点在行末，" * 30 + "</p>",
        '<style>p::first-letter { font-size: 2em } p::before { content: "前" }</style><p>首字放大</p>',
        '<div style="height: 15pt; line-height: 15pt; overflow: hidden"><p>正好一行</p></div>',
        '<div style="height: 10pt; line-height: 10pt; overflow: hidden">正好一行，行距紧</div>',
        '<div style="position: relative; height: 20pt"><p style="position: absolute; top: 0">框里</p></div>',
        '<div style="height: 20pt; overflow: hidden"><p style="position: absolute; top: 50mm">不归这个框管</p></div>',
        '<div style="transform: rotate(90deg); height: 5pt; overflow: visible"><p>转过来</p></div>',
    ],
)
def test_text_that_is_where_it_belongs_is_not_told(body: str, fonts: FontSet) -> None:
    assert overset(set_body(body, fonts)) == ()


OPENING = (
    '<div style="position: relative; height: 70mm; break-after: page">{}</div><p data-source="b.md:1">下一页的文字</p>'
)


def test_an_absolute_box_that_goes_on_upon_the_next_page_is_told(fonts: FontSet) -> None:
    """The engine sets the rest of it below or upon the next page's text, where nobody looks for it."""
    plate = '<div style="position: absolute; top: 40mm; width: 60mm">{}</div>'
    found = overset(set_body(OPENING.format(plate.format(paragraphs(12))), fonts))
    assert {item.source for item in found} >= {f"a.md:{number}" for number in (10, 11, 12)}
    assert "b.md:1" not in {item.source for item in found}
    assert overset(set_body(OPENING.format(plate.format(paragraphs(3))), fonts)) == ()


def test_the_head_of_a_table_is_repeated_and_nothing_is_lost(fonts: FontSet) -> None:
    head = '<td style="position: relative">项目<i style="position: absolute; right: 0" data-source="a.md:1">注</i></td>'
    rows = "".join(f"<tr><td>第{number}行</td></tr>" for number in range(40))
    rendering = set_body(f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>", fonts)
    assert len(rendering.pages) > 1
    assert overset(rendering) == ()
