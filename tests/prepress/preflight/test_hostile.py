"""Files that are broken, or made to break what reads them: always an answer, never an exception."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Object, String

from tests.prepress.preflight.files import add, clean, composite_font, form, resource, saved
from typeset.prepress.preflight import OBJECTS_ONLY, Effort, Preflight, Status, Wanted, check_pdf, preflight_data
from typeset.problems import to_json

SMALL = Effort(draw=False, ink=False, operators=20_000)


def checked(data: bytes, effort: Effort = OBJECTS_ONLY) -> Preflight:
    """Checked, and told in full: words and data come out too."""
    result = check_pdf(data, Wanted(), effort)
    for problem in result.problems("a.pdf"):
        assert problem.message("zh")
        assert problem.message("en")
    assert to_json(preflight_data(result, "a.pdf"))
    return result


def codes(result: Preflight) -> set[str]:
    return {finding.code for check in result.checks for finding in check.findings}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"not a PDF at all", b"\0" * 5000, b"%PDF-1.6\n%%EOF"])
def test_what_is_no_pdf_has_passed_nothing(data: bytes) -> None:
    result = checked(data)

    assert result.status is Status.FAILED
    assert [check.rule for check in result.checks if check.status is Status.PASSED] == []


def test_a_worker_answers_for_what_is_no_pdf() -> None:
    result = checked(b"not a PDF at all", Effort(ink=False))

    assert "preflight-unreadable" in codes(result)


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.99])
def test_a_file_that_was_cut_off_is_read_as_far_as_it_goes(part: float) -> None:
    data = saved(clean(), "1.4")

    assert checked(data[: int(len(data) * part)]).status is Status.FAILED


def test_a_form_that_draws_itself_ends() -> None:
    pdf = clean()
    own = form(pdf, b"/Own Do /Own Do", Resources=Dictionary(XObject=Dictionary()))
    own.Resources.XObject.Own = own
    resource(pdf, "XObject", Own=own)
    add(pdf, "/Own Do")

    result = checked(saved(pdf), SMALL)
    assert "preflight-form-recursive" in codes(result)
    assert next(check for check in result.checks if check.rule == "glyphs").status is Status.NOT_CHECKED


def nested_forms(times: int, depth: int) -> bytes:
    """Forms that each draw the next so many times."""
    pdf = clean()
    inner = form(pdf, b"0 0 1 1 re f")
    for _ in range(depth):
        inner = form(pdf, b"/X Do " * times, Resources=Dictionary(XObject=Dictionary(X=inner)))
    resource(pdf, "XObject", Tower=inner)
    add(pdf, "/Tower Do")
    return saved(pdf)


def test_nobody_draws_what_has_no_end() -> None:
    """Two to the 22nd: far more than a reader should follow, and enough to keep other programs busy for long."""
    result = checked(nested_forms(2, 22), Effort(ink=True, operators=20_000))

    bleed = next(check for check in result.checks if check.rule == "bleed-reached")
    ink = next(check for check in result.checks if check.rule == "ink-limit")
    assert (bleed.status, ink.status) == (Status.NOT_CHECKED, Status.NOT_CHECKED)
    assert result.thumbnails == (b"",)
    told = [problem.message("zh") for problem in (*bleed.problems, *ink.problems)]
    assert all("页面内容没有尽头，或页面太大，没有去画" in words for words in told)


def test_a_page_beyond_what_pdf_allows_is_named_and_not_drawn() -> None:
    pdf = clean()
    pdf.pages[0].obj.MediaBox = Array([0, 0, 72_000, 72_000])

    result = checked(saved(pdf), Effort())
    (problem,) = [item for item in result.problems() if item.code == "preflight-page-huge"]
    assert problem.message("zh") == "第 1 页：页面有 25400 mm 长，超过了 PDF 允许的 5080 mm，没有画出来检查。"
    assert result.thumbnails == (b"",)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "文件是空的"),
        (b"\0" * 500, "文件是空的"),
        (b"not a PDF at all", "它不是 PDF"),
        (b"%PDF-1.4\n1 0 obj", "文件不完整，后面缺了一截"),
    ],
)
def test_why_a_file_cannot_be_read_is_told_in_words(data: bytes, why: str) -> None:
    (problem,) = [item for item in checked(data).problems("a.pdf") if item.code == "preflight-unreadable"]

    assert problem.message("zh") == f"这个文件读不出来，不能检查：{why}。"


@pytest.mark.parametrize("part", [b"", b"%PDF-1.4\n", b"%PDF-1.4\n%%EOF", b"trailer <<>> %%EOF"])
def test_no_message_speaks_of_the_inside_of_a_program(part: bytes) -> None:
    for problem in checked(part).problems("a.pdf"):
        assert not [word for word in ("object at", "BytesIO", "<_io") if word in problem.message("en")]


@pytest.mark.parametrize(("count", "many"), [(3, False), (4, True)])
def test_only_pages_beyond_the_most_are_too_many(count: int, many: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typeset.prepress.preflight.pages.MOST_PAGES", 3)
    monkeypatch.setattr("typeset.prepress.preflight.check.MOST_PAGES", 3)

    assert ("preflight-pages-many" in codes(checked(saved(clean(count))))) is many


def test_a_tower_of_forms_that_each_draw_the_next_ten_times_ends() -> None:
    pdf = clean()
    inner = form(pdf, b"0 0 1 1 re f")
    for _ in range(12):
        inner = form(pdf, b"/X Do " * 10, Resources=Dictionary(XObject=Dictionary(X=inner)))
    resource(pdf, "XObject", Tower=inner)
    add(pdf, "/Tower Do")

    assert "preflight-content-too-large" in codes(checked(saved(pdf), SMALL))


def test_content_that_swells_when_it_is_decoded_is_not_read() -> None:
    pdf = clean()
    stream = pdf.pages[0].obj.Contents
    stream.write(zlib.compress(b"q Q " * 20_000_000, 9), filter=Name.FlateDecode)

    assert "preflight-content-too-large" in codes(checked(saved(pdf)))


def test_spaces_and_functions_that_go_round_in_circles() -> None:
    pdf = clean()
    space = pdf.make_indirect(Array([Name.Indexed, Name.DeviceRGB, 1, String(b"abcdef")]))
    space[1] = space
    function = pdf.make_indirect(Dictionary(FunctionType=3))
    function.Functions = Array([function])
    resource(pdf, "ColorSpace", Round=space)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Function=function)
    resource(pdf, "Shading", Round=shading)
    add(pdf, "/Round cs 1 scn 60 60 9 9 re f /Round sh")

    assert "preflight-space-unknown" in codes(checked(saved(pdf)))


def test_a_page_tree_that_goes_round_in_circles() -> None:
    pdf = clean()
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)

    assert checked(saved(pdf)).status is Status.FAILED


WRONG = ["1", "-1", "1000000000000", "1.5", "true", "(x)", "/Nothing", "[]", "[1 /a []]", "<<>>", "<</S 1 /Type 2>>"]


PAGE_KEYS = (
    "MediaBox", "TrimBox", "BleedBox", "CropBox", "Rotate", "UserUnit", "Resources", "Contents", "Group", "Annots", "AA"
)  # fmt: skip


@pytest.mark.parametrize("key", PAGE_KEYS)
@pytest.mark.parametrize("wrong", WRONG)
def test_a_page_entry_of_any_type(key: str, wrong: str) -> None:
    pdf = clean()
    pdf.pages[0].obj[f"/{key}"] = Object.parse(wrong.encode())
    checked(saved(pdf))


@pytest.mark.parametrize("key", ["OutputIntents", "Metadata", "Names", "OpenAction", "AcroForm", "OCProperties", "AF"])
@pytest.mark.parametrize("wrong", WRONG)
def test_a_catalogue_entry_of_any_type(key: str, wrong: str) -> None:
    pdf = clean()
    pdf.Root[f"/{key}"] = Object.parse(wrong.encode())
    checked(saved(pdf))


@pytest.mark.parametrize("key", ["Subtype", "BaseFont", "Encoding", "DescendantFonts", "Type"])
@pytest.mark.parametrize("wrong", WRONG)
def test_a_font_entry_of_any_type(key: str, wrong: str) -> None:
    pdf = clean()
    font = composite_font(pdf)
    font[f"/{key}"] = Object.parse(wrong.encode())
    resource(pdf, "Font", New=font)
    add(pdf, "BT /New 10 Tf 60 140 Td <0001> Tj (x) Tj [(x) 1 /y] TJ ET")
    checked(saved(pdf))


@pytest.mark.parametrize("key", ["W", "DW", "CIDToGIDMap", "FontDescriptor", "BaseFont", "Subtype"])
@pytest.mark.parametrize("wrong", WRONG)
def test_an_entry_of_a_descendant_font_of_any_type(key: str, wrong: str) -> None:
    pdf = clean()
    font = composite_font(pdf)
    font.DescendantFonts[0][f"/{key}"] = Object.parse(wrong.encode())
    resource(pdf, "Font", New=font)
    add(pdf, "BT /New 10 Tf 60 140 Td <0001> Tj ET")
    checked(saved(pdf))


@pytest.mark.parametrize("program", [b"", b"junk", b"\0\1\0\0" + b"\xff" * 99, b"OTTO" + b"\0" * 99])
@pytest.mark.parametrize("key", ["FontFile", "FontFile2", "FontFile3"])
def test_a_font_program_that_is_none(program: bytes, key: str) -> None:
    pdf = clean()
    font = composite_font(pdf)
    descriptor = font.DescendantFonts[0].FontDescriptor
    del descriptor.FontFile2
    descriptor[f"/{key}"] = pdf.make_stream(program)
    resource(pdf, "Font", New=font)
    add(pdf, "BT /New 10 Tf 60 140 Td <0001> Tj ET")
    checked(saved(pdf))


OPERATORS = (  # noqa: SIM905 - as a content stream has them
    "q Q cm w gs cs CS sc scn SCN g rg k K m l c re f S B sh Do BT ET Tm Td TD Tf Tr Tz Tj TJ ' \" n W BX EX"
).split()
OPERANDS = (  # noqa: SIM905
    "|1|-1|0|1e400|99999999999999999999|/F|/Im|/Form|/Over|/DeviceCMYK|/Pattern|(x)|<0001>|[1 2]|[(x) 3]|1 2"
    "|1 0 0 1 0 0|0 0 0 0 0 0|/F 10|true|null|<<>>"
).split("|")


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(OPERANDS), st.sampled_from(OPERATORS)), max_size=40))
def test_any_row_of_operators(row: list[tuple[str, str]]) -> None:
    pdf = clean()
    add(pdf, " ".join(f"{operands} {operator}" for operands, operator in row))
    checked(saved(pdf))


@settings(max_examples=40)
@given(st.data())
def test_any_bytes_changed(data: st.DataObject) -> None:
    spoiled = bytearray(saved(clean(), "1.4"))
    end = spoiled.index(b"stream") if data.draw(st.booleans()) else len(spoiled) - 1
    for _ in range(data.draw(st.integers(1, 8))):
        spoiled[data.draw(st.integers(0, end))] = data.draw(st.integers(0, 255))
    checked(bytes(spoiled), SMALL)
