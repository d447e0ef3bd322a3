from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from typeset.pictures.ink import black_ink, black_only_mask, coverage, is_neutral, limited, neutral_mask

inks = st.tuples(*[st.integers(0, 255)] * 4)


def pixels(image: Image.Image) -> list[tuple[int, ...]]:
    data, width = image.tobytes(), len(image.getbands())
    return [tuple(data[at : at + width]) for at in range(0, len(data), width)]


def picture(colours: list[tuple[int, int, int, int]]) -> Image.Image:
    return Image.frombytes("CMYK", (1, len(colours)), bytes(value for colour in colours for value in colour))


@given(st.lists(inks, min_size=1, max_size=300))
def test_coverage_is_the_largest_sum(colours: list[tuple[int, int, int, int]]) -> None:
    assert coverage(picture(colours)) == pytest.approx(max(map(sum, colours)) * 100 / 255)


@given(st.lists(inks, min_size=1, max_size=300), st.integers(100, 400))
def test_a_limit_is_kept_and_only_what_is_over_it_changes(colours: list[tuple[int, int, int, int]], limit: int) -> None:
    found = pixels(limited(picture(colours), limit))
    for before, after in zip(colours, found, strict=True):
        assert sum(after) * 100 / 255 <= limit
        if sum(before) * 100 / 255 <= limit:
            assert after == before
            continue
        assert after[3] == before[3]
        assert sum(after) * 100 / 255 > limit - 4 * 100 / 255
        share = (limit * 2.55 - before[3]) / sum(before[:3])
        assert all(abs(b - a * share) <= 2 for a, b in zip(before[:3], after[:3], strict=True))


def test_a_picture_within_the_limit_is_left_alone() -> None:
    image = picture([(255, 255, 0, 0), (0, 0, 0, 255)])
    assert limited(image, 200) is image


def test_black_alone_is_within_every_limit() -> None:
    with pytest.raises(ValueError, match="an ink limit of 99"):
        limited(picture([(0, 0, 0, 255)]), 99)


def test_grey_pictures_have_the_ink_of_their_darkest_spot() -> None:
    image = Image.new("L", (3, 3), 255)
    assert coverage(image) == 0
    image.putpixel((1, 1), 51)
    assert coverage(image) == 80


def test_pictures_of_many_rows() -> None:
    image = Image.new("CMYK", (5, 700))
    image.putpixel((4, 699), (255, 255, 255, 255))
    assert coverage(image) == 400
    kept = limited(image, 250)
    assert kept.getpixel((4, 699)) == (127, 127, 127, 255)
    assert kept.getpixel((4, 698)) == (0, 0, 0, 0)
    assert image.getpixel((4, 699)) == (255, 255, 255, 255)


def test_neutral_pixels() -> None:
    image = Image.new("RGB", (3, 300), (77, 77, 77))
    assert is_neutral(image)
    image.putpixel((2, 299), (77, 77, 78))
    assert not is_neutral(image)
    mask = neutral_mask(image)
    assert (mask.getpixel((2, 299)), mask.getpixel((1, 299)), mask.getpixel((0, 0))) == (0, 255, 255)


def test_pixels_in_black_alone() -> None:
    image = picture([(0, 0, 0, 255), (0, 0, 0, 0), (1, 0, 0, 9), (0, 2, 0, 9), (0, 0, 3, 9)])
    assert black_only_mask(image).tobytes() == bytes((255, 255, 0, 0, 0))


def test_grey_in_black_ink() -> None:
    grey = Image.frombytes("L", (256, 1), bytes(range(256)))
    assert pixels(black_ink(grey)) == [(0, 0, 0, 255 - value) for value in range(256)]


def test_large_pictures_of_every_colour_keep_the_limit() -> None:
    image = Image.frombytes("CMYK", (300, 300), random.Random(3).randbytes(300 * 300 * 4))
    assert coverage(image) > 380
    assert coverage(limited(image, 300)) <= 300
