"""Problems as text for a terminal: place, message, the source line with a marker under it, hint."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from typeset.problems.model import Language, Place, Problem, Severity

_WORDS = {
    "zh": {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTICE: "提示", "hint": "改法"},
    "en": {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "notice", "hint": "hint"},
}
_MOST = 100  # characters of a source line shown around the marked column

ReadLine = Callable[[Place], str | None]


def cells(text: str) -> int:
    """Cells that text takes in a terminal: East Asian wide and full-width characters take two."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _visible(text: str) -> str:
    """Text with tabs and control characters made visible, one character each, so that markers stay in place."""
    return "".join(
        "→" if char == "\t" else char if char.isprintable() or char == "\u3000" else "\N{REPLACEMENT CHARACTER}"
        for char in text
    )


def _excerpt(line: str, place: Place) -> list[str]:
    line = _visible(line.rstrip("\r\n"))
    if not place.column:
        return [f"    {line[:_MOST]}"]
    start = max(0, place.column - 1 - _MOST // 2)
    shown = line[start : start + _MOST]
    before = "…" if start else ""
    after = "…" if start + _MOST < len(line) else ""
    lead = cells(before + line[start : place.column - 1])
    marked = line[place.column - 1 : place.column - 1 + place.length]
    marker = "^" * max(1, min(cells(marked), 2 * _MOST))
    return [f"    {before}{shown}{after}", f"    {' ' * lead}{marker}"]


def format_problem(item: Problem, language: Language, read_line: ReadLine | None = None) -> str:
    """One problem as lines of text, without a final newline.

    `read_line` gives the source line of a place, or None where there is none to show.
    """
    words = _WORDS[language]
    where = f"{item.place}: " if item.place else ""
    told = words[item.severity]
    if item.accepted:
        told = f"已接受的{told}" if language == "zh" else f"accepted {told}"
    lines = [f"{where}{told}: {item.message(language)} [{item.code}]"]
    if item.accepted:
        reason, by = item.accepted.reason, item.accepted.by
        lines.append(f"    理由：{reason}（{by}）" if language == "zh" else f"    reason: {reason} ({by})")
        return "\n".join(lines)
    if item.place and item.place.line and read_line and (source := read_line(item.place)) is not None:
        lines += _excerpt(source, item.place)
    if hint := item.hint(language):
        lines.append(f"    {words['hint']}: {hint}")
    return "\n".join(lines)
