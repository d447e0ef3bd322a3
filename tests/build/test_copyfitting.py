"""Copyfitting from the editor's side: 页数 and 总页数 in the manifest, steps told, the grid kept, nothing lost."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from tests.build.conftest import paragraphs
from typeset.build import Built, Typesetter, build_edition, check_edition
from typeset.build.report import report_data
from typeset.composer.page_map import type_area
from typeset.composer.text_blocks import text_blocks
from typeset.problems import Problem, to_json
from typeset.workspace import Workspace

HEAD = """\
刊物: {{刊名: 试刊, 出版物类别: 其他}}
{more}栏目:
  - 栏目: 要闻
    文章:
      - 标题: 第一篇文章
        正文: articles/one.md
        {wish}照片:
          - {{文件: photos/wide.jpg, 说明: 说明, 替代文字: 说明, 栏数: 2, 位置: 页首}}
          - {{文件: photos/tall.jpg, 说明: 说明, 替代文字: 说明, 栏数: 1}}
      - 标题: 第二篇文章
        正文: articles/two.md
"""


def set_edition(root: Path, length: int, *, wish: str = "", more: str = "") -> Built:
    folder = root / "issues" / "2026-03"
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    (folder / "photos").mkdir(exist_ok=True)
    (root / "issues" / "publication.yaml").touch()
    (folder / "issue.yaml").write_text(HEAD.format(wish=wish, more=more), "utf-8")
    (folder / "articles" / "one.md").write_text(paragraphs(length), "utf-8")
    (folder / "articles" / "two.md").write_text(paragraphs(9), "utf-8")
    Image.linear_gradient("L").resize((3000, 1400)).convert("RGB").save(folder / "photos" / "wide.jpg")
    Image.linear_gradient("L").resize((1800, 2000)).convert("RGB").save(folder / "photos" / "tall.jpg")
    workspace = Workspace(root)
    checked = check_edition(workspace.edition("2026-03"), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    return build_edition(checked, typesetter, workspace, lambda _done, _all: None, printed=False)


def codes(built: Built) -> list[str]:
    return [item.code for item in built.report.problems if item.code.startswith("copyfit")]


def pages_of(built: Built, article: str) -> int:
    """The pages of the run that begins with an article."""
    [run] = [item for item in built.paginated.runs if item.run and article in [one.id for one in item.run.articles]]
    return len(run.rendering.pages)


def text_of(built: Built) -> str:
    document = pdfium.PdfDocument(built.pdf)
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)


def found(built: Built, code: str) -> Problem:
    [item] = [item for item in built.report.problems if item.code == code]
    return item


def set_again(root: Path) -> Built:
    workspace = Workspace(root)
    checked = check_edition(workspace.edition("2026-03"), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    return build_edition(checked, typesetter, workspace, lambda _done, _all: None, printed=False)


def test_an_article_is_brought_to_its_pages_by_steps_that_are_told(tmp_path: Path) -> None:
    natural = set_edition(tmp_path, 11)
    fitted = set_edition(tmp_path, 11, wish="页数: 2\n        ")

    assert (pages_of(natural, "article-1"), pages_of(fitted, "article-1")) == (3, 2)
    assert codes(fitted) == ["copyfit-fitted"]
    [told] = [item for item in fitted.report.problems if item.code == "copyfit-fitted"]
    assert told.message("zh").startswith("《第一篇文章》自然排 3 页，要 2 页，已调整：图片高度 1 → 0.")
    assert told.place is not None
    assert (told.place.file, told.place.line) == ("issues/2026-03/issue.yaml", 7)
    assert fitted.copyfit is not None
    step = fitted.copyfit.runs[0].steps[0]
    assert step.adjustment.least <= step.after < step.before
    for number in range(1, 12):
        assert f"（见附表{number}）" in text_of(fitted)


def test_an_article_that_cannot_be_fitted_stays_and_the_lines_to_cut_are_told(tmp_path: Path) -> None:
    built = set_edition(tmp_path, 14, wish="页数: 2\n        ")

    [told] = [item for item in built.report.problems if item.code.startswith("copyfit")]
    assert told.code == "copyfit-over"
    assert pages_of(built, "article-1") == 3
    data = json.loads(to_json(report_data(built, "x.pdf")))["copyfit"]["runs"][0]
    assert (data["pages"], data["pages_wanted"], data["steps"]) == (3, 2, [])
    assert f"多约 {data['lines_over']} 行" in told.message("zh")
    assert told.hint("en").startswith(f"Cut about {data['lines_over']} lines")


def test_an_article_that_is_short_of_its_pages_is_told(tmp_path: Path) -> None:
    built = set_edition(tmp_path, 9, wish="页数: 4\n        ")

    assert codes(built) == ["copyfit-short"]


def test_the_edition_is_brought_to_its_total_by_the_run_with_the_fewest_lines_to_lose(tmp_path: Path) -> None:
    natural = set_edition(tmp_path, 11)
    made = sum(len(run.rendering.pages) for run in natural.paginated.runs if run.run)  # without fillers
    built = set_edition(tmp_path, 11, more=f"总页数: {made - 1}\n")

    assert built.paginated.total == made - 1
    assert pages_of(built, "article-1") == 2
    assert codes(built) == ["copyfit-fitted"]


def test_an_edition_shorter_than_its_total_is_filled_before_the_back_cover(tmp_path: Path) -> None:
    built = set_edition(tmp_path, 9, more="总页数: 12\n")

    assert built.paginated.total == 12
    assert built.paginated.runs[-1].run is not None
    assert built.paginated.runs[-1].run.part.last


def test_an_edition_far_longer_than_its_total_gets_no_cut_that_would_take_most_of_an_article(tmp_path: Path) -> None:
    built = set_edition(tmp_path, 16, more="总页数: 4\n")

    assert found(built, "copyfit-edition-over").hint("zh") == "也可以抽下文章（缓发），或改“总页数”。"


@pytest.mark.parametrize("wish", ["页数: 0", "页数: 两页", "总页数: -4"])
def test_a_number_of_pages_that_cannot_be_is_named_with_its_range(tmp_path: Path, wish: str) -> None:
    more, own = (f"{wish}\n", "") if wish.startswith("总") else ("", f"{wish}\n        ")
    built = set_edition(tmp_path, 2, wish=own, more=more)

    [told] = [item for item in built.report.problems if item.severity.value == "error"]
    assert told.place is not None
    assert told.place.line == (2 if more else 7)


def test_pages_over_whole_sheets_are_told_with_what_would_save_them(tmp_path: Path) -> None:
    """Lines are cut, or the total is wished for."""
    built = set_edition(tmp_path, 34)
    made = built.paginated.total - sum(1 for item in built.paginated.runs if item.run is None)
    assert made % 4
    [told] = [item for item in built.report.problems if item.code == "copyfit-sheet"]
    data = json.loads(to_json(report_data(built, "x.pdf")))["copyfit"]
    assert data["sheet"]["pages"] == made - made % 4
    lines = sum(cut["lines"] for cut in data["sheet"]["cuts"])
    assert str(told.place) == "issues/2026-03/issue.yaml:1:1"
    assert told.message("zh").endswith(f"删约 {lines} 行就是 {made - made % 4} 页，可少一张纸。")
    for cut in data["sheet"]["cuts"]:
        assert f"《{cut['title']}》删约 {cut['lines']} 行" in told.hint("zh")
    assert f"总页数: {made - made % 4}" in told.hint("zh")
    assert "pages-filled" in [item.code for item in built.report.problems]


def test_whole_sheets_and_wished_totals_get_no_offer(tmp_path: Path) -> None:
    wished = set_edition(tmp_path, 11, more="总页数: 12\n")
    assert "copyfit-sheet" not in codes(wished)


def test_the_map_of_the_report_holds_every_page_once(tmp_path: Path) -> None:
    built = set_edition(tmp_path, 11, more="总页数: 12\n")
    data = json.loads(to_json(report_data(built, "x.pdf")))["copyfit"]
    pages = [part["start"] + index for part in data["map"] for index in range(part["pages"])]
    assert pages == list(range(1, 13))
    assert data["fillers"] == sum(part["pages"] for part in data["map"] if part["run"] == "filler")
    for run in data["runs"]:
        assert len(run["fill"]) == run["pages"]


def test_articles_that_share_pages_have_no_number_of_their_own(tmp_path: Path) -> None:
    """The second article runs on: the first one's wish would be measured on the pages of both."""
    set_edition(tmp_path, 11, wish="页数: 2\n        ")
    manifest = tmp_path / "issues" / "2026-03" / "issue.yaml"
    text = manifest.read_text("utf-8").replace("articles/two.md", "articles/two.md\n        另页起: 否")
    manifest.write_text(text, "utf-8")
    shared = set_again(tmp_path)

    told = found(shared, "copyfit-shared")
    assert told.message("zh") == (
        "《第一篇文章》要 2 页，可它与《第二篇文章》接排，同占一页，没有自己的页数，这里的“页数”不起作用。"
    )
    assert told.hint("zh") == "给《第二篇文章》写上“另页起: 是”，或去掉这里的“页数”。"
    assert told.place is not None
    assert (told.place.file, told.place.line) == ("issues/2026-03/issue.yaml", 7)
    assert codes(shared) == ["copyfit-shared"]

    manifest.write_text(text.replace("另页起: 否", "另页起: 是"), "utf-8")
    assert "copyfit-shared" not in codes(set_again(tmp_path))


