"""zh-Hans, zh-Hant and ja by their own rules, on faces made for each; an explicit property acts in every language."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from typeset.composer import CSS, HTML, FontFile, FontSet

from .conftest import FOLDER, SIZE, Setting, read_lines

FACES = Path(__file__).parent / "fonts"
FACE = {"zh-CN": "song", "zh-TW": "ming", "zh-Hant-HK": "ming", "ja": "mincho"}
LEFT = "p { text-align: left }"
Settle = Callable[..., Setting]


@pytest.fixture(scope="module")
def settle() -> Settle:
    """Set HTML in a language's own face; a `lang` inside the body chooses its face, too."""
    fonts = FontSet(
        [
            FontFile(FOLDER / "NotoSerifSC_400Regular.ttf", ("song",)),
            FontFile(FACES / "NotoSerifTC-subset.ttf", ("ming",)),
            FontFile(FACES / "NotoSerifJP-subset.ttf", ("mincho",)),
        ]
    )
    faces = "".join(f":lang({lang}) {{ font-family: {face} }}" for lang, face in FACE.items())

    def run(body: str, lang: str, measure: float = 10, css: str = "") -> Setting:
        style = f"""@page {{ size: {(measure + 4) * SIZE}px 400px; margin: {2 * SIZE}px }}
            html {{ font-size: {SIZE}px; line-height: 20px; --typeset-actual-text: none }} {faces}
            body {{ margin: 0; text-align: justify }} p {{ margin: 0; orphans: 1; widows: 1 }} {css}"""
        html = HTML(string=f"<html lang={lang}><body>{body}")
        document = html.render(font_config=fonts, stylesheets=[CSS(string=style, font_config=fonts)])
        pdf = document.write_pdf()
        return Setting(document, pdf, SIZE, list(read_lines(pdf, SIZE)))

    return run


def width(settle: Settle, text: str, lang: str, css: str = LEFT) -> float:
    """Em from the text's first origin to that of a character set after it."""
    line = settle(f"<p>{text}中</p>", lang, measure=20, css=css).lines[0]
    return line[-1].x - line[0].x


@pytest.mark.parametrize("name", ["NotoSerifTC-subset.ttf", "NotoSerifJP-subset.ttf"])
def test_the_faces_are_small_and_free(name: str) -> None:
    font = TTFont(FACES / name)

    assert (FACES / name).stat().st_size < 150_000
    assert "SIL Open Font License" in font["name"].getDebugName(13)


def test_each_face_has_its_languages_stops() -> None:
    """C-047, C-069: what the other tests stand on. The stop of a Traditional face is in the middle of its cell."""
    middles = {}
    for name in ("TC", "JP"):
        font = TTFont(FACES / f"NotoSerif{name}-subset.ttf")
        glyph = font["glyf"][font.getBestCmap()[ord("。")]]
        middles[name] = (glyph.xMin + glyph.xMax) / 2000

    assert middles["TC"] == pytest.approx(0.5, abs=0.02)
    assert middles["JP"] < 0.25


# --- Traditional Chinese -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh-TW", "zh-Hant-HK"])
@pytest.mark.parametrize("mark", "，。、；：")
def test_a_centred_mark_takes_one_em(settle: Settle, lang: str, mark: str) -> None:
    """C-066, C-069."""
    assert width(settle, f"中{mark}", lang) == pytest.approx(2.0, abs=0.002)


def test_half_width_styles_leave_the_ink_of_centred_marks_whole(settle: Settle) -> None:
    """C-069: a centred mark never loses half an em on one side: its neighbour would run into the ink."""
    for style in ("kaiming", "banjiao"):
        line = settle("<p>中，中。中</p>", "zh-TW", 20, LEFT + f"p {{ --typeset-squeeze: {style} }}").lines[0]

        assert all(before.ink[1] < after.ink[0] for before, after in pairwise(line))


@pytest.mark.parametrize("pair", ["」，", "，「", "」。", "）、", "。（", "。」", "，）"])
def test_a_bracket_beside_a_centred_mark_gives_its_half(settle: Settle, pair: str) -> None:
    """C-071, C-073: two marks take one and a half em, and the bracket's outer side is what is trimmed."""
    assert width(settle, f"中{pair}", "zh-TW") == pytest.approx(2.5, abs=0.002)


