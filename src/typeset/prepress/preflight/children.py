"""Other programs at work on a file beside us: started in silence, waited for within bounds, ended with the block."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from threading import Thread


class Ending(StrEnum):
    """How a program ended."""

    WELL = "well"
    FAILED = "failed"
    CRASHED = "crashed"
    LATE = "late"
    ABSENT = "absent"


Ended = Callable[[float], Ending]
"""Waits so many seconds for a program, then ends it, and says how it ended."""


@contextmanager
def started(command: list[str]) -> Iterator[Ended]:
    """A program at work inside the block."""
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
    except OSError:
        yield lambda _seconds: Ending.ABSENT
        return
    waiting = Thread(target=process.wait, daemon=True)  # wakes when it ends; Popen.wait with a bound of time polls
    waiting.start()

    def ended(seconds: float) -> Ending:
        waiting.join(seconds)
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
