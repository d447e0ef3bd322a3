"""Marked-up proofs come back: comments with page, text under the mark, and manuscript line.

A sheet of a proof is known by what is printed on it, and what was frozen with the proof says where its lines come
from. Pages of any other PDF of the edition are held against the edition as it is set now, then against its proofs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pypdfium2

from typeset.composer.sources import source_position
from typeset.prepress.boxes import PT_PER_MM, Box
from typeset.problems import Problem, problem
from typeset.proofs.comments_pdf import Annotation, MarkedFile, Reply, page_texts, text_under
from typeset.proofs.sheets import BOTTOM, SIDE
from typeset.proofs.store import Proof

_SHEET = re.compile(r"build([0-9a-f]{12})第(\d{1,4})页(?:（页码[^）]{1,12}）)?(\d{1,4})/(\d{1,4})")
_LEAST_LETTERS = 4
_MOST_LINES = 400
_MARKUP = re.compile(r"[\s*_`~#>\[\]()\\“”\"'‘’]+")


@dataclass(frozen=True)
class Spotted:
    """Something on a page that comes from a source: its box in mm from the trimmed page's top left corner."""

    x: float
    y: float
    width: float
    height: float
    source: str

    def distance(self, x: float, y: float) -> float:
        """From a point, 0 inside."""
        return math.hypot(max(self.x - x, 0, x - self.x - self.width), max(self.y - y, 0, y - self.y - self.height))


@dataclass(frozen=True)
class SetPages:
    """An edition as it was set once: its name, its PDF, the physical pages in it, and what stands on them."""

    name: str
    pdf: bytes
    folios: tuple[int, ...]
    spots: Mapping[int, tuple[Spotted, ...]]


@dataclass(frozen=True)
class Comment:
    """A comment and where it stands: the physical page from 1 (0 for the sheet of signatures), the source's line.

    `line` is 0 where it stands on nothing that comes from a source.
    """

    id: str
    page: int
    kind: str
    marked: str
    text: str
    by: str
    when: str
    file: str
    line: int
    proof: str = ""
    replies: tuple[Reply, ...] = ()

    @property
    def where(self) -> str:
        """file:line, or nothing."""
        return f"{self.file}:{self.line}" if self.line else self.file


def proof_pages(proof: Proof) -> SetPages:
    """A proof as set pages."""
    spots: dict[int, list[Spotted]] = {}
    for item in proof.paragraphs:
        if item.source:
            found = Spotted(item.x, item.y, item.width, item.height, item.source)
            spots.setdefault(item.page, []).append(found)
    return SetPages(proof.name, proof.pdf, proof.folios, {page: tuple(items) for page, items in spots.items()})


@dataclass(frozen=True)
class Desk:
    """What comments are held against.

    `proofs` are the edition's, the newest last; `current` sets the edition as it is now, when it is needed; `lines`
    gives a source's lines as they are now, nothing where it is gone.
    """

    proofs: Sequence[Proof]
    current: Callable[[], SetPages | None]
    lines: Callable[[str], Sequence[str]]


def place_comments(
    pdf: bytes, marked: MarkedFile, desk: Desk, name: str
) -> tuple[tuple[Comment, ...], tuple[Problem, ...]]:
    """All comments with their places, in the order of pages, and what is to be said of them."""
    sheets = _sheets(marked, desk.proofs)
    others = [page for page in marked.pages if page not in sheets]
    front = _front_sheets(marked, desk.proofs, others)
    rest = [page for page in others if page not in front]
    pages = _nearest(marked, desk, rest) if rest else None
    differing = _differing(marked, pages, rest) if pages else rest
    problems = []
    if differing:
        told = "、".join(str(page + 1) for page in differing)
        problems.append(problem("comments-other-build", file=name, pages=told))
    found: list[Comment] = []
    for item in marked.annotations:
        if item.page in sheets:
            proof, folio = sheets[item.page]
            found.append(_on_sheet(item, proof, folio, desk))
        elif item.page in front:
            found.append(_comment(item, 0, "", "", 0, ""))
        else:
            found.append(_on_page(item, pdf, marked, pages, desk))
    return tuple(found), tuple(problems)


def _sheets(marked: MarkedFile, proofs: Sequence[Proof]) -> dict[int, tuple[Proof, int]]:
    """The proof and the physical page of each sheet, by what is printed on it."""
    found = {}
    for number, page in marked.pages.items():
        match = _SHEET.search(page.text)
        if match is None:
            continue
        build, folio, count = match[1], int(match[2]), int(match[4])
        fitting = [item for item in proofs if item.build == build and folio in item.folios]
        fitting = [item for item in fitting if len(item.folios) == count] or fitting
        heading = [item for item in fitting if item.heading in page.text]
        if fitting:
            found[number] = (heading or fitting)[-1], folio
    return found


def _front_sheets(marked: MarkedFile, proofs: Sequence[Proof], pages: Iterable[int]) -> frozenset[int]:
    """The sheets of signatures and lists: what is before the pages in a file of a proof."""
    builds = {proof.build for proof in proofs}
    return frozenset(
        page for page in pages if (match := re.search(r"build([0-9a-f]{12})", marked.pages[page].text))
        and match[1] in builds
    )  # fmt: skip


