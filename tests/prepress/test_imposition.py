"""Imposed sheets: what stands where on them, and what a PDF must be for that."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from typeset.color import default_condition
from typeset.prepress import page_pictures
from typeset.prepress.finishing import PrintJob, Standard, finish_print
from typeset.prepress.imposition import Imposed, ImpositionJob, impose
from typeset.problems import Problem
from typeset.workspace import shipped

from .pages import LABEL, MM, box, numbered, origin, sound, texts

FONT = shipped("fonts") / "noto-sans-sc" / "NotoSansSC_400Regular.ttf"


def sheets(data: bytes, job: ImpositionJob | None = None) -> Imposed:
    found = impose(data, job or ImpositionJob())
    assert isinstance(found, Imposed), found
    assert sound(found.pdf) == []
    return found


def refused(data: bytes, job: ImpositionJob | None = None) -> Problem:
    found = impose(data, job or ImpositionJob())
    assert isinstance(found, Problem)
    return found


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        (4, [["P4", "P1"], ["P2", "P3"]]),
        (8, [["P8", "P1"], ["P2", "P7"], ["P6", "P3"], ["P4", "P5"]]),
        (10, [["P10", "P1"], ["P2"], ["P3"], ["P4", "P9"], ["P8", "P5"], ["P6", "P7"]]),
        (12, [["P12", "P1"], ["P2", "P11"], ["P10", "P3"], ["P4", "P9"], ["P8", "P5"], ["P6", "P7"]]),
    ],
)
def test_pages_stand_on_the_sheets_in_the_order_of_a_booklet(pages: int, expected: list[list[str]]) -> None:
    made = sheets(numbered(pages))

    assert texts(made.pdf) == expected
    assert (made.pages, made.blanks, made.sheets) == (pages, -pages % 4, len(expected) // 2)


@pytest.mark.parametrize("pages", [20, 28])
@pytest.mark.parametrize("edge", ["left", "right"])
def test_long_booklets_begin_and_end_as_they_should(pages: int, edge: str) -> None:
    found = texts(sheets(numbered(pages), ImpositionJob(binding_edge=edge)).pdf)  # type: ignore[arg-type]
    step = 1 if edge == "left" else -1

    assert len(found) == pages // 2
    assert found[0] == [f"P{pages}", "P1"][::step]
    assert found[1] == ["P2", f"P{pages - 1}"][::step]
    assert found[-1] == [f"P{pages // 2}", f"P{pages // 2 + 1}"][::step]


def test_both_pages_touch_the_fold_and_stand_at_one_height() -> None:
    data = numbered(4)
    made = sheets(data)
    spine = (210 + 3 + 9) * MM
    bearing = origin(data, 0, "P1")[0] - LABEL[0]
    left, right = origin(made.pdf, 0, "P4"), origin(made.pdf, 0, "P1")

    assert left[0] == pytest.approx(spine - 210 * MM + LABEL[0] + bearing, abs=0.02)
    assert right[0] == pytest.approx(spine + LABEL[0] + bearing, abs=0.02)
    assert left[1] == pytest.approx(right[1], abs=0.001)


@pytest.mark.parametrize("edge", ["left", "right"])
def test_inner_sheets_stand_nearer_to_the_fold_by_the_paper_s_thickness(edge: str) -> None:
    made = sheets(numbered(20), ImpositionJob(creep=0.1, binding_edge=edge))  # type: ignore[arg-type]
    outer = [origin(made.pdf, 0, word)[0] for word in texts(made.pdf)[0]]

    assert made.creep == pytest.approx(0.4)
    for side, words in enumerate(texts(made.pdf)):
        left, right = (origin(made.pdf, side, word)[0] for word in words)
        creep = (side // 2) * 0.1 * MM
        assert left - outer[0] == pytest.approx(creep, abs=0.02)
        assert outer[1] - right == pytest.approx(creep, abs=0.02)


def test_boxes_lie_inside_each_other_and_are_the_same_on_all_sheets() -> None:
    """The booklet is cut as a whole, by its outermost sheet."""
    made = sheets(numbered(8), ImpositionJob(creep=0.2))

    assert made.sheet == (444.0, 309.0)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        for page in pdf.pages:
            assert box(page, "MediaBox") == [0, 0, round(444 * MM, 2), round(309 * MM, 2)]
            assert box(page, "BleedBox") == [round(side * MM, 2) for side in (9, 9, 435, 300)]
            assert box(page, "TrimBox") == [round(side * MM, 2) for side in (12, 12, 432, 297)]


def test_neighbours_never_reach_over_the_fold() -> None:
    """Every page's tint bleeds 3 mm; at the fold it ends, on both sides, whatever the creep."""

    def half(pdf: Pdf) -> None:
        for number, page in enumerate(pdf.pages):
            ink = "1 0 0 0" if number % 2 else "0 0 1 0"  # even pages yellow, odd ones cyan
            page.obj.Contents = pdf.make_stream(f"{ink} k -20 -20 2000 2000 re f".encode())

    made = sheets(numbered(8, change=half), ImpositionJob(creep=0.5, marks=False, fold=False))

    for picture in page_pictures(made.pdf, 101.6):  # 4 pixels a mm
        middle, height = picture.width // 2, picture.height // 2
        left, right = picture.getpixel((middle - 2, height)), picture.getpixel((middle + 2, height))
        assert left != right
        assert {left, right} == {picture.getpixel((20, height)), picture.getpixel((picture.width - 20, height))}


