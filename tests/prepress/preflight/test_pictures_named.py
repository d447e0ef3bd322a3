"""Findings about pictures call them as people do: by file where it is known, else by where they stand."""

from __future__ import annotations

import pytest

from tests.prepress.preflight.files import MM, SLUG, TRIM, add, clean, image, resource, saved
from typeset.prepress.preflight import OBJECTS_ONLY, Wanted, check_pdf

LOW = 120  # dpi


def told(left: float, top: float, width: float, height: float, wanted: Wanted | None = None) -> tuple[str, str]:
    """The words of the one finding about resolution for an image placed in mm from the trimmed page's top left."""
    pdf = clean()
    resource(pdf, "XObject", iabcdef0=image(pdf, round(LOW * width / 25.4)))
    x, y = (SLUG + left) * MM, (SLUG + TRIM[1] - top - height) * MM
    add(pdf, f"q {width * MM} 0 0 {height * MM} {x} {y} cm /iabcdef0 Do Q")
    checks = check_pdf(saved(pdf), wanted or Wanted(trim=TRIM), OBJECTS_ONLY).checks
    (problem,) = next(check for check in checks if check.rule == "resolution").problems
    return problem.message("zh"), problem.message("en")


def test_a_picture_whose_file_is_known_is_called_by_it() -> None:
    zh, en = told(5, 10, 20, 20, Wanted(trim=TRIM, pictures={"iabc": "photos/合影.jpg"}))

    assert (
        zh == "第 1 页（距左 5.0 mm、距上 10.0 mm）：图片“photos/合影.jpg”（20 × 20 mm）只有 119 dpi，至少要 200 dpi。"
    )
    assert (
        en == "Page 1 (5.0 mm right, 10.0 mm down): the image photos/合影.jpg (20 × 20 mm) has 119 dpi; it needs 200."
    )


@pytest.mark.parametrize(
    ("left", "top", "zh", "en"),
    [
        (1, 1, "左上", "at the top left"),
        (25, 1, "上方正中", "at the top"),
        (48, 1, "右上", "at the top right"),
        (1, 35, "左侧", "on the left"),
        (25, 35, "正中", "in the middle"),
        (48, 35, "右侧", "on the right"),
        (1, 68, "左下", "at the bottom left"),
        (25, 68, "下方正中", "at the bottom"),
        (48, 68, "右下", "at the bottom right"),
    ],
)
def test_another_is_called_by_where_it_stands(left: float, top: float, zh: str, en: str) -> None:
    chinese, english = told(left, top, 10, 10)

    assert f"：{zh}的图片（10 × 10 mm）只有 " in chinese
    assert f": the image {en} (10 × 10 mm) has " in english


def test_one_that_fills_the_page_is_called_so() -> None:
    chinese, english = told(-3, -3, TRIM[0] + 6, TRIM[1] + 6)

    assert "铺满整页的图片（66 × 86 mm）" in chinese
    assert "the image that fills the page (66 × 86 mm)" in english
