"""What pictures are painted with: for the screen PDF, 150 dpi sRGB at the size they have on the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO

from PIL import Image

from typeset.edition import Source
from typeset.pictures import PictureCache, check_resolution, prepare_screen, target_pixels
from typeset.problems import Problem

SCREEN_DPI = 150


@dataclass
class ScreenPainter:
    """A Painter of the composer over the edition's sources; keeps the problems of pictures that will not open."""

    sources: Mapping[str, Source]
    pictures: PictureCache
    problems: list[Problem] = field(default_factory=list)

    def __call__(self, address: str, width: float, height: float) -> bytes:
        """The picture's data for a placed size in mm; a grey patch where it cannot be decoded."""
        source = self.sources[address]
        if source.facts is None:
            raise KeyError(address)
        pixels = target_pixels(width, height, SCREEN_DPI)
        if low := check_resolution(source.facts, source.crop, width, height, source.place, least=0):
            self.problems.append(low)
        prepared = prepare_screen(source.facts, source.crop, *pixels, cache=self.pictures, place=source.place)
        if isinstance(prepared, Problem):
            self.problems.append(prepared)
            return _grey_patch()
        return prepared.data


@cache
def _grey_patch() -> bytes:
    buffer = BytesIO()
    Image.new("L", (8, 8), 220).save(buffer, "PNG")
    return buffer.getvalue()
