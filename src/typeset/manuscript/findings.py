"""Collecting problems while a manuscript is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from typeset.problems import Place, Problem, Severity, problem

_MOST_SHOWN = 40


def shown(text: str) -> str:
    """A piece of a manuscript as a message quotes it: one line, not too long."""
    text = " ".join(text.split())
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"


@dataclass
class _Tally:
    place: Place
    count: int
    severity: Severity | None
    arguments: dict[str, object]


@dataclass
class Findings:
    """Problems of one manuscript; what occurs often is told once, with its count and its first place."""

    _single: list[Problem] = field(default_factory=list)
    _tallies: dict[tuple[str, str], _Tally] = field(default_factory=dict)

    def add(self, code: str, place: Place, **arguments: object) -> None:
        """Note one problem."""
        self._single.append(problem(code, place, None, **arguments))

    def count(
        self,
        code: str,
        place: Place,
        key: str = "",
        *,
        times: int = 1,
        severity: Severity | None = None,
        **arguments: object,
    ) -> None:
        """Note `times` more of a problem that is told once for each `key`; the message gets `count`."""
        tally = self._tallies.setdefault((code, key), _Tally(place, 0, severity, arguments))
        tally.count += times

    def counted(self, code: str, key: str) -> bool:
        """Whether a problem was counted already for this key."""
        return (code, key) in self._tallies

    def extend(self, problems: tuple[Problem, ...]) -> None:
        """Take over problems that another stage found."""
        self._single += problems

    def problems(self) -> tuple[Problem, ...]:
        """All of them."""
        tallied = (
            problem(code, tally.place, tally.severity, count=tally.count, **tally.arguments)
            for (code, _), tally in self._tallies.items()
        )
        return (*self._single, *tallied)
