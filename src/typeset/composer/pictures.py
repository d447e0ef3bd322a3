"""Pictures whose pixels are made when they are painted, at the size they have on the page.

Layout needs a picture's intrinsic size only. What is painted (screen or print, 150 or 300 dpi) is decided by
whoever paints: one layout, several paintings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from math import hypot
from typing import Any, Literal

import pydyf
from PIL import Image
from weasyprint.images import RasterImage

_MM_PER_PT = 25.4 / 72


@dataclass(frozen=True)
class Pixels:
    """A picture as it goes into a PDF: its samples in JPEG's or deflate's coding, 8 bits each, with an opacity mask.

    `inverted` tells of CMYK samples where 0 is full ink, as Adobe writes them. `mask` is one deflated byte a pixel.
    """

    data: bytes
    width: int
    height: int
    colour_space: Literal["DeviceGray", "DeviceRGB", "DeviceCMYK"]
    coding: Literal["DCTDecode", "FlateDecode"]
    inverted: bool = False
    mask: bytes | None = None


Painter = Callable[[str, float, float], "bytes | Pixels | PromisedPicture"]
"""Gives a picture (JPEG, PNG or pixels ready for the PDF) for an address at a placed width and height in mm."""

_PAINTER: ContextVar[Painter] = ContextVar("painter")


@contextmanager
def painting(painter: Painter) -> Iterator[None]:
    """Inside the block, pages are painted with the pictures that `painter` gives."""
    token = _PAINTER.set(painter)
    try:
        yield
    finally:
        _PAINTER.reset(token)


def at_work() -> bool:
    """Whether pages are being painted by this package."""
    return _PAINTER.get(None) is not None


class LazyPicture:
    """A picture for WeasyPrint's image cache: intrinsic size now, pixels later.

    `width` and `height` are intrinsic pixels, after EXIF turn and crop.
    """

    def __init__(self, address: str, width: float, height: float) -> None:
        self.address, self.width, self.height = address, width, height
        self.ratio = width / height

    def get_intrinsic_size(self, resolution: float, _font_size: float) -> tuple[float, float, float]:
        """WeasyPrint's question at layout: width and height in CSS px at a resolution, and their ratio."""
        return self.width / resolution, self.height / resolution, self.ratio

    def draw(self, stream: Any, concrete_width: float, concrete_height: float, style: Any) -> None:
        """WeasyPrint's call at painting; lengths in CSS px, scaled to paper by the stream's matrix."""
        (a, b, *_), (c, d, *_) = stream.ctm[0], stream.ctm[1]
        width, height = concrete_width * hypot(a, b) * _MM_PER_PT, concrete_height * hypot(c, d) * _MM_PER_PT
        data = _PAINTER.get()(self.address, width, height)
        image = data if isinstance(data, PromisedPicture) else _image(data)
        image.draw(stream, concrete_width, concrete_height, style)


def _image(data: bytes | Pixels) -> Any:
    if isinstance(data, Pixels):
        return PixelImage(data)
    # The identity names the picture in the PDF: made from the content, equal in every folder and run.
    return RasterImage(Image.open(BytesIO(data)), sha256(data).hexdigest()[:32], data)


class _Unscaled:
    """An image of WeasyPrint's whose pixels are what they are, whatever the size at which they stand."""

    def draw(self, stream: Any, concrete_width: float, concrete_height: float, _style: Any) -> None:
        """Paint in a box of CSS px."""
        name = stream.add_image(self, False, 1)
        stream.transform(concrete_width, 0, 0, -concrete_height, 0, concrete_height)
        stream.draw_x_object(name)


def picture_key(address: str) -> str:
    """What the identities of promised pictures of an address begin with: PDFs name them `i` and the identity."""
    return sha256(address.encode()).hexdigest()[:16]


class PromisedPicture(_Unscaled):
    """A painter's answer that puts off the work: known by address and size, made when the PDF is written.

    Then `made` gives the data or, without it, the painter that is at work.
    """

    def __init__(
        self, address: str, width: float, height: float, made: Callable[[], bytes | Pixels] | None = None
    ) -> None:
        self._wanted, self._made = (address, width, height), made
        self.id = picture_key(address) + sha256(f"{width:.3f} {height:.3f}".encode()).hexdigest()[:16]

    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> pydyf.Stream:
        """The picture as a PDF object."""
        data = self._made() if self._made else _PAINTER.get()(*self._wanted)
        if isinstance(data, PromisedPicture):
            raise TypeError("a promise for a promise")
        return _image(data).get_x_object(interpolate, dpi_ratio)


class PixelImage(_Unscaled):
    """Pixels as an image of WeasyPrint's: written to the PDF as they are."""

    def __init__(self, pixels: Pixels) -> None:
        self.pixels = pixels
        self.id = sha256(pixels.data + (pixels.mask or b"")).hexdigest()[:32]

    def get_x_object(self, _interpolate: bool, _dpi_ratio: float) -> pydyf.Stream:
        """The image as a PDF object."""
        pixels = self.pixels
        made = _image_object(pixels.data, pixels, pixels.colour_space, pixels.coding)
        if pixels.inverted:
            made.extra["Decode"] = pydyf.Array((1, 0) * 4)
        if pixels.mask is not None:
            made.extra["SMask"] = _image_object(pixels.mask, pixels, "DeviceGray", "FlateDecode")
        return made


def _image_object(data: bytes, pixels: Pixels, colour_space: str, coding: str) -> pydyf.Stream:
    names = {"Type": "XObject", "Subtype": "Image", "ColorSpace": colour_space, "Filter": coding}
    extra = pydyf.Dictionary({key: f"/{name}" for key, name in names.items()})
    extra |= {"Width": pixels.width, "Height": pixels.height, "BitsPerComponent": 8, "Interpolate": "false"}
    return pydyf.Stream([data], extra)
