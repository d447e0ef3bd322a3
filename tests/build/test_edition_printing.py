"""An edition's printing settings: the profile's file and what the imprint says in their place."""

from __future__ import annotations

from pathlib import Path

from typeset.edition import EditionReading, read_edition
from typeset.workspace import Workspace

HEAD = "刊物: {刊名: 试刊}\n栏目: [{栏目: 要闻, 文章: {标题: 甲, 正文: 文字。}}]\n"


def read(root: Path, own: str, shared: str = "", files: tuple[str, ...] = ()) -> EditionReading:
    folder = root / "issues" / "2026-01"
    folder.mkdir(parents=True)
    for file in files:
        (root / "issues" / file).parent.mkdir(parents=True, exist_ok=True)
        (root / "issues" / file).write_bytes(b"profile")
    (folder / "issue.yaml").write_text(HEAD + own, "utf-8")
    (root / "issues" / "publication.yaml").write_text(shared, "utf-8")
    workspace = Workspace(root)
    return read_edition(workspace.edition("2026-01"), workspace)


def test_printing_house_and_run_are_those_of_the_imprint_unless_said(tmp_path: Path) -> None:
    shared = "刊物: {版权信息: {印刷单位: 甲印刷厂, 印数: 1000册}}\n"
    own = read(tmp_path / "a", "印刷: {印数: 1200}\n", shared).edition
    inherited = read(tmp_path / "b", "", shared).edition

    assert own is not None
    assert inherited is not None
    assert (own.printing.printer, own.printing.run) == ("甲印刷厂", "1200")
    assert (inherited.printing.printer, inherited.printing.run) == ("甲印刷厂", "1000册")


def test_a_profile_is_sought_beside_the_manifest_that_names_it(tmp_path: Path) -> None:
    files = ("icc/house.icc", "2026-01/icc/house.icc")
    shared = read(tmp_path / "a", "", "印刷: {色彩特性文件: icc/house.icc}\n", files)
    own = read(tmp_path / "b", "印刷: {色彩特性文件: icc/house.icc}\n", "", files)

    for reading, path in ((shared, "a/issues/icc"), (own, "b/issues/2026-01/icc")):
        assert reading.problems == ()
        assert reading.edition is not None
        assert reading.edition.profile is not None
        assert reading.edition.profile.path == (tmp_path / path / "house.icc").resolve()
        assert reading.edition.profile.name == "icc/house.icc"
    assert own.edition is not None
    assert own.edition.profile is not None
    assert str(own.edition.profile.place) == "issues/2026-01/issue.yaml:3:14"
    assert str(shared.place_of("printing")) == "issues/publication.yaml:1:5"


def test_a_profile_that_is_not_there_is_an_error_and_the_default_is_used(tmp_path: Path) -> None:
    shared = read(tmp_path, "", "印刷: {色彩特性文件: press.icc}\n")

    assert shared.edition is not None
    assert shared.edition.profile is None
    assert [(str(item.place), item.message("zh"), item.hint("zh")) for item in shared.problems] == [
        (
            "issues/publication.yaml:1:14",
            "找不到色彩特性文件 press.icc，暂用自带的 ISO Coated v2 300%。",
            "把印刷厂给的 .icc 文件放进 issues/，或改正文件名；没有就删去这一行。",
        )
    ]


def test_a_profile_outside_the_folder_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "secret.icc"
    outside.write_bytes(b"profile")
    (tmp_path / "issues" / "links").mkdir(parents=True)
    (tmp_path / "issues" / "links" / "press.icc").symlink_to(outside)
    reading = read(tmp_path, "", "印刷: {色彩特性文件: links/press.icc}\n")

    assert reading.edition is not None
    assert reading.edition.profile is None
    assert [item.message("en") for item in reading.problems] == [
        "The colour profile links/press.icc lies outside the manifest's folder and is not read; "
        "ISO Coated v2 300% is used for now."
    ]
