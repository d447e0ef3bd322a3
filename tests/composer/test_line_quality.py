"""Colour of whole columns: how much lines are stretched and marks squeezed, read back from the PDF.

The limits are the figures of docs/composer.md with a small margin.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median, pstdev
from typing import Any

import pytest

Compose = Callable[..., Any]

ARTICLES = Path(__file__).parents[2] / "issues" / "2023-01" / "articles"
CLOSING = set("，。、；：！？”’）》")
MIXED = (
    "会上介绍了ISO 9001:2015质量管理体系、GB/T 33000—2016《企业安全生产标准化基本规范》以及“5S”“6S”“TPM”等现场管理"
    "办法，并演示了基于Kubernetes和PostgreSQL的“智慧工会”平台：用户登录后即可完成入会申请、法律援助预约、困难帮扶建档等37项业务，"
    "平均办理时长由3.5个工作日压缩至0.8个工作日。",
    "班组长们把“一单、一图、一卡”（任务清单、流程图、应急卡）贴在工位上：A类设备每班点检1次，B类设备每2~3天点检1次，"
    "C类设备每周点检1次；凡温度≥85℃、振动＞7.1mm/s或噪声＞90dB(A)者，一律停机检查——绝不带病运行！",
    "“什么？！又要加班？”“不是加班，是比武！”车间里顿时热闹起来。（据《××日报》2022年12月31日第3版、"
    "《××工人报》2023年1月6日头版报道，类似的“技能比武”“岗位练兵”“名师带徒”活动，全省已举办4 600余场次。）",
)


def han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


@dataclass
class Colour:
    """Stretch of neighbouring characters in em, its mean a line, widths of marks before a character, widest gap."""

    stretches: list[float] = field(default_factory=list)
    means: list[float] = field(default_factory=list)
    marks: list[float] = field(default_factory=list)

    def add(self, line: list[Any]) -> None:
        pairs = [(a, b) for a, b in pairwise(line) if han(a.char) and han(b.char)]
        stretches = [b.x - a.x - 1 for a, b in pairs]
        usual = median(stretches) if stretches else 0.0
        self.stretches += stretches
        self.means += [fmean(stretches)] if stretches else []
        self.marks += [b.x - a.x - usual for a, b in pairwise(line) if a.char in CLOSING and han(b.char)]


def at(values: list[float], share: float) -> float:
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def colour_of(compose: Compose, paragraphs: list[str], measure: float) -> Colour:
    result = Colour()
    for text in paragraphs:
        for line in compose(f"<p style='text-indent: 2em'>{text}</p>", measure=measure, height=120).lines[:-1]:
            result.add(line)
    return result


def paragraphs() -> Iterator[str]:
    """The running text of the first edition's articles."""
    for file in sorted(ARTICLES.glob("*.md")):
        body = re.sub(r"\A---.*?^---", "", file.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
        for line in body.splitlines():
            text = line.replace("**", "").strip()
            if len(text) > 25 and text[0] not in "#!<|-:" and not re.search(r"[<>&\[]", text):
                yield text


def test_the_first_edition_has_an_even_colour(compose: Compose) -> None:
    colour = colour_of(compose, list(paragraphs()), 20)

    assert len(colour.means) > 150
    assert at(colour.stretches, 0.95) < 0.02
    assert max(colour.means) < 0.058  # one line cannot be closed better: see docs/composer.md
    assert pstdev(colour.means) < 0.008
    assert at(colour.marks, 0.05) >= 0.799


@pytest.mark.parametrize("measure", [20, 21, 24, 30])
def test_mixed_text_has_an_even_colour(compose: Compose, measure: int) -> None:
    colour = colour_of(compose, list(MIXED), measure)

    assert max(colour.means) < 0.09
    assert pstdev(colour.means) < 0.022


def test_a_long_name_is_divided_where_its_line_would_be_loose(compose: Compose) -> None:
    """C-088: at a capital inside it, nowhere else."""
    texts = compose(f"<p style='text-indent: 2em'>{MIXED[0]}</p>", measure=20).texts

    assert any(text.endswith("Postgre-") for text in texts)
    assert not any(text.endswith(("Post-", "GB/")) for text in texts)


def test_short_names_stay_whole(compose: Compose) -> None:
    for length in range(4, 16):
        texts = compose(f"<p>{'中' * length}用GitHub和LaTeX排，{'文' * 20}</p>", measure=12).texts

        assert not any("-" in text for text in texts)


@pytest.mark.parametrize("measure", [10, 12, 15, 18])
def test_narrow_columns_never_end_a_line_early_for_the_last_one(compose: Compose, measure: int) -> None:
    """C-106 is for wide columns: here the line would fall apart."""
    for length in range(3 * measure - 2, 3 * measure + 3):
        texts = compose(f"<p>{'中' * length}</p>", measure=measure).texts

        assert [len(text) for text in texts[:-1]] == [measure] * (len(texts) - 1)


def test_white_does_not_open_before_a_mark_in_a_very_loose_line(compose: Compose) -> None:
    """In a line that falls to pieces the mark stays with its word."""
    result = compose("<p>（一），二ABCDEFGHIJKLMNOPQRSTUV完。</p>", measure=8, css="p { hyphens: none }")
    line = result.texts.index("（一），二")

    stretched = {a.char + b.char: b.x - a.x for a, b in pairwise(result.lines[line])}
    assert stretched["一）"] == pytest.approx(1.095, abs=0.003)
    assert stretched["，二"] > 1.5
