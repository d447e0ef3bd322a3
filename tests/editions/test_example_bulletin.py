"""The example of the layout bulletin: a 简报 of laws and notices on the type area of GB/T 9704-2012."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from tests.build.test_screen_accessibility import findings
from tests.tagged_pdf import TaggedPdf
from typeset.build import Built, Typesetter, build_edition, check_edition
from typeset.composer.baselines import TextLine, drifting, text_lines
from typeset.composer.page_map import line_grid
from typeset.problems import Severity
from typeset.workspace import Workspace

pytestmark = pytest.mark.edition
EXAMPLE = Path(__file__).parents[2] / "layouts" / "bulletin" / "example"
BODY = 15.75, "Zhuque-Fangsong"  # 三号 Fangsong
LINE = 29 * 25.4 / 72  # mm


def build(root: Path, name: str, *, printed: bool = False) -> Built:
    workspace = Workspace(root)
    checked = check_edition(workspace.edition(name), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    return build_edition(checked, typesetter, workspace, lambda _done, _all: None, printed=printed)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("bulletin")
    shutil.copytree(EXAMPLE / "issues", root / "issues")
    return build(root, "2023-11", printed=True)


@pytest.fixture(scope="module")
def texts(built: Built) -> list[str]:
    return page_texts(built.pdf)


@pytest.fixture(scope="module")
def lines(built: Built) -> tuple[TextLine, ...]:
    return text_lines(built.pdf)


def page_texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    found = [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]
    document.close()
    return found


def write(root: Path, publication: str, issue: str) -> None:
    (root / "issues" / "one").mkdir(parents=True)
    (root / "issues" / "publication.yaml").write_text(f"版式: bulletin\n刊物: {{{publication}}}\n", "utf-8")
    (root / "issues" / "one" / "issue.yaml").write_text(issue, "utf-8")


def test_it_is_set_without_errors_or_warnings_on_sixteen_pages_and_more(built: Built, texts: list[str]) -> None:
    worse = [item for item in built.report.problems if item.severity is not Severity.NOTICE]
    assert [item.message("en") for item in worse] == []
    assert len(texts) >= 16


def test_every_kind_of_content_is_on_a_page(texts: list[str]) -> None:
    book = "".join(texts)
    for words in (
        "第11期（总第47期）",  # head
        "签发人：（示例）",
        "本期要目",
        "【文件选登】",
        "编者按：2024年",  # note before, note after, in the text
        "小编说：工会法",
        "少了三个“高度”",
        "《中华人民共和国工会法》摘登",  # kicker, subtitle, deck
        "——2012年4月28日国务院令第619号公布",
        "提要：规定共十六条",
        "附录女职工禁忌从事的劳动范围",  # subheads of three levels
        "（二）开头一句说完整件事",
        "——《职工带薪年休假条例》第二条",  # pull quote
        "问：哪些情形视同工伤？",
        "空山不见人",
        "案例二改后",
        "2.同一个数",
        "未休年休假的报酬怎样算",  # sidebar
        "2024年部分节假日安排一览",  # table
        "1.除夕不在",  # footnote
        "时间都写在安排里（PeterNerlich摄",  # caption and credit
        "落日为AitzolBerasategi摄",  # photo group
        "末页留出报送栏",  # news in brief
        "吴组缃",  # list of names
        "欢迎来稿",
        "中国政府网：查国务院文件",  # QR code
        "作者简介",
        "（责任编辑：（示例））",
        "（来源：《国务院公报》2023年第31号）",
        "共印260份",
    ):
        assert words in book, words


def test_the_list_of_titles_gives_the_pages(built: Built, texts: list[str]) -> None:
    for article in built.edition.articles:
        assert re.search(rf"{re.escape(article.title.key)}[·.…]*{built.paginated.pages.of(article)}(?!\d)", texts[0])


def test_a_table_over_two_pages_repeats_its_head(texts: list[str]) -> None:
    assert sum("序号名称公布或最近修订" in text for text in texts) == 2


def test_the_record_stands_at_the_foot_of_the_last_page(lines: tuple[TextLine, ...], texts: list[str]) -> None:
    last = len(texts) - 1
    record = [line for line in lines if line.page == last and "共印" in line.text]
    assert record[0].baseline == pytest.approx(37 + 225 - 2, abs=2)  # mm
    assert sum("发送：" in text for text in texts) == 1


def test_body_text_is_on_the_grid(built: Built, lines: tuple[TextLine, ...]) -> None:
    grids = [line_grid(page) for page in built.paginated.document.pages]
    head = "示例市总工会办公室（示例）"  # stands on the red rule instead
    assert sum(line.font == BODY[1] and abs(line.size - BODY[0]) < 0.05 for line in lines) > 300
    off = [line for line in drifting(lines, grids, *BODY) if not (line.page == 0 and line.text == head)]
    assert off == []


def test_subheads_of_hei_and_kai_are_on_the_grid(built: Built, lines: tuple[TextLine, ...]) -> None:
    grids = [line_grid(page) for page in built.paginated.document.pages]
    off = drifting(lines, grids, 15.75, tolerance=0.08)
    heads = ("一、", "二、", "三、", "四、", "（一）", "（二）", "（三）", "问：", "案例")
    seen = [line for line in lines if line.text.startswith(heads) and line.font != BODY[1]]
    assert len(seen) > 15
    assert [line for line in off if line in seen] == []


def test_a_full_page_has_22_lines_of_28_characters(lines: tuple[TextLine, ...]) -> None:
    rows: dict[int, set[int]] = {}
    for line in lines:
        if abs(line.size - BODY[0]) < 0.05:
            rows.setdefault(line.page, set()).add(round((line.baseline - 37) / LINE))
    counted = Counter(len(found) for found in rows.values())
    assert max(counted) == 22
    assert counted[22] >= 6
    full = [line.text for line in lines if line.font == BODY[1] and re.fullmatch(r"[\u4e00-\u9fff]{20,}", line.text)]
    assert max(len(text) for text in full) == 28


def test_the_screen_pdf_is_accessible(built: Built, tmp_path: Path) -> None:
    """The checker looks for a table's tag on its first page alone (TBL-014)."""
    assert [item for item in findings(built.pdf, tmp_path) if not item.startswith("TBL-014")] == []
    assert TaggedPdf(built.pdf).faults == []


