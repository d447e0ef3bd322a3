"""Breaks of a paragraph are remembered from one document to the next, and all they depend on tells them apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

from typeset.composer import plans

Compose = Callable[..., Any]

TEXT = (
    "扬州市江都区紧紧围绕学习宣传贯彻党的二十大精神这条主线，认真落实中央和省委市委关于产改工作的部署要求，“紧扣高质量发展主题”，"
    "紧贴职工群众对美好生活的期盼，坚持把党的领导贯穿产改工作全过程、各方面。2023年 GDP 增长 5.2%，用 WeasyPrint 排版、"
    "<b>（重点）</b>一体推进，成效《显著》！"
)
MEASURES = (12, 17.5, 20)
STYLES = (
    "",
    "p { text-indent: 2em }",
    "p { hanging-punctuation: allow-end }",
    "p { text-spacing-trim: space-all }",
    "p { font-size: 11px }",
    "b { padding: 0 3px }",
    "p { letter-spacing: 0.5px }",
    "p { text-wrap: pretty; text-align: left }",
    "p { font-family: kai }",
    "b { font-family: kai }",
    "p { line-break: loose }",
)


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    plans.forget()
    yield
    plans.forget()


def positions(compose: Compose, text: str, measure: float, css: str, lang: str = "zh-CN") -> list[Any]:
    return [
        [(glyph.char, glyph.x, glyph.y) for glyph in line] for line in compose(f"<p>{text}", measure, css, lang).lines
    ]


def test_paragraphs_are_set_alike_from_memory_and_anew(compose: Compose) -> None:
    cases = [*product(MEASURES, STYLES, ("zh-CN",)), (20, "", "zh-Hant-TW"), (20, "", "ja")]
    anew = []
    for measure, css, lang in cases:
        plans.forget()
        anew.append(positions(compose, TEXT, measure, css, lang))
    plans.forget()
    for _ in range(2):  # every one beside all others, and from memory
        assert [positions(compose, TEXT, measure, css, lang) for measure, css, lang in cases] == anew
    assert len({str(item) for item in anew}) > 20, "cases that all come out alike would prove nothing"


def test_a_paragraph_is_broken_once_for_two_documents(compose: Compose, monkeypatch: pytest.MonkeyPatch) -> None:
    from typeset.composer.solve import Breaker

    broken = []
    optimal = Breaker._optimal

    def counted(self: Breaker, *arguments: Any) -> list[int]:
        broken.append("".join(self.layout.paragraph.char))
        return optimal(self, *arguments)

    monkeypatch.setattr(Breaker, "_optimal", counted)
    first = compose(f"<p>{TEXT}<p>另一段，也有好几行字，总要在哪里断开，才放得进这一栏窄窄的版心里。", 12).texts
    assert len(broken) == 2
    assert compose(f"<p>{TEXT}<p>另一段，也有好几行字，总要在哪里断开，才放得进这一栏窄窄的版心里。", 12).texts == first
    assert len(broken) == 2
    compose(f"<p>{TEXT}<p>另一段，也有好几行字，总要在那里断开，才放得进这一栏窄窄的版心里。", 12)
    assert len(broken) == 3
    assert broken[-1].startswith("另一段")


def test_words_that_had_to_be_hyphenated_are_hyphenated_again(compose: Compose) -> None:
    text = "这里有一个很长的英文单词 internationalization 和一串 " + "x" * 60 + " 放不下。"
    first = positions(compose, text, 9, "", "zh-CN")
    assert any(line[-1][0] == "-" for line in first)
    assert positions(compose, text, 9, "", "zh-CN") == first


def test_memory_is_bounded(compose: Compose, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "_MOST", 3)
    for number in range(8):
        compose(f"<p>第{number}段文字，比一行要长一些，所以要断成两行。", 12)
    assert plans.known() == 3
