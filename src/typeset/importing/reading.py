"""The door: a file of any kind, by what its bytes say rather than its suffix."""

from __future__ import annotations

from pathlib import Path

from typeset.importing.model import Document, Unreadable
from typeset.importing.office import converted
from typeset.importing.plain_text import MarkdownDelivered, read_markdown_file, read_text_file
from typeset.importing.web_page import read_web_page
from typeset.importing.word import read_word
from typeset.problems import problem

SUFFIXES = (
    ".docx",
    ".docm",
    ".doc",
    ".dot",
    ".wps",
    ".odt",
    ".rtf",
    ".txt",
    ".text",
    ".md",
    ".markdown",
    ".html",
    ".htm",
)
_OLE, _ZIP, _RTF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"{\\rtf"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TEXTS = {".txt", ".text"}
_PAGES = {".html", ".htm"}
_MARKDOWN = {".md", ".markdown"}


def read_delivered(path: Path, name: str) -> Document | MarkdownDelivered:
    """Read a file. Raises Unreadable for one that cannot be read, with the words that say why; OSError never."""
    if not path.is_file():
        raise Unreadable(problem("import-file-missing", None, name=name))
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise Unreadable(problem("import-kind-unknown", None, name=name))
    try:
        return _read(path, name, suffix)
    except OSError as error:
        raise Unreadable(problem("system-error", None, file=name, why=error.strerror or str(error))) from error


def _read(path: Path, name: str, suffix: str) -> Document | MarkdownDelivered:
    with path.open("rb") as file:
        start = file.read(512)
    if not start.strip():
        raise Unreadable(problem("import-empty", None, name=name))
    if start.startswith(_ZIP):
        return _read_package(path, name, start)
    if start.startswith(_OLE):
        if _ENCRYPTED in path.read_bytes()[: 64 * 2**20]:
            raise Unreadable(problem("import-encrypted", None, name=name))
        return _read_converted(path, name, ".wps" if suffix == ".wps" else ".doc")
    if start.lstrip().startswith(_RTF):
        return _read_converted(path, name, ".rtf")
    if suffix in _TEXTS:
        return _not_empty(read_text_file(path, name))
    if suffix in _MARKDOWN:
        return read_markdown_file(path, name)
    if suffix in _PAGES or b"<html" in start.lower():
        return _not_empty(read_web_page(path, name))
    if suffix in (".docx", ".docm"):
        raise Unreadable(problem("import-zip-damaged", None, name=name, part=name))
    return _read_converted(path, name, suffix)


def _read_package(path: Path, name: str, start: bytes) -> Document:
    """A zip file: an OpenDocument says so in its first entry (ODF 1.3 part 2, 3.3), anything else has to be Word's."""
    if b"mimetypeapplication/vnd.oasis.opendocument" in start:
        return _read_converted(path, name, ".odt")
    return _not_empty(read_word(path, name))


def _read_converted(path: Path, name: str, suffix: str) -> Document:
    with converted(path, name, suffix) as result:
        return _not_empty(read_word(result, name))


def _not_empty(document: Document) -> Document:
    if not document.blocks:
        raise Unreadable(problem("import-empty", None, name=document.name))
    return document
