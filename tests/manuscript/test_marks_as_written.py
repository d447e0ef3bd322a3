"""Marks whose choice is the author's come through as written: nothing is exchanged, added or told."""

from __future__ import annotations

import pytest

from .reading import markdown, plain, shape

QUOTED = "他说：“标题是‘某某’的那一篇。”"
PARAGRAPHS = ["“第一段只开不关。", "“第二段再开。", "“末段才关。”"]
TITLES = "见《读〈某某〉有感》一文。"


@pytest.mark.parametrize("text", [QUOTED, TITLES, "台湾报纸写「某某『某』某」。"])
def test_nested_marks_stay_as_written(text: str) -> None:
    """C-035, C-043: double quotes outside single ones, 〈〉 inside 《》."""
    for read in (plain, markdown):
        reading = read(text)

        assert shape(reading) == [f"p {text}"]
        assert reading.problems == ()


def test_a_quotation_over_paragraphs_may_open_each_and_close_once() -> None:
    """C-037: marks that do not pair within a paragraph are no error."""
    reading = markdown("\n\n".join(PARAGRAPHS))

    assert shape(reading) == [f"p {text}" for text in PARAGRAPHS]
    assert reading.problems == ()
