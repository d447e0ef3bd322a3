"""PDFs that other programs made: what is right in them passes, what is wrong is found by its own name."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from pikepdf import Array, Dictionary, Name
from reportlab.lib.colors import CMYKColor, CMYKColorSep
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.prepress.preflight.files import TRIM, add, box, clean, font_program, intent, profile, resource, saved
from tests.prepress.preflight.test_rules import outcome
from typeset.prepress.preflight import OBJECTS_ONLY, Preflight, Wanted, check_pdf
from typeset.prepress.preflight.ink import ghostscript

WANTED = Wanted(trim=TRIM, standard="pdf/x-1a")
FONT = Path(__file__).parents[2] / "composer" / "fonts" / "NotoSerifTC-subset.ttf"


def drawn_by_reportlab(draw: Callable[[Canvas], None]) -> bytes:
    """A page by reportlab, made a PDF/X-1a by the boxes and the output intent that it cannot write itself."""
    buffer = BytesIO()
    left, bottom, right, top = box(9)
    canvas = Canvas(buffer, pagesize=(right - left, top - bottom), enforceColorSpace="SEP_CMYK", invariant=1)
    canvas.setTitle("A test")
    draw(canvas)
    canvas.showPage()
    canvas.save()
    with pikepdf.open(BytesIO(buffer.getvalue())) as pdf:
        page = pdf.pages[0].obj
        page.TrimBox, page.BleedBox = Array(box(0)), Array(box(3))
        pdf.Root.OutputIntents = Array([intent(pdf)])
        pdf.Root.OutputIntents[0].Info = "Test press"
        if Name.Group in page:
            del page.Group
        for key in ("GTS_PDFXVersion", "GTS_PDFXConformance"):
            pdf.docinfo[f"/{key}"] = "PDF/X-1a:2003"
        pdf.docinfo[Name.Trapped] = Name("/False")
        return saved(pdf, "1.4")


def text(canvas: Canvas, font: str, words: str, size: float = 12) -> None:
    canvas.setFillColor(CMYKColor(0, 0, 0, 1))
    canvas.setFont(font, size)
    canvas.drawString(60, 120, words)


def checked(data: bytes) -> Preflight:
    return check_pdf(data, WANTED, OBJECTS_ONLY)


def codes(result: Preflight) -> set[str]:
    return {item.code for check in result.checks for item in check.findings if not item.code.endswith("unchecked")}


def test_a_page_by_reportlab_in_cmyk_with_an_embedded_font_passes() -> None:
    pdfmetrics.registerFont(TTFont("TC", FONT))

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(CMYKColor(0.1, 0.2, 0, 0))
        canvas.rect(*box(3), fill=1, stroke=0)
        text(canvas, "TC", "。「」")
        canvas.setStrokeColor(CMYKColor(0, 0, 0, 0.5))
        canvas.setLineWidth(0.5)
        canvas.line(60, 100, 120, 100)

    result = checked(drawn_by_reportlab(draw))
    assert outcome(result) == {}
    assert codes(result) == {"preflight-black-knockout"}
    assert [font.embedded and font.subset for font in result.facts.fonts] == [True]


def test_a_standard_font_that_reportlab_does_not_embed_is_found() -> None:
    result = checked(drawn_by_reportlab(lambda canvas: text(canvas, "Helvetica", "Hello")))

    assert outcome(result) == {"fonts-embedded": "failed"}


def test_a_spot_colour_by_reportlab_is_found() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(CMYKColorSep(0, 0.8, 0.9, 0, spotName="PANTONE 186 C"))
        canvas.rect(60, 60, 20, 20, fill=1, stroke=0)

    result = checked(drawn_by_reportlab(draw))
    assert outcome(result) == {"spots": "warning"}
    assert "PANTONE 186 C" in result.facts.separations


def test_an_rgb_image_by_reportlab_is_found_with_its_resolution() -> None:
    from PIL import Image

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("RGB", (50, 50), "red")), 60, 60, 50, 50)

    result = checked(drawn_by_reportlab(draw))
    assert outcome(result) == {"rgb": "failed", "resolution": "failed"}
    (placed,) = result.facts.images
    assert placed.dpi == pytest.approx(72, abs=0.1)


def test_links_and_forms_by_reportlab_are_found() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.linkURL("http://example.invalid/", (60, 60, 90, 90))

    assert outcome(checked(drawn_by_reportlab(draw))) == {"annotations": "failed"}


def simple_font(pdf: pikepdf.Pdf, key: str, program: bytes, codes: str, **more: object) -> Dictionary:
    """A simple font of three codes from 65 on."""
    kinds = {"FontFile2": Name.TrueType, "FontFile3": Name.Type1, "FontFile": Name.Type1}
    stream = pdf.make_stream(program, **({"Subtype": Name.Type1C} if key == "FontFile3" else {}))
    descriptor = Dictionary(Type=Name.FontDescriptor, Flags=32, FontName=Name("/ABCDEF+Simple"))
    descriptor[f"/{key}"] = stream
    font = Dictionary(
        Type=Name.Font, Subtype=kinds[key], BaseFont=Name("/ABCDEF+Simple"), FirstChar=65, LastChar=67,
        Widths=Array([600] * 3), FontDescriptor=pdf.make_indirect(descriptor), Encoding=Name.WinAnsiEncoding,
    )  # fmt: skip
    for entry, item in more.items():
        font[f"/{entry}"] = item
    resource(pdf, "Font", New=pdf.make_indirect(font))
    add(pdf, f"q /Over gs 0 0 0 1 k BT /New 10 Tf 60 140 Td ({codes}) Tj ET Q")
    return font


def compact_program() -> bytes:
    """A CFF font with the glyphs A and B."""
    names = [".notdef", "A", "B"]
    pen = T2CharStringPen(600, None)
    pen.moveTo((0, 0))
    pen.lineTo((500, 0))
    pen.lineTo((500, 500))
    pen.closePath()
    square = pen.getCharString()
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({65: "A", 66: "B"})
    builder.setupCFF("Simple", {}, dict.fromkeys(names, square), {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost()
    buffer = BytesIO()
    builder.save(buffer)
    return bytes(builder.font.getTableData("CFF "))


@pytest.mark.parametrize(("shown", "expected"), [("AB", {}), ("ABC", {"glyphs": "failed"})])
@pytest.mark.parametrize("key", ["FontFile2", "FontFile3"])
def test_glyphs_of_simple_fonts(key: str, shown: str, expected: dict[str, str]) -> None:
    pdf = clean()
    simple_font(pdf, key, font_program() if key == "FontFile2" else compact_program(), shown)

    assert outcome(check_pdf(saved(pdf), Wanted(), OBJECTS_ONLY)) == expected


@pytest.mark.parametrize(("glyph", "expected"), [("A", {}), ("Q", {"glyphs": "failed"})])
def test_glyphs_named_by_differences(glyph: str, expected: dict[str, str]) -> None:
    pdf = clean()
    encoding = Dictionary(Differences=Array([67, Name(f"/{glyph}")]))
    simple_font(pdf, "FontFile3", compact_program(), "C", Encoding=encoding)

    assert outcome(check_pdf(saved(pdf), Wanted(), OBJECTS_ONLY)) == expected


@pytest.mark.parametrize(("code", "expected"), [("41", {}), ("42", {"glyphs": "failed"})])
def test_glyphs_behind_an_embedded_cmap(code: str, expected: dict[str, str]) -> None:
    cmap = b"""begincmap 1 begincodespacerange <00> <80> endcodespacerange
    1 begincidrange <40> <41> 1 endcidrange endcmap"""
    pdf = clean()
    font = pdf.pages[0].Resources.Font.F
    font.Encoding = pdf.make_stream(cmap)
    pdf.pages[0].obj.Contents = pdf.make_stream(f"q /Over gs BT /F 10 Tf 60 140 Td <{code}> Tj ET Q".encode())

    assert outcome(check_pdf(saved(pdf), Wanted(), OBJECTS_ONLY)) == expected


@pytest.mark.skipif(ghostscript() is None, reason="Ghostscript is not here")
def test_a_pdf_x_3_by_ghostscript(tmp_path: Path) -> None:
    """Its drawing operators, boxes and dates are read; what makes it another standard is said, and nothing else."""
    (tmp_path / "press.icc").write_bytes(profile())
    (tmp_path / "page.ps").write_text(
        "%!PS\n"
        "[/Title (A test) /DOCINFO pdfmark [/Trapped /False /DOCINFO pdfmark\n"
        "[/_objdef {profile} /type /stream /OBJ pdfmark [{profile} <</N 4>> /PUT pdfmark\n"
        f"[{{profile}} ({(tmp_path / 'press.icc').as_posix()}) (r) file /PUT pdfmark\n"
        "[/_objdef {intent} /type /dict /OBJ pdfmark [{intent} <</Type /OutputIntent /S /GTS_PDFX"
        " /OutputConditionIdentifier (FOGRA39) /DestOutputProfile {profile}>> /PUT pdfmark\n"
        "[{Catalog} <</OutputIntents [{intent}]>> /PUT pdfmark\n"
        f"<</PageSize [{box(9)[2]} {box(9)[3]}]>> setpagedevice\n"
        f"[/TrimBox [{' '.join(map(str, box(0)))}] /BleedBox [{' '.join(map(str, box(3)))}] /PAGE pdfmark\n"
        "0.1 0.2 0 0 setcmykcolor 60 60 40 40 rectfill\n"
        "0 0 0 1 setcmykcolor 0.5 setlinewidth 60 120 moveto 100 120 lineto stroke showpage\n"
    )
    command = [ghostscript() or "gs", "-q", "-dBATCH", "-dNOPAUSE", "-dNOSAFER", "-sDEVICE=pdfwrite",
               "-dCompatibilityLevel=1.4", "-sColorConversionStrategy=CMYK", "-sProcessColorModel=DeviceCMYK",
               "-o", str(tmp_path / "out.pdf"), str(tmp_path / "page.ps")]  # fmt: skip
    subprocess.run(command, check=True, timeout=60)

    result = check_pdf((tmp_path / "out.pdf").read_bytes(), Wanted(trim=TRIM), OBJECTS_ONLY)
    found = outcome(result)
    assert found.pop("standard") == "failed"  # pdfwrite alone claims nothing
    assert result.facts.condition == "FOGRA39"
    assert result.facts.separations == ("Cyan", "Magenta", "Black")
    assert found == {}


def test_what_an_office_program_exports_is_not_for_press_and_is_told_why() -> None:
    """data/libreoffice.pdf: two lines, one of them red, by LibreOffice 7.4; with a subset of Liberation Serif (OFL)."""
    data = (Path(__file__).parent / "data" / "libreoffice.pdf").read_bytes()
    result = check_pdf(data, Wanted(), OBJECTS_ONLY)

    assert not result.ready
    assert {
        str(check.status) for check in result.checks if check.rule in ("fonts-embedded", "encryption", "glyphs")
    } == {"passed"}
    codes = {finding.code for check in result.checks for finding in check.findings}
    assert {"preflight-rgb", "preflight-intent-missing", "preflight-box-missing", "preflight-standard-missing"} <= codes
    assert not {"preflight-font-not-embedded", "preflight-glyph-missing", "preflight-unreadable"} & codes
