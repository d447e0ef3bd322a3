"""White space inside a paragraph: pieces of text joined, blanks collapsed, ends stripped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from typeset.manuscript.characters import BLANKS
from typeset.manuscript.model import Code, Inline, LineBreak, NoteCall, Text, inline_text

_RUN = re.compile("[ \t\u3000]+")


def squeeze(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Inline content as it is printed.

    A run of blanks becomes one: an ideographic space if it had any, else a plain space. None stay at the beginning
    and the end, or beside a line break. Neighbouring texts become one, elements without content vanish, and so do
    line breaks at the beginning and the end. Code keeps its blanks.
    """
    children, _ = _squeeze(children, "\n")
    children = _trim_end(children)
    while children and isinstance(children[0], LineBreak):
        children = children[1:]
    return children


def _squeeze(children: tuple[Inline, ...], before: str) -> tuple[tuple[Inline, ...], str]:
    """The content, and its last character; `before` is the character that stands before it."""
    done: list[Inline] = []
    for child in _joined(children):
        if isinstance(child, Text):
            text = _RUN.sub(_one_blank, child.text)
            if before in BLANKS + "\n":
                text = text.lstrip(BLANKS)
            if text:
                done.append(Text(text))
                before = text[-1]
        elif isinstance(child, LineBreak):
            done = list(_trim_end(tuple(done), breaks=False))
            done.append(child)
            before = "\n"
        elif isinstance(child, Code):
            if child.text:
                done.append(child)
                before = "x"
        elif isinstance(child, NoteCall):
            done.append(child)
        else:
            inner, before = _squeeze(child.children, before)
            if inner:
                done.append(replace(child, children=inner))
    return tuple(_joined(done)), before


def _joined(children: Iterable[Inline]) -> list[Inline]:
    done: list[Inline] = []
    for is_text, run in groupby(children, key=lambda child: isinstance(child, Text)):
        same = tuple(run)
        done += [Text(inline_text(same))] if is_text else same
    return done


def _one_blank(match: re.Match[str]) -> str:
    return "\u3000" if "\u3000" in match[0] else " "


def _trim_end(children: tuple[Inline, ...], *, breaks: bool = True) -> tuple[Inline, ...]:
    """Without blanks and, unless `breaks` is off, line breaks at the end."""
    while children:
        last = children[-1]
        if isinstance(last, LineBreak):
            if not breaks:
                return children
            children = children[:-1]
            continue
        if isinstance(last, Code | NoteCall):
            return children
        if isinstance(last, Text):
            trimmed: Inline | None = Text(last.text.rstrip(BLANKS)) if last.text.rstrip(BLANKS) else None
        else:
            inner = _trim_end(last.children, breaks=breaks)
            trimmed = replace(last, children=inner) if inner else None
        if trimmed is not None:
            return (*children[:-1], trimmed)
        children = children[:-1]
    return children
