"""Margins at the heads of columns and pages, from the PDF: cut off after unforced breaks, kept after forced ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from typeset.composer import CSS, HTML, FontSet
from typeset.composer.baselines import TextLine, drifting, text_lines
from typeset.composer.page_map import line_grid

PX = 96 / 25.4
STYLE = """
@page { size: 320px 216px; margin: 20px 10px }
html { font: 10px/16px song; orphans: 1; widows: 1 } body, p, h2, section { margin: 0 }
h2 { font: inherit; margin-top: 11px; padding-bottom: 5px; block-step-size: 16px; break-after: avoid }
.two { columns: 2; column-gap: 20px; column-fill: auto } .three { columns: 3; column-gap: 15px; column-fill: auto }
figure { margin: 0; float: top; float-reference: column; font-size: 8px; margin-bottom: 8px }
"""
LINES = 11  # of 16 px on every page
FLOAT = "<figure>图一</figure>"  # makes the columns ours instead of the engine's
WRAPS: dict[str, Callable[[str], str]] = {
    "plain": lambda html: html,
    "in a section": lambda html: f"<section>{html}</section>",
    "in a formatting context": lambda html: f"<section style='overflow: hidden'>{html}</section>",
}


class Set:
    """A document set; where its lines stand."""

    def __init__(self, html: str, fonts: FontSet, css: str = "") -> None:
        sheets = [CSS(string=STYLE + css, font_config=fonts)]
        self.document = HTML(string=f"<html lang=zh><body>{html}").render(font_config=fonts, stylesheets=sheets)
        self.lines = text_lines(self.document.write_pdf())

    def line(self, text: str) -> TextLine:
        """The one line that begins with a text."""
        [found] = [line for line in self.lines if line.text.startswith(text)]
        return found

    def at(self, text: str) -> tuple[int, float]:
        """Its page from 0, and the line of the page's grid on which it stands, from 1."""
        return self._place(self.line(text))

    def places(self, text: str) -> list[tuple[int, float]]:
        """Where all lines of a text stand."""
        return [self._place(line) for line in self.lines if line.text == text]

    def _place(self, line: TextLine) -> tuple[int, float]:
        grid = line_grid(self.document.pages[line.page])
        assert grid is not None
        return line.page, round(1 + (line.baseline - grid.first) / grid.pitch, 2)

    @property
    def drifting(self) -> tuple[TextLine, ...]:
        """Body lines off the grid; a heading inside its block may be."""
        body = [line for line in self.lines if line.text in ("文中", "题", "终")]
        return drifting(body, [line_grid(page) for page in self.document.pages], 7.5)


@pytest.fixture(scope="session")
def put(fonts: FontSet) -> Callable[..., Set]:
    return lambda html, css="": Set(html, fonts, css)


def paragraphs(count: int) -> str:
    return "<p>文中</p>" * count


@pytest.mark.parametrize("columns", ["two", "three"])
@pytest.mark.parametrize("extra", ["", FLOAT], ids=["stock columns", "columns with floats"])
@pytest.mark.parametrize("wrap", WRAPS)
def test_a_heading_at_the_head_of_a_column_stands_on_the_first_line(
    put: Callable[..., Any], columns: str, extra: str, wrap: str
) -> None:
    """Also where the columns begin below an opening, in the middle of a page."""
    room = LINES - 3 - (2 if extra else 0)
    body = paragraphs(room) + "<h2>小标题</h2>" + paragraphs(3)
    result = put(f"<p>题</p><p>题</p><p>题</p><div class={columns}>{extra}{WRAPS[wrap](body)}</div>")

    assert result.at("小标题") == (0, 4)
    assert result.line("小标题").x * PX > 100
    assert result.drifting == ()
    assert result.places("文中")[-3:] == [(0, 5), (0, 6), (0, 7)]


@pytest.mark.parametrize(("columns", "order", "page"), [
    ("two", "break-before: column", 0), ("three", "break-before: column", 0), ("", "break-before: page", 1),
    ("", "break-before: left", 1), ("", "page: other", 1),
])  # fmt: skip
@pytest.mark.parametrize("extra", ["", FLOAT], ids=["stock columns", "columns with floats"])
@pytest.mark.parametrize("wrap", WRAPS)
def test_after_a_forced_break_the_margin_is_kept(
    put: Callable[..., Any], columns: str, order: str, page: int, extra: str, wrap: str
) -> None:
    body = WRAPS[wrap](f"{paragraphs(2)}<h2 style='{order}'>小标题</h2>{paragraphs(3)}")
    result = put(f"<div class='{columns}'>{extra}{body}</div>")

    assert result.at("小标题") == (page, pytest.approx(1 + 11 / 16, abs=0.01))
    assert result.drifting == ()


