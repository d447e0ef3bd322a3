"""Ctrl-C, which a terminal sends to every process of ours at once: only the server is to end by it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interrupts_not_inherited() -> Iterator[None]:
    """Processes that are started in this block do not see Ctrl-C; whoever started them ends them.

    A signal that is ignored stays so over exec (POSIX, `exec`), and Python leaves it alone then. Does nothing outside
    of the main thread, which alone may set signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
