"""Text objects (ISO 32000-1, 9.4): where strings stand, how large, and which codes of which font they show."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pikepdf

from typeset.prepress.preflight.fonts import Font
from typeset.prepress.preflight.geometry import IDENTITY, Matrix, Rectangle, as_matrix, lengths, times, transformed
from typeset.prepress.preflight.objects import number
from typeset.prepress.preflight.state import State

INVISIBLE = (3, 7)
_LONGEST_STRING = 65_536


class TextObject:
    """The text and text line matrices, and how the operators move them."""

    def __init__(self) -> None:
        self.matrix: Matrix = IDENTITY
        self.line: Matrix = IDENTITY

    def begin(self) -> None:
        """BT: both matrices anew."""
        self.matrix = self.line = IDENTITY

    def set(self, values: list[float]) -> None:
        """Tm."""
        self.matrix = self.line = as_matrix(values)

    def move(self, x: float, y: float) -> None:
        """Td: to the start of another line."""
        self.matrix = self.line = times((1, 0, 0, 1, x, y), self.line)

    def show(self, parts: Iterable[Any], state: State, font: Font) -> tuple[Rectangle, float, list[tuple[int, int]]]:
        """Tj and TJ: the string's rectangle and effective size in points, and its codes; moves on behind it."""
        start = times(self.matrix, state.ctm)
        vertical = font.composite and font.cmap.vertical
        codes: list[tuple[int, int]] = []
        advance = 0.0
        for part in parts:
            if isinstance(part, pikepdf.String):
                found = list(font.split(bytes(part)[:_LONGEST_STRING]))
                codes += found
                advance += sum(self._advance(state, font, code, length) for code, length in found)
            elif isinstance(part, int | float | Decimal) and not isinstance(part, bool):
                advance -= number(part) / 1000 * state.font_size
        size = abs(state.font_size) * lengths(start)[1]
        em = state.font_size
        if vertical:
            box = (-em / 2, -advance + state.rise, em / 2, state.rise)
            self.matrix = times((1, 0, 0, 1, 0, -advance), self.matrix)
        else:
            advance *= state.stretch
            box = (0.0, state.rise - 0.2 * em, advance, state.rise + 0.8 * em)
            self.matrix = times((1, 0, 0, 1, advance, 0), self.matrix)
        return transformed(start, box), size, codes

    @staticmethod
    def _advance(state: State, font: Font, code: int, length: int) -> float:
        word = state.word_space if length == 1 and code == 32 else 0
        return font.width(code, length) / 1000 * state.font_size + state.character_space + word
