"""字数."""

from __future__ import annotations

import pytest

from typeset.manuscript import han_count, word_count


@pytest.mark.parametrize(
    ("text", "han", "words"),
    [
        ("", 0, 0),
        ("江都区。", 3, 4),
        ("2022年，共200多场次。", 5, 9),
        ("PSA中控 operator", 2, 4),
        ("〇一二々𠮷㐀", 6, 6),
        ("“你好”——是", 3, 7),
        ("a b\nc　d", 0, 4),
        ("３ＡＢ", 0, 1),
    ],
)
def test_counts(text: str, han: int, words: int) -> None:
    assert (han_count(text), word_count(text)) == (han, words)
