"""The flatplan shows what was found on which page, in colour and by letters."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from typeset.copyfit import FlatplanPage, draw_flatplan, marks_of, spreads

FONT = next((Path(__file__).parents[2] / "fonts").rglob("NotoSerifSC_400Regular.ttf"))
PAPER = (255, 255, 255)


def page(folio: int, *codes: str, wanting: str = "") -> FlatplanPage:
    return FlatplanPage(Image.new("RGB", (240, 330), PAPER), folio, f"第{folio}篇", marks_of(codes), wanting)


def sheet(*pages: FlatplanPage) -> Image.Image:
    return draw_flatplan(pages, "试刊", FONT)


def colours(image: Image.Image, box: tuple[int, int, int, int]) -> set[tuple[int, int, int]]:
    return {colour for _, colour in image.crop(box).getcolors(1 << 20) or ()}  # type: ignore[misc]


def test_marks_come_from_the_problems_of_the_page_the_gravest_first() -> None:
    assert marks_of(["page-widow", "page-orphan", "picture-awaited", "page-blank"]) == ("blank", "lines")
    assert marks_of(["page-single-character", "page-overset"]) == ("overset", "lines")
    assert marks_of([]) == ()


def test_a_page_with_findings_has_a_coloured_edge_and_badge_and_no_other_page_has() -> None:
    plain, marked = sheet(page(2), page(3)), sheet(page(2), page(3, "page-white"))
    left, right, top = 40, 40 + 240, 74
    here, there = (right, top, right + 240, top + 330), (left, top, left + 239, top + 330)
    blue = (0x1F, 0x5F, 0xA8)
    assert blue in colours(marked, here)
    assert blue not in colours(marked, there)
    assert blue not in colours(plain, here)
    assert marked.getpixel((right + 1, top + 200)) == blue  # the edge
    assert marked.getpixel((right + 236, top + 2)) == blue  # the badge in the outer corner


def test_badges_tell_findings_apart_without_their_colours() -> None:
    """The outer corner of the page differs from finding to finding in black and white as well."""
    found = set()
    for code in ("page-blank", "page-white", "page-column-short", "page-head-stranded", "page-widow", "page-overset"):
        corner = sheet(page(2), page(3, code)).crop((501, 74, 520, 93)).convert("L")
        found.add(corner.point(lambda value: 255 if value > 160 else 0).tobytes())
    assert len(found) == 6


def test_the_legend_names_what_occurs_and_is_left_out_where_nothing_was_found() -> None:
    plain, one = sheet(page(2), page(3)), sheet(page(2), page(3, "page-white"))
    two = sheet(page(2, "page-blank"), page(3, "page-white"))
    assert one.height > plain.height
    legend = (40, plain.height - 40, 400, one.height)
    assert colours(one, legend) - colours(two, legend) == set()
    assert (0x5B, 0x3A, 0x8C) in colours(two, legend)
    assert (0x5B, 0x3A, 0x8C) not in colours(one, legend)


def test_what_an_article_wants_for_its_pages_stands_below_its_label() -> None:
    without, told = sheet(page(2), page(3)), sheet(page(2), page(3, wanting="要 2 页，多 12 行"))
    below = (280, 74 + 330 + 29, 520, 74 + 330 + 46)
    assert len(colours(without, below)) == 1
    assert (0x7A, 0x1F, 0x6D) in colours(told, below)


def test_pages_lie_in_spreads() -> None:
    pages = [page(number) for number in (1, 2, 3, 4)]
    assert spreads(pages) == [(None, pages[0]), (pages[1], pages[2]), (pages[3], None)]
