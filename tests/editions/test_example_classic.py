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
from typeset.composer.page_map import line_grid, pictures
from typeset.prepress.preflight import Status
from typeset.workspace import Workspace

pytestmark = pytest.mark.edition
SOURCE = Path(__file__).parents[2] / "layouts" / "classic" / "example"
BODY = 10.5, "Noto-Serif-SC"  # 五号 song: size in pt and font
MM = 25.4 / 72
MEASURE, GAP, FOOT = 462 * MM, 7 * MM, (70 + 665) * MM  # the type area and between photos; mm


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
    assert len(pages) == 24


@pytest.mark.parametrize(
    ("kind", "page", "text"),
    [
        ("cover line with its page", 1, "编辑课十四天编出一期小报12"),
        ("contents by column", 2, "影像与诗"),
        ("opening picture of the cover story", 3, "种子已经备好，等的是土ClemensEngelhardt摄"),
        ("banner, kicker and title", 3, "封面故事一九二四年一月十七日未有天才之前"),
        ("subtitle and deck", 3, "——在北京师范大学附属中学校友会讲想有乔木，想看好花，一定要有好土。天才难得"),
        ("pull quote", 4, "没有土，便没有花木了。这样的风气"),
        ("end notes", 5, "今译阿尔卑斯山"),
        ("editor of the piece", 5, "（责任编辑：示例）"),
        ("editor's note after", 5, "小编说做土的工作没有掌声"),
        ("author's note", 5, "作者简介鲁迅（1881—1936）"),
        ("picture at a page's foot", 5, "一只无花果，满腹是种子TrevorFreespace摄"),
        ("editor's note before", 6, "编者按从“我看现在的青年”"),
        ("pull quote with its author", 6, "世间这一部活书。——鲁迅"),
        ("section page", 7, "一个车夫，一位父亲"),
        ("photo of one column", 8, "六年，一转眼PeterNerlich摄"),
        ("article that runs on", 9, "人物背影朱自清"),
        ("author's note", 10, "作者简介朱自清（1898—1948）"),
        ("picture over a whole page", 11, "空着的座位，等人回来JakubMede摄"),
        ("table with merged cells", 12, "第一周第1天定主题"),
        ("table with merged cells", 12, "机动第13、14天什么也不排"),
        ("numbered list", 12, "2.值得登的。"),
        ("footnote", 12, "1.书页套叠起来"),
        ("footnote", 13, "2.图片铺到页边时"),
        ("two sidebars", 13, "付印前再看八处"),
        ("two sidebars", 13, "常用的尺寸"),
        ("drawing at a page's foot", 13, "套起来订在折缝上编辑部绘"),
        ("group of two photos", 14, "裁后：先看见的是鸟PeterNerlich摄"),
        ("group of three photos", 14, "近：是什么样子树干上的普通䴓，三张出自同一张照片，LukasBaubkus摄"),
        ("group of six photos", 15, "桌同一张照片里的六样东西，JakubMede摄"),
        ("cases", 15, "案例二写了照片里没有的"),
        ("group of four photos", 16, "山往高处走AitzolBerasategi、SanderKlootwijk摄"),
        ("credit of picture news", 16, "编辑部图文整理"),
        ("group of five photos", 17, "荧光般的紫和绿，油墨调不出来依次为HEROBRINE7GAMER"),
        ("names", 17, "本期供图摄影AitzolBerasategi"),
        ("poem", 18, "晚风拂柳笛声残，夕阳山外山。"),
        ("author of a poem", 18, "——王之涣"),
        ("continued head", 18, "读书杂谈（上接第6版）"),
        ("source", 19, "（来源：《而已集》，讲于一九二七年）"),
        ("sidebar beside codes", 19, "三种读法"),
        ("QR code", 19, "《中文排版需求》"),
        ("table caption", 20, "常见错别字正确常误作"),
        ("row over all columns", 20, "四个字的按部就班"),
        ("cases", 21, "案例四星期和日期对不上"),
        ("news in brief", 21, "旧刊上网历年各期"),
        ("interview", 22, "问：标题可以自己断行吗？答："),
        ("remark in the text", 22, "编者按以上四问"),
        ("links", 22, "接着读"),
        ("notice", 22, "征稿启事《春泥》面向全体职工"),
        ("notice in the text", 22, "更正上期第3页"),
        ("filler", 23, "一份小报，可以有十位读者。"),
        ("imprint", 24, "准印证号：（示例）准印证号第000号"),
        ("imprint", 24, "内部资料免费交流"),
    ],
)
def test_every_kind_of_content_is_on_its_page(pages: list[str], kind: str, page: int, text: str) -> None:
    assert text in pages[page - 1], (kind, pages[page - 1])


def test_a_wide_table_over_two_pages_repeats_its_head(pages: list[str]) -> None:
    head = "正确常误作记住的办法用在句子里"
    parts = {number: text for number, text in enumerate(pages, start=1) if head in text}

    assert list(parts) == [20, 21]
    assert "安装按装" in parts[20]
    assert "走投无路走头无路" in parts[21]


@pytest.mark.parametrize(("page", "begins"), [(12, "书页套叠起来"), (13, "图片铺到页边时")])
def test_a_footnote_stands_at_the_foot_of_its_page_below_all_text(built: Built, page: int, begins: str) -> None:
    lines = [line for line in text_lines(built.pdf) if line.page == page - 1]
    [note] = [line for line in lines if begins in line.text]
    body = [line.baseline for line in lines if line.font == BODY[1] and abs(line.size - BODY[0]) < 0.05]

    assert note.size < BODY[0]
    assert max(body) < note.baseline < FOOT


@pytest.mark.parametrize(("page", "rows"), [(14, [2, 3]), (15, [3, 3]), (16, [2, 2]), (17, [3, 2])])
def test_photos_of_a_group_stand_whole_in_rows_of_one_height_and_the_full_measure(
    built: Built, page: int, rows: list[int]
) -> None:
    heights: dict[float, list[float]] = {}
    widths: dict[float, float] = {}
    for picture in pictures(built.paginated.document.pages[page - 1]):
        _, y, width, height = picture.box
        heights.setdefault(round(y, 1), []).append(height)
        widths[round(y, 1)] = widths.get(round(y, 1), 0) + width
        assert (width, height) == pytest.approx((picture.width, picture.height), rel=0.01)  # nothing is cut off

    assert [len(row) for row in heights.values()] == rows
    for y, row in heights.items():
        assert row == pytest.approx([row[0]] * len(row), abs=0.1)
        assert widths[y] + (len(row) - 1) * GAP == pytest.approx(MEASURE, abs=0.1)


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
