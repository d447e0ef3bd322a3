"""Reading manuscripts from files and from text in place."""

from __future__ import annotations

from pathlib import Path

import pytest

from typeset.manuscript import Body, read_manuscript, read_text
from typeset.problems import Place, Severity

from .reading import codes, only, shape, where

NAME = "issues/2023-01/articles/a.md"


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("name", ["a.md", "a.markdown", "A.MD"])
def test_markdown_files(tmp_path: Path, name: str) -> None:
    reading = read_manuscript(written(tmp_path, name, "# 标题\r\n\r\n**正**文\r\n"), NAME)

    assert shape(reading) == ["h1 标题", "p **正**文"]
    assert reading.body.blocks[1].place == Place(NAME, 3, 1)
    assert codes(reading) == []


def test_plain_text_files(tmp_path: Path) -> None:
    reading = read_manuscript(written(tmp_path, "a.txt", "　　*甲*\r\n　　乙\r\n".encode("gbk")), NAME, "题目")

    assert shape(reading) == ["p *甲*", "p 乙"]
    assert codes(reading) == ["encoding-not-utf8"]


def test_the_title_is_dropped(tmp_path: Path) -> None:
    assert shape(read_manuscript(written(tmp_path, "a.md", "# 题目\n\n正文"), NAME, "题 目")) == ["p 正文"]


def test_a_file_that_cannot_be_decoded_is_told_once(tmp_path: Path) -> None:
    reading = read_manuscript(written(tmp_path, "a.md", "中文文字".encode() + b"\xff"), NAME)

    assert reading.body == Body()
    assert (only(reading).code, only(reading).place) == ("encoding-undecodable", Place(NAME, 1, 5))


@pytest.mark.parametrize("name", ["a.doc", "a.docx", "a.wps", "a.pdf", "a.RTF"])
def test_files_of_word_processors_are_refused(tmp_path: Path, name: str) -> None:
    problem = only(read_manuscript(written(tmp_path, name, "x"), NAME))

    assert (problem.code, problem.severity, problem.place) == ("manuscript-not-text", Severity.ERROR, Place(NAME))
    assert problem.message("zh") == f"“{name}”不是纯文本（是 Word、WPS、PDF 等文件），不能直接当文稿。"
    assert problem.hint("zh").startswith("把文字另存为 .txt 或 .md（编码选 UTF-8）")


@pytest.mark.parametrize("data", [b"PK\x03\x04\x14\x00", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7", b"{\\rtf1"])
def test_such_a_file_under_another_name_is_refused(tmp_path: Path, data: bytes) -> None:
    assert codes(read_manuscript(written(tmp_path, "a.txt", data + b"\x00" * 99), NAME)) == ["manuscript-not-text"]


@pytest.mark.parametrize(("name", "kind"), [("a.html", ".html"), ("a", "—")])
def test_other_files_are_refused(tmp_path: Path, name: str, kind: str) -> None:
    problem = only(read_manuscript(written(tmp_path, name, "x"), NAME))

    assert problem.code == "manuscript-kind-unknown"
    assert problem.message("zh") == f"不认识“{name}”这种文稿（扩展名 {kind}）。"
    assert problem.message("en") == f"{name} is not a kind of manuscript that can be read (suffix {kind})."


@pytest.mark.parametrize("text", ["", "\n\n　 \n", "<!-- 待写 -->", "\ufeff"])
def test_a_manuscript_without_text_is_told(tmp_path: Path, text: str) -> None:
    for name in ("a.md", "a.txt")[: 1 if "<" in text else 2]:
        reading = read_manuscript(written(tmp_path, name, text), NAME)
        assert reading.body.blocks == ()
        assert (codes(reading), only(reading).place) == (["empty-manuscript"], Place(NAME))
        assert only(reading).message("zh") == "文稿里没有可印的文字。"


@pytest.mark.parametrize("text", ["x" * 2_000_001, "x\n" * 20_001])
def test_a_file_that_is_too_long_is_not_read(tmp_path: Path, text: str) -> None:
    for name in ("a.md", "a.txt"):
        reading = read_manuscript(written(tmp_path, name, text), NAME)
        assert (reading.body, codes(reading)) == (Body(), ["manuscript-too-long"])
        assert only(reading).message("zh") == "文稿太长（超过 2 MB 或 2 万行），没有读入。"


def test_a_file_that_is_not_there_is_the_callers_matter(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_manuscript(tmp_path / "a.md", NAME)


def test_text_in_place_has_lines_and_no_columns() -> None:
    reading = read_text("\n　\n# 标题\n\n正文,是\n", Place("issue.yaml", 12, 7, 3))

    assert shape(reading) == ["h1 标题", "p 正文,是"]
    assert [block.place for block in reading.body.blocks] == [Place("issue.yaml", 12), Place("issue.yaml", 14)]
    assert where(only(reading)) == (14, 0, 1)


def test_empty_text_in_place_is_told() -> None:
    assert (codes(read_text(" \n", Place("issue.yaml", 3))), only(read_text("", Place("issue.yaml", 3))).place) == (
        ["empty-manuscript"],
        Place("issue.yaml", 3),
    )
