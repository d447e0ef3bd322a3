"""Scalars: from a single value as written to the value that the model wants, with what is wrong with it.

Pure functions of the text; places are put to the faults by the caller.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from pydantic import ValidationError
from yaml.nodes import ScalarNode
from yaml.resolver import Resolver

from typeset.manifest.article import manuscript_file
from typeset.manifest.declaring import Kind
from typeset.manifest.expectations import NUMBERS, number_range
from typeset.manifest.names import nearest
from typeset.manifest.paths import read_path
from typeset.manifest.readings import Fault, Nothing, Reading
from typeset.manifest.shapes import Leaf
from typeset.manifest.slips import quoted, shown

TRUE_WORDS = frozenset(("true", "yes", "on", "是", "对", "有"))
FALSE_WORDS = frozenset(("false", "no", "off", "否", "不", "无"))
_TEXTS = (Kind.TEXT, Kind.LINES, Kind.HEADING, Kind.DESCRIPTION, Kind.BODY)
_WIDE_QUOTES = re.compile(r"[“‘「『](.*)[”’」』]", re.DOTALL)
_DATE = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?|\s*年)?", re.ASCII)
_NUMBER = re.compile(r"(?:总?第)?\s*(\d{1,9})\s*(?:[-–—~、/至]\s*(\d{1,9})\s*)?期?", re.ASCII)
_PERCENT = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)\s*%?", re.ASCII)
_MILLIMETRES = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)\s*(?:mm|毫米)?", re.ASCII | re.IGNORECASE)
_ODD_NUMBER = re.compile(r"-\d+|0+|\d+\.\d+", re.ASCII)
_BRACKETED = re.compile(r"【\s*([^【】]*?)\s*】")
_RESOLVER = Resolver()
_TYPE_CODES = {
    "null": "manifest-null-text",
    "bool": "manifest-bool-text",
    "timestamp": "manifest-date-text",
    "int": "manifest-number-text",
    "float": "manifest-number-text",
}


def read_scalar(leaf: Leaf, written: str, *, plain: bool) -> Reading:
    """Read a scalar for a leaf. `plain` says that it has no quotes and is no block of text."""
    if leaf.kind in _TEXTS:
        return _limited(leaf, _read_text(leaf, written, plain=plain))
    text = written.strip() if leaf.kind in (Kind.FILE, Kind.NUMBER) else _half_width(written)
    if not text or (plain and _yaml_type(text) == "null"):
        return Reading(Nothing.ABSENT)
    faults: tuple[Fault, ...] = ()
    if found := _WIDE_QUOTES.fullmatch(text):
        text = found[1].strip()
        faults = (Fault("manifest-wide-quotes", {"value": shown(text)}),)
    reading = _limited(leaf, _read_as(leaf, text))
    return Reading(reading.value, (*faults, *reading.faults))


def _half_width(text: str) -> str:
    """Text with full-width digits, letters and signs as plain ones, as input methods write them."""
    return unicodedata.normalize("NFKC", text).strip()


def read_option(written: str, *, plain: bool) -> bool | int | float | str | Nothing:
    """Read a layout option, whose type only the layout knows: a truth value, a number, or text."""
    text = written.strip()
    if not plain:
        return written
    kind = _yaml_type(text)
    if not text or kind == "null":
        return Nothing.ABSENT
    if text.casefold() in TRUE_WORDS | FALSE_WORDS and (kind == "bool" or text in ("是", "否")):
        return text.casefold() in TRUE_WORDS
    if re.fullmatch(r"[+-]?(0|[1-9][0-9]{0,14})", text):
        return int(text)
    if re.fullmatch(r"[+-]?[0-9]{1,15}\.[0-9]{1,15}", text):
        return float(text)
    return written


def _yaml_type(text: str) -> str:
    """The type YAML 1.1 gives a plain scalar: str, null, bool, int, float, timestamp …"""
    tag = str(_RESOLVER.resolve(ScalarNode, text, (True, False)))  # type: ignore[no-untyped-call]
    return tag.rpartition(":")[2]


def _read_text(leaf: Leaf, written: str, *, plain: bool) -> Reading:
    text = written.strip("\n") if "\n" in written else written.strip()
    if not text:
        return Reading("" if leaf.kind is Kind.DESCRIPTION and not plain else Nothing.ABSENT)
    kind = _yaml_type(text) if plain else "str"
    faults: tuple[Fault, ...] = ()
    if (code := _TYPE_CODES.get(kind)) and not _same_as_written(text):
        faults = (Fault(code, {"value": shown(text), "quoted": shown(quoted(text))}),)
        if kind == "null":
            return Reading(Nothing.FAULTY, faults)
    if plain and text[0] in "“‘" and text[-1] in "\"'":
        faults = (*faults, Fault("manifest-mixed-quotes", {"first": text[0], "last": text[-1]}))
    if leaf.kind is Kind.HEADING and (found := _BRACKETED.fullmatch(text)):
        return Reading(found[1] or Nothing.ABSENT, (*faults, Fault("manifest-heading-brackets", {"value": found[1]})))
    if leaf.kind is Kind.BODY and manuscript_file(text):
        return read_path(text)
    if leaf.values:
        text = dict(leaf.values.chinese).get(text, text)
    return Reading(text, faults)


def _same_as_written(text: str) -> bool:
    """Whether a number that YAML reads is printed as it was written: 12, 3.5, but not 010 or 1.10."""
    return bool(re.fullmatch(r"-?(?:0|[1-9][0-9]*)|-?(?:0|[1-9][0-9]{0,14})\.(?:0|[0-9]{0,14}[1-9])", text))


def _limited(leaf: Leaf, reading: Reading) -> Reading:
    """Hold a value to the limits that the model declares."""
    if isinstance(reading.value, Nothing):
        return reading
    try:
        leaf.adapter.validate_python(reading.value)
    except ValidationError as error:
        return Reading(Nothing.FAULTY, (*reading.faults, _broken_limit(leaf, reading.value, error)))
    return reading


def _broken_limit(leaf: Leaf, value: Any, error: ValidationError) -> Fault:
    first = error.errors(include_url=False)[0]
    if first["type"] == "string_too_long":
        return Fault("manifest-too-long", {"limit": first["ctx"]["max_length"], "length": len(str(value))})
    if first["type"] == "string_pattern_mismatch":
        return Fault("manifest-bad-name", {"value": shown(str(value))})
    return Fault("manifest-out-of-range", {"value": f"{value:g}", **_range(leaf)})


def _range(leaf: Leaf) -> dict[str, object]:
    """The words of a message about a number: its range, and what kind of number it is."""
    (low, high), words = number_range(leaf), NUMBERS[leaf.kind]
    return {"low": f"{low:g}", "high": f"{high:g}", "kind_zh": words.zh, "kind_en": words.en}


def _read_date(text: str) -> Reading:
    found = _DATE.fullmatch(text)
    if not found:
        return Reading(Nothing.FAULTY, (Fault("manifest-date-form", {"value": shown(text)}),))
    year, month, day = found.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return Reading(Nothing.FAULTY, (Fault("manifest-date-invalid", {"value": shown(text)}),))
    return Reading("-".join([year, *(part.zfill(2) for part in (month, day) if part)]))


def _read_number(text: str) -> Reading:
    """An issue number; other text, such as 创刊号, stands as it is written."""
    plain = _half_width(text)
    found = _NUMBER.fullmatch(plain)
    first, last = (int(part) if part else None for part in found.groups()) if found else (None, None)
    if _ODD_NUMBER.fullmatch(plain) or first == 0 or (first and last is not None and first >= last):
        return Reading(Nothing.FAULTY, (Fault("manifest-issue-number", {"value": shown(text)}),))
    if first is None:
        return Reading(text)
    return Reading(first if last is None else f"{first}-{last}")


def _read_percent(text: str) -> Reading:
    return _measured(_PERCENT.fullmatch(text), text)


def _read_millimetres(text: str) -> Reading:
    return _measured(_MILLIMETRES.fullmatch(text), text)


def _measured(found: re.Match[str] | None, text: str) -> Reading:
    """The number before a unit."""
    if found:
        return Reading(float(found[1]))
    return Reading(Nothing.FAULTY, (Fault("manifest-not-a-number", {"value": shown(text)}),))


def _read_count(text: str) -> Reading:
    if re.fullmatch(r"-?[0-9]{1,9}", text):
        return Reading(int(text))
    return Reading(Nothing.FAULTY, (Fault("manifest-not-a-number", {"value": shown(text)}),))


def _read_flag(text: str) -> Reading:
    word = text.casefold()
    if word in TRUE_WORDS | FALSE_WORDS:
        return Reading(word in TRUE_WORDS)
    return Reading(Nothing.FAULTY, (Fault("manifest-not-a-flag", {"value": shown(text)}),))


def _read_choice(leaf: Leaf, text: str) -> Reading:
    chinese = dict(leaf.values.chinese) if leaf.values else {}
    allowed = {**{value: value for value in leaf.canonical}, **chinese}
    if text in allowed:
        return Reading(allowed[text])
    by_case = {value.casefold(): value for value in leaf.canonical}
    if (known := by_case.get(text.casefold())) is not None:
        return Reading(known)
    arguments = {"value": shown(text), "allowed_zh": "、".join(chinese), "allowed_en": ", ".join(leaf.canonical)}
    if near := nearest(text, chinese) or nearest(text, leaf.canonical):
        return Reading(Nothing.FAULTY, (Fault("manifest-choice-near", {**arguments, "near": near}),))
    return Reading(Nothing.FAULTY, (Fault("manifest-choice", arguments),))


def _read_name(leaf: Leaf, text: str) -> Reading:
    """A name for machines; where only lower case is allowed, upper case is taken for it."""
    lower = text.lower()
    return Reading(lower if _fits(leaf, lower) and not _fits(leaf, text) else text)


def _fits(leaf: Leaf, value: str) -> bool:
    try:
        leaf.adapter.validate_python(value)
    except ValidationError:
        return False
    return True


_READERS = {
    Kind.FILE: read_path,
    Kind.DATE: _read_date,
    Kind.NUMBER: _read_number,
    Kind.PERCENT: _read_percent,
    Kind.MILLIMETRES: _read_millimetres,
    Kind.COUNT: _read_count,
    Kind.FLAG: _read_flag,
}


def _read_as(leaf: Leaf, text: str) -> Reading:
    if leaf.kind is Kind.CHOICE:
        return _read_choice(leaf, text)
    if leaf.kind is Kind.NAME:
        return _read_name(leaf, text)
    return _with_range(leaf, _READERS[leaf.kind](text))


def _with_range(leaf: Leaf, reading: Reading) -> Reading:
    """What is no number is told with the numbers that would do; the model gives every number a range."""
    if all(fault.code != "manifest-not-a-number" for fault in reading.faults):
        return reading
    more = _range(leaf)
    return Reading(reading.value, tuple(Fault(fault.code, {**fault.arguments, **more}) for fault in reading.faults))
