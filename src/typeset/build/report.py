"""report.json: what was set and what was found, for editors' tools and for later stages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typeset import __version__
from typeset.edition import Edition
from typeset.problems import Report, Severity, problems_data


def report_data(edition: Edition, pages: Mapping[str, int], total: int, report: Report) -> dict[str, Any]:
    """The report as plain data. `pages` maps article ids to the folio they start on.

    It holds no clock time and no absolute path: the same sources give the same bytes.
    """
    return {
        "typeset": __version__,
        "edition": edition.name,
        "publication": edition.publication.title,
        "layout": edition.layout,
        "pages": total,
        "han_characters": sum(article.han_count for article in edition.articles),
        "articles": [
            {
                "id": article.id,
                "section": article.heading,
                "title": article.title.plain,
                "authors": [author.name for author in article.authors],
                "page": pages.get(article.id, 0),
                "han_characters": article.han_count,
                "pictures": len(article.figures),
            }
            for article in edition.articles
        ],
        "counts": {severity.value: report.count(severity) for severity in Severity},
        "problems": problems_data(report.problems),
    }
