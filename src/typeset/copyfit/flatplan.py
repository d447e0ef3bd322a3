"""The flatplan (版面图): all spreads of an edition as numbered thumbnails on one sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_GAP, _EDGE, _LABEL = 28, 40, 46
_PAPER, _DESK, _INK = "white", "#e9e7e4", "#333333"


@dataclass(frozen=True)
class FlatplanPage:
    """A page on the flatplan: its thumbnail (all of one size) and what is said below it."""

    picture: Image.Image
    folio: int
    label: str


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
    """One sheet with all spreads, `across` of them a row, numbered and labelled in the face `font`."""
    if not pages:
        return Image.new("RGB", (1, 1), _DESK)
    width, height = pages[0].picture.size
    rows = _rows(spreads(pages), across)
    cell = (2 * width + _GAP, height + _LABEL + _GAP)
    sheet = Image.new("RGB", (2 * _EDGE + across * cell[0] - _GAP, 2 * _EDGE + 34 + len(rows) * cell[1]), _DESK)
    draw = ImageDraw.Draw(sheet)
    head, small = ImageFont.truetype(font, 24), ImageFont.truetype(font, 15)
    draw.text((_EDGE, _EDGE - 12), title, _INK, head)
    for number, row in enumerate(rows):
        top = _EDGE + 34 + number * cell[1]
        for column, spread in enumerate(row):
            for side, page in enumerate(spread):
                if page:
                    left = _EDGE + column * cell[0] + side * width
                    sheet.paste(page.picture, (left, top))
                    draw.rectangle((left, top, left + width - 1, top + height - 1), outline="#c9c5c0")
                    _label(draw, page, (left, top + height + 6), width, small)
    return sheet


def _label(
    draw: ImageDraw.ImageDraw,
    page: FlatplanPage,
    at: tuple[int, int],
    width: int,
    font: ImageFont.FreeTypeFont,
) -> None:
    text = f"{page.folio}  {page.label}".rstrip()
    while len(text) > 1 and font.getlength(text) > width - 4:
        text = text[:-2] + "…"
    draw.text((at[0] + 2, at[1]), text, _INK, font)


def _rows(
    items: Iterable[tuple[FlatplanPage | None, FlatplanPage | None]], across: int
) -> list[list[tuple[FlatplanPage | None, FlatplanPage | None]]]:
    rows: list[list[tuple[FlatplanPage | None, FlatplanPage | None]]] = []
    for index, item in enumerate(items):
        if index % across == 0:
            rows.append([])
        rows[-1].append(item)
    return rows
