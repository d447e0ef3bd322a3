"""The flatplan (版面图): all spreads of an edition as numbered thumbnails on one sheet, with what was found on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

Mark = Literal["blank", "white", "column", "head", "lines", "picture", "grid", "overset", "copyfit"]
"""What was found on a page: it is blank, has white space, a short column, a bad head (stranded, or too long), bad line
ends (widow, orphan, single character), a picture far from its text, lines off the line grid, text that does not fit, or
an unfitted article."""

_SIGNS: dict[Mark, tuple[str, str, str]] = {
    # the letter in the badge, its colour, and what the legend says; each differs in letter as well as in colour
    "overset": ("!", "#a1160f", "文字排不下"),
    "copyfit": ("凑", "#7a1f6d", "页数未凑成"),
    "blank": ("空", "#5b3a8c", "空白页"),
    "head": ("题", "#b3400a", "标题过长、背题"),
    "picture": ("图", "#0b6a58", "图文相离"),
    "grid": ("格", "#4d4d4d", "正文离行格"),
    "white": ("白", "#1f5fa8", "大块空白"),
    "column": ("栏", "#3c6e1f", "短栏"),
    "lines": ("字", "#7d5a00", "孤行、单字行"),
}
_OF_CODE: dict[str, Mark] = {
    "page-blank": "blank",
    "page-white": "white",
    "page-white-inside": "white",
    "page-column-short": "column",
    "page-title-long": "head",
    "page-head-stranded": "head",
    "page-title-stranded": "head",
    "page-orphan": "lines",
    "page-widow": "lines",
    "page-single-character": "lines",
    "page-picture-far": "picture",
    "page-off-grid": "grid",
    "page-overset": "overset",
}
_GAP, _EDGE, _LABEL, _BADGE = 28, 40, 46, 19
_PAPER, _DESK, _INK = "white", "#e9e7e4", "#333333"
_FRAME = "#c9c5c0"


@dataclass(frozen=True)
class FlatplanPage:
    """A page on the flatplan: its thumbnail (all of one size), what is said below it, and what was found on it.
    `wanting` is said before the label where an article's pages are not what was wanted."""

    picture: Image.Image
    folio: int
    label: str
    marks: tuple[Mark, ...] = ()
    wanting: str = ""


def marks_of(codes: Iterable[str]) -> tuple[Mark, ...]:
    """The marks for problems of the page report by their codes, each once, the gravest first."""
    found = {_OF_CODE[code] for code in codes if code in _OF_CODE}
    return tuple(mark for mark in _SIGNS if mark in found)


def spreads(pages: Sequence[FlatplanPage]) -> list[tuple[FlatplanPage | None, FlatplanPage | None]]:
    """Pages in pairs as they lie open: even folios left, odd right; the first alone on the right."""
    found: list[tuple[FlatplanPage | None, FlatplanPage | None]] = []
    for page in pages:
        if page.folio % 2 == 0:
            found.append((page, None))
        elif found and found[-1][0] is not None and found[-1][1] is None:
            found[-1] = (found[-1][0], page)
        else:
            found.append((None, page))
    return found


def draw_flatplan(pages: Sequence[FlatplanPage], title: str, font: Path, across: int = 4) -> Image.Image:
    """One sheet with all spreads, `across` of them a row, numbered and labelled in the face `font`.

    A page with findings has an edge in the colour of the gravest and a badge for each; a legend explains those that
    occur. The badges' letters tell them apart where colours cannot be seen.
    """
    if not pages:
        return Image.new("RGB", (1, 1), _DESK)
    width, height = pages[0].picture.size
    rows = _rows(spreads(pages), across)
    cell = (2 * width + _GAP, height + _LABEL + _GAP)
    present = tuple(mark for mark in _SIGNS if any(mark in page.marks for page in pages))
    size = (2 * _EDGE + across * cell[0] - _GAP, 2 * _EDGE + 34 + len(rows) * cell[1])
    head, small = ImageFont.truetype(font, 24), ImageFont.truetype(font, 15)
    lines = _legend_lines(present, size[0] - 2 * _EDGE, small)
    sheet = Image.new("RGB", (size[0], size[1] + len(lines) * (_BADGE + 8)), _DESK)
    draw = ImageDraw.Draw(sheet)
    draw.text((_EDGE, _EDGE - 12), title, _INK, head)
    for number, row in enumerate(rows):
        top = _EDGE + 34 + number * cell[1]
        for column, spread in enumerate(row):
            for side, page in enumerate(spread):
                if page:
                    left = _EDGE + column * cell[0] + side * width
                    sheet.paste(page.picture, (left, top))
                    _frame(draw, page, (left, top), (width, height), small)
                    _label(draw, page, (left, top + height + 6), width, small)
    _legend(draw, lines, (_EDGE, size[1] - _EDGE + 6), small)
    return sheet


