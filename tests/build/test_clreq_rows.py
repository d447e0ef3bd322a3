"""Rows of docs/clreq.md that a layout keeps, read from the pages of an edition set with the shipped one."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pytest
from pypdfium2 import raw

from typeset.build import Built

pytestmark = pytest.mark.edition
EM, LINE, COLUMN, GAP = 10.5, 17.5, 21, 2
INSIDE, OUTSIDE = 60.0, 73.27


@dataclass(frozen=True)
class Glyph:
    """A character: page from 1, its font's name, size, origin in pt from the page's top left corner."""

    char: str
    page: int
    font: str
    size: float
    x: float
    y: float


@pytest.fixture(scope="module")
def glyphs(built: Built) -> list[Glyph]:
    found = []
    document = pypdfium2.PdfDocument(built.pdf)
    x, y, flags, matrix = ctypes.c_double(), ctypes.c_double(), ctypes.c_int(), raw.FS_MATRIX()
    name = ctypes.create_string_buffer(200)
    for number, page in enumerate(document, 1):
        text, height = page.get_textpage(), page.get_height()
        for index in range(text.count_chars()):
            if raw.FPDFText_IsGenerated(text.raw, index) == 1:
                continue
            raw.FPDFText_GetCharOrigin(text.raw, index, ctypes.byref(x), ctypes.byref(y))
            raw.FPDFText_GetMatrix(text.raw, index, ctypes.byref(matrix))
            raw.FPDFText_GetFontInfo(text.raw, index, name, 200, ctypes.byref(flags))
            size = raw.FPDFText_GetFontSize(text.raw, index) * math.hypot(matrix.a, matrix.b)
            char = text.get_text_range(index, 1)
            found.append(Glyph(char, number, name.value.decode(), round(size, 2), x.value, height - y.value))
    document.close()
    return found


def setting_of(glyphs: list[Glyph], words: str) -> tuple[str, float]:
    """Font and size of the largest place where words stand."""
    text = "".join(glyph.char for glyph in glyphs)
    places, at = [], text.find(words)
    while at >= 0:
        places.append((glyphs[at].font, glyphs[at].size))
        at = text.find(words, at + 1)
    return max(places, key=lambda place: place[1])


def body(glyphs: list[Glyph]) -> list[Glyph]:
    return [
        glyph for glyph in glyphs if glyph.size == EM and "Serif" in glyph.font and "\u4e00" <= glyph.char < "\u9fff"
    ]


def test_body_is_song_and_titles_are_bolder(glyphs: list[Glyph]) -> None:
    """C-007."""
    font, count = Counter(glyph.font for glyph in body(glyphs)).most_common(1)[0]

    assert count > 1000
    assert "Serif" in font
    assert "Bold" not in font
    assert "Heavy" not in font
    assert "Heavy" in setting_of(glyphs, "第一篇文章")[0]


def test_heads_fall_in_size_with_their_level(glyphs: list[Glyph]) -> None:
    """C-118: title, second title, subheading, all larger than the body."""
    sizes = [setting_of(glyphs, words)[1] for words in ("第一篇文章", "副题在下", "第一部分，内容")]

    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3
    assert min(sizes) > EM


def test_heads_are_bold_song_or_hei(glyphs: list[Glyph]) -> None:
    """C-119."""
    for words in ("第一篇文章", "接排的短文", "引题在上", "第一部分，内容"):
        font = setting_of(glyphs, words)[0]
        assert "Sans" in font or "Bold" in font or "Heavy" in font


def test_the_inner_margin_is_at_the_left_of_odd_pages(glyphs: list[Glyph]) -> None:
    """C-011: bound on the left, page 1 is a right-hand page."""
    for page, margin in ((3, INSIDE), (4, OUTSIDE), (5, INSIDE), (6, OUTSIDE)):
        left = min(glyph.x for glyph in glyphs if glyph.page == page)
        assert left == pytest.approx(margin, abs=0.1)


def test_every_page_keeps_the_measures_of_the_layout(glyphs: list[Glyph]) -> None:
    """C-015, C-021, C-023: two columns of 21 characters, a gap of two, on all pages; one size and one leading."""
    for page in {glyph.page for glyph in body(glyphs)}:
        left = INSIDE if page % 2 else OUTSIDE
        for glyph in body(glyphs):
            if glyph.page == page:
                across = (glyph.x - left) / EM
                assert -0.51 <= across <= COLUMN - 0.49 or COLUMN + GAP - 0.51 <= across <= 2 * COLUMN + GAP - 0.49


def test_lines_of_the_body_stand_on_one_grid_with_room_for_marks(glyphs: list[Glyph]) -> None:
    """C-082, C-025: the white between lines is at least half a character, the same everywhere."""
    for page in {glyph.page for glyph in body(glyphs)}:
        lines = sorted({round(glyph.y, 1) for glyph in body(glyphs) if glyph.page == page})
        steps = [(lower - upper) / LINE for upper, lower in pairwise(lines)]
        assert steps == pytest.approx([round(step) for step in steps], abs=0.02)

    assert (LINE - EM) / EM >= 0.5
