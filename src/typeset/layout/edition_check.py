"""What an edition asks of its layout that the layout has not: tags, columns, colours for spot inks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches

from typeset.edition import Edition
from typeset.layout.colours import ColourRole
from typeset.layout.package import Layout
from typeset.problems import Place, Problem, problem

PlaceOf = Callable[..., Place | None]
"""Where a value of the manifest is written, by its path: `place_of("printing", "inks")`."""


def edition_problems(
    edition: Edition, layout: Layout, palette: Iterable[ColourRole], place_of: PlaceOf
) -> Iterator[Problem]:
    """Tags that the layout does not know, pictures wider than its columns, spot inks for colours it has not."""
    yield from _unknown_tags(edition, layout)
    yield from _too_many_columns(edition, layout)
    yield from _unknown_colours(edition, tuple(palette), place_of)


def _unknown_tags(edition: Edition, layout: Layout) -> Iterator[Problem]:
    known = layout.declaration.tags
    for article in edition.articles:
        for tag in article.tags:
            if tag not in known and tag not in known.values():
                words = "、".join(f"{chinese} ({name})" for name, chinese in known.items()) or "—"
                place = article.places.get("tags", article.place)
                yield problem("layout-tag-unknown", place, tag=tag, known=words)


def _too_many_columns(edition: Edition, layout: Layout) -> Iterator[Problem]:
    most = layout.declaration.columns
    for article in edition.articles:
        for figure in article.figures:
            if most is not None and figure.columns is not None and figure.columns > most:
                place = figure.columns_place or figure.place
                yield problem("layout-columns-many", place, columns=figure.columns, layout=layout.name, most=most)


def _unknown_colours(edition: Edition, palette: tuple[ColourRole, ...], place_of: PlaceOf) -> Iterator[Problem]:
    names = {name: role for role in palette for name in (role.chinese, role.name)}
    for index, spot in enumerate(edition.printing.spot_colours):
        if spot.role not in names:
            near = [names[found] for found in get_close_matches(spot.role, names, 1, 0.3)]
            words = dict.fromkeys(
                role.name if role.chinese == role.name else f"{role.chinese} ({role.name})"
                for role in (*near, *palette)
            )
            place = place_of("printing", "spot_colours", index, "role")
            yield problem("printing-spot-role", place, role=spot.role, known="、".join(words))
