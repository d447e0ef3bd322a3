"""What reading content streams takes and gives: a budget of operators, and a listener who hears what is painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from typeset.prepress.preflight.fonts import Font
from typeset.prepress.preflight.geometry import Rectangle
from typeset.prepress.preflight.marks import Mark, PlacedImage
from typeset.prepress.preflight.spaces import Space


class TooMuchError(Exception):
    """More operators than a page file of any use has."""


@dataclass
class Budget:
    """How many operators may still be read."""

    operators: int = 2_000_000

    def spend(self, count: int) -> None:
        """Take from the budget. Raises TooMuchError when it is spent."""
        self.operators -= count
        if self.operators < 0:
            raise TooMuchError

    def foresee(self, count: int) -> None:
        """Raises TooMuchError where so many would be too many: before they are read."""
        if count > self.operators:
            raise TooMuchError


class Listener(Protocol):
    """Who hears what a content stream does."""

    def mark(self, mark: Mark) -> None:
        """Something was painted."""

    def image(self, image: PlacedImage) -> None:
        """An image was placed."""

    def shown(self, font: Font, codes: list[tuple[int, int]], page: int, box: Rectangle) -> None:
        """Codes of a font were shown visibly."""

    def graphics_state(self, page: int, key: str, dictionary: Any) -> None:
        """An ExtGState dictionary was set."""

    def group(self, page: int, group: Any, what: str) -> None:
        """A form is a transparency group."""

    def shading(self, page: int, box: Rectangle, dictionary: Any, space: Space) -> None:
        """A shading was painted."""

    def form(self, page: int, stream: Any, what: str) -> None:
        """A form or another XObject was drawn."""

    def fault(self, code: str, page: int, **arguments: object) -> None:
        """The content stream itself is wrong."""
