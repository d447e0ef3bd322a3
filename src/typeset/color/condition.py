"""Printing conditions: the one that comes with typeset, and the printer's own from a profile file."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from typeset.color.engine import ProfileError, colour_transform, open_profile, srgb
from typeset.color.profile import Profile, read_profile
from typeset.color.registry import REGISTRY, characterization
from typeset.problems import Place, Problem, problem

_DEFAULT = Path(__file__).parent / "profiles" / "ISOcoated_v2_300_bas.icc"
_DEFAULT_INK = 300.0
_MOST_BYTES = 20 * 2**20
_LEAST_INK, _MOST_INK = 100.0, 400.0


@dataclass(frozen=True)
class PrintCondition:
    """What a press does with ink on a paper.

    `identifier` is the reference name of its characterisation data and `registry` where that is registered: the
    OutputConditionIdentifier and RegistryName of an output intent (ISO 15930-7). Both are empty for a condition that is
    not known there. `condition` is the OutputCondition, readable by people. `ink_limit` is the most ink on one
    spot (total area coverage) in per cent, the sum of the four inks.

    Raises ValueError for an ink limit below 100 or above 400.
    """

    profile: Profile
    identifier: str
    registry: str
    condition: str
    ink_limit: float

    def __post_init__(self) -> None:
        if not _LEAST_INK <= self.ink_limit <= _MOST_INK:
            raise ValueError(f"an ink limit of {self.ink_limit} %")

    @classmethod
    def of(cls, profile: Profile, ink_limit: float) -> PrintCondition:
        """The condition of a profile, named after the registered data that the profile's texts name, if any."""
        known = characterization(profile.description, profile.target)
        if known is None:
            return cls(profile, "", "", profile.description or "CMYK", ink_limit)
        return cls(profile, known.name, REGISTRY, known.condition, ink_limit)


def default_condition(ink_limit: float = _DEFAULT_INK) -> PrintCondition:
    """Offset on coated paper, FOGRA39 (ISO 12647-2:2004/Amd 1:2007), with the profile that comes with typeset.

    The profile's own separations stay within 300 %. Raises ValueError for an ink limit below 100 or above 400.
    """
    return PrintCondition.of(_default_profile(), ink_limit)


@cache
def _default_profile() -> Profile:
    profile = read_profile(_DEFAULT.read_bytes())
    if profile is None:
        raise ValueError(f"{_DEFAULT.name} is damaged")
    return profile


def load_condition(path: Path, ink_limit: float, place: Place | None, name: str) -> PrintCondition | Problem:
    """Read the printer's profile; a Problem at `place` where it is not a CMYK press profile that works.

    `name` is how messages call the file. Raises ValueError for an ink limit below 100 or above 400.
    """
    data = _read(path, place, name)
    if isinstance(data, Problem):
        return data
    profile = read_profile(data)
    if profile is None:
        return problem("profile-not-icc", place, None, name=name)
    if profile.space != "CMYK":
        return problem("profile-not-cmyk", place, None, name=name, space=profile.space or "?")
    if profile.device_class != "prtr":
        return problem("profile-not-press", place, None, name=name, kind=profile.device_class or "?")
    if not _works(profile):
        return problem("profile-unusable", place, None, name=name)
    return PrintCondition.of(profile, ink_limit)


def _read(path: Path, place: Place | None, name: str) -> bytes | Problem:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return problem("profile-not-a-file", place, None, name=name)
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return problem("profile-missing", place, None, name=name)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return problem("profile-unreadable", place, None, name=name, reason=reason)
    if len(data) > _MOST_BYTES:
        return problem("profile-too-large", place, None, name=name, limit=_MOST_BYTES // 2**20)
    return data


def _works(profile: Profile) -> bool:
    """Whether the colour engine can take colours to the press and back."""
    try:
        press, screen = open_profile(profile.data), srgb()
        colour_transform(screen, press, "RGB", "CMYK").apply(Image.new("RGB", (1, 1)))
        colour_transform(press, screen, "CMYK", "RGB").apply(Image.new("CMYK", (1, 1)))
    except (ProfileError, ValueError):
        return False
    return True
