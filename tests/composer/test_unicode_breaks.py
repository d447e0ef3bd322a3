"""Break opportunities against UAX #14, told by strings of our own: ÷ stands where a line may end.

In a paragraph of no width every opportunity is taken. Languages other than Chinese and Japanese follow Unicode without
tailoring; what Chinese changes is told beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Compose = Callable[..., Any]

ENGLISH = [
    "one ÷two ÷three",
    "can’t ÷won’t",  # also where the font makes ’ a full em wide
    "well-÷known ÷e-÷mail",
    "(one) ÷[two] ÷{three}",
    "one, ÷two; ÷three: ÷four!",
    "3.14 ÷1,000 ÷$5.00 ÷50% ÷7℃",
    "a\u00a0b ÷c\u2060d",
    "a\u200b÷b",
    "co\u00ad÷op",
    "(con\u00ad)lang",
    "中÷文 ÷abc÷中",
    "「中」÷文",
    "中÷—÷文",
    "x ÷= ÷y",
    "http://÷example.÷com/÷path",
    "e\u0301e\u0301 ÷e\u0301",
    "☝🏻÷☝🏻",
    "👩\u200d👩÷👩",
    "# ÷🏻",
    "a/÷b ÷and/÷or",
    "…÷a",
]


def pieces(compose: Compose, text: str, lang: str) -> list[str]:
    """The lines of a paragraph that has no width."""
    document = compose(f"<p style='width: 0; text-align: left'>{text}", lang=lang).document
    boxes = [box for box in document.pages[0]._page_box.descendants() if type(box).__name__ == "LineBox"]
    lines = ["".join(leaf.text for leaf in line.descendants() if hasattr(leaf, "text")) for line in boxes]
    assert document.composition.stock_lines == 0
    return [line.rstrip(" \u00ad-‐\u200b") for line in lines]


@pytest.mark.parametrize("marked", ENGLISH)
def test_lines_end_where_unicode_lets_them(compose: Compose, marked: str) -> None:
    expected = [part.rstrip(" \u00ad-\u200b") for part in marked.split("÷")]

    assert pieces(compose, marked.replace("÷", ""), "en") == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("A——B C", ["A——", "B", "C"]),
        ("a …b", ["a …", "b"]),
        ("a<wbr>…b", ["a", "…", "b"]),
        ("yaml:12 a", ["yaml:12", "a"]),
        ("a$ b", ["a$ b"]),
        ("a %", ["a %"]),
        ("docs/page/one.md", ["docs/", "page/", "one.", "md"]),
    ],
)
def test_chinese_is_stricter(compose: Compose, text: str, parts: list[str]) -> None:
    """Dashes and per cent signs begin no line, currency signs end none, also through spaces; numbers stay whole."""
    assert pieces(compose, text, "zh-CN") == parts


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("一二三四五六'abcd'", "一二三四五六"),
        ('一二三四五："abcd"七', "一二三四五："),
        ("一二三'don't'四五", "一二三'don't'四"),
    ],
)
def test_straight_quotes_are_resolved_in_chinese(compose: Compose, text: str, first: str) -> None:
    """A line may end before the first of a pair and after the second, and nowhere between a quote and its word."""
    result = compose(f"<p>{text}", measure=6.9)

    assert result.texts[0] == first


def test_a_straight_quote_alone_stays_as_unicode_has_it(compose: Compose) -> None:
    assert compose('<p>一二三四五6"管一二三', measure=6.6).texts[0] == "一二三四五"
