"""The desk: one edition on it, the renderer at work, the pages in browsers told what happens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from starlette.concurrency import run_in_threadpool

from typeset.build.snapshot import Found, Geometry, Snapshot
from typeset.preview.files import ProjectFiles, version_of
from typeset.preview.jobs import Judge
from typeset.preview.last_time import FIRST_PAGES, LastTime, Shown
from typeset.preview.pages import Pages
from typeset.preview.plates import Plates
from typeset.preview.preflight_process import PreflightProcess, problem_data, problem_id
from typeset.preview.proofreading import Proofreading, Reader
from typeset.preview.refusal import Refusal
from typeset.preview.rendering import RendererDownError, Rendering
from typeset.preview.retrying import Retrying
from typeset.preview.watching import Watcher
from typeset.problems import Problem, Report, problem
from typeset.problems.model import Language

Phase = Literal["building", "ready", "broken", "crashed"]
Message = Mapping[str, Any]

_MOST_WAITING = 32
_KEPT_BACK = frozenset(
    {"where", "text", "stands", "arguments"}
)  # what an entry of `accepted` says of a finding's place
_MOST_PROBLEMS = 500
_LARGE = 4 * 1024 * 1024
_LONGEST_BUILD = 30.0
_MOST_AHEAD = 3
_REMEMBER_AFTER = 5.0  # seconds after the first build
_log = logging.getLogger(__name__)


class Desk:
    """One edition being worked on.

    Use `open` around the serving.
    """

    def __init__(
        self,
        files: ProjectFiles,
        renderer: Rendering,
        language: Language = "zh",
        watcher: Watcher | None = None,
        last_time: LastTime | None = None,
        preflight: PreflightProcess | None = None,
        reader: Reader | None = None,
        plates: Plates | None = None,
    ) -> None:
        self.files, self.language = files, language
        self._last_time, self._preflight = last_time, preflight
        self._preflighting = 0
        self._reader, self._judged = reader, ""
        self._proofreading = Proofreading(reader, self._send) if reader else None
        self._checked: tuple[tuple[str, ...], tuple[dict[str, Any], ...]] = ((), ())
        self.pages = Pages(renderer, plates)
        self._plates = plates
        self._renderer, self._watcher = renderer, watcher
        self._snapshot = Snapshot(0, broken=False, complete=False, edition=files.edition.name)
        self._phase: Phase = "building"
        self._crash: dict[str, str] | None = None
        self._tried_again = False
        self._starting_again = Retrying(self.request_build)
        self._stopped = False
        self._unseen: set[str] = set()
        self._versions: dict[str, str] = {}
        self._showing: set[asyncio.Task[None]] = set()
        self._wanted = asyncio.Event()
        self._calm = asyncio.Event()
        self._looked_at: frozenset[int] = frozenset()
        self._remembered = False
        self._listeners: set[asyncio.Queue[Message]] = set()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Watch and build until the block ends; then end the renderer."""
        await self._show_last_time()
        tasks = [asyncio.create_task(self._build_again_and_again())]
        if self._watcher:
            tasks.append(asyncio.create_task(self._watch(self._watcher)))
        self.request_build()
        try:
            yield
        finally:
            self._starting_again.cancel()
            if self._watcher:
                self._watcher.stop()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if self._preflight:
                self._preflight.close()
            if self._plates:
                self._plates.close()
            if self._proofreading:
                await self._proofreading.close()
            await self._renderer.close()
            self._remember()

    async def _show_last_time(self) -> None:
        """Begin with the pages as they were when the edition was last worked on."""
        shown = await run_in_threadpool(self._last_time.load) if self._last_time else None
        if shown is not None and shown.snapshot.edition == self._snapshot.edition:
            self._snapshot = shown.snapshot
            for (page_id, view), picture in shown.pictures.items():
                self.pages.keep(page_id, view, picture)

    def _remember(self) -> None:
        """Keep for the next time what is shown now."""
        snapshot = self._snapshot
        if self._last_time is None or snapshot.serial == 0 or snapshot.broken or not snapshot.complete:
            return
        first = [page.id for page in snapshot.pages[:FIRST_PAGES]]
        pictures = {(page, view): data for page in first for view, data in self.pages.views_of(page).items()}
        with suppress(OSError):  # no room, or a project that is only to be read
            self._last_time.save(Shown(snapshot, pictures))

    async def calm(self, longest: float = _LONGEST_BUILD) -> bool:
        """Wait until what is being set is set, so many seconds at the most; whether there was something to wait for."""
        if self._calm.is_set():
            return False
        with suppress(TimeoutError):
            await asyncio.wait_for(self._calm.wait(), longest)
        return True

    def looked_at(self, numbers: Sequence[int]) -> None:
        """Somebody looks at these pages: they are drawn first."""
        self._looked_at = frozenset(numbers)

    def request_build(self) -> None:
        """Have the edition set again; requests that come while it is being set become one."""
        self._tried_again = False
        self._starting_again.cancel()
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
        self._wanted.set()

    def seen(self, ids: Sequence[str]) -> None:
        """Pages that somebody has looked at carry no mark of change any longer."""
        self._unseen.difference_update(ids)

    @property
    def snapshot(self) -> Snapshot:
        """The edition as it was set last; without pages at first."""
        return self._snapshot

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[asyncio.Queue[Message]]:
        """What happens from now on, the state among the first."""
        queue: asyncio.Queue[Message] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            queue.put_nowait(await self._state_message())
            if self._proofreading:
                queue.put_nowait(self._proofreading.message())
            yield queue
        finally:
            self._listeners.discard(queue)

    async def state(self) -> dict[str, Any]:
        """Everything the page shows, as plain data."""
        listing = await run_in_threadpool(self.files.listing)
        snapshot = self._snapshot
        return {
            "serial": snapshot.serial,
            "edition": snapshot.edition,
            "title": snapshot.title or snapshot.edition,
            "language": self.language,
            "state": self._phase,
            "message": self._crash,
            "stopped": self._stopped,
            "complete": snapshot.complete,
            **_geometry_data(snapshot.geometry),
            "layers": list(snapshot.layers),
            "pages": self._pages_data(snapshot),
            "articles": [asdict(item) for item in snapshot.articles],
            "problems": [
                *(
                    problem_data(item, snapshot.box_of(index))
                    for index, item in enumerate(snapshot.problems[:_MOST_PROBLEMS])
                ),
                *self._found_by_preflight(),
            ],
            "preflight": self._preflight_state(),
            "copyfit": snapshot.copyfit,
            "seconds": snapshot.seconds,
            "files": [{"name": item.name, "kind": item.kind, "writable": item.writable} for item in listing],
        }

    def problems_data(self, problems: Sequence[Problem]) -> list[dict[str, Any]]:
        """Problems in both languages, in order of place."""
        return [problem_data(item) for item in Report.of(problems).problems[:_MOST_PROBLEMS]]

    async def where(self, file: str, line: int) -> Found:
        """Where a line of a source stands on the pages. Raises Refusal where nothing comes from its file."""
        found = await self._renderer.where(self.files.full_name(file), line)
        if found is None:
            raise Refusal(404, "preview-place-unknown", place=f"{file}:{line}")
        return found

    def _pages_data(self, snapshot: Snapshot) -> list[dict[str, Any]]:
        return [{**asdict(page), "changed": page.id in self._unseen} for page in snapshot.pages]

    async def preflight(self) -> None:
        """Check the print PDF of the edition as it stands, and tell all windows.

        Raises Refusal where that fails, or the edition cannot be set as it is.
        """
        if self._preflight is None or self._snapshot.broken or not self._snapshot.complete:
            raise Refusal(409, "preview-preflight-not-now")
        pages = tuple(page.id for page in self._snapshot.pages)
        self._preflighting += 1
        self._send(await self._state_message())
        try:
            findings = await run_in_threadpool(self._preflight.run)
            self._checked, self._judged = (pages, tuple(findings)), ""
            self._soon(self._judge_again())
        finally:
            self._preflighting -= 1
            self._send(await self._state_message())

    def acceptable(self, identity: str) -> Problem | dict[str, Any] | None:
        """A problem as it is told now: one of the setting, or what preflight or proofreading say of one."""
        for item in self._snapshot.problems:
            if problem_id(item) == identity:
                return item
        told = [*self._checked[1], *(self._proofreading.findings if self._proofreading else ())]
        return next((item for item in told if item.get("id") == identity), None)

    async def preflight_accepted(self, identity: str, reason: str, by: str) -> None:
        """A finding of preflight has been accepted: it is told so, and need not be looked for again."""
        pages, findings = self._checked
        accepted = {"reason": reason, "by": by}
        marked = ({**item, "accepted": accepted} if item.get("id") == identity else item for item in findings)
        self._checked = pages, tuple(marked)
        self._send(await self._state_message())

    async def _judge_again(self) -> None:
        """See which findings of preflight the manifest lets stand, now that it may say otherwise."""
        pages, findings = self._checked
        version = await run_in_threadpool(_version_on_disk, self.files.edition.manifest)
        if not pages or self._reader is None or version == self._judged:
            return
        try:
            judged = await run_in_threadpool(self._reader.do, Judge(findings))
        except Refusal as refusal:
            _log.info("acceptances were not looked at: %s", refusal.problem.message("en"))
            return
        if self._checked[1] is findings:  # nobody checked or accepted meanwhile
            self._judged = version
            self._checked = pages, tuple(judged)
            if self._checked[1] != findings:
                self._send(await self._state_message())

    def _found_by_preflight(self) -> list[dict[str, Any]]:
        """What preflight found on pages that still are what they were; of the whole file, while all of them are."""
        checked, findings = self._checked
        numbers = {page.id: page.number for page in reversed(self._snapshot.pages)}
        same = self._preflight_state() == "done"
        found = []
        for item in findings:
            if not item["page"] and same:
                found.append({**item, "page": None, "group": "preflight"})
            elif 0 < item["page"] <= len(checked) and checked[item["page"] - 1] in numbers:
                found.append({**item, "page": numbers[checked[item["page"] - 1]], "group": "preflight"})
        return [{key: value for key, value in item.items() if key not in _KEPT_BACK} for item in found[:_MOST_PROBLEMS]]

    def _preflight_state(self) -> str:
        if self._preflighting:
            return "running"
        checked = self._checked[0]
        if not checked:
            return "none" if self._preflight else "impossible"
        return "done" if checked == tuple(page.id for page in self._snapshot.pages) else "stale"

    async def _build_again_and_again(self) -> None:
        left_behind: set[asyncio.Task[Snapshot]] = set()
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            self._phase = "building"
            self._calm.clear()
            self._send({"type": "building"})
            build = asyncio.create_task(self._renderer.build())
            build.add_done_callback(_retrieve)
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

    async def _built(self, build: asyncio.Task[Snapshot]) -> None:
        try:
            snapshot = build.result()
        except RendererDownError as error:
            self._crashed(str(error), error.problem)
            self._starting_again.later()
            return
        except Exception as error:
            _log.info("the renderer failed", exc_info=error)
            self._crashed(str(error) or type(error).__name__)
            if not self._tried_again:  # it may have been bad luck; if not, the next change may mend it
                self._tried_again = True
                self._wanted.set()
            return
        self._tried_again = False
        self._starting_again.worked()
        await self.show(snapshot)

    def show_opening(self, snapshot: Snapshot) -> None:
        """Show the first pages while the others are being set; where no pages are shown from last time."""
        if self._snapshot.pages:
            return
        self._soon(self.show(snapshot))

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._showing.add(task)
        task.add_done_callback(self._showing.discard)

    async def show(self, snapshot: Snapshot) -> None:
        """Take a snapshot as what the edition is now, and tell all windows."""
        if snapshot.serial < self._snapshot.serial:
            return
        before, now = {page.id for page in self._snapshot.pages}, {page.id for page in snapshot.pages}
        fresh = now - before if self._snapshot.pages and self._snapshot.complete else set()
        self._unseen = (self._unseen & now) | fresh
        self._draw_ahead(self._snapshot, snapshot)
        self._snapshot, self._crash, self._stopped = snapshot, None, False
        self._phase = "building" if not snapshot.complete else "broken" if snapshot.broken else "ready"
        if snapshot.complete:
            self._calm.set()
        self._send(await self._state_message())
        if not snapshot.complete:
            return
        if self._proofreading and not snapshot.broken:
            self._proofreading.soon()
            self._soon(self._judge_again())
        if await run_in_threadpool(self.files.refresh_layout):  # the pages first: somebody waits for them
            self._send(await self._state_message())
        if not self._remembered:  # and again at the end, if it comes to an orderly one
            self._remembered = True
            asyncio.get_running_loop().call_later(_REMEMBER_AFTER, self._remember)

    def _draw_ahead(self, before: Snapshot, now: Snapshot) -> None:
        """Have what is being looked at drawn while the windows are still being told."""
        pairs = [(old.id, new.id) for old, new in zip(before.pages, now.pages, strict=False) if old.id != new.id]
        seen = {page.id for page in before.pages if page.number in self._looked_at}
        for old, new in [pair for pair in pairs if pair[0] in seen][:_MOST_AHEAD]:
            self.pages.draw_ahead(new, old)

    def _crashed(self, why: str, down: Problem | None = None) -> None:
        """Tell the windows: the renderer ended, or cannot be started at all because of `down`."""
        _log.warning("%s", why)
        found = down or problem("preview-crashed")
        said = {"zh": found.message("zh"), "en": found.message("en")}
        if down:
            said = {"zh": said["zh"] + found.hint("zh"), "en": f"{said['en']} {found.hint('en')}"}
        self._phase, self._crash, self._stopped = "crashed", said, down is not None
        self._calm.set()
        self._send({"type": "crashed", "message": said, "stopped": self._stopped})

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


def _geometry_data(geometry: Geometry | None) -> dict[str, Any]:
    if geometry is None:
        return {"geometry": None, "binding": "left"}
    size = {"width": geometry.width, "height": geometry.height, "bleed": geometry.bleed}
    return {"geometry": size, "binding": geometry.binding}


def _version_on_disk(path: Path) -> str:
    """A file's version; of a large one, which is no text, what tells it from others at a look."""
    try:
        facts = path.stat()
        return version_of(path.read_bytes()) if facts.st_size < _LARGE else f"{facts.st_size}-{facts.st_mtime_ns}"
    except OSError:
        return ""


def _retrieve(task: asyncio.Task[Snapshot]) -> None:
    """Take note of a failure that nobody may wait for any longer."""
    if not task.cancelled():
        task.exception()
