"""Size and leading of the body for a whole edition: small steps within the layout's range, told, never off the grid."""

from __future__ import annotations

from pathlib import Path

import pytest

from typeset.build import Built, Typesetter, build_edition, check_edition
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
.body { columns: 2; column-gap: 2em }
"""
TEMPLATE = """<!DOCTYPE html><html lang="zh"><body>
{% macro figure(item) %}{% endmacro %}
{% for article in run.articles %}<article id="{{ article.id }}"{{ article|fit }}><h2>{{ article.title.plain }}</h2>
<div class="body">{{ body_html(article.body, article, figure) }}</div></article>{% endfor %}</body></html>
"""
SENTENCE = "人们在长期的生产劳动中积累了丰富的经验，一代一代地传下来，成为后人的财富。"
PARTS = "\n\n".join(f"## 小标题{number}\n\n{SENTENCE * 8}" for number in range(1, 15))


def built(root: Path, total: int | None, head: str = "16pt", css: str = "") -> Built:
    layout = root / "layouts" / "trial"
    for folder in ("styles", "templates"):
        (layout / folder).mkdir(parents=True)
    (layout / "layout.yaml").write_text(LAYOUT, "utf-8")
    (layout / "styles" / "page.css").write_text(CSS.replace("HEAD", head) + css, "utf-8")
    (layout / "templates" / "articles.html").write_text(TEMPLATE, "utf-8")
    folder = root / "issues" / "2026-03"
    (folder / "articles").mkdir(parents=True)
    (root / "issues" / "publication.yaml").touch()
    wish = f"总页数: {total}\n" if total else ""
    head_lines = f"刊物: {{刊名: 试刊, 出版物类别: 其他}}\n版式: trial\n{wish}栏目:\n  - 栏目: 要闻\n    文章:\n"
    articles = "".join(f"      - {{标题: 第{n}篇, 正文: articles/{n}.md}}\n" for n in (1, 2))
    (folder / "issue.yaml").write_text(head_lines + articles, "utf-8")
    for number in (1, 2):
        (folder / "articles" / f"{number}.md").write_text(PARTS, "utf-8")
    workspace = Workspace(root)
    checked = check_edition(workspace.edition("2026-03"), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    return build_edition(checked, typesetter, workspace, lambda _done, _all: None, printed=False)


def told(made: Built, code: str) -> list[tuple[str, str]]:
    return [(item.message("zh"), item.message("en")) for item in made.report.problems if item.code == code]


@pytest.mark.edition
def test_an_edition_is_brought_to_its_total_by_size_and_leading(tmp_path: Path) -> None:
    natural = built(tmp_path / "natural", None)
    made = built(tmp_path / "fitted", natural.paginated.total - 2, "var(--lead)")
    for item in made.report.problems: print(item.code, item.message("zh"))
    lines = text_lines(made.pdf)
    grids = [line_grid(page) for page in made.paginated.document.pages]
    print(made.paginated.total, len(drifting(lines, grids, lines[-1].size)), {round(l.size,2) for l in lines}, grids[0])
    made = built(tmp_path / "off", natural.paginated.total - 2, "16pt")
    for item in made.report.problems: print(item.code, item.message("zh"))
    assert 0
