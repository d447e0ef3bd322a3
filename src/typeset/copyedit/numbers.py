"""Numbers, units and dates (GB/T 15835—2011)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from typeset.copyedit.characters import GONE
from typeset.copyedit.markup import Block
from typeset.copyedit.model import Finding
from typeset.copyedit.seen import around, finding

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("copy-number-range", re.compile(r"(?<![\d.～~—-])\d+(?:\.\d+)?[-–—~～](?:\d+(?:\.\d+)?)[%％‰](?![\d-])")),
    (
        "copy-number-thousand",
        re.compile(r"(?<![\d.万亿])\d+(?:\.\d+)?[十百千](?![万亿瓦克米赫帕卡分伏升字位年里吨焦兆牛安日度])(?!\d)"),
    ),
    ("copy-number-grouping", re.compile(r"(?<![\d，])\d{1,3}，\d{3}(?![\d，])(?=[万亿]?[元人名个家次户件吨亩项])")),
    (
        "copy-number-zero",
        re.compile(r"[一二三四五六七八九十][0OoＯ○][一二三四五六七八九0OoＯ○十]|二[0OoＯ○][一二三四五六七八九]"),
    ),
    (
        "copy-number-about",
        re.compile(
            r"(?:近|约|大约|将近|超过|逾|至少|不少于|不足)\d[\d.,]*[万亿]?余?多?(?:名|个|人|家|次|元|万元|亿元|户|件|项|公里|米|吨|天|年)?(?:左右|上下)"
            r"|(?:近|约|大约|将近|不足)\d[\d.,]*[万亿]?[多余]"
            r"|(?:超过|逾|突破|高达|至少|不少于)\d[\d.,]*[万亿]?[多余]?(?:名|个|人|家|次|元|万元|亿元|户|件|项|公里|米|吨|天|年|%)?以上"
        ),
    ),
    (
        "copy-number-less",
        re.compile(r"(?:减少|降低|下降|缩短|缩小)了?(?:近|约|超过)?(?:\d[\d.]*|[两二三四五六七八九十]+)倍"),
    ),
    (
        "copy-number-approximate",
        re.compile(
            r"(?<![第、一二三四五六七八九十])(?:一、二|两、三|二、三|三、四|四、五|五、六|六、七|七、八|八、九)"
            r"(?:[百千万亿]|天|十[个名人天年元岁]|[个位名岁](?!、)|米|公里|里路)"
        ),
    ),
    (
        "copy-unit-case",
        re.compile(r"(?<=\d)(?:KM|Km|KG|Kg|MM|Mm|CM|Cm|ML|Ml|KW|Kw|KWH|Kwh|KwH|HZ|hz|KHZ|KHz|MHZ|GHZ)(?![A-Za-z0-9])"),
    ),
)
_UNITS = {
    "km": "km", "kg": "kg", "mm": "mm", "cm": "cm", "ml": "mL", "kw": "kW", "kwh": "kW·h", "hz": "Hz", "khz": "kHz",
    "mhz": "MHz", "ghz": "GHz",
}  # fmt: skip
_DATE = re.compile(
    r"(?P<lunar>农历|阴历|旧历)?(?:(?P<year>\d{4}|[一二三四五六七八九〇○零]{4})年)?"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})月(?:(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})[日号](?!线|楼|院|文|令))?"
    r"(?:[（(]?[，]?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])[）)]?)?"
)
_ISO = re.compile(r"(?<![\d./-])(?P<year>(?:19|20)\d{2})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})(?![\d./-])")
_DIGITS = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_WEEKDAYS = "一二三四五六日"


def numbers(block: Block) -> Iterator[Finding]:
    """Numbers and units that the standard writes otherwise, or that contradict themselves."""
    masked = block.masked
    for code, pattern in _RULES:
        for match in pattern.finditer(masked):
            arguments = {"text": match[0], "around": around(masked, *match.span())}
            if code == "copy-number-range":
                arguments["better"] = _range(match[0])
            if code == "copy-unit-case":
                arguments["better"] = _UNITS[match[0].lower()]
            if code == "copy-number-zero":
                arguments["better"] = re.sub("[0OoＯ○]", "〇", match[0])
            if code == "copy-number-approximate":
                arguments["better"] = match[0].replace("、", "")
            if code == "copy-number-grouping":
                arguments["better"] = match[0].replace("，", "")
            yield finding(code, block, *match.span(), **arguments)


def _range(text: str) -> str:
    first, last = re.split("[-–—~～]", text[:-1])
    return f"{first}{text[-1]}～{last}{text[-1]}"


def dates(block: Block) -> Iterator[Finding]:
    """Dates that the calendar does not have, and weekdays that are not theirs."""
    masked = block.masked
    for match in (*_DATE.finditer(masked), *_ISO.finditer(masked)):
        groups = match.groupdict()
        if groups.get("lunar") or GONE in match[0] or (match.start() and masked[match.start() - 1].isdigit()):
            continue
        year, month, day = (_number(groups.get(name)) for name in ("year", "month", "day"))
        if month is None or (year is not None and not 1000 <= year <= 2999):
            continue
        text = match[0].strip("，")
        if not 1 <= month <= 12:
            if groups.get("day") or year:
                yield finding(
                    "copy-date-none",
                    block,
                    *match.span(),
                    text=text,
                    why_zh="没有这个月",
                    why_en="there is no such month",
                )
            continue
        if day is None:
            continue
        last = monthrange(year or 2024, month)[1]
        if not 1 <= day <= last:
            reason = {"why_zh": f"{month}月只有{last}天", "why_en": f"that month has {last} days"}
            yield finding("copy-date-none", block, *match.span(), text=text, **reason)
        elif year and (named := groups.get("weekday")):
            right = _WEEKDAYS[date(year, month, day).weekday()]
            if named.replace("天", "日") != right:
                yield finding("copy-date-weekday", block, *match.span(), text=text, weekday=right)


def _number(text: str | None) -> int | None:
    """A number in digits or Han numerals: 12, 十二, 二十一, 二〇二三."""
    if not text:
        return None
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1:
            return None
        return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
    return int("".join(str(_DIGITS[char]) for char in text)) if len(text) in (1, 4) else None
