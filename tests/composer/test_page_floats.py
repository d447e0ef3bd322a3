"""Page floats, read back from the PDF: where figures, captions, notes and text come to stand."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import weasyprint
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from typeset.composer import CSS, HTML, FontSet
from typeset.composer.baselines import TextLine, drifting, text_lines
from typeset.composer.composed import composition_problems
from typeset.composer.page_map import line_grid, source_boxes

PX = 96 / 25.4
AREA = 30, 30, 370, 470  # left, top, right, foot of the type area in px: 27 lines and a half of 16 px
TEXT = "人们在长期的生产劳动中积累了丰富的经验，这些经验一代一代地传下来，成为后人的宝贵财富。"
STYLE = """
@page { size: 400px 500px; margin: 30px }
html { font: 10px/16px song; orphans: 1; widows: 1 } body, p, figure, h2, table { margin: 0 }
p { text-align: justify } h2 { font: inherit } figure, figcaption { font-size: 9px }
.two { columns: 2; column-gap: 20px }
.three { columns: 3; column-gap: 20px } .note { float: footnote; font-size: 8px; line-height: 10px }
.top { float: top; float-reference: column; margin-bottom: 8px } .all { column-span: all } .across { column-span: 2 }
.bottom { float: bottom; float-reference: column; margin-top: 8px }
.page-top { float: block-start; float-reference: page; margin-bottom: 8px }
.page-bottom { float: block-end; float-reference: page; margin-top: 8px }
"""


@dataclass(frozen=True)
class Spot:
    """Where a mark such as F1 (a figure), C1 (its caption) or N1 (a note) stands: page from 0, px from the corner."""

    page: int
    x: float
    y: float


@dataclass
class Set:
    """A document set, its PDF and the lines in it."""

    document: Any
    pdf: bytes
    lines: tuple[TextLine, ...]

    def spot(self, mark: str) -> Spot:
        [found] = [line for line in self.lines if re.search(rf"{mark}(?!\d)", line.text)]
        return Spot(found.page, round(found.x * PX, 1), round(found.baseline * PX, 1))

    def body(self, page: int, left: float = 0, right: float = 400) -> list[float]:
        """The baselines of body lines in px that begin between two edges."""
        lines = [line for line in self.lines if line.page == page and abs(line.size - 7.5) < 0.1]
        return sorted({round(line.baseline * PX, 1) for line in lines if left <= line.x * PX < right})

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(item.message("zh"), item.message("en")) for item in composition_problems(self.document)]


Setter = Callable[..., Set]


@pytest.fixture(scope="session")
def put(fonts: FontSet) -> Setter:
    sheet = CSS(string=STYLE, font_config=fonts)

    def run(body: str, css: str = "", **options: Any) -> Set:
        sheets = [sheet, CSS(string=css, font_config=fonts)]
        document = HTML(string=f"<html lang=zh-CN><body>{body}").render(font_config=fonts, stylesheets=sheets)
        pdf = document.write_pdf(**options)
        return Set(document, pdf, text_lines(pdf))

    return run


def figure(number: int, kind: str, height: float = 80, more: str = "") -> str:
    inside = f'<div style="height: {height - 32}px">F{number}</div><figcaption>C{number}{more}</figcaption>'
    return f'<figure class="{kind}">{inside}</figure>'


def paragraphs(*lines: int, measure: int = 16) -> list[str]:
    """Paragraphs of so many full lines of a measure in em."""
    return [f"<p>{(TEXT * 40)[: count * measure - 2]}" for count in lines]


def columns(*parts: str, kind: str = "two", style: str = "") -> str:
    return f'<div class="{kind}" style="{style}">{"".join(parts)}</div>'


def test_a_float_goes_to_the_top_of_the_column_it_is_called_in(put: Setter) -> None:
    first, *rest = paragraphs(5, 60)

    made = put(columns(first, figure(1, "top"), *rest))

    assert (made.spot("F1").page, made.spot("F1").x) == (0, AREA[0])
    assert made.spot("F1").y < 46 < made.spot("C1").y < made.body(0, 0, 200)[0]
    assert made.body(0, 200)[0] < 46  # the second column keeps its height


def test_a_float_stands_in_the_later_column_of_its_call(put: Setter) -> None:
    before, after = paragraphs(33, 30)

    made = put(columns(before, figure(1, "top"), after))

    assert (made.spot("F1").page, made.spot("F1").x) == (0, 210)
    assert made.spot("C1").y < made.body(0, 200)[0]


@pytest.mark.parametrize("kind", ["two", "three"])
@pytest.mark.parametrize("side", ["page-top", "top all"])
def test_a_float_as_wide_as_the_page_stands_above_all_columns(put: Setter, kind: str, side: str) -> None:
    before, after = paragraphs(5, 100, measure=16 if kind == "two" else 10)

    made = put(columns(before, figure(1, side), after, kind=kind))

    assert (made.spot("F1").page, made.spot("F1").x) == (0, AREA[0])
    assert made.spot("F1").y < made.spot("C1").y < min(made.body(0))
    assert made.body(0, 0, 140)[0] == made.body(0, 140)[0]


def test_a_float_over_two_of_three_columns_leaves_the_third_alone(put: Setter) -> None:
    before, after = paragraphs(5, 120, measure=10)

    made = put(columns(before, figure(1, "top across"), after, kind="three"))

    first, second, third = (made.body(0, left, left + 120)[0] for left in (30, 150, 270))
    assert made.spot("F1").x == AREA[0]
    assert first == second > made.spot("C1").y
    assert third < 46


def test_a_float_over_two_columns_called_in_the_last_moves_back_to_fit(put: Setter) -> None:
    before, after = paragraphs(60, 20, measure=10)

    made = put(columns(before, figure(1, "bottom across"), after, kind="three"))

    assert (made.spot("F1").page, made.spot("F1").x) == (0, 150)


def test_a_float_at_the_bottom_stands_on_the_foot_above_the_notes(put: Setter) -> None:
    noted = f"<p>{TEXT}<span class=note>N1 {TEXT[:20]}</span></p>"
    before, after = paragraphs(3, 90)

    made = put(columns(before, noted, figure(1, "bottom"), after))

    lowest = max(made.body(0, 0, 200))
    assert lowest < made.spot("F1").y < made.spot("C1").y < made.spot("N1").y < AREA[3]
    assert made.spot("F1").x == AREA[0]
    assert max(made.body(0, 200)) > made.spot("F1").y


def test_a_note_in_a_caption_stands_on_the_page_of_the_float(put: Setter) -> None:
    before, after = paragraphs(3, 120)
    marked = "<span class=note>N1</span>"

    made = put(
        columns(before, figure(1, "page-bottom", more=marked), figure(2, "top", more=marked.replace("1", "2")), after)
    )

    assert made.spot("N1").page == made.spot("F1").page == made.spot("F2").page == made.spot("N2").page == 0
    assert made.spot("C1").y < made.spot("N1").y < made.spot("N2").y


def test_page_floats_work_in_pages_without_columns(put: Setter) -> None:
    before, after = paragraphs(5, 40, measure=34)

    made = put(before + figure(1, "page-top") + figure(2, "bottom") + after)

    assert made.spot("C1").y < min(made.body(0)) < max(made.body(0)) < made.spot("F2").y
    assert AREA[3] - 12 < made.spot("C2").y < AREA[3]


def test_a_float_without_room_goes_to_the_next_page_and_the_text_goes_on(put: Setter) -> None:
    before, after = paragraphs(22, 30, measure=34)

    made = put(before + figure(1, "page-top", 200) + after)

    assert made.spot("F1").page == 1
    assert made.spot("C1").y < min(made.body(1))
    assert len(made.body(0)) == 27


def test_no_float_overtakes_an_earlier_one(put: Setter) -> None:
    before, after = paragraphs(5, 200)
    calls = [
        figure(1, "top", 300),
        figure(2, "top", 300),
        figure(3, "bottom", 300),
        figure(4, "top", 20),
        figure(5, "top", 20),
    ]

    made = put(columns(before, *calls, after))

    places = [made.spot(f"F{number}") for number in range(1, 6)]
    order = [(place.page, place.x, place.y) for place in places]
    assert order == sorted(order)


def test_two_floats_at_one_edge_stand_in_the_order_of_their_calls(put: Setter) -> None:
    before, after = paragraphs(5, 40)

    made = put(
        columns(before, *(figure(n, kind, 60) for n, kind in enumerate(["top", "top", "bottom", "bottom"], 1)), after)
    )

    heights = [made.spot(mark).y for mark in ("F1", "C1", "F2", "C2", "F3", "C3", "F4", "C4")]
    assert heights == sorted(heights)


def test_floats_left_at_the_end_come_after_the_text_and_before_what_follows(put: Setter) -> None:
    calls = "".join(figure(number, "top all", 300) for number in range(1, 4))

    made = put(columns(*paragraphs(4), calls) + "<h2>尾</h2>")

    assert [made.spot(f"F{number}").page for number in range(1, 4)] == [0, 1, 2]
    [end] = [line.page for line in made.lines if line.text == "尾"]
    assert end == 2


def test_floats_of_the_page_left_at_the_end_get_pages_of_their_own(put: Setter) -> None:
    calls = "".join(figure(number, "page-top", 350) for number in range(1, 4))

    made = put(paragraphs(3, measure=34)[0] + calls)

    assert [made.spot(f"F{number}").page for number in range(1, 4)] == [0, 1, 2]
    assert len(made.document.pages) == 3


def test_floats_stay_with_their_article_where_the_next_begins_a_page(put: Setter) -> None:
    calls = figure(1, "page-top", 300) + figure(2, "page-top", 300)
    second = f'<article style="break-before: right"><h2>第二篇</h2>{paragraphs(3, measure=34)[0]}</article>'

    made = put(f"<article>{paragraphs(5, measure=34)[0]}{calls}</article>{second}")

    [begin] = [line.page for line in made.lines if line.text == "第二篇"]
    assert [made.spot("F1").page, made.spot("F2").page, begin] == [0, 1, 2]


def test_floats_of_columns_stay_with_them(put: Setter) -> None:
    first = columns(*paragraphs(4), figure(1, "top", 400), figure(2, "top", 400), figure(3, "top", 400))
    second = f'<div style="break-before: page"><h2>第二篇</h2>{columns(*paragraphs(20))}</div>'

    made = put(first + second)

    [begin] = [line.page for line in made.lines if line.text == "第二篇"]
    assert max(made.spot(f"F{number}").page for number in (1, 2, 3)) < begin


def test_a_float_too_tall_for_a_page_stays_in_the_text_and_is_reported(put: Setter) -> None:
    before, after = paragraphs(5, 30)

    made = put(columns(before, figure(1, "top", 600), after))

    assert len(made.body(0, 0, 200)) == 5  # it is one piece, and goes on to the next column
    assert (made.spot("F1").page, made.spot("F1").x) == (0, 210)
    assert made.problems == [
        (
            "浮到页面或栏顶、底的“F1C1”太高，整页也放不下，改为留在正文里它出现的地方，或者超出了版面。",
            "“F1C1” was to float to the top or bottom of its page or column, but is taller than a page; it stands in"
            " the text where it is called, or runs off.",
        )
    ]


@pytest.mark.parametrize("css", ["", ".top { float-reference: page }"], ids=["of columns", "of the page"])
@pytest.mark.parametrize(
    ("outer", "own", "inner", "place"),
    [
        ("text.md:1", "text.md:7:3", "text.md:8", "text.md:7:3"),
        ("text.md:1", "", "text.md:8", "text.md:8"),
        ("text.md:4", "", "", "text.md:4"),
        ("", "", "", None),
    ],
)
def test_a_float_too_tall_is_told_with_its_line(
    put: Setter, css: str, outer: str, own: str, inner: str, place: str | None
) -> None:
    named = [f"data-source='{source}'" if source else "" for source in (outer, own, inner)]
    caption = f"<figcaption {named[2]}>图注</figcaption>"
    tall = f"<figure class=top {named[1]}><div style='height: 600px'></div>{caption}</figure>"
    made = put(f"<section {named[0]}>{columns(tall, TEXT)}</section>", css)

    [found] = composition_problems(made.document)
    assert (str(found.place) if found.place else None) == place


@pytest.mark.parametrize("fill", ["balance", "auto"])
def test_columns_are_balanced_below_a_float(put: Setter, fill: str) -> None:
    before, after = paragraphs(4, 16)

    made = put(columns(before, figure(1, "top"), after, style=f"column-fill: {fill}") + "<h2>尾</h2>")

    *left, end = made.body(0, 0, 200)
    right = made.body(0, 200)
    if fill == "balance":
        assert abs(left[-1] - right[-1]) <= 16
        assert end - max(left[-1], right[-1]) == pytest.approx(16, abs=0.1)
    else:
        assert (len(left), right) == (20, [])


def test_balancing_at_the_head_of_a_page_parts_no_heading_from_its_text(put: Setter) -> None:
    """Three lines of two at the least on each side go not apart: they stay with their heading, in one column."""
    heading = '<h2 style="break-after: avoid">H1</h2>'
    text = f'<p style="orphans: 2; widows: 2">{TEXT}</p>'
    before = f'<figure class="top all"><div style="height: 80px"></div>F1</figure><p>{TEXT}</p>'
    span = '<p style="column-span: all; height: 400px">S1</p>'
    found = put(f'<div class="two">{before}{span}{heading}{text}<p style="column-span: all">S2</p></div>')

    page = found.spot("H1").page
    assert page == 1  # at its head
    assert [len(found.body(page, left, right)) for left, right in ((0, 200), (200, 400))] == [5, 0]


def test_headings_spans_and_drop_caps_go_on_beside_floats(put: Setter) -> None:
    cap = '<span style="float: left; width: 20px; height: 32px; font-size: 30px; line-height: 32px">大</span>'
    first, second, third = paragraphs(8, 20, 60)
    body = columns(
        first.replace("<p>", f"<p>{cap}"),
        figure(1, "top"),
        second,
        '<h2 class="all">通栏</h2>',
        third,
        figure(2, "bottom all"),
    )

    made = put(body)

    [span] = [line for line in made.lines if line.text == "通栏"]
    assert (0, made.spot("C1").y) < (span.page, span.baseline * PX)
    assert sum(len(made.body(page)) > 0 for page in range(len(made.document.pages))) >= 2
    assert made.spot("F2").page >= span.page


def test_top_without_a_reference_floats_in_the_line(put: Setter) -> None:
    made = put(f'<div style="float: top; width: 100px; font-size: 9px">F1</div><p>{TEXT}')

    [line] = [line for line in made.lines if line.text.startswith("人们")]
    assert made.spot("F1").x == AREA[0]
    assert line.x * PX == pytest.approx(AREA[0] + 100, abs=0.5)


def test_a_float_can_be_put_off_by_pages_or_to_the_last(put: Setter) -> None:
    before, after = paragraphs(3, 90, measure=34)
    calls = figure(1, "page-top one") + figure(2, "page-bottom end") + figure(3, "page-top")

    made = put(before + calls + after, ".one { float-defer: 1 } .end { float-defer: last }")

    assert [made.spot(f"F{number}").page for number in (1, 2, 3)] == [1, len(made.document.pages) - 1, 0]


def test_column_floats_can_be_put_off_by_columns(put: Setter) -> None:
    before, after = paragraphs(3, 20)

    made = put(
        columns(before, figure(1, "top one"), figure(2, "bottom end"), after),
        ".one { float-defer: 1 } .end { float-defer: -1 }",
    )

    assert (made.spot("F1").page, made.spot("F1").x) == (0, 210)
    assert (made.spot("F2").page, made.spot("F2").x) == (len(made.document.pages) - 1, 210)


def test_an_inline_call_in_the_middle_of_a_paragraph_does_not_break_its_lines(put: Setter) -> None:
    [text] = paragraphs(20, measure=34)
    middle = text[:100] + '<span class="page-top">F1</span>' + text[100:]

    made, plain = put(middle), put(text)

    assert made.spot("F1").y < min(made.body(0)[1:])
    words = ["".join(line.text for line in one.lines if "F1" not in line.text) for one in (made, plain)]
    assert words[0] == words[1]


def test_reading_order_keeps_the_float_at_its_call(put: Setter) -> None:
    before, after = "<p>甲甲甲甲</p>", "<p>乙乙乙乙</p>"
    made = put(columns(before, figure(1, "page-top"), after, figure(2, "bottom"), "<p>丙丙丙丙</p>"), pdf_tags=True)

    assert reading_order(made.document, ["甲甲甲甲", "F1", "C1", "乙乙乙乙", "F2", "C2", "丙丙丙丙"])


def reading_order(document: Any, wanted: list[str]) -> bool:
    from typeset.composer.structure import settle
    from typeset.composer.tagging import read_boxes

    numbers: list[dict[Any, Any]] = []
    for page in document.pages:
        boxes = [box for box in page._page_box.descendants(placeholders=True) if hasattr(box, "text")]
        numbers.append({box: {"mcid": index} for index, box in enumerate(boxes)})
    pages = [(page._page_box, marks) for page, marks in zip(document.pages, numbers, strict=True)]
    reading = read_boxes(pages, "zh-CN")
    return [mark.text for mark in settle(reading.root).marks()] == wanted


def test_source_boxes_are_where_the_float_stands(put: Setter) -> None:
    marked = figure(1, "page-bottom").replace("<figure", '<figure data-source="a.md:7"')

    made = put(paragraphs(5, measure=34)[0] + marked)

    [found] = source_boxes(made.document.pages[0], frozenset())
    assert found.source == "a.md:7"
    assert found.box[0] * PX == pytest.approx(AREA[0], abs=0.1)
    assert (found.box[1] + found.box[3]) * PX == pytest.approx(AREA[3], abs=0.1)


def test_page_numbers_looked_up_across_pages_leave_every_float_in_its_place(put: Setter) -> None:
    link = '<p><a href="#end">见第</a></p>'
    css = "a::after { content: target-counter(attr(href), page) '页' } "
    before, after = paragraphs(20, 60)
    body = link + columns(before, figure(1, "top", 60), figure(2, "page-bottom", 200), after) + "<h2 id=end>尾</h2>"

    made = put(body, css)

    assert made.spot("F1").page == 0
    assert made.spot("F2").page in (0, 1)
    [end] = [line.page for line in made.lines if line.text == "尾"]
    assert any(f"{end + 1}页" in line.text for line in made.lines)


def test_the_same_document_gives_the_same_bytes(put: Setter) -> None:
    before, after = paragraphs(30, 60)
    body = columns(before, figure(1, "top"), figure(2, "page-bottom"), after, figure(3, "bottom all"))

    assert put(body).pdf == put(body).pdf


def test_a_document_without_page_floats_is_not_looked_at_again(put: Setter) -> None:
    assert put("<p style='float: left'>甲").document.composition.page_floats is None


@pytest.mark.parametrize(
    "declaration",
    [
        "float: middle",
        "float: top left",
        "float-reference: region",
        "float-defer: -2",
        "float-defer: 1.5",
        "column-span: 0",
    ],
)
def test_an_unknown_value_is_warned_about(declaration: str, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("weasyprint").propagate = True
    with caplog.at_level(logging.WARNING, "weasyprint"):
        CSS(string=f"p {{ {declaration}}}")

    name, _, value = declaration.partition(": ")
    assert [record.getMessage() for record in caplog.records] == [f"Ignored `{name}: {value}` at 1:5, invalid value."]


def test_weasyprints_own_sheets_do_not_know_the_values(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("weasyprint").propagate = True
    with caplog.at_level(logging.WARNING, "weasyprint"):
        weasyprint.CSS(string="p { float: top; float-reference: page; column-span: 2 }")

    assert len(caplog.records) == 3


@pytest.mark.parametrize("value", ["top", "var(--x); --x: top", "var(--x); --x: block-start"])
def test_values_are_read_also_through_variables(value: str, put: Setter) -> None:
    [text] = paragraphs(20, measure=34)

    made = put(text + f'<div style="float-reference: page; float: {value}">F1</div>')

    assert made.spot("F1").y < made.body(0)[1]


@pytest.mark.parametrize(("value", "expected"), [("unset", "none"), ("initial", "none"), ("inherit", "start")])
def test_floats_are_not_inherited_but_where_that_is_said(value: str, expected: str) -> None:
    sheet = f"div {{ float: top; column-span: all }} p {{ float: {value}; column-span: {value} }}"
    document = HTML(string=f"<style>{sheet}</style><div><p>甲</p></div>").render()

    [style] = {id(box.style): box.style for box in document.pages[0]._page_box.descendants() if box.element_tag == "p"
               and type(box).__name__ == "BlockBox"}.values()  # fmt: skip
    assert style["float_block_edge"] == expected
    assert style["column_span"] == ("all" if value == "inherit" else "none")


# --- the grid -----------------------------------------------------------------------------------------------------


def drifts(made: Set) -> list[str]:
    grids = [line_grid(page) for page in made.document.pages]
    return [line.text for line in drifting(made.lines, grids, 7.5)]


def test_text_around_floats_tables_boxes_and_notes_keeps_the_grid(put: Setter) -> None:
    table = "<table style='block-step-size: 16px; font-size: 8px'><tr><td>一<td>二<tr><td>三<td>四</table>"
    box = f"<aside style='block-step-size: 16px; padding: 5px; font-size: 9px'>{TEXT}</aside>"
    head = "<h2 style='font-size: 13px; block-step-size: 16px; margin-top: 9px'>小标题</h2>"
    noted = f"<p>{TEXT}<span class=note>N{{}}</span></p>"
    long = paragraphs(7, 9, 11, 13, 40)
    calls = [figure(1, "top", 71), figure(2, "page-top", 83), figure(3, "bottom", 67), figure(4, "top all", 59)]
    parts = [part for row in zip(long, calls, [table, box, head, box], strict=False) for part in row]

    made = put(columns(noted.format(1), *parts, long[-1], noted.format(2), head, *long, table, *long))

    assert len(made.document.pages) >= 3
    assert drifts(made) == []


def test_a_line_off_the_grid_is_found(put: Setter) -> None:
    made = put("<p>甲甲甲</p><div style='height: 7px'></div><p>乙乙乙</p><div style='height: 9px'></div><p>丙丙丙</p>")

    assert drifts(made) == ["乙乙乙"]


# --- whatever comes -----------------------------------------------------------------------------------------------

KINDS = [
    "top",
    "bottom",
    "page-top",
    "page-bottom",
    "top all",
    "bottom all",
    "top across",
    "bottom across",
    "top one",
    "page-top end",
]
ITEMS = st.one_of(
    st.tuples(st.just("text"), st.integers(0, 250)),
    st.tuples(st.just("note"), st.integers(0, 60)),
    st.tuples(st.sampled_from(KINDS), st.sampled_from([33, 60, 110, 180, 260, 430, 520])),
    st.tuples(st.sampled_from(["head", "step", "span", "break"]), st.just(0)),
)


def element(number: int, kind: str, amount: int) -> str:
    words = (TEXT * 6)[:amount]
    match kind:
        case "text":
            return f"<p>T{number}。{words}</p>"
        case "note":
            return f"<p>T{number}。<span class=note>N{number}。{words}</span></p>"
        case "head":
            return f"<h2 style='break-after: avoid'>T{number}。</h2>"
        case "step":
            return f"<h2 style='block-step-size: 16px; margin-top: 9px; break-after: avoid'>T{number}。</h2>"
        case "span":
            return f"<h2 class=all>T{number}。</h2>"
        case "break":
            return f"<p style='break-before: column'>T{number}。</p>"
    return figure(number, kind, amount)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(ITEMS, min_size=1, max_size=14),
    st.sampled_from(["two", "three", ""]),
    st.sampled_from(["balance", "auto"]),
    st.integers(0, 6),
)
def test_nothing_is_lost_or_set_twice_and_floats_stay_in_order(
    put: Setter, items: list[tuple[str, int]], kind: str, fill: str, opening: int
) -> None:
    body = "".join(element(number, *item) for number, item in enumerate(items))
    if any(items[number][1] > 400 for number, (name, _) in enumerate(items) if name in KINDS):
        opening = 0  # what is too tall stands in the engine's own columns, which then set notes twice
    above = "<p>首</p>" * opening

    made = put(
        above + columns(body, kind=kind, style=f"column-fill: {fill}") + "<p>尾。</p>",
        ".one { float-defer: 1 } .end { float-defer: last }",
    )

    text = "\n".join(line.text for line in made.lines)
    floats = [number for number, (name, _) in enumerate(items) if name in KINDS]
    for number, (name, _) in enumerate(items):
        marks = [f"F{number}", f"C{number}"] if number in floats else [f"T{number}。"]
        marks += [f"N{number}。"] if name == "note" else []
        for mark in marks:
            assert len(re.findall(rf"{mark}(?!\d)", text)) == 1, mark
    for number in floats:
        if items[number][1] <= 400:
            head, caption = made.spot(f"F{number}"), made.spot(f"C{number}")
            assert (head.page, head.x) == (caption.page, caption.x)
            assert AREA[1] <= head.y < caption.y <= AREA[3]
    for names in (
        ("top", "bottom", "top all", "bottom all", "top across", "bottom across"),
        ("page-top", "page-bottom"),
    ):
        pages = [
            made.spot(f"F{number}").page for number in floats if items[number][0] in names and items[number][1] <= 400
        ]
        assert pages == sorted(pages)
    assert text.count("首") == opening
    assert text.count("尾。") == 1
    if all(items[number][1] <= 400 for number in floats):  # those that are too tall stand in the text as they are
        assert on_grid(made)
    for number in floats:
        if items[number][1] <= 400:
            assert not covered(made, number)


def on_grid(made: Set) -> bool:
    """Whether the body's lines are on the grid; a heading inside its block may be off it."""
    lines = [line for line in made.lines if "T" not in line.text or "。" not in line.text[:5]]
    return not drifting(lines, [line_grid(page) for page in made.document.pages], 7.5)


