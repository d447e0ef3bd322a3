"""The plates of a file against the inks ordered: jobs in black, and in black and a spot colour."""

from __future__ import annotations

from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from tests.prepress.preflight.files import add, clean, image, resource, saved
from typeset.prepress.preflight import OBJECTS_ONLY, Effort, Preflight, Status, Wanted, check_pdf

TWO = Wanted(plates=frozenset({"Black", "Gold"}), bleed_mm=0)
INK = Effort(draw=False)


def page(content: str = "", **resources: Any) -> Pdf:
    """A page that prints nothing but what is given."""
    pdf = clean()
    pdf.pages[0].obj.Contents = pdf.make_stream(b"")
    for name, (kind, item) in resources.items():
        resource(pdf, kind, **{name: item(pdf)})
    add(pdf, content)
    return pdf


def unexpected(pdf: Pdf, effort: Effort = OBJECTS_ONLY, wanted: Wanted = TWO) -> list[str]:
    found = check_pdf(saved(pdf), wanted, effort).problems("a.pdf")
    return [problem.message("zh") for problem in found if problem.code == "preflight-plate-unexpected"]


def shading(space: Any, first: list[float], last: list[float]) -> Any:
    function = Dictionary(FunctionType=2, Domain=[0, 1], N=1, C0=first, C1=last)
    stitched = Dictionary(FunctionType=3, Domain=[0, 1], Encode=[0, 1], Bounds=[], Functions=Array([function]))
    return Dictionary(ShadingType=2, ColorSpace=space, Coords=[60, 0, 120, 0], Function=stitched)


def gold(_pdf: Pdf) -> Any:
    function = Dictionary(FunctionType=2, Domain=[0, 1], N=1, C0=[0, 0, 0, 0], C1=[0, 0.2, 1, 0.1])
    return Array([Name.Separation, Name.Gold, Name.DeviceCMYK, function])


def test_a_colour_on_another_plate_is_told_with_its_place() -> None:
    (words,) = unexpected(page("0 1 0 0.2 k 60 60 20 20 re f"))

    assert words.startswith("第 1 页（距左 ")
    assert words.endswith("用了“Magenta”这块版，可是订的印色里没有它。")


@pytest.mark.parametrize("content", ["0 0 0 0.5 k 60 60 9 9 re f", "0.3 g 60 60 9 9 re f", "0 0 0 0 k 60 60 9 9 re f"])
def test_black_and_paper_are_as_ordered(content: str) -> None:
    assert unexpected(page(content)) == []


def test_a_spot_colour_ordered_and_another() -> None:
    pdf = page("/Spot cs 1 scn 60 60 9 9 re f", Spot=("ColorSpace", gold))

    assert unexpected(pdf) == []
    (words,) = unexpected(pdf, wanted=Wanted(plates=frozenset({"Black"}), bleed_mm=0))
    assert "用了“Gold”这块版" in words


@pytest.mark.parametrize(
    ("last", "inks"),
    [([0, 0, 0, 1], []), ([0.15, 1, 0.9, 0.1], ["Cyan", "Magenta", "Yellow"]), ([0, 0, 1, 0], ["Yellow"])],
)
def test_a_gradient_prints_on_the_plates_of_its_ends(last: list[float], inks: list[str]) -> None:
    pdf = page("q 60 60 60 60 re W n /Sh sh Q", Sh=("Shading", lambda _: shading(Name.DeviceCMYK, [0, 0, 0, 0], last)))

    assert [words.split("“")[1].split("”")[0] for words in unexpected(pdf)] == inks


def test_a_picture_in_four_inks_is_judged_by_its_separations() -> None:
    """Pixels are not read one by one: a four-colour picture in black alone is as ordered, one with colour is not."""

    def picture(pixel: bytes) -> Any:
        def made(pdf: Pdf) -> Any:
            found = image(pdf, 8)
            found.write(pixel * 64)
            return found

        return made

    def found(pixel: bytes) -> list[str]:
        return unexpected(page("q 56 0 0 56 60 60 cm /New Do Q", New=("XObject", picture(pixel))), INK)

    assert found(b"\0\0\0\x80") == []
    assert [words for words in found(b"\0\x80\0\0") if "用了“Magenta”这块版" in words]


def test_files_of_which_nobody_told_the_inks_are_not_judged() -> None:
    result: Preflight = check_pdf(saved(page("0 1 0 0 k 60 60 9 9 re f")), Wanted(bleed_mm=0), OBJECTS_ONLY)

    assert "plates" not in {check.rule for check in result.checks}
    told = check_pdf(saved(page("0 1 0 0 k 60 60 9 9 re f")), TWO, OBJECTS_ONLY)
    assert next(check.status for check in told.checks if check.rule == "plates") is Status.FAILED
