"""The server's answers: the state, pages, places, problems, and what the websocket says."""

from __future__ import annotations

import asyncio
import re
import shlex
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from starlette.testclient import WebSocketTestSession
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from typeset.build.snapshot import Snapshot
from typeset.preview.desk import Desk
from typeset.preview.endings import Ending
from typeset.preview.files import ProjectFiles
from typeset.preview.listening import bind
from typeset.preview.opening import Editor, find_editor
from typeset.preview.pages import Kept
from typeset.preview.rendering import RendererDownError
from typeset.preview.server import Serving, address, make_app
from typeset.preview.watching import Watcher, is_source
from typeset.problems import Giveup, Place, problem

from .serving import FIRST, KEYS, MANIFEST, MANUSCRIPT, PORT, FakeRenderer, Session, page, session, write_project


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as found, live(found) as socket:
        until(socket, "ready")
        yield found


@contextmanager
def live(preview: Session) -> Iterator[WebSocketTestSession]:
    with preview.client.websocket_connect(f"ws://127.0.0.1:{PORT}/live") as socket:
        yield socket


def until(socket: WebSocketTestSession, state: str) -> dict[str, Any]:
    """The state message that says so; what comes before is passed over."""
    for _ in range(50):
        message: dict[str, Any] = socket.receive_json()
        if message["type"] == "state" and message["state"] == state:
            return message
    raise AssertionError(state)


def until_type(socket: WebSocketTestSession, kind: str) -> dict[str, Any]:
    for _ in range(50):
        message: dict[str, Any] = socket.receive_json()
        if message["type"] == kind:
            return message
    raise AssertionError(kind)


# State


def test_the_state_says_everything_the_page_shows(preview: Session) -> None:
    state = preview.get("/api/state").json()

    assert {key: state[key] for key in ("edition", "title", "language", "state", "binding", "layers", "complete")} == {
        "edition": "2026-01",
        "title": "试刊",
        "language": "en",
        "state": "ready",
        "binding": "left",
        "layers": ["screen", "plate:Black"],
        "complete": True,
    }
    assert state["geometry"] == {"width": 210, "height": 285, "bleed": 3}
    assert state["pages"][0] == {
        "id": "aaa",
        "number": 1,
        "folio": 1,
        "side": "right",
        "run": "articles",
        "type_area": [20, 20, 170, 240],
        "grid": None,
        "changed": False,
    }
    assert state["articles"] == [{"id": "article-1", "title": "甲文", "heading": "要闻", "folio": 2, "number": 2}]
    (told,) = state["problems"]
    assert re.fullmatch("[0-9a-f]{16}", told.pop("id"))
    assert [told] == [
        {
            "code": "manuscript-missing",
            "severity": "error",
            "message": {
                "zh": "找不到文稿“x.md”，《甲文》的正文留空。",
                "en": "The manuscript x.md is not there; the body of “甲文” stays empty.",
            },
            "hint": {
                "zh": "检查文件名（包括大小写和扩展名），文稿要放在本期文件夹里。",
                "en": "Check the file's name (case and ending too); it must lie in the edition's folder.",
            },
            "file": MANIFEST,
            "line": 8,
            "column": 13,
            "length": 14,
            "page": 2,
            "box": [20.0, 30.0, 100.0, 8.0],
            "accepted": None,
        }
    ]


def test_a_page_is_drawn_once_and_may_be_kept_for_ever(preview: Session) -> None:
    one = preview.get("/page/aaa.png?scale=4&layer=screen&bleed=0")
    other = preview.get("/page/aaa.png")

    assert (one.content, one.headers["content-type"]) == (b"\x89PNG aaa", "image/png")
    assert one.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert other.content == one.content
    assert preview.renderer.drawn == [("aaa", 4.0, "screen", False)]
    preview.get("/page/aaa.png?scale=8.5&layer=plate:Black&bleed=1")
    assert preview.renderer.drawn[1:] == [("aaa", 8.5, "plate:Black", True)]


@pytest.mark.parametrize(
    "query",
    [
        "scale=0",
        "scale=-1",
        "scale=1e9",
        "scale=nan",
        "scale=999",
        "scale=30&bleed=1",
        "scale=x",
        "layer=plate:Gold",
        "layer=",
        "bleed=yes",
    ],
)
def test_pages_are_not_drawn_too_large_or_in_layers_that_there_are_not(preview: Session, query: str) -> None:
    answer = preview.get(f"/page/aaa.png?{query}")

    assert answer.status_code == 400
    assert preview.renderer.drawn == []


