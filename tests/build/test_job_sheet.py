"""印制工单: what the printing house is told, as YAML and as a page."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml

from typeset.build import font_set
from typeset.build.job_sheet import JobFacts, JobFile, JobSheet, job_pdf, job_sheet, job_yaml
from typeset.color import default_condition
from typeset.composer.fonts import FontSet
from typeset.edition import Edition, read_edition
from typeset.fonts import load_catalogue
from typeset.workspace import Workspace, shipped

PUBLICATION = """\
刊物:
  刊名: 试刊
  主办单位: 试验单位
  版权信息: {准印证号: 准印证第000号, 印刷单位: 甲印刷厂, 印数: 1000册}
"""
ISSUE = """\
刊物: {期号: 3, 总期号: 27, 日期: 2026-03-15}
栏目: [{栏目: 要闻, 文章: {标题: 甲, 正文: 文字。}}]
"""
SETTINGS = """\
印刷:
  出血: 5
  裁切标记: 是
  标准: PDF/X-1a
  印色: 专色
  专色: {主色: PANTONE 186 C}
  纸张: {封面: 200克铜版纸, 内页: 105克双胶纸}
  装订: 胶订
  装订边: 右
  印数: 1200
  联系人: 张三 0512-12345678
  交货: [3月20日前, 送市总工会]
  后道: 覆<哑>膜
  备注: 付印前请打样
"""
PDF = b"%PDF of the print"
FILES = (JobFile.of("2026-03-print.pdf", PDF, "印刷 PDF"), JobFile.of("2026-03.pdf", bytes(3 * 2**20)))


def edition(root: Path, settings: str = "") -> Edition:
    folder = root / "issues" / "2026-03"
    folder.mkdir(parents=True)
    (folder / "issue.yaml").write_text(ISSUE + settings, "utf-8")
    (root / "issues" / "publication.yaml").write_text(PUBLICATION, "utf-8")
    workspace = Workspace(root)
    reading = read_edition(workspace.edition("2026-03"), workspace)
    assert reading.problems == ()
    assert reading.edition is not None
    return reading.edition


def sheet(root: Path, settings: str = "", **facts: object) -> JobSheet:
    known = JobFacts((210, 285), 28, default_condition(280), FILES)
    return job_sheet(edition(root, settings), replace(known, **facts))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    catalogue, _ = load_catalogue((shipped("fonts"),))
    return font_set(catalogue)


def read(made: JobSheet) -> dict[str, Any]:
    return yaml.safe_load(job_yaml(made))["印制工单"]  # type: ignore[no-any-return]


def page_texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        text = page.get_textpage()
        found.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return found


def test_what_is_known_is_said_and_the_rest_left_to_be_filled_in(tmp_path: Path) -> None:
    assert read(sheet(tmp_path)) == {
        "状态": "印前检查无错误",
        "刊物": {
            "刊名": "试刊",
            "期号": "2026年第3期　总第27期",
            "出版日期": "2026年3月15日",
            "主办单位": "试验单位",
            "准印证号": "准印证第000号",
        },
        "规格": {
            "成品尺寸": "210 × 285 毫米（宽 × 高）",
            "页数": "28 页（封面 4 页，内页 24 页）",
            "装订": "骑马订",
            "装订边": "左侧装订（左开）",
            "印数": "1000册",
        },
        "颜色与文件要求": {
            "印色": "四色（C、M、Y、K）；正反 4+4",
            "色彩特性文件": "ISO Coated v2 300% (basICColor)（FOGRA39）",
            "总墨量上限": "280%",
            "文件标准": "PDF/X-4，单页，未拼版",
            "出血": "四边各 3 毫米",
            "裁切标记": "无（以页面框为准）",
        },
        "用纸与后道": {"封面用纸": "______", "内页用纸": "______", "后道工艺": "______"},
        "承印与交货": {
            "印刷单位": "甲印刷厂",
            "联系人": "______",
            "电话": "______",
            "交货": "______",
            "备注": "______",
        },
        "文件": [
            {
                "文件名": "2026-03-print.pdf",
                "说明": "印刷 PDF",
                "字节": 17,
                "SHA-256": hashlib.sha256(PDF).hexdigest(),
            },
            {"文件名": "2026-03.pdf", "字节": 3145728, "SHA-256": hashlib.sha256(bytes(3 * 2**20)).hexdigest()},
        ],
    }


def test_the_manifest_s_printing_settings_are_on_the_sheet(tmp_path: Path) -> None:
    found = read(sheet(tmp_path, SETTINGS, spots=("PANTONE 186 C",), draft=True))

    assert found["状态"] == "样稿，有未改的错误，不得付印"
    assert found["规格"]["装订"] == "无线胶订"
    assert found["规格"]["装订边"] == "右侧装订（右开）"
    assert found["规格"]["印数"] == "1200"
    assert found["颜色与文件要求"]["印色"] == "黑（K）、专色 PANTONE 186 C；正反 2+2"
    assert found["颜色与文件要求"]["文件标准"] == "PDF/X-1a:2003，单页，未拼版"
    assert found["颜色与文件要求"]["出血"] == "四边各 5 毫米"
    assert found["颜色与文件要求"]["裁切标记"] == "有，在出血以外"
    assert found["用纸与后道"] == {"封面用纸": "200克铜版纸", "内页用纸": "105克双胶纸", "后道工艺": "覆<哑>膜"}
    assert found["承印与交货"]["联系人"] == "张三"
    assert found["承印与交货"]["电话"] == "0512-12345678"
    assert found["承印与交货"]["交货"] == "3月20日前\n送市总工会"


@pytest.mark.parametrize(
    ("settings", "pages", "words"),
    [
        ("", 4, "4 页"),
        ("", 8, "8 页（封面 4 页，内页 4 页）"),
        ("印刷: {装订: 散页}\n", 8, "8 页"),
    ],
)
def test_a_bound_edition_has_a_cover_of_four_pages(tmp_path: Path, settings: str, pages: int, words: str) -> None:
    assert read(sheet(tmp_path, settings, pages=pages))["规格"]["页数"] == words


def test_the_page_says_everything_that_the_sheet_says(tmp_path: Path, fonts: FontSet) -> None:
    made = sheet(tmp_path, SETTINGS, spots=("PANTONE 186 C",))
    pdf = job_pdf(made, fonts)
    (text,) = page_texts(pdf)
    packed = "".join(text.split())

    for group in made.groups:
        assert group.zh in packed
        for line in group.lines:
            assert line.zh in packed
            for part in (line.value or "待填").split():
                assert part in packed
    for file in made.files:
        assert file.name in packed
        assert file.sha256 in packed
    assert "3.00MB" in packed
    assert "不得付印" not in packed
    assert pdf == job_pdf(made, fonts)


def test_a_draft_says_that_it_is_not_to_be_printed(tmp_path: Path, fonts: FontSet) -> None:
    (text,) = page_texts(job_pdf(sheet(tmp_path, draft=True), fonts))

    assert "样稿：还有未改的错误，不得付印" in text


def test_the_page_is_a4_and_long_remarks_still_fit_on_it(tmp_path: Path, fonts: FontSet) -> None:
    remarks = "付印前请先出数码样，编辑部签字以后再开机。" * 12
    pdf = job_pdf(sheet(tmp_path, f"{SETTINGS}\n".replace("付印前请打样", remarks)), fonts)
    document = pypdfium2.PdfDocument(pdf)

    assert len(document) == 1
    assert document.get_page_size(0) == pytest.approx((595.28, 841.89), abs=0.01)
    document.close()
    assert remarks in "".join(page_texts(pdf)[0].split())
