"""Editions of all that floats and waits: columns, page floats, notes, tables, boxes and what spans the columns.

Every part is numbered and is on the pages once, with all its text, or what is lost is told as overset. Examples are the
same on every run.
"""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.composer.test_document_fuzz import descend
from typeset.composer import CSS, FontSet, overset
from typeset.composer.fetching import ClosedFetcher
from typeset.composer.rendering import Rendering, lay_out

STYLE = """
@page { size: 100mm 100mm; margin: 10mm } body, p, h2, figure { margin: 0 } body { font: 10pt/15pt song }
i { float: footnote; font-style: normal } section { border: 1px solid; padding: 2px } h2 { break-after: avoid }
"""

TEXT = st.integers(3, 110).map(lambda count: "文" * count)
NOTE = st.one_of(st.just(""), st.just(""), st.integers(3, 40).map(lambda count: f"<i>〔〕{'注' * count}</i>"))
PARAGRAPH = st.tuples(TEXT, NOTE, TEXT).map(lambda t: f"<p data-source='a.md:1'>〔〕{t[0]}{t[1]}{t[2]}</p>")
HEADING = st.just("<h2 data-source='a.md:1'>〔〕小标题</h2>")
FLOAT = st.tuples(
    st.sampled_from(["top", "bottom"]),
    st.sampled_from(["column", "page"]),
    st.sampled_from(["1", "2", "all"]),
    st.sampled_from([10, 20, 35]),
).map(
    lambda t: (
        f"<figure data-source='a.md:1' style='float: {t[0]}; float-reference: {t[1]}; column-span: {t[2]}'>"
        f"<div style='height: {t[3]}mm'></div>〔〕图注</figure>"
    )
)
ROW = st.tuples(TEXT, NOTE).map(lambda t: f"<tr><td>〔〕</td><td>{t[0][:20]}{t[1]}</td></tr>")
TABLE = st.lists(ROW, min_size=2, max_size=14).map(lambda rows: f"<table data-source='a.md:1'>{''.join(rows)}</table>")
BOX = st.tuples(st.sampled_from(["auto", "avoid"]), st.lists(PARAGRAPH, min_size=1, max_size=4)).map(
    lambda t: f"<section style='break-inside: {t[0]}'>{''.join(t[1])}</section>"
)
BLOCK = st.one_of(*[PARAGRAPH] * 6, FLOAT, TABLE, BOX, HEADING)
SPANNING = st.one_of(PARAGRAPH, TABLE, HEADING).map(lambda inner: f"<div style='column-span: all'>{inner}</div>")
COLUMNS = st.tuples(
    st.sampled_from([2, 2, 3]),
    st.sampled_from(["auto", "balance"]),
    st.lists(st.one_of(*[BLOCK] * 8, SPANNING), min_size=2, max_size=12),
).map(lambda t: f"<div style='columns: {t[0]}; column-gap: 8pt; column-fill: {t[1]}'>{''.join(t[2])}</div>")
EDITION = st.lists(st.one_of(COLUMNS, COLUMNS, BLOCK), min_size=1, max_size=4).map("".join)


def numbered(html: str) -> str:
    """The parts' marks with their numbers."""
    number = iter(range(1000))
    return re.sub("〔〕", lambda _: f"〔{next(number)}〕", html)


def text_of(rendering: Rendering) -> str:
    """The text of all pages, in the order of the boxes."""
    return "".join(
        box.text for page in rendering.pages for box in descend(page._page_box) if hasattr(box, "text") and box.text
    )


@given(EDITION.map(numbered))
@settings(
    max_examples=60, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
def test_every_part_is_on_the_pages_once(fonts: FontSet, html: str) -> None:
    sheet = CSS(string=STYLE, font_config=fonts)
    rendering = lay_out(f"<html lang=zh-CN><body>{html}", [sheet], fonts, ClosedFetcher(), {})
    source, found = re.sub("<[^>]*>", "", html), text_of(rendering)
    if overset(rendering):
        return

    assert Counter(re.findall(r"〔\d+〕", found)) == Counter(re.findall(r"〔\d+〕", source))
    assert (found.count("文"), found.count("注")) == (source.count("文"), source.count("注"))
