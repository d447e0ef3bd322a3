"""Diagnosis: from the place where the YAML parser stopped to the slip that an editor made.

The parser's own words say little to an editor and differ between PyYAML's two parsers, so only its marks and the
kind of stop are used; what happened is read from the lines.
"""

from __future__ import annotations

import yaml

from typeset.manifest import slips
from typeset.manifest.draft import Draft, Edit, Finding
from typeset.manifest.indentation import misplaced, stray_mark, tabs, wide_indent
from typeset.manifest.lines import Line, line_above, line_of
from typeset.manifest.slips import first_found
from typeset.problems import problem


def diagnose(draft: Draft, error: yaml.MarkedYAMLError) -> tuple[Finding, ...]:
    """What went wrong; more than one finding where the same slip was made elsewhere too. Never empty."""
    mark = error.problem_mark or error.context_mark
    context = error.context_mark or mark
    if mark is None or context is None:  # both parsers always give a mark
        return (_unknown(draft, line_of(draft, 1)),)
    stop = line_of(draft, min(mark.line + 1, len(draft.lines)))
    start = line_of(draft, min(context.line + 1, len(draft.lines)))
    words = f"{error.context or ''} {error.problem or ''}"
    if finding := tabs(draft, stop) or tabs(draft, start):
        return (finding,)
    if finding := stray_mark(draft, start) or stray_mark(draft, stop):
        return (finding,)
    if "directive" in words or "incompatible" in words:
        return (_unknown(draft, start),)
    if "quoted scalar" in words and "escape" in words:
        return (slips.backslash(draft, stop, mark.column + 1) or _unknown(draft, stop),)
    if "quoted scalar" in words:
        return (slips.open_quote(draft, start) or _lone_quote(draft, start, context.column + 1),)
    if "simple key" in words:
        return _no_colon(draft, start)
    if "values are not allowed" in words:
        return _second_colon(draft, stop, mark.column + 1)
    if "flow" in words:
        return (_in_brackets(draft, start, stop),)
    return (_wrong_place(draft, start, stop, mark.column + 1),)


def drop_line(draft: Draft, error: yaml.MarkedYAMLError) -> tuple[Edit, ...]:
    """The edits that leave out the line where the parser stopped, with what belongs to it."""
    mark = error.problem_mark or error.context_mark
    return slips.drop_block(draft, line_of(draft, min(mark.line + 1, len(draft.lines)))) if mark else ()


def _unknown(draft: Draft, line: Line) -> Finding:
    place = draft.place(line.number, line.column, max(1, len(line.content)))
    return Finding(problem("yaml-syntax", place), slips.drop_block(draft, line))


def _lone_quote(draft: Draft, line: Line, column: int) -> Finding:
    """A quotation mark inside a list or group in brackets that is never closed."""
    mark = draft.line(line.number)[column - 1 : column]
    found = problem("yaml-unclosed-quote", draft.place(line.number, column), mark=mark)
    return Finding(found, (Edit(line.number, column, 1, ""),))


def _no_colon(draft: Draft, line: Line) -> tuple[Finding, ...]:
    """A line that had to be `key: value` and is not."""
    if (line.known or len(line.key) <= 12) and (line.wide or line.tight):
        return slips.bad_colons(draft, line)
    found = first_found(
        lambda: wide_indent(draft, line),
        lambda: slips.dash_space(draft, line),
        lambda: slips.missing_colon(draft, line),
        lambda: slips.open_quote(draft, line),
        lambda: slips.stray_line(draft, line),
    )
    return (found or _unknown(draft, line),)


def _second_colon(draft: Draft, line: Line, column: int) -> tuple[Finding, ...]:
    """A key inside what YAML takes for a value: on the same line, or begun on a line above."""
    if line.proper and column > line.colon_column:
        return (slips.colon_in_value(draft, line, column) or _unknown(draft, line),)
    near = line_above(draft, line.number)
    if near and not near.key and (found := _no_key(draft, near, line)):
        return (found,)
    above = near
    while above and not above.colon and not above.dashes:
        above = line_above(draft, above.number)
    if above and (above.wide or above.tight):
        return slips.bad_colons(draft, above)
    found = first_found(
        lambda: wide_indent(draft, line),
        lambda: slips.bracket_above(draft, line),
        lambda: misplaced(draft, line),
    )
    return (found or _unknown(draft, line),)


def _no_key(draft: Draft, above: Line, line: Line) -> Finding | None:
    """The line above a key should have been `key: value` too."""
    return first_found(
        lambda: slips.missing_colon(draft, above),
        lambda: slips.dash_space(draft, above),
        lambda: slips.no_key(draft, above) if above.column == line.column else None,
    )


def _in_brackets(draft: Draft, start: Line, stop: Line) -> Finding:
    found = first_found(
        lambda: slips.open_bracket(draft, start),
        lambda: slips.bracket_above(draft, stop),
        lambda: slips.open_bracket(draft, stop),
    )
    return found or _unknown(draft, stop)


def _wrong_place(draft: Draft, start: Line, stop: Line, column: int) -> Finding:
    """Something stands where YAML cannot have it: after a quoted part, as a value's first character, too far out."""
    found = first_found(
        lambda: slips.special_start(draft, stop, column),
        lambda: slips.special_start(draft, start, start.value_column) if "-" not in start.value[:1] else None,
        lambda: slips.text_after_quote(draft, stop, column),
        lambda: _quote_above(draft, stop, column),
        lambda: slips.dash_space(draft, stop),
        lambda: wide_indent(draft, stop),
        lambda: slips.bracket_above(draft, stop),
        lambda: _tab_inside(draft, stop, column),
        lambda: misplaced(draft, stop),
    )
    return found or _unknown(draft, stop)


def _quote_above(draft: Draft, stop: Line, column: int) -> Finding | None:
    """The quotation mark before `column` closed a value that was left open on a line above."""
    mark = draft.line(stop.number)[: column - 1].rstrip()[-1:]
    if mark not in ("'", '"'):
        return None
    for number in range(stop.number - 1, max(0, stop.number - 200), -1):
        line = line_of(draft, number)
        if line.value.startswith(mark) and (found := slips.open_quote(draft, line)):
            return found
    return None


def _tab_inside(draft: Draft, line: Line, column: int) -> Finding | None:
    """A tab between a colon or dash and its value, which one of the two parsers refuses."""
    if draft.line(line.number)[column - 1 : column] != "\t":
        return None
    return Finding(problem("yaml-tab", draft.place(line.number, column)), (Edit(line.number, column, 1, " "),))
