"""Slips of the pen in YAML: what each looks like on a line, how it is reported, and how the draft is mended.

Every function looks at one line (and its neighbours) and returns what it found; `diagnosis` says when to ask which.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from typeset.manifest.draft import NO_TEXT, Draft, Edit, Finding
from typeset.manifest.lines import COLONS, WIDE_SPACES, Line, line_above, line_of, lines_of
from typeset.manifest.shapes import all_spellings
from typeset.problems import problem

_SPECIAL = "@`%&*!|>?-,]}[{#"
_CLOSING = {'"': "”", "'": "’"}
_BRACKETS = {"[": "]", "{": "}"}
_WIDE_DASHES = "－—–•●·"
_SHOWN = 40
_LONGEST_KEY = 12  # characters of a word that may have been meant for a key
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{2,5}$")


def shown(text: str) -> str:
    """Text as a message shows it: on one line, cut when long."""
    text = NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def quoted(value: str) -> str:
    """A value as a YAML single-quoted scalar."""
    return "'" + value.replace("'", "''") + "'"


def quote_value(line: Line) -> Edit:
    """The edit that quotes a line's whole value."""
    return Edit(line.number, line.value_column, len(line.value), quoted(line.value))


def mended_pair(key: str, value: str) -> str:
    """A key and its value as a hint shows them."""
    return f"{key}: {shown(value)}".rstrip()


def bad_colon(draft: Draft, line: Line) -> Finding | None:
    """A full-width colon after a key, a colon without the space after it, or several colons."""
    if not (line.wide or line.tight):
        return None
    place = draft.place(line.number, line.colon_column)
    value = line.value.lstrip(COLONS + " \t" + WIDE_SPACES)
    if line.value[:1] and line.value[0] in COLONS:
        found = problem("yaml-extra-colon", place, mended=mended_pair(line.key, value))
    else:
        code = "yaml-wide-colon" if line.wide else "yaml-tight-colon"
        found = problem(code, place, key=line.key, mended=mended_pair(line.key, value))
    removed = 1 + len(line.space + line.value) - len(value)
    return Finding(found, (Edit(line.number, line.colon_column, removed, ": "),))


def bad_colons(draft: Draft, first: Line) -> tuple[Finding, ...]:
    """The bad colon of a line and, as typing habits repeat, those that are as clear on all other lines.

    Clear is a known key that stands alone on its line or opens a list item with more keys below; text in a list may
    well begin with a word and a colon.
    """
    lines = lines_of(draft)
    found = {first.number: bad_colon(draft, first)}
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        opens_item = line.dashes and after and not after.dashes and bool(after.key) and after.column == line.column
        if line.known and (not line.dashes or opens_item):
            found.setdefault(line.number, bad_colon(draft, line))
    return tuple(finding for finding in found.values() if finding)


def missing_colon(draft: Draft, line: Line) -> Finding | None:
    """A known key with a space, but no colon, before its value; or a word with deeper lines below it."""
    key, _, value = line.content.partition(" ")
    opens_group = not value and len(key) <= _LONGEST_KEY and _deeper_below(draft, line)
    if line.key or line.block_header or not (key in all_spellings() or opens_group):
        return None
    column = line.column + len(key)
    place = draft.place(line.number, line.column, len(key))
    found = problem("yaml-missing-colon", place, key=key, mended=mended_pair(key, value))
    return Finding(found, (Edit(line.number, column, 0, ":"),))


def _deeper_below(draft: Draft, line: Line) -> bool:
    """Whether the next line that says something stands further in."""
    for number in range(line.number + 1, len(draft.lines) + 1):
        if not (below := line_of(draft, number)).blank:
            return len(below.indent) >= line.column
    return False


def special_start(draft: Draft, line: Line, column: int) -> Finding | None:
    """A value without quotes that begins with a character YAML keeps for itself; the error must be in it."""
    mark = line.value[:1]
    if not mark or mark not in _SPECIAL or column < line.value_column:
        return None
    if mark == "-" and not line.value.startswith("- "):
        return None
    place = draft.place(line.number, line.value_column, len(line.value))
    code = "yaml-bracket-text" if mark in _BRACKETS else "yaml-special-start"
    found = problem(code, place, mark=mark, value=shown(line.value), quoted=shown(quoted(line.value)))
    return Finding(found, (quote_value(line),))


def colon_in_value(draft: Draft, line: Line, column: int) -> Finding | None:
    """A second colon on a line, with a space after it or at its end."""
    if not line.proper or column <= line.colon_column or not line.value or line.value[0] in "\"'[{":
        return None
    place = draft.place(line.number, column)
    found = problem("yaml-colon-in-value", place, key=line.key, quoted=shown(quoted(line.value)))
    return Finding(found, (quote_value(line),))


def open_quote(draft: Draft, line: Line) -> Finding | None:
    """A value that begins with a quotation mark and does not end with the same one on its line."""
    mark = line.value[:1]
    if mark not in _CLOSING or (len(line.value) > 1 and _closed(line.value)):
        return None
    last = line.value[-1]
    end = line.value_column + len(line.value)
    if last in _CLOSING.values() and len(line.value) > 1:
        place = draft.place(line.number, end - 1)
        found = problem("yaml-mixed-quotes", place, mark=mark, wrong=last)
        return Finding(found, (Edit(line.number, end - 1, 1, mark),))
    found = problem("yaml-unclosed-quote", draft.place(line.number, line.value_column), mark=mark)
    if mark == '"' and "\\" in line.value:
        return Finding(found, (Edit(line.number, line.value_column, len(line.value), quoted(line.value[1:])),))
    return Finding(found, (Edit(line.number, end, 0, mark),))


