"""One page as a small PDF of its own, to be looked at: what it shows has an identity before any pixel is made.

For previews. The content of a page is painted into a stream, which tells whether it is the page seen before; pictures
are promised and made only when the page's PDF is written. Fonts are subset once for many pages: a subset that has all
the glyphs a page needs serves it, though it has more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any

import pydyf
from tinycss2.color5 import D50, D65
from weasyprint.pdf import _use_references
from weasyprint.pdf.fonts import build_fonts_dictionary
from weasyprint.pdf.stream import Stream

from typeset.composer.embedding import Subsets, lean_embedding, shared_subsets
from typeset.composer.pictures import Painter, PromisedPicture, painting
from typeset.composer.proofing import ProofStream, SeenColour
from typeset.composer.rendering import Rendering, listening

_SCALE = 0.75  # PDF points a CSS px
_OPTIONS = {"hinting": True, "pdf_version": "1.7"}


@dataclass
class PaintedPage:
    """A page's content, painted. `identity` is equal for pages that look the same."""

    identity: str
    messages: tuple[str, ...]
    _stream: Stream = field(repr=False)
    _resources: pydyf.Dictionary = field(repr=False)
    _box: tuple[float, float, float, float] = field(repr=False)

    def fonts(self) -> Iterator[tuple[Any, dict[int, str]]]:
        """The fonts whose outlines the page's PDF embeds, each with the glyphs that the page uses and their text."""
        return ((font, font.to_unicode) for font in self._stream._fonts.values() if not font.bitmap)

    def pdf(self, painter: Painter, subsets: Subsets) -> bytes:
        """The page as a PDF, with its bleed; to be asked for once. `painter` gives the promised pictures."""
        pdf = pydyf.PDF()
        spaces = _colour_spaces()
        pdf.add_object(spaces)
        self._resources["ColorSpace"] = spaces.reference
        _set_spaces(self._resources, spaces.reference)
        pdf.add_object(self._resources)
        pdf.add_object(self._stream)
        pdf.add_page(
            pydyf.Dictionary(
                {
                    "Type": "/Page",
                    "Parent": pdf.pages.reference,
                    "MediaBox": pydyf.Array(self._box),
                    "Contents": self._stream.reference,
                    "Resources": self._resources.reference,
                }
            )
        )
        with listening(), shared_subsets(subsets), painting(painter):
            fonts = build_fonts_dictionary(pdf, self._stream._fonts, False, True, _OPTIONS)
            pdf.add_object(fonts)
            self._resources["Font"] = fonts.reference
            _use_references(pdf, self._resources, self._stream._images, {})
        output = BytesIO()
        pdf.write(output)
        return output.getvalue()


def paint_page(rendering: Rendering, index: int, salt: str = "", seen: SeenColour | None = None) -> PaintedPage:
    """Paint a page's content. `salt` goes into its identity; `seen` changes its colours (a soft proof)."""
    page = rendering.pages[index]
    bleed = page.bleed
    left, top = -_SCALE * bleed["left"], -_SCALE * bleed["top"]
    right = left + _SCALE * (page.width + bleed["left"] + bleed["right"])
    bottom = top + _SCALE * (page.height + bleed["top"] + bleed["bottom"])
    rectangle = (left / _SCALE, top / _SCALE, (right - left) / _SCALE, (bottom - top) / _SCALE)
    resources = pydyf.Dictionary({name: pydyf.Dictionary() for name in ("ExtGState", "XObject", "Pattern", "Shading")})
    resources["ColorSpace"] = None
    arguments: tuple[Any, ...] = ({}, rectangle, resources, {}, None, {}, None)
    stream = Stream(*arguments) if seen is None else ProofStream(*arguments, seen=seen)
    stream.transform(d=-1, f=page.height * _SCALE)
    with listening() as messages, painting(PromisedPicture), lean_embedding():
        page.paint(stream, _SCALE)
    box = (left, top, right, bottom)
    digest = sha256(f"{salt} {box}".encode())
    for part in _parts(stream):
        digest.update(part)
    return PaintedPage(digest.hexdigest()[:20], tuple(messages), stream, resources, box)


def _parts(item: Any) -> Iterator[bytes]:
    """All that a content stream or resource is made of, in order."""
    if isinstance(item, pydyf.Stream):
        for part in item.stream:
            yield part if isinstance(part, bytes) else str(part).encode()
            yield b"\n"
        resources = item.extra.get("Resources") or getattr(item, "_resources", {})
        yield from _parts({**item.extra, "Resources": resources})
    elif isinstance(item, dict):
        for key, value in item.items():
            yield f"/{key} ".encode()
            yield from _parts(value)
    elif isinstance(item, list | tuple):
        for value in item:
            yield from _parts(value)
    else:
        yield item if isinstance(item, bytes) else repr(item).encode()


def _set_spaces(resources: pydyf.Dictionary, reference: bytes) -> None:
    for kind in ("XObject", "Pattern"):
        for item in resources[kind].values():
            inside = item.extra.get("Resources") if item is not None else None
            if inside:
                inside["ColorSpace"] = reference
                _set_spaces(inside, reference)


def _colour_spaces() -> pydyf.Dictionary:
    """The CIE spaces that WeasyPrint writes colours in that are not sRGB."""
    spaces = {}
    for name, white in (("lab-d50", D50), ("lab-d65", D65)):
        values = {"WhitePoint": pydyf.Array(white), "Range": pydyf.Array((-125, 125, -125, 125))}
        spaces[name] = pydyf.Array(("/Lab", pydyf.Dictionary(values)))
    return pydyf.Dictionary(spaces)
