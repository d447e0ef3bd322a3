"""ICC profiles (ICC.1, ISO 15076-1): what the header and the description tell, nothing computed."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, field
from functools import cached_property

_HEADER = 128
_TAG = 12
_MOST_TAGS = 200
_MOST_TEXT = 4096
_SHOWN = 200


@dataclass(frozen=True)
class Profile:
    """An ICC profile.

    `device_class` is the header's signature: "prtr" (output), "mntr" (display), "scnr" (input), "spac", "link",
    "abst" or "nmcl". `space` is the signature of the device's colour space ("CMYK", "RGB", "GRAY", "Lab"), `version`
    such as "2.1". `description` and `target` (the characterisation data, in which registered ones name
    themselves) are one line of text each, cut short, empty where the profile has none.
    """

    data: bytes = field(repr=False)
    description: str
    device_class: str
    space: str
    version: str
    target: str = ""

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def md5(self) -> str:
        """MD5 of the file, by which some printers tell whether it is the profile they sent."""
        return hashlib.md5(self.data, usedforsecurity=False).hexdigest()


def read_profile(data: bytes) -> Profile | None:
    """Read header, description and target of an ICC profile, version 2 or 4; None where the bytes are none.

    Never raises, and looks at no more than the header, the tag table and two texts. Whether the tables inside
    are any good a colour engine must tell.
    """
    if len(data) < _HEADER + 4 or data[36:40] != b"acsp":
        return None
    size, count = int.from_bytes(data[:4], "big"), int.from_bytes(data[_HEADER : _HEADER + 4], "big")
    if size > len(data) or size < _HEADER + 4 or not 1 <= count <= _MOST_TAGS:
        return None
    tags: dict[bytes, bytes] = {}
    for index in range(count):
        entry = data[_HEADER + 4 + index * _TAG :][:_TAG]
        if len(entry) < _TAG:
            return None
        name, start, length = struct.unpack(">4sII", entry)
        tags.setdefault(name, data[start : start + min(length, 4 * _MOST_TEXT)])
    return Profile(
        data=data,
        description=_text(tags.get(b"desc", b"")),
        device_class=_signature(data[12:16]),
        space=_signature(data[16:20]),
        version=f"{data[8]}.{data[9] >> 4}",
        target=_text(tags.get(b"targ", b"")),
    )


def _signature(four: bytes) -> str:
    return "".join(char for char in four.decode("latin-1") if char.isprintable()).strip()


def _text(tag: bytes) -> str:
    """The text of a tag of type text, textDescription (version 2) or multiLocalizedUnicode (version 4)."""
    kind = tag[:4]
    if kind == b"desc":
        found = tag[12 : 12 + int.from_bytes(tag[8:12], "big")].decode("latin-1")
    elif kind == b"text":
        found = tag[8:].decode("latin-1")
    elif kind == b"mluc":
        found = _localised(tag)
    else:
        return ""
    line = " ".join(found.split("\0")[0].split())
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)[:_SHOWN]


def _localised(tag: bytes) -> str:
    """The English text of a multiLocalizedUnicode tag, else its first."""
    count, width = (int.from_bytes(tag[at : at + 4], "big") for at in (8, 12))
    if width != _TAG or len(tag) < 16 + _TAG:
        return ""
    texts: dict[bytes, str] = {}
    for index in range(min(count, 100)):
        entry = tag[16 + index * _TAG :][:_TAG]
        if len(entry) < _TAG:
            break
        language, length, start = struct.unpack(">4sII", entry)
        text = tag[start : start + min(length, _MOST_TEXT) & ~1].decode("utf-16-be", "replace")
        texts.setdefault(language[:2], text)
    return texts.get(b"en") or next(iter(texts.values()), "")
