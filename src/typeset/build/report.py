"""report.json: what was set and what was found, for editors' tools and for later stages."""

from __future__ import annotations

from typing import Any

from typeset import __version__
from typeset.build.copyfit_data import fit_data
from typeset.build.make import Built
from typeset.edition import Article
from typeset.problems import Place, Problem, Severity, problems_data


def report_data(built: Built, print_name: str) -> dict[str, Any]:
    """The report as plain data. `print_name` is the print PDF's file name.

    It holds no clock time and no absolute path: the same sources give the same bytes.
    """
    edition, pages = built.edition, built.paginated.pages.of_article
    return {
        "typeset": __version__,
        "edition": edition.name,
        "publication": edition.publication.title,
        "layout": edition.layout,
        "pages": built.paginated.total,
        "han_characters": sum(edition.han_count(article) for article in edition.articles),
        "articles": [
            {
                "id": article.id,
                "section": article.heading,
                "title": article.title.plain,
                "authors": [author.name for author in article.authors],
                "page": pages.get(article.id, 0),
                "han_characters": edition.han_count(article),
                "pictures": len(article.figures),
            }
            for article in edition.articles
        ],
        "copyfit": fit_data(built.copyfit, built.paginated, edition.pages) if built.copyfit else None,
        "counts": {severity.value: built.report.count(severity) for severity in Severity}
        | {"accepted": len(built.report.accepted)},
        "print": _print_data(built, print_name),
        "problems": [
            {**data, "article": _article_of(built, item)}
            for data, item in zip(problems_data(built.report.problems), built.report.problems, strict=True)
        ],
    }


def _article_of(built: Built, item: Problem) -> str | None:
    """The id of the article that a problem of a page or of copyfitting is in, where that is known."""
    place = item.place
    if place is None or not item.code.startswith(("page-", "copyfit-")):
        return None
    pages = built.paginated.pages.of_article
    for run in built.paginated.runs:
        articles = run.run.articles if run.run else ()
        if place.page and not run.start <= place.page < run.start + len(run.rendering.pages):
            continue
        for article in articles:
            if _is_in(article, place):
                return article.continues or article.id
        begun = [article for article in articles if pages.get(article.id, run.start) <= place.page]
        if place.page and begun:
            return begun[-1].continues or begun[-1].id
    return None


def _is_in(article: Article, place: Place) -> bool:
    """Whether a place is the article's in the manifest, or in a manuscript of its own."""
    own = [article.place, *article.places.values(), *(block.place for block in article.body.blocks)]
    own += [figure.place for figure in article.figures if figure.place]
    return any((item.file, item.line, item.column) == (place.file, place.line, place.column) for item in own)


def _print_data(built: Built, name: str) -> dict[str, Any] | None:
    printed = built.printed
    if printed is None:
        return None
    return {
        "file": name,
        "draft": printed.draft,
        "standard": built.edition.printing.standard,
        "condition": printed.condition.identifier or printed.condition.condition,
        "checks": {check.rule: check.status.value for check in printed.preflight.checks},
    }
