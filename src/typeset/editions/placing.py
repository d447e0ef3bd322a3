"""Putting a set of new files in place: all of them or none, and never over what is there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path


def taken(folder: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Which of these files cannot be made below `folder`: they are there, or a file has the name of their folder."""
    found: dict[str, None] = {}
    for name in names:
        path = folder / name
        if path.exists() or path.is_symlink():
            found.setdefault(name)
            continue
        above = [folder.joinpath(*Path(name).parts[:count]) for count in range(1, len(Path(name).parts))]
        blocking = next((item for item in above if item.exists() and not item.is_dir()), None)
        if blocking:
            found.setdefault(blocking.relative_to(folder).as_posix())
    return tuple(found)


def place_files(folder: Path, files: Mapping[str, bytes | Path], folders: Iterable[str] = ()) -> None:
    """Make `folder` with these files (bytes, or a file to be copied) and empty folders, by names with slashes.

    They are made in a temporary folder first and then moved. Where that fails nothing new is left, and nothing that was
    there has changed. Raises FileExistsError for a file that is there already, OSError where the disk will not.
    """
    parent = folder if folder.is_dir() else folder.parent
    made = [*reversed([item for item in (parent, *parent.parents) if not item.exists()])]
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=parent) as name:
            fresh = Path(name) / "fresh"
            fresh.mkdir()
            for path in folders:
                (fresh / path).mkdir(parents=True, exist_ok=True)
            for path, content in files.items():
                _write(fresh / path, content)
            if folder.is_dir():
                _move_into(fresh, folder)
            else:
                fresh.rename(folder)
    except BaseException:
        for empty in reversed(made):
            with suppress(OSError):
                empty.rmdir()
        raise


def _write(path: Path, content: bytes | Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        shutil.copyfile(content, path)


def _move_into(fresh: Path, folder: Path) -> None:
    """Move everything below `fresh` into `folder`; where one cannot be moved, all are taken back."""
    done: list[Path] = []
    try:
        for source in sorted(fresh.rglob("*")):
            target = folder / source.relative_to(fresh)
            if source.is_dir():
                if not target.is_dir():
                    target.mkdir()
                    done.append(target)
                continue
            if target.exists() or target.is_symlink():
                raise FileExistsError(17, "File exists", str(target))
            source.rename(target)
            done.append(target)
    except BaseException:
        for item in reversed(done):
            with suppress(OSError):
                item.rmdir() if item.is_dir() else item.unlink()
        raise
