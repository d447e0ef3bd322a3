"""report.json: what was set and what was found, for editors' tools and for later stages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from typeset import __version__
from typeset.edition import Edition
from typeset.problems import Problem, Report, Severity


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


def problems_data(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Problems as plain data with their words in both languages."""
    return [
        {
            "code": item.code,
            "severity": item.severity.value,
            "file": item.place.file if item.place else None,
            "line": item.place.line or None if item.place else None,
            "column": item.place.column or None if item.place else None,
            "page": item.place.page or None if item.place else None,
            "message": {"zh": item.message("zh"), "en": item.message("en")},
            "hint": {"zh": item.hint("zh"), "en": item.hint("en")},
        }
        for item in problems
    ]


def to_json(data: object) -> bytes:
    """Readable UTF-8 JSON with a final newline."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
