"""Copy-editing of Chinese manuscripts: clean-up that never changes wording, and checks for a person to decide.

Pure: text in, changes and findings out. Rules follow GB/T 15834—2011 (punctuation) and GB/T 15835—2011 (numerals).

The clean-up and the checks are loaded when they are asked for: a manifest names their rules and needs no more of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from typeset.copyedit.model import Change, Cleaned, Finding, Kind, Settings, SourceText
from typeset.copyedit.rules import CHECKS, NAMES, RULES, Rule

if TYPE_CHECKING:
    from typeset.copyedit.checking import check
    from typeset.copyedit.cleaning import clean
    from typeset.copyedit.reporting import change_problems, changes_data

_MODULES = {
    "change_problems": "reporting",
    "changes_data": "reporting",
    "check": "checking",
    "clean": "cleaning",
}

__all__ = [
    "CHECKS",
    "NAMES",
    "RULES",
    "Change",
    "Cleaned",
    "Finding",
    "Kind",
    "Rule",
    "Settings",
    "SourceText",
    "change_problems",
    "changes_data",
    "check",
    "clean",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
