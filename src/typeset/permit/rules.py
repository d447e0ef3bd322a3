"""The rules by name, and which of them bind which kind of publication."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from typeset.manifest.model import Category


@dataclass(frozen=True)
class Rule:
    """A rule: its name (the code of its problems), its article, and whether it binds official briefings too."""

    name: str
    article: int


RULES = (
    Rule("permit-number-missing", 14),
    Rule("permit-notice-missing", 14),
    Rule("permit-particulars-missing", 14),
    Rule("permit-issue-number-missing", 14),
    Rule("permit-publication-name", 14),
    Rule("permit-press-word", 14),
    Rule("permit-self-reference", 14),
    Rule("permit-reporter", 14),
    Rule("permit-price", 15),
    Rule("permit-co-organiser", 15),
    Rule("permit-advertising", 15),
)


def rules_for(category: Category, off: Collection[str] = ()) -> frozenset[str]:
    """The names of the rules that bind a publication of this category, without those that it has switched off.

    Official briefings (机关公文性简报) and what is published otherwise (with a CN or ISSN number, or not in China) are
    outside the measures.
    """
    return frozenset(rule.name for rule in RULES if category == "internal" and rule.name not in off)