def covered(made: Set, number: int) -> list[TextLine]:
    """Lines of the body that begin between a figure's first words and its caption."""
    head, caption = made.spot(f"F{number}"), made.spot(f"C{number}")
    body = [line for line in made.lines if line.page == head.page and abs(line.size - 7.5) < 0.1]
    return [line for line in body if abs(line.x * PX - head.x) < 25 and head.y - 8 < line.baseline * PX < caption.y + 2]


@pytest.mark.parametrize("floats", ["", figure(1, "top", 60)])
def test_a_page_is_broken_inside_what_spans_the_columns_where_it_may_not_be_after_them(
    put: Setter, floats: str
) -> None:
    spanning = '<p>F2</p><p>F3</p><p style="break-before: avoid">F4</p>'
    body = columns(floats, *paragraphs(*[6] * 4), f'<div class="all">{spanning}</div>')
    head = '<h2 style="break-before: avoid; break-after: avoid">F5</h2>'
    made = put(body + head + '<section style="break-inside: avoid; height: 200px">F6</section>')

    assert [made.spot(f"F{number}").page for number in (2, 3, 4, 5, 6)] == [0, 1, 1, 1, 1]
    set_text = "".join(line.text for line in made.lines)
    assert set_text.count("验") == body.count("验")
    assert set_text.count("F1") == bool(floats)


