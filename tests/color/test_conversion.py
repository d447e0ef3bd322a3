from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from tests.color.conftest import described, press
from typeset.color import ColorConversion, PrintCondition, default_condition, load_condition

CONVERSION = ColorConversion(default_condition())
POOR = ColorConversion(default_condition(180))
shares = st.floats(0, 1)


@given(shares)
def test_greys_are_black_ink_alone(value: float) -> None:
    cyan, magenta, yellow, black = CONVERSION.cmyk(value, value, value)
    assert (cyan, magenta, yellow) == (0, 0, 0)
    assert black == pytest.approx(1 - value, abs=0.008)


def test_black_is_all_black_and_white_is_paper() -> None:
    assert CONVERSION.cmyk(0, 0, 0) == (0, 0, 0, 1)
    assert CONVERSION.cmyk(1, 1, 1) == (0, 0, 0, 0)


def test_what_differs_by_less_than_a_step_is_grey() -> None:
    assert CONVERSION.cmyk(0.5, 0.5005, 0.4995)[:3] == (0, 0, 0)


@given(shares, shares, shares)
def test_inks_are_whole_per_cents_within_the_limit(red: float, green: float, blue: float) -> None:
    for conversion in (CONVERSION, POOR):
        inks = conversion.cmyk(red, green, blue)
        whole = [round(ink * 100) for ink in inks]
        assert inks == tuple(ink / 100 for ink in whole)
        assert all(0 <= ink <= 100 for ink in whole)
        assert sum(whole) <= conversion.condition.ink_limit


@given(shares, shares, shares)
def test_within_the_limit_the_colour_is_the_profiles(red: float, green: float, blue: float) -> None:
    press_profile = ImageCms.ImageCmsProfile(io.BytesIO(default_condition().profile.data))
    back = ImageCms.buildTransform(press_profile, ImageCms.createProfile("sRGB"), "CMYK", "RGB", 1, 0x2000)
    # Saturated colours are outside what the press can print; pastels are inside.
    colour = tuple(0.65 + component * 0.2 for component in (red, green, blue))
    inks = CONVERSION.cmyk(*colour)
    pixel = Image.new("CMYK", (1, 1), tuple(round(255 * ink) for ink in inks))
    found = back.apply(pixel).tobytes()
    if inks[:3] != (0, 0, 0):
        assert all(abs(a - 255 * b) < 14 for a, b in zip(found, colour, strict=True))


def test_a_lower_limit_takes_colour_not_black() -> None:
    rich = CONVERSION.cmyk(0.1, 0.05, 0.0)
    poor = POOR.cmyk(0.1, 0.05, 0.0)
    assert sum(rich) > 2.5
    assert poor[3] == rich[3]
    assert all(a < b for a, b in zip(poor[:3], rich[:3], strict=True))


def test_components_beyond_the_range_are_cut_off() -> None:
    assert CONVERSION.cmyk(1.2, -0.1, -3) == CONVERSION.cmyk(1, 0, 0)


def test_a_printers_profile_decides(tmp_path: Path) -> None:
    (tmp_path / "a.icc").write_bytes(press(described("x")))
    condition = load_condition(tmp_path / "a.icc", 320, None, "a.icc")
    assert isinstance(condition, PrintCondition)
    assert ColorConversion(condition).cmyk(0.1, 0, 0) != CONVERSION.cmyk(0.1, 0, 0)
