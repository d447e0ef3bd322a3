"""Proofreading of an edition (校对): its texts and pictures checked, its files cleaned and put back."""

from typeset.proofreading.checking import picture_problems, proofread, settings_of
from typeset.proofreading.fixing import FileFix, Placed, Plan, Undone, carry_out, plan, plan_data, undo

__all__ = [
    "FileFix",
    "Placed",
    "Plan",
    "Undone",
    "carry_out",
    "picture_problems",
    "plan",
    "plan_data",
    "proofread",
    "settings_of",
    "undo",
]
