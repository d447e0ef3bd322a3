"""What copyfitting must not change: tracking of text at all, size and leading of the body for one article alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from typeset.layout.package import Layout
from typeset.layout.style_sheets import Declared, StyleRule, StyleSheet, tokens
from typeset.problems import Problem, problem

_TRACKING = frozenset({"letter-spacing", "word-spacing", "font-stretch", "--typeset-autospace-gap"})
_SETTING = frozenset({"font", "font-size", "line-height"})
_BODY = re.compile(r"^(?:.*[\s>+~])?(?:html|:root|body|main|article|p|\.article|\.body|\.paragraph)$")


def fit_problems(layout: Layout, sheets: tuple[StyleSheet, ...]) -> Iterator[Problem]:
    """Style sheets that use a property of copyfitting where it must not be used, with file and line."""
    used = _properties(layout, sheets)
    for rule in (rule for sheet in sheets for rule in sheet.rules):
        for item in rule.declarations:
            names = {name for inner in _variables(item) for name in used.get(inner, ())}
            for name in sorted(names):
                one = layout.declaration.copyfit[name]
                if item.name in _TRACKING:
                    yield problem("layout-fit-tracking", item.place, name=name, property=item.name)
                elif item.name in _SETTING and one.of == "article" and _sets_body(rule):
                    yield problem("layout-fit-body", item.place, name=name, property=item.name)


def _properties(layout: Layout, sheets: tuple[StyleSheet, ...]) -> dict[str, frozenset[str]]:
    """Custom properties with the adjustments that reach them, by way of other custom properties too."""
    found = {item.property: frozenset({name}) for name, item in layout.declaration.copyfit.items()}
    custom = [item for sheet in sheets for item in sheet.declarations if item.name.startswith("--")]
    for _ in custom:  # a chain is no longer than there are properties
        more = {item.name: _reached(item, found) | found.get(item.name, frozenset()) for item in custom}
        if all(found.get(name) == names for name, names in more.items()):
            break
        found |= more
    return found


def _reached(item: Declared, found: dict[str, frozenset[str]]) -> frozenset[str]:
    return frozenset(name for inner in _variables(item) for name in found.get(inner, ()))


def _variables(item: Declared) -> Iterator[str]:
    for token in tokens(item.value):
        if token.type == "function" and token.lower_name == "var":
            yield from (part.value for part in token.arguments[:2] if part.type == "ident")


def _sets_body(rule: StyleRule) -> bool:
    return any(_BODY.match(selector.strip()) for selector in rule.selector.split(","))
