"""Imposition for office and digital printing: single pages put two by two on sheets that fold to a booklet.

Saddle stitch: sheets inside each other, folded and stapled in the fold. Printing houses impose themselves and want
single pages. What PDF/X asks of the pages holds for the sheets: output intent, metadata, boxes, blend space.
"""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from typeset.prepress.booklet import BindingEdge, Side, booklet_sides
from typeset.prepress.boxes import PT_PER_MM, Box
from typeset.prepress.marks import GAP, LENGTH, SLUG, Marks, crop_marks, offset, paint_over, separations_of
from typeset.prepress.outlines import OutlineFont
from typeset.prepress.source_pages import SourcePage, source_page
from typeset.problems import Problem, problem

MOST_PAGES = 400
"""Pages that are imposed at most: no staple holds a hundred sheets."""

_THICK_SHEETS = 24  # more than this does not fold well, whatever the paper
_SIZE_TOLERANCE = 0.5  # mm
_NAMESPACE = uuid.UUID("b5a3c8de-3d6c-5d5e-8a86-0c4f0a6e7b11")  # ours, for identities made from content


@dataclass(frozen=True)
class ImpositionJob:
    """How sheets are to be made. Lengths in mm.

    `sheet` is the paper's size; None makes it as large as the spread with bleed and marks needs. `creep` is how much
    nearer to the spine each sheet's pages stand than those of the sheet around it: the paper's thickness. `bleed` is
    taken from the pages' boxes where it is None. `font` draws the words beside the marks.
    """

    sheet: tuple[float, float] | None = None
    creep: float = 0.0
    binding_edge: BindingEdge = "left"
    bleed: float | None = None
    marks: bool = True
    fold: bool = True
    font: Path | None = None
    title: str = ""


@dataclass(frozen=True)
class Imposed:
    """Sheets as a PDF, front and back in turn. `sheet` is their size in mm, `creep` the innermost sheet's in mm."""

    pdf: bytes
    pages: int
    blanks: int
    sheets: int
    sheet: tuple[float, float]
    creep: float
    binding_edge: BindingEdge
    problems: tuple[Problem, ...]


def impose(data: bytes, job: ImpositionJob) -> Imposed | Problem:
    """A booklet's sheets of a PDF's pages, or why there are none: no PDF, locked, pages of several sizes, too large.

    Pages are never scaled. Annotations are left out. The same input gives the same bytes.
    """
    try:
        with Pdf.open(io.BytesIO(data)) as source:
            return _imposed(source, data, job)
    except pikepdf.PasswordError:
        return problem("impose-locked")
    except (pikepdf.PdfError, RuntimeError) as error:  # qpdf gives up with the latter
        return problem("impose-unreadable", why=str(error).splitlines()[0] if str(error) else type(error).__name__)


def _imposed(source: Pdf, data: bytes, job: ImpositionJob) -> Imposed | Problem:
    pages = _source_pages(source, job)
    if isinstance(pages, Problem):
        return pages
    plan = _plan(pages, job)
    if isinstance(plan, Problem):
        return plan
    problems = [*_warnings(source), *plan.problems()]
    with Pdf.new() as target:
        _draw(target, pages, plan)
        _declare(source, target, hashlib.sha256(data + repr(replace(job, font=None)).encode()).hexdigest())
        written = _written(source, target)
    total = plan.sides[-1].sheet + 1
    width, height = (round(length / PT_PER_MM, 2) for length in (plan.media.width, plan.media.height))
    return Imposed(
        written,
        len(pages),
        4 * total - len(pages),
        total,
        (width, height),
        round(plan.shift(total - 1) / PT_PER_MM, 4),
        job.binding_edge,
        tuple(problems),
    )


def _source_pages(source: Pdf, job: ImpositionJob) -> Sequence[SourcePage] | Problem:
    count = len(source.pages)
    if not count:
        return problem("impose-no-pages")
    if count > MOST_PAGES:
        return problem("impose-too-many-pages", pages=count, limit=MOST_PAGES)
    pages: list[SourcePage] = []
    for number, page in enumerate(source.pages, start=1):
        found = source_page(page, job.bleed)
        if found is None:
            return problem("impose-page-unusable", page=number)
        if pages and not _same_size(pages[0], found):
            sizes = {"first": _size(pages[0].trim), "found": _size(found.trim)}
            return problem("impose-page-sizes", page=number, **sizes)
        pages.append(found)
    return pages


def _same_size(one: SourcePage, other: SourcePage) -> bool:
    tolerance = _SIZE_TOLERANCE * PT_PER_MM
    across, up = one.trim.width - other.trim.width, one.trim.height - other.trim.height
    return abs(across) <= tolerance and abs(up) <= tolerance


def _size(box: Box) -> str:
    return f"{box.width / PT_PER_MM:.4g} × {box.height / PT_PER_MM:.4g}"


