"""Edition → HTML: one document for every run, from the layout's templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError, meta, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from typeset.edition import Article, Edition, Title
from typeset.layout import words
from typeset.layout.body import body_html, boxes_html, linked
from typeset.layout.options import Options
from typeset.layout.package import Layout
from typeset.layout.runs import Run, end_of
from typeset.layout.source_marks import source_attribute
from typeset.problems import Giveup, Place, problem

_PAGE = """<!DOCTYPE html>
<html lang="{language}" class="{side}">
<head><meta charset="utf-8"><title>{title}</title>
<meta name="author" content="{author}"><meta name="generator" content="typeset">{dates}
<style>{style}</style>
</head>
<body class="part-{part}">
{body}
</body></html>
"""


_WORDS: tuple[Callable[..., object], ...] = (
    words.cover_lines,
    words.date_words,
    words.imprint_fields,
    words.issue_words,
    words.masthead_fields,
    words.number_words,
    words.total_words,
    words.year_words,
)


@dataclass(frozen=True)
class Pages:
    """What a run may know of the others: the folio of every article and the number of pages, 0 while unknown."""

    of_article: Mapping[str, int]
    total: int = 0

    def of(self, article: Article) -> int:
        """The folio on which an article starts, 0 while unknown."""
        return self.of_article.get(article.id, 0)

    def of_id(self, article: str) -> int:
        """The folio on which the article, or the rest of an article, with this id starts, 0 while unknown."""
        return self.of_article.get(article, 0)

    def of_end(self, article: str) -> int:
        """The folio on which the article with this id breaks off (转版), 0 while unknown."""
        return self.of_article.get(end_of(article), 0)

    def only(self, articles: Iterable[str]) -> Pages:
        """These articles' folios alone, as far as they are known; no number of pages."""
        return Pages({article: self.of_article[article] for article in articles if article in self.of_article})


class Templates:
    """A layout's templates with the values of its options, ready to write the HTML of runs."""

    def __init__(self, layout: Layout, options: Options, bleed: float = 3.0) -> None:
        self._layout = layout
        self._options = options
        self._bleed = bleed
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(layout.folder / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._of_article: Mapping[str, Mapping[str, str]] = {}
        self._of_edition: Mapping[str, str] = {}
        self._environment.filters["fit"] = fit_attribute
        self._environment.filters["linked"] = linked
        self._environment.filters["source"] = source_attribute
        self._environment.filters["title"] = title_html
        self._environment.globals["body_html"] = body_html
        self._environment.globals["boxes_html"] = boxes_html
        for function in _WORDS:
            self._environment.globals[function.__name__] = function

    def fitted(self, of_article: Mapping[str, Mapping[str, str]], of_edition: Mapping[str, str]) -> Templates:
        """The same templates with the custom properties that copyfitting chose: by article id, and for all pages."""
        fitted = copy(self)
        fitted._of_article, fitted._of_edition = of_article, of_edition
        return fitted

    @property
    def names(self) -> frozenset[str]:
        """The functions that templates may call."""
        return frozenset(self._environment.globals)

    def syntax_tree(self, text: str) -> nodes.Template:
        """A template's text as Jinja2 reads it here. Raises TemplateSyntaxError, for unknown filters too."""
        tree = self._environment.parse(text)
        meta.find_undeclared_variables(tree)  # compiles, and so finds unknown filters and tests
        return tree

    def run_html(self, run: Run, edition: Edition, start: int, pages: Pages) -> str:
        """The HTML of a run that starts on page `start` (from 1; odd pages are right-hand).

        Raises Giveup where a template is wrong, naming file and line.
        """
        body = self._render(run.part.template, run=run, edition=edition, start=start, pages=pages)
        return self._document(run.part.name, edition, start, body)

    def filler_html(self, edition: Edition, start: int, number: int = 0) -> str:
        """The HTML of a page that fills up to whole sheets; `number` counts such pages from 0.

        The publication's own fillers are used in order; a page beyond them has none.
        """
        filler = edition.fillers[number] if number < len(edition.fillers) else None
        body = self._render("filler.html", edition=edition, start=start, filler=filler)
        return self._document("filler", edition, start, body)

    def _document(self, part: str, edition: Edition, start: int, body: str) -> str:
        publication = edition.publication
        date = escape(publication.date or "")
        dates = f'<meta name="dcterms.created" content="{date}"><meta name="dcterms.modified" content="{date}">'
        return _PAGE.format(
            language=edition.language,
            side="right" if start % 2 else "left",
            title=escape(f"{publication.title} {words.issue_words(publication)}".strip()),
            author=escape(publication.publisher or publication.title),
            dates=dates if date else "",
            style=self._style(start),
            part=part,
            body=body,
        )

    def _style(self, start: int) -> str:
        """What the style sheets are told of this edition: side, folio, options, colours and the bleed in mm."""
        side = "right" if start % 2 else "left"
        properties = {**self._options.properties, **self._of_edition, "--bleed": f"{self._bleed:g}mm"}
        told = "; ".join(f"{name}: {value}" for name, value in properties.items())
        return (
            f"html {{ break-before: {side} }} @page {{ bleed: {self._bleed:g}mm }} "
            f"@page :first {{ counter-reset: page {start} }} :root {{ {told} }}"
        )

    def _render(self, template: str, **context: Any) -> str:
        try:
            return self._environment.get_template(template).render(
                options=self._options.values, fit=self._of_article, **context
            )
        except TemplateError as error:
            line = getattr(error, "lineno", None) if isinstance(error, TemplateSyntaxError) else _template_line(error)
            place = Place(f"layouts/{self._layout.name}/templates/{template}", line or 0)
            raise Giveup(
                problem("layout-template", place, layout=self._layout.name, why=error.message or error)
            ) from error


@pass_context
def fit_attribute(context: Context, article: Article) -> Markup:
    """` style="…"` with the custom properties that copyfitting gave an article; nothing where it gave none."""
    given: Mapping[str, str] = context.get("fit", {}).get(article.id, {})
    told = "; ".join(f"{name}: {value}" for name, value in given.items())
    return Markup(' style="{}"').format(told) if told else Markup("")


def _template_line(error: BaseException) -> int:
    """The line of the innermost template frame of an error (Jinja2 rewrites tracebacks to template lines)."""
    line, trace = 0, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename.endswith(".html"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def title_html(title: Title) -> Markup:
    """A title's phrases as inline boxes that break between, not inside, and its wanted line ends.

    A space stands between phrases: it vanishes at a line's end and is as wide as the CSS says elsewhere.
    """
    lines = (
        Markup(" ").join(Markup('<span class="phrase">{}</span>').format(phrase) for phrase in line)
        for line in title.lines
    )
    return Markup("<br>").join(lines)
