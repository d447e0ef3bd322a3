"""A layout's style sheets as their author wrote them: rules with their declarations, each with line and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import tinycss2

from typeset.layout.package import LAYOUT_FILE, Layout
from typeset.problems import Place, Problem, problem


@dataclass(frozen=True)
class Declared:
    """One declaration: its property in lower case, its value's tokens, and where it stands."""

    name: str
    value: tuple[Any, ...]
    place: Place

    @property
    def words(self) -> str:
        """The value as it is written."""
        return str(tinycss2.serialize(self.value)).strip()


@dataclass(frozen=True)
class StyleRule:
    """A rule: its selector (or at-rule with prelude) and its declarations."""

    selector: str
    declarations: tuple[Declared, ...]

    def get(self, *names: str) -> Declared | None:
        """The last declaration of one of these properties."""
        return next((item for item in reversed(self.declarations) if item.name in names), None)


@dataclass(frozen=True)
class StyleSheet:
    """A style sheet: its file's name in styles/, its text and its rules in order, at-rules' inside included."""

    name: str
    text: str
    rules: tuple[StyleRule, ...]
    imported: tuple[str, ...] = field(default=())

    @property
    def declarations(self) -> Iterator[Declared]:
        """All declarations of all rules."""
        return (item for rule in self.rules for item in rule.declarations)


def style_place(layout: Layout, name: str, token: Any, length: int = 0) -> Place:
    """Where a token of a style sheet stands."""
    return Place(f"layouts/{layout.name}/styles/{name}", token.source_line, token.source_column, length)


def read_styles(layout: Layout) -> tuple[tuple[StyleSheet, ...], tuple[Problem, ...]]:
    """The style sheets that layout.yaml names, and an error for each that is not there or not readable."""
    sheets, problems = [], []
    for name in layout.declaration.styles:
        path = layout.folder / "styles" / name
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            place = Place(f"layouts/{layout.name}/{LAYOUT_FILE}")
            problems.append(problem("layout-file-missing", place, file=f"styles/{name}"))
            continue
        nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        sheets.append(StyleSheet(name, text, tuple(_rules(layout, name, nodes)), tuple(_imported(nodes))))
    return tuple(sheets), tuple(problems)


def tokens(nodes: Iterable[Any]) -> Iterator[Any]:
    """All tokens of a value, those inside functions and brackets too."""
    for node in nodes:
        yield node
        for inside in ("content", "arguments"):
            yield from tokens(getattr(node, inside, None) or ())


def _imported(nodes: Iterable[Any]) -> Iterator[str]:
    for node in nodes:
        if node.type == "at-rule" and node.lower_at_keyword == "import":
            yield from (token.value for token in tokens(node.prelude) if token.type in ("string", "url"))


def _rules(layout: Layout, name: str, nodes: Iterable[Any]) -> Iterator[StyleRule]:
    for node in nodes:
        if node.type not in ("qualified-rule", "at-rule") or node.content is None:
            continue
        prelude = tinycss2.serialize(node.prelude).strip()
        selector = f"@{node.lower_at_keyword} {prelude}".strip() if node.type == "at-rule" else prelude
        if node.type == "at-rule" and node.lower_at_keyword in ("media", "supports", "layer"):
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            yield from _rules(layout, name, inner)
            continue
        items = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
        declared = tuple(
            Declared(
                item.lower_name if not item.name.startswith("--") else item.name,
                tuple(item.value),
                style_place(layout, name, item, len(item.name)),
            )
            for item in items
            if item.type == "declaration"
        )
        yield StyleRule(selector, declared)
        yield from _rules(layout, name, [item for item in items if item.type in ("qualified-rule", "at-rule")])
