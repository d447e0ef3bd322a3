"""Collecting findings: the same thing in many places is one finding with many spots, and memory is bounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from typeset.prepress.preflight.model import Finding, Spot
from typeset.problems import Severity
from typeset.problems.catalogue import entry

_MOST_KINDS = 200
_SPOTS_PER_PAGE = 3
_MOST_SPOTS = 1000


@dataclass
class _Kept:
    severity: Severity
    spots: list[Spot] = field(default_factory=list)
    pages: dict[int, int] = field(default_factory=dict)
    count: int = 0


@dataclass
class Findings:
    """What has been found so far."""

    _kept: dict[tuple[str, tuple[tuple[str, object], ...]], _Kept] = field(default_factory=dict)
    _kinds: dict[str, int] = field(default_factory=dict)

    def add(self, code: str, spot: Spot | None = None, /, **arguments: object) -> None:
        """Note a finding; its severity is the catalogue's. Arguments tell findings of one code apart."""
        key = (code, tuple(sorted(arguments.items())))
        kept = self._kept.get(key)
        if kept is None:
            if self._kinds.get(code, 0) >= _MOST_KINDS:
                return
            self._kinds[code] = self._kinds.get(code, 0) + 1
            kept = self._kept[key] = _Kept(Severity(entry(code).severity))
        kept.count += 1
        if spot is None or len(kept.spots) >= _MOST_SPOTS:
            return
        seen = kept.pages.get(spot.page, 0)
        if seen < _SPOTS_PER_PAGE:
            kept.pages[spot.page] = seen + 1
            kept.spots.append(spot)

    def __iter__(self) -> Iterator[Finding]:
        for (code, arguments), kept in self._kept.items():
            spots = tuple(sorted(kept.spots, key=lambda spot: spot.page))
            yield Finding(code, kept.severity, dict(arguments), spots, kept.count)
