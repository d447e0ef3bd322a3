"""Accepted problems of a live edition: those that only the pages show as well as those of the sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.conftest import write_edition
from typeset.build.live import LiveEdition
from typeset.build.snapshot import Snapshot

pytestmark = pytest.mark.edition


def accepted(snapshot: Snapshot, code: str) -> list[tuple[int, str]]:
    return [
        (item.place.page if item.place else 0, item.accepted.by if item.accepted else "")
        for item in snapshot.problems
        if item.code == code
    ]


def test_a_problem_of_one_page_is_accepted_and_its_box_stays(tmp_path: Path) -> None:
    workspace = write_edition(tmp_path)
    folder = workspace.edition("2026-03")
    live = LiveEdition(folder, workspace)
    before = live.update()
    found = [item for item in before.problems if item.code == "page-white" and item.place]
    assert found
    place = found[0].place
    assert place is not None
    entry = f"\n已接受:\n  - {{代码: page-white, 位置: 第{place.page}页, 理由: 留白, 签字人: 王五}}\n"
    manifest = folder.manifest.read_text("utf-8")
    folder.manifest.write_text(manifest + entry, "utf-8")

    after = live.update()
    assert accepted(after, "page-white") == [
        (page, "王五" if page == place.page else "") for page, _ in accepted(before, "page-white")
    ]
    assert [item.code for item in after.problems].count("accepted-unpinned") == 1
    assert {after.problems[index].code for index in after.boxes} == {
        before.problems[index].code for index in before.boxes
    }
    assert [page.id for page in after.pages] == [page.id for page in before.pages]

    folder.manifest.write_text(manifest, "utf-8")
    assert accepted(live.update(), "page-white") == accepted(before, "page-white")


def test_an_entry_that_no_page_needs_is_told_while_nothing_is_wrong(tmp_path: Path) -> None:
    workspace = write_edition(tmp_path)
    folder = workspace.edition("2026-03")
    live = LiveEdition(folder, workspace)
    before = live.update()
    assert not [item for item in before.problems if item.severity == "error"]
    manifest = folder.manifest.read_text("utf-8")
    used = next(item.place.page for item in before.problems if item.code == "page-white" and item.place)
    entries = "".join(
        f"  - {{代码: {code}, 位置: {where}, 理由: 留白, 签字人: 王五}}\n"
        for code, where in (("page-white", f"第{used}页"), ("page-widow", "第1页"), ("preflight-rgb", "第1页"))
    )
    folder.manifest.write_text(f"{manifest}\n已接受:\n{entries}", "utf-8")

    def told() -> list[object]:
        return [item.arguments["code"] for item in live.update().problems if item.code == "accepted-unused"]

    assert told() == ["page-widow"], "what preflight would find was not looked for"
    missing = folder.manifest.read_text("utf-8").replace("正文: articles/", "正文: articles/no-", 1)
    folder.manifest.write_text(missing, "utf-8")
    assert told() == [], "pages of an edition with errors are not what they will be"
