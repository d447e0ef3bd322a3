"""What check and make-issue say of wrong options, of slips in a manifest and of editorial notes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from typeset.cli import main

GOOD = """\
刊物:
  刊名: 试刊
  期号: 1
栏目:
  - 栏目: 要闻
    文章:
      - 标题: 一篇文章
        正文: 正文只有一句话。
        照片:
          - 文件: photos/a.svg
            说明: 一幅图
            栏数: 1
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="300" height="200"/></svg>'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "issues" / "2026-01" / "photos").mkdir(parents=True)
    (tmp_path / "issues" / "publication.yaml").write_text("刊物: {出版物类别: 其他}\n", "utf-8")
    (tmp_path / "issues" / "2026-01" / "photos" / "a.svg").write_text(PICTURE, "utf-8")
    (tmp_path / "issues" / "2026-01" / "issue.yaml").write_text(GOOD, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def problems(project: Path, capsys: pytest.CaptureFixture[str], manifest: str, command: str) -> list[dict[str, Any]]:
    """Errors and warnings of a command about a manifest, without those about captions."""
    (project / "issues" / "2026-01" / "issue.yaml").write_text(manifest, "utf-8")
    more = ["--screen", "--pdf-only"] if command == "make-issue" else []
    main([command, "2026-01", "--json", "--lang", "zh", *more])
    told = json.loads(capsys.readouterr().out)
    found = told if isinstance(told, list) else told["problems"]
    return [item for item in found if item["severity"] != "notice" and not item["code"].startswith("copy-")]


OPTIONS = [
    (
        "版式: bulletin\n版式选项: {报头字号: 200pt}\n",
        14,
        "选项“报头字号”的值“200pt”不能用，应写带单位（mm、pt）的长度，30pt 到 72pt，如 54pt。本次用默认值。",
    ),
    (
        "版式选项: {首字下沉: 也许}\n",
        13,
        "选项“首字下沉”的值“也许”不能用，应写“是”或“否”。本次用默认值。",
    ),
    (
        "印刷: {印色: 双色, 专色: {朱色: PANTONE 186 C}}\n",
        13,
        "版式没有“朱色”这种颜色，写的专色用不上。",
    ),
    ("印刷: {出血: 3cm}\n", 13, "“出血”应写 0 到 10 之间的毫米数，“3cm”不行。"),
    (
        "总页数: 0\n",
        13,
        "“总页数”应在 1 到 1000 之间，这里是 0。",
    ),
]


@pytest.mark.parametrize(("more", "line", "zh"), OPTIONS)
def test_check_tells_a_wrong_option_with_its_place_and_what_may_stand_there(
    project: Path, capsys: pytest.CaptureFixture[str], more: str, line: int, zh: str
) -> None:
    [item] = problems(project, capsys, GOOD + more, "check")

    assert (item["file"], item["line"]) == ("issues/2026-01/issue.yaml", line)
    assert item["column"]
    assert item["message"]["zh"] == zh


@pytest.mark.edition
@pytest.mark.parametrize("more", ["印刷: {印色: 双色, 专色: {朱色: PANTONE 186 C}}\n", "版式选项: {首字下沉: 也许}\n"])
def test_make_issue_tells_what_check_tells(project: Path, capsys: pytest.CaptureFixture[str], more: str) -> None:
    checked, made = (problems(project, capsys, GOOD + more, command) for command in ("check", "make-issue"))

    assert len(checked) == 1
    assert [{key: item[key] for key in checked[0]} for item in made] == checked


@pytest.mark.parametrize(("layout", "most"), [("classic", 2), ("modern", 3), ("bulletin", 2)])
def test_a_picture_wider_than_the_layout_is_told_with_its_columns(
    project: Path, capsys: pytest.CaptureFixture[str], layout: str, most: int
) -> None:
    manifest = GOOD + f"版式: {layout}\n"
    assert problems(project, capsys, manifest.replace("栏数: 1", f"栏数: {most}"), "check") == []
    [item] = problems(project, capsys, manifest.replace("栏数: 1", f"栏数: {most + 1}"), "check")

    assert item["code"] == "layout-columns-many"
    assert (item["line"], item["column"]) == (12, 17)
    assert f"应在 1 到 {most} 之间，这里是 {most + 1}" in json.dumps(item, ensure_ascii=False)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("        照片:\n", "       照片:\n", "yaml-indent"),
        ("        照片:\n", "        照片：\n", "yaml-wide-colon"),
        ("          - 文件: photos/a.svg", "          - 文件: [photos/a.svg", "yaml-open-bracket"),
        ("        正文: 正文", "        正文: @正文", "yaml-special-start"),
        ("  期号: 1", '  期号: "1', "yaml-unclosed-quote"),
        ("            说明: 一幅图", "\t    说明: 一幅图", "yaml-tab"),
    ],
)
def test_a_slip_is_told_without_what_it_brings_about(
    project: Path, capsys: pytest.CaptureFixture[str], before: str, after: str, code: str
) -> None:
    assert before in GOOD

    found = problems(project, capsys, GOOD.replace(before, after), "check")

    assert [item["code"] for item in found if not item["code"].startswith("yaml-")] == []
    assert code in {item["code"] for item in found}


