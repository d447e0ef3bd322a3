"""Watching the project's files: what was saved, a moment after it was saved, many saves at once as one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

from typeset.workspace import Workspace

QUIET_MS = 5
"""A group of changes ends when nothing has changed for this long …"""
LONGEST_MS = 40
"""… or after this long in any case, so that a program that keeps writing cannot put the page off."""
_POLL_MS = 150

_FOLDERS = (
    ".git",
    ".venv",
    "venv",
    "build",
    "dist",
    "node_modules",
    "__pycache__",
    ".cache",
    ".idea",
    ".vscode",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
)
_TEMPORARY_ENDINGS = (".tmp", ".temp", ".swp", ".swo", ".swx", ".bak", ".part", ".crdownload", ".lock", "~")
_SHARED = frozenset({".yaml", ".icc", ".icm"})
_TEMPORARY_NAMES = frozenset({"4913", "Thumbs.db", "desktop.ini"})  # 4913: vim tries whether it may write


def is_source(path: Path, root: Path) -> bool:
    """Whether a changed path may matter: no hidden or temporary file, nothing that was built."""
    try:
        parts = path.relative_to(root).parts
    except ValueError:
        parts = path.parts[-1:]
    if any(part.startswith((".", "~", "#")) for part in parts) or set(parts[:-1]) & set(_FOLDERS):
        return False
    name = parts[-1] if parts else ""
    return bool(name) and name not in _TEMPORARY_NAMES and not name.lower().endswith(_TEMPORARY_ENDINGS)


class Watcher:
    """Changes below an edition's folder, the project's layouts and fonts, and of publication.yaml.

    Where the system cannot notify (no inotify, or none left), the files are looked at several times a second.
    """

    def __init__(self, workspace: Workspace, edition: Path, *, polling: bool | None = None) -> None:
        self._root, self._edition, self._issues = workspace.root, edition, workspace.issues
        self._polling = polling
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """End the watching."""
        self._stop.set()

    async def changes(self) -> AsyncIterator[frozenset[Path]]:
        """Groups of changed paths, until `stop`."""
        queue: asyncio.Queue[frozenset[Path]] = asyncio.Queue()
        deep = asyncio.create_task(self._deep(queue))
        # A file that is replaced on saving is another file: its folder is watched, and not what lies below it.
        flat = asyncio.create_task(self._watch(queue, [self._issues], self._is_shared, recursive=False))
        stopped = asyncio.create_task(self._stop.wait())
        try:
            while not self._stop.is_set():
                getting = asyncio.create_task(queue.get())
                await asyncio.wait({getting, stopped, deep, flat}, return_when=asyncio.FIRST_COMPLETED)
                if getting.done():
                    yield getting.result()
                    continue
                getting.cancel()
                for task in (deep, flat):
                    if task.done() and not self._stop.is_set():
                        task.result()  # raises what ended it
                        return
        finally:
            self._stop.set()
            stopped.cancel()
            for task in (deep, flat):
                with suppress(asyncio.CancelledError, OSError):
                    await task

    async def _deep(self, queue: asyncio.Queue[frozenset[Path]]) -> None:
        own = (self._root / "layouts", self._root / "fonts")
        folders = [self._edition, *(folder for folder in own if folder.is_dir())]
        await self._watch(queue, folders, self._matters, recursive=True)

    def _matters(self, path: Path) -> bool:
        root = self._edition if path.is_relative_to(self._edition) else self._root
        return is_source(path, root)

    def _is_shared(self, path: Path) -> bool:
        """Whether a file of issues/ may matter: publication.yaml, and the printer's profile that it may name."""
        return path.suffix.lower() in _SHARED and is_source(path, self._issues)

    async def _watch(
        self,
        queue: asyncio.Queue[frozenset[Path]],
        folders: list[Path],
        matters: Callable[[Path], bool],
        *,
        recursive: bool,
    ) -> None:
        for polling in (self._polling, True):
            try:
                async for group in awatch(
                    *folders,
                    watch_filter=_Wanted(matters),
                    debounce=LONGEST_MS,
                    step=QUIET_MS,
                    stop_event=self._stop,
                    rust_timeout=500,
                    force_polling=polling,
                    poll_delay_ms=_POLL_MS,
                    recursive=recursive,
                    ignore_permission_denied=True,
                ):
                    queue.put_nowait(frozenset(Path(path) for _, path in group))
                return
            except OSError:  # the system's watches are used up, or it has none
                if polling:
                    raise


class _Wanted(DefaultFilter):
    """watchfiles' filter, by one question of ours."""

    def __init__(self, matters: Callable[[Path], bool]) -> None:
        super().__init__()
        self._matters = matters

    def __call__(self, change: Change, path: str) -> bool:
        del change
        return self._matters(Path(path))
