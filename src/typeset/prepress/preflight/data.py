"""A preflight as plain data, for programs that ask for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from typeset.prepress.preflight.model import PageBox, PageFacts, Preflight
from typeset.prepress.preflight.rules import BY_ID
from typeset.problems import problems_data


def preflight_data(preflight: Preflight, file: str = "") -> dict[str, Any]:
    """Facts, checks and findings; lengths in mm, ink in per cent."""
    facts = preflight.facts
    return {
        "file": file,
        "status": preflight.status.value,
        "wanted": _wanted(preflight),
        "facts": {
            "bytes": facts.size,
            "version": facts.version,
            "title": facts.title,
            "producer": facts.producer,
            "standard": facts.standard,
            "condition": facts.condition,
            "profile": facts.profile,
            "separations": list(facts.separations),
            "fonts": [asdict(font) for font in facts.fonts],
            "images": [asdict(image) for image in facts.images],
            "pages": [_page(page) for page in facts.pages],
        },
        "checks": [_check(preflight, index, file) for index in range(len(preflight.checks))],
    }


def _wanted(preflight: Preflight) -> dict[str, Any]:
    wanted = preflight.wanted
    return {
        "standard": wanted.standard,
        "trim": list(wanted.trim) if wanted.trim else None,
        "bleed": wanted.bleed_mm,
        "ink_limit": wanted.ink_limit,
        "plates": sorted(wanted.plates) if wanted.plates is not None else None,
        "profile": wanted.profile.description if wanted.profile else None,
        "pages_multiple_of": wanted.pages_multiple_of,
        "least_dpi": wanted.least_dpi,
        "good_dpi": wanted.good_dpi,
    }


def _page(page: PageFacts) -> dict[str, Any]:
    names = ("media", "crop", "bleed", "trim", "art")
    ink = page.ink
    return {
        "number": page.number,
        "boxes": {name: _box(getattr(page, name)) for name in names},
        "rotate": page.rotate,
        "ink": {"most": ink.most, "over_mm2": ink.over_mm2, "coverage": dict(ink.coverage)} if ink else None,
    }


def _box(box: PageBox | None) -> list[float] | None:
    return [round(value, 3) for value in (box.left, box.bottom, box.right, box.top)] if box else None


def _check(preflight: Preflight, index: int, file: str) -> dict[str, Any]:
    check = preflight.checks[index]
    rule = BY_ID[check.rule]
    return {
        "rule": check.rule,
        "name": {"zh": rule.zh, "en": rule.en},
        "status": check.status.value,
        "reference": check.reference,
        "reason": {"zh": rule.why_zh, "en": rule.why_en},
        "problems": [
            {
                **problems_data([finding.problem(file)])[0],
                "count": finding.count,
                "spots": [asdict(spot) for spot in finding.spots],
            }
            for finding in check.findings
        ],
    }
