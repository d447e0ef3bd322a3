"""Inset, outset, groove and ridge borders: two shades of the colour, on the screen and in ink."""

from __future__ import annotations

import numpy as np
import pypdfium2
import pytest

from typeset.composer.fetching import ClosedFetcher
from typeset.composer.inks import Ink, PrintPainting
from typeset.composer.pictures import Pixels
from typeset.composer.rendering import lay_out, write_pdf, write_print_pdf

LIGHT, DARK = (0xDD, 0x66, 0x66), (0x88, 0x11, 0x11)
"""A third of the way from #cc1919 to white and to black."""


def page(style: str) -> bytes:
    css = "@page { size: 40mm; margin: 10mm } html { background: white } body { margin: 0 } "
    html = f"<style>{css} div {{ height: 10mm; border: 4mm {style} #cc1919 }}</style><div></div>"
    rendering = lay_out(html, (), None, ClosedFetcher(data={}), {})
    data, messages = write_pdf(rendering, lambda *_: b"")
    assert not messages
    return data


def colours(data: bytes) -> dict[str, tuple[int, ...]]:
    """The outer colour of every side, in the middle of its outer half."""
    picture = pypdfium2.PdfDocument(data)[0].render(scale=72 / 25.4).to_pil().convert("RGB")
    pixels = np.asarray(picture).astype(int)
    scale = picture.width / 40
    at = {"top": (11, 20), "right": (19, 29), "bottom": (27, 20), "left": (19, 11)}
    return {side: tuple(pixels[int(y * scale), int(x * scale)]) for side, (y, x) in at.items()}


def near(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return max(abs(one - other) for one, other in zip(found, wanted, strict=True)) <= 3


@pytest.mark.parametrize(
    ("style", "top_left", "bottom_right"),
    [("inset", DARK, LIGHT), ("outset", LIGHT, DARK), ("groove", DARK, LIGHT), ("ridge", LIGHT, DARK)],
)
def test_light_comes_from_the_top_left(style: str, top_left: tuple[int, ...], bottom_right: tuple[int, ...]) -> None:
    found = colours(page(style))

    for side, wanted in (("top", top_left), ("left", top_left), ("bottom", bottom_right), ("right", bottom_right)):
        assert near(found[side], wanted), side


def test_in_print_the_shades_of_black_are_black_ink_alone() -> None:
    html = "<style>@page { size: 40mm } div { height: 10mm; border: 4mm inset black }</style><div></div>"
    rendering = lay_out(html, (), None, ClosedFetcher(data={}), {})
    asked: list[tuple[float, ...]] = []

    def ink(red: float, green: float, blue: float) -> Ink:
        asked.append((round(red, 2), round(green, 2), round(blue, 2)))
        return Ink((0, 0, 0, 1 - red))

    def no_pixels(_data: bytes) -> Pixels:
        raise AssertionError

    write_print_pdf(rendering, lambda *_: b"", PrintPainting(ink, no_pixels))
    assert set(asked) == {(0, 0, 0), (0.33, 0.33, 0.33)}