def test_a_page_that_there_is_not_is_told(preview: Session) -> None:
    for path in ("/page/zzz.png", "/page/..%2Fx.png", "/api/map/zzz"):
        answer = preview.get(path)
        assert answer.status_code == 404
        assert "immutable" not in answer.headers["cache-control"]


def test_pages_that_were_drawn_stay_while_the_renderer_is_away(preview: Session) -> None:
    preview.get("/page/aaa.png")
    preview.renderer.failure = RuntimeError("the renderer was ended by signal 9")

    assert preview.get("/page/aaa.png").status_code == 200
    answer = preview.get("/page/bbb.png")
    assert answer.status_code == 503
    assert answer.json()["error"]["zh"] == "这一页暂时画不出来：the renderer was ended by signal 9"
    preview.renderer.failure = None
    assert preview.get("/page/bbb.png").status_code == 200


def test_a_page_of_the_edition_that_a_new_renderer_does_not_know_yet_is_not_given_up(preview: Session) -> None:
    answer = preview.get("/api/map/aaa")

    assert answer.status_code == 503
    assert answer.json()["code"] == "preview-drawing-failed"


def test_a_fault_of_the_program_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError("oh")

    with session(tmp_path) as preview:
        monkeypatch.setattr(ProjectFiles, "listing", fail)
        with pytest.raises(ZeroDivisionError):  # for the terminal
            preview.get("/api/state")
        client = preview.client
        client._transport.raise_server_exceptions = False  # type: ignore[attr-defined]
        answer = client.get("/api/state")

    assert answer.status_code == 500
    assert answer.json()["error"]["zh"] == "预览程序出错了：ZeroDivisionError: oh"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_source_map_and_the_place_of_a_line(preview: Session) -> None:
    assert preview.get("/api/map/bbb").json() == [
        {"box": [20.0, 30.0, 100.0, 8.0], "source": f"{MANUSCRIPT}:1:1", "kind": "paragraph"}
    ]
    found = {"number": 2, "box": [20.0, 30.0, 100.0, 3.0]}
    assert preview.get(f"/api/where?file={MANUSCRIPT}&line=3").json() == found
    assert preview.get("/api/where?file=articles/01.md&line=3").json() == found
    answer = preview.get("/api/where?file=issues/publication.yaml&line=3")
    assert answer.status_code == 404
    assert answer.json()["error"]["zh"] == "页面上没有找到 issues/publication.yaml:3 的内容。"
    assert preview.get(f"/api/where?file={MANUSCRIPT}&line=x").status_code == 400


def test_the_page_gets_its_token_and_a_nonce_that_its_policy_names(tmp_path: Path) -> None:
    static = tmp_path / "static"
    static.mkdir()
    (static / "index.html").write_text('<meta name="t" content="{{token}}"><meta content="{{nonce}}">', "utf-8")
    (static / "app.js").write_text("let x", "utf-8")
    (static / "secret.py").write_text("x", "utf-8")
    with session(tmp_path / "project", static=static) as preview:
        one, other = preview.get("/"), preview.get("/")
        script = preview.get("/static/app.js")

        nonce = one.text.rpartition('content="')[2].removesuffix('">')
        assert f'content="{KEYS.writing}"' in one.text
        assert f"'nonce-{nonce}'" in one.headers["content-security-policy"]
        assert one.text != other.text
        assert (script.text, script.headers["content-type"]) == ("let x", "text/javascript; charset=utf-8")
        for name in ("secret.py", "../project/secret.txt", "%2e%2e/project/secret.txt", ".hidden.js", "none.js"):
            assert preview.get(f"/static/{name}").status_code == 404


def test_a_missing_bundle_is_told_in_words(tmp_path: Path) -> None:
    with session(tmp_path, static=tmp_path / "none") as preview:
        answer = preview.get("/")

    assert answer.status_code == 500
    assert "The files of the preview&#x27;s page are missing (index.html)" in answer.text


def test_the_schema_is_that_of_the_manifest(preview: Session) -> None:
    assert preview.get("/api/schema").json()["title"].startswith("issue.yaml")
    assert preview.get("/api/schema?publication=1").json()["title"].startswith("publication.yaml")


# Checking what is not saved


