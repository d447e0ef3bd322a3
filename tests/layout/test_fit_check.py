"""What copyfitting must not change, told to a layout author with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from typeset.layout import load_layout
from typeset.layout.fit_check import fit_problems
from typeset.layout.style_sheets import read_styles
from typeset.workspace import Workspace

DECLARATION = """\
title: {zh: 小样, en: Small}
about: {zh: 一页。, en: One page.}
page: {width: 210, height: 297}
styles: [page.css]
parts: [{name: articles, template: articles.html, each: run}]
copyfit:
  one: {property: --fit-one, chinese: 甲, default: 1, least: 0, most: 1, step: 0.1, about: {zh: 甲, en: One}}
  all: {property: --fit-all, of: edition, chinese: 乙, default: 1, least: 0, most: 1, step: 0.1, about: {zh: 乙, en: B}}
"""


def found(root: Path, style: str) -> list[tuple[str, int, str]]:
    folder = root / "layouts" / "small"
    for part in ("styles", "templates"):
        (folder / part).mkdir(parents=True)
    (folder / "layout.yaml").write_text(DECLARATION, "utf-8")
    (folder / "styles" / "page.css").write_text(style, "utf-8")
    (folder / "templates" / "articles.html").write_text("<p>", "utf-8")
    (root / "issues").mkdir()
    layout = load_layout("small", Workspace(root).layouts)
    sheets, _ = read_styles(layout)
    items = list(fit_problems(layout, sheets))
    assert all(item.place and item.place.file == "layouts/small/styles/page.css" for item in items)
    return [(item.code, item.place.line if item.place else 0, str(item.arguments["name"])) for item in items]


@pytest.mark.parametrize(
    ("style", "told"),
    [
        ("p { letter-spacing: calc(var(--fit-all, 0) * 0.01em) }", [("layout-fit-tracking", 1, "all")]),
        (".title {\n word-spacing: var(--fit-one) }", [("layout-fit-tracking", 2, "one")]),
        (":root { --gap: var(--fit-all) }\np { letter-spacing: var(--gap) }", [("layout-fit-tracking", 2, "all")]),
        ("p { letter-spacing: var(--c) }\n:root { --b: var(--fit-one); --c: calc(var(--b) * 2) }",
         [("layout-fit-tracking", 1, "one")]),
        (".paragraph { font-size: calc(var(--fit-one, 1) * 10pt) }", [("layout-fit-body", 1, "one")]),
        ("h2, .body > p { font: 10pt/calc(var(--fit-one) * 16pt) song }", [("layout-fit-body", 1, "one")]),
        ("html { font: calc(var(--fit-all, 1) * 10pt)/16pt song }", []),
        (".title { font-size: calc(var(--fit-one, 1) * 20pt) }", []),
        (".figure img { height: calc(var(--fit-one, 1) * 100pt) }", []),
        ("p { letter-spacing: 0.1em }", []),
    ],
)  # fmt: skip
def test_tracking_and_the_body_of_one_article_are_left_alone(
    tmp_path: Path, style: str, told: list[tuple[str, int, str]]
) -> None:
    assert found(tmp_path, style) == told
