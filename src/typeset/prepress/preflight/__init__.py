"""Preflight, 印前检查: a finished PDF is judged before it goes to press, whoever made it."""

from typeset.prepress.preflight.check import FULL, OBJECTS_ONLY, Effort, check_pdf, preflighting
from typeset.prepress.preflight.data import preflight_data
from typeset.prepress.preflight.model import (
    Check,
    FileFacts,
    Finding,
    FontFacts,
    ImageFacts,
    PageBox,
    PageFacts,
    PageInk,
    Preflight,
    Spot,
    Standard,
    Status,
    Wanted,
)
from typeset.prepress.preflight.rules import BY_ID, GROUPS, RULES, Rule

__all__ = [
    "BY_ID",
    "FULL",
    "GROUPS",
    "OBJECTS_ONLY",
    "RULES",
    "Check",
    "Effort",
    "FileFacts",
    "Finding",
    "FontFacts",
    "ImageFacts",
    "PageBox",
    "PageFacts",
    "PageInk",
    "Preflight",
    "Rule",
    "Spot",
    "Standard",
    "Status",
    "Wanted",
    "check_pdf",
    "preflight_data",
    "preflighting",
]