def test_marks_stay_outside_the_bleed_and_show_cut_and_fold() -> None:
    made = sheets(numbered(4, change=white), ImpositionJob())
    picture = next(page_pictures(made.pdf, 254))  # 10 pixels a mm
    bleed = picture.crop((90, 90, 4350, 3000))
    marks = [
        (50, 120, "left end of the upper cut"),
        (120, 50, "upper end of the left cut"),
        (4320, 3045, "lower end of the right cut"),
    ]

    assert bleed.resize((1, 1)).getpixel((0, 0)) == (255, 255, 255)
    for x, y, what in marks:
        spot = picture.crop((x - 3, y - 3, x + 4, y + 4))
        assert min(spot.convert("L").tobytes()) < 128, what
    fold = picture.crop((2218, 20, 2223, 85)).convert("L")
    assert min(fold.tobytes()) < 160
    assert max(fold.tobytes()) == 255
    plain = next(page_pictures(sheets(numbered(4, change=white), ImpositionJob(marks=False, fold=False)).pdf, 50))
    assert min(plain.convert("L").tobytes()) == 255


def white(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.obj.Contents = pdf.make_stream(b"")


def test_words_beside_the_marks_are_drawings_and_no_font() -> None:
    made = sheets(numbered(4, change=white), ImpositionJob(font=FONT, title="产改通讯"))

    assert texts(made.pdf) == [[], []]
    picture = next(page_pictures(made.pdf, 254)).convert("L")
    assert min(picture.crop((150, 3010, 700, 3040)).tobytes()) < 100


@pytest.mark.parametrize(
    ("paper", "size", "told"),
    [
        ((450, 320), (450, 320), []),
        ((320, 450), (450, 320), []),
        ((420, 297), (420, 297), ["impose-bleed-cut", "impose-marks-left-out"]),
    ],
)
def test_a_sheet_is_turned_as_it_fits(paper: tuple[float, float], size: tuple[float, float], told: list[str]) -> None:
    made = sheets(numbered(4), ImpositionJob(sheet=paper))

    assert made.sheet == size
    assert [item.code for item in made.problems] == told
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        page = pdf.pages[0]
        trim, media = box(page, "TrimBox"), box(page, "MediaBox")
        assert trim[0] + trim[2] == pytest.approx(media[2], abs=0.02)
        assert trim[2] - trim[0] == pytest.approx(420 * MM, abs=0.02)
        bleed = box(page, "BleedBox")
        assert media[0] <= bleed[0] <= trim[0]
        assert trim[3] <= bleed[3] <= media[3]


def test_what_the_paper_does_not_hold_is_told() -> None:
    made = sheets(numbered(6), ImpositionJob(sheet=(420, 297)))

    assert [item.message("zh") for item in made.problems] == [
        "共 6 页，不是 4 的倍数，封底前加了 2 页空白页。",
        "纸张放不下全部 3 毫米出血，多出的部分不印。",
        "纸张边上放不下全部标记，放不下的没有画。",
    ]


def test_too_small_a_sheet_is_refused() -> None:
    found = refused(numbered(4), ImpositionJob(sheet=(297, 210)))

    assert found.message("zh") == "纸张 297 × 210 毫米放不下左右两页 420 × 285 毫米；拼版时不缩小页面。"
    assert found.message("en") == (
        "A sheet of 297 × 210 mm is too small for two pages side by side, 420 × 285 mm; pages are never scaled."
    )


def test_pages_of_different_sizes_are_refused() -> None:
    def larger(pdf: Pdf) -> None:
        pdf.pages[2].obj.TrimBox = Array([0, 0, 210 * MM, 280 * MM])

    found = refused(numbered(4, change=larger))

    assert found.message("zh") == "各页大小不一，不能拼成一册：第 1 页是 210 × 285 毫米，第 3 页是 210 × 280 毫米。"


def test_pages_without_boxes_are_taken_as_they_are_or_with_a_stated_bleed() -> None:
    def boxless(pdf: Pdf) -> None:
        for page in pdf.pages:
            del page.obj.TrimBox
            del page.obj.BleedBox

    data = numbered(4, change=boxless)

    assert sheets(data, ImpositionJob(marks=False, fold=False)).sheet == (432.0, 291.0)
    assert sheets(data, ImpositionJob(marks=False, fold=False, bleed=3)).sheet == (426.0, 291.0)


def test_without_a_bleed_box_three_millimetres_around_the_trimmed_page_are_bleed() -> None:
    def wide(pdf: Pdf) -> None:
        for page in pdf.pages:
            del page.obj.BleedBox
            page.obj.MediaBox = Array([-60, -60, 210 * MM + 60, 285 * MM + 60])

    made = sheets(numbered(4, change=wide), ImpositionJob(marks=False, fold=False))

    assert made.sheet == (426.0, 291.0)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_stand_upright(turn: int) -> None:
    def turned(pdf: Pdf) -> None:
        for page in pdf.pages:
            page.obj.Rotate = turn

    data = numbered(4, 210, 148, change=turned)
    made = sheets(data, ImpositionJob(marks=False, fold=False))
    across, up = (210, 148) if turn == 180 else (148, 210)
    shown, single = next(page_pictures(made.pdf, 72)), next(page_pictures(data, 72))
    right = shown.crop((shown.width - single.width, 0, shown.width, shown.height))

    assert made.sheet == (2 * across + 6, up + 6)
    dark, expected = _ink(right), _ink(single)
    assert dark is not None
    assert expected is not None
    assert dark == pytest.approx(expected, abs=2)


def _ink(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """The box around what is nearly black."""
    return picture.convert("L").point(lambda value: 255 if value < 70 else 0).getbbox()


def test_a_user_unit_scales_the_page() -> None:
    def doubled(pdf: Pdf) -> None:
        for page in pdf.pages:
            page.obj.UserUnit = 2

    made = sheets(numbered(4, 105, 148, 0, change=doubled), ImpositionJob(marks=False, fold=False))

    assert made.sheet == (420.0, 296.0)


def test_inherited_boxes_and_turns_count() -> None:
    def inherited(pdf: Pdf) -> None:
        pdf.Root.Pages.MediaBox = Array([0, 0, 210 * MM, 148 * MM])
        pdf.Root.Pages.Rotate = 90
        for page in pdf.pages:
            for key in (Name.MediaBox, Name.TrimBox, Name.BleedBox):
                del page.obj[key]

    made = sheets(numbered(4, change=inherited), ImpositionJob(marks=False, fold=False))

    assert made.sheet == (296.0, 210.0)


def test_annotations_are_left_out_and_told_unless_they_are_links() -> None:
    def noted(kind: str) -> bytes:
        def change(pdf: Pdf) -> None:
            note = Dictionary(Type=Name.Annot, Subtype=Name(kind), Rect=[0, 0, 50, 50])
            pdf.pages[1].obj.Annots = Array([pdf.make_indirect(note)])

        return numbered(4, change=change)

    stamped, linked = sheets(noted("/Stamp")), sheets(noted("/Link"))

    assert [item.message("en") for item in stamped.problems] == [
        "Comments, form fields and stamps of the PDF are not on the imposed sheets (first on page 2)."
    ]
    assert linked.problems == ()
    with pikepdf.open(io.BytesIO(stamped.pdf)) as pdf:
        assert all(Name.Annots not in page.obj for page in pdf.pages)


def printed(standard: Standard = "pdf/x-4") -> bytes:
    job = PrintJob(default_condition(), standard, 3, title="试刊 第1期", date=datetime(2026, 1, 15, tzinfo=UTC))
    return finish_print(numbered(8), job)


def test_the_sheets_of_a_pdf_x_4_keep_what_it_asks_for() -> None:
    data = printed()
    made = sheets(data)

    with pikepdf.open(io.BytesIO(made.pdf)) as pdf, pikepdf.open(io.BytesIO(data)) as source:
        intent, original = pdf.Root.OutputIntents[0], source.Root.OutputIntents[0]
        assert intent.S == Name.GTS_PDFX
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert intent.DestOutputProfile.read_bytes() == original.DestOutputProfile.read_bytes()
        assert pdf.docinfo == source.docinfo
        assert pdf.docinfo.Trapped == Name("/False")
        assert pdf.pdf_version == "1.6"
        assert pdf.Root.Metadata.get("/Filter") is None
        with pdf.open_metadata() as new, source.open_metadata() as old:
            assert new["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
            changed = {key.rpartition("}")[2] for key in old if new.get(key) != old[key]}
            assert changed == {"DocumentID", "InstanceID"}
        for page in pdf.pages:
            assert str(page.obj.Group.CS) == "/DeviceCMYK"
            assert page.obj.Group.I
            assert Name.CropBox not in page.obj


def test_the_sheets_of_a_pdf_x_1a_have_no_transparency_and_the_old_form() -> None:
    made = sheets(printed("pdf/x-1a"))

    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert pdf.pdf_version == "1.4"
        assert str(pdf.docinfo["/GTS_PDFXVersion"]) == "PDF/X-1a:2003"
        assert all("/Group" not in item for item in pdf.objects if isinstance(item, (Dictionary, pikepdf.Stream)))
    assert b"/ObjStm" not in made.pdf


def test_pages_that_blend_in_different_spaces_keep_their_own() -> None:
    def mixed(pdf: Pdf) -> None:
        for page, space in zip(pdf.pages, (Name.DeviceCMYK, Name.DeviceRGB) * 2, strict=True):
            page.obj.Group = Dictionary(S=Name.Transparency, CS=space)

    made = sheets(numbered(4, change=mixed))

    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        front = pdf.pages[0]
        assert Name.Group not in front.obj
        assert [str(front.obj.Resources.XObject[name].Group.CS) for name in ("/Left", "/Right")] == [
            "/DeviceRGB",
            "/DeviceCMYK",
        ]


def test_layers_stay_as_they_are() -> None:
    def layered(pdf: Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="校样"))
        pdf.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer]))
        for page in pdf.pages:
            page.obj.Resources.Properties = Dictionary(L=layer)
            page.obj.Contents = pdf.make_stream(b"/OC /L BDC 0 0 0 1 k 0 0 900 900 re f EMC")

    made = sheets(numbered(4, change=layered), ImpositionJob(marks=False, fold=False))

    assert min(next(page_pictures(made.pdf, 20)).convert("L").tobytes()) == 255


