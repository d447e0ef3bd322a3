"""Pages saved with the fewest lines cut."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from typeset.copyfit.extent import Extent, PageLines
from typeset.copyfit.savings import Saving, cheapest_savings, single_savings

extents = st.lists(st.lists(st.integers(1, 80), min_size=1, max_size=4), max_size=4)


def extent(*used: int) -> Extent:
    return Extent(tuple(PageLines(lines, 80 - lines) for lines in used))


def test_a_page_less_is_told_for_every_run_that_has_more_than_one_cheapest_first() -> None:
    assert single_savings([extent(80, 30), extent(20), extent(80, 80, 12)]) == (Saving(2, 1, 12), Saving(0, 1, 30))


def test_pages_are_saved_together_by_the_runs_with_the_fewest_lines_to_lose() -> None:
    runs = [extent(80, 30), extent(80, 5), extent(80, 12, 8)]
    assert cheapest_savings(runs, 1) == (Saving(1, 1, 5),)
    assert cheapest_savings(runs, 2) == (Saving(1, 1, 5), Saving(2, 1, 8))
    assert cheapest_savings(runs, 3) == (Saving(1, 1, 5), Saving(2, 2, 20))


def test_what_would_take_most_of_an_article_or_no_line_at_all_is_not_offered() -> None:
    """A page without lines holds a picture: cutting text does not save it."""
    assert single_savings([extent(80, 70), extent(80, 80, 0)]) == ()
    assert cheapest_savings([extent(80, 70), extent(80, 30, 0)], 1) == ()


def test_an_article_is_never_left_out() -> None:
    assert cheapest_savings([extent(3), extent(80, 2)], 2) == ()


@given(extents, st.integers(1, 3))
def test_no_other_way_takes_fewer_lines(pages: list[list[int]], wanted: int) -> None:
    runs = [extent(*used) for used in pages]
    ways = [
        sum(run.over(len(run) - count) for run, count in zip(runs, counts, strict=True))
        for counts in product(*(range(len(run)) for run in runs))
        if sum(counts) == wanted
        and all(
            run.over(len(run) - count) <= 0.4 * sum(page.used for page in run.pages)
            for run, count in zip(runs, counts, strict=True)
        )
    ]
    found = cheapest_savings(runs, wanted)
    assert bool(found) == bool(ways)
    if found:
        assert sum(saving.lines for saving in found) == min(ways)
        assert sum(saving.pages for saving in found) == wanted
