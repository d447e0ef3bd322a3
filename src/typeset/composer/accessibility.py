"""What PDF/UA-1 wants and WeasyPrint 70 leaves out, mended in the PDF's objects before they are written.

Link annotations carry the Print flag (ISO 14289-1, 7.18.1 with ISO 19005's annotation flags), head cells of tables
say that they head their column (7.5).
"""

from __future__ import annotations

from typing import Any

import pydyf

_PRINT = 4  # annotation flag bit 3


def finish(_document: Any, pdf: pydyf.PDF) -> None:
    """A WeasyPrint finisher: complete link annotations and table head cells."""
    for item in pdf.objects:
        if not isinstance(item, dict):
            continue
        if item.get("Subtype") == "/Link":
            item["F"] = _PRINT
        elif item.get("S") == "/TH" and "A" not in item:
            item["A"] = pydyf.Dictionary({"O": "/Table", "Scope": "/Column"})
