"""CSS Text 4 told by pairs of documents that must look alike: a property on the left, its effect written out right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Compose = Callable[..., Any]

BASE = """p { text-align: left } .on { text-autospace: normal } .off { text-autospace: no-autospace }
    .gap { margin: 0 calc(1em / 8) } .after { margin-right: 0.125em } .before { margin-left: 0.125em }
    .all { text-spacing-trim: space-all } .pull { margin-left: -0.5em } .cut { margin-right: -0.5em }
    b { font-weight: 400 } .start { text-spacing-trim: trim-start } .first { text-spacing-trim: space-first }"""

AUTOSPACE = [
    ("国国XX国", "国国<i class=gap>XX</i>国"),
    ("国。XX国", "国。XX<i class=before>国</i>"),
    ("\U00020000A\U00020000", "\U00020000<i class=gap>A</i>\U00020000"),
    ("国国2026国", "国国<i class=gap>2026</i>国"),
    ("<b>永</b>abc<b>def</b>永", "<i class=after>永</i>abcdef<i class=before>永</i>"),
    ("<b>永<b><b>abc</b></b>def</b><b>永</b>", "<i class=after>永</i>abcdef<i class=before>永</i>"),
    ("a\u0301b\u0301永", "a\u0301b\u0301<i class=before>永</i>"),
    ("国\u0301X\u0301", "<i class=after>国\u0301</i>X\u0301"),
    ("国\ufe00A", "国\ufe00<i class=before>A</i>"),
    ("国Ａ国", "国Ａ国"),
    ("国 A 国", "国 A 国"),
]
ELEMENTS = [  # the innermost element that holds both characters decides
    ("<p class=off><b class=on>国AA国</b>", "<p class=off>国<i class=gap>AA</i>国"),
    ("<p class=off><b class=on>国</b>AA<b class=on>国</b>", "<p class=off>国AA国"),
    ("<p class=on>国<b class=off>AA国A</b>", "<p class=off>国<i class=before>AA国A</i>"),
    ("<p class=on>国<code>a国</code>国", "<p class=off>国<code class=before>a国</code>国"),
    ("<pre class=song>国a国</pre>", "<pre class='song off'>国a国</pre>"),
    ("<p style='text-autospace: ideograph-alpha'>国a国1国", "<p class=off>国<i class=gap>a</i>国1国"),
    ("<p style='text-autospace: ideograph-numeric'>国a国1国", "<p class=off>国a国<i class=gap>1</i>国"),
]
COLLAPSED = [
    ("国（（国", "国（<i class=pull>（国</i>"),
    ("国（）国", "国（）国"),
    ("国（・国", "国（・国"),
    ("国（　国", "国（　国"),
    ("国）（国", "国）<i class=pull>（国</i>"),
    ("国））国", "国<i class=cut>）</i>）国"),
    ("国）・国", "国<i class=cut>）</i>・国"),
    ("国）　国", "国<i class=cut>）</i>　国"),
    ("国・（国", "国・<i class=pull>（国</i>"),
    ("国・）国", "国・）国"),
    ("国　（国", "国　<i class=pull>（国</i>"),
    ("国　）国", "国　）国"),
    ("国。（国", "国。<i class=pull>（国</i>"),
    ("国（。国", "国（。国"),
    ("国・。国", "国・。国"),
    ("国）)国", "国<i class=cut>）</i>)国"),
    ("国）(国", "国）(国"),
    ("国(（国", "国(<i class=pull>（国</i>"),
    ("国)（国", "国)（国"),
    ("国）<b>（国</b>", "国）<i class=pull>（国</i>"),
]


def alike(compose: Compose, left: str, right: str, measure: float = 12, lang: str = "en") -> None:
    css = BASE + "i { font-style: normal } code, .song { font-family: song; margin-top: 0; margin-bottom: 0 }"
    one, two = (compose(html, measure=measure, css=css, lang=lang) for html in (left, right))

    assert one.document.composition.stock_lines == two.document.composition.stock_lines == 0
    assert one.texts == two.texts
    for here, there in zip(one.lines, two.lines, strict=True):
        assert [glyph.x for glyph in here] == pytest.approx([glyph.x for glyph in there], abs=0.003)


@pytest.mark.parametrize(("text", "written"), AUTOSPACE)
def test_autospace(compose: Compose, text: str, written: str) -> None:
    alike(compose, f"<p class=on>{text}", f"<p class=off>{written}")


def test_narrow_marks_have_a_gap_in_chinese_where_it_is_asked_for(compose: Compose) -> None:
    """UTR #59, East_Asian_Spacing "conditional"."""
    alike(compose, "<p class=on>国!国#国", "<p class=off>国<i class=gap>!</i>国<i class=gap>#</i>国", lang="zh")
    alike(compose, "<p class=on>国!国#国", "<p class=off>国!国#国", lang="ja")
    alike(compose, "<p>国!国5%国", "<p class=off>国!国<i class=before>5</i>%国", lang="zh")


