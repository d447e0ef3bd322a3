"""The project on disk: its root, its folders, reading within bounds and writing atomically."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from typeset.problems import Giveup, Place, problem

PUBLICATION_FILE = "publication.yaml"
ISSUE_FILE = "issue.yaml"
_MOST_SOURCE_BYTES = 32 * 1024 * 1024


def shipped(kind: str) -> Path:
    """The folder of layouts or fonts that come with typeset (`kind` is "layouts" or "fonts").

    In an installed wheel they lie inside the package, in a checkout at its top.
    """
    inside = Path(__file__).parent / "_shipped" / kind
    return inside if inside.is_dir() else Path(__file__).parents[2] / kind


@dataclass(frozen=True)
class EditionFolder:
    """One edition's folder below issues/, with its name (the build's and the PDF's name)."""

    path: Path

    @property
    def name(self) -> str:
        """The folder's name, such as `2023-01`."""
        return self.path.name

    @property
    def manifest(self) -> Path:
        """The edition's manifest, issue.yaml."""
        return self.path / ISSUE_FILE


@dataclass(frozen=True)
class Workspace:
    """A publication's project: the folder that holds issues/, layouts/, fonts/ and build/."""

    root: Path

    @classmethod
    def find(cls, start: Path) -> Workspace:
        """The project around `start`: the nearest folder upwards that has issues/publication.yaml.

        Raises Giveup (exit code 2) where there is none.
        """
        start = start.resolve()
        for folder in (start, *start.parents):
            if (folder / "issues" / PUBLICATION_FILE).is_file():
                return cls(folder)
        raise Giveup(problem("workspace-not-found", folder=start), exit_code=2)

    @classmethod
    def of_edition(cls, name: str, here: Path) -> tuple[Workspace, EditionFolder]:
        """The edition called `name` in the project around `here`, or the one at the path `name`; and its project.

        An edition at a path belongs to the project that it lies in, whose publication and layouts are its own; one
        that lies in none, to the project around `here`. Raises Giveup (exit code 2) where there is no such edition.
        """
        path = Path(here, name)
        if (path / ISSUE_FILE).is_file():
            try:
                workspace = cls.find(path)
            except Giveup:
                workspace = cls.find(here)
            return workspace, EditionFolder(path.resolve())
        workspace = cls.find(here)
        return workspace, workspace.edition(name)

    @property
    def issues(self) -> Path:
        """Where the editions are."""
        return self.root / "issues"

    @property
    def publication_file(self) -> Path:
        """What all editions share."""
        return self.issues / PUBLICATION_FILE

    @property
    def layouts(self) -> tuple[Path, ...]:
        """Folders of layout packages, the project's own before the shipped ones."""
        return _distinct(self.root / "layouts", shipped("layouts"))

    @property
    def fonts(self) -> tuple[Path, ...]:
        """Folders with a fonts.yaml, the project's own before the shipped one."""
        return _distinct(self.root / "fonts", shipped("fonts"))

    @property
    def cache(self) -> Path:
        """What may be thrown away at any time."""
        return self.root / "build" / ".cache"

    def build_folder(self, edition: EditionFolder) -> Path:
        """Where an edition's results are written."""
        return self.root / "build" / edition.name

    def editions(self) -> tuple[EditionFolder, ...]:
        """All editions by name."""
        found = (item.parent for item in self.issues.glob(f"*/{ISSUE_FILE}"))
        return tuple(EditionFolder(path) for path in sorted(found))

    def edition(self, name: str) -> EditionFolder:
        """The edition called `name`, or at the path `name`.

        Raises Giveup (exit code 2) naming the editions there are.
        """
        for path in (self.issues / name, Path(name)):
            if (path / ISSUE_FILE).is_file():
                return EditionFolder(path.resolve())
        known = "、".join(item.name for item in self.editions()) or "—"
        raise Giveup(problem("edition-not-found", name=name, known=known), exit_code=2)

    def name_of(self, path: Path) -> str:
        """A path as messages show it: relative to the project where it lies inside, with forward slashes."""
        path = path.absolute()
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    def place(self, path: Path, line: int = 0, column: int = 0, length: int = 1) -> Place:
        """A place in a file of the project."""
        return Place(self.name_of(path), line, column, length)


def _distinct(*paths: Path) -> tuple[Path, ...]:
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.setdefault(path.resolve())
    return tuple(found)


def inside(folder: Path, name: str) -> Path | None:
    """The file `name` below `folder`, or None where it would lie outside: absolute, `..`, or a symlink out."""
    if not name or "\0" in name or "\\" in name or Path(name).is_absolute() or ":" in name:
        return None
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder.resolve()) else None


def read_source(path: Path) -> bytes:
    """The bytes of a source file, at most 32 MiB.

    Raises Giveup for a larger one, OSError where it cannot be read.
    """
    if path.stat().st_size > _MOST_SOURCE_BYTES:
        raise Giveup(problem("source-too-large", name=path.name, limit=_MOST_SOURCE_BYTES // 2**20))
    return path.read_bytes()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a whole file or nothing: into a temporary file beside it, then moved into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        _publish_mode(Path(name))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def staged(folder: Path, *, stale: Iterable[str] = ()) -> Iterator[Path]:
    """A fresh folder beside `folder` whose files replace `folder`'s when the block ends well.

    When it does not, nothing of `folder` has changed. Files of `folder` that the block did not write stay,
    sub-folders that it wrote are replaced whole (no stale page pictures). What is named in `stale` goes if the
    block did not write it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as name:
        fresh = Path(name) / "fresh"
        fresh.mkdir()
        yield fresh
        written = {item.name for item in fresh.iterdir()}
        for item in sorted(fresh.iterdir()):
            target = folder / item.name
            if item.is_dir() and target.exists():
                target.rename(Path(name) / f"old-{item.name}")
            if item.is_file():
                _publish_mode(item)
            item.replace(target)
        for old in set(stale) - written:
            _remove(folder / old)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _publish_mode(path: Path) -> None:
    """Give a temporary file the mode that an ordinary new file has (temporary ones are private)."""
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(0o666 & ~mask)
