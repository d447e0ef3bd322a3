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
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from typeset.prepress.preflight.children import Ending, started
from typeset.prepress.preflight.model import PageBox, PageFacts, PageInk
from typeset.prepress.preflight.spaces import PROCESS

DPI = 72
_PROGRAMS = ("gs", "gswin64c", "gswin32c")
_SECONDS, _SECONDS_PER_PAGE, _MOST_SECONDS = 60, 6, 900
_WHOLE_PAGE_BYTES = 64 * 1024 * 1024
_MEMORY = "-K1048576"
"""The most memory that Ghostscript may take, in KiB."""

_SPOT_MM = 1.0
"""Ink is judged as the mean over a square of this side: single pixels of a JPEG mean nothing to paper."""

_TOLERANCE = 1.0
_NO_INK = 5
"""Of 255: less on a plate is rounding, not a dot."""

_PLATE = re.compile(r"ink-(\d+)\((.+)\)\.tif$")


def ghostscript() -> str | None:
    """The path of Ghostscript's program, None where this machine has none."""
    return next((found for program in _PROGRAMS if (found := shutil.which(program))), None)


@dataclass(frozen=True)
class Plates:
    """A folder of separations, a grey TIFF for every page and ink, 255 for no ink; and how Ghostscript ended."""

    folder: Path
    ending: Ending

    def of(self, page: int) -> dict[str, NDArray[np.uint8]]:
        """The plates of a page by ink; none where Ghostscript did not end well."""
        found = {}
        for file in sorted(self.folder.glob(f"ink-{page:05}(*.tif")) if self.ending is Ending.WELL else ():
            if match := _PLATE.search(file.name):
                with Image.open(file, formats=("TIFF",)) as picture:
                    found[match[2]] = 255 - np.asarray(picture if picture.mode == "L" else picture.convert("L"))
        order = {ink: place for place, ink in enumerate(PROCESS)}
        return dict(sorted(found.items(), key=lambda item: order.get(item[0], 9)))


Separated = Callable[[int], Plates]
"""Waits for the plates of a file of so many pages."""


@contextmanager
def separating(data: bytes, program: str, dpi: float = DPI) -> Iterator[Separated]:
    """Ghostscript at work on the file while others look at it too, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="typeset-") as name:
        folder = Path(name)
        (folder / "file.pdf").write_bytes(data)
        with started([program, *_program_options(folder, dpi)]) as ended:
            yield lambda pages: Plates(folder, ended(min(_SECONDS + _SECONDS_PER_PAGE * pages, _MOST_SECONDS)))


def _program_options(folder: Path, dpi: float) -> list[str]:
    quiet = ["-dSAFER", "-dBATCH", "-dNOPAUSE", "-dQUIET", "-dNoUserUnit", "-dShowAnnots=false", f"-r{dpi:g}", _MEMORY]
    # Pages up to so many bytes are drawn at once; in bands, as larger ones are, everything is looked at twice.
    memory = [f"-dMaxBitmap={_WHOLE_PAGE_BYTES}"]
    target = f"-sOutputFile={folder.as_posix()}/ink-%05d.tif"
    return [*quiet, *memory, "-sDEVICE=tiffsep", "-sCompression=pack", target, (folder / "file.pdf").as_posix()]


def measure(page: PageFacts, plates_of: dict[str, NDArray[np.uint8]], limit: float) -> PageInk | None:
    """Ink inside the bleed of a page; None where nothing was separated."""
    if not plates_of or page.media is None:
        return None
    turned = {ink: np.rot90(plane, page.rotate // 90) for ink, plane in plates_of.items()}
    height, width = next(iter(turned.values())).shape
    rows, columns = _window(page.media, page.bled, width, height)
    cut = {ink: plane[rows, columns] for ink, plane in turned.items()}
    sums, side = _sums(list(cut.values()), max(1, round(DPI * _SPOT_MM / 25.4)))
    if not sums.size:
        return None
    per_cent = 100 / (255 * side * side)
    row, column = np.unravel_index(int(sums.argmax()), sums.shape)
    over = sums > (limit + _TOLERANCE) / per_cent
    mm = 25.4 / DPI
    left = page.media.left + (columns.start + float(column)) * mm
    top = page.media.top - (rows.start + float(row)) * mm
    return PageInk(
        most=round(float(sums[row, column]) * per_cent, 1),
        coverage={ink: round(float(plane.mean()) * 100 / 255, 1) for ink, plane in cut.items()},
        over_mm2=round(float(over.sum()) * mm * mm, 1),
        most_at=(round(left - page.sheet.left, 1), round(page.sheet.top - top, 1)),
        picture=_heat(turned, over, rows, columns) if over.any() else b"",
        plates=tuple(ink for ink, plane in cut.items() if plane.size and plane.max() > _NO_INK),
    )


def _window(media: PageBox, area: PageBox, width: int, height: int) -> tuple[slice, slice]:
    """The pixels of an area: rows and columns."""
    across, down = width / media.width, height / media.height
    first, last = round((media.top - area.top) * down), round((media.top - area.bottom) * down)
    left, right = round((area.left - media.left) * across), round((area.right - media.left) * across)
    return _within(first, last, height), _within(left, right, width)


def _within(first: int, last: int, length: int) -> slice:
    start = min(max(0, first), length)
    return slice(start, max(start, min(length, last)))


def _sums(planes: list[NDArray[np.uint8]], side: int) -> tuple[NDArray[np.unsignedinteger[Any]], int]:
    """All ink summed over squares of `side` pixels, at the square's first pixel; the side that there is room for."""
    side = min(side, *planes[0].shape)
    total = np.zeros(planes[0].shape, np.min_scalar_type(255 * len(planes) * max(side, 1) ** 2))
    for plane in planes:
        total += plane
    height, width = total.shape[0] - side + 1, total.shape[1] - side + 1
    rows = total[:height].copy()
    for at in range(1, side):
        rows += total[at : at + height]
    sums = rows[:, :width].copy()
    for at in range(1, side):
        sums += rows[:, at : at + width]
    return sums, side


def _heat(plates_of: dict[str, NDArray[np.uint8]], over: NDArray[np.bool_], rows: slice, columns: slice) -> bytes:
    """The page in pale grey with what exceeds the limit in red, as a PNG."""
    total = np.sum([plane.astype(np.float32) * (100 / 255) for plane in plates_of.values()], axis=0)
    pale = (255 - np.clip(total, 0, 400) * (120 / 400)).astype(np.uint8)
    picture = np.stack([pale] * 3, axis=2)
    spread = np.zeros((rows.stop - rows.start, columns.stop - columns.start), bool)
    height, width = over.shape
    for row in range(spread.shape[0] - height + 1):
        for column in range(spread.shape[1] - width + 1):
            spread[row : row + height, column : column + width] |= over
    picture[rows, columns][spread] = (214, 40, 40)
    buffer = BytesIO()
    Image.fromarray(picture).save(buffer, "PNG")
    return buffer.getvalue()
