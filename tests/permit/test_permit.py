"""What the measures for internal publications ask of an edition: particulars, names and words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from typeset.build import check_edition
from typeset.cli import main
from typeset.problems import Problem
from typeset.workspace import Workspace

WHOLE = """\
刊物:
  刊名: 工友通讯
  期号: 3
  版权信息:
    准印证号: 准印证第000号
    声明: 内部资料，免费交流
    编印单位: 某市总工会
    发送对象: 各基层工会
    印刷单位: 某印刷厂
    印刷日期: 2026-03-15
    印数: 500册
"""
ARTICLE = "栏目:\n  - 栏目: 要闻\n    文章:\n      - 标题: 一篇文章\n        正文: 正文只有一句话。\n"

Found = Callable[[str], list[Problem]]


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """The permit problems of a manifest."""

    def read(manifest: str) -> list[Problem]:
        folder = tmp_path / "issues" / "2026-03"
        folder.mkdir(parents=True, exist_ok=True)
        (tmp_path / "issues" / "publication.yaml").touch()
        (folder / "issue.yaml").write_text(manifest, "utf-8")
        workspace = Workspace(tmp_path)
        problems = check_edition(workspace.edition("2026-03"), workspace).problems
        return [item for item in problems if item.code.startswith("permit-")]

    return read


def body(text: str, more: str = "") -> str:
    return (
        WHOLE + f"栏目:\n  - 栏目: 要闻\n    文章:\n      - 标题: 一篇文章\n{more}        正文: |\n          {text}\n"
    )


def test_an_edition_with_all_particulars_has_no_problem(found: Found) -> None:
    assert found(WHOLE + ARTICLE) == []


def test_each_missing_particular_is_named(found: Found) -> None:
    problems = found("刊物:\n  刊名: 工友通讯\n  版权信息:\n    编印单位: 某市总工会\n    声明: 内部资料\n" + ARTICLE)

    assert {item.code for item in problems} == {
        "permit-number-missing",
        "permit-notice-missing",
        "permit-particulars-missing",
        "permit-issue-number-missing",
    }
    assert all(item.severity.value == "warning" for item in problems)
    [particulars] = [item for item in problems if item.code == "permit-particulars-missing"]
    assert particulars.message("zh") == "版权信息缺少：发送对象、印刷单位、印刷日期、印数（办法第十四条）。"
    [notice] = [item for item in problems if item.code == "permit-notice-missing"]
    assert notice.place is not None
    assert (notice.place.line, notice.place.column) == (5, 9)


def test_every_hint_sends_to_the_permit_office(found: Found) -> None:
    for item in found("刊物:\n  刊名: 工友报\n" + ARTICLE):
        assert "发证机关" in (item.hint("zh") or "")
        assert "permit office" in (item.hint("en") or "")


@pytest.mark.parametrize("category", ["公文简报", "其他", "briefing"])
def test_other_kinds_of_publication_are_not_held_to_the_measures(found: Found, category: str) -> None:
    assert found(f"刊物:\n  刊名: 工友报\n  出版物类别: {category}\n" + ARTICLE) == []


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("工友报", "报"),
        ("江都月刊", "刊"),
        ("工会杂志", "杂志"),
        ("青年学刊", "刊"),
        ("《工友报》", "报"),
        ("工友通讯（会刊）", "刊"),
    ],
)
def test_a_name_that_ends_as_the_press_does_is_warned_of(found: Found, name: str, word: str) -> None:
    [item] = found(WHOLE.replace("工友通讯", name) + ARTICLE)

    assert item.code == "permit-publication-name"
    assert f"以“{word}”结尾" in item.message("zh")


@pytest.mark.parametrize("name", ["工作简报", "情况通报", "报春花", "工友通讯"])
def test_names_that_only_hold_the_word_are_left_alone(found: Found, name: str) -> None:
    assert found(WHOLE.replace("工友通讯", name) + ARTICLE) == []


@pytest.mark.parametrize(
    ("line", "code", "word"),
    [
        ("主编: 某某杂志社", "permit-press-word", "杂志社"),
        ("其他: {定价: 5元}", "permit-price", "定价"),
        ("其他: {协办: 某某公司}", "permit-co-organiser", "协办"),
        ("其他: {每期5元: 全年60元}", "permit-price", "每期5元"),
        ("其他: {ISSN: 1234-5678}", "permit-press-word", "ISSN"),
        ("其他: {联系: 广告热线 123}", "permit-advertising", "广告热线"),
        ("其他: {说明: 本刊面向基层}", "permit-self-reference", "本刊"),
    ],
)
def test_words_that_the_imprint_may_not_have(found: Found, line: str, code: str, word: str) -> None:
    [item] = found(WHOLE + f"    {line}\n" + ARTICLE)

    assert item.code == code
    assert f"“{word}”" in item.message("zh")
    assert item.place is not None
    assert item.place.line == 12


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("本刊将陆续刊登。", "permit-self-reference", "本刊"),
        ("欢迎向本报投稿。", "permit-self-reference", "本报"),
        ("（记者 张三）昨天上午，大会召开。", "permit-reporter", "（记者 张三）"),
        ("（记者张三 通讯员李四）大会召开。", "permit-reporter", "（记者张三 通讯员李四）"),
        ("图为会场。记者张三摄", "permit-reporter", "记者张三摄"),
        ("招商热线：0512-12345678", "permit-advertising", "招商热线"),
        ("（记者 张三 通讯员 李四 摄影报道）", "permit-reporter", "（记者 张三 通讯员 李四 摄影报道）"),
    ],
)
def test_wording_that_is_not_allowed(found: Found, text: str, code: str, words: str) -> None:
    [item] = found(body(text))

    assert item.code == code
    assert f"“{words}”" in item.message("zh")
    assert item.place is not None
    assert item.place.line == 17


@pytest.mark.parametrize(
    "text",
    [
        "“这件事办得好。”王大姐告诉记者。",
        "记者从会上获悉，培训已经开始。",
        "本报告共分三个部分，成本报价另附。",
        "市新闻工作者和记者协会代表到会。",
        "本报名表一式两份。",
        "打广告不如做口碑，大家这样说。",
        "代表们接受了记者采访。",
        "评论员说：“本报一贯主张公平，广告热线一律不登。”",
        "墙上写着「本刊」两个字。",
        "日本刊物、课本刊行、基本报销，都不是自称。",
        "他买了三本刊物，这本报纸也要。",
        "会后（记者了解到，情况属实）散会。",
        "厂里（记者采访时）正在检修。",
        "图为会场。新华社记者 张三 摄",
        "（据《工人日报》记者 李四报道）",
    ],
)
def test_ordinary_wording_is_left_alone(found: Found, text: str) -> None:
    assert found(body(text)) == []


def test_a_byline_that_makes_a_reporter_is_warned_of_at_its_place(found: Found) -> None:
    [item] = found(body("正文。", "        作者: 记者 张三\n"))

    assert item.code == "permit-reporter"
    assert item.place is not None
    assert item.place.line == 16


def test_a_reprint_keeps_its_reporters(found: Found) -> None:
    assert found(body("（记者 张三）大会召开。", "        来源: 《工人日报》\n        作者: 记者 张三\n")) == []


def test_check_prints_the_warning_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], found: Found
) -> None:
    found(body("本刊将陆续刊登。"))
    monkeypatch.chdir(tmp_path)

    assert main(["check", "2026-03", "--lang", "en"]) == 0
    assert (
        "The text says “本刊”; an internal publication may not call itself “本报” or “本刊”" in capsys.readouterr().err
    )
    assert main(["check", "2026-03", "--lang", "zh"]) == 0
    assert (
        "文中自称“本刊”；内部资料不得自称本报、本刊（办法第十四条）。 [permit-self-reference]"
        in capsys.readouterr().err
    )


def test_a_rule_can_be_left_unchecked_by_either_name(found: Found) -> None:
    manifest = "刊物:\n  刊名: 工友报\n  不查: [刊名, permit-number-missing, 期号, 声明, 版权项目]\n" + ARTICLE

    assert found(manifest) == []


def test_a_rule_that_there_is_not_is_told_with_those_there_are(found: Found) -> None:
    [item] = found(WHOLE + "  不查: [没有这条]\n" + ARTICLE)

    assert item.code == "permit-rule-unknown"
    assert item.place is not None
    assert item.place.line == 12
    assert "准印证号、声明、版权项目" in item.message("zh")


def test_headings_opening_pages_fillers_and_cover_lines_are_read_too(found: Found) -> None:
    manifest = (
        WHOLE + "  封面: {要目: [本刊特稿]}\n  补白: [{标题: 公益, 正文: 广告热线 123}]\n"
        "栏目:\n  - 栏目: 本报专栏\n    栏目页: 欢迎订阅\n"
        "    文章:\n      - 标题: 一篇文章\n        正文: 正文只有一句话。\n"
    )

    told = {
        (item.message("zh").partition("”")[0].partition("“")[2], item.place and item.place.line)
        for item in found(manifest)
    }

    assert told == {("本刊", 12), ("广告热线", 13), ("本报", 18), ("欢迎订阅", 16)}


def test_the_notice_may_stand_in_traditional_characters(found: Found) -> None:
    assert found(WHOLE.replace("内部资料，免费交流", "內部資料　免費交流") + ARTICLE) == []
