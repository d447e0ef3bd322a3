"""Starting the renderer's process."""

from __future__ import annotations

import multiprocessing
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from typeset.preview.interrupts import interrupts_not_inherited
from typeset.preview.limits import Limits
from typeset.preview.rendering_process import serve
from typeset.workspace import EditionFolder, Workspace


@dataclass(frozen=True)
class Engine:
    """A process that serves, and our end of the pipe to it."""

    process: BaseProcess
    connection: Connection


def start_engine(
    folder: EditionFolder, workspace: Workspace, limits: Limits, *, opening: bool = False, early: bool = False
) -> Engine:
    """Start a process that sets an edition; where `opening`, it tells the first pages before it is asked anything.

    `early` is for a caller that has no threads yet and little loaded: where the system can, the new process is split
    off from it, a quarter of a second sooner than one that begins anew.
    """
    split = early and sys.platform == "linux"
    context: Any = multiprocessing.get_context("fork" if split else "spawn")
    ours, theirs = context.Pipe()
    arguments = (theirs, folder.path, workspace.root, limits, opening, ours if split else None)
    process = context.Process(target=_serve, args=arguments, name="typeset renderer", daemon=True)
    with interrupts_not_inherited():
        process.start()
    theirs.close()
    return Engine(process, ours)


def _serve(
    connection: Connection, folder: Path, root: Path, limits: Limits, opening: bool, other_end: Connection | None
) -> None:
    if other_end is not None:
        other_end.close()  # a process that was split off has it as well, and would never see the pipe's end
    serve(connection, folder, root, limits, opening)
