"""Pictures that stand together: 组图."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from typeset.manuscript.model import Block, Paragraph, Picture, PictureGroup, inline_text

MOST_IN_A_GROUP = 6
_CAPTION = re.compile(r"(?:图|组图|Pictures?)\s*[:：]\s*(?=\S)", re.IGNORECASE)
_LONGEST_CAPTION = 200


def grouped(lines: Sequence[Sequence[Picture]]) -> list[Block]:
    """The pictures of lines that follow each other: a group where any line has two or more, else each by itself.

    A group has two to six pictures; more are several groups of nearly the same number.
    """
    pictures = [picture for line in lines for picture in line]
    return [*pictures] if all(len(line) < 2 for line in lines) else [*in_groups(pictures)]


def in_groups(pictures: Sequence[Picture], caption: str = "") -> list[Picture | PictureGroup]:
    """Pictures as groups of two to six of nearly the same number, the caption below the last; one as it is."""
    if len(pictures) < 2:
        return [*pictures]
    groups = -(-len(pictures) // MOST_IN_A_GROUP)
    size, larger = divmod(len(pictures), groups)
    done: list[Picture | PictureGroup] = []
    at = 0
    for number in range(groups):
        row = tuple(pictures[at : at + size + (number < larger)])
        done.append(PictureGroup(row, caption if number == groups - 1 else "", row[0].place))
        at += len(row)
    return done


def with_shared_captions(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks in which a line `图：…` right below a group is the caption that its pictures share."""
    done: list[Block] = []
    for block in blocks:
        before = done[-1] if done else None
        if isinstance(before, PictureGroup) and not before.caption and (caption := _caption(block)):
            done[-1] = replace(before, caption=caption)
        else:
            done.append(block)
    return tuple(done)


def _caption(block: Block) -> str:
    if not isinstance(block, Paragraph):
        return ""
    text = inline_text(block.children)
    found = _CAPTION.match(text)
    return text[found.end() :] if found and len(text) <= _LONGEST_CAPTION else ""
