"""Floats that fill whole pages: the flow waits, and goes on after them with nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes


def _texts(setting: Any) -> list[str]:
    """The text of each page, without white."""
    found = []
    for page in setting.document.pages:
        leaves = (box for box in page._page_box.descendants() if isinstance(box, boxes.TextBox))
        found.append("".join("".join(box.text.split()) for box in leaves))
    return found


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_float_that_fills_pages_lets_the_paragraph_go_on_after_it(compose: Callable[..., Any], side: str) -> None:
    first, note, after = "前" * 40, "浮" * 500, "后" * 60
    body = f"<p>{first}<span style='float: {side}; width: 20em'>{note}</span>{after}</p>"

    pages = _texts(compose(body, measure=20, height=6))

    assert len(pages) >= 8
    assert any(set(page) == {"浮"} for page in pages)
    assert {char: "".join(pages).count(char) for char in "前浮后"} == {"前": 40, "浮": 500, "后": 60}
