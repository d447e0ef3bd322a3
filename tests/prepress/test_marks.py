"""Boxes and printer's marks."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from typeset.prepress import page_pictures
from typeset.prepress.boxes import Box, number, set_boxes
from typeset.prepress.marks import PROCESS, add_marks
from typeset.prepress.outlines import OutlineFont
from typeset.workspace import shipped

from .pages import MM, box, numbered, sound, texts

FONT = shipped("fonts") / "noto-sans-sc" / "NotoSansSC_400Regular.ttf"
PIXELS = 254 / 25.4
"""Of the pictures here, a millimetre."""


def white(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.obj.Contents = pdf.make_stream(b"")


def marked(pages: int = 2, bleed: float = 3, **settings: object) -> bytes:
    with pikepdf.open(io.BytesIO(numbered(pages, 100, 140, bleed, change=white))) as pdf:
        add_marks(pdf, bleed=bleed, **settings)  # type: ignore[arg-type]
        written = io.BytesIO()
        pdf.save(written, deterministic_id=True)
    assert sound(written.getvalue()) == []
    return written.getvalue()


def picture(data: bytes, page: int = 0) -> Image.Image:
    return list(page_pictures(data, 254))[page]


def darkest(image: Image.Image, left: float, top: float, right: float, bottom: float) -> int:
    """The darkest grey in a rectangle of millimetres from the top left of the sheet."""
    area = tuple(round(side * PIXELS) for side in (left, top, right, bottom))
    return min(image.convert("L").crop(area).tobytes())  # type: ignore[arg-type]


def test_boxes_are_the_trimmed_page_the_bleed_and_the_slug_around_it() -> None:
    def as_written(pdf: Pdf) -> None:  # a bleed of 10 mm, of which the engine declares 10 pt
        for page in pdf.pages:
            page.obj.BleedBox = page.obj.CropBox = page.obj.ArtBox = Array([-10, -10, 100 * MM + 10, 140 * MM + 10])

    with pikepdf.open(io.BytesIO(numbered(1, 100, 140, 10, change=as_written))) as pdf:
        set_boxes(pdf, 10, 9)
        page = pdf.pages[0]
        assert box(page, "TrimBox") == [0, 0, round(100 * MM, 2), round(140 * MM, 2)]
        assert box(page, "BleedBox") == [round(side * MM, 2) for side in (-10, -10, 110, 150)]
        assert box(page, "MediaBox") == [round(side * MM, 2) for side in (-19, -19, 119, 159)]
        assert Name.CropBox not in page.obj
        assert Name.ArtBox not in page.obj


def test_a_page_without_a_trim_box_is_trimmed_at_its_edge() -> None:
    with pikepdf.open(io.BytesIO(numbered(1, 100, 140, 0))) as pdf:
        del pdf.pages[0].obj.TrimBox
        set_boxes(pdf, 3)
        assert box(pdf.pages[0], "TrimBox") == [0, 0, round(100 * MM, 2), round(140 * MM, 2)]
        assert box(pdf.pages[0], "MediaBox") == [round(side * MM, 2) for side in (-3, -3, 103, 143)]


def test_crop_marks_point_at_the_corners_from_outside_the_bleed() -> None:
    image = picture(marked())
    left, top, right, bottom = 12, 12, 112, 152  # the trimmed page on a sheet of 124 × 164 mm

    assert image.size == (1240, 1640)
    for x in (left, right):
        for y in (3.5, 160.5):
            assert darkest(image, x - 0.15, y - 1, x + 0.15, y + 1) < 160
    for up in (top, bottom):
        for across in (3.5, 120.5):
            assert darkest(image, across - 1, up - 0.15, across + 1, up + 0.15) < 160


@pytest.mark.parametrize(("bleed", "nearest"), [(0, 3), (3, 4), (5, 6), (10, 11)])
def test_marks_begin_a_millimetre_outside_the_bleed_and_never_nearer_than_three_to_the_cut(
    bleed: float, nearest: float
) -> None:
    image = picture(marked(bleed=bleed, slugs=["甲乙丙"], font=FONT))
    sheet = bleed + 9
    free = nearest - 0.15
    area = (sheet - free, sheet - free, sheet + 100 + free, sheet + 140 + free)

    assert darkest(image, *area) == 255
    assert darkest(image, sheet - nearest - 1, sheet - 0.2, sheet - nearest, sheet + 0.2) < 160


def test_everything_is_in_the_registration_colour_but_the_patches() -> None:
    with pikepdf.open(io.BytesIO(marked(1, slugs=["甲"], font=FONT))) as pdf:
        form = pdf.pages[0].obj.Resources.XObject.Marks1
        space = form.Resources.ColorSpace.All
        content = form.read_bytes().decode()
        drawings = [item.read_bytes().decode() for _, item in form.Resources.XObject.items()]

    assert [str(part) for part in space[:3]] == ["/Separation", "/All", "/DeviceCMYK"]
    assert content.startswith("/All CS 1 SCN /All cs 1 scn 0.25 w")
    outside = re.sub(r"q [\d. ]+ k [\d. -]+ re f Q", "", content)
    operators = re.sub(r"/G\d+", "", outside[len("/All CS 1 SCN /All cs 1 scn 0.25 w") :])
    assert set(re.findall(r"[A-Za-z]+", operators)) == {"J", "m", "l", "c", "h", "S", "q", "Q", "cm", "Do"}
    assert len(drawings) == 1
    assert not re.search(r"[A-Za-z]", re.sub(r"\b[mlchf]\b", "", drawings[0]))


def test_the_colour_bar_has_each_ink_full_and_at_half() -> None:
    image = picture(marked())
    y = round((152 + 7) * PIXELS)  # the patches lie from 5 to 9 mm below the trimmed edge
    colours = [image.getpixel((round((62 + 6 + 4 * index + 2) * PIXELS), y)) for index in range(8)]

    cyan, half_cyan, magenta, _, yellow, _, black, grey = colours
    assert cyan[0] < 60  # type: ignore[index]
    assert 60 < half_cyan[0] < 200  # type: ignore[index]
    assert magenta[1] < 60  # type: ignore[index]
    assert yellow[2] < 80  # type: ignore[index]
    assert max(black) < 60  # type: ignore[arg-type]
    assert 100 < grey[0] < 200  # type: ignore[index]


def test_the_bar_has_the_spot_colours_that_the_document_uses_and_no_others() -> None:
    def spotted(pdf: Pdf) -> None:
        tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 1, 0.9, 0.1], N=1)
        for page in pdf.pages:
            space = Array([Name.Separation, Name("/PANTONE 186 C"), Name.DeviceCMYK, tint])
            page.obj.Resources.ColorSpace = Dictionary(S=space)

    with pikepdf.open(io.BytesIO(numbered(1, change=spotted))) as pdf:
        add_marks(pdf, bleed=3, separations=["Black", "PANTONE 186 C", "PANTONE 300 C"])
        form = pdf.pages[0].obj.Resources.XObject.Marks1
        names = {str(space[1]) for _, space in form.Resources.ColorSpace.items()}
        content = form.read_bytes().decode()

    assert names == {"/All", "/PANTONE 186 C"}
    assert len(re.findall(r"/Ink0 cs (1|0\.5) scn|/Ink1 cs (1|0\.5) scn", content)) == 2
    assert len(re.findall(r" k ", content)) == 2


def test_small_pages_get_the_patches_that_fit() -> None:
    with pikepdf.open(io.BytesIO(numbered(1, 55, 85))) as pdf:
        add_marks(pdf, bleed=3)
        content = pdf.pages[0].obj.Resources.XObject.Marks1.read_bytes().decode()

    assert 0 < len(re.findall(r" re f", content)) < 2 * len(PROCESS)


def test_words_are_drawn_without_a_font_in_the_file() -> None:
    data = marked(2, slugs=["试刊 第1页", "试刊 第2页"], font=FONT)
    first, second = picture(data), picture(data, 1)
    line = (14, 164 - 6.5, 50, 164 - 3)

    assert texts(data) == [[], []]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not [item for item in pdf.objects if isinstance(item, Dictionary) and "/FontFile2" in item]
    assert darkest(first, *line) < 80
    left, top, right, bottom = (round(side * PIXELS) for side in line)
    area = (left, top, right, bottom)
    assert first.crop(area).tobytes() != second.crop(area).tobytes()


def test_a_line_that_is_too_long_ends_before_the_middle() -> None:
    image = picture(marked(1, slugs=["很长的刊名" * 30], font=FONT, separations=()))

    assert darkest(image, 14, 164 - 6.5, 50, 164 - 3) < 80
    assert darkest(image, 57, 164 - 6.5, 58, 164 - 3) == 255


def test_without_words_or_font_there_is_no_line() -> None:
    for settings in ({"slugs": ["甲"]}, {"font": FONT}, {"slugs": ["", ""], "font": FONT}):
        image = picture(marked(**settings, separations=()))
        assert darkest(image, 14, 164 - 7.5, 55, 163) == 255


def test_the_marks_of_pages_that_share_their_resources_do_not_mix() -> None:
    def shared(pdf: Pdf) -> None:
        resources = pdf.make_indirect(Dictionary(XObject=Dictionary(Marks1=pdf.make_stream(b""))))
        for page in pdf.pages:
            page.obj.Resources = resources
            page.obj.Contents = pdf.make_stream(b"")

    with pikepdf.open(io.BytesIO(numbered(2, 100, 140, change=shared))) as pdf:
        add_marks(pdf, bleed=3, slugs=["一", "二二二"], font=FONT)
        names = list(pdf.pages[0].obj.Resources.XObject.keys())
        written = io.BytesIO()
        pdf.save(written)

    assert sorted(names) == ["/Marks1", "/Marks1x", "/Marks2"]
    assert picture(written.getvalue()).tobytes() != picture(written.getvalue(), 1).tobytes()


def test_a_page_that_leaves_its_graphics_state_changed_does_not_move_the_marks() -> None:
    def untidy(pdf: Pdf) -> None:
        for page in pdf.pages:
            page.obj.Contents = pdf.make_stream(b"0.5 0 0 0.5 90 90 cm 1 0 0 0 k")

    with pikepdf.open(io.BytesIO(numbered(1, 100, 140, change=untidy))) as pdf:
        add_marks(pdf, bleed=3)
        written = io.BytesIO()
        pdf.save(written)

    assert picture(written.getvalue()).tobytes() == picture(marked(1)).tobytes()


def test_the_same_marks_are_the_same_bytes() -> None:
    settings = {"slugs": ["试刊 第1页", "试刊 第2页"], "font": FONT}

    assert marked(**settings) == marked(**settings)  # type: ignore[arg-type]


def test_outlines_know_their_width_and_skip_what_the_font_lacks() -> None:
    with Pdf.new() as pdf, OutlineFont(pdf, FONT) as font:
        assert font.width("中文", 10) == pytest.approx(20)
        assert font.width("中\U0010ffff文", 10) == pytest.approx(20)
        assert font.fitted("中文中文", 10, 25) == "中…"
        assert font.fitted("中文", 10, 20) == "中文"
        assert font.fitted("中文", 10, 5) == ""
        operators, named = font.line("中 中", 0, 0, 10)
        assert operators.count(" Do Q") == 2
        assert len(named) == 1


def test_a_file_that_is_no_font_is_an_error(tmp_path: Path) -> None:
    with Pdf.new() as pdf, pytest.raises(OSError, match="none"):
        OutlineFont(pdf, tmp_path / "none.ttf")


def test_boxes_reckon() -> None:
    outer, inner = Box(0, 0, 10, 20), Box(2, 2, 8, 8)

    assert outer.holds(inner)
    assert not inner.holds(outer)
    assert inner.grown(1) == Box(1, 1, 9, 9)
    assert outer.cut(Box(5, 5, 50, 50)) == Box(5, 5, 10, 20)
    assert outer.cut(Box(50, 50, 60, 60)).width == 0
    assert (number(-0.00001), number(1.5), number(2.0), number(1e-9)) == ("0", "1.5", "2", "0")
