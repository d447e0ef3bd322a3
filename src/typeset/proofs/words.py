"""The difference of two texts as runs that a reader can follow: kept, deleted, inserted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_TOKEN = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|\d+(?:[.,]\d+)*%?|\s+|.", re.DOTALL)
_LEAST_KEPT = 2  # tokens kept between two changes; fewer would make the change a patchwork
_MOST_PAIRS = 16_000_000


@dataclass(frozen=True)
class Run:
    """A stretch of text and what became of it."""

    kind: Literal["same", "deleted", "inserted"]
    text: str


def difference(old: str, new: str) -> tuple[Run, ...]:
    """Old to new: Chinese by characters, Latin words and numbers whole; a lone character between changes is not kept.

    Texts too long to compare so are one deletion and one insertion between their common beginning and end.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) * len(after) > _MOST_PAIRS:
        return tuple(_coarse(before, after))
    found: list[list[str]] = []
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for index, (kind, a, b, c, d) in enumerate(codes):
        inner = 0 < index < len(codes) - 1
        if kind == "equal" and (b - a >= _LEAST_KEPT or not inner):
            found.append(["same", "".join(before[a:b]), ""])
        elif found and found[-1][0] == "changed":
            found[-1][1] += "".join(before[a:b])
            found[-1][2] += "".join(after[c:d])
        else:
            found.append(["changed", "".join(before[a:b]), "".join(after[c:d])])
    return tuple(_runs(found))


def _runs(found: Sequence[Sequence[str]]) -> Iterator[Run]:
    for kind, old, new in found:
        if kind == "same":
            yield Run("same", old)
            continue
        if old:
            yield Run("deleted", old)
        if new:
            yield Run("inserted", new)


def _coarse(before: Sequence[str], after: Sequence[str]) -> Iterator[Run]:
    start = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    room = min(len(before), len(after)) - start
    end = next((n for n in range(room) if before[-1 - n] != after[-1 - n]), room)
    stretches = (
        ("same", before[:start]),
        ("deleted", before[start : len(before) - end]),
        ("inserted", after[start : len(after) - end]),
        ("same", before[len(before) - end :]),
    )
    for kind, tokens in stretches:
        if tokens:
            yield Run(kind, "".join(tokens))  # type: ignore[arg-type]


def shortened(runs: Sequence[Run], around: int = 18) -> tuple[Run, ...]:
    """The runs with long kept stretches cut to what stands beside a change."""
    found = []
    for index, run in enumerate(runs):
        text = run.text
        if run.kind == "same" and len(text) > 2 * around + 1:
            head = "" if index == 0 else text[:around]
            tail = "" if index == len(runs) - 1 else text[-around:]
            text = f"{head}…{tail}"
        found.append(Run(run.kind, text))
    return tuple(found)