@pytest.mark.parametrize("columns", ["two", "three"])
@pytest.mark.parametrize("extra", ["", FLOAT], ids=["stock columns", "columns with floats"])
def test_columns_begin_level(put: Callable[..., Any], columns: str, extra: str) -> None:
    """Blocks of whole lines stand on the first line of the first column too, where no break is."""
    taken = 2 if extra else 0
    column = "<h2>小标题</h2>" + paragraphs(LINES - 2 - taken)
    result = put(f"<p>题</p><div class={columns}>{extra}{column}<h2>小标题</h2>{paragraphs(2)}</div>")

    assert result.places("小标题") == [(0, 2 + taken), (0, 2)]
    assert result.drifting == ()


def test_a_margin_of_other_blocks_is_kept_where_no_break_is(put: Callable[..., Any]) -> None:
    result = put(f"<p>题</p><div class=two><p style='margin-top: 16px'>首</p>{paragraphs(5)}</div>")

    assert result.at("首") == (0, 3)


@pytest.mark.parametrize(("margin", "line"), [(8, 2), (24, 2), (16, 1.5)])
def test_body_lines_in_a_box_at_a_head_stay_on_the_grid(put: Callable[..., Any], margin: int, line: float) -> None:
    """With a margin of half a line and half a line of padding: the half is kept, a whole line is not."""
    css = f"aside {{ margin-top: {margin}px; border-top: 1px solid; padding: 7px 0 8px; block-step-size: 16px }}"
    column = paragraphs(LINES - 2)
    box = "<aside><p>盒中</p></aside>"
    result = put(f"<div class=two>{column}<p>题</p><p>题</p>{box}{paragraphs(3)}</div>", css)

    assert result.at("盒中") == (0, line)
    assert result.drifting == ()


@pytest.mark.parametrize("wrap", WRAPS)
@pytest.mark.parametrize("columns", ["", "two", "three"])
@pytest.mark.parametrize("extra", ["", FLOAT])
def test_a_heading_at_the_head_of_a_page_stands_on_the_first_line(
    put: Callable[..., Any], wrap: str, columns: str, extra: str
) -> None:
    count = {"": 1, "two": 2, "three": 3}[columns] * LINES - (2 if extra and columns else 0)
    inside = "" if not columns else extra
    body = WRAPS[wrap](paragraphs(count) + "<h2>小标题</h2>" + paragraphs(3))
    result = put(f"<div class='{columns}'>{inside}{body}</div>")

    assert result.at("小标题") == (1, 1)
    assert result.places("文中")[-3:] == [(1, 2), (1, 3), (1, 4)]


def test_a_box_that_keeps_margins_inside_keeps_them_at_a_head(put: Callable[..., Any]) -> None:
    box = "<section style='display: flow-root'><p style='margin-top: 16px'>盒中</p></section>"
    result = put(f"<div class=two>{paragraphs(LINES)}{box}{paragraphs(1)}</div>")

    assert result.at("盒中") == (0, 2)


@pytest.mark.parametrize(("margin_break", "line"), [("auto", 1), ("keep", 2), ("discard", 1)])
def test_the_style_sheet_may_ask_for_the_margin(put: Callable[..., Any], margin_break: str, line: int) -> None:
    css = f".late {{ margin-top: 16px; margin-break: {margin_break} }}"

    assert put(f"<div class=two>{paragraphs(LINES)}<p class=late>迟</p></div>", css).at("迟") == (0, line)
    assert put(f"{paragraphs(LINES)}<p class=late>迟</p>", css).at("迟") == (1, line)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.one_of(st.integers(1, 9), st.sampled_from(["h2", "box", "figure"])), min_size=4, max_size=24),
    st.sampled_from(["two", "three"]),
    st.sampled_from(["auto", "balance"]),
    st.integers(0, 3),
)
def test_no_body_line_leaves_the_grid(
    put: Callable[..., Any], parts: list[int | str], columns: str, fill: str, opening: int
) -> None:
    """Whatever stands at the heads and feet of columns, and what follows them."""
    made = {"h2": "<h2>小标题</h2>", "box": "<section style='margin-top: 9px; block-step-size: 16px'>盒</section>"}
    made["figure"] = FLOAT
    html = "".join(paragraphs(part) if isinstance(part, int) else made[part] for part in parts)
    body = f"<div class={columns} style='column-fill: {fill}'>{html}</div>"
    result = put(f"{'<p>题</p>' * opening}{body}<p>终</p>")

    assert result.drifting == ()
    assert len(result.places("文中")) == sum(part for part in parts if isinstance(part, int))
