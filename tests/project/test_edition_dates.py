from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from typeset.editions.dating import IssueDate, next_date, read_date
from typeset.problems import Giveup


def after(*dates: str, sizes: tuple[int, ...] = (), size: int = 1) -> str:
    taken = sizes or (1,) * len(dates)
    found = next_date([(IssueDate.of(date), count) for date, count in zip(dates, taken, strict=True)], size)
    return str(found)


@pytest.mark.parametrize(
    ("dates", "following"),
    [
        (("2023-03-15",), "2023-04-15"),
        (("2023-03",), "2023-04"),
        (("2023",), "2024"),
        (("2023-12-15",), "2024-01-15"),
        (("2023-01-31",), "2023-02-28"),
        (("2023-01-31", "2023-02-28"), "2023-03-31"),
        (("2024-02-29", "2024-03-31"), "2024-04-30"),
        (("2023-01-15", "2023-03-15"), "2023-05-15"),
        (("2023-01-15", "2023-03-13"), "2023-05-13"),
        (("2023-03", "2023-06"), "2023-09"),
        (("2022", "2023"), "2024"),
        (("2020", "2022"), "2024"),
        (("2023-03-06", "2023-03-13"), "2023-03-20"),
        (("2023-12-18", "2024-01-01"), "2024-01-15"),
        (("2023-03-01", "2023-03-11"), "2023-03-21"),
        (("2022-12-15", "2023-01-15", "2023-03-15"), "2023-04-15"),  # no edition over the Spring Festival
        (("2023-05-15", "2023-06-15", "2023-07-15", "2023-09-15"), "2023-10-15"),
        (("2023-01", "2023-02", "2023-05", "2023-08"), "2023-11"),  # now a quarterly
        (("2023-03-06", "2023-03-13", "2023-04-15"), "2023-04-22"),
        (("2023-03-15", "2023-03-15"), "2023-04-15"),
        (("2023-03", "2023-04-15"), "2023-05-15"),
        (("9999-12",), "9999-12"),
        (("9999-12-24", "9999-12-31"), "9999-12-31"),
        (("9999",), "9999"),
    ],
)
def test_the_next_date_keeps_the_rhythm(dates: tuple[str, ...], following: str) -> None:
    assert after(*dates) == following


def test_a_double_number_takes_two_steps_and_leaves_the_rhythm_as_it_was() -> None:
    assert after("2023-01-15", "2023-02-15", size=2) == "2023-04-15"
    assert after("2023-02-15", "2023-04-15", sizes=(1, 2)) == "2023-05-15"


def test_without_a_dated_edition_there_is_no_next_date() -> None:
    assert next_date([], 1) is None


@settings(deadline=None)
@given(st.dates(), st.dates(), st.integers(1, 2), st.integers(1, 2))
def test_the_next_date_is_always_in_the_calendar_and_never_earlier(first, second, taken: int, size: int) -> None:
    before, last = sorted([first, second])

    found = next_date([(IssueDate.of(before.isoformat()), 1), (IssueDate.of(last.isoformat()), taken)], size)

    assert found is not None
    assert read_date(str(found), "日期") == found
    assert found >= IssueDate.of(last.isoformat())


@pytest.mark.parametrize("written", ["2026-01-05", "2026年1月5日", "2026.1.5", "２０２６-１-５"])
def test_dates_are_read_in_every_form_that_a_manifest_may_have(written: str) -> None:
    assert read_date(written, "--date") == IssueDate(2026, 1, 5)


@pytest.mark.parametrize(
    ("written", "code"),
    [("下个月", "manifest-date-form"), ("", "manifest-date-form"), ("2026-02-30", "manifest-date-invalid")],
)
def test_a_date_that_will_not_do_is_wrong_use(written: str, code: str) -> None:
    with pytest.raises(Giveup) as caught:
        read_date(written, "--date")
    assert [item.code for item in caught.value.problems] == [code]
    assert "“--date”" in caught.value.problems[0].message("zh")
    assert caught.value.exit_code == 2
