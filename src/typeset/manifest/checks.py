"""Checks: what can be said of an edition from its manifest alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from itertools import chain

from typeset.manifest.article import PICTURE_NEWS, Article
from typeset.manifest.build import Path
from typeset.manifest.model import Issue, Publication
from typeset.manifest.printing import Printing
from typeset.manifest.slips import shown
from typeset.problems import Place, Problem, problem

PlaceOf = Callable[[Path], Place | None]


def check(issue: Issue, place: PlaceOf, faulty: Set[Path]) -> tuple[Problem, ...]:
    """Problems of an edition's structure. `faulty` are paths reported already, about which nothing more is said."""
    return tuple(
        chain(
            _sections(issue, place, faulty),
            _articles(issue, place, faulty),
            _duplicate_ids(issue, place),
            _number(issue.publication, place),
            _spot_colours(issue.printing, place, faulty),
        )
    )


def _sections(issue: Issue, place: PlaceOf, faulty: Set[Path]) -> Iterator[Problem]:
    if not issue.sections and ("sections",) not in faulty:
        yield problem("manifest-no-sections", place(("sections",)))
    for number, section in enumerate(issue.sections):
        path = ("sections", number)
        if not section.articles and (*path, "articles") not in faulty:
            yield problem("manifest-empty-section", place((*path, "heading")), heading=shown(section.heading))


def _all_articles(issue: Issue) -> Iterator[tuple[Path, Article]]:
    for number, section in enumerate(issue.sections):
        for position, article in enumerate(section.articles):
            yield ("sections", number, "articles", position), article


def _articles(issue: Issue, place: PlaceOf, faulty: Set[Path]) -> Iterator[Problem]:
    for path, article in _all_articles(issue):
        pictures = (*path, "photos")
        told = bool(article.body) or (*path, "body") in faulty or article.held
        if told or (PICTURE_NEWS in article.tags and (article.photos or pictures in faulty)):
            continue
        code = "manifest-only-photos" if article.photos else "manifest-empty-article"
        yield problem(code, place((*path, "title")), title=shown(article.title))


def _duplicate_ids(issue: Issue, place: PlaceOf) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for path, article in _all_articles(issue):
        if article.id is None:
            continue
        here = place((*path, "id"))
        line = here.line if here else 0
        if article.id in first:
            yield problem("manifest-duplicate-id", here, id=article.id, line=first[article.id])
        first.setdefault(article.id, line)


def _number(publication: Publication, place: PlaceOf) -> Iterator[Problem]:
    ranged = isinstance(publication.number, str) and re.fullmatch(r"\d+-\d+", publication.number)
    number = publication.number
    if ranged and publication.kind != "double":
        yield problem("manifest-range-not-double", place(("publication", "number")), number=number)
    if isinstance(publication.number, int) and publication.kind == "double":
        yield problem("manifest-double-not-range", place(("publication", "number")), number=number)


def _spot_colours(printing: Printing, place: PlaceOf, faulty: Set[Path]) -> Iterator[Problem]:
    path = ("printing", "spot_colours")
    if printing.inks == "spot" and not printing.spot_colours and path not in faulty:
        yield problem("printing-spot-unnamed", place(("printing", "inks")))
    if printing.inks == "black" and printing.spot_colours:
        inks = "、".join(item.ink for item in printing.spot_colours)
        yield problem("printing-spot-unused", place(path), ink=shown(inks))
    seen: set[str] = set()
    for number, item in enumerate(printing.spot_colours):
        if item.role in seen:
            spot = place((*path, number, "role"))
            yield problem("printing-spot-twice", spot, role=shown(item.role), ink=shown(printing.spots[item.role]))
        seen.add(item.role)
