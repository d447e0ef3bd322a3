"""The screen PDF as a reader and a measuring eye find it."""

from __future__ import annotations

import ctypes
import math
import re
from collections import defaultdict
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

from typeset.build import Built

pytestmark = pytest.mark.edition
LINE = 17.5


def page_texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]
    document.close()
    return texts


def baselines(pdf: bytes, page: int) -> dict[float, list[tuple[float, float, str]]]:
    """Glyph origins of a page by baseline: (x, font size, character), y in pt from the top."""
    document = pypdfium2.PdfDocument(pdf)
    sheet = document[page]
    text, height = sheet.get_textpage(), sheet.get_height()
    found: dict[float, list[tuple[float, float, str]]] = defaultdict(list)
    for index in range(text.count_chars()):
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text.raw, index, ctypes.byref(x), ctypes.byref(y))
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(text.raw, index, ctypes.byref(matrix))
        size = raw.FPDFText_GetFontSize(text.raw, index) * math.hypot(matrix.a, matrix.b)
        found[round(height - y.value, 2)].append((x.value, size, text.get_text_range(index, 1)))
    document.close()
    return found


def test_no_problem_is_found_in_a_good_edition(built: Built) -> None:
    known = {"pages-filled", "page-white"}  # eight pages are few for so short articles
    assert [item.message("en") for item in built.report.problems if item.code not in known] == []


def test_pages_are_the_trimmed_size_and_make_whole_sheets(built: Built) -> None:
    with pikepdf.open(BytesIO(built.pdf)) as pdf:
        assert len(pdf.pages) % 4 == 0
        for page in pdf.pages:
            width, height = (float(page.TrimBox[index]) * 25.4 / 72 for index in (2, 3))
            assert width == pytest.approx(210, abs=0.01)
            assert height == pytest.approx(285, abs=0.01)


def test_contents_and_cover_name_the_pages_on_which_the_articles_start(built: Built) -> None:
    texts = page_texts(built.pdf)
    for article in built.edition.articles:
        folio = built.paginated.pages.of(article)
        assert article.title.key in texts[folio - 1]
        contents = texts[1]
        assert str(folio) in re.findall(rf"{article.title.key}(\d+)", contents)


def test_articles_are_whole_and_in_order(built: Built) -> None:
    text = "".join(page_texts(built.pdf))
    for article in built.edition.articles:
        at = 0
        for sentence in re.findall(r"第\d个小标题。", article.body.plain_text()):
            at = text.index(sentence, at) + 1


def test_an_article_that_runs_on_starts_on_the_page_where_the_one_before_ends(built: Built) -> None:
    first, second, third = built.edition.articles
    pages = built.paginated.pages

    assert pages.of(second) < pages.of(third)
    assert len(built.paginated.runs[2].run.articles) == 2  # type: ignore[union-attr]
    assert pages.of(first) == 3


def test_only_fonts_of_the_project_are_embedded_as_subsets(built: Built) -> None:
    with pikepdf.open(BytesIO(built.pdf)) as pdf:
        names = {
            str(item.BaseFont)[1:]
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
        }
    assert names
    for name in names:
        assert re.fullmatch(r"[A-Z]{6}\+(Noto-Serif-SC|Noto-Sans-SC|LXGW-WenKai).*", name), name


def test_the_picture_is_resampled_to_150_dpi_at_its_placed_size(built: Built) -> None:
    with pikepdf.open(BytesIO(built.pdf)) as pdf:
        images = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream)
            and item.get("/Subtype") == "/Image"
            and item.get("/Filter") == "/DCTDecode"
        ]
    [image] = images
    placed_inches = 462 / 72
    assert int(image.Width) == pytest.approx(placed_inches * 150, rel=0.02)


def body_lines(pdf: bytes, page: int) -> tuple[list[float], list[float]]:
    """The baselines of full body lines (五号) in the left and the right column."""
    sides: tuple[list[float], list[float]] = ([], [])
    for y, glyphs in baselines(pdf, page).items():
        body = [x for x, size, _ in glyphs if abs(size - 10.5) < 0.01]
        for side, column in enumerate(([x for x in body if x < 290], [x for x in body if x > 300])):
            if len(column) >= 15 and 70 < y < 735:
                sides[side].append(y)
    return sorted(sides[0]), sorted(sides[1])


def test_neighbouring_columns_share_their_baselines_on_every_article_page(built: Built) -> None:
    pages_seen = 0
    for page in range(2, len(built.paginated.document.pages) - 1):
        left, right = body_lines(built.pdf, page)
        if left and right:
            pages_seen += 1
            phases = [(y - left[0] + LINE / 2) % LINE - LINE / 2 for y in (*left, *right)]
            assert max(map(abs, phases)) <= 0.1, (page + 1, phases)
    assert pages_seen >= 2


def test_body_lines_stand_on_one_grid_through_all_pages(built: Built) -> None:
    """Openings, heads, notes and pictures take whole lines."""
    lines = [
        y
        for page in range(2, len(built.paginated.document.pages) - 1)
        for side in body_lines(built.pdf, page)
        for y in side
    ]

    phases = [(y - lines[0] + LINE / 2) % LINE - LINE / 2 for y in lines]

    assert len(lines) > 60
    assert max(map(abs, phases)) <= 0.1


def test_the_pdf_is_tagged_and_has_a_title_language_and_bookmarks(built: Built) -> None:
    with pikepdf.open(BytesIO(built.pdf)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "试刊 2026年第3期"
        assert str(pdf.Root.Lang) == "zh-Hans"
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_outline() as outline:
            titles = [child.title for item in outline.root for child in [item, *item.children]]
    assert any("第一篇文章" in title for title in titles)


def test_links_in_the_contents_lead_to_their_articles_and_are_printed(built: Built) -> None:
    with pikepdf.open(BytesIO(built.pdf)) as pdf:
        links = [item for item in pdf.pages[1].Annots if item.Subtype == "/Link"]
        assert {str(item.Dest) for item in links} == {article.id for article in built.edition.articles}
        assert all(int(item.F) & 4 for item in links)
