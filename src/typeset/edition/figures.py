"""Photos of the manifest → figures with facts, addresses and sources of their pixels."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal

from typeset.edition.kept import KeptSources
from typeset.edition.model import Figure, Source
from typeset.edition.qr_codes import qr_svg
from typeset.manifest.article import FocalPoint, Photo, QRCode
from typeset.pictures import CropBox, PictureFacts, cropped_size, placeholder_svg
from typeset.problems import Place, Problem, problem
from typeset.workspace import ISSUE_FILE, inside

_PLACEHOLDER = (600.0, 400.0)  # CSS px: the frame's words keep a readable size at a column's width

_DECORATIVE = frozenset({"", "装饰", "装饰图", "decorative", "decoration"})


@dataclass
class FigureReader:
    """Reads the photos of one edition; the same file with the same crop is one source."""

    folder: Path
    language: str
    kept: KeptSources
    sources: dict[str, Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: list[Figure] = field(default_factory=list)
    _facts: dict[Path, PictureFacts | None] = field(default_factory=dict)

    def figure(
        self,
        photo: Photo,
        place: Place,
        caption_place: Place | None = None,
        *,
        credit_place: Place | None = None,
        crop_place: Place | None = None,
        columns_place: Place | None = None,
        beside: Path | None = None,
    ) -> Figure:
        """The figure of a photo; a placeholder, with a problem, where there is no usable picture.

        `caption_place`, `credit_place`, `crop_place` and `columns_place` are where its caption, credit, crop and
        columns are written, if not at `place`. The file is sought in the folder `beside` where that is given and has
        it, else in the edition's.
        """
        awaited = photo.awaited or photo.placement == "awaited"
        facts = self._read(photo.file, place, awaited=awaited, beside=beside)
        placement: Literal["here", "top", "bottom", "full-page"] = (
            "here" if photo.placement == "awaited" else photo.placement
        )
        address, width, height = (
            self._source(facts, photo, place, crop_place or place)
            if facts
            else self._placeholder(photo, awaited=awaited)
        )
        figure = Figure(
            file=photo.file,
            address=address,
            width=width,
            height=height,
            alt=self._alternative(photo, place, shown=facts is not None),
            caption=photo.caption or "",
            credit=photo.credit or "",
            columns=photo.columns,
            columns_place=columns_place,
            placement=placement,
            focal_point=photo.focal_point or FocalPoint(),
            placeholder=facts is None,
            place=place,
            caption_place=caption_place or place,
            credit_place=credit_place or place,
            group=photo.group or "",
            group_caption=photo.group_caption or "",
        )
        self.seen.append(figure)
        return figure

    def qr_code(self, code: QRCode, place: Place) -> Figure | None:
        """The picture of a QR code (ISO/IEC 18004, level M); None, with a problem, where the address is too long."""
        data = qr_svg(code.address)
        if data is None:
            self.problems.append(problem("qr-too-long", place, count=len(code.address)))
            return None
        address = f"picture/{sha256(data).hexdigest()[:16]}.svg"
        self.sources[address] = Source(svg=data)
        alt = f"二维码：{code.caption or code.address}"
        return Figure(file="", address=address, width=100, height=100, alt=alt, place=place)

    def _alternative(self, photo: Photo, place: Place, *, shown: bool) -> str:
        """What screen readers say of a picture (WCAG 2.2, 1.1.1): nothing of a decorative one, an artifact in the PDF
        (ISO 14289-1, 7.3), as empty quotes or the word for it declare it.

        A picture that nobody described is known by its file's name, and told of.
        """
        if photo.alt in _DECORATIVE:
            return ""
        described = photo.alt or photo.caption
        if not described and shown:
            self.problems.append(problem("picture-undescribed", place, name=photo.file))
        return described or Path(photo.file).stem

    def _read(self, name: str, place: Place, *, awaited: bool, beside: Path | None) -> PictureFacts | None:
        path = inside(self.folder, name)
        shared = inside(beside, name) if beside else None
        if shared and shared.is_file():
            path = shared
            if beside and self._in_another_edition(shared, beside):
                self.problems.append(problem("picture-other-edition", place, file=name))
        if path is None:
            self.problems.append(problem("picture-outside", place, file=name))
            return None
        if path not in self._facts:
            self._facts[path], problems = self.kept.picture(path, place, name=name, awaited=awaited)
            self.problems += problems
        return self._facts[path]

    def _in_another_edition(self, path: Path, beside: Path) -> bool:
        """Whether a shared picture lies in the folder of another edition: no archive and no check sum takes it in."""
        folders = [item for item in path.parents if item.parent == beside.resolve()]
        return any((item / ISSUE_FILE).exists() and item != self.folder.resolve() for item in folders)

    def _source(self, facts: PictureFacts, photo: Photo, place: Place, crop_place: Place) -> tuple[str, float, float]:
        crop = CropBox(photo.crop.left, photo.crop.top, photo.crop.right, photo.crop.bottom) if photo.crop else None
        if crop and crop.keeps_nothing:
            self.problems.append(problem("picture-crop-empty", crop_place, name=photo.file))
            crop = None
        digest = sha256(f"{facts.sha256} {crop}".encode()).hexdigest()[:16]
        address = f"picture/{digest}.{'svg' if facts.vector else 'picture'}"
        self.sources[address] = Source(facts=facts, crop=crop, place=place)
        width, height = cropped_size(facts, crop)
        return address, width, height

    def _placeholder(self, photo: Photo, *, awaited: bool) -> tuple[str, float, float]:
        width, height = _PLACEHOLDER
        data = placeholder_svg(width, height, photo.file, awaited=awaited, language=self.language)
        address = f"picture/{sha256(data).hexdigest()[:16]}.svg"
        self.sources[address] = Source(svg=data)
        return address, width, height
