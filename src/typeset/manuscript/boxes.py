"""What containers hold, from blocks and lines: signatures, verses, names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from typeset.manuscript.model import Block, NameGroup, Paragraph, Verse, inline_text

_SIGNATURE = re.compile(r"(?:——|--)\s*(?=\S)")
_LABEL = re.compile(r"([^:：]{1,30})[:：]\s*(.*)", re.DOTALL)
_BETWEEN_NAMES = re.compile(r"[\s、，,；;。.]+")
_LATIN_NAME = re.compile(r"[A-Za-z]")


def split_signature(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], str]:
    """The blocks without a last line `——…`, and what it says."""
    if blocks and isinstance(last := blocks[-1], Paragraph):
        text = inline_text(last.children)
        if found := _SIGNATURE.match(text):
            return blocks[:-1], text[found.end() :].strip()
    return blocks, ""


def split_verse_signature(stanzas: Sequence[tuple[Verse, ...]]) -> tuple[tuple[tuple[Verse, ...], ...], str]:
    """The stanzas without a last line `——…`, and what it says."""
    if stanzas and stanzas[-1]:
        text = inline_text(stanzas[-1][-1]).strip()
        if found := _SIGNATURE.match(text):
            rest = stanzas[-1][:-1]
            return (*stanzas[:-1], *((rest,) if rest else ())), text[found.end() :].strip()
    return tuple(stanzas), ""


def name_groups(lines: Sequence[str]) -> tuple[NameGroup, ...]:
    """The names of lines such as `生产部：张三 李四、王五`; a line that is a label alone labels what follows."""
    groups: list[tuple[str, list[str]]] = []
    for line in lines:
        label, rest = "", line.strip()
        if found := _LABEL.fullmatch(rest):
            label, rest = found[1].strip(), found[2]
        if label or not groups:
            groups.append((label, []))
        groups[-1][1].extend(split_names(rest))
    return tuple(NameGroup(label, tuple(names)) for label, names in groups if label or names)


def split_names(text: str) -> tuple[str, ...]:
    """The names in a text, spread ones (张　三) joined; Latin words between other marks than blanks are one name."""
    if _LATIN_NAME.search(text) and re.search(r"[、，,；;]", text):
        return tuple(name for part in re.split(r"[、，,；;。]", text) if (name := " ".join(part.split())))
    names: list[str] = []
    waiting = ""
    for part in _BETWEEN_NAMES.split(text):
        if len(part) == 1:
            waiting += part
            if len(waiting) == 2:
                names.append(waiting)
                waiting = ""
        elif part:
            names += [waiting, part] if waiting else [part]
            waiting = ""
    return (*names, waiting) if waiting else tuple(names)
