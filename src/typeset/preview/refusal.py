"""Refusals: what the server answers instead of doing something, in words for the editor."""

from __future__ import annotations

from typing import Any

from typeset.problems import Place, Problem, problem


class Refusal(Exception):  # noqa: N818 - an answer, not an error of the program
    """Raised where a request is not done; becomes an answer with a status and words in both languages.

    `code` is one of the message catalogue's.
    """

    def __init__(self, status: int, code: str, place: Place | None = None, /, **arguments: object) -> None:
        super().__init__(code)
        self.status = status
        self.problem = problem(code, place, None, **arguments)

    @classmethod
    def of(cls, status: int, found: Problem) -> Refusal:
        """The refusal that a problem found elsewhere is."""
        return cls(status, found.code, found.place, **found.arguments)

    def data(self) -> dict[str, Any]:
        """The answer's JSON: {"error": {"zh", "en"}, "hint": {"zh", "en"}, "code"}."""
        found = self.problem
        return {
            "error": {"zh": found.message("zh"), "en": found.message("en")},
            "hint": {"zh": found.hint("zh"), "en": found.hint("en")},
            "code": found.code,
        }
