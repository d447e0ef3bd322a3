"""Footnotes: none is lost, whatever page it has to wait for, and they keep their order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.composer.test_document_fuzz import descend

Compose = Callable[..., Any]

CSS = "p, section { margin: 0; orphans: 1; widows: 1 } i { float: footnote; font-style: normal }"
COLUMNS = "div { columns: 2; column-gap: 5px }"


def areas(setting: Any) -> list[str]:
    """The text of the footnote area of each page, without white."""
    found = []
    for page in setting.document.pages:
        boxes = [box for box in descend(page._page_box) if type(box).__name__ == "FootnoteAreaBox"]
        texts = [box.text for area in boxes for box in descend(area) if hasattr(box, "text")]
        found.append("".join("".join(texts).split()))
    return found


def test_a_line_that_fits_because_a_note_waits_does_not_lose_its_own_note(compose: Compose) -> None:
    """The second call comes onto the page when the first note leaves it; both notes stand on the next page."""
    first = "改革，“引）“引国“引）<i>中文</i>中文"
    second = "中文<i>“引）“引国“引）</i>“引）“引国“引）"
    body = f"<section>{first}<p>中文<br>中文“引</p></section><section>{second}<p>中文</p></section>"

    assert areas(compose(body, measure=4, height=16, css=CSS)) == ["", "1.中文2.“引）“引国“引）"]


def test_columns_tried_again_keep_the_notes_of_an_earlier_page(compose: Compose) -> None:
    long = "——《书》改革，AA3.5%《书》“引hyphenation《书》发展。“引https://a.b.c/d/e"
    body = f"<p>我们的方针是这样的，<br>A{long}</p><p>中文1中中文</p><p>{long}<i>{'注' * 30}</i>{'文' * 20}</p>"
    for height in range(6, 14):
        joined = "".join(areas(compose(f"<div>{body}</div>", measure=20, height=height, css=CSS + COLUMNS)))

        assert joined == "1." + "注" * 30, height


@pytest.mark.parametrize(("height", "texts"), [(16, (55, 52, 49, 5)), (24, (55, 52, 49, 5))])
def test_a_further_pass_hands_on_the_notes_that_wait(compose: Compose, height: float, texts: tuple[int, ...]) -> None:
    """The number of pages is known after the first pass; the second lays out only what it changes."""
    css = CSS + "b::after { content: '共' counter(pages) '页' } @page { @top-center { content: counter(pages) } }"
    one, two, three, four = ("文" * count for count in texts)
    body = f"<p><b></b>{one}<i>{'甲' * 22}</i>{two}<i>{'乙' * 77}</i>{three}</p><p>{four}</p>"
    joined = "".join(areas(compose(body, measure=10, height=height, css=css)))

    assert (joined.count("甲"), joined.count("乙")) == (22, 77)
    assert joined.rindex("甲") < joined.index("乙")


def test_columns_with_a_note_and_a_box_taller_than_the_page_do_not_fail(compose: Compose) -> None:
    """The notes of the page are all given up there, and WeasyPrint puts off one more."""
    tall = "<aside style='break-inside: avoid'><p style='height: 400px'>高</p></aside>"
    result = compose(f"<p>首</p><div><p>文<i>注</i></p>{tall}</div><p>尾</p>", height=30, css=CSS + COLUMNS)

    for text in ("首", "高", "尾"):
        assert sum(line.count(text) for line in result.texts) == 1
    assert "注" in "".join(areas(result))


def test_a_note_may_have_columns(compose: Compose) -> None:
    note = "甲乙丙丁戊己庚辛壬癸" * 4
    setting = compose(f"<p>中文<i style='columns: 2'>{note}</i>中文</p>", measure=20, height=20, css=CSS)

    assert areas(setting) == ["1." + note]
    lefts = {round(line[0].x) for line in setting.lines[-3:]}
    assert len(lefts) == 1
    assert max(glyph.x for line in setting.lines for glyph in line) > 10


def test_columns_that_are_thrown_away_take_their_notes_with_them(compose: Compose) -> None:
    """The box beside the paragraph with the note has no room on the page that the columns were begun on."""
    note, box = "注" * 24, f"<aside style='break-inside: avoid'><p>{'盒' * 100}</p></aside>"
    for height in range(10, 20):
        body = f"<div><p>头</p></div><div><p>有注<i>{note}</i>文</p>{box}</div>"
        setting = compose(body, measure=20.5, height=height, css=CSS + COLUMNS)

        assert "".join(areas(setting)) == "1." + note, height
        assert "".join(setting.texts).count("盒") == 100, height
