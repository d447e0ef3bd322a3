"""Comments that a reader program wrote into a PDF: annotations (ISO 32000-1, 12.5.6), as plain data.

Lengths are in points, in the page's own coordinates (from its bottom left corner upwards).
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
import pypdfium2

from typeset.prepress.boxes import Box, box_of

KINDS = {
    "Highlight": ("高亮", "highlight"),
    "Underline": ("下划线", "underline"),
    "Squiggly": ("波浪线", "squiggly"),
    "StrikeOut": ("删去", "strike out"),
    "Caret": ("插入", "insert"),
    "Replace": ("替换", "replace"),
    "Text": ("便笺", "note"),
    "FreeText": ("文字", "text"),
    "Ink": ("手写", "ink"),
    "Square": ("方框", "rectangle"),
    "Circle": ("圆圈", "circle"),
    "Polygon": ("圈画", "polygon"),
    "PolyLine": ("折线", "polyline"),
    "Line": ("线", "line"),
    "Stamp": ("图章", "stamp"),
}
"""Kinds of comments in Chinese and English; Replace is a strike-out grouped with a caret."""

MOST_COMMENTS = 5_000
_MOST_ON_A_PAGE = 20_000
_MOST_LETTERS = 5_000
_MOST_QUADS = 500
_MOST_CHARACTERS = 60_000
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?")
_TAG = re.compile(r"<[^>]{0,500}>")
_LEAST = 1.0


@dataclass(frozen=True)
class Reply:
    """An answer in the thread of a comment. `when` is YYYY-MM-DD HH:MM as the reader's clock had it, or empty."""

    by: str
    when: str
    text: str


@dataclass(frozen=True)
class Annotation:
    """A comment: the page counted from 0, its kind (a key of KINDS), the areas that it marks.

    `id` stays the same when the file is saved again: it comes from the annotation's own name (NM), else from its place
    and words.
    """

    id: str
    page: int
    kind: str
    areas: tuple[Box, ...]
    text: str
    by: str
    when: str
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True)
class MarkedPage:
    """A page that has comments: its trimmed size, as the box on it, and the text on its sheet."""

    trim: Box
    text: str


@dataclass(frozen=True)
class MarkedFile:
    """What was read of a file: all comments in order, the pages that have any, the number of pages."""

    annotations: tuple[Annotation, ...]
    pages: dict[int, MarkedPage]
    count: int
    cut: bool = False


def read_marked(pdf: bytes) -> MarkedFile:
    """The comments of a PDF, at most MOST_COMMENTS (`cut` tells that there are more).

    Raises ValueError for what is no PDF, is damaged or encrypted.
    """
    found: list[Annotation] = []
    boxes: dict[int, Box] = {}
    try:
        with pikepdf.open(io.BytesIO(pdf)) as file:
            count = len(file.pages)
            for number, page in enumerate(file.pages):
                own = list(_on_page(page, number))
                trim = box_of(page, "TrimBox") or box_of(page, "MediaBox")
                if own and trim:
                    found += own
                    boxes[number] = trim
                if len(found) > MOST_COMMENTS:
                    break
        texts = page_texts(pdf, boxes)
    except (pikepdf.PdfError, pikepdf.PasswordError, pypdfium2.PdfiumError, RecursionError) as error:
        raise ValueError("no readable PDF") from error
    pages = {number: MarkedPage(box, texts[number]) for number, box in boxes.items()}
    return MarkedFile(tuple(found[:MOST_COMMENTS]), pages, count, len(found) > MOST_COMMENTS)


def page_texts(pdf: bytes, pages: Iterable[int]) -> dict[int, str]:
    """What is printed on pages, annotations left out, without blanks."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = {}
        for number in pages:
            if number < len(document):
                text = document[number].get_textpage()
                letters = (_letter(text, index) for index in range(min(text.count_chars(), _MOST_CHARACTERS)))
                found[number] = "".join("".join(letters).split())
        return found
    finally:
        document.close()


def text_under(pdf: bytes, page: int, areas: Sequence[Box]) -> str:
    """The characters whose middle lies in one of these areas of a page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = document[page].get_textpage()
        return "".join(_characters(text, areas)).strip()
    finally:
        document.close()


def _characters(text: Any, areas: Sequence[Box]) -> Iterator[str]:
    for index in range(min(text.count_chars(), _MOST_CHARACTERS)):
        left, bottom, right, top = text.get_charbox(index)
        x, y = (left + right) / 2, (bottom + top) / 2
        if any(area.left <= x <= area.right and area.bottom <= y <= area.top for area in areas):
            found = _letter(text, index)
            yield " " if found.isspace() else found


