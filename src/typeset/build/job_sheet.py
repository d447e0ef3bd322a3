"""印制工单, the job sheet: what a printing house must know of an edition, as data, YAML and one page of PDF.

What the manifest does not say is left to be filled in by hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined

from typeset.color import PrintCondition
from typeset.composer.fetching import ClosedFetcher
from typeset.composer.fonts import FontSet
from typeset.composer.rendering import lay_out, parse_css, write_pdf
from typeset.edition import Edition
from typeset.layout.words import chinese_date, issue_words, total_words
from typeset.problems import Problem

BLANK = "______"
"""Stands for what is to be filled in by hand."""

_SIZES = ("normal", "small", "smallest")
_COVER_PAGES = 4
_BINDINGS = {
    "saddle-stitch": "骑马订",
    "perfect": "无线胶订",
    "side-stitch": "平订",
    "none": "不装订（散页）",
}
_EDGES = {"left": "左侧装订（左开）", "right": "右侧装订（右开）"}
_STANDARDS = {"pdf/x-4": "PDF/X-4", "pdf/x-1a": "PDF/X-1a:2003"}
_PROCESS = {"cmyk": "四色（C、M、Y、K）", "spot": "黑（K）", "black": "单黑（K）"}


@dataclass(frozen=True)
class JobFile:
    """A file that goes to the printing house."""

    name: str
    size: int
    sha256: str
    about: str = ""

    @classmethod
    def of(cls, name: str, data: bytes, about: str = "") -> JobFile:
        """The file of these bytes; `about` says in Chinese what it is."""
        return cls(name, len(data), hashlib.sha256(data).hexdigest(), about)


@dataclass(frozen=True)
class JobFacts:
    """What is known of a job once its pages are made: trimmed size in mm, number of pages, inks and files.

    `spots` are the spot colours that the pages really use. A `draft` has errors and is not to be printed.
    """

    trim: tuple[float, float]
    pages: int
    condition: PrintCondition
    files: Sequence[JobFile] = ()
    spots: Sequence[str] = ()
    draft: bool = False
    accepted: Sequence[Problem] = ()
    """Problems that somebody lets stand."""


@dataclass(frozen=True)
class JobLine:
    """A line of the sheet: its label in Chinese and English, its value; None is to be filled in by hand."""

    zh: str
    en: str
    value: str | None

    @property
    def text(self) -> str:
        """The value, or the blank for it."""
        return self.value or BLANK


@dataclass(frozen=True)
class JobGroup:
    """Lines that belong together."""

    zh: str
    en: str
    lines: tuple[JobLine, ...]


@dataclass(frozen=True)
class JobSheet:
    """The whole sheet."""

    title: str
    issue: str
    groups: tuple[JobGroup, ...]
    files: tuple[JobFile, ...]
    draft: bool


def job_sheet(edition: Edition, facts: JobFacts) -> JobSheet:
    """The job sheet of an edition that has been set."""
    publication = edition.publication
    issue = "　".join(filter(None, (issue_words(publication), total_words(publication))))
    groups: tuple[JobGroup, ...] = (
        JobGroup("刊物", "Publication", tuple(_publication(edition, issue))),
        JobGroup("规格", "Format", tuple(_format(edition, facts))),
        JobGroup("颜色与文件要求", "Colour and file", tuple(_colour(edition, facts))),
        JobGroup("用纸与后道", "Paper and finishing", tuple(_paper(edition))),
        JobGroup("承印与交货", "Printer and delivery", tuple(_delivery(edition))),
    )
    if facts.accepted:
        groups += (JobGroup("已接受的问题", "Accepted problems", tuple(_accepted(facts.accepted))),)
    return JobSheet(publication.title, issue or edition.name, groups, tuple(facts.files), facts.draft)


def _publication(edition: Edition, issue: str) -> Iterator[JobLine]:
    publication = edition.publication
    yield JobLine("刊名", "Title", publication.title or None)
    yield JobLine("期号", "Issue", issue or edition.name)
    yield JobLine("出版日期", "Date", chinese_date(publication.date) if publication.date else None)
    yield JobLine("主办单位", "Publisher", publication.publisher)
    yield JobLine("准印证号", "Permit", publication.imprint.permit)


def _format(edition: Edition, facts: JobFacts) -> Iterator[JobLine]:
    printing = edition.printing
    width, height = facts.trim
    yield JobLine("成品尺寸", "Trimmed size", f"{width:g} × {height:g} 毫米（宽 × 高）")
    yield JobLine("页数", "Pages", _pages(facts.pages, bound=printing.binding != "none"))
    yield JobLine("装订", "Binding", _BINDINGS[printing.binding])
    yield JobLine("装订边", "Binding edge", _EDGES[printing.binding_edge] if printing.binding != "none" else "无")
    yield JobLine("印数", "Print run", printing.run)


def _pages(pages: int, *, bound: bool) -> str:
    if not bound or pages <= _COVER_PAGES:
        return f"{pages} 页"
    return f"{pages} 页（封面 {_COVER_PAGES} 页，内页 {pages - _COVER_PAGES} 页）"


def _colour(edition: Edition, facts: JobFacts) -> Iterator[JobLine]:
    printing, condition = edition.printing, facts.condition
    spots = tuple(dict.fromkeys(facts.spots or printing.spots.values())) if printing.inks != "black" else ()
    inks = [_PROCESS[printing.inks], *(f"专色 {name}" for name in spots)]
    count = {"cmyk": 4}.get(printing.inks, 1) + len(spots)
    yield JobLine("印色", "Inks", f"{'、'.join(inks)}；正反 {count}+{count}")
    profile = condition.profile.description or condition.condition
    named = f"{profile}（{condition.identifier}）" if condition.identifier else profile
    yield JobLine("色彩特性文件", "ICC profile", named)
    yield JobLine("总墨量上限", "Ink limit", f"{condition.ink_limit:g}%")
    yield JobLine("文件标准", "Standard", f"{_STANDARDS[printing.standard]}，单页，未拼版")
    yield JobLine("出血", "Bleed", f"四边各 {printing.bleed:g} 毫米" if printing.bleed else "无")
    yield JobLine("裁切标记", "Marks", "有，在出血以外" if printing.marks else "无（以页面框为准）")


def _paper(edition: Edition) -> Iterator[JobLine]:
    printing = edition.printing
    yield JobLine("封面用纸", "Cover paper", printing.paper.cover)
    yield JobLine("内页用纸", "Inside paper", printing.paper.inside)
    yield JobLine("后道工艺", "Finishing", printing.finishing)


def _delivery(edition: Edition) -> Iterator[JobLine]:
    printing = edition.printing
    yield JobLine("印刷单位", "Printer", printing.printer)
    yield JobLine("联系人", "Contact", printing.contact.name)
    yield JobLine("电话", "Telephone", printing.contact.phone)
    yield JobLine("交货", "Delivery", printing.delivery)
    yield JobLine("备注", "Remarks", printing.remarks)


def _accepted(problems: Sequence[Problem]) -> Iterator[JobLine]:
    for number, item in enumerate(problems, 1):
        reason, by = (item.accepted.reason, item.accepted.by) if item.accepted else ("", "")
        where = f"（{item.place}）" if item.place else ""
        yield JobLine(f"{number}", item.code, f"{item.message('zh')}{where}\n理由：{reason}　签字：{by}")


def job_yaml(sheet: JobSheet) -> bytes:
    """The sheet as YAML with Chinese keys; what is to be filled in stands as ______."""
    data: dict[str, Any] = {
        "状态": "样稿，有未改的错误，不得付印" if sheet.draft else "印前检查无错误",
        **{group.zh: {line.zh: line.text for line in group.lines} for group in sheet.groups},
        "文件": [_file_data(file) for file in sheet.files],
    }
    text = yaml.safe_dump({"印制工单": data}, allow_unicode=True, sort_keys=False, width=1000)
    head = "# 印制工单：随印刷文件交印刷厂；______ 处请补填。 Job sheet for the printing house.\n"
    return (head + text).encode()


def _file_data(file: JobFile) -> Mapping[str, str | int]:
    about = {"说明": file.about} if file.about else {}
    return {"文件名": file.name, **about, "字节": file.size, "SHA-256": file.sha256}


def job_pdf(sheet: JobSheet, fonts: FontSet) -> bytes:
    """The sheet as a page of A4, in the faces of the roles song and hei; smaller type where it would be two.

    Only remarks of hundreds of characters make a second page.
    """
    fetcher = ClosedFetcher()
    css, _ = parse_css(_resource("job_sheet.css"), fetcher, fonts)
    sizes = (lay_out(_page(sheet, size), (css,), fonts, fetcher, {}) for size in _SIZES)
    rendering = next(
        made for made, size in zip(sizes, _SIZES, strict=True) if len(made.pages) == 1 or size == _SIZES[-1]
    )
    return write_pdf(rendering, _no_pictures, pdf_variant="pdf/ua-1")[0]


def _page(sheet: JobSheet, size: str) -> str:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_resource("job_sheet.html"))
    return template.render(sheet=sheet, size=size, file_size=_file_size)


def _file_size(size: int) -> str:
    return f"{size / 2**20:.2f} MB" if size >= 2**20 else f"{max(size / 2**10, 0.1):.1f} KB"


def _resource(name: str) -> str:
    return resources.files("typeset.build").joinpath(name).read_text("utf-8")


def _no_pictures(address: str, _width: float, _height: float) -> bytes:
    raise AssertionError(f"the job sheet has no picture: {address}")
