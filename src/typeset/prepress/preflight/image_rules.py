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
    words = picture_words(image, page, wanted)
    yield from _storage(image, words, wanted)
    if not image.soft and overlap(image.box, page.points(page.facts.bled)) is not None:
        yield from _resolution(image, words, MM * page.facts.user_unit, wanted)


def picture_words(image: PlacedImage, page: Page, wanted: Wanted) -> dict[str, object]:
    """What people call an image: by its file where its maker told, else by where it stands; and how large it is."""
    said = image.name.rpartition(" > ")[2]
    file = next((file for key, file in wanted.pictures.items() if said.startswith(key)), "")
    zh, en = (f"图片“{file}”", file) if file else _position(image, page)
    mm = MM * page.facts.user_unit
    size = " × ".join(f"{length * mm:.0f}" for length in image.placed)
    return {"picture_zh": f"{zh}（{size} mm）", "picture_en": f"{en} ({size} mm)"}


def _position(image: PlacedImage, page: Page) -> tuple[str, str]:
    """The part of the page in which an image has its middle, or that it fills the page."""
    sheet = page.points(page.facts.sheet)
    left, bottom, right, top = sheet
    inside = overlap(image.box, sheet)
    if inside and (inside[2] - inside[0]) * (inside[3] - inside[1]) > _FULL * (right - left) * (top - bottom):
        return "铺满整页的图片", "that fills the page"
    x, y = (image.box[0] + image.box[2]) / 2, (image.box[1] + image.box[3]) / 2
    across, down = _third(x - left, right - left), _third(top - y, top - bottom)
    zh, en = _PARTS[down][across]
    return f"{zh}的图片", en


def _third(value: float, length: float) -> int:
    return min(max(int(3 * value / length), 0), 2) if length > 0 else 1


_FULL = 0.9
_PARTS = (
    (("左上", "at the top left"), ("上方正中", "at the top"), ("右上", "at the top right")),
    (("左侧", "on the left"), ("正中", "in the middle"), ("右侧", "on the right")),
    (("左下", "at the bottom left"), ("下方正中", "at the bottom"), ("右下", "at the bottom right")),
)


def _resolution(image: PlacedImage, words: dict[str, object], mm: float, wanted: Wanted) -> Iterator[Told]:
    """Effective resolution: pixels over placed inches, the smaller of both axes.

    A colour laid out as an image of a pixel or two has none, nor has what is smaller than a square millimetre.
    """
    width, height = image.placed[0] * mm, image.placed[1] * mm
    if min(image.pixels) <= _TINY_PIXELS or width * height < _TINY_MM2 or min(width, height) <= 0:
        return
    dpi = min(image.pixels[0] * 25.4 / width, image.pixels[1] * 25.4 / height)
    told = {**words, "dpi": f"{dpi:.0f}"}
    if image.bits == 1:
        if dpi < LINE_ART_DPI * _ROUNDING:
            yield "preflight-image-line-art", {**told, "wanted": LINE_ART_DPI}
    elif dpi < wanted.least_dpi * _ROUNDING:
        yield "preflight-image-coarse", {**told, "wanted": f"{wanted.least_dpi:g}"}
    elif dpi < wanted.good_dpi * _ROUNDING:
        yield "preflight-image-soft", {**told, "wanted": f"{wanted.good_dpi:g}"}


def _storage(image: PlacedImage, words: dict[str, object], wanted: Wanted) -> Iterator[Told]:
    old = wanted.standard == "pdf/x-1a"
    if "LZWDecode" in image.filters:
        yield "preflight-image-lzw", words
    if "JPXDecode" in image.filters:
        yield ("preflight-image-jpx" if old else "preflight-image-jpx-allowed"), words
    if image.bits > 8:
        yield (
            ("preflight-image-deep" if old else "preflight-image-deep-allowed"),
            {**words, "bits": image.bits},
        )
    if image.interpolate:
        yield "preflight-image-interpolated", words
    if image.alternates:
        yield "preflight-image-alternates", words
    if image.opi:
        yield "preflight-opi", {"what_zh": words["picture_zh"], "what_en": f"The image {words['picture_en']}"}
