"""Plates for the page: every ink of a page as a picture."""

from __future__ import annotations

import numpy as np

from typeset.build.page_pixels import png
from typeset.build.plates import separate
from typeset.preview.jobs import Separate
from typeset.preview.refusal import Refusal


def plates(job: Separate) -> dict[str, bytes]:
    """PNG files by ink. Raises Refusal where nothing could be separated, ValueError for pictures that are too large."""
    made = separate(job.page, job.scale, bleed=job.bleed)
    if not made:
        raise Refusal(503, "preview-drawing-failed", why="Ghostscript")
    blank = np.full_like(next(iter(made.values())), 255)  # an ink that the page does not use
    return {ink: png(plane) for ink, plane in {job.ink: blank, **made}.items()}
