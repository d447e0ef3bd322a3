"""Colour spaces (ISO 32000-1, 8.6) as preflight sees them: what they are made of, and what ink a colour is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from typeset.color import read_profile
from typeset.prepress.preflight.objects import BROKEN, decoded, entries, get, items, name, numbers, whole

_DEVICE = {"DeviceGray": "gray", "DeviceRGB": "rgb", "DeviceCMYK": "cmyk", "G": "gray", "RGB": "rgb", "CMYK": "cmyk"}
_CHANNELS = {"gray": 1, "rgb": 3, "cmyk": 4, "lab": 3}
_DEEPEST = 6
PROCESS = ("Cyan", "Magenta", "Yellow", "Black")


@dataclass(frozen=True)
class Space:
    """A colour space.

    `kind` is gray, rgb, cmyk, lab, spot (Separation, DeviceN), pattern or unknown. `label` names it for people,
    `calibrated` is true where a profile or CIE values define it. `inks` are the colorants of a spot space; `base` is
    what an Indexed, Pattern or spot space rests on.
    """

    kind: str
    label: str
    channels: int = 1
    calibrated: bool = False
    inks: tuple[str, ...] = ()
    base: Space | None = None
    table: bytes = field(default=b"", repr=False)

    @property
    def leaf(self) -> Space:
        """The space in which colours end up: a base's, or its own."""
        return self.base.leaf if self.base else self


GRAY = Space("gray", "DeviceGray", 1)
RGB = Space("rgb", "DeviceRGB", 3)
CMYK = Space("cmyk", "DeviceCMYK", 4)
PATTERN = Space("pattern", "Pattern", 0)
UNKNOWN = Space("unknown", "?", 0)
_SPACES = {"gray": GRAY, "rgb": RGB, "cmyk": CMYK}
_DEFAULTS = {"gray": "/DefaultGray", "rgb": "/DefaultRGB", "cmyk": "/DefaultCMYK"}


def read_space(item: Any, resources: Any = None, depth: int = 0) -> Space:
    """The space that a name or array means, names looked up in the page's resources; UNKNOWN where it means nothing.

    A device space for which the resources have a default (ISO 32000-1, 8.6.5.6) is that default.
    """
    if depth > _DEEPEST:
        return UNKNOWN
    try:
        if said := name(item):
            return _named(said, resources, depth)
        parts = items(item, 10)
        return _made(name(parts[0]), parts, resources, depth) if parts else UNKNOWN
    except BROKEN:
        return UNKNOWN


def _named(said: str, resources: Any, depth: int) -> Space:
    if said == "Pattern":
        return PATTERN
    if kind := _DEVICE.get(said):
        default = get(get(resources, "/ColorSpace"), _DEFAULTS[kind])
        space = read_space(default, None, depth + 1) if default is not None else UNKNOWN
        if space.channels == _CHANNELS[kind] and space.kind != "unknown":
            return replace(space, label=f"{_SPACES[kind].label} ({space.label})", calibrated=True)
        return _SPACES[kind]
    listed = get(get(resources, "/ColorSpace"), f"/{said}")
    return read_space(listed, resources, depth + 1) if listed is not None else UNKNOWN


def _made(family: str, parts: list[Any], resources: Any, depth: int) -> Space:
    if len(parts) == 1 or family in _DEVICE:
        return _named(family, resources, depth)
    if family == "ICCBased":
        return _icc(parts[1])
    if family in ("CalGray", "CalRGB", "Lab"):
        kind = {"CalGray": "gray", "CalRGB": "rgb", "Lab": "lab"}[family]
        return Space(kind, family, _CHANNELS[kind], calibrated=True)
    if family in ("Indexed", "I"):
        base = read_space(parts[1], resources, depth + 1)
        return Space(base.kind, f"Indexed {base.label}", 1, base.calibrated, base.inks, base, _table(parts[3]))
    if family in ("Separation", "DeviceN"):
        inks = (name(parts[1]),) if family == "Separation" else tuple(map(name, items(parts[1], 32)))
        return Space("spot", family, len(inks), inks=inks, base=read_space(parts[2], resources, depth + 1))
    if family == "Pattern":
        return Space("pattern", "Pattern", 0, base=read_space(parts[1], resources, depth + 1))
    return UNKNOWN


