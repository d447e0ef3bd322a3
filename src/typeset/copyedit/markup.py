"""What of a text is wording: blocks, with stand-ins where markup, code and addresses are.

Knows as much Markdown as clean-up needs: what is unsure stays wording where that is harmless, and is masked where a
change could break it. Nothing here is recursive or looks back, so time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from typeset.copyedit.characters import ADDRESS, CODE, EDGE, GONE, HAN_CHAR, STAND_INS
from typeset.copyedit.model import Kind

BlockKind = Literal["paragraph", "heading", "item", "row", "picture", "title", "line", "byline", "verse"]


@dataclass(frozen=True)
class Block:
    """A stretch of a text that is read as one: its offsets, what it is, and its text with stand-ins for markup."""

    start: int
    end: int
    kind: BlockKind
    masked: str

    @property
    def has_han(self) -> bool:
        """Whether any of it is Chinese."""
        return HAN_CHAR.search(self.masked) is not None


_URL = r"(?:(?:https?|ftp)://|www\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*[A-Za-z0-9/=#&_~-]"
_EMAIL = r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}"
_ADDRESSES = re.compile(rf"(?P<address>{_URL}|{_EMAIL})|(?P<code>[A-Za-z]:\\[^\s\u3000-\uffef]*|[\ue000-\ue003]+)")
_INLINE = re.compile(
    r"(?P<code>`{3,}[^`\n]*`{3,}|``[^\n]{1,400}?``|`[^`\n]+`|\\[!-/:-@\[-`{-~]|&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|\w{2,31});"
    r"|!\[[^\]\n]{0,500}\]\([^()\n]{0,500}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)"
    r"|(?<![A-Za-z-])[A-Za-z-]++=\"[^\"\n]{0,200}\"|[A-Za-z]:\\[^\s\u3000-\uffef]*|[\ue000-\ue003]+)"
    rf"|(?P<address><(?:https?://|mailto:)[^<>\s]+>|{_URL}|{_EMAIL})"
    r"|(?P<gone>\[\^[^\]\s]{1,50}\]|</?[A-Za-z][^<>\n]{0,300}>|<!--[^\n]{0,2000}?-->|~~(?=\S)|(?<=\S)~~"
    r"|\*+(?=\S)|(?<=\S)\*+|(?<![A-Za-z0-9_])_+(?=\S)|(?<=\S)_+(?![A-Za-z0-9_]))"
    r"|(?P<link>\[(?P<words>[^\[\]\n]{1,500})\]\([^()\n]{0,500}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\))"
    r"|(?P<edge>\^\[)"
)
_STAND_IN = {"code": CODE, "address": ADDRESS, "gone": GONE, "edge": EDGE}

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t\u3000]*")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*)$")
_QUOTE = re.compile(r"[ \t]{0,12}(?:>[ \t]?)+")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_DEFINITION = re.compile(r" {0,3}\[(?P<note>\^)?[^\]\n]{1,80}\]:[ \t]*")
_DELIMITER = re.compile(r"(?=[ \t:|]*-)[ \t:|-]+$")
_CONTAINER = re.compile(r"[ \t]*[:：]{3,}[ \t\u3000]*(?:(?P<name>[^\s:：]{1,20})[ \t\u3000]*)?(?P<title>[^\n]*)")
_SPACED = frozenset(("名单", "names", "诗", "诗歌", "poem", "verse"))  # containers in which blanks part names or verses
_PICTURE = re.compile(r"[ \t]*!\[(?P<words>[^\]\n]{0,500})\]\([^()\n]{1,500}\)[ \t]*$")


def blocks(text: str, kind: Kind) -> list[Block]:
    """The blocks of a text in order; what is between them is no wording."""
    if kind is Kind.MARKDOWN:
        return list(_markdown(text))
    name: BlockKind = {Kind.PLAIN: "paragraph", Kind.TITLE: "title", Kind.LINE: "line"}.get(kind, "byline")  # type: ignore[assignment]
    return [
        Block(start, end, name, _with_addresses(line))
        for start, end, line in _lines(text)
        if line.strip(" \t\u3000\r") and end > start
    ]


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        stop = end - 1 if end > start and text[end - 1] == "\r" else end
        yield start, stop, text[start:stop]
        start = end + 1


def _with_addresses(line: str) -> str:
    return _ADDRESSES.sub(lambda match: _STAND_IN[match.lastgroup or "code"] * len(match[0]), line)


def _markdown(text: str) -> Iterator[Block]:
    """Lines gathered to blocks: a paragraph runs to a blank line or to a line that opens another block."""
    open_lines: list[tuple[int, int, str, int]] = []
    name: BlockKind = "paragraph"
    fence, comment, paragraph = "", False, name
    lines = list(_lines(text))
    skipped = _front_matter([line for _, _, line in lines])
    for number, (start, end, line) in enumerate(lines):
        if number < skipped:
            continue
        if fence:
            fence = "" if line.strip().startswith(fence) and not line.strip().strip(fence[0]) else fence
            continue
        if comment or line.lstrip().startswith("<!--"):
            comment = "-->" not in line
            found_fence = None
        elif found := _CONTAINER.fullmatch(line):
            yield from _block(text, open_lines, name)
            open_lines, found_fence = [], None
            paragraph = "verse" if (found["name"] or "").lower() in _SPACED else "paragraph"
            if found["title"]:
                yield from _block(text, [(start, end, line, found.start("title"))], "title")
        else:
            found_fence = _FENCE.match(line)
            if not found_fence and line.strip(" \t\u3000") and not _RULE.match(line):
                opened, prefix = _opening(
                    line, lines[number + 1][2] if number + 1 < len(lines) else "", open_lines, name
                )
                if opened:
                    yield from _block(text, open_lines, name)
                    open_lines, name = [], paragraph if opened == "paragraph" else opened
                paragraph = "paragraph" if name == "heading" else paragraph
                open_lines.append((start, end, line, prefix))
                if name in ("heading", "row", "picture"):
                    yield from _block(text, open_lines, name)
                    open_lines, name = [], "paragraph"
                continue
        yield from _block(text, open_lines, name)
        open_lines, name = [], "paragraph"
        fence = found_fence[1] if found_fence else ""
    yield from _block(text, open_lines, name)


def _front_matter(lines: list[str]) -> int:
    """How many lines at the top are settings between two lines of ---."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    end = next((number for number, line in enumerate(lines[1:200], 1) if line.rstrip() in ("---", "...")), 0)
    return end + 1 if end and any(":" in line for line in lines[1:end]) else 0


