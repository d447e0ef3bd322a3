"""What the renderer's process may take of the machine."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from dataclasses import dataclass

_GIBIBYTE = 2**30


@dataclass(frozen=True)
class Limits:
    """Bounds of the renderer's process; `memory` and `processor_seconds` hold where the system has such limits.

    `memory` is address space in bytes. `processor_seconds` are those of one request. `silence` is how many seconds the
    process may be at work without a word, `start` how many it may take to get ready.
    """

    memory: int = 4 * _GIBIBYTE
    processor_seconds: int = 120
    silence: float = 30.0
    start: float = 60.0


def give_back_memory() -> None:
    """Have the C library give memory that is free to the system, where it can (glibc keeps it for long)."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)


if sys.platform == "win32":

    def limit_memory(size: int) -> None:
        """Nothing: Windows has no such limit for a process of its own making."""
        del size

    def limit_processor(seconds: int) -> None:
        """Nothing."""
        del seconds

else:
    import resource

    def limit_memory(size: int) -> None:
        """Bound the address space of this process."""
        with suppress(OSError, ValueError):  # some systems have the limit but refuse to set it
            resource.setrlimit(resource.RLIMIT_AS, (size, size))

    def limit_processor(seconds: int) -> None:
        """End this process when it has taken so many more seconds of the processor."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        used = int(usage.ru_utime + usage.ru_stime) + 1
        with suppress(OSError, ValueError):
            _, most = resource.getrlimit(resource.RLIMIT_CPU)
            resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, most))
