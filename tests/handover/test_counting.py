"""Counts for 稿费 and imprint: what a spreadsheet opens, and what is counted."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from tests.handover.test_handover import project
from typeset.cli import main
from typeset.handover import safe_name
from typeset.handover.counting import photographers

__all__ = ["project"]


@pytest.mark.edition
def test_the_tables_have_articles_authors_and_photographers(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "zh", "count", "2026-01", "--csv", "a.csv", "--xlsx", "a.xlsx"]) == 0

    assert "共 1 篇，11 个汉字，1 张图片。" in capsys.readouterr().out
    raw = (project / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[0] == ["栏目", "标题", "作者", "单位", "字数", "图片", "页码"]
    assert rows[1][:6] == ["要闻", "'=一篇文章", "张三", "某厂工会", "11", "1"]
    book = openpyxl.load_workbook(project / "a.xlsx")
    title = book["文章"]["B2"]
    assert (title.value, title.data_type) == ("=一篇文章", "s")
    assert book["文章"]["E3"].value == 11
    assert [[cell.value for cell in row] for row in book["作者"]] == [["作者", "单位", "篇数", "字数"],
                                                                  ["张三", "某厂工会", 1, 11]]  # fmt: skip
    assert [row[0].value for row in book["摄影"]] == ["摄影", "李四", "王五"]

    assert main(["--lang", "zh", "count", "2026-01", "--xlsx", "b.xlsx"]) == 0
    assert (project / "a.xlsx").read_bytes() == (project / "b.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("credit", "names"),
    [
        ("张三 摄", ("张三",)),
        ("摄影：张三", ("张三",)),
        ("张三、李四/图", ("张三", "李四")),
        ("某某单位供图", ("某某单位",)),
        ("图/王五", ("王五",)),
        ("唐佩 图/文", ("唐佩",)),
        ("张文 摄", ("张文",)),
        ("", ()),
    ],
)
def test_names_in_a_credit(credit: str, names: tuple[str, ...]) -> None:
    assert photographers(credit) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [('a:b*c?"d', "a-b-c-d"), ("工友通讯. ", "工友通讯"), ("CON", "_CON"), ("nul.pdf", "_nul.pdf"), ("", "_")],
)
def test_names_that_windows_can_hold(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_a_long_name_is_cut_between_characters() -> None:
    assert safe_name("刊" * 300) == "刊" * 40


@pytest.mark.edition
def test_who_is_credited_for_text_and_picture_counts_for_both(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = project / "issues" / "2026-01" / "issue.yaml"
    text = manifest.read_text("utf-8")
    assert "作者: 某厂工会 张三" in text
    text = text.replace("作者: 某厂工会 张三", "署名: 唐佩 图/文").replace("            摄影: 李四、王五 摄\n", "")
    manifest.write_text(text, "utf-8")
    assert main(["--lang", "zh", "count", "2026-01", "--json"]) == 0
    counts = json.loads(capsys.readouterr().out)
    assert [(item["name"], item["han"]) for item in counts["authors"]] == [("唐佩", 11)]
    assert [(item["name"], item["pictures"]) for item in counts["photographers"]] == [("唐佩", 1)]
