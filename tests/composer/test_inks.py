"""Painting in inks: what stands in the print PDF's content, read back from the file."""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from tests.composer.conftest import FOLDER
from typeset.composer import FontFile, FontSet
from typeset.composer.fetching import ClosedFetcher
from typeset.composer.ink_spaces import pdf_name
from typeset.composer.inks import Ink, PrintPainting
from typeset.composer.pictures import LazyPicture, Pixels
from typeset.composer.rendering import Rendering, lay_out, trimmed, write_pdf, write_print_pdf

RED = (0xB5, 0x12, 0x1B)
RED_INK = Ink((0.1, 1, 0.9, 0.15))
SPOT = Ink((0.1, 1, 0.9, 0.15), "PANTONE 186 C")
STYLE = "<style>@page { size: 100mm 80mm; margin: 8mm; bleed: 3mm } html { font: 12px song }</style>"


def ink(red: float, green: float, blue: float, named: Ink = RED_INK) -> Ink:
    """Red has a name, greys are black, all else is what it lacks of white."""
    if (round(red * 255), round(green * 255), round(blue * 255)) == RED:
        return named
    if red == green == blue:
        return Ink((0, 0, 0, 1 - red))
    return Ink((1 - red, 1 - green, 1 - blue, 0))


def no_pixels(_data: bytes) -> Pixels:
    raise AssertionError("no picture here")


@cache
def fonts() -> FontSet:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return FontSet([FontFile(FOLDER / "NotoSerifSC_400Regular.ttf", ("song",))])


def set_page(body: str, pictures: dict[str, LazyPicture] | None = None) -> Rendering:
    return lay_out(f"<meta charset=utf-8>{STYLE}{body}", [], fonts(), ClosedFetcher(), pictures or {})


def painted(body: str, painting: PrintPainting | None = None) -> pikepdf.Pdf:
    painting = painting or PrintPainting(ink, no_pixels)
    data, messages = write_print_pdf(set_page(body), lambda *_: b"", painting)
    assert messages == ()
    return pikepdf.Pdf.open(io.BytesIO(data))


