from __future__ import annotations

import shutil

import pytest

from .conftest import Project, Run

LAST = """\
刊物:
  期号: 1
  总期号: 25
  日期: 2023-01-15
栏目:
  - 栏目: 主席之声
    固定栏目: 是
    文章:
      - 标题: 排好了的
        正文: articles/1.md
  - 栏目: 履职手记
    文章:
      - 标题: 还在等 照片的
        缓发: 是
        正文: articles/2.md
        照片:
          - photos/a.jpg
          - {文件: photos/b.jpg, 待补: 是}
          - photos/lost.jpg
"""


@pytest.fixture
def last(project: Project) -> Project:
    project.write("issues/2023-01/issue.yaml", LAST)
    project.write("issues/2023-01/articles/1.md", "正文。\n")
    project.write(
        "issues/2023-01/articles/2.md", "正文。\n\n- 一\n\n  ![图](photos/inside.png)\n\n> ![图](photos/q.png)\n"
    )
    for name in ("a.jpg", "inside.png", "q.png", "other.jpg"):
        project.write(f"issues/2023-01/photos/{name}", name.encode())
    return project


def test_the_next_edition_takes_standing_columns_and_what_is_held_over(last: Project, run: Run) -> None:
    before = last.files("issues/2023-01")

    ran = run("new-issue")

    assert ran.code == 0
    assert ran.out == (
        "已建立 issues/2023-02：2023 年第 2 期（总第 26 期），日期 2023-02-15。\n"
        "从 2023-01 带来的栏目：主席之声、履职手记。\n"
        "带来的缓发文章：还在等 照片的。\n"
        "一起复制的文件：articles/2.md、photos/inside.png、photos/q.png、photos/a.jpg。\n"
        "下一步：把文稿放进 issues/2023-02/articles，照片放进 issues/2023-02/photos，在 issues/2023-02/issue.yaml"
        " 里列出文章，然后运行 typeset make-issue 2023-02。\n"
    )
    assert ran.err == (
        "警告: 缓发文章用到的文件“photos/lost.jpg”在 2023-01 里找不到，没有带过来。 [new-issue-file-missing]\n"
        "    改法: 把文件放到新一期的同名位置。\n\n"
    )
    files = last.files("issues/2023-02")
    assert set(files) == {"issue.yaml", "articles/2.md", "photos/inside.png", "photos/q.png", "photos/a.jpg"}
    assert files["photos/q.png"] == b"q.png"
    assert last.files("issues/2023-01") == before
    issue = last.issue("2023-02")
    assert [(item.heading, [each.title for each in item.articles]) for item in issue.sections] == [
        ("主席之声", []),
        ("履职手记", ["还在等 照片的"]),
    ]
    assert not issue.sections[1].articles[0].held
    assert (issue.publication.number, issue.publication.total_number, issue.publication.date) == (2, 26, "2023-02-15")


@pytest.mark.usefixtures("last")
def test_it_speaks_english_too(run: Run) -> None:
    ran = run("new-issue", "--double", lang="en")

    assert ran.out == (
        "Made issues/2023-02-03: 2023, double number 2-3 (total number 26-27), dated 2023-03-15.\n"
        "Columns carried from 2023-01: 主席之声, 履职手记.\n"
        "Article held over: 还在等 照片的.\n"
        "Files copied: articles/2.md, photos/inside.png, photos/q.png, photos/a.jpg.\n"
        "Next: put manuscripts into issues/2023-02-03/articles and photos into issues/2023-02-03/photos, list the"
        " articles in issues/2023-02-03/issue.yaml, then run typeset make-issue 2023-02-03.\n"
    )
    assert ran.err.startswith(
        "warning: The file photos/lost.jpg of an article held over is not there in 2023-01 and was not carried."
    )


