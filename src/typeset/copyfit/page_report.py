"""The page report (版面检查): what an art director would mark on the laid-out pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from typeset.composer.page_fill import PageFill, page_fill
from typeset.composer.page_map import LineGrid, line_grid, pictures, source_boxes, text_pictures
from typeset.composer.rendering import Rendering
from typeset.composer.sources import source_place
from typeset.composer.text_blocks import TextBlock, text_blocks
from typeset.copyfit.off_grid import off_grid
from typeset.problems import Place, Problem, problem

_HAN_OR_WORD = re.compile(r"[㐀-鿿𠀀-𲎯]|[^\W_]+")
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TITLE_LINES = 3
_SHORT_COLUMN = 2  # lines
_WHITE = 0.2  # of the page, before the last page of an article
_WHITE_LAST = 0.5  # of the page, on the last
_FAR = 1  # pages between a picture and its text: more is another opening


@dataclass(frozen=True)
class ReportedRun:
    """A run on its pages: `first` is the folio of its first page, `articles` whether it sets articles (and not the
    cover, the contents or a filler page). `place` is what is named where a page names no source of its own."""

    rendering: Rendering
    first: int
    articles: bool
    place: Place | None = None


def page_problems(runs: Sequence[ReportedRun]) -> Iterator[Problem]:
    """What is found on all pages, in page order within a run.

    White space and short columns, blank pages, titles of too many lines, stranded heads (背题), widows and orphans,
    single characters on a line (单字不占行), pictures far from their text, body lines off the line grid. Each names its
    page.
    """
    for run in runs:
        found = _run_problems(run) if run.articles else _blank_problems(run)
        yield from (item if item.place and item.place.file else _placed(item, run) for item in found)


def _placed(item: Problem, run: ReportedRun) -> Problem:
    """A finding on a page that names no source, at the place of the run."""
    folio = item.place.page if item.place else 0
    return replace(item, place=replace(run.place, page=folio)) if run.place else item


def _blank_problems(run: ReportedRun) -> Iterator[Problem]:
    """Pages of the contents, the cover and the like on which nothing stands at all."""
    for number in sorted(_blank_pages(run.rendering.pages)):
        folio = run.first + number
        yield problem("page-blank", Place("", page=folio), page=folio)


def _blank_pages(pages: Sequence[Any]) -> frozenset[int]:
    """The indices of the pages on which neither text nor a picture stands; a text that is positioned is text."""
    written = {block.page for block in text_blocks(pages, positioned=True) if "".join(block.lines).strip()}
    return frozenset(number for number, page in enumerate(pages) if number not in written and not pictures(page))


def _run_problems(run: ReportedRun) -> Iterator[Problem]:
    pages = run.rendering.pages
    fills = [page_fill(page) for page in pages]
    blocks = text_blocks(pages)
    for number, (page, fill) in enumerate(zip(pages, fills, strict=True)):
        own = [block for block in blocks if block.page == number]
        folio = run.first + number
        if not own and not pictures(page):
            if number in _blank_pages(pages):
                yield problem("page-blank", Place("", page=folio), page=folio)
            continue
        if fill is not None and own:
            yield from _white_problems(fill, own, folio, last=number == len(pages) - 1)
        yield from _title_problems(own, folio)
        yield from _break_problems(own, folio)
        yield from _grid_problems(own, line_grid(page), folio)
    yield from _far_problems(run)


def _white_problems(fill: PageFill, own: list[TextBlock], folio: int, *, last: bool) -> Iterator[Problem]:
    least = _WHITE_LAST if last else _WHITE
    if fill.capacity and fill.free > least * fill.capacity:
        place = source_place(own[-1].source, folio)
        share = round(100 * fill.free / fill.capacity)
        yield problem("page-white", place, page=folio, share=share, **_lines(fill, fill.free // fill.columns))
    elif fill.capacity and fill.gap_lines * fill.columns > _WHITE * fill.capacity:
        share = round(100 * fill.gap_lines * fill.columns / fill.capacity)
        place = source_place(_below(own, fill.gap[0]).source, folio)
        yield problem("page-white-inside", place, page=folio, share=share, **_lines(fill, fill.gap_lines))
    for group in fill.groups:
        missing = int((group.bottom - group.shortest.bottom) / fill.pitch + 0.1)
        if missing >= _SHORT_COLUMN and len(group.columns) > 1:
            number = group.columns.index(group.shortest) + 1
            place = source_place(group.shortest.source, folio)
            yield problem("page-column-short", place, page=folio, column=number, lines=missing)


def _lines(fill: PageFill, lines: int) -> dict[str, object]:
    """Lines of one column, and whether there are several columns."""
    each_zh, each_en = ("每栏", " in each column") if fill.columns > 1 else ("", "")
    return {"lines": lines, "plural": "" if lines == 1 else "s", "each_zh": each_zh, "each_en": each_en}


def _below(own: list[TextBlock], top: float) -> TextBlock:
    """The first block at or below a height; the last one where none is."""
    return min((block for block in own if block.y >= top - 1), key=lambda block: block.y, default=own[-1])


def _title_problems(own: list[TextBlock], folio: int) -> Iterator[Problem]:
    for block in own:
        lines = len(block.lines)
        if block.tag == "h2" and block.parts == 1 and lines > _TITLE_LINES:
            place = source_place(block.source, folio)
            yield problem("page-title-long", place, page=folio, lines=lines, most=_TITLE_LINES, title=_shown(block))


def _break_problems(own: list[TextBlock], folio: int) -> Iterator[Problem]:
    for block in own:
        place = source_place(block.source, folio)
        if block.tag in _HEADS and block.last:
            code = "page-title-stranded" if block.tag == "h2" else "page-head-stranded"
            yield problem(code, place, page=folio, head=_shown(block))
        if block.tag != "p" or "paragraph" not in block.classes:
            continue
        if block.parts > 1 and len(block.lines) == 1:
            if block.part == 0:
                yield problem("page-orphan", place, page=folio, text=_shown(block))
            elif block.part == block.parts - 1:
                yield problem("page-widow", place, page=folio, text=_shown(block))
        if block.part == block.parts - 1 and (len(block.lines) > 1 or block.parts > 1) and _is_single(block.lines[-1]):
            yield problem("page-single-character", place, page=folio, text=block.lines[-1].strip())


def _grid_problems(own: list[TextBlock], grid: LineGrid | None, folio: int) -> Iterator[Problem]:
    """Body lines off the line grid of their page, told once for each source on the page."""
    drifting: dict[str, list[tuple[TextBlock, float]]] = {}
    for block, by in off_grid(own, grid):
        drifting.setdefault(source_place(block.source).file, []).append((block, by))
    for found in drifting.values():
        first, place = found[0][0], source_place(found[0][0].source, folio)
        most, plural = round(max(by for _, by in found), 1), "" if len(found) == 1 else "s"
        told = {"lines": len(found), "plural": plural, "by": most, "text": _shown(first)}
        yield problem("page-off-grid", place, page=folio, **told)


def _is_single(line: str) -> bool:
    """Whether a line holds one character, its marks aside."""
    return len(_HAN_OR_WORD.findall(line)) == 1 and len("".join(_HAN_OR_WORD.findall(line))) == 1


def _shown(block: TextBlock) -> str:
    text = "".join(block.lines).strip()
    return text if len(text) <= 20 else f"{text[:20]}…"


def _far_problems(run: ReportedRun) -> Iterator[Problem]:
    """Pictures that stand on another opening than the paragraph that they follow in the text."""
    pages: dict[str, list[int]] = {}
    for number, page in enumerate(run.rendering.pages):
        for box in source_boxes(page, frozenset()):
            if box.own and box.tag in ("figure", "p"):
                pages.setdefault(box.source, []).append(run.first + number)
    for picture, text in text_pictures(run.rendering):
        here, said = pages.get(picture, []), pages.get(text, [])
        first, second = min(
            ((a, b) for a in said for b in here), key=lambda pair: abs(pair[1] - pair[0]), default=(0, 0)
        )
        if abs(second - first) > _FAR:
            place = source_place(picture, second)
            yield problem("page-picture-far", place, page=second, text_page=first)