def check(preview: Session, name: str, text: str) -> list[tuple[str, int | None]]:
    problems = preview.post("/api/check", {"name": name, "text": text}).json()["problems"]
    return [(item["code"], item["line"]) for item in problems]


def test_text_that_is_not_saved_is_checked(preview: Session) -> None:
    text = preview.path(MANIFEST).read_text("utf-8")

    assert check(preview, MANIFEST, text) == []
    assert check(preview, MANIFEST, text.replace("作者: 张三", "作著: 张三")) == [("manifest-unknown-key-near", 7)]
    assert check(preview, MANIFEST, text.replace("01.md", "09.md")) == [("manuscript-missing", 8)]
    assert check(preview, MANIFEST, text + "        照片: photos/b.jpg\n") == [("picture-missing", 11)]
    assert check(preview, "issues/publication.yaml", "版式：classic\n") == [("yaml-wide-colon", 1)]
    assert check(preview, "issues/publication.yaml", "版式: classic\n") == []
    assert check(preview, MANUSCRIPT, "") == [("empty-manuscript", None)]
    assert check(preview, MANUSCRIPT, "好的一段。") == []
    assert preview.post("/api/check", {"name": "secret.txt", "text": ""}).status_code == 403


# What the websocket says


def test_a_saved_text_makes_a_build_and_the_pages_that_changed_carry_a_mark_until_seen(tmp_path: Path) -> None:
    second = replace(FIRST, pages=(page(1, "aaa"), page(2, "ccc")), problems=())
    with session(tmp_path, FakeRenderer([FIRST, second])) as preview, live(preview) as socket:
        assert not any(item["changed"] for item in until(socket, "ready")["pages"])
        preview.put(MANUSCRIPT, "新的。\n", preview.version(MANUSCRIPT))

        assert until_type(socket, "file") == {
            "type": "file",
            "name": MANUSCRIPT,
            "version": preview.version(MANUSCRIPT),
        }
        assert until_type(socket, "building") == {"type": "building"}
        state = until(socket, "ready")
        assert state["serial"] == 2
        assert [(item["id"], item["changed"]) for item in state["pages"]] == [("aaa", False), ("ccc", True)]
        socket.send_json({"type": "seen", "ids": ["ccc", 5, None]})
        socket.send_json({"type": "else"})
        assert wait_for(lambda: not preview.get("/api/state").json()["pages"][1]["changed"])


def test_every_window_is_told(tmp_path: Path) -> None:
    with session(tmp_path) as preview, live(preview) as one, live(preview) as other:
        until(one, "ready")
        until(other, "ready")
        preview.put(MANUSCRIPT, "新的。\n", preview.version(MANUSCRIPT))

        assert until_type(one, "file")["name"] == until_type(other, "file")["name"] == MANUSCRIPT


def test_while_the_manifest_is_broken_the_last_good_pages_stay(tmp_path: Path) -> None:
    broken = replace(
        FIRST, broken=True, problems=(problem("yaml-stray-line", Place(MANIFEST, 3, 1), text="x"),), boxes={}
    )
    with session(tmp_path, FakeRenderer([FIRST, broken, FIRST])) as preview, live(preview) as socket:
        until(socket, "ready")
        preview.put(MANIFEST, "x\n", preview.version(MANIFEST))
        state = until(socket, "broken")
        assert [item["id"] for item in state["pages"]] == ["aaa", "bbb"]
        assert [item["code"] for item in state["problems"]] == ["yaml-stray-line"]
        preview.put(MANIFEST, "栏目: []\n", preview.version(MANIFEST))
        assert until(socket, "ready")["serial"] == 3


def test_a_renderer_that_cannot_start_is_told_with_the_reason_and_tried_when_asked(tmp_path: Path) -> None:
    down = RendererDownError("the renderer ended with exit code 3", Ending(3).at_start())
    with session(tmp_path, FakeRenderer([FIRST, down, FIRST])) as preview, live(preview) as socket:
        until(socket, "ready")
        preview.put(MANUSCRIPT, "一。\n", preview.version(MANUSCRIPT))
        told = until_type(socket, "crashed")
        assert told["stopped"]
        assert told["message"]["zh"] == (
            "排版进程启动不了，每次都以退出代码 3 结束。"
            "原因写在运行 typeset preview 的终端里；再运行 typeset doctor，看这台电脑缺什么。"
        )
        assert preview.get("/api/state").json()["stopped"]
        assert preview.renderer.builds == 2, "not again at once"
        socket.send_json({"type": "again"})
        state = until(socket, "ready")
        assert (state["stopped"], state["message"], preview.renderer.builds) == (False, None, 3)


