"""Lines of body text that are off the line grid of their page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from typeset.composer.page_map import LineGrid, line_grid
from typeset.composer.text_blocks import TextBlock, text_blocks

_TOLERANCE = 0.05  # mm


def off_grid(blocks: Iterable[TextBlock], grid: LineGrid | None) -> Iterator[tuple[TextBlock, float]]:
    """The lines of a page's blocks that are off its grid: the block of each, and by how many mm.

    Body text are paragraphs and entries of lists that are set as the body is; a page without a grid has none.
    """
    for block in blocks if grid else ():
        if grid and block.body and ("paragraph" in block.classes or block.tag == "li"):
            yield from ((block, by) for line in block.baselines if (by := grid.off(line)) > _TOLERANCE)


def off_grid_lines(pages: Sequence[Any]) -> int:
    """How many lines of body text are off the grid on laid-out WeasyPrint pages."""
    blocks = text_blocks(pages)
    return sum(
        1
        for number, page in enumerate(pages)
        for _ in off_grid((block for block in blocks if block.page == number), line_grid(page))
    )
