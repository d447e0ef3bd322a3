"""The file as a whole: version, encryption, structure, layers, attachments, scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from typeset.prepress.preflight.findings import Findings
from typeset.prepress.preflight.model import Spot, Wanted
from typeset.prepress.preflight.objects import entries, get, items, name, numbers
from typeset.prepress.preflight.pages import Page

LARGE_BYTES = 200 * 1024 * 1024
_NEWEST = {"pdf/x-4": "1.6", "pdf/x-1a": "1.4"}
_PRINTER_ONLY = ("TrapNet", "PrinterMark")
_ACTIONS = ("/OpenAction", "/AA")


def file_findings(pdf: pikepdf.Pdf, data: bytes, wanted: Wanted, findings: Findings) -> None:
    """What is wrong with the file outside its pages."""
    version, newest = pdf.pdf_version, _NEWEST[wanted.standard]
    if _newer(version, newest):
        findings.add(
            "preflight-version", version=version, newest=newest, standard=wanted.standard.upper().replace("A", "a")
        )
    if pdf.is_encrypted:
        findings.add("preflight-encrypted")
    if wanted.standard == "pdf/x-1a":
        if b"/ObjStm" in data or name(get(pdf.trailer, "/Type")) == "XRef":
            findings.add("preflight-object-streams")
        if get(pdf.Root, "/OCProperties") is not None:
            findings.add("preflight-layers")
    if len(data) > LARGE_BYTES:
        findings.add("preflight-file-large", size=f"{len(data) / 2**20:.0f}")
    _interaction(pdf.Root, findings)


def _newer(version: str, newest: str) -> bool:
    def parts(item: str) -> list[int]:
        return [int(part) for part in item.split(".") if part.isdecimal()]

    return parts(version) > parts(newest)


def _interaction(root: Any, findings: Findings) -> None:
    """Scripts, actions, forms and attachments have no place in a file for the press (12.6, 12.7, 7.11.4)."""
    trees = get(root, "/Names")
    if get(trees, "/JavaScript") is not None:
        findings.add("preflight-javascript")
    for key in _ACTIONS:
        said = get(root, key)
        if said is not None and (key == "/AA" or get(said, "/S") is not None):
            findings.add("preflight-javascript" if _is_script(said) else "preflight-action", **_where(key, said))
    if items(get(get(root, "/AcroForm"), "/Fields"), 1) or get(get(root, "/AcroForm"), "/XFA") is not None:
        findings.add("preflight-form")
    if get(trees, "/EmbeddedFiles") is not None or items(get(root, "/AF"), 1):
        findings.add("preflight-attachment")


def _is_script(action: Any) -> bool:
    return name(get(action, "/S")) == "JavaScript"


def _where(key: str, action: Any) -> dict[str, object]:
    return {} if _is_script(action) else {"key": key[1:]}


def annotation_findings(page: Page, findings: Findings) -> None:
    """Annotations may lie outside the bleed only, except traps and printer's marks (ISO 15930)."""
    if get(page.item, "/AA") is not None:
        findings.add("preflight-action", Spot(page.facts.number), key="AA")
    shown = any(key in entries(page.item) for key in ("/PresSteps", "/Dur"))
    if shown or get(get(page.item, "/Trans"), "/S") is not None:  # an empty Trans is common and does nothing
        findings.add("preflight-presentation", Spot(page.facts.number))
    for item, kind in _annotations(page):
        box = _rectangle(item)
        area = page.points(page.facts.bled)
        spot = page.spot(box) if box else Spot(page.facts.number)
        if name(get(get(item, "/A"), "/S")) == "JavaScript":
            findings.add("preflight-javascript", spot)
        if kind in _PRINTER_ONLY:
            continue
        if box is None or (box[0] < area[2] and box[2] > area[0] and box[1] < area[3] and box[3] > area[1]):
            findings.add("preflight-annotation", spot, kind=kind or "?")


def _annotations(page: Page) -> Iterator[tuple[Any, str]]:
    for item in items(get(page.item, "/Annots"), 10_000):
        if entries(item):
            yield item, name(get(item, "/Subtype"))[:30]


def _rectangle(item: Any) -> tuple[float, float, float, float] | None:
    values = numbers(get(item, "/Rect"))
    if len(values) != 4:
        return None
    return min(values[0], values[2]), min(values[1], values[3]), max(values[0], values[2]), max(values[1], values[3])
