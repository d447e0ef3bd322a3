"""Loading the engine without detours: its shared libraries, and what it loads of fontTools for older HarfBuzz.

WeasyPrint tries a list of names for each library. For every name that Linux has no file of, cffi asks
`ctypes.util.find_library`, which runs a C compiler and other programs: half a second before a first page. And it loads
fontTools' subsetter and its instancer, a tenth of a second, though HarfBuzz subsets, and no font of ours is variable.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

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


_LATE = {"fontTools.subset": ("Options", "Subsetter"), "fontTools.varLib.instancer": ("instantiateVariableFont",)}
"""What WeasyPrint takes of fontTools, by module."""


@contextmanager
def late_subsetting() -> Iterator[None]:
    """In this block, what the engine imports of fontTools to subset fonts is loaded only when it is called."""
    stubs = {name: _stub(name, items) for name, items in _LATE.items() if name not in sys.modules}
    sys.modules.update(stubs)
    try:
        yield
    finally:
        for name in stubs:
            del sys.modules[name]
            parent, _, last = name.rpartition(".")
            if getattr(sys.modules.get(parent), last, None) is stubs[name]:
                delattr(sys.modules[parent], last)


def _stub(name: str, items: tuple[str, ...]) -> ModuleType:
    stub = ModuleType(name)
    for item in items:
        setattr(stub, item, _late(name, item))
    return stub


def _late(module: str, item: str) -> Any:
    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(importlib.import_module(module), item)(*args, **kwargs)

    return call


def _linker_knows(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _no_library(name: str) -> str | None:
    del name
    return None
