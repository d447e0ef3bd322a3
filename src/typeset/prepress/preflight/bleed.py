"""Whether what touches the edge of the trimmed page goes on to the edge of the bleed. Judged by the drawn page."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from typeset.prepress.preflight.box_rules import bleeds
from typeset.prepress.preflight.model import PageFacts

SHORTEST_MM = 3.0
"""A stretch of edge shorter than this may be a letter or a line that just ends there."""

_EDGES = ("left", "right", "top", "bottom")
EDGE_WORDS = {"left": "左", "right": "右", "top": "上", "bottom": "下"}

Inked = NDArray[np.bool_]


def unbled(page: PageFacts, picture: Image.Image, wanted_mm: float) -> Iterator[tuple[str, float, float]]:
    """Edges of the trimmed page at which ink ends: edge, and from and to in mm along it from its left or top end.

    `picture` shows the MediaBox, black where it is not paper. Beyond it lies paper.
    """
    media = page.media
    if media is None:
        return
    scale = picture.width / media.width  # pixels per mm
    margin = int(wanted_mm * scale) + 4
    inked = np.pad(~np.asarray(picture), margin)
    sheet = page.sheet
    left, right = ((edge - media.left) * scale + margin for edge in (sheet.left, sheet.right))
    top, bottom = ((media.top - edge) * scale + margin for edge in (sheet.top, sheet.bottom))
    reach = dict(zip(("left", "bottom", "right", "top"), bleeds(page), strict=True))
    for edge in _EDGES:
        far = max(min(reach[edge], wanted_mm), 0) or wanted_mm
        strip = _outward(inked, edge, (left, right, top, bottom))
        for start, end in _stretches(strip, margin_px=far * scale):
            if (end - start) / scale >= SHORTEST_MM:
                yield edge, start / scale, end / scale


def _outward(inked: Inked, edge: str, box: tuple[float, float, float, float]) -> tuple[Inked, int]:
    """The page turned so that the edge's outside is to the right: rows along the edge, and the column of the edge."""
    left, right, top, bottom = box
    rows = slice(max(round(top), 0), max(round(bottom), 0))
    columns = slice(max(round(left), 0), max(round(right), 0))
    if edge == "left":
        return inked[rows, ::-1], inked.shape[1] - round(left)
    if edge == "right":
        return inked[rows, :], round(right)
    if edge == "top":
        return inked[::-1, columns].T, inked.shape[0] - round(top)
    return inked[:, columns].T, round(bottom)


def _stretches(strip: tuple[Inked, int], margin_px: float) -> Iterator[tuple[int, int]]:
    """Rows from and to in which ink stands at the cut but not in the outer part of the bleed."""
    rows, column = strip
    inside = rows[:, max(column - 3, 0) : max(column - 1, 0)]
    first, last = column + int(margin_px * 0.6), column + int(margin_px) - 1
    outside = rows[:, first : max(last, first + 1)]
    if not inside.size or not outside.size:
        return
    ends = inside.all(axis=1) & ~outside.any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], ends.astype(np.int8), [0]))))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
