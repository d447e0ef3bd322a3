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


def test_it_is_set_without_errors_or_warnings_on_sheets_printed_on_both_sides(built: Built, texts: list[str]) -> None:
    worse = [item for item in built.report.problems if item.severity is not Severity.NOTICE]
    assert [item.message("en") for item in worse] == []
    assert len(texts) == 30


@pytest.mark.parametrize(
    ("kind", "page", "text"),
    [
        ("marks and head", 1, "本系统使用注意保存000001内部资料免费交流示例准印字第000号工作简报第11期（总第47期）"),
        ("cover picture", 1, "山前的草坡（AitzolBerasategi摄）"),
        ("cover story", 1, "国务院办公厅关于2024年部分节假日安排的通知"),
        ("cover line with its page", 1, "工伤认定与工伤保险待遇十问（第15页）"),
        ("contents by column", 2, "政策问答工伤认定与工伤保险待遇十问"),
        ("inline banner", 3, "【文件选登】"),
        ("editor's note before", 3, "编者按：2024年部分节假日"),
        ("title and subtitle", 3, "部分节假日安排的通知——国办发明电〔2023〕7号"),
        ("run-in head", 3, "一、元旦："),
        ("footnote", 3, "1.除夕不在2013年修订的办法"),
        ("table with merged cells", 4, "节日放假日期天数上班的周末元旦1月1日3无"),
        ("links", 5, "全国年节及纪念日放假办法（2013年修订）摘要"),
        ("source", 5, "（来源：《国务院公报》2023年第31号）"),
        ("editor of the piece", 5, "（责任编辑：示例编辑）"),
        ("photo of one column", 5, "时间都写在安排里（PeterNerlich摄）"),
        ("section page", 6, "法规学习落日，山顶的指示盘（AitzolBerasategi摄）"),
        ("titles of a section page", 6, "工会的权利和义务（第12页）"),
        ("kicker", 7, "《中华人民共和国劳动法》摘登工作时间和休息休假（2018年12月29日第二次修正）"),
        ("deck", 7, "提要：本章共十条"),
        ("end notes", 9, "2.见《全国年节及纪念日放假办法》"),
        ("sidebar", 11, "未休年休假的报酬怎样算"),
        ("jump", 14, "（下转第18版）"),
        ("interview", 15, "问：哪些情形视同工伤？答："),
        ("wide table", 17, "等级一次性伤残补助金劳动关系和其他待遇伤残津贴"),
        ("continued head", 18, "工会的权利和义务（上接第14版）"),
        ("editor's note after", 19, "小编说：工会法"),
        ("QR code", 19, "中国政府网：查国务院和各部门的文件"),
        ("footnotes begin anew", 19, "1.日期据国家法律法规数据库"),
        ("remark in the text", 19, "编者按一览只列名称和日期"),
        ("repeated table head", 21, "序号名称公布或最近修订18"),
        ("author", 21, "示例市总工会办公室示例作者"),
        ("subheads of three levels", 21, "一、先想清楚给谁看"),
        ("subheads of three levels", 22, "二、一篇的写法（一）标题里要有事实"),
        ("pull quote", 22, "——《简报怎样写、怎样编》"),
        ("cases", 22, "案例二改后"),
        ("credit of a supplied picture", 23, "版心与页边，单位毫米（示例市总工会办公室供图）"),
        ("numbered list", 23, "2.同一个数"),
        ("table caption", 24, "版式要素一览"),
        ("quotation", 24, "公文用纸采用GB/T148中规定的A4型纸"),
        ("list", 24, "—人名、地名、单位名"),
        ("author's note", 24, "作者简介"),
        ("poem", 25, "空山不见人，但闻人语响。"),
        ("group of two photos", 25, "蒲公英ClemensEngelhardt摄"),
        ("picture over a whole page", 26, "欧洲之巅，一条土路通向雪线"),
        ("group of six photos", 27, "钢索依次为Bolly"),
        ("group of three photos", 27, "光影依次为Aury88"),
        ("credit of text and pictures", 27, "（图AitzolBerasategi等文示例作者）"),
        ("news in brief", 28, "末页留出报送栏"),
        ("names", 29, "吴组缃散文朱自清"),
        ("notice", 30, "欢迎来稿"),
        ("record", 30, "报：省总工会，市委办公室，市政府办公室（示例）。"),
        ("imprint", 30, "准印证号：示例准印字第000号"),
        ("imprint", 30, "2023年11月20日印发共印260份"),
        ("imprint", 30, "内部资料免费交流印刷：示例印刷厂（示例）"),
    ],
)
def test_every_kind_of_content_is_on_its_page(texts: list[str], kind: str, page: int, text: str) -> None:
    assert text in texts[page - 1], (kind, texts[page - 1])


