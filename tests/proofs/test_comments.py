"""Comments that another library wrote into our PDFs come back with the manuscript lines they stand on."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import yaml
from pikepdf import Array, Dictionary, Name, String

from typeset.cli import main

ISSUE = """\
刊物: {期号: 1, 日期: 2026-01-15}
栏目:
  - 栏目: 要闻
    文章:
      - 标题: 一篇文章
        正文: articles/one.md
"""
TEXT = "开头的一段话。\n\n第二段分成几行，\n这里提到茉莉花茶，\n到此为止。\n\n最后提到紫砂茶壶。\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "issues" / "2026-01"
    (folder / "articles").mkdir(parents=True)
    (tmp_path / "issues" / "publication.yaml").write_text("刊物: {刊名: 试验通讯, 出版物类别: 其他}\n", "utf-8")
    (folder / "issue.yaml").write_text(ISSUE, "utf-8")
    (folder / "articles" / "one.md").write_text(TEXT, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def where(pdf: Path, words: str) -> tuple[int, list[float]]:
    """The page that has these words, and left, bottom, right, top around them."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            text = document[number].get_textpage()
            found = text.search(words).get_next()
            if found:
                boxes = [text.get_charbox(found[0] + at) for at in range(found[1])]
                return number, [min(b[0] for b in boxes), min(b[1] for b in boxes),
                                max(b[2] for b in boxes), max(b[3] for b in boxes)]  # fmt: skip
    finally:
        document.close()
    raise AssertionError(f"{words} is not printed")


def mark(pdf: Path, target: Path, words: str, kind: str = "Highlight") -> None:
    number, (left, bottom, right, top) = where(pdf, words)
    with pikepdf.open(pdf) as file:
        comment = Dictionary(
            Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[left, bottom, right, top],
            Contents=String("请核对"), T=String("赵六"), M=String("D:20260116093000+08'00'"), NM=String("one"),
        )  # fmt: skip
        if kind in ("Highlight", "StrikeOut"):
            comment.QuadPoints = Array([left, top, right, top, left, bottom, right, bottom])
        first = file.make_indirect(comment)
        answer = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 20, 20], Contents=String("查过了"),
                            T=String("王五"), IRT=first)  # fmt: skip
        page = file.pages[number]
        page.Annots = Array([*page.get("/Annots", []), first, file.make_indirect(answer)])
        file.save(target)


def comments(capsys: pytest.CaptureFixture[str], file: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main(["--lang", "zh", "proof", "2026-01", "--comments", file, "--json"]) == 0
    return list(json.loads(capsys.readouterr().out))


@pytest.mark.edition
def test_comments_on_a_proof_and_on_a_screen_pdf_land_on_their_lines(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = project / "issues" / "2026-01"
    assert main(["--lang", "zh", "proof", "2026-01", "--pass", "一校", "--by", "赵六"]) == 0
    assert main(["--lang", "zh", "make-issue", "2026-01", "--screen", "--pdf-only"]) == 0

    mark(folder / "proofs" / "一校" / "2026-01-一校.pdf", project / "m.pdf", "茉莉花茶")
    (found,) = comments(capsys, "m.pdf")
    assert found["text"] == "茉莉花茶"
    assert (found["file"], found["line"]) == ("issues/2026-01/articles/one.md", 4)
    assert (found["page"], found["proof"], found["kind"]) == (3, "一校", "Highlight")
    assert (found["comment"], found["by"], found["when"]) == ("请核对", "赵六", "2026-01-16 09:30")
    assert found["replies"] == [{"by": "王五", "when": "", "comment": "查过了"}]

    mark(project / "build" / "2026-01" / "2026-01.pdf", project / "s.pdf", "紫砂茶壶", "Square")
    (found,) = comments(capsys, "s.pdf")
    assert (found["line"], found["kind"], found["text"]) == (7, "Square", "紫砂茶壶")

    # the manuscript moves on: a proof knows its lines, and the words are found where they stand now
    (folder / "articles" / "one.md").write_text("新的一段。\n\n" + TEXT, "utf-8")
    (found,) = comments(capsys, "m.pdf")
    assert found["line"] == 6


@pytest.mark.edition
def test_ticks_stay_when_the_file_is_read_again(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "zh", "make-issue", "2026-01", "--screen", "--pdf-only"]) == 0
    mark(project / "build" / "2026-01" / "2026-01.pdf", project / "s.pdf", "紫砂茶壶", "StrikeOut")
    (found,) = comments(capsys, "s.pdf")
    assert found["done"] is False

    listed = project / "issues" / "2026-01" / "comments.yaml"
    text = listed.read_text("utf-8")
    assert text.endswith("done: no\n")
    listed.write_text(text.replace("\n  done: no", "\n  done: 是\n  note: 已问作者"), "utf-8")
    (found,) = comments(capsys, "s.pdf")
    assert found["done"] is True
    (entry,) = yaml.safe_load(listed.read_text("utf-8"))
    assert (entry["note"], entry["where"]) == ("已问作者", "issues/2026-01/articles/one.md:7")


def test_what_is_no_pdf_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "x.pdf").write_bytes(b"no pdf")
    assert main(["--lang", "zh", "proof", "2026-01", "--comments", "x.pdf"]) == 2
    assert "“x.pdf”读不出来：不是 PDF、已损坏，或加了密码。 [comments-file-unreadable]" in capsys.readouterr().err
    assert main(["--lang", "en", "proof", "2026-01", "--comments", "none.pdf"]) == 2
    assert "There is no file none.pdf." in capsys.readouterr().err
