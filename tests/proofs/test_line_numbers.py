"""Lines are counted down each column of text as a proofreader counts them."""

from __future__ import annotations

import pytest

from typeset.proofs.line_numbers import LineNumber, line_numbers
from typeset.proofs.making import printed_number
from typeset.proofs.store import Paragraph


def block(
    tag: str, x: float, y: float, count: int, *, column: int | None = 0, kind: str = "paragraph", width: float = 70.0
) -> Paragraph:
    lines = tuple(f"第{n}行" for n in range(count))
    return Paragraph(1, 1, tag, "a.md:1:1", x, y, width, 5.0 * count, column, lines, kind, kind == "paragraph")


def found(*blocks: Paragraph) -> list[LineNumber]:
    return list(line_numbers(blocks))


def test_titles_names_captions_and_initials_are_not_counted() -> None:
    numbers = found(
        block("h2", 20, 10, 2, column=None, kind="title", width=150),
        block("p", 20, 30, 1, column=None, kind="byline", width=150),
        block("span", 20, 50, 1, kind="drop-cap", width=10),
        block("p", 20, 50, 6),
        block("figcaption", 20, 90, 2, kind="photo"),
    )
    assert numbers == [LineNumber(1, 20, 52.5), LineNumber(5, 20, 72.5)]


def test_each_column_counts_anew_and_subheads_in_it_are_lines() -> None:
    numbers = found(
        block("p", 20, 50, 3),
        block("h3", 20, 65, 1, kind="subhead"),
        block("p", 20, 70, 2),
        block("p", 100, 50, 5, column=1),
    )
    assert [(item.number, item.x, item.y) for item in numbers] == [
        (1, 20, 52.5),
        (5, 20, 72.5),
        (1, 100, 52.5),
        (5, 100, 72.5),
    ]


def test_lines_side_by_side_are_one_line_and_an_indented_list_stands_in_its_column() -> None:
    numbers = found(block("p", 20, 50, 2), block("li", 26, 60, 3, width=64), block("p", 20.5, 50, 2))
    assert [(item.number, item.x, item.y) for item in numbers] == [(1, 20, 52.5), (5, 20, 72.5)]


@pytest.mark.parametrize(
    ("margins", "number"),
    [
        (("履职手记", "工友通讯　2023年第1期", "8"), "8"),
        (("— 12 —",), "12"),
        (("第 3 页",), "3"),
        (("iv",), "iv"),
        (("· 十二 ·",), "十二"),
        (("工友通讯 2023",), ""),
        ((), ""),
    ],
)
def test_the_printed_page_number_is_found_in_the_margins(margins: tuple[str, ...], number: str) -> None:
    assert printed_number(margins) == number
