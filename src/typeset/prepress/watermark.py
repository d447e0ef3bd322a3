"""A draft's dress: words across every page, so that nobody prints from it by mistake."""

from __future__ import annotations

import io
import math
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from typeset.prepress.boxes import Box, box_of, number
from typeset.prepress.marks import paint_over
from typeset.prepress.outlines import OutlineFont

_TINT = 0.35
_SHARE = 0.8  # of the page's diagonal
_LINE = 0.02  # of the size of the words


def watermark(data: bytes, words: str, font: Path) -> bytes:
    """The PDF with words across every page, corner to corner, as outlines that text searches do not find.

    It no longer claims to be a PDF/X: a printing house's check must refuse it. A file of PDF 1.4 or before, such as a
    PDF/X-1a, stays one: without object streams and, its words being lines only, without transparency.
    """
    with Pdf.open(io.BytesIO(data)) as pdf:
        version = pdf.pdf_version
        old = tuple(map(int, version.split("."))) < (1, 5)
        with OutlineFont(pdf, font, "S" if old else "f") as outlines:
            for index, page in enumerate(pdf.pages):
                if trim := box_of(page, "TrimBox") or box_of(page, "MediaBox"):
                    paint_over(page, _across(pdf, trim, words, outlines), f"Draft{index + 1}")
        _disclaim(pdf)
        written = io.BytesIO()
        streams = pikepdf.ObjectStreamMode.disable if old else pikepdf.ObjectStreamMode.generate
        pdf.save(written, deterministic_id=True, object_stream_mode=streams, force_version=version)
    return written.getvalue()


def _across(pdf: Pdf, trim: Box, words: str, outlines: OutlineFont) -> pikepdf.Stream:
    length = _SHARE * math.hypot(trim.width, trim.height)
    size = min(trim.height / 4, length / outlines.width(words, 1))
    angle = math.atan2(trim.height, trim.width)
    cos, sin = math.cos(angle), math.sin(angle)
    x, y = trim.middle
    drawn, named = outlines.line(words, -outlines.width(words, size) / 2, -size * 0.35, size)
    turned = " ".join(number(value) for value in (cos, sin, -sin, cos, x, y))
    resources = Dictionary(XObject=Dictionary(named))
    dress = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=trim.array, Resources=resources)
    if outlines.paint == "S":
        return pdf.make_stream(f"q 0 1 0 0 K {number(_LINE * outlines.unit)} w {turned} cm\n{drawn}\nQ".encode(), dress)
    resources.ExtGState = Dictionary(Pale=Dictionary(Type=Name.ExtGState, ca=_TINT))
    dress.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK, I=True)
    return pdf.make_stream(f"q /Pale gs 0 1 0 0 k {turned} cm\n{drawn}\nQ".encode(), dress)


def _disclaim(pdf: Pdf) -> None:
    for key in (Name.GTS_PDFXVersion, Name.GTS_PDFXConformance):
        if key in pdf.docinfo:
            del pdf.docinfo[key]
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        if "pdfxid:GTS_PDFXVersion" in xmp:
            del xmp["pdfxid:GTS_PDFXVersion"]
