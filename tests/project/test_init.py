from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from typeset.editions import placing
from typeset.editions.starting import answer_problems, start_publication
from typeset.manifest import read_issue, read_publication
from typeset.problems import Giveup, Severity
from typeset.workspace import EditionFolder, Workspace

from .conftest import Project, Run

FILES = [
    "issues/publication.yaml",
    "fonts/README.md",
    "layouts/README.md",
    ".gitignore",
    ".vscode/settings.json",
    ".vscode/extensions.json",
    ".typeset/issue.schema.json",
    ".typeset/publication.schema.json",
    "issues/2026-01/issue.yaml",
    "issues/2026-01/articles/01-start.md",
    "issues/2026-01/articles/02-manuscripts.md",
    "issues/2026-01/photos/README.md",
]
ANSWERS = {"title": "工友通讯", "publisher": "总工会", "layout": "classic", "number": "1", "date": "2026-01-15"}


class Typist(io.StringIO):
    """Somebody who types at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


def test_a_publication_is_started_without_questions(here: Project, run: Run) -> None:
    ran = run("init", "paper", "--yes")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "已在 paper 建立刊物，样例是 2026-01 这一期。\n新文件：\n"
        + "".join(f"    {name}\n" for name in FILES)
        + "下一步：进入 paper，运行 typeset make-issue 2026-01 看看样例；再按需要修改 issues/publication.yaml"
        "（刊名、版权信息）和 issues/2026-01/issue.yaml（栏目、文章）。\n"
    )
    assert set(here.files("paper")) == set(FILES)
    made = Project(here.root / "paper").issue("2026-01").publication
    assert (made.title, made.publisher, made.number, made.date) == ("（待填刊名）", "（待填）", 1, "2026-01-15")


def test_it_speaks_english_too(here: Project, run: Run) -> None:
    ran = run("init", "paper", "--yes", lang="en")

    assert ran.out.startswith("Started a publication in paper; 2026-01 is an example edition.\nNew files:\n    issues/")
    assert ran.out.endswith(
        "Next: change into paper and run typeset make-issue 2026-01 to see the example; then edit"
        " issues/publication.yaml (name, imprint) and issues/2026-01/issue.yaml (columns, articles).\n"
    )
    assert (here.root / "paper").is_dir()


def test_every_answer_is_also_a_flag(here: Project, run: Run) -> None:
    words = ("--title", "工友: 通讯", "--publisher", "江阴市‘总’工会 #1", "--layout", "classic", "--number", "3-4")

    assert run("init", "paper", "--date", "2026年4月", *words).code == 0

    made = Project(here.root / "paper").issue("2026-03-04").publication
    assert (made.title, made.publisher) == ("工友: 通讯", "江阴市‘总’工会 #1")
    assert made.imprint.compiled_by == "江阴市‘总’工会 #1"
    assert (made.number, made.total_number, made.kind, made.date) == ("3-4", None, "double", "2026-04")


def test_questions_are_asked_at_a_terminal_until_the_answer_will_do(
    here: Project, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Typist("工友通讯\n\nclasic\nclassic\n三\n2\n明天\n2026-2-1\n"))

    ran = run("init", "paper")

    assert ran.code == 0
    assert ran.out.startswith(
        "刊名（直接回车为“（待填刊名）”）：主办单位（直接回车为“（待填）”）：版式（直接回车为“classic”）："
        "版式（直接回车为“classic”）：第一期的期号（直接回车为“1”）：第一期的期号（直接回车为“1”）："
        "第一期的日期（直接回车为“2026-01-15”）：第一期的日期（直接回车为“2026-01-15”）：已在 paper 建立刊物"
    )
    for code in ("layout-unknown", "init-number", "manifest-date-form"):
        assert f"[{code}]" in ran.err
    made = Project(here.root / "paper").issue("2026-02").publication
    assert (made.title, made.publisher, made.number, made.date) == ("工友通讯", "（待填）", 2, "2026-02-01")


def test_flags_are_not_asked_for_and_an_ended_input_takes_the_rest_by_default(
    here: Project, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Typist("工友通讯\n"))

    ran = run("init", "paper", "--publisher", "总工会", "--number", "2", lang="en")

    assert ran.code == 0
    assert ran.out.startswith("the publication's name [（待填刊名）]: layout [classic]: Started a publication in paper")
    made = Project(here.root / "paper").issue("2026-02").publication
    assert (made.title, made.publisher) == ("工友通讯", "总工会")


@pytest.mark.parametrize("there", ["issues/publication.yaml", ".gitignore", "fonts/README.md"])
def test_nothing_is_overwritten_and_nothing_is_half_made(here: Project, run: Run, there: str) -> None:
    here.write(f"paper/{there}", "我的")
    here.write("paper/notes.txt", "笔记")
    before = here.files()

    ran = run("init", "paper", "--yes")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"错误: “{here.root / 'paper'}”里已经有：{there}。没有写入任何文件。 [init-exists]\n"
        "    改法: 换一个文件夹，或先把这些文件移走。已有的刊物要出新的一期，用 typeset new-issue。\n\n"
    )
    english = run("init", "paper", "--yes", lang="en").err
    assert english.startswith(
        f"error: {here.root / 'paper'} already has: {there}. Nothing was written. [init-exists]\n"
    )
    assert here.files() == before


def test_all_files_that_are_there_are_named(here: Project, run: Run) -> None:
    run("init", "paper", "--yes")
    before = here.files()

    assert f"里已经有：{'、'.join(FILES)}。没有写入任何文件。" in run("init", "paper", "--yes").err
    assert here.files() == before


def test_a_folder_that_holds_other_things_can_become_a_publication(here: Project, run: Run) -> None:
    here.write("README.md", "我的")
    here.write("fonts/FZFSK.TTF", b"font")

    assert run("init", ".", "--yes").code == 0

    assert set(here.files()) == {*FILES, "README.md", "fonts/FZFSK.TTF"}
    assert run("new-issue").code == 0


def test_a_file_is_no_folder(here: Project, run: Run) -> None:
    here.write("paper", "文件")

    ran = run("init", "paper", "--yes")

    assert ran.code == 2
    assert ran.err.startswith(
        f"错误: “{here.root / 'paper'}”是一个文件，不能当作刊物的文件夹。没有写入任何文件。 [init-not-a-folder]\n"
    )
    assert run("init", "paper", "--yes", lang="en").err.startswith(
        f"error: {here.root / 'paper'} is a file and cannot be the publication's folder. Nothing was written."
    )


@pytest.mark.parametrize(
    ("flag", "answer", "message"),
    [
        ("--number", "三", "期号“三”看不懂。 [init-number]"),
        ("--number", "0", "期号“0”看不懂。 [init-number]"),
        ("--number", "3-5", "期号“3-5”看不懂。 [init-number]"),
        ("--title", "字" * 61, "刊名要写成一行，不超过 60 个字。 [init-title]"),
        ("--title", " ", "刊名要写成一行，不超过 60 个字。 [init-title]"),
        ("--publisher", "一\n二", "主办单位要写成一行，不超过 60 个字。 [init-publisher]"),
        ("--layout", "clasic", "[layout-unknown]"),
        ("--layout", "../classic", "[layout-unknown]"),
        ("--date", "2026-02-30", "[manifest-date-invalid]"),
    ],
)
def test_a_flag_that_will_not_do_is_wrong_use(here: Project, run: Run, flag: str, answer: str, message: str) -> None:
    ran = run("init", "paper", "--yes", flag, answer)

    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert here.files() == {}
    assert not (here.root / "paper").exists()


def test_all_wrong_flags_are_named_at_once(here: Project, run: Run) -> None:
    ran = run("init", "paper", "--yes", "--number", "x", "--date", "y", lang="en")

    assert "error: The number “x” cannot be understood. [init-number]" in ran.err
    assert "[manifest-date-form]" in ran.err
    assert here.files() == {}


def test_a_failing_disk_leaves_nothing(here: Project, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "paper")

    monkeypatch.setattr(placing, "_write", fail)

    assert run("init", "deep/paper", "--yes").code == 3
    assert not (here.root / "deep").exists()


@settings(deadline=None, max_examples=60)
@given(
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.sampled_from(["1", "9", "3-4", "12"]),
    st.dates().map(lambda date: date.isoformat()),
)
def test_whatever_the_answers_the_files_can_be_read(tmp_path_factory, title: str, number: str, date: str) -> None:
    folder = tmp_path_factory.mktemp("paper")
    answers = {**ANSWERS, "title": title, "publisher": title, "number": number, "date": date}
    if answer_problems("title", title, folder):
        with pytest.raises(Giveup):
            start_publication(folder, answers)
        return

    started = start_publication(folder, answers)

    reading = read_issue(started.edition, Workspace(folder))
    assert reading.issue is not None
    publication = reading.issue.publication
    assert publication.title == publication.publisher == publication.imprint.compiled_by == title.strip()
    assert (str(publication.number), publication.date) == (number, date)
    assert [item.code for item in reading.problems if item.severity is not Severity.NOTICE] == []


def test_what_is_made_is_clean_for_the_reader_and_for_the_schema(here: Project) -> None:
    started = start_publication(here.root, ANSWERS)

    workspace = Workspace(here.root)
    reading, shared = read_issue(started.edition, workspace), read_publication(workspace)
    assert reading.problems == shared.problems == ()
    for schema, file in (("issue", started.edition.manifest), ("publication", workspace.publication_file)):
        written = json.loads((here.root / f".typeset/{schema}.schema.json").read_text("utf-8"))
        data = json.loads(json.dumps(yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)))
        jsonschema.Draft7Validator.check_schema(written)
        assert [error.message for error in jsonschema.Draft7Validator(written).iter_errors(_typed(data))] == []


def _typed(data: object) -> object:
    """Plain numbers as numbers and 是 as it is: what YAML 1.2, which the editor's extension reads, makes of them."""
    if isinstance(data, dict):
        return {key: _typed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_typed(value) for value in data]
    return int(data) if isinstance(data, str) and data.isdecimal() else data