@pytest.mark.parametrize(("html", "written"), ELEMENTS)
def test_autospace_at_element_boundaries(compose: Compose, html: str, written: str) -> None:
    alike(compose, html, written)


@pytest.mark.parametrize("text", ["国国国国X国", "国国国国1国"])
def test_there_is_no_autospace_at_line_ends(compose: Compose, text: str) -> None:
    line = text[:4]

    alike(compose, f"<p class=on style='width: 4.3em'>{text}", f"<p class=on style='width: 9em'>{line}<br>{text[4:]}")


@pytest.mark.parametrize(("text", "written"), COLLAPSED)
def test_adjacent_marks_collapse(compose: Compose, text: str, written: str) -> None:
    alike(compose, f"<p style='text-spacing-trim: normal'>{text}", f"<p class=all>{written}")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_line_starts_by_value(compose: Compose, lang: str) -> None:
    text, broken = "（国国国（国国国（国", "（国国国<br>（国国国<br>（国"
    for name, first, other in (("all", "", ""), ("first", "", "pull"), ("start", "pull", "pull")):
        written = f"<i class={first}>（</i>国国国<br><i class={other}>（</i>国国国<br><i class={other}>（</i>国"
        alike(compose, f"<p class={name} style='width: 4em'>{text}", f"<p class=all>{written}", lang=lang)
    alike(compose, f"<p class=first>{broken}", f"<p class=all>{broken}", lang=lang)


def test_a_mark_that_would_not_fit_is_cut_at_the_line_end(compose: Compose) -> None:
    alike(compose, "<p class=start style='width: 3.6em'>国国国）国国国）", "<p>国国国）<br>国国国）", lang="ja")
    alike(compose, "<p style='width: 7.5em'>国国国<b>国</b>国国国）", "<p>国国国国国国国）", lang="ja")


LEVELS = {  # CSS Text 3 §5.3: which characters may begin a line, by level
    "loose": "・：；･‼⁇⁈⁉！？" + "․‥…⋯︙" + "°‰′″‵℃℉﹪％￠" + "‐–" + "々〻ゝゞヽヾ",
    "loose normal": "〜゠" + "ぁぃっァッャーㇰｧｰ",
    "": "、。，）」』】〗”’％"[:10],
}


@pytest.mark.parametrize("lang", ["zh", "ja"])
@pytest.mark.parametrize("level", ["loose", "normal", "strict"])
@pytest.mark.parametrize("levels", LEVELS)
def test_line_break_levels_character_by_character(compose: Compose, lang: str, level: str, levels: str) -> None:
    body = "".join(f"<p style='line-break: {level}'>文文文文文文{char}字字</p>" for char in LEVELS[levels])
    result = compose(body, measure=6.2, css=BASE, lang=lang, height=100)

    assert {len(text) for text in result.texts[::2]} == {6 if level in levels.split() else 5}


