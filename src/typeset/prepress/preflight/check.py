"""Preflight of one file: everything is looked at, nothing is changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TypeVar

import pikepdf

from typeset.prepress.preflight.bleed import EDGE_WORDS, unbled
from typeset.prepress.preflight.box_rules import box_findings, page_sizes
from typeset.prepress.preflight.children import Ending
from typeset.prepress.preflight.drawing import Drawing, Drawn, drawing
from typeset.prepress.preflight.file_rules import annotation_findings, file_findings
from typeset.prepress.preflight.findings import Findings
from typeset.prepress.preflight.font_rules import font_findings
from typeset.prepress.preflight.ink import Separated, ghostscript, measure, separating
from typeset.prepress.preflight.intent_rules import Intent, read_intent
from typeset.prepress.preflight.listening import Budget
from typeset.prepress.preflight.metadata_rules import Metadata, read_metadata
from typeset.prepress.preflight.model import FileFacts, PageFacts, Preflight, Spot, Wanted
from typeset.prepress.preflight.objects import BROKEN
from typeset.prepress.preflight.pages import MOST_PAGES, Page, page_count, read_pages
from typeset.prepress.preflight.rules import checks
from typeset.prepress.preflight.survey import Survey, survey
from typeset.prepress.preflight.worker import MOST_THUMBNAILS

_T = TypeVar("_T")


@dataclass(frozen=True)
class Effort:
    """How far to go. Without `draw` pages are not drawn (bleed, structure), without `ink` they are not separated.

    What is left out is "not checked". `operators` bounds how much content is read.
    """

    draw: bool = True
    ink: bool = True
    operators: int = 2_000_000


FULL = Effort()
OBJECTS_ONLY = Effort(draw=False, ink=False)


def check_pdf(data: bytes, wanted: Wanted, effort: Effort = FULL) -> Preflight:
    """Check a finished PDF, whoever made it. Never raises for what is in it; a file that cannot be read has failed.

    Drawing and Ghostscript run as child processes with bounds of time; the rest is bounded by counting.
    """
    with preflighting(data, wanted, effort) as checked:
        return checked()


@contextmanager
def preflighting(data: bytes, wanted: Wanted, effort: Effort = FULL) -> Iterator[Callable[[], Preflight]]:
    """Other programs at work on a file inside the block; what is given looks at it too, and waits for them.

    For who has something else to do meanwhile.
    """
    findings = Findings()
    with ExitStack() as stack:
        program = ghostscript() if effort.ink else None
        separated = stack.enter_context(separating(data, program)) if program else None
        if separated is None:
            findings.add("preflight-ink-unchecked", **_NO_INK[effort.ink])
        if not effort.draw:
            findings.add("preflight-syntax-unchecked", **_NOT_ASKED)
            findings.add("preflight-bleed-unchecked", **_NOT_ASKED)
        drawn = stack.enter_context(drawing(data)) if effort.draw else None
        yield lambda: _checked(data, _Job(wanted, effort, findings, drawn, separated))


class _UncheckedError(Exception):
    """The child that checks and draws the file was brought down by it."""


@dataclass(frozen=True)
class _Job:
    """One file being checked: what is wanted of it, what was found, and what other programs make of it."""

    wanted: Wanted
    effort: Effort
    findings: Findings
    drawn: Drawing | None
    separated: Separated | None

    def pictures(self, *, pages: bool) -> Drawn | None:
        """The pages as pictures, once they are there, if `pages`; what qpdf says of the file becomes findings.

        A child that did not end in time says nothing of the file: the machine may have been busy.
        """
        if self.drawn is None:
            return None
        pictures = self.drawn(pages)
        if pictures.syntax is None and pictures.ending is Ending.CRASHED:
            raise _UncheckedError
        if pictures.syntax is None:
            self.findings.add("preflight-syntax-unchecked", **_UNENDED[pictures.ending])
        lines = pictures.syntax or ()
        if any(_NO_MEMORY in line for line in lines):
            self.findings.add("preflight-syntax-unchecked", **_TOO_LARGE)
            lines = tuple(line for line in lines if not _AFTER_NO_MEMORY.search(line))
        for line in lines[:10]:
            self.findings.add("preflight-damaged", why=line)
        return pictures


def unread_words(data: bytes, error: Exception) -> dict[str, str]:
    """Why a file cannot be read, in words; what qpdf says is without the name that it gives the file."""
    if not data.strip(b"\0\t\r\n "):
        return {"why_zh": "文件是空的", "why_en": "the file is empty"}
    if b"%PDF-" not in data[:1024]:
        return {"why_zh": "它不是 PDF", "why_en": "it is no PDF"}
    if b"%%EOF" not in data[-1024:]:
        return {"why_zh": "文件不完整，后面缺了一截", "why_en": "the file is cut off, its end is missing"}
    said = re.sub(r"^<[^>]*>(?: \([^)]*\))?: *", "", str(error))[:160]
    why = said if said and "<" not in said else "?"
    return {"why_zh": f"文件结构坏了：{why}", "why_en": f"its structure is damaged: {why}"}


def _unreadable(data: bytes, wanted: Wanted, findings: Findings) -> Preflight:
    """A file of which nothing but its bytes is known: what was not found to fail was not checked."""
    return Preflight(wanted, FileFacts(len(data)), checks(findings, wanted, read=False))


def _checked(data: bytes, job: _Job) -> Preflight:
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return _judged(pdf, data, job)
    except pikepdf.PasswordError:
        job.findings.add("preflight-locked")
    except _UncheckedError:
        job.findings.add("preflight-unreadable", **_CRASHED)
    except BROKEN as error:
        job.findings.add("preflight-unreadable", **unread_words(data, error))
    return _unreadable(data, job.wanted, job.findings)


def _judged(pdf: pikepdf.Pdf, data: bytes, job: _Job) -> Preflight:
    wanted, findings = job.wanted, job.findings
    pages = list(read_pages(pdf))
    parts = _Parts(findings)
    _count_pages(pages, page_count(pdf), findings)
    intent = parts.read("output intent", lambda: read_intent(pdf, wanted, findings), Intent())
    metadata = parts.read("metadata", lambda: read_metadata(pdf, wanted, findings), Metadata())
    parts.read("file", lambda: file_findings(pdf, data, wanted, findings), None)
    parts.read("boxes", lambda: box_findings([page.facts for page in pages], wanted, findings), None)
    for page in pages:
        parts.read(f"annotations of page {page.facts.number}", _annotations(page, findings), None)
    budget = Budget(job.effort.operators)
    unread = Survey(findings, complete=False)
    found = parts.read("content", lambda: survey(pdf, pages, wanted, findings, budget), unread)
    parts.read("fonts", lambda: font_findings(found.fonts, wanted, findings), None)
    facts = [page.facts for page in pages]
    drawable = not found.endless and not page_sizes(facts, findings)
    pictures = job.pictures(pages=drawable)
    if pictures is not None:
        _bleed(facts, pictures, wanted, findings)
    if drawable:
        facts = _inked(facts, job)
    elif job.separated is not None:
        findings.add("preflight-ink-unchecked", **_UNENDED[Ending.REFUSED])
    file = _file_facts(FileFacts(len(data), pdf.pdf_version, pages=tuple(facts)), metadata, intent, found)
    read = bool(pages) and not parts.failed
    done = checks(findings, wanted, read=read, complete=found.complete)
    return Preflight(wanted, file, done, _thumbnails(facts, pictures))


def _count_pages(pages: list[Page], count: int, findings: Findings) -> None:
    if not pages:
        findings.add("preflight-no-pages")
    if count > MOST_PAGES:
        findings.add("preflight-pages-many", most=MOST_PAGES)


def _file_facts(facts: FileFacts, metadata: Metadata, intent: Intent, found: Survey) -> FileFacts:
    return replace(
        facts,
        title=metadata.title,
        producer=metadata.producer,
        created=metadata.created,
        standard=metadata.standard,
        condition=intent.condition,
        profile=intent.profile.description if intent.profile else "",
        separations=found.separations(),
        fonts=found.font_facts(),
        images=tuple(found.images),
    )


def _annotations(page: Page, findings: Findings) -> Callable[[], None]:
    return lambda: annotation_findings(page, findings)


@dataclass
class _Parts:
    """Reads parts of a file one after another; one that cannot be read is a finding and the next one goes on."""

    findings: Findings
    failed: bool = False

    def read(self, part: str, reader: Callable[[], _T], default: _T) -> _T:
        """What the reader gives, or the default where it stumbles."""
        try:
            return reader()
        except BROKEN as error:
            self.failed = True
            self.findings.add("preflight-part-unreadable", part=part, why=f"{type(error).__name__}: {error}"[:160])
            return default


def _bleed(pages: list[PageFacts], pictures: Drawn, wanted: Wanted, findings: Findings) -> None:
    """Edges at which content ends with the trimmed page, on every page that could be drawn."""
    if wanted.bleed_mm <= 0:
        return
    for page in pages:
        picture = pictures.page(page.number)
        if picture is None or page.media is None:
            findings.add("preflight-bleed-unchecked", **_UNENDED[pictures.ending])
            continue
        for edge, start, _ in unbled(page, picture, wanted.bleed_mm):
            along = (
                (0.0 if edge == "left" else page.sheet.width, start)
                if edge in ("left", "right")
                else (
                    start,
                    0.0 if edge == "top" else page.sheet.height,
                )
            )
            spot = Spot(page.number, round(along[0], 1), round(along[1], 1))
            findings.add("preflight-bleed-not-reached", spot, edge_zh=EDGE_WORDS[edge], edge_en=edge)


def _inked(pages: list[PageFacts], job: _Job) -> list[PageFacts]:
    """The pages with their ink, where Ghostscript is there and can separate them."""
    if job.separated is None:
        return pages
    findings, wanted = job.findings, job.wanted
    plates = job.separated(len(pages))
    result = [replace(page, ink=measure(page, plates.of(page.number), wanted.ink_limit)) for page in pages]
    if any(page.ink is None for page in result):
        findings.add("preflight-ink-unchecked", **_NO_PLATES[plates.ending is Ending.LATE])
    _plates(result, wanted, findings)
    for page in result:
        if page.ink and page.ink.over_mm2:
            spot = Spot(page.number, *page.ink.most_at)
            most = f"{page.ink.most:.0f}"
            told = {"most": most, "limit": f"{wanted.ink_limit:g}", "area": f"{page.ink.over_mm2:.0f}"}
            findings.add("preflight-ink-over", spot, **told)
    return result


def _plates(pages: list[PageFacts], wanted: Wanted, findings: Findings) -> None:
    """Plates with ink that were not ordered, where reading the page did not tell: pictures, functions of all kinds."""
    if wanted.plates is None:
        return
    told = {(found.arguments.get("ink"), page) for found in findings for page in found.pages}
    for page in pages:
        for ink in page.ink.plates if page.ink else ():
            if ink not in wanted.plates and (ink, page.number) not in told:
                findings.add("preflight-plate-unexpected", Spot(page.number), ink=ink[:60])


_CRASHED = {"why_zh": "检查程序出错退出了", "why_en": "the program that checks it crashed"}
_NO_MEMORY = "std::bad_alloc"
_AFTER_NO_MEMORY = re.compile(rf"{_NO_MEMORY}|re-processed without filtering|input stream is complete")
"""What qpdf says where a stream does not fit into its memory: nothing of the file itself."""

_TOO_LARGE = {
    "why_zh": "文件里有一幅图太大，解不开",
    "why_en": "a picture in it is too large to decode",
}
_NOT_ASKED = {"why_zh": "没有要求", "why_en": "not asked for"}
_NO_INK = {
    True: {
        "why_zh": "这台电脑没有 Ghostscript（gs）",
        "why_en": "this machine has no Ghostscript (gs)",
    },
    False: _NOT_ASKED,
}
_NO_PLATES = {
    True: {
        "why_zh": "Ghostscript 在限定时间内没有分完色版，也许电脑正忙，请再查一次",
        "why_en": "Ghostscript did not end in time; the machine may be busy, so check again",
    },
    False: {"why_zh": "Ghostscript 没有分出色版", "why_en": "Ghostscript made no plates"},
}
_NOT_DRAWN = {"why_zh": "画不出来", "why_en": "they could not be drawn"}
_UNENDED = {
    Ending.WELL: _NOT_DRAWN,
    Ending.FAILED: _NOT_DRAWN,
    Ending.CRASHED: {"why_zh": "画页面的程序出错退出了", "why_en": "the program that draws them crashed"},
    Ending.LATE: {
        "why_zh": "在限定时间内没有查完，也许电脑正忙，请再查一次",
        "why_en": "it did not end in time; the machine may be busy, so check again",
    },
    Ending.REFUSED: {
        "why_zh": "页面内容没有尽头，或页面太大，没有去画",
        "why_en": "the content has no end, or a page is too large, so they were not drawn",
    },
    Ending.ABSENT: {"why_zh": "检查程序启动不了", "why_en": "the checking program could not be started"},
}


def _thumbnails(pages: list[PageFacts], pictures: Drawn | None) -> tuple[bytes, ...]:
    """Small PNGs of the first pages with their bleed; an empty one for a page that could not be drawn."""
    return tuple(pictures.thumbnail(page.number) for page in pages[:MOST_THUMBNAILS]) if pictures else ()