def streams(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Everything in the file that holds drawing operators."""
    yield pdf.pages[0].Contents
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and (
            ("/Subtype" in item and item.Subtype == "/Form") or "/PatternType" in item
        ):
            yield item


def operators(pdf: pikepdf.Pdf) -> list[tuple[str, list[Any]]]:
    return [
        (str(step.operator), list(step.operands))
        for stream in streams(pdf)
        for step in pikepdf.parse_content_stream(stream)
    ]


def amounts(pdf: pikepdf.Pdf, operator: str) -> list[tuple[float, ...]]:
    found = [operands for name, operands in operators(pdf) if name == operator]
    return [tuple(map(float, operands)) for operands in found if not any(isinstance(v, pikepdf.Name) for v in operands)]


EVERYTHING = """
<p>黑字</p><p style="color: white; background: #b5121b">白字</p>
<p style="border: 3px inset #b5121b; box-shadow: 2px 2px 5px #888; outline: 1px solid blue">边框</p>
<div style="height: 20px; background: linear-gradient(to right, #b5121b, white 40%, rgba(0, 0, 255, 0.5))"></div>
<div style="height: 20px; background: radial-gradient(#b5121b, #222)"></div>
<p style="opacity: 0.5; text-decoration: underline; text-emphasis: dot">半透明</p><hr>
<svg width="60" height="20"><defs><linearGradient id="g"><stop stop-color="#b5121b"/><stop offset="1"
 stop-color="white" stop-opacity="0"/></linearGradient></defs><rect width="60" height="20" fill="url(#g)"
 stroke="green"/><circle cx="5" cy="5" r="4"/></svg>
<a href="https://example.org/">链接</a>
"""


def test_nothing_on_the_page_is_rgb() -> None:
    pdf = painted(EVERYTHING)

    assert not [name for name, _ in operators(pdf) if name in ("rg", "RG", "g", "G")]
    spaces = {str(operands[0]) for name, operands in operators(pdf) if name in ("cs", "CS")}
    assert spaces <= {"/Pattern"}
    assert b"RGB" not in b"".join(item.unparse() for item in pdf.objects if isinstance(item, pikepdf.Dictionary))
    groups = [stream.Group.CS for stream in streams(pdf) if "/Group" in stream]
    assert set(groups) == {"/DeviceCMYK", "/DeviceGray"}


def test_text_is_in_the_ink_of_its_colour() -> None:
    pdf = painted('<p>黑</p><p style="color: #b5121b">红</p><p style="color: #808080">灰</p>')

    assert amounts(pdf, "k") == [(0, 0, 0, 1), (0.1, 1, 0.9, 0.15), (0, 0, 0, pytest.approx(0.498, abs=1e-3))]


def test_ink_in_the_style_sheet_stays_what_it_is() -> None:
    pdf = painted('<p style="color: device-cmyk(20% 0 30% 0.1)">字</p>')

    assert amounts(pdf, "k") == [(0.2, 0, 0.3, 0.1)]


def test_gradients_are_interpolated_between_inks() -> None:
    pdf = painted('<div style="height: 9px; background: linear-gradient(to right, #b5121b, white)"></div>')

    (shading,) = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/ShadingType" in item]
    assert shading.ColorSpace == "/DeviceCMYK"
    (part,) = shading.Function.Functions
    assert [[float(value) for value in part[key]] for key in ("/C0", "/C1")] == [[0.1, 1, 0.9, 0.15], [0, 0, 0, 0]]


def overprints(pdf: pikepdf.Pdf) -> list[tuple[str, bool]]:
    """Every text and every path, and whether it overprints, in the order of painting; all in the page's own stream."""
    found, states, on, inside = [], [], False, False
    resources = pdf.pages[0].Resources
    for name, operands in operators(pdf):
        if name == "q":
            states.append(on)
        elif name == "Q":
            on = states.pop()
        elif name == "gs" and "/op" in resources.ExtGState[operands[0]]:
            assert not inside, "between a path's start and its painting no state may change"
            on = bool(resources.ExtGState[operands[0]].op)
        elif name in ("re", "m"):
            inside = True
        elif name in ("f", "f*", "S", "B", "n", "W"):
            inside = name == "W"
            if name != "n" and name != "W":
                found.append((name, on))
        elif name in ("TJ", "Do", "sh"):
            found.append((name, on))
    return found


def test_black_text_overprints_and_nothing_else_does() -> None:
    pdf = painted(
        '<div style="background: #b5121b"><p>黑字</p><p style="color: white">白字</p><p style="color: #b5121b">红</p>'
        '<p style="color: rgba(0, 0, 0, 0.5)">淡</p><p style="border-top: 1px solid black">再黑</p></div>'
    )

    texts = [on for name, on in overprints(pdf) if name == "TJ"]
    assert texts == [True, False, False, False, True]
    assert {on for name, on in overprints(pdf) if name != "TJ"} == {False}


def test_a_spot_colour_is_a_separation_with_its_stand_in() -> None:
    painting = PrintPainting(lambda *rgb: ink(*rgb, named=SPOT), no_pixels)
    pdf = painted(
        '<p style="color: #b5121b">红</p><div style="height: 9px; background: linear-gradient(#b5121b, white)"></div>',
        painting,
    )

    space = pdf.pages[0].Resources.ColorSpace["/spot0"]
    assert [str(space[index]) for index in range(3)] == ["/Separation", "/PANTONE 186 C", "/DeviceCMYK"]
    assert [float(value) for value in space[3].C1] == [0.1, 1, 0.9, 0.15]
    assert ["/spot0"] in [[str(value) for value in operands] for name, operands in operators(pdf) if name == "cs"]
    assert (1,) in amounts(pdf, "scn")
    (shading,) = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/ShadingType" in item]
    assert shading.ColorSpace[1] == "/PANTONE 186 C"
    (part,) = shading.Function.Functions
    assert [[float(value) for value in part[key]] for key in ("/C0", "/C1")] == [[1], [0]]


DRAWING = (
    '<svg width="60" height="20"><defs><linearGradient id="g"><stop stop-color="#b5121b"/><stop offset="1"'
    ' stop-color="black"/></linearGradient></defs><rect width="60" height="20" fill="url(#g)"/></svg>'
)


@pytest.mark.parametrize(
    "body", ['<div style="height: 9px; background: linear-gradient(90deg, #b5121b, black)"></div>', DRAWING]
)
def test_a_gradient_between_a_spot_colour_and_black_prints_on_their_plates_alone(body: str) -> None:
    pdf = painted(body, PrintPainting(lambda *rgb: ink(*rgb, named=SPOT), no_pixels))

    (shading,) = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/ShadingType" in item]
    family, inks, instead, transform, attributes = shading.ColorSpace
    assert (family, list(map(str, inks)), instead) == ("/DeviceN", ["/Black", "/PANTONE 186 C"], "/DeviceCMYK")
    assert attributes.Colorants["/PANTONE 186 C"][1] == "/PANTONE 186 C"
    (part,) = [part for part in shading.Function.Functions if part.C0 != part.C1]
    assert [[float(value) for value in part[key]] for key in ("/C0", "/C1")] == [[0, 1], [1, 0]]
    assert (transform.FunctionType, len(transform.Domain), len(transform.Range)) == (4, 4, 8)


def test_what_stands_in_for_a_mixed_gradient_is_the_sum_of_its_inks() -> None:
    """As a renderer without the plates shows it: at its ends the stand-ins of the spot colour and black."""
    pdf = painted(
        '<div style="height: 40px; background: linear-gradient(90deg, #b5121b, #b5121b 40%, black 60%, black)"></div>',
        PrintPainting(lambda *rgb: ink(*rgb, named=SPOT), no_pixels),
    )
    buffer = io.BytesIO()
    pdf.save(buffer)
    picture = pypdfium2.PdfDocument(buffer.getvalue())[0].render(scale=1).to_pil().convert("RGB")

    left, right = (picture.getpixel((int(picture.width * at), 40)) for at in (0.2, 0.8))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[0] > 150
    assert max(left[1:]) < 80
    assert max(right) < 60


@pytest.mark.parametrize(("name", "written"), [("PANTONE 186 C", "PANTONE#20186#20C"), ("专色 #1/(a)", None)])
def test_names_of_inks_survive(name: str, written: str | None) -> None:
    assert written is None or pdf_name(name) == written
    pdf = pikepdf.Pdf.new()
    stream = pdf.make_stream(b"")
    parsed = pikepdf.Object.parse(f"/{pdf_name(name)}".encode())
    stream["/X"] = parsed
    assert bytes(str(parsed)[1:], "utf-8").decode() == name


def test_pages_keep_their_bleed_in_print_and_lose_it_on_a_screen() -> None:
    rendering = set_page("<p>字</p>")
    printed, _ = write_print_pdf(rendering, lambda *_: b"", PrintPainting(ink, no_pixels))
    screen, _ = write_pdf(trimmed(rendering), lambda *_: b"")

    def size(data: bytes) -> tuple[int, int]:
        pdf = pikepdf.Pdf.open(io.BytesIO(data))
        box = pdf.pages[0].MediaBox
        return round(float(box[2] - box[0]) / 72 * 254), round(float(box[3] - box[1]) / 72 * 254)

    assert (size(printed), size(screen)) == ((1060, 860), (1000, 800))


def test_print_and_screen_have_the_same_text_at_the_same_places() -> None:
    rendering = set_page(
        "<p style='text-align: justify; width: 20em'>" + "在“技能”培训中，Python 3与数据、（附表）。" * 12
    )
    printed, _ = write_print_pdf(rendering, lambda *_: b"", PrintPainting(ink, no_pixels))
    screen, _ = write_pdf(trimmed(rendering), lambda *_: b"")

    def places(data: bytes) -> list[tuple[str, float, float]]:
        page = pypdfium2.PdfDocument(data)[0]
        left, bottom, *_ = page.get_trimbox()
        text = page.get_textpage()
        boxes = [text.get_charbox(index) for index in range(text.count_chars())]
        return [
            (text.get_text_range(index, 1), round(box[0] - left, 2), round(box[1] - bottom, 2))
            for index, box in enumerate(boxes)
        ]

    assert places(printed) == places(screen)


def test_a_print_pdf_has_no_links_but_bookmarks() -> None:
    pdf = painted('<h1 id="a">标题</h1><a href="#a">回去</a> <a href="https://example.org/">外面</a>')

    assert "/Annots" not in pdf.pages[0]
    assert "/Names" not in pdf.Root
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["标题"]


def test_a_picture_goes_into_the_file_as_it_was_prepared() -> None:
    data, mask = b"\x78\x9c made elsewhere", b"\x78\x9c mask"
    pixels = Pixels(data, 4, 2, "DeviceCMYK", "FlateDecode", inverted=True, mask=mask)
    asked = []

    def painter(address: str, width: float, height: float) -> Pixels:
        asked.append((address, round(width, 2), round(height, 2)))
        return pixels

    rendering = set_page(
        '<img src="http://typeset.invalid/a.jpg" style="width: 40mm; height: 20mm">',
        {"http://typeset.invalid/a.jpg": LazyPicture("http://typeset.invalid/a.jpg", 400, 200)},
    )
    made, _ = write_print_pdf(rendering, painter, PrintPainting(ink, no_pixels))

    assert asked == [("http://typeset.invalid/a.jpg", 40, 20)]
    pdf = pikepdf.Pdf.open(io.BytesIO(made))
    (image,) = pdf.pages[0].get_images().values()
    assert image.read_raw_bytes() == data
    assert image.SMask.read_raw_bytes() == mask
    assert (image.ColorSpace, image.Filter, image.Interpolate) == ("/DeviceCMYK", "/FlateDecode", False)
    assert [int(value) for value in image.Decode] == [1, 0, 1, 0, 1, 0, 1, 0]


def test_a_raster_picture_of_the_style_sheet_is_turned_into_inks() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (3, 3), RED).save(buffer, "PNG")
    seen = []

    def pixels(data: bytes) -> Pixels:
        seen.append(Image.open(io.BytesIO(data)).getpixel((0, 0)))
        return Pixels(b"\x78\x9c", 3, 3, "DeviceCMYK", "FlateDecode")

    fetcher = ClosedFetcher(data={"tile.png": buffer.getvalue()})
    body = '<div style="height: 30px; background: url(http://typeset.invalid/tile.png)"></div>'
    rendering = lay_out(f"<meta charset=utf-8>{STYLE}{body}", [], fonts(), fetcher, {})
    made, messages = write_print_pdf(rendering, lambda *_: b"", PrintPainting(ink, pixels))

    assert messages == ()
    assert set(seen) == {RED}
    pdf = pikepdf.Pdf.open(io.BytesIO(made))
    images = [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and "/Width" in item]
    assert [str(image.ColorSpace) for image in images] == ["/DeviceCMYK"]


def test_a_raster_picture_inside_a_drawing_is_turned_into_inks() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (3, 3), RED).save(buffer, "PNG")
    inside = base64.b64encode(buffer.getvalue()).decode()
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        f'<image width="9" height="9" href="data:image/png;base64,{inside}"/></svg>'
    )
    fetcher = ClosedFetcher(data={"drawing.svg": drawing.encode()})
    body = '<img src="http://typeset.invalid/drawing.svg" style="width: 40mm">'
    rendering = lay_out(f"<meta charset=utf-8>{STYLE}{body}", [], fonts(), fetcher, {})
    painting = PrintPainting(ink, lambda _data: Pixels(b"\x78\x9c", 3, 3, "DeviceCMYK", "FlateDecode"))
    made, messages = write_print_pdf(rendering, lambda *_: b"", painting)

    assert (*rendering.messages, *messages) == ()
    pdf = pikepdf.Pdf.open(io.BytesIO(made))
    images = [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and "/Width" in item]
    assert [str(image.ColorSpace) for image in images] == ["/DeviceCMYK"]