def test_the_editors_settings_point_at_files_that_are_there(here: Project) -> None:
    start_publication(here.root, ANSWERS)

    settings = json.loads((here.root / ".vscode/settings.json").read_text("utf-8"))

    for schema, files in settings["yaml.schemas"].items():
        assert (here.root / schema).is_file()
        assert all(list(here.root.glob(pattern)) for pattern in files)


def test_the_example_shows_what_an_editor_needs(here: Project, run: Run) -> None:
    run("init", ".", "--yes")
    issue = here.issue("2026-01")

    articles = [article for section in issue.sections for article in section.articles]
    assert [section.heading for section in issue.sections] == ["编者的话", "使用指南"]
    assert [photo.awaited for article in articles for photo in article.photos] == [True]
    assert issue.publication.cover.lines == tuple(article.title for article in articles[:2])
    assert issue.publication.imprint.notice == "内部资料，免费交流"
    assert issue.publication.imprint.permit == "（待填）"
    text = (here.root / "issues/2026-01/articles/01-start.md").read_text("utf-8")
    assert "\n## " in text
    assert "\n**文章放在 articles。**每篇" in text
    assert "\n1. " in text


@pytest.mark.usefixtures("here")
def test_the_example_is_checked_without_an_error(run: Run) -> None:
    run("init", ".", "--yes")

    ran = run("check", "2026-01")

    assert ran.code == 0
    # the awaited picture, （待填）, the print date; the editor's note
    assert ran.out == "2026-01：0 个错误，3 个警告，1 个提示。\n"
    assert "[picture-awaited]" in ran.err


@pytest.mark.edition
def test_the_example_is_made_without_an_error(here: Project, run: Run) -> None:
    run("init", ".", "--yes", "--title", "工友通讯")

    ran = run("make-issue", "2026-01", "--pdf-only", "--screen")

    assert ran.code == 0, ran.err
    assert (here.root / "build/2026-01/2026-01.pdf").read_bytes().startswith(b"%PDF-")


def test_the_next_edition_of_the_example_can_be_begun(here: Project, run: Run) -> None:
    run("init", ".", "--yes")

    assert "从 2026-01 带来的栏目：使用指南。\n" in run("new-issue").out
    reading = read_issue(EditionFolder(here.root / "issues/2026-02"), Workspace(here.root))
    assert [item.code for item in reading.problems] == ["manifest-empty-section"]
