"""Style sheets that a print PDF could not be made from: found before anything is laid out, with file and line.

Colours are written for the screen; which ink prints them is said once, by their role in layout.yaml. Colours given
as ink in the style sheet would show as ink on the screen too, and the engine fails on them in gradients, shadows and
inset borders. Bleed and marks are the printing house's settings, not the layout's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import tinycss2
import tinycss2.color4

from typeset.layout.package import Layout
from typeset.problems import Place, Problem, problem

_INKS = frozenset({"device-cmyk", "color-profile"})
_AT = re.compile(r" at (\d+):(\d+)")
_SETTINGS = frozenset({"bleed", "marks"})


def style_problems(layout: Layout) -> Iterator[Problem]:
    """What in a layout's style sheets cannot be printed."""
    for name in layout.declaration.styles:
        text = (layout.folder / "styles" / name).read_text("utf-8")
        rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        for code, word, token in _found(rules):
            line, column = token.source_line, token.source_column
            place = Place(f"layouts/{layout.name}/styles/{name}", line, column, len(word))
            yield problem(code, place, layout=layout.name, word=word)


def transparency_problems(layout: Layout) -> Iterator[Problem]:
    """Transparency in a layout's style sheets, which PDF/X-1a does not allow (ISO 15930-4): errors with file and line.

    Opacity below 1, colours with alpha and blurred shadows; what a template or picture brings, preflight finds.
    """
    for name in layout.declaration.styles:
        text = (layout.folder / "styles" / name).read_text("utf-8")
        rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        for word, token in _see_through(rules):
            place = Place(f"layouts/{layout.name}/styles/{name}", token.source_line, token.source_column, len(word))
            yield problem("layout-css-transparent", place, layout=layout.name, word=word)


def _see_through(nodes: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    for node in nodes:
        if node.type in ("qualified-rule", "at-rule") and node.content is not None:
            items = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            for item in items:
                if item.type == "declaration" and _is_see_through(item):
                    yield item.name, item
            yield from _see_through([item for item in items if item.type in ("qualified-rule", "at-rule")])


def _is_see_through(item: Any) -> bool:
    values = [token for token in item.value if token.type not in ("whitespace", "comment")]
    if item.lower_name == "opacity":
        return any(_share(token) < 1 for token in values)
    return item.lower_name != "--" and any(_has_alpha(token) for token in values)


def _has_alpha(token: Any) -> bool:
    """Whether a token is a colour that lets through what lies behind it, or holds one; `transparent` paints nothing."""
    if getattr(token, "lower_value", "") == "transparent":
        return False
    if token.type in ("function", "hash"):
        colour = tinycss2.color4.parse_color(token)
        if colour is not None and not isinstance(colour, str):
            return bool(0 < colour.alpha < 1)
    return any(_has_alpha(inner) for inner in getattr(token, "arguments", None) or ())


def _share(token: Any) -> float:
    if token.type == "percentage":
        return float(token.value) / 100
    return float(token.value) if token.type == "number" else 1.0


def css_problem(layout: Layout, name: str, message: str) -> Problem:
    """The engine's message about a style sheet (“Ignored … at 12:3, …”) as a problem at that line and column."""
    found = _AT.search(message)
    line, column = (int(found[1]), int(found[2])) if found else (0, 0)
    place = Place(f"layouts/{layout.name}/styles/{name}", line, column)
    return problem("layout-css", place, layout=layout.name, why=message)


def _found(nodes: Iterable[Any]) -> Iterator[tuple[str, str, Any]]:
    for node in nodes:
        if node.type == "at-rule" and node.lower_at_keyword in _INKS:
            yield "layout-css-inks", f"@{node.at_keyword}", node
        if node.type == "at-rule" and node.lower_at_keyword == "page":
            yield from _settings(node)
        if node.type == "function" and node.lower_name in _INKS:
            yield "layout-css-inks", node.name, node
        for inside in ("prelude", "content", "arguments"):
            yield from _found(getattr(node, inside, None) or ())


def _settings(page: Any) -> Iterator[tuple[str, str, Any]]:
    for item in tinycss2.parse_blocks_contents(page.content or []):
        if item.type == "declaration" and item.lower_name in _SETTINGS:
            yield "layout-css-printing", item.name, item
