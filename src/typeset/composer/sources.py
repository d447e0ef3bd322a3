"""Sources named in the HTML (`data-source="file:line:column"`), as places of problems."""

from __future__ import annotations

from typeset.problems import Place


def source_position(source: str) -> tuple[str, int, int]:
    """File, line and column of `file:line:column`; 0 for what is not said."""
    parts = source.rsplit(":", 2)
    numbers = [int(part) for part in parts[1:] if part.isdecimal()]
    line, column = (*numbers, 0, 0)[:2]
    return ":".join(parts[: len(parts) - len(numbers)]), line, column


def source_place(source: str, page: int = 0) -> Place:
    """The place that a data-source attribute writes as file:line:column, on a page."""
    return Place(*source_position(source), page=page)
