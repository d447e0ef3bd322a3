"""Sets of characters as ranges of code points, and which characters of a text no face has."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

# Controls, format characters (joiners, direction marks, byte order mark), spaces and line ends draw nothing.
_UNDRAWN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


@dataclass(frozen=True)
class CharacterSet:
    """The characters a face can draw: `bounds` is first, last, first, last… of ascending, separate ranges."""

    bounds: tuple[int, ...] = ()

    @classmethod
    def of(cls, code_points: Iterable[int]) -> CharacterSet:
        """The set of these code points."""
        bounds: list[int] = []
        for point in sorted(set(code_points)):
            if bounds and bounds[-1] == point - 1:
                bounds[-1] = point
            else:
                bounds += (point, point)
        return cls(tuple(bounds))

    @cached_property
    def _firsts(self) -> tuple[int, ...]:
        return self.bounds[::2]

    def __contains__(self, char: str) -> bool:
        """Whether the single character is in the set."""
        point = ord(char)
        index = bisect_right(self._firsts, point) - 1
        return index >= 0 and point <= self.bounds[2 * index + 1]

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in zip(self.bounds[::2], self.bounds[1::2], strict=True))


class HasCharacters(Protocol):
    """Anything with a set of characters, such as a Face."""

    @property
    def characters(self) -> CharacterSet:
        """The characters it can draw."""


def missing_characters(text: str, faces: Iterable[HasCharacters]) -> tuple[str, ...]:
    """The characters of a text that none of the faces has, each once, in the order of the text.

    Characters that draw nothing (controls, spaces, joiners, variation selectors) are never missing. A character
    counts as present when its canonical equivalent is, because the shaper composes and decomposes (Unicode
    Standard Annex 15): `é` written as two characters, a compatibility ideograph such as U+F92C.
    """
    sets = tuple(dict.fromkeys(face.characters for face in faces))

    def present(char: str) -> bool:
        return any(char in characters for characters in sets)

    lacking = [char for char in dict.fromkeys(text) if not _undrawn(char) and not present(char)]
    if not lacking:
        return ()
    composed = frozenset(unicodedata.normalize("NFC", text))
    return tuple(char for char in lacking if not _equivalent_present(char, composed, present))


def _undrawn(char: str) -> bool:
    return unicodedata.category(char) in _UNDRAWN or _selects_variation(ord(char))


def _selects_variation(point: int) -> bool:
    return 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF or point in {0x180B, 0x180C, 0x180D, 0x180F}


def _equivalent_present(char: str, composed: frozenset[str], present: Callable[[str], bool]) -> bool:
    if unicodedata.combining(char):
        # A combining mark melts into its letter where Unicode has the two as one character.
        return all(present(whole) for whole in composed if char in unicodedata.normalize("NFD", whole))
    parts = unicodedata.normalize("NFD", char)
    return parts != char and all(map(present, parts))
