"""Marks: what a content stream puts on a page, one text string, outline, image or shading at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from typeset.prepress.preflight.geometry import Rectangle
from typeset.prepress.preflight.spaces import Space


class Kind(StrEnum):
    """What was painted."""

    TEXT = "text"
    FILL = "fill"
    STROKE = "stroke"
    IMAGE = "image"
    SHADING = "shading"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something painted on a page.

    `box` is where, in points of the page's coordinates. `size` is the effective size in points: of text its type size,
    of a stroke the line width. `values` is the colour in `space`, empty for images and shadings. `soft` says that it is
    painted into a soft mask, not onto paper. `shown` is the part of the box that clipping leaves, None where that is
    nothing. `through` names the form XObjects on the way from the page. `stops` are the colours
    between which a shading runs, empty where they are not told one by one.
    """

    kind: Kind
    page: int
    box: Rectangle
    space: Space
    values: tuple[float, ...] = ()
    size: float = 0
    overprint: bool = False
    soft: bool = False
    through: str = ""
    shown: Rectangle | None = None
    stops: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """An image on a page: its name, pixels, placed width and height in points before turning, and how it is stored."""

    page: int
    box: Rectangle
    name: str
    pixels: tuple[int, int]
    placed: tuple[float, float]
    bits: int
    space: Space
    filters: tuple[str, ...]
    stencil: bool = False
    interpolate: bool = False
    soft_mask: bool = False
    alternates: bool = False
    opi: bool = False
    inline: bool = False
    soft: bool = False
