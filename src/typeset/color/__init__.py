"""Colour of print: ICC profiles, printing conditions, and colours turned into ink.

A printing condition is what a press does with ink on a paper: its ICC profile, the registered name of its
characterisation data, and how much ink the paper bears. Everything that a print PDF says about colour follows from it.
"""

from typeset.color.condition import PrintCondition, default_condition, load_condition
from typeset.color.conversion import Cmyk, ColorConversion
from typeset.color.profile import Profile, read_profile
from typeset.color.proof import seen, seen_picture

__all__ = [
    "Cmyk",
    "ColorConversion",
    "PrintCondition",
    "Profile",
    "default_condition",
    "load_condition",
    "read_profile",
    "seen",
    "seen_picture",
]
