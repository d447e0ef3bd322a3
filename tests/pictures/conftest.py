"""Small pictures and colour profiles, made here."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from typeset.pictures import PictureFacts, read_facts
from typeset.problems import Place

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


@pytest.fixture
def place() -> Place:
    return Place("issues/2023-01/issue.yaml", 12, 9, 14)


@pytest.fixture
def quarters() -> Callable[[int, int], Image.Image]:
    """Red and green above blue and white."""

    def make(width: int, height: int) -> Image.Image:
        image = Image.new("RGB", (width, height), RED)
        image.paste(GREEN, (width // 2, 0, width, height // 2))
        image.paste(BLUE, (0, height // 2, width // 2, height))
        image.paste(WHITE, (width // 2, height // 2, width, height))
        return image

    return make


@pytest.fixture
def noise() -> Callable[[int, int], Image.Image]:
    """Something like a photograph: many colours, the same every time."""

    def make(width: int, height: int) -> Image.Image:
        values = bytes((i * i * 31 + i * 17) >> 3 & 255 for i in range(64 * 48 * 3))
        return Image.frombytes("RGB", (64, 48), values).resize((width, height), Image.Resampling.BICUBIC)

    return make


@pytest.fixture
def encoded() -> Callable[..., bytes]:
    def make(image: Image.Image, kind: str, **options: Any) -> bytes:
        file = io.BytesIO()
        image.save(file, kind, **options)
        return file.getvalue()

    return make


@pytest.fixture
def facts_of(tmp_path: Path, place: Place) -> Callable[..., PictureFacts]:
    """The facts of a picture that is fine: an image to save, or bytes."""

    def make(picture: Image.Image | bytes, name: str = "a.png", **options: Any) -> PictureFacts:
        path = tmp_path / name
        if isinstance(picture, bytes):
            path.write_bytes(picture)
        else:
            picture.save(path, **options)
        facts, problems = read_facts(path, place)
        assert facts is not None, problems
        return facts

    return make


@pytest.fixture
def turned() -> Callable[[int], Image.Exif]:
    def make(orientation: int) -> Image.Exif:
        exif = Image.Exif()
        exif[0x0112] = orientation
        return exif

    return make


@pytest.fixture
def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.fixture
def swapped_profile(srgb_profile: bytes) -> bytes:
    """A profile whose red is sRGB's blue and the other way round."""
    table = bytearray(srgb_profile)
    red, blue = table.index(b"rXYZ"), table.index(b"bXYZ")
    table[red : red + 4], table[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(table)


@pytest.fixture
def linear_grey_profile() -> bytes:
    """Grey with a straight tone curve, where sRGB's is bent."""
    return _profile(b"GRAY", b"XYZ ", {b"kTRC": b"curv\0\0\0\0" + struct.pack(">I", 0)})


@pytest.fixture
def linear_profile() -> bytes:
    """sRGB's colours with a straight tone curve."""
    straight = b"curv\0\0\0\0" + struct.pack(">I", 0)
    tags = {b"rTRC": straight, b"gTRC": straight, b"bTRC": straight}
    for name, column in (
        (b"rXYZ", (28578, 14581, 912)),
        (b"gXYZ", (25243, 46981, 6362)),
        (b"bXYZ", (9373, 3972, 46802)),
    ):
        tags[name] = b"XYZ \0\0\0\0" + struct.pack(">3i", *column)
    return _profile(b"RGB ", b"XYZ ", tags)


@pytest.fixture
def odd_cmyk_profile() -> bytes:
    """A press on which cyan ink is red, and the other inks are grey."""
    corners = bytearray()
    for index in range(16):
        cyan, others = index >> 3 & 1, index & 7
        lightness = 255 - 60 * bin(others).count("1") - (120 if cyan else 0)
        corners += bytes((max(lightness, 0), 220 if cyan else 128, 200 if cyan else 128))
    straight = bytes(range(256))
    matrix = struct.pack(">9i", *(65536 if i % 4 == 0 else 0 for i in range(9)))
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + matrix + straight * 4 + bytes(corners) + straight * 3
    return _profile(b"CMYK", b"Lab ", {b"A2B0": table}, kind=b"prtr")


def _profile(space: bytes, connection: bytes, tags: dict[bytes, bytes], kind: bytes = b"mntr") -> bytes:
    """A minimal ICC profile, version 2 (ICC.1:2001-04)."""
    white = struct.pack(">3i", 63190, 65536, 54061)
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + bytes(78),
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": b"XYZ \0\0\0\0" + white,
        **tags,
    }
    at = 128 + 4 + 12 * len(tags)
    index, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        content += bytes(-len(content) % 4)
        index += name + struct.pack(">II", at + len(body), len(content))
        body += content
    head = struct.pack(">I", at + len(body)) + b"test\x02\x40\0\0" + kind + space + connection
    head += struct.pack(">6H", 2023, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + white
    return head.ljust(128, b"\0") + index + body


@pytest.fixture
def colour_at() -> Callable[[bytes, float, float], tuple[int, ...]]:
    """The colour of an encoded picture at a point given in shares of its size."""

    def look(data: bytes, x: float, y: float) -> tuple[int, ...]:
        with Image.open(io.BytesIO(data)) as image:
            found = image.getpixel((int(x * image.width), int(y * image.height)))
        return found if isinstance(found, tuple) else (int(found or 0),)

    return look
