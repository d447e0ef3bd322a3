"""What the shipped layouts once lost: layout modes in which every character must stay on the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from typeset.composer import HTML


def texts(box: Any) -> Iterator[str]:
    if hasattr(box, "text"):
        yield box.text
    for child in getattr(box, "children", ()):
        yield from texts(getattr(child, "_box", child))


CASES = {
    "flex inside grid": """<style>dl { width: 346.5pt; display: grid; grid-template-columns: 1fr 1fr }
        dl div { display: flex } dt { width: 4.6em } dd { flex: 1; margin: 0 }</style>
        <dl><div><dt>主办单位</dt><dd>试验单位</dd></div><div><dt>期号</dt><dd>2026年第3期</dd></div></dl>""",
    "flex inside flex": """<style>div { display: flex } p { flex: 1 }</style>
        <div><div><p>主办单位</p><p>试验单位</p></div><div><p>期号</p></div></div>""",
    "table inside flex": "<div style='display: flex'><table><tr><td>主办单位<td>试验单位</table></div>",
    "a float in a short paragraph of a column": """<style>div { columns: 2; width: 400pt }
        span { float: left; width: 30pt; height: 34pt }</style><div><p><span>短</span>文的正文只有一句话。</div>""",
}


@pytest.mark.parametrize("name", CASES)
def test_no_text_is_lost(name: str) -> None:
    html = f"<html lang=zh>{CASES[name]}"
    document = HTML(string=html).render()
    stock = __import__("weasyprint").HTML(string=html).render()

    composed = "".join(text for page in document.pages for text in texts(page._page_box)).replace(" ", "")

    assert composed == "".join(text for page in stock.pages for text in texts(page._page_box)).replace(" ", "")
