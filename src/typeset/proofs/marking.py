"""Where on the pages changes are: the words of a changed paragraph, and what else looks otherwise than before.

Areas are x, y, width, height in mm from the page's top left corner.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from typeset.prepress.boxes import PT_PER_MM
from typeset.proofs.comparing import TextChange
from typeset.proofs.store import Paragraph, Proof
from typeset.proofs.words import Run

Area = tuple[float, float, float, float]

_MOST_CHARACTERS = 60_000  # of a page
_MOST_AREAS = 60  # of a page
_CELL = 8  # pixels: what is nearer is one difference
_TOLERANCE = 24  # of 255, as pages are compared
_CARET = 0.5  # mm: where something is gone or came in
_REACH = 0.35  # of a line: how far a character's middle may stand out of its paragraph's box


@dataclass(frozen=True)
class _Letter:
    """A printed character and its box in mm."""

    text: str
    area: Area


class Letters:
    """The characters of a proof's pages with their places; pages are read when they are asked for."""

    def __init__(self, proof: Proof) -> None:
        self._proof = proof
        self._document = pypdfium2.PdfDocument(proof.pdf)
        self._pages: dict[int, tuple[_Letter, ...]] = {}

    def close(self) -> None:
        """Let go of the file."""
        self._document.close()

    def of(self, part: Paragraph) -> tuple[_Letter, ...] | None:
        """The characters of a part of a paragraph, blanks left out; None where they are not those that were frozen."""
        reach = _REACH * part.height / max(1, len(part.lines))
        found = tuple(
            letter
            for letter in self._page(part.page)
            if part.x - reach <= letter.area[0] + letter.area[2] / 2 <= part.x + part.width + reach
            and part.y - reach <= letter.area[1] + letter.area[3] / 2 <= part.y + part.height + reach
        )
        wanted = "".join("".join(part.lines).split())
        # A letter that hangs in the lines (首字下沉) stands before them.
        at = "".join(letter.text for letter in found).find(wanted)
        return found[at : at + len(wanted)] if wanted and at >= 0 else None

    def _page(self, page: int) -> tuple[_Letter, ...]:
        if page not in self._pages:
            known = page in self._proof.folios
            index = self._proof.folios.index(page) if known else -1
            self._pages[page] = tuple(self._read(index)) if 0 <= index < len(self._document) else ()
        return self._pages[page]

    def _read(self, index: int) -> Iterator[_Letter]:
        page = self._document[index]
        text = page.get_textpage()
        height = page.get_height()
        for number in range(min(text.count_chars(), _MOST_CHARACTERS)):
            code = pypdfium2.raw.FPDFText_GetUnicode(text, number)
            if not code or 0xD800 <= code < 0xE000 or code > 0x10FFFF or chr(code).isspace():
                continue
            left, bottom, right, top = text.get_charbox(number, loose=True)
            x, y = left / PT_PER_MM, (height - top) / PT_PER_MM
            yield _Letter(chr(code), (x, y, (right - left) / PT_PER_MM, (top - bottom) / PT_PER_MM))


def old_areas(change: TextChange, letters: Letters) -> Iterator[tuple[int, Area]]:
    """Where on the old proof's pages a change is, by page."""
    yield from _areas(change.old_parts, change.runs, "deleted", "inserted", change.kind == "moved", letters)


def new_areas(change: TextChange, letters: Letters) -> Iterator[tuple[int, Area]]:
    """Where on the new proof's pages a change is, by page."""
    yield from _areas(change.new_parts, change.runs, "inserted", "deleted", change.kind == "moved", letters)


def _areas(
    parts: Sequence[Paragraph], runs: Sequence[Run], own: str, other: str, whole: bool, letters: Letters
) -> Iterator[tuple[int, Area]]:
    ranges = list(_ranges(runs, own, other))
    start = 0
    for part in parts:
        length = len("".join("".join(part.lines).split()))
        if whole:
            yield part.page, (part.x, part.y, part.width, part.height)
        else:
            end, last = start + length, part is parts[-1]
            inner = [(a - start, b - start) for a, b in ranges if _touches(a, b, start, end, last)]
            found = letters.of(part)
            for a, b in inner:
                own_part = max(a, 0), min(b, length)
                for area in _of_letters(found, *own_part) if found else _of_lines(part, *own_part):
                    yield part.page, area
        start += length