@dataclass(frozen=True)
class _Plan:
    """Where everything stands on a sheet, in points; the fold at the middle of the width."""

    job: ImpositionJob
    sides: tuple[Side, ...]
    media: Box
    page: tuple[float, float]
    bleed: float

    @property
    def spine(self) -> float:
        return self.media.middle[0]

    @property
    def bottom(self) -> float:
        return self.media.middle[1] - self.page[1] / 2

    def shift(self, sheet: int) -> float:
        """How far a sheet's pages stand toward the spine."""
        return sheet * self.job.creep * PT_PER_MM

    @property
    def trim(self) -> Box:
        """Where the folded booklet is cut, which its outermost sheet shows: the same on all."""
        width, height = self.page
        return Box(self.spine - width, self.bottom, self.spine + width, self.bottom + height)

    def problems(self) -> Iterator[Problem]:
        sheets = self.sides[-1].sheet + 1
        blanks = sum(page is None for side in self.sides for page in side.pages)
        if blanks:
            yield problem("impose-blanks", pages=4 * sheets - blanks, blanks=blanks)
        if sheets > _THICK_SHEETS:
            yield problem("impose-thick", sheets=sheets)
        if not self.media.holds(bled := self.trim.grown(self.bleed)):
            yield problem("impose-bleed-cut", bleed=f"{self.bleed / PT_PER_MM:.3g}", room=_size(bled))
        reach = self.trim.grown((offset(self.bleed / PT_PER_MM) + LENGTH) * PT_PER_MM)
        if self.job.marks and not self.media.holds(reach):
            yield problem("impose-marks-left-out", room=_size(reach))


def _plan(pages: Sequence[SourcePage], job: ImpositionJob) -> _Plan | Problem:
    width, height = pages[0].trim.width, pages[0].trim.height
    bleed = max(0.0, *(page.widest_bleed for page in pages))
    sides = booklet_sides(len(pages), job.binding_edge)
    if job.creep * PT_PER_MM * sides[-1].sheet > width / 4:
        return problem("impose-creep", creep=f"{job.creep:g}", sheets=sides[-1].sheet + 1)
    media = _sheet(2 * width, height, bleed, job)
    if isinstance(media, Problem):
        return media
    return _Plan(job, sides, media, (width, height), bleed)


def _sheet(width: float, height: float, bleed: float, job: ImpositionJob) -> Box | Problem:
    """The sheet's MediaBox: as asked, turned where it only fits so; or as large as all needs."""
    if job.sheet is None:
        around = bleed + (SLUG * PT_PER_MM if job.marks or job.fold else 0)
        return Box(0, 0, width + 2 * around, height + 2 * around)
    tolerance = _SIZE_TOLERANCE * PT_PER_MM
    for one, other in (job.sheet, job.sheet[::-1]):
        across, up = one * PT_PER_MM, other * PT_PER_MM
        if across >= width - tolerance and up >= height - tolerance:
            return Box(0, 0, across, up)
    spread = f"{width / PT_PER_MM:.4g} × {height / PT_PER_MM:.4g}"
    return problem("impose-sheet-small", sheet=f"{job.sheet[0]:g} × {job.sheet[1]:g}", spread=spread)


def _warnings(source: Pdf) -> Iterator[Problem]:
    if source.is_encrypted:
        yield problem("impose-was-encrypted")
    if source.get_warnings():
        yield problem("impose-repaired", pages=len(source.pages))
    for number, page in enumerate(source.pages, start=1):
        notes = page.obj.get("/Annots")
        listed = [item for item in notes if isinstance(item, Dictionary)] if isinstance(notes, pikepdf.Array) else []
        kinds = [item.get("/Subtype") for item in listed]
        if any(kind not in (Name.Link, Name.Popup) for kind in kinds):
            yield problem("impose-annotations", page=number)
            return


def _draw(target: Pdf, pages: Sequence[SourcePage], plan: _Plan) -> None:
    forms = [page.form(target) for page in pages]
    group = _shared_group(forms)
    for side in plan.sides:
        target.add_blank_page(page_size=(plan.media.width, plan.media.height))
        sheet, trim = target.pages[-1].obj, plan.trim
        sheet.MediaBox = plan.media.array
        sheet.BleedBox = trim.grown(plan.bleed).cut(plan.media).array
        sheet.TrimBox = trim.cut(plan.media).array
        if group is not None:
            sheet.Group = group
        placed = {"/Left": side.left, "/Right": side.right}
        used = {name: forms[number] for name, number in placed.items() if number is not None}
        content = [_placing(pages[number], name, plan, side) for name, number in placed.items() if number is not None]
        sheet.Resources = Dictionary(XObject=Dictionary(used))
        sheet.Contents = target.make_stream("\n".join(content).encode())
    _draw_marks(target, plan)


