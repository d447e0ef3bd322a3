"""A finished PDF as pictures of its pages."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
from PIL import Image


def page_pictures(pdf: bytes, dpi: float) -> Iterator[Image.Image]:
    """Every page as an RGB picture at `dpi`, in order, drawn by pdfium."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
            yield bitmap.to_pil().convert("RGB")
            bitmap.close()
            page.close()
    finally:
        document.close()
