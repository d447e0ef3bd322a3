from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typeset.pictures import placeholder_svg, read_svg
from typeset.problems import Place

TEXT = "{http://www.w3.org/2000/svg}text"


def words(svg: bytes) -> list[str]:
    return [item.text or "" for item in ElementTree.fromstring(svg).iter(TEXT)]


@pytest.mark.parametrize(
    ("language", "awaited", "label"),
    [
        ("zh-Hans", True, "图片待补"),
        ("zh", False, "图片缺失"),
        ("zh-Hant", True, "圖片待補"),
        ("zh-Hant-TW", False, "圖片缺失"),
        ("en", True, "Picture awaited"),
        ("en-GB", False, "Picture missing"),
    ],
)
def test_it_says_what_is_missing_in_the_language_of_the_edition(language: str, awaited: bool, label: str) -> None:
    svg = placeholder_svg(600, 400, "photos/开幕式.jpg", awaited=awaited, language=language)
    assert words(svg) == [label, "开幕式.jpg"]


def test_a_name_is_text_whatever_is_in_it() -> None:
    assert words(placeholder_svg(600, 400, 'a&b<c>"d".jpg', awaited=True))[1] == 'a&b<c>"d".jpg'


def test_a_long_name_keeps_its_ends() -> None:
    name = words(placeholder_svg(200, 300, "微信图片_20230315094512345678.jpg", awaited=True))[1]
    assert name.startswith("微信图片_")
    assert name.endswith("5678.jpg")
    assert "…" in name


def test_a_flat_frame_has_the_label_only_and_a_tiny_one_no_words() -> None:
    assert words(placeholder_svg(300, 12, "a.jpg", awaited=True)) in ([], ["图片待补"])
    assert words(placeholder_svg(15, 15, "a.jpg", awaited=True)) == []


@given(
    st.floats(1, 5000),
    st.floats(1, 5000),
    st.text(max_size=200),
    st.booleans(),
)
def test_it_is_a_safe_svg_of_the_size_asked_for(width: float, height: float, name: str, awaited: bool) -> None:
    drawing, problems = read_svg(placeholder_svg(width, height, name, awaited=awaited), Place("a"))
    assert problems == ()
    assert drawing is not None
    assert drawing.width == pytest.approx(width, rel=1e-4)
    assert drawing.height == pytest.approx(height, rel=1e-4)


def test_a_frame_needs_a_size() -> None:
    with pytest.raises(ValueError, match="no size"):
        placeholder_svg(0, 10, "a.jpg", awaited=True)
