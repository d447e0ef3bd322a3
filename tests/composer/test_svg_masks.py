"""Masks in drawings: shapes and groups show where the mask is light, wherever they stand."""

from __future__ import annotations

import numpy as np
import pypdfium2
import pytest

from typeset.composer.fetching import ClosedFetcher
from typeset.composer.rendering import lay_out, write_pdf

DISC = '<mask id="m"{region}><circle cx="100" cy="150" r="40" fill="white"/></mask>'
SHAPE = '<rect x="10" y="110" width="180" height="80" fill="blue"{mask}/>'
REGION = ' maskUnits="userSpaceOnUse" x="0" y="0" width="100" height="300"'


def blue(drawing: str) -> set[tuple[int, int]]:
    """Which of four spots of the shape are seen: in the disc left and right of its middle, and beside it."""
    svg = f'<svg viewBox="0 0 400 300" style="width: 40mm; height: 30mm; display: block">{drawing}</svg>'
    html = f"<style>@page {{ size: 40mm 30mm; margin: 0 }} body {{ margin: 0 }}</style>{svg}"
    data, _ = write_pdf(lay_out(html, (), None, ClosedFetcher(data={}), {}), lambda *_: b"")
    picture = pypdfium2.PdfDocument(data)[0].render(scale=400 * 25.4 / 40 / 72).to_pil().convert("RGB")
    pixels = np.asarray(picture.resize((400, 300))).astype(int)
    spots = [(80, 150), (120, 150), (20, 120), (180, 180)]
    return {(x, y) for x, y in spots if pixels[y, x, 2] > 200 and pixels[y, x, 0] < 60}


@pytest.mark.parametrize(
    ("drawing", "seen"),
    [
        (DISC.format(region="") + SHAPE.format(mask=' mask="url(#m)"'), {(80, 150), (120, 150)}),
        (DISC.format(region="") + f'<g mask="url(#m)">{SHAPE.format(mask="")}</g>', {(80, 150), (120, 150)}),
        (DISC.format(region=REGION) + SHAPE.format(mask=' mask="url(#m)"'), {(80, 150)}),
        (
            DISC.format(region="")
            + '<rect x="-90" y="10" width="180" height="80" fill="blue" transform="translate(100 100)" mask="url(#n)"/>'
            + '<mask id="n"><circle cx="20" cy="50" r="10" fill="white"/></mask>',
            {(120, 150)},
        ),
        (SHAPE.format(mask=""), {(80, 150), (120, 150), (20, 120), (180, 180)}),
    ],
    ids=["shape", "group", "region", "transformed", "no mask"],
)
def test_what_is_masked_shows_where_the_mask_is_light(drawing: str, seen: set[tuple[int, int]]) -> None:
    assert blue(drawing) == seen
