"""docs/hard-cases: every specimen composes, names rows that exist, and stays inside its column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from weasyprint.formatting_structure import boxes

from typeset.composer import HTML, FontFile, FontSet

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "hard-cases" / "hard-cases.html"
OUTSIDE = ("一二三四五六七八九十，", "一二三四五六七八九十。")  # the specimens of hanging marks


@pytest.fixture(scope="module")
def document() -> object:
    files = {
        "song": "fonts/noto-serif-sc/NotoSerifSC_400Regular.ttf",
        "hei": "fonts/noto-sans-sc/NotoSansSC_400Regular.ttf",
        "kai": "fonts/lxgw-wenkai/LXGWWenKai-Regular.ttf",
        "ming": "tests/composer/fonts/NotoSerifTC-subset.ttf",
        "mincho": "tests/composer/fonts/NotoSerifJP-subset.ttf",
    }
    return HTML(PAGE).render(font_config=FontSet([FontFile(ROOT / file, (role,)) for role, file in files.items()]))


def test_nothing_falls_back(document: object) -> None:
    assert document.composition.stock_lines == 0  # type: ignore[attr-defined]
    assert document.composition.composed_lines > 150  # type: ignore[attr-defined]


def test_the_rows_named_are_rows_of_the_table() -> None:
    named = set(re.findall(r"C-\d{3}", PAGE.read_text("utf-8")))
    rows = set(re.findall(r"^\| (C-\d{3}) ", (ROOT / "docs" / "clreq.md").read_text("utf-8"), re.MULTILINE))

    assert len(named) > 30
    assert named <= rows


def test_no_line_is_wider_than_its_column(document: object) -> None:
    for page in document.pages:  # type: ignore[attr-defined]
        for block in page._page_box.descendants():
            if not isinstance(block, boxes.BlockBox) or "box" not in (block.element or {}).get("class", "").split():
                continue
            for line in block.descendants():
                text = (
                    "".join(box.text for box in line.descendants() if hasattr(box, "text"))
                    if hasattr(line, "children")
                    else ""
                )
                if isinstance(line, boxes.LineBox) and text not in OUTSIDE:
                    assert line.position_x + line.width <= block.content_box_x() + block.width + 0.02, text
