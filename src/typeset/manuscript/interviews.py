"""Interviews: paragraphs that begin with 问：, 答： or a speaker's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from typeset.manuscript.model import Block, Code, Inline, LineBreak, NoteCall, Paragraph, Text, Turn, inline_text

_ASKED = re.compile(r"(?:问|[QＱ])\s*[:：]\s*")
_ANSWERED = re.compile(r"(?:答|[AＡ])\s*[:：]\s*")
_NAMED = re.compile(r"([^\s:：，。；、！？“”]{1,8})[:：]\s*")


def _plain_turn(text: str) -> tuple[Turn, int] | None:
    """Whose a paragraph is that begins with 问 or 答, and the length of its label."""
    if found := _ASKED.match(text):
        return "question", found.end()
    if found := _ANSWERED.match(text):
        return "answer", found.end()
    return None


def interview_runs(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks in which every run of paragraphs that asks and answers (问：… 答：…) is an interview.

    Paragraphs without a label between two labelled ones go on with what was said before.
    """
    turns = [_plain_turn(inline_text(block.children)) if isinstance(block, Paragraph) else None for block in blocks]
    done = list(blocks)
    index = 0
    while index < len(blocks):
        last = _run_end(blocks, turns, index)
        if last > index:
            for at in range(index, last + 1):
                block = blocks[at]
                if isinstance(block, Paragraph):
                    done[at] = _turned(block, turns[at])
        index = max(last, index) + 1
    return tuple(done)


def _run_end(blocks: tuple[Block, ...], turns: Sequence[tuple[Turn, int] | None], start: int) -> int:
    """The last answer of the run that begins with a question at `start`; `start` where none does."""
    turn = turns[start]
    if turn is None or turn[0] != "question":
        return start
    last = start
    for at in range(start + 1, len(blocks)):
        if not isinstance(blocks[at], Paragraph):
            break
        turn = turns[at]
        if turn is not None and turn[0] == "answer":
            last = at
    return last


def _turned(block: Paragraph, turn: tuple[Turn, int] | None) -> Paragraph:
    if turn is None:
        return replace(block, turn="continued")
    said, length = turn
    label = inline_text(block.children)[:length].rstrip()
    return replace(block, children=without_start(block.children, length), turn=said, speaker=label)


def interview(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of a container 问答: any short name before a colon is a speaker, the first of them asks."""
    done: list[Block] = []
    asking = ""
    for block in blocks:
        if not isinstance(block, Paragraph):
            done.append(block)
            continue
        text = inline_text(block.children)
        turn = _plain_turn(text)
        if turn is None and (found := _NAMED.match(text)):
            asking = asking or found[1]
            turn = ("question" if found[1] == asking else "answer", found.end())
        done.append(_turned(block, turn) if turn or done else block)
    return tuple(done)


def without_start(children: tuple[Inline, ...], count: int) -> tuple[Inline, ...]:
    """Inline content without its first `count` characters; elements of which nothing stays go."""
    done: list[Inline] = []
    for child in children:
        length = len(inline_text((child,)))
        if count <= 0 or isinstance(child, NoteCall):
            done.append(child)
        elif length > count:
            done.append(_shortened(child, count))
        count -= length
    return tuple(done)


def _shortened(child: Inline, count: int) -> Inline:
    match child:
        case Text() | Code():
            return replace(child, text=child.text[count:])
        case LineBreak() | NoteCall():
            return child
        case _:
            return replace(child, children=without_start(child.children, count))