def test_numbers_names_and_dates_go_on_through_a_year_and_into_the_next(last: Project, run: Run) -> None:
    for words in ([], ["--double"], ["--extra"], [], ["--extra"], ["--date", "2024年1月20日"], [], ["--double"]):
        assert run("new-issue", *words).code == 0

    names = sorted(path.name for path in (last.root / "issues").iterdir() if path.is_dir())
    found = {name: last.issue(name).publication for name in names}
    assert {name: (str(each.number), each.total_number, each.kind, each.date) for name, each in found.items()} == {
        "2023-01": ("1", 25, "regular", "2023-01-15"),
        "2023-02": ("2", 26, "regular", "2023-02-15"),
        "2023-03-04": ("3-4", "27-28", "double", "2023-04-15"),
        "2023-zengkan-1": ("1", None, "extra", "2023-05-15"),
        "2023-05": ("5", 29, "regular", "2023-05-15"),
        "2023-zengkan-2": ("2", None, "extra", "2023-06-15"),
        "2024-01": ("1", 30, "regular", "2024-01-20"),
        "2024-02": ("2", 31, "regular", "2024-02-20"),
        "2024-03-04": ("3-4", "32-33", "double", "2024-04-20"),
    }


@pytest.mark.usefixtures("last")
def test_an_extra_says_what_it_is(run: Run) -> None:
    assert run("new-issue", "--extra").out.startswith(
        "已建立 issues/2023-zengkan-1：2023 年增刊第 1 期，日期 2023-02-15。\n"
    )
    assert run("new-issue", "--extra", lang="en").out.startswith(
        "Made issues/2023-zengkan-2: 2023, extra 2, dated 2023-02-15.\n"
    )


def test_an_edition_may_be_named_and_made_from_another(last: Project, run: Run) -> None:
    last.write("issues/2023-02/issue.yaml", "刊物: {期号: 2, 总期号: 26, 日期: 2023-02-15}\n栏目: [甲]\n")

    ran = run("new-issue", "三月 特刊", "--from", "2023-01")

    assert ran.out.startswith(
        "已建立 issues/三月 特刊：2023 年第 3 期（总第 27 期），日期 2023-03-15。\n从 2023-01 带来的栏目"
    )
    assert [item.heading for item in last.issue("三月 特刊").sections] == ["主席之声", "履职手记"]


def test_an_edition_from_elsewhere_counts_with_those_that_are_there(last: Project, run: Run) -> None:
    last.write("archive/old/issue.yaml", "刊物: {期号: 7, 总期号: 70, 日期: 2023-07}\n栏目: [甲]\n")

    ran = run("new-issue", "--from", "archive/old")

    assert ran.out.startswith("已建立 issues/2023-08：2023 年第 8 期（总第 71 期），日期 2023-08。\n")


def test_nothing_is_overwritten(last: Project, run: Run) -> None:
    last.write("issues/2023-02/notes.txt", "我的笔记")
    before = last.files()

    ran = run("new-issue")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "错误: “issues/2023-02”已经有了，没有改动它。 [new-issue-exists]\n"
        "    改法: 给新的一期另起一个文件夹名：typeset new-issue 名称；或用 --date 换一个日期。\n\n"
    )
    assert run("new-issue", lang="en").err.startswith("error: issues/2023-02 is there already and was not changed.")
    assert last.files() == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["../2023-02"], "错误: “../2023-02”不能用作文件夹名。 [new-issue-name]"),
        (["--date", "明天"], "[manifest-date-form]"),
        (["--from", "2022-01"], "[edition-not-found]"),
    ],
)
def test_wrong_use_writes_nothing(last: Project, run: Run, words: list[str], message: str) -> None:
    before = last.files()

    ran = run("new-issue", *words)

    assert ran.code == 2
    assert message in ran.err
    assert last.files() == before


def test_a_broken_manifest_is_shown_and_not_started_from(last: Project, run: Run) -> None:
    last.write("issues/2023-01/issue.yaml", LAST.replace("期号: 1", "期号：1"))
    before = last.files()

    ran = run("new-issue")

    assert (ran.code, ran.out) == (1, "")
    assert "issues/2023-01/issue.yaml:2:5: 错误: " in ran.err
    assert ran.err.endswith(
        "错误: 清单“issues/2023-01/issue.yaml”有写法错误，不能从它建立新的一期。 [new-issue-previous-broken]\n"
        "    改法: 先改好上面列出的错误，或用 --from 指定另一期。\n\n"
    )
    assert last.files() == before


@pytest.mark.usefixtures("project")
def test_a_project_without_editions_has_nothing_to_start_from(run: Run) -> None:
    ran = run("new-issue")

    assert ran.code == 2
    assert ran.err.startswith("错误: “issues”里还没有任何一期，不知道从哪里接着编。 [new-issue-none]\n")
    assert run("new-issue", lang="en").err.startswith("error: There is no edition in issues yet to start from.")


