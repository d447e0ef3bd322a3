from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from typeset.editions.numbering import EditionNumber, Kind, Span, next_number

KINDS: st.SearchStrategy[Kind] = st.sampled_from(["regular", "regular", "regular", "double", "extra"])


def edition(number: str | int | None, total: str | int | None = None, *, year: int = 2023, kind: Kind = "regular"):
    return EditionNumber(kind, year, Span.of(number), Span.of(total))


@settings(deadline=None)
@given(st.lists(st.tuples(KINDS, st.integers(0, 2)), max_size=40), st.randoms())
def test_numbers_never_repeat_nor_leave_a_gap(steps: list[tuple[Kind, int]], random) -> None:
    year, past = 2020, []
    for kind, later in steps:
        year += later
        random.shuffle(past)  # the order in which editions are found does not matter
        past.append(next_number(past, kind, year))

    def counted(kinds: set[str], in_year: int | None, what: str) -> list[int]:
        chosen = [item for item in past if item.kind in kinds and in_year in (None, item.year)]
        spans = [getattr(item, what) for item in chosen]
        return sorted(number for span in spans for number in range(span.first, span.last + 1))

    for each in {item.year for item in past}:
        for kinds in ({"regular", "double"}, {"extra"}):
            numbers = counted(kinds, each, "number")
            assert numbers == list(range(1, len(numbers) + 1))
    totals = counted({"regular", "double"}, None, "total")
    assert totals == list(range(1, len(totals) + 1))
    assert all(item.number.size == (2 if item.kind == "double" else 1) for item in past)
    assert all(item.total is None for item in past if item.kind == "extra")


@settings(deadline=None)
@given(st.lists(st.tuples(KINDS, st.integers(0, 1)), min_size=1, max_size=20))
def test_numbers_of_a_year_grow_with_the_total_numbers(steps: list[tuple[Kind, int]]) -> None:
    year, past = 2020, []
    for kind, later in steps:
        year += later
        past.append(next_number(past, kind, year))
    series = [item for item in past if item.kind != "extra"]
    for before, after in itertools.pairwise(series):
        assert after.total.first == before.total.last + 1
        assert after.number.first == (before.number.last + 1 if after.year == before.year else 1)


def test_a_double_number_takes_two_and_the_next_edition_goes_on_after_it() -> None:
    past = [edition(2, 26)]

    double = next_number(past, "double", 2023)
    after = next_number([*past, double], "regular", 2023)

    assert (str(double.number), str(double.total)) == ("3-4", "27-28")
    assert (str(after.number), str(after.total)) == ("5", "29")


def test_a_new_year_starts_again_with_1_and_the_total_number_goes_on() -> None:
    assert next_number([edition(12, 48)], "regular", 2024) == edition(1, 49, year=2024)


def test_a_double_number_may_open_a_year() -> None:
    assert next_number([edition(12, 48)], "double", 2024) == edition("1-2", "49-50", year=2024, kind="double")


def test_an_extra_counts_extras_of_its_year_and_leaves_the_numbering_alone() -> None:
    past = [edition(2, 26), edition(1, kind="extra"), edition(3, kind="extra", year=2022)]

    extra = next_number(past, "extra", 2023)

    assert extra == edition(2, kind="extra")
    assert next_number([*past, extra], "regular", 2023) == edition(3, 27)


def test_extras_without_a_number_are_counted() -> None:
    assert next_number([edition(None, kind="extra"), edition(None, kind="extra")], "extra", 2023).number == Span(3, 3)


def test_an_edition_put_into_an_earlier_year_takes_that_years_next_number() -> None:
    assert next_number([edition(4, 40), edition(1, 41, year=2024)], "regular", 2023) == edition(5, 42)


def test_numbers_that_a_publication_does_not_use_are_not_begun() -> None:
    assert next_number([edition(None, 40)], "regular", 2024) == edition(None, 41, year=2024)
    assert next_number([edition(5)], "regular", 2023) == edition(6)


def test_numbers_that_nobody_can_count_on_from_stay_unknown() -> None:
    assert next_number([edition("春季号", "2023年第26期")], "regular", 2023) == edition(None)


def test_a_publication_without_editions_starts_with_1() -> None:
    assert next_number([], "regular", 2023) == edition(1, 1)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (3, Span(3, 3)),
        ("3-4", Span(3, 4)),
        ("第3～4期", None),
        ("第3~4期", Span(3, 4)),
        ("增1", Span(1, 1)),
        ("增刊第2期", Span(2, 2)),
        ("4-3", None),
        ("2023年第3期", None),
        ("春季号", None),
        ("", None),
        (None, None),
    ],
)
def test_reading_numbers(written: str | int | None, read: Span | None) -> None:
    assert Span.of(written) == read