@pytest.mark.parametrize("order", ["even", "strict"])
def test_a_centred_mark_gives_way_on_both_sides_equally(settle: Settle, order: str) -> None:
    """C-069: a line of eleven in ten and a half; Han beside Han stays solid."""
    css = f"p {{ --typeset-squeeze-order: {order} }}"
    line = settle("<p>一二，三四。五六、七八九十一二三四五六</p>", "zh-TW", 10.5, css).lines[0]
    advances = [round(after.x - before.x, 3) for before, after in pairwise(line)]

    assert "".join(glyph.char for glyph in line) == "一二，三四。五六、七八"
    for mark in (2, 8) if order == "strict" else (2, 5, 8):
        assert advances[mark - 1] == pytest.approx(advances[mark], abs=0.002)
        assert advances[mark] < 0.95
    assert advances[0] == advances[3] == advances[9] == 1.0


def test_a_centred_mark_at_the_line_end_keeps_the_grid(settle: Settle) -> None:
    """C-069: not cut on its right side, so that the line is not stretched."""
    line = settle("<p>一二三四五六七八九，一二三四五六七八九十一二</p>", "zh-TW").lines[0]

    assert [glyph.x for glyph in line] == pytest.approx(list(range(10)), abs=0.002)


def test_doubled_centred_exclamations_take_one_em(settle: Settle) -> None:
    """C-050."""
    assert width(settle, "中！？", "zh-TW") == pytest.approx(2.0, abs=0.002)
    assert width(settle, "中！！！", "zh-TW") == pytest.approx(3.0, abs=0.002)


def test_centred_marks_never_hang(settle: Settle) -> None:
    """C-079, also where the document asks for hanging."""
    text = "<p>一二三四五六七八九十，一二三四五六七八九十。一二三四</p>"
    for value in ("allow-end", "force-end"):
        lines = settle(text, "zh-TW", css=f"p {{ hanging-punctuation: {value} }}").lines

        assert all(line[-1].ink[1] <= 10.001 for line in lines)
        assert all(line[0].char not in "，。" for line in lines)


def test_prohibition_holds_in_traditional_chinese(settle: Settle) -> None:
    """C-052, C-053, C-055 with corner quotes."""
    for at in (8, 9, 10):
        text = ("一二三四五六七八九十" * 3)[:at] + "「中文」，" + "一二三四五六七八九十"
        lines = settle(f"<p>{text}</p>", "zh-TW").lines

        assert all(line[0].char not in "」，" and line[-1].char != "「" for line in lines)


def test_the_interpunct_is_half_an_em_in_traditional_text_too(settle: Settle) -> None:
    """C-070."""
    assert width(settle, "中·", "zh-TW") == pytest.approx(1.5, abs=0.002)


# --- Japanese ------------------------------------------------------------------------------------------------------

KANA = "あいうえおかきくけこさしすせそたちつてと"


@pytest.mark.parametrize(("css", "first"), [("", 10), ("p { line-break: strict }", 9), ("p { line-break: loose }", 10)])
def test_small_kana_begin_lines_in_normal_japanese_only(settle: Settle, css: str, first: int) -> None:
    """CSS Text 3 §5.3: class CJ is as ideographs in normal and loose, non-starter in strict; auto is normal."""
    for kana in "っー":
        result = settle(f"<p>{KANA[:10]}{kana}{KANA[10:17]}</p>", "ja", css=css)

        assert len(result.texts[0]) == first


def test_chinese_lines_never_begin_with_small_kana(settle: Settle) -> None:
    """The same text in a Chinese page: `line-break: auto` is strict there."""
    assert len(settle(f"<p lang=ja>{KANA[:10]}っ{KANA[10:17]}</p>", "zh-CN").texts[0]) == 10
    assert len(settle(f"<p>{KANA[:10]}っ{KANA[10:17]}</p>", "zh-CN").texts[0]) == 9


def test_a_japanese_line_starts_its_brackets_full(settle: Settle) -> None:
    """CSS Text 4: `text-spacing-trim: normal` keeps the line start; Chinese trims it."""
    text = "<p>一二三四五六七八九十「一二三四五六七八九</p>"

    assert settle(text, "ja").lines[1][0].x == pytest.approx(0, abs=0.002)
    assert settle(text, "zh-CN").lines[1][0].x == pytest.approx(-0.5, abs=0.002)


def test_a_japanese_mark_at_the_line_end_keeps_its_em_if_it_fits(settle: Settle) -> None:
    text = "<p>一二三四五六七八九、一二三四五六七八九十一</p>"

    assert settle(text, "ja").lines[0][-1].x == pytest.approx(9, abs=0.002)
    assert settle(text, "zh-CN").lines[0][-1].x == pytest.approx(9.5, abs=0.002)