def test_it_may_be_printed(built: Built) -> None:
    assert built.printed is not None
    assert [check.rule for check in built.printed.preflight.checks if str(check.status) == "failed"] == []


SHORT = """
刊物: {期号: 2, 期别: 增刊, 日期: 2024-01-08}
版式选项: {密级: 内部资料, 份号: "000012", 签发人: 欧阳建国}
栏目: [{栏目: 专报, 文章: [{标题: 走访一百二十户, 正文: 十月，五个小组走访了一百二十户困难职工。}]}]
"""


def test_an_extra_number_of_one_page_has_all_marks_and_the_record(tmp_path: Path) -> None:
    imprint = "{编印单位: 办公室, 发送对象: 各区县总工会, 责任编辑: 李四, 印刷日期: 2024-01-08, 印数: 60 份}"
    write(tmp_path, f"刊名: 简报, 出版物类别: 公文简报, 版权信息: {imprint}", SHORT)
    found = build(tmp_path, "one")
    [page] = page_texts(found.pdf)
    for words in ("内部资料000012", "增刊第2期签发人：欧阳建国", "发送：各区县总工会", "责任编辑：李四"):
        assert words in page, words
    assert "2024年1月8日印发共印60份" in page
    assert "本期要目" not in page  # one article alone
    foot = [line for line in text_lines(found.pdf) if "共印" in line.text]
    assert foot[0].baseline > 255  # mm


JUMP = """
刊物: {期号: 3, 日期: 2024-01-08}
栏目:
  - 栏目: 情况
    文章:
      - {标题: 走访, 正文: "十月，五个小组走访。\\n\\n::: 转版\\n\\n其余列了清单。"}
      - {标题: 第二篇, 正文: "5. 甲\\n6. 乙"}
"""


def test_the_record_stands_behind_the_rest_of_an_article_that_breaks_off(tmp_path: Path) -> None:
    write(tmp_path, "刊名: 简报, 出版物类别: 公文简报, 版权信息: {发送对象: 各区县总工会}", JUMP)
    pages = page_texts(build(tmp_path, "one").pdf)
    assert re.search(r"本期要目走访[·.…]*1第二篇[·.…]*\d", pages[0])
    assert "（下转第" in pages[0]
    assert all(words in "".join(pages) for words in ("5.甲", "6.乙"))
    assert re.search(r"（上接第1版）其余列了清单。发送：各区县总工会", pages[-1])


@pytest.mark.parametrize(("name", "size"), [("简报", 72.0), ("江城市总工会工作简报", 39.3), ("江" * 22, 32.75)])
def test_the_name_fits_its_line(tmp_path: Path, name: str, size: float) -> None:
    write(tmp_path, f"刊名: {name}, 出版物类别: 公文简报", SHORT.replace("版式选项: {", "版式选项: {报头字号: 72pt, "))
    found = [line for line in text_lines(build(tmp_path, "one").pdf) if line.text[0] == name[0] and line.size > 20]
    assert {round(line.size, 2) for line in found} == {size}
    assert "".join(line.text for line in found) == name
    assert all(line.x >= 27.9 and line.x + len(line.text) * line.size * 1.12 * 25.4 / 72 <= 185.5 for line in found)


def test_a_size_out_of_range_is_told_with_the_range(tmp_path: Path) -> None:
    write(tmp_path, "刊名: 简报, 出版物类别: 公文简报", SHORT.replace("版式选项: {", "版式选项: {报头字号: 200pt, "))
    [told] = [item for item in build(tmp_path, "one").report.problems if item.severity is Severity.ERROR]
    assert told.code == "layout-option-value"
    assert told.message("zh") == "选项“报头字号”的值“200pt”不能用，应写成：54pt (30.0 – 72.0)。本次用默认值。"
