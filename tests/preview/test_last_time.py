"""A preview begins with what the last one showed, and holds what is asked for while pages are being set."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.preview.serving import FIRST, FakeRenderer, page, write_project
from typeset.build.snapshot import Snapshot
from typeset.preview.desk import Desk
from typeset.preview.files import ProjectFiles
from typeset.preview.last_time import LastTime, Shown
from typeset.preview.messages import View

VIEW = View(2.5, "screen", False)
PICTURE = b"\x89PNG picture"


def kept(folder: Path) -> LastTime:
    last_time = LastTime(folder)
    last_time.save(Shown(FIRST, {("aaa", VIEW): PICTURE}))
    return last_time


def test_what_was_shown_comes_back_without_its_problems(tmp_path: Path) -> None:
    found = kept(tmp_path).load()
    assert found is not None
    assert found.snapshot == replace(FIRST, serial=0, problems=(), boxes={})
    assert found.pictures == {("aaa", VIEW): PICTURE}


def test_nothing_is_kept_at_first(tmp_path: Path) -> None:
    assert LastTime(tmp_path / "none").load() is None


@pytest.mark.parametrize("state", ["", "[]", "{}", "null", '{"typeset": "0"}', '{"typeset":' + "[" * 10_000])
def test_a_file_that_is_no_state_counts_as_none(tmp_path: Path, state: str) -> None:
    last_time = kept(tmp_path)
    (tmp_path / "state.json").write_text(state, "utf-8")
    assert last_time.load() is None


@pytest.mark.parametrize(
    ("key", "value"), [("pages", [{"id": 3}]), ("geometry", {"w": 1}), ("pictures", [1]), ("pages", 7)]
)
def test_a_state_that_lacks_something_counts_as_none(tmp_path: Path, key: str, value: object) -> None:
    last_time = kept(tmp_path)
    file = tmp_path / "state.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), key: value}), "utf-8")
    assert last_time.load() is None


def test_a_missing_picture_and_another_version_of_typeset_count_as_none(tmp_path: Path) -> None:
    last_time = kept(tmp_path / "one")
    (tmp_path / "one" / "page-0.png").unlink()
    assert last_time.load() is None
    last_time = kept(tmp_path / "two")
    file = tmp_path / "two" / "state.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), "typeset": "0.0.0"}), "utf-8")
    assert last_time.load() is None


class Held(FakeRenderer):
    """A renderer that sets nothing until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()

    async def build(self) -> Snapshot:
        self.builds += 1
        await self.gate.wait()
        return replace(FIRST, serial=self.builds, pages=(FIRST.pages[0], page(2, "ccc")))


async def until(desk: Desk, serial: int) -> None:
    for _ in range(4000):
        if desk.snapshot.serial == serial:
            return
        await asyncio.sleep(0.005)
    raise AssertionError


def test_the_pages_of_last_time_stand_until_they_are_set_and_what_changed_since_is_marked(tmp_path: Path) -> None:
    async def run() -> None:
        renderer, last_time = Held(), LastTime(tmp_path / "cache")
        last_time.save(Shown(FIRST, {("aaa", VIEW): PICTURE}))
        desk = Desk(ProjectFiles(*write_project(tmp_path)), renderer, "zh", last_time=last_time)
        async with desk.open():
            state = await desk.state()
            assert (state["state"], [item["id"] for item in state["pages"]]) == ("building", ["aaa", "bbb"])
            assert await desk.pages.picture("aaa", VIEW) == PICTURE
            assert renderer.drawn == []
            desk.show_opening(replace(FIRST, serial=1, complete=False, pages=FIRST.pages[:1]))  # not instead of all
            await asyncio.sleep(0.01)
            assert len(desk.snapshot.pages) == 2
            renderer.gate.set()
            await until(desk, 1)
            changed = {item["id"]: item["changed"] for item in (await desk.state())["pages"]}
            assert changed == {"aaa": False, "ccc": True}
        found = last_time.load()
        assert found is not None
        assert [item.id for item in found.snapshot.pages] == ["aaa", "ccc"]

    asyncio.run(run())


def test_whoever_asks_for_a_page_while_it_is_being_set_waits_for_it(tmp_path: Path) -> None:
    async def run() -> None:
        renderer = Held()
        desk = Desk(ProjectFiles(*write_project(tmp_path)), renderer, "zh")
        async with desk.open():
            waiting = asyncio.create_task(desk.calm())
            await asyncio.sleep(0.01)
            assert not waiting.done()
            renderer.gate.set()
            assert await waiting
            assert not await desk.calm()  # now there is nothing to wait for

    asyncio.run(run())


def test_a_page_that_is_looked_at_is_drawn_before_it_is_asked_for(tmp_path: Path) -> None:
    class Changing(FakeRenderer):
        async def draw(self, page_id: str, scale: float, layer: str = "screen", *, bleed: bool = False) -> bytes:
            self.drawn.append((page_id, scale, layer, bleed))
            return page_id.encode()

    async def run() -> None:
        renderer = Changing()
        desk = Desk(ProjectFiles(*write_project(tmp_path)), renderer, "zh")
        await desk.show(FIRST)
        for scale in (0.3, 2.5):
            await desk.pages.picture("bbb", View(scale, "screen", False))
        desk.looked_at([2])
        renderer.drawn.clear()
        await desk.show(replace(FIRST, serial=2, pages=(page(1, "xxx"), page(2, "ccc"))))
        assert await desk.pages.picture("ccc", VIEW) == b"ccc"
        assert renderer.drawn == [("ccc", 2.5, "screen", False)]  # once, as it was seen; page 1 is not looked at

    asyncio.run(run())
