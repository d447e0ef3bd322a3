"""Word's styles and numbering (ISO/IEC 29500-1, 17.7 and 17.9), as far as they tell what a paragraph is."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from typeset.importing.model import Align, Role

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = {"0", "false", "off", "none"}
_ALIGN: Mapping[str, Align] = {
    "center": "center",
    "right": "right",
    "end": "right",
    "left": "left",
    "start": "left",
}
_ROLES: tuple[tuple[str, Role], ...] = (
    ("subtitle", "subtitle"),
    ("副标题", "subtitle"),
    ("caption", "caption"),
    ("题注", "caption"),
    ("quote", "quote"),
    ("引文", "quote"),
    ("引用", "quote"),
    ("author", "byline"),
    ("作者", "byline"),
    ("署名", "byline"),
)
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Look:
    """The dress of a paragraph or run; None where nothing is said."""

    bold: bool | None = None
    emphasis: bool | None = None
    size: float | None = None
    align: Align | None = None
    hidden: bool | None = None
    level: int | None = None
    numbering: tuple[str, int] | None = None

    def over(self, below: Look) -> Look:
        """This look where it says something, the other elsewhere."""
        return Look(
            below.bold if self.bold is None else self.bold,
            below.emphasis if self.emphasis is None else self.emphasis,
            below.size if self.size is None else self.size,
            below.align if self.align is None else self.align,
            below.hidden if self.hidden is None else self.hidden,
            below.level if self.level is None else self.level,
            below.numbering if self.numbering is None else self.numbering,
        )


PLAIN = Look()


def attribute(element: ET.Element | None, name: str = "val") -> str | None:
    """An attribute in Word's namespace."""
    return None if element is None else element.get(W + name)


def _flag(element: ET.Element | None) -> bool | None:
    return None if element is None else (attribute(element) or "1").lower() not in _OFF


def run_look(properties: ET.Element | None) -> Look:
    """What run properties say."""
    if properties is None or not len(properties):
        return PLAIN
    bold = emphasis = hidden = None
    size = None
    for item in properties:
        tag = item.tag
        if tag == W + "b":
            bold = _flag(item)
        elif tag == W + "em":
            emphasis = attribute(item) != "none"
        elif tag == W + "i":
            emphasis = emphasis or _flag(item)
        elif tag == W + "sz":
            size = _number(attribute(item)) / 2 or None
        elif tag in (W + "vanish", W + "webHidden"):
            hidden = _flag(item)
    return Look(bold=bold, emphasis=emphasis, size=size, hidden=hidden)


def paragraph_look(properties: ET.Element | None) -> Look:
    """What paragraph properties say."""
    if properties is None:
        return PLAIN
    level = attribute(properties.find(W + "outlineLvl"))
    numbers = properties.find(W + "numPr")
    numbering = None
    if numbers is not None:
        number = attribute(numbers.find(W + "numId"))
        depth = int(_number(attribute(numbers.find(W + "ilvl"))))
        numbering = (number, depth) if number else None
    return Look(
        align=_ALIGN.get(attribute(properties.find(W + "jc")) or ""),
        level=int(level) + 1 if level and level.isdecimal() and int(level) < 9 else None,
        numbering=numbering,
    )


def _number(text: str | None) -> float:
    """A number as attributes have it; 0 for anything else."""
    return float(text) if text and re.fullmatch(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?", text) else 0.0


@dataclass(frozen=True)
class Style:
    """A style with what it is based on settled."""

    look: Look
    role: Role = ""


def read_styles(root: ET.Element | None) -> dict[str, Style]:
    """The styles by their ids; under "" what paragraphs have without a style."""
    if root is None:
        return {"": Style(PLAIN)}
    raw = {attribute(item, "styleId") or "": item for item in root.iter(W + "style")}
    defaults = run_look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    found: dict[str, Style] = {}
    for name in raw:
        found[name] = _style(name, raw, defaults)
    normal = next(
        (name for name, item in raw.items() if attribute(item, "default") in ("1", "true") and _kind(item)), ""
    )
    found[""] = found.get(normal, Style(defaults))
    return found


def _kind(item: ET.Element) -> bool:
    return attribute(item, "type") == "paragraph"


def _style(name: str, raw: Mapping[str, ET.Element], defaults: Look) -> Style:
    look, role, level = PLAIN, "", None
    chain: set[str] = set()
    kind = attribute(raw[name], "type")
    while name in raw and name not in chain:
        chain.add(name)
        item = raw[name]
        called = (attribute(item.find(W + "name")) or "").strip()
        role = role or _role(called)
        if (match := _HEADING.fullmatch(called)) and level is None:
            level = int(match[1])
        own = run_look(item.find(W + "rPr")).over(paragraph_look(item.find(W + "pPr")))
        look = look.over(own)
        name = attribute(item.find(W + "basedOn")) or ""
    if level is not None:
        look = replace(look, level=level)
    return Style(look.over(defaults) if kind == "paragraph" else look, role)  # type: ignore[arg-type]


def _role(name: str) -> Role:
    lower = name.lower()
    if lower in ("title", "标题", "文章标题", "大标题", "主标题"):
        return "title"
    return next((role for word, role in _ROLES if word in lower and "char" not in lower), "")


@dataclass
class Numbering:
    """Counts the numbers that Word writes before paragraphs."""

    levels: Mapping[str, Mapping[int, tuple[str, str, int]]]
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    def next(self, number: str, depth: int) -> tuple[str, int, str] | None:
        """The format, the count and the words of the next number of a list; None where it has none."""
        level = self.levels.get(number, {}).get(depth)
        if level is None:
            return None
        form, words, start = level
        counts = self.counters.setdefault(number, {})
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [item for item in counts if item > depth]:
            del counts[deeper]

        def filled(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = self.levels[number].get(at, ("decimal", "", 1))
            return written_number(counts.get(at, other[2]), other[0])

        return form, counts[depth], re.sub(r"%([1-9])", filled, words)


def read_numbering(root: ET.Element | None) -> Numbering:
    """The lists of numbering.xml: for each number id the format, words and start of its levels."""
    if root is None:
        return Numbering({})
    abstract: dict[str, dict[int, tuple[str, str, int]]] = {}
    for item in root.iter(W + "abstractNum"):
        levels = {}
        for level in item.findall(W + "lvl"):
            form = attribute(level.find(W + "numFmt")) or "decimal"
            words = attribute(level.find(W + "lvlText")) or ""
            start = int(_number(attribute(level.find(W + "start")) or "1"))
            levels[int(_number(attribute(level, "ilvl")))] = (form, words, start)
        abstract[attribute(item, "abstractNumId") or ""] = levels
    found = {}
    for item in root.iter(W + "num"):
        found[attribute(item, "numId") or ""] = abstract.get(attribute(item.find(W + "abstractNumId")) or "", {})
    return Numbering(found)


def written_number(value: int, form: str) -> str:
    """A number as Word writes it in a format of ST_NumberFormat (17.18.59)."""
    if form.startswith(("chinese", "ideograph", "japanese", "taiwanese")):
        return chinese_number(value)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(value)
        return roman.lower() if form == "lowerRoman" else roman
    if form.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    return str(value)


def chinese_number(value: int) -> str:
    """A number up to 99 in Chinese, others digit by digit: 十二."""
    if not 0 < value < 100:
        return "".join(_DIGITS[int(digit)] for digit in str(max(0, value)))
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


def _roman(value: int) -> str:
    found = ""
    for step, sign in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        while 0 < step <= value and len(found) < 20:
            found, value = found + sign, value - step
    return found