@pytest.mark.parametrize(("floats", "height"), [("", 208), (figure(1, "top", 60), 170)])
def test_a_page_is_broken_before_the_columns_between_two_boxes_that_span_them(
    put: Setter, floats: str, height: int
) -> None:
    parts = [floats, *paragraphs(*[6] * 4)]
    body = columns('<p class="all">F2</p>', *parts, '<p class="all">F3</p>')
    head = '<h2 style="break-before: avoid; break-after: avoid">F5</h2>'
    made = put(body + head + f'<section style="break-inside: avoid; height: {height}px">F6</section>')

    assert [made.spot(f"F{number}").page for number in (2, 3, 5, 6)] == [0, 1, 1, 1]
    set_text = "".join(line.text for line in made.lines)
    assert set_text.count("验") == body.count("验")
    assert set_text.count("F1") == bool(floats)


def test_columns_with_nothing_in_their_flow_have_no_height(put: Setter) -> None:
    made = put(columns(figure(1, "page-top", 60), '<p class="all">中间</p>', figure(2, "page-top", 40)) + "<p>尾。</p>")
    lines = {line.text: round(line.baseline * PX) for line in made.lines}

    assert lines["尾。"] - lines["中间"] == 16
    assert made.spot("C2").y < lines["中间"]
    alone = put(columns(figure(1, "page-top", 60)) + "<p>尾。</p>")
    assert alone.spot("C1").y < alone.spot("尾").y
    assert on_grid(alone)