def _touches(a: int, b: int, start: int, end: int, last: bool) -> bool:
    """Whether a stretch, or the place of an empty one, lies in a part."""
    return a < end and b > start if a < b else start <= a < end or (last and a == end)


def _ranges(runs: Sequence[Run], own: str, other: str) -> Iterator[tuple[int, int]]:
    """What one side has alone, in characters without blanks; where the other side alone has something, an empty one."""
    at = 0
    for index, run in enumerate(runs):
        length = len("".join(run.text.split()))
        if run.kind == own:
            yield at, at + length
        elif run.kind == other:
            beside = [runs[n].kind for n in (index - 1, index + 1) if 0 <= n < len(runs)]
            if own not in beside:
                yield at, at
        if run.kind != other:
            at += length


def _of_letters(letters: Sequence[_Letter], start: int, end: int) -> Iterator[Area]:
    """The boxes of a stretch of characters, one a line."""
    if start == end:
        yield _caret(letters, start)
        return
    line: list[Area] = []
    for letter in letters[start:end]:
        if line and abs(letter.area[1] - line[-1][1]) > line[-1][3] / 2:
            yield _around(line)
            line = []
        line.append(letter.area)
    if line:
        yield _around(line)


def _caret(letters: Sequence[_Letter], at: int) -> Area:
    x, y, width, height = letters[min(at, len(letters) - 1)].area
    return (x if at < len(letters) else x + width) - _CARET / 2, y, _CARET, height


def _of_lines(part: Paragraph, start: int, end: int) -> Iterator[Area]:
    """The lines in which a stretch of characters stands."""
    pitch, at = part.height / max(1, len(part.lines)), 0
    for number, line in enumerate(part.lines):
        length = len("".join(line.split()))
        if at <= end and start < at + length:
            yield part.x, part.y + number * pitch, part.width, pitch
        at += length


def _around(areas: Sequence[Area]) -> Area:
    left, top = min(area[0] for area in areas), min(area[1] for area in areas)
    right, bottom = max(area[0] + area[2] for area in areas), max(area[1] + area[3] for area in areas)
    return left, top, right - left, bottom - top


def differing_areas(before: Image.Image, after: Image.Image, dpi: float) -> tuple[Area, ...]:
    """What looks otherwise on two pages of one size, as areas around what lies together."""
    if before.size != after.size:
        return ()
    distance = np.abs(np.asarray(before, dtype=np.int16) - np.asarray(after, dtype=np.int16)).max(axis=2)
    mm = _CELL / dpi * 25.4
    return tuple(
        (left * mm, top * mm, (right - left) * mm, (bottom - top) * mm)
        for left, top, right, bottom in list(_together(_cells(distance > _TOLERANCE)))[:_MOST_AREAS]
    )


def _cells(differs: NDArray[Any]) -> NDArray[Any]:
    """Squares of pixels, and whether any of theirs differs."""
    height, width = differs.shape
    padded = np.zeros((-(-height // _CELL) * _CELL, -(-width // _CELL) * _CELL), bool)
    padded[:height, :width] = differs
    squares = padded.reshape(padded.shape[0] // _CELL, _CELL, -1, _CELL)
    return np.asarray(squares.any(axis=(1, 3)))


def _together(cells: NDArray[Any]) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, right, bottom of squares that touch, corners included."""
    left = {(int(y), int(x)) for y, x in np.argwhere(cells)}
    for start in sorted(left):
        if start not in left:
            continue
        left.discard(start)
        group, waiting = [start], deque([start])
        while waiting:
            y, x = waiting.popleft()
            for near in ((y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)):
                if near in left:
                    left.discard(near)
                    group.append(near)
                    waiting.append(near)
        rows, columns = [y for y, _ in group], [x for _, x in group]
        yield min(columns), min(rows), max(columns) + 1, max(rows) + 1


def by_page(areas: Iterator[tuple[int, Area]]) -> Mapping[int, list[Area]]:
    """Areas by their page."""
    found: dict[int, list[Area]] = {}
    for page, area in areas:
        found.setdefault(page, []).append(area)
    return found
