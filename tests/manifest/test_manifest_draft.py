"""Drafts: mending in memory never loses the way back to the editor's text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from typeset.manifest.draft import Draft, Edit
from typeset.problems import Place


def test_edits_of_one_line_are_made_in_its_own_columns() -> None:
    draft = Draft("a", ("标题：甲，乙",)).edited([Edit(1, 3, 1, ": "), Edit(1, 5, 1, ", ")])

    assert draft.lines == ("标题: 甲, 乙",)
    assert [draft.original_column(1, column) for column in range(1, 10)] == [1, 2, 3, 4, 4, 5, 6, 6, 7]
    assert draft.place(1, 8) == Place("a", 1, 6)
    assert draft.place(1, 5, 4) == Place("a", 1, 4, 3)


def test_later_edits_count_in_the_mended_text() -> None:
    draft = Draft("a", ("\t标题:甲",)).edited([Edit(1, 1, 1, "    ")]).edited([Edit(1, 7, 1, ": ")])

    assert draft.lines == ("    标题: 甲",)
    assert draft.place(1, 9) == Place("a", 1, 5)
    assert draft.place(1, 5, 2) == Place("a", 1, 2, 2)


EDIT = st.tuples(st.integers(0, 30), st.integers(0, 3), st.text("xy", max_size=3))


@given(st.text("abcdefgh", max_size=30), st.lists(EDIT, max_size=6))
def test_a_character_that_no_edit_touched_is_found_where_it_was(text: str, edits: list[tuple[int, int, str]]) -> None:
    marked = [(char, column) for column, char in enumerate(text, start=1)]
    draft = Draft("a", (text,))
    for at, removed, inserted in edits:
        if at + removed <= len(marked):
            draft = draft.edited([Edit(1, at + 1, removed, inserted)])
            marked[at : at + removed] = [(char, 0) for char in inserted]

    assert draft.lines[0] == "".join(char for char, _ in marked)
    for column, (_, original) in enumerate(marked, start=1):
        if original:
            assert draft.original_column(1, column) == original
