from __future__ import annotations

import pytest

from typeset.color import default_condition, seen


@pytest.mark.parametrize(
    ("inks", "colour"),
    [
        ((0, 0, 0, 0), (255, 255, 255)),
        ((1, 0, 0, 0), (0, 158, 227)),
        ((0, 1, 0, 0), (229, 0, 125)),
        ((0, 0, 1, 0), (255, 237, 0)),
        ((0, 0, 0, 1), (24, 23, 21)),
    ],
)
def test_inks_of_offset_printing_as_screens_show_them(
    inks: tuple[float, float, float, float], colour: tuple[int, int, int]
) -> None:
    found = seen(default_condition(), inks)
    assert all(abs(a - b) <= 2 for a, b in zip(found, colour, strict=True))
