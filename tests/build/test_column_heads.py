"""Heads of columns and the line grid in the shipped layouts, from the finished PDF, and what the page report says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from typeset.build import Built, Typesetter, build_edition, check_edition
from typeset.build.report import report_data
from typeset.composer.baselines import TextLine, drifting, text_lines
from typeset.composer.page_map import LineGrid, line_grid, type_area
from typeset.copyfit import marks_of
from typeset.problems import to_json
from typeset.workspace import Workspace

ROOT = Path(__file__).parents[2]
LAYOUTS = {"classic": (2, 10.5), "modern": (3, 9.0), "bulletin": (1, 15.75)}  # columns, size of the body in pt
ISSUE = """\
刊物: {{刊名: 试刊, 出版物类别: 其他}}
版式: {layout}
栏目:
  - 栏目: 要闻
    文章: [{{标题: 第一篇, 正文: articles/one.md}}]
"""
SENTENCE = "人们在长期的生产劳动中积累了丰富的经验，一代一代地传下来，成为后人的财富。"


def manuscript(heads: int) -> str:
    """Many heads of both levels, with paragraphs of all lengths between them."""
    texts = (f"{SENTENCE * (1 + number * 7 % 5)}\n\n乙{SENTENCE * (number % 3)}" for number in range(heads))
    return "\n\n".join(
        f"{'##' if number % 3 else '###'} 甲小标题{number}\n\n{text}" for number, text in enumerate(texts)
    )


def built(root: Path, layout: str, heads: int, css: str = "") -> Built:
    folder = root / "issues" / "2026-03"
    (folder / "articles").mkdir(parents=True)
    (root / "issues" / "publication.yaml").touch()
    (folder / "issue.yaml").write_text(ISSUE.format(layout=layout), "utf-8")
    (folder / "articles" / "one.md").write_text(manuscript(heads), "utf-8")
    own = root / "layouts" / layout
    shutil.copytree(ROOT / "layouts" / layout, own, ignore=shutil.ignore_patterns("example"))
    with (own / "styles" / "article.css").open("a", encoding="utf-8") as sheet:
        sheet.write(css)
    workspace = Workspace(root)
    checked = check_edition(workspace.edition("2026-03"), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    return build_edition(checked, typesetter, workspace, lambda _done, _all: None, printed=False)


def grids_of(made: Built) -> list[LineGrid | None]:
    return [line_grid(page) for page in made.paginated.document.pages]


def heads_of_columns(made: Built, lines: tuple[TextLine, ...], columns: int, size: float) -> list[TextLine]:
    """The highest line of body text or of a head in each column, on the pages after the article's first."""
    found: dict[tuple[int, int], TextLine] = {}
    for line in lines:
        left, top, width, height = type_area(made.paginated.document.pages[line.page])
        inside = line.size > size - 0.1 and top < line.baseline < top + height
        if inside and line.page >= made.paginated.pages.of_article["article-1"]:
            column = (line.page, int((line.x - left + 0.5) / width * columns))
            if column not in found or line.baseline < found[column].baseline:
                found[column] = line
    return list(found.values())


@pytest.mark.edition
@pytest.mark.parametrize("layout", LAYOUTS)
def test_heads_of_columns_stand_on_the_first_line_and_the_body_on_the_grid(tmp_path: Path, layout: str) -> None:
    columns, size = LAYOUTS[layout]
    made = built(tmp_path, layout, heads=44 * columns)
    lines, grids = text_lines(made.pdf), grids_of(made)
    body = max((line.font for line in lines if line.text.startswith("乙")), key=len)

    assert drifting(lines, grids, size, body) == ()
    assert [item for item in made.report.problems if item.code == "page-off-grid"] == []
    heads = [line for line in heads_of_columns(made, lines, columns, size) if line.text.startswith("甲")]
    assert len(heads) >= columns
    for line in heads:
        grid = grids[line.page]
        assert grid is not None
        assert abs(line.baseline - grid.first) < 0.2 * grid.pitch, line


@pytest.mark.edition
def test_lines_off_the_grid_are_in_the_page_report(tmp_path: Path) -> None:
    """A head that takes no whole lines pushes what is below it, in its column, off the grid."""
    css = ".subhead-1 { block-step-size: none; margin-top: 0; padding-bottom: 3pt }"
    made = built(tmp_path, "classic", heads=9, css=css)

    found = [item for item in made.report.problems if item.code == "page-off-grid"]
    pages = [item.place.page for item in found if item.place]
    assert pages[0] == made.paginated.pages.of_article["article-1"]
    assert len(pages) == len(set(pages))
    [place] = {(item.place.file, item.place.page) for item in found[:1] if item.place}
    assert place == ("issues/2026-03/articles/one.md", pages[0])
    assert found[0].message("zh") == (
        f"第 {pages[0]} 页有 {found[0].arguments['lines']} 行正文不在行格上，最多偏 {found[0].arguments['by']} mm，"
        "从“人们在长期的生产劳动中积累了丰富的经验，…”这一段起。"
    )
    printed = text_lines(made.pdf)
    body = max((line.font for line in printed if line.text.startswith("乙")), key=len)
    off = [line.page + 1 for line in drifting(printed, grids_of(made), 10.5, body)]
    assert [str(off.count(page)) for page in pages] == [item.arguments["lines"] for item in found]
    told = [item for item in json.loads(to_json(report_data(made, "")))["problems"] if item["code"] == "page-off-grid"]
    assert [item["page"] for item in told] == pages
    assert marks_of([item.code for item in found]) == ("grid",)
