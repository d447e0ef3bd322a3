"""Handing over from the outside: refused before 付印, and an archive from which the same bytes are made."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from typeset.cli import main

PUBLICATION = """\
刊物:
  刊名: 工友:通讯
  出版物类别: 其他
"""
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
    monkeypatch.chdir(root)
    return root


@pytest.mark.edition
def test_before_it_is_for_press_nothing_is_handed_over(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "zh", "handover", "2026-01"]) == 1

    told = capsys.readouterr().err
    assert "“2026-01”还没有付印（现在是“组稿”），不能交付。 [handover-not-press]" in told
    assert "--pass 付印，然后重新交付。" in told
    assert not (project / "handover").exists()


@pytest.mark.edition
def test_an_archive_makes_the_same_bytes_again(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "zh", "proof", "2026-01", "--pass", "付印", "--by", "赵六"]) == 0
    assert main(["--lang", "zh", "handover", "2026-01", "--json"]) == 0
    told = json.loads(capsys.readouterr().out.partition("{")[2].join(["{", ""]))

    with zipfile.ZipFile(project / told["printing_house"]) as parcel:
        names = set(parcel.namelist())
        printed = next(name for name in names if name.endswith("_CMYK.pdf"))
        sums = dict(reversed(line.split("  ")) for line in parcel.read("校验和_SHA256SUMS.txt").decode().splitlines())
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
        archive.extractall(fresh)
    monkeypatch.chdir(fresh)
    assert main(["--lang", "zh", "make-issue", "2026-01", "--pdf-only"]) == 0
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
