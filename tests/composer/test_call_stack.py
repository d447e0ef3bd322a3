"""Room on the stack of frames changes nothing but speed."""

from __future__ import annotations

import pytest

from typeset.composer.call_stack import with_room


def test_results_and_exceptions_pass_through() -> None:
    assert with_room(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        with_room(divmod, 7, 0)


def test_the_frame_is_larger_than_a_piece_of_the_stack() -> None:
    assert with_room.__code__.co_stacksize * 8 > 16 * 1024  # type: ignore[attr-defined]
