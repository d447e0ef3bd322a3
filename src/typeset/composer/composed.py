"""What composition could not do, as problems: lines left to WeasyPrint, runs longer than a line."""

from __future__ import annotations

from typing import Any

from typeset.composer.documents import Document
from typeset.composer.sources import source_place
from typeset.problems import Place, Problem, problem

_REASONS = {
    "right-to-left": ("含有从右向左书写的文字", "it has right-to-left text"),
}


def composition_problems(document: Document) -> tuple[Problem, ...]:
    """One warning a paragraph that WeasyPrint set itself, a run cut in emergency, and a page float with no place."""
    composition = document.composition
    if composition is None:
        return ()
    found = []
    for fallback, lines in composition.fallbacks.items():
        reason_zh, reason_en = _REASONS.get(fallback.reason, (fallback.reason, fallback.reason))
        found.append(
            problem(
                "line-not-composed",
                _place_of(fallback.element),
                lines=lines,
                plural="" if lines == 1 else "s",
                were="was" if lines == 1 else "were",
                reason_zh=reason_zh,
                reason_en=reason_en,
                text=fallback.text,
            )
        )
    found += [_cut(text, element) for text, element in composition.emergencies]
    if composition.page_floats is not None:
        found += [
            problem("page-float-too-tall", source_place(tall.source) if tall.source else None, text=tall.text[:40])
            for tall in composition.page_floats.tall
        ]
    return tuple(found)


def _place_of(element: Any) -> Place | None:
    source = "" if element is None else element.get("data-source")
    return source_place(source) if source else None


def _cut(text: str, element: Any) -> Problem:
    """A run of text cut in emergency; what stands in it as one character is a picture or another box."""
    words = text.replace("\ufffc", "").strip()
    place = _place_of(element)
    return problem("line-cut-in-emergency", place, text=words) if words else problem("line-box-too-wide", place)
