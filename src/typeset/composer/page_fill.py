"""How full a laid-out page is: its type area in lines and columns, and where the text in them ends.

All lengths are in mm from the top left corner of the trimmed page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from weakref import WeakKeyDictionary

from weasyprint.formatting_structure import boxes

from typeset.composer.page_map import line_grid, type_area

_MM = 25.4 / 96
_KNOWN: WeakKeyDictionary[Any, PageFill | None] = WeakKeyDictionary()
_TOLERANCE = 0.05  # of a line: what is a whole line but for rounding


@dataclass(frozen=True)
class ColumnFill:
    """One column of a multi-column box on a page: where it stands and where its content ends. `last` is the element
    with a data-source that holds the last thing in it."""

    left: float
    top: float
    width: float
    bottom: float
    last: Any = None

    @property
    def source(self) -> str:
        """The data-source of the last thing in the column, as it is now."""
        return "" if self.last is None else self.last.get("data-source")


@dataclass(frozen=True)
class ColumnGroup:
    """Columns of one multi-column box that lie side by side; `balanced` ones end level by themselves."""

    columns: tuple[ColumnFill, ...]
    balanced: bool

    @property
    def shortest(self) -> ColumnFill:
        """The column that ends first."""
        return min(self.columns, key=lambda column: column.bottom)

    @property
    def bottom(self) -> float:
        """Where the longest column ends."""
        return max(column.bottom for column in self.columns)


@dataclass(frozen=True)
class PageFill:
    """A page's type area: `top` and `bottom` (above the footnotes), the distance of lines, the columns of text in the
    last multi-column box (1 where there is none), where the content in the flow ends (`end`), and the tallest band
    across the page that is empty above content (`gap`: where it ends, and its height)."""

    top: float
    bottom: float
    pitch: float
    columns: int
    end: float
    groups: tuple[ColumnGroup, ...]
    gap: tuple[float, float] = (0, 0)

    @property
    def capacity(self) -> int:
        """The lines that the type area holds, all columns together."""
        return self._lines(self.bottom - self.top) * self.columns

    @property
    def used(self) -> int:
        """The lines that the content takes, all columns together: down to the lowest."""
        return min(self.capacity, -(-int((self.end - self.top) / self.pitch * 100 - 5) // 100) * self.columns)

    @property
    def free(self) -> int:
        """The lines below the content, all columns together."""
        return self._lines(self.bottom - self.end) * self.columns

    @property
    def gap_lines(self) -> int:
        """The lines of the tallest empty band between contents, in each column."""
        return self._lines(self.gap[1])

    def _lines(self, height: float) -> int:
        return max(0, int(height / self.pitch + _TOLERANCE))


def page_fill(page: Any) -> PageFill | None:
    """How full a WeasyPrint page is; None where its lines have no height. Remembered as long as the page lives."""
    if page not in _KNOWN:
        _KNOWN[page] = _page_fill(page)
    return _KNOWN[page]


def _page_fill(page: Any) -> PageFill | None:
    grid = line_grid(page)
    if grid is None:
        return None
    _, top, _, height = type_area(page)
    root = next(child for child in page._page_box.children if child.element_tag == "html")
    groups = tuple(_groups(root))
    spans = [(start, end) for start, end, _ in _spans(root, None)]
    ends = [end for _, end in spans]
    notes = [child for child in page._page_box.children if isinstance(child, boxes.FootnoteAreaBox)]
    bottom = min([top + height, *(note.position_y * _MM for note in notes if note.margin_height())])
    columns = len(groups[-1].columns) if groups else 1
    declared = [int(count) for count in _column_counts(root)]
    columns = max([columns, *declared[-1:]])
    return PageFill(top, bottom, grid.pitch, columns, max([top, *ends]), groups, _gap(spans))


def _gap(spans: list[tuple[float, float]]) -> tuple[float, float]:
    """The tallest empty band between things that stand below each other: where it ends, and its height."""
    found, reached = (0.0, 0.0), None
    for start, end in sorted(spans):
        if reached is not None and start - reached > found[1]:
            found = start, start - reached
        reached = end if reached is None else max(reached, end)
    return found


def _column_counts(box: Any) -> Iterator[int]:
    """The column counts of multi-column boxes, in order: the last one may fill fewer columns than it has."""
    if _is_multicol(box) and isinstance(box.style["column_count"], int):
        yield box.style["column_count"]
    for child in _flow(box):
        yield from _column_counts(child)


def _groups(box: Any) -> Iterator[ColumnGroup]:
    if _is_multicol(box):
        rows: dict[float, list[Any]] = {}
        for child in _flow(box):
            if child.element_tag == box.element_tag and not _is_multicol(child) and child.style["column_span"] != "all":
                rows.setdefault(child.position_y, []).append(child)
        for columns in rows.values():
            balanced = box.style["column_fill"] != "auto"
            yield ColumnGroup(tuple(_column(column) for column in columns), balanced)
        return
    for child in _flow(box):
        yield from _groups(child)


def _is_multicol(box: Any) -> bool:
    style = box.style
    return isinstance(box, boxes.BlockBox) and (style["column_count"] != "auto" or style["column_width"] != "auto")


def _column(box: Any) -> ColumnFill:
    ends = ((end, last) for _, end, last in _spans(box, None))
    bottom, last = max(ends, key=itemgetter(0), default=(box.position_y * _MM, None))
    left, top, width = (round(value * _MM, 2) for value in (box.content_box_x(), box.content_box_y(), box.width))
    return ColumnFill(left, top, width, round(bottom, 2), last)


def _spans(box: Any, last: Any) -> Iterator[tuple[float, float, Any]]:
    """Where lines, pictures and painted boxes of the flow begin and end, with the nearest element with data-source."""
    if box.element is not None and box.element.get("data-source"):
        last = box.element
    if isinstance(box, boxes.LineBox | boxes.ReplacedBox) or _is_painted(box):
        start = box.border_box_y()
        yield start * _MM, (start + box.border_height()) * _MM, last
    if isinstance(box, boxes.LineBox):
        return
    for child in _flow(box):
        yield from _spans(child, last)


def _is_painted(box: Any) -> bool:
    style = box.style
    if box.element_tag in ("html", "body"):
        return False
    return style["background_color"].alpha > 0 or bool(style["border_bottom_width"])


def _flow(box: Any) -> Iterator[Any]:
    """A box's children that take room in the flow: nothing positioned absolutely; floats take room."""
    if not isinstance(box, boxes.ParentBox):
        return
    for child in box.children:
        inner = getattr(child, "_box", child)
        if not inner.is_absolutely_positioned():
            yield inner
