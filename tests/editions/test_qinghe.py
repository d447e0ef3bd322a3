"""A whole edition by an editor who knew the README only: articles of all kinds, five photos, a file of Notepad's."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from typeset.build import Built, Typesetter, build_edition, check_edition
from typeset.edition import Article
from typeset.workspace import Workspace

pytestmark = pytest.mark.edition
SOURCE = Path(__file__).parent / "qinghe"
HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("qinghe") / "project"
    shutil.copytree(SOURCE, root)
    workspace = Workspace(root)
    checked = check_edition(workspace.edition("2023-02"), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    return build_edition(checked, typesetter, workspace, lambda _done, _all: None, printed=False)


@pytest.fixture(scope="module")
def texts(built: Built) -> list[str]:
    document = pypdfium2.PdfDocument(built.pdf)
    found = [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]
    document.close()
    return found


def test_what_the_editor_is_told(built: Built) -> None:
    """Of the manuscripts and pictures; what the laid-out pages look like is the page report's."""
    of_pages = ("page-", "permit-", "copyfit-")
    assert Counter(item.code for item in built.report.problems if not item.code.startswith(of_pages)) == {
        "article-held": 1,
        "edition-note": 1,
        "encoding-not-utf8": 1,
        "pages-filled": 1,
        "picture-awaited": 1,
        "picture-resolution-low": 3,
        "picture-undescribed": 1,
        "space-between-han": 1,
    }


def test_the_pages_make_whole_sheets_and_the_contents_name_them(built: Built, texts: list[str]) -> None:
    assert len(texts) == 16
    for article in built.edition.articles:
        folio = built.paginated.pages.of(article)
        assert article.title.key in texts[folio - 1]
        assert re.search(rf"{re.escape(article.title.key)}{folio}(?!\d)", texts[1]), article.title


def article_text(built: Built, texts: list[str], article: Article) -> str:
    [item] = [item for item in built.paginated.runs if item.run and article in item.run.articles]
    return "".join(texts[item.start - 1 : item.start - 1 + len(item.rendering.pages)])


def test_no_han_character_of_an_article_is_lost(built: Built, texts: list[str]) -> None:
    for article in built.edition.articles:
        printed = Counter(HAN.findall(article_text(built, texts, article)))
        wanted = Counter(HAN.findall("".join(text for text, _ in article.texts)))
        assert not wanted - printed, (article.title, wanted - printed)


def test_clauses_stand_in_order(built: Built, texts: list[str]) -> None:
    for article in built.edition.articles:
        text, position = article_text(built, texts, article), 0
        for clause in re.findall(r"[\u3400-\u9fff]{5,}[，。]", article.body.plain_text()):
            found = text.find(clause, position)
            position = found if found >= 0 else position
        assert position > 0 or not article.body.blocks


def test_a_notepad_file_in_gb18030_is_read_right(texts: list[str]) -> None:
    assert "请给它装一把锁" in "".join(texts)
    assert not re.search(r"锟|�", "".join(texts))


def test_what_is_held_over_is_not_printed(texts: list[str]) -> None:
    assert "青蓝杯" not in "".join(texts)


def test_a_photo_that_lies_on_its_side_is_turned(built: Built) -> None:
    [portrait] = [
        figure for article in built.edition.articles for figure in article.figures if figure.file == "photos/renwu.jpg"
    ]
    assert portrait.height > portrait.width


def test_no_line_runs_off_a_page_and_every_line_is_composed(built: Built) -> None:
    assert [item.code for item in built.report.problems if item.code in ("page-overset", "line-not-composed")] == []