def test_the_list_of_titles_gives_the_pages(built: Built, texts: list[str]) -> None:
    for article in built.edition.articles:
        assert re.search(rf"{re.escape(article.title.key)}[·.…]*{built.paginated.pages.of(article)}(?!\d)", texts[1])


def test_a_table_over_two_pages_repeats_its_head_and_leaves_no_row_alone(texts: list[str]) -> None:
    parts = [text for text in texts if "序号名称公布或最近修订" in text]
    assert [len(re.findall(r"[12]\d{3}年\d{1,2}月\d{1,2}日", part)) for part in parts] == [17, 7]


def test_the_sign_ends_articles_of_text_alone(texts: list[str]) -> None:
    ends = [found for text in texts for found in re.findall(r".{6}■", text)]
    # not before tables, nor where an article breaks off
    assert ends == ["务院规定。3■", "1日起施行。■", "的重大问题。■"]


def test_those_addressed_stand_flush_left(lines: tuple[TextLine, ...]) -> None:
    [line] = [line for line in lines if line.text.startswith("各省、自治区")]
    [other] = [line for line in lines if line.text.startswith("端午节、中秋节")]
    assert line.x == pytest.approx(other.x, abs=0.05)


def test_page_numbers_stand_a_character_in_on_the_outer_side(lines: tuple[TextLine, ...]) -> None:
    numbers = [line for line in lines if re.fullmatch(r"—\d+—", line.text)]
    assert [line.text for line in numbers] == [f"—{number}—" for number in range(1, 31)]
    for line in numbers:
        # the dash, a third of an em above the baseline, is 7 mm below the type area
        assert line.baseline - 14 * 0.28 * 25.4 / 72 == pytest.approx(297 - 35 + 7, abs=0.3)
        assert (line.x < 60) is (line.page % 2 == 1)
    assert {round(line.x, 1) for line in numbers if line.page % 2} == {round(26.4 + 14 * 25.4 / 72, 1)}


def test_the_record_stands_at_the_foot_of_the_last_page(lines: tuple[TextLine, ...], texts: list[str]) -> None:
    last = len(texts) - 1
    record = [line for line in lines if line.page == last and "印刷：" in line.text]
    assert record[0].baseline == pytest.approx(37 + 225 - 2, abs=2)  # mm
    assert sum("发送：" in text for text in texts) == 1
    [first] = [line for line in lines if line.page == last and line.text.startswith("发送：")]
    [second] = [line for line in lines if line.page == last and line.text.startswith("会（示例）")]
    assert second.x - first.x == pytest.approx(3 * 14 * 25.4 / 72, abs=0.1)  # below the first name


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
    assert counted[22] >= 4
    body = [line.text for line in lines if line.font == BODY[1] and abs(line.size - BODY[0]) < 0.05]
    full = [text for text in body if re.fullmatch(r"[\u4e00-\u9fff]{20,}", text)]
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
    assert re.search(r"（上接第1版）其余列了清单。发送：各区县总工会。", pages[-1])


AFRESH = """
刊物: {期号: 4, 日期: 2024-01-08, 封面: {要目: [第三篇]}}
栏目:
  - 栏目: 情况
    文章:
      - {标题: 第一篇, 正文: 十月，五个小组走访。}
      - {标题: 第二篇, 正文: 十一月，再走一遍。, 另页起: 是}
      - {标题: 第三篇, 正文: 十二月，汇总。, 另页起: 是}
"""


def test_titles_that_start_on_a_fresh_page_are_listed_with_their_pages(tmp_path: Path) -> None:
    write(tmp_path, "刊名: 简报, 出版物类别: 公文简报", AFRESH)
    pages = page_texts(build(tmp_path, "one").pdf)
    assert len(pages) == 3
    assert "第三篇（第3页）本期要目" in pages[0]  # a cover line
    assert re.search(r"本期要目第一篇[·.…]*1第二篇[·.…]*2第三篇[·.…]*3", pages[0])


