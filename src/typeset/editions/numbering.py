"""Numbers of editions: the next number and total number, double numbers and extras.

A year's editions count from 1 (期号), all editions together from the first one on (总期号). A double number (合刊)
takes two of each. Extras (增刊) count in a series of their own, year by year, and have no total number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["regular", "double", "extra"]

_RANGE = re.compile(r"\D*(\d{1,9})(?:\D*[-–—~、/至]\D*(\d{1,9}))?\D*", re.ASCII)


@dataclass(frozen=True, order=True)
class Span:
    """The numbers that an edition takes: one, or two following ones for a double number."""

    first: int
    last: int

    @classmethod
    def of(cls, written: int | str | None) -> Span | None:
        """A manifest's number (3, 3-4, 增1); None for none, and for text that holds no number or several."""
        found = _RANGE.fullmatch(str(written)) if written is not None else None
        if not found:
            return None
        first = int(found[1])
        last = int(found[2] or first)
        return cls(first, last) if first <= last else None

    @property
    def size(self) -> int:
        """How many numbers these are."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True)
class EditionNumber:
    """An edition's place among the others. A number is None where the publication does not use it, or is unknown."""

    kind: Kind
    year: int
    number: Span | None
    total: Span | None = None


def next_number(past: Iterable[EditionNumber], kind: Kind, year: int) -> EditionNumber:
    """The number of a new edition of `year` after all editions there are.

    Numbers never repeat and leave no gap: they follow the highest there is, in the year and in all.
    """
    past = tuple(past)
    if kind == "extra":
        extras = [item.number for item in past if item.kind == "extra" and item.year == year]
        count = max([len(extras), *(span.last for span in extras if span)])
        return EditionNumber(kind, year, Span(count + 1, count + 1))
    series = [item for item in past if item.kind != "extra"]
    size = 2 if kind == "double" else 1
    numbered = not series or any(item.number for item in series)
    number = _after([item.number for item in series if item.year == year], size) if numbered else None
    return EditionNumber(kind, year, number, _after([item.total for item in series], size))


def _after(spans: Sequence[Span | None], size: int) -> Span | None:
    """The numbers after the highest; from 1 where nothing came before, None where nothing is known of it."""
    known = [span.last for span in spans if span]
    if spans and not known:
        return None
    first = max(known, default=0) + 1
    return Span(first, first + size - 1)
