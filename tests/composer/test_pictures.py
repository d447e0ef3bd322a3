"""Pictures are laid out by their size and painted later, at the size they have on the page."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from PIL import Image

from typeset.composer.fetching import BASE_URL, ClosedFetcher
from typeset.composer.pictures import LazyPicture
from typeset.composer.rendering import lay_out, write_pdf

HTML = """<style>@page {{ size: 100mm 100mm; margin: 0 }} img {{ display: block; width: {width}; height: {height};
    object-fit: cover }}</style><img src="picture/a">"""


def paint_grey(sizes: list[tuple[float, float]]):  # type: ignore[no-untyped-def]
    def painter(address: str, width: float, height: float) -> bytes:
        assert address == "picture/a"
        sizes.append((width, height))
        buffer = BytesIO()
        Image.new("L", (max(1, round(width)), max(1, round(height))), 128).save(buffer, "JPEG")
        return buffer.getvalue()

    return painter


def paint(width: str, height: str) -> tuple[bytes, list[tuple[float, float]]]:
    sizes: list[tuple[float, float]] = []
    picture = LazyPicture("picture/a", 6000, 4000)
    html = HTML.format(width=width, height=height)
    rendering = lay_out(html, (), None, ClosedFetcher(), {f"{BASE_URL}picture/a": picture})
    pdf, messages = write_pdf(rendering, paint_grey(sizes))
    assert messages == ()
    return pdf, sizes


def test_the_painter_is_asked_for_the_size_on_paper_in_millimetres() -> None:
    _, [(width, height)] = paint("60mm", "auto")

    assert abs(width - 60) < 0.01
    assert abs(height - 40) < 0.01


def test_a_picture_that_is_cropped_by_its_box_is_painted_at_its_whole_size() -> None:
    _, [(width, height)] = paint("40mm", "40mm")

    assert abs(width - 60) < 0.01
    assert abs(height - 40) < 0.01


def test_the_pdf_holds_what_the_painter_gave_under_a_name_made_from_the_content() -> None:
    first, _ = paint("60mm", "auto")
    second, _ = paint("60mm", "auto")

    with pikepdf.open(BytesIO(first)) as pdf:
        [image] = pdf.pages[0].Resources.XObject.values()
        assert (image.Width, image.Height) == (60, 40)
    assert first == second
