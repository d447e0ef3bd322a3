"""Pixels and millimetres: how many pixels a placed picture needs, and how many it has."""

from __future__ import annotations

import math

from typeset.pictures.cropping import CropBox, kept_box
from typeset.pictures.facts import PictureFacts
from typeset.problems import Place, Problem, Severity, problem

_MM_PER_INCH = 25.4


def target_pixels(placed_width_mm: float, placed_height_mm: float, dpi: float) -> tuple[int, int]:
    """The pixels that a box on the page has at a resolution, rounded up, at least 1 each way."""

    def pixels(length: float) -> int:
        return max(1, math.ceil(round(length / _MM_PER_INCH * dpi, 6)))

    return pixels(placed_width_mm), pixels(placed_height_mm)


def cropped_size(facts: PictureFacts, crop: CropBox | None) -> tuple[float, float]:
    """What a crop leaves, in the units of the facts (pixels; CSS pixels of a vector picture): its intrinsic size.

    Raises ValueError for a crop that keeps nothing.
    """
    crop = crop or CropBox()
    if crop.keeps_nothing:
        raise ValueError("the crop keeps nothing")
    if facts.vector:
        across, down = 100 - crop.left - crop.right, 100 - crop.top - crop.bottom
        return facts.width * across / 100, facts.height * down / 100
    box = kept_box(round(facts.width), round(facts.height), crop)
    return box.width, box.height


def effective_dpi(facts: PictureFacts, crop: CropBox | None, placed_width_mm: float, placed_height_mm: float) -> float:
    """The source pixels per inch of the placed crop, in the direction where they are fewer.

    Infinite for a vector picture. Raises ValueError for a crop that keeps nothing or a box without size.
    """
    if facts.vector:
        return math.inf
    if placed_width_mm <= 0 or placed_height_mm <= 0:
        raise ValueError(f"no size on the page: {placed_width_mm} × {placed_height_mm} mm")
    box = kept_box(round(facts.width), round(facts.height), crop)
    return min(box.width / placed_width_mm, box.height / placed_height_mm) * _MM_PER_INCH


def check_resolution(
    facts: PictureFacts,
    crop: CropBox | None,
    placed_width_mm: float,
    placed_height_mm: float,
    place: Place | None,
    *,
    wanted: float = 300,
    least: float = 200,
) -> Problem | None:
    """A warning for a picture placed at fewer source pixels per inch than `wanted`, an error below `least`.

    300 dpi is what printing houses ask of photographs; below 200 the loss shows in print. The message names the width
    in pixels that the whole picture, with what the crop takes away, must have at the least.
    """
    dpi = effective_dpi(facts, crop, placed_width_mm, placed_height_mm)
    if dpi >= wanted - 0.5:
        return None
    across = target_pixels(placed_width_mm, placed_height_mm, wanted)[0]
    kept = kept_box(round(facts.width), round(facts.height), crop)
    return problem(
        "picture-resolution-low",
        place,
        Severity.ERROR if dpi < least - 0.5 else Severity.WARNING,
        name=facts.name,
        dpi=round(dpi),
        wanted=round(wanted),
        width=round(placed_width_mm),
        pixels=math.ceil(across * facts.width / kept.width),
        fitting=max(1, math.floor(placed_width_mm * dpi / wanted)),
    )
