"""The files that the page may read and write: the edition's, publication.yaml, and the layout's.

A name is a path relative to the project, with forward slashes, as places in messages have it. It is looked up among
these files only; nothing outside of them is ever opened, symbolic links included.

What reads manifests and texts is loaded when it is first needed: the preview's first page does not wait for it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import TYPE_CHECKING, Literal

from typeset.preview.history import History, Version
from typeset.preview.refusal import Refusal
from typeset.workspace import ISSUE_FILE, EditionFolder, Workspace, inside, write_atomically

if TYPE_CHECKING:
    from typeset.edition.file_texts import Decoded

Kind = Literal["manifest", "manuscript", "picture", "style", "template", "layout"]

_MANUSCRIPTS = frozenset({".md", ".markdown", ".txt"})
_PICTURES = frozenset(
    {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic", ".heif", ".gif", ".bmp", ".svg", ".avif"}
)
_OF_LAYOUTS: dict[str, Kind] = {
    ".css": "style",
    ".html": "template",
    ".jinja": "template",
    ".j2": "template",
    ".yaml": "layout",
    ".svg": "picture",
}
_TEXTS = ("manifest", "manuscript", "style", "template", "layout")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))})
_MOST_LISTED = 5_000
_MOST_DEPTH = 8


@dataclass(frozen=True)
class ProjectFile:
    """A file of the edition, the publication or the layout. It need not exist yet if it is a manuscript."""

    name: str
    path: Path
    kind: Kind
    writable: bool


@dataclass(frozen=True)
class FileText:
    """A file's text with line feeds, and the version it has (SHA-256 of its bytes; empty where there is no file)."""

    text: str
    version: str
    writable: bool


@dataclass(frozen=True)
class Conflict:
    """A file was not written because it is not the version that the writer had read."""

    text: str
    version: str


def version_of(data: bytes) -> str:
    """The version of a file's content."""
    return sha256(data).hexdigest()


@dataclass(frozen=True)
class _Root:
    """A folder whose files may be read, and under which name."""

    prefix: str
    path: Path
    layout: bool = False
    writable: bool = True


