"""Suspicions: YAML that parses, but surely not as it was meant.

A full-width colon makes plain text of a key, a # swallows a value, a lost quotation mark swallows the lines below.
Only the shapes of the model show it; the slips are mended in the draft, which is then read again.
"""

from __future__ import annotations

import re

from typeset.manifest.draft import Edit, Finding
from typeset.manifest.indentation import wide_indent
from typeset.manifest.lines import COLONS, WIDE_SPACES, line_of
from typeset.manifest.nodes import Scalar
from typeset.manifest.notes import Notes
from typeset.manifest.shapes import Group, all_spellings
from typeset.manifest.slips import bad_colon, bad_colons, dash_space, mended_pair, quoted, shown
from typeset.problems import problem

_KEY_COLON = re.compile(rf"(?P<key>[^{COLONS}]{{1,40}})(?P<colon>[{COLONS}])(?P<space>\s*)(?P<value>.*)")
_NEXT_KEY = re.compile(rf"，\s*(?P<key>[^，\s{COLONS}]{{1,40}})\s*[{COLONS}]")
_SWALLOWED = re.compile(r"(?P<space>\s+)(?P<text>#[^\s#].*?)\s*")


def misspelled_key(notes: Notes, node: Scalar) -> bool:
    """Whether an unknown key is a known one with a slip around it: its colon, its indentation, its dash."""
    if node.style:
        return False
    start = node.start
    if _colon_in_key(notes, node):
        return True
    line = line_of(notes.draft, start.line)
    if node.value[:1] in WIDE_SPACES and len(line.indent) >= start.column:
        notes.mend(wide_indent(notes.draft, line))
        return True
    if line.column == start.column and (dash := dash_space(notes.draft, line)):
        notes.mend(dash)
        return True
    return False


def _colon_in_key(notes: Notes, node: Scalar) -> bool:
    """A bad colon that made one key of a known key and its value, or a colon too many."""
    found = _KEY_COLON.fullmatch(node.value)
    if not found or found["key"].strip() not in all_spellings():
        return False
    key, value, line = found["key"].strip(), found["value"], node.start.line
    column = node.start.column + found.start("colon")
    place = notes.draft.place(line, column)
    if not value and found["colon"] == ":":
        rest = notes.draft.line(line)[node.end.column :].strip()
        slip = problem("yaml-extra-colon", place, mended=mended_pair(key, rest))
        notes.mend(Finding(slip, (Edit(line, column, 1, ""),)))
        return True
    code = "yaml-tight-colon" if found["colon"] == ":" else "yaml-wide-colon"
    slip = problem(code, place, key=key, mended=mended_pair(key, value))
    notes.mend(Finding(slip, (Edit(line, column, 1 + len(found["space"]), ": "),)))
    return True


def keys_in_text(notes: Notes, node: Scalar, group: Group) -> bool:
    """Whether a text that stands for a group is in truth the group's keys with bad colons."""
    if node.style:
        return False
    known = group.spellings if group.takes_text else all_spellings()
    for number in range(node.start.line, node.end.line + 1):
        line = line_of(notes.draft, number)
        if number == node.start.line and line.column != node.start.column:
            continue
        if line.key in known and (line.wide or line.tight):
            everywhere = not notes.colons_sought
            notes.mend(*(bad_colons(notes.draft, line) if everywhere else [bad_colon(notes.draft, line)]))
            notes.colons_sought = True
            return True
    return False


def swallows_keys(notes: Notes, node: Scalar, group: Group) -> bool:
    """Whether a text that runs over several lines has swallowed keys of its group below it."""
    if node.style in ("|", ">"):
        return False
    if not node.style and _comma_before_key(notes, node, group):
        return True
    for number in range(node.start.line + 1, node.end.line + 1):
        line = line_of(notes.draft, number)
        if line.dashes and not node.style:
            notes.report("yaml-dash-in-text", notes.draft.place(number, len(line.indent) + 1))
        if line.key not in group.spellings:
            continue
        if node.style:
            end = len(notes.draft.line(node.start.line).rstrip()) + 1
            place = notes.draft.place(node.start.line, node.start.column)
            slip = problem("yaml-unclosed-quote", place, mark=node.style)
            notes.mend(Finding(slip, (Edit(node.start.line, end, 0, node.style),)))
            return True
        if line.wide or line.tight:
            notes.mend(bad_colon(notes.draft, line))
            return True
    return False


def _comma_before_key(notes: Notes, node: Scalar, group: Group) -> bool:
    """Whether a value in brackets goes on, after a full-width comma, with the next key of its group."""
    found = _NEXT_KEY.search(node.value)
    line = notes.draft.line(node.start.line)
    before = line[: node.start.column - 1]
    if not found or found["key"] not in group.spellings or before.count("{") <= before.count("}"):
        return False
    column = node.start.column + found.start()
    slip = problem("yaml-wide-comma", notes.draft.place(node.start.line, column))
    notes.mend(Finding(slip, (Edit(node.start.line, column, 1, ", "),)))
    return True


def swallowed_value(notes: Notes, node: Scalar) -> bool:
    """Whether a value is empty because a # directly before its text made a comment of it."""
    found = _SWALLOWED.fullmatch(notes.draft.line(node.start.line), node.start.column - 1)
    if not found:
        return False
    text, column = found["text"], found.start("text") + 1
    place = notes.draft.place(node.start.line, column, len(text))
    slip = problem("yaml-hash-value", place, value=shown(text), quoted=shown(quoted(text)))
    notes.mend(Finding(slip, (Edit(node.start.line, column, len(text), quoted(text)),)))
    return True


def warn_of_comment(notes: Notes, node: Scalar) -> None:
    """Warn where a # after a plain value, directly before text, has cut that text off."""
    if node.style or node.start.line != node.end.line:
        return
    line = notes.draft.line(node.end.line)
    if found := _SWALLOWED.fullmatch(line, node.end.column - 1):
        place = notes.draft.place(node.end.line, found.start("text") + 1, len(found["text"]))
        whole = quoted(line[node.start.column - 1 : found.end("text")])
        notes.report("yaml-hash-comment", place, text=shown(found["text"]), quoted=shown(whole))
