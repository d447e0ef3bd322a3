"""The renderer's process: a live edition that answers requests from a pipe, one at a time, newest build first."""

from __future__ import annotations

import gc
import os
import signal
import time
import traceback
from collections import deque
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from typeset.build.snapshot import LayerUnknownError, PageGoneError
from typeset.preview.endings import OUT_OF_MEMORY
from typeset.preview.limits import Limits, give_back_memory, limit_memory, limit_processor
from typeset.preview.messages import (
    Answer,
    Asked,
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
    Value,
    Where,
    Working,
)
from typeset.workspace import EditionFolder, Workspace

if TYPE_CHECKING:
    from typeset.build.live import LiveEdition
    from typeset.build.opening import OpenEdition

_GC_EVERY = 100_000  # objects between two looks for cyclic garbage: a layout makes millions that live
_TIDY_AFTER = 0.5  # seconds of rest
_SIGN_EVERY = 0.2  # seconds between two signs of life
_PATIENCE = 0.4  # seconds that other requests wait for a build, before they are answered in between
_COURTESY = 0.4  # seconds that the first page may be asked for, before the rest of the edition is set


class _OvertakenError(Exception):
    """A newer build has been asked for."""


def serve(connection: Connection, folder: Path, root: Path, limits: Limits, opening: bool) -> None:
    """Answer requests until the pipe is closed or a Stop comes; where `opening`, tell the first pages before."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which then tells us to stop
    limit_memory(limits.memory)
    gc.set_threshold(_GC_EVERY)
    gc.disable()  # what is imported is here to stay: no look for garbage in it, now or later
    from typeset.build.opening import OpenEdition  # here, so that the server, which imports this module, stays small

    gc.freeze()
    gc.enable()
    service = _Service(connection, OpenEdition(EditionFolder(folder), Workspace(root)), limits)
    try:
        service.run(opening)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the server has gone
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


class _Service:
    def __init__(self, connection: Connection, opened: OpenEdition, limits: Limits) -> None:
        self._connection, self._opened, self._limits = connection, opened, limits
        self._pages = opened.pages
        self._edition: LiveEdition | None = None
        self._build: Build | None = None
        self._others: deque[Asked] = deque()
        self._stopped = False
        self._untidy = self._unprepared = False
        self._signed = 0.0

    def run(self, opening: bool) -> None:
        self._say(Ready())
        if opening:
            self._open()
        while not self._stopped:
            self._hear(_TIDY_AFTER if self._untidy else 0 if self._unprepared else None)
            if self._build is not None:
                self._set()
            elif self._others:
                self._answer(self._others.popleft())
            elif self._untidy:
                gc.collect()
                give_back_memory()
                self._untidy, self._unprepared = False, True
            elif self._unprepared:
                self._unprepared = self._pages.prepare()

    # --- the pipe ---

    def _say(self, answer: Answer) -> None:
        self._connection.send(answer)

    def _hear(self, patience: float | None) -> None:
        """Take in what has come; wait for something where nothing is to do (for ever where `patience` is None)."""
        busy = self._build is not None or bool(self._others)
        wait: float | None = 0 if busy else patience
        while self._connection.poll(wait):
            self._sort(self._connection.recv())
            wait = 0

    def _sort(self, request: Request) -> None:
        match request:
            case Stop():
                self._stopped = True
            case Build():
                if self._build is not None:
                    self._say(Refused(self._build.number, "overtaken"))
                self._build = request
            case _:
                self._others.append(request)

    # --- the work ---

    def _set(self) -> None:
        build, self._build = self._build, None
        assert build is not None
        self._begin(build.number)
        self._untidy = True
        start = time.monotonic()

        def progress(done: int, total: int) -> None:
            self._sign(Working(build.number, done, total))
            self._hear(0)
            if self._build is not None or self._stopped:
                raise _OvertakenError
            if time.monotonic() - start > _PATIENCE:
                self._answer_known()

        try:
            self._say(Done(build.number, self._live().update(progress)))
        except _OvertakenError:
            self._say(Refused(build.number, "overtaken"))
        except (EOFError, BrokenPipeError, ConnectionResetError, MemoryError):
            raise
        except Exception:
            self._say(Refused(build.number, "fault", traceback.format_exc()))

    def _answer_known(self) -> None:
        """Answer what can be answered before the build is done; a page that is not known may come with it."""
        waiting, self._others = self._others, deque()
        for request in waiting:
            if isinstance(request, Draw | Print | Map) and self._pages.has(request.page_id):
                self._answer(request)
            else:
                self._others.append(request)

    def _open(self) -> None:
        """Tell the first pages, and draw what is asked for of them before anything else is loaded."""
        limit_processor(self._limits.processor_seconds)
        snapshot = self._opened.first_pages()
        if snapshot is None:
            return
        self._say(Opening(snapshot))
        self._pages.prepare_first()
        end = time.monotonic() + _COURTESY
        while not self._stopped and (left := end - time.monotonic()) > 0:
            if self._connection.poll(0 if self._others else left):
                self._sort(self._connection.recv())
            elif self._others:
                self._answer(self._others.popleft())
                end = min(end, time.monotonic() + _COURTESY / 8)

    def _live(self) -> LiveEdition:
        if self._edition is None:
            from typeset.build.live import LiveEdition

            self._edition = LiveEdition(self._opened.folder, self._opened.workspace, self._opened)
        return self._edition

    def _answer(self, request: Asked) -> None:
        self._begin(request.number)
        try:
            self._say(Done(request.number, self._value(request)))
        except PageGoneError as error:
            self._say(Refused(request.number, "gone", str(error)))
        except LayerUnknownError as error:
            self._say(Refused(request.number, "layer", str(error)))
        except (EOFError, BrokenPipeError, ConnectionResetError, MemoryError):
            raise
        except ValueError as error:
            self._say(Refused(request.number, "value", str(error)))
        except Exception:
            self._say(Refused(request.number, "fault", traceback.format_exc()))

    def _value(self, request: Asked) -> Value:
        match request:
            case Draw():
                return self._pages.draw(request.page_id, request.scale, request.layer, bleed=request.bleed)
            case Print():
                return self._pages.print_page(request.page_id)
            case Map():
                return self._pages.source_map(request.page_id)
            case Where():
                return self._pages.where(request.file, request.line)

    def _begin(self, number: int) -> None:
        limit_processor(self._limits.processor_seconds)
        self._say(Working(number))

    def _sign(self, working: Working) -> None:
        now = time.monotonic()
        if now - self._signed >= _SIGN_EVERY:
            self._signed = now
            self._say(working)
