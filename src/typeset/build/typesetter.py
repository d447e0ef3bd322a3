"""Setting runs: HTML of one run → laid-out pages, remembered by content.

The unit of work (architecture, rule 6): a run is laid out alone from its start page; the same HTML with the same
styles, fonts and pictures gives the same pages, so what did not change is not laid out again.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from html import unescape
from itertools import chain
from urllib.parse import urljoin

from typeset.composer.fetching import BASE_URL, ClosedFetcher
from typeset.composer.fonts import FontFile, FontSet
from typeset.composer.page_map import relabel
from typeset.composer.pictures import LazyPicture
from typeset.composer.rendering import Rendering, lay_out, parse_css
from typeset.edition import Edition, Figure, Source
from typeset.fonts import Catalogue
from typeset.layout import Layout, css_problem
from typeset.pictures import Prepared, prepare_screen
from typeset.problems import Giveup, Problem, problem

_MOST_REMEMBERED = 512
_SOURCE = re.compile(r' data-source="([^"]*)"')


def font_set(catalogue: Catalogue) -> FontSet:
    """The catalogue's faces for the engine: under their roles, in the weights that fonts.yaml states."""
    return FontSet(
        [
            FontFile(
                face.file,
                catalogue.roles_of(face),
                face.weight if face.weight != face.own_weight else None,
                face.without,
            )
            for face in catalogue.faces
        ]
    )


@dataclass(frozen=True)
class _Remembered:
    """A run laid out: what it had to be laid out without, and addresses it asked for in vain."""

    rendering: Rendering
    sources: tuple[str, ...]
    problems: tuple[Problem, ...]
    refused: tuple[str, ...]


class Typesetter:
    """Sets runs in one layout with one catalogue of fonts; keeps the pages of runs it has set.

    `laid_out` counts the runs that were really laid out, for whoever wants to know what a change cost.
    """

    def __init__(self, layout: Layout, catalogue: Catalogue) -> None:
        self.layout = layout
        self.fonts = font_set(catalogue)
        self.laid_out = 0
        self._fetcher = ClosedFetcher(folders={"layout": layout.folder})
        self._remembered: OrderedDict[str, _Remembered] = OrderedDict()
        self._asked: set[str] = set()
        self._style_problems: tuple[Problem, ...] = ()
        self._load_styles()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the style sheets, and runs that could not be composed."""
        return (*self._style_problems, *chain.from_iterable(item.problems for item in self._remembered.values()))

    def _load_styles(self) -> None:
        problems, styles = [], []
        for name in self.layout.declaration.styles:
            text = (self.layout.folder / "styles" / name).read_text("utf-8")
            base = urljoin(BASE_URL, "layout/styles/")
            sheet, messages = parse_css(text, self._fetcher, self.fonts, base)
            styles.append(sheet)
            problems += [css_problem(self.layout, name, message) for message in messages]
        self._styles, self._style_problems = tuple(styles), tuple(problems)

    def set_run(self, html: str, edition: Edition) -> Rendering:
        """The pages of one run. `edition` gives the pictures that the HTML may name.

        Where a source's lines have moved and nothing else, the pages stay and name the new lines.
        """
        sources = tuple(unescape(source) for source in _SOURCE.findall(html))
        key = sha256(_SOURCE.sub("", html).encode()).hexdigest()
        self._asked.add(key)
        if key in self._remembered:
            self._remembered.move_to_end(key)
            return self._relabelled(key, sources)
        self.laid_out += 1
        figures = {figure.address: figure for figure in edition.figures if figure.address in html}
        fetcher = ClosedFetcher(folders=self._fetcher.folders, data=_vector_data(figures, edition.sources))
        rendering, problems = self._lay_out(html, fetcher, _pictures(figures, edition.sources), edition)
        self._remembered[key] = _Remembered(rendering, sources, problems, tuple(fetcher.refused))
        if len(self._remembered) > _MOST_REMEMBERED:
            self._remembered.popitem(last=False)
        return rendering

    def _relabelled(self, key: str, sources: tuple[str, ...]) -> Rendering:
        known = self._remembered[key]
        if known.sources != sources:
            relabel(known.rendering, sources)
            self._remembered[key] = replace(known, sources=sources)
        return known.rendering

    def sources_of(self, rendering: Rendering) -> tuple[str, ...]:
        """The data-source of all that has one in a run that is remembered, in order; empty for any other."""
        return next((item.sources for item in self._remembered.values() if item.rendering is rendering), ())

    def forget_all_but(self, renderings: Iterable[Rendering]) -> None:
        """Keep these runs in memory, and what was asked for since the last time; no others.

        What copyfitting tried is asked for again at the next change, and is not laid out again then.
        """
        kept = {id(rendering) for rendering in renderings}
        for key, item in list(self._remembered.items()):
            if id(item.rendering) not in kept and key not in self._asked:
                del self._remembered[key]
        self._asked.clear()

    def _lay_out(
        self, html: str, fetcher: ClosedFetcher, pictures: Mapping[str, LazyPicture], edition: Edition
    ) -> tuple[Rendering, tuple[Problem, ...]]:
        """One run laid out; with the engine's own lines where composed ones bring it down.

        Raises Giveup where the engine fails on the run either way.
        """
        try:
            return lay_out(html, self._styles, self.fonts, fetcher, pictures), ()
        except Exception as error:
            what = _titles(html, edition)
            try:
                rendering = lay_out(html, self._styles, self.fonts, fetcher, pictures, composed=False)
            except Exception as second:
                raise Giveup(problem("run-failed", what=what, why=f"{type(second).__name__}: {second}")) from second
            why = f"{type(error).__name__}: {error}"
            return rendering, (problem("run-not-composed", what=what, why=why),)

    def refused(self) -> tuple[Problem, ...]:
        """Addresses outside the edition and the layout that a template or style sheet asked for."""
        refused = chain(self._fetcher.refused, *(item.refused for item in self._remembered.values()))
        return tuple(problem("fetch-refused", address=address) for address in dict.fromkeys(refused))


def _titles(html: str, edition: Edition) -> str:
    """The titles of the articles in a run, for a message; its part where it has none."""
    articles = (*edition.articles, *edition.continuations)
    titles = [article.title.plain for article in articles if f'id="{article.id}"' in html]
    return "、".join(f"《{title}》" for title in titles) or edition.publication.title


def _pictures(figures: Mapping[str, Figure], sources: Mapping[str, Source]) -> dict[str, LazyPicture]:
    return {
        urljoin(BASE_URL, address): LazyPicture(address, figure.width, figure.height)
        for address, figure in figures.items()
        if not sources[address].vector
    }


def _vector_data(figures: Mapping[str, Figure], sources: Mapping[str, Source]) -> dict[str, bytes]:
    """The SVG pictures that a run names, cropped. One that changed since it was checked is left out."""
    return {address: data for address in figures if (data := vector_picture(sources[address])) is not None}


def vector_picture(source: Source) -> bytes | None:
    """The SVG of a vector source; None for pixels, or where the file is not the one that was checked."""
    if source.facts is None:
        return source.svg
    prepared = prepare_screen(source.facts, source.crop, 1, 1) if source.vector else None
    return prepared.data if isinstance(prepared, Prepared) else None
