"""Trying again what does not work, after pauses that grow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

_FIRST, _LONGEST = 5.0, 300.0  # seconds


class Retrying:
    """Calls `again` after pauses of which each is twice as long as the one before. For one event loop."""

    def __init__(self, again: Callable[[], None], first: float = _FIRST, longest: float = _LONGEST) -> None:
        self._again, self._first, self._longest = again, first, longest
        self._pause = first
        self._timer: asyncio.TimerHandle | None = None

    def later(self) -> None:
        """It did not work: try again after the next pause."""
        self.cancel()
        self._timer = asyncio.get_running_loop().call_later(self._pause, self._again)
        self._pause = min(2 * self._pause, self._longest)

    def cancel(self) -> None:
        """It is being tried for another reason, or not at all any longer."""
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def worked(self) -> None:
        """The next time begins with the first pause."""
        self.cancel()
        self._pause = self._first
