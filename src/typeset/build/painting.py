"""What pictures are painted with, at the size they have on the page: for the screen PDF 150 dpi sRGB, for the print
PDF 300 dpi in the inks of the printing condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO

from PIL import Image

from typeset.color import PrintCondition
from typeset.composer.pictures import Pixels, PromisedPicture
from typeset.edition import Edition, Source
from typeset.pictures import (
    PictureCache,
    PrintPicture,
    PrintSettings,
    check_resolution,
    prepare_drawing,
    prepare_print,
    prepare_screen,
    target_pixels,
)
from typeset.problems import Problem

SCREEN_DPI = 150
PRINT_DPI = 300


@dataclass(frozen=True)
class Placed:
    """A picture on a page: its address and the size that its crop has there, in mm."""

    address: str
    width: float
    height: float


@dataclass
class ScreenPainter:
    """A Painter of the composer over the edition's sources; keeps where pictures stand and which will not open."""

    sources: Mapping[str, Source]
    pictures: PictureCache
    placed: list[Placed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __call__(self, address: str, width: float, height: float) -> bytes:
        """The picture's data for a placed size in mm; a grey patch where it cannot be decoded."""
        source = self.sources[address]
        if source.facts is None:
            raise KeyError(address)
        self.placed.append(Placed(address, width, height))
        pixels = target_pixels(width, height, SCREEN_DPI)
        prepared = prepare_screen(source.facts, source.crop, *pixels, cache=self.pictures, place=source.place)
        if isinstance(prepared, Problem):
            self.problems.append(prepared)
            return _grey_patch()
        return prepared.data


def resolution_problems(placed: Iterable[Placed], sources: Mapping[str, Source]) -> Iterator[Problem]:
    """Pictures with too few pixels for the size at which they stand: below 300 dpi a warning, below 200 an error."""
    for item in placed:
        source = sources[item.address]
        if source.facts and (low := check_resolution(source.facts, source.crop, item.width, item.height, source.place)):
            yield low


_AT_ONCE = 2  # pictures prepared at the same time: each of 24 megapixels takes 130 MiB


@dataclass
class PrintPainter:
    """A Painter of the composer for the print PDF of an edition.

    A picture is asked for while its page is drawn and wanted when the PDF is written; in between two at a time are
    made beside the drawing, for decoding and conversion leave the interpreter free.
    """

    edition: Edition
    pictures: PictureCache
    condition: PrintCondition
    problems: list[Problem] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    _made: dict[Placed, Future[PrintPicture | Problem]] = field(default_factory=dict)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(_AT_ONCE))

    def __enter__(self) -> PrintPainter:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    @property
    def settings(self) -> PrintSettings:
        """How the edition's printing settings want pictures."""
        printing = self.edition.printing
        return PrintSettings(
            alpha="flatten" if printing.standard == "pdf/x-1a" else "keep",
            inks="cmyk" if printing.inks == "cmyk" else "grey",
        )

    def __call__(self, address: str, width: float, height: float) -> PromisedPicture:
        """The picture's pixels for a placed size in mm; a grey patch where it cannot be decoded."""
        item = Placed(address, width, height)
        if self.edition.sources[address].facts is None:
            raise KeyError(address)
        self.placed.append(item)
        if item not in self._made:
            self._made[item] = self._pool.submit(self._prepared, item)
        return PromisedPicture(address, width, height, lambda: self._painted(item))

    def _painted(self, item: Placed) -> Pixels:
        prepared = self._made[item].result()
        if isinstance(prepared, Problem):
            self.problems.append(prepared)
            return self.pixels(_grey_patch())
        return _pixels(prepared)

    def _prepared(self, item: Placed) -> PrintPicture | Problem:
        source = self.edition.sources[item.address]
        if source.facts is None:
            raise KeyError(item.address)
        return prepare_print(
            source.facts,
            source.crop,
            *target_pixels(item.width, item.height, PRINT_DPI),
            condition=self.condition,
            settings=self.settings,
            place=source.place,
            cache=self.pictures,
        )

    def pixels(self, data: bytes) -> Pixels:
        """A picture that a layout's style sheet brings along, all its pixels."""
        return _pixels(prepare_drawing(data, self.condition, self.settings))


def _pixels(picture: PrintPicture) -> Pixels:
    return Pixels(
        picture.data,
        picture.width,
        picture.height,
        "DeviceCMYK" if picture.mode == "CMYK" else "DeviceGray",
        "DCTDecode" if picture.filter == "jpeg" else "FlateDecode",
        inverted=picture.inverted,
        mask=picture.alpha,
    )


@cache
def _grey_patch() -> bytes:
    buffer = BytesIO()
    Image.new("L", (8, 8), 220).save(buffer, "PNG")
    return buffer.getvalue()
