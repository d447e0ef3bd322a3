"""The desk: one edition on it, the renderer at work, the pages in browsers told what happens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Literal

from starlette.concurrency import run_in_threadpool

from typeset.preview.facts import EditionFacts, edition_facts
from typeset.preview.files import ProjectFiles, version_of
from typeset.preview.pages import Pages
from typeset.preview.places import Box, OnPage, box_of, find_line, source_of
from typeset.preview.refusal import Refusal
from typeset.preview.rendering import Geometry, Rendering, Snapshot
from typeset.preview.watching import Watcher
from typeset.problems import Place, Problem, Report
from typeset.problems.model import Language

Phase = Literal["building", "ready", "broken", "crashed"]
Message = Mapping[str, Any]

_MOST_WAITING = 32
_MOST_PROBLEMS = 500
_LARGE = 4 * 1024 * 1024
_log = logging.getLogger(__name__)


class Desk:
    """One edition being worked on.

    Use `open` around the serving. `layers` are the ways in which pages can be drawn.
    """

    def __init__(
        self,
        files: ProjectFiles,
        renderer: Rendering,
        language: Language = "zh",
        layers: Sequence[str] = ("screen",),
        watcher: Watcher | None = None,
    ) -> None:
        self.files, self.language, self.layers = files, language, tuple(layers)
        self.pages = Pages(renderer)
        self._renderer, self._watcher = renderer, watcher
        self._facts = EditionFacts(files.edition.name, files.edition.name)
        self._snapshot: Snapshot | None = None
        self._phase: Phase = "building"
        self._crash = ""
        self._boxes: dict[Place, Box] = {}
        self._unseen: set[str] = set()
        self._versions: dict[str, str] = {}
        self._wanted = asyncio.Event()
        self._listeners: set[asyncio.Queue[Message]] = set()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Watch and build until the block ends; then end the renderer."""
        tasks = [asyncio.create_task(self._build_again_and_again())]
        if self._watcher:
            tasks.append(asyncio.create_task(self._watch(self._watcher)))
        self.request_build()
        try:
            yield
        finally:
            if self._watcher:
                self._watcher.stop()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._renderer.close()

    def request_build(self) -> None:
        """Have the edition set again; requests that come while it is being set become one."""
        self._wanted.set()

    def saved(self, name: str, version: str) -> None:
        """A file has been written here: set its pages and tell all windows."""
        if self._versions.get(name) != version:
            self._versions[name] = version
            self._send({"type": "file", "name": name, "version": version})
            self.request_build()

    def renderer_failed(self, why: str) -> None:
        """The renderer's process has ended by itself: say so, and have the edition set by the next one."""
        self._crashed(why)
        self.request_build()

    def seen(self, ids: Sequence[str]) -> None:
        """Pages that somebody has looked at carry no mark of change any longer."""
        self._unseen.difference_update(ids)

    @property
    def geometry(self) -> Geometry | None:
        """The trimmed page and its bleed, once pages have been set."""
        return self._snapshot.geometry if self._snapshot else None

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[asyncio.Queue[Message]]:
        """What happens from now on, beginning with the state."""
        queue: asyncio.Queue[Message] = asyncio.Queue()
        queue.put_nowait(await self._state_message())
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    async def state(self) -> dict[str, Any]:
        """Everything the page shows, as plain data."""
        listing = await run_in_threadpool(self.files.listing)
        snapshot = self._snapshot
        geometry = self.geometry
        return {
            "serial": snapshot.serial if snapshot else 0,
            "edition": self._facts.name,
            "title": self._facts.title,
            "language": self.language,
            "state": self._phase,
            "message": self._crash,
            "geometry": {"width": geometry.width, "height": geometry.height, "bleed": geometry.bleed}
            if geometry
            else None,
            "binding": self._facts.binding,
            "layers": list(self.layers),
            "pages": self._pages_data(snapshot),
            "articles": [
                {
                    "id": item.id,
                    "title": item.title,
                    "heading": item.heading,
                    "folio": item.folio,
                    "number": item.number,
                }
                for item in (snapshot.articles if snapshot else ())
            ],
            "problems": self.problems_data(snapshot.problems if snapshot else ()),
            "seconds": snapshot.seconds if snapshot else 0,
            "files": [{"name": item.name, "kind": item.kind, "writable": item.writable} for item in listing],
        }

    def problems_data(self, problems: Sequence[Problem]) -> list[dict[str, Any]]:
        """Problems in the editor's language, in order of place."""
        return [self._problem_data(item) for item in Report.of(problems).problems[:_MOST_PROBLEMS]]

    async def where(self, file: str, line: int) -> OnPage:
        """Where a line of a source stands on the pages. Raises Refusal where nothing comes from its file."""
        pages = self._snapshot.pages if self._snapshot else ()
        maps = [(page, await self.pages.source_map(page.id)) for page in pages]
        found = find_line(maps, file, line)
        if found is None:
            raise Refusal(404, "preview-place-unknown", place=f"{file}:{line}")
        return found

    def _pages_data(self, snapshot: Snapshot | None) -> list[dict[str, Any]]:
        return [
            {
                "id": page.id,
                "number": page.number,
                "folio": page.folio,
                "side": page.side,
                "run": page.run,
                "type_area": list(page.type_area),
                "grid": list(page.grid) if page.grid else None,
                "changed": page.id in self._unseen,
            }
            for page in (snapshot.pages if snapshot else ())
        ]

    def _problem_data(self, item: Problem) -> dict[str, Any]:
        place = item.place
        box = self._boxes.get(place) if place else None
        return {
            "code": item.code,
            "severity": item.severity.value,
            "message": item.message(self.language),
            "hint": item.hint(self.language),
            "file": place.file if place else None,
            "line": place.line or None if place else None,
            "column": place.column or None if place else None,
            "length": place.length if place else None,
            "page": place.page or None if place else None,
            "box": list(box) if box else None,
        }

    async def _build_again_and_again(self) -> None:
        left_behind: set[asyncio.Task[Snapshot]] = set()
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            self._phase = "building"
            self._send({"type": "building"})
            build = asyncio.create_task(self._renderer.build())
            newer = asyncio.create_task(self._wanted.wait())
            try:
                await asyncio.wait({build, newer}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                newer.cancel()
            if build.done():
                await self._built(build)
            else:  # overtaken: the renderer drops it
                left_behind.add(build)
                build.add_done_callback(left_behind.discard)
                build.add_done_callback(_retrieve)

    async def _built(self, build: asyncio.Task[Snapshot]) -> None:
        try:
            snapshot = build.result()
        except Exception as error:
            _log.warning("the renderer failed", exc_info=error)
            self._crashed(str(error) or type(error).__name__)
            return
        before = {page.id for page in self._snapshot.pages} if self._snapshot else None
        now = {page.id for page in snapshot.pages}
        self._unseen = (self._unseen & now) | (now - before if before is not None else set())
        self._snapshot, self._phase, self._crash = snapshot, "broken" if snapshot.broken else "ready", ""
        await run_in_threadpool(self.files.refresh_layout)
        self._facts = await run_in_threadpool(edition_facts, self.files.edition, self.files.workspace) or self._facts
        self._boxes = await self._found_boxes(snapshot)
        self._send(await self._state_message())

    def _crashed(self, why: str) -> None:
        message = Refusal(503, "preview-crashed", why=why[:500]).problem.message(self.language)
        self._phase, self._crash = "crashed", message
        self._send({"type": "crashed", "message": message})

    async def _found_boxes(self, snapshot: Snapshot) -> dict[Place, Box]:
        """Where on their pages problems are that have a page, by the sources that stand there."""
        wanted = {item.place for item in snapshot.problems if item.place and item.place.page}
        boxes: dict[Place, Box] = {}
        for page in snapshot.pages:
            places = [place for place in wanted if place.page == page.number]
            if not places:
                continue
            with suppress(Exception):  # the list of problems does not need the boxes
                for spot in await self.pages.source_map(page.id):
                    file, line, _ = source_of(spot)
                    for place in places:
                        if (place.file, place.line) == (file, line):
                            boxes.setdefault(place, box_of(spot))
        return boxes

    async def _watch(self, watcher: Watcher) -> None:
        async for paths in watcher.changes():
            changed = await run_in_threadpool(self._changed, paths)
            for name, version in changed.items():
                self._versions[name] = version
                self._send({"type": "file", "name": name, "version": version})
            if changed or any(path.is_dir() for path in paths):
                self.request_build()

    def _changed(self, paths: frozenset[Path]) -> dict[str, str]:
        """The files whose content is another now, with their versions; empty ones for files that are gone."""
        found = {}
        for path in sorted(paths):
            name = self.files.workspace.name_of(path)
            version = _version_on_disk(path)
            if not path.is_dir() and self._versions.get(name) != version:
                found[name] = version
        return found

    async def _state_message(self) -> Message:
        return {"type": "state", **await self.state()}

    def _send(self, message: Message) -> None:
        for queue in self._listeners:
            if queue.qsize() >= _MOST_WAITING:  # a window that sleeps: the next state says it all
                while not queue.empty():
                    queue.get_nowait()
            queue.put_nowait(message)


def _version_on_disk(path: Path) -> str:
    """A file's version; of a large one, which is no text, what tells it from others at a look."""
    try:
        facts = path.stat()
        return version_of(path.read_bytes()) if facts.st_size < _LARGE else f"{facts.st_size}-{facts.st_mtime_ns}"
    except OSError:
        return ""


def _retrieve(task: asyncio.Task[Snapshot]) -> None:
    if not task.cancelled():
        task.exception()
