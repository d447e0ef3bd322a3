"""Any document: columns, tables, flex, floats and notes nested in each other, on small pages.

No exception, nothing wider than its box, and no text lost or set twice, except where plain WeasyPrint does no better
with the same document. Examples are the same on every run.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import weasyprint
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from typeset.composer import HTML, FontSet

WORDS = [
    "中文", "国家的", "改革，", "发展。", "“引", "号”", "（括", "）", "——", "……", "《书》", "A", "word", "hyphenation",
    "2023", "3.5%", " ", "\n", "国", "我们的方针是这样的，", "https://a.b.c/d/e",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map("".join)
SIDE = st.sampled_from(["left", "right"])
SHORT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join)
INLINE = st.recursive(
    TEXT,
    lambda inner: st.one_of(
        inner.map(lambda text: f"<b>{text}</b>"),
        inner.map(lambda text: f"<span style='padding: 0 3px'>{text}</span>"),
        st.tuples(inner, SIDE, st.sampled_from(["10px", "20px", "50%", "auto"]), TEXT).map(
            lambda t: f"{t[0]}<span style='float: {t[1]}; width: {t[2]}'>{t[3]}</span>{t[3]}"
        ),
        st.tuples(inner, SHORT).map(lambda t: f"{t[0]}<span style='float: footnote'>{t[1]}</span>{t[1]}"),
        st.tuples(inner, SHORT).map(lambda t: f"{t[0]}<span style='display: inline-block'>{t[1]}</span>{t[1]}"),
        st.tuples(inner, inner).map("<br>".join),
        inner.map(lambda text: f"{text}<sup>1</sup>"),
    ),
    max_leaves=4,
)
BLOCK = st.recursive(
    INLINE.map(lambda text: f"<p>{text}</p>"),
    lambda block: st.one_of(
        st.tuples(block, block).map("".join),
        st.tuples(block, block).map(lambda t: f"<div style='columns: 2; column-gap: 5px'>{t[0]}{t[1]}</div>"),
        st.tuples(block, block).map(lambda t: f"<table><tr><td>{t[0]}</td><td>{t[1]}</td></tr></table>"),
        st.tuples(block, SIDE, block).map(lambda t: f"<div style='float: {t[1]}; width: 45%'>{t[0]}</div>{t[2]}"),
        block.map(lambda inner: f"<ul><li>{inner}</li></ul>"),
        TEXT.map(lambda text: f"<div style='display: flex'><p>{text}</p></div>"),  # WeasyPrint loses notes in there
        st.tuples(INLINE, block).map(lambda t: f"<section>{t[0]}{t[1]}</section>"),
    ),
    max_leaves=5,
)


def descend(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from descend(getattr(child, "_box", child))


def letters(text: str) -> Counter[str]:
    return Counter(char for char in text if not char.isspace() and char not in "-‐\u00ad")


def text_of(document: Any) -> Counter[str]:
    found: Counter[str] = Counter()
    for page in document.pages:
        for box in descend(page._page_box):
            if isinstance(box, boxes.TextBox) and "::" not in box.element_tag:
                found += letters(box.text)
    return found


def amiss(document: Any, source: Counter[str]) -> tuple[int, int]:
    """How many characters a document lost, and how many it set twice."""
    found = text_of(document)
    return (source - found).total(), (found - source).total()


def too_wide(document: Any, least: float) -> list[str]:
    """Lines wider than their box, in boxes of some width."""
    return [
        "".join(leaf.text for leaf in line.descendants() if isinstance(leaf, boxes.TextBox))
        for page in document.pages
        for block in descend(page._page_box)
        if isinstance(block, boxes.BlockContainerBox) and block.width >= least
        for line in block.children
        if isinstance(line, boxes.LineBox) and line.width > block.width + 0.01
    ]


@given(body=BLOCK, measure=st.integers(4, 60), height=st.sampled_from([8, 15, 40]), indent=st.sampled_from([0, 2]))
@settings(
    max_examples=90, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_documents_keep_their_text_and_their_widths(
    fonts: FontSet, body: str, measure: int, height: int, indent: int
) -> None:
    size = f"{(measure + 4) * 10}px {height * 20 + 60}px"
    html = f"""<html lang=zh-CN><style>@page {{ size: {size}; margin: 20px 20px 40px }}
        html {{ font: 10px/20px song; text-align: justify }} body, p, ul {{ margin: 0; orphans: 1; widows: 1 }}
        p {{ text-indent: {indent}em }} ul {{ padding-left: 10px; list-style: none }} td {{ padding: 0 }}
        </style><body>{body}"""
    source = letters(re.sub(r"(?s)<style>.*?</style>|<[^>]*>", "", html))
    document = HTML(string=html).render(font_config=fonts)
    lost, twice = amiss(document, source)

    assert too_wide(document, 40) == []
    assert document.composition is not None
    assert document.composition.stock_lines == 0
    if lost or twice:
        try:
            plain = amiss(weasyprint.HTML(string=html).render(font_config=fonts), source)
        except (IndexError, AssertionError):  # it fails where too much floats
            return
        assert lost <= plain[0]
        assert twice <= plain[1]
