"""The commands from the outside: what they print, what they write, their exit codes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from typeset.cli import main
from typeset.workspace import Workspace

GOOD = """\
刊物:
  刊名: 试刊
  期号: 1
栏目:
  - 栏目: 要闻
    文章:
      - 标题: 一篇文章
        正文: 正文只有一句话。
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "issues" / "2026-01").mkdir(parents=True)
    (tmp_path / "issues" / "publication.yaml").write_text("刊物: {出版物类别: 其他}\n", "utf-8")
    (tmp_path / "issues" / "2026-01" / "issue.yaml").write_text(GOOD, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_issue(project: Path, text: str) -> None:
    (project / "issues" / "2026-01" / "issue.yaml").write_text(text, "utf-8")


@pytest.mark.edition
def test_make_issue_writes_the_results_and_prints_an_account(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["make-issue", "2026-01", "--lang", "zh"]) == 0

    out = capsys.readouterr().out
    assert "共 1 篇，11 个汉字，4 页；0 个错误，0 个警告，" in out
    assert "屏幕 PDF：build/2026-01/2026-01.pdf (" in out
    assert "印刷 PDF：build/2026-01/2026-01-print.pdf (" in out
    written = {path.name for path in (project / "build" / "2026-01").iterdir()}
    beside = {"2026-01-print.pdf", "2026-01-preflight.pdf", "2026-01-job.pdf", "2026-01-job.yaml"}
    assert written == {"2026-01.pdf", "flatplan.png", "pages", "report.json", *beside}


def test_an_edition_at_a_path_belongs_to_the_project_that_it_lies_in(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (project / "issues" / "publication.yaml").write_text("版式: modern\n版式选项: {署名: 乱写}\n", "utf-8")
    other = tmp_path_factory.mktemp("other")
    here = [other]
    (other / "b" / "issues").mkdir(parents=True)
    (other / "b" / "issues" / "publication.yaml").write_text("版式: classic\n", "utf-8")
    here.append(other / "b")

    for folder in here:
        monkeypatch.chdir(folder)
        assert main(["check", str(project / "issues" / "2026-01"), "--lang", "en"]) == 1
        assert "issues/publication.yaml:2:" in capsys.readouterr().err


@pytest.mark.edition
def test_errors_in_content_do_not_stop_the_pages_but_the_exit_code_tells(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_issue(project, GOOD + "        照片: photos/none.jpg\n        来原: 《某报》\n")

    assert main(["make-issue", "2026-01", "--pdf-only", "--screen", "--lang", "en"]) == 1

    captured = capsys.readouterr()
    assert "issues/2026-01/issue.yaml:9:13: error: " in captured.err
    assert "[picture-missing]" in captured.err
    assert "2 errors" in captured.out
    assert (project / "build" / "2026-01" / "2026-01.pdf").stat().st_size > 10_000


def test_a_manifest_that_gives_no_pages_leaves_the_last_results(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = project / "build" / "2026-01"
    results.mkdir(parents=True)
    (results / "2026-01.pdf").write_bytes(b"the last good one")
    write_issue(project, "栏目: [")

    assert main(["make-issue", "2026-01"]) == 1

    assert (results / "2026-01.pdf").read_bytes() == b"the last good one"
    assert "Traceback" not in capsys.readouterr().err


def test_an_interrupted_build_leaves_the_last_results(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    results = project / "build" / "2026-01"
    results.mkdir(parents=True)
    (results / "2026-01.pdf").write_bytes(b"the last good one")

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("typeset.build.results.page_pictures", interrupted)

    assert main(["make-issue", "2026-01", "--lang", "zh"]) == 130
    assert (results / "2026-01.pdf").read_bytes() == b"the last good one"
    assert "已中断，原有的文件没有改动。" in capsys.readouterr().out


def test_check_finds_the_same_without_setting_pages(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_issue(project, GOOD + "        照片: photos/none.jpg\n")

    assert main(["check", "2026-01", "--json"]) == 1

    found = json.loads(capsys.readouterr().out)
    assert [(item["code"], item["line"], item["severity"]) for item in found] == [("picture-missing", 9, "error")]
    assert found[0]["message"]["zh"] == "找不到图片“photos/none.jpg”。"
    assert not (project / "build" / "2026-01").exists()


@pytest.mark.usefixtures("project")
def test_a_wrong_edition_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "2026-02", "--lang", "zh"]) == 2
    assert "没有名为“2026-02”的期次" in capsys.readouterr().err


def test_an_unknown_argument_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["make-issue"])

    assert stop.value.code == 2
    assert "EDITION" in capsys.readouterr().err


@pytest.mark.usefixtures("project")
def test_the_language_is_the_locales_unless_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for locale, words in (("en_GB.UTF-8", "no edition"), ("zh_CN.UTF-8", "没有名为")):
        monkeypatch.setenv("LC_ALL", locale)
        main(["check", "2026-02"])
        assert words in capsys.readouterr().err


@pytest.mark.parametrize("kind", [[], ["--publication"]])
def test_schema_is_json_with_words_in_both_languages(kind: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", *kind]) == 0

    schema = json.loads(capsys.readouterr().out)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_layouts_lists_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layouts", "--lang", "zh"]) == 0

    out = capsys.readouterr().out
    assert "classic  党刊（大16开，双栏）" in out
    assert "主色（accent）" in out


def test_render_sets_a_page_with_the_projects_fonts_and_nothing_outside_its_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    (tmp_path / "secret.css").write_text("p { color: red }")
    (folder / "page.html").write_text(
        '<meta charset="utf-8"><html lang=zh><link rel=stylesheet href="../secret.css"><p style="font: 9pt kai">楷体',
        "utf-8",
    )

    assert main(["render", str(folder / "page.html"), str(tmp_path / "out.pdf"), "--lang", "zh"]) == 1

    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
    assert "已拒绝：http://typeset.invalid/secret.css" in capsys.readouterr().err


def test_every_shipped_layout_is_clean(tmp_path: Path) -> None:
    from typeset.build import Typesetter
    from typeset.fonts import load_catalogue
    from typeset.layout import find_layouts, load_layout

    folders = Workspace(tmp_path).layouts
    catalogue, _ = load_catalogue(Workspace(tmp_path).fonts)
    for name in find_layouts(folders):
        assert Typesetter(load_layout(name, folders), catalogue).problems == ()


@pytest.mark.parametrize(
    ("called", "typed"),
    [
        (".venv/bin/typeset", ".venv/bin/typeset"),
        ("/usr/local/bin/typeset", "paiban"),
        ("/usr/local/bin/paiban", "paiban"),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="the builtin is one of POSIX shells")
def test_hints_name_a_command_that_can_be_typed(
    called: str, typed: str, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`typeset` alone is a builtin of bash and zsh."""
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/local/bin/{name}")
    monkeypatch.setattr("sys.argv", [str(project / called) if "venv" in called else called])

    assert main(["check", "2026-02", "--lang", "zh"]) == 2

    assert f"或用 {typed} new-issue 建立新的一期" in capsys.readouterr().err


@pytest.mark.usefixtures("project")
def test_a_fault_of_the_program_is_told_without_a_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("typeset.build.check_edition", fails)

    assert main(["check", "2026-01", "--lang", "en"]) == 70

    shown = capsys.readouterr().err
    assert "The program failed (ZeroDivisionError: by zero)" in shown
    assert "Traceback" not in shown
    log = Path(shown.split("the details are in ")[1].split(". [")[0])
    assert "in fails" in log.read_text("utf-8")
    log.unlink()
