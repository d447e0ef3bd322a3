"""The way out of reading a picture at the first thing that rules it out; never leaves the package."""

from __future__ import annotations

from typeset.problems import Place, Problem, problem


class Refused(Exception):  # noqa: N818 - a finding about the picture, not an error of the program
    """Carries the problem for which a picture is refused."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.code)
        self.problem = found


def refuse(code: str, place: Place | None, **arguments: object) -> Refused:
    """The exception to raise for a code of the message catalogue."""
    return Refused(problem(code, place, None, **arguments))
