"""The parts of a live edition: what is remembered of files, page pictures, the way from lines to spots."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from typeset.build.page_pixels import picture_size, png
from typeset.build.plates import smoothed
from typeset.build.snapshot import Found, Spot
from typeset.build.source_map import find_exact, find_line
from typeset.composer.sources import source_position
from typeset.edition.kept import KeptSources, Memory, folder_stamp, stamp

LONG_AGO = (1_600_000_000, 1_600_000_000)


def spot(source: str, y: float = 0) -> Spot:
    return Spot(10, y, 50, 5, source, "paragraph")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a/b.md:3:7", ("a/b.md", 3, 7)),
        ("a/b.md:3", ("a/b.md", 3, 0)),
        ("a/b.md", ("a/b.md", 0, 0)),
        ("2026:年.md:3:7", ("2026:年.md", 3, 7)),
        ("", ("", 0, 0)),
    ],
)
def test_a_source_names_file_line_and_column(source: str, found: tuple[str, int, int]) -> None:
    assert source_position(source) == found


def test_a_line_is_found_at_the_nearest_spot_before_it() -> None:
    pages = [[spot("a.md:3:1", 1), spot("b.md:1:1", 2)], [spot("a.md:5:1", 3), spot("a.md:3:1", 4)]]

    assert find_line(pages, "a.md", 3) == Found(1, (10, 1, 50, 5)), "the first of two parts"
    assert find_line(pages, "a.md", 4) == Found(1, (10, 1, 50, 5))
    assert find_line(pages, "a.md", 99) == Found(2, (10, 3, 50, 5))
    assert find_line(pages, "a.md", 1) == Found(1, (10, 1, 50, 5)), "before all: the file's first"
    assert find_line(pages, "a.m", 3) is None
    assert find_exact(pages, "a.md", 4) is None
    assert find_exact(pages, "a.md", 5) == Found(2, (10, 3, 50, 5))


@given(st.integers(1, 40), st.integers(1, 40), st.booleans(), st.integers(0, 2**32 - 1))
def test_png_files_hold_the_pixels(width: int, height: int, grey: bool, seed: int) -> None:
    shape = (height, width) if grey else (height, width, 3)
    pixels = np.random.default_rng(seed).integers(0, 256, shape, np.uint8)
    with Image.open(io.BytesIO(png(pixels)), formats=("PNG",)) as read:
        assert read.mode == ("L" if grey else "RGB")
        assert np.array_equal(np.asarray(read), pixels)


@pytest.mark.parametrize("scale", [0, -2, 0.001, 1000])
def test_pictures_of_no_size_or_too_large_ones_are_refused(scale: float) -> None:
    with pytest.raises(ValueError, match="a picture of"):
        picture_size(210, 285, scale)


def test_plates_are_smoothed_by_the_mean_of_squares() -> None:
    plane = np.array([[0, 255, 10, 10, 9], [0, 255, 10, 14, 9], [7, 7, 7, 7, 7]], np.uint8)
    assert smoothed(plane, 2).tolist() == [[127, 11]]
    assert smoothed(plane, 1) is plane


def test_memory_keeps_what_was_asked_for_last_time_alone() -> None:
    memory, made = Memory(), []

    def get(key: str, *, keep: bool = True) -> str:
        return str(memory.get(key, lambda: made.append(key) or key, keep=keep))

    assert [get("a"), get("a"), get("b")] == ["a", "a", "b"]
    memory.turn()
    get("a")
    memory.turn()
    assert made == ["a", "b"]
    get("a")
    get("b")
    assert made == ["a", "b", "b"], "b was not asked for in between"
    get("c", keep=False)
    get("c", keep=False)
    assert made[-2:] == ["c", "c"]


def test_a_stamp_tells_a_file_from_its_other_states(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    gone = stamp(path)
    path.write_text("一", "utf-8")
    os.utime(path, LONG_AGO)
    first = stamp(path)
    path.write_text("二", "utf-8")
    os.utime(path, LONG_AGO)

    assert len({gone, first, stamp(path)}) == 3, "same size and modification time, yet changed"


def test_a_folder_s_stamp_knows_every_file_below_it(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "a.css").write_text("a")
    before = folder_stamp(tmp_path)
    assert folder_stamp(tmp_path) == before
    (tmp_path / "styles" / "b.css").write_text("")
    assert folder_stamp(tmp_path) != before
    assert folder_stamp(tmp_path / "none") == ()


def test_a_manuscript_just_saved_is_read_again_whatever_its_time_says(tmp_path: Path) -> None:
    """Two saves within one tick of the clock may leave the same stamp."""
    kept, path = KeptSources(), tmp_path / "a.md"
    path.write_text("正文。", "utf-8")
    first = kept.manuscript(path, "a.md", "")
    assert kept.manuscript(path, "a.md", "") is not first
    os.utime(path, LONG_AGO)
    settled = kept.manuscript(path, "a.md", "")
    assert kept.manuscript(path, "a.md", "") is settled
    assert kept.manuscript(path, "a.md", "另一个标题") is not settled, "a title may be repeated in the text"
