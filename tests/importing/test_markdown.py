"""What is written is read back as the same text, whatever characters it has."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from typeset.importing.drafts import Subhead
from typeset.importing.markdown import MarkdownWriter
from typeset.importing.model import Grid, GridCell, Line, Marker, Span
from typeset.manuscript import Emphasis, Note, Paragraph, Strong, Table, inline_text, read_markdown
from typeset.problems import Place

TEXT = st.text(alphabet="甲乙。，“”（）*_#>-+=`[]<>&;!|^~:1.）\\a b/\u3000", min_size=1, max_size=14)


def solid(text: str) -> str:
    return "".join(text.split())


@given(st.lists(st.tuples(TEXT, st.booleans(), st.booleans()), min_size=1, max_size=4))
def test_a_paragraph_is_read_back(parts: list[tuple[str, bool, bool]]) -> None:
    line = Line(tuple(Span(text, bold, emphasis) for text, bold, emphasis in parts), 1)
    written = MarkdownWriter({}, {}).write([line])

    assert solid(read_markdown(written, Place("a")).body.plain_text()) == solid("".join(text for text, _, _ in parts))


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), min_size=2, max_size=4))
def test_a_table_is_read_back_cell_by_cell(rows: list[list[str]]) -> None:
    assume(not any(solid(text) in ("^^", "<<") for row in rows for text in row))  # what joins cells cannot be written
    cells = tuple(tuple(GridCell((Line((Span(text),), 1),)) for text in row) for row in rows)
    body = read_markdown(MarkdownWriter({}, {}).write([Grid(cells, 1)]), Place("a")).body

    table = body.blocks[0]
    assert isinstance(table, Table)
    found = [[solid(inline_text(cell.children)) for cell in row] for row in (*table.head, *table.rows)]
    assert found == [[solid(text) for text in row] for row in rows]


def test_dress_is_kept() -> None:
    line = Line((Span("“点”上开花。", bold=True), Span("深入开展，"), Span("特别", emphasis=True), Span("要紧。")), 1)
    written = MarkdownWriter({}, {}).write([line])

    assert written == "**“点”上开花。**深入开展，*特别*要紧。\n"
    paragraph = read_markdown(written, Place("a")).body.blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert [type(child) for child in paragraph.children if isinstance(child, Strong | Emphasis)] == [Emphasis]


def test_notes_are_numbered_as_they_are_called() -> None:
    notes = {
        "f9": (Line((Span("甲的注。"),), 0),),
        "f1": (Line((Span("乙的注，"), Span("两段。")), 0), Line((Span("又一段。"),), 0)),
    }
    lines = [Line((Span("甲", note="f9"), Span("，乙", note="f1"), Span("。")), 1)]
    body = read_markdown(MarkdownWriter(notes, {}).write(lines), Place("a")).body

    assert [isinstance(note, Note) and len(note.children) for note in body.notes] == [1, 2]
    assert body.plain_text() == "甲，乙。\n甲的注。\n乙的注，两段。\n又一段。"


def test_lists_that_start_again_are_lists_of_their_own() -> None:
    lines = [Line((Span(text),), 1, marker=Marker(0, number)) for text, number in (("甲", 1), ("乙", 2), ("丙", 1))]
    written = MarkdownWriter({}, {}).write([Subhead(Line((Span("分工"),), 0), 1), *lines])

    assert written == "## 分工\n\n1. 甲\n2. 乙\n1) 丙\n"
    assert len(read_markdown(written, Place("a")).body.blocks) == 3
