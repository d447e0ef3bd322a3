"""Rules for images: resolution at the placed size, filters, depth, and what a RIP might do with them."""

from __future__ import annotations

from collections.abc import Iterator

from typeset.prepress.preflight.geometry import MM, overlap
from typeset.prepress.preflight.marks import PlacedImage
from typeset.prepress.preflight.model import Wanted
from typeset.prepress.preflight.pages import Page

LINE_ART_DPI = 600
_TINY_PIXELS = 2
_TINY_MM2 = 1.0
_ROUNDING = 0.995

Told = tuple[str, dict[str, object]]


def image_findings(image: PlacedImage, page: Page, wanted: Wanted) -> Iterator[Told]:
    """What is wrong with a placed image."""
    yield from _storage(image, wanted)
    if not image.soft and overlap(image.box, page.points(page.facts.bled)) is not None:
        yield from _resolution(image, MM * page.facts.user_unit, wanted)


def _resolution(image: PlacedImage, mm: float, wanted: Wanted) -> Iterator[Told]:
    """Effective resolution: pixels over placed inches, the smaller of both axes.

    A colour laid out as an image of a pixel or two has none, nor has what is smaller than a square millimetre.
    """
    width, height = image.placed[0] * mm, image.placed[1] * mm
    if min(image.pixels) <= _TINY_PIXELS or width * height < _TINY_MM2 or min(width, height) <= 0:
        return
    dpi = min(image.pixels[0] * 25.4 / width, image.pixels[1] * 25.4 / height)
    told: dict[str, object] = {"name": image.name, "dpi": f"{dpi:.0f}", "size": f"{width:.0f} × {height:.0f}"}
    if image.bits == 1:
        if dpi < LINE_ART_DPI * _ROUNDING:
            yield "preflight-image-line-art", {**told, "wanted": LINE_ART_DPI}
    elif dpi < wanted.least_dpi * _ROUNDING:
        yield "preflight-image-coarse", {**told, "wanted": f"{wanted.least_dpi:g}"}
    elif dpi < wanted.good_dpi * _ROUNDING:
        yield "preflight-image-soft", {**told, "wanted": f"{wanted.good_dpi:g}"}


def _storage(image: PlacedImage, wanted: Wanted) -> Iterator[Told]:
    old = wanted.standard == "pdf/x-1a"
    if "LZWDecode" in image.filters:
        yield "preflight-image-lzw", {"name": image.name}
    if "JPXDecode" in image.filters:
        yield ("preflight-image-jpx" if old else "preflight-image-jpx-allowed"), {"name": image.name}
    if image.bits > 8:
        yield (
            ("preflight-image-deep" if old else "preflight-image-deep-allowed"),
            {"name": image.name, "bits": image.bits},
        )
    if image.interpolate:
        yield "preflight-image-interpolated", {"name": image.name}
    if image.alternates:
        yield "preflight-image-alternates", {"name": image.name}
    if image.opi:
        yield "preflight-opi", {"name": image.name}