class ProjectFiles:
    """The files of one edition. All methods may be called from any thread; writing is done one at a time."""

    def __init__(self, workspace: Workspace, edition: EditionFolder, history: History | None = None) -> None:
        self.workspace, self.edition = workspace, edition
        self.history = history or History(workspace.build_folder(edition) / "history")
        self.manifest_name = workspace.name_of(edition.manifest)
        self.publication_name = workspace.name_of(workspace.publication_file)
        self._lock = Lock()
        self._layout = ""
        self._stamps: tuple[object, ...] = ()

    def listing(self) -> tuple[ProjectFile, ...]:
        """All files: manifests, then the edition's other files, then the layout's, each in order of name.

        The layout's are known after `refresh_layout`.
        """
        found = [self._manifest(self.manifest_name, self.edition.manifest)]
        if self.workspace.publication_file.is_file():
            found.append(self._manifest(self.publication_name, self.workspace.publication_file))
        for root in self._roots():
            for path in _walk(root.path):
                file = self._file(root, path)
                if file is not None and file.name != self.manifest_name and len(found) < _MOST_LISTED:
                    found.append(file)
        return tuple(found)

    def find(self, name: str) -> ProjectFile:
        """The file called `name`; a manuscript may be one that does not exist yet.

        Raises Refusal for anything else: names outside, absolute ones, `..`, symbolic links, other kinds of file.
        """
        if name == self.publication_name and not self.workspace.publication_file.is_symlink():
            return self._manifest(name, self.workspace.publication_file)
        outside = Refusal(403, "preview-file-outside", name=name[:200])
        if not self._layout:
            self.refresh_layout()
        for root in self._roots():
            if not name.startswith(f"{root.prefix}/"):
                continue
            parts = name.removeprefix(f"{root.prefix}/").split("/")
            if not all(map(_is_plain, parts)) or len(parts) > _MOST_DEPTH:
                raise outside
            path = root.path
            for part in parts:
                path = path / part
                if path.is_symlink():
                    raise outside
            if not path.resolve().is_relative_to(root.path.resolve()):  # junctions, on Windows
                raise outside
            file = self._file(root, path)
            if file is None:
                raise Refusal(415, "preview-file-not-text", name=name[:200])
            return file
        raise outside

    def full_name(self, name: str) -> str:
        """A name relative to the project, of one that may be relative to the edition's folder: articles/01.md."""
        prefix = self.manifest_name.removesuffix(ISSUE_FILE)
        path = inside(self.edition.path, name)
        return prefix + name if path is not None and path.is_file() else name

    def read(self, name: str) -> FileText:
        """A file's text. Raises Refusal where there is none, or it cannot be read as text."""
        file = self._text_file(name)
        data = self._bytes(file)
        if data is None:
            raise Refusal(404, "preview-file-unknown", name=name)
        decoded = _decoded(data)
        if decoded is None:
            raise Refusal(415, "preview-file-unreadable", name=name)
        return FileText(decoded.text, version_of(data), file.writable and decoded.faithful)

    def write(self, name: str, text: str, base: str) -> str | Conflict:
        """Write a text over the version `base` that its writer had read (empty for a new file).

        Returns the new version; or, with nothing written, what stands on disk where that is another version. The
        encoding and the line ends stay, the previous version goes into the history.
        """
        file = self._text_file(name)
        with self._lock:
            before = self._bytes(file)
            decoded = _decoded(before or b"")
            if decoded is None:
                raise Refusal(415, "preview-file-unreadable", name=name)
            if not (file.writable and decoded.faithful):
                raise Refusal(403, "preview-file-readonly", name=name)
            version = "" if before is None else version_of(before)
            if base != version:
                return Conflict(decoded.text, version)
            data = self._encoded(file, text, before or b"")
            if data == before:
                return version
            with _system_errors(name):
                if before is not None:
                    self.history.keep(name, before)
                _replace(file.path, data)
            return version_of(data)

    def data(self, name: str) -> bytes:
        """A text file's bytes as they are. Raises Refusal where there is none."""
        found = self._bytes(self._text_file(name))
        if found is None:
            raise Refusal(404, "preview-file-unknown", name=name)
        return found

    def versions(self, name: str) -> tuple[Version, ...]:
        """The previous versions of a file, the newest first."""
        self._text_file(name)
        with _system_errors(name):
            return self.history.versions(name)

    def old_text(self, name: str, version: str) -> str:
        """The text of a previous version. Raises Refusal where there is no such version."""
        self._text_file(name)
        with _system_errors(name):
            data = self.history.read(name, version)
        decoded = _decoded(data) if data is not None else None
        if decoded is None:
            raise Refusal(404, "preview-version-unknown", name=name)
        return decoded.text

    def refresh_layout(self) -> bool:
        """Find out anew which layout the edition is set in, and say whether it is another one.

        While the manifest is broken, it stays what it was.
        """
        stamps = tuple(map(_stamp, (self.edition.manifest, self.workspace.publication_file)))
        if stamps == self._stamps:
            return False
        self._stamps, before = stamps, self._layout
        from typeset.manifest import read_issue

        issue = read_issue(self.edition, self.workspace).issue
        if issue is not None:
            self._layout = issue.layout
        return self._layout != before

    def _roots(self) -> Iterator[_Root]:
        yield _Root(self.manifest_name.removesuffix(f"/{ISSUE_FILE}"), self.edition.path)
        if not self._layout:
            return
        from typeset.layout import find_layouts

        folder = find_layouts(self.workspace.layouts).get(self._layout)
        if folder is not None:
            own = folder.resolve().is_relative_to(self.workspace.root / "layouts")
            name = self.workspace.name_of(folder) if own else f"layouts/{folder.name}"
            yield _Root(name, folder, layout=True, writable=own)

    def _manifest(self, name: str, path: Path) -> ProjectFile:
        return ProjectFile(name, path, "manifest", True)

    def _file(self, root: _Root, path: Path) -> ProjectFile | None:
        kind = _kind(root, path)
        if kind is None:
            return None
        name = f"{root.prefix}/{path.relative_to(root.path).as_posix()}"
        return ProjectFile(name, path, kind, root.writable and kind != "picture")

    def _text_file(self, name: str) -> ProjectFile:
        file = self.find(name)
        if file.kind not in _TEXTS:
            raise Refusal(415, "preview-file-not-text", name=name)
        return file

    def _bytes(self, file: ProjectFile) -> bytes | None:
        limit = _limit(file)
        with _system_errors(file.name):
            try:
                handle = os.open(file.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
            except FileNotFoundError:
                return None
            with os.fdopen(handle, "rb") as stream:
                if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                    raise Refusal(415, "preview-file-not-text", name=file.name)
                data = stream.read(limit + 1)
        if len(data) > limit:
            raise Refusal(413, "preview-file-too-large", name=file.name, limit=limit // 1_000_000)
        return data

    def _encoded(self, file: ProjectFile, text: str, before: bytes) -> bytes:
        from typeset.edition.file_texts import write_text

        try:
            data = write_text(text, before)
        except UnicodeEncodeError as error:
            character = f"U+{ord(error.object[error.start]):04X}"
            raise Refusal(400, "preview-text-unwritable", name=file.name, character=character) from error
        if len(data) > _limit(file):
            raise Refusal(413, "preview-file-too-large", name=file.name, limit=_limit(file) // 1_000_000)
        return data


def _stamp(path: Path) -> tuple[int, int] | None:
    """What tells whether a file is another one than before, at a look."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size


def _limit(file: ProjectFile) -> int:
    from typeset.manifest.reader import SIZE_LIMIT
    from typeset.manuscript.source import MOST_BYTES

    return SIZE_LIMIT if file.kind == "manifest" else MOST_BYTES


def _decoded(data: bytes) -> Decoded | None:
    from typeset.edition.file_texts import read_bytes

    return read_bytes(data)


def _is_plain(part: str) -> bool:
    """Whether one part of a path is the plain name of a file: nothing hidden, no device, nothing that climbs.

    Windows drops dots and spaces at the end of a name, takes a colon for a stream of the file, and knows devices.
    """
    return bool(part) and not (
        part.startswith((".", "~"))
        or part.endswith((".", " "))
        or any(char in '\\:*?"<>|' or not (char.isprintable() or char == "\u3000") for char in part)
        or part.partition(".")[0].rstrip().lower() in _DEVICES
    )


def _kind(root: _Root, path: Path) -> Kind | None:
    suffix = PurePosixPath(path.name).suffix.lower()
    if root.layout:
        return _OF_LAYOUTS.get(suffix) or ("picture" if suffix in _PICTURES else None)
    if path == root.path / ISSUE_FILE:
        return "manifest"
    if suffix in _MANUSCRIPTS:
        return "manuscript"
    return "picture" if suffix in _PICTURES else None


def _walk(folder: Path, depth: int = 1) -> Iterator[Path]:
    """The files below a folder that have plain names; links are not followed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if not _is_plain(entry.name) or entry.is_symlink():
            continue
        if entry.is_file():
            yield Path(entry.path)
        elif entry.is_dir() and depth < _MOST_DEPTH:
            yield from _walk(Path(entry.path), depth + 1)


def _replace(path: Path, data: bytes) -> None:
    """Write a file atomically; it keeps the permissions that it had."""
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
    if mode is not None and not os.access(path, os.W_OK):
        raise PermissionError(13, os.strerror(13), str(path))  # replacing would write over a read-only file
    write_atomically(path, data)
    if mode is not None:
        with suppress(OSError):
            path.chmod(mode)


@contextmanager
def _system_errors(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refusal(500, "preview-file-system", name=name, why=error.strerror or error) from error
