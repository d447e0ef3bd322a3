"""Other programs at work on a file beside us: started in silence, waited for within bounds, ended with the block."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from threading import Thread
from typing import Protocol


class Ending(StrEnum):
    """How a program ended."""

    WELL = "well"
    FAILED = "failed"
    CRASHED = "crashed"
    LATE = "late"
    ABSENT = "absent"
    REFUSED = "refused"
    """It was ended at once: what it was at has no end worth waiting for."""


_MOMENT = 0.02


class Ended(Protocol):
    """Waits so many seconds for a program, or until something is there, then ends it, and says how it ended."""

    def __call__(self, seconds: float, /, until: Callable[[], bool] | None = None) -> Ending:
        """Wait and end it."""


@contextmanager
def started(command: list[str]) -> Iterator[Ended]:
    """A program at work inside the block."""
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
    except OSError:
        yield _absent
        return
    waiting = Thread(target=process.wait, daemon=True)  # wakes when it ends; Popen.wait with a bound of time polls
    waiting.start()

    def ended(seconds: float, /, until: Callable[[], bool] | None = None) -> Ending:
        if until is None:
            waiting.join(seconds)
        else:
            for _ in range(int(seconds / _MOMENT)):
                if until() or not waiting.is_alive():
                    break
                waiting.join(_MOMENT)
        if waiting.is_alive():
            process.kill()  # what it was at must not go on under the reader's eyes
            waiting.join()
            return Ending.LATE
        if process.returncode == 0:
            return Ending.WELL
        # A signal is a negative number on POSIX; Windows has large ones for what brings a program down.
        return Ending.FAILED if 0 < process.returncode < 256 else Ending.CRASHED

    try:
        yield ended
    finally:
        process.kill()
        waiting.join()


def _absent(seconds: float, /, until: Callable[[], bool] | None = None) -> Ending:  # noqa: ARG001 - it never started
    return Ending.ABSENT
