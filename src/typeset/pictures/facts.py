"""What a picture file is: format, size, colour; every reason why it cannot be set. Nothing is decoded here."""

from __future__ import annotations

import hashlib
import io
import math
import stat
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from typeset.pictures import container, svg
from typeset.pictures.container import SUFFIXES, Format, foreign_format, identify
from typeset.pictures.cropping import turned_size
from typeset.pictures.decoding import DecodingError, can_decode_heic, decoding, open_picture
from typeset.pictures.header import Header
from typeset.pictures.naming import alike, shown
from typeset.pictures.profiles import works
from typeset.pictures.refusal import Refused, refuse
from typeset.problems import Place, Problem, problem

ColourSpace = Literal["grey", "rgb", "cmyk", "lab"]


@dataclass(frozen=True)
class Limits:
    """What a picture may cost: stored pixels, bytes of the file, the longer side to the shorter, scans of a JPEG."""

    pixels: int = 120_000_000
    file_bytes: int = 200 * 2**20
    aspect: float = 100
    scans: int = 100


@dataclass(frozen=True)
class PictureFacts:
    """A picture that can be set.

    `width` and `height` are as seen: whole pixels after the Exif turn, for a vector picture CSS pixels (1/96 inch),
    not always whole. `orientation` is the Exif tag's value, already taken into account there. `mode` is Pillow's name
    of the pixel layout, "" for a vector picture. `has_icc` is True for a profile that fits the pixels. `name` is how
    messages call the file.
    """

    path: Path
    name: str
    format: Format
    width: float
    height: float
    orientation: int
    mode: str
    colour_space: ColourSpace
    has_icc: bool
    has_alpha: bool
    sha256: str
    vector: bool = False


def read_facts(
    path: Path, place: Place, *, name: str = "", awaited: bool = False, limits: Limits | None = None
) -> tuple[PictureFacts | None, tuple[Problem, ...]]:
    """Read what a picture file is, and what is wrong with it.

    `place` is where the manifest or the manuscript names it, `name` how (the file's name where empty). A file that
    is not there is an error, but only a warning where it is `awaited`. Facts are None where there is nothing to set;
    the problems then say why. Never raises for a bad file.
    """
    reading = _Reading(path, place, shown(name or path.name), awaited, limits or Limits())
    try:
        facts = reading.facts()
    except Refused as refused:
        return None, (*reading.found, refused.problem)
    return facts, tuple(reading.found)


def facts_of_data(data: bytes) -> PictureFacts | Problem:
    """What a raster picture in memory is, under the same limits but for its shape. The path of the facts names nothing.

    A Problem without a place where it cannot be set.
    """
    reading = _Reading(Path(), None, "", awaited=False, limits=Limits(aspect=math.inf))
    try:
        kind = identify(data)
        if kind is None or kind == "SVG":
            raise reading.refuse("picture-not-a-picture")
        return reading.raster(data, kind, hashlib.sha256(data).hexdigest())
    except Refused as refused:
        return refused.problem


