"""Tables as HTML: title, head rows that repeat, cells over several columns and rows."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from typeset.layout.source_marks import source_attribute
from typeset.manuscript import Cell, Inline, Table

Inlines = Callable[[tuple[Inline, ...]], Markup]

_WIDE = 4  # columns: from here on a table is marked `.wide`, for layouts whose text columns are narrow


def table_html(table: Table, inlines: Inlines) -> Markup:
    """A table in its `.table-box`, a figure with a `.table-caption` where the table has a title."""
    head = Markup("").join(_row(row, "th", inlines) for row in table.head)
    rows = Markup("").join(_row(row, "td", inlines) for row in table.rows)
    thead = Markup("<thead>{}</thead>").format(head) if head else Markup("")
    columns = max((sum(cell.colspan for cell in row) for row in (*table.head, *table.rows)), default=0)
    caption = Markup("")
    if table.caption:
        caption = Markup('<figcaption class="table-caption">{}</figcaption>').format(inlines(table.caption))
    return Markup('<{0} class="table-box{1}"{2}>{3}<table>{4}<tbody>{5}</tbody></table></{0}>').format(
        "figure" if caption else "div",
        " wide" if columns >= _WIDE else "",
        source_attribute(table.place),
        caption,
        thead,
        rows,
    )


def _row(cells: tuple[Cell, ...], tag: str, inlines: Inlines) -> Markup:
    written = []
    for cell in cells:
        attributes = (
            Markup(' scope="{}"').format("colgroup" if cell.colspan > 1 else "col") if tag == "th" else Markup("")
        )
        for name, span in (("colspan", cell.colspan), ("rowspan", cell.rowspan)):
            attributes += Markup(' {}="{}"').format(name, span) if span > 1 else Markup("")
        attributes += Markup(' class="align-{}"').format(cell.align) if cell.align else Markup("")
        written.append(Markup("<{0}{1}>{2}</{0}>").format(tag, attributes, inlines(cell.children)))
    place = source_attribute(cells[0].place) if cells else Markup("")
    return Markup("<tr{}>{}</tr>").format(place, Markup("").join(written))
