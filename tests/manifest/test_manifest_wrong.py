"""Wrong manifests: every slip is reported at its place in exact words, and the rest is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from typeset.problems import Problem
from typeset.problems.catalogue import codes

from .reading import read

FOLDER = Path(__file__).parent / "wrong"
ELSEWHERE = {  # asserted in test_manifest_bounds, test_manifest_files and test_manifest_values
    "manifest-encoding",
    "manifest-encoding-damaged",
    "manifest-missing",
    "manifest-too-large",
    "manifest-too-long",
    "manifest-too-many",
    "manifest-unreadable",
    "yaml-rest-unread",
    "yaml-too-deep",
    "yaml-too-many-values",
}


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['case']}")
        for path in sorted(FOLDER.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text("utf-8"))
    ]


def described(item: Problem, lines: list[str]) -> dict[str, str]:
    """A problem as the files describe it."""
    assert item.place is not None
    marked = lines[item.place.line - 1][item.place.column - 1 :][: item.place.length]
    return {
        "is": f"{item.place.line}:{item.place.column} {item.severity} {item.code}",
        "marks": marked,
        "zh": item.message("zh"),
        "zh_hint": item.hint("zh"),
        "en": item.message("en"),
        "en_hint": item.hint("en"),
    }


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("case", cases())
def test_a_wrong_manifest_says_what_is_wrong_and_is_read_in_spite_of_it(case: dict[str, Any]) -> None:
    reading = read(case["manifest"])
    lines = case["manifest"].split("\n")
    issue = reading.issue.model_dump(exclude_defaults=True) if reading.issue else None

    assert [described(item, lines) for item in reading.problems] == case["problems"]
    assert json.loads(json.dumps(issue)) == case["issue"]


def test_every_problem_of_a_manifest_has_a_case() -> None:
    shown = {item["is"].split()[2] for case in cases() for item in case.values[0]["problems"]}
    ours = {code for code in codes() if code.startswith(("manifest-", "yaml-"))}

    assert shown | ELSEWHERE == ours
    assert not shown & ELSEWHERE


def test_what_looks_like_a_slip_inside_a_text_is_left_alone() -> None:
    body = "标题：不是键\n作者:也不是\n\t制表符\n- 列表：一\n：\n'引号"
    text = "".join(f"          {line}\n" for line in body.split("\n"))
    reading = read(
        f"刊物：{{刊名: 产改}}\n栏目:\n  - 栏目：主席之声\n    文章:\n      - 标题: 甲\n        正文: |\n{text}"
    )

    assert [str(item.place) for item in reading.problems] == ["issue.yaml:1:3", "issue.yaml:3:7"]
    assert reading.issue is not None
    assert reading.issue.sections[0].articles[0].body == body


def test_all_slips_of_a_manifest_are_found_in_one_run() -> None:
    reading = read(
        "刊物：\n"
        "  刊名: 产改\n"
        "  期号:3\n"
        "栏目:\n"
        "  - 栏目: @主席之声\n"
        "    文章:\n"
        "      - 标题: 关于产改: 几点思考\n"
        "         作者: 张三\n"
        "        正文: 'a.md\n"
        "        来源: 日报\n"
        "\t署名: 李四\n"
        "        天气: 晴\n"
    )

    assert [(item.place.line if item.place else 0, item.code) for item in reading.problems] == [
        (1, "yaml-wide-colon"),
        (3, "yaml-tight-colon"),
        (5, "yaml-special-start"),
        (7, "yaml-colon-in-value"),
        (8, "yaml-indent"),
        (9, "yaml-unclosed-quote"),
        (11, "yaml-tab"),
        (12, "manifest-unknown-key"),
    ]
    assert reading.issue is not None
    article = reading.issue.sections[0].articles[0]
    assert (article.title, article.authors[0].name, article.body) == ("关于产改: 几点思考", "张三", "a.md")
    assert (article.source, article.credit) == ("日报", "李四")