def test_a_crash_is_told_tried_once_more_and_the_pages_stay(tmp_path: Path) -> None:
    crash = RuntimeError("the renderer was ended by signal 9")
    with session(tmp_path, FakeRenderer([FIRST, crash, crash, FIRST])) as preview, live(preview) as socket:
        until(socket, "ready")
        preview.put(MANUSCRIPT, "一。\n", preview.version(MANUSCRIPT))
        message = {
            "zh": "排版进程意外结束。",
            "en": "The renderer ended unexpectedly.",
        }
        for _ in range(2):
            assert until_type(socket, "crashed") == {"type": "crashed", "message": message, "stopped": False}
        state = preview.get("/api/state").json()
        assert (state["state"], state["message"], len(state["pages"])) == ("crashed", message, 2)
        assert preview.renderer.builds == 3  # and not again and again
        preview.put(MANUSCRIPT, "二。\n", preview.version(MANUSCRIPT))
        assert until(socket, "ready")["message"] is None


def test_a_window_that_says_nonsense_is_closed_and_the_others_go_on(tmp_path: Path) -> None:
    with session(tmp_path) as preview, live(preview) as one:
        until(one, "ready")
        with live(preview) as other:
            other.send_text("{")
        preview.put(MANUSCRIPT, "新的。\n", preview.version(MANUSCRIPT))
        assert until_type(one, "file")["name"] == MANUSCRIPT


def test_the_renderer_is_closed_at_the_end(tmp_path: Path) -> None:
    with session(tmp_path) as preview:
        assert not preview.renderer.closed
    assert preview.renderer.closed


# Builds


class Holding(FakeRenderer):
    """A renderer whose builds wait until they are let go."""

    def __init__(self) -> None:
        super().__init__()
        self.gates: list[asyncio.Event] = []

    async def build(self) -> Snapshot:
        self.builds += 1
        serial, gate = self.builds, asyncio.Event()
        self.gates.append(gate)
        await gate.wait()
        return replace(FIRST, serial=serial)


async def moment() -> None:
    """Time in which what should not happen could happen."""
    for _ in range(10):
        await asyncio.sleep(0.005)


async def happens(happened: Callable[[], bool]) -> None:
    """Wait until something has happened, however busy the machine is."""
    for _ in range(4000):
        if happened():
            return
        await asyncio.sleep(0.005)
    raise AssertionError


def test_many_saves_make_one_build_and_one_that_is_overtaken_does_not_count(tmp_path: Path) -> None:
    async def run() -> None:
        renderer = Holding()
        desk = Desk(ProjectFiles(*write_project(tmp_path)), renderer, "zh")
        async with desk.open():
            await happens(lambda: renderer.builds == 1)
            for number in range(20):
                desk.saved(MANUSCRIPT, str(number))
            await happens(lambda: renderer.builds == 2)
            await moment()
            assert renderer.builds == 2
            desk.saved(MANUSCRIPT, "19")  # the same version: nothing new
            await moment()
            assert renderer.builds == 2
            renderer.gates[0].set()  # too late
            await moment()
            assert desk.snapshot.serial == 0
            renderer.gates[1].set()
            await happens(lambda: desk.snapshot.serial == 2)
            assert renderer.builds == 2

    asyncio.run(run())


def test_the_first_pages_are_shown_while_the_others_are_being_set(tmp_path: Path) -> None:
    async def run() -> None:
        renderer = Holding()
        desk = Desk(ProjectFiles(*write_project(tmp_path)), renderer, "zh")
        async with desk.open():
            await happens(lambda: renderer.builds == 1)
            desk.show_opening(replace(FIRST, serial=1, complete=False, pages=FIRST.pages[:1]))
            await happens(lambda: desk.snapshot.serial == 1)
            state = await desk.state()
            assert (state["state"], state["complete"], len(state["pages"])) == ("building", False, 1)
            renderer.gates[0].set()
            await happens(lambda: desk.snapshot.complete)
            state = await desk.state()
            assert (state["state"], [item["changed"] for item in state["pages"]]) == ("ready", [False, False])

    asyncio.run(run())


