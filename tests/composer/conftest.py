"""Text set by the composer and read back from the finished PDF: characters with their origins, in em."""

from __future__ import annotations

import ctypes
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
import pytest

from typeset.composer import CSS, HTML, FontFile, FontSet

FOLDER = Path(__file__).parents[2] / "fonts" / "noto-serif-sc"
SIZE = 10.0  # px, so that a hundredth of the page is a tenth of an em


@dataclass(frozen=True)
class Glyph:
    """A character as PDFium finds it: origin and baseline in em from the text's top left corner."""

    char: str
    x: float
    y: float
    ink: tuple[float, float]


@dataclass
class Setting:
    """A document set, and what stands on its pages."""

    document: Any
    pdf: bytes
    size: float
    lines: list[list[Glyph]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return ["".join(glyph.char for glyph in line) for line in self.lines]

    def advances(self, number: int = 0) -> list[float]:
        """Distances between the origins of a line's characters."""
        line = self.lines[number]
        return [round(b.x - a.x, 3) for a, b in pairwise(line)]

    def advance(self, pair: str) -> float:
        """Distance between the origins of the first two neighbours that read so."""
        for line in self.lines:
            for a, b in pairwise(line):
                if a.char + b.char == pair:
                    return round(b.x - a.x, 3)
        raise AssertionError(f"{pair} stands on no line of {self.texts}")


@pytest.fixture(scope="session")
def fonts() -> Iterator[FontSet]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield FontSet(
            [
                FontFile(FOLDER / "NotoSerifSC_400Regular.ttf", ("song",)),
                FontFile(FOLDER.parent / "lxgw-wenkai" / "LXGWWenKai-Regular.ttf", ("kai",)),
            ]
        )


@pytest.fixture(scope="session")
def compose(fonts: FontSet) -> Callable[..., Setting]:
    """Set HTML at a measure in em; `css` is added, `geometry` leaves /ActualText out so that origins are true."""

    def run(
        body: str, measure: float = 20, css: str = "", lang: str = "zh-CN", geometry: bool = True, height: float = 60
    ) -> Setting:
        style = f"""@page {{ size: {(measure + 4) * SIZE}px {(height + 4) * SIZE}px; margin: {2 * SIZE}px }}
            html {{ font: {SIZE}px/{2 * SIZE}px song; --typeset-actual-text: {"none" if geometry else "auto"} }}
            body {{ margin: 0; text-align: justify }} p, h1, h2 {{ margin: 0; font: inherit; orphans: 1; widows: 1 }}"""
        sheets = [CSS(string=style, font_config=fonts), CSS(string=css, font_config=fonts)]
        document = HTML(string=f"<html lang={lang!r}><body>{body}").render(font_config=fonts, stylesheets=sheets)
        pdf = document.write_pdf()
        return Setting(document, pdf, SIZE, list(read_lines(pdf, SIZE)))

    return run


def read_lines(pdf: bytes, size: float) -> Iterator[list[Glyph]]:
    """Lines of a PDF, top to bottom, from PDFium's raw character interface."""
    em = size * 0.75
    for page in pypdfium2.PdfDocument(pdf):
        height = page.get_height()
        text = page.get_textpage()
        rows: dict[float, list[Glyph]] = {}
        x, y = ctypes.c_double(), ctypes.c_double()
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        for index in range(text.count_chars()):
            if raw.FPDFText_IsGenerated(text, index) == 1:
                continue
            code = raw.FPDFText_GetUnicode(text, index)
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
            char = "-" if code == 2 else chr(code)
            across = round((x.value / em) - 2, 4)
            ink = (round(left.value / em - 2, 3), round(right.value / em - 2, 3))
            rows.setdefault(round(height - y.value, 1), []).append(
                Glyph(char, across, round((height - y.value) / em - 2, 3), ink)
            )
        for _, row in sorted(rows.items()):
            row.sort(key=lambda glyph: glyph.x)
            if visible := [glyph for glyph in row if not glyph.char.isspace()]:
                yield visible
