"""How a renderer's process came to its end, for the log and for the editor."""

from __future__ import annotations

from dataclasses import dataclass

from typeset.problems import Problem, problem

OUT_OF_MEMORY = 77
"""The exit code of a process that had not enough memory."""


@dataclass(frozen=True)
class Ending:
    """An exit code (negative: the signal that ended it), or the seconds after which it was ended for its silence."""

    code: int | None = None
    silence: float | None = None

    def __str__(self) -> str:
        """In a sentence for the log."""
        if self.silence is not None:
            return f"the renderer did not answer for {self.silence:g} s and was ended"
        if self.code is not None and self.code < 0:
            return f"the renderer was ended by signal {-self.code}"
        return f"the renderer ended with exit code {self.code}"

    def at_start(self) -> Problem:
        """What is wrong where process after process ends like this before it is ready."""
        if self.silence is not None:
            return problem("preview-renderer-start-silent", seconds=f"{self.silence:g}")
        if self.code == OUT_OF_MEMORY:
            return problem("preview-renderer-start-memory")
        if self.code is not None and self.code < 0:
            return problem("preview-renderer-start-killed", signal=-self.code)
        return problem("preview-renderer-start-exit", code="?" if self.code is None else self.code)
