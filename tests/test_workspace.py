from __future__ import annotations

import sys
from pathlib import Path

import pytest

from typeset.problems import Giveup
from typeset.workspace import Workspace, inside, staged, write_atomically


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "issues" / "2023-01").mkdir(parents=True)
    (tmp_path / "issues" / "publication.yaml").write_text("")
    (tmp_path / "issues" / "2023-01" / "issue.yaml").write_text("")
    return tmp_path


def test_a_project_is_found_from_any_folder_inside_it(project: Path) -> None:
    assert Workspace.find(project / "issues" / "2023-01").root == project


def test_outside_a_project_the_message_says_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(Giveup) as giveup:
        Workspace.find(tmp_path)

    assert giveup.value.exit_code == 2
    assert giveup.value.problems[0].message("en") == (
        f"{tmp_path} is not inside a publication project: no folder upwards has issues/publication.yaml."
    )


def test_an_unknown_edition_is_answered_with_those_there_are(project: Path) -> None:
    with pytest.raises(Giveup) as giveup:
        Workspace(project).edition("2023-02")

    assert giveup.value.problems[0].message("zh") == (
        "没有名为“2023-02”的期次（文件夹里要有 issue.yaml）。现有：2023-01。"
    )


@pytest.mark.parametrize("name", ["", "../x", "/etc/passwd", "a/../../x", "C:\\x", "a\\b", "a\0b", "C:x"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    assert inside(tmp_path, name) is None


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")
def test_a_symbolic_link_out_of_the_folder_is_outside(tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    folder.mkdir()
    (tmp_path / "secret.md").write_text("x")
    (folder / "link.md").symlink_to(tmp_path / "secret.md")

    assert inside(folder, "link.md") is None
    assert inside(folder, "photos/a.jpg") == folder / "photos" / "a.jpg"


def test_a_failed_build_leaves_the_last_results(tmp_path: Path) -> None:
    folder = tmp_path / "build" / "2023-01"
    with staged(folder) as fresh:
        (fresh / "a.pdf").write_bytes(b"good")
        (fresh / "pages").mkdir()
        (fresh / "pages" / "001.png").write_bytes(b"1")
        (fresh / "pages" / "002.png").write_bytes(b"2")

    def interrupted() -> None:
        with staged(folder) as fresh:
            (fresh / "a.pdf").write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert (folder / "a.pdf").read_bytes() == b"good"
    assert sorted(path.name for path in folder.parent.iterdir()) == ["2023-01"]


def test_pages_that_are_no_longer_there_vanish_with_the_new_results(tmp_path: Path) -> None:
    folder = tmp_path / "2023-01"
    for count in (2, 1):
        with staged(folder) as fresh:
            (fresh / "pages").mkdir()
            for number in range(count):
                (fresh / "pages" / f"{number}.png").write_bytes(b"x")

    assert [path.name for path in (folder / "pages").iterdir()] == ["0.png"]


def test_writing_replaces_a_file_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    write_atomically(path, b"one")
    write_atomically(path, b"two")

    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]
