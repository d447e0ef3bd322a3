"""Every rule: a file that is clean but for one thing has that rule fail, and no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.prepress.preflight.files import (
    BLEED,
    MM,
    SLUG,
    TRIM,
    XMP,
    add,
    box,
    clean,
    clean_x1a,
    composite_font,
    form,
    image,
    intent,
    profile,
    resource,
    saved,
)
from typeset.color import read_profile
from typeset.prepress.preflight import OBJECTS_ONLY, RULES, Preflight, Status, Wanted, check_pdf

WANTED = Wanted(trim=TRIM, fonts=frozenset({"Test"}))
OLD = Wanted(trim=TRIM, standard="pdf/x-1a")
NEEDS_DRAWING = {"file-sound", "bleed-reached", "ink-limit"}
Spoil = Callable[[Pdf], object]


def outcome(result: Preflight) -> dict[str, str]:
    """The checks that did not pass, but for those that need the pages drawn."""
    return {
        check.rule: check.status.value
        for check in result.checks
        if check.status is not Status.PASSED and check.rule not in NEEDS_DRAWING
    }


def codes(result: Preflight) -> set[str]:
    return {finding.code for check in result.checks if check.rule not in NEEDS_DRAWING for finding in check.findings}


def checked(pdf: Pdf, wanted: Wanted = WANTED, version: str = "1.6", **options: Any) -> Preflight:
    return check_pdf(saved(pdf, version, **options), wanted, OBJECTS_ONLY)


def test_a_clean_file_has_nothing_wrong() -> None:
    assert codes(checked(clean())) == set()
    assert outcome(checked(clean())) == {}


def test_a_clean_old_file_has_nothing_wrong() -> None:
    assert codes(checked(clean_x1a(), OLD, "1.4")) == set()
    assert outcome(checked(clean_x1a(), OLD, "1.4")) == {}


def page(pdf: Pdf) -> Any:
    return pdf.pages[0].obj


def metadata(old: str, new: str) -> Spoil:
    return lambda pdf: pdf.Root.Metadata.write(XMP.replace(old, new).encode())


def draw(content: str, kind: str = "", **named: Callable[[Pdf], Any]) -> Spoil:
    """Draw something, with resources of one kind made for it."""

    def spoil(pdf: Pdf) -> None:
        if kind:
            resource(pdf, kind, **{name: make(pdf) for name, make in named.items()})
        add(pdf, content)

    return spoil


def put(holder: str, key: str, make: Callable[[Pdf], Any]) -> Spoil:
    """Set an entry of the page, the catalogue, the output intent or the Info dictionary."""

    def spoil(pdf: Pdf) -> None:
        holders = {"page": page(pdf), "root": pdf.Root, "info": pdf.docinfo, "intent": pdf.Root.OutputIntents[0]}
        holders[holder][f"/{key}"] = make(pdf)

    return spoil


def drop(holder: str, key: str) -> Spoil:
    def spoil(pdf: Pdf) -> None:
        holders = {"page": page(pdf), "root": pdf.Root, "info": pdf.docinfo, "intent": pdf.Root.OutputIntents[0]}
        del holders[holder][f"/{key}"]

    return spoil


def both(*spoils: Spoil) -> Spoil:
    return lambda pdf: [spoil(pdf) for spoil in spoils]


def icc(data: bytes, channels: int) -> Callable[[Pdf], Any]:
    return lambda pdf: Array([Name.ICCBased, pdf.make_stream(data, N=channels)])


def shading(space: Any, low: list[float], high: list[float]) -> Callable[[Pdf], Any]:
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array(low), C1=Array(high), N=1)
    return lambda pdf: pdf.make_indirect(
        Dictionary(ShadingType=2, ColorSpace=space, Coords=Array([0, 0, 9, 9]), Function=function)
    )


def separation(ink: str, alternate: Any = Name.DeviceCMYK, channels: int = 4) -> Callable[[Pdf], Any]:
    function = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * channels), C1=Array([0.5] * channels), N=1
    )
    return lambda _: Array([Name.Separation, Name(f"/{ink}"), alternate, function])


def annotation(x: float) -> Callable[[Pdf], Any]:
    spot = Array([x, 30, x + 5, 40])
    return lambda pdf: Array([pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=spot))])


def tiling(content: bytes) -> Callable[[Pdf], Any]:
    return lambda pdf: pdf.make_stream(
        content, PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 9, 9]), XStep=9, YStep=9,
        Resources=Dictionary(),
    )  # fmt: skip


def type3(pdf: Pdf) -> Any:
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=Array([0, 0, 9, 9]),
            FontMatrix=Array([0.1, 0, 0, 0.1, 0, 0]),
            CharProcs=Dictionary(a=pdf.make_stream(b"9 0 0 0 9 9 d1 0 0 9 9 re f")),
            FirstChar=65,
            LastChar=65,
            Encoding=Dictionary(Differences=Array([65, Name.a])),
            Widths=Array([9]),
            Name=Name("/Test3"),
        )
    )


def font(**changes: Any) -> Callable[[Pdf], Any]:
    """A font that lacks something: its program, its subset tag, a known name."""

    def make(pdf: Pdf) -> Any:
        found = composite_font(pdf, changes.get("name", "/ABCDEF+Test-Bold"))
        if changes.get("program") is False:
            del found.DescendantFonts[0].FontDescriptor.FontFile2
        return found

    return make


def group(space: Any) -> Dictionary:
    return Dictionary(S=Name.Transparency, CS=space)


def old_image(**entries: Any) -> Callable[[Pdf], Any]:
    return lambda pdf: image(pdf, **entries)


def coded(filter_name: Any) -> Callable[[Pdf], Any]:
    def make(pdf: Pdf) -> Any:
        found = image(pdf)
        found.write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=filter_name)
        return found

    return make


TEXT = "q 0 0 0 1 k /Over gs BT /{font} {size} Tf 60 140 Td <{codes}> Tj ET Q"
IMAGE = "q {size} 0 0 {size} 60 60 cm /New Do Q"
RULED = "q 0 0 0 1 K {width} w 60 150 m 100 150 l S Q"
EDGE = (SLUG * MM, (SLUG + TRIM[0]) * MM)

CASES: list[tuple[str, Spoil, dict[str, str], str]] = [
    # File
    ("unknown operator", draw("q 1 2 nonsense Q"), {"content-sound": "failed"}, "preflight-operator-unknown"),
    ("wrong operands", draw("q 1 Td Q"), {"content-sound": "failed"}, "preflight-operator-broken"),
    ("missing object", draw("/Nowhere Do"), {"content-sound": "failed"}, "preflight-object-missing"),
    ("no claim", metadata("PDF/X-4", ""), {"standard": "failed"}, "preflight-standard-missing"),
    ("other claim", metadata("PDF/X-4", "PDF/X-6"), {"standard": "failed"}, "preflight-standard-differs"),
    ("claim of a part", metadata("PDF/X-4", "PDF/X-3:2003"), {"standard": "failed"}, "preflight-standard-differs"),
    ("no XMP", drop("root", "Metadata"), {"metadata": "failed", "standard": "failed"}, "preflight-xmp-missing"),
    ("broken XMP", lambda pdf: pdf.Root.Metadata.write(b"<x"), {"metadata": "failed", "standard": "failed"},
     "preflight-xmp-unreadable"),
    ("XMP with entities", metadata("<x:xmpmeta", '<!DOCTYPE x [<!ENTITY a "b">]><x:xmpmeta'),
     {"metadata": "failed", "standard": "failed"}, "preflight-xmp-unreadable"),
    ("no document id", metadata("uuid:0", ""), {"metadata": "warning"}, "preflight-document-id-missing"),
    ("no title", both(drop("info", "Title"), metadata("试刊", "")), {"title-dates": "failed"},
     "preflight-title-missing"),
    ("no date", both(drop("info", "ModDate"), metadata("ModifyDate", "Other")), {"title-dates": "failed"},
     "preflight-date-missing"),
    ("dates differ", put("info", "ModDate", lambda _: String("D:20260102030406+08'00'")), {"title-dates": "failed"},
     "preflight-dates-differ"),
    ("not trapped", both(drop("info", "Trapped"), metadata("<pdf:Trapped>False", "<pdf:Trapped>Unknown")),
     {"trapped": "failed"}, "preflight-trapped-missing"),
    ("trapped differs", put("info", "Trapped", lambda _: Name("/True")), {"trapped": "failed"},
     "preflight-trapped-differs"),
    # Output condition
    ("no intent", drop("root", "OutputIntents"), {"output-intent": "failed", "output-profile": "failed"},
     "preflight-intent-missing"),
    ("intent of PDF/A", put("intent", "S", lambda _: Name.GTS_PDFA1),
     {"output-intent": "failed", "output-profile": "failed"}, "preflight-intent-missing"),
    ("two intents", lambda pdf: pdf.Root.OutputIntents.append(intent(pdf)), {"output-intent": "failed"},
     "preflight-intent-several"),
    ("no identifier", drop("intent", "OutputConditionIdentifier"), {"output-intent": "failed"},
     "preflight-intent-identifier"),
    ("no profile", drop("intent", "DestOutputProfile"), {"output-profile": "failed"}, "preflight-profile-missing"),
    ("broken profile", put("intent", "DestOutputProfile", lambda pdf: pdf.make_stream(b"no")),
     {"output-profile": "failed"}, "preflight-profile-broken"),
    ("RGB profile", put("intent", "DestOutputProfile", lambda pdf: pdf.make_stream(profile(b"RGB "))),
     {"output-profile": "failed"}, "preflight-profile-not-cmyk"),
    ("link profile", put("intent", "DestOutputProfile", lambda pdf: pdf.make_stream(profile(kind=b"link"))),
     {"output-profile": "failed"}, "preflight-profile-not-press"),
    # Pages
    ("no TrimBox", drop("page", "TrimBox"), {"boxes": "failed", "trim": "failed", "bleed": "failed"},
     "preflight-box-missing"),
    ("no BleedBox", drop("page", "BleedBox"), {"boxes": "warning", "bleed": "failed"}, "preflight-bleedbox-missing"),
    ("ArtBox too", put("page", "ArtBox", lambda _: Array(box(0))), {"boxes": "failed"}, "preflight-box-trim-and-art"),
    ("bleed beyond the medium", put("page", "BleedBox", lambda _: Array(box(SLUG + 1))), {"boxes": "failed"},
     "preflight-box-outside"),
    ("trim beyond the bleed", put("page", "BleedBox", lambda _: Array(box(-1))), {"boxes": "failed", "bleed": "failed"},
     "preflight-box-outside"),
    ("other trim", put("page", "TrimBox", lambda _: Array(box(-1))), {"trim": "failed"}, "preflight-trim-wrong"),
    ("narrow bleed", put("page", "BleedBox", lambda _: Array(box(2))), {"bleed": "failed"}, "preflight-bleed-narrow"),
    ("turned", put("page", "Rotate", lambda _: 90), {"orientation": "warning"}, "preflight-page-turned"),
    ("crop mark in the bleed", draw(f"0 0 0 1 K 0.3 w {EDGE[0]} {SLUG * MM - 7} m {EDGE[0]} {SLUG * MM - 1} l S"),
     {"marks": "failed"}, "preflight-marks-inside"),
    ("registration colour", draw("/All cs 1 scn 60 60 20 20 re f", "ColorSpace", All=separation("All")),
     {"marks": "failed"}, "preflight-registration-inside"),
    ("text at the cut", draw(f"q 0 0 0 1 k /Over gs BT /F 10 Tf {EDGE[1] - 10} 100 Td <0001> Tj ET Q"),
     {"near-trim": "warning"}, "preflight-text-near-trim"),
    # Colour
    ("rg", draw("1 0 0 rg 60 60 9 9 re f"), {"rgb": "failed"}, "preflight-rgb"),
    ("RG", draw("1 0 0 RG 60 60 9 9 re S"), {"rgb": "failed"}, "preflight-rgb"),
    ("cs", draw("/DeviceRGB cs 1 0 0 scn 60 60 9 9 re f"), {"rgb": "failed"}, "preflight-rgb"),
    ("RGB text", draw("q 0 0 0 rg BT /F 10 Tf 60 140 Td <0001> Tj ET Q"), {"rgb": "failed"}, "preflight-rgb"),
    ("RGB image", draw(IMAGE.format(size=50), "XObject", New=lambda pdf: image(pdf, 240, Name.DeviceRGB, 3)),
     {"rgb": "failed"}, "preflight-rgb"),
    ("indexed RGB image",
     draw(IMAGE.format(size=50), "XObject",
          New=lambda pdf: image(pdf, 240, Array([Name.Indexed, Name.DeviceRGB, 1, String(b"\0\0\0\xff\xff\xff")]), 1)),
     {"rgb": "failed"}, "preflight-rgb"),
    ("inline RGB image", draw("q 9 0 0 9 60 60 cm BI /W 3 /H 3 /CS /RGB /BPC 8 ID " + "abc" * 9 + " EI Q"),
     {"rgb": "failed", "resolution": "failed"}, "preflight-rgb"),
    ("RGB gradient", draw("q 60 60 9 9 re W n /New sh Q", "Shading", New=shading(Name.DeviceRGB, [0, 0, 0], [1, 1, 1])),
     {"rgb": "failed"}, "preflight-rgb"),
    ("RGB in a form", draw("/New Do", "XObject", New=lambda pdf: form(pdf, b"1 0 0 rg 60 60 9 9 re f")),
     {"rgb": "failed"}, "preflight-rgb"),
    ("RGB in a pattern", draw("/Pattern cs /New scn 60 60 9 9 re f", "Pattern", New=tiling(b"1 0 0 rg 0 0 9 9 re f")),
     {"rgb": "failed"}, "preflight-rgb"),
    ("RGB alternate of a spot colour",
     draw("/New cs 1 scn 60 60 9 9 re f", "ColorSpace", New=separation("Black", Name.DeviceRGB, 3)), {"rgb": "failed"},
     "preflight-rgb"),
    ("RGB in a soft mask",
     draw("q /New gs 0 0 0 0.2 k 60 60 9 9 re f Q", "ExtGState",
          New=lambda pdf: pdf.make_indirect(Dictionary(SMask=Dictionary(
              S=Name.Luminosity, G=form(pdf, b"1 1 1 rg 60 60 9 9 re f", Group=group(Name.DeviceGray)))))),
     {"rgb": "failed"}, "preflight-rgb"),
    ("CalRGB", draw("/New cs 1 0 0 scn 60 60 9 9 re f", "ColorSpace",
                    New=lambda _: Array([Name.CalRGB, Dictionary(WhitePoint=Array([1, 1, 1]))])),
     {"rgb": "warning"}, "preflight-rgb-calibrated"),
    ("RGB with a profile", draw("/New cs 1 0 0 scn 60 60 9 9 re f", "ColorSpace", New=icc(profile(b"RGB "), 3)),
     {"rgb": "warning"}, "preflight-rgb-calibrated"),
    ("RGB by default profile",
     both(draw("", "ColorSpace", DefaultRGB=icc(profile(b"RGB "), 3)), draw("1 0 0 rg 60 60 9 9 re f")),
     {"rgb": "warning"}, "preflight-rgb-calibrated"),
    ("Lab", draw("/New cs 50 0 0 scn 60 60 9 9 re f", "ColorSpace",
                 New=lambda _: Array([Name.Lab, Dictionary(WhitePoint=Array([1, 1, 1]))])),
     {"rgb": "warning"}, "preflight-lab"),
    ("unknown space", draw("/Nothing cs 0 scn 60 60 9 9 re f"), {"rgb": "warning"}, "preflight-space-unknown"),
    ("CMYK with a profile", draw("/New cs 0 0 0 1 scn 60 60 9 9 re f", "ColorSpace", New=icc(profile(), 4)),
     {"managed": "warning"}, "preflight-icc-cmyk"),
    ("spot colour", draw("/New cs 1 scn 60 60 9 9 re f", "ColorSpace", New=separation("PANTONE#20186#20C")),
     {"spots": "warning"}, "preflight-spot-unexpected"),
    ("RGB blend space of the page", put("page", "Group", lambda _: group(Name.DeviceRGB)), {"blend-space": "failed"},
     "preflight-rgb-blend"),
    ("RGB blend space of a form",
     draw("/New Do", "XObject", New=lambda pdf: form(pdf, b"0 g 60 60 9 9 re f", Group=group(Name.DeviceRGB))),
     {"blend-space": "failed"}, "preflight-rgb-blend"),
    ("no blend space", drop("page", "Group"), {"blend-space": "warning"}, "preflight-blend-missing"),
    ("broken gradient", draw("/New sh", "Shading", New=shading(Name.DeviceCMYK, [0, 0, 0], [1, 1, 1])),
     {"gradients": "failed"}, "preflight-shading-broken"),
    # Ink and overprint
    ("white overprint", draw("/Over gs 0 0 0 0 k 60 60 9 9 re f"), {"white-overprint": "failed"},
     "preflight-white-overprint"),
    ("grey white overprint", draw("/Over gs 1 g BT /F 10 Tf 60 140 Td <0001> Tj ET"), {"white-overprint": "failed"},
     "preflight-white-overprint"),
    ("rich black text", draw("0.6 0.4 0.4 1 k BT /F 11.9 Tf 60 140 Td <0001> Tj ET"), {"rich-black": "failed"},
     "preflight-text-rich-black"),
    ("text in three inks", draw("0.3 0.9 0.9 0 k BT /F 8 Tf 60 140 Td <0001> Tj ET"), {"rich-black": "warning"},
     "preflight-text-inks"),
    # Type and lines
    ("font left out", draw(TEXT.format(font="New", size=10, codes="0001"), "Font", New=font(program=False)),
     {"fonts-embedded": "failed"}, "preflight-font-not-embedded"),
    ("Type 3", draw("q 0 0 0 1 k BT /New 10 Tf 60 140 Td (A) Tj ET Q", "Font", New=type3),
     {"fonts-type3": "warning"}, "preflight-font-type3"),
    ("other font", draw(TEXT.format(font="New", size=10, codes="0001"), "Font", New=font(name="/ABCDEF+DejaVuSans")),
     {"fonts-listed": "failed"}, "preflight-font-unlisted"),
    ("glyph 0", draw(TEXT.format(font="F", size=10, codes="00010000")),
     {"glyphs": "failed"}, "preflight-glyph-missing"),
    ("glyph not in the subset", draw(TEXT.format(font="F", size=10, codes="0003")), {"glyphs": "failed"},
     "preflight-glyph-missing"),
    ("small text", draw(TEXT.format(font="F", size=4.9, codes="0001")), {"small-text": "warning"},
     "preflight-text-small"),
    ("small text by the matrix",
     draw("q 0.4 0 0 0.4 0 0 cm 0 0 0 1 k /Over gs BT /F 1 Tf 12 0 0 12 150 350 Tm <0001> Tj ET Q"),
     {"small-text": "warning"}, "preflight-text-small"),
    ("hairline", draw(RULED.format(width=0.2)), {"hairlines": "warning"}, "preflight-hairline"),
    ("hairline by the matrix", draw("q 0.1 0 0 0.1 0 0 cm 2 w 0 0 0 1 K 600 1500 m 900 1500 l S Q"),
     {"hairlines": "warning"}, "preflight-hairline"),
    ("hairline that is also filled", draw("q 0.1 0 0 0.1 0 0 cm 0.6 w 0 0 0 1 K 0 0 0 1 k 600 1500 m 900 1500 l B Q"),
     {"hairlines": "warning"}, "preflight-hairline"),
    ("hairline squeezed by the matrix",
     draw("q 1 0 0 0.000001 0 0 cm 10 w 0 0 0 1 K 60 150000000 m 90 150000000 l S Q"),
     {"hairlines": "warning"}, "preflight-hairline"),
    ("hairline as an area", draw("0 0 0 1 k 60 150 40 0.1 re f"), {"hairlines": "warning"}, "preflight-hairline"),
    ("line of no width", draw(RULED.format(width=0)), {"hairlines": "failed"}, "preflight-line-zero"),
    # Images: 240 pixels at 100 pt are 172.8 dpi, at 70 pt 246.9
    ("coarse image", draw(IMAGE.format(size=100), "XObject", New=image), {"resolution": "failed"},
     "preflight-image-coarse"),
    ("soft image", draw(IMAGE.format(size=70), "XObject", New=image),
     {"resolution": "warning"}, "preflight-image-soft"),
    ("coarse one way", draw("q 40 0 0 100 60 60 cm /New Do Q", "XObject", New=image), {"resolution": "failed"},
     "preflight-image-coarse"),
    ("coarse turned image", draw("q 0 100 -100 0 160 60 cm /New Do Q", "XObject", New=image), {"resolution": "failed"},
     "preflight-image-coarse"),
    ("line art", draw(IMAGE.format(size=50), "XObject",
                      New=lambda pdf: image(pdf, 240, Name.DeviceGray, 1, BitsPerComponent=1)),
     {"resolution": "warning"}, "preflight-image-line-art"),
    ("LZW", draw(IMAGE.format(size=50), "XObject", New=coded(Name.LZWDecode)), {"image-coding": "failed"},
     "preflight-image-lzw"),
    ("alternates", draw(IMAGE.format(size=50), "XObject", New=old_image(Alternates=Array([Dictionary()]))),
     {"image-stand-ins": "failed"}, "preflight-image-alternates"),
    ("OPI image", draw(IMAGE.format(size=50), "XObject", New=old_image(OPI=Dictionary())),
     {"image-stand-ins": "failed"},
     "preflight-opi"),
    ("OPI form", draw("/New Do", "XObject", New=lambda pdf: form(pdf, b"", OPI=Dictionary())),
     {"image-stand-ins": "failed"}, "preflight-opi"),
    # Objects out of place
    ("link on the page", put("page", "Annots", annotation(60)), {"annotations": "failed"}, "preflight-annotation"),
    ("link in the bleed", put("page", "Annots", annotation(SLUG * MM - 7)), {"annotations": "failed"},
     "preflight-annotation"),
    ("form fields", put("root", "AcroForm", lambda pdf: Dictionary(Fields=Array([pdf.make_indirect(Dictionary())]))),
     {"annotations": "failed"}, "preflight-form"),
    ("script", put("root", "OpenAction", lambda _: Dictionary(S=Name.JavaScript, JS=String("x"))),
     {"scripts": "failed"},
     "preflight-javascript"),
    ("scripts by name", put("root", "Names", lambda _: Dictionary(JavaScript=Dictionary(Names=Array([])))),
     {"scripts": "failed"}, "preflight-javascript"),
    ("action", put("root", "OpenAction", lambda _: Dictionary(S=Name.Named, N=Name.NextPage)), {"scripts": "failed"},
     "preflight-action"),
    ("page action", put("page", "AA", lambda _: Dictionary(O=Dictionary(S=Name.Named))), {"scripts": "failed"},
     "preflight-action"),
    ("page effects", put("page", "Trans", lambda _: Dictionary(S=Name.Wipe)), {"scripts": "warning"},
     "preflight-presentation"),
    ("attachment", put("root", "Names", lambda _: Dictionary(EmbeddedFiles=Dictionary(Names=Array([])))),
     {"attachments": "warning"}, "preflight-attachment"),
    ("PostScript", draw("/New Do", "XObject", New=lambda pdf: pdf.make_stream(b"", Subtype=Name.PS)),
     {"postscript": "failed"}, "preflight-postscript"),
    ("PostScript form", draw("/New Do", "XObject", New=lambda pdf: form(pdf, b"", Subtype2=Name.PS)),
     {"postscript": "failed"}, "preflight-postscript"),
    ("reference", draw("/New Do", "XObject", New=lambda pdf: form(pdf, b"", Ref=Dictionary())),
     {"postscript": "failed"},
     "preflight-reference"),
    ("transfer function", draw("/New gs", "ExtGState", New=lambda _: Dictionary(TR=Name.Identity)),
     {"device-state": "failed"}, "preflight-transfer"),
    ("halftone", draw("/New gs", "ExtGState", New=lambda _: Dictionary(HT=Dictionary(HalftoneType=6))),
     {"device-state": "failed"}, "preflight-halftone"),
    ("plain halftone", draw("/New gs", "ExtGState", New=lambda _: Dictionary(HT=Dictionary(HalftoneType=1))),
     {"device-state": "warning"}, "preflight-halftone-allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "expected", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_one_thing_wrong_fails_its_rule_and_no_other(spoil: Spoil, expected: dict[str, str], code: str) -> None:
    pdf = clean()
    spoil(pdf)
    result = checked(pdf)

    assert outcome(result) == expected
    assert code in codes(result)


OLD_CASES: list[tuple[str, Spoil, dict[str, str], str]] = [
    ("opacity", draw("/New gs", "ExtGState", New=lambda _: Dictionary(ca=0.5)), {"transparency": "failed"},
     "preflight-transparency"),
    ("blend mode", draw("/New gs", "ExtGState", New=lambda _: Dictionary(BM=Name.Multiply)), {"transparency": "failed"},
     "preflight-transparency"),
    ("page group", put("page", "Group", lambda _: group(Name.DeviceCMYK)), {"transparency": "failed"},
     "preflight-transparency"),
    ("form group", draw("/New Do", "XObject", New=lambda pdf: form(pdf, b"", Group=group(Name.DeviceCMYK))),
     {"transparency": "failed"}, "preflight-transparency"),
    ("soft mask of an image",
     draw(IMAGE.format(size=50), "XObject",
          New=lambda pdf: image(pdf, 240, SMask=image(pdf, 240, Name.DeviceGray, 1))),
     {"transparency": "failed"}, "preflight-transparency"),
    ("CMYK with a profile", draw("/New cs 0 0 0 1 scn 60 60 9 9 re f", "ColorSpace", New=icc(profile(), 4)),
     {"managed": "failed"}, "preflight-colour-managed"),
    ("default space", draw("", "ColorSpace", DefaultGray=icc(profile(b"GRAY"), 1)), {"managed": "failed"},
     "preflight-default-space"),
    ("no Info in the intent", drop("intent", "Info"), {"output-intent": "failed"}, "preflight-intent-info"),
    ("layers", put("root", "OCProperties", lambda _: Dictionary()), {"layers": "failed"}, "preflight-layers"),
    ("user unit", put("page", "UserUnit", lambda _: 1.0001), {"orientation": "failed"}, "preflight-user-unit"),
    ("16 bits", draw(IMAGE.format(size=50), "XObject", New=old_image(BitsPerComponent=16)), {"image-coding": "failed"},
     "preflight-image-deep"),
    ("JPEG 2000", draw(IMAGE.format(size=50), "XObject", New=coded(Name.JPXDecode)), {"image-coding": "failed"},
     "preflight-image-jpx"),
    ("halftone phase", draw("/New gs", "ExtGState", New=lambda _: Dictionary(HTP=Array([0, 0]))),
     {"device-state": "failed"}, "preflight-halftone"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "expected", "code"), [case[1:] for case in OLD_CASES], ids=[case[0] for case in OLD_CASES]
)
def test_one_thing_that_the_old_standard_forbids(spoil: Spoil, expected: dict[str, str], code: str) -> None:
    pdf = clean_x1a()
    spoil(pdf)
    result = checked(pdf, OLD, "1.4")

    assert outcome(result) == expected
    assert code in codes(result)


NOTICES: list[tuple[str, Spoil, str]] = [
    ("black text knocks out", draw("0 0 0 1 k BT /F 10 Tf 60 140 Td <0001> Tj ET"), "preflight-black-knockout"),
    ("whole font", draw(TEXT.format(font="New", size=10, codes="0001"), "Font", New=font(name="/Test-Whole")),
     "preflight-font-whole"),
    ("interpolated", draw(IMAGE.format(size=50), "XObject", New=old_image(Interpolate=True)),
     "preflight-image-interpolated"),
    ("16 bits", draw(IMAGE.format(size=50), "XObject", New=old_image(BitsPerComponent=16)),
     "preflight-image-deep-allowed"),
    ("JPEG 2000", draw(IMAGE.format(size=50), "XObject", New=coded(Name.JPXDecode)), "preflight-image-jpx-allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "code"), [case[1:] for case in NOTICES], ids=[case[0] for case in NOTICES])
def test_what_is_worth_knowing_is_told_and_the_rule_passes(spoil: Spoil, code: str) -> None:
    pdf = clean()
    spoil(pdf)
    result = checked(pdf)

    assert outcome(result) == {}
    assert codes(result) == {code}


FINE: list[tuple[str, Spoil]] = [
    ("crop marks outside the bleed, in registration colour",
     draw(f"/All CS 1 SCN 0.25 w {EDGE[0]} 0 m {EDGE[0]} {5 * MM} l S 0 {EDGE[0]} m {5 * MM} {EDGE[0]} l S",
          "ColorSpace", All=separation("All"))),
    ("a link outside the bleed", put("page", "Annots", annotation(1))),
    ("a printer's mark inside",
     put("page", "Annots", lambda _: Array([Dictionary(Subtype=Name.PrinterMark, Rect=Array([60, 60, 70, 70]))]))),
    ("invisible text of a font left out",
     draw("BT 3 Tr /New 10 Tf 60 140 Td <0001> Tj ET", "Font", New=font(program=False))),
    ("red text in two strong inks", draw("0.15 1 0.95 0.1 k BT /F 8 Tf 60 140 Td <0001> Tj ET")),
    ("rich black headline", draw("0.6 0.4 0.4 1 k BT /F 12 Tf 60 140 Td <0001> Tj ET")),
    ("5 pt text", draw(TEXT.format(font="F", size=5, codes="0001"))),
    ("0.25 pt line", draw(RULED.format(width=0.25))),
    ("image at 300 dpi", draw(IMAGE.format(size=57.6), "XObject", New=image)),
    ("a colour as an image of one pixel", draw(IMAGE.format(size=99), "XObject", New=lambda pdf: image(pdf, 1))),
    ("grey", draw("0.5 g 60 60 9 9 re f")),
    ("CMYK gradient", draw("/New sh", "Shading", New=shading(Name.DeviceCMYK, [0] * 4, [0.2] * 4))),
    ("Black as a separation", draw("/New cs 1 scn 60 60 9 9 re f", "ColorSpace", New=separation("Black"))),
    ("default transfer", draw("/New gs", "ExtGState", New=lambda _: Dictionary(TR2=Name.Default))),
    ("RGB that is set and not painted with", draw("1 0 0 rg")),
    ("an operator that is unknown, between BX and EX", draw("BX 1 nonsense EX")),
    ("layers", put("root", "OCProperties", lambda _: Dictionary())),
    ("registration colour that the box of its form cuts off",
     draw("/New Do", "XObject",
          New=lambda pdf: form(pdf, b"/All cs 1 scn 60 60 20 20 re f", BBox=Array([0, 0, 50, 50]),
                               Resources=Dictionary(ColorSpace=Dictionary(All=separation("All")(pdf)))))),
    ("a line that is also filled", draw("1 w 0 0 0 1 K 0 0 0 1 k 60 150 m 90 150 l B")),
    ("a point moved to before a line", draw("0 0 0 1 K 0.1 w 50 50 m 1 w 60 150 m 90 150 l S")),
    ("a hairline that is clipped away", draw("q 60 60 9 9 re W n " + RULED.format(width=0.1) + " Q")),
    ("a coarse image that is clipped away",
     draw("q 10 10 9 9 re W n " + IMAGE.format(size=100) + " Q", "XObject", New=image)),
    ("dates in another zone",
     metadata("<xmp:ModifyDate>2026-01-02T03:04:05+08:00", "<xmp:ModifyDate>2026-01-02T03:04:05.00+08:00")),
]  # fmt: skip


@pytest.mark.parametrize("spoil", [case[1] for case in FINE], ids=[case[0] for case in FINE])
def test_what_looks_like_a_fault_and_is_none(spoil: Spoil) -> None:
    pdf = clean()
    spoil(pdf)
    result = checked(pdf)

    assert outcome(result) == {}


def test_other_files_that_are_wrong_as_a_whole() -> None:
    assert outcome(checked(clean(), version="1.7")) == {"version": "failed"}
    assert outcome(checked(clean_x1a(), OLD, "1.6")) == {"version": "failed"}
    locked = checked(clean(), encryption=pikepdf.Encryption(owner="secret", user=""))
    assert "encryption" in outcome(locked)


def test_object_streams_are_too_new_for_the_old_standard() -> None:
    assert codes(checked(clean_x1a(), OLD, "1.6")) == {"preflight-version", "preflight-object-streams"}


def test_a_file_without_identifier() -> None:
    data = saved(clean(), "1.4").replace(b"/ID", b"/XX")

    assert outcome(check_pdf(data, WANTED, OBJECTS_ONLY)) == {"identifier": "failed"}


def test_a_file_behind_a_password_has_not_passed_anything() -> None:
    result = checked(clean(), encryption=pikepdf.Encryption(owner="secret", user="secret"))

    assert {check.rule for check in result.checks if check.status is Status.PASSED} == set()
    assert result.status is Status.FAILED


def test_the_profile_ordered_must_be_the_one_embedded() -> None:
    same, other = read_profile(profile()), read_profile(profile(name=b"Other press"))

    assert outcome(checked(clean(), Wanted(profile=same))) == {}
    assert outcome(checked(clean(), Wanted(profile=other))) == {"profile-wanted": "failed"}


def test_rules_about_content_that_cannot_be_read_have_not_passed() -> None:
    pdf = clean()
    page(pdf).Contents.write(b"junk", filter=Name.FlateDecode)
    result = outcome(checked(pdf))

    assert result.pop("content-sound") == "failed"
    assert set(result.values()) == {"not checked"}
    assert {"rgb", "glyphs", "resolution", "white-overprint"} <= set(result)


def test_pages_of_several_sizes_and_a_wrong_number_of_them() -> None:
    pdf = clean(pages=3)
    pdf.pages[2].TrimBox = Array(box(-0.2))

    result = checked(pdf, Wanted(pages_multiple_of=4, bleed_mm=BLEED))
    assert outcome(result) == {"trim-same": "failed", "page-count": "failed"}
    finding = next(check for check in result.checks if check.rule == "trim-same").findings[0]
    assert finding.problem().message("zh") == "第 3 页：成品尺寸是 59.6 × 79.6 mm，多数页是 60 × 80 mm。"
    assert finding.problem().message("en") == "Page 3: the trimmed size is 59.6 × 79.6 mm, 60 × 80 mm on most pages."


def test_a_spot_colour_that_was_ordered_is_no_surprise() -> None:
    pdf = clean()
    resource(pdf, "ColorSpace", Spot=separation("Gold")(pdf))
    add(pdf, "/Spot cs 1 scn 60 60 9 9 re f")

    result = checked(pdf, Wanted(spots=frozenset({"Gold"})))
    assert outcome(result) == {}
    assert result.facts.separations == ("Cyan", "Magenta", "Yellow", "Black", "Gold")


def test_a_finding_names_its_page_and_place_in_mm() -> None:
    pdf = clean(pages=2)
    x, top = (SLUG + 10) * MM, (SLUG + TRIM[1] - 20) * MM
    add(pdf, f"1 0 0 rg {x} {top - 9} 9 9 re f", page=1)

    finding = next(check for check in checked(pdf).checks if check.rule == "rgb").findings[0]
    assert [(spot.page, spot.x_mm, spot.y_mm) for spot in finding.spots] == [(2, 10.0, 20.0)]
    assert (
        finding.problem("a.pdf").message("zh")
        == "第 2 页（距左 10.0 mm、距上 20.0 mm）：色块是 RGB 颜色（DeviceRGB）。"
    )
    assert finding.problem("a.pdf").place is not None


def test_the_same_thing_in_many_places_is_one_finding() -> None:
    pdf = clean(pages=3)
    for number in range(3):
        add(pdf, "1 0 0 rg " + "60 60 9 9 re f " * 5, page=number)

    (finding,) = next(check for check in checked(pdf).checks if check.rule == "rgb").findings
    assert finding.count == 15
    assert finding.pages == (1, 2, 3)
    assert finding.problem().message("en").startswith("Pages 1–3 (page 1, ")


def test_facts_of_a_clean_file() -> None:
    facts = checked(clean()).facts

    assert (facts.standard, facts.condition, facts.profile) == ("PDF/X-4", "FOGRA39", "Test press")
    assert facts.separations == ("Cyan", "Magenta", "Yellow", "Black")
    assert [(font.name, font.kind, font.embedded, font.subset) for font in facts.fonts] == [
        ("Test-Regular", "CIDFontType2", True, True)
    ]
    (placed,) = facts.images
    assert (placed.pixels, placed.space, round(placed.dpi)) == ((240, 240), "DeviceCMYK", 305)
    (first,) = facts.pages
    assert first.trim is not None
    assert (round(first.trim.width, 2), round(first.trim.height, 2)) == TRIM


def test_every_rule_is_called_differently_and_reports_its_own_codes() -> None:
    assert len({rule.id for rule in RULES}) == len({rule.zh for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.codes
        assert rule.why_zh
        assert rule.why_en
