"""What an editor is told about an edition's content, beyond the manifest's form."""

from __future__ import annotations

from pathlib import Path

from typeset.edition import read_edition
from typeset.manuscript import Picture, inline_text
from typeset.workspace import Workspace

HEAD = "刊物:\n  刊名: 试刊\n栏目:\n  - 栏目: 要闻\n    文章:\n"


def read(root: Path, articles: str, files: dict[str, str] | None = None):  # type: ignore[no-untyped-def]
    folder = root / "issues" / "2026-01"
    for name, text in {"issue.yaml": HEAD + articles, **(files or {})}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (root / "issues" / "publication.yaml").touch()
    workspace = Workspace(root)
    return read_edition(workspace.edition("2026-01"), workspace)


def test_files_that_nobody_lists_are_named(tmp_path: Path) -> None:
    files = {"articles/a.md": "正文。", "articles/b.md": "没有列出。", "photos/README.md": "说明", "photos/x.jpg": ""}

    problems = read(tmp_path, "      - 标题: 甲\n        正文: articles/a.md\n", files).problems

    assert [item.message("zh") for item in problems] == [
        "文件夹里有文稿“articles/b.md”，但清单没有用到它。",
        "文件夹里有图片“photos/x.jpg”，但清单和文稿都没有用到它。",
    ]


def test_a_manuscript_of_an_article_held_over_is_listed(tmp_path: Path) -> None:
    articles = "      - 标题: 甲\n        正文: 文。\n      - {标题: 乙, 正文: articles/b.md, 缓发: 是}\n"

    reading = read(tmp_path, articles, {"articles/b.md": "缓发的。"})

    assert [item.code for item in reading.problems] == ["article-held"]


def test_a_missing_manuscript_is_visible_on_the_page(tmp_path: Path) -> None:
    reading = read(tmp_path, "      - 标题: 甲\n        正文: articles/none.md\n")

    [article] = reading.edition.articles
    assert article.body.plain_text() == "【缺文稿：articles/none.md】"
    assert [item.code for item in reading.problems] == ["manuscript-missing"]


def test_a_photo_does_not_part_a_head_or_a_question_from_what_follows(tmp_path: Path) -> None:
    text = "## 小标题\n\n问：为什么？\n\n答一句。\n\n再答一句。\n"
    articles = "      - 标题: 甲\n        正文: articles/a.md\n        照片: photos/none.jpg\n"

    [article] = read(tmp_path, articles, {"articles/a.md": text}).edition.articles

    blocks = article.body.blocks
    at = next(index for index, block in enumerate(blocks) if isinstance(block, Picture))
    assert inline_text(blocks[at - 1].children) == "答一句。"  # type: ignore[union-attr]


def test_photos_without_text_keep_their_order(tmp_path: Path) -> None:
    photos = "".join(f"          - photos/{number}.jpg\n" for number in range(1, 4))

    [article] = read(tmp_path, f"      - 标题: 甲\n        标记: 图片新闻\n        照片:\n{photos}").edition.articles

    assert [block.file for block in article.body.blocks if isinstance(block, Picture)] == [
        f"photos/{number}.jpg" for number in range(1, 4)
    ]


ONE = "      - 标题: 甲\n        正文: 文。\n"


def test_a_picture_that_the_publication_names_lies_beside_the_publication_file(tmp_path: Path) -> None:
    shared = tmp_path / "issues"
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>'
    read(tmp_path, ONE)
    (shared / "shared").mkdir()
    (shared / "shared" / "gongyi.svg").write_text(picture, "utf-8")
    (shared / "head.svg").write_text(picture, "utf-8")
    (shared / "publication.yaml").write_text("刊物:\n  补白: [{图片: shared/gongyi.svg}]\n  刊头: head.svg\n", "utf-8")
    workspace = Workspace(tmp_path)

    edition = read_edition(workspace.edition("2026-01"), workspace).edition

    assert edition
    assert edition.nameplate
    assert [item.figure and item.figure.placeholder for item in edition.fillers] == [False]
    assert not edition.nameplate.placeholder


def test_a_picture_of_the_publication_cannot_lie_outside(tmp_path: Path) -> None:
    read(tmp_path, ONE)
    (tmp_path / "secret.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>', "utf-8")
    (tmp_path / "issues" / "publication.yaml").write_text("刊物:\n  刊头: ../secret.svg\n", "utf-8")
    workspace = Workspace(tmp_path)

    assert "manifest-path-parent" in {
        item.code for item in read_edition(workspace.edition("2026-01"), workspace).problems
    }


def test_an_empty_filler_a_rest_without_a_break_and_an_option_without_a_value_are_told(tmp_path: Path) -> None:
    articles = ONE + "        续文放在: 甲\n版式选项:\n  主色: #b5121b\n"

    problems = read(tmp_path, articles).problems
    (tmp_path / "issues" / "publication.yaml").write_text("刊物:\n  补白: [{}]\n", "utf-8")
    workspace = Workspace(tmp_path)
    problems += read_edition(workspace.edition("2026-01"), workspace).problems

    told = {item.code: str(item.place) for item in problems}
    assert told["manifest-option-empty"].startswith("issues/2026-01/issue.yaml:10:")
    assert told["continues-after-no-jump"].startswith("issues/2026-01/issue.yaml:8:")
    assert told["filler-empty"].startswith("issues/publication.yaml:2:")


def test_a_crop_that_leaves_nothing_is_told_at_the_crop(tmp_path: Path) -> None:
    photo = "        照片:\n          - 文件: a.svg\n            裁切: {左: 60, 右: 60}\n"
    picture = {"a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>'}

    told = {item.code: item.place for item in read(tmp_path, ONE + photo, picture).problems}

    assert str(told["picture-crop-empty"]).startswith("issues/2026-01/issue.yaml:10:")


def test_paragraphs_of_a_sidebar_come_from_their_own_lines(tmp_path: Path) -> None:
    text = "              第一段。\n\n              第二段。\n"
    sidebar = f"        资料框:\n          - 标题: 乙\n            正文: |\n{text}"

    [article] = read(tmp_path, f"      - 标题: 甲\n        正文: 文。\n{sidebar}").edition.articles

    [box] = article.sidebars
    assert box.place.line == 9
    assert [block.place.line for block in box.children] == [11, 13]
