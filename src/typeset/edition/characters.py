"""Characters that no font of the build has, with the places where they stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from typeset.edition.model import Edition
from typeset.problems import Place, Problem, problem

_AROUND = 8

MissingIn = Callable[[str], tuple[str, ...]]
"""The characters of a text that no font has."""


def missing_character_problems(edition: Edition, missing_in: MissingIn) -> tuple[Problem, ...]:
    """One error for every place that needs a character which no font has."""
    texts = list(_texts(edition))
    missing = set(missing_in("".join(text for text, _ in texts)))
    if not missing:
        return ()
    return tuple(
        _problem(character, text, place) for text, place in texts for character in sorted(missing.intersection(text))
    )


def _texts(edition: Edition) -> Iterator[tuple[str, Place | None]]:
    publication = edition.publication
    furniture = (publication.title, publication.latin_title, publication.motto, publication.publisher)
    imprint = publication.imprint.model_dump(exclude={"more"}).values()
    further = (text for item in publication.imprint.more for text in (item.name, item.value))
    for text in (*furniture, *imprint, *further, *publication.cover.lines):
        if text:
            yield text, None
    for section in edition.sections:
        yield section.heading, section.articles[0].place if section.articles else None
        for article in section.articles:
            yield from article.texts
    for rest in edition.continuations:
        yield from rest.texts


def _problem(character: str, text: str, place: Place | None) -> Problem:
    at = text.index(character)
    around = text[max(0, at - _AROUND) : at + _AROUND + 1].replace("\n", " ")
    name = unicodedata.name(character, "")
    return problem(
        "character-missing",
        place,
        character=character,
        code=f"U+{ord(character):04X}",
        name=f" {name}" if name else "",
        around=around,
    )
