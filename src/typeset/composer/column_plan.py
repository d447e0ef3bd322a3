"""The plan of a row of columns: which page floats stand in it, in which columns, and whether one more has a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from typeset.composer.page_floats import PageFloat, Waiting

_TOLERANCE = 0.01  # CSS px


@dataclass(frozen=True)
class Place:
    """Where a float stands: its first column and how many it spans."""

    page_float: PageFloat
    first: int
    span: int
    height: float

    @property
    def last(self) -> int:
        """Its last column."""
        return self.first + self.span - 1

    @property
    def order(self) -> tuple[int, int]:
        """Its place in the order of reading: an earlier float must not have a later one."""
        return (self.first, 0) if self.page_float.top else (self.last, 1)


@dataclass
class Plan:
    """The floats of a row of columns of one height."""

    count: int
    height: float
    places: list[Place] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)

    @property
    def due(self) -> list[Waiting]:
        """Floats that wait for room, not for a later column: no other may overtake them."""
        return [waiting for waiting in self.waiting if not waiting.passing]

    def tops(self, index: int) -> float:
        """The height that floats take at the top of a column."""
        return sum(place.height for place in self._in(index) if place.page_float.top)

    def bottoms(self, index: int) -> float:
        """The height that floats take at the bottom of a column."""
        return sum(place.height for place in self._in(index) if not place.page_float.top)

    def _in(self, index: int) -> Iterator[Place]:
        return (place for place in self.places if place.first <= index <= place.last)

    def room(self, index: int) -> float:
        """The height that a column has for its text."""
        return self.height - self.tops(index) - self.bottoms(index)

    def takes(self, place: Place) -> bool:
        """Whether a float may stand in a place: in order, beside or below others, inside the columns."""
        if place.first < 0 or place.last >= self.count:
            return False
        if self.places and place.order < max(placed.order for placed in self.places):
            return False
        indices = range(place.first, place.last + 1)
        if not (self._even_top(place) if place.page_float.top else self._even_bottom(place)):
            return False
        return all(self.room(index) >= place.height - _TOLERANCE for index in indices)

    def _even_top(self, place: Place) -> bool:
        """Whether no hole would stand above a float that spans columns."""
        tops = [self.tops(index) for index in range(place.first, place.last + 1)]
        return max(tops) - min(tops) <= _TOLERANCE

    def _even_bottom(self, place: Place) -> bool:
        """Whether no hole would stand below it, nor below those that it lifts."""
        for other in self.places:
            if other.page_float.top or other.first > place.last or other.last < place.first:
                continue
            outer, inner = (other, place) if other.span > place.span else (place, other)
            if not outer.first <= inner.first <= inner.last <= outer.last:
                return False
        return True

    def offset_below(self, place: Place) -> float:
        """The distance of a bottom float's end from the foot: later ones, and wider ones, stand further down."""
        below = 0.0
        for other in self.places:
            if other.page_float.top or other is place or other.first > place.last or other.last < place.first:
                continue
            later = other.page_float.number > place.page_float.number
            if other.span > place.span or (other.span == place.span and later):
                below += other.height
        return below
