"""Lines of YAML as an editor sees them: indentation, dashes, key, colon, value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from typeset.manifest.draft import Draft
from typeset.manifest.shapes import all_spellings

COLONS = ":：﹕∶︰"
WIDE_SPACES = "\u3000\xa0"

_LINE = re.compile(r"(?P<indent>[ \t\u3000\xa0]*)(?P<dashes>(?:-[ \t]+)*)(?P<rest>.*)")
_KEYED = re.compile(
    r"""(?P<key>"[^"]{1,60}"|'[^']{1,60}'|[^\s:：﹕∶︰#'"\[\]{},&*!|>%@`?\-][^:：﹕∶︰\[\]{}"']{0,59}?)"""
    r"""(?P<gap>\s*)(?P<colon>[:：﹕∶︰])(?P<space>[ \t\u3000\xa0]*)(?P<value>.*)"""
)
_COMMENT = re.compile(r"(?:^|[ \t])#.*$")
_BLOCK_HEADER = re.compile(r"(?:^|[-:：]\s*)[|>][+\-0-9]{0,2}\s*(?:#.*)?$")


@dataclass(frozen=True)
class Line:
    """One line taken apart. Columns count from 1; `key` is empty where there is none."""

    number: int
    indent: str
    dashes: str
    content: str
    key: str = ""
    colon: str = ""
    colon_column: int = 0
    space: str = ""
    value: str = ""
    value_column: int = 0

    @property
    def column(self) -> int:
        """Where the content begins, after indentation and dashes."""
        return len(self.indent) + len(self.dashes) + 1

    @property
    def blank(self) -> bool:
        """Nothing on it but spaces or a comment."""
        return not self.dashes and (not self.content or self.content.startswith("#"))

    @property
    def known(self) -> bool:
        """Whether its key is one of the manifest's."""
        return self.key in all_spellings()

    @property
    def wide(self) -> bool:
        """Whether its colon is a full-width one."""
        return bool(self.colon) and self.colon != ":"

    @property
    def tight(self) -> bool:
        """Whether its colon lacks the space that YAML wants after it."""
        return self.colon == ":" and bool(self.value) and not self.space.startswith((" ", "\t"))

    @property
    def proper(self) -> bool:
        """Whether it has a key and a colon that YAML takes for one."""
        return self.colon == ":" and not self.tight

    @property
    def block_header(self) -> bool:
        """Whether a block of text (| or >) follows."""
        return bool(_BLOCK_HEADER.search(self.content))


def line_of(draft: Draft, number: int) -> Line:
    """A line of a draft, by its number from 1."""
    found = _LINE.fullmatch(draft.line(number))
    if found is None:  # cannot be: the pattern takes any line
        raise AssertionError
    indent, dashes, rest = found["indent"], found["dashes"], found["rest"]
    keyed = _KEYED.fullmatch(rest)
    if keyed is None:
        value = _COMMENT.sub("", rest).rstrip()
        return Line(number, indent, dashes, rest, value=value, value_column=found.start("rest") + 1)
    start = found.start("rest") + 1
    # Directly after a colon a # begins no comment, but a value that lacks its space.
    value = _COMMENT.sub("", keyed["value"]).rstrip() if keyed["space"] else keyed["value"].rstrip()
    return Line(
        number,
        indent,
        dashes,
        rest,
        keyed["key"].strip("\"'"),
        keyed["colon"],
        start + keyed.start("colon"),
        keyed["space"],
        value,
        start + keyed.start("value"),
    )


def lines_of(draft: Draft) -> Sequence[Line]:
    """All lines of a draft that are not inside a block of text."""
    found: list[Line] = []
    inside = -1  # lines indented deeper than this many columns belong to a block of text
    for number in range(1, len(draft.lines) + 1):
        line = line_of(draft, number)
        if inside >= 0 and (not draft.line(number).strip() or len(line.indent) > inside):
            continue
        inside = -1
        if line.block_header:
            # A key after dashes is the parent of the block; a dash alone is at its own column.
            inside = line.column - 1 if line.key else max(0, line.column - 3)
        found.append(line)
    return found


def line_above(draft: Draft, number: int) -> Line | None:
    """The nearest line above that is not blank."""
    for above in range(number - 1, 0, -1):
        if not (line := line_of(draft, above)).blank:
            return line
    return None
