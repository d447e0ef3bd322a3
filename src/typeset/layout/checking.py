"""What is wrong with a layout package, for its author: with file and line, before any edition is set in it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from typeset.composer.fetching import BASE_URL, ClosedFetcher
from typeset.composer.fonts import FontSet
from typeset.composer.rendering import parse_css
from typeset.fonts import Catalogue
from typeset.layout.contrast import contrast_problems
from typeset.layout.declared_places import declared_place
from typeset.layout.fit_check import fit_problems
from typeset.layout.options import resolve_options
from typeset.layout.package import LAYOUT_FILE, Layout
from typeset.layout.style_check import css_problem, style_problems
from typeset.layout.style_sheets import StyleSheet, read_styles
from typeset.layout.style_use import use_problems
from typeset.layout.template_check import template_problems
from typeset.problems import Place, Problem, problem


def check_layout(layout: Layout, catalogue: Catalogue) -> tuple[Problem, ...]:
    """Everything that can be told of a layout without setting an edition.

    Errors would fail a build or print wrongly (a template or style sheet that is missing, ink in a style sheet);
    warnings are what the engine ignores, what nobody uses, and what is hard to read. `catalogue` holds the fonts
    that the roles are served by.
    """
    options, option_problems = resolve_options(layout, {}, Place(f"layouts/{layout.name}/{LAYOUT_FILE}"))
    sheets, missing = read_styles(layout)
    found = [*option_problems, *missing]
    if not missing:
        found += style_problems(layout)
        found += _not_understood(layout, sheets)
    found += template_problems(layout, sheets, options)
    found += use_problems(layout, sheets, options)
    found += fit_problems(layout, sheets)
    found += contrast_problems(sheets, options)
    found += catalogue.role_problems(layout.declaration.roles, declared_place(layout.folder, LAYOUT_FILE, ("roles",)))
    found += _unused_styles(layout, sheets)
    return tuple(found)


def _not_understood(layout: Layout, sheets: tuple[StyleSheet, ...]) -> Iterator[Problem]:
    """What the engine ignores: unknown properties and values, selectors that it does not support."""
    fetcher, fonts = ClosedFetcher(folders={"layout": layout.folder}), FontSet([])
    for sheet in sheets:
        _, messages = parse_css(sheet.text, fetcher, fonts, urljoin(BASE_URL, "layout/styles/"))
        yield from (css_problem(layout, sheet.name, message) for message in messages)
    yield from (problem("fetch-refused", address=address) for address in fetcher.refused)


def _unused_styles(layout: Layout, sheets: tuple[StyleSheet, ...]) -> Iterator[Problem]:
    """Style sheets that lie in styles/ and that neither layout.yaml nor an @import names."""
    known = set(layout.declaration.styles) | {name for sheet in sheets for name in sheet.imported}
    for path in sorted((layout.folder / "styles").glob("*.css")):
        if path.name not in known:
            yield problem("layout-file-unused", Place(f"layouts/{layout.name}/styles/{path.name}"), file=path.name)
