"""Zip files from outside, read in memory within bounds: nothing is unpacked to the disk.

Guards against files that swell (42.zip and its like), overlapping and encrypted entries, lying headers, names that
point elsewhere, and XML with entity declarations.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from typeset.importing.model import Unreadable
from typeset.problems import problem

MOST_FILE_BYTES = 300 * 2**20
_MOST_ENTRIES = 10_000
_MOST_BYTES = 1024 * 2**20
_MOST_PART = 256 * 2**20
_MOST_XML = 48 * 2**20
_MOST_RATIO = 250
_RATIO_FROM = 4 * 2**20  # small parts may be all blanks
_CHUNK = 2**20
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


@dataclass
class Archive:
    """An open zip file, held in memory so that pictures can be read late; `name` is the file's own in messages."""

    name: str
    file: zipfile.ZipFile
    entries: dict[str, zipfile.ZipInfo]
    odd_names: tuple[str, ...] = ()
    _read: int = field(default=0)

    def __contains__(self, part: str) -> bool:
        return part in self.entries

    def read(self, part: str, most: int = _MOST_PART) -> bytes:
        """The bytes of a part; raises Unreadable for one that is broken or too large, whatever its header says."""
        info = self.entries[part]
        data = bytearray()
        try:
            with self.file.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    data += chunk
                    self._read += len(chunk)
                    if len(data) > most or self._read > _MOST_BYTES:
                        raise Unreadable(problem("import-zip-bomb", None, name=self.name, part=part))
        except _BROKEN as error:
            raise Unreadable(problem("import-zip-damaged", None, name=self.name, part=part)) from error
        return bytes(data)

    def text(self, part: str) -> str:
        """An XML part as text without its declaration. Raises Unreadable; entity declarations are refused."""
        data = self.read(part, _MOST_XML)
        declared = _ENCODING.search(data[:200])
        wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"utf-16") and not wide:
            raise Unreadable(problem("import-damaged", None, name=self.name, part=part))
        try:
            text = data.decode("utf-16" if wide else "utf-8-sig")
        except UnicodeDecodeError as error:
            raise Unreadable(problem("import-damaged", None, name=self.name, part=part)) from error
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise Unreadable(problem("import-entities", None, name=self.name, part=part))
        return _DECLARATION.sub("", text, count=1)

    def xml(self, part: str) -> ET.Element:
        """The root of an XML part. Raises Unreadable."""
        try:
            return ET.fromstring(self.text(part))
        except ET.ParseError as error:
            raise Unreadable(problem("import-damaged", None, name=self.name, part=part)) from error


def open_archive(path: Path, name: str) -> Archive:
    """Open a zip file. Raises Unreadable for what is none, is broken, or would swell beyond all measure."""
    try:
        if path.stat().st_size > MOST_FILE_BYTES:
            raise Unreadable(problem("import-too-large", None, name=name, limit=MOST_FILE_BYTES // 2**20))
        file = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    except _BROKEN as error:
        raise Unreadable(problem("import-zip-damaged", None, name=name, part=name)) from error
    entries: dict[str, zipfile.ZipInfo] = {}
    odd: list[str] = []
    for info in file.infolist():
        if info.flag_bits & 1:
            raise Unreadable(problem("import-encrypted", None, name=name))
        if info.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", info.filename) or ":" in info.filename:
            odd.append(info.filename)
        elif not info.is_dir():
            entries.setdefault(info.filename, info)
    total = sum(info.file_size for info in file.infolist())
    swollen = next((info for info in file.infolist() if _swells(info)), None)
    if len(file.infolist()) > _MOST_ENTRIES or total > _MOST_BYTES or swollen:
        part = swollen.filename if swollen else name
        raise Unreadable(problem("import-zip-bomb", None, name=name, part=part))
    return Archive(name, file, entries, tuple(odd))


def _swells(info: zipfile.ZipInfo) -> bool:
    return info.file_size > _RATIO_FROM and info.file_size > _MOST_RATIO * max(1, info.compress_size)
