"""Widths of marks: adjacent marks, line ends, squeeze styles (rows C-041, C-050, C-066 … C-080), from glyph origins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont

from typeset.composer import CSS, HTML, FontFile, FontSet

Compose = Callable[..., Any]
LEFT = "p { text-align: left }"


def width(compose: Compose, text: str, css: str = LEFT, lang: str = "zh-CN") -> list[float]:
    return list(compose(f"<p>{text}中</p>", css=css, lang=lang).advances())


def test_han_is_set_solid(compose: Compose) -> None:
    """C-001, C-002."""
    assert width(compose, "中文正文") == [1.0] * 4


@pytest.mark.parametrize("mark", "，。、：；？！”’」』）》〉】")
def test_one_mark_takes_one_em(compose: Compose, mark: str) -> None:
    """C-066."""
    assert width(compose, f"中{mark}中") == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    "pair", ["“（", "）”", "》《", "。”", "，“", "：“", "”，", "！”", "”“", "（《", "》）", "。）"]
)
def test_two_adjacent_marks_take_one_and_a_half(compose: Compose, pair: str) -> None:
    """C-071: from the character before to the character after, 2.5 em in all with the first character's own."""
    assert sum(width(compose, f"中{pair}")) == pytest.approx(2.5, abs=0.002)


def test_the_outer_side_is_trimmed(compose: Compose) -> None:
    """C-073: the opening mark keeps its distance to what it encloses."""
    assert width(compose, "中”“中") == [1.0, 0.5, 1.0, 1.0]


@pytest.mark.parametrize("before", ["<em>《甲》</em>", "<a href='#'>《甲》</a>", "<b>《<i>甲》</i></b>"])
def test_the_pair_rule_holds_across_elements(compose: Compose, before: str) -> None:
    """C-074."""
    result = compose(
        f"<p>{before}<b>《乙》</b>中</p>", css=LEFT + "em, i { font-style: normal } b { font-weight: 400 }"
    )

    assert result.advance("》《") == 0.5


def test_a_font_that_sets_pairs_tight_itself_is_not_squeezed_twice(compose: Compose) -> None:
    css = LEFT + "p { font-feature-settings: 'chws' }"

    assert sum(width(compose, "中”“", css)) == pytest.approx(2.5, abs=0.002)


def test_doubled_exclamations(compose: Compose) -> None:
    """C-050."""
    assert sum(width(compose, "中？！")) == pytest.approx(2.0, abs=0.002)
    assert sum(width(compose, "中！！！")) == pytest.approx(3.0, abs=0.002)


def test_dash_and_ellipsis_take_two_em(compose: Compose) -> None:
    """C-038, C-039."""
    assert sum(width(compose, "中——中")) == pytest.approx(4.0, abs=0.002)
    assert sum(width(compose, "中……中")) == pytest.approx(4.0, abs=0.002)


def test_the_interpunct_is_half_an_em(compose: Compose) -> None:
    """C-041, C-070."""
    assert sum(width(compose, "白·求")) == pytest.approx(2.5, abs=0.002)


def test_a_mark_at_the_line_end_takes_half_an_em(compose: Compose) -> None:
    """C-077 (GB/T 15834 5.1.10): the cell's half, not the ink, stands at the edge."""
    result = compose("<p>一二三四五六七八九，一二三四五六七八九十一二</p>", measure=9.5)

    assert result.lines[0][-1].char == "，"
    assert result.lines[0][-1].x == pytest.approx(9.0, abs=0.002)


def test_opening_marks_at_the_line_start(compose: Compose) -> None:
    """C-075, C-076: full after the paragraph's indent, half at the start of other lines."""
    result = compose("<p style='text-indent: 2em'>“一二三四五六”《一二三四五六七八九</p>", measure=10)

    assert result.lines[0][0].x == pytest.approx(2.0, abs=0.002)
    assert result.lines[1][0].x == pytest.approx(-0.5, abs=0.002)


@pytest.mark.parametrize(
    ("trim", "origin", "last"),
    [
        ("space-all", 0, 0),
        ("trim-start", -0.5, -0.5),
        ("space-first", 0, -0.5),
        ("normal", 0, 0),
        ("trim-both", -0.5, -0.5),
    ],
)
def test_text_spacing_trim_at_line_starts(compose: Compose, trim: str, origin: float, last: float) -> None:
    """CSS Text 4, text-spacing-trim."""
    css = f"p {{ text-spacing-trim: {trim}; text-align: left }}"
    result = compose("<p>（一二三四五六七八<br>（一二三四五六七八九十一二（一二</p>", measure=10, css=css)
    second = compose("<p>一二三四五六七八九十（一二</p>", measure=10, css=css)

    assert result.lines[0][0].x == pytest.approx(origin, abs=0.002)
    assert second.lines[1][0].x == pytest.approx(last, abs=0.002)


