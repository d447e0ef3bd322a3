"""Page boxes: the trimmed size, the bleed, and how they lie in one another (ISO 32000-1, 14.11.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from typeset.prepress.preflight.findings import Findings
from typeset.prepress.preflight.geometry import MM
from typeset.prepress.preflight.model import PageBox, PageFacts, Spot, Wanted

TOLERANCE_MM = 0.1
_BLEED_TOLERANCE_MM = 0.05
_MOST_UNITS = 14_400


def box_findings(pages: Sequence[PageFacts], wanted: Wanted, findings: Findings) -> None:
    """What is wrong with the boxes of all pages."""
    for page in pages:
        _presence(page, findings)
        _nesting(page, findings)
        _bleed(page, wanted, findings)
        _turn(page, wanted, findings)
    _sizes(pages, wanted, findings)
    if len(pages) % wanted.pages_multiple_of:
        findings.add("preflight-pages-multiple", count=len(pages), multiple=wanted.pages_multiple_of)


def _presence(page: PageFacts, findings: Findings) -> None:
    spot = Spot(page.number)
    if page.media is None:
        findings.add("preflight-box-missing", spot, box="MediaBox")
    if page.trim and page.art:
        findings.add("preflight-box-trim-and-art", spot)
    elif not page.trim and not page.art:
        findings.add("preflight-box-missing", spot, box="TrimBox")
    if not page.bleed:
        findings.add("preflight-bleedbox-missing", spot)


def _nesting(page: PageFacts, findings: Findings) -> None:
    """TrimBox in BleedBox in MediaBox; a CropBox, if any, holds what is printed."""
    boxes = {
        "TrimBox": page.trim,
        "ArtBox": page.art,
        "BleedBox": page.bleed,
        "CropBox": page.crop,
        "MediaBox": page.media,
    }
    for inner, outer in (
        ("TrimBox", "BleedBox"),
        ("ArtBox", "BleedBox"),
        ("BleedBox", "MediaBox"),
        ("TrimBox", "MediaBox"),
        ("CropBox", "MediaBox"),
        ("TrimBox", "CropBox"),
    ):
        small, large = boxes[inner], boxes[outer]
        if small and large and not large.holds(small):
            findings.add("preflight-box-outside", Spot(page.number), inner=inner, outer=outer)


def bleeds(page: PageFacts) -> tuple[float, float, float, float]:
    """How far the bleed goes beyond the trimmed page: left, bottom, right, top, in mm."""
    sheet = page.sheet
    bleed = page.bleed or PageBox(sheet.left, sheet.bottom, sheet.right, sheet.top)
    return (
        sheet.left - bleed.left,
        sheet.bottom - bleed.bottom,
        bleed.right - sheet.right,
        bleed.top - sheet.top,
    )


def _bleed(page: PageFacts, wanted: Wanted, findings: Findings) -> None:
    found = min(bleeds(page))
    if found < wanted.bleed_mm - _BLEED_TOLERANCE_MM:
        findings.add(
            "preflight-bleed-narrow", Spot(page.number), found=f"{max(found, 0):.2g}", wanted=f"{wanted.bleed_mm:g}"
        )


def _turn(page: PageFacts, wanted: Wanted, findings: Findings) -> None:
    if page.rotate:
        findings.add("preflight-page-turned", Spot(page.number), turn=page.rotate)
    if page.user_unit != 1:
        code = "preflight-user-unit" if wanted.standard == "pdf/x-1a" else "preflight-user-unit-allowed"
        findings.add(code, Spot(page.number), unit=f"{page.user_unit:g}")


def _sizes(pages: Sequence[PageFacts], wanted: Wanted, findings: Findings) -> None:
    sizes = {page.number: (round(page.sheet.width, 1), round(page.sheet.height, 1)) for page in pages}
    if not sizes:
        return
    if wanted.trim is not None:
        for number, size in sizes.items():
            if not _same(size, wanted.trim):
                findings.add("preflight-trim-wrong", Spot(number), found=_shown(size), wanted=_shown(wanted.trim))
    usual = Counter(sizes.values()).most_common(1)[0][0]
    for number, size in sizes.items():
        if not _same(size, usual):
            findings.add("preflight-trims-differ", Spot(number), found=_shown(size), usual=_shown(usual))


def _same(first: tuple[float, float], second: tuple[float, float]) -> bool:
    return all(abs(a - b) <= TOLERANCE_MM for a, b in zip(first, second, strict=True))


def _shown(size: tuple[float, float]) -> str:
    return f"{size[0]:g} × {size[1]:g}"


def page_sizes(pages: list[PageFacts], findings: Findings) -> bool:
    """Whether pages are larger than a viewer or RIP takes: 14,400 units of their coordinates (ISO 32000-1, annex C)."""
    found = False
    for page in pages:
        side = max(page.media.width, page.media.height) if page.media else 0.0
        if side / (MM * page.user_unit) > _MOST_UNITS:
            found = True
            most = f"{_MOST_UNITS * MM * page.user_unit:.0f}"
            findings.add("preflight-page-huge", Spot(page.number), side=f"{side:.0f}", most=most)
    return found
