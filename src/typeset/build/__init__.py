"""The pipeline of one edition.

What is named here is loaded when it is asked for: who needs nothing but the plain data of `build.snapshot`, as the
preview's server does, does not load the engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typeset.build.checked import Checked
    from typeset.build.make import Built, build_edition, check_edition
    from typeset.build.pagination import Paginated, SetRun, paginate
    from typeset.build.results import Written, write_results
    from typeset.build.typesetter import Typesetter, font_set

_MODULES = {
    "Built": "make",
    "Checked": "checked",
    "Paginated": "pagination",
    "SetRun": "pagination",
    "Typesetter": "typesetter",
    "Written": "results",
    "build_edition": "make",
    "check_edition": "make",
    "font_set": "typesetter",
    "paginate": "pagination",
    "write_results": "results",
}

__all__ = [
    "Built",
    "Checked",
    "Paginated",
    "SetRun",
    "Typesetter",
    "Written",
    "build_edition",
    "check_edition",
    "font_set",
    "paginate",
    "write_results",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
