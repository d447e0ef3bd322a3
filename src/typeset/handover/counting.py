"""字数与图片: Han characters of each article and author, pictures of each photographer, for 稿费 and the imprint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from typeset.edition import Article, Edition, Figure
from typeset.layout import Pages

_BEFORE = re.compile(r"^(?:摄影|供图|图片|图|摄|photos?(?: by)?)\s*[:：/／]\s*", re.IGNORECASE)
_BOTH = r"图\s*[/／、]?\s*文|文\s*[/／、]?\s*图"
_WROTE = re.compile(rf"(?:{_BOTH})$")
_AFTER = re.compile(rf"[\s/／]*(?:{_BOTH}|摄影报道|摄影|供图|提供|制图|绘图|摄|图|绘|/photo)$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[、，,；;]\s*")


@dataclass(frozen=True)
class ArticleCount:
    """A line of the table: an article with its Han characters (as `Edition.han_count`), pictures and first folio.

    `page` is 0 where it was not laid out.
    """

    section: str
    title: str
    author: str
    unit: str
    han: int
    pictures: int
    page: int


@dataclass(frozen=True)
class AuthorCount:
    """What one author wrote. An article of several authors counts wholly for each: how to share is not ours to say."""

    name: str
    unit: str
    articles: int
    han: int


@dataclass(frozen=True)
class PhotographerCount:
    """The pictures under one credit; empty for pictures that name nobody."""

    name: str
    pictures: int


@dataclass(frozen=True)
class Counts:
    """The whole account of an edition."""

    edition: str
    title: str
    articles: tuple[ArticleCount, ...]
    authors: tuple[AuthorCount, ...]
    photographers: tuple[PhotographerCount, ...]

    @property
    def han(self) -> int:
        """字数 of the imprint: Han characters of all articles."""
        return sum(article.han for article in self.articles)

    @property
    def pictures(self) -> int:
        """Pictures of all articles."""
        return sum(article.pictures for article in self.articles)


def count_edition(edition: Edition, pages: Pages) -> Counts:
    """Count an edition; `pages` are the folios of its articles."""
    articles = tuple(_article(article, edition, pages) for article in edition.articles)
    return Counts(
        edition.name,
        edition.publication.title,
        articles,
        tuple(_authors(edition)),
        tuple(_photographers(edition)),
    )


def _article(article: Article, edition: Edition, pages: Pages) -> ArticleCount:
    names = "、".join(name for name, _ in _writers(article))
    units = dict.fromkeys(" ".join(filter(None, (author.unit, author.post))) for author in article.authors)
    return ArticleCount(
        article.heading,
        article.title.plain,
        names,
        "、".join(unit for unit in units if unit),
        edition.han_count(article),
        len(list(_figures(article, edition))),
        pages.of(article),
    )


def _figures(article: Article, edition: Edition) -> Iterator[Figure]:
    """The pictures of an article and its rest, those that are still awaited left out."""
    rest = next((item for item in edition.continuations if item.id == article.continued_by), None)
    seen: set[str] = set()
    for part in (article, *((rest,) if rest else ())):
        for figure in part.figures:
            if not figure.placeholder and figure.file not in seen:
                seen.add(figure.file)
                yield figure


def _authors(edition: Edition) -> Iterator[AuthorCount]:
    found: dict[tuple[str, str], list[int]] = {}
    for article in edition.articles:
        for writer in _writers(article):
            found.setdefault(writer, []).append(edition.han_count(article))
    for (name, unit), counts in found.items():
        yield AuthorCount(name, unit, len(counts), sum(counts))


def _writers(article: Article) -> tuple[tuple[str, str], ...]:
    """Name and unit of each author; of an article without any, those whom its credit names for the text (图/文)."""
    if article.authors:
        return tuple((author.name, author.unit or "") for author in article.authors)
    return tuple((name, "") for name in photographers(article.credit)) if _WROTE.search(article.credit) else ()


def _photographers(edition: Edition) -> Iterator[PhotographerCount]:
    found: dict[str, int] = {}
    for article in edition.articles:
        for figure in _figures(article, edition):
            credit = figure.credit or (article.credit if _AFTER.search(article.credit) else "")
            for name in photographers(credit) or ("",):
                found[name] = found.get(name, 0) + 1
    for name, pictures in sorted(found.items(), key=lambda item: (not item[0], -item[1], item[0])):
        yield PhotographerCount(name, pictures)


def photographers(credit: str) -> tuple[str, ...]:
    """The names in a credit as printed: 张三 in “张三 摄”, “摄影：张三”; 张三 and 李四 in “张三、李四/图”."""
    bare = _AFTER.sub("", _BEFORE.sub("", credit.strip()))
    return tuple(name for name in _BETWEEN.split(bare) if name)


def counts_data(counts: Counts) -> dict[str, Any]:
    """The account as plain data, for --json."""
    return {**asdict(counts), "han": counts.han, "pictures": counts.pictures}