def test_a_renderer_that_ends_while_nothing_is_built_is_told_of_and_builds_again(tmp_path: Path) -> None:
    async def run() -> None:
        renderer = FakeRenderer()
        desk = Desk(ProjectFiles(*write_project(tmp_path)), renderer, "zh")
        async with desk.open(), desk.listening() as queue:
            await happens(lambda: desk.snapshot.serial == 1)
            desk.renderer_failed("the renderer was ended by signal 9")
            await happens(lambda: desk.snapshot.serial == 2)
            kinds = []
            while not kinds or kinds[-1] != ("state", 2):
                message = await queue.get()
                kinds.append((message["type"], message.get("serial")))
            assert ("building", None) in kinds[kinds.index(("crashed", None)) :]

    asyncio.run(run())


def test_a_window_that_sleeps_gets_the_last_state_and_not_a_growing_row(tmp_path: Path) -> None:
    async def run() -> None:
        renderer = FakeRenderer()
        desk = Desk(ProjectFiles(*write_project(tmp_path)), renderer, "zh")
        async with desk.open(), desk.listening() as queue:
            await happens(lambda: desk.snapshot.serial == 1)
            for number in range(500):
                desk.saved(MANUSCRIPT, str(number))
            assert queue.qsize() <= 32
            await happens(lambda: desk.snapshot.serial == 2)
            messages = []
            while not messages or messages[-1].get("serial") != 2:
                messages.append(await queue.get())
            assert len(messages) <= 32

    asyncio.run(run())


# Watching


def wait_for(happened: Callable[[], bool]) -> bool:
    """Whether something happens; it is waited for long, for the machine may be busy."""
    for _ in range(600):
        if happened():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("polling", [None, True])
def test_what_is_saved_elsewhere_is_seen(tmp_path: Path, polling: bool | None) -> None:
    async def run() -> set[str]:
        workspace, edition = write_project(tmp_path)
        (tmp_path / "layouts").mkdir()
        watcher = Watcher(workspace, edition.path, polling=polling)
        seen: set[str] = set()

        async def watch() -> None:
            async for group in watcher.changes():
                seen.update(path.relative_to(workspace.root).as_posix() for path in group)

        watching = asyncio.create_task(watch())
        wanted = {MANUSCRIPT, "issues/publication.yaml", "layouts/own/a.css"}
        for number in range(200):  # saved again until it is seen: when watching begins is not told
            (tmp_path / "build").mkdir(exist_ok=True)
            (tmp_path / "layouts" / "own").mkdir(exist_ok=True)
            for name in (*wanted, "issues/2026-01/articles/.01.md.swp", "issues/2026-01/a.md~", "build/x.md"):
                new = tmp_path / f".new-{number}"
                new.write_text(str(number), "utf-8")
                new.replace(tmp_path / name)  # as many editors save
            await asyncio.sleep(0.1)
            if wanted <= seen:
                break
        watcher.stop()
        await watching
        return seen

    seen = asyncio.run(run())

    assert {MANUSCRIPT, "issues/publication.yaml", "layouts/own/a.css"} <= seen
    assert not {name for name in seen if "swp" in name or "~" in name or name.startswith("build")}


def test_where_the_system_cannot_notify_the_files_are_polled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import typeset.preview.watching as watching

    asked: list[object] = []
    real = watching.awatch

    def awatch(*paths: Path, **options: Any) -> Any:
        asked.append(options["force_polling"])
        if not options["force_polling"]:
            raise OSError(28, "inotify watch limit reached")
        return real(*paths, **options)

    async def run() -> None:
        workspace, edition = write_project(tmp_path)
        watcher = Watcher(workspace, edition.path)
        changes = watcher.changes()
        first = asyncio.ensure_future(anext(changes))
        for number in range(200):
            (tmp_path / MANUSCRIPT).write_text(str(number) * (number + 1), "utf-8")
            done, _ = await asyncio.wait({first}, timeout=0.1)
            if done:
                break
        assert tmp_path.resolve() / MANUSCRIPT in first.result()
        watcher.stop()
        await changes.aclose()  # type: ignore[attr-defined]

    monkeypatch.setattr(watching, "awatch", awatch)
    asyncio.run(run())
    assert sorted(map(str, asked)) == ["None", "None", "True", "True"]


