"""Shadings and their functions (ISO 32000-1, 7.10 and 8.7.4.5)."""

from __future__ import annotations

from typing import Any

from typeset.prepress.preflight.objects import get, items, numbers, whole
from typeset.prepress.preflight.spaces import Space

_DEEPEST = 5


def function_outputs(function: Any, depth: int = 0) -> int | None:
    """How many values a function, or an array of functions, gives; None where it does not say."""
    if depth > _DEEPEST:
        return None
    if several := items(function, 40):
        found = [function_outputs(item, depth + 1) for item in several]
        return None if None in found else sum(item or 0 for item in found)
    kind = whole(get(function, "/FunctionType"), -1)
    if kind == 2:
        ends = [items(get(function, key), 40) for key in ("/C0", "/C1")]
        counts = {len(end) or 1 for end in ends}
        return counts.pop() if len(counts) == 1 else None
    if kind == 3:
        parts = items(get(function, "/Functions"), 100)
        inner = {function_outputs(item, depth + 1) for item in parts}
        return inner.pop() if len(inner) == 1 else None
    spans = len(items(get(function, "/Range"), 100))
    return spans // 2 if spans else None


def stops(function: Any, depth: int = 0) -> tuple[tuple[float, ...], ...]:
    """The colours between which exponential functions and their stitchings run; nothing for other functions."""
    kind = whole(get(function, "/FunctionType"), -1)
    if kind == 2:
        ends = (numbers(get(function, key)) or [start] for key, start in (("/C0", 0.0), ("/C1", 1.0)))
        return tuple(tuple(end) for end in ends)
    if kind != 3 or depth > _DEEPEST:
        return ()
    found = [stops(part, depth + 1) for part in items(get(function, "/Functions"), 100)]
    return tuple(stop for part in found for stop in part) if all(found) else ()


def fits(shading: Any, space: Space) -> bool:
    """Whether a shading's function gives as many values as its colour space takes; a RIP draws nothing else."""
    function = get(shading, "/Function")
    if function is None or space.kind == "unknown":
        return True
    outputs = function_outputs(function)
    return outputs is None or outputs == space.channels
