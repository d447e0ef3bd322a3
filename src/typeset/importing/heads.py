"""Where an article begins, and what stands above its text: kicker, title, subtitle, byline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from typeset.importing.drafts import Guess, Head, Part, Signature, Sure
from typeset.importing.model import Delivered, Line
from typeset.importing.wording import (
    LONGEST_TITLE,
    has_words,
    heading_number,
    is_credit,
    is_date,
    is_short,
    is_unit,
    labelled_note,
    name_of,
    named_source,
    section_heading,
    signatures,
)

_DASH = re.compile(r"(?:[—–―─]{1,3}|--+|[-－](?=[^\d\s]))\s*")
_LONGEST_HEAD = 8


@dataclass(frozen=True)
class Looks:
    """What a document's paragraphs look like as a whole: the size of its body, and whether looks tell anything."""

    body: float
    plain: bool

    def large(self, line: Line) -> float:
        """How much larger than the body a line is; 1 where nothing says."""
        return line.size / self.body if self.body and line.size else 1.0


def looks_of(blocks: Sequence[Delivered]) -> Looks:
    """The size of most characters, and whether any paragraph is dressed differently at all."""
    sizes: Counter[float] = Counter()
    dressed = False
    for block in blocks:
        if isinstance(block, Line):
            for span in block.spans:
                sizes[span.size] += len(span.text)
            dressed = dressed or block.bold or block.align == "center" or block.level > 0 or bool(block.role)
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    return Looks(body, not dressed and len(sizes) < 2)


def opens_article(blocks: Sequence[Delivered], index: int, looks: Looks, *, after_section: bool, closed: bool) -> bool:
    """Whether a line is an article's title, or stands in its head above the title.

    There must be a reason in its place, a column heading above, a byline below or an article's end above, and
    enough in its looks where there are any.
    """
    line = blocks[index]
    if not isinstance(line, Line) or not can_be_title(line):
        return False
    byline = _byline_below(blocks, index, looks)
    if line.role == "title":
        return True
    if not (after_section or byline or closed):
        return False
    score = title_score(line, looks) + 2 * after_section + 2 * byline
    return score >= (2 if after_section or byline else 3)


def can_be_title(line: Line) -> bool:
    """Whether a line may be a title or a part of one."""
    text = line.text
    return (
        is_short(text, LONGEST_TITLE)
        and has_words(text)
        and line.marker is None
        and not section_heading(text)
        and not labelled_note(text)
        and not named_source(text)
        and not is_credit(text)
        and not is_date(text)
        and not _DASH.match(text)
        and line.role not in ("caption", "quote", "byline")
    )


def title_score(line: Line, looks: Looks) -> float:
    """How much a line looks like a title, by its dress alone; 3 is plainly one."""
    large = looks.large(line)
    score = 5.0 if line.role == "title" else 0.0
    score += 3 if large >= 1.45 else 2 if large >= 1.2 else 0
    score += (line.align == "center") + line.bold + 2 * (line.level == 1) + (line.level == 2)
    score -= 3 if heading_number(line.text) else 0
    return score


def _byline_below(blocks: Sequence[Delivered], index: int, looks: Looks) -> bool:
    """Whether a byline follows a line, with at most the rest of the title and a subtitle between them."""
    below = [block for block in blocks[index + 1 : index + 4] if isinstance(block, Line)]
    for number, line in enumerate(below):
        if line.role == "byline":
            return True
        if found := signatures(line.text, after_title=line.align == "center"):  # two to four characters may be any word
            return number == 0 or bool(found[0].unit) or line.align == "center"
        if is_unit(line.text) and number + 1 < len(below) and name_of(below[number + 1].text):
            return True
        first = blocks[index]
        assert isinstance(first, Line)
        if not (
            _DASH.match(line.text)
            or line.role == "subtitle"
            or (can_be_title(line) and _same_dress(first, line, looks))
        ):
            return False
    return False


def _same_dress(one: Line, other: Line, looks: Looks) -> bool:
    dress = (one.size, one.bold, one.align, one.level)
    return not looks.plain and dress == (other.size, other.bold, other.align, other.level) and looks.large(one) > 1.1


@dataclass
class _Reading:
    """A head while it is read."""

    parts: dict[str, list[str]] = field(default_factory=lambda: {"kicker": [], "title": [], "subtitle": []})
    authors: list[Signature] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    credit: str = ""

    def guess(self, part: Part, line: Line, sure: Sure) -> None:
        self.guesses.append(Guess(part, line.text, line.where, sure))


