"""The order of pages in a booklet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typeset.prepress.booklet import booklet_sides, filled


def order(pages: int, edge: str = "left") -> list[tuple[int | None, int | None]]:
    """Left and right page of every side, counted from 1."""
    sides = booklet_sides(pages, edge)  # type: ignore[arg-type]
    return [(_number(side.left), _number(side.right)) for side in sides]


def _number(page: int | None) -> int | None:
    return None if page is None else page + 1


def test_four_pages_are_one_sheet() -> None:
    assert order(4) == [(4, 1), (2, 3)]
    assert order(4, "right") == [(1, 4), (3, 2)]


def test_eight_pages_are_two_sheets_inside_each_other() -> None:
    assert order(8) == [(8, 1), (2, 7), (6, 3), (4, 5)]
    assert order(8, "right") == [(1, 8), (7, 2), (3, 6), (5, 4)]


def test_twelve_and_twenty_pages() -> None:
    assert order(12) == [(12, 1), (2, 11), (10, 3), (4, 9), (8, 5), (6, 7)]
    assert order(20)[:4] == [(20, 1), (2, 19), (18, 3), (4, 17)]
    assert order(20)[-2:] == [(12, 9), (10, 11)]


@pytest.mark.parametrize(
    ("pages", "sides"),
    [
        (1, [(None, 1), (None, None)]),
        (2, [(2, 1), (None, None)]),
        (3, [(3, 1), (2, None)]),
        (10, [(10, 1), (2, None), (None, 3), (4, 9), (8, 5), (6, 7)]),
    ],
)
def test_blanks_come_before_the_back_cover(pages: int, sides: list[tuple[int | None, int | None]]) -> None:
    assert order(pages) == sides


@given(st.integers(1, 400))
def test_reading_the_folded_booklet_gives_the_pages_in_order(pages: int) -> None:
    """Leaf by leaf: the right half of each sheet from the outside in, then the left halves from the inside out."""
    sides = booklet_sides(pages)
    fronts, backs = sides[0::2], sides[1::2]
    read = [page for front, back in zip(fronts, backs, strict=True) for page in (front.right, back.left)]
    read += [
        page for front, back in reversed(list(zip(fronts, backs, strict=True))) for page in (back.right, front.left)
    ]

    assert tuple(read) == filled(pages)
    assert [page for page in read if page is not None] == list(range(pages))
    assert len(read) % 4 == 0
    assert len(read) - pages < 4
    assert pages == 1 or read[-1] == pages - 1


@given(st.integers(1, 100))
def test_bound_at_the_right_everything_is_mirrored(pages: int) -> None:
    mirrored = [(side.right, side.left) for side in booklet_sides(pages, "right")]

    assert mirrored == [side.pages for side in booklet_sides(pages)]
