from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from typeset.fonts import CharacterSet, missing_characters


@dataclass(frozen=True)
class _Face:
    characters: CharacterSet


def _face(text: str) -> _Face:
    return _Face(CharacterSet.of(map(ord, text)))


@given(st.sets(st.characters(exclude_categories=[])), st.characters(exclude_categories=[]))
def test_a_set_holds_what_it_was_made_of(chars: set[str], other: str) -> None:
    characters = CharacterSet.of(map(ord, chars))
    assert all(char in characters for char in chars)
    assert (other in characters) == (other in chars)
    assert len(characters) == len(chars)


@given(st.sets(st.integers(0, 60)))
def test_ranges_ascend_and_do_not_touch(points: set[int]) -> None:
    bounds = CharacterSet.of(points).bounds
    assert all(first <= last for first, last in zip(bounds[::2], bounds[1::2], strict=True))
    assert all(last + 1 < first for last, first in zip(bounds[1::2], bounds[2::2], strict=False))


def test_missing_characters_come_once_in_the_order_of_the_text() -> None:
    assert missing_characters("龘中文彧龘", [_face("中"), _face("文")]) == ("龘", "彧")


def test_one_face_that_has_the_character_is_enough() -> None:
    assert missing_characters("𰻝", [_face("中"), _face("𰻝")]) == ()


def test_without_faces_everything_drawn_is_missing() -> None:
    assert missing_characters("中 A", []) == ("中", "A")


def test_what_draws_nothing_is_never_missing() -> None:
    text = "\t\r\n \u00a0\u2003\u3000\u200b\u200d\ufeff\u2028\u202d\ufe0f\U000e0100\u180b"
    assert missing_characters(text, [_face("中")]) == ()


def test_private_and_unassigned_characters_are_missing() -> None:
    assert missing_characters("\ue000\u0378", [_face("中")]) == ("\ue000", "\u0378")


def test_a_letter_in_two_parts_is_there_when_the_whole_is() -> None:
    assert missing_characters("cafe\u0301", [_face("cafeé")]) == ()


def test_a_whole_letter_is_there_when_its_parts_are() -> None:
    assert missing_characters("é", [_face("e\u0301")]) == ()


def test_a_mark_is_missing_when_neither_it_nor_the_whole_is_there() -> None:
    assert missing_characters("e\u0301", [_face("e")]) == ("\u0301",)


def test_a_mark_is_missing_where_one_of_its_letters_has_no_whole() -> None:
    assert missing_characters("e\u0301中\u0301", [_face("eé中")]) == ("\u0301",)


def test_a_compatibility_ideograph_is_there_when_its_unified_one_is() -> None:
    assert unicodedata.normalize("NFD", "\uf92c") == "郎"
    assert missing_characters("\uf92c", [_face("郎")]) == ()
    assert missing_characters("\uf92c", [_face("朗")]) == ("\uf92c",)
