"""The rules by name, and which of them bind which kind of publication."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from typeset.manifest.model import Category


@dataclass(frozen=True)
class Rule:
    """A rule: its name (the code of its problems), its Chinese name in a manifest, and its article."""

    name: str
    chinese: str
    article: int


RULES = (
    Rule("permit-number-missing", "准印证号", 14),
    Rule("permit-notice-missing", "声明", 14),
    Rule("permit-particulars-missing", "版权项目", 14),
    Rule("permit-issue-number-missing", "期号", 14),
    Rule("permit-publication-name", "刊名", 14),
    Rule("permit-press-word", "报刊字样", 14),
    Rule("permit-self-reference", "自称", 14),
    Rule("permit-reporter", "记者", 14),
    Rule("permit-price", "定价", 15),
    Rule("permit-co-organiser", "协办", 15),
    Rule("permit-advertising", "广告", 15),
)


def rules_for(category: Category, off: Collection[str] = ()) -> frozenset[str]:
    """The names of the rules that bind a publication of this category, without those that it has switched off.

    Official briefings (机关公文性简报) and what is published otherwise (with a CN or ISSN number, or not in China) are
    outside the measures. `off` names rules in either language.
    """
    return frozenset(
        rule.name for rule in RULES if category == "internal" and rule.name not in off and rule.chinese not in off
    )


def unknown_rules(off: Collection[str]) -> tuple[str, ...]:
    """What is to be switched off and is no rule."""
    known = {rule.name for rule in RULES} | {rule.chinese for rule in RULES}
    return tuple(name for name in off if name not in known)
