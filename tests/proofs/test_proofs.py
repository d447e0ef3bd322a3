"""Proofs from outside: the commands that an editor types, and what lies in the folder afterwards."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import yaml

from typeset.cli.main import main
from typeset.edition import Accepted
from typeset.problems import Place, Problem, problem
from typeset.proofs import Proof, compare, load_proof, proofs_of
from typeset.proofs.words import difference
from typeset.signoff import Acceptances, Status, StatusLine, append_lines, read_status
from typeset.workspace import EditionFolder, Workspace

PUBLICATION = "刊物: {刊名: 试刊, 主办单位: 试验单位}\n"
ISSUE = """\
# 第三期
刊物: {期号: 3, 日期: 2026-03-15}
栏目:
  - 栏目: 要闻
    文章:
      - {标题: 第一篇, 编号: one, 正文: articles/one.md, 编后: 这是编后的话}
      - {标题: 第二篇, 编号: two, 正文: articles/two.md, 另页起: 是}
"""


def paragraphs(name: str, count: int) -> str:
    return "\n\n".join(
        f"{name}第{n}段，" + f"工会的{n}号服务送到每个车间和班组，" * 7 + "效果明显。" for n in range(count)
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EditionFolder:
    folder = tmp_path / "issues" / "2026-03"
    (folder / "articles").mkdir(parents=True)
    (tmp_path / "issues" / "publication.yaml").write_text(PUBLICATION, "utf-8")
    (folder / "issue.yaml").write_text(ISSUE, "utf-8")
    (folder / "articles" / "one.md").write_text(paragraphs("甲", 6), "utf-8")
    (folder / "articles" / "two.md").write_text(paragraphs("乙", 3), "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1773565200")
    monkeypatch.delenv("TYPESET_NAME", raising=False)
    return EditionFolder(folder)


def run(*words: str) -> int:
    return main(["--lang", "zh", *words])


def frozen(folder: EditionFolder, *names: str) -> Sequence[Proof]:
    return [load_proof(folder, name) for name in names]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def texts_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def test_a_proof_has_the_pages_of_the_edition_as_they_are(folder: EditionFolder) -> None:
    assert run("proof", "2026-03", "--pass", "一校", "--sign", "校对=王五") == 0

    (proof,) = frozen(folder, "一校")
    sheets = (folder.path / "proofs" / "一校" / "2026-03-一校.pdf").read_bytes()
    own, around = texts_of(proof.pdf), texts_of(sheets)
    fronts = len(around) - len(own)
    assert fronts >= 1
    for words in ("一校样", "责任编辑", "签发", "王五", "试刊"):
        assert words in "".join(around[:fronts])
    for index, (page, sheet) in enumerate(zip(own, around[fronts:], strict=True), 1):
        assert f"{index} / {len(own)}" in sheet
        assert proof.build in sheet
        assert "不得付印" in sheet
        for line in page.split("\r\n"):
            assert line.strip() in sheet
    with pikepdf.open(folder.path / "proofs" / "一校" / "2026-03-一校.pdf") as made:
        assert not any(
            image.get("/Width", 0) > 50 for item in made.objects for image in [item] if _is_picture(item)
        )  # vectors, no pictures of pages


def _is_picture(item: object) -> bool:
    return isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"


def test_one_changed_sentence_shows_as_exactly_that(folder: EditionFolder) -> None:
    run("proof", "2026-03", "--pass", "一校")
    edit(folder.manifest, "这是编后的话", "这是编前的话")
    run("proof", "2026-03", "--pass", "二校")

    found = compare(*frozen(folder, "一校", "二校"))
    (change,) = found.texts
    assert [(item.kind, item.text) for item in change.runs] == [
        ("same", "这是编"),
        ("deleted", "后"),
        ("inserted", "前"),
        ("same", "的话"),
    ]
    (page,) = found.pages
    assert page.page == change.new_page
    assert not page.reflowed
    assert page.pictures is not None
    assert set(found.sources) == {"issues/2026-03/issue.yaml"}
    assert run("proof", "2026-03", "--compare", "一校", "二校") == 0
    html = Path("build/2026-03/2026-03-核红-一校-二校.html").read_text("utf-8")
    assert "<del>后</del><ins>前</ins>" in html
    assert "http" not in html.replace("http://www.w3.org", "")
    assert Path("build/2026-03/2026-03-核红-一校-二校.pdf").read_bytes().startswith(b"%PDF")


def test_a_reflow_shows_the_pages_that_moved_and_no_change_of_words(folder: EditionFolder) -> None:
    run("proof", "2026-03", "--pass", "一校")
    one = folder.path / "articles" / "one.md"
    one.write_text("新的开头一段。\n\n" + one.read_text("utf-8"), "utf-8")
    run("proof", "2026-03", "--pass", "二校")

    found = compare(*frozen(folder, "一校", "二校"))
    assert [(change.kind, change.runs[0].text) for change in found.texts] == [("inserted", "新的开头一段。")]
    (new,) = frozen(folder, "二校")
    start = next(item.page for item in new.paragraphs if "新的开头一段" in "".join(item.lines))
    assert start in {page.page for page in found.pages if page.reflowed}
    assert 1 in found.unchanged  # the cover


def test_a_pass_is_never_overwritten_and_equal_proofs_are_equal(folder: EditionFolder) -> None:
    run("proof", "2026-03", "--pass", "一校")
    run("proof", "2026-03", "--pass", "一校")

    assert proofs_of(folder) == ("一校", "一校-2")
    first, second = frozen(folder, "一校", "一校-2")
    assert (first.number, second.number) == (1, 2)
    assert first.build == second.build
    assert compare(first, second).pages == ()


def test_an_authors_proof_has_the_pages_of_that_article_alone(folder: EditionFolder) -> None:
    assert run("proof", "2026-03", "--pass", "毛校", "--article", "第二篇") == 0

    (proof,) = frozen(folder, "毛校@two")
    words = "".join(texts_of(proof.pdf))
    assert "第2段，" in words
    assert "第3段，" not in words  # the other article has six
    status = read_status(folder, Workspace(Path.cwd()))
    assert (status.state, status.state_of("two"), status.state_of("one")) == ("组稿", "毛校", "组稿")


def test_an_interrupted_proof_leaves_nothing(folder: EditionFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(self: Path, data: bytes) -> int:
        if self.name.endswith("一校.pdf"):
            raise KeyboardInterrupt
        return whole(self, data)

    whole = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", stopped)
    assert run("proof", "2026-03", "--pass", "一校") == 130
    assert sorted(item.name for item in folder.path.iterdir()) == ["articles", "issue.yaml"]


def test_press_is_refused_while_errors_are_open_and_allowed_when_they_are_accepted(
    folder: EditionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(folder.manifest, "编后: 这是编后的话", "照片: photos/none.jpg")
    assert run("proof", "2026-03", "--pass", "付印") == 1
    told = capsys.readouterr().err
    assert "还有 1 个错误没有改，不能付印。" in told
    assert proofs_of(folder) == ()

    code = next(line for line in told.splitlines() if "none.jpg" in line and "[" in line).rpartition("[")[2].rstrip("]")
    assert run("accept", "2026-03", code, "--reason", "印刷厂补图", "--by", "张三") == 0
    assert "# 第三期" in folder.manifest.read_text("utf-8")
    assert run("proof", "2026-03", "--pass", "付印", "--by", "张三") == 0
    sheet = texts_of((folder.path / "proofs" / "付印" / "2026-03-付印.pdf").read_bytes())
    assert "印刷厂补图" in "".join(sheet)
    assert not any("不得付印" in page for page in sheet)
    assert run("make-issue", "2026-03", "--pdf-only") == 0
    report = json.loads(Path("build/2026-03/report.json").read_text("utf-8"))
    assert report["print"]["draft"] is False
    assert [item["accepted"] for item in report["problems"] if item["code"] == code] == [
        {"reason": "印刷厂补图", "by": "张三"}
    ]


def test_a_change_after_press_is_told_until_there_is_a_new_pass(
    folder: EditionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    run("proof", "2026-03", "--pass", "付印")
    run("check", "2026-03")
    assert "changed-after-press" not in capsys.readouterr().err
    edit(folder.path / "articles" / "one.md", "甲第0段", "甲第零段")
    run("check", "2026-03")
    assert "付印（2026-03-15 09:00）之后，issues/2026-03/articles/one.md 改动了。" in capsys.readouterr().err
    run("proof", "2026-03", "--pass", "付印")
    capsys.readouterr()
    run("check", "2026-03")
    assert "changed-after-press" not in capsys.readouterr().err
    assert proofs_of(folder) == ("付印", "付印-2")


def test_the_status_file_is_one_line_a_record_and_conflict_marks_are_told(folder: EditionFolder) -> None:
    workspace = Workspace(Path.cwd())
    path = append_lines(folder, [StatusLine("2026-03-01 10:00", "编辑", "张三: “甲”", "one")])
    append_lines(folder, [StatusLine("2026-03-02 10:00", "一校", "2026", "", "", "一校", "123e45")])
    assert [len(item) for item in yaml.safe_load(path.read_text("utf-8"))] == [4, 5]
    assert read_status(folder, workspace) == Status(
        (
            StatusLine("2026-03-01 10:00", "编辑", "张三: “甲”", "one"),
            StatusLine("2026-03-02 10:00", "一校", "2026", "", "", "一校", "123e45"),
        )
    )
    path.write_text(path.read_text("utf-8") + "<<<<<<< HEAD\n- {状态: 别的}\n", "utf-8")
    status = read_status(folder, workspace)
    assert [item.code for item in status.problems] == ["status-conflict", "status-line-unreadable"]
    assert status.state == "一校"


def accepted_codes(found: Sequence[Problem]) -> list[int]:
    return [item.place.line for item in found if item.accepted and item.place]


def test_an_acceptance_follows_its_line_and_ends_when_the_line_is_changed(tmp_path: Path) -> None:
    file = tmp_path / "issues" / "x" / "a.md"
    file.parent.mkdir(parents=True)
    entry = Accepted("edition-note", "a.md:2", "r", "b", "第二行", Place("issues/x/issue.yaml", 1))

    def lines(*texts: str) -> list[int]:
        file.write_text("\n".join(texts), "utf-8")
        problems = [problem("edition-note", Place("issues/x/a.md", n), note="") for n in range(1, len(texts) + 1)]
        return accepted_codes(Acceptances((entry,), Workspace(tmp_path)).applied(problems))

    assert lines("第一行", "第二行", "第三行") == [2]
    assert lines("新行", "第一行", "第二行") == [3]
    assert lines("第二行", "第二行", "第三行") == [2]
    assert lines("第一行", "第贰行", "第三行") == []


def test_an_acceptance_that_matches_nothing_or_names_no_text_is_told(tmp_path: Path) -> None:
    place = Place("issues/x/issue.yaml", 7)
    entry = Accepted("edition-note", "第4页", "r", "张三", "", place)
    found = Acceptances((entry,), Workspace(tmp_path))
    assert found.applied([]) == []
    assert [(item.code, item.place) for item in found.unused()] == [("accepted-unused", place)]
    marked = found.applied([problem("edition-note", Place("x.pdf", page=4), note="甲")])
    assert [item.code for item in marked] == ["edition-note", "accepted-unpinned"]
    assert list(found.unused()) == []


def test_differences_are_runs_that_can_be_read() -> None:
    found = difference("参加培训1200人次，反响好。", "参加活动1300人次，反响很好。")
    assert [(item.kind, item.text) for item in found] == [
        ("same", "参加"),
        ("deleted", "培训1200"),
        ("inserted", "活动1300"),
        ("same", "人次，反响"),
        ("inserted", "很"),
        ("same", "好。"),
    ]


@pytest.mark.usefixtures("folder")
def test_wrong_signatures_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("proof", "2026-03", "--sign", "主席=张三") == 2
    assert "“主席=张三”不能签" in capsys.readouterr().err
    assert run("proof", "2026-03", "--sign", "签发=张三") == 2
    assert "本期还没有校样可签。" in capsys.readouterr().err
    assert run("proof", "2026-03", "--state", "编辑") == 2
    assert "没有写签字人。" in capsys.readouterr().err


def test_an_earlier_proof_can_be_signed(folder: EditionFolder, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = Workspace(Path.cwd())
    lines = [StatusLine(f"2026-03-0{day} 10:00", step, "", "", "", step) for day, step in ((1, "一校"), (2, "二校"))]
    append_lines(folder, lines)
    assert run("proof", "2026-03", "--sign", "校对=王五", "--proof", "一校") == 0
    assert run("proof", "2026-03", "--sign", "校对=李四") == 0
    status = read_status(folder, workspace)
    assert {name: status.signed(name)["校对"].by for name in ("一校", "二校")} == {"一校": "王五", "二校": "李四"}
    assert status.state == "二校"
    assert run("proof", "2026-03", "--sign", "校对=王五", "--proof", "三校") == 2
    assert "没有“三校”这份校样；现有：一校、二校。" in capsys.readouterr().err


def test_a_status_file_that_is_damaged_is_told_line_by_line(folder: EditionFolder) -> None:
    path = append_lines(folder, [StatusLine("2026-03-01 10:00", "编辑", "张三")])
    with path.open("ab") as file:
        file.write("- {状态: 一校\n- [1, 2]\n".encode())
        file.write(b"\xff\xfe\n- {\xe7\n")
        file.write("- {时间: 2026-03-02 10:00, 状态: 一校, 签字: {a: b}}\n".encode())
    status = read_status(folder, Workspace(Path.cwd()))
    assert status.state == "一校"
    assert {item.code for item in status.problems} == {"status-line-unreadable"}


def test_shared_files_fonts_and_layout_are_sources_too(folder: EditionFolder) -> None:
    from typeset.signoff import changes_between, source_sums

    workspace = Workspace(Path.cwd())
    (workspace.issues / "photos").mkdir()
    logo = workspace.issues / "photos" / "logo.svg"
    logo.write_text("<svg/>", "utf-8")
    (workspace.root / "fonts").mkdir()
    font = workspace.root / "fonts" / "own.otf"
    font.write_bytes(b"1")
    profile = workspace.root / "press.icc"
    profile.write_bytes(b"1")
    (workspace.issues / "2026-04").mkdir()
    (workspace.issues / "2026-04" / "issue.yaml").write_text("刊物: {}\n", "utf-8")
    before = source_sums(folder, workspace, None, profile=profile)
    for path in (logo, font, profile, workspace.publication_file, workspace.issues / "2026-04" / "issue.yaml"):
        path.write_bytes(b"2")
    after = source_sums(folder, workspace, None, profile=profile)
    assert changes_between(before, after) == {
        "font:own.otf": "changed",
        "issues/photos/logo.svg": "changed",
        "issues/publication.yaml": "changed",
        "press.icc": "changed",
    }
