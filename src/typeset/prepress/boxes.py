"""Page boxes (ISO 32000-1, 14.11.2): what is trimmed, what bleeds, what the page holds beside them. In points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf

PT_PER_MM = 72 / 25.4

_PRECISION = 4  # decimals of a point: a thirtieth of a micrometre


@dataclass(frozen=True)
class Box:
    """A rectangle in points, its sides in the order in which PDF writes them."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def grown(self, distance: float) -> Box:
        """Every side moved outwards."""
        return Box(self.left - distance, self.bottom - distance, self.right + distance, self.top + distance)

    def cut(self, other: Box) -> Box:
        """What lies in both; of no size where nothing does."""
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        return Box(left, bottom, max(left, min(self.right, other.right)), max(bottom, min(self.top, other.top)))

    def holds(self, other: Box, tolerance: float = 0.01) -> bool:
        """Whether another box lies inside, sides included."""
        room = self.grown(tolerance)
        return (
            room.left <= other.left
            and room.bottom <= other.bottom
            and other.right <= room.right
            and other.top <= room.top
        )

    def moved(self, right: float, up: float) -> Box:
        """The box elsewhere."""
        return Box(self.left + right, self.bottom + up, self.right + right, self.top + up)

    @property
    def array(self) -> Array:
        """As a PDF rectangle."""
        return Array([round(side, _PRECISION) for side in (self.left, self.bottom, self.right, self.top)])

    @property
    def path(self) -> str:
        """As the operands of `re`."""
        return " ".join(number(side) for side in (self.left, self.bottom, self.width, self.height))


def number(value: float) -> str:
    """A number as content streams write it: no exponent, no more decimals than print can show."""
    text = f"{value:.{_PRECISION}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def box_of(page: Any, name: str) -> Box | None:
    """A box of a page, its own or inherited; None where it is absent or no rectangle."""
    return _rectangle(inherited(page, name))


_DEEPEST = 50  # levels of a page tree that are looked at


def inherited(page: Any, name: str) -> Any:
    """What a page or the nearest node above it says under a key; None where nobody says anything."""
    node = page.obj
    for _ in range(_DEEPEST):
        if not isinstance(node, Dictionary):
            return None
        if (found := node.get(f"/{name}")) is not None:
            return found
        node = node.get("/Parent")
    return None


def _rectangle(found: Any) -> Box | None:
    if not isinstance(found, Array):
        return None
    try:
        one, two, three, four = (float(side) for side in found)
    except (TypeError, ValueError):
        return None
    return Box(min(one, three), min(two, four), max(one, three), max(two, four))


def set_boxes(pdf: Pdf, bleed: float, slug: float = 0) -> None:
    """Bleed and media boxes around every page's trimmed size; `bleed` and `slug` (room for marks) in mm.

    WeasyPrint writes TrimBox rightly, but a BleedBox of 10 pt at most. A page without TrimBox is trimmed at its
    MediaBox. CropBox and ArtBox are taken away: PDF/X (ISO 15930-7) allows no ArtBox beside a TrimBox, and a
    viewer that knows no CropBox shows the whole.
    """
    for page in pdf.pages:
        trim = box_of(page, "TrimBox") or box_of(page, "MediaBox")
        if trim is None:
            continue
        bleeding = trim.grown(bleed * PT_PER_MM)
        page.obj[Name.TrimBox] = trim.array
        page.obj[Name.BleedBox] = bleeding.array
        page.obj[Name.MediaBox] = bleeding.grown(slug * PT_PER_MM).array
        for key in (Name.CropBox, Name.ArtBox):
            if key in page.obj:
                del page.obj[key]
