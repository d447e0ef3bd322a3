"""No line ends early: the next unit never was allowed and fitted. Judged by a count of cells of its own.

The meter knows Han text and full-width marks only: a cell each, half a cell less for a mark beside another mark, at
a line's end, and for an opening mark at a line's start.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

Compose = Callable[..., Any]

CLOSING = set("，。、；：！？”’）》")
OPENING = set("“‘（《")
STAYS_WITH_THE_LAST = CLOSING | set("—…")

PROSE = (
    "扬州市江都区紧紧围绕学习宣传贯彻党的二十大精神这条主线，认真落实中央和省委市委关于产改工作的部署要求，紧扣高质量发展主题，"
    "紧贴职工群众对美好生活的期盼，坚持把党的领导贯穿产改工作全过程、各方面，将产改融入党的建设大格局、纳入改革发展的总盘子一体推进。",
    "“师傅常说：‘活儿要干在明处，心要放在细处。’”徒弟小李回忆，“头一个月，他只让我读《电工手册》《安全用电一百问》，"
    "读完还要考。”“考什么？”“考‘为什么’。”小李笑了：“他问：‘闸刀为什么不能带负荷拉？’——我一个也没答上来……”",
    "人人都要学，时时都能学，处处都可学。这既是口号，也是习惯；既是目标，更是日常：日日行，不怕千万里；常常做，不怕千万事。",
)


def cells(text: str, first: bool) -> float:
    """The natural width of a line in cells."""
    width = float(len(text))
    for a, b in pairwise(text):
        width -= 0.5 * ((a in CLOSING and b in CLOSING | OPENING) or (a in OPENING and b in OPENING))
    width -= 0.5 * text.count("？！")
    width -= 0.5 * (text[-1] in CLOSING)
    return width - 0.5 * (text[0] in OPENING and not first)


def next_unit(line: str, rest: str) -> str:
    """What would have come onto the line: as little as may stand alone at its end."""
    end = 1
    while end < len(rest) and (rest[end] in STAYS_WITH_THE_LAST or rest[end - 1] in OPENING):
        end += 1
    return rest[:end] if line[-1] not in OPENING else ""


@pytest.mark.parametrize("measure", [10, 12, 15, 18, 20, 23, 26, 30, 40])
@pytest.mark.parametrize("text", PROSE)
def test_no_line_ends_early(compose: Compose, text: str, measure: int) -> None:
    lines = compose(f"<p>{text}</p>", measure=measure).texts
    assert "".join(lines) == text

    for number, line in enumerate(lines[:-2]):  # the last but one may give a character to the last
        unit = next_unit(line, "".join(lines[number + 1 :]))
        assert not unit or cells(line + unit, number == 0) > measure, (line, unit)


def test_the_meter_sees_an_early_break() -> None:
    assert cells("一二三四", True) == 4
    assert cells("一，”二（三）。", False) == 6.5
    assert next_unit("一二", "三，四") == "三，"
    assert cells("一二三四五六七八" + next_unit("八", "九十"), True) <= 10


@pytest.mark.parametrize("measure", [6, 8, 10, 12])
def test_two_characters_before_a_long_run_stay_on_one_line(compose: Compose, measure: int) -> None:
    """A line of two characters stretched wide is still better than two lines of one."""
    result = compose("<p>编号ABCDEFGHIJKLMNOPQRSTUVWX完。</p>", measure=measure)

    assert result.texts[0] == "编号"
