"""Containers in manuscripts: the lines between `:::资料` and `:::`, found before the blocks are parsed.

All opening and closing lines are paired in one pass, so that a thousand forgotten ends cost no more than a thousand
lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from markdown_it.rules_block import StateBlock

ContainerKind = Literal["poem", "interview", "names", "sidebar", "links", "notice", "remark", "brief", "case", "jump"]

_SPELLINGS: dict[ContainerKind, str] = {
    "poem": "诗 诗歌 poem verse",
    "interview": "问答 访谈 qa interview",
    "sidebar": "资料 背景 sidebar",
    "links": "链接 相关链接 links",
    "names": "名单 names",
    "notice": "启事 通知 notice",
    "remark": "按 编者按 文中按 remark",
    "brief": "简讯 brief",
    "case": "案例 case",
    "jump": "转版 jump",
}
_KINDS: dict[str, ContainerKind] = {word: kind for kind, words in _SPELLINGS.items() for word in words.split()}

KNOWN_ZH = "、".join(words.split()[0] for words in _SPELLINGS.values())
KNOWN_EN = ", ".join(next(word for word in words.split() if word.isascii()) for words in _SPELLINGS.values())

_MARK = re.compile(r"[ \t]*[:：]{3,}[ \t\u3000]*(?:([^\s:：]{1,20})[ \t\u3000]*([^\n]*))?")

_DASHES = ("——", "--")


@dataclass(frozen=True)
class Container:
    """A container: its kind (None for a name that is not known), and the lines, from 0, where it opens and ends.

    `end` is the closing line, or the line before which a container ends that nobody closed.
    """

    name: str
    kind: ContainerKind | None
    title: str
    end: int
    closed: bool


@dataclass(frozen=True)
class Containers:
    """The containers of a manuscript by their opening lines, the closing lines that close nothing, and the lines of
    notices that begin with a dash: a paragraph of their own."""

    opened: dict[int, Container]
    stray: frozenset[int]
    signed: frozenset[int]


def find_containers(lines: Sequence[str], literal: AbstractSet[int]) -> Containers:
    """Pair opening and closing lines; `literal` are lines of code blocks, where colons are colons.

    A container that is not closed ends before the next one, the next heading, or at the end.
    """
    marks = {
        number: match
        for number, line in enumerate(lines)
        if number not in literal and (match := _MARK.fullmatch(line.rstrip()))
    }
    ends: dict[int, int] = {}
    waiting: list[int] = []
    stray: set[int] = set()
    for number, match in marks.items():
        if _is_jump(match):
            ends[number] = number
        elif match[1]:
            waiting.append(number)
        elif waiting:
            ends[waiting.pop()] = number
        else:
            stray.add(number)
    opened: dict[int, Container] = {}
    stop = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        if lines[number].startswith("#"):
            stop = number
        if number in marks and (name := marks[number][1]):
            end = ends.get(number, stop)
            title = (marks[number][2] or "").rstrip(":： \t\u3000")
            opened[number] = Container(name, _KINDS.get(name.lower()), title, end, number in ends)
            stop = number
    signed = frozenset(
        end - 1
        for item in opened.values()
        if item.kind == "notice" and lines[(end := item.end) - 1].lstrip().startswith(_DASHES)
    )
    return Containers(opened, frozenset(stray), signed)


def _is_jump(mark: re.Match[str]) -> bool:
    """Whether a line breaks the article off: a container without content, which is never closed."""
    return _KINDS.get((mark[1] or "").lower()) == "jump"


def container_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The parser's rule: a token pair `container` around the blocks inside; nothing for a stray end."""
    found: Containers = state.env["containers"]
    container = found.opened.get(start)
    if container is None:
        return _take_end(state, start, silent)
    if silent:
        return True
    stop = max(start + 1, min(container.end, end))
    token = state.push("container_open", "div", 1)
    token.map, token.meta = [start, stop], {"container": container}
    parent, last = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", stop
    state.md.block.tokenize(state, start + 1, stop)
    state.parentType, state.lineMax = parent, last
    state.push("container_close", "div", -1)
    state.line = min(end, container.end + 1) if container.closed else stop
    return True


def _take_end(state: StateBlock, start: int, silent: bool) -> bool:
    found: Containers = state.env["containers"]
    if start not in found.stray:
        return False
    if not silent:
        state.line = start + 1
    return True
