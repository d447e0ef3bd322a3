"""The renderer's process: it answers, it may crash or hang, and the server never goes down with it."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.build.conftest import PUBLICATION
from typeset.build.snapshot import LayerUnknownError, PageGoneError, Snapshot
from typeset.preview.endings import Ending
from typeset.preview.engine_start import Engine, start_engine
from typeset.preview.limits import Limits
from typeset.preview.renderer import OvertakenError, Renderer
from typeset.preview.rendering import RendererDownError, RendererFailedError
from typeset.workspace import Workspace

pytestmark = pytest.mark.edition

TWO = "issues/2026-03/articles/two.md"
MANIFEST = "issues/2026-03/issue.yaml"
ON_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals")


ISSUE = """\
刊物: {期号: 3, 日期: 2026-03-15}
栏目:
  - 栏目: 要闻
    文章:
      - 标题: 一篇文章
        正文: articles/two.md
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An edition that is set quickly: each test starts a process or two."""
    folder = tmp_path / "issues" / "2026-03"
    (folder / "articles").mkdir(parents=True)
    (tmp_path / "issues" / "publication.yaml").write_text(PUBLICATION, "utf-8")
    (folder / "issue.yaml").write_text(ISSUE, "utf-8")
    (folder / "articles" / "two.md").write_text("正文只有几句话。全区开展培训，成效明显。\n", "utf-8")
    return Workspace(tmp_path)


class Events:
    """What a renderer told by itself."""

    def __init__(self) -> None:
        self.crashes: list[str] = []
        self.openings: list[Snapshot] = []
        self.progress: list[tuple[int, int]] = []
        self.crashed = asyncio.Event()

    def crash(self, why: str) -> None:
        self.crashes.append(why)
        self.crashed.set()


@asynccontextmanager
async def rendering(workspace: Workspace, limits: Limits | None = None) -> AsyncIterator[tuple[Renderer, Events]]:
    events = Events()
    renderer = Renderer(
        workspace.edition("2026-03"),
        workspace,
        limits,
        on_crash=events.crash,
        on_opening=events.openings.append,
        on_progress=lambda done, total: events.progress.append((done, total)),
    )
    try:
        yield renderer, events
    finally:
        await renderer.close()


def run(
    workspace: Workspace, work: Callable[[Renderer, Events], Awaitable[None]], limits: Limits | None = None
) -> None:
    async def main() -> None:
        async with rendering(workspace, limits) as (renderer, events):
            await asyncio.wait_for(work(renderer, events), 240)

    asyncio.run(main())


def ids(snapshot: Snapshot) -> list[str]:
    return [page.id for page in snapshot.pages]


async def killed(renderer: Renderer, events: Events) -> None:
    assert renderer.pid is not None
    os.kill(renderer.pid, signal.SIGKILL)
    await events.crashed.wait()
    events.crashed.clear()


def test_it_builds_draws_and_finds(workspace: Workspace) -> None:
    async def work(renderer: Renderer, events: Events) -> None:
        snapshot = await renderer.build()
        page = next(page for page in snapshot.pages if page.run == "articles-article-1")
        png = await renderer.draw(page.id, 1)
        spots = await renderer.source_map(page.id)
        found = await renderer.where(TWO, 1)

        assert not snapshot.broken
        assert png.startswith(b"\x89PNG")
        assert {spot.source.split(":")[0] for spot in spots} >= {TWO}
        assert found is not None
        assert found.number == page.number
        assert await renderer.where("nothing.md", 1) is None
        printed = await renderer.print_page(page.id)
        assert printed.pdf.startswith(b"%PDF")
        assert [round(length, 2) for length in (printed.width, printed.height, printed.bleed)] == [210, 285, 3]
        with pytest.raises(PageGoneError):
            await renderer.draw("0" * 20, 1)
        with pytest.raises(PageGoneError):
            await renderer.print_page("0" * 20)
        with pytest.raises(LayerUnknownError):
            await renderer.draw(page.id, 1, "plate:Gold")
        with pytest.raises(ValueError, match="picture"):
            await renderer.draw(page.id, 400)
        assert [item.complete for item in events.openings] == [False]
        assert [page.run for page in events.openings[0].pages] == ["cover"]
        assert snapshot.serial > events.openings[0].serial
        assert events.progress
        assert not events.crashes

    run(workspace, work)


def test_the_first_page_can_be_drawn_while_the_rest_is_set(workspace: Workspace) -> None:
    async def main() -> None:
        events, order = Events(), []

        def opened(snapshot: Snapshot) -> None:
            drawing.append(asyncio.ensure_future(renderer.draw(snapshot.pages[0].id, 1)))
            drawing[0].add_done_callback(lambda _: order.append("drawn"))

        drawing: list[asyncio.Future[bytes]] = []
        renderer = Renderer(workspace.edition("2026-03"), workspace, on_crash=events.crash, on_opening=opened)
        try:
            await renderer.build()
            order.append("built")
            assert (await drawing[0]).startswith(b"\x89PNG")
        except PageGoneError:
            # The cover came only with the whole: its picture, without page numbers, is gone with it.
            order.append("gone")
        finally:
            await renderer.close()
        assert order[0] in ("drawn", "built")
        assert not events.crashes

    asyncio.run(main())


def test_builds_that_are_overtaken_are_dropped(workspace: Workspace) -> None:
    async def work(renderer: Renderer, _events: Events) -> None:
        await renderer.build()
        (workspace.root / TWO).write_text("改了。\n", "utf-8")
        results = await asyncio.gather(*(renderer.build() for _ in range(5)), return_exceptions=True)

        dropped = [isinstance(item, OvertakenError) for item in results]
        assert isinstance(results[-1], Snapshot), "the newest is built"
        assert dropped[1:4] == [True, True, True], "those that waited behind another are not"
        assert isinstance(results[0], OvertakenError | Snapshot)

    run(workspace, work)


@ON_POSIX
def test_a_killed_process_is_told_of_and_replaced(workspace: Workspace) -> None:
    async def work(renderer: Renderer, events: Events) -> None:
        first = await renderer.build()
        before = renderer.pid
        await killed(renderer, events)
        second = await renderer.build()

        assert events.crashes == ["the renderer was ended by signal 9"]
        assert renderer.pid not in (None, before)
        assert ids(second) == ids(first), "pages keep their identity, so pictures that were drawn stay good"
        assert second.serial > first.serial
        assert (await renderer.draw(second.pages[0].id, 1)).startswith(b"\x89PNG")

    run(workspace, work)


@ON_POSIX
def test_what_is_asked_of_a_process_that_dies_fails_with_a_message(workspace: Workspace) -> None:
    async def work(renderer: Renderer, events: Events) -> None:
        await renderer.build()
        assert renderer.pid is not None
        os.kill(renderer.pid, signal.SIGSTOP)  # so that it dies with requests in hand
        building = asyncio.ensure_future(renderer.build())
        drawing = asyncio.ensure_future(renderer.draw("0" * 20, 1))
        await asyncio.sleep(0)
        os.kill(renderer.pid, signal.SIGKILL)
        with pytest.raises(RendererFailedError, match="ended by signal 9"):
            await building
        with pytest.raises(RendererFailedError, match="ended by signal 9"):
            await drawing

        assert not events.crashes, "the build's failure says it already"
        assert not (await renderer.build()).broken

    run(workspace, work)


@ON_POSIX
def test_a_process_that_hangs_is_ended_and_replaced(workspace: Workspace) -> None:
    async def work(renderer: Renderer, _events: Events) -> None:
        first = await renderer.build()
        before = renderer.pid
        assert before is not None
        os.kill(before, signal.SIGSTOP)
        with pytest.raises(RendererFailedError, match="did not answer for 15 s and was ended"):
            await renderer.build()
        second = await renderer.build()

        assert renderer.pid != before
        assert ids(second) == ids(first)

    run(workspace, work, Limits(silence=15))


@ON_POSIX
def test_last_good_pages_survive_a_crash_while_the_manifest_is_broken(workspace: Workspace) -> None:
    async def work(renderer: Renderer, events: Events) -> None:
        good = await renderer.build()
        (workspace.root / MANIFEST).write_text("栏目: [", "utf-8")
        await killed(renderer, events)
        broken = await renderer.build()

        assert broken.broken
        assert broken.problems
        assert broken.pages == good.pages
        assert broken.articles == good.articles
        assert broken.geometry == good.geometry

    run(workspace, work)


@ON_POSIX
def test_a_page_that_ends_the_renderer_is_not_drawn_again(workspace: Workspace) -> None:
    async def work(renderer: Renderer, events: Events) -> None:
        for _ in range(2):  # once may be an accident
            page = (await renderer.build()).pages[0]
            assert await renderer.draw(page.id, 1)
            assert renderer.pid is not None
            os.kill(renderer.pid, signal.SIGSTOP)
            drawing = asyncio.ensure_future(renderer.draw(page.id, 1))
            await asyncio.sleep(0)
            await killed(renderer, events)
            with pytest.raises(RendererFailedError):
                await drawing
        await renderer.build()
        with pytest.raises(RendererFailedError, match="before"):
            await renderer.draw(page.id, 1)
        assert await renderer.draw(page.id, 1, "proof"), "in another layer it is"

    run(workspace, work)


@ON_POSIX
def test_memory_has_an_end(workspace: Workspace) -> None:
    """A process that wants more than it may have ends; the server says why."""

    async def work(renderer: Renderer, events: Events) -> None:
        with pytest.raises(RendererFailedError):
            await renderer.build()
        assert not events.openings

    run(workspace, work, Limits(memory=150 * 2**20, start=60))


def test_a_process_may_be_started_before_there_is_a_loop(workspace: Workspace) -> None:
    folder = workspace.edition("2026-03")
    renderer, idle = (
        Renderer(folder, workspace, engine=start_engine(folder, workspace, Limits(), opening=opening))
        for opening in (False, True)
    )

    async def main() -> None:
        assert not (await renderer.build()).broken
        await renderer.close()
        await idle.close()
        assert renderer.pid is idle.pid is None

    asyncio.run(main())


def test_the_server_s_side_does_not_load_the_engine() -> None:
    """It starts in a moment and stays small; the engine is loaded in the other process, at the same time."""
    script = (
        "import sys, typeset.preview.renderer, typeset.preview.server;"
        "print(sorted({'weasyprint', 'numpy', 'pydantic', 'jinja2', 'markdown_it', 'ruamel'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert said.strip() == "[]"


def test_after_closing_nothing_is_answered(workspace: Workspace) -> None:
    async def main() -> None:
        renderer = Renderer(workspace.edition("2026-03"), workspace)
        renderer.start()
        waiting = asyncio.ensure_future(renderer.build())
        await asyncio.sleep(0)
        await renderer.close()
        with pytest.raises(RendererFailedError, match="closed"):
            await waiting
        with pytest.raises(RendererFailedError, match="closed"):
            await renderer.build()
        assert renderer.pid is None

    asyncio.run(main())


def test_a_renderer_that_cannot_start_is_left_alone_until_a_build(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []

    def stillborn(*_: object, **__: object) -> Engine:
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        process = multiprocessing.get_context("spawn").Process(target=sys.exit, args=(3,), daemon=True)
        process.start()
        theirs.close()
        started.append(process.pid or 0)
        return Engine(process, ours)

    monkeypatch.setattr("typeset.preview.renderer.start_engine", stillborn)

    async def work(renderer: Renderer, events: Events) -> None:
        with pytest.raises(RendererFailedError, match="exit code 3"):
            await renderer.build()
        with pytest.raises(RendererDownError) as down:
            await renderer.build()
        assert down.value.problem.code == "preview-renderer-start-exit"
        assert down.value.problem.message("en") == (
            "The renderer cannot be started: it ends with exit code 3 every time."
        )
        before = len(started)
        for _ in range(5):
            with pytest.raises(RendererDownError):
                await renderer.draw("0" * 20, 1)
            with pytest.raises(RendererDownError):
                await renderer.source_map("0" * 20)
        assert len(started) == before, "nobody starts a process for a picture"

        with pytest.raises(RendererDownError):
            await renderer.build()
        assert len(started) == before + 1
        monkeypatch.undo()
        assert not (await renderer.build()).broken
        assert not events.crashes

    run(workspace, work)


@pytest.mark.parametrize(
    ("ending", "log", "code"),
    [
        (Ending(3), "the renderer ended with exit code 3", "preview-renderer-start-exit"),
        (Ending(-9), "the renderer was ended by signal 9", "preview-renderer-start-killed"),
        (Ending(77), "the renderer ended with exit code 77", "preview-renderer-start-memory"),
        (Ending(-9, 60.0), "the renderer did not answer for 60 s and was ended", "preview-renderer-start-silent"),
    ],
)
def test_an_ending_is_told_in_words(ending: Ending, log: str, code: str) -> None:
    assert (str(ending), ending.at_start().code) == (log, code)
