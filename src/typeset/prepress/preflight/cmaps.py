"""Embedded CMaps: which codes a string holds, and which character ids they mean (ISO 32000-1, 9.7.5)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_BLOCK = re.compile(rb"begin(codespacerange|cidrange|cidchar)(.*?)end\1", re.S)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\d+)")
_VERTICAL = re.compile(rb"/WMode\s+1\b")
_MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class CMap:
    """Codes to character ids. `spaces` are (bytes, low, high); `ranges` are (bytes, low, high, first id), sorted.

    `known` is false for a predefined CMap other than the identities: its ids lie in Adobe's files, not in the PDF.
    """

    spaces: tuple[tuple[int, int, int], ...]
    ranges: tuple[tuple[int, int, int, int], ...]
    vertical: bool = False
    identity: bool = False
    known: bool = True

    def codes(self, data: bytes) -> Iterator[tuple[int, int]]:
        """The codes of a string with their length in bytes."""
        if self.identity or not self.spaces:
            for index in range(0, len(data), 2):
                yield int.from_bytes(data[index : index + 2], "big"), 2
            return
        index = 0
        while index < len(data):
            code, length = self._next(data, index)
            yield code, length
            index += length

    def _next(self, data: bytes, index: int) -> tuple[int, int]:
        for length in sorted({size for size, _, _ in self.spaces}):
            part = data[index : index + length]
            code = int.from_bytes(part, "big")
            if len(part) == length and any(_inside(size, low, high, length, code) for size, low, high in self.spaces):
                return code, length
        shortest = min(size for size, _, _ in self.spaces)
        return int.from_bytes(data[index : index + shortest], "big"), shortest

    def cid(self, code: int, length: int) -> int:
        """The character id of a code; 0, .notdef, where it has none."""
        if self.identity:
            return code
        index = bisect_right(self.ranges, (length, code, 1 << 62, 0)) - 1
        if index < 0:
            return 0
        size, low, high, first = self.ranges[index]
        return first + code - low if size == length and low <= code <= high else 0


def _inside(size: int, low: int, high: int, length: int, code: int) -> bool:
    """Whether a code lies in a codespace range: byte by byte, as the rule for such ranges is."""
    if size != length:
        return False
    return all(low >> shift & 255 <= code >> shift & 255 <= high >> shift & 255 for shift in range(0, size * 8, 8))


def named_cmap(name: str) -> CMap:
    """A predefined CMap: the identities are known, others only as two-byte codes."""
    vertical = name.endswith("V")
    identity = name in ("Identity-H", "Identity-V")
    return CMap((), (), vertical, identity=identity, known=identity)


def parse_cmap(data: bytes) -> CMap:
    """An embedded CMap. One that builds on another (usecmap) is not wholly known."""
    data = data[:_MOST_BYTES]
    spaces: list[tuple[int, int, int]] = []
    ranges: list[tuple[int, int, int, int]] = []
    for kind, body in _BLOCK.findall(data):
        tokens = [_token(*found) for found in _TOKEN.findall(body)]
        step = 2 if kind in (b"codespacerange", b"cidchar") else 3
        for index in range(0, len(tokens) - step + 1, step):
            row = tokens[index : index + step]
            size, low = row[0]
            if not 1 <= size <= 4:
                continue
            if kind == b"codespacerange":
                spaces.append((size, low, row[1][1]))
            elif kind == b"cidchar":
                ranges.append((size, low, low, row[1][1]))
            else:
                ranges.append((size, low, row[1][1], row[2][1]))
    return CMap(tuple(spaces), tuple(sorted(ranges)), bool(_VERTICAL.search(data)), known=b"usecmap" not in data)


def _token(digits: bytes, decimal: bytes) -> tuple[int, int]:
    """A hexadecimal string as its length in bytes and value, or a decimal number with length 0."""
    if decimal:
        return 0, int(decimal[:12])
    plain = b"".join(digits.split())[:8]
    return (len(plain) + 1) // 2, int(plain or b"0", 16)
