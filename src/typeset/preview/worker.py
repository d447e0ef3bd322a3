"""A worker: a process for what nobody waits for to the tenth of a second, and what reads files of any origin.

Comparing proofs, reading marked-up PDFs and proofreading need memory and libraries that server and renderer keep clear
of. The process is started when there is a job, bounded as the renderer's is, and ends by itself after a while of rest.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock
from typing import Any

from typeset.preview.jobs import Job, carry_out
from typeset.preview.limits import Limits, give_back_memory, limit_memory, limit_processor
from typeset.preview.refusal import Refusal
from typeset.problems import Giveup, Problem
from typeset.workspace import EditionFolder, Workspace

_LONGEST = 300.0  # seconds that a job may take
_REST = 20.0  # seconds without a job after which the process ends
_NICE = 5  # the page that somebody works on comes first


@dataclass(frozen=True)
class _Done:
    value: Any


@dataclass(frozen=True)
class _Refused:
    status: int
    problem: Problem


@dataclass(frozen=True)
class _Failed:
    trace: str


class Worker:
    """Does jobs for one edition, one at a time. For threads; `close` when done."""

    def __init__(self, folder: EditionFolder, workspace: Workspace, *, rest: float = _REST) -> None:
        self._folder, self._workspace, self._rest = folder, workspace, rest
        self._lock = Lock()
        self._running: tuple[BaseProcess, Connection] | None = None
        self._closed = False

    def do(self, job: Job) -> Any:
        """What comes of a job. Raises Refusal where nothing does."""
        with self._lock:
            for again in (True, False):
                try:
                    answer = self._ask(job)
                    break
                except (EOFError, OSError) as error:  # it had gone to rest just then, or died of the job
                    self._end()
                    if not again or self._closed:
                        raise _failed("the process ended") from error
        if isinstance(answer, _Refused):
            raise Refusal.of(answer.status, answer.problem)
        if isinstance(answer, _Failed):
            raise _failed(answer.trace.strip().rsplit("\n", 1)[-1][:300])
        return answer.value

    def close(self) -> None:
        """End the process; a job that is being done fails."""
        self._closed = True
        running = self._running
        if running is not None:
            running[0].kill()

    def _ask(self, job: Job) -> _Done | _Refused | _Failed:
        if self._closed:
            raise _failed("the preview is ending")
        if self._running is None or not self._running[0].is_alive():
            self._end()
            self._running = self._started()
        connection = self._running[1]
        connection.send(job)
        if not connection.poll(_LONGEST):
            self._end()
            raise _failed(f"{_LONGEST:g} s")
        answer: _Done | _Refused | _Failed = connection.recv()
        return answer

    def _started(self) -> tuple[BaseProcess, Connection]:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        arguments = (theirs, self._folder.path, self._workspace.root, self._rest)
        process = context.Process(target=serve, args=arguments, name="typeset worker", daemon=True)
        process.start()
        theirs.close()
        return process, ours

    def _end(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running[0].kill()
            running[0].join()
            running[1].close()


def _failed(why: str) -> Refusal:
    return Refusal(500, "preview-worker-failed", why=why)


def serve(connection: Connection, folder: Path, root: Path, rest: float) -> None:
    """Do jobs from a pipe until it is closed, or nothing comes for a while."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which ends us
    limits = Limits()
    limit_memory(limits.memory)
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(_NICE)
    edition, workspace = EditionFolder(folder), Workspace(root)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while connection.poll(rest):
            job = connection.recv()
            limit_processor(limits.processor_seconds)
            connection.send(_answer(job, edition, workspace))
            give_back_memory()


def _answer(job: Job, folder: EditionFolder, workspace: Workspace) -> _Done | _Refused | _Failed:
    try:
        return _Done(carry_out(job, folder, workspace))
    except Refusal as refusal:
        return _Refused(refusal.status, refusal.problem)
    except Giveup as giveup:
        return _Refused(422, giveup.problems[0]) if giveup.problems else _Failed("Giveup")
    except Exception:
        return _Failed(traceback.format_exc())
