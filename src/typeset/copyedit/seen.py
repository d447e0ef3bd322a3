"""What can be seen in a block and only a person can decide: marks that do not pair, blanks inside 《》 and the like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from typeset.copyedit.characters import BLANK, EDGE, GONE, HAN, HAN_CHAR, PAIRS, is_latin
from typeset.copyedit.doubts import begins_with_mark, is_headline, redundant_marks, slogan_gaps
from typeset.copyedit.markup import Block
from typeset.copyedit.model import Finding, Settings
from typeset.copyedit.paragraphs import doubled

_MOST_SHOWN = 24
_MARKED = 12  # characters of a paragraph that are underlined
_PAIRED = re.compile("[" + "".join(PAIRS) + "".join(PAIRS.values()) + "()]")
_CLOSING = {**{closing: opening for opening, closing in PAIRS.items()}, ")": "("}
_BOOK = re.compile("《[^《》\n]{0,120}》")
_BOOK_GAP = re.compile(f"(?<=[{HAN}“”‘’])[{BLANK}]+(?=[{HAN}“”‘’])")
_LATIN_BRACKETS = re.compile(r"[A-Za-z0-9]（[A-Za-z0-9 .,_-]{1,60}）(?![\u3400-\u9fff])")
_HEADLINE_GAP = re.compile(f"(?<=[{HAN}”’」』》])[{BLANK}]+(?=[{HAN}“‘「『《])")
_STRAIGHT = re.compile("\"|(?<![A-Za-z0-9])'(?!s\\b)|'(?![A-Za-z0-9])")

BlockCheck = Callable[[Block], Iterator[Finding]]


def shown(text: str) -> str:
    """A piece of a manuscript as a message quotes it."""
    text = " ".join(text.replace(GONE, "").replace(EDGE, " ").split())
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"


def around(masked: str, start: int, end: int) -> str:
    """A place with what stands beside it, to be quoted."""
    return shown(masked[max(0, start - 8) : end + 8])


def finding(code: str, block: Block, start: int, end: int, /, **arguments: str) -> Finding:
    """A finding at a place of a block."""
    return Finding(code, block.start + start, block.start + end, arguments=arguments)


def left_to_people(blocks: Sequence[Block], settings: Settings) -> Iterator[Finding]:
    """What clean-up leaves to a person: each with its place in the text that the blocks are of."""
    for number, block in enumerate(blocks):
        if settings.wants("unpaired"):
            yield from unpaired(block, _continues(blocks, number))
        if settings.wants("redundant-marks"):
            yield from redundant(block)
        if settings.wants("book-title-spaces"):
            yield from spaced_book_titles(block)
        if settings.wants("latin-brackets"):
            yield from latin_brackets(block)
        yield from _undecided(block)
    if settings.wants("doubled-paragraphs"):
        for later, first in doubled(blocks):
            if HAN_CHAR.search(blocks[later].masked):
                yield finding(
                    "copy-paragraph-doubled",
                    blocks[later],
                    0,
                    min(_MARKED, len(blocks[later].masked)),
                    text=shown(blocks[later].masked),
                    first=shown(blocks[first].masked[:8]),
                )


def _continues(blocks: Sequence[Block], number: int) -> bool:
    """Whether a quotation may run on into the next paragraph, which then opens it again (GB/T 15834—2011 4.8.3.4)."""
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    return following is not None and following.masked.strip(BLANK + EDGE + GONE).startswith("“")


def unpaired(block: Block, continues: bool = False) -> Iterator[Finding]:
    """Quotes and brackets without their partner, the first of each kind.

    `continues` says that the next paragraph opens the quotation again, so that this one need not close it.
    """
    if not HAN_CHAR.search(block.masked):
        return
    lonely = _lonely(block.masked)
    told: set[str] = set()
    for mark, at in sorted(lonely, key=lambda item: item[1]):
        if mark not in told and not (mark == "“" and continues):
            told.add(mark)
            pair = mark + PAIRS[mark] if mark in PAIRS else "()" if mark in "()" else _CLOSING[mark] + mark
            near = around(block.masked, at, at + 1)
            yield finding("copy-unpaired", block, at, at + 1, mark=mark, pair=pair, around=near)


def _lonely(masked: str) -> list[tuple[str, int]]:
    """Marks without a partner, and where they stand; those that were open inside a pair count as lonely."""
    stack: list[tuple[str, int]] = []
    lonely: list[tuple[str, int]] = []
    opened: Counter[str] = Counter()
    for match in _PAIRED.finditer(masked):
        char, at = match[0], match.start()
        if char not in _CLOSING:
            stack.append((char, at))
            opened[char] += 1
            continue
        partner = _CLOSING[char]
        if opened[partner]:
            while stack[-1][0] != partner:
                lonely.append(stack.pop())
                opened[lonely[-1][0]] -= 1
            stack.pop()
            opened[partner] -= 1
        elif not _stands_alone(masked, char, at):
            lonely.append((char, at))
    return lonely + stack


def _stands_alone(masked: str, char: str, at: int) -> bool:
    """Whether a closing mark needs no partner: an apostrophe, or the bracket of a number."""
    if char == "’":
        return is_latin(masked[at - 1 : at])
    return char in ")）" and _is_number(masked, at)


def _is_number(masked: str, at: int) -> bool:
    """Whether a closing bracket belongs to a number: 1） or a)."""
    return bool(re.search(r"(?:^|[^A-Za-z0-9（(])(?:\d{1,3}|[A-Za-z])$", masked[max(0, at - 5) : at]))


def redundant(block: Block) -> Iterator[Finding]:
    """Marks that cannot all be meant: ，。 and more than three ！ or ？ (GB/T 15834—2011 4.2, 4.3)."""
    for start, end in redundant_marks(block.masked):
        yield finding(
            "copy-marks-redundant",
            block,
            start,
            end,
            marks=block.masked[start:end],
            around=around(block.masked, start, end),
        )


def spaced_book_titles(block: Block) -> Iterator[Finding]:
    """Blanks inside the title of a book or document."""
    for book in _BOOK.finditer(block.masked):
        gap = _BOOK_GAP.search(book[0])
        if gap:
            start = book.start() + gap.start()
            yield finding("copy-book-title-space", block, start, start + len(gap[0]), title=shown(book[0]))


def latin_brackets(block: Block) -> Iterator[Finding]:
    """Full-width brackets in Latin text."""
    if HAN_CHAR.search(block.masked):
        return
    for match in _LATIN_BRACKETS.finditer(block.masked):
        yield finding("copy-latin-brackets", block, match.start() + 1, match.end(), text=shown(match[0][1:]))


def _undecided(block: Block) -> Iterator[Finding]:
    """What clean-up would change if only the sense were plain."""
    masked = block.masked
    if not HAN_CHAR.search(masked):
        return
    if block.kind == "paragraph" and is_headline(masked):
        gap = _HEADLINE_GAP.search(masked)
        if gap:
            yield finding("copy-gap-undecided", block, gap.start(), gap.end(), around=around(masked, *gap.span()))
    for start, end in slogan_gaps(masked)[:1]:
        yield finding("copy-gap-undecided", block, start, end, around=around(masked, start, end))
    if begins_with_mark(masked):
        yield finding("copy-begins-with-mark", block, 0, 1, around=shown(masked))
    straight = _STRAIGHT.search(masked)
    if straight:
        at = straight.start()
        yield finding("copy-quote-straight", block, at, at + 1, around=around(masked, at, at + 1))
