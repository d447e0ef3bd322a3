"""Room on Python's stack of frames, so that no loop of line breaking runs across the end of a piece of it.

CPython (3.11 and later) keeps the frames of Python functions in pieces of 16 KB. A loop that stands at the very end of
one gets and gives back a piece in every call, which doubles the time of layout at some depths of the stack, and the
depth changes with every seam. A function that declares a large frame begins a piece that is large enough for all calls
below it.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

_SLOTS = 32_000  # of 8 bytes; with CPython's reserve the piece has 512 KB, half of it free for the calls below


def _call(function: Callable[..., Any], *arguments: Any) -> Any:
    return function(*arguments)


with_room: Callable[..., Any] = FunctionType(_call.__code__.replace(co_stacksize=_SLOTS), globals(), "with_room")
"""Call a function with arguments and return its result; all that it calls has room on the stack of frames."""
