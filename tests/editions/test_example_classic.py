"""The example edition of the layout classic: what a reader must find on its pages, and what a printer needs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import outloud  # type: ignore[import-untyped]
import pypdfium2
import pytest

from typeset.build import Built, Typesetter, build_edition, check_edition
from typeset.composer.baselines import drifting, text_lines
from typeset.composer.page_map import line_grid
from typeset.prepress.preflight import Status
from typeset.workspace import Workspace

pytestmark = pytest.mark.edition
SOURCE = Path(__file__).parents[2] / "layouts" / "classic" / "example"
BODY = 10.5, "Noto-Serif-SC"  # 五号 song: size in pt and font


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("example") / "project"
    shutil.copytree(SOURCE, root)
    workspace = Workspace(root)
    checked = check_edition(workspace.edition("2026-02"), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    return build_edition(checked, typesetter, workspace, lambda _done, _all: None)


@pytest.fixture(scope="module")
def pages(built: Built) -> list[str]:
    document = pypdfium2.PdfDocument(built.pdf)
    found = [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]
    document.close()
    return found


def test_nothing_is_wrong_and_the_pages_are_whole_sheets(built: Built, pages: list[str]) -> None:
    assert [(item.code, str(item.place)) for item in built.report.problems if item.severity != "notice"] == []
    assert len(pages) >= 16
    assert len(pages) % 4 == 0


@pytest.mark.parametrize(
    "piece",
    [
        "想有乔木，想看好花，一定要有好土。天才难得",  # deck
        "种子已经备好",  # caption of the cover story's opening picture
        "今译阿尔卑斯山",  # note at the end
        "鲁迅（1881—1936）",  # author's note
        "做土的工作没有掌声",  # editor's note behind the article
        "其余照录。后半篇转后",  # editor's note before it
        "一只无花果，满腹是种子",  # picture at the foot of the article's last page
        "一个车夫，一位父亲",  # a section's opening page
        "三种读法",  # sidebar
        "《中文排版需求》",  # QR code
        "空着的座位，等人回来",  # picture over a whole page
        "停一停，再上路",  # picture at a page's foot
        "案例二",
        "案例四",
        "问：标题可以自己断行吗",
        "更多的说明见本期的",  # remark in the text
        "出版物上数字用法",  # links
        "晚风拂柳笛声残",  # poem
        "等门",  # group of pictures
        "旧刊上网",  # news in brief
        "本期供稿",  # list of names
        "更正",  # notice
        "化作春泥更护花。",  # filler
    ],
)
def test_every_piece_is_printed_once(pages: list[str], piece: str) -> None:
    assert "".join(pages).count(piece) == 1


def test_a_table_over_two_columns_repeats_its_head(pages: list[str]) -> None:
    assert "".join(pages).count("正确常误作记住的办法") == 2


def test_the_article_that_breaks_off_and_its_rest_name_each_others_pages(pages: list[str]) -> None:
    [first] = [number for number, text in enumerate(pages, start=1) if "下转第" in text]
    [rest] = [number for number, text in enumerate(pages, start=1) if "上接第" in text]

    assert f"（下转第{rest}版）" in pages[first - 1]
    assert f"（上接第{first}版）" in pages[rest - 1]


def test_no_line_of_body_text_drifts(built: Built) -> None:
    grids = [line_grid(page) for page in built.paginated.document.pages]

    lines = text_lines(built.pdf)
    assert sum(line.font == BODY[1] and abs(line.size - BODY[0]) < 0.05 for line in lines) > 300
    assert [line for line in drifting(lines, grids, *BODY) if line.font == BODY[1]] == []


def test_the_screen_pdf_is_accessible_and_the_print_pdf_passes_preflight(built: Built, tmp_path: Path) -> None:
    (tmp_path / "screen.pdf").write_bytes(built.pdf)
    found = outloud.check(str(tmp_path / "screen.pdf")).findings
    assert [item for item in found if item.severity in ("error", "warning")] == []

    assert built.printed is not None
    assert [check.rule for check in built.printed.preflight.checks if check.status is Status.FAILED] == []
