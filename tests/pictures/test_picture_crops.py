from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from typeset.pictures import CropBox, PictureFacts, check_resolution, cropped_size, effective_dpi, target_pixels
from typeset.pictures.cropping import Box, kept_box, stored_box, turned_size
from typeset.pictures.sampling import sampled_size
from typeset.problems import Place, Severity

TRANSPOSES = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

sizes = st.integers(1, 3000)
shares = st.floats(0, 49.9)
crops = st.builds(CropBox, shares, shares, shares, shares)


def photo(width: float, height: float, *, vector: bool = False) -> PictureFacts:
    return PictureFacts(Path("a"), "a.jpg", "JPEG", width, height, 1, "RGB", "rgb", False, False, "0" * 64, vector)


@given(sizes, sizes, crops)
def test_a_crop_keeps_pixels_of_the_picture(width: int, height: int, crop: CropBox) -> None:
    box = kept_box(width, height, crop)
    assert 0 <= box.left < box.right <= width
    assert 0 <= box.top < box.bottom <= height
    assert abs(box.left - width * crop.left / 100) <= 1
    assert abs(box.bottom - height * (100 - crop.bottom) / 100) <= 1


def test_a_crop_is_in_per_cent_of_each_side() -> None:
    assert kept_box(200, 100, CropBox(left=10, top=20, right=30, bottom=40)) == Box(20, 20, 140, 60)
    assert kept_box(200, 100, None) == Box(0, 0, 200, 100)


@pytest.mark.parametrize(
    "crop", [CropBox(left=50, right=50), CropBox(top=100), CropBox(left=-1), CropBox(top=math.nan)]
)
def test_a_crop_that_keeps_nothing(crop: CropBox) -> None:
    assert crop.keeps_nothing
    with pytest.raises(ValueError, match="keeps nothing"):
        cropped_size(photo(10, 10), crop)


@given(st.integers(1, 9), st.integers(1, 9), crops, st.sampled_from(range(1, 9)))
def test_cropping_before_the_turn_is_cropping_after_it(
    width: int, height: int, crop: CropBox, orientation: int
) -> None:
    stored = Image.frombytes("L", (width, height), bytes(range(width * height)))
    turn = TRANSPOSES.get(orientation)
    seen = stored.transpose(turn) if turn is not None else stored
    assert seen.size == turned_size(width, height, orientation)
    box = kept_box(*seen.size, crop)
    early = stored.crop(stored_box(box, *seen.size, orientation))
    early = early.transpose(turn) if turn is not None else early
    assert early.tobytes() == seen.crop(box).tobytes()


@given(sizes, sizes, sizes, sizes)
def test_a_sample_fits_keeps_its_shape_and_never_grows(width: int, height: int, most: int, tallest: int) -> None:
    across, down = sampled_size(Box(0, 0, width, height), most, tallest)
    assert 1 <= across <= min(width, most)
    assert 1 <= down <= min(height, tallest)
    assert across in (width, most) or down in (height, tallest)
    assert abs(across * height - down * width) <= max(width, height)


def test_the_crop_is_the_intrinsic_size() -> None:
    assert cropped_size(photo(4000, 3000), CropBox(left=25, bottom=50)) == (3000, 1500)
    assert cropped_size(photo(100.5, 50, vector=True), CropBox(right=50)) == (50.25, 50)


def test_target_pixels_are_never_too_few() -> None:
    assert target_pixels(163, 108.6, 150) == (963, 642)
    assert target_pixels(25.4, 50.8, 300) == (300, 600)
    assert target_pixels(0.001, 0, 150) == (1, 1)


def test_effective_dpi_counts_the_crop_in_the_poorer_direction() -> None:
    assert effective_dpi(photo(3000, 2000), None, 254, 100) == pytest.approx(300)
    assert effective_dpi(photo(3000, 2000), CropBox(left=50), 254, 100) == pytest.approx(150)
    assert effective_dpi(photo(10, 10, vector=True), None, 254, 100) == math.inf
    with pytest.raises(ValueError, match="no size on the page"):
        effective_dpi(photo(10, 10), None, 0, 100)


@given(st.floats(1, 400), st.floats(1, 400), st.sampled_from((72, 150, 300)))
def test_a_picture_with_the_target_pixels_has_the_resolution(across: float, down: float, dpi: int) -> None:
    assert effective_dpi(photo(*target_pixels(across, down, dpi)), None, across, down) >= dpi - 1e-3


@pytest.mark.parametrize(
    ("pixels", "severity"), [(2980, Severity.WARNING), (2000, Severity.WARNING), (1980, Severity.ERROR)]
)
def test_low_resolution_is_graded(pixels: int, severity: Severity, place: Place) -> None:
    found = check_resolution(photo(pixels, 3000), None, 254, 100, place)
    assert found is not None
    assert found.severity == severity


def test_enough_resolution_is_no_problem(place: Place) -> None:
    assert check_resolution(photo(3000, 3000), None, 254, 100, place) is None
    assert check_resolution(photo(1500, 1500), None, 254, 100, place, wanted=150) is None


def test_low_resolution_says_what_would_do(place: Place, facts_of: Callable[..., PictureFacts]) -> None:
    found = check_resolution(facts_of(Image.new("L", (1080, 720)), "微信图片.jpg"), None, 163, 108.6, place)
    assert found is not None
    assert found.place == place
    assert found.message("zh") == "图片“微信图片.jpg”排成 163 毫米宽，只有 168 dpi，印刷宜有 300 dpi。"
    assert found.message("en") == "The picture 微信图片.jpg, set 163 mm wide, has only 168 dpi; print wants 300 dpi."
    assert found.hint("zh").startswith("换用原图（这个尺寸至少要 1926 像素宽；")
    assert found.hint("zh").endswith("或缩到 91 毫米宽以内。")
    assert found.hint("en").startswith("Use the original (at least 1926 pixels across for this size;")


def test_the_pixels_that_would_do_are_those_of_the_uncropped_picture(place: Place) -> None:
    found = check_resolution(photo(1000, 1000), CropBox(left=50), 254, 508, place)
    assert found is not None
    assert found.severity == Severity.ERROR
    assert (found.arguments["dpi"], found.arguments["pixels"]) == ("50", "6000")


def test_what_is_far_too_small_is_not_advised_to_be_nothing(place: Place) -> None:
    found = check_resolution(photo(8, 8), None, 100, 100, place)
    assert found is not None
    assert found.hint("zh").endswith("或缩到 1 毫米宽以内。")
