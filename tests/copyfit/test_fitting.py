"""Fitting a run to its pages: gentle steps within declared ranges, or none at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typeset.copyfit.extent import Extent, PageLines
from typeset.copyfit.fitting import EditionFit, fit, fit_edition
from typeset.copyfit.ladder import Settings, ladder, properties, steps_of
from typeset.layout import Adjustment

CAPACITY = 40
WORDS = {"zh": "调节", "en": "An adjustment"}


def adjustment(**fields: object) -> Adjustment:
    given = {"property": "--fit-a", "default": 0, "least": -3, "most": 3, "step": 1, "chinese": "甲", "about": WORDS}
    return Adjustment.model_validate({**given, **fields})


PICTURES = adjustment(property="--fit-picture", default=1, least=0.8, most=1.2, step=0.05)
HEADS = adjustment(property="--fit-head", unit="pt")
BOTH = {"pictures": PICTURES, "heads": HEADS}


def extent(lines: int) -> Extent:
    """Pages of 40 lines that hold so many."""
    pages = [PageLines(CAPACITY, 0)] * (lines // CAPACITY)
    rest = lines % CAPACITY
    return Extent((*pages, PageLines(rest, CAPACITY - rest)) if rest or not pages else tuple(pages))


def lines_with(natural: int, settings: Settings) -> int:
    """A run whose every step of either adjustment costs or saves a line."""
    pictures = round((settings.get("pictures", 1) - 1) / 0.05)
    return natural + pictures + round(settings.get("heads", 0))


def measured(natural: int):  # type: ignore[no-untyped-def]
    return lambda settings: extent(lines_with(natural, settings))


def test_every_adjustment_takes_its_first_step_before_any_takes_its_second() -> None:
    assert ladder(BOTH, "shrink")[:4] == (
        {},
        {"pictures": 0.95},
        {"pictures": 0.95, "heads": -1},
        {"pictures": 0.9, "heads": -1},
    )
    assert ladder(BOTH, "grow")[-1] == {"pictures": 1.2, "heads": 3}


def test_what_saves_room_by_larger_values_grows_when_the_run_shrinks() -> None:
    assert ladder({"a": adjustment(saves="more", most=1)}, "shrink") == ({}, {"a": 1})


def test_the_gentlest_settings_that_do_are_taken() -> None:
    found = fit(2, BOTH, measured(82))

    assert found.reached
    assert found.settings == {"pictures": 0.95, "heads": -1}
    assert [(step.name, step.before, step.after) for step in found.steps] == [("pictures", 1, 0.95), ("heads", 0, -1)]
    assert properties(found.settings, BOTH) == {"--fit-picture": "0.95", "--fit-head": "-1pt"}


def test_a_step_that_the_fit_does_not_need_is_taken_back() -> None:
    def measure(settings: Settings) -> Extent:
        return extent(81 if settings.get("heads", 0) == 0 else 80)  # pictures change nothing here

    assert fit(2, BOTH, measure).settings == {"heads": -1}


def test_a_run_that_cannot_be_fitted_is_left_as_it_was_and_its_lines_are_told() -> None:
    found = fit(2, BOTH, measured(100))

    assert not found.reached
    assert found.settings == {}
    assert (found.over, found.short) == (13, 0)  # 20 as it is, 7 fewer with all that may be changed


def test_a_run_that_is_short_tells_its_free_lines() -> None:
    found = fit(4, BOTH, measured(82))

    assert not found.reached
    assert (found.over, found.short) == (0, 38 + CAPACITY)


def test_a_page_won_by_growing_holds_more_than_stray_lines() -> None:
    assert fit(3, BOTH, measured(78)).settings == {}
    steep = {"pictures": adjustment(property="--fit-picture", default=0, least=0, most=20, step=5)}
    found = fit(3, steep, lambda settings: extent(78 + round(settings.get("pictures", 0))))

    assert found.settings == {"pictures": 15}
    assert found.extent.pages[-1].used == 13


def test_a_run_that_fits_is_measured_once() -> None:
    asked: list[Settings] = []

    def measure(settings: Settings) -> Extent:
        asked.append(settings)
        return extent(80)

    assert fit(2, BOTH, measure).settings == {}
    assert asked == [{}]


@given(natural=st.integers(1, 400), wanted=st.integers(1, 10))
def test_settings_stay_within_their_ranges_and_reach_what_they_claim(natural: int, wanted: int) -> None:
    found = fit(wanted, BOTH, measured(natural))

    for step in steps_of(found.settings, BOTH):
        assert step.adjustment.least <= step.after <= step.adjustment.most
    assert len(extent(lines_with(natural, found.settings))) == len(found.extent)
    assert found.reached == (len(found.extent) == wanted)
    if not found.reached:
        assert found.settings == {}


@pytest.mark.parametrize("fields", [{"default": 9}, {"step": 0}, {"step": 0.01}, {"property": "fit"}, {"unit": "%"}])
def test_a_range_that_makes_no_sense_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"validation error"):
        adjustment(**fields)


SIZE = adjustment(property="--fit-size", of="edition", unit="pt", default=10.5, least=9.5, most=10.5, step=0.25)
LEADING = adjustment(property="--fit-lead", of="edition", unit="pt", default=17.5, least=16.5, most=17.5, step=0.5)
WHOLE = {"size": SIZE, "leading": LEADING}


def edition_pages(settings: Settings) -> int:
    """100 pages of 10.5 on 17.5 pt: what an edition's text takes goes with the square of its size."""
    size, leading = settings.get("size", 10.5), settings.get("leading", 17.5)
    return round(100 * (size / 10.5) * (leading / 17.5) + 0.4999)


def test_an_edition_takes_the_gentlest_size_and_leading_that_do() -> None:
    assert fit_edition(96, WHOLE, edition_pages, lambda _: True) == EditionFit({"size": 10.25, "leading": 17.0})
    assert fit_edition(98, WHOLE, edition_pages, lambda _: True) == EditionFit({"size": 10.25})
    assert fit_edition(80, WHOLE, edition_pages, lambda _: True) == EditionFit()


def test_what_an_edition_does_not_need_is_left_out() -> None:
    assert fit_edition(90, {**WHOLE, "idle": HEADS}, edition_pages, lambda _: True).settings == {
        "size": 10.0,
        "leading": 16.5,
    }


def test_adjustments_that_break_the_grid_are_passed_over_and_told() -> None:
    def on_grid(settings: Settings) -> bool:
        return "leading" not in settings

    assert fit_edition(96, WHOLE, edition_pages, on_grid) == EditionFit({"size": 10.0}, ("leading",))
    assert fit_edition(90, WHOLE, edition_pages, on_grid) == EditionFit(None, ("leading",))
    assert fit_edition(96, WHOLE, edition_pages, lambda _: False) == EditionFit(None, ("size", "leading"))


@given(st.integers(70, 99), st.sampled_from([(), ("size",), ("leading",), ("size", "leading")]))
def test_what_is_chosen_for_an_edition_does_and_stays_on_the_grid(wanted: int, breaking: tuple[str, ...]) -> None:
    found = fit_edition(wanted, WHOLE, edition_pages, lambda settings: not set(breaking) & set(settings))

    assert set(found.off_grid) <= set(breaking)
    if found.settings is not None:
        assert edition_pages(found.settings) <= wanted
        assert not set(found.settings) & set(breaking)
        assert all(WHOLE[name].least <= value < WHOLE[name].default for name, value in found.settings.items())
    else:
        least = {name: item.least for name, item in WHOLE.items() if name not in breaking}
        assert edition_pages(least) > wanted
