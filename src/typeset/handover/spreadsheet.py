"""The account of an edition as CSV and XLSX, with the same bytes for the same account."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from typeset.handover.counting import Counts
from typeset.handover.zipping import FIRST_DAY, zip_entry

_ARTICLES = ("栏目", "标题", "作者", "单位", "字数", "图片", "页码")
_AUTHORS = ("作者", "单位", "篇数", "字数")
_PHOTOGRAPHERS = ("摄影", "图片")
_WIDTHS = {"栏目": 14, "标题": 44, "作者": 16, "单位": 30, "摄影": 24}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")

Cell = str | int


def counts_csv(counts: Counts) -> bytes:
    """One line for each article and a sum, UTF-8 with the mark (BOM) by which Excel on Windows knows it.

    A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection).
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    for row in (_ARTICLES, *_article_rows(counts)):
        writer.writerow([_plain(cell) for cell in row])
    return written.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _article_rows(counts: Counts) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = [
        (item.section, item.title, item.author, item.unit, item.han, item.pictures, item.page or "")
        for item in counts.articles
    ]
    return [*rows, ("合计", "", "", "", counts.han, counts.pictures, "")]


def counts_xlsx(counts: Counts) -> bytes:
    """A workbook of three sheets: articles (文章), authors (作者), photographers (摄影)."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "文章"
    _fill(first, _ARTICLES, _article_rows(counts))
    authors = [(item.name, item.unit, item.articles, item.han) for item in counts.authors]
    _fill(book.create_sheet("作者"), _AUTHORS, authors)
    pictures = [(item.name or "（未署名）", item.pictures) for item in counts.photographers]
    _fill(book.create_sheet("摄影"), _PHOTOGRAPHERS, pictures)
    book.properties.creator = "typeset"
    book.properties.title = f"{counts.title} {counts.edition}".strip()
    written = io.BytesIO()
    book.save(written)
    return _undated(written.getvalue())


def _fill(sheet: Worksheet, heads: tuple[str, ...], rows: Sequence[tuple[Cell, ...]]) -> None:
    for column, head in enumerate(heads, 1):
        cell = sheet.cell(1, column, head)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = _WIDTHS.get(head, 9)
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            place = sheet.cell(number, column)
            place.value = _CONTROL.sub("", value) if isinstance(value, str) else value
            if isinstance(value, str):
                place.data_type = "s"  # a title that begins with = is no formula
                place.alignment = Alignment(wrap_text=True, vertical="top")
            else:
                place.alignment = Alignment(vertical="top")
    sheet.freeze_panes = "A2"


def _undated(book: bytes) -> bytes:
    """The workbook without the moment of its writing."""
    stamp = datetime(*FIRST_DAY).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(written, "w") as new:
        for name in sorted(old.namelist()):
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _DATED.sub(rb"\g<1>" + stamp, data)
            new.writestr(zip_entry(name), data)
    return written.getvalue()
