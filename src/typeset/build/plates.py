"""The plates of a page: its print PDF separated by Ghostscript, for whoever has time; knows nothing of the edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from typeset.build.page_pixels import picture_size
from typeset.build.snapshot import PrintPage
from typeset.prepress.preflight.ink import ghostscript, separating

if TYPE_CHECKING:
    from typeset.build.page_pixels import Pixels

_MM_PER_INCH = 25.4
_MOST_FINE_PIXELS = 24_000_000


def separate(page: PrintPage, scale: float, *, bleed: bool = False) -> dict[str, Pixels]:
    """The plates of a page by ink, `scale` pixels to a mm, grey, black where there is ink; its bleed on request.

    Empty where Ghostscript is not there or fails. Raises ValueError for pictures that are too large.
    """
    cut = 0 if bleed else page.bleed
    border = 2 * (page.bleed - cut)
    across, down = picture_size(page.width + border, page.height + border, scale)
    program = ghostscript()
    if program is None:
        return {}
    finer = _finer(across * down)
    at = round(cut * scale * finer)
    with separating(page.pdf, program, scale * finer * _MM_PER_INCH) as finished:
        found = finished(1)
        made = found.of(1) if found else {}
    rows, columns = slice(at, at + down * finer), slice(at, at + across * finer)
    return {ink: smoothed(np.asarray(255 - plane)[rows, columns], finer) for ink, plane in made.items()}


def _finer(pixels: int) -> int:
    """How many times finer plates are drawn than shown: Ghostscript separates without smoothing edges."""
    return next((times for times in (3, 2) if pixels * times * times <= _MOST_FINE_PIXELS), 1)


def smoothed(plane: Pixels, times: int) -> Pixels:
    """A plane reduced so many times, each pixel the mean of a square; what is over at the far edges is left out."""
    if times == 1:
        return plane
    height, width = (length // times for length in plane.shape)
    squares = plane[: height * times, : width * times].reshape(height, times, width, times)
    means: Pixels = (squares.sum(axis=(1, 3), dtype=np.uint32) // (times * times)).astype(np.uint8)
    return means
