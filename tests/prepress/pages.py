"""PDFs made for the tests of marks and imposition, and what stands where in a PDF."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf

MM = 72 / 25.4
LABEL = (50.0, 40.0)
"""Where a page's label stands, in points from the corner of the trimmed page."""

Change = Callable[[Pdf], None]


def numbered(
    count: int, width: float = 210, height: float = 285, bleed: float = 3, change: Change | None = None
) -> bytes:
    """Pages labelled P1, P2 … on a tint that runs into the bleed; lengths in mm."""
    with Pdf.new() as pdf:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        across, up, extra = width * MM, height * MM, bleed * MM
        for number in range(1, count + 1):
            pdf.add_blank_page(page_size=(across, up))
            page = pdf.pages[-1].obj
            page.MediaBox = page.BleedBox = Array([-extra, -extra, across + extra, up + extra])
            page.TrimBox = Array([0, 0, across, up])
            page.Resources = Dictionary(Font=Dictionary(F=font))
            tint = f"{0.05 * number % 1:.2f} 0.2 0.3 0 k {-extra:.3f} {-extra:.3f} 2000 2000 re f"
            text = f"0 0 0 1 k BT /F 20 Tf {LABEL[0]} {LABEL[1]} Td (P{number}) Tj ET"
            page.Contents = pdf.make_stream(f"{tint} {text}".encode())
        if change:
            change(pdf)
        written = io.BytesIO()
        pdf.save(written, deterministic_id=True)
    return written.getvalue()


def box(page: Any, name: str) -> list[float]:
    """A page's own box in points."""
    return [round(float(side), 2) for side in page.obj[f"/{name}"]]


def texts(data: bytes) -> list[list[str]]:
    """The words of every page, from left to right."""
    found = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        found.append(sorted(text.get_text_range().split(), key=lambda word: _left(text, word)))
        text.close()
        page.close()
    document.close()
    return found


def _left(text: Any, word: str) -> float:
    at = text.search(word, match_whole_word=True).get_next()
    return float(text.get_charbox(at[0])[0])


def origin(data: bytes, page: int, word: str) -> tuple[float, float]:
    """Where the baseline of a word begins on a page (from 0), in points; a little right of it, by the first letter's
    side bearing, which is the same for all labels."""
    document = pypdfium2.PdfDocument(data)
    sheet = document[page]
    text = sheet.get_textpage()
    at = text.search(word, match_whole_word=True).get_next()
    left, bottom, _, _ = text.get_charbox(at[0])
    for item in (text, sheet, document):
        item.close()
    return left, bottom


def sound(data: bytes) -> list[str]:
    """What is wrong with the syntax of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return list(pdf.check_pdf_syntax())