def test_outside_a_project_it_says_so(tmp_path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("new-issue")
    assert ran.code == 2
    assert "[workspace-not-found]" in ran.err


def test_numbers_that_cannot_be_counted_on_from_are_left_to_the_editor(project: Project, run: Run) -> None:
    project.write("issues/spring/issue.yaml", "刊物: {期号: 春季号, 总期号: 25, 日期: 2023-03}\n栏目: [甲]\n")

    ran = run("new-issue", "summer")

    assert ran.code == 0
    assert ran.out.startswith("已建立 issues/summer：2023 年（总第 26 期），日期 2023-04。\n")
    assert ran.err == (
        "issues/summer/issue.yaml: 警告: 上一期的期号是“春季号”，不知道下一个是多少，空着等您填写。"
        " [new-issue-number-unknown]\n    改法: 在新的 issue.yaml 里填写“期号”。\n\n"
    )
    assert project.issue("summer").publication.number is None


def test_without_any_date_the_edition_is_dated_today(project: Project, run: Run) -> None:
    project.write("issues/a/issue.yaml", "刊物: {期号: 3}\n栏目: [甲]\n")

    assert run("new-issue").out.startswith("已建立 issues/2026-01：2026 年第 1 期，日期 2026-01-15。\n")


def test_an_edition_with_nothing_to_carry_says_so_and_can_be_read(project: Project, run: Run) -> None:
    project.write("issues/2023-01/issue.yaml", "刊物: {期号: 1, 日期: 2023-01}\n栏目: [甲]\n")

    ran = run("new-issue")

    assert "2023-01 没有固定栏目和缓发文章，新一期的栏目请从头列出。\n" in ran.out
    assert project.issue("2023-02").sections == ()


def test_standing_columns_of_the_publication_are_listed(project: Project, run: Run) -> None:
    project.write("issues/publication.yaml", "刊物:\n  刊名: 甲\n固定栏目: [卷首语, 编后]\n")
    project.write("issues/2023-01/issue.yaml", "刊物: {期号: 1, 日期: 2023-01}\n栏目: [甲]\n")

    assert "从 2023-01 带来的栏目：卷首语、编后。\n" in run("new-issue").out
    assert [item.heading for item in project.issue("2023-02").sections] == ["卷首语", "编后"]


def test_an_edition_of_standing_columns_alone_is_checked_without_a_crash(last: Project, run: Run) -> None:
    last.write("issues/2023-01/issue.yaml", LAST[: LAST.index("  - 栏目: 履职手记")])
    run("new-issue")

    ran = run("check", "2023-02")

    assert ran.code == 1
    assert "[edition-empty]" in ran.err
    assert "[manifest-empty-section]" in ran.err


def test_the_nameplate_and_the_line_ends_are_carried(project: Project, run: Run) -> None:
    text = "刊物:\n  期号: 1\n  日期: 2023-01\n  刊头: photos/head.svg\n栏目:\n  - 甲\n"
    project.write("issues/2023-01/issue.yaml", text.replace("\n", "\r\n").encode("gb18030"))
    project.write("issues/2023-01/photos/head.svg", "<svg/>")

    run("new-issue")

    files = project.files("issues/2023-02")
    assert files["photos/head.svg"] == b"<svg/>"
    assert files["issue.yaml"].decode("utf-8").startswith("刊物:\r\n  期号: 2\r\n  日期: 2023-02\r\n  刊头: ")
    assert b"\n" not in files["issue.yaml"].replace(b"\r\n", b"")


def test_files_outside_the_edition_are_not_copied(last: Project, run: Run) -> None:
    secret = last.write("secret.md", "秘密")
    article = last.root / "issues/2023-01/articles/2.md"
    article.unlink()
    try:
        article.symlink_to(secret)
    except OSError:
        pytest.skip("this system makes no symbolic links")

    ran = run("new-issue")

    assert "“articles/2.md”在 2023-01 里找不到" in ran.err
    assert "articles/2.md" not in last.files("issues/2023-02")


def test_a_failing_disk_leaves_no_half_edition(last: Project, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = last.files()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "a.jpg")

    monkeypatch.setattr(shutil, "copyfile", fail)

    ran = run("new-issue")

    assert ran.code == 3
    assert last.files() == before
    assert not (last.root / "issues/2023-02").exists()
