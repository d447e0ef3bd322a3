"""Paragraphs that occur twice, or nearly, within an article and between articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from typeset.copyedit.characters import han_length
from typeset.copyedit.markup import Block
from typeset.copyedit.paragraphs import solid

_SHINGLE = 8  # characters; a sentence of a paragraph is some forty
_KEPT_OF = 4  # every fourth shingle stands for all, chosen by its hash
_LEAST = 40  # Han characters of a paragraph that is compared
_ALIKE = 0.6
_MOST_SHARING = 12  # paragraphs with a shingle in common, beyond which it is a formula and says nothing


@dataclass(frozen=True)
class Twin:
    """A later paragraph and the first that says the same; `alike` is 1 where it does so letter for letter."""

    later: tuple[int, int]
    first: tuple[int, int]
    alike: float


def twins(texts: Sequence[Sequence[Block]], exact_within: bool = True) -> Iterator[Twin]:
    """Repeated paragraphs of all texts; keys are the numbers of text and block.

    Each paragraph is told once, with the earliest that it repeats. Time grows linearly with the text: paragraphs are
    compared only where they share rare stretches of eight characters.
    """
    first: dict[str, tuple[int, int]] = {}
    sharing: dict[int, list[tuple[int, int]]] = {}
    sizes: dict[tuple[int, int], int] = {}
    for number, blocks in enumerate(texts):
        for position, block in enumerate(blocks):
            if block.kind in ("row", "heading"):
                continue
            key, spot = solid(block.masked), (number, position)
            if han_length(key) < _LEAST:
                continue
            if key in first:
                if exact_within or first[key][0] != number:
                    yield Twin(spot, first[key], 1.0)
                continue
            first[key] = spot
            shingles = _shingles(key)
            found = Counter(other for shingle in shingles for other in sharing.get(shingle, ()))
            if found:
                other, shared = found.most_common(1)[0]
                alike = shared / max(1, min(len(shingles), sizes[other]))
                if alike >= _ALIKE and min(len(shingles), sizes[other]) >= 4 and _similar(len(shingles), sizes[other]):
                    yield Twin(spot, other, round(alike, 2))
            sizes[spot] = len(shingles)
            for shingle in shingles:
                bucket = sharing.setdefault(shingle, [])
                if len(bucket) < _MOST_SHARING:
                    bucket.append(spot)


def _similar(one: int, other: int) -> bool:
    return min(one, other) >= 0.5 * max(one, other)


def _shingles(key: str) -> frozenset[int]:
    """The hashes of stretches of a text, a sample that is the same for the same stretch."""
    data = [crc32(key[at : at + _SHINGLE].encode("utf-8", "surrogatepass")) for at in range(len(key) - _SHINGLE + 1)]
    return frozenset(value for value in data if value % _KEPT_OF == 0)