def test_the_same_pages_give_the_same_bytes_and_other_settings_another_identity() -> None:
    data = printed()
    first, again, other = sheets(data), sheets(data), sheets(data, ImpositionJob(creep=0.1))

    assert first.pdf == again.pdf
    with pikepdf.open(io.BytesIO(first.pdf)) as one, pikepdf.open(io.BytesIO(other.pdf)) as two:
        assert one.open_metadata()["xmpMM:DocumentID"] != two.open_metadata()["xmpMM:DocumentID"]


def test_a_locked_pdf_is_refused_and_one_with_restrictions_is_told() -> None:
    def locked(user: str) -> bytes:
        with pikepdf.open(io.BytesIO(numbered(4))) as pdf:
            written = io.BytesIO()
            pdf.save(written, encryption=pikepdf.Encryption(owner="o", user=user))
            return written.getvalue()

    assert refused(locked("u")).message("zh") == "这个 PDF 要密码才能打开。"
    assert [item.code for item in sheets(locked("")).problems] == ["impose-was-encrypted"]


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n" + bytes(400)])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    assert refused(data).code == "impose-unreadable"


def test_a_truncated_pdf_is_refused_or_told() -> None:
    data = numbered(4)
    found = impose(data[: len(data) * 2 // 3], ImpositionJob())

    codes = [found.code] if isinstance(found, Problem) else [item.code for item in found.problems]
    assert {"impose-unreadable", "impose-repaired", "impose-no-pages"} & set(codes)


def test_no_pages_and_too_many_are_refused() -> None:
    assert refused(numbered(0)).code == "impose-no-pages"
    assert refused(numbered(401, 20, 20)).message("en") == (
        "This PDF has 401 pages; more than 400 cannot be saddle-stitched."
    )


def test_a_thick_booklet_is_told_and_impossible_creep_refused() -> None:
    assert [item.message("zh") for item in sheets(numbered(100, 50, 50)).problems] == [
        "这一册要 25 张纸套在一起，太厚，骑马订不平整。"
    ]
    assert refused(numbered(100, 50, 50), ImpositionJob(creep=1)).code == "impose-creep"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("MediaBox", Array([0, 0, 0, 0])),
        ("TrimBox", Array([5000, 5000, 6000, 6000])),
    ],
)
def test_pages_without_a_usable_size_are_refused(key: str, value: Array) -> None:
    def broken(pdf: Pdf) -> None:
        for page in pdf.pages:
            page.obj[f"/{key}"] = value

    assert refused(numbered(4, change=broken)).message("en") == "Page 1 has no usable size."