@pytest.mark.parametrize(("layout", "name"), [("classic", "2026-02"), ("modern", "2026-01")])
def test_an_edition_of_another_layout_loses_nothing(tmp_path: Path, layout: str, name: str) -> None:
    """Every piece of text of a magazine is printed when its editor asks for this layout instead."""
    shutil.copytree(EXAMPLE.parents[1] / layout / "example" / "issues", tmp_path / "issues")
    publication = tmp_path / "issues" / "publication.yaml"
    publication.write_text(re.sub(r"(?m)^版式: .*", "版式: bulletin", publication.read_text("utf-8")), "utf-8")
    found = build(tmp_path, name)
    assert [item.message("en") for item in found.report.problems if item.severity is Severity.ERROR] == []
    book = "".join(re.sub(r"—\d+—", "", text) for text in page_texts(found.pdf))
    articles = (*found.edition.articles, *found.edition.continuations)
    pieces = [text for article in articles for said, _ in article.texts for text in re.split(r"[\n、]", said)]
    pieces += [section.opening.intro for section in found.edition.sections if section.opening]
    publication_words = found.edition.publication
    pieces += [publication_words.latin_title or "", publication_words.motto or "", *publication_words.cover.lines]
    bare = [re.sub(r"\s", "", piece) for piece in pieces]
    assert len(bare) > 100
    # a page may end in the middle of a piece, a note may stand below it
    assert [piece for piece in bare if piece[:8] not in book and piece[-8:] not in book] == []


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
    assert (
        told.message("zh")
        == "选项“报头字号”的值“200pt”不能用，应写带单位（mm、pt）的长度，30pt 到 72pt，如 54pt。本次用默认值。"
    )


LONG = {
    "编印单位": "示例省示例市总工会办公室政策研究与宣传教育处",
    "声明": "内部资料，免费交流",
    "印刷单位": "示例省示例市新华印务有限责任公司第二分公司",
    "印刷日期": "2026-03-20",
    "印数": "260份",
    "准印证号": "示例省示例市连续性内部资料出版物准印字〔2026〕第 0012 号",
}


def rows(pdf: bytes, page: int) -> list[str]:
    """The lines of a page as they are printed, without spaces."""
    lines: dict[float, list[tuple[float, str]]] = {}
    for line in text_lines(pdf):
        if line.page == page - 1:
            lines.setdefault(round(line.baseline, 1), []).append((line.x, line.text))
    return ["".join(re.sub(r"\s", "", text) for _, text in sorted(found)) for _, found in sorted(lines.items())]


def small(root: Path, imprint: dict[str, str], more: str = "") -> Built:
    inner = ", ".join(f"{name}: '{value}'" for name, value in imprint.items())
    write(
        root,
        f"刊名: 工作简报, 期号: 3, 出版物类别: 其他, 版权信息: {{{inner}}}",
        f"{more}栏目:\n  - 栏目: 要闻\n    文章: {{标题: 一篇文章, 正文: 正文只有一句话。}}\n",
    )
    return build(root, "one")


def test_the_first_page_says_that_it_is_internal_and_its_permit(tmp_path: Path) -> None:
    found = rows(small(tmp_path, LONG, "版式选项: {份号: '000001', 密级: 秘密}\n").pdf, 1)

    assert found[0] == "秘密000001"
    assert "内部资料，免费交流" in found[1]
    assert LONG["准印证号"].replace(" ", "") in "".join(found[1:3])


def test_nothing_of_a_permit_stands_on_the_first_page_of_a_briefing_without_one(tmp_path: Path) -> None:
    assert rows(small(tmp_path, {}).pdf, 1)[0] == "工作简报"


def test_items_of_the_record_are_not_broken(tmp_path: Path) -> None:
    found = rows(small(tmp_path, LONG).pdf, 1)

    assert LONG["编印单位"] in found
    assert "2026年3月20日印发共印260份" in found
    assert found.count("内部资料，免费交流") == 2  # in the head, and in the record
    assert "印刷：" + LONG["印刷单位"] in found


def test_short_items_of_the_record_share_a_line(tmp_path: Path) -> None:
    short = {**LONG, "编印单位": "市总工会", "印刷单位": "市印刷厂"}

    found = rows(small(tmp_path, short).pdf, 1)

    assert "市总工会2026年3月20日印发共印260份" in found
    assert "内部资料，免费交流印刷：市印刷厂" in found