class _Reading:
    """One file being read: the remarks found on the way, and refusals raised."""

    def __init__(self, path: Path, place: Place | None, name: str, awaited: bool, limits: Limits) -> None:
        self.path, self.place, self.name, self.awaited, self.limits = path, place, name, awaited, limits
        self.found: list[Problem] = []

    def refuse(self, code: str, **arguments: object) -> Refused:
        return refuse(code, self.place, name=self.name, **arguments)

    def remark(self, code: str, **arguments: object) -> None:
        self.found.append(problem(code, self.place, None, name=self.name, **arguments))

    def facts(self) -> PictureFacts:
        data = self._bytes()
        kind = self._format(data)
        digest = hashlib.sha256(data).hexdigest()
        facts = self._vector(data, digest) if kind == "SVG" else self.raster(data, kind, digest)
        if self.awaited:
            self.remark("picture-arrived")
        return facts

    def _bytes(self) -> bytes:
        try:
            status = self.path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise self.refuse("picture-not-a-file")
            with self.path.open("rb") as file:
                data = file.read(self.limits.file_bytes + 1)
        except (FileNotFoundError, NotADirectoryError):
            raise self._missing() from None
        except (OSError, ValueError) as error:
            raise self.refuse("picture-unreadable", reason=shown(getattr(error, "strerror", None) or error)) from None
        if len(data) > self.limits.file_bytes:
            raise self.refuse("picture-file-too-large", limit=self.limits.file_bytes // 2**20)
        if not data:
            raise self.refuse("picture-empty")
        return data

    def _missing(self) -> Refused:
        if self.awaited:
            return self.refuse("picture-awaited")
        if other := alike(self.path):
            return self.refuse("picture-misnamed", other=shown(other))
        return self.refuse("picture-missing")

    def _format(self, data: bytes) -> Format:
        kind = identify(data)
        if kind is None:
            if foreign := foreign_format(data):
                raise self.refuse("picture-format-unsupported", format=foreign)
            raise self.refuse("picture-not-a-picture")
        if kind == "HEIC" and not can_decode_heic():
            raise self.refuse("picture-heic")
        if SUFFIXES.get(self.path.suffix.lower()) != kind:
            self.remark("picture-wrong-suffix", suffix=shown(self.path.suffix or "—"), format=kind)
        return kind

    def _vector(self, data: bytes, digest: str) -> PictureFacts:
        drawing, problems = svg.read_svg(data, self.place, name=self.name)
        self.found += problems
        if drawing is None:
            raise Refused(self.found.pop())
        self._check_aspect(drawing.width, drawing.height)
        return PictureFacts(
            self.path,
            self.name,
            "SVG",
            drawing.width,
            drawing.height,
            orientation=1,
            mode="",
            colour_space="rgb",
            has_icc=False,
            has_alpha=True,
            sha256=digest,
            vector=True,
        )

    def raster(self, data: bytes, kind: Format, digest: str) -> PictureFacts:
        header = self._header(data, kind)
        mode, size, icc, has_alpha = self._pixel_layout(data, kind)
        # The own reading of the header keeps Pillow from allocating for a bomb; what Pillow then says holds.
        self._check_size(*size)
        # Pillow tells the size of a TIFF as turned already.
        width, height = size if kind == "TIFF" else turned_size(*size, header.orientation)
        if header.more:
            self.remark("picture-several-frames", format=kind)
        return PictureFacts(
            self.path,
            self.name,
            kind,
            width,
            height,
            header.orientation,
            mode,
            _colour_space(mode),
            self._has_profile(icc, mode),
            has_alpha,
            digest,
        )

    def _header(self, data: bytes, kind: Format) -> Header:
        try:
            header = container.read_header(data, kind)
        except ValueError:
            raise self.refuse("picture-damaged") from None
        except (EOFError, IndexError, struct.error):
            raise self.refuse("picture-truncated") from None
        self._check_size(header.width, header.height)
        if not header.whole:
            raise self.refuse("picture-truncated")
        if header.scans > self.limits.scans:
            raise self.refuse("picture-too-many-scans", scans=header.scans, limit=self.limits.scans)
        return header

    def _check_size(self, width: int, height: int) -> None:
        if width < 1 or height < 1:
            raise self.refuse("picture-zero-size", width=width, height=height)
        if width * height > self.limits.pixels:
            raise self.refuse(
                "picture-too-large", width=width, height=height, limit=round(self.limits.pixels / 1_000_000)
            )
        self._check_aspect(width, height)

    def _check_aspect(self, width: float, height: float) -> None:
        if max(width, height) > self.limits.aspect * min(width, height):
            raise self.refuse(
                "picture-too-narrow", width=f"{width:g}", height=f"{height:g}", limit=f"{self.limits.aspect:g}"
            )

    def _pixel_layout(self, data: bytes, kind: Format) -> tuple[str, tuple[int, int], bytes, bool]:
        try:
            with decoding(), open_picture(io.BytesIO(data), kind) as image:
                icc = image.info.get("icc_profile") or b""
                has_alpha = image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info
                return image.mode, image.size, icc, has_alpha
        except DecodingError as error:
            raise self.refuse(error.code) from None

    def _has_profile(self, icc: bytes, mode: str) -> bool:
        usable = works(icc, _colour_space(mode))
        if icc and not usable:
            self.remark("picture-profile-unusable")
        elif not usable and mode == "CMYK":
            self.remark("picture-cmyk-without-profile")
        return usable


def _colour_space(mode: str) -> ColourSpace:
    if mode in ("1", "L", "LA", "La", "I", "F") or mode.startswith("I;16"):
        return "grey"
    return {"CMYK": "cmyk", "LAB": "lab"}.get(mode, "rgb")  # type: ignore[return-value]
