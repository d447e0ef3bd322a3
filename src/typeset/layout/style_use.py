"""What style sheets name and nobody has: custom properties, fonts, files; and text and lines too thin for print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from typeset.layout.declared_places import declared_place
from typeset.layout.options import Options
from typeset.layout.package import LAYOUT_FILE, Layout
from typeset.layout.style_sheets import Declared, StyleSheet, style_place, tokens
from typeset.problems import Problem, problem

_GIVEN = frozenset({"--bleed", "--ratio", "--ratios", "--count", "--tall"})  # by the build, and on figures
_GENERIC = frozenset({"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "inherit", "initial"})
_POINTS = {"pt": 1.0, "px": 0.75, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "pc": 12.0, "q": 18 / 25.4}
LEAST_TEXT = 5.0  # pt: preflight's text-small
LEAST_LINE = 0.25  # pt: preflight's line-thin
_LINES = re.compile(
    r"border(?:-(?:top|right|bottom|left|block|inline)(?:-(?:start|end))?)?(?:-width)?|column-rule(?:-width)?|outline(?:-width)?"
)


def use_problems(layout: Layout, sheets: tuple[StyleSheet, ...], options: Options) -> Iterator[Problem]:
    """Names without a meaning, files that are not there, roles that no style sheet uses, text and lines too small."""
    defined = set(_GIVEN) | set(options.properties)
    defined |= {item.name for sheet in sheets for item in sheet.declarations if item.name.startswith("--")}
    defined |= set(_in_templates(layout))
    families: set[str] = set()
    for sheet in sheets:
        for item in sheet.declarations:
            yield from _properties(layout, sheet, item, defined)
            yield from _files(layout, sheet, item)
            yield from _sizes(item)
            if item.name in ("font-family", "font"):
                families |= set(_families(item))
                yield from _unknown_families(layout, item)
    for number, role in enumerate(layout.declaration.roles):
        if role not in families:
            place = declared_place(layout.folder, LAYOUT_FILE, ("roles", number))
            yield problem("layout-role-unused", place, role=role)


def _in_templates(layout: Layout) -> Iterator[str]:
    """Custom properties that templates set in style attributes."""
    for path in sorted((layout.folder / "templates").glob("*.html")):
        yield from re.findall(r"(--[a-z][a-z0-9-]*)\s*:", path.read_text("utf-8", errors="replace"))


def _properties(layout: Layout, sheet: StyleSheet, item: Declared, defined: set[str]) -> Iterator[Problem]:
    """Custom properties that nothing sets and that have no value to fall back on."""
    for token in tokens(item.value):
        if token.type != "function" or token.lower_name != "var" or not token.arguments:
            continue
        names = [part for part in token.arguments if part.type == "ident"]
        fallback = any(part == "," for part in token.arguments)
        if names and names[0].value not in defined and not fallback:
            name = names[0].value
            place = style_place(layout, sheet.name, names[0], len(name))
            yield problem("layout-property-unknown", place, name=name)


def _files(layout: Layout, sheet: StyleSheet, item: Declared) -> Iterator[Problem]:
    for token in tokens(item.value):
        address = _address(token)
        if address is None or address.startswith(("data:", "#")):
            continue
        path = layout.folder / "styles" / unquote(address)
        if ":" in address or not path.resolve().is_relative_to(layout.folder.resolve()) or not path.is_file():
            yield problem("layout-file-missing", style_place(layout, sheet.name, token, len(address)), file=address)


def _address(token: Any) -> str | None:
    if token.type == "url":
        return str(token.value)
    if token.type == "function" and token.lower_name == "url":
        return next((str(part.value) for part in token.arguments if part.type == "string"), None)
    return None


def _families(item: Declared) -> Iterator[str]:
    """The families of a font declaration: what stands after the size, separated by commas."""
    found: list[list[str]] = [[]]
    for token in item.value:
        if token == ",":
            found.append([])
        elif token.type in ("ident", "string"):
            found[-1].append(token.value)
        elif token.type in ("dimension", "percentage", "function", "number"):
            found[-1].clear()  # weight, size and line height stand before the family
    yield from (" ".join(words) for words in found if words)


def _unknown_families(layout: Layout, item: Declared) -> Iterator[Problem]:
    if item.name == "font" and len(item.value) == 1:  # inherit, or a system font
        return
    for family in _families(item):
        if family not in layout.declaration.roles and family.lower() not in _GENERIC:
            known = "、".join(layout.declaration.roles)
            yield problem("layout-family-unknown", item.place, family=family, known=known)


def _sizes(item: Declared) -> Iterator[Problem]:
    """Text below 5 pt and lines below 0.25 pt: preflight will refuse them in the finished file."""
    if item.name in ("font", "font-size"):
        size = _first_length(item)
        if size is not None and 0 < size < LEAST_TEXT:
            yield problem("layout-text-small", item.place, size=f"{size:g}", least=f"{LEAST_TEXT:g}")
    elif _LINES.fullmatch(item.name):
        width = _first_length(item)
        if width is not None and 0 < width < LEAST_LINE:
            yield problem("layout-line-thin", item.place, width=f"{width:g}", least=f"{LEAST_LINE:g}")


def _first_length(item: Declared) -> float | None:
    """The first absolute length of a value, in points."""
    for token in item.value:
        if token.type == "dimension" and token.lower_unit in _POINTS:
            return float(token.value) * _POINTS[token.lower_unit]
    return None
