"""Transparency and device-dependent graphics state (ISO 32000-1, 8.4.5, chapters 10 and 11)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typeset.prepress.preflight.model import Wanted
from typeset.prepress.preflight.objects import get, is_dictionary, name, names, number, whole

_OPAQUE_MODES = {"Normal", "Compatible"}


def group_of(page: Any) -> Any:
    """A page's transparency group, or None."""
    group = get(page, "/Group")
    return group if name(get(group, "/S")) == "Transparency" else None


def transparent_keys(state: Any) -> Iterator[str]:
    """The entries of an ExtGState that let something shine through."""
    for key in ("CA", "ca"):
        if number(get(state, f"/{key}"), 1) < 1:
            yield key
    modes = names(get(state, "/BM"))
    if modes and modes[0] not in _OPAQUE_MODES:
        yield f"BM {modes[0][:20]}"
    if is_dictionary(get(state, "/SMask")):
        yield "SMask"


def state_findings(state: Any, key: str, wanted: Wanted) -> Iterator[tuple[str, dict[str, object]]]:
    """Entries that belong to a device and not into an exchanged file: transfer curves, halftones (10.5, 10.6)."""
    if (
        get(state, "/TR") is not None
        or name(get(state, "/TR2")) not in ("", "Default")
        or _function(get(state, "/TR2"))
    ):
        yield "preflight-transfer", {"name": key}
    if (screen := get(state, "/HT")) is not None and name(screen) != "Default":
        kind = whole(get(screen, "/HalftoneType"), 1)
        allowed = kind in (1, 5) and get(screen, "/HalftoneName") is None
        yield ("preflight-halftone-allowed" if allowed else "preflight-halftone"), {"name": key}
    if get(state, "/HTP") is not None and wanted.standard == "pdf/x-1a":
        yield "preflight-halftone", {"name": key}


def _function(item: Any) -> bool:
    return item is not None and not name(item)
