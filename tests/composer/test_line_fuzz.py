"""Any text, any nesting, any measure: text conserved, no exception, nothing sticks out, flush, legal line ends.

Legality is judged by literal sets of clreq, not by the composer's own tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

Compose = Callable[..., Any]

NO_START = set("、，；：。！？”’」』）》〉】〗〕］｝～·%％℃")
NO_END = set("“‘「『（《〈【〖〔［｛￥")
MARKS = [
    "、",
    "；",
    "：",
    "！",
    "？",
    "——",
    "……",
    "“引",
    "号”",
    "（括",
    "）",
    "《书》",
    "「",
    "」",
    "／",
    "～",
    "…",
    "—",
]
WORDS = ["中文", "国", "我们的", "改革，", "发展。", "A", "word", "hyphenation", "2023", "3.5%", "￥50", "白·求", "é"]
SYMBOLS = ["x²", "℃", "(", ")", "×", "①", "𠮷", "ー", "っ", "々", "한글"]
OTHERS = [" ", "4 600", "https://a.b.c/d/e?f=g", "a\u0301", "\u00ad", "\u200b"]
PIECES = MARKS + WORDS + SYMBOLS + OTHERS
TEXT = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join)
NESTED = st.recursive(
    TEXT,
    lambda inner: st.one_of(
        inner.map(lambda text: f"<b>{text}</b>"),
        inner.map(lambda text: f"<span style='padding: 0 3px'>{text}</span>"),
        inner.map(lambda text: f"<a href='#x'>{text}</a>"),
        inner.map(lambda text: f"{text}<sup>1</sup>"),
        inner.map(lambda text: f"<i style='font-size: 7px'>{text}</i>"),
        st.tuples(inner, inner).map("<br>".join),
        st.tuples(inner, inner).map("".join),
    ),
    max_leaves=6,
)
SETTINGS = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def lines(document: Any) -> Iterator[Any]:
    for page in document.pages:
        for box in page._page_box.descendants():
            if isinstance(box, boxes.LineBox) and box.element_tag == "p":
                yield box


def text_of(box: Any) -> str:
    return "".join(leaf.text for leaf in box.descendants() if isinstance(leaf, boxes.TextBox))


def source_of(body: str) -> str:
    import re

    return re.sub(r"<[^>]*>", "", body)


@given(body=NESTED, measure=st.integers(4, 60), align=st.sampled_from(["justify", "left", "center"]))
@SETTINGS
def test_text_is_conserved_and_stays_inside(compose: Compose, body: str, measure: int, align: str) -> None:
    result = compose(f"<p>{body}</p>", measure=measure, css=f"p {{ text-align: {align} }}", height=300)
    found = list(lines(result.document))

    def flat(text: str) -> str:
        return "".join(text.split()).replace("\u00ad", "").replace("\u200b", "").replace("-", "").replace("‐", "")

    assert flat("".join(map(text_of, found))) == flat(source_of(body))
    assert all(line.width <= measure * result.size + 0.01 for line in found)
    assert result.document.composition.stock_lines == 0


@given(body=TEXT, measure=st.integers(10, 40))
@SETTINGS
def test_line_ends_are_legal_or_reported(compose: Compose, body: str, measure: int) -> None:
    result = compose(f"<p>{body}</p>", measure=measure, height=300)
    texts = [text_of(line).replace("\u00ad", "").strip() for line in lines(result.document)]
    reported = result.document.composition.emergencies

    for before, after in pairwise(texts):
        if before and after and not reported:
            assert after[0] not in NO_START, (before, after)
            assert before[-1] not in NO_END, (before, after)
            assert not (before[-1] == after[0] and after[0] in "—…")


@given(
    body=st.lists(st.sampled_from(MARKS[:12] + WORDS), min_size=20, max_size=60).map("".join),
    measure=st.integers(10, 40),
)
@SETTINGS
def test_justified_lines_are_flush(compose: Compose, body: str, measure: int) -> None:
    result = compose(f"<p>{body}</p>", measure=measure, height=300)
    *inner, _ = lines(result.document)

    assert all(len(text_of(line)) == 1 or abs(line.width - measure * result.size) < 0.01 for line in inner)


@given(body=st.text(max_size=60))
@SETTINGS
def test_any_unicode_text_is_set(compose: Compose, body: str) -> None:
    escaped = "".join(f"&#{ord(char)};" for char in body if char.isprintable())

    compose(f"<p>{escaped}中</p>", measure=8, height=300)
