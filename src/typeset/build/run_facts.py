"""What a live edition remembers of a run that was set: identity, spots and problems of its pages.

Read off the laid-out pages once; good for as long as the run is not set again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from typeset.build.findings import overset_problems, page_size_problems
from typeset.build.snapshot import Box, Spot
from typeset.build.source_map import page_spots
from typeset.composer.page_map import find_text, line_grid, margin_texts, pictures, type_area
from typeset.composer.page_painting import PaintedPage, paint_page
from typeset.composer.rendering import Rendering
from typeset.composer.sources import source_position
from typeset.edition import Source
from typeset.layout import Layout
from typeset.pictures import check_resolution
from typeset.problems import Problem

_LEAST = 4.0  # mm: a mark on the page is at least so wide and high


@dataclass(frozen=True)
class Finding:
    """A problem on a page of a run (its index from 0), and where on it."""

    problem: Problem
    index: int
    box: Box | None


@dataclass(frozen=True)
class PageFacts:
    """A page of a run; see LivePage. `printed` are the numbers in its margins."""

    identity: str
    spots: tuple[Spot, ...]
    type_area: Box
    grid: tuple[float, float] | None
    printed: frozenset[int]
    messages: tuple[str, ...]


@dataclass(frozen=True)
class RunFacts:
    """A run that was set: its pages and what was found on them."""

    rendering: Rendering
    pages: tuple[PageFacts, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class PaintedRun:
    """A run's pages painted (their content, not their pictures): identities, and the engine's messages by page."""

    identities: tuple[str, ...]
    messages: tuple[tuple[str, ...], ...]


def paint_run(rendering: Rendering, salt: str) -> tuple[PaintedRun, tuple[PaintedPage, ...]]:
    """Paint all pages of a run. `salt` goes into their identities."""
    pages = tuple(paint_page(rendering, index, salt) for index in range(len(rendering.pages)))
    messages = tuple((*(rendering.messages if index == 0 else ()), *page.messages) for index, page in enumerate(pages))
    return PaintedRun(tuple(page.identity for page in pages), messages), pages


def run_facts(
    rendering: Rendering, start: int, painted: PaintedRun, layout: Layout, sources: Mapping[str, Source]
) -> RunFacts:
    """The facts of a run that starts on page `start`."""
    pages = tuple(_page_facts(rendering, index, painted) for index in range(len(rendering.pages)))
    findings = (
        *_overset(rendering, start, pages, layout),
        *_page_sizes(rendering, start, layout),
        *_low_resolution(rendering, sources),
        *_composition(rendering),
    )
    return RunFacts(rendering, pages, findings)


def _page_facts(rendering: Rendering, index: int, painted: PaintedRun) -> PageFacts:
    page = rendering.pages[index]
    grid = line_grid(page)
    spots = page_spots(page)
    return PageFacts(
        identity=painted.identities[index],
        spots=spots,
        type_area=type_area(page),
        grid=(round(grid.first, 3), round(grid.pitch, 4)) if grid and _has_text(spots) else None,
        printed=frozenset(int(number) for text in margin_texts(page) for number in re.findall(r"[0-9]{1,6}", text)),
        messages=painted.messages[index],
    )


def _has_text(spots: tuple[Spot, ...]) -> bool:
    return any(spot.kind == "paragraph" for spot in spots)


def _overset(rendering: Rendering, start: int, pages: tuple[PageFacts, ...], layout: Layout) -> Iterator[Finding]:
    size = layout.declaration.page
    for item in overset_problems(rendering, start):
        index = int(item.arguments["page"]) - start
        box = next(
            (
                spot.box
                for spot in reversed(pages[index].spots)
                if item.place and source_position(spot.source) == (item.place.file, item.place.line, item.place.column)
            ),
            None,
        )
        yield Finding(item, index, _on_page(box, size.width, size.height) if box else None)


def _on_page(box: Box, width: float, height: float) -> Box:
    """The part of a box that lies on the page, or a mark at the edge beyond which it lies."""
    left, top = min(max(box[0], 0), width - _LEAST), min(max(box[1], 0), height - _LEAST)
    right, bottom = min(max(box[0] + box[2], left + _LEAST), width), min(max(box[1] + box[3], top + _LEAST), height)
    return left, top, round(right - left, 2), round(bottom - top, 2)


def _page_sizes(rendering: Rendering, start: int, layout: Layout) -> Iterator[Finding]:
    for item in page_size_problems(rendering, layout, start):
        yield Finding(item, int(item.arguments["page"]) - start, None)


def _low_resolution(rendering: Rendering, sources: Mapping[str, Source]) -> Iterator[Finding]:
    for index, page in enumerate(rendering.pages):
        for item in pictures(page):
            source = sources.get(item.address)
            if source is None or source.facts is None:
                continue
            if low := check_resolution(source.facts, source.crop, item.width, item.height, source.place):
                yield Finding(low, index, item.box)


def _composition(rendering: Rendering) -> Iterator[Finding]:
    for item in rendering.problems():
        text = item.arguments.get("text", "")
        places = ((index, find_text(page, text)) for index, page in enumerate(rendering.pages))
        index, found = next(((index, found) for index, found in places if found), (0, None))
        yield Finding(item, index, found[0] if found else None)