@pytest.mark.parametrize("lang", ["zh", "ja"])
def test_loose_lines_may_end_with_a_wide_prefix(compose: Compose, lang: str) -> None:
    body = "".join(f"<p style='line-break: loose'>文文文文文{char}字字</p>" for char in "￥＄€￡№±")
    result = compose(body, measure=6.2, css=BASE, lang=lang)

    assert [text[-1] for text in result.texts[::2]] == list("￥＄€￡№±")


def test_hanging_comes_after_trimming(compose: Compose) -> None:
    """In Chinese the mark is halved first, and hangs only where even its half would not fit."""
    css = BASE + "p { hanging-punctuation: allow-end; text-align: justify }"
    fits = compose("<p>一二三四五六七八九，一二三四五六七八九</p>", measure=9.5, css=css).lines[0]
    hangs = compose("<p>一二三四五六七八九十，一二三四五六七八九</p>", measure=10, css=css).lines[0]

    assert [glyph.x for glyph in fits] == pytest.approx(list(range(10)), abs=0.002)
    assert [glyph.x for glyph in hangs] == pytest.approx(list(range(11)), abs=0.002)


def test_japanese_exclamations_keep_their_em(compose: Compose) -> None:
    alike(compose, "<p>国！）国？」国！？国", "<p class=all>国！）国？」国！？国", lang="ja")


def test_first_line_style_sets_the_first_line_only(compose: Compose) -> None:
    """Its size decides how much stands on the line; boundaries inside take their gap in that size."""
    css = BASE + "p::first-line { font-size: 20px; letter-spacing: 0 }"
    result = compose("<p class=on>国国XX国一二三四五六七八九十", measure=10, css=css, lang="zh")
    first = result.lines[0]

    assert result.document.composition.stock_lines == 0
    assert first[1].x - first[0].x == pytest.approx(2.0, abs=0.002)
    assert result.lines[1][1].x - result.lines[1][0].x == pytest.approx(1.0, abs=0.01)
    assert "".join(result.texts) == "国国XX国一二三四五六七八九十"


def test_tabs_go_on_to_the_next_stop(compose: Compose) -> None:
    css = BASE + "p { white-space: pre; tab-size: 40px }"
    result = compose("<p>一\t二\n一二三四\t三\n\t四", css=css)

    assert result.document.composition.stock_lines == 0
    assert [line[-1].x for line in result.lines] == pytest.approx([4, 8, 4], abs=0.002)


def test_text_of_no_size_takes_no_room(compose: Compose) -> None:
    css = BASE + "p { font-size: 0 } b { font-size: 10px }"
    result = compose("<p>零“ <b>中文</b>零<b>中</b>", css=css)

    assert result.document.composition.stock_lines == 0
    assert [(glyph.char, glyph.x) for glyph in result.lines[0]] == [("中", 0), ("文", 1), ("中", 2)]


def test_edges_may_be_calculated(compose: Compose) -> None:
    alike(compose, "<p>中<b style='padding-left: calc(10% + 2px)'>文</b>", "<p>中<b style='padding-left: 14px'>文</b>")


def test_cloned_borders_stand_on_every_line(compose: Compose) -> None:
    """box-decoration-break: clone: each line has both edges, inside its measure."""
    css = BASE + "b { box-decoration-break: clone; padding: 0 5px } p { text-align: justify }"
    result = compose("<p>一二三<b>四五六七八九十，一二三四五<u>六七八九十</u>一二三四</b>五六</p>", measure=10, css=css)

    assert result.document.composition.stock_lines == 0
    assert result.texts == ["一二三四五六七八九", "十，一二三四五六七", "八九十一二三四五六"]
    assert [line[0].x for line in result.lines] == pytest.approx([0, 0.5, 0.5], abs=0.003)
    assert [line[-1].x for line in result.lines[:2]] == pytest.approx([8.5, 8.5], abs=0.003)
