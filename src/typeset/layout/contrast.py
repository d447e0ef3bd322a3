"""Whether text can be read: the contrast of a rule's colour with what it stands on (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import tinycss2.color4

from typeset.layout.options import Options
from typeset.layout.style_sheets import StyleRule, StyleSheet
from typeset.problems import Problem, problem

_LEAST, _LEAST_LARGE = 4.5, 3.0
_LARGE, _LARGE_BOLD = 18.0, 14.0  # pt
_SIZE = re.compile(r"(\d+(?:\.\d+)?)pt")
_VAR = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
_PAPER = (1.0, 1.0, 1.0)
_REVERSED = 0.6  # luminance: lighter text is meant for a dark ground that another rule gives

Rgb = tuple[float, float, float]


def contrast_problems(sheets: tuple[StyleSheet, ...], options: Options) -> Iterator[Problem]:
    """Rules whose text is too pale for its ground: the rule's own background, else white paper.

    Text at least 18 pt, or 14 pt and bold, needs 3 : 1, smaller text 4.5 : 1. What another rule puts behind the text
    is not known here; so light text without a ground of its own is taken to stand on a dark one.
    """
    values = dict(options.properties)
    for sheet in sheets:
        values |= {item.name: item.words for item in sheet.declarations if item.name.startswith("--")}
    values |= options.properties
    for sheet in sheets:
        for rule in sheet.rules:
            yield from _in_rule(rule, values)


def _in_rule(rule: StyleRule, values: dict[str, str]) -> Iterator[Problem]:
    written = rule.get("color")
    ground = rule.get("background", "background-color")
    text = _colour(written.words, values) if written else None
    if written is None or text is None:
        return
    behind = _colour(ground.words, values) if ground else None
    if behind is None and _luminance(text) > _REVERSED:
        return
    found = contrast(text, behind or _PAPER)
    least = _LEAST_LARGE if _is_large(rule) else _LEAST
    if found < least:
        told = {"selector": rule.selector, "found": f"{found:.1f}", "least": f"{least:g}"}
        yield problem("layout-contrast", written.place, **told)


def contrast(first: Rgb, second: Rgb) -> float:
    """The contrast ratio of two sRGB colours (components 0 to 1), 1 to 21: WCAG 2.2."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Rgb) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _colour(words: str, values: dict[str, str]) -> Rgb | None:
    """A colour as written, custom properties put in; None where it is none, or not opaque."""
    for _ in range(8):
        found = _VAR.search(words)
        if not found:
            break
        words = words[: found.start()] + values.get(found[1], found[2] or "") + words[found.end() :]
    colour = tinycss2.color4.parse_color(words.strip())
    if colour is None or isinstance(colour, str) or colour.alpha < 1:
        return None
    red, green, blue = colour.to("srgb").coordinates
    return float(red or 0), float(green or 0), float(blue or 0)


def _is_large(rule: StyleRule) -> bool:
    font = rule.get("font", "font-size")
    size = _SIZE.search(font.words) if font else None
    weight = rule.get("font-weight", "font")
    bold = bool(weight and re.search(r"\b(?:bold|[6-9]00)\b", weight.words))
    return size is not None and float(size[1]) >= (_LARGE_BOLD if bold else _LARGE)
