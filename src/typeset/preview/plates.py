"""Plates of pages, made beside the renderer: it gives the page's print PDF and goes on, a worker separates it.

One at a time, who asked last first: what is in the window now comes before what was there a moment ago.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.concurrency import run_in_threadpool

from typeset.build.snapshot import PLATE, PrintPage
from typeset.preview.jobs import Separate
from typeset.preview.messages import View
from typeset.preview.proofreading import Reader
from typeset.preview.refusal import Refusal
from typeset.preview.rendering import Rendering

_MOST_WAITING = 8  # more than a window shows; whoever has waited longest asks again if it still matters
_MOST_KEPT = 4


class Turns:
    """One goes in, the others wait; the last to come is the next to go in. For one event loop."""

    def __init__(self, most: int = _MOST_WAITING) -> None:
        self._most = most
        self._busy = False
        self._waiting: list[asyncio.Future[None]] = []

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait, then be alone. Raises Refusal where too many came later."""
        if self._busy:
            await self._queue()
        self._busy = True
        try:
            yield
        finally:
            self._busy = False
            while self._waiting and not self._busy:
                following = self._waiting.pop()
                if not following.done():
                    self._busy = True
                    following.set_result(None)

    async def _queue(self) -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        if len(self._waiting) > self._most:
            oldest = self._waiting.pop(0)
            if not oldest.done():
                oldest.set_exception(Refusal(503, "preview-drawing-failed", why="others were asked for later"))
        await mine


class Plates:
    """The plates of a renderer's pages, separated by a worker."""

    def __init__(self, renderer: Rendering, worker: Reader) -> None:
        self._renderer, self._worker = renderer, worker
        self._turns = Turns()
        self._pages: OrderedDict[str, PrintPage] = OrderedDict()
        self._made: OrderedDict[tuple[str, float, bool], dict[str, bytes]] = OrderedDict()

    async def draw(self, page_id: str, view: View) -> bytes:
        """A plate as PNG. Raises what the renderer raises, and Refusal."""
        ink, key = view.layer.removeprefix(PLATE), (page_id, view.scale, view.bleed)
        async with self._turns.turn():
            if ink not in self._made.get(key, {}):
                if page_id not in self._pages:
                    _keep(self._pages, page_id, await self._renderer.print_page(page_id))
                job = Separate(self._pages[page_id], view.scale, view.bleed, ink)
                _keep(self._made, key, await run_in_threadpool(self._worker.do, job))
            return self._made[key][ink]

    def close(self) -> None:
        """End the worker."""
        self._worker.close()


def _keep(items: OrderedDict[Any, Any], key: Any, value: Any) -> None:
    items[key] = value
    items.move_to_end(key)
    while len(items) > _MOST_KEPT:
        items.popitem(last=False)