def test_trim_all_sets_every_mark_half(compose: Compose) -> None:
    assert sum(width(compose, "中，中（中）中", LEFT + "p { text-spacing-trim: trim-all }")) == pytest.approx(
        5.5, abs=0.002
    )


def test_squeeze_styles(compose: Compose) -> None:
    """开明式 keeps full stops wide and sets other marks half; 半角式 all; 全角式 none."""
    text = "中，中。中"

    def total(style: str) -> float:
        return sum(width(compose, text, LEFT + f"p {{ --typeset-squeeze: {style} }}"))

    assert total("quanjiao") == pytest.approx(5.0, abs=0.002)
    assert total("kaiming") == pytest.approx(4.5, abs=0.002)
    assert total("banjiao") == pytest.approx(4.0, abs=0.002)


def test_strict_order_of_reduction(compose: Compose) -> None:
    """C-110, C-111 as an option: brackets give everything before commas give anything."""
    css = "p { --typeset-squeeze-order: strict }"
    text = "一二，三四（五六）七，八九十十一二三四五"
    result = compose(f"<p>{text}</p>", measure=15.5, css=css)

    assert result.texts[0] == text[:16]
    assert result.advance("二，") == 1.0
    assert result.advance("，三") == 1.0
    assert result.advance("四（") + result.advance("）七") == pytest.approx(1.5, abs=0.004)


def test_even_order_shares_the_reduction(compose: Compose) -> None:
    """C-111, and the documented deviation from C-110: all white gives a little."""
    text = "一二，三四，五六，七八，九十一二三四五六七八"
    result = compose(f"<p>{text}</p>", measure=15.5)

    assert result.texts[0] == text[:16]
    assert result.advance("，三") == result.advance("，五") == pytest.approx(0.875, abs=0.002)


def test_hanging_punctuation(compose: Compose) -> None:
    """C-078, C-080: off by default, one stop, never after another mark."""
    text = "一二三四五六七八九十，一二三四五六七八九"
    css = "p { hanging-punctuation: allow-end }"

    hung = compose(f"<p>{text}</p>", measure=10, css=css)
    normal = compose(f"<p>{text}</p>", measure=10)
    twice = compose("<p>一二三四五六七八九”，一二三四五六七八九</p>", measure=10, css=css)

    assert hung.lines[0][-1].char == "，"
    assert hung.lines[0][-1].x == pytest.approx(10, abs=0.002)
    assert normal.lines[0][-1].char != "，" or normal.lines[0][-1].x <= 9.502
    assert all(line[-1].x <= 9.502 for line in twice.lines)


def test_hanging_first_and_last(compose: Compose) -> None:
    result = compose("<p>“一二三四五六七八九十”</p>", measure=10, css="p { hanging-punctuation: first last }")

    assert result.texts == ["“一二三四五六七八九十”"]
    assert result.lines[0][0].x == pytest.approx(-1, abs=0.002)


@pytest.fixture(scope="module")
def centred(tmp_path_factory: pytest.TempPathFactory) -> FontSet:
    """A Traditional face for tests: the stops of our Song, moved to the middle of their cells."""
    source = Path(__file__).parents[2] / "fonts" / "noto-serif-sc" / "NotoSerifSC_400Regular.ttf"
    font = TTFont(source)
    subsetter = subset.Subsetter()
    subsetter.populate(text="一二三四五六七八九十，。、 ")
    subsetter.subset(font)
    glyphs, names = font["glyf"], font.getBestCmap()
    for char in "，。、":
        glyph = glyphs[names[ord(char)]]
        move = 500 - (glyph.xMin + glyph.xMax) // 2
        glyph.coordinates.translate((move, 300))
        glyph.recalcBounds(glyphs)
        advance, bearing = font["hmtx"][names[ord(char)]]
        font["hmtx"][names[ord(char)]] = (advance, bearing + move)
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = "Centred Test Song"
    path = tmp_path_factory.mktemp("fonts") / "centred.ttf"
    font.save(path)
    return FontSet([FontFile(path, ("ming",))])


def test_centred_marks_are_not_squeezed_as_if_cornered(centred: FontSet, compose: Compose) -> None:
    """C-069, C-079: zh-Hant marks in the middle of the cell give way on both sides, and never hang."""
    del compose
    from .conftest import read_lines

    css = """@page { size: 240px 240px; margin: 20px } body { margin: 0; font: 10px/20px ming; width: 100px }
        p { margin: 0; hanging-punctuation: allow-end; text-align: justify; --typeset-actual-text: none }"""
    html = "<html lang=zh-TW><p>一二三四五六七八九十，一二三四五六七八九十一二三。四</p>"
    document = HTML(string=html).render(font_config=centred, stylesheets=[CSS(string=css, font_config=centred)])
    lines = list(read_lines(document.write_pdf(), 10))

    assert all(line[-1].ink[1] <= 10.01 for line in lines)
    assert all(line[0].char not in "，。" for line in lines)
