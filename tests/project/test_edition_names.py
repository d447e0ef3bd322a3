from __future__ import annotations

import pytest

from typeset.editions.dating import IssueDate
from typeset.editions.naming import Named, name_problem, next_name
from typeset.editions.numbering import EditionNumber, Kind, Span


def number(
    number: str | int | None, total: str | int | None = None, *, year: int = 2023, kind: Kind = "regular"
) -> EditionNumber:
    return EditionNumber(kind, year, Span.of(number), Span.of(total))


def following(name: str, old: EditionNumber, new: EditionNumber, date: str = "2023-04-15", old_date: str | None = None):
    return next_name([Named(name, old, IssueDate.of(old_date))], new, IssueDate.of(date))


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("2023-01", number(1), number(2), "2023-02"),
        ("2023-1", number(1), number(2), "2023-2"),
        ("2023-9", number(9), number(10), "2023-10"),
        ("2023-12", number(12), number(1, year=2024), "2024-01"),
        ("202312", number(12), number(1, year=2024), "202401"),
        ("2023年第3期", number(3), number(4), "2023年第4期"),
        ("第3期", number(3), number(4), "第4期"),
        ("No.026", number(3, 26), number(4, 27), "No.027"),
        ("No.026", number(3, 26), number("4-5", "27-28", kind="double"), "No.027-028"),
        ("2023-02", number(2), number("3-4", kind="double"), "2023-03-04"),
        ("2023-03-04", number("3-4", kind="double"), number(5), "2023-05"),
        ("2023-03_04", number("3-4", kind="double"), number("5-6", kind="double"), "2023-05_06"),
        ("2023-02", number(2), number(1, kind="extra"), "2023-zengkan-1"),
        ("202302", number(2), number(1, kind="extra"), "2023-zengkan-1"),
        ("2023-12", number(12), number(1, kind="extra", year=2024), "2024-zengkan-1"),
        ("No.026", number(3, 26), number(1, kind="extra"), "2023-zengkan-1"),
        ("spring", number(3), number(4), "2023-04"),
        ("spring", number(None), number(None), "2023-04-15"),
        ("2023-春季", number(1), number(2), "2023-02"),
    ],
)
def test_names_follow_the_manner_of_the_last(name: str, old: EditionNumber, new: EditionNumber, expected: str) -> None:
    assert following(name, old, new) == expected


@pytest.mark.parametrize(
    ("name", "old_date", "expected"),
    [
        ("2023-03-08", "2023-03-08", "2023-04-15"),
        ("weekly-2023.3.8", "2023-03-08", "weekly-2023.4.15"),
        ("2023-03", "2023-03", "2023-11"),  # the new date has a day: the manner does not fit
    ],
)
def test_names_made_of_dates_follow_the_date(name: str, old_date: str, expected: str) -> None:
    assert following(name, number(10), number(11), old_date=old_date) == expected


def test_names_made_of_months_follow_the_month() -> None:
    assert following("2023-05", number(3), number(4), "2023-07", "2023-05") == "2023-07"


def test_extras_follow_the_manner_of_the_last_extra_and_leave_that_of_the_editions() -> None:
    past = [
        Named("2023-02", number(2), None),
        Named("2023增刊1", number(1, kind="extra"), None),
    ]
    assert next_name(past, number(2, kind="extra"), IssueDate(2023)) == "2023增刊2"
    assert next_name(past, number(3), IssueDate(2023)) == "2023-03"


@pytest.mark.parametrize("name", ["2023-02", "2023年第2期", "spring issue", "con-1", "a", "x" * 80])
def test_plain_folder_names_will_do(name: str) -> None:
    assert name_problem(name) is None


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            ".",
            "..",
            ".hidden",
            "-x",
            "end.",
            " a",
            "a ",
            "a/b",
            "../x",
            "a\\b",
            "C:x",
            "a*",
            'a"b',
            "a|b",
            "a<b>",
            "a?",
        ),
        *("con", "NUL", "com1.txt", "a\nb", "a\tb", "a\0b", "全　角", "x" * 81),
    ],
)
def test_names_that_some_system_refuses_will_not_do(name: str) -> None:
    found = name_problem(name)
    assert found is not None
    assert found.message("zh") == f"“{name}”不能用作文件夹名。"
    assert found.message("en") == f"“{name}” cannot be the name of a folder."
