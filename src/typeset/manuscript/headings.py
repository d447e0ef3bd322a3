"""Headings of an article: their levels, the repeated title, subheads marked as bold text, run-in heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from typeset.manuscript.characters import ends_sentence, ends_with_stop
from typeset.manuscript.findings import Findings, shown
from typeset.manuscript.model import (
    Block,
    Box,
    Heading,
    Inline,
    List,
    ListItem,
    Paragraph,
    Picture,
    Quotation,
    RunInHead,
    Separator,
    Strong,
    inline_text,
)

_LOWEST = 6
_BOLD = _LOWEST + 1
"""The level of a subhead that is marked as a bold paragraph, until the article's levels are settled."""

_LONGEST_BOLD_TITLE = 30
_LONGEST_RUN_IN = 40
_RUN_IN_ENDS = "。：:！!？?．."


def is_bold_title(text: str) -> bool:
    """Whether bold text on a line of its own reads like a title: short, and without a full stop or comma at its end."""
    text = text.strip()
    return 0 < len(text) <= _LONGEST_BOLD_TITLE and not ends_with_stop(text)


def without_title(blocks: tuple[Block, ...], title: str | None, findings: Findings) -> tuple[Block, ...]:
    """The blocks without a first heading or paragraph that repeats the article's title (blanks not counted)."""
    if not blocks or not title or not isinstance(first := blocks[0], Heading | Paragraph):
        return blocks
    text = inline_text(first.children)
    if _solid(text) == _solid(title):
        findings.add("title-repeated", first.place, title=shown(text))
        return blocks[1:]
    if isinstance(first, Heading) and _is_sole_top(first, blocks):
        findings.add("heading-unlike-title", first.place, heading=shown(text), title=shown(title))
    return blocks


def _solid(text: str) -> str:
    return "".join(text.split())


def _is_sole_top(first: Heading, blocks: tuple[Block, ...]) -> bool:
    return first.level == 1 and sum(item.level == 1 for item in _headings(blocks)) == 1


def bold_headings(blocks: tuple[Block, ...], findings: Findings) -> tuple[Block, ...]:
    """Make headings of the paragraphs that are short bold lines with text below them."""
    done: list[Block] = []
    for index, block in enumerate(blocks):
        match block:
            case Paragraph(children=(Strong(children=children),)) if is_bold_title(inline_text(block.children)):
                if _text_follows(blocks[index + 1 :]):
                    findings.add("bold-paragraph-as-heading", block.place, text=shown(inline_text(children)))
                    done.append(Heading(_BOLD, children, block.place))
                    continue
        done.append(block)
    return tuple(done)


def _text_follows(blocks: tuple[Block, ...]) -> bool:
    following = next((block for block in blocks if not isinstance(block, Picture | Separator)), None)
    return following is not None


def level_headings(blocks: tuple[Block, ...], findings: Findings) -> tuple[Block, ...]:
    """Number the levels so that the highest one used is 1; bold paragraphs come below all marked headings.

    A level that is skipped on the way down is told, and stays: the editor has to say what was meant.
    """
    marked = [item for item in _headings(blocks) if item.level != _BOLD]
    shift = min((item.level for item in marked), default=1) - 1
    deepest = max((item.level for item in marked), default=shift) - shift
    before = shift
    for item in marked:
        if item.level > before + 1:
            text = shown(inline_text(item.children))
            findings.add("heading-level-skipped", item.place, text=text, level=item.level, above=item.level - 1)
        before = item.level

    return _with_levels(blocks, shift, min(_LOWEST, deepest + 1))


def _with_levels(blocks: tuple[Block, ...], shift: int, bold: int) -> tuple[Block, ...]:
    return tuple(_with_level(block, shift, bold) for block in blocks)


def _with_level(block: Block, shift: int, bold: int) -> Block:
    match block:
        case Heading(level=level):
            return replace(block, level=bold if level == _BOLD else level - shift)
        case Quotation() | Box():
            return replace(block, children=_with_levels(block.children, shift, bold))
        case List():
            items = tuple(ListItem(_with_levels(item.children, shift, bold), item.place) for item in block.items)
            return replace(block, items=items)
        case _:
            return block


def _headings(blocks: tuple[Block, ...]) -> Iterator[Heading]:
    for block in blocks:
        match block:
            case Heading():
                yield block
            case Quotation() | Box():
                yield from _headings(block.children)
            case List():
                for item in block.items:
                    yield from _headings(item.children)


def run_in_heads(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Make run-in heads of bold sentences that open the paragraph, or a passage of it after a sentence's end.

    A run-in head is short, ends with a full stop, colon, exclamation or question mark, and text runs on after it
    (clreq, “Processing of run-in headings”, 同行标题).
    """
    texts = [inline_text((child,)) for child in children]
    last = max((index for index, text in enumerate(texts) if text.strip()), default=-1)
    done: list[Inline] = []
    tail = ""
    for index, (child, text) in enumerate(zip(children, texts, strict=True)):
        opens = not tail.strip() or tail.endswith("\n") or ends_sentence(tail)
        if isinstance(child, Strong) and opens and index < last and _is_run_in(text):
            done.append(RunInHead(child.children))
        else:
            done.append(child)
        tail = (tail + text)[-_LONGEST_RUN_IN:]
    return tuple(done)


def _is_run_in(text: str) -> bool:
    text = text.strip().rstrip("”’」』")
    return len(text) <= _LONGEST_RUN_IN and text[-1:] != "" and text[-1:] in _RUN_IN_ENDS
