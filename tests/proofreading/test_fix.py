"""typeset check --fix, --dry-run and --undo: what is changed, what is told, what can be taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.proofreading.conftest import ISSUE, contents
from typeset.cli import main


def test_fix_changes_files_and_values_and_nothing_around_them(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "2026-01", "--fix", "--lang", "zh"]) == 0

    assert (project / "articles" / "one.md").read_text("utf-8") == (
        "# 劳动光荣创造伟大\n\n全区开展活动，评选表彰优秀职工。\n\n坚定不移跟党走、跟党走。\n"
    )
    assert (project / "articles" / "two.txt").read_bytes().decode("gb18030") == (
        "　　第二篇（上）的正文。\r\n　　没有毛病。\r\n"
    )
    manifest = (project / "issue.yaml").read_text("utf-8")
    assert manifest == ISSUE.replace("创造,伟大", "创造，伟大").replace('大家要"学习"起来.', "大家要“学习”起来。")
    out = capsys.readouterr().out
    assert "issues/2026-01/articles/one.md:3:7: , → ， [半角标点，GB/T 15834—2011 4、5.1]\n" in out
    assert "issues/2026-01/articles/one.md:3:12: · → （删去） [多余空格]\n" in out
    assert "issues/2026-01/issue.yaml:5:20: , → ， [半角标点，GB/T 15834—2011 4、5.1]\n" in out
    assert "2026-01：改了 9 处，在 3 个文件里。撤回：" in out
    assert out.endswith(" check 2026-01 --undo\n")


def test_a_second_fix_finds_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "2026-01", "--fix"])
    after = contents(project)
    capsys.readouterr()

    assert main(["check", "2026-01", "--fix", "--lang", "en"]) == 0

    assert contents(project) == after
    assert capsys.readouterr().out == "2026-01: there is nothing to clean up.\n"


def test_dry_run_tells_the_same_and_changes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(project)

    assert main(["check", "2026-01", "--fix", "--dry-run", "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert contents(project) == before
    assert told["files"] == []
    assert told["changes"][0] == {
        "rule": "half-width-marks",
        "name": {"zh": "半角标点", "en": "half-width-marks"},
        "source": "GB/T 15834—2011 4、5.1",
        "file": "issues/2026-01/articles/one.md",
        "line": 3,
        "column": 7,
        "before": ",",
        "after": "，",
    }
    assert len(told["changes"]) == 9


def test_undo_puts_everything_back_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(project)
    main(["check", "2026-01", "--fix"])
    capsys.readouterr()

    assert main(["check", "2026-01", "--undo", "--lang", "zh"]) == 0
    assert contents(project) == before
    names = ("articles/one.md", "articles/two.txt", "issue.yaml")
    assert capsys.readouterr().out == "".join(f"已恢复 issues/2026-01/{name}\n" for name in names)

    assert main(["check", "2026-01", "--undo", "--lang", "zh"]) == 0
    assert capsys.readouterr().out == "2026-01：没有可以撤回的清理。\n"


def test_undo_leaves_a_file_that_was_changed_since(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "2026-01", "--fix"])
    mine = project / "articles" / "one.md"
    mine.write_text("我又改过了。\n", "utf-8")
    capsys.readouterr()

    assert main(["check", "2026-01", "--undo", "--lang", "zh"]) == 0

    assert mine.read_text("utf-8") == "我又改过了。\n"
    captured = capsys.readouterr()
    assert "issues/2026-01/articles/one.md: 警告: 文件在清理之后又改动过，没有撤回。" in captured.err
    assert "已恢复 issues/2026-01/issue.yaml" in captured.out


def test_rules_switched_off_in_the_publications_settings_do_nothing(project: Path) -> None:
    (project.parent / "publication.yaml").write_text(
        "刊物: {出版物类别: 其他}\n校对:\n  关闭: [半角标点, quotes, 半角括号]\n", "utf-8"
    )

    main(["check", "2026-01", "--fix"])

    assert (project / "articles" / "one.md").read_text("utf-8").splitlines()[2] == "全区开展活动,评选表彰优秀职工。"
    assert (project / "issue.yaml").read_text("utf-8") == ISSUE


def test_doubled_paragraphs_go_when_they_are_accepted(project: Path) -> None:
    paragraph = "江都区坚持从顶层设计入手，通过一系列品牌创建、典型选树活动，带出产改好思路。"
    file = project / "articles" / "one.md"
    file.write_text(f"{paragraph}\n\n另一段。\n\n{paragraph}\n", "utf-8")

    main(["check", "2026-01", "--fix"])
    assert file.read_text("utf-8").count(paragraph) == 2

    assert main(["check", "2026-01", "--fix", "--accept", "重复的段落"]) == 0
    assert file.read_text("utf-8") == f"{paragraph}\n\n另一段。\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--dry-run"], "--dry-run 和 --accept 要与 --fix 一起用。"),
        (["--fix", "--undo"], "--fix 和 --undo 只能用一个。"),
        (["--fix", "--accept", "引号"], "--accept 后面只能写“重复的段落”，不能是“引号”。"),
    ],
)
def test_wrong_use_is_told(project: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(project)

    assert main(["check", "2026-01", *arguments, "--lang", "zh"]) == 2

    assert words in capsys.readouterr().err
    assert contents(project) == before


def test_a_broken_manifest_is_left_alone(project: Path) -> None:
    broken = ISSUE + "    坏行: [\n"
    (project / "issue.yaml").write_text(broken, "utf-8")

    assert main(["check", "2026-01", "--fix", "--lang", "zh"]) == 0

    assert (project / "issue.yaml").read_text("utf-8") == broken


def test_nothing_outside_the_edition_is_read_or_changed(project: Path) -> None:
    outside = project.parents[1] / "secret.md"
    outside.write_text("外面的,文字.", "utf-8")
    (project / "issue.yaml").write_text(ISSUE.replace("articles/two.txt", "../../secret.md"), "utf-8")

    main(["check", "2026-01", "--fix"])

    assert outside.read_text("utf-8") == "外面的,文字."
