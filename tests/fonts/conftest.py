"""Small fonts made on the spot: blank glyphs, any names and bits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

MakeFont = Callable[..., Path]


@pytest.fixture
def make_font() -> MakeFont:
    def make(
        path: Path,
        characters: str = "中文A",
        *,
        family: str = "Test Song",
        style: str = "Regular",
        weight: int = 400,
        version: str = "Version 1.000",
        embedding: int = 0,
        italic: bool = False,
        axes: bool = False,
    ) -> Path:
        glyphs = {f"u{ord(char):04X}": ord(char) for char in characters}
        names = [".notdef", *glyphs]
        builder = FontBuilder(1000, isTTF=True)
        builder.setupGlyphOrder(names)
        builder.setupCharacterMap({point: name for name, point in glyphs.items()})
        builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in names})
        builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
        builder.setupHorizontalHeader(ascent=880, descent=-120)
        builder.setupNameTable({"familyName": family, "styleName": style, "version": version})
        builder.setupOS2(usWeightClass=weight, fsType=embedding, fsSelection=1 if italic else 64)
        builder.setupPost()
        if axes:
            builder.setupFvar([("wght", 200, 400, 900, "Weight")], [])
        path.parent.mkdir(parents=True, exist_ok=True)
        builder.save(path)
        return path

    return make
