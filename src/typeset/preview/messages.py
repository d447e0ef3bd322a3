"""What the server and the renderer's process say to each other; all of it can be pickled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from typeset.build.snapshot import SCREEN, Found, PrintPage, Snapshot, Spot


@dataclass(frozen=True)
class View:
    """How a page is drawn: pixels to the millimetre, which layer, with the bleed or without."""

    scale: float
    layer: str
    bleed: bool


@dataclass(frozen=True)
class Build:
    """Set the edition anew. Takes the place of any other Build that is not done."""

    number: int


@dataclass(frozen=True)
class Draw:
    """Draw a page."""

    number: int
    page_id: str
    scale: float
    layer: str = SCREEN
    bleed: bool = False


@dataclass(frozen=True)
class Print:
    """Give a page as it goes to press."""

    number: int
    page_id: str


@dataclass(frozen=True)
class Map:
    """Tell the spots of a page."""

    number: int
    page_id: str


@dataclass(frozen=True)
class Where:
    """Find a line."""

    number: int
    file: str
    line: int


@dataclass(frozen=True)
class Stop:
    """Come to an end."""

    number: int = 0


Asked = Draw | Print | Map | Where
"""What is asked of pages that have been set."""

Request = Build | Asked | Stop

Value = Snapshot | bytes | PrintPage | tuple[Spot, ...] | Found | None


@dataclass(frozen=True)
class Ready:
    """The process can take requests."""


@dataclass(frozen=True)
class Working:
    """A sign of life while a request is worked on: runs done, and runs in all (0 where there are none)."""

    number: int
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class Opening:
    """The first pages of an edition that is being set."""

    snapshot: Snapshot


@dataclass(frozen=True)
class Done:
    """The answer to a request."""

    number: int
    value: Value


@dataclass(frozen=True)
class Refused:
    """A request that got no answer.

    `why`: overtaken (a newer Build came), gone (no such page), layer (no such layer), value (no such picture), fault
    (the program failed; `words` is its trace).
    """

    number: int
    why: Literal["overtaken", "gone", "layer", "value", "fault"]
    words: str = ""


Answer = Ready | Working | Opening | Done | Refused
