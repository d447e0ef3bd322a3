"""What copyfitting came to for one run of articles, and what would save pages."""

from __future__ import annotations

from dataclasses import dataclass

from typeset.copyfit.advice import PictureCut
from typeset.copyfit.extent import Extent
from typeset.copyfit.fitting import Fit
from typeset.copyfit.ladder import Step
from typeset.edition import Article
from typeset.layout import Run


@dataclass(frozen=True)
class RunFit:
    """A run of articles with its length; `fit` is None where nobody wanted another. `cuts` are pictures of which one
    alone, made lower, would bring it to its pages, or save a page where nobody wanted any number. `to_cut` are the
    lines that bring a run that does not reach its pages there, tried by setting it so; 0: no cut of its text does."""

    run: Run
    start: int
    extent: Extent
    wanted: int | None = None
    fit: Fit | None = None
    cuts: tuple[PictureCut, ...] = ()
    to_cut: int | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """What was changed."""
        return self.fit.steps if self.fit else ()

    @property
    def excess(self) -> int:
        """Lines to cut for the wanted pages; for a page less where no number is wanted; 0 where nothing is to do."""
        if self.fit:
            return self.fit.over if self.to_cut is None else self.to_cut
        return self.extent.over(len(self.extent) - 1) if len(self.extent) > 1 else 0

    @property
    def title(self) -> str:
        """The title of its first article."""
        return self.run.articles[0].title.plain


@dataclass(frozen=True)
class TextCut:
    """Lines to cut from a run so that it takes so many pages less, and the titles of the articles that they come from:
    what stands on its last pages, for what is cut before may only leave white there."""

    item: RunFit
    titles: tuple[str, ...]
    pages: int
    lines: int


@dataclass(frozen=True)
class SheetOffer:
    """Pages that are one to three more than whole sheets: cut like this, the edition would have `pages`."""

    pages: int
    cuts: tuple[TextCut, ...]


def wished(run: Run) -> int | None:
    """The pages that a run is to take: what its one article wants. Rests of other articles count with it.

    Articles that share pages have no number of pages of their own.
    """
    own = own_articles(run)
    return own[0].pages if len(own) == 1 else None


def own_articles(run: Run) -> tuple[Article, ...]:
    """The articles of a run without the rests of those that broke off before."""
    return tuple(article for article in run.articles if not article.continues)