def _nearest(marked: MarkedFile, desk: Desk, pages: Sequence[int]) -> SetPages | None:
    """The pages as they are now if they are the same, else those of the proof in which most are the same."""
    current = desk.current()
    candidates = [current] if current else []
    if current is None or _differing(marked, current, pages):
        candidates += [proof_pages(proof) for proof in reversed(desk.proofs)]
    same = [(len(pages) - len(_differing(marked, one, pages)), -at) for at, one in enumerate(candidates)]
    return candidates[-max(same)[1]] if same else None


def _differing(marked: MarkedFile, pages: SetPages, wanted: Sequence[int]) -> list[int]:
    texts = page_texts(pages.pdf, wanted)
    return [page for page in wanted if texts.get(page) != marked.pages[page].text]


def _on_sheet(item: Annotation, proof: Proof, folio: int, desk: Desk) -> Comment:
    """A comment on a sheet of a proof: its page lies on it, moved by the margins for marks."""
    areas = [area.moved(-SIDE * PT_PER_MM, -BOTTOM * PT_PER_MM) for area in item.areas]
    index = proof.folios.index(folio)
    box = _page_box(proof.pdf, index)
    marked = text_under(proof.pdf, index, [area.moved(box.left, box.bottom) for area in areas])
    placed = [_millimetres(area, Box(0, 0, box.width, box.height)) for area in areas]
    file, line = _line(placed, marked, proof_pages(proof).spots.get(folio, ()), desk)
    return _comment(item, folio, marked, file, line, proof.name)


def _on_page(item: Annotation, pdf: bytes, marked: MarkedFile, pages: SetPages | None, desk: Desk) -> Comment:
    trim = marked.pages[item.page].trim
    under = text_under(pdf, item.page, item.areas)
    placed = [_millimetres(area, trim) for area in item.areas]
    folio = pages.folios[item.page] if pages and item.page < len(pages.folios) else item.page + 1
    file, line = _line(placed, under, pages.spots.get(folio, ()) if pages else (), desk)
    return _comment(item, folio, under, file, line, "")


def _comment(item: Annotation, page: int, marked: str, file: str, line: int, proof: str) -> Comment:
    return Comment(
        item.id, page, item.kind, marked[:500], item.text, item.by, item.when, file, line, proof, item.replies
    )


def _page_box(pdf: bytes, index: int) -> Box:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return Box(*document[index].get_trimbox())
    finally:
        document.close()


def _millimetres(area: Box, trim: Box) -> tuple[float, float]:
    """The middle of an area, from the page's top left corner."""
    x, y = area.middle
    return (x - trim.left) / PT_PER_MM, (trim.top - y) / PT_PER_MM


def _line(places: Sequence[tuple[float, float]], marked: str, spots: Sequence[Spotted], desk: Desk) -> tuple[str, int]:
    """The source's file and line that a mark stands on; of several areas the first counts."""
    if not spots or not places:
        return "", 0
    x, y = places[0]
    least = min(spot.distance(x, y) for spot in spots)
    nearest = [spot for spot in spots if spot.distance(x, y) <= least + 0.01]
    best = min(nearest, key=lambda spot: spot.width * spot.height)
    file, line, _ = source_position(best.source)
    return file, _line_now(desk.lines(file), line, marked)


def _line_now(lines: Sequence[str], line: int, marked: str) -> int:
    """The line on which marked words stand: in the paragraph that begins at `line`, else the one line that has them."""
    wanted = _bare(marked)
    if len(wanted) < _LEAST_LETTERS:
        return line
    if (inside := _in_paragraph(lines, line, wanted)) is not None:
        return inside
    having = [number for number, text in enumerate(lines, 1) if wanted in _bare(text)]
    return having[0] if len(having) == 1 else line


def _in_paragraph(lines: Sequence[str], line: int, wanted: str) -> int | None:
    joined = ""
    ends: list[tuple[int, int]] = []
    for number in range(line, min(len(lines), line + _MOST_LINES) + 1):
        text = lines[number - 1] if number else ""
        if ends and not text.strip():
            break
        joined += _bare(text)
        ends.append((len(joined), number))
    at = joined.find(wanted)
    return None if at < 0 else next(number for end, number in ends if at < end)


def _bare(text: str) -> str:
    """Characters alone: no blanks, no marks of Markdown, no quotes (which copy-editing turns)."""
    return _MARKUP.sub("", text)


def comments_data(comments: Iterable[Comment]) -> Iterator[dict[str, object]]:
    """Comments as plain data, for --json."""
    for item in comments:
        yield {
            "id": item.id,
            "page": item.page,
            "kind": item.kind,
            "text": item.marked,
            "comment": item.text,
            "by": item.by,
            "when": item.when,
            "file": item.file,
            "line": item.line,
            "proof": item.proof,
            "replies": [{"by": reply.by, "when": reply.when, "comment": reply.text} for reply in item.replies],
        }
