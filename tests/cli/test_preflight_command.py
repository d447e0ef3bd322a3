"""typeset preflight from the outside: what it prints, what it writes, its exit codes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pikepdf
import pytest

from tests.prepress.preflight.files import add, clean, profile, saved
from typeset.cli import main
from typeset.prepress.preflight import Effort, Preflight, Wanted, check_pdf
from typeset.prepress.preflight.ink import ghostscript


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without ink, which has tests of its own."""

    def check(data: bytes, wanted: Wanted) -> Preflight:
        return check_pdf(data, wanted, Effort(ink=False))

    monkeypatch.setattr("typeset.cli.preflight_commands.check_pdf", check)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, spoil: str = "") -> Path:
    pdf = clean()
    add(pdf, spoil)
    path = folder / "leaflet.pdf"
    path.write_bytes(saved(pdf))
    return path


def test_a_clean_file_of_which_ink_was_not_measured(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder)

    assert main(["preflight", "leaflet.pdf", "--trim", "60x80", "--lang", "zh"]) == 3
    out = capsys.readouterr().out.splitlines()
    assert "页面" in out
    assert any(line.split() == ["✓", "成品尺寸", "通过", "要与订单一致"] for line in out)
    assert any(line.split()[:3] == ["?", "总墨量", "未查"] for line in out)
    assert out[-1] == (
        "leaflet.pdf：42 项检查，0 项不通过，0 项有警告，1 项未查，41 项通过；共 0 个错误，0 个警告。没有检查完。"
    )


@pytest.mark.skipif(ghostscript() is None, reason="Ghostscript is not here")
def test_a_clean_file_is_ready(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("typeset.cli.preflight_commands.check_pdf", check_pdf)
    write(folder)

    assert main(["preflight", "leaflet.pdf", "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "leaflet.pdf: 41 checks, 0 failed, 0 with warnings, 0 not checked, 41 passed; 0 errors, 0 warnings. "
        "Ready for press."
    )


def test_what_is_wrong_is_told_with_a_hint_and_the_exit_code(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "1 0 0 rg 60 60 9 9 re f 70 60 9 9 re f")

    assert main(["preflight", "leaflet.pdf", "--lang", "en"]) == 1
    captured = capsys.readouterr()
    assert "  ✗  No RGB or Lab colour                failed" in captured.out
    assert captured.out.splitlines()[-1].endswith("Not for press.")
    assert "a filled area is in RGB (DeviceRGB). [preflight-rgb] (2 places)\n    hint: Make it CMYK" in captured.err


def test_options_say_what_is_wanted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder)
    (folder / "other.icc").write_bytes(profile(name=b"Other"))

    arguments = ["preflight", "leaflet.pdf", "--trim", "210x285", "--bleed", "5", "--standard", "pdf/x-1a"]
    assert main([*arguments, "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    failed = {check["rule"] for check in data["checks"] if check["status"] == "failed"}
    assert failed == {"version", "standard", "trim", "bleed", "transparency", "output-intent"}
    assert data["wanted"]["trim"] == [210, 285]
    assert data["facts"]["condition"] == "FOGRA39"


def test_a_report_is_written_as_a_sheet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(folder)
    os.utime(path, (1_767_323_045, 1_767_323_045))

    for name in ("a.pdf", "b.pdf", "c.html"):
        assert main(["preflight", "leaflet.pdf", "--report", name]) == 3
    capsys.readouterr()
    assert (folder / "a.pdf").read_bytes() == (folder / "b.pdf").read_bytes()
    with pikepdf.open(folder / "a.pdf") as pdf:
        assert 1 <= len(pdf.pages) <= 2
        assert [round(float(value) / 72 * 25.4) for value in pdf.pages[0].mediabox[2:]] == [210, 297]
    html = (folder / "c.html").read_text("utf-8")
    assert "印前检查报告" in html
    assert "2026-01-02 03:04" in html
    assert 'src="data:image/png;base64,' in html
    assert "http" not in html.replace("http://www.w3.org", "")


def test_a_name_from_the_file_cannot_write_into_the_report(folder: Path) -> None:
    pdf = clean()
    pdf.docinfo["/Title"] = "<script>alert(1)</script>"
    (folder / "x.pdf").write_bytes(saved(pdf))

    main(["preflight", "x.pdf", "--report", "x.html"])
    assert "<script>" not in (folder / "x.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing.pdf"], "There is no file nothing.pdf"),
        (["leaflet.pdf", "--trim", "big"], "The trimmed size big is not understood."),
        (["leaflet.pdf", "--profile", "leaflet.pdf"], "[profile-not-icc]"),
    ],
)
def test_wrong_use(folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    write(folder)

    assert main(["preflight", *arguments, "--lang", "en"]) == 2
    assert message in capsys.readouterr().err


def test_a_file_that_is_no_pdf_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.pdf").write_bytes(b"nothing")

    assert main(["preflight", "a.pdf", "--lang", "en", "--report", "r.pdf"]) == 1
    assert "The file cannot be read and was not checked" in capsys.readouterr().err


def test_an_edition_without_a_print_pdf_is_told_how_to_get_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "issues" / "2026-01").mkdir(parents=True)
    (folder / "issues" / "publication.yaml").write_text("", "utf-8")
    (folder / "issues" / "2026-01" / "issue.yaml").write_text("", "utf-8")

    assert main(["preflight", "2026-01", "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert "The edition has no print PDF yet (build/2026-01/2026-01-print.pdf)." in err
    assert "make-issue 2026-01 first" in err


def test_an_edition_is_checked_for_what_its_manifest_and_layout_want(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issue = folder / "issues" / "2026-01"
    issue.mkdir(parents=True)
    (folder / "issues" / "publication.yaml").write_text("", "utf-8")
    (issue / "issue.yaml").write_text(
        "刊物:\n  刊名: 试刊\n  期号: 1\n栏目:\n  - 栏目: 要闻\n    文章:\n"
        "      - 标题: 一篇文章\n        正文: 正文只有一句话。\n",
        "utf-8",
    )
    built = folder / "build" / "2026-01"
    built.mkdir(parents=True)
    (built / "2026-01-print.pdf").write_bytes(saved(clean()))

    assert main(["preflight", "2026-01", "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    failed = {check["rule"] for check in data["checks"] if check["status"] == "failed"}
    assert data["file"] == "build/2026-01/2026-01-print.pdf"
    assert data["wanted"]["trim"] == [210, 285]
    assert failed == {"trim", "page-count", "fonts-listed"}