def _frame(
    draw: ImageDraw.ImageDraw,
    page: FlatplanPage,
    at: tuple[int, int],
    size: tuple[int, int],
    font: ImageFont.FreeTypeFont,
) -> None:
    """A page's edge, and its badges down the outer side, where no page is beside it."""
    left, top = at
    right, bottom = left + size[0] - 1, top + size[1] - 1
    if not page.marks:
        draw.rectangle((left, top, right, bottom), outline=_FRAME)
        return
    draw.rectangle((left, top, right, bottom), outline=_SIGNS[page.marks[0]][1], width=3)
    x = left if page.folio % 2 == 0 else right - _BADGE + 1
    for number, mark in enumerate(page.marks):
        _badge(draw, mark, (x, top + number * (_BADGE + 2)), font)


def _badge(draw: ImageDraw.ImageDraw, mark: Mark, at: tuple[int, int], font: ImageFont.FreeTypeFont) -> None:
    letter, colour, _ = _SIGNS[mark]
    draw.rectangle((*at, at[0] + _BADGE - 1, at[1] + _BADGE - 1), fill=colour, outline=_PAPER)
    draw.text((at[0] + _BADGE / 2, at[1] + _BADGE / 2), letter, _PAPER, font, anchor="mm")


def _legend_lines(marks: Sequence[Mark], width: int, font: ImageFont.FreeTypeFont) -> list[list[Mark]]:
    """The marks of the legend, in lines of a width."""
    lines: list[list[Mark]] = []
    left = float("inf")
    for mark in marks:
        room = _legend_width(mark, font)
        if left + room > width:
            lines.append([])
            left = 0
        lines[-1].append(mark)
        left += room
    return lines


def _legend_width(mark: Mark, font: ImageFont.FreeTypeFont) -> float:
    return _BADGE + 7 + font.getlength(_SIGNS[mark][2]) + 26


def _legend(
    draw: ImageDraw.ImageDraw, lines: Sequence[Sequence[Mark]], at: tuple[int, int], font: ImageFont.FreeTypeFont
) -> None:
    for number, line in enumerate(lines):
        x, y = float(at[0]), at[1] + number * (_BADGE + 8)
        for mark in line:
            _badge(draw, mark, (round(x), y), font)
            draw.text((x + _BADGE + 7, y + _BADGE / 2), _SIGNS[mark][2], _INK, font, anchor="lm")
            x += _legend_width(mark, font)


def _label(
    draw: ImageDraw.ImageDraw,
    page: FlatplanPage,
    at: tuple[int, int],
    width: int,
    font: ImageFont.FreeTypeFont,
) -> None:
    """Folio and label, and below them what an article wants for its pages."""
    draw.text((at[0] + 2, at[1]), _cut(f"{page.folio}  {page.label}".rstrip(), width - 4, font), _INK, font)
    if page.wanting:
        text = _cut(page.wanting, width - 4, font)
        draw.text((at[0] + 2, at[1] + 20), text, _SIGNS["copyfit"][1], font)


def _cut(text: str, width: float, font: ImageFont.FreeTypeFont) -> str:
    while len(text) > 1 and font.getlength(text) > width:
        text = text[:-2] + "…"
    return text


def _rows(
    items: Iterable[tuple[FlatplanPage | None, FlatplanPage | None]], across: int
) -> list[list[tuple[FlatplanPage | None, FlatplanPage | None]]]:
    rows: list[list[tuple[FlatplanPage | None, FlatplanPage | None]]] = []
    for index, item in enumerate(items):
        if index % across == 0:
            rows.append([])
        rows[-1].append(item)
    return rows