def _shared_group(forms: Sequence[Any]) -> Dictionary | None:
    """The transparency group of all pages made the sheets' own, so that overprint and blending meet the sheet.

    None, and nothing changed, where pages blend in different spaces or none has a group.
    """
    groups = [group for form in forms if isinstance(group := form.get("/Group"), Dictionary)]
    spaces = [space for group in groups if isinstance(space := group.get("/CS"), (Name, pikepdf.Array))]
    if not groups or len(spaces) not in (0, len(groups)) or len({space.unparse() for space in spaces}) > 1:
        return None
    for form in forms:
        if Name.Group in form:
            del form.Group
    blending = {"/CS": spaces[0]} if spaces else {}
    return Dictionary({"/S": Name.Transparency, "/I": True, **blending})


def _placing(page: SourcePage, name: str, plan: _Plan, side: Side) -> str:
    """One page beside the fold: what would reach over the fold is cut away, creep's share included."""
    left, shift = name == "/Left", plan.shift(side.sheet)
    bled = plan.trim.grown(plan.bleed)
    half = replace(bled, right=plan.spine) if left else replace(bled, left=plan.spine)
    corner = plan.spine - plan.page[0] + shift if left else plan.spine - shift
    return f"q {half.path} re W n {page.matrix(corner, plan.bottom)} cm {name} Do Q"


def _draw_marks(target: Pdf, plan: _Plan) -> None:
    job = plan.job
    if not (job.marks or job.fold):
        return
    known, bleed = separations_of(target), plan.bleed / PT_PER_MM
    total = plan.sides[-1].sheet + 1
    with ExitStack() as stack:
        outlines = stack.enter_context(OutlineFont(target, job.font)) if job.font else None
        for page, side in zip(target.pages, plan.sides, strict=True):
            marks, trim = Marks(target, plan.media, known), plan.trim
            if job.marks:
                crop_marks(marks, trim, bleed)
            if job.fold:
                _fold_marks(marks, trim, plan)
            baseline = trim.bottom - (offset(bleed) + 3) * PT_PER_MM
            if outlines and baseline > plan.media.bottom + PT_PER_MM:
                words, room = _words(side, total, job), trim.width / 2 - 8 * PT_PER_MM
                marks.text(outlines, words, trim.left + 2 * PT_PER_MM, baseline, room)
            paint_over(page, marks.form(), "Marks")


def _fold_marks(marks: Marks, trim: Box, plan: _Plan) -> None:
    """Dashed lines where the sheet is folded, above and below the page; shorter where the sheet ends sooner."""
    near = max(offset(plan.bleed / PT_PER_MM), GAP) * PT_PER_MM
    far = near + LENGTH * PT_PER_MM
    below, above = max(plan.media.bottom, trim.bottom - far), min(plan.media.top, trim.top + far)
    if trim.bottom - near > below:
        marks.line(plan.spine, trim.bottom - near, plan.spine, below, dash="3 2")
        marks.line(plan.spine, trim.top + near, plan.spine, above, dash="3 2")


def _words(side: Side, total: int, job: ImpositionJob) -> str:
    pages = " | ".join("空白 blank" if page is None else str(page + 1) for page in side.pages)
    where = "反面 back" if side.back else "正面 front"
    sheet = f"第 {side.sheet + 1} 张，共 {total} 张 sheet {side.sheet + 1}/{total}"
    return "　".join(filter(None, (job.title, sheet, where, pages)))


def _declare(source: Pdf, target: Pdf, identity: str) -> None:
    """Output intent, layers, document information and XMP of the pages, for the sheets."""
    kinds = {"/OutputIntents": pikepdf.Array, "/OCProperties": Dictionary, "/Metadata": pikepdf.Stream}
    for key, kind in kinds.items():
        if isinstance(source.Root.get(key), kind):
            target.Root[key] = _copied(source, target, source.Root[key])
    for name, value in source.docinfo.items():
        if isinstance(value, (pikepdf.String, Name)):
            target.docinfo[name] = value
    if Name.Metadata in target.Root:
        with target.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp["xmpMM:DocumentID"] = xmp["xmpMM:InstanceID"] = f"uuid:{uuid.uuid5(_NAMESPACE, identity)}"


def _copied(source: Pdf, target: Pdf, found: Any) -> Any:
    return target.copy_foreign(found if found.is_indirect else source.make_indirect(found))


def _written(source: Pdf, target: Pdf) -> bytes:
    old = source.pdf_version < "1.5"
    streams = pikepdf.ObjectStreamMode.disable if old else pikepdf.ObjectStreamMode.generate
    written = io.BytesIO()
    target.save(
        written, deterministic_id=True, object_stream_mode=streams, force_version=max("1.4", source.pdf_version)
    )
    return written.getvalue()
