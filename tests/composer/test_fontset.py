"""A document sees the fonts it was given, under their own names and the roles they serve, and no others."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from typeset.composer.fetching import ClosedFetcher
from typeset.composer.fonts import FontFile, FontSet
from typeset.composer.rendering import lay_out


def make_font(path: Path, family: str, characters: str) -> Path:
    """A font whose glyphs are all squares."""
    pen = TTGlyphPen(None)
    for index, point in enumerate([(100, 0), (100, 800), (900, 800), (900, 0)]):
        (pen.moveTo if index == 0 else pen.lineTo)(point)
    pen.closePath()
    square = pen.glyph()
    names = [".notdef", *(f"u{ord(char):04x}" for char in characters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): f"u{ord(char):04x}" for char in characters})
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, fsType=0)
    builder.setupPost()
    builder.save(path)
    return path


def fonts_in(html: str, fonts: FontSet) -> set[str]:
    pdf = lay_out(html, (), fonts, ClosedFetcher(), {}).document.write_pdf()
    with pikepdf.open(BytesIO(pdf)) as document:
        found = document.pages[0].Resources.get("/Font", {})
        return {str(font.BaseFont).rpartition("+")[2] for font in found.values()}


def test_a_face_is_found_under_its_family_and_under_its_role(tmp_path: Path) -> None:
    file = make_font(tmp_path / "a.ttf", "Test Song", "甲乙")
    fonts = FontSet([FontFile(file, ("song", "xiaobiaosong"))])

    for family in ("Test Song", "song", "xiaobiaosong"):
        assert fonts_in(f"<p style='font-family: {family}'>甲乙", fonts) == {"Test-Song"}


def test_roles_choose_between_faces(tmp_path: Path) -> None:
    one = FontFile(make_font(tmp_path / "a.ttf", "Test Song", "甲乙"), ("song",))
    two = FontFile(make_font(tmp_path / "b.ttf", "Test Kai", "甲乙"), ("kai",))

    assert fonts_in("<p style='font-family: kai'>甲", FontSet([one, two])) == {"Test-Kai"}


def test_a_character_that_the_face_lacks_comes_from_the_other_given_faces_only(tmp_path: Path) -> None:
    one = FontFile(make_font(tmp_path / "a.ttf", "Test Song", "甲"), ("song",))
    two = FontFile(make_font(tmp_path / "b.ttf", "Test Kai", "甲丙"), ("kai",))

    assert fonts_in("<p style='font-family: song'>甲丙A", FontSet([one, two])) <= {"Test-Song", "Test-Kai"}


def test_a_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.ttf"
    file.write_bytes(b"no font")

    with pytest.raises(ValueError, match="cannot read"):
        FontSet([FontFile(file)])


def test_a_stated_weight_counts_before_the_files_own(tmp_path: Path) -> None:
    """Commercial Chinese faces often all call themselves regular."""
    light = FontFile(make_font(tmp_path / "a.ttf", "Test Alpha", "甲"), ("song",), 400)
    heavy = FontFile(make_font(tmp_path / "b.ttf", "Test Beta", "甲"), ("song",), 900)
    fonts = FontSet([light, heavy])

    [bold] = fonts_in("<p style='font: 900 10pt song'>甲", fonts)
    [regular] = fonts_in("<p style='font: 400 10pt song'>甲", fonts)

    assert bold.startswith("Test-Beta")
    assert regular.startswith("Test-Alpha")


def test_characters_may_be_left_to_the_next_family(tmp_path: Path) -> None:
    kai = FontFile(make_font(tmp_path / "a.ttf", "Test Kai", "甲“"), ("kai",), without="“")
    song = FontFile(make_font(tmp_path / "b.ttf", "Test Song", "甲“"), ("song",))
    fonts = FontSet([kai, song])

    assert fonts_in("<p style='font-family: kai, song'>甲", fonts) == {"Test-Kai"}
    assert fonts_in("<p style='font-family: kai, song'>“", fonts) == {"Test-Song"}