def test_a_font_that_is_none_is_the_caller_s_mistake(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"none\.ttf"):
        impose(numbered(4), ImpositionJob(font=tmp_path / "none.ttf"))


SMALL = numbered(4, 30, 40)


@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.binary(max_size=12)), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_damage_never_raises(damage: list[tuple[int, bytes]]) -> None:
    data = bytearray(SMALL)
    for at, other in damage:
        data[at : at + len(other)] = other

    assert isinstance(impose(bytes(data), ImpositionJob(creep=0.1)), Imposed | Problem)


JUNK = [1, -5, True, Name.X, Array([]), Array([0, 0, 10**7, 10**7]), Dictionary(), 2**31, Array([Name.ICCBased])]


@pytest.mark.parametrize(
    "key", ["MediaBox", "TrimBox", "BleedBox", "Rotate", "UserUnit", "Contents", "Group", "Annots"]
)
def test_strange_values_never_raise(key: str) -> None:
    for junk in JUNK:

        def strange(pdf: Pdf, junk: object = junk) -> None:
            pdf.pages[1].obj[f"/{key}"] = junk

        assert isinstance(impose(numbered(4, change=strange), ImpositionJob(creep=0.1)), Imposed | Problem)


@pytest.mark.parametrize("key", ["OutputIntents", "OCProperties"])
def test_strange_declarations_are_left_out(key: str) -> None:
    def strange(pdf: Pdf) -> None:
        pdf.Root[f"/{key}"] = Name.X

    with pikepdf.open(io.BytesIO(sheets(numbered(4, change=strange)).pdf)) as pdf:
        assert f"/{key}" not in pdf.Root


@pytest.mark.parametrize(
    "xmp", [b"", b"<<", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///'>]><a>&b;</a>"]
)
def test_metadata_that_cannot_be_read_is_no_hindrance(xmp: bytes) -> None:
    def strange(pdf: Pdf) -> None:
        pdf.Root.Metadata = pdf.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)

    assert texts(sheets(numbered(4, change=strange)).pdf) == [["P4", "P1"], ["P2", "P3"]]
