"""Pictures whose pixels are made when they are painted, at the size they have on the page.

Layout needs a picture's intrinsic size only. What is painted (screen or print, 150 or 300 dpi) is decided by
whoever paints: one layout, several paintings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from io import BytesIO
from math import hypot
from typing import Any

from PIL import Image
from weasyprint.images import RasterImage

_MM_PER_PT = 25.4 / 72

Painter = Callable[[str, float, float], bytes]
"""Gives encoded picture data (JPEG or PNG) for an address at a placed width and height in mm."""

_PAINTER: ContextVar[Painter] = ContextVar("painter")


@contextmanager
def painting(painter: Painter) -> Iterator[None]:
    """Inside the block, pages are painted with the pictures that `painter` gives."""
    token = _PAINTER.set(painter)
    try:
        yield
    finally:
        _PAINTER.reset(token)


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
        # The identity names the picture in the PDF: made from the content, equal in every folder and run.
        image = RasterImage(Image.open(BytesIO(data)), sha256(data).hexdigest()[:32], data)
        image.draw(stream, concrete_width, concrete_height, style)
