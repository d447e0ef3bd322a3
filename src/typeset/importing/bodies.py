"""An article's text: which lines are subheads, entries of lists, captions; what else is only told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from typeset.importing.drafts import Content, Figure, Guess, Subhead, Sure
from typeset.importing.heads import Looks, title_score
from typeset.importing.model import Delivered, Grid, GridCell, Image, Line, Marker, Span
from typeset.importing.wording import caption_and_credit, heading_number, is_caption, is_date, is_short, is_unit

_TYPED = re.compile(r"(\d{1,2})\s*[.．]\s*(?=\D)")
_BULLET = re.compile(r"[•●·▪◦‣◆■\uf06c\uf0b7\uf0d8\uf075\uf06e]\s*")
_POINTS_DOWN, _POINTS_UP = "↓▼▽⬇", "↑▲△⬆☝"
_LONGEST_CAPTION = 90
_LEAST_ROWS = 3


def content_of(
    blocks: Sequence[Delivered], looks: Looks, *, tabbed: bool = True
) -> tuple[tuple[Content, ...], tuple[Guess, ...]]:
    """The content of an article, and the guesses made in it."""
    guesses: list[Guess] = []
    lined = _with_lists(_with_tables(blocks, guesses) if tabbed else blocks)
    captioned = _with_captions(lined, looks, guesses)
    return _with_subheads(captioned, looks, guesses), tuple(guesses)


# Tables made with the tab key, lists made by hand


def _with_tables(blocks: Sequence[Delivered], guesses: list[Guess]) -> list[Delivered]:
    """Three or more lines with the same number of tabs between short words are a table."""
    found: list[Delivered] = []
    index = 0
    while index < len(blocks):
        end = index
        width = _columns(blocks[index])
        while width > 1 and end < len(blocks) and _columns(blocks[end]) == width:
            end += 1
        if end - index >= _LEAST_ROWS:
            lines = [block for block in blocks[index:end] if isinstance(block, Line)]
            rows = tuple(tuple(GridCell((cell,)) for cell in _cells(line)) for line in lines)
            found.append(Grid(rows, lines[0].where, guessed=True))
            guesses.append(Guess("table", lines[0].text.replace("\t", " "), lines[0].where, Sure.MEDIUM))
            index = end
        else:
            found.append(blocks[index])
            index += 1
    return found


def _columns(block: Delivered) -> int:
    if not isinstance(block, Line) or "\t" not in block.text:
        return 0
    parts = re.split(r"\t+", block.text)
    return len(parts) if all(len(part.strip()) <= 24 for part in parts) else 0


def _cells(line: Line) -> list[Line]:
    return [replace(line, spans=(Span(part.strip()),)) for part in re.split(r"\t+", line.text)]


def _with_lists(blocks: Sequence[Delivered]) -> list[Delivered]:
    """Entries numbered or marked by hand as entries of lists, where several follow one another."""
    found: list[Delivered] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Line) and block.marker is None and not block.level:
            number = _typed(block)
            neighbours = [
                _typed(other) for other in (*blocks[max(0, index - 1) : index], *blocks[index + 1 : index + 2])
            ]
            if number and any(other is not None and abs(other - number) == 1 for other in neighbours):
                block = replace(_without_start(block, _TYPED), marker=Marker(0, number))
            elif _BULLET.match(block.text) and len(block.text) > 2:
                block = replace(_without_start(block, _BULLET), marker=Marker(0))
        found.append(block)
    return found


def _typed(block: Delivered) -> int | None:
    if not isinstance(block, Line) or block.bold or not (match := _TYPED.match(block.text)):
        return None
    return int(match[1])


def _without_start(line: Line, pattern: re.Pattern[str]) -> Line:
    spans = list(line.spans)
    whole = "".join(span.text for span in spans)
    start = len(whole) - len(whole.lstrip())
    match = pattern.match(whole, start)
    cut = match.end() if match else 0
    kept = []
    for span in spans:
        text = span.text[cut:]
        cut = max(0, cut - len(span.text))
        if text or span.note:
            kept.append(replace(span, text=text))
    return replace(line, spans=tuple(kept))


# Captions


def _with_captions(blocks: Sequence[Delivered], looks: Looks, guesses: list[Guess]) -> list[Line | Figure | Delivered]:
    """Every picture with its caption, from below or above it."""
    used: dict[int, int] = {}  # line → picture
    captions: dict[int, tuple[str, str]] = {}
    for index, block in enumerate(blocks):
        if isinstance(block, Image):
            for at, sure in _candidates(blocks, index, looks, used):
                line = blocks[at]
                assert isinstance(line, Line)
                used[at] = index
                caption, credit = caption_and_credit(line.text)
                before = captions.get(index, ("", ""))
                captions[index] = (before[0] or caption, before[1] or credit)
                guesses.append(Guess("caption" if caption else "credit", line.text, line.where, sure))
    found: list[Line | Figure | Delivered] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Image):
            caption, credit = captions.get(index, ("", ""))
            found.append(Figure(block.key, block.where, caption, credit, block.alt))
        elif index not in used:
            found.append(block)
    return found


def _candidates(blocks: Sequence[Delivered], index: int, looks: Looks, used: dict[int, int]) -> list[tuple[int, Sure]]:
    """The lines that are a picture's caption, and a credit on a line of its own behind it."""
    below = index + 1
    above = index - 1
    options: list[tuple[Sure, int, Literal["below", "above"]]] = []
    for at, side in ((below, "below"), (above, "above")):
        line = blocks[at] if 0 <= at < len(blocks) else None
        if isinstance(line, Line) and at not in used and (sure := _is_caption(line, looks, side)):
            options.append((sure, at, side))  # type: ignore[arg-type]
    if not options:
        return []
    order = {Sure.HIGH: 0, Sure.MEDIUM: 1, Sure.LOW: 2}
    sure, at, side = min(options, key=lambda option: (order[option[0]], option[2] == "above"))
    if side == "above" and isinstance(blocks[at - 1] if at else None, Image):
        return []  # it is the caption of the picture above it
    found = [(at, sure)]
    following = blocks[at + 1] if side == "below" and at + 1 < len(blocks) else None
    text = blocks[at].text if isinstance(blocks[at], Line) else ""  # type: ignore[union-attr]
    if isinstance(following, Line) and len(following.text) <= _LONGEST_CAPTION and not caption_and_credit(text)[1]:
        caption, credit = caption_and_credit(following.text)
        if credit and not caption:
            found.append((at + 1, Sure.HIGH))
    return found


