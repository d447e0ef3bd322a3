"""Tables in a terminal: columns that align where wide characters stand among narrow ones."""

from __future__ import annotations

from collections.abc import Sequence

from typeset.problems import cells


def table(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Rows as lines, two spaces between columns; the columns in `right` are set to the right."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        padded = []
        for number, (text, width) in enumerate(zip(row, widths, strict=True)):
            space = " " * (width - cells(text))
            padded.append(space + text if number in right else text + space)
        lines.append("  ".join(padded).rstrip())
    return lines
