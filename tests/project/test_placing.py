from __future__ import annotations

from pathlib import Path

import pytest

from typeset.editions import placing
from typeset.editions.placing import place_files, taken


def everything(folder: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


def test_files_and_folders_are_made_in_a_new_folder(tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(b"picture")

    place_files(tmp_path / "a" / "b", {"x.txt": b"x", "p/q.jpg": tmp_path / "source"}, ["empty"])

    assert everything(tmp_path / "a") == {
        "b": None, "b/x.txt": b"x", "b/p": None, "b/p/q.jpg": b"picture", "b/empty": None
    }  # fmt: skip


def test_files_come_beside_those_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "old").write_bytes(b"old")

    place_files(tmp_path, {"p/new": b"new"}, ["p"])

    assert everything(tmp_path) == {"p": None, "p/old": b"old", "p/new": b"new"}


def test_a_file_that_is_there_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"old")

    with pytest.raises(FileExistsError):
        place_files(tmp_path, {"a": b"1", "b": b"2", "c/d": b"3"})

    assert everything(tmp_path) == {"b": b"old"}


def test_a_disk_that_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = placing._write

    def failing(path: Path, content: bytes | Path) -> None:
        if path.name == "c":
            raise OSError(28, "No space left on device")
        write(path, content)

    monkeypatch.setattr(placing, "_write", failing)

    with pytest.raises(OSError, match="No space"):
        place_files(tmp_path / "x" / "y", {"a": b"1", "c": b"2"})

    assert everything(tmp_path) == {}


def test_a_move_that_fails_half_way_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "old").write_bytes(b"old")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name == "d":
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)

    with pytest.raises(OSError, match="Permission denied"):
        place_files(tmp_path, {"a": b"1", "c/b": b"2", "c/d": b"3"})

    assert everything(tmp_path) == {"old": b"old"}


def test_what_stands_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "fonts").write_bytes(b"a file, not a folder")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(b"")

    assert taken(tmp_path, ["a/b", "a/c", "fonts/README.md", "fonts/x", "new/x"]) == ("a/b", "fonts")
    assert taken(tmp_path / "nowhere", ["a/b"]) == ()
