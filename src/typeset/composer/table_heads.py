"""Which head cells speak for which cells of a table (ISO 14289-1, 7.5; HTML, "forming relationships").

A head cell says whether it heads its row or its column; a data cell names the nearest head cells to its left and
above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from typeset.composer.structure import Node

_MOST_COLUMNS = 1000  # of a cell, as HTML has it
_ROWS = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}
_Grid = dict[tuple[int, int], Node]


def link_heads(root: Node) -> None:
    """Give head cells scope and identifier, and data cells the identifiers of their heads, in all tables."""
    names = count(1)
    for table in [node for node in root.nodes() if node.role == "Table"]:
        rows = list(_rows(table))
        grid = _grid([[cell for cell in row.kids if isinstance(cell, Node)] for _, row in rows])
        places = {id(cell): place for place, cell in reversed(grid.items())}
        for index, (group, row) in enumerate(rows):
            for cell in row.kids:
                if cell.role == "TH":
                    cell.attributes["Scope"] = _scope(cell, group, row, index)
                    cell.identifier = f"head-{next(names)}"
        for cell in {id(cell): cell for cell in grid.values()}.values():
            if cell.role == "TD" and (heads := list(_heads(grid, places[id(cell)]))):
                cell.attributes["Headers"] = [head.identifier for head in heads]


def _rows(table: Node) -> Iterator[tuple[str, Node]]:
    """The rows, each with the role of what it stands in."""
    for kid in table.kids:
        if kid.role == "TR":
            yield "Table", kid
        elif kid.role != "Caption":
            for row in kid.kids:
                yield kid.role, row


def _grid(rows: list[list[Node]]) -> _Grid:
    """The cell at each row and column, spans filled in."""
    grid: _Grid = {}
    for y, cells in enumerate(rows):
        x = 0
        for cell in cells:
            while (y, x) in grid:
                x += 1
            wide = min(cell.attributes.get("ColSpan", 1), _MOST_COLUMNS)
            high = min(cell.attributes.get("RowSpan", 1), len(rows) - y)
            grid.update({(y + down, x + right): cell for down in range(high) for right in range(wide)})
    return grid


def _scope(cell: Node, group: str, row: Node, index: int) -> str:
    written = cell.attributes.get("scope", "")
    if written in _ROWS:
        return _ROWS[written]
    heads_only = all(kid.role == "TH" for kid in row.kids)
    return "/Column" if group == "THead" or heads_only or (index == 0 and row.kids[0] is not cell) else "/Row"


def _heads(grid: _Grid, place: tuple[int, int]) -> Iterator[Node]:
    """The nearest head cells to the left, then those above, outermost first."""
    y, x = place
    yield from _nearest([grid.get((y, left)) for left in range(x - 1, -1, -1)], "/Row")
    yield from _nearest([grid.get((up, x)) for up in range(y - 1, -1, -1)], "/Column")


def _nearest(line: list[Node | None], scope: str) -> list[Node]:
    found: list[Node] = []
    for cell in line:
        if cell is not None and cell.role == "TH" and cell.attributes.get("Scope") == scope:
            if cell not in found:
                found.append(cell)
        elif found:
            break
    return found[::-1]
