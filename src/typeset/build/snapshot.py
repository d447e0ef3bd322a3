"""What a live edition shows at one moment: plain frozen data that can go from process to process.

Lengths are in mm; boxes are x, y, width, height from the top left corner of the trimmed page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from typeset.problems import Problem

Box = tuple[float, float, float, float]
"""x, y, width and height in mm."""

Side = Literal["left", "right"]

SCREEN, PROOF, PLATE = "screen", "proof", "plate:"
"""The layers of a page: as on a screen, as printed (a soft proof), and one ink alone (`plate:Black`)."""


class PageGoneError(KeyError):
    """A page that is not in the last good snapshot."""


class LayerUnknownError(ValueError):
    """A layer that the edition does not have, or that this machine cannot make."""


@dataclass(frozen=True)
class Spot:
    """A box on a page that comes from a place in a source.

    `source` is `file:line:column`, the file relative to the project; column, or line and column, are left out where
    they are not known. `kind` says what stands there: paragraph, title, kicker, subtitle, byline, opening (the head of
    an article), subhead, list, table, quotation, note, footnote, picture, figure, caption, source, separator, entry (an
    article's line on the cover or in the contents) or other.
    """

    x: float
    y: float
    width: float
    height: float
    source: str
    kind: str

    @property
    def box(self) -> Box:
        """Where it stands."""
        return self.x, self.y, self.width, self.height


@dataclass(frozen=True)
class PrintPage:
    """A page alone as it goes to press, to be separated: its PDF, and its trimmed size and bleed in mm."""

    pdf: bytes
    width: float
    height: float
    bleed: float


@dataclass(frozen=True)
class Found:
    """Where a line of a source stands: the physical page, from 1, and the box on it."""

    number: int
    box: Box


@dataclass(frozen=True)
class LivePage:
    """A page.

    Pages with one `id` look the same, now and in any other snapshot of the edition. `folio` is the number printed on
    it, 0 where none is; `number` counts from 1 from the cover. `grid` is the first baseline and the distance of
    baselines, None on pages that have no body text.
    """

    id: str
    number: int
    folio: int
    side: Side
    run: str
    type_area: Box
    grid: tuple[float, float] | None


@dataclass(frozen=True)
class LiveArticle:
    """An article: its printed page number (0 where none is printed) and its physical page (0 where it has none)."""

    id: str
    title: str
    heading: str
    folio: int
    number: int


@dataclass(frozen=True)
class Geometry:
    """The trimmed page and the bleed around it, and the edge of binding."""

    width: float
    height: float
    bleed: float
    binding: Side = "left"


@dataclass(frozen=True)
class Snapshot:
    """An edition as it was set last.

    While `broken`, its problems say why nothing could be set, and pages, articles and geometry are those of the last
    good one. Of a snapshot that is not `complete` only the first pages are there; the rest follows.
    """

    serial: int
    broken: bool
    pages: tuple[LivePage, ...] = ()
    articles: tuple[LiveArticle, ...] = ()
    problems: tuple[Problem, ...] = ()
    boxes: dict[int, Box] = field(default_factory=dict)
    """By its index in `problems`, where on its page (`place.page`) a problem stands."""
    geometry: Geometry | None = None
    layers: tuple[str, ...] = (SCREEN,)
    seconds: float = 0.0
    complete: bool = True
    edition: str = ""
    """The name of the edition's folder."""
    title: str = ""
    """The publication's title."""
    copyfit: dict[str, Any] | None = None
    """What copyfitting came to, as in report.json; None before the edition has been set wholly."""

    def box_of(self, index: int) -> Box | None:
        """Where on its page a problem stands, by its index."""
        return self.boxes.get(index)
