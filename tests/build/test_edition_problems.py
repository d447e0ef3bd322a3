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
