"""Every kind of comment that readers write, made by pdfium: each lands on the line that its words come from."""

from __future__ import annotations

import ctypes
import io
import json
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String
from pypdfium2 import raw

from typeset.cli import main
from typeset.proofs.comments_pdf import read_marked

ISSUE = """\
刊物: {期号: 1, 日期: 2026-01-15}
栏目:
  - 栏目: 要闻
    文章:
      - 标题: 一篇文章
        正文: articles/one.md
"""
WORDS = ("茉莉花茶", "紫砂茶壶", "龙井新芽", "武夷岩骨", "普洱陈香", "安溪铁观", "祁门红韵", "君山银针")
KINDS = ("Highlight", "Underline", "Squiggly", "StrikeOut", "Text", "FreeText", "Ink", "Square")
CODES = dict(
    zip(
        KINDS,
        (
            raw.FPDF_ANNOT_HIGHLIGHT,
            raw.FPDF_ANNOT_UNDERLINE,
            raw.FPDF_ANNOT_SQUIGGLY,
            raw.FPDF_ANNOT_STRIKEOUT,
            raw.FPDF_ANNOT_TEXT,
            raw.FPDF_ANNOT_FREETEXT,
            raw.FPDF_ANNOT_INK,
            raw.FPDF_ANNOT_SQUARE,
        ),
        strict=True,
    )
)
MARKING = {"Highlight", "Underline", "Squiggly", "StrikeOut"}
Box = tuple[float, float, float, float]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "issues" / "2026-01"
    (folder / "articles").mkdir(parents=True)
    (tmp_path / "issues" / "publication.yaml").write_text("刊物: {刊名: 试验通讯, 出版物类别: 其他}\n", "utf-8")
    (folder / "issue.yaml").write_text(ISSUE, "utf-8")
    text = "\n\n".join(f"这一段说到{word}，别的什么也没有说。" for word in WORDS)
    (folder / "articles" / "one.md").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commented(pdf: Path) -> bytes:
    """The PDF with a comment of each kind on the words of the same number."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for kind, word in zip(KINDS, WORDS, strict=True):
            for page in document:
                text = page.get_textpage()
                if found := text.search(word).get_next():
                    boxes = [text.get_charbox(found[0] + at) for at in range(found[1])]
                    around = min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), boxes[0][3]
                    annotate(page, kind, around)
                text.close()
                page.close()
        saved = io.BytesIO()
        document.save(saved)
        return saved.getvalue()
    finally:
        document.close()


def annotate(page: pypdfium2.PdfPage, kind: str, box: Box) -> None:
    left, bottom, right, top = box
    made = raw.FPDFPage_CreateAnnot(page, CODES[kind])
    raw.FPDFAnnot_SetRect(made, raw.FS_RECTF(left, top, right, bottom))
    if kind in MARKING:
        raw.FPDFAnnot_AppendAttachmentPoints(
            made, raw.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom)
        )
    if kind == "Ink":
        points = (raw.FS_POINTF * 2)(raw.FS_POINTF(left, bottom), raw.FS_POINTF(right, top))
        raw.FPDFAnnot_AddInkStroke(made, points, 2)
    words = [ord(sign) for sign in f"{kind} 请核对\0"]  # UTF-16
    raw.FPDFAnnot_SetStringValue(made, b"Contents", (ctypes.c_ushort * len(words))(*words))
    raw.FPDFPage_CloseAnnot(made)


def lines(capsys: pytest.CaptureFixture[str], path: Path) -> dict[str, tuple[str, int]]:
    capsys.readouterr()
    assert main(["--lang", "zh", "proof", "2026-01", "--comments", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    return {item["comment"].removesuffix(" 请核对"): (item["kind"], item["line"]) for item in found}


@pytest.mark.edition
def test_all_kinds_land_on_their_lines_on_turned_and_locked_pages_too(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "zh", "proof", "2026-01", "--pass", "毛校", "--article", "一篇文章", "--by", "赵六"]) == 0
    written = commented(project / "issues" / "2026-01" / "proofs" / "毛校@article-1" / "2026-01-毛校@article-1.pdf")
    wanted = {kind: (kind, 2 * number + 1) for number, kind in enumerate(KINDS)}

    (project / "plain.pdf").write_bytes(written)
    assert lines(capsys, project / "plain.pdf") == wanted

    with pikepdf.open(io.BytesIO(written)) as file:
        for page in file.pages:
            page.rotate(90, relative=False)
        file.save(project / "turned.pdf")
        everybody = pikepdf.Encryption(owner="geheim", user="")
        file.save(project / "locked.pdf", encryption=everybody)
        file.save(project / "secret.pdf", encryption=pikepdf.Encryption(owner="geheim", user="geheim"))
    assert lines(capsys, project / "turned.pdf") == wanted
    assert lines(capsys, project / "locked.pdf") == wanted
    assert main(["--lang", "zh", "proof", "2026-01", "--comments", "secret.pdf"]) == 2
    assert "“secret.pdf”读不出来：不是 PDF、已损坏，或加了密码。" in capsys.readouterr().err


def page_with(*annotations: Dictionary) -> bytes:
    with pikepdf.new() as file:
        file.add_blank_page(page_size=(300, 400))
        made = [file.make_indirect(item) for item in annotations]
        for item in made[1:]:
            item.IRT = made[0]
        file.pages[0].Annots = Array(made)
        saved = io.BytesIO()
        file.save(saved)
    return saved.getvalue()


def annotation(kind: str, **more: Any) -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[10, 10, 30, 20], **more)


def test_a_strike_out_with_a_caret_is_one_replacement_with_its_replies() -> None:
    struck = annotation("StrikeOut", QuadPoints=Array([10, 20, 30, 20, 10, 10, 30, 10]), T=String("赵六"))
    caret = annotation("Caret", Contents=String("换成这个"), RT=Name.Group)
    reply = annotation("Text", Contents=String("已改"), T=String("张三"))
    state = annotation("Text", Contents=String("Accepted"), StateModel=String("Review"))
    (found,) = read_marked(page_with(struck, caret, reply, state)).annotations
    assert (found.kind, found.text, found.by) == ("Replace", "换成这个", "赵六")
    assert [(item.by, item.text) for item in found.replies] == [("张三", "已改")]


def test_a_caret_alone_and_a_text_box_with_an_arrow_point_at_their_places() -> None:
    (caret,) = read_marked(page_with(annotation("Caret", Contents=String("加一个字")))).annotations
    assert (caret.kind, caret.areas[0].middle) == ("Caret", (20, 15))
    (text,) = read_marked(page_with(annotation("FreeText", CL=Array([100, 200, 50, 60])))).annotations
    assert text.areas[0].middle == (100, 200)
