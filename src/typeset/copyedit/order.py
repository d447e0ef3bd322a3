"""Signs that a text was put together from frames in the wrong order, or that its run-in heads are not marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from typeset.copyedit.characters import BLANK, EDGE, GONE, HAN
from typeset.copyedit.doubts import is_headline
from typeset.copyedit.markup import Block, printed
from typeset.copyedit.model import Finding
from typeset.copyedit.paragraphs import is_body
from typeset.copyedit.seen import finding, shown
from typeset.copyedit.spacing import is_name

_COLUMN = re.compile(f"【[{HAN}A-Za-z0-9·]{{2,12}}】")
_NOTE = re.compile("(?:小编说|编后|编后语|编者的话|结语)[:：]")
_RUN_IN = re.compile(f"(?:^|(?<=[。！？]))[{HAN}“”]{{4,12}}。(?=[^{GONE}\n”’）)]{{12}})")
_LEAST_RUN_INS = 3
_CLAUSE_WORDS = re.compile("[了是在有很就都也还说]|^[这那其他她我你]")


def order(blocks: Sequence[Block]) -> Iterator[Finding]:
    """Titles with nothing below them, and running text after an editor's closing note."""
    texts = [printed(block.masked).strip(BLANK) for block in blocks]
    ended = ""
    for block, text in zip(blocks, texts, strict=True):
        if _COLUMN.fullmatch(text):
            ended = ""
        elif ended and is_body(text) and not _NOTE.match(text):
            yield finding("copy-text-after-end", block, 0, min(len(text), 10), text=shown(text[:20]), end=ended)
            ended = ""
        if found := _NOTE.match(text):
            ended = found[0].rstrip(":：")
    last = len(blocks) - 1
    while last > 0 and _is_byline(texts[last]):
        last -= 1
    if last > 0 and blocks[last].kind == "paragraph" and is_headline(blocks[last].masked):
        yield finding("copy-title-last", blocks[last], 0, len(blocks[last].masked), title=shown(texts[last]))


def _is_byline(text: str) -> bool:
    return len(text) <= 40 and not re.search("[。！？]", text) and is_name(re.split(f"[^{HAN}]", text)[-1])


def run_in_heads(blocks: Sequence[Block]) -> Iterator[Finding]:
    """Short sentences that open paragraphs or passages as titles do, and are not bold: the first, with their number."""
    spots: list[tuple[Block, re.Match[str]]] = []
    for block in blocks:
        if block.kind != "paragraph" or not is_body(block.masked):
            continue
        begin = len(block.masked) - len(block.masked.lstrip(BLANK + EDGE))
        if block.masked[begin : begin + 1] == GONE:
            continue
        own = [match for match in _RUN_IN.finditer(block.masked, begin) if not _CLAUSE_WORDS.search(match[0])]
        if (own and own[0].start() == begin) or len(own) >= _LEAST_RUN_INS:
            spots += [(block, match) for match in own]
    if len(spots) >= _LEAST_RUN_INS:
        block, match = spots[0]
        examples = "、".join(shown(match[0].rstrip("。")) for _, match in spots[:4])
        yield finding("copy-run-in-heads", block, *match.span(), count=str(len(spots)), examples=examples)
