"""Plates are made beside the renderer, which goes on drawing pages and setting what is edited."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pikepdf
import pytest
from PIL import Image

from tests.preview.serving import FakeRenderer, write_project
from typeset.build.snapshot import PrintPage
from typeset.prepress.preflight.ink import ghostscript
from typeset.preview.jobs import Job, Separate
from typeset.preview.messages import View
from typeset.preview.pages import Pages
from typeset.preview.plates import Plates
from typeset.preview.refusal import Refusal
from typeset.preview.worker import Worker

BLACK, CYAN = View(4.0, "plate:Black", False), View(4.0, "plate:Cyan", False)


@dataclass
class Separator:
    """A worker that notes what it was asked, and waits to be let go on."""

    going: Event = field(default_factory=Event)
    asked: list[Separate] = field(default_factory=list)

    def do(self, job: Job) -> Any:
        assert isinstance(job, Separate)
        self.asked.append(job)
        assert self.going.wait(30)
        return {"Black": b"black " + job.page.pdf, "Cyan": b"cyan " + job.page.pdf}

    def close(self) -> None:
        self.going.set()


def made(separator: Separator) -> tuple[FakeRenderer, Pages]:
    renderer = FakeRenderer()
    return renderer, Pages(renderer, Plates(renderer, separator))


async def begun(separator: Separator, count: int) -> None:
    while len(separator.asked) < count:
        await asyncio.sleep(0.005)


def test_pages_are_drawn_while_a_plate_is_being_made() -> None:
    async def work() -> None:
        separator = Separator()
        renderer, pages = made(separator)
        plate = asyncio.create_task(pages.picture("aaa", BLACK))
        await begun(separator, 1)

        assert await pages.picture("bbb", View(4.0, "screen", False)) == b"\x89PNG bbb"
        assert not plate.done()
        separator.going.set()
        assert await plate == b"black %PDF aaa"
        assert await pages.picture("aaa", CYAN) == b"cyan %PDF aaa"
        assert len(separator.asked) == 1, "all inks come of one separation"
        await pages.picture("aaa", View(8.0, "plate:Black", True))
        printed = [call for call in renderer.drawn if call[2] == "print"]
        assert len(printed) == 1, "the page's PDF serves every size"

    asyncio.run(work())


def test_who_asked_last_comes_first_and_who_waits_too_long_may_ask_again() -> None:
    async def work() -> None:
        separator = Separator()
        _, pages = made(separator)
        first = asyncio.create_task(pages.picture("aaa", BLACK))
        await begun(separator, 1)
        later = [
            asyncio.create_task(pages.picture("bbb", View(float(scale), "plate:Black", False)))
            for scale in range(1, 10)
        ]
        with pytest.raises(Refusal):
            await later[0]
        separator.going.set()
        await asyncio.gather(first, *later[1:])
        assert [job.scale for job in separator.asked] == [4, *range(9, 1, -1)]

    asyncio.run(work())


def test_a_separation_that_fails_lets_the_next_one_in() -> None:
    class Failing(Separator):
        def do(self, job: Job) -> Any:
            super().do(job)
            raise Refusal(503, "preview-drawing-failed", why="Ghostscript")

    async def work() -> None:
        separator = Failing()
        separator.going.set()
        _, pages = made(separator)
        for _ in range(2):
            with pytest.raises(Refusal):
                await pages.picture("aaa", BLACK)
        with pytest.raises(LookupError):
            await pages.picture("gone", BLACK)

    asyncio.run(work())


@pytest.mark.skipif(ghostscript() is None, reason="Ghostscript is not on this machine")
def test_a_worker_s_process_separates_a_page(tmp_path: Path) -> None:
    written = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(10 / 25.4 * 72, 20 / 25.4 * 72))
        pdf.pages[0].Contents = pdf.make_stream(b"0 0 0 1 k 0 0 100 28.35 re f")  # the lower half in black
        pdf.save(written)
    workspace, folder = write_project(tmp_path)
    worker = Worker(folder, workspace)
    try:
        page = PrintPage(written.getvalue(), 8, 18, 1)
        drawn = worker.do(Separate(page, 5, False, "PANTONE 186 C"))
    finally:
        worker.close()
    planes = {ink: np.asarray(Image.open(io.BytesIO(data), formats=("PNG",))) for ink, data in drawn.items()}
    assert {plane.shape for plane in planes.values()} == {(90, 40)}
    assert planes["Black"][-1].max() == 0
    assert planes["Black"][0].min() == 255
    assert planes["PANTONE 186 C"].min() == 255, "an ink that the page does not use"