def _opening(
    line: str, below: str, before: list[tuple[int, int, str, int]], name: BlockKind
) -> tuple[BlockKind | None, int]:
    """The kind of block that a line opens, None where it goes on with the one before; and how long its marks are."""
    if found := _HEADING.match(line):
        return "heading", found.end()
    if _PICTURE.match(line):
        return "picture", 0
    bars = line.count("|") - line.count("\\|")
    if bars and (line.lstrip().startswith("|") or (_DELIMITER.match(below) and "|" in below) or name == "row"):
        return "row", 0
    if found := _DEFINITION.match(line):
        return "item", found.end() if found["note"] else len(line)
    quote = _QUOTE.match(line)
    at = quote.end() if quote else 0
    if found := _ITEM.match(line, at):
        return "item", found.end()
    if before:
        return None, at or len(line) - len(line.lstrip(" \t"))
    return "paragraph", at


def _block(text: str, lines: list[tuple[int, int, str, int]], name: BlockKind) -> Iterator[Block]:
    if not lines:
        return
    start, end = lines[0][0], lines[-1][1]
    parts = []
    for number, (begin, stop, line, prefix) in enumerate(lines):
        mark = EDGE if number == 0 else GONE
        parts.append(_masked_line(line, prefix, mark, name))
        following = lines[number + 1][0] if number + 1 < len(lines) else stop
        parts.append(text[stop:following])
        assert begin + len(line) == stop
    yield Block(start, end, name, "".join(parts))


def _masked_line(line: str, prefix: int, mark: str, name: BlockKind) -> str:
    if name == "row":
        if _DELIMITER.match(line):
            return EDGE * len(line)
        line = re.sub(r"(?<!\\)[ \t]*\|[ \t]*", lambda match: EDGE * len(match[0]), line)
    if name == "picture" and (found := _PICTURE.match(line)):
        begin, end = found.span("words")
        return EDGE * begin + line[begin:end] + EDGE * (len(line) - end)
    if name == "heading" and (at := _closing_marks(line, prefix)):
        line = line[:at] + EDGE * (len(line) - at)
    return mark * prefix + _INLINE.sub(_masked, line[prefix:])


def _closing_marks(line: str, prefix: int) -> int:
    """Where the # begin that close a heading (with the blanks before them); 0 where there are none."""
    bare = line.rstrip(" \t")
    words = bare.rstrip("#")
    at = len(words.rstrip(" \t"))
    return at if prefix < at < len(words) < len(bare) else 0


def _masked(match: re.Match[str]) -> str:
    if match["link"]:
        begin, end = (at - match.start() for at in match.span("words"))
        inside = _INLINE.sub(_masked, match["words"])
        return GONE * begin + inside + GONE * (len(match[0]) - end)
    for name, stand_in in _STAND_IN.items():
        if match[name]:
            return stand_in * len(match[0])
    return match[0]


def printed(masked: str) -> str:
    """A masked text as a reader sees it, markup left out; its length is no longer the source's."""
    return masked.replace(GONE, "").replace(EDGE, "")


def without_markup(masked: str, replaced: Callable[[str], str] = lambda char: char) -> str:
    """A masked text of the same length with stand-ins as blanks."""
    return "".join(" " if char in STAND_INS else replaced(char) for char in masked)
