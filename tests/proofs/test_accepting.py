"""Accepting: how an entry is written into manifests of every style, and what is told of entries that are stale."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from typeset.cli import main
from typeset.edition import Accepted
from typeset.problems import Place
from typeset.proofs.accepting import Request, with_acceptance
from typeset.signoff import Acceptances
from typeset.workspace import Workspace

ASKED = Request("copy-words-repeated", "", "原话如此", "张三")
ENTRY = {"reason": "原话如此", "by": "张三", "where": "articles/one.md:3", "text": "会议会议: “好”"}


def entered(manifest: str) -> dict[str, object]:
    made = with_acceptance(manifest, ASKED, str(ENTRY["where"]), str(ENTRY["text"]), "issue.yaml")
    return dict(yaml.safe_load(made))


def test_an_english_manifest_gets_english_keys_and_keeps_its_comments() -> None:
    manifest = "# the third\npublication: {number: 3}  # of this year\nsections: []\n"
    made = with_acceptance(manifest, ASKED, "articles/one.md:3", "会议会议: “好”", "issue.yaml")
    assert made.startswith(manifest)
    assert yaml.safe_load(made)["accepted"] == [{"code": "copy-words-repeated", **ENTRY}]
    again = yaml.safe_load(with_acceptance(made, ASKED, "articles/one.md:9", "甲", "issue.yaml"))
    assert [item["where"] for item in again["accepted"]] == ["articles/one.md:3", "articles/one.md:9"]


@pytest.mark.parametrize(
    "manifest",
    [
        "{publication: {number: 3}, sections: []}\n",
        "{publication: {number: 3},\n sections: []}  # in brackets\n",
        "publication: {number: 3}\nsections: []\naccepted: []\n",
        "publication: {number: 3}\naccepted: [{code: a, where: b, reason: c, by: d}]\nsections: []\n",
    ],
)
def test_a_manifest_in_brackets_gets_the_entry_too(manifest: str) -> None:
    found = entered(manifest)
    assert found["publication"] == {"number": 3}
    accepted = found["accepted"]
    assert isinstance(accepted, list)
    assert accepted[-1] == {"code": "copy-words-repeated", **ENTRY}


def test_before_pages_are_made_only_entries_that_are_surely_stale_are_told(tmp_path: Path) -> None:
    (tmp_path / "issues" / "x").mkdir(parents=True)
    (tmp_path / "issues" / "x" / "a.md").write_text("第一行\n第二行\n", "utf-8")
    place = Place("issues/x/issue.yaml", 7)
    gone = Accepted("picture-resolution-low", "a.md:2", "r", "b", "原来的一行", place)
    there = Accepted("picture-resolution-low", "a.md:1", "r", "b", "第一行", place)
    on_page = Accepted("page-white", "第4页", "r", "b", "", place)
    text = Accepted("copy-words-repeated", "a.md:1", "r", "b", "第一行", place)
    found = Acceptances((gone, there, on_page, text), Workspace(tmp_path))
    assert [item.arguments["code"] for item in found.unused(checked_only=True)] == [gone.code, text.code]
    assert len(list(found.unused())) == 4


def test_check_names_an_entry_whose_problem_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "issues" / "2026-03"
    (folder / "articles").mkdir(parents=True)
    (tmp_path / "issues" / "publication.yaml").write_text("刊物: {刊名: 试刊, 出版物类别: 其他}\n", "utf-8")
    issue = "刊物: {期号: 3, 日期: 2026-03-15}\n栏目: [{栏目: 要闻, 文章: [{标题: 甲, 正文: articles/one.md}]}]\n"
    (folder / "issue.yaml").write_text(issue, "utf-8")
    manuscript = folder / "articles" / "one.md"
    manuscript.write_text("落实会议会议精神。\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    said = ["--reason", "原话", "--by", "张三"]
    assert main(["--lang", "zh", "accept", "2026-03", "copy-words-repeated", *said]) == 0
    assert main(["--lang", "zh", "check", "2026-03"]) == 0
    assert "accepted-unused" not in capsys.readouterr().err
    manuscript.write_text("落实会议精神。\n", "utf-8")
    assert main(["--lang", "zh", "check", "2026-03"]) == 0
    told = capsys.readouterr().err
    assert "提示: “已接受”里的这一条没有对上任何问题：copy-words-repeated，articles/one.md:1（张三）。" in told