def _is_caption(line: Line, looks: Looks, side: str) -> Sure | None:
    """How surely a line beside a picture is its caption; None where it is none."""
    text = line.text
    if not text or len(text) > _LONGEST_CAPTION or line.level or heading_number(text) or line.marker:
        return None
    if text[0] in _POINTS_UP:
        return Sure.HIGH if side == "below" else None
    if text[0] in _POINTS_DOWN:
        return Sure.HIGH if side == "above" else None
    caption, credit = caption_and_credit(text)
    if line.role == "caption" or is_caption(text) or (credit and len(caption) <= 60):
        return Sure.HIGH
    if len(text) > 45 or (line.bold and looks.large(line) >= 1):
        return None
    if side == "below" and (looks.large(line) < 0.95 or (line.align == "center" and not line.bold)):
        return Sure.MEDIUM
    if side == "above" and looks.large(line) < 0.95 and line.align == "center":
        return Sure.LOW
    if side == "below" and line.box and is_short(text):
        return Sure.LOW
    return None


# Subheads


def _with_subheads(
    blocks: Sequence[Line | Figure | Delivered], looks: Looks, guesses: list[Guess]
) -> tuple[Content, ...]:
    heads = {
        index: line for index, line in enumerate(blocks) if isinstance(line, Line) and _is_subhead(blocks, index, looks)
    }
    ranks = {index: _rank(line, looks) for index, line in heads.items()}
    levels = {rank: number for number, rank in enumerate(sorted(set(ranks.values())), 1)}
    found: list[Content] = []
    for index, block in enumerate(blocks):
        if index in heads:
            line = heads[index]
            plain = replace(line, spans=tuple(replace(span, bold=False) for span in line.spans))
            found.append(Subhead(plain, min(4, levels[ranks[index]])))
            told = bool(line.level) or (line.bold and bool(heading_number(line.text)))
            sure = Sure.HIGH if told else Sure.MEDIUM if line.bold or line.align == "center" else Sure.LOW
            guesses.append(Guess("subhead", line.text, line.where, sure))
        elif not isinstance(block, Image):
            found.append(block)
    return tuple(found)


def _is_subhead(blocks: Sequence[Line | Figure | Delivered], index: int, looks: Looks) -> bool:
    line = blocks[index]
    assert isinstance(line, Line)
    text = line.text
    if line.marker or line.role in ("quote", "caption") or not is_short(text) or is_date(text):
        return False
    following = next((block for block in blocks[index + 1 :] if isinstance(block, Line | Grid)), None)
    if following is None or line.align == "right":
        return False
    if line.level or title_score(line, looks) >= 2 or line.bold:
        return True
    number = heading_number(text)
    if number in (1, 2) and len(text) <= 35:
        above = blocks[index - 1] if index else None
        run = [block for block in (above, following) if isinstance(block, Line)]
        return not any(heading_number(other.text) == number and is_short(other.text) for other in run)
    if not looks.plain or is_unit(text) or number:
        return False
    return isinstance(following, Line) and len(following.text) > len(text) and not re.search(r"[：:]$", text)


def _rank(line: Line, looks: Looks) -> tuple[int, float]:
    """What orders subheads by level: the style's level, the number's, the size."""
    if line.level:
        return (line.level, 0)
    if number := heading_number(line.text):
        return (number + 1, 0) if number > 1 else (1, 0)
    return (1, 0) if looks.large(line) >= 1 else (3, -round(looks.large(line), 1))
