"""Dates of editions: as exact as the editor writes them, and the next one by the rhythm of those before."""

from __future__ import annotations

import calendar
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from typeset.manifest import Publication
from typeset.manifest.scalars import read_scalar
from typeset.manifest.shapes import Leaf, group_of
from typeset.problems import Giveup, problem

_DAYS_OF_MONTH = 30.44  # on average
_LATE = 4  # days by which an edition may miss its day of the month and still be monthly


@dataclass(frozen=True, order=True)
class IssueDate:
    """A year, a month or a day; what is not said is 0."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def of(cls, written: str | None) -> IssueDate | None:
        """A manifest's date as its reader gives it: 2023, 2023-03 or 2023-03-15."""
        return cls(*map(int, written.split("-"))) if written else None

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    @property
    def exactness(self) -> int:
        """1 for a year, 2 for a month, 3 for a day."""
        return 1 + bool(self.month) + bool(self.day)


def read_date(written: str, key: str) -> IssueDate:
    """A date that somebody typed, in any form that a manifest may have (2026-01-15, 2026年1月15日, 2026-01).

    `key` is what the message calls it. Raises Giveup (exit code 2).
    """
    leaf = group_of(Publication).fields["date"].shape
    assert isinstance(leaf, Leaf)
    reading = read_scalar(leaf, written, plain=False)
    found = IssueDate.of(reading.value) if isinstance(reading.value, str) else None
    if found is None:
        code = reading.faults[0].code if reading.faults else "manifest-date-form"
        raise Giveup(problem(code, key=key, value=written), exit_code=2)
    return found


def next_date(past: Sequence[tuple[IssueDate, int]], size: int) -> IssueDate | None:
    """The date of an edition that takes `size` numbers, after the last of `past`; None where there is none.

    `past` are dates in order, each with the numbers its edition takes. The rhythm is the distance of two editions for
    each number between them, in months where it is whole months but for a few days; the middle one of the last three,
    so that a holiday does not change it. With less to go by it is a month (a year where only years are written).
    """
    if not past:
        return None
    last = past[-1][0]
    pairs = list(itertools.pairwise(past[-4:])) or [(past[-1], past[-1])]
    rhythms = [_rhythm(before, after, taken) for (before, _), (after, taken) in pairs]
    months, days = sorted(rhythms, key=lambda each: each[0] * _DAYS_OF_MONTH + each[1])[(len(rhythms) - 1) // 2]
    if days:
        return _days_later(last, days * size)
    before = pairs[-1][0][0]
    month_ends = before != last and _ends_month(before) and _ends_month(last)
    return _months_later(last, months * size, month_end=month_ends)


def _rhythm(before: IssueDate, last: IssueDate, size: int) -> tuple[int, int]:
    """Months or days for each of the numbers between two dates."""
    months = 12 * (last.year - before.year) + last.month - before.month
    if before.exactness != last.exactness or last <= before:
        return 12 if last.exactness == 1 else 1, 0
    if last.exactness == 3 and not (_ends_month(before) and _ends_month(last)):
        days = (_day(last) - _day(before)).days
        months = round(days / _DAYS_OF_MONTH)
        if not months or abs(days - months * _DAYS_OF_MONTH) > _LATE:
            return 0, max(days // size, 1)
    return max(months // size, 1), 0


def _days_later(start: IssueDate, days: int) -> IssueDate:
    try:
        day = _day(start) + timedelta(days)
    except OverflowError:  # the calendar ends with 9999
        return start
    return IssueDate(day.year, day.month, day.day)


def _months_later(start: IssueDate, months: int, *, month_end: bool) -> IssueDate:
    if start.exactness == 1:
        return IssueDate(min(start.year + max(months // 12, 1), MAXYEAR))
    year, month = divmod(12 * start.year + start.month - 1 + months, 12)
    if year > MAXYEAR:
        return start
    most = calendar.monthrange(year, month + 1)[1]
    return IssueDate(year, month + 1, start.day and (most if month_end else min(start.day, most)))


def _day(moment: IssueDate) -> date:
    return date(moment.year, moment.month, moment.day)


def _ends_month(moment: IssueDate) -> bool:
    return moment.exactness == 3 and moment.day == calendar.monthrange(moment.year, moment.month)[1]
