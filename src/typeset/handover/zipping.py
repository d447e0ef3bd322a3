"""Zip files with the same bytes for the same content: names in order, no clock, no owner."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can tell (APPNOTE 4.4.6)."""

_CHUNK = 1024 * 1024
_STORED = (".pdf", ".jpg", ".jpeg", ".png", ".zip", ".docx", ".xlsx", ".heic", ".webp")


def zip_entry(name: str) -> zipfile.ZipInfo:
    """The entry of an ordinary file, dated 1980, with names in UTF-8 (flag bit 11)."""
    entry = zipfile.ZipInfo(name, FIRST_DAY)
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    compressed = not name.lower().endswith(_STORED)
    entry.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    return entry


def write_zip(path: Path, files: Mapping[str, bytes | Path]) -> None:
    """Write a zip file of these contents, or of these files, by name."""
    with zipfile.ZipFile(path, "w") as written:
        for name in sorted(files):
            content = files[name]
            entry = zip_entry(name)
            if isinstance(content, bytes):
                written.writestr(entry, content)
                continue
            entry.file_size = content.stat().st_size
            with content.open("rb") as source, written.open(entry, "w") as target:
                while chunk := source.read(_CHUNK):
                    target.write(chunk)
