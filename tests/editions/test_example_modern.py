"""The example edition of the layout `modern`: a whole journal that uses all the layout has, set without a complaint."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import outloud  # type: ignore[import-untyped]
import pypdfium2
import pytest

from tests.tagged_pdf import TaggedPdf
from typeset.build import Built, Typesetter, build_edition, check_edition
from typeset.composer.baselines import drifting, text_lines
from typeset.composer.page_map import line_grid
from typeset.problems import Severity
from typeset.workspace import Workspace

pytestmark = pytest.mark.edition
ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "layouts" / "modern" / "example"
BODY = 9, "Noto-Serif-SC"  # 小五 song: size in pt and font


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("modern") / "project"
    shutil.copytree(EXAMPLE, root)
    workspace = Workspace(root)
    checked = check_edition(workspace.edition("2026-01"), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    return build_edition(checked, typesetter, workspace, lambda _done, _all: None)


@pytest.fixture(scope="module")
def texts(built: Built) -> list[str]:
    document = pypdfium2.PdfDocument(built.pdf)
    found = [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]
    document.close()
    return found


def test_nothing_is_wrong_with_it_on_the_screen_or_in_print(built: Built) -> None:
    assert [item for item in built.report.problems if item.severity is not Severity.NOTICE] == []
    assert built.printed is not None


def test_it_fills_whole_sheets(texts: list[str]) -> None:
    assert len(texts) == 24


@pytest.mark.parametrize(
    ("kind", "page", "text"),
    [
        ("cover line", 1, "大自然的语言"),
        ("permit", 1, "内部资料免费交流"),
        ("contents by column", 2, "四时11春朱自清12荷塘月色"),
        ("kicker and title", 3, "物候学入门大自然的语言"),
        ("deck", 3, "一位气象学家教我们听懂大自然"),
        ("footnote", 4, "布谷鸟即大杜鹃"),
        ("table caption", 4, "二十四节气与七十二候"),
        ("table head", 4, "节气约在初候"),
        ("repeated table head", 5, "节气约在初候"),
        ("sidebar", 5, "怎样写一本物候日记"),
        ("author's note", 5, "竺可桢（1890—1974）"),
        ("editor of the piece", 5, "责任编辑（示例）"),
        ("editor's note before", 6, "编者按这篇演说是用浅近的文言讲的"),
        ("pull quote", 7, "——蔡元培"),
        ("box with dates", 7, "演说前后"),
        ("numbered list", 7, "2添购书籍。"),
        ("end notes", 7, "2求取官位和俸禄。"),
        ("box in the text", 9, "四条路—无所为"),
        ("jump to", 9, "（下转第14版）"),
        ("section page", 10, "四篇散文，一年四季"),
        ("caption with credit", 11, "AitzolBerasategi摄"),
        ("quotation", 12, "采莲南塘秋，莲花过人头"),
        ("jump from", 14, "学问之趣味（上接第9版）我说的这四件事"),
        ("source", 14, "来源：《时事新报·学灯》1922年8月"),
        ("editor's note after", 14, "小编说讲演里的“无所为”"),
        ("poem", 16, "不带走一片云彩。"),
        ("picture over the whole page", 17, "满载一船星辉"),
        ("group of two photos", 15, "有雪的地方，小路不去"),
        ("group of three photos", 23, "水涨了AitzolBerasategi摄坡绿了"),
        ("group of four photos", 18, "窗口的朋友"),
        ("group of five photos", 14, "半山红了天高日短五样秋色。"),
        ("group of six photos", 19, "笔毛果肉噪点依次为LukasBaubkus"),
        ("credit at the end", 18, "编辑部图文整理"),
        ("picture news", 19, "普通䴓是林子里的留鸟"),
        ("interview", 20, "问：稿子写多长合适？答："),
        ("QR code", 21, "《中文排版需求》"),
        ("links", 21, "接着读"),
        ("cases", 21, "案例三长句拆短"),
        ("merged cells", 22, "引体向上（男）1分钟仰卧起坐（女）"),
        ("news in brief", 23, "世界地球日"),
        ("notice", 23, "征稿启事（示例）"),
        ("names", 23, "郁达夫"),
        ("imprint", 24, "（示例）准印证号第000号"),
    ],
)
def test_every_kind_of_content_is_on_its_page(texts: list[str], kind: str, page: int, text: str) -> None:
    assert text in texts[page - 1], (kind, texts[page - 1])


def test_the_body_stands_on_the_grid(built: Built) -> None:
    lines = text_lines(built.pdf)
    grids = [line_grid(page) for page in built.paginated.document.pages]
    assert sum(line.font == BODY[1] and abs(line.size - BODY[0]) < 0.05 for line in lines) > 700
    assert [line for line in drifting(lines, grids, *BODY) if line.font == BODY[1]] == []


def test_the_end_sign_stands_where_an_article_ends_and_not_where_it_jumps(texts: list[str]) -> None:
    ends = {number: text.count("■") for number, text in enumerate(texts, 1) if "■" in text}
    assert ends == {5: 1, 7: 1, 11: 1, 12: 1, 14: 2, 15: 1, 20: 1}
    assert "断不会找不出来。（下转第14版）" in texts[8]
    assert "旁人却替你晒不来。■" in texts[13]


def test_the_contents_name_the_page_on_which_an_article_begins_only(texts: list[str]) -> None:
    assert texts[1].count("学问之趣味") == 1
    assert "8学问之趣味" in texts[1]


def test_it_can_be_read_out_aloud(built: Built, tmp_path: Path) -> None:
    assert TaggedPdf(built.pdf).faults == []
    (tmp_path / "example.pdf").write_bytes(built.pdf)
    found = outloud.check(str(tmp_path / "example.pdf")).findings
    assert [
        f"{item.rule} {item.message} {item.evidence}"
        for item in found
        if item.severity != "info" and not (item.rule == "HDG-010" and re.search(r"[\u3400-\u9fff]", item.evidence))
    ] == []


def rows(built: Built, page: int) -> list[list[tuple[float, float, float]]]:
    """The photographs of a page, row by row: left edge, width and height in mm."""
    document = pypdfium2.PdfDocument(built.pdf)
    found: dict[float, list[tuple[float, float, float]]] = {}
    for item in document[page - 1].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = (value / 72 * 25.4 for value in item.get_bounds())
        found.setdefault(round(top), []).append((left, right - left, top - bottom))
    document.close()
    return [sorted(row) for _, row in sorted(found.items(), reverse=True)]


@pytest.mark.parametrize(
    ("page", "counts"),
    [(15, [2]), (23, [3]), (18, [2, 2]), (14, [2, 3]), (19, [1, 3, 3])],
    ids=lambda value: str(value),
)
def test_photos_of_a_group_stand_in_rows_of_one_height_over_the_measure(
    built: Built, page: int, counts: list[int]
) -> None:
    found = rows(built, page)

    assert [len(row) for row in found] == counts
    for row in found:
        heights = [height for _, _, height in row]
        assert max(heights) - min(heights) < 0.1
        across = row[-1][0] + row[-1][1] - row[0][0]
        assert abs(across - 468 / 72 * 25.4) < 0.2


def test_it_names_the_author_and_licence_of_every_photograph() -> None:
    licence = (EXAMPLE / "LICENCE.md").read_text("utf-8")
    photos = sorted((EXAMPLE / "issues" / "2026-01" / "photos").iterdir())

    assert [path.name for path in photos if not re.search(rf"[ |]{path.name}[ ,]", licence)] == []
    assert sum(path.stat().st_size for path in photos) < 6_000_000
