"""转版: an article that breaks off, its rest on another page, and the numbers that lead from one to the other."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from tests.build.conftest import paragraphs
from typeset.build import Built, Typesetter, build_edition, check_edition
from typeset.build.live import LiveEdition
from typeset.build.report import report_data
from typeset.workspace import Workspace

ISSUE = """\
刊物: {{刊名: 试刊, 出版物类别: 其他}}
{layout}栏目:
  - 栏目: 要闻
    文章:
      - {{标题: 转版的文章, 编号: one, 正文: articles/one.md, 来源: 试验日报{after}}}
      - {{标题: 第二篇文章, 编号: two, 正文: articles/two.md}}
      - {{标题: 第三篇文章, 编号: three, 正文: articles/three.md}}
"""
FIRST = "前半篇的开头。\n\n" + paragraphs(3) + "\n\n:::转版\n\n后半篇的开头[^1]。\n\n" + paragraphs(2)
NOTE = "\n\n[^1]: 后半篇的注。\n"


def write(root: Path, *, first: str = FIRST + NOTE, after: str = "", two: int = 3, layout: str = "") -> None:
    folder = root / "issues" / "2026-03"
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    (root / "issues" / "publication.yaml").touch()
    (folder / "issue.yaml").write_text(ISSUE.format(after=after, layout=layout), "utf-8")
    (folder / "articles" / "one.md").write_text(first, "utf-8")
    (folder / "articles" / "two.md").write_text(paragraphs(two), "utf-8")
    (folder / "articles" / "three.md").write_text(paragraphs(2), "utf-8")


def build(root: Path) -> tuple[Built, Typesetter]:
    workspace = Workspace(root)
    checked = check_edition(workspace.edition("2026-03"), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    return build_edition(checked, typesetter, workspace, lambda _done, _all: None, printed=False), typesetter


def pages(built: Built) -> list[str]:
    document = pdfium.PdfDocument(built.pdf)
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def page_with(texts: list[str], wanted: str) -> int:
    """The one page, from 1, that has a text."""
    [found] = [number for number, text in enumerate(texts, start=1) if wanted in text]
    return found


def codes(built: Built) -> list[str]:
    return [item.code for item in built.report.problems]


@pytest.mark.parametrize("layout", ["", "版式: modern\n", "版式: bulletin\n"])
def test_each_part_names_the_page_of_the_other(tmp_path: Path, layout: str) -> None:
    write(tmp_path, layout=layout)
    texts = pages(build(tmp_path)[0])

    first, rest = page_with(texts, "下转第"), page_with(texts, "上接第")
    assert f"（下转第{rest}版）" in texts[first - 1]
    assert f"（上接第{first}版）" in texts[rest - 1]
    assert page_with(texts, "前半篇的开头") <= first
    assert page_with(texts, "后半篇的开头") == rest
    assert page_with(texts, "（来源：试验日报）") >= rest
    assert page_with(texts, "后半篇的注") == rest


def test_the_rest_follows_all_articles_or_the_one_that_the_manifest_names(tmp_path: Path) -> None:
    write(tmp_path / "end")
    write(tmp_path / "named", after="， 续文放在: 第二篇 文章".replace("，", ","))
    write(tmp_path / "by-id", after=", 续文放在: two")
    texts = {name: "".join(pages(build(tmp_path / name)[0])) for name in ("end", "named", "by-id")}

    def order(text: str) -> list[str]:
        body = text[text.index("前半篇的开头") :]
        return re.findall("后半篇的开头|第二篇文章|第三篇文章", body)

    assert order(texts["end"])[-1] == "后半篇的开头"
    for name in ("named", "by-id"):
        assert order(texts[name]).index("后半篇的开头") < order(texts[name]).index("第三篇文章")


def test_contents_and_counts_take_both_parts_for_one_article(tmp_path: Path) -> None:
    write(tmp_path / "parted")
    write(tmp_path / "whole", first=(FIRST + NOTE).replace(":::转版\n\n", ""))
    parted, whole = (build(tmp_path / name)[0] for name in ("parted", "whole"))

    def told(built: Built) -> list[tuple[str, int]]:
        return [(item["title"], item["han_characters"]) for item in report_data(built, "")["articles"]]

    assert told(parted) == told(whole)
    assert pages(parted)[1].count("转版的文章") == 1
    assert not {"jump-empty", "jump-twice", "jump-inside"} & set(codes(parted))


def test_the_number_follows_a_change_and_only_what_speaks_of_it_is_set_again(tmp_path: Path) -> None:
    write(tmp_path)
    live = LiveEdition(Workspace(tmp_path).edition("2026-03"), Workspace(tmp_path))
    before = live.update()
    laid_out = live.laid_out

    live.update()
    assert live.laid_out == laid_out  # nothing changed, nothing is set

    (tmp_path / "issues" / "2026-03" / "articles" / "two.md").write_text(paragraphs(3) + "又一句。", "utf-8")
    live.update()
    assert live.laid_out == laid_out + 1  # no number changed: the other runs stay

    write(tmp_path, two=14)
    after = live.update()
    assert [item.id for item in after.articles] == [item.id for item in before.articles] == ["one", "two", "three"]
    texts = pages(build(tmp_path)[0])
    rest = page_with(texts, "上接第")
    assert f"（下转第{rest}版）" in "".join(texts)
    assert rest > page_with(texts, "第14个小标题")


@pytest.mark.parametrize(
    ("first", "after", "code", "line"),
    [
        ("开头一段。\n\n:::资料 题\n文字。\n\n:::转版\n\n:::\n\n结尾一段。", "", "jump-inside", 6),
        ("开头一段。\n\n:::转版\n\n中间一段。\n\n:::转版\n\n结尾一段。", "", "jump-twice", 7),
        ("开头一段。\n\n中间一段。\n\n:::转版\n", "", "jump-empty", 5),
        (":::转版\n\n中间一段。", "", "jump-empty", 1),
        (FIRST + NOTE, ", 续文放在: 没有这篇", "continues-after-unknown", 5),
    ],
)
def test_what_cannot_be_is_told_and_the_text_is_set(
    tmp_path: Path, first: str, after: str, code: str, line: int
) -> None:
    write(tmp_path, first=first, after=after)
    workspace = Workspace(tmp_path)
    checked = check_edition(workspace.edition("2026-03"), workspace)

    [found] = [item for item in checked.problems if item.code == code]
    assert found.place is not None
    assert found.place.line == line
    assert checked.edition is not None
    whole = "".join(text for article in checked.edition.articles for text, _ in article.texts)
    whole += "".join(text for rest in checked.edition.continuations for text, _ in rest.texts)
    assert "中间一段" in whole or "结尾一段" in whole or "后半篇的开头" in whole
