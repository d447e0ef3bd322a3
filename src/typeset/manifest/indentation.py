"""Indentation: where a line may begin, and what to do with one that begins elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from typeset.manifest.draft import Draft, Edit, Finding
from typeset.manifest.lines import WIDE_SPACES, Line, line_of
from typeset.manifest.shapes import share_group
from typeset.manifest.slips import drop_block
from typeset.problems import problem

_STRAY = "@`%&*!|>?,]}[{'\"，。、：；！？“”‘’"


def tabs(draft: Draft, line: Line) -> Finding | None:
    """Indentation by tabs; the file's other tabs are mended with the first.

    How wide a tab is the file does not say: as wide as brings the line where its key may stand, else four columns.
    """
    if "\t" not in line.indent:
        return None
    width = next((width for width in (4, 2, 8) if _fits(draft, line, width)), 4)
    edits = [_tab_edit(draft, number, width) for number in range(line.number, len(draft.lines) + 1)]
    place = draft.place(line.number, line.indent.index("\t") + 1)
    return Finding(problem("yaml-tab", place), tuple(edit for edit in edits if edit))


def _fits(draft: Draft, line: Line, width: int) -> bool:
    moved = line_of(draft.edited([Edit(line.number, 1, len(line.indent), line.indent.expandtabs(width))]), line.number)
    level = _levels(draft, moved).get(len(moved.indent))
    return level is not None and level.dashed == bool(line.dashes) and share_group(level.key, line.key)


def _tab_edit(draft: Draft, number: int, width: int) -> Edit | None:
    text = draft.line(number)
    indent = text[: len(text) - len(text.lstrip(" \t"))]
    return Edit(number, 1, len(indent), indent.expandtabs(width)) if "\t" in indent else None


def wide_indent(draft: Draft, line: Line) -> Finding | None:
    """Indentation by full-width or no-break spaces; the lines right below that have the same are mended too."""
    if not any(space in line.indent for space in WIDE_SPACES):
        return None
    edits: list[Edit] = []
    number = line.number
    while any(space in (indent := line_of(draft, number).indent) for space in WIDE_SPACES):
        width = sum(2 if char == "\u3000" else 1 for char in indent.expandtabs(4))
        edits.append(Edit(number, 1, len(indent), " " * width))
        number += 1
    length = len(line.indent)
    return Finding(problem("yaml-wide-indent", draft.place(line.number, 1, length)), tuple(edits))


def stray_mark(draft: Draft, line: Line) -> Finding | None:
    """A character that has slipped in before a key or a dash, or has taken the place of a space there."""
    mark = line.content[:1]
    if line.known or line.dashes or not mark or mark not in _STRAY:
        return None
    for inserted in (" ", ""):
        edit = Edit(line.number, line.column, 1, inserted)
        rest = line_of(draft.edited([edit]), line.number)
        if (rest.proper or rest.dashes) and (not inserted or len(rest.indent) in _levels(draft, rest)):
            slip = problem("yaml-stray-mark", draft.place(line.number, line.column), mark=mark)
            return Finding(slip, (edit,))
    return None


def misplaced(draft: Draft, line: Line) -> Finding | None:
    """A line whose indentation fits nothing around it."""
    levels = _levels(draft, line)
    if not levels:
        return None
    here = len(line.indent)
    wanted = _nearest_level(levels, line)
    if here in levels and levels[here].dashed and not line.dashes and (found := _missing_dash(draft, line)):
        return found
    if wanted is None or wanted == here:
        place = draft.place(line.number, here + 1, max(1, len(line.content)))
        return Finding(problem("yaml-mixed-list", place), drop_block(draft, line))
    if min(levels) > here:
        return _indented_start(draft, line)
    place = draft.place(line.number, here + 1, max(1, len(line.dashes + line.content)))
    written = draft.original_column(line.number, here + 1) - 1
    slip = problem("yaml-indent", place, found=written, wanted=wanted)
    return Finding(slip, _shift_block(draft, line, wanted - here, levels))


def _missing_dash(draft: Draft, line: Line) -> Finding | None:
    """A line in a list's column, without a dash, that begins as the items before it begin."""
    for number in range(line.number - 1, 0, -1):
        item = line_of(draft, number)
        if item.dashes and len(item.indent) == len(line.indent):
            if item.key != line.key and item.key:
                return None
            place = draft.place(line.number, line.column, max(1, len(line.content)))
            return Finding(problem("yaml-missing-dash", place), (Edit(line.number, line.column, 0, "- "),))
    return None


def _indented_start(draft: Draft, line: Line) -> Finding:
    """The text begins with spaces, and a later line begins without: the lines before it are to blame."""
    first = next(found for number in range(1, line.number) if not (found := line_of(draft, number)).blank)
    depth = len(first.indent) - len(line.indent)
    place = draft.place(first.number, 1, max(1, depth))
    slip = problem("yaml-indent", place, found=len(first.indent), wanted=len(line.indent))
    numbers = range(first.number, line.number)
    edits = [Edit(number, 1, depth, "") for number in numbers if draft.line(number)[:depth].isspace()]
    return Finding(slip, tuple(edits))


@dataclass(frozen=True)
class _Level:
    """A column (from 0) where a line may begin: that of a dash or a key, with the key that stands there."""

    dashed: bool
    key: str


def _levels(draft: Draft, line: Line) -> dict[int, _Level]:
    """The columns of the keys and dashes around a line."""
    levels: dict[int, _Level] = {}
    limit = 10_000
    for number in range(line.number - 1, 0, -1):
        above = line_of(draft, number)
        if above.blank or len(above.indent) >= limit or not (above.key or above.dashes):
            continue
        limit = len(above.indent)
        column = limit
        for char in above.dashes:
            if char == "-":
                levels.setdefault(column, _Level(True, above.key))
            column += 1
        if above.key:
            levels.setdefault(above.column - 1, _Level(False, above.key))
        if limit == 0:
            break
    return levels


def _nearest_level(levels: dict[int, _Level], line: Line) -> int | None:
    """The level of a line's kind where its key has company it may have; of several the nearest, then the deepest."""
    here = len(line.indent)
    same = [column for column, level in levels.items() if level.dashed == bool(line.dashes)]
    return min(
        same,
        key=lambda column: (not share_group(levels[column].key, line.key), abs(column - here), -column),
        default=None,
    )


def _shift_block(draft: Draft, line: Line, by: int, levels: dict[int, _Level]) -> tuple[Edit, ...]:
    """Move a line sideways, with those below that are as deep or deeper, up to one that is where it may be."""
    depth = len(line.indent)
    edits = []
    for number in range(line.number, len(draft.lines) + 1):
        below = line_of(draft, number)
        if not draft.line(number).strip():
            continue
        level = levels.get(len(below.indent))
        # What is moved left takes along all that is deeper; what is moved right may stand above lines that are right.
        fits = level is not None and level.dashed == bool(below.dashes) and (by > 0 or len(below.indent) == depth)
        if number > line.number and (len(below.indent) < depth or fits):
            break
        edits.append(Edit(number, 1, 0, " " * by) if by > 0 else Edit(number, 1, -by, ""))
    return tuple(edits)