@pytest.mark.parametrize(
    ("name", "matters"),
    [
        ("articles/01.md", True),
        ("issue.yaml", True),
        ("photos/封面 图.jpg", True),
        ("articles/.01.md.kd83", False),
        ("articles/01.md~", False),
        ("articles/~$01.docx", False),
        ("articles/#01.md#", False),
        ("articles/4913", False),
        (".git/HEAD", False),
        ("build/x/report.json", False),
        ("photos/big.jpg.crdownload", False),
        ("photos/Thumbs.db", False),
    ],
)
def test_temporary_files_and_results_are_no_sources(name: str, matters: bool) -> None:
    root = Path("/project/.venv-like/build/issues")  # what stands above the root does not count

    assert is_source(root / name, root) is matters


def test_a_change_on_disk_is_told_and_set_and_what_we_saved_ourselves_is_set_once(tmp_path: Path) -> None:
    with session(tmp_path, watched=True) as preview, live(preview) as socket:
        until(socket, "ready")
        for number in range(300):
            preview.path(MANUSCRIPT).write_text(f"外面改的{number}。\n", "utf-8")
            if wait_briefly(lambda: preview.renderer.builds > 1):
                break
        message = until_type(socket, "file")
        assert message["name"] == MANUSCRIPT
        until(socket, "ready")
        version = preview.put(MANUSCRIPT, "自己改的。\n", preview.version(MANUSCRIPT)).json()["version"]
        while until_type(socket, "file")["version"] != version:
            pass
        until(socket, "ready")
        builds = preview.renderer.builds
        preview.path("issues/2026-01/articles/new.md").write_text("又一篇。\n", "utf-8")
        told = [until_type(socket, "file")]
        assert told[0]["name"] == "issues/2026-01/articles/new.md"
        assert preview.renderer.builds <= builds + 1


def wait_briefly(happened: Callable[[], bool]) -> bool:
    for _ in range(10):
        if happened():
            return True
        time.sleep(0.02)
    return False


# Keeping


def test_what_is_asked_for_by_many_at_once_is_made_once_and_old_values_go() -> None:
    async def run() -> None:
        kept: Kept[bytes] = Kept(10, len)
        made: list[str] = []

        async def make(key: str) -> bytes:
            made.append(key)
            await asyncio.sleep(0)
            return key.encode() * 4

        def get(key: str) -> Any:
            return kept.get(key, lambda: make(key))

        assert await asyncio.gather(*(get("a") for _ in range(5))) == [b"aaaa"] * 5
        assert made == ["a"]
        await get("b")
        await get("a")  # a is used again, so that b goes first
        await get("c")
        assert kept.total == 8
        await get("a")
        assert made == ["a", "b", "c"]
        await get("b")
        assert made == ["a", "b", "c", "b"]

    asyncio.run(run())


def test_what_fails_is_not_kept_and_who_goes_away_does_not_stop_it_for_others() -> None:
    async def run() -> None:
        kept: Kept[bytes] = Kept(10, len)
        gate = asyncio.Event()

        async def fail() -> bytes:
            raise LookupError

        async def slow() -> bytes:
            await gate.wait()
            return b"x"

        with pytest.raises(LookupError):
            await kept.get("k", fail)
        gone = asyncio.create_task(kept.get("k", slow))
        stays = asyncio.create_task(kept.get("k", slow))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        gate.set()
        assert await stays == b"x"

    asyncio.run(run())


# The editor program


def fake_editor(folder: Path) -> tuple[str, Path]:
    """A command that writes its arguments to a file."""
    program, out = folder / "fake editor.py", folder / "arguments.txt"
    out_name = str(out)
    program.write_text(
        f"import sys, os\nopen({out_name + '.new'!r}, 'w', encoding='utf-8').write('|'.join(sys.argv[1:]))\n"
        f"os.replace({out_name + '.new'!r}, {out_name!r})\n",
        "utf-8",
    )
    return f"{shlex.quote(sys.executable)} {shlex.quote(str(program))}", out


@pytest.mark.skipif(sys.platform == "win32", reason="quoted as POSIX shells do")
def test_a_file_is_opened_in_the_editor_at_its_line_without_a_shell(tmp_path: Path) -> None:
    command, out = fake_editor(tmp_path)
    editor = find_editor(command + " -g {file}:{line}:{column}")
    with session(tmp_path / "project", editor=editor) as preview:
        name = "issues/2026-01/articles/$(touch x); 甲.md"
        assert preview.post("/api/open", {"file": name, "line": 3}).status_code == 404
        preview.path(name).write_text("x", "utf-8")
        answer = preview.post("/api/open", {"file": name, "line": 3, "column": 5})
        assert answer.json() == {"opened": name}
        assert wait_for(out.exists)
        assert out.read_text("utf-8") == f"-g|{preview.path(name).resolve()}:3:5"
        assert preview.post("/api/open", {"file": "secret.txt", "line": 1}).status_code == 403
        assert preview.post("/api/open", {"file": MANIFEST, "line": "1; x"}).status_code == 400


