"""The renderer: a live edition in a process of its own, asked from asyncio.

Whatever happens there, the server goes on. A process that ends by itself, or is at work for long without a word, is
replaced; what was asked of it fails with a message. Where one after another ends before it is ready, none is started
but for a build, and all else fails at once. Several requests are answered in turn; of builds only the newest.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from typeset.build.snapshot import SCREEN, Found, LayerUnknownError, PageGoneError, PrintPage, Snapshot, Spot
from typeset.preview.endings import Ending
from typeset.preview.engine_start import Engine, start_engine
from typeset.preview.limits import Limits
from typeset.preview.messages import (
    Answer,
    Build,
    Done,
    Draw,
    Map,
    Opening,
    Print,
    Ready,
    Refused,
    Request,
    Stop,
    Where,
    Working,
)
from typeset.preview.rendering import RendererDownError, RendererFailedError
from typeset.workspace import EditionFolder, Workspace

_LOG = logging.getLogger(__name__)
_MOST_STILLBORN = 2  # processes in a row that ended before they were ready
_GRACE = 1.0  # seconds for a process to end when told to
_LOOK_EVERY = 0.25
_MOST_ASKED = 32
_MOST_DEATHS = 2  # drawings of one page during which the process ended, before it is not tried again


class OvertakenError(Exception):
    """This build was dropped because a newer one was asked for."""


@dataclass
class _Worker:
    """A process, what it was asked and has not answered, and when it last gave a sign of life."""

    process: BaseProcess
    connection: Connection
    heard: float
    ready: bool = False
    waiting: dict[int, tuple[Request, asyncio.Future[Any]]] = field(default_factory=dict)
    silent: float | None = None  # seconds after which it was ended, as it said nothing


class Renderer:
    """Draws one edition in a process of its own. Use from one event loop; `close` when done.

    `on_crash` is told, in a sentence for the log, of a process that ended while it was not building (a build's
    failure is raised by `build`); a new process is on its way then, and knows no page until `build` is called.
    `on_opening` gets the first pages of the edition, while the first build goes on. `on_progress` gets the runs done
    and the runs in all. All are called in the event loop. `engine` is a process that has been started already: it
    takes a second to get ready.
    """

    def __init__(
        self,
        folder: EditionFolder,
        workspace: Workspace,
        limits: Limits | None = None,
        *,
        on_crash: Callable[[str], None] | None = None,
        on_opening: Callable[[Snapshot], None] | None = None,
        on_progress: Callable[[int, int], None] | None = None,
        engine: Engine | None = None,
    ) -> None:
        self._folder, self._workspace, self._limits = folder, workspace, limits or Limits()
        self.on_crash, self.on_opening, self.on_progress = on_crash, on_opening, on_progress
        self._numbers = itertools.count(1)
        self._slots = asyncio.Semaphore(_MOST_ASKED)
        self._worker: _Worker | None = None
        self._engine, self._opening = engine, True
        self._watch: asyncio.Task[None] | None = None
        self._stillborn = 0
        self._down: RendererDownError | None = None
        self._serial = 0
        self._good: Snapshot | None = None
        self._deaths: Counter[tuple[str, str]] = Counter()
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The number of the process; None where none runs."""
        return self._worker.process.pid if self._worker else None

    def start(self) -> None:
        """Start the process, so that it is ready sooner; any request does that as well. For a running event loop."""
        if self._worker is None:
            self._worker = self._started()
        if self._watch is None:
            self._watch = asyncio.get_running_loop().create_task(self._watched())

    async def build(self) -> Snapshot:
        """Set what changed.

        Raises OvertakenError where a newer build was asked for meanwhile, RendererFailedError where the process fails,
        RendererDownError where no process gets ready.
        """
        snapshot = await self._ask(Build(next(self._numbers)))
        assert isinstance(snapshot, Snapshot)
        return self._told(snapshot)

    async def draw(self, page_id: str, scale: float, layer: str = SCREEN, *, bleed: bool = False) -> bytes:
        """A page as a PNG, `scale` pixels to a mm, as a layer shows it, its bleed on request.

        Raises PageGoneError (a KeyError), LayerUnknownError and ValueError as LiveEdition.draw does, and
        RendererFailedError.
        """
        if self._deaths[page_id, layer] >= _MOST_DEATHS:
            raise RendererFailedError("drawing this page ended the renderer before")
        picture: bytes = await self._ask_in_turn(Draw(next(self._numbers), page_id, scale, layer, bleed))
        return picture

    async def print_page(self, page_id: str) -> PrintPage:
        """A page as it goes to press. Raises PageGoneError (a KeyError), RendererFailedError."""
        page: PrintPage = await self._ask_in_turn(Print(next(self._numbers), page_id))
        return page

    async def source_map(self, page_id: str) -> tuple[Spot, ...]:
        """The spots of a page. Raises PageGoneError (a KeyError), RendererFailedError."""
        spots: tuple[Spot, ...] = await self._ask_in_turn(Map(next(self._numbers), page_id))
        return spots

    async def where(self, file: str, line: int) -> Found | None:
        """Where a line of a source stands, or the nearest before it. Raises RendererFailedError."""
        found: Found | None = await self._ask_in_turn(Where(next(self._numbers), file, line))
        return found

    async def close(self) -> None:
        """End the process; requests that wait fail."""
        self._closed = True
        if self._watch:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
        if self._engine:
            self._worker = self._started()
        worker, self._worker = self._worker, None
        if worker is None:
            return
        with suppress(OSError):
            worker.connection.send(Stop())
        await asyncio.to_thread(_ended, worker.process, _GRACE)
        self._fail(worker, RendererFailedError("the renderer was closed"))

    # --- asking ---

    async def _ask_in_turn(self, request: Request) -> Any:
        """So many at a time that the pipe never fills up, whatever the process does."""
        async with self._slots:
            return await self._ask(request)

    async def _ask(self, request: Request) -> Any:
        if self._closed:
            raise RendererFailedError("the renderer is closed")
        if self._down:
            if not isinstance(request, Build):
                raise self._down
            self._down = None  # something may be better now: one more process
            self._stillborn = _MOST_STILLBORN - 1
        self.start()
        worker = self._worker
        assert worker is not None
        if not worker.waiting:
            worker.heard = _now()
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        worker.waiting[request.number] = request, future
        with suppress(OSError):  # where it has ended, that is noticed elsewhere
            worker.connection.send(request)
        try:
            return await future
        finally:
            if future.cancelled():
                worker.waiting.pop(request.number, None)

    def _told(self, snapshot: Snapshot) -> Snapshot:
        """A snapshot with the count of this renderer; a broken one with the last good pages, whoever set them."""
        self._serial += 1
        snapshot = replace(snapshot, serial=self._serial)
        if not snapshot.broken:
            self._good = snapshot
        elif not snapshot.pages and self._good:
            good = self._good
            snapshot = replace(
                snapshot,
                pages=good.pages,
                articles=good.articles,
                geometry=good.geometry,
                layers=good.layers,
                title=good.title,
            )
        return snapshot

    # --- the process ---

    def _started(self) -> _Worker:
        engine = self._engine or start_engine(self._folder, self._workspace, self._limits, opening=self._opening)
        self._engine, self._opening = None, False
        worker = _Worker(engine.process, engine.connection, _now())
        threading.Thread(target=self._listen, args=(worker, asyncio.get_running_loop()), daemon=True).start()
        return worker

    def _listen(self, worker: _Worker, loop: asyncio.AbstractEventLoop) -> None:
        """In a thread: hand on what the process says until its end of the pipe is closed."""
        with suppress(RuntimeError):  # the loop is closed
            with suppress(EOFError, OSError):
                while True:
                    loop.call_soon_threadsafe(self._hear, worker, worker.connection.recv())
            worker.process.join()
            loop.call_soon_threadsafe(self._gone, worker)

    def _hear(self, worker: _Worker, answer: Answer) -> None:
        worker.heard = _now()
        match answer:
            case Ready():
                worker.ready, self._stillborn = True, 0
            case Working():
                if self.on_progress and answer.total:
                    self.on_progress(answer.done, answer.total)
            case Opening():
                if self.on_opening and self._good is None:
                    self.on_opening(self._told(answer.snapshot))
            case Done() | Refused():
                _, future = worker.waiting.pop(answer.number, (None, None))
                if future is not None and not future.done():
                    if isinstance(answer, Done):
                        future.set_result(answer.value)
                    else:
                        future.set_exception(_error(answer))

    def _gone(self, worker: _Worker) -> None:
        """The process has ended."""
        if self._closed or worker is not self._worker:
            return
        ending = Ending(worker.process.exitcode, worker.silent)
        why = str(ending)
        _LOG.warning("%s", why)
        self._stillborn = 0 if worker.ready else self._stillborn + 1
        if self._stillborn >= _MOST_STILLBORN:
            self._down = RendererDownError(why, ending.at_start())
        asked = [request for request, _ in worker.waiting.values()]
        building = any(isinstance(request, Build) for request in asked)
        first = next((request for request in asked if not isinstance(request, Build)), None)
        if isinstance(first, Draw) and not building:
            self._deaths[first.page_id, first.layer] += 1
        self._worker = None
        self._fail(worker, self._down or RendererFailedError(why))
        if not self._down:
            self.start()
        if not building and self.on_crash:
            self.on_crash(why)

    def _fail(self, worker: _Worker, error: RendererFailedError) -> None:
        for _, future in worker.waiting.values():
            if not future.done():
                future.set_exception(error)
        worker.waiting.clear()
        worker.connection.close()

    async def _watched(self) -> None:
        """Kill a process that is at work and silent for too long."""
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            worker = self._worker
            if worker is None or not worker.waiting:
                continue
            patience = self._limits.silence if worker.ready else self._limits.start
            if _now() - worker.heard > patience and worker.silent is None:
                worker.silent = patience
                worker.process.kill()


def _now() -> float:
    return asyncio.get_running_loop().time()


def _ended(process: BaseProcess, grace: float) -> None:
    process.join(grace)
    if process.is_alive():
        process.kill()
        process.join()


def _error(answer: Refused) -> Exception:
    match answer.why:
        case "overtaken":
            return OvertakenError()
        case "gone":
            return PageGoneError(answer.words)
        case "layer":
            return LayerUnknownError(answer.words)
        case "value":
            return ValueError(answer.words)
        case "fault":
            _LOG.error("%s", answer.words)
            return RendererFailedError(answer.words.strip().rsplit("\n", 1)[-1])