def read_head(blocks: Sequence[Delivered], start: int, looks: Looks) -> tuple[Head, int]:
    """The head that begins at an index, and the index of the first block behind it."""
    lines: list[Line] = []
    for block in blocks[start : start + _LONGEST_HEAD]:
        if not isinstance(block, Line) or not _belongs(block, lines):
            break
        lines.append(block)
    reading = _Reading()
    title = _title_index(lines, looks)
    for line in lines[:title]:
        reading.parts["kicker"].append(line.text)
        reading.guess("kicker", line, Sure.MEDIUM)
    used = title
    for line in lines[title:]:
        following = lines[used + 1] if used + 1 < len(lines) else None
        if not _take(line, following, reading, lines[title], looks):
            break
        used += 1
    first = lines[title] if lines else None
    head = Head(
        " ".join(reading.parts["title"]),
        " ".join(reading.parts["kicker"]),
        " ".join(reading.parts["subtitle"]),
        tuple(reading.authors),
        reading.credit,
        first.where if first else 0,
        tuple(reading.guesses),
    )
    return head, start + used


def _belongs(line: Line, before: Sequence[Line]) -> bool:
    """Whether a line can stand in a head at all."""
    text = line.text
    if section_heading(text) or labelled_note(text) or (named_source(text) and before):
        return False
    if before and line.level > 1 and line.role != "subtitle":
        return False
    return is_short(text, 80) or bool(signatures(text, after_title=True)) or bool(_DASH.match(text) and len(text) < 60)


def _title_index(lines: Sequence[Line], looks: Looks) -> int:
    """Which line of a head is the title: the one that looks most like it, the first of those."""
    candidates = [index for index, line in enumerate(lines) if can_be_title(line)]
    first_byline = next(
        (index for index, line in enumerate(lines) if index and signatures(line.text, after_title=False)), len(lines)
    )
    candidates = [index for index in candidates if index < first_byline] or candidates[:1]
    if not candidates:
        return 0
    if looks.plain:
        return candidates[0]
    return max(candidates[:4], key=lambda index: (title_score(lines[index], looks), -index))


def _take(line: Line, following: Line | None, reading: _Reading, title: Line, looks: Looks) -> bool:
    """Put a line where it belongs in the head; False where the head has ended above it."""
    text = line.text
    if not reading.parts["title"]:
        reading.parts["title"].append(text)
        score = title_score(line, looks)
        sure = Sure.HIGH if line.role == "title" or score >= 5 else Sure.MEDIUM if score >= 2 else Sure.LOW
        reading.guess("title", line, sure)
        return True
    if line.role == "subtitle" or (_DASH.match(text) and not reading.authors):
        reading.parts["subtitle"].append(_DASH.sub("", text, count=1) if _DASH.match(text) else text)
        reading.guess("subtitle", line, Sure.HIGH if _DASH.match(text) or line.role == "subtitle" else Sure.MEDIUM)
        return True
    found = signatures(text, after_title=True)
    bare = not (reading.authors or found or reading.parts["subtitle"])
    if bare and can_be_title(line) and _same_dress(title, line, looks):
        reading.parts["title"].append(text)
        return True
    if found and not line.level:
        reading.authors += found
        reading.guess("authors", line, Sure.HIGH if found[0].unit or line.role == "byline" else Sure.MEDIUM)
        return True
    return _take_rest(line, following, reading)


def _take_rest(line: Line, following: Line | None, reading: _Reading) -> bool:
    """A unit above its name, a name below its unit, and what a layout has no place for."""
    text = line.text
    if line.role == "byline":
        reading.authors.append(Signature(text))
        reading.guess("authors", line, Sure.MEDIUM)
        return True
    if is_unit(text) and following is not None and (name := name_of(following.text)):
        reading.authors.append(Signature(name, text))
        reading.guess("authors", line, Sure.MEDIUM)
        return True
    if name_of(text) and reading.authors and reading.authors[-1].name == name_of(text):
        return True
    if is_unit(text) and not reading.authors and line.align == "center":
        reading.authors.append(Signature(text))
        reading.guess("authors", line, Sure.LOW)
        return True
    if is_credit(text) and not reading.credit:
        reading.credit = text
        reading.guess("credit", line, Sure.MEDIUM)
        return True
    return False
