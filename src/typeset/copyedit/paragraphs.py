"""Paragraphs as wholes: those that a column or page end has cut in two, and those that occur twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from typeset.copyedit.characters import BLANK, HAN, LEVEL_NUMBER, PAIRS, han_length, is_han, is_wide
from typeset.copyedit.markup import Block, printed
from typeset.copyedit.model import Edit

_STOPS = "。！？…；：:.!?;"
_CLOSERS = "”’」』》〉）】)\"'"
_CONTINUES = "，。、；：！？）》”’」』"
_OPENERS = "“‘「『《【（(〔■●◆★▲○□【"
_LONG = 35
_LABEL = re.compile(
    r"[^，。、；：！？\s]{1,12}[：:]|[（(]?(?:来源|作者|记者|通讯员|摄影|供稿|编辑|附件|抄送|主送|联系)"
)
_TAIL = re.compile(f"[{HAN}]{{1,4}}[。！？]|[{HAN}][，、；]")
_SALUTATION = re.compile("(?:各|尊敬的|亲爱的|同志们|女士们|先生们|此致|敬礼)")
_LEAST_DOUBLED = 15  # Han characters: shorter lines recur by design

BREAK = "\n\n"


def cut_paragraphs(text: str, blocks: Sequence[Block]) -> Iterator[Edit]:
    """Paragraphs that break off in the middle of a phrase are joined with the next one.

    A paragraph breaks off where a quotation or bracket is open that the next one closes, where it ends with a comma,
    where the next one begins with a mark, or where a word would be cut in two.
    """
    for one, other in pairwise(blocks):
        if one.kind != "paragraph" or other.kind != "paragraph":
            continue
        between = text[one.end : other.start]
        if between.count("\n") > 3 or between.strip(f"{BLANK}\r\n"):
            continue
        if _goes_on(printed(one.masked).strip(BLANK), printed(other.masked).strip(BLANK)):
            begin = one.end - (len(one.masked) - len(one.masked.rstrip(BLANK)))
            end = other.start + len(other.masked) - len(other.masked.lstrip(BLANK))
            yield begin, end, "" if _is_tight(text[begin - 1 : begin], text[end : end + 1]) else " "


def _is_tight(last: str, first: str) -> bool:
    return is_wide(last) or is_wide(first) or last in "“”‘’…—" or first in "“”‘’…—"


def _goes_on(one: str, other: str) -> bool:
    if not is_body(one) or not one or not other or LEVEL_NUMBER.match(other) or _LABEL.match(other):
        return False
    last, first = one[-1], other[0]
    if last in _STOPS or one.rstrip(_CLOSERS)[-1:] in "。！？…" or _SALUTATION.match(one):
        return False
    if first in _CONTINUES:
        return True
    if first in _OPENERS and last not in "，、":
        return False
    if is_han(last) and _TAIL.match(other):
        return True
    if last in "，、":
        return is_body(other) or any(char in other for char in "。！？")
    if not (is_han(last) and is_han(first)) or not any(char in other for char in "，。！？,"):
        return False
    return _is_open(one, other) or not _parts_phrases(one[-12:], other[:12])


def is_body(text: str) -> bool:
    """Whether a paragraph is running text, and no title, byline or caption."""
    inner = text.rstrip("。！？…")
    if "。" in inner and len(text) > _LONG // 2:
        return True
    return len(text) >= _LONG and ("，" in text or "," in text)


def _is_open(one: str, other: str) -> bool:
    """Whether a quotation or bracket is left open that the following text closes before it opens one of its kind."""
    for opening, closing in PAIRS.items():
        if one.count(opening) == one.count(closing) + 1 and one.rfind(opening) > one.rfind(closing):
            end, again = other.find(closing), other.find(opening)
            if end >= 0 and (again < 0 or end < again):
                return True
    return False


def _parts_phrases(tail: str, head: str) -> bool:
    """Whether a phrase may end between two texts; where it may not, a word is cut in two."""
    joined = tail + head
    at = 0
    for phrase in _parser().parse(joined):
        at += len(phrase)
        if at == len(tail):
            return True
    return False


@cache
def _parser():  # type: ignore[no-untyped-def]  # budoux has no types
    from budoux import load_default_simplified_chinese_parser

    return load_default_simplified_chinese_parser()


def solid(text: str) -> str:
    """A text without blanks and markup, to compare."""
    return re.sub(rf"[\s{BLANK}]", "", printed(text))


def doubled(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Pairs of positions of blocks: a later one, and the first that says the same letter for letter.

    Paragraphs of some length; and shorter lines that are repeated at once, or that stand with a doubled paragraph in
    both places.
    """
    keys = [solid(block.masked) for block in blocks]
    first: dict[str, int] = {}
    twins: dict[int, int] = {}
    for number, key in enumerate(keys):
        if han_length(key) >= _LEAST_DOUBLED and key in first and blocks[number].kind != "row":
            twins[number] = first[key]
        elif number and key and key == keys[number - 1] and han_length(key) >= 2 and blocks[number].kind != "row":
            twins[number] = number - 1
        first.setdefault(key, number)
    for step in (1, -1):
        for number in sorted(twins, reverse=step > 0):
            here, there = number - step, twins[number] - step
            while 0 <= here < len(keys) and 0 <= there < here and here not in twins and keys[here] == keys[there]:
                twins[here] = there
                here, there = here - step, there - step
    yield from sorted(twins.items())


def doubled_edits(text: str, blocks: Sequence[Block]) -> Iterator[Edit]:
    """The later ones of doubled paragraphs, each with the line end that parted it from the text before."""
    for later, _ in doubled(blocks):
        start = blocks[later - 1].end
        if not text[start : blocks[later].start].strip(f"{BLANK}\r\n"):
            yield start, blocks[later].end, ""
