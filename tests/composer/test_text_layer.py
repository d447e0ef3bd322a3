"""Text copied from the PDF is the source text (PDFium; poppler where it is installed)."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

Compose = Callable[..., Any]

SOURCE = (
    "2023年5月18日上午9:30，全市“安康杯”竞赛推进会召开，到会1,286人；"
    "会场气温26℃，在“X”里、《Y》。（据《甲》2022年）"
    "ISO 9001:2015质量管理体系、GB/T 33000—2016《企业安全》"
    "以及“5S”“6S”“TPM”等现场管理办法，“什么？！又要加班？”"
)
MARKED = (
    "我们学习<b>Chinese</b>课程，共<i>2023</i>年。"
    "<a>《甲》</a><a>《乙》</a>和<a>“丙”</a>，<b>“丁”</b>与<span>A</span>字。"
)


def spaces(text: str) -> int:
    return sum(line.strip().count(" ") for line in text.splitlines())


def pdfium(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def flat(text: str) -> str:
    return "".join(text.split()).replace("\u0002", "").replace("\ufffe", "").replace("\u00ad", "")


@pytest.mark.parametrize("body", [SOURCE, MARKED, SOURCE + MARKED])
@pytest.mark.parametrize("measure", [12, 20])
def test_pdfium_reads_the_source(compose: Compose, body: str, measure: int) -> None:
    result = compose(f"<p>{body}</p>", measure=measure, css="b, i { font: inherit }", geometry=False)
    source = body
    for tag in ("b", "i", "a", "span"):
        source = source.replace(f"<{tag}>", "").replace(f"</{tag}>", "")

    text = pdfium(result.pdf)

    assert flat(text) == flat(source)
    assert spaces(text) <= source.count(" ")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler's pdftotext is not installed")
@pytest.mark.parametrize("measure", [12, 20])
def test_poppler_reads_the_source_line_by_line(compose: Compose, measure: int, tmp_path: Path) -> None:
    result = compose(f"<p>{SOURCE}</p><p>{MARKED}</p>", measure=measure, css="b, i { font: inherit }", geometry=False)
    file = tmp_path / "a.pdf"
    file.write_bytes(result.pdf)
    run = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    text = run.stdout.decode()

    assert spaces(text) <= SOURCE.count(" ")
    assert len(text.strip().splitlines()) == result.document.composition.composed_lines


def test_actual_text_stands_around_gaps_only(compose: Compose, tmp_path: Path) -> None:
    """Highlights sit on the characters: no more than a few characters share one replacement text."""
    result = compose(f"<p>{SOURCE}</p>", geometry=False)
    (tmp_path / "a.pdf").write_bytes(result.pdf)
    with pikepdf.open(tmp_path / "a.pdf") as document:
        texts = [
            str(operands[1].ActualText)
            for operands, operator in pikepdf.parse_content_stream(document.pages[0])
            if str(operator) == "BDC"
        ]

    assert texts
    assert max(map(len, texts)) < 12
    assert sum(map(len, texts)) < len(SOURCE) * 0.7


def test_the_switch(compose: Compose) -> None:
    assert b"ActualText" not in compose("<p>中a中</p>", geometry=True).document.write_pdf(uncompressed_pdf=True)
    assert b"ActualText" in compose("<p>中a中</p>", geometry=False).document.write_pdf(uncompressed_pdf=True)


def test_a_hyphen_is_a_soft_hyphen_in_the_text_layer(compose: Compose) -> None:
    result = compose("<p>pneumonoultramicroscopicsilicovolcanoconiosis</p>", measure=12, geometry=False)

    assert b"<FEFF00AD>" in result.document.write_pdf(uncompressed_pdf=True)


def test_advances_are_whole_thousandths(compose: Compose) -> None:
    """Fractions in TJ would be cut by some readers and add up along the line."""
    pdf = compose(f"<p>{SOURCE}</p>", measure=11).document.write_pdf(uncompressed_pdf=True)
    shown = [line for line in pdf.split(b"\n") if line.endswith(b"] TJ")]

    assert shown
    assert all(b"." not in line for line in shown)


def test_emphasis_marks_are_no_text(compose: Compose) -> None:
    """C-044, C-081: dots under each character, outside the text layer; the line pitch stays."""
    plain = compose("<p>中文，正文。</p><p>下行</p>")
    dotted = compose("<p style='text-emphasis: filled dot'>中文，正文。</p><p>下行</p>")

    assert dotted.texts == plain.texts
    assert [line[0].y for line in dotted.lines] == [line[0].y for line in plain.lines]
    curves = dotted.document.write_pdf(uncompressed_pdf=True).count(b" c\n")
    assert curves - plain.document.write_pdf(uncompressed_pdf=True).count(b" c\n") == 4 * 4


def test_output_is_deterministic(compose: Compose) -> None:
    assert compose(f"<p>{SOURCE}</p>").pdf == compose(f"<p>{SOURCE}</p>").pdf


def test_tagged_pdf_keeps_its_structure(compose: Compose) -> None:
    pdf = compose(f"<p>{SOURCE}</p>", geometry=False).document.write_pdf(pdf_tags=True, uncompressed_pdf=True)

    assert b"/StructTreeRoot" in pdf
    assert pdf.count(b" BDC") + pdf.count(b"\nBDC") == pdf.count(b"EMC")


def test_line_ends_in_the_source_are_no_spaces_between_han(compose: Compose) -> None:
    """CSS Text 3 §4.1.3."""
    html = "<p>一行中文，\n  “换行”\n不成空格；two\nwords 한국\n어 中\nword</p>"
    text = "".join(
        box.text for box in compose(html, measure=60).document.pages[0]._page_box.descendants() if hasattr(box, "text")
    )

    assert text == "一行中文，“换行”不成空格；two words 한국 어 中 word"
