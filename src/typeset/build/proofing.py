"""Soft proofs of single pages, and what their plates are made from: what the printing house will make of them."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from PIL import Image

from typeset.build.checked import Checked
from typeset.build.inking import ink_mixer
from typeset.build.painting import SCREEN_DPI, PrintPainter
from typeset.build.printing import edition_condition
from typeset.build.snapshot import PrintPage
from typeset.color import PrintCondition, seen, seen_picture
from typeset.composer.css_colours import to_srgb
from typeset.composer.inks import PrintPainting
from typeset.composer.rendering import Rendering, write_print_pdf
from typeset.pictures import PictureCache, PrintPicture, prepare_print, target_pixels
from typeset.prepress.preflight.ink import ghostscript
from typeset.problems import Problem

_PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
_MM_PER_PX = 25.4 / 96
_PATCH = 220


@dataclass
class Proofing:
    """How an edition's pages will look in print."""

    checked: Checked
    pictures: PictureCache

    @cached_property
    def condition(self) -> PrintCondition:
        """The edition's printing condition."""
        return edition_condition(self.checked.edition)[0]

    @property
    def inks(self) -> tuple[str, ...]:
        """The inks that the edition is printed with; none on a machine that cannot separate."""
        if ghostscript() is None:
            return ()
        printing = self.checked.edition.printing
        spots = tuple(spot.ink for spot in printing.spot_colours) if printing.inks != "black" else ()
        return (_PROCESS if printing.inks == "cmyk" else _PROCESS[-1:]) + spots

    @cached_property
    def _mixer(self) -> Any:
        return ink_mixer(self.checked.options.palette, self.checked.edition.printing, self.condition)

    def seen(self, color: Any) -> tuple[float, float, float]:
        """A colour of the page (tinycss2's) as it will look on paper: sRGB, 0 to 1."""
        if color.space == "device-cmyk":
            c, m, y, k = (min(1.0, max(0.0, value or 0.0)) for value in color.coordinates)
        else:
            c, m, y, k = self._mixer(
                *(min(1.0, max(0.0, value or 0.0)) for value in to_srgb(color).coordinates)
            ).process
        red, green, blue = self._seen_ink((c, m, y, k))
        return red / 255, green / 255, blue / 255

    @cached_property
    def _known(self) -> dict[tuple[float, float, float, float], tuple[int, int, int]]:
        return {}

    def _seen_ink(self, cmyk: tuple[float, float, float, float]) -> tuple[int, int, int]:
        if cmyk not in self._known:
            self._known[cmyk] = seen(self.condition, cmyk)
        return self._known[cmyk]

    def picture(self, address: str, width: float, height: float) -> bytes:
        """A Painter of the composer: pictures as they will look on paper, at the screen's resolution."""
        source = self.checked.edition.sources[address]
        if source.facts is None:
            raise KeyError(address)
        painter = PrintPainter(self.checked.edition, self.pictures, self.condition)
        made = prepare_print(
            source.facts,
            source.crop,
            *target_pixels(width, height, SCREEN_DPI),
            condition=self.condition,
            settings=painter.settings,
            place=source.place,
            cache=self.pictures,
        )
        if isinstance(made, Problem):
            return _file(Image.new("L", (8, 8), _PATCH))
        shown = seen_picture(self.condition, _in_ink(made))
        if made.alpha is not None:
            shown.putalpha(Image.frombytes("L", shown.size, zlib.decompress(made.alpha)))
        return _file(shown)

    def print_page(self, rendering: Rendering, index: int) -> PrintPage:
        """A page alone as it goes to press, without marks."""
        page = rendering.pages[index]
        alone = Rendering(rendering.document.copy([page]), ())
        with PrintPainter(self.checked.edition, self.pictures, self.condition) as painter:
            pdf, _ = write_print_pdf(alone, painter, PrintPainting(self._mixer, painter.pixels))
        return PrintPage(pdf, *(length * _MM_PER_PX for length in (page.width, page.height, page.bleed["left"])))


def _in_ink(made: PrintPicture) -> Image.Image:
    if made.filter == "jpeg":
        return Image.open(io.BytesIO(made.data), formats=("JPEG",))
    return Image.frombytes(made.mode, (made.width, made.height), zlib.decompress(made.data))


def _file(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    if picture.mode == "RGB":
        picture.save(buffer, "JPEG", quality=88)
    else:
        picture.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
