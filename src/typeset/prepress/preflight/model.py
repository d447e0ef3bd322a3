"""The data types of a preflight: what is wanted of a file, what the file is, what was found.

Lengths are in millimetres. Positions count from the top left corner of the trimmed page (the TrimBox; the MediaBox
where there is none), x to the right, y down, as an editor measures with a ruler.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from typeset.color import Profile
from typeset.problems import Place, Problem, Severity, problem

Standard = Literal["pdf/x-4", "pdf/x-1a"]
Size = tuple[float, float]


class Status(StrEnum):
    """How a check went. A file with a failed check must not go to press."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True)
class Wanted:
    """What the printing house wants of a file.

    `trim` is the trimmed size as width and height, None where any will do. `ink_limit` is the most ink on one spot,
    in per cent over all separations. `profile` is the only output profile that will do, byte for byte. `fonts` are the
    only font families that may stand in the file, None where any may. `spots` are the spot colours that are ordered.
    `plates` are the only inks that may print, None where any may: of a job in black, or in black and a spot colour.
    `pictures` are the files of images by what their names among the resources begin with, where the maker tells.
    """

    standard: Standard = "pdf/x-4"
    trim: Size | None = None
    bleed_mm: float = 3
    ink_limit: float = 300
    profile: Profile | None = None
    pages_multiple_of: int = 1
    least_dpi: float = 200
    good_dpi: float = 300
    fonts: frozenset[str] | None = None
    spots: frozenset[str] = frozenset()
    plates: frozenset[str] | None = None
    pictures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Spot:
    """A place on a page: its number from 1 and, where known, the position in mm on the trimmed page."""

    page: int
    x_mm: float | None = None
    y_mm: float | None = None


@dataclass(frozen=True)
class Finding:
    """One thing found, in one or many places. `count` counts all of them; `spots` are the first."""

    code: str
    severity: Severity
    arguments: Mapping[str, object] = field(default_factory=dict)
    spots: tuple[Spot, ...] = ()
    count: int = 1

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages on which it is, each once."""
        return tuple(sorted({spot.page for spot in self.spots}))

    def problem(self, file: str = "") -> Problem:
        """The finding in the words of the catalogue."""
        first = min(self.spots, key=lambda spot: spot.page, default=None)
        place = Place(file, page=first.page if first else 0) if file or first else None
        return problem(
            self.code, place, self.severity, **self.arguments, where_zh=self._where("zh"), where_en=self._where("en")
        )

    def _where(self, language: str) -> str:
        if not self.spots:
            return ""
        pages = ranges(self.pages)
        spot = next((spot for spot in self.spots if spot.x_mm is not None), None)
        position = ""
        if spot is not None and spot.x_mm is not None and spot.y_mm is not None:
            x, y = f"{spot.x_mm:.1f}", f"{spot.y_mm:.1f}"
            here = f"第 {spot.page} 页" if len(self.pages) > 1 else ""
            there = f"page {spot.page}, " if len(self.pages) > 1 else ""
            position = (
                f"（{here}距左 {x} mm、距上 {y} mm）" if language == "zh" else f" ({there}{x} mm right, {y} mm down)"
            )
        if language == "zh":
            return f"第 {pages} 页{position}："
        return f"{'Page' if len(self.pages) == 1 else 'Pages'} {pages}{position}: "


def ranges(numbers: tuple[int, ...]) -> str:
    """Sorted numbers with runs drawn together: 1, 2, 3, 7 as `1–3, 7`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


@dataclass(frozen=True)
class Check:
    """One rule and what came of it. `reference` is the clause, or empty where practice alone asks for the rule."""

    rule: str
    status: Status
    reference: str
    findings: tuple[Finding, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found, in words."""
        return tuple(finding.problem() for finding in self.findings)


@dataclass(frozen=True)
class PageBox:
    """A page box in mm, from the origin of the page's coordinates (left, bottom, right, top)."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Width in mm."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in mm."""
        return self.top - self.bottom

    def holds(self, other: PageBox, tolerance: float = 0.01) -> bool:
        """Whether another box lies inside this one, edges included; the tolerance in mm is for rounding."""
        return (
            self.left <= other.left + tolerance
            and self.bottom <= other.bottom + tolerance
            and self.right >= other.right - tolerance
            and self.top >= other.top - tolerance
        )


@dataclass(frozen=True)
class PageInk:
    """Ink on one page: the most on a spot and the mean of every separation, in per cent.

    `plates` are the separations that have any ink.

    `over_mm2` is the area in mm² that has more than the limit; `picture` a PNG of the page with that area in red, empty
    where there is none.
    """

    most: float
    coverage: Mapping[str, float]
    over_mm2: float = 0
    most_at: tuple[float, float] = (0, 0)
    picture: bytes = field(default=b"", repr=False)
    plates: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageFacts:
    """One page: its boxes (None where the file states none), turn in degrees, scale, and ink where it was measured."""

    number: int
    media: PageBox | None
    crop: PageBox | None
    bleed: PageBox | None
    trim: PageBox | None
    art: PageBox | None
    rotate: int = 0
    user_unit: float = 1
    ink: PageInk | None = None

    @property
    def sheet(self) -> PageBox:
        """The trimmed page as well as it can be known."""
        return self.trim or self.art or self.crop or self.media or PageBox(0, 0, 0, 0)

    @property
    def bled(self) -> PageBox:
        """The area in which ink counts: the BleedBox, or the trimmed page where there is none."""
        return self.bleed or self.sheet


@dataclass(frozen=True)
class FontFacts:
    """A font that text is set in."""

    name: str
    kind: str
    embedded: bool
    subset: bool
    pages: tuple[int, ...]


@dataclass(frozen=True)
class ImageFacts:
    """A placed image: pixels, bits of a component, colour space, filters, placed size and effective resolution."""

    spot: Spot
    name: str
    pixels: tuple[int, int]
    bits: int
    space: str
    filters: tuple[str, ...]
    size_mm: Size
    dpi: float
    stencil: bool = False


@dataclass(frozen=True)
class FileFacts:
    """What the file says of itself."""

    size: int
    version: str = ""
    title: str = ""
    producer: str = ""
    created: str = ""
    standard: str = ""
    condition: str = ""
    profile: str = ""
    separations: tuple[str, ...] = ()
    fonts: tuple[FontFacts, ...] = ()
    images: tuple[ImageFacts, ...] = ()
    pages: tuple[PageFacts, ...] = ()


@dataclass(frozen=True)
class Preflight:
    """The outcome: facts, checks in the order of the rules, and small pictures (PNG) of the first pages."""

    wanted: Wanted
    facts: FileFacts
    checks: tuple[Check, ...]
    thumbnails: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def status(self) -> Status:
        """The worst of the checks; a file of which something was not checked has not passed."""
        order = (Status.FAILED, Status.NOT_CHECKED, Status.WARNING)
        found = {check.status for check in self.checks}
        return next((status for status in order if status in found), Status.PASSED)

    @property
    def ready(self) -> bool:
        """Whether no check failed."""
        return self.status is not Status.FAILED

    def count(self, status: Status) -> int:
        """How many checks ended so."""
        return sum(check.status is status for check in self.checks)

    def messages(self, severity: Severity) -> int:
        """How many messages there are of a severity; one check may have several."""
        return sum(finding.severity is severity for check in self.checks for finding in check.findings)

    def problems(self, file: str = "") -> tuple[Problem, ...]:
        """All that was found, with the file's name as the place."""
        return tuple(finding.problem(file) for check in self.checks for finding in check.findings)
