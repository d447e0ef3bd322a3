"""Fonts as a page uses them (ISO 32000-1, 9.5-9.8): codes in strings, widths, what is embedded, and missing glyphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from typeset.prepress.preflight.cmaps import CMap, named_cmap, parse_cmap
from typeset.prepress.preflight.objects import (
    decoded,
    get,
    is_stream,
    items,
    name,
    number,
    tolerant,
    whole,
)
from typeset.prepress.preflight.programs import Program, read_program, simple_encoding, truetype_has

_SUBSET = re.compile(r"[A-Z]{6}\+")
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_SYMBOLIC = 4
_WIDEST_RANGE = 70_000


@dataclass
class Font:
    """A font dictionary."""

    item: Any
    codes: dict[tuple[int, int], None] = field(default_factory=dict)

    @cached_property
    def kind(self) -> str:
        """Type1, TrueType, Type3, or for composite fonts the descendant's CIDFontType0 or CIDFontType2."""
        return name(get(self._inner, "/Subtype")) or "?"

    @cached_property
    def composite(self) -> bool:
        """Whether it is a Type 0 font."""
        return name(get(self.item, "/Subtype")) == "Type0"

    @cached_property
    def _inner(self) -> Any:
        descendants = items(get(self.item, "/DescendantFonts"), 1)
        return descendants[0] if self.composite and descendants else self.item

    @cached_property
    def full_name(self) -> str:
        """The name in the PDF, subset tag included."""
        return name(get(self.item, "/BaseFont")) or name(get(self._inner, "/BaseFont")) or name(get(self.item, "/Name"))

    @property
    def name(self) -> str:
        """The font's name without its subset tag."""
        return _SUBSET.sub("", self.full_name, count=1) or "?"

    @property
    def subset(self) -> bool:
        """Whether the name has a subset tag."""
        return bool(_SUBSET.match(self.full_name))

    @cached_property
    def _descriptor(self) -> Any:
        return get(self._inner, "/FontDescriptor")

    @cached_property
    def embedded(self) -> bool:
        """Whether the font program is in the file; a Type 3 font's always is."""
        return self.kind == "Type3" or any(is_stream(get(self._descriptor, key)) for key in _FILES)

    @cached_property
    def cmap(self) -> CMap:
        """A composite font's encoding."""
        encoding = get(self.item, "/Encoding")
        if is_stream(encoding):
            with tolerant():
                return parse_cmap(decoded(encoding))
            return CMap((), (), known=False)
        return named_cmap(name(encoding))

    def split(self, data: bytes) -> Iterator[tuple[int, int]]:
        """The codes of a shown string with their length in bytes."""
        if self.composite:
            return self.cmap.codes(data)
        return ((byte, 1) for byte in data)

    def width(self, code: int, length: int) -> float:
        """The advance of a code in thousandths of the type size, along the line."""
        if self.composite:
            if self.cmap.vertical:
                return 1000
            return self._cid_widths.get(self.cmap.cid(code, length), self._default_width)
        return self._simple_widths.get(code, 500)

    @cached_property
    def _default_width(self) -> float:
        return number(get(self._inner, "/DW"), 1000)

    @cached_property
    def _cid_widths(self) -> dict[int, float]:
        found: dict[int, float] = {}
        row = items(get(self._inner, "/W"))
        index = 0
        while index + 1 < len(row):
            first = whole(row[index])
            if listed := items(row[index + 1]):
                found |= {first + offset: number(item) for offset, item in enumerate(listed)}
                index += 2
            elif index + 2 < len(row):
                last = min(whole(row[index + 1]), first + _WIDEST_RANGE)
                if len(found) < 4 * _WIDEST_RANGE:
                    found |= dict.fromkeys(range(first, last + 1), number(row[index + 2]))
                index += 3
            else:
                break
        return found

    @cached_property
    def _simple_widths(self) -> dict[int, float]:
        first = whole(get(self.item, "/FirstChar"))
        matrix = items(get(self.item, "/FontMatrix"), 6) if self.kind == "Type3" else []
        scale = abs(number(matrix[0], 0.001)) * 1000 if matrix else 1
        return {first + at: number(item) * scale for at, item in enumerate(items(get(self.item, "/Widths"), 256))}

    @cached_property
    def _program(self) -> Program | None:
        if not self.embedded or self.kind == "Type3":
            return None
        return read_program(self._descriptor, composite=self.composite)

    def missing(self, codes: Iterable[tuple[int, int]]) -> list[int]:
        """Those of the codes that show no glyph but .notdef: empty boxes in print.

        Where it cannot be told (no program to look into, a CMap outside the file) a code counts as present, but CID 0
        never does.
        """
        if self.kind == "Type3":
            return sorted(code for code, _ in codes if code not in self._procedures)
        has = self._has_cid if self.composite else self._has_code
        return sorted({code for code, length in codes if not has(code, length)})

    @cached_property
    def _procedures(self) -> set[int]:
        """The codes for which a Type 3 font has a procedure."""
        drawn = get(self.item, "/CharProcs")
        encoding = simple_encoding(self.item, Program(0), symbolic=True)
        return {code for code, glyph in encoding.items() if get(drawn, f"/{glyph}") is not None}

    def _has_cid(self, code: int, length: int) -> bool:
        if not self.cmap.known:
            return True
        cid = self.cmap.cid(code, length)
        if cid == 0:
            return False
        program = self._program
        if program is None:
            return True
        if program.cids is not None:
            return cid in program.cids
        glyph = self._glyph_of(cid) if program.truetype else cid
        return 0 < glyph < program.glyphs

    def _glyph_of(self, cid: int) -> int:
        """The glyph index of a character id in a TrueType program: CIDToGIDMap (9.7.4.2)."""
        if self._glyph_map is None:
            return cid
        return int.from_bytes(self._glyph_map[2 * cid : 2 * cid + 2], "big")

    @cached_property
    def _glyph_map(self) -> bytes | None:
        said = get(self._inner, "/CIDToGIDMap")
        if is_stream(said):
            with tolerant():
                return decoded(said, 200_000)
        return None

    @cached_property
    def _symbolic(self) -> bool:
        return bool(whole(get(self._descriptor, "/Flags")) & _SYMBOLIC)

    @cached_property
    def _encoding(self) -> dict[int, str]:
        return simple_encoding(self.item, self._program or Program(0), self._symbolic)

    def _has_code(self, code: int, _length: int) -> bool:
        program = self._program
        if program is None:
            return True
        glyph = self._encoding.get(code)
        if program.truetype:
            return truetype_has(program, code, glyph)
        if program.cids is not None or not program.names:
            return True
        return glyph is not None and glyph != ".notdef" and glyph in program.names
