"""Handing over from the outside: refused before 付印, and an archive from which the same bytes are made."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from typeset.build import check_edition
from typeset.cli import main
from typeset.proofs import Proof
from typeset.proofs.store import save_proof
from typeset.signoff import StatusLine, append_lines, source_sums
from typeset.workspace import EditionFolder, Workspace

PUBLICATION = """\
刊物:
  刊名: 工友:通讯
  出版物类别: 其他
  刊头: shared/logo.svg
  封面: shared/cover.png
  补白: [shared/public/filler.png]
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20"><path d="M0 0h90v20H0z" fill="#b5121b"/></svg>'
SHARED = ("issues/shared/cover.png", "issues/shared/logo.svg", "issues/shared/public/filler.png")
ISSUE = """\
刊物:
  期号: 1
  日期: 2026-01-15
栏目:
  - 栏目: 要闻
    文章:
      - 标题: =一篇文章
        作者: 某厂工会 张三
        正文: articles/one.md
        照片:
          - 文件: photos/a.jpg
            说明: 图片的说明
            摄影: 李四、王五 摄
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "made"
    folder = root / "issues" / "2026-01"
    (folder / "articles").mkdir(parents=True)
    (folder / "photos").mkdir()
    (root / "issues" / "publication.yaml").write_text(PUBLICATION, "utf-8")
    (folder / "issue.yaml").write_text(ISSUE, "utf-8")
    (folder / "articles" / "one.md").write_text("正文只有一句话。\n", "utf-8")
    Image.linear_gradient("L").resize((1800, 1200)).convert("RGB").save(folder / "photos" / "a.jpg")
    (root / "issues" / "shared" / "public").mkdir(parents=True)
    for number, name in enumerate(SHARED):
        if name.endswith(".svg"):
            (root / name).write_text(LOGO, "utf-8")
        else:
            Image.new("RGB", (2600, 3500), (40 * number + 90, 120, 160)).save(root / name)
    monkeypatch.chdir(root)
    return root


@pytest.mark.edition
def test_before_it_is_for_press_nothing_is_handed_over(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "zh", "handover", "2026-01"]) == 1

    told = capsys.readouterr().err
    assert "“2026-01”还没有付印（现在是“组稿”），不能交付。 [handover-not-press]" in told
    assert "--pass 付印，然后重新交付。" in told
    assert not (project / "handover").exists()


def rebuilt(folder: Path) -> int:
    """What the archive's README says, in a bare environment on the other side of the world."""
    bare = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    bare |= {"SOURCE_DATE_EPOCH": "1768435200", "TZ": "Pacific/Auckland", "PYTHONUTF8": "1"}
    command = [sys.executable, "-I", "-m", "typeset", "make-issue", "2026-01", "--pdf-only"]
    return subprocess.run(command, cwd=folder, env=bare, capture_output=True, check=False).returncode


