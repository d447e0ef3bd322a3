"""The result of a preparation."""

from __future__ import annotations

from dataclasses import dataclass

from typeset.pictures.encoding import MediaType


@dataclass(frozen=True)
class Prepared:
    """A picture file ready for a PDF: its bytes, and its size in pixels (of a vector picture in CSS pixels)."""

    data: bytes
    media_type: MediaType
    width: float
    height: float
