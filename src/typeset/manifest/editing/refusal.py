"""The way out of a change that cannot be made in a manifest's text without touching something else."""

from __future__ import annotations

from typeset.problems import problem


class NotEditable(Exception):  # noqa: N818 - an answer, not an error of the program
    """Raised where a manifest's text cannot be changed as asked; nothing has been changed then."""

    def __init__(self, code: str, /, **arguments: object) -> None:
        super().__init__(code)
        self.problem = problem(code, None, None, **arguments)
