"""typeset impose from the outside."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest

from tests.prepress.pages import numbered, texts
from typeset.cli import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pages.pdf").write_bytes(numbered(6, 148, 210))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def project(folder: Path) -> Path:
    issue = folder / "issues" / "2026-01"
    issue.mkdir(parents=True)
    (folder / "issues" / "publication.yaml").write_text("刊物: {刊名: 试刊}\n印刷: {装订边: 右, 纸厚: 0.2}\n", "utf-8")
    (issue / "issue.yaml").write_text("栏目: [{栏目: 要闻, 文章: {标题: 甲, 正文: 文字。}}]\n", "utf-8")
    return folder


def test_a_file_s_booklet_is_written_beside_it_and_explained(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["impose", "pages.pdf", "--lang", "zh"]) == 0

    out = capsys.readouterr()
    assert out.out.splitlines()[:3] == [
        "6 页拼成 2 张 320 × 234 毫米的大版（正反 4 面）；最里一张向订口移 0 毫米。",
        "打印时选双面、短边翻转、实际大小（不缩放）；依次套叠、对折，在折线上订两钉，再裁切。",
        "供办公打印和数码印刷。交印刷厂请用单页 PDF，由印刷厂自己拼版。",
    ]
    assert "共 6 页，不是 4 的倍数，封底前加了 2 页空白页。" in out.err
    assert texts((folder / "pages-booklet.pdf").read_bytes()) == [["P6", "P1"], ["P2"], ["P3"], ["P4", "P5"]]


def test_the_answer_for_programs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["impose", "pages.pdf", "-o", "out/sheets.pdf", "--sheet", "A3", "--paper-thickness", "0.1mm", "--json"]
    assert main([*command, "--binding-edge", "right", "--no-marks"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert [item["code"] for item in answer.pop("problems")] == ["impose-blanks"]
    assert answer == {
        "pdf": (folder / "out" / "sheets.pdf").relative_to(folder).as_posix(),
        "pages": 6,
        "blanks": 2,
        "sheets": 2,
        "sheet_mm": [420, 297],
        "creep_mm": 0.1,
        "binding_edge": "right",
    }
    assert texts((folder / "out" / "sheets.pdf").read_bytes())[0] == ["P1", "P6"]


def test_an_edition_s_print_pdf_is_imposed_by_its_printing_settings(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build = project / "build" / "2026-01"
    build.mkdir(parents=True)
    (build / "2026-01-print.pdf").write_bytes(numbered(8))

    assert main(["impose", "2026-01", "--json"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["pdf"] == "build/2026-01/2026-01-booklet.pdf"
    assert (answer["binding_edge"], answer["creep_mm"]) == ("right", 0.2)
    assert texts((build / "2026-01-booklet.pdf").read_bytes())[:2] == [["P1", "P8"], ["P7", "P2"]]


def test_a_draft_is_imposed_for_proofs_where_there_is_nothing_better(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build = project / "build" / "2026-01"
    build.mkdir(parents=True)
    (build / "2026-01-print-draft.pdf").write_bytes(numbered(4))

    assert main(["impose", "2026-01", "--lang", "zh"]) == 0
    assert "这一期还有错误没有改，拼的是印刷 PDF 的样稿。" in capsys.readouterr().err
    assert (build / "2026-01-draft-booklet.pdf").is_file()


def test_another_binding_in_the_manifest_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "issues" / "publication.yaml").write_text("刊物: {刊名: 试刊}\n印刷: {装订: 胶订}\n", "utf-8")
    build = project / "build" / "2026-01"
    build.mkdir(parents=True)
    (build / "2026-01-print.pdf").write_bytes(numbered(4))

    assert main(["impose", "2026-01", "--lang", "zh"]) == 0
    assert "清单写的装订不是骑马订，这里拼的是骑马订小册子。" in capsys.readouterr().err


@pytest.mark.usefixtures("project")
def test_an_edition_without_print_pdf_is_told_to_be_set_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["impose", "2026-01", "--lang", "zh"]) == 2
    assert "2026-01 还没有印刷 PDF：找不到 build/2026-01/2026-01-print.pdf。" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["none.pdf"], 2, "There is no file none.pdf. [impose-file]"),
        (["pages.pdf", "-o", "pages.pdf"], 2, "pages.pdf cannot be written: it must be a .pdf file, and another one"),
        (["pages.pdf", "-o", "./x/../pages.pdf"], 2, "[impose-output]"),
        (["pages.pdf", "-o", "notes.txt"], 2, "notes.txt cannot be written"),
        (["pages.pdf", "--sheet", "folio"], 2, "The paper size “folio” cannot be understood."),
        (["pages.pdf", "--sheet", "100x100"], 1, "A sheet of 100 × 100 mm is too small for two pages side by side"),
        (["pages.pdf", "--paper-thickness", "2"], 2, "--paper-thickness should be from 0 to 1 mm; “2” will not do."),
        (["pages.pdf", "--bleed", "viel"], 2, "--bleed should be from 0 to 20 mm; “viel” will not do."),
        (["broken.pdf"], 1, "broken.pdf: error: This file is no PDF, or too damaged to be read"),
        (["locked.pdf"], 1, "locked.pdf: error: This PDF needs a password. [impose-locked]"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    folder: Path, words: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "x").mkdir()
    (folder / "broken.pdf").write_bytes(b"no PDF at all")
    with pikepdf.open(io.BytesIO(numbered(4))) as pdf:
        pdf.save(folder / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert main(["impose", *words, "--lang", "en"]) == code
    assert message in capsys.readouterr().err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_outside_a_project_an_edition_cannot_be_meant(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["impose", "2026-01", "--lang", "en"]) == 2
    assert "[workspace-not-found]" in capsys.readouterr().err
    assert not (folder / "build").exists()
