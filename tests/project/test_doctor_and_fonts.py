from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from typeset import machine, workspace
from typeset.cli.table import cells, table
from typeset.machine import Check
from typeset.problems import problem

from .conftest import Project, Run


@pytest.fixture
def font(project: Project, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A font of two characters in the project's fonts folder, and nothing shipped."""
    monkeypatch.setattr(workspace, "shipped", lambda kind: project.root / "shipped" / kind)
    builder = FontBuilder(1000, isTTF=True)
    names = {".notdef": None, "zhong": 0x4E2D, "wen": 0x6587}
    builder.setupGlyphOrder(list(names))
    builder.setupCharacterMap({point: name for name, point in names.items() if point})
    builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Test 宋体", "styleName": "Regular", "version": "Version 1.5"})
    builder.setupOS2(usWeightClass=400, fsType=0, fsSelection=64)
    builder.setupPost()
    path = project.root / "fonts" / "test.ttf"
    path.parent.mkdir()
    builder.save(path)
    return path


def listed(font: Path, roles: str, sha256: str = "") -> None:
    line = f"    sha256: {sha256}\n" if sha256 else ""
    (font.parent / "fonts.yaml").write_text(
        f"faces:\n  - file: test.ttf\n    role: {roles}\n    licence: 自有\n{line}", "utf-8"
    )


def test_fonts_are_listed_in_a_table_that_aligns(font: Path, run: Run) -> None:
    digest = hashlib.sha256(font.read_bytes()).hexdigest()
    listed(font, "song", digest)

    ran = run("fonts")

    assert ran.out.splitlines()[:2] == [
        "用途          字体       字重  版本  授权  字符数  核对  文件",
        "宋体、小标宋  Test 宋体   400  1.5   自有       2  相符  fonts/test.ttf",
    ]
    english = run("fonts", lang="en").out.splitlines()
    assert english[:2] == [
        "Role                Font       Weight  Version  Licence  Characters  Check    File",
        "song, xiaobiaosong  Test 宋体     400  1.5      自有              2  matches  fonts/test.ttf",
    ]
    assert english[2].startswith("1 fonts, ")


def test_roles_that_no_font_serves_are_errors(font: Path, run: Run) -> None:
    listed(font, "song")

    ran = run("fonts")

    assert ran.code == 1
    assert "未登记  fonts/test.ttf" in ran.out
    assert ran.out.endswith("共 1 个字体，3 个错误。\n")
    assert ran.err.count("[fonts-role-missing]") == 3


def test_a_font_that_was_replaced_fails(font: Path, run: Run) -> None:
    listed(font, "song", "0" * 64)

    ran = run("fonts")

    assert ran.code == 1
    assert "fonts/fonts.yaml:5:13: 错误: " in ran.err
    assert "[fonts-sha256-differs]" in ran.err
    assert "    sha256: 0000" in ran.err  # the source line


def test_fonts_as_json(font: Path, run: Run) -> None:
    listed(font, "song")

    ran = run("fonts", "--json")
    data = json.loads(ran.out)

    assert (ran.code, ran.err) == (1, "")
    assert [(row["family"], row["weight"], row["sha256"], row["verified"]) for row in data["fonts"]] == [
        ("Test 宋体", 400, hashlib.sha256(font.read_bytes()).hexdigest(), False)
    ]
    assert {item["code"] for item in data["problems"]} == {"fonts-role-missing"}
    assert data["problems"][0]["message"].keys() == {"zh", "en"}


def test_shipped_fonts_are_listed_outside_a_project_and_all_match(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    ran = run("fonts", "--json")

    rows = json.loads(ran.out)["fonts"]
    assert ran.code == 0
    assert all(row["verified"] for row in rows)
    assert {role for row in rows for role in row["serves"]} >= {"song", "hei", "kai", "fang"}


GOOD = (Check("Python", "3.11.2"), Check("Pango", "1.50.12"))
MISSING = Check(
    "HarfBuzz-Subset",
    "",
    problem("machine-subsetter-missing", library="HarfBuzz-Subset", command="sudo apt-get install libharfbuzz-subset0"),
)
OLD = Check(
    "WeasyPrint", "68.1", problem("machine-weasyprint-version", found="68.1", needed=70, command="pip install x")
)


def test_the_doctor_is_content(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "check_machine", lambda: GOOD)

    ran = run("doctor")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "好  Python  3.11.2\n好  Pango   1.50.12\n这台电脑齐备，可以排版。\n"
    assert run("doctor", lang="en").out.endswith("This machine has everything that is needed.\n")


def test_the_doctor_names_what_is_missing_and_the_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "check_machine", lambda: (*GOOD, MISSING, OLD))

    ran = run("doctor")

    assert ran.code == 3
    assert ran.out == (
        "好      Python           3.11.2\n"
        "好      Pango            1.50.12\n"
        "缺      HarfBuzz-Subset\n"
        "不合用  WeasyPrint       68.1\n"
        "有 2 项不行，照提示的命令补齐以后再运行 typeset doctor。\n"
    )
    assert "sudo apt-get install libharfbuzz-subset0" in ran.err
    assert "pip install x" in ran.err
    english = run("doctor", lang="en").out
    assert "missing      HarfBuzz-Subset\nwill not do  WeasyPrint       68.1\n" in english
    assert english.endswith("2 items will not do; run the commands given, then typeset doctor again.\n")


def test_the_doctor_in_json(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "check_machine", lambda: (*GOOD, MISSING))

    ran = run("doctor", "--json")
    data = json.loads(ran.out)

    assert (ran.code, ran.err, data["ok"]) == (3, "", False)
    assert [(item["name"], item["found"], item["ok"]) for item in data["checks"]] == [
        ("Python", "3.11.2", True),
        ("Pango", "1.50.12", True),
        ("HarfBuzz-Subset", "", False),
    ]
    assert "sudo apt-get install libharfbuzz-subset0" in data["checks"][2]["problem"]["hint"]["en"]


def test_this_machine_is_looked_at(run: Run) -> None:
    ran = run("doctor", "--json")
    assert ran.code == 0, ran.out
    assert {"Python", "WeasyPrint", "HarfBuzz-Subset"} <= {item["name"] for item in json.loads(ran.out)["checks"]}


def test_wide_characters_take_two_cells_and_combining_ones_none() -> None:
    assert [cells(text) for text in ("a", "中", "：", "é", "e\u0301", "")] == [1, 2, 2, 1, 1, 0]


def test_a_table_sets_columns_left_or_right() -> None:
    assert table([["甲", "1", "x"], ["bcd", "23", ""]], right=frozenset({1})) == ["甲    1  x", "bcd  23"]
