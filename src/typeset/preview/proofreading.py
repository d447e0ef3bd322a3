"""Proofreading in the background: the texts are looked at once the pages are there, and nobody waits for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from starlette.concurrency import run_in_threadpool

from typeset.preview.jobs import Job, Proofread
from typeset.preview.refusal import Refusal

_AFTER = 1.2  # seconds of calm after the pages
_log = logging.getLogger(__name__)


class Reader(Protocol):
    """Who does the jobs: a worker's process."""

    def do(self, job: Job) -> Any:
        """What comes of a job. Raises Refusal."""
        ...

    def close(self) -> None:
        """End it."""
        ...


class Proofreading:
    """What is to be said of the texts; `send` tells the windows when that is something else. For one event loop."""

    def __init__(self, reader: Reader, send: Callable[[Mapping[str, Any]], None], after: float = _AFTER) -> None:
        self._reader, self._send, self._after = reader, send, after
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self._closed = False
        self.findings: Sequence[dict[str, Any]] = ()

    def soon(self) -> None:
        """The texts may have changed: look at them after a moment of calm."""
        if self._timer:
            self._timer.cancel()
        if not self._closed:
            self._timer = asyncio.get_running_loop().call_later(self._after, self._begin)

    def message(self) -> dict[str, Any]:
        """What the windows are told."""
        return {"type": "texts", "findings": [{**item, "group": "texts"} for item in self.findings]}

    async def close(self) -> None:
        """Come to an end."""
        self._closed = True
        if self._timer:
            self._timer.cancel()
        self._reader.close()
        if self._task:
            await asyncio.gather(self._task, return_exceptions=True)

    def _begin(self) -> None:
        if self._task and not self._task.done():
            self.soon()
        else:
            self._task = asyncio.get_running_loop().create_task(self._read())

    async def _read(self) -> None:
        try:
            found = await run_in_threadpool(self._reader.do, Proofread())
        except Refusal as refusal:
            _log.info("proofreading failed: %s", refusal.problem.message("en"))
            return
        if found != self.findings:
            self.findings = found
            self._send(self.message())
