"""Runs: the units that are laid out independently, each from a given start page.

A run is a part of the magazine (cover, contents, back cover) or a row of articles of which the first starts on a
fresh page and the others run on. Its HTML depends on nothing but its own content, the page it starts on and, for
contents, cover and articles that break off (转版), the pages of the articles it speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from typeset.edition import Article, Edition, running_order
from typeset.layout.package import Layout, Part


def end_of(article: str) -> str:
    """The anchor, to be set by layouts, where the article with this id breaks off (转版)."""
    return f"{article}.1"


@dataclass(frozen=True)
class Run:
    """One unit of layout. `articles` is empty for parts that belong to the whole edition."""

    name: str
    part: Part
    articles: tuple[Article, ...] = ()
    listed: tuple[str, ...] = ()
    """The articles of other runs that its list of titles gives the pages of."""

    @property
    def jumps(self) -> tuple[str, ...]:
        """Anchors on other pages that it speaks of: 下转第 N 版, 上接第 N 版, and the articles it lists."""
        rests = [article.continued_by for article in self.articles if article.continued_by]
        return (*rests, *(end_of(article.continues) for article in self.articles if article.continues), *self.listed)


def plan_runs(edition: Edition, layout: Layout) -> tuple[Run, ...]:
    """The runs of an edition in page order, as the layout declares its parts."""
    runs: list[Run] = []
    for part in layout.declaration.parts:
        if part.each == "edition":
            runs.append(Run(part.name, part))
        else:
            rows = list(_rows(edition, layout))
            listed = [article.id for row in rows[1:] for article in row if part.contents and not article.continues]
            runs += (
                Run(f"{part.name}-{row[0].id}", part, row, () if number else tuple(listed))
                for number, row in enumerate(rows)
            )
    return tuple(runs)


def _rows(edition: Edition, layout: Layout) -> Iterator[tuple[Article, ...]]:
    row: list[Article] = []
    for article in running_order(edition.articles, edition.continuations):
        fresh = layout.declaration.new_page if article.new_page is None else article.new_page
        if row and fresh:
            yield tuple(row)
            row = []
        row.append(article)
    if row:
        yield tuple(row)
