"""Folder names of editions: the next one in the manner of the last, and what a name may be.

2023-01 is followed by 2023-02, by 2023-02-03 for a double number and 2023-zengkan-1 for an extra; other manners
(202301, No.25, 第3期) are kept where year, number, total number or date can be recognised in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from typeset.editions.dating import IssueDate
from typeset.editions.numbering import EditionNumber, Span
from typeset.problems import Problem, problem

EXTRA = "zengkan"
_MOST = 80  # characters; a path on Windows may have 260
_RUNS = re.compile(r"[0-9]{4}(?=[0-9]{2}(?![0-9]))|[0-9]+|[^0-9]+")  # 202301 is a year and a number
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)  # device names of Windows
_FORBIDDEN = frozenset('/\\:*?"<>|')


def name_problem(name: str) -> Problem | None:
    """What is wrong with a folder name that an editor chose: it must work on every system and in a command line."""
    plain = (
        name.strip(" ") == name
        and 0 < len(name) <= _MOST
        and not name.startswith((".", "-"))
        and not name.endswith(".")
        and not _RESERVED.fullmatch(name)
        and all(char.isprintable() and char not in _FORBIDDEN for char in name)
    )
    return None if plain else problem("new-issue-name", name=name)


@dataclass(frozen=True)
class Named:
    """An edition that has a folder: its name, number and date."""

    name: str
    number: EditionNumber
    date: IssueDate | None


@dataclass(frozen=True)
class _Manner:
    """A name in pieces; the positions of its year and of what counts on, a stretch of pieces."""

    pieces: tuple[str, ...]
    year: int | None
    start: int
    end: int
    counts: str  # "number", "total" or "date"


def next_name(past: Sequence[Named], number: EditionNumber, date: IssueDate) -> str:
    """The folder name of a new edition, in the manner of the last of its kind in `past` (in order)."""
    extra = number.kind == "extra"
    like = [item for item in past if (item.number.kind == "extra") == extra]
    if like and (manner := _manner(like[-1])) and (name := _follow(manner, number, date)):
        return name
    if not extra:
        return default_name(number, date)
    regular = [item for item in past if item.number.kind != "extra"]
    manner = _manner(regular[-1]) if regular else None
    if manner is None or manner.year is None or manner.counts != "number":
        return default_name(number, date)
    before = "".join(_with_year(manner, number.year)[: manner.start])
    separator = "-" if before[-1:].isdigit() else ""
    return f"{before}{separator}{EXTRA}-{number.number}"


def default_name(number: EditionNumber, date: IssueDate) -> str:
    """Year and number, such as 2023-01 or 2023-03-04; the date where there is no number."""
    if number.kind == "extra":
        return f"{number.year}-{EXTRA}-{number.number}"
    return f"{number.year}-{_digits(number.number, 2, '-')}" if number.number else str(date)


def _follow(manner: _Manner, number: EditionNumber, date: IssueDate) -> str | None:
    pieces = _with_year(manner, number.year)
    stretch = pieces[manner.start : manner.end]
    if manner.counts == "date":
        if date.exactness * 2 - 1 != len(stretch):
            return None
        for index, part in zip(range(0, len(stretch), 2), (date.year, date.month, date.day), strict=False):
            stretch[index] = f"{part:0{len(stretch[index])}}"
        new = "".join(stretch)
    else:
        span = number.number if manner.counts == "number" else number.total
        if span is None:
            return None
        new = _digits(span, len(stretch[0]), stretch[1] if len(stretch) > 1 else "-")
    return "".join([*pieces[: manner.start], new, *pieces[manner.end :]])


def _with_year(manner: _Manner, year: int) -> list[str]:
    return [str(year) if index == manner.year else piece for index, piece in enumerate(manner.pieces)]


def _digits(span: Span, width: int, separator: str) -> str:
    ends = (span.first,) if span.size == 1 else (span.first, span.last)
    return separator.join(f"{number:0{width}}" for number in ends)


def _manner(item: Named) -> _Manner | None:
    """How a name is made, as far as it can be recognised; a whole date before a number before month or total."""
    pieces = tuple(_RUNS.findall(item.name))
    year = next((index for index, piece in enumerate(pieces) if piece == str(item.number.year)), None)
    made = partial(_Manner, pieces, year)
    dated = _stretch(pieces, (item.date.year, item.date.month, item.date.day)) if item.date else None
    if dated and item.date and item.date.day and item.number.kind != "double":
        return made(*dated, "date")
    for span, counts in ((item.number.number, "number"), (item.number.total, "total")):
        ends = () if span is None else (span.first,) if span.size == 1 else (span.first, span.last)
        if ends and (found := _stretch(pieces, ends, without=year)):
            return made(*found, counts)
    months = _stretch(pieces, (item.date.year, item.date.month)) if item.date and item.date.month else None
    return made(*months, "date") if months else None


def _stretch(pieces: tuple[str, ...], values: Iterable[int], without: int | None = None) -> tuple[int, int] | None:
    """The last stretch of pieces whose numbers are `values`, with one separator between each."""
    wanted = tuple(values)
    length = 2 * len(wanted) - 1
    for start in range(len(pieces) - length, -1, -1):
        if start == without:
            continue
        numbers = [int(piece) if re.fullmatch("[0-9]+", piece) else -1 for piece in pieces[start : start + length : 2]]
        if numbers == list(wanted):
            return start, start + length
    return None
