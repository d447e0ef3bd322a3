"""What the head of a raster file tells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Header:
    """Pixels as stored, before any turn; `orientation` is the Exif tag's value (1 to 8, CIPA DC-008 §4.6.5.1.6).

    `whole` is False where data that the structure promises is missing at the end. `more` tells of further frames
    or pages, `scans` how often a progressive JPEG goes over the picture.
    """

    width: int
    height: int
    orientation: int = 1
    whole: bool = True
    more: bool = False
    scans: int = 1