def _letter(text: Any, index: int) -> str:
    """A character; nothing for one that is none, such as half of a pair of UTF-16."""
    code = pypdfium2.raw.FPDFText_GetUnicode(text, index)
    return "" if not code or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _on_page(page: Any, number: int) -> Iterator[Annotation]:
    try:
        items = list(page.obj.get("/Annots", []))[:_MOST_ON_A_PAGE]
    except (TypeError, ValueError):
        return
    items = [item for item in items if isinstance(item, pikepdf.Dictionary) and _kind(item) in KINDS]
    answers: dict[Any, list[Any]] = {}
    first = []
    for item in items:
        parent = item.get("/IRT")
        if isinstance(parent, pikepdf.Dictionary) and _key(parent) in map(_key, items):
            answers.setdefault(_key(parent), []).append(item)
        elif "/StateModel" not in item:
            first.append(item)
    for item in first:
        made = _annotation(item, number, list(_thread(item, answers, 0)))
        if made is not None:
            yield made


def _thread(item: Any, answers: dict[Any, list[Any]], depth: int) -> Iterator[Any]:
    """All answers below an annotation, those to answers after them."""
    for answer in answers.get(_key(item), []) if depth < 50 else ():
        yield answer
        yield from _thread(answer, answers, depth + 1)


def _key(item: Any) -> Any:
    return item.objgen if item.is_indirect else item.unparse()


def _kind(item: Any) -> str:
    return str(item.get("/Subtype", "")).removeprefix("/")


def _annotation(item: Any, page: int, thread: list[Any]) -> Annotation | None:
    grouped = [other for other in thread if str(other.get("/RT", "/R")) == "/Group"]
    areas = _areas(item)
    if not areas:
        return None
    kind, text = _kind(item), _contents(item)
    if grouped:
        kinds = {kind, *map(_kind, grouped)}
        if {"Caret", "StrikeOut"} <= kinds:
            kind = "Replace"
            struck = [item] if _kind(item) == "StrikeOut" else [one for one in grouped if _kind(one) == "StrikeOut"]
            areas = tuple(area for one in struck for area in _areas(one)) or areas
        text = text or next(filter(None, map(_contents, grouped)), "")
    name = _string(item.get("/NM"))
    place = ",".join(f"{area.left:.1f} {area.bottom:.1f}" for area in areas)
    identity = hashlib.sha256((name or f"{page}|{kind}|{place}|{text}").encode()).hexdigest()[:10]
    replies = tuple(
        Reply(_string(one.get("/T"), 200), _when(one), _contents(one))
        for one in thread
        if one not in grouped and "/StateModel" not in one and _contents(one)
    )
    return Annotation(identity, page, kind, areas, text, _string(item.get("/T"), 200), _when(item), replies)


def _contents(item: Any) -> str:
    text = _string(item.get("/Contents"))
    return text or _TAG.sub("", _string(item.get("/RC"))).strip()


def _string(value: Any, most: int = _MOST_LETTERS) -> str:
    if not isinstance(value, pikepdf.String):
        return ""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text[:most] if sign == "\n" or sign.isprintable()).strip()


def _when(item: Any) -> str:
    for key in ("/CreationDate", "/M"):
        if match := _DATE.match(_string(item.get(key), 40)):
            year, month, day, hour, minute = match.groups()
            date = "-".join(part for part in (year, month, day) if part)
            return f"{date} {hour}:{minute}" if day and hour and minute else date
    return ""


def _areas(item: Any) -> tuple[Box, ...]:
    quads = _numbers(item.get("/QuadPoints"), 8 * _MOST_QUADS)
    if len(quads) >= 8:
        points = [quads[at : at + 8] for at in range(0, len(quads) - 7, 8)]
        return tuple(_around(some[0::2], some[1::2]) for some in points)
    line = _numbers(item.get("/CL"), 6)
    if len(line) >= 4:  # the tip of a text box's arrow
        return (_around(line[0:1], line[1:2]).grown(_LEAST),)
    rect = _numbers(item.get("/Rect"), 4)
    if len(rect) < 4:
        return ()
    area = _around(rect[0::2], rect[1::2])
    if _kind(item) == "Text":  # an icon: what it points at is its middle
        x, y = area.middle
        return (Box(x - _LEAST, y - _LEAST, x + _LEAST, y + _LEAST),)
    return (area,)


def _around(xs: Sequence[float], ys: Sequence[float]) -> Box:
    return Box(min(xs), min(ys), max(xs), max(ys))


def _numbers(value: Any, most: int) -> list[float]:
    if not isinstance(value, pikepdf.Array):
        return []
    try:
        found = [float(number) for number in list(value)[:most]]
    except (TypeError, ValueError):
        return []
    return [number if abs(number) < 1e6 else 0.0 for number in found]


def moved(annotation: Annotation, right: float, up: float) -> Annotation:
    """An annotation with its areas elsewhere."""
    return replace(annotation, areas=tuple(area.moved(right, up) for area in annotation.areas))
