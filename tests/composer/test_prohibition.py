"""Where lines may and may not end: clreq's prohibition rules, read back from the PDF (rows C-052 … C-065)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Compose = Callable[..., Any]

# literal sets, independent of the composer's own tables
NO_START = "、，；：。！？”’」』）》〉】〗〕］｝—～·…％℃"
NO_END = "“‘「『（《〈【〖〔［｛￥"
FILL = "中文正文排版规则"


def filled(mark: str, at: int) -> str:
    """Text in which a mark would begin line 2 (or, for `at` one less, end line 1) of a ten-em column."""
    text = (FILL * 4)[:at] + mark
    return text + (FILL * 4)[: 25 - len(text)]


@pytest.mark.parametrize("mark", NO_START)
@pytest.mark.parametrize("at", [9, 10, 11])
def test_a_line_never_begins_with_a_closing_mark(compose: Compose, mark: str, at: int) -> None:
    """C-052, C-053, C-054, C-057."""
    result = compose(f"<p>{filled(mark, at)}</p>", measure=10)

    assert all(line[0].char not in NO_START for line in result.lines)
    assert "".join(result.texts) == filled(mark, at)


@pytest.mark.parametrize("mark", NO_END)
@pytest.mark.parametrize("at", [8, 9, 10])
def test_a_line_never_ends_with_an_opening_mark(compose: Compose, mark: str, at: int) -> None:
    """C-055."""
    result = compose(f"<p>{filled(mark, at)}</p>", measure=10)

    assert all(line[-1].char not in NO_END for line in result.lines)


@pytest.mark.parametrize("mark", ["/", "／"])
@pytest.mark.parametrize("at", [8, 9, 10, 11])
def test_a_solidus_stands_at_neither_end(compose: Compose, mark: str, at: int) -> None:
    """C-056 (GB/T 15834)."""
    result = compose(f"<p>{filled(mark, at)}</p>", measure=10)

    assert all(mark not in (line[0].char, line[-1].char) for line in result.lines)


@pytest.mark.parametrize("unit", ["——", "……", "2023", "3.5%", "￥50", "1,286", "26℃", "＞7.1", "Word", "4 600"])
@pytest.mark.parametrize("at", [6, 7, 8, 9])
def test_units_stay_on_one_line(compose: Compose, unit: str, at: int) -> None:
    """C-061, C-062, C-064, C-088."""
    result = compose(f"<p>{filled(unit, at)}</p>", measure=10)

    assert any(unit.replace(" ", "") in text for text in result.texts)


def test_a_note_mark_stays_with_its_word(compose: Compose) -> None:
    """C-065."""
    for at in (8, 9, 10, 11):
        text = (FILL * 4)[:at] + "<sup>12</sup>" + FILL
        result = compose(f"<p>{text}</p>", measure=10, css="sup { font-size: 6px }")
        lines = [box for box in result.document.pages[0]._page_box.descendants() if type(box).__name__ == "LineBox"]
        assert all(type(line.children[0]).__name__ == "TextBox" for line in lines)


def test_a_mark_that_fits_after_trimming_is_pulled_in(compose: Compose) -> None:
    """C-059, C-109: first reduce, then expand."""
    result = compose("<p>一二，四五，七八九十一二三四五六七八九</p>", measure=9.5, css="p { text-align: justify }")

    assert result.texts[0] == "一二，四五，七八九十"


def test_quotes_across_elements_break_as_quotes(compose: Compose) -> None:
    result = compose("<p>一二三四五六七八九<b>“引号</b>”后文继续写下去直到行末</p>", measure=10)

    assert not any(text.endswith("“") or text.startswith("”") for text in result.texts)


@pytest.mark.parametrize(
    ("mode", "lang", "text", "first"),
    [
        ("strict", "ja", "日本語日本語ゃっと", "日本語日"),
        ("normal", "ja", "日本語日本ゃっと語日", "日本語日本"),
        ("loose", "ja", "日本語日本々日本語日", "日本語日本"),
        ("normal", "ja", "日本語日本々日本語日", "日本語日"),
        ("loose", "zh", "日本語日本！日本語日", "日本語日本"),
        ("anywhere", "zh", "日本語日本。日本語日", "日本語日本"),
        ("loose", "zh", "日本語日本‐日本語日", "日本語日本"),
        ("strict", "zh", "日本語日本‐日本語日", "日本語日"),
    ],
)
def test_line_break_levels(compose: Compose, mode: str, lang: str, text: str, first: str) -> None:
    """CSS Text 3 §5.3."""
    css = f"p {{ line-break: {mode}; text-align: left; text-spacing-trim: space-all }}"
    measure = 6 if mode == "strict" and lang == "ja" else 5

    result = compose(f"<p>{text}</p>", measure=measure, css=css, lang=lang)

    assert result.texts[0] == (first if measure == 5 else "日本語日本")


def test_word_break_keeps_and_breaks(compose: Compose) -> None:
    css = "p { text-align: left; word-break: %s }"

    kept = compose("<p>한국 中文字 ABC中</p>", measure=4, css=css % "keep-all")
    cut = compose("<p>ABCDEFGHIJKLMNOPQRST</p>", measure=4, css=css % "break-all")

    assert "中文字" in kept.texts
    assert len(cut.texts) > 2


def test_web_addresses_break_after_their_punctuation(compose: Compose) -> None:
    """Nothing sticks out of the column, and no line begins with an address's punctuation."""
    address = "https://www.example.org/news/2023/05/18/index.html?from=print&amp;id=42"
    result = compose(f"<p>官网{address}同步发布消息。</p>", measure=10)

    assert all(line[0].char not in "./?&=:" for line in result.lines)
    assert all(line[-1].ink[1] <= 10.01 for line in result.lines)


@pytest.mark.parametrize("hyphens", ["manual", "auto"])
@pytest.mark.parametrize("measure", range(8, 13))
def test_web_addresses_are_never_hyphenated(compose: Compose, measure: int, hyphens: str) -> None:
    """A hyphen would change the address."""
    text = "请登录https://www.example.org/news/internationalization查询。"
    result = compose(f"<p>{text}</p>", measure=measure, css=f"p {{ hyphens: {hyphens} }}")

    assert "".join(result.texts) == text
    assert all(line[-1].ink[1] <= measure + 0.01 for line in result.lines)


def test_a_word_longer_than_the_line_is_hyphenated(compose: Compose) -> None:
    """C-088: a word is divided at a hyphenation point, with a hyphen; trade names are not."""
    result = compose("<p>用pneumonoultramicroscopicsilicovolcanoconiosis一词</p>", measure=12)

    assert all(line[-1].ink[1] <= 12.01 for line in result.lines)
    assert any(text.endswith("-") for text in result.texts)
    assert "".join(result.texts).replace("-", "") == "用pneumonoultramicroscopicsilicovolcanoconiosis一词"


def test_overflow_wrap_cuts_without_a_hyphen(compose: Compose) -> None:
    """CSS Text 3 §5.5."""
    result = compose("<p>latinlatinlatin</p>", measure=3, css="p { overflow-wrap: anywhere }", lang="en")

    assert "".join(result.texts) == "latinlatinlatin"
    assert all(line[-1].ink[1] <= 3.01 for line in result.lines)


def test_other_languages_let_a_long_word_stick_out(compose: Compose) -> None:
    assert compose("<p>latinlatinlatin</p>", measure=3, lang="en").texts == ["latinlatinlatin"]
