"""Copy-editing of Chinese manuscripts: clean-up that never changes wording, and checks for a person to decide.

Pure: text in, changes and findings out. Rules follow GB/T 15834—2011 (punctuation) and GB/T 15835—2011 (numerals).
"""

from typeset.copyedit.checking import check
from typeset.copyedit.cleaning import clean
from typeset.copyedit.model import Change, Cleaned, Finding, Kind, Settings, SourceText
from typeset.copyedit.reporting import change_problems, changes_data
from typeset.copyedit.rules import CHECKS, NAMES, RULES, Rule

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
