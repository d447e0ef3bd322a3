"""Everything composes: layout modes, page breaks, generated content, ellipsis; no fallback is silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from typeset.composer.composed import composition_problems

Compose = Callable[..., Any]
TEXT = "全市“安康杯”竞赛推进会在市工人文化宫召开，到会1,286人，比去年同期增加12.7%；会场气温26℃（据《甲》《乙》）。"


def descend(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from descend(getattr(child, "_box", child))


def leaves(document: Any) -> Iterator[Any]:
    for page in document.pages:
        for box in descend(page._page_box):
            if isinstance(box, boxes.TextBox):
                yield box


def all_text(document: Any) -> str:
    return "".join(box.text for box in leaves(document))


MODES = {
    "columns": "<main style='columns: 2'><p>{}</p><p>{}</p></main>",
    "grid": "<main style='display: grid; grid-template-columns: 1fr 1fr'><p>{}</p><p>{}</p></main>",
    "flex": "<main style='display: flex'><p style='flex: 1'>{}</p><p style='flex: 1'>{}</p></main>",
    "table": "<table><tr><td>{}<td>{}</table>",
    "list": "<ul><li>{}<li>{}</ul>",
    "float": "<p><span style='float: left; width: 3em'>首</span>{}</p><p>{}</p>",
    "float in the middle": "<p>全市<span style='float: right; width: 3em'>图</span>{}</p><p>{}</p>",
    "inline-block": "<p><span style='display: inline-block'>第一条</span>{}</p><p>{}</p>",
    "footnote": "<p>甲<span style='float: footnote'>{}</span></p><p>{}</p>",
    "absolute": "<div style='position: relative'><p style='position: absolute; width: 10em'>{}</p></div><p>{}</p>",
    "link": "<p><a href='#x'>{}</a></p><p id=x>{}</p>",
    "generated": (
        "<style>p::before {{ content: '〔' counter(page) '〕' }} p::after {{ content: '■' }}</style><p>{}</p><p>{}</p>"
    ),
    "shrink to fit": "<p style='display: inline-block'>{}</p><p style='float: left'>{}</p>",
    "preserved": "<p style='white-space: pre-line'>{}\n{}</p>",
    "pre-wrap": "<p style='white-space: pre-wrap'>{}  {}</p>",
    "no wrap": "<p style='white-space: nowrap'>{}</p><p>{}</p>",
}


@pytest.mark.parametrize("name", MODES)
def test_every_layout_mode_composes_and_keeps_its_text(compose: Compose, name: str) -> None:
    result = compose(MODES[name].format(TEXT, TEXT), measure=24, css="* { orphans: 1; widows: 1 }")

    assert result.document.composition.stock_lines == 0
    assert all_text(result.document).replace(" ", "").count(TEXT) == 2


def test_lines_break_over_columns_and_pages_as_one_paragraph(compose: Compose) -> None:
    """Resuming at column and page breaks, inside inline boxes too, loses nothing and repeats nothing."""
    body = "".join(f"<p>{TEXT}<b>{TEXT}<i>{TEXT}</i></b>{TEXT}</p>" for _ in range(4))
    result = compose(f"<main style='columns: 2; column-gap: 2em'>{body}</main>", measure=22, height=12)

    assert len(result.document.pages) > 2
    assert all_text(result.document).replace(" ", "") == TEXT * 16


def test_a_page_number_looked_up_later_is_set_right(compose: Compose) -> None:
    """target-counter() is filled in after the first pass; the analysis must not be stale."""
    css = "a::after { content: '第' target-counter(attr(href), page) '页' } #x { break-before: page }"
    result = compose(f"<p>{TEXT}<a href='#x'>见</a></p><p id=x>终</p>", css=css)

    assert "第2页" in all_text(result.document)


def test_leaders_are_composed(compose: Compose) -> None:
    css = "a::after { content: leader('.') target-counter(attr(href), page) } div { width: 20em }"
    result = compose("<div><a href='#x'>第一章　总则</a></div><p id=x>终</p>", css=css)

    assert result.document.composition.stock_lines == 0
    assert result.lines[0][-1].char == "1"
    assert result.lines[0][-1].ink[1] == pytest.approx(20, abs=0.2)


def test_strings_and_running_elements(compose: Compose) -> None:
    css = """@page { @top-left { content: string(title); font: 10px song } @bottom-left { content: element(foot) } }
        h1 { string-set: title content() } .foot { position: running(foot) }"""
    result = compose(f"<h1>标题“一”</h1><div class=foot>脚“注”</div><p>{TEXT}</p>", css=css)
    text = all_text(result.document)

    assert text.count("标题“一”") == 2
    assert "脚“注”" in text
    assert result.document.composition.stock_lines == 0


def test_max_lines_end_with_an_ellipsis_inside_the_measure(compose: Compose) -> None:
    css = "p { max-lines: 2; block-ellipsis: auto; continue: discard }"
    result = compose(f"<p>{TEXT * 2}</p>", measure=12, css=css)

    assert len(result.lines) == 2
    assert result.texts[1].endswith("…")
    assert result.lines[1][-1].ink[1] <= 12.01


def test_overflowing_text_ends_with_an_ellipsis(compose: Compose) -> None:
    css = "p { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; width: 12em }"
    result = compose(f"<p>{TEXT}</p>", css=css)

    assert result.texts[0].endswith("…")
    assert result.lines[0][-1].ink[1] <= 12.01


def test_unknown_characters_and_combined_ones_do_no_harm(compose: Compose) -> None:
    result = compose("<p>中\U0001f600文a\u0301中\U0010ffff文</p>")

    assert all_text(result.document) == "中\U0001f600文a\u0301中\U0010ffff文"


@pytest.mark.parametrize(
    "inline",
    [
        "<span style='font-family: kai'>楷体</span>",
        "<sup>1</sup>",
        "<sub>2</sub>",
        "H<sub>2</sub>O<sup>[12]</sup>",
        "<span style='text-emphasis: dot'>着重</span>",
        "abc ABC 123",
        "<span style='float: footnote'>注</span>",
    ],
)
def test_baselines_keep_the_grid(compose: Compose, inline: str) -> None:
    """C-025, C-081: 0.00 pt of drift, whatever stands on the line."""
    css = "span::footnote-call { font-size: 6px }"
    result = compose(f"<p>{f'全市推进会{inline}在文化宫召开，' * 12}</p>", css=css, height=100)
    tree = descend(result.document.pages[0]._page_box)
    baselines = [box.position_y for box in tree if isinstance(box, boxes.LineBox) and box.element_tag == "p"]

    assert {round(b - a, 6) for a, b in pairwise(baselines)} == {20.0}


def test_a_note_mark_keeps_its_place_and_its_link_area(compose: Compose) -> None:
    result = compose("<p>中文<sup><a href='#x'>1</a></sup>中</p><p id=x>终</p>")
    text = next(box for box in leaves(result.document) if box.text == "1")
    normal = next(box for box in leaves(result.document) if box.text == "中文")

    assert text.position_y + text.baseline < normal.position_y + normal.baseline - 2


def test_shrink_to_fit_agrees_with_layout(compose: Compose) -> None:
    """The widths that tables and floats are promised are the widths that lines take."""
    for text in ("“引号”与（括号）", "中a中1，", TEXT):
        result = compose(f"<p style='float: left'>{text}</p>", measure=90)
        block = next(box for box in descend(result.document.pages[0]._page_box) if box.element_tag == "p")
        assert len(result.lines) == 1
        assert block.children[0].width == pytest.approx(block.width, abs=0.01)


def test_what_falls_back_is_counted_and_named(compose: Compose) -> None:
    result = compose('<p data-source="a.md:3">שלום</p><p>中文</p>')
    composition = result.document.composition

    assert composition.stock_lines == 1
    assert composition.composed_lines == 1
    [problem] = composition_problems(result.document)
    assert (problem.code, str(problem.place)) == ("line-not-composed", "a.md:3")
    assert problem.message("zh") == "有 1 行没有按中文规则排：含有从右向左书写的文字。段落开头：“שלום”。"
    assert problem.message("en") == "1 line was not composed: it has right-to-left text. The paragraph begins: “שלום”."


def test_emergency_breaks_are_reported(compose: Compose) -> None:
    result = compose("<p>" + "—" * 12 + "</p>", measure=5)
    codes = [problem.code for problem in composition_problems(result.document)]

    assert codes
    assert set(codes) == {"line-cut-in-emergency"}
