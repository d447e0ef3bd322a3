"""A clean print PDF made by hand, one object after another, and ways to spoil it."""

from __future__ import annotations

import struct
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name, Pdf, String

MM = 72 / 25.4
TRIM = (60.0, 80.0)
BLEED = 3.0
SLUG = 9.0
XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">试刊</rdf:li></rdf:Alt></dc:title>
<pdf:Trapped>False</pdf:Trapped>
<xmp:CreateDate>2026-01-02T03:04:05+08:00</xmp:CreateDate>
<xmp:ModifyDate>2026-01-02T03:04:05+08:00</xmp:ModifyDate>
<xmpMM:DocumentID>uuid:0</xmpMM:DocumentID>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
CONTENT = """
q 0.1 0 0 0 k {bleed} re f Q
q /Over gs 0 0 0 1 k BT /F 10 Tf 40 120 Td <00010002> Tj ET Q
q 0 0 0 0.6 K 0.5 w 40 100 m 120 100 l S Q
q 56.7 0 0 56.7 40 30 cm /Im Do Q
q /Half gs /Form Do Q
"""
"""A tint in the bleed, overprinting black text, a line, an image of 20 mm, a translucent form."""


def profile(space: bytes = b"CMYK", kind: bytes = b"prtr", name: bytes = b"Test press") -> bytes:
    """An ICC profile of version 2 that has a header and a description and nothing else."""
    text = b"desc\0\0\0\0" + struct.pack(">I", len(name) + 1) + name + b"\0"
    size = 128 + 4 + 12 + len(text)
    header = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02100000, kind, space, b"Lab ").ljust(36, b"\0") + b"acsp"
    return header.ljust(128, b"\0") + struct.pack(">I4sII", 1, b"desc", 144, len(text)) + text


@cache
def font_program(glyphs: int = 3) -> bytes:
    """A TrueType font: .notdef and squares, cid 1 for A, 2 for B and so on."""
    names = [".notdef", *(chr(ord("A") + index) for index in range(glyphs - 1))]
    pen = TTGlyphPen(None)
    for command, spot in zip(
        ("moveTo", "lineTo", "lineTo", "lineTo"), ((0, 0), (500, 0), (500, 500), (0, 500)), strict=True
    ):
        getattr(pen, command)(spot)
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(name): name for name in names[1:]})
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Test", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    buffer = BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


def composite_font(pdf: Pdf, name: str = "/ABCDEF+Test-Regular") -> Any:
    """The font as Type 0 with Identity-H, embedded."""
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name(name), Flags=4, FontFile2=pdf.make_stream(font_program())
    )
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name(name), DW=600, CIDToGIDMap=Name.Identity,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
    )  # fmt: skip
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(name),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
        )
    )


def image(pdf: Pdf, pixels: int = 240, space: Any = Name.DeviceCMYK, channels: int = 4, **more: Any) -> Any:
    """A square image of one tint."""
    data = bytes([20] * channels) * (pixels * pixels)
    found = pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image, Width=pixels, Height=pixels)
    found.ColorSpace, found.BitsPerComponent = space, 8
    for key, value in more.items():
        found[f"/{key}"] = value
    return found


def form(pdf: Pdf, data: bytes, **more: Any) -> Any:
    """A form XObject."""
    found = pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 500, 500]))
    for key, value in more.items():
        found[f"/{key}"] = value
    return found


def box(beyond: float) -> list[float]:
    """A page box that goes `beyond` mm beyond the trim on all sides; the MediaBox starts at 0."""
    start = SLUG - beyond
    return [round(value * MM, 4) for value in (start, start, SLUG + TRIM[0] + beyond, SLUG + TRIM[1] + beyond)]


def clean(pages: int = 1) -> Pdf:
    """A PDF/X-4 with nothing wrong in it."""
    pdf = Pdf.new()
    resources = pdf.make_indirect(
        Dictionary(
            Font=Dictionary(F=composite_font(pdf)),
            XObject=Dictionary(Im=image(pdf), Form=form(pdf, b"0 0.2 0 0 k 130 30 40 40 re f")),
            ExtGState=Dictionary(
                Over=pdf.make_indirect(Dictionary(OP=True, op=True, OPM=1)), Half=pdf.make_indirect(Dictionary(ca=0.5))
            ),
        )
    )
    left, bottom, right, top = box(BLEED)
    content = CONTENT.format(bleed=f"{left} {bottom} {right - left} {top - bottom}").encode()
    for _ in range(pages):
        page = Dictionary(
            Type=Name.Page, MediaBox=Array(box(SLUG)), BleedBox=Array(box(BLEED)), TrimBox=Array(box(0)),
            Resources=resources, Contents=pdf.make_stream(content),
            Group=Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK, I=True),
        )  # fmt: skip
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    pdf.Root.OutputIntents = Array([intent(pdf)])
    pdf.Root.Metadata = pdf.make_stream(XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.docinfo[Name.Title] = "试刊"
    pdf.docinfo[Name.CreationDate] = pdf.docinfo[Name.ModDate] = "D:20260102030405+08'00'"
    pdf.docinfo[Name.Trapped] = Name("/False")
    return pdf


def clean_x1a() -> Pdf:
    """A PDF/X-1a:2003 with nothing wrong in it."""
    pdf = clean()
    page = pdf.pages[0]
    del page.Group
    page.Resources.ExtGState.Half.ca = 1
    pdf.docinfo[Name.GTS_PDFXVersion] = "PDF/X-1a:2003"
    pdf.docinfo[Name.GTS_PDFXConformance] = "PDF/X-1a:2003"
    pdf.Root.Metadata.write(XMP.replace("PDF/X-4", "PDF/X-1a:2003").encode())
    pdf.Root.OutputIntents[0].Info = "Test press"
    return pdf


def intent(pdf: Pdf, data: bytes | None = None) -> Any:
    """An output intent."""
    return pdf.make_indirect(
        Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFX,
            OutputConditionIdentifier=String("FOGRA39"),
            DestOutputProfile=pdf.make_stream(data or profile(), N=4),
        )
    )


def add(pdf: Pdf, content: str, page: int = 0) -> None:
    """Draw something more on a page."""
    pdf.pages[page].contents_add(content.encode())


def resource(pdf: Pdf, kind: str, **named: Any) -> None:
    """Name something in the resources of the first page."""
    resources = pdf.pages[0].Resources
    if f"/{kind}" not in resources:
        resources[f"/{kind}"] = Dictionary()
    for name, item in named.items():
        resources[f"/{kind}"][f"/{name}"] = item


def saved(pdf: Pdf, version: str = "1.6", **options: Any) -> bytes:
    """The file's bytes; streams stay as they were made. `options` are those of pikepdf's save."""
    buffer = BytesIO()
    streams = pikepdf.ObjectStreamMode.generate if version >= "1.5" else pikepdf.ObjectStreamMode.disable
    settings: dict[str, Any] = {
        "deterministic_id": "encryption" not in options,
        "fix_metadata_version": False,
        "compress_streams": False,
        "object_stream_mode": streams,
    }
    if "encryption" not in options:
        settings |= {"force_version": version, "stream_decode_level": pikepdf.StreamDecodeLevel.none}
    pdf.save(buffer, **(settings | options))
    return buffer.getvalue()