def test_without_an_editor_the_answer_says_what_to_do(preview: Session) -> None:
    answer = preview.post("/api/open", {"file": MANIFEST, "line": 1})

    assert answer.status_code == 501
    assert answer.json()["hint"]["zh"] == (
        '安装 VS Code，或启动预览时用 --editor 指定，例如 --editor "code -g {file}:{line}:{column}"。'
    )


def test_an_editor_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    with session(tmp_path, editor=Editor(str(tmp_path / "none"), ("{file}",))) as preview:
        answer = preview.post("/api/open", {"file": MANIFEST})

    assert answer.status_code == 501
    assert answer.json()["code"] == "preview-editor-failed"


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("no-such-code", ["/a b.md"]),
        ("/opt/x/code", ["-g", "/a b.md:3:1"]),
        ("/opt/x/subl -n", ["-n", "/a b.md:3:1"]),
        ("gvim", ["+3", "/a b.md"]),
        ("/opt/x/ed --at={line} {file}", ["--at=3", "/a b.md"]),
    ],
)
def test_editors_get_the_line_as_they_take_it(command: str, arguments: list[str]) -> None:
    editor = find_editor(command)
    assert editor is not None

    assert editor.command(Path("/a b.md"), 3, 0)[1:] == [
        item.replace("/a b.md", str(Path("/a b.md"))) for item in arguments
    ]


def test_a_batch_file_gets_no_characters_that_its_interpreter_would_take_for_its_own() -> None:
    with pytest.raises(Exception, match="preview-editor-failed"):
        Editor("C:/x/code.cmd", ("{file}",)).open(Path("a&calc.md"), 1, 1)


def test_a_command_that_cannot_be_split_is_told() -> None:
    with pytest.raises(Giveup) as giveup:
        find_editor('code "')

    assert giveup.value.exit_code == 2
    assert giveup.value.problems[0].message("zh") == '--editor 的命令写得不对：code "'


def test_vs_code_is_found_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typeset.preview.opening.shutil.which", lambda name: f"/x/{name}" if name == "codium" else None)

    found = find_editor(None)

    assert found == Editor("/x/codium", ("-g", "{file}:{line}:{column}"))


# A real server


def test_a_real_server_on_a_real_port(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace, edition = write_project(tmp_path)
    renderer = FakeRenderer()
    with bind() as listening:
        port = listening.getsockname()[1]
        with pytest.raises(Giveup) as taken:
            bind(port)
        assert taken.value.problems[0].message("zh").startswith(f"端口 {port} 不能用：")
        ready = threading.Event()
        app = make_app(Desk(ProjectFiles(workspace, edition), renderer, "zh"), KEYS, port)
        serving = Serving(app, ready.set)
        thread = threading.Thread(target=serving.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            assert ready.wait(30)
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True) as client:
                assert client.get("/api/state").status_code == 401
                assert client.get(address(KEYS, port)).status_code in (200, 500)  # 500 while there is no bundle
                assert wait_for(lambda: bool(client.get("/api/state").json()["state"] == "ready"))
                assert client.get("/api/state", headers={"Host": "evil.example"}).status_code == 421
                assert "server" not in client.get("/api/state").headers
                cookie = {"Cookie": f"typeset-{port}={KEYS.session}"}
            with connect(f"ws://127.0.0.1:{port}/live", additional_headers=cookie) as socket:
                assert '"type":"state"' in str(socket.recv())
            with pytest.raises(InvalidStatus) as refused:
                connect(f"ws://127.0.0.1:{port}/live", additional_headers=cookie, origin="https://evil.example")  # type: ignore[arg-type]
            assert refused.value.response.status_code == 403
        finally:
            serving.should_exit = True
            thread.join(30)
    assert not thread.is_alive()
    assert renderer.closed
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("port", [-1, 70000])
def test_a_port_that_there_is_not_is_told(port: int) -> None:
    with pytest.raises(Giveup) as giveup:
        bind(port)

    assert giveup.value.exit_code == 2
