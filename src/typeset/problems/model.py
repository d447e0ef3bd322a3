"""The data types: Severity, Place, Problem, Report, and Giveup, the one exception."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from typeset.problems.catalogue import entry

Language = Literal["zh", "en"]


class Severity(StrEnum):
    """How much a problem matters: an error must be mended, a warning looked at, a notice known."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}


@dataclass(frozen=True, order=True)
class Place:
    """A place in a source file, or on a page of the result.

    `file` is a path with forward slashes, relative to the project where it lies inside. `line` and `column`
    count from 1, columns in characters; 0 means unknown. `length` is how many characters the marker underlines.
    `page` is a folio of the finished edition, 0 where it does not apply.
    """

    file: str
    line: int = 0
    column: int = 0
    length: int = 1
    page: int = 0

    def __str__(self) -> str:
        parts = [self.file]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, order=True)
class Acceptance:
    """That somebody has seen a problem and lets it stand: why, and who."""

    reason: str
    by: str


@dataclass(frozen=True)
class Problem:
    """One finding. Its words live in the message catalogue under `code`; `arguments` fill them in.

    An `accepted` one is still told, but no longer blocks.
    """

    code: str
    severity: Severity
    place: Place | None = None
    arguments: Mapping[str, str] = field(default_factory=dict)
    accepted: Acceptance | None = None

    @property
    def blocks(self) -> bool:
        """Whether it keeps an edition from being printed: an error that nobody has accepted."""
        return self.severity is Severity.ERROR and self.accepted is None

    def message(self, language: Language) -> str:
        """What is wrong and why, in one or two sentences."""
        return entry(self.code).message[language].format_map(self.arguments)

    def hint(self, language: Language) -> str:
        """How to mend it; empty where nothing can be advised."""
        return entry(self.code).hint[language].format_map(self.arguments)

    def __reduce__(self) -> tuple[object, ...]:
        # A mapping proxy cannot be pickled; problems go from process to process.
        return _restored, (self.code, self.severity, self.place, dict(self.arguments), self.accepted)

    def __hash__(self) -> int:
        return hash((self.code, self.severity, self.place, tuple(sorted(self.arguments.items())), self.accepted))


def _restored(
    code: str,
    severity: Severity,
    place: Place | None,
    arguments: dict[str, str],
    accepted: Acceptance | None = None,
) -> Problem:
    return Problem(code, severity, place, MappingProxyType(arguments), accepted)


def problem(code: str, place: Place | None = None, severity: Severity | None = None, /, **arguments: object) -> Problem:
    """Make a Problem whose severity is the catalogue's unless given.

    Raises KeyError for a code that is not in the catalogue (a programming error).
    """
    return Problem(
        code,
        severity or Severity(entry(code).severity),
        place,
        MappingProxyType({name: str(value) for name, value in arguments.items()}),
    )


@dataclass(frozen=True)
class Report:
    """All findings of a run, duplicates removed, in the order of file, line and column."""

    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> Report:
        """Collect problems: each once, sorted by place, then by severity."""
        unique = dict.fromkeys(problems)

        def key(item: Problem) -> tuple[bool, str, int, int, int, str]:
            place = item.place or Place("")
            return (
                item.place is None,
                place.file,
                place.line,
                place.column,
                _ORDER[item.severity],
                item.code,
            )

        return cls(tuple(sorted(unique, key=key)))

    def count(self, severity: Severity) -> int:
        """How many findings have this severity; accepted ones do not count."""
        return sum(item.severity is severity and item.accepted is None for item in self.problems)

    @property
    def accepted(self) -> tuple[Problem, ...]:
        """The findings that somebody has accepted."""
        return tuple(item for item in self.problems if item.accepted)

    @property
    def errors(self) -> int:
        """How many errors there are; 0 means the edition may go on."""
        return self.count(Severity.ERROR)


class Giveup(Exception):  # noqa: N818 - not an error of the program
    """Raised where a command cannot go on at all; carries the problems that say why.

    `exit_code` follows the commands' convention: 1 errors in the edition, 2 wrong use, 3 the machine lacks something.
    """

    def __init__(self, *problems: Problem, exit_code: int = 1) -> None:
        super().__init__(", ".join(item.code for item in problems))
        self.problems = problems
        self.exit_code = exit_code
