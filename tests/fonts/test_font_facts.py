from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont, newTable

from typeset.fonts.facts import Embedding, Unusable, UnusableFont, read_facts

MakeFont = Callable[..., Path]


def _why(path: Path) -> Unusable:
    with pytest.raises(UnusableFont) as refused:
        read_facts(path)
    return refused.value.why


def test_names_weight_version_and_characters(tmp_path: Path, make_font: MakeFont) -> None:
    font = make_font(
        tmp_path / "a.ttf", "中文", family="Some Kai", style="Bold", weight=700, version="Version 2.5;made today"
    )
    facts = read_facts(font)
    assert facts.families == ("Some Kai",)
    assert (facts.subfamily, facts.weight, facts.style, facts.version) == ("Bold", 700, "normal", "2.5")
    assert ("中" in facts.characters, "字" in facts.characters, len(facts.characters)) == (True, False, 2)
    assert facts.variable is False


def test_the_typographic_family_comes_first_and_chinese_names_are_known(tmp_path: Path, make_font: MakeFont) -> None:
    font = make_font(tmp_path / "a.ttf", family="FZ Black")
    with TTFont(font) as opened:
        opened["name"].setName("方正小标宋", 1, 3, 1, 0x804)
        opened["name"].setName("FZ", 16, 3, 1, 0x409)
        opened.save(font)
    assert read_facts(font).families == ("FZ", "FZ Black", "方正小标宋")


@pytest.mark.parametrize(("told", "meant"), [(0, 400), (1001, 400), (250, 250), (1000, 1000)])
def test_a_weight_out_of_range_counts_as_regular(tmp_path: Path, make_font: MakeFont, told: int, meant: int) -> None:
    assert read_facts(make_font(tmp_path / "a.ttf", weight=told)).weight == meant


def test_italic_and_variable(tmp_path: Path, make_font: MakeFont) -> None:
    facts = read_facts(make_font(tmp_path / "a.ttf", italic=True, axes=True))
    assert (facts.style, facts.variable) == ("italic", True)


@pytest.mark.parametrize(
    ("bits", "meaning"),
    [
        (0x0000, Embedding.ALLOWED),
        (0x0002, Embedding.FORBIDDEN),
        (0x0004, Embedding.ALLOWED),
        (0x0006, Embedding.ALLOWED),
        (0x0008, Embedding.ALLOWED),
        (0x0100, Embedding.WHOLE_ONLY),
        (0x0102, Embedding.FORBIDDEN),
        (0x0200, Embedding.FORBIDDEN),
    ],
)
def test_embedding_bits(tmp_path: Path, make_font: MakeFont, bits: int, meaning: Embedding) -> None:
    assert read_facts(make_font(tmp_path / "a.ttf", embedding=bits)).embedding is meaning


@pytest.mark.parametrize(
    ("start", "why"),
    [
        (b"wOFF", Unusable.WEB_FONT),
        (b"wOF2", Unusable.WEB_FONT),
        (b"ttcf", Unusable.COLLECTION),
        (b"PK\3\4", Unusable.NOT_A_FONT),
        (b"", Unusable.NOT_A_FONT),
        (b"OTTO", Unusable.DAMAGED),
    ],
)
def test_other_kinds_of_files(tmp_path: Path, start: bytes, why: Unusable) -> None:
    path = tmp_path / "a.ttf"
    path.write_bytes(start)
    assert _why(path) is why


def test_a_very_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.ttf"
    with path.open("wb") as file:
        file.truncate(256 * 2**20 + 1)
    assert _why(path) is Unusable.TOO_LARGE


def test_a_font_cut_short_at_any_place_is_damaged(tmp_path: Path, make_font: MakeFont) -> None:
    whole = make_font(tmp_path / "a.ttf").read_bytes().rstrip(b"\0")
    path = tmp_path / "b.ttf"
    for size in range(4, len(whole), 7):
        path.write_bytes(whole[:size])
        assert _why(path) is Unusable.DAMAGED


@pytest.mark.parametrize("table", ["cmap", "glyf", "head", "name"])
def test_a_font_without_a_needed_table_is_damaged(tmp_path: Path, make_font: MakeFont, table: str) -> None:
    font = make_font(tmp_path / "a.ttf")
    data = bytearray(font.read_bytes())
    at = data.index(table.encode(), 12, 12 + 16 * 12)
    data[at : at + 4] = b"junk"
    font.write_bytes(data)
    assert _why(font) is Unusable.DAMAGED


def _with_cmap(font: Path, subtable: bytes) -> Path:
    with TTFont(font) as opened:
        raw = newTable("cmap")
        raw.__class__ = type("Raw", (), {"compile": lambda self, _: self.data, "__module__": "raw"})
        raw.data = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + subtable
        opened["cmap"] = raw
        opened.save(font)
    return font


def test_a_map_of_ordinary_size_is_read(tmp_path: Path, make_font: MakeFont) -> None:
    ordinary = _in_groups((0x4E2D, 0x4E2E, 1))
    assert read_facts(_with_cmap(make_font(tmp_path / "a.ttf"), ordinary)).characters.bounds == (0x4E2D, 0x4E2E)


def test_a_map_that_claims_thousands_of_millions_of_characters_is_refused(tmp_path: Path, make_font: MakeFont) -> None:
    bomb = _in_groups((0, 0xFFFFFFFF, 0))
    assert _why(_with_cmap(make_font(tmp_path / "a.ttf"), bomb)) is Unusable.DAMAGED


def test_a_map_of_overlapping_segments_is_refused(tmp_path: Path, make_font: MakeFont) -> None:
    count = 4000
    head = struct.pack(">HHHHHHH", 4, 16 + 8 * count, 0, 2 * count, 0, 0, 0)
    body = struct.pack(f">{count}H", *[0xFFFF] * count) + b"\0\0" + bytes(6 * count)
    assert _why(_with_cmap(make_font(tmp_path / "a.ttf"), head + body)) is Unusable.DAMAGED


def _in_groups(*groups: tuple[int, int, int]) -> bytes:
    """A subtable of format 12: first and last code point, first glyph."""
    body = b"".join(struct.pack(">III", *group) for group in groups)
    return struct.pack(">HHIII", 12, 0, 16 + len(body), 0, len(groups)) + body


@pytest.mark.parametrize(
    ("groups", "bounds"),
    [
        (((0x41, 0x42, 1), (0x4E00, 0x4E00, 3)), (0x41, 0x42, 0x4E00, 0x4E00)),
        (((0x41, 0x42, 1), (0x43, 0x44, 1)), (0x41, 0x44)),
        (((0x41, 0x43, 0), (0x20000, 0x20000, 2)), (0x42, 0x43, 0x20000, 0x20000)),
        (((0x43, 0x44, 1), (0x41, 0x41, 1)), (0x43, 0x44)),
    ],
    ids=["apart", "side by side", "glyph 0 draws nothing", "out of order: skipped"],
)
def test_characters_of_a_map_in_groups(
    tmp_path: Path, make_font: MakeFont, groups: tuple[tuple[int, int, int], ...], bounds: tuple[int, ...]
) -> None:
    font = _with_cmap(make_font(tmp_path / "a.ttf"), _in_groups(*groups))

    assert read_facts(font).characters.bounds == bounds