@pytest.mark.edition
def test_an_archive_makes_the_same_bytes_again(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768435200")
    assert main(["--lang", "zh", "proof", "2026-01", "--pass", "付印", "--by", "赵六"]) == 0
    assert main(["--lang", "zh", "handover", "2026-01", "--json"]) == 0
    told = json.loads(capsys.readouterr().out.partition("{")[2].join(["{", ""]))

    with zipfile.ZipFile(project / told["printing_house"]) as parcel:
        names = set(parcel.namelist())
        printed = next(name for name in names if name.endswith("_CMYK.pdf"))
        listed = parcel.read("校验和_SHA256SUMS.txt").decode().splitlines()
        sums = {name: digest for digest, _, name in (line.partition("  ") for line in listed)}
        assert sums == {
            name: hashlib.sha256(parcel.read(name)).hexdigest() for name in names - {"校验和_SHA256SUMS.txt"}
        }
        sheet = parcel.read("工友-通讯_2026年第1期_印制工单.yaml").decode()
        press = parcel.read(printed)
    assert printed == "工友-通讯_2026年第1期_210x285_4页_CMYK.pdf"
    assert printed in sheet
    assert "工友-通讯_2026年第1期_印前检查报告.pdf" in names

    fresh = tmp_path / "fresh"
    with zipfile.ZipFile(project / told["archive"]) as archive:
        assert set(SHARED) <= set(archive.namelist())
        archive.extractall(fresh)
    assert "SOURCE_DATE_EPOCH=1768435200 typeset make-issue 2026-01" in (fresh / "README.txt").read_text("utf-8-sig")
    assert rebuilt(fresh) == 0
    for name in ("2026-01.pdf", "2026-01-print.pdf"):
        assert (fresh / "build" / "2026-01" / name).read_bytes() == (fresh / "results" / name).read_bytes()
    assert (fresh / "results" / "2026-01-print.pdf").read_bytes() == press
    assert (fresh / "issues" / "2026-01" / "proofs" / "付印" / "proof.json").is_file()
    assert "weasyprint==" in (fresh / "requirements.txt").read_text("utf-8")

    monkeypatch.chdir(project)
    before = {path.name: path.read_bytes() for path in (project / "handover" / "2026-01").iterdir()}
    assert main(["--lang", "zh", "handover", "2026-01"]) == 0
    assert {path.name: path.read_bytes() for path in (project / "handover" / "2026-01").iterdir()} == before

    (project / "issues" / "2026-01" / "articles" / "one.md").write_text("正文改了一句话。\n", "utf-8")
    capsys.readouterr()
    assert main(["--lang", "en", "handover", "2026-01"]) == 1
    told_then = capsys.readouterr().err
    assert "issues/2026-01/articles/one.md was changed" in told_then
    assert "[handover-changed]" in told_then
    assert {path.name: path.read_bytes() for path in (project / "handover" / "2026-01").iterdir()} == before


def for_press(project: Path, build: str = "") -> EditionFolder:
    """The edition as 付印, by what a proof leaves; no page is set."""
    workspace = Workspace(project)
    folder = workspace.edition("2026-01")
    checked = check_edition(folder, workspace)
    sums = source_sums(folder, workspace, checked.layout.folder)
    proof = Proof(
        "付印",
        "2026-01",
        "工友",
        "第1期",
        "付印",
        1,
        "2026-01-16 09:00",
        "",
        build,
        "1",
        sums,
        (),
        (),
        (),
        (),
        pdf=b"%PDF",
    )
    save_proof(folder, proof, b"%PDF")
    append_lines(folder, [StatusLine("2026-01-16 09:00", "付印", "赵六", "", "", "付印", build)])
    return folder


OWN = {"刊头": "刊头: {}", "封面": "封面: {{图片: {{文件: {}}}}}", "补白": "补白: [{}]"}


@pytest.mark.parametrize("key", OWN)
def test_a_shared_picture_in_another_editions_folder_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    other = project / "issues" / "2025-12"
    (other / "photos").mkdir(parents=True)
    (other / "issue.yaml").write_text(ISSUE, "utf-8")
    (other / "photos" / "logo.svg").write_text(LOGO, "utf-8")
    line = OWN[key].format("2025-12/photos/logo.svg")
    (project / "issues" / "publication.yaml").write_text(f"刊物:\n  刊名: 工友\n  {line}\n", "utf-8")

    assert main(["--lang", "zh", "check", "2026-01"]) == 1

    told = capsys.readouterr().err
    assert f"issues/publication.yaml:3:{line.index('2025') + 3}: 错误: " in told
    assert "用了另一期文件夹里的图片“2025-12/photos/logo.svg”" in told
    assert "[picture-other-edition]" in told


def test_a_shared_picture_beside_the_editions_is_taken(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (project / SHARED[0]).is_file()
    assert main(["--lang", "zh", "check", "2026-01"]) == 0
    told = capsys.readouterr().err
    assert "picture-other-edition" not in told
    assert "picture-missing" not in told
    assert "logo.svg" not in told  # the name, drawn: it needs no description of its own


def refused(capsys: pytest.CaptureFixture[str], *more: str) -> str:
    capsys.readouterr()
    assert main(["--lang", "zh", "handover", "2026-01", *more]) in (1, 2)
    assert not Path("handover").exists()
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("issues/2026-01/issue.yaml", "改动了"),
        ("issues/2026-01/articles/one.md", "改动了"),
        ("issues/2026-01/photos/a.jpg", "改动了"),
        ("issues/2026-01/photos/b.jpg", "是新加的"),
        ("issues/publication.yaml", "改动了"),
        *((name, "改动了") for name in SHARED),
    ],
)
def test_any_source_changed_after_press_is_named_and_stops_it(
    project: Path, capsys: pytest.CaptureFixture[str], name: str, what: str
) -> None:
    for_press(project)
    path = project / name
    path.write_bytes((path.read_bytes() if path.exists() else b"") + b"\n")
    told = refused(capsys)
    assert f"付印（2026-01-16 09:00）之后，{name} {what}。" in told
    assert "“2026-01”付印（2026-01-16 09:00）之后有改动，或付印样不全，不能交付。" in told


def test_a_lost_proof_and_a_wrong_target_stop_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = for_press(project)
    inside = str(folder.path / "out")
    assert "不是文件夹，或在期次文件夹里面" in refused(capsys, "--to", inside)
    shutil.rmtree(folder.path / "proofs")
    assert "付印样“付印”不在 proofs 文件夹里" in refused(capsys)


@pytest.mark.edition
def test_other_pages_than_those_signed_stop_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for_press(project, "0" * 12)
    told = refused(capsys)
    assert "排出来却和付印样不一样（付印样 000000000000，现在 " in told
    assert "[handover-other-build]" in told
