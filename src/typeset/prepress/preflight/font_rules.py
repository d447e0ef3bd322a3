"""Rules for fonts: embedded (ISO 32000-1, 9.9), of the families that are meant, with a glyph for every code."""

from __future__ import annotations

from collections.abc import Iterable

from typeset.prepress.preflight.findings import Findings
from typeset.prepress.preflight.model import Wanted
from typeset.prepress.preflight.objects import BROKEN
from typeset.prepress.preflight.survey import UsedFont


def font_findings(fonts: Iterable[UsedFont], wanted: Wanted, findings: Findings) -> None:
    """What is wrong with the fonts that text is set in."""
    for used in fonts:
        font, first = used.font, next(iter(used.spots.values()), None)
        told = {"font": font.name[:80]}
        if not font.embedded:
            findings.add("preflight-font-not-embedded", first, **told)
        elif font.kind == "Type3":
            findings.add("preflight-font-type3", first, **told)
        elif not font.subset:
            findings.add("preflight-font-whole", first, **told)
        if wanted.fonts is not None and not any(_same_family(font.name, name) for name in wanted.fonts):
            findings.add("preflight-font-unlisted", first, **told)
        _glyphs(used, findings)


def _glyphs(used: UsedFont, findings: Findings) -> None:
    try:
        missing = set(used.font.missing(used.codes))
    except BROKEN:
        findings.add("preflight-font-broken", next(iter(used.spots.values()), None), font=used.font.name[:80])
        return
    for (code, _), spot in used.codes.items():
        if code in missing:
            findings.add("preflight-glyph-missing", spot, font=used.font.name[:80], code=f"{code:04X}")


def _same_family(name: str, family: str) -> bool:
    """Whether a PDF font name is a face of a family: "NotoSerifSC-Regular" of "Noto Serif SC"."""
    return _plain(name).startswith(_plain(family)) and bool(_plain(family))


def _plain(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())
