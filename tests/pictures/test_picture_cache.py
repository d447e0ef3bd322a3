from __future__ import annotations

import os
from pathlib import Path

import pytest

from typeset.pictures import PictureCache, Prepared

PICTURE = Prepared(b"\xff\xd8 pixels\n and more", "image/jpeg", 30, 20)
KEY = "ab" * 32


def only_entry(folder: Path) -> Path:
    (entry,) = folder.glob("*/*")
    return entry


def test_what_was_put_is_got(tmp_path: Path) -> None:
    PictureCache(tmp_path).put(KEY, PICTURE)
    assert PictureCache(tmp_path).get(KEY) == PICTURE
    assert PictureCache(tmp_path).get("cd" * 32) is None


@pytest.mark.parametrize("damage", [b"", b"x", b"typeset-picture-1\n" + bytes(40)])
def test_a_damaged_entry_counts_as_none_and_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    cache = PictureCache(tmp_path)
    cache.put(KEY, PICTURE)
    only_entry(tmp_path).write_bytes(damage)
    assert cache.get(KEY) is None
    assert list(tmp_path.glob("*/*")) == []
    cache.put(KEY, PICTURE)
    assert cache.get(KEY) == PICTURE


def test_one_wrong_byte_is_noticed(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path)
    cache.put(KEY, PICTURE)
    entry = only_entry(tmp_path)
    entry.write_bytes(entry.read_bytes()[:-1] + b"?")
    assert cache.get(KEY) is None


def test_a_folder_that_cannot_be_written_to_is_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = PictureCache(tmp_path / "file")
    cache.put(KEY, PICTURE)
    assert cache.get(KEY) is None
    cache.prune()


def test_what_was_longest_unused_goes_first(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path, limit_bytes=3000)
    keys = [f"{i:02d}" * 32 for i in range(5)]
    for age, key in enumerate(keys):
        cache.put(key, Prepared(bytes(900), "image/png", 1, 1))
        os.utime(next(tmp_path.glob(f"*/{key}*")), (1000 + age, 1000 + age))
    assert cache.get(keys[0]) is not None  # used just now
    cache.prune()
    assert [key for key in keys if cache.get(key)] == [keys[0], keys[4]]


def test_within_its_limit_nothing_goes(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path)
    for i in range(5):
        cache.put(f"{i:02d}" * 32, PICTURE)
    cache.prune()
    assert len(list(tmp_path.glob("*/*"))) == 5
