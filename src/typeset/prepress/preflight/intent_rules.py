"""The output intent: for which printing condition the colours are meant (ISO 32000-1, 14.11.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pikepdf

from typeset.color import Profile, read_profile
from typeset.prepress.preflight.findings import Findings
from typeset.prepress.preflight.model import Wanted
from typeset.prepress.preflight.objects import BROKEN, decoded, get, items, name, text

_MOST_PROFILE = 32 * 1024 * 1024


@dataclass(frozen=True)
class Intent:
    """The PDF/X output intent of a file: its identifier, and the profile that it embeds."""

    condition: str = ""
    profile: Profile | None = None


def read_intent(pdf: pikepdf.Pdf, wanted: Wanted, findings: Findings) -> Intent:
    """Read the output intent, and note what is wrong with it."""
    intents = [item for item in items(get(pdf.Root, "/OutputIntents"), 50) if name(get(item, "/S")) == "GTS_PDFX"]
    if not intents:
        findings.add("preflight-intent-missing")
        _absent(wanted, findings)
        return Intent()
    if len(intents) > 1:
        findings.add("preflight-intent-several", count=len(intents))
    intent = intents[0]
    identifier = text(get(intent, "/OutputConditionIdentifier"))
    if not identifier:
        findings.add("preflight-intent-identifier")
    if wanted.standard == "pdf/x-1a" and not text(get(intent, "/Info")) and not text(get(intent, "/RegistryName")):
        findings.add("preflight-intent-info")
    stream = get(intent, "/DestOutputProfile")
    profile = _profile(stream, findings) if stream is not None else None
    if profile is not None:
        _judge(profile, wanted, findings)
    elif stream is None:
        _absent(wanted, findings)
    return Intent(identifier or text(get(intent, "/OutputCondition")), profile)


def _absent(wanted: Wanted, findings: Findings) -> None:
    findings.add("preflight-profile-missing")
    if wanted.profile is not None:
        findings.add("preflight-profile-differs", profile="—", wanted=wanted.profile.description or "?")


def _profile(stream: Any, findings: Findings) -> Profile | None:
    try:
        profile = read_profile(decoded(stream, _MOST_PROFILE))
    except BROKEN:
        profile = None
    if profile is None:
        findings.add("preflight-profile-broken")
    return profile


def _judge(profile: Profile, wanted: Wanted, findings: Findings) -> None:
    about = profile.description or "?"
    if profile.space != "CMYK":
        findings.add("preflight-profile-not-cmyk", profile=about, space=profile.space)
    elif profile.device_class != "prtr":
        findings.add("preflight-profile-not-press", profile=about, kind=profile.device_class)
    if wanted.profile is not None and profile.data != wanted.profile.data:
        findings.add("preflight-profile-differs", profile=about, wanted=wanted.profile.description or "?")