def _table(item: Any) -> bytes:
    return decoded(item, 100_000) if entries(item) else bytes(item)


def _icc(stream: Any) -> Space:
    profile = read_profile(decoded(stream, 32 * 1024 * 1024))
    channels = whole(get(stream, "/N"))
    kind = {1: "gray", 3: "rgb", 4: "cmyk"}.get(channels, "unknown")
    if profile and profile.space == "Lab":
        kind = "lab"
    about = f"ICC: {profile.description}" if profile and profile.description else "ICC"
    return Space(kind, about, channels, calibrated=True)


def spot_inks(space: Space) -> tuple[str, ...]:
    """The spot colorants that a space prints with, process colours and None left out."""
    own = [ink for ink in space.inks if ink not in (*PROCESS, "None", "All", "")]
    below = spot_inks(space.base) if space.base and space.kind != "spot" else ()
    return tuple(dict.fromkeys((*own, *below)))


def amounts(space: Space, values: tuple[float, ...]) -> tuple[float, float, float, float] | None:
    """Cyan, magenta, yellow and black of a colour, 0 to 1; None where it is no process colour or not known."""
    if len(values) != space.channels:
        return None
    if space.table and space.base:
        start = int(values[0]) * space.base.channels
        return amounts(space.base, tuple(byte / 255 for byte in space.table[start : start + space.base.channels]))
    if space.kind == "cmyk":
        return values[0], values[1], values[2], values[3]
    if space.kind == "gray":
        return 0, 0, 0, 1 - values[0]
    if space.kind == "spot" and set(space.inks) <= {*PROCESS, "None"}:
        tints = dict(zip(space.inks, values, strict=True))
        return tints.get("Cyan", 0), tints.get("Magenta", 0), tints.get("Yellow", 0), tints.get("Black", 0)
    return None


def plates(space: Space, values: tuple[float, ...]) -> tuple[str, ...] | None:
    """The separations on which a colour prints, a spot colour's without its values; None where that is not known."""
    if space.leaf.kind == "spot" or space.inks:
        told = space.kind == "spot" and not space.table and len(values) == len(space.inks)
        amounts_of = values if told else (1.0,) * len(space.inks)
        used = (ink for ink, amount in zip(space.inks, amounts_of, strict=True) if amount > 0)
        return tuple(ink for ink in used if ink not in ("None", "All", ""))
    if (found := amounts(space, values)) is not None:
        return tuple(ink for ink, amount in zip(PROCESS, found, strict=True) if amount > 0)
    return ("Black",) if space.leaf.kind == "gray" else None


def is_white(space: Space, values: tuple[float, ...]) -> bool:
    """Whether a colour puts no ink on paper."""
    if space.kind == "spot" and "All" not in space.inks:
        return bool(values) and not any(values)
    if space.kind == "rgb":
        return len(values) == 3 and min(values) >= 1
    inks = amounts(space, values)
    return inks is not None and max(inks) <= 0


def read_default_spaces(resources: Any) -> list[tuple[str, Space]]:
    """The default spaces that resources set, with their keys."""
    listed = get(resources, "/ColorSpace")
    found = ((key, get(listed, key)) for key in _DEFAULTS.values())
    return [(key, read_space(item)) for key, item in found if item is not None]


def initial(space: Space) -> tuple[float, ...]:
    """The colour that a space starts with (ISO 32000-1, 8.6.8, operator CS)."""
    if space.kind == "cmyk" and not space.table:
        return (0, 0, 0, 1)
    return (1.0 if space.kind == "spot" else 0.0,) * space.channels


def plain_numbers(item: Any) -> tuple[float, ...]:
    """An array of numbers as a tuple."""
    return tuple(numbers(item))
