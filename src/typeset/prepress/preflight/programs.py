"""Embedded font programs: which glyphs are in them. Parsed no further than that, and never trusted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from fontTools.agl import toUnicode
from fontTools.cffLib import CFFFontSet
from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.misc import eexec
from fontTools.ttLib import TTFont

from typeset.prepress.preflight.objects import decoded, get, items, name, whole

_BASES = {"WinAnsiEncoding": "cp1252", "MacRomanEncoding": "mac_roman"}
_PUT = re.compile(rb"dup\s+(\d+)\s*/(\S+)\s+put")
_CHARSTRING = re.compile(rb"/([^\s/{}<>()\[\]]+)\s+\d+\s+(?:RD|-\||\S{1,3})\s")


@dataclass(frozen=True)
class Program:
    """An embedded font program.

    `glyphs` is how many there are. `names` are the glyphs' names, empty where they have none to go by. `cids` are the
    character ids of a CID-keyed program, None in others. `encoding` is the program's own; `cmaps` are TrueType's.
    """

    glyphs: int
    names: frozenset[str] = frozenset()
    cids: frozenset[int] | None = None
    encoding: Mapping[int, str] = field(default_factory=dict)
    cmaps: tuple[tuple[int, int, Mapping[int, str]], ...] = ()
    first: str = ".notdef"
    truetype: bool = False


def read_program(descriptor: Any, *, composite: bool) -> Program | None:
    """The program that a font descriptor embeds; None where there is none or it cannot be read.

    Composite fonts name their glyphs by number: the tables of characters are left unread.
    """
    readers: tuple[tuple[str, Callable[[Any, bytes], Program]], ...] = (
        ("/FontFile2", _numbered if composite else _truetype),
        ("/FontFile3", _compact),
        ("/FontFile", _type1),
    )
    for key, reader in readers:
        stream = get(descriptor, key)
        if stream is None:
            continue
        try:
            return reader(stream, decoded(stream))
        except Exception:  # fontTools raises whatever a damaged table brings about
            return None
    return None


def _numbered(_stream: Any, data: bytes) -> Program:
    return Program(int(TTFont(BytesIO(data), lazy=True, fontNumber=0)["maxp"].numGlyphs), truetype=True)


def _truetype(_stream: Any, data: bytes) -> Program:
    font = TTFont(BytesIO(data), lazy=True, fontNumber=0)
    glyphs = int(font["maxp"].numGlyphs)
    cmaps: list[tuple[int, int, Mapping[int, str]]] = []
    if "cmap" in font:
        cmaps = [(table.platformID, table.platEncID, dict(table.cmap)) for table in font["cmap"].tables[:8]]
    return Program(glyphs, cmaps=tuple(cmaps), first=font.getGlyphName(0), truetype=True)


def _compact(stream: Any, data: bytes) -> Program:
    if name(get(stream, "/Subtype")) == "OpenType" or data[:4] in (b"OTTO", b"\0\1\0\0", b"true"):
        font = TTFont(BytesIO(data), lazy=True)
        if "CFF " not in font:
            return _truetype(stream, data)
        return _cff(font["CFF "].cff)
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(data), None)
    return _cff(fonts)


def _cff(fonts: Any) -> Program:
    top = fonts.topDictIndex[0]
    glyphs = len(top.CharStrings)
    if hasattr(top, "ROS"):
        cids = frozenset({0, *(int(item[3:]) for item in top.charset if re.fullmatch(r"cid\d{1,6}", item))})
        return Program(glyphs, cids=cids)
    own = getattr(top, "Encoding", None)
    table = StandardEncoding if own in (None, "StandardEncoding") else own
    encoding = dict(enumerate(table)) if isinstance(table, list | tuple) else {}
    return Program(glyphs, frozenset(top.charset), encoding=encoding)


def _type1(stream: Any, data: bytes) -> Program:
    start, length = whole(get(stream, "/Length1")), whole(get(stream, "/Length2"))
    if not 0 < start < len(data):
        start = data.find(b"eexec") + 6
    secret = data[start : start + length] if length > 0 else data[start:]
    plain, _ = eexec.decrypt(secret, 55665)
    known = frozenset(found.decode("latin-1") for found in _CHARSTRING.findall(plain[4:]))
    clear = data[:start]
    if b"StandardEncoding def" in clear:
        encoding = dict(enumerate(StandardEncoding))
    else:
        encoding = {int(code): glyph.decode("latin-1") for code, glyph in _PUT.findall(clear)}
    if ".notdef" not in known:
        raise ValueError("no glyphs found")
    return Program(len(known), known, encoding=encoding)


def simple_encoding(font: Any, program: Program, symbolic: bool) -> dict[int, str]:
    """Codes to glyph names of a simple font (ISO 32000-1, 9.6.6): its base encoding and differences."""
    said = get(font, "/Encoding")
    base = name(said) or name(get(said, "/BaseEncoding"))
    if base in _BASES:
        found = _named(_BASES[base])
    elif program.truetype:
        found = {} if symbolic else dict(enumerate(StandardEncoding))
    else:
        found = dict(program.encoding)
    code = 0
    for item in items(get(said, "/Differences"), 600):
        if glyph := name(item):
            found[code] = glyph
            code += 1
        else:
            code = whole(item)
    return found


def _named(codec: str) -> dict[int, str]:
    from fontTools.agl import UV2AGL

    found = {}
    for code in range(32, 256):
        char = bytes([code]).decode(codec, "ignore")
        if char:
            found[code] = UV2AGL.get(ord(char), f"uni{ord(char):04X}")
    # Both encodings give a code to the no-break space and the soft hyphen, whose glyphs are the plain ones.
    return {
        code: {"uni00A0": "space", "nbspace": "space", "uni00AD": "hyphen"}.get(glyph, glyph)
        for code, glyph in found.items()
    }


def truetype_has(program: Program, code: int, glyph: str | None) -> bool:
    """Whether a TrueType program has a glyph for a code by any of the ways that the rules allow (9.6.6.4)."""
    if not program.cmaps:
        return True  # without tables nothing can be told
    chars = {ord(char) for char in toUnicode(glyph)} if glyph else set()
    for platform, _, table in program.cmaps:
        wanted = {code, 0xF000 + code, 0xF100 + code, 0xF200 + code} | chars
        if platform == 1 and glyph:
            wanted |= {bytes_of for char in chars for bytes_of in chr(char).encode("mac_roman", "ignore")}
        if any(table.get(item, program.first) != program.first for item in wanted):
            return True
    return bool(glyph and re.fullmatch(r"(?:glyph|gid|g|index)\d+", glyph))
