"""The baselines of a finished PDF, against the line grid of its pages.

Every column of body text stands on the grid of its page: lines beside each other have one baseline, also on the two
sides of a leaf. What is read is the PDF, not the layout, so that nothing is believed that is not printed.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from typeset.composer.page_map import LineGrid

_MM = 25.4 / 72
_SAME_LINE = 0.02  # mm
_SAME_SIZE = 0.01  # of the size
_NEXT_COLUMN = 3  # em: wider white divides lines


@dataclass(frozen=True)
class TextLine:
    """Characters beside each other on one baseline, of one size; `font` is that of most.

    `page` counts from 0; `x` and `baseline` are in mm from the top left corner of the trimmed page, `size` in pt.
    """

    page: int
    x: float
    baseline: float
    size: float
    font: str
    text: str


@dataclass(frozen=True, slots=True)
class _Character:
    """A character with its origin and size in pt, from the page's bottom left corner."""

    x: float
    y: float
    size: float
    font: str
    text: str


def text_lines(pdf: bytes) -> tuple[TextLine, ...]:
    """The upright lines of a PDF, in the order of its content. Raises pypdfium2.PdfiumError for what is no PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(line for number in range(len(document)) for line in _lines(document, number))
    finally:
        document.close()


def _lines(document: Any, number: int) -> Iterator[TextLine]:
    page = document[number]
    left, _, _, top = page.get_trimbox()
    run: list[_Character] = []
    for character in _characters(page.get_textpage()):
        if run and not _continues(run[-1], character):
            yield _line(number, run, left, top)
            run = []
        run.append(character)
    if run:
        yield _line(number, run, left, top)


def _line(page: int, run: list[_Character], left: float, top: float) -> TextLine:
    [(font, _)] = Counter(character.font for character in run).most_common(1)
    first = run[0]
    text = "".join(character.text for character in run)
    return TextLine(page, (first.x - left) * _MM, (top - first.y) * _MM, first.size, font, text)


def _continues(last: _Character, found: _Character) -> bool:
    on_line = abs(last.y - found.y) * _MM < _SAME_LINE and _same_size(last.size, found.size)
    return on_line and -found.size < found.x - last.x < _NEXT_COLUMN * found.size


def _characters(text: Any) -> Iterator[_Character]:
    """Upright characters; spaces say nothing of a line."""
    matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, index))
        if char.isspace() or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        raw.FPDFText_GetMatrix(text, index, matrix)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        if abs(matrix.b) < 1e-6:
            size = raw.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d)
            yield _Character(x.value, y.value, size, _font(text, index), char)


def _font(text: Any, index: int) -> str:
    """The font's name without the tag of its subset."""
    name, flags = ctypes.create_string_buffer(256), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, name, len(name), flags)
    return name.value.decode("utf-8", "replace").rpartition("+")[2]


def _same_size(size: float, other: float) -> bool:
    return abs(size - other) <= _SAME_SIZE * other


def drifting(
    lines: Sequence[TextLine], grids: Sequence[LineGrid | None], size: float, font: str = "", tolerance: float = 0.05
) -> tuple[TextLine, ...]:
    """The lines of body text whose baseline is off their page's grid by more than a tolerance.

    Body text is told by its size in pt and by what its font's name begins with: a face of another make has its
    baseline elsewhere in the same line. `grids` are those of the pages in order; pages without a grid are passed over.
    The tolerance is in mm.
    """
    found = []
    for line in lines:
        grid = grids[line.page]
        body = _same_size(line.size, size) and line.font.startswith(font)
        if grid is not None and body and grid.off(line.baseline) > tolerance:
            found.append(line)
    return tuple(found)