def without(text: str, lines: int, *, from_end: bool) -> str:
    """A manuscript without so many lines of 21 characters, off the ends of its paragraphs."""
    kept = []
    for part in reversed(text.split("\n\n")) if from_end else text.split("\n\n"):
        taken = min(lines, len(part) // 21 - 2)
        lines -= taken
        kept.append(part[:-1][: -taken * 21] + "。" if taken else part)
    assert lines == 0
    return "\n\n".join(reversed(kept) if from_end else kept)


def test_a_tightened_opening_does_not_lift_the_pages_behind_it(tmp_path: Path) -> None:
    """Space around the opening is taken once: text on later pages begins at the head of the type area."""
    built = set_edition(tmp_path, 12, wish="页数: 2\n        ")
    assert built.copyfit is not None
    assert "head-space" in [step.name for step in built.copyfit.runs[0].steps]
    [run] = [item for item in built.paginated.runs if item.run and "article-1" in item.run.name]
    for page in run.rendering.pages[1:]:
        assert min(block.y for block in text_blocks([page])) >= type_area(page)[1] - 0.01


def test_the_lines_and_the_crop_that_are_advised_do(tmp_path: Path) -> None:
    """Each piece of advice, followed to the letter, brings the article to its pages."""
    built = set_edition(tmp_path, 13, wish="页数: 2\n        ")
    hint = found(built, "copyfit-over").hint("zh")
    lines = int(hint.split("删约 ")[1].split(" 行")[0])
    folder = tmp_path / "issues" / "2026-03"
    for from_end in (True, False):
        (folder / "articles" / "one.md").write_text(without(paragraphs(13), lines, from_end=from_end), "utf-8")
        assert codes(set_again(tmp_path)) == ["copyfit-fitted"]
    (folder / "articles" / "one.md").write_text(paragraphs(13), "utf-8")
    [file] = re.findall("给照片“(.*?)”写", hint)[:1]
    [crop] = re.findall("“(裁切: .*?)”", hint)[:1]
    manifest = (folder / "issue.yaml").read_text("utf-8")
    (folder / "issue.yaml").write_text(manifest.replace(f"文件: {file}", f"文件: {file}, {crop}"), "utf-8")
    assert codes(set_again(tmp_path)) == ["copyfit-fitted"]


def test_a_total_too_small_says_which_lines_to_cut_and_leaves_the_articles_alone(tmp_path: Path) -> None:
    """Filled up to whole sheets all the same, tightened articles would only make room for a blank page more."""
    natural = set_edition(tmp_path, 26)
    made = sum(len(item.rendering.pages) for item in natural.paginated.runs if item.run)
    total = made - 1
    built = set_edition(tmp_path, 26, more=f"总页数: {total}\n")

    told = found(built, "copyfit-edition-over")
    assert told.place is not None
    assert (told.place.file, told.place.line) == ("issues/2026-03/issue.yaml", 2)
    assert told.message("zh").startswith(f"全期排 {made} 页，要 {total} 页，多 {made - total} 页；")
    assert built.copyfit is not None
    assert not any(item.steps for item in built.copyfit.runs)
    [(title, lines)] = re.findall("《(.*?)》删约 (.*?) 行", told.hint("zh"))
    assert title == "第一篇文章"
    assert "也可以抽下文章（缓发，如《第二篇文章》）" in told.hint("zh")
    assert "held over, such as “第二篇文章”, or" in told.hint("en")
    short = without(paragraphs(26), int(lines), from_end=False)
    (tmp_path / "issues" / "2026-03" / "articles" / "one.md").write_text(short, "utf-8")
    assert set_again(tmp_path).paginated.total == total


def test_of_articles_that_run_on_the_one_that_stands_last_is_named(tmp_path: Path) -> None:
    set_edition(tmp_path, 12)
    manifest = tmp_path / "issues" / "2026-03" / "issue.yaml"
    manifest.write_text(manifest.read_text("utf-8") + "        另页起: 否\n", "utf-8")
    (manifest.parent / "articles" / "two.md").write_text(paragraphs(14), "utf-8")
    built = set_again(tmp_path)
    savings = json.loads(to_json(report_data(built, "x.pdf")))["copyfit"]["savings"]

    assert [(saving["run"], saving["title"]) for saving in savings] == [("articles-article-1", "第二篇文章")]


def test_a_total_that_is_no_multiple_of_four_is_warned_of(tmp_path: Path) -> None:
    told = found(set_edition(tmp_path, 9, more="总页数: 11\n"), "pages-not-whole-sheets")
    assert told.message("zh") == "“总页数: 11”不是 4 的倍数，骑马订的印张凑不整。"
    assert told.hint("zh").startswith("改成 8 或 12；")
    assert told.place is not None
    assert told.place.line == 2


def test_a_total_far_beyond_the_content_is_told_and_not_filled(tmp_path: Path) -> None:
    built = set_edition(tmp_path, 9, more="总页数: 1000\n")
    told = found(built, "pages-too-few")
    assert built.paginated.total % 4 == 0
    assert built.paginated.total < 16
    assert "“总页数”要 1000 页" in told.message("zh")
    assert told.place is not None
    assert told.place.line == 2


def test_fillers_are_told_with_what_they_are_for(tmp_path: Path) -> None:
    built = set_edition(tmp_path, 9, more="总页数: 12\n")
    told = found(built, "pages-filled-to-total")
    assert "“总页数”要 12 页" in told.message("zh")
    assert told.place is not None
    assert told.place.line == 2
    assert "pages-filled" not in [item.code for item in built.report.problems]