def _closed(value: str) -> bool:
    """Whether a quoted value closes on its line (doubled or escaped marks do not close it)."""
    mark, rest = value[0], value[1:]
    rest = rest.replace("''", "") if mark == "'" else rest.replace("\\\\", "").replace('\\"', "")
    return mark in rest


def text_after_quote(draft: Draft, line: Line, column: int) -> Finding | None:
    """A value that begins with a quoted part and goes on after it."""
    mark = line.value[:1]
    if mark not in _CLOSING or not _closed(line.value) or column <= line.value_column + 1:
        return None
    place = draft.place(line.number, line.value_column, len(line.value))
    found = problem(
        "yaml-text-after-quote", place, mark=mark, value=shown(line.value), quoted=shown(quoted(line.value))
    )
    return Finding(found, (quote_value(line),))


def backslash(draft: Draft, line: Line, column: int) -> Finding | None:
    """A backslash in double quotes that begins no escape YAML knows: mostly a Windows path."""
    if not line.value.startswith('"') or "\\" not in line.value:
        return None
    # The two parsers mark the backslash or the character after it.
    place = draft.place(line.number, draft.line(line.number).rfind("\\", 0, column) + 1)
    plain = line.value[1:-1] if line.value.endswith('"') and len(line.value) > 1 else line.value[1:]
    if _SUFFIX.search(plain):
        plain = plain.replace("\\", "/")
    found = problem("yaml-backslash", place, value=shown(line.value), quoted=shown(quoted(plain)))
    return Finding(found, (Edit(line.number, line.value_column, len(line.value), quoted(plain)),))


def open_bracket(draft: Draft, line: Line) -> Finding | None:
    """A list or group in brackets that has full-width commas, or that is not closed on its line."""
    mark = line.value[:1]
    if mark not in _BRACKETS:
        return None
    if "，" in line.value:
        at = line.value.index("，")
        found = problem("yaml-wide-comma", draft.place(line.number, line.value_column + at))
        commas = [position for position, char in enumerate(line.value) if char == "，"]
        return Finding(found, tuple(Edit(line.number, line.value_column + at, 1, ", ") for at in commas))
    if _BRACKETS[mark] in line.value:
        return special_start(draft, line, line.value_column)
    place = draft.place(line.number, line.value_column)
    found = problem("yaml-open-bracket", place, mark=mark, closing=_BRACKETS[mark])
    return Finding(found, (Edit(line.number, line.value_column + len(line.value), 0, _BRACKETS[mark]),))


def bracket_above(draft: Draft, line: Line) -> Finding | None:
    """A bracket that was opened on a line above, with none closed since."""
    for number in range(line.number - 1, max(0, line.number - 200), -1):
        above = line_of(draft, number)
        if above.value[:1] in _BRACKETS and _BRACKETS[above.value[0]] not in above.value:
            return open_bracket(draft, above)
        if "]" in above.content or "}" in above.content:
            return None
    return None


def dash_space(draft: Draft, line: Line) -> Finding | None:
    """A list item whose dash lacks the space after it, or is not the plain one."""
    first = line.content[:1]
    after = line.content[1:2]
    if not after or not (first in _WIDE_DASHES or (first == "-" and after not in " -")):
        return None
    place = draft.place(line.number, line.column)
    found = problem("yaml-dash-space", place, written=first)
    return Finding(found, (Edit(line.number, line.column, 1, "-" if after == " " else "- "),))


def stray_line(draft: Draft, line: Line) -> Finding | None:
    """A line that is neither `key: value` nor a list item: mostly the rest of the value above it."""
    if line.key or line.dashes:
        return None
    above = line_above(draft, line.number)
    place = draft.place(line.number, line.column, len(line.content))
    if above and above.block_header:
        return Finding(problem("yaml-block-indent", place), _indent_block(draft, above, line))
    found = problem("yaml-stray-line", place, text=shown(line.content))
    if above and above.value and above.value[0] not in "\"'[{|>":
        deeper = " " * (above.column + 1 - len(line.indent))
        return Finding(found, (Edit(line.number, 1, 0, deeper),))
    return Finding(found, drop_block(draft, line))


def no_key(draft: Draft, line: Line) -> Finding:
    """A line without a key where keys stand."""
    place = draft.place(line.number, line.column, max(1, len(line.content)))
    found = problem("yaml-stray-line", place, text=shown(line.content))
    return Finding(found, (Edit(line.number, line.column, 0, "# "),))


def _indent_block(draft: Draft, header: Line, first: Line) -> tuple[Edit, ...]:
    """Push the text below a block's header deeper, up to the next line that has a known key or a dash."""
    edits = []
    for number in range(first.number, len(draft.lines) + 1):
        line = line_of(draft, number)
        if line.known or line.dashes:
            break
        if draft.line(number).strip():
            edits.append(Edit(number, 1, 0, " " * (header.column + 1)))
    return tuple(edits)


def drop_block(draft: Draft, line: Line) -> tuple[Edit, ...]:
    """Make a line, and the deeper ones below it, a comment: the last resort."""
    edits = [Edit(line.number, 1, 0, "#")]
    depth = len(line.indent)
    for number in range(line.number + 1, len(draft.lines) + 1):
        below = line_of(draft, number)
        if draft.line(number).strip() and len(below.indent) <= depth:
            break
        edits.append(Edit(number, 1, 0, "#"))
    return tuple(edits)


def first_found(*asked: Callable[[], Finding | None]) -> Finding | None:
    """The first finding of several questions."""
    for ask in asked:
        if finding := ask():
            return finding
    return None
