"""The results of preparations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

MediaType = Literal["image/jpeg", "image/png", "image/svg+xml"]
Filter = Literal["jpeg", "flate"]
InkMode = Literal["CMYK", "L"]


@dataclass(frozen=True)
class Prepared:
    """A picture file ready for a PDF: its bytes, and its size in pixels (of a vector picture in CSS pixels)."""

    data: bytes = field(repr=False)
    media_type: MediaType
    width: float
    height: float


@dataclass(frozen=True)
class PrintPicture:
    """A picture in ink, ready to be the image of a print PDF.

    `data` is 8 bits a component, rows from the top, without a profile: a baseline JPEG (`filter` "jpeg", PDF's
    DCTDecode) or the bare samples compressed ("flate", FlateDecode without a predictor). `mode` "CMYK" is DeviceCMYK,
    "L" DeviceGray, which presses print in black ink alone. `alpha`, where the picture is see-through, is a soft mask
    of the same size in DeviceGray, compressed samples ("flate"). `ink` is the most ink on one pixel (total area
    coverage) in per cent, measured on what `data` decodes to.
    """

    data: bytes = field(repr=False)
    filter: Filter
    mode: InkMode
    width: int
    height: int
    ink: float
    alpha: bytes | None = field(default=None, repr=False)

    @property
    def inverted(self) -> bool:
        """Whether 0 in `data` is full ink, so that the image needs /Decode [1 0 1 0 1 0 1 0].

        So it is in CMYK JPEGs with Adobe's marker, as everybody writes them.
        """
        return self.mode == "CMYK" and self.filter == "jpeg"
