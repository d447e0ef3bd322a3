"""Size and leading of the body for a whole edition: small steps within the layout's range, told, never off the grid."""

from __future__ import annotations

from pathlib import Path

import pytest

from typeset.build import Built, Typesetter, build_edition, check_edition
from typeset.build.report import report_data
from typeset.composer.baselines import drifting, text_lines
from typeset.composer.page_map import line_grid
from typeset.workspace import Workspace

LAYOUT = """\
title: {zh: 试, en: Trial}
about: {zh: 试, en: Trial}
page: {width: 148, height: 210}
styles: [page.css]
roles: [song]
parts: [{name: articles, template: articles.html, each: run}]
pages_multiple_of: 1
new_page: true
copyfit:
  body-size:
    {property: --fit-size, chinese: 正文字号, of: edition, unit: pt, default: 10, least: 9, most: 10, step: 0.5,
     about: {zh: 正文字号, en: Size of the body}}
  leading:
    {property: --fit-lead, chinese: 行距, of: edition, unit: pt, default: 16, least: 14, most: 16, step: 0.5,
     about: {zh: 行距, en: Leading}}
"""
CSS = """
:root { --size: var(--fit-size, 10pt); --lead: var(--fit-lead, 16pt) }
@page { size: 148mm 210mm; margin: 40pt }
html { font: var(--size)/var(--lead) song; text-align: justify }
body, h2, h3, p { margin: 0; font: inherit } .paragraph { text-indent: 2em }
.subhead { font-size: 1.2em; margin-top: 5pt; block-step-size: HEAD; break-after: avoid }
.body { columns: 2; column-gap: 2em; column-fill: auto }
"""
TEMPLATE = """<!DOCTYPE html><html lang="zh"><body>
{% macro figure(item) %}{% endmacro %}
{% for article in run.articles %}<article id="{{ article.id }}"{{ article|fit }}><h2>{{ article.title.plain }}</h2>
<div class="body">{{ body_html(article.body, article, figure) }}</div></article>{% endfor %}</body></html>
"""
SENTENCE = "人们在长期的生产劳动中积累了丰富的经验，一代一代地传下来，成为后人的财富。"
PARTS = "\n\n".join(f"## 小标题{number}\n\n{SENTENCE * 8}" for number in range(1, 8))


def built(
    root: Path, total: int | None, head: str = "16pt", *, css: str = "", more: str = "", pages: int | None = None
) -> Built:
    """Two articles of one text; `pages` is what the first one wants, `total` what the edition does."""
    layout = root / "layouts" / "trial"
    for part in ("styles", "templates"):
        (layout / part).mkdir(parents=True)
    (layout / "layout.yaml").write_text(LAYOUT + more, "utf-8")
    (layout / "styles" / "page.css").write_text(CSS.replace("HEAD", head) + css, "utf-8")
    (layout / "templates" / "articles.html").write_text(TEMPLATE, "utf-8")
    folder = root / "issues" / "2026-03"
    (folder / "articles").mkdir(parents=True)
    (root / "issues" / "publication.yaml").touch()
    wish = f"总页数: {total}\n" if total else ""
    head_lines = f"刊物: {{刊名: 试刊, 出版物类别: 其他}}\n版式: trial\n{wish}栏目:\n  - 栏目: 要闻\n    文章:\n"
    own = {1: f", 页数: {pages}" if pages else "", 2: ""}
    articles = "".join(f"      - {{标题: 第{n}篇, 正文: articles/{n}.md{own[n]}}}\n" for n in (1, 2))
    (folder / "issue.yaml").write_text(head_lines + articles, "utf-8")
    for number in (1, 2):
        (folder / "articles" / f"{number}.md").write_text(PARTS, "utf-8")
    workspace = Workspace(root)
    checked = check_edition(workspace.edition("2026-03"), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    return build_edition(checked, typesetter, workspace, lambda _done, _all: None, printed=False)


def told(made: Built, code: str) -> list[tuple[str, str]]:
    return [(item.message("zh"), item.message("en")) for item in made.report.problems if item.code == code]


def off_grid(made: Built) -> int:
    """Lines of the body's size and font off the grid, as the PDF has them."""
    lines = text_lines(made.pdf)
    size = min(line.size for line in lines)
    return len(drifting(lines, [line_grid(page) for page in made.paginated.document.pages], size))


@pytest.mark.edition
def test_an_edition_is_brought_to_its_total_by_size_and_leading(tmp_path: Path) -> None:
    made = built(tmp_path, 4, "var(--lead)")

    assert made.paginated.total == 4
    assert told(made, "copyfit-edition-fitted") == [
        (
            "全期排 6 页，要 4 页，已对全期一起调整：正文字号 10pt → 9pt，行距 16pt → 15pt。",
            "The edition runs to 6 pages and 4 are wanted; changed on all its pages: body-size 10pt → 9pt, leading"
            " 16pt → 15pt.",
        )
    ]
    assert {round(line.size, 1) for line in text_lines(made.pdf)} == {9.0, 10.8}
    assert off_grid(made) == 0
    steps = report_data(made, "")["copyfit"]["steps"]
    assert [(step["name"], step["before"], step["after"], step["unit"]) for step in steps] == [
        ("body-size", 10, 9, "pt"),
        ("leading", 16, 15, "pt"),
    ]
    characters = sum(len(line.text) for line in text_lines(made.pdf))
    assert characters == 2 * (len(PARTS.replace("#", "").replace(" ", "").replace("\n", "")) + 3)


@pytest.mark.edition
def test_what_would_break_the_grid_is_not_used(tmp_path: Path) -> None:
    """The style sheet rounds heads to 16 pt, whatever the leading is, and the size alone is not enough."""
    made = built(tmp_path, 4, "16pt")

    assert told(made, "copyfit-edition-fitted") == []
    assert told(made, "copyfit-off-grid")[0][0] == (
        "版式“trial”许可的调整（行距）能凑成页数，但会使正文离开行格，没有采用。"
    )
    assert off_grid(made) == 0


@pytest.mark.edition
@pytest.mark.parametrize(("step", "reached"), [(16, True), (6, False)])
def test_what_an_article_may_change_keeps_the_grid_too(tmp_path: Path, step: int, reached: bool) -> None:
    """Space above heads: whole lines are used, parts of a line are not."""
    more = f"""\
  head-space:
    {{property: --fit-head, chinese: 小标题上的空, unit: pt, default: 0, least: -144, most: 0, step: {step},
     about: {{zh: 小标题上的空, en: Space above heads}}}}
"""
    css = (
        ".subhead { block-step-size: none; margin: 0; padding-top: calc(160pt + var(--fit-head, 0pt)); font: inherit }"
    )
    made = built(tmp_path, None, css=css, more=more, pages=3)

    assert off_grid(made) == 0
    assert made.paginated.total == (7 if reached else 8)
    assert bool(told(made, "copyfit-fitted")) == reached
    message = "版式“trial”许可的调整（小标题上的空）能凑成页数，但会使正文离开行格，没有采用。"
    assert [zh for zh, _ in told(made, "copyfit-off-grid")] == ([] if reached else [message])
    assert bool(told(made, "copyfit-over")) != reached
