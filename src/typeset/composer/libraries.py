"""Loading the engine's shared libraries without the detours of its search for them.

WeasyPrint tries a list of names for each library. For every name that Linux has no file of, cffi asks
`ctypes.util.find_library`, which runs a C compiler and other programs: half a second before a first page.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_NEEDED = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
    "libpangoft2-1.0.so.0",
)


@contextmanager
def direct_loading() -> Iterator[None]:
    """In this block, libraries are found by the names that the linker knows, if it knows all that are needed.

    Does nothing where it does not (other systems, unusual installations): they are searched for as ever.
    """
    if not (sys.platform == "linux" and all(map(_linker_knows, _NEEDED))):
        yield
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = _no_library
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _linker_knows(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _no_library(name: str) -> str | None:
    del name
    return None
