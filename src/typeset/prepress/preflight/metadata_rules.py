"""What the file says of itself: Info dictionary, XMP metadata, identifiers (ISO 32000-1, 14.3 and 14.4; ISO 15930)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import pikepdf

from typeset.prepress.preflight.findings import Findings
from typeset.prepress.preflight.model import Wanted
from typeset.prepress.preflight.objects import BROKEN, decoded, get, items, name, text

_MOST_XMP = 4 * 1024 * 1024
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_PDF = "{http://ns.adobe.com/pdf/1.3/}"
_MEDIA = "{http://ns.adobe.com/xap/1.0/mm/}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_VERSIONS = ("{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion", "{http://ns.adobe.com/pdfx/1.3/}GTS_PDFXVersion")
_DATE = re.compile(
    r"D?:?(\d{4})-?(\d\d)?-?(\d\d)?T?(\d\d)?:?(\d\d)?:?(\d\d)?(?:\.\d+)?\s*([Zz+-])?(\d\d)?'?:?(\d\d)?'?$"
)


@dataclass(frozen=True)
class Metadata:
    """What was read: title, producer, creation date as written, and the standard that the file claims."""

    title: str = ""
    producer: str = ""
    created: str = ""
    standard: str = ""


def read_metadata(pdf: pikepdf.Pdf, wanted: Wanted, findings: Findings) -> Metadata:
    """Read Info and XMP, and note what is missing or does not agree."""
    info = get(pdf.trailer, "/Info")
    xmp = _xmp(get(pdf.Root, "/Metadata"), wanted, findings)
    standard = _claimed(info, xmp)
    _judge_standard(standard, wanted, findings)
    _judge_trapped(info, xmp, wanted, findings)
    _judge_dates(info, xmp, findings)
    if not text(get(info, "/Title")).strip() and not xmp.get(_TITLE, "").strip():
        findings.add("preflight-title-missing")
    if xmp and not xmp.get(f"{_MEDIA}DocumentID") and wanted.standard == "pdf/x-4":
        findings.add("preflight-document-id-missing")
    marks = items(get(pdf.trailer, "/ID"), 3)
    if len(marks) != 2 or not all(isinstance(mark, pikepdf.String) and bytes(mark) for mark in marks):
        findings.add("preflight-id-missing")
    return Metadata(
        text(get(info, "/Title")) or xmp.get(_TITLE, "")[:500],
        text(get(info, "/Producer")),
        text(get(info, "/CreationDate")),
        standard,
    )


def _xmp(stream: Any, wanted: Wanted, findings: Findings) -> dict[str, str]:
    """The simple properties of the XMP packet, and the first title."""
    if stream is None:
        if wanted.standard == "pdf/x-4":
            findings.add("preflight-xmp-missing")
        return {}
    try:
        data = decoded(stream, _MOST_XMP)
        if b"<!ENTITY" in data or b"<!DOCTYPE" in data:
            raise ValueError("entities in XMP")
        root = ElementTree.fromstring(data.strip(b"\0 \r\n\t"))
    except (*BROKEN, ElementTree.ParseError):
        findings.add("preflight-xmp-unreadable")
        return {}
    found: dict[str, str] = {}
    for description in root.iter(f"{_RDF}Description"):
        found |= {key: value for key, value in description.attrib.items() if not key.startswith(_RDF)}
        for child in description:
            words = [child.text or "", *(item.text or "" for item in child.iter(f"{_RDF}li"))]
            found.setdefault(child.tag, next((word.strip() for word in words if word.strip()), ""))
    return found


def _claimed(info: Any, xmp: dict[str, str]) -> str:
    """The standard that the file claims: PDF/X-4 in XMP, the older ones in the Info dictionary."""
    said = next((xmp[key] for key in _VERSIONS if xmp.get(key)), "")
    conformance = text(get(info, "/GTS_PDFXConformance"))
    return said if said.startswith("PDF/X-4") else conformance or text(get(info, "/GTS_PDFXVersion")) or said


def _judge_standard(standard: str, wanted: Wanted, findings: Findings) -> None:
    name_wanted = wanted.standard.upper().replace("1A", "1a")
    if not standard:
        findings.add("preflight-standard-missing", wanted=name_wanted)
    elif not standard.startswith(name_wanted):
        findings.add("preflight-standard-differs", found=standard[:60], wanted=name_wanted)


def _judge_trapped(info: Any, xmp: dict[str, str], wanted: Wanted, findings: Findings) -> None:
    """Trapped must be told, True or False (ISO 32000-1, 14.11.6), and the same everywhere."""
    told = name(get(info, "/Trapped"))
    written = xmp.get(f"{_PDF}Trapped", "")
    known = ("True", "False")
    if told not in known and not (wanted.standard == "pdf/x-4" and written in known):
        findings.add("preflight-trapped-missing")
    elif told and written and told != written:
        findings.add("preflight-trapped-differs", info=told, xmp=written[:20])


def _judge_dates(info: Any, xmp: dict[str, str], findings: Findings) -> None:
    for key, other in (("CreationDate", "CreateDate"), ("ModDate", "ModifyDate")):
        told, written = text(get(info, f"/{key}")), xmp.get(f"{_XMP}{other}", "")
        if not told and not written:
            findings.add("preflight-date-missing", key=key)
        elif told and written and not _same_date(told, written):
            findings.add("preflight-dates-differ", key=key, info=told[:40], xmp=written[:40])


def _same_date(first: str, second: str) -> bool:
    """Whether two dates, of Info and of XMP, mean the same moment, as far as both are told."""
    parts = [_DATE.match(item.strip()) for item in (first, second)]
    if parts[0] is None or parts[1] is None:
        return False
    one, two = parts[0].groups(), parts[1].groups()
    if any(a != b for a, b in zip(one[:6], two[:6], strict=True) if a and b):
        return False
    return _offset(one) == _offset(two) or not (one[6] and two[6])


def _offset(groups: tuple[str | None, ...]) -> int:
    sign = {"-": -1}.get(groups[6] or "", 1)
    return sign * (int(groups[7] or 0) * 60 + int(groups[8] or 0))
