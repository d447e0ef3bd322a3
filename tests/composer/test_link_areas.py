"""Links in the PDF can be clicked where their characters stand: raised note calls too."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as raw
import pytest

Compose = Callable[..., Any]

NOTE = "<p id=n>注释在此</p>"
LINKS = {
    "a raised link": "<a class=raised href='#n'>Q</a>",
    "a link in raised text": "<sup><a href='#n'>Q</a></sup>",
    "raised text in a link": "<a href='#n'><sup>Q</sup></a>",
    "a lowered link": "<a class=lowered href='#n'>Q</a>",
    "a link in raised text of a raised word": "<sup>甲<sup><a href='#n'>Q</a></sup></sup>",
    "a link without line height": "<b><a href='#n'>Q</a></b>",
}
CSS = """p { margin: 0 } b, sup, .raised, .lowered { line-height: 0; font: 0.6em/0 song }
    sup, .raised { vertical-align: super } .lowered { vertical-align: sub }"""


def ink(pdf: bytes, char: str) -> tuple[float, float, float, float]:
    """The painted box of the one character on the first page, in pt: left, bottom, right, top."""
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    [index] = [n for n in range(text.count_chars()) if chr(raw.FPDFText_GetUnicode(text, n)) == char]
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


@pytest.mark.parametrize("line_height", ["20px", "10px"])
@pytest.mark.parametrize("name", LINKS)
def test_the_area_of_a_link_covers_its_characters(compose: Compose, name: str, line_height: str) -> None:
    css = CSS + f"html {{ line-height: {line_height} }}"
    pdf = compose(f"<p>文中{LINKS[name]}之后。</p>{NOTE}", css=css).pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        areas = [[float(value) for value in link.Rect] for link in document.pages[0].Annots]

    left, bottom, right, top = ink(pdf, "Q")
    assert areas
    for x1, y1, x2, y2 in areas:
        assert min(x1, x2) <= left + 0.1, areas
        assert min(y1, y2) <= bottom, areas
        assert max(x1, x2) >= right - 0.1, areas
        assert max(y1, y2) >= top, areas


def test_raised_links_do_not_open_their_line(compose: Compose) -> None:
    plain = compose(f"<p>一<br>二<br>三</p>{NOTE}", css=CSS)
    linked = compose(f"<p>一<br>二<a class=raised href='#n'>Q</a><br>三</p>{NOTE}", css=CSS)

    baselines = {glyph.char: glyph.y for line in linked.lines for glyph in line}
    assert {char: baselines[char] for char in "一二三注"} == {
        glyph.char: glyph.y for line in plain.lines for glyph in line if glyph.char in "一二三注"
    }