def test_what_a_slip_has_nothing_to_do_with_is_told_beside_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = GOOD.replace("  期号: 1", "  期号：1").replace("栏数: 1", "栏数: 9") + "版式选项: {首字下沉: 也许}\n"

    found = problems(project, capsys, manifest, "check")

    assert [(item["code"], item["line"]) for item in found] == [
        ("yaml-wide-colon", 3),
        ("manifest-out-of-range", 12),
        ("layout-option-value", 13),
    ]


def test_a_category_that_cannot_be_read_is_told_alone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = problems(project, capsys, GOOD.replace("  期号: 1", "  期号: 1\n  出版物类别: 报纸"), "check")

    assert [item["code"] for item in found] == ["manifest-choice-near"]


NOTES = "备注:\n" + "".join(f"  - 第 {number} 条存疑\n" for number in range(1, 26))


def test_check_groups_editorial_notes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = GOOD + NOTES
    (project / "issues" / "2026-01" / "issue.yaml").write_text(manifest, "utf-8")

    assert main(["check", "2026-01", "--lang", "zh"]) == 0
    captured = capsys.readouterr()
    assert "存疑" not in captured.err + captured.out
    assert "编辑备注 25 条（issues/2026-01/issue.yaml 第 14—38 行），全文用 " in captured.out
    assert "25 个提示" in captured.out
    assert main(["check", "2026-01", "--lang", "en"]) == 0
    assert "25 editorial notes (issues/2026-01/issue.yaml, line 14—38): " in capsys.readouterr().out
    assert main(["check", "2026-01", "--json"]) == 0
    assert sum(item["code"] == "edition-note" for item in json.loads(capsys.readouterr().out)) == 25


def test_check_lists_a_few_editorial_notes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = GOOD + "".join(NOTES.splitlines(keepends=True)[:4])
    (project / "issues" / "2026-01" / "issue.yaml").write_text(manifest, "utf-8")

    assert main(["check", "2026-01", "--lang", "zh"]) == 0
    captured = capsys.readouterr()
    assert captured.err.count("条存疑") == 3
    assert "编辑备注 3 条" not in captured.out


@pytest.mark.edition
def test_make_issue_groups_editorial_notes_and_the_report_keeps_them(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "issues" / "2026-01" / "issue.yaml").write_text(GOOD + NOTES + "  - \n  - 末条存疑\n", "utf-8")

    main(["make-issue", "2026-01", "--screen", "--pdf-only", "--lang", "zh"])

    captured = capsys.readouterr()
    assert "存疑" not in captured.err + captured.out
    assert "编辑备注 26 条（issues/2026-01/issue.yaml 第 14—38、40 行），全文见 report.json。" in captured.out
    report = json.loads((project / "build" / "2026-01" / "report.json").read_text("utf-8"))
    assert sum(item["code"] == "edition-note" for item in report["problems"]) == 26
