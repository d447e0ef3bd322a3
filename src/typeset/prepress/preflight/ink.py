"""How much ink a page takes: Ghostscript separates it as a press would, numpy adds the plates up."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from typeset.prepress.preflight.drawing import started
from typeset.prepress.preflight.model import Box, PageFacts, PageInk
from typeset.prepress.preflight.spaces import PROCESS

DPI = 72
_PROGRAMS = ("gs", "gswin64c", "gswin32c")
_SECONDS, _SECONDS_PER_PAGE, _MOST_SECONDS = 60, 6, 900
_SPOT_MM = 1.0
"""Ink is judged as the mean over a square of this side: single pixels of a JPEG mean nothing to paper."""

_TOLERANCE = 1.0
_PLATE = re.compile(r"ink-(\d+)\((.+)\)\.tif$")

Plane = NDArray[np.float32]


def ghostscript() -> str | None:
    """The path of Ghostscript's program, None where this machine has none."""
    return next((found for program in _PROGRAMS if (found := shutil.which(program))), None)


@dataclass(frozen=True)
class Plates:
    """A folder of separations: a grey TIFF for every page and ink, 255 for no ink."""

    folder: Path

    def of(self, page: int) -> dict[str, NDArray[np.uint8]]:
        """The plates of a page by ink."""
        found = {}
        for file in sorted(self.folder.glob(f"ink-{page:05}(*.tif")):
            if match := _PLATE.search(file.name):
                with Image.open(file, formats=("TIFF",)) as picture:
                    found[match[2]] = 255 - np.asarray(picture.convert("L"))
        order = {ink: place for place, ink in enumerate(PROCESS)}
        return dict(sorted(found.items(), key=lambda item: order.get(item[0], 9)))


Separated = Callable[[int], Plates | None]
"""Waits for the plates of a file of so many pages; None where Ghostscript failed or took too long."""


@contextmanager
def separating(data: bytes, program: str, dpi: float = DPI) -> Iterator[Separated]:
    """Ghostscript at work on the file while others look at it too, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="typeset-") as name:
        folder = Path(name)
        (folder / "file.pdf").write_bytes(data)
        options = ["-dSAFER", "-dBATCH", "-dNOPAUSE", "-dQUIET", "-dNoUserUnit", "-dShowAnnots=false", f"-r{dpi:g}"]
        target = f"-sOutputFile={folder.as_posix()}/ink-%05d.tif"
        device = ["-sDEVICE=tiffsep", "-sCompression=lzw", target, (folder / "file.pdf").as_posix()]
        with started([program, *options, *device]) as ended:

            def finished(pages: int) -> Plates | None:
                return Plates(folder) if ended(min(_SECONDS + _SECONDS_PER_PAGE * pages, _MOST_SECONDS)) else None

            yield finished


@contextmanager
def plates(data: bytes, program: str, pages: int, dpi: float = DPI) -> Iterator[Plates | None]:
    """The file separated, while nothing else is to be done; None where Ghostscript failed or took too long."""
    with separating(data, program, dpi) as finished:
        yield finished(pages)


def measure(page: PageFacts, plates_of: dict[str, NDArray[np.uint8]], limit: float) -> PageInk | None:
    """Ink inside the bleed of a page; None where nothing was separated."""
    if not plates_of or page.media is None:
        return None
    turned = {ink: np.rot90(plane, page.rotate // 90) for ink, plane in plates_of.items()}
    height, width = next(iter(turned.values())).shape
    rows, columns = _window(page.media, page.bled, width, height)
    total = np.zeros((height, width), np.float32)
    for plane in turned.values():
        total += plane.astype(np.float32) * (100 / 255)
    inside = np.zeros_like(total)
    inside[rows, columns] = total[rows, columns]
    mean = _mean(inside, max(1, round(DPI * _SPOT_MM / 25.4)))
    row, column = np.unravel_index(int(mean.argmax()), mean.shape)
    over = mean > limit + _TOLERANCE
    mm = 25.4 / DPI
    left, top = page.media.left + float(column) * mm, page.media.top - float(row) * mm
    return PageInk(
        most=round(float(mean.max()), 1),
        coverage={ink: round(float(plane[rows, columns].mean()) * 100 / 255, 1) for ink, plane in turned.items()},
        over_mm2=round(float(over.sum()) * mm * mm, 1),
        most_at=(round(left - page.sheet.left, 1), round(page.sheet.top - top, 1)),
        picture=_heat(total, over) if over.any() else b"",
    )


def _window(media: Box, area: Box, width: int, height: int) -> tuple[slice, slice]:
    across, down = width / media.width, height / media.height
    rows = slice(max(0, round((media.top - area.top) * down)), min(height, round((media.top - area.bottom) * down)))
    columns = slice(
        max(0, round((area.left - media.left) * across)), min(width, round((area.right - media.left) * across))
    )
    return rows, columns


def _mean(plane: Plane, side: int) -> Plane:
    """The mean over squares of `side` pixels, at the square's first pixel."""
    if side <= 1 or min(plane.shape) <= side:
        return plane
    table = np.pad(plane.astype(np.float64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    sums = table[side:, side:] - table[:-side, side:] - table[side:, :-side] + table[:-side, :-side]
    return np.asarray(sums / (side * side), np.float32)


def _heat(total: Plane, over: NDArray[np.bool_]) -> bytes:
    """The page in pale grey with what exceeds the limit in red, as a PNG."""
    pale = (255 - np.clip(total, 0, 400) * (120 / 400)).astype(np.uint8)
    picture = np.stack([pale] * 3, axis=2)
    spread = np.zeros(total.shape, bool)
    height, width = over.shape
    side = total.shape[0] - height + 1
    for row in range(side):
        for column in range(side):
            spread[row : row + height, column : column + width] |= over
    picture[spread] = (214, 40, 40)
    buffer = BytesIO()
    Image.fromarray(picture).save(buffer, "PNG")
    return buffer.getvalue()
