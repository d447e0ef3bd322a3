"""Readings: a value read from a scalar, or why there is none, with what is to be said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Nothing(Enum):
    """Why there is no value: nothing was written, or what was written will not do."""

    ABSENT = "absent"
    FAULTY = "faulty"


@dataclass(frozen=True)
class Fault:
    """A problem's code and arguments, without its place."""

    code: str
    arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """A value, and what is to be said about it; a value may stand in spite of faults."""

    value: Any
    faults: tuple[Fault, ...] = ()
