"""Likeness of pictures: a fingerprint that stays when a picture is scaled, saved again or made a little lighter."""

from __future__ import annotations

from itertools import pairwise

from PIL import Image

from typeset.pictures.cropping import Box
from typeset.pictures.decoding import DecodingError
from typeset.pictures.facts import PictureFacts
from typeset.pictures.sampling import sample

_SAMPLE = (64, 64)
_WIDTH, _HEIGHT = 9, 8
_LEAST_CONTRAST = 8  # of 255: flat pictures are all alike
MOST_DIFFERENT = 5
"""Bits of 64 in which two pictures that look alike may differ."""


def fingerprint(facts: PictureFacts) -> int | None:
    """64 bits that tell where a picture gets lighter from left to right (difference hash).

    None for drawings (SVG), for pictures that are nearly of one shade, and for those that cannot be decoded.
    """
    if facts.vector:
        return None
    try:
        whole = Box(0, 0, int(facts.width), int(facts.height))
        grey = sample(facts.path.read_bytes(), facts, whole, _SAMPLE).image.convert("L")
    except (OSError, ValueError, DecodingError):
        return None
    darkest, lightest = grey.getextrema()
    if not isinstance(darkest, int) or not isinstance(lightest, int) or lightest - darkest < _LEAST_CONTRAST:
        return None
    pixels = grey.resize((_WIDTH, _HEIGHT), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(_HEIGHT):
        line = pixels[row * _WIDTH : (row + 1) * _WIDTH]
        for left, right in pairwise(line):
            bits = bits << 1 | (left < right)
    return bits


def difference(one: int, other: int) -> int:
    """In how many bits two fingerprints differ."""
    return (one ^ other).bit_count()