def test_the_japanese_interpunct_and_dot_keep_their_widths(settle: Settle) -> None:
    """The half-em interpunct is a Chinese rule (C-070); the katakana dot has its em."""
    assert width(settle, "中・", "ja") == pytest.approx(2.0, abs=0.002)
    assert width(settle, "中·", "ja") < 1.4


def test_corner_marks_pair_in_japanese(settle: Settle) -> None:
    for pair in ("。」", "」、", "」「", "（「"):
        assert width(settle, f"中{pair}", "ja") == pytest.approx(2.5, abs=0.002)


def test_the_gap_beside_kana(settle: Settle) -> None:
    """CSS Text 4: kana are ideographs to `text-autospace`."""
    line = settle("<p>あaかー1</p>", "ja", css=LEFT).lines[0]

    assert line[1].x - line[0].x == pytest.approx(1.125, abs=0.001)
    assert line[4].x - line[3].x == pytest.approx(1.125, abs=0.001)


# --- explicit properties -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh-CN", "ja", "en"])
def test_explicit_trimming_acts_in_every_language(settle: Settle, lang: str) -> None:
    body = "<p style='font-family: {}'>一二三四五六七八九十「一二三四五六七八、一二三</p>".format(
        FACE.get(lang, "song")
    )

    both = settle(body, lang, css="p { text-spacing-trim: trim-both }").lines[1]
    none = settle(body, lang, css="p { text-spacing-trim: space-all }").lines[1]

    assert both[0].x == pytest.approx(-0.5, abs=0.002)
    assert none[0].x == pytest.approx(0, abs=0.002)


@pytest.mark.parametrize("lang", ["zh-CN", "zh-TW", "ja"])
def test_explicit_autospace_acts_in_every_language(settle: Settle, lang: str) -> None:
    none = settle("<p>中a中</p>", lang, css=LEFT + "p { text-autospace: no-autospace }").lines[0]
    wide = settle("<p>中a中</p>", lang, css=LEFT + "p { --typeset-autospace-gap: 0.25em }").lines[0]

    assert none[1].x == pytest.approx(1.0, abs=0.001)
    assert wide[1].x == pytest.approx(1.25, abs=0.001)


@pytest.mark.parametrize("lang", ["zh-CN", "ja"])
def test_explicit_hanging_acts_in_every_language(settle: Settle, lang: str) -> None:
    text = "<p>一二三四五六七八九十、一二三四五六七八九</p>"

    assert settle(text, lang, css="p { hanging-punctuation: force-end }").lines[0][-1].x == pytest.approx(10, abs=0.002)


@pytest.mark.parametrize("lang", ["zh-CN", "zh-TW", "ja"])
def test_explicit_line_break_acts_in_every_language(settle: Settle, lang: str) -> None:
    text = "<p>一二三四五六七八九十々一二三四五六七八九</p>"

    assert len(settle(text, lang, css="p { line-break: loose }").texts[0]) == 10
    assert len(settle(text, lang, css="p { line-break: strict }").texts[0]) == 9


# --- one page, three languages -------------------------------------------------------------------------------------


def test_a_page_of_three_languages(settle: Settle) -> None:
    """Each paragraph by its own rules, each line flush, nothing left to the stock path."""
    body = """<p>一二三四五六七八九、一二三四五六</p>
        <p lang=zh-TW style="hanging-punctuation: force-end">一二三四五六七八九十，一二三四五六</p>
        <p lang=ja>あいうえおかきくけこっさしすせそたち</p>"""
    result = settle(body, "zh-CN")

    assert result.document.composition.stock_lines == 0
    assert result.lines[0][-1].char == "、"
    assert result.lines[0][-1].x == pytest.approx(9.5, abs=0.002)
    assert result.texts[2] == "一二三四五六七八九"
    assert result.lines[2][-1].x == pytest.approx(9.0, abs=0.01)
    assert result.texts[4:] == ["あいうえおかきくけこ", "っさしすせそたち"]


def test_a_quotation_in_another_language_keeps_its_rules_inside_a_paragraph(settle: Settle) -> None:
    """`lang` on an inline box: its own trimming of the line start."""
    text = "<p>一二三四五六七八九十<span lang=ja>「一二三四五」</span>七八九</p>"

    assert settle(text, "zh-CN").lines[1][0].x == pytest.approx(0, abs=0.002)
