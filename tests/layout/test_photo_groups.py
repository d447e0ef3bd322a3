"""Which pictures of a group stand in one row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typeset.layout.photo_groups import height_to_width, photo_rows


@pytest.mark.parametrize(
    ("ratios", "rows"),
    [
        ([1.5, 1.5], [2]),
        ([1.5, 0.7], [2]),
        ([1.5, 1.5, 1.5], [3]),
        ([0.7, 0.7, 1.5], [3]),
        ([1.5] * 4, [2, 2]),
        ([3.0, 3.0], [1, 1]),
        ([0.75] * 4, [4]),
        ([0.75] * 5, [2, 3]),
        ([0.67] * 6, [3, 3]),
        ([1.0] * 4, [2, 2]),
        ([0.75, 1.5, 0.75, 1.5], [2, 2]),
    ],
)
def test_rows_come_near_one_shape(ratios: list[float], rows: list[int]) -> None:
    assert [len(row) for row in photo_rows(ratios)] == rows


@given(st.lists(st.floats(0.1, 10), min_size=1, max_size=6))
def test_every_picture_stands_once_and_in_order(ratios: list[float]) -> None:
    rows = photo_rows(ratios)

    assert [index for row in rows for index in row] == list(range(len(ratios)))
    assert all(1 <= len(row) <= (4 if all(ratios[index] < 1 for index in row) else 3) for row in rows)


def test_the_height_of_a_group_is_that_of_its_rows() -> None:
    assert height_to_width(((0, 1), (2,)), [1.5, 0.5, 4.0]) == pytest.approx(1 / 2 + 1 / 4)
