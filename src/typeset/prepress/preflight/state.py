"""The graphics state while a content stream is read (ISO 32000-1, 8.4), as far as preflight asks for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from typeset.prepress.preflight.geometry import EVERYWHERE, IDENTITY, Matrix, Rectangle
from typeset.prepress.preflight.spaces import GRAY, Space


@dataclass(frozen=True, slots=True)
class Paint:
    """The current colour: its space and values, and the name of the pattern where it is one."""

    space: Space = GRAY
    values: tuple[float, ...] = (0.0,)
    pattern: str = ""


BLACK = Paint()


@dataclass(slots=True)
class State:
    """The current values; text matrices live in the text object and are not saved with it.

    `clip` is the rectangle around the clipping path, in points of the page.
    """

    ctm: Matrix = IDENTITY
    clip: Rectangle = EVERYWHERE
    fill: Paint = BLACK
    stroke: Paint = BLACK
    line_width: float = 1
    font: Any = None
    font_size: float = 0
    mode: int = 0
    character_space: float = 0
    word_space: float = 0
    stretch: float = 1
    leading: float = 0
    rise: float = 0
    overprint_fill: bool = False
    overprint_stroke: bool = False

    def copy(self) -> State:
        """The state as the operator q keeps it."""
        return replace(self)
