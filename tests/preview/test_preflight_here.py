"""Preflight asked for in the page: findings keep to the pages on which they were found."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from tests.preview.serving import FIRST, FakeRenderer, page, write_project
from typeset.build.preflight_places import placed_findings
from typeset.prepress.preflight import Preflight
from typeset.prepress.preflight.model import Check, FileFacts, Finding, Spot, Status, Wanted
from typeset.preview.desk import Desk
from typeset.preview.files import ProjectFiles
from typeset.preview.preflight_process import PreflightProcess, problem_data
from typeset.preview.refusal import Refusal
from typeset.problems import Severity, problem
from typeset.workspace import EditionFolder, Workspace


def test_every_place_of_a_finding_is_marked_and_one_without_a_place_stands_for_the_file() -> None:
    spots = (Spot(2, 30.0, 40.0), Spot(3, 1.0, 2.0), Spot(4))
    marked = Finding("preview-fault", Severity.WARNING, {"why": "x"}, spots)
    general = Finding("preview-fault", Severity.ERROR, {"why": "y"})
    found = list(
        placed_findings(Preflight(Wanted(), FileFacts(1), (Check("r", Status.FAILED, "", (marked, general)),)))
    )
    assert [(item.page, item.box) for item in found] == [
        (2, (26.0, 36.0, 8.0, 8.0)),
        (3, (0.0, 0.0, 8.0, 8.0)),  # not beyond the page
        (4, None),
        (0, None),
    ]


class Found(PreflightProcess):
    """A preflight that finds something on page 2 and in the whole file."""

    def __init__(self, workspace: Workspace, folder: EditionFolder) -> None:
        super().__init__(folder, workspace)

    def run(self) -> list[dict[str, Any]]:
        item = problem_data(problem("preview-fault", why="x"), (10.0, 20.0, 8.0, 8.0))
        return [{**item, "page": 2}, {**item, "page": 0, "box": None}]


def test_findings_follow_their_page_and_go_when_it_changes(tmp_path: Path) -> None:
    async def run() -> None:
        workspace, folder = write_project(tmp_path)
        desk = Desk(ProjectFiles(workspace, folder), FakeRenderer(), "zh", preflight=Found(workspace, folder))
        calm = replace(FIRST, problems=(), boxes={})
        with pytest.raises(Refusal):
            await desk.preflight()  # nothing is set yet
        await desk.show(calm)
        assert (await desk.state())["preflight"] == "none"
        await desk.preflight()
        assert await told(desk) == ("done", [(2, [10.0, 20.0, 8.0, 8.0]), (None, None)])
        await desk.show(replace(calm, serial=2, pages=(page(1, "new"), page(2, "aaa"), page(3, "bbb"))))
        assert await told(desk) == ("stale", [(3, [10.0, 20.0, 8.0, 8.0])])
        await desk.show(replace(calm, serial=3, pages=(page(1, "aaa"), page(2, "other"))))
        assert await told(desk) == ("stale", [])

    asyncio.run(run())


async def told(desk: Desk) -> tuple[str, list[tuple[Any, Any]]]:
    state = await desk.state()
    return cast(str, state["preflight"]), [(item["page"], item["box"]) for item in state["problems"]]


def test_a_preflight_that_fails_is_told_in_words(tmp_path: Path) -> None:
    workspace, folder = write_project(tmp_path)
    process = PreflightProcess(folder, workspace)
    process._command[1:] = ["-c", "raise SystemExit('no room')"]
    with pytest.raises(Refusal) as refused:
        process.run()
    assert refused.value.problem.message("zh") == "印前检查没有做完：no room"
