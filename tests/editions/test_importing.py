"""import into an edition: the manifest grows by the entries and nothing else, all is written or nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from difflib import unified_diff
from pathlib import Path

import pytest

from tests.importing.word_files import LONG, MORE, saved, usual
from typeset.cli import main
from typeset.editions import importing
from typeset.editions.importing import carry_out, plan_import
from typeset.manifest import Issue, read_issue
from typeset.problems import Giveup
from typeset.workspace import EditionFolder, Workspace

MANIFEST = """\
# 本期的清单
刊物: {刊名: 产改, 期号: 1}   # 号

栏目:   # 依次排
  - 栏目: 要闻
    文章:
      - 标题: 甲文　副
        正文: 正文只有一句话。   # 短
        # 甲文的注

      - 标题: "乙文"
        正文: 正文也只有一句话。

  # 副刊暂缺稿
  - 栏目: 副刊
# 尾注
备注: []
"""


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EditionFolder:
    folder = tmp_path / "issues" / "2026-01"
    (folder / "articles").mkdir(parents=True)
    (tmp_path / "issues" / "publication.yaml").write_text("刊物: {主办单位: 江城市总工会, 出版物类别: 其他}\n", "utf-8")
    (folder / "issue.yaml").write_text(MANIFEST, "utf-8")
    (folder / "articles" / "07-旧稿.md").write_text("旧稿。\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    saved(usual(), tmp_path / "来稿.docx")
    return EditionFolder(folder)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def added(before: str, after: str) -> tuple[list[str], list[str]]:
    lines = [
        line
        for line in unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=0)
        if line[:2] not in ("--", "++", "@@")
    ]
    return [line[1:] for line in lines if line[0] == "+"], [line[1:] for line in lines if line[0] == "-"]


def issue_of(edition: EditionFolder) -> Issue:
    issue = read_issue(edition, Workspace(edition.path.parents[1])).issue
    assert issue is not None
    return issue


def test_an_article_joins_its_column_and_nothing_else_changes(edition: EditionFolder) -> None:
    assert main(["import", "来稿.docx", "--into", "2026-01", "--section", "要闻", "--lang", "zh"]) == 0

    new, gone = added(MANIFEST, edition.manifest.read_text("utf-8"))
    assert gone == []
    assert [line for line in new if line] == [
        "      - 标题: 把服务送到职工身边",
        "        # 导入自 来稿.docx",
        "        副题: 江城市总工会“送服务进车间”纪实",
        "        作者: 江城市总工会宣传部 李红",
        "        正文: articles/08-把服务送到职工身边.md",
        "        照片:",
        "          - 文件: photos/08-1.jpg",
        "            说明: 活动现场",
        "            摄影: 张三 摄",
        "        来源: 《江城工运》",
    ]
    article = issue_of(edition).sections[0].articles[2]
    assert (article.authors[0].unit, article.authors[0].name) == ("江城市总工会宣传部", "李红")
    assert (edition.path / "articles" / "08-把服务送到职工身边.md").read_text("utf-8").startswith(LONG)
    assert (edition.path / "photos" / "08-1.jpg").is_file()


def test_what_was_imported_passes_the_check(edition: EditionFolder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "来稿.docx", "--into", "2026-01", "--section", "副刊"]) == 0
    capsys.readouterr()
    main(["check", "2026-01", "--json"])

    found = json.loads(capsys.readouterr().out)
    added = [item for item in found if "08-" in json.dumps(item, ensure_ascii=False) and item["severity"] == "error"]
    assert added == []
    assert (edition.path / "articles" / "08-把服务送到职工身边.md").is_file()


def test_an_empty_column_and_a_new_one_take_articles(edition: EditionFolder) -> None:
    for section in ("副刊", "【工会动态】"):
        assert main(["import", "来稿.docx", "--into", "2026-01", "--section", section]) == 0

    issue = issue_of(edition)
    titles = [(section.heading, [article.title for article in section.articles]) for section in issue.sections]
    assert titles == [
        ("要闻", ["甲文　副", "乙文"]),
        ("副刊", ["把服务送到职工身边"]),
        ("工会动态", ["把服务送到职工身边"]),
    ]
    _, gone = added(MANIFEST, edition.manifest.read_text("utf-8"))
    assert gone == []


def test_without_a_column_articles_wait_to_be_sorted(edition: EditionFolder) -> None:
    assert main(["import", "来稿.docx", "--into", "2026-01"]) == 0

    assert issue_of(edition).sections[-1].heading == "待分栏目"


@pytest.mark.parametrize(
    ("manifest", "keys"),
    [
        (
            "publication: {title: A}\nsections:\n  - heading: 要闻\n",
            ("title", "subtitle", "authors", "body", "photos", "source"),
        ),
        ("刊物: {刊名: A}\n栏目: [{栏目: 要闻, 文章: []}]\n", ("标题", "副题", "作者", "正文", "照片", "来源")),
        ("刊物: {刊名: A}\n栏目:\n- 要闻\n", ("标题", "副题", "作者", "正文", "照片", "来源")),
        ("刊物: {刊名: A}\n栏目:\n", ("标题", "副题", "作者", "正文", "照片", "来源")),
        ("刊物: {刊名: A}\n", ("标题", "副题", "作者", "正文", "照片", "来源")),
    ],
)
def test_the_keys_are_those_of_the_manifest_however_it_is_written(
    edition: EditionFolder, manifest: str, keys: tuple[str, ...]
) -> None:
    edition.manifest.write_text(manifest, "utf-8")
    assert main(["import", "来稿.docx", "--into", "2026-01", "--section", "要闻"]) == 0

    article = issue_of(edition).sections[0].articles[0]
    assert (article.title, article.photos[0].credit) == ("把服务送到职工身边", "张三 摄")
    written = edition.manifest.read_text("utf-8")
    assert all(f"{key}:" in written for key in keys)


def test_line_ends_and_byte_order_mark_stay(edition: EditionFolder) -> None:
    data = b"\xef\xbb\xbf" + MANIFEST.replace("\n", "\r\n").encode()
    edition.manifest.write_bytes(data)
    assert main(["import", "来稿.docx", "--into", "2026-01", "--section", "要闻"]) == 0

    after = edition.manifest.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\n") == after.count(b"\r\n") > data.count(b"\r\n")


def test_a_second_import_takes_new_names(edition: EditionFolder) -> None:
    for _ in range(2):
        assert main(["import", "来稿.docx", "--into", "2026-01"]) == 0

    names = sorted(path.name for path in (edition.path / "articles").iterdir())
    assert names == ["07-旧稿.md", "08-把服务送到职工身边.md", "09-把服务送到职工身边.md"]


def test_a_dry_run_shows_the_entry_and_writes_nothing(
    edition: EditionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(edition.path.parents[1])
    assert main(["import", "来稿.docx", "--into", "2026-01", "--section", "要闻", "--dry-run", "--lang", "zh"]) == 0

    out = capsys.readouterr().out
    assert "  - 标题: 把服务送到职工身边\n" in out
    assert "  articles/08-把服务送到职工身边.md\n  photos/08-1.jpg\n试运行：什么都没有写。" in out
    assert snapshot(edition.path.parents[1]) == before


@pytest.mark.usefixtures("edition")
def test_json_has_the_account_the_guesses_and_the_entry(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "来稿.docx", "--into", "2026-01", "--json"]) == 0

    data = json.loads(capsys.readouterr().out)
    assert data["written"] is True
    account = data["accounts"][0]
    assert account["balanced"] is True
    assert account["pictures"] == {"source": 1, "result": 1}
    assert data["articles"][0]["title"] == "把服务送到职工身边"
    assert {"part": "title", "text": "把服务送到职工身边", "paragraph": 2, "confidence": "high"} in data["articles"][0][
        "guesses"
    ]


def test_one_bad_file_among_several_leaves_the_edition_as_it_was(
    edition: EditionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("坏.docx").write_bytes(b"PK\x03\x04 broken")
    before = snapshot(edition.path)
    assert main(["import", "来稿.docx", "坏.docx", "--into", "2026-01", "--lang", "zh"]) == 1

    assert "错误: “坏.docx”坏了，打不开（坏.docx）。 [import-zip-damaged]" in capsys.readouterr().err
    assert snapshot(edition.path) == before


def test_a_broken_manifest_is_told_and_left_alone(edition: EditionFolder, capsys: pytest.CaptureFixture[str]) -> None:
    edition.manifest.write_text("栏目: [\n", "utf-8")
    before = snapshot(edition.path)
    assert main(["import", "来稿.docx", "--into", "2026-01", "--lang", "zh"]) == 1

    assert "清单里加不进新的文章" in capsys.readouterr().err
    assert snapshot(edition.path) == before


def test_a_disk_that_fails_leaves_the_edition_as_it_was(
    edition: EditionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_import([Path("来稿.docx")], edition)
    before = snapshot(edition.path)

    def fail(path: Path, data: bytes) -> None:
        if path == edition.manifest:
            raise OSError(28, "No space left on device")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    monkeypatch.setattr(importing, "write_atomically", fail)
    with pytest.raises(OSError, match="No space left"):
        carry_out(plan, edition.path.parents[1] / "build")

    assert snapshot(edition.path) == before


def test_a_manifest_that_changed_meanwhile_is_not_overwritten(edition: EditionFolder) -> None:
    plan = plan_import([Path("来稿.docx")], edition)
    edition.manifest.write_text(MANIFEST + "# 别人写的\n", "utf-8")
    with pytest.raises(Giveup):
        carry_out(plan, edition.path.parents[1] / "build")

    assert edition.manifest.read_text("utf-8").endswith("# 别人写的\n")


def test_the_manifest_before_is_kept(edition: EditionFolder) -> None:
    plan = plan_import([Path("来稿.docx")], edition)
    kept = carry_out(plan, edition.path.parents[1] / "build")

    assert kept.read_text("utf-8") == MANIFEST


def test_words_that_yaml_would_misread_are_read_back(edition: EditionFolder) -> None:
    Path("a.txt").write_text(f"新规：“1+1”不等于2 # 说明\n{LONG}\n{MORE}\n来源：《报：纸》\n", "utf-8")
    assert main(["import", "a.txt", "--into", "2026-01", "--section", "是"]) == 0

    section = issue_of(edition).sections[-1]
    assert section.heading == "是"
    assert section.articles[0].title == "新规：“1+1”不等于2 # 说明"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_an_old_word_file_comes_through_libreoffice(edition: EditionFolder, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path / "out"), "来稿.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert main(["import", str(tmp_path / "out" / "来稿.doc"), "--into", "2026-01", "--section", "要闻"]) == 0

    article = issue_of(edition).sections[0].articles[-1]
    assert (article.title, article.authors[0].name) == ("把服务送到职工身边", "李红")
    assert [photo.caption for photo in article.photos] == ["活动现场"]
    text = (edition.path / str(article.body)).read_text("utf-8")
    assert f"{LONG}\n\n## 一、走进车间\n\n**服务有温度。**{MORE}" in text
