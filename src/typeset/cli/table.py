"""Tables in a terminal: columns that align where wide characters stand among narrow ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def cells(text: str) -> int:
    """The cells that text takes: East Asian wide and full-width characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


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
