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


def test_a_float_goes_on_after_the_end_of_the_flow(compose: Callable[..., Any]) -> None:
    """WeasyPrint forgets what is left of it."""
    pages = _texts(compose(f"<p><span style='float: right; width: 2em'>{'浮' * 60}</span>前</p>", measure=10, height=6))

    assert len(pages) == 10
    assert "".join(pages).count("浮") == 60


def test_a_float_of_a_line_that_moves_on_is_not_broken_before_it(compose: Callable[..., Any]) -> None:
    """The line was tried at the page's foot, where its float was broken; it stands on the next page with it."""
    css = "p { orphans: 2; widows: 2 }"
    text = f"{'前' * 50}<span style='float: left; width: 2em'>浮浮浮</span>{'后' * 12}"
    for height in (8, 10, 12):
        joined = "".join(_texts(compose(f"<p>{text}</p><p>末</p>", measure=10, height=height, css=css)))

        assert {char: joined.count(char) for char in "前浮后末"} == {"前": 50, "浮": 3, "后": 12, "末": 1}


def test_a_table_row_beside_a_broken_float_goes_on_where_it_stopped(compose: Callable[..., Any]) -> None:
    cells = f"<td>{'甲' * 8}<td><span style='float: left; width: 1em'>{'浮' * 20}</span>{'乙' * 60}"
    joined = "".join(_texts(compose(f"<table><tr>{cells}</table>终", measure=8, height=8)))

    assert {char: joined.count(char) for char in "甲乙浮终"} == {"甲": 8, "乙": 60, "浮": 20, "终": 1}


@pytest.mark.parametrize("rows", ["", "<tr><td>格<td>格"])
def test_a_float_of_a_caption_goes_on_over_page_ends(compose: Callable[..., Any], rows: str) -> None:
    """The table is not cut off its caption, without which WeasyPrint fails."""
    caption = f"<caption><div style='float: left; width: 4em'>{'浮' * 40}</div>{'题' * 9}</caption>"
    joined = "".join(_texts(compose(f"<p>前</p><table>{caption}{rows}</table><p>后</p>", measure=10, height=6)))

    expected = {"前": 1, "浮": 40, "题": 9, "格": rows.count("格"), "后": 1}
    assert {char: joined.count(char) for char in expected} == expected
