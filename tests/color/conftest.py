"""Small ICC profiles, made here."""

from __future__ import annotations

import struct

import pytest
from PIL import ImageCms

WHITE = struct.pack(">3i", 63190, 65536, 54061)


def icc(space: bytes, kind: bytes, tags: dict[bytes, bytes], version: bytes = b"\x02\x40\0\0") -> bytes:
    """An ICC profile of the given tags (ICC.1:2001-04), with what every profile must have."""
    tags = {b"cprt": b"text\0\0\0\0none\0", b"wtpt": b"XYZ \0\0\0\0" + WHITE, **tags}
    at = 128 + 4 + 12 * len(tags)
    index, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        content += bytes(-len(content) % 4)
        index += name + struct.pack(">II", at + len(body), len(content))
        body += content
    head = struct.pack(">I", at + len(body)) + b"test" + version + kind + space + b"Lab "
    head += struct.pack(">6H", 2023, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + WHITE
    return head.ljust(128, b"\0") + index + body


def described(text: str) -> bytes:
    """A description as version 2 writes it."""
    return b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text.encode("latin-1") + b"\0" + bytes(78)


def localised(texts: dict[str, str]) -> bytes:
    """A description as version 4 writes it; languages such as enUS."""
    records, strings, at = b"", b"", 16 + 12 * len(texts)
    for language, text in texts.items():
        encoded = text.encode("utf-16-be")
        records += language.encode() + struct.pack(">II", len(encoded), at + len(strings))
        strings += encoded
    return b"mluc\0\0\0\0" + struct.pack(">II", len(texts), 12) + records + strings


def lookup(inputs: int, outputs: int, corners: bytes) -> bytes:
    """An 8-bit table of two steps each way."""
    straight = bytes(range(256))
    matrix = struct.pack(">9i", *(65536 if i % 4 == 0 else 0 for i in range(9)))
    head = b"mft1\0\0\0\0" + bytes((inputs, outputs, 2, 0)) + matrix
    return head + straight * inputs + corners + straight * outputs


def press(description: bytes, extra: dict[bytes, bytes] | None = None) -> bytes:
    """A small CMYK press: each ink takes lightness away; what is dark is separated into much of every ink."""
    to_lab = b"".join(bytes((max(0, 255 - 63 * i.bit_count()), 128, 128)) for i in range(16))
    to_ink = b"".join(bytes((0, 0, 0, 0) if i >> 2 else (240, 240, 240, 255)) for i in range(8))
    tables = {b"A2B0": lookup(4, 3, to_lab), b"B2A0": lookup(3, 4, to_ink)}
    return icc(b"CMYK", b"prtr", {b"desc": description, **tables, **(extra or {})})


@pytest.fixture
def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
