"""Colours of all spaces that CSS knows: on the screen, in gradients and borders, in drawings, and in ink."""

from __future__ import annotations

import pypdfium2
import pytest
from tinycss2.color5 import parse_color

from typeset.composer.css_colours import to_srgb
from typeset.composer.fetching import ClosedFetcher
from typeset.composer.inks import Ink, PrintPainting
from typeset.composer.pictures import Pixels
from typeset.composer.rendering import Rendering, lay_out, write_pdf, write_print_pdf

REDS = (
    "oklch(0.627955 0.257683 29.2339)",
    "oklab(0.627955 0.224863 0.125846)",
    "lab(54.2905 80.8049 69.8910)",
    "lch(54.2905 106.837 40.8526)",
    "color(display-p3 0.917488 0.200287 0.138561)",
    "color(srgb-linear 1 0 0)",
    "color(rec2020 0.791977 0.230976 0.073761)",
    "color(a98-rgb 0.858659 0 0)",
    "color(prophoto-rgb 0.702379 0.275717 0.103551)",
    "color(xyz 0.41239 0.21264 0.01933)",
    "color(xyz-d50 0.436066 0.222488 0.013916)",
    "hwb(0 0% 0%)",
)
"""sRGB's red in other spaces, as CSS Color 4's conversions give it."""


def bytes_of(written: str) -> tuple[int, ...]:
    return tuple(round(value * 255) for value in to_srgb(parse_color(written)).coordinates)


@pytest.mark.parametrize("written", REDS)
def test_red_is_red_in_every_space(written: str) -> None:
    assert bytes_of(written) == (255, 0, 0)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("color(display-p3 0 1 0)", (0, 255, 0)),
        ("color(display-p3 1 0 0)", (255, 0, 0)),
        ("lab(none none none)", (0, 0, 0)),
        ("color(srgb-linear 0.5 0.5 0.5)", (188, 188, 188)),
        ("color(srgb-linear 2 -1 0)", (255, 0, 0)),
    ],
)
def test_what_lies_outside_srgb_is_brought_to_its_edge(written: str, wanted: tuple[int, ...]) -> None:
    assert bytes_of(written) == wanted


def page(red: str) -> Rendering:
    css = "@page { size: 40mm; margin: 0; background: white } body { margin: 0 } div { height: 8mm }"
    body = (
        f'<div style="background: {red}"></div><div style="background: linear-gradient({red}, {red})"></div>'
        f'<div style="border: 4mm inset {red}; height: 0; box-shadow: 0 0 1mm {red}"></div>'
        '<svg width="40mm" height="8mm" style="display: block"><defs><linearGradient id="g">'
        f'<stop stop-color="{red}"/><stop offset="1" stop-color="{red}"/></linearGradient></defs>'
        '<rect width="200" height="50" fill="url(#g)"/></svg>'
    )
    return lay_out(f"<style>{css}</style>{body}", (), None, ClosedFetcher(data={}), {})


@pytest.mark.parametrize("red", REDS)
def test_every_way_of_painting_takes_every_space_on_the_screen(red: str) -> None:
    data, messages = write_pdf(page(red), lambda *_: b"")

    assert messages == ()
    picture = pypdfium2.PdfDocument(data)[0].render(scale=4).to_pil().convert("RGB")
    found = [picture.getpixel((picture.width // 2, int(picture.height * mm / 40))) for mm in (4, 12, 28)]
    assert found == [(255, 0, 0)] * 3


@pytest.mark.parametrize("red", REDS)
def test_ink_is_asked_for_the_same_colour_in_every_space(red: str) -> None:
    asked = set()

    def ink(red: float, green: float, blue: float) -> Ink:
        asked.add((round(red, 2), round(green, 2), round(blue, 2)))
        return Ink((0, 1, 1, 0))

    def no_pixels(_data: bytes) -> Pixels:
        raise AssertionError

    write_print_pdf(page(red), lambda *_: b"", PrintPainting(ink, no_pixels))

    shades = {(0.67, 0, 0), (1, 0.33, 0.33)}  # of the inset border
    assert asked - {(1, 1, 1), (0, 0, 0)} == {(1, 0, 0)} | shades
