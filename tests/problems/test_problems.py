from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from typeset.problems import Place, Report, Severity, cells, format_problem, problem


def test_a_problem_speaks_both_languages_and_names_its_place() -> None:
    found = problem("manuscript-missing", Place("issues/2023-01/issue.yaml", 7, 9), file="a.md", title="甲")

    assert format_problem(found, "zh").splitlines() == [
        "issues/2023-01/issue.yaml:7:9: 错误: 找不到文稿“a.md”，《甲》的正文留空。 [manuscript-missing]",
        "    改法: 检查文件名（包括大小写和扩展名），文稿要放在本期文件夹里。",
    ]
    assert format_problem(found, "en").splitlines()[0] == (
        "issues/2023-01/issue.yaml:7:9: error: The manuscript a.md is not there; the body of “甲” stays empty."
        " [manuscript-missing]"
    )


def test_the_marker_stands_under_the_marked_characters_of_a_chinese_line() -> None:
    found = problem("manuscript-missing", Place("x.yaml", 1, 5, length=4), file="a.md", title="甲")

    lines = format_problem(found, "zh", lambda _place: "正文: a.md\n").splitlines()

    assert lines[1] == "    正文: a.md"
    assert lines[2] == "          ^^^^"  # two wide characters, a colon and a space before it


def test_a_long_line_is_shown_around_the_mark() -> None:
    line = "字" * 300 + "X" + "尾" * 300
    found = problem("manuscript-missing", Place("x.yaml", 1, 301), file="a.md", title="甲")

    excerpt, marker = format_problem(found, "en", lambda _place: line).splitlines()[1:3]

    assert excerpt.startswith("    …")
    assert excerpt.endswith("…")
    assert cells(excerpt[: excerpt.index("X")]) == len(marker) - 1


@given(st.text(max_size=80), st.integers(1, 100), st.integers(1, 100))
def test_showing_never_fails_and_never_prints_control_characters(line: str, column: int, length: int) -> None:
    found = problem("manuscript-missing", Place("x", 1, column, length), file="f", title="t")

    shown = format_problem(found, "zh", lambda _place: line)

    assert all(char == "\n" or char.isprintable() or char == "\u3000" for char in shown)


def test_a_report_holds_each_problem_once_in_the_order_of_places() -> None:
    late = problem("edition-note", Place("b.yaml", 3), note="x")
    early = problem("edition-note", Place("b.yaml", 2), note="x")
    nowhere = problem("pages-filled", pages=1, multiple=4, added=3, total=4)

    report = Report.of([nowhere, late, early, late])

    assert report.problems == (early, late, nowhere)
    assert report.errors == 0
    assert report.count(Severity.NOTICE) == 3
