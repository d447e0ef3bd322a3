"""The preflight report: what it says of a file that failed, and of one that was not wholly checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

from PIL import Image

from tests.prepress.preflight.files import add, clean, saved
from typeset.build.preflight_sheet import SheetInput, sheet_html
from typeset.prepress.preflight import OBJECTS_ONLY, PageInk, Preflight, Wanted, check_pdf

TOLD = SheetInput("样张 <1>.pdf", datetime(2026, 1, 2, 3, 4, tzinfo=UTC))


def png() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (9, 9)).save(buffer, "PNG")
    return buffer.getvalue()


def checked(spoil: str = "") -> Preflight:
    pdf = clean()
    add(pdf, spoil)
    return check_pdf(saved(pdf), Wanted(), OBJECTS_ONLY)


def test_a_failed_file_has_its_verdict_its_finding_and_how_to_mend_it() -> None:
    html = sheet_html(checked("1 0 0 rg 60 60 9 9 re f"), TOLD).decode()

    assert "不能付印" in html
    assert "Not for press" in html
    assert "色块是 RGB 颜色（DeviceRGB）。" in html
    assert "改法：在排版软件里改成 CMYK" in html
    assert "a filled area is in RGB (DeviceRGB)." in html
    assert "样张 &lt;1&gt;.pdf" in html
    assert "2026-01-02 03:04" in html


def test_facts_and_clauses_are_told() -> None:
    html = sheet_html(checked(), TOLD).decode()

    for words in ("60.0 × 80.0 mm", "FOGRA39", "Cyan、Magenta、Yellow、Black", "Test-Regular", "1，最低 305 dpi"):
        assert words in html
    assert "ISO 15930; ISO 32000-1, 14.11.5" in html


def test_what_was_not_checked_is_no_success() -> None:
    html = sheet_html(checked(), TOLD).decode()

    assert "没有检查完" in html
    assert "可以付印" not in html
    assert "未测（上限 300 %）" in html


def test_pages_with_too_much_ink_are_shown() -> None:
    result = checked()
    ink = PageInk(320, {"Cyan": 1}, over_mm2=12, picture=png())
    pages = tuple(replace(page, ink=ink) for page in result.facts.pages)
    html = sheet_html(replace(result, facts=replace(result.facts, pages=pages)), TOLD).decode()

    assert "超墨之处" in html
    assert "第 1 页：最大 320 %，12 mm²" in html
    assert 'alt="第 1 页超过墨量上限之处' in html
