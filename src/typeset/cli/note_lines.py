"""Editorial notes at the terminal: one line for all of them, so that they do not bury what is to be mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from typeset.problems import Problem

NOTE = "edition-note"


def without_notes(problems: Sequence[Problem], few: int = 0) -> list[Problem]:
    """The problems that are no editorial notes; notes too where there are a `few` at most."""
    listed = len(_notes(problems)) <= few
    return [item for item in problems if listed or item.code != NOTE]


def note_line(problems: Sequence[Problem], where_zh: str, where_en: str, few: int = 0) -> tuple[str, str] | None:
    """A line in Chinese and one in English with the number of notes and their lines; None for a `few` or none.

    `where_zh` and `where_en` tell where they can be read in full.
    """
    notes = _notes(problems)
    if len(notes) <= few:
        return None
    lines: dict[str, list[int]] = {}
    for item in notes:
        if item.place:
            lines.setdefault(item.place.file, []).append(item.place.line)
    zh = "；".join(f"{file} 第 {'、'.join(_ranges(found))} 行" for file, found in lines.items())
    en = "; ".join(f"{file}, line {', '.join(_ranges(found))}" for file, found in lines.items())
    return (
        f"编辑备注 {len(notes)} 条（{zh}），{where_zh}。",
        f"{len(notes)} editorial notes ({en}): {where_en}.",
    )


def _notes(problems: Iterable[Problem]) -> list[Problem]:
    return [item for item in problems if item.code == NOTE]


def _ranges(lines: Sequence[int]) -> Iterator[str]:
    """Lines in order, those that follow one another as a range: 3—5."""
    for _, group in groupby(enumerate(sorted(set(lines))), lambda pair: pair[1] - pair[0]):
        found = [line for _, line in group]
        yield f"{found[0]}—{found[-1]}" if len(found) > 1 else str(found[0])
