"""Runs: set once, reused while nothing changed, the same bytes everywhere."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from typeset.build import Built, SetRun, Typesetter, check_edition, write_results
from typeset.build.painting import ScreenPainter
from typeset.composer.rendering import Rendering, join, trimmed, write_pdf
from typeset.pictures import PictureCache
from typeset.workspace import Workspace, shipped

from .conftest import build, write_edition

pytestmark = pytest.mark.edition


def test_the_same_edition_in_another_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    first = build(write_edition(tmp_path / "one"))
    second = build(write_edition(tmp_path / "another" / "folder with 空格"))

    assert first.pdf == second.pdf


def test_a_change_in_one_article_lays_out_its_run_alone(tmp_path: Path) -> None:
    workspace = write_edition(tmp_path)
    checked = check_edition(workspace.edition("2026-03"), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    build(workspace, typesetter)
    before = typesetter.laid_out
    article = workspace.edition("2026-03").path / "articles" / "two.md"

    build(workspace, typesetter)
    assert typesetter.laid_out == before

    article.write_text(article.read_text("utf-8").replace("成效明显", "成效显著"), "utf-8")
    changed = build(workspace, typesetter)
    assert typesetter.laid_out == before + 1

    assert build(workspace).pdf == changed.pdf


def test_the_results_are_written_together(tmp_path: Path) -> None:
    workspace = write_edition(tmp_path)
    folder = workspace.edition("2026-03")
    built = build(workspace)

    written = write_results(built, folder, workspace)

    assert written.printed is None
    pdf = written.screen
    assert pdf == tmp_path / "build" / "2026-03" / "2026-03.pdf"
    names = sorted(path.relative_to(pdf.parent).as_posix() for path in pdf.parent.rglob("*") if path.is_file())
    pages = [f"pages/{number:03}.png" for number in range(1, built.paginated.total + 1)]
    assert names == sorted(["2026-03.pdf", "flatplan.png", "report.json", *pages])


def test_a_project_is_not_needed_to_find_layouts_and_fonts(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)

    assert workspace.layouts
    assert workspace.fonts


def test_runs_laid_out_apart_at_once_join_to_the_same_bytes(workspace: Workspace, built: Built) -> None:
    """Each with fonts of its own, in threads of their own: a run depends on nothing but its HTML."""
    checked = built.checked

    def set_alone(item: SetRun) -> Rendering:
        html = (
            checked.templates.run_html(item.run, checked.edition, item.start, built.paginated.pages)
            if item.run
            else checked.templates.filler_html(checked.edition, item.start)
        )
        return Typesetter(checked.layout, checked.catalogue).set_run(html, checked.edition)

    with ThreadPoolExecutor(4) as pool:
        renderings = list(pool.map(set_alone, built.paginated.runs))
    painter = ScreenPainter(checked.edition.sources, PictureCache(workspace.cache / "pictures"))
    pdf, _ = write_pdf(trimmed(join(renderings)), painter, pdf_variant="pdf/ua-1")

    assert pdf == built.pdf


def test_a_layout_whose_pages_are_not_of_its_declared_size_is_reported(tmp_path: Path) -> None:
    workspace = write_edition(tmp_path)
    mine = tmp_path / "layouts" / "classic"
    shutil.copytree(shipped("layouts") / "classic", mine)
    declaration = (mine / "layout.yaml").read_text("utf-8")
    (mine / "layout.yaml").write_text(declaration.replace("height: 285", "height: 297"), "utf-8")

    problems = build(workspace).report.problems

    assert next(item.message("en") for item in problems if item.code == "layout-page-size") == (
        "Page 1 is 210.0 × 285.0 mm, but the layout “classic” declares a trimmed size of 210 × 297 mm."
    )


def test_a_run_that_brings_composition_down_is_set_with_the_engines_own_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise IndexError("list index out of range")

    workspace = write_edition(tmp_path)
    checked = check_edition(workspace.edition("2026-03"), workspace)
    monkeypatch.setattr("typeset.composer.lines._Line.compose", fails)

    problems = build(workspace, Typesetter(checked.layout, checked.catalogue)).report.problems

    messages = [item.message("en") for item in problems if item.code == "run-not-composed"]
    assert (
        "The lines of 《另一栏的文章》 are the engine's own, not composed by Chinese rules:"
        " the program failed (IndexError: list index out of range)." in messages
    )
