"""Manifests on disk: encodings, missing files, the project around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from typeset.manifest import ManifestReading, read_issue, read_publication
from typeset.problems import Place
from typeset.workspace import EditionFolder, Workspace

from .reading import ARTICLE, codes

OWN = ARTICLE.replace("{刊名: 产改}", "{期号: 3}")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "issues" / "2023-01").mkdir(parents=True)
    (tmp_path / "issues" / "publication.yaml").write_text("刊物: {刊名: 产改}\n固定栏目: 主席之声\n", "utf-8")
    return Workspace(tmp_path)


def read(workspace: Workspace, data: bytes | str) -> ManifestReading:
    edition = EditionFolder(workspace.issues / "2023-01")
    edition.manifest.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_issue(edition, workspace)


def test_an_edition_is_read_with_what_it_inherits(workspace: Workspace) -> None:
    reading = read(workspace, OWN)

    assert reading.problems == ()
    assert reading.issue is not None
    assert (reading.issue.publication.title, reading.issue.publication.number) == ("产改", 3)
    assert reading.place("publication", "title") == Place("issues/publication.yaml", 1, 10, 2)
    assert reading.place("publication", "number") == Place("issues/2023-01/issue.yaml", 1, 10, 1)


def test_an_edition_needs_no_publication_file(workspace: Workspace) -> None:
    workspace.publication_file.unlink()
    reading = read(workspace, ARTICLE)

    assert reading.problems == ()
    assert reading.issue is not None
    assert reading.issue.publication.title == "产改"


def test_the_publication_is_read_by_itself(workspace: Workspace) -> None:
    reading = read_publication(workspace)

    assert reading.problems == ()
    assert reading.publication is not None
    assert reading.publication.standing_sections == ("主席之声",)


def test_a_missing_manifest_is_a_problem(workspace: Workspace) -> None:
    workspace.publication_file.unlink()
    edition = read_issue(EditionFolder(workspace.issues / "2023-01"), workspace)
    publication = read_publication(workspace)

    assert (edition.issue, publication.publication) == (None, None)
    assert [str(item.place) for item in edition.problems] == ["issues/2023-01/issue.yaml"]
    assert edition.problems[0].message("zh") == "找不到清单文件 issue.yaml。"
    assert edition.problems[0].message("en") == "The manifest issue.yaml is not there."
    assert codes(publication) == ["manifest-missing"]


def test_a_manifest_that_cannot_be_opened_is_a_problem(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (workspace.issues / "2023-01" / "issue.yaml").write_text(OWN, "utf-8")
    monkeypatch.setattr(Path, "open", refuse)
    reading = read_issue(EditionFolder(workspace.issues / "2023-01"), workspace)

    assert reading.issue is None
    assert codes(reading) == ["manifest-unreadable"]
    assert reading.problems[0].message("zh") == "清单文件 issue.yaml 打不开：Permission denied。"
    assert reading.problems[0].message("en") == "The manifest issue.yaml cannot be opened: Permission denied."


def test_a_huge_manifest_is_not_read_whole(workspace: Workspace) -> None:
    reading = read(workspace, b"#" * (3 * 1024 * 1024))

    assert codes(reading) == ["manifest-too-large"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_unicode_is_read_silently(workspace: Workspace, encoding: str, line_end: str) -> None:
    reading = read(workspace, OWN.replace("\n", line_end).encode(encoding))

    assert reading.problems == ()
    assert reading.place("sections", 0, "heading") == Place("issues/2023-01/issue.yaml", 3, 9, 4)


def test_big_endian_utf_16_is_read(workspace: Workspace) -> None:
    assert read(workspace, b"\xfe\xff" + OWN.encode("utf-16-be")).problems == ()


def test_the_encoding_of_old_chinese_windows_is_read_and_noted(workspace: Workspace) -> None:
    reading = read(workspace, OWN.encode("gb18030"))

    assert reading.issue is not None
    assert reading.issue.sections[0].heading == "主席之声"
    assert [(str(item.place), item.code, str(item.severity)) for item in reading.problems] == [
        ("issues/2023-01/issue.yaml", "manifest-encoding", "notice")
    ]
    assert reading.problems[0].message("zh") == "这个文件不是 UTF-8 编码，已按 GB18030 读取。"
    assert reading.problems[0].message("en") == "This file is not UTF-8; it was read as GB18030."


def test_a_damaged_encoding_is_an_error_where_it_begins(workspace: Workspace) -> None:
    reading = read(workspace, OWN.encode() + "备注: 甲".encode() + b"\xff\xff\n")

    assert reading.issue is not None
    assert reading.issue.notes == ("甲\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}",)
    assert [(str(item.place), item.code) for item in reading.problems] == [
        ("issues/2023-01/issue.yaml:7", "manifest-encoding-damaged")
    ]
    assert reading.problems[0].message("zh") == "这个文件的编码有损坏，从这一行起有读不出的字。"
    assert reading.problems[0].message("en") == (
        "The file's encoding is damaged: from this line on there are characters that cannot be read."
    )
