"""Style sheets and style attributes of an SVG file from outside: read with the renderer's own CSS parser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import tinycss2

_FORBIDDEN_RULES = frozenset(("import", "font-face", "namespace", "charset"))
_LOADING_FUNCTIONS = frozenset(("url", "image-set", "-webkit-image-set", "image", "cross-fade", "src", "element"))
# A renderer that keeps declarations beside attributes would take these for the attributes of the same name.
_FORBIDDEN_PROPERTIES = frozenset(("href", "xlink-href", "src", "id", "class", "style", "behavior", "-moz-binding"))
_SUSPICIOUS = re.compile(
    rf"[\\@({{]|(?<![\w-])(?:{'|'.join(map(re.escape, sorted(_FORBIDDEN_PROPERTIES)))})(?![\w-])", re.IGNORECASE
)
_INNER_URL = re.compile(r"url\(#[\w.-]+\)")
_FRAGMENT = re.compile(r"#([^\s\"'();,]+)")
_MOST_CHARACTERS = 256 * 1024
_MOST_SELECTORS = 3000
_MOST_LOOSE_SELECTORS = 50
_MOST_STEPS = 4
_DEEPEST = 20


class Offence(Exception):  # noqa: N818 - a finding, turned into a Problem by the reader
    """What is not allowed, as it stands in the file; `line` counts from 1 in the text looked at."""

    def __init__(self, construct: str, line: int = 1) -> None:
        super().__init__(construct)
        self.construct = construct
        self.line = line


@dataclass(frozen=True)
class Reference:
    """A selector's last part (element, .class and #id that an element must all have) and the names it refers to."""

    needed: frozenset[str]
    names: tuple[str, ...]
    markers: bool


def fragments(text: str) -> list[str]:
    """The names in `#name` references; a colour like #aabbcc looks the same."""
    return _FRAGMENT.findall(text) if "#" in text else []


def read_style(style: str) -> list[Reference]:
    """The references that a style sheet makes.

    Raises Offence where it imports, names fonts or files, sets what is checked as an attribute, or where matching
    its selectors would be costly.
    """
    if len(style) > _MOST_CHARACTERS:
        raise Offence(f"<style> > {_MOST_CHARACTERS // 1024} KB")
    found: list[Reference] = []
    selectors = loose = 0
    for rule in tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule":
            _check_at_rule(rule)
        elif rule.type == "qualified-rule":
            _check_tokens(rule.prelude)
            _check_declarations(rule.content)
            content = tinycss2.serialize(rule.content)
            for needed in _selectors(rule):
                selectors += 1
                loose += not any(part[0] in ".#" for part in needed)
                if names := fragments(content):
                    found.append(Reference(needed, tuple(names), "marker" in content))
        if selectors > _MOST_SELECTORS or loose > _MOST_LOOSE_SELECTORS:
            raise Offence(tinycss2.serialize(rule.prelude).strip() + " {…}", rule.source_line)
    return found


def check_style_attribute(style: str) -> None:
    """Raises Offence for declarations that load something or set what is checked as an attribute."""
    if _SUSPICIOUS.search(_INNER_URL.sub(" ", style)):
        _check_declarations(tinycss2.parse_component_value_list(style))


def _check_at_rule(rule: Any) -> None:
    if rule.lower_at_keyword in _FORBIDDEN_RULES:
        raise Offence(f"@{rule.at_keyword}", rule.source_line)
    _check_tokens(rule.prelude)
    _check_declarations(rule.content or ())


def _check_declarations(tokens: Iterable[Any]) -> None:
    """Token by token, so that it does not matter how a renderer splits nested blocks into declarations."""
    tokens = list(tokens)
    _check_tokens(tokens)
    significant = [token for token in _flat(tokens) if token.type not in ("whitespace", "comment")]
    for token, following in pairwise(significant):
        if token.type == "ident" and following == ":" and token.lower_value in _FORBIDDEN_PROPERTIES:
            raise Offence(f"{token.value}:", token.source_line)


def _check_tokens(tokens: Iterable[Any]) -> None:
    for token in _flat(tokens):
        if token.type == "url" and not token.value.strip().startswith("#"):
            raise Offence(f"url({token.value[:60]})", token.source_line)
        if token.type == "function" and token.lower_name in _LOADING_FUNCTIONS and not _is_inner_url(token):
            raise Offence(tinycss2.serialize([token])[:60], token.source_line)
        if token.type == "at-keyword" and token.lower_value in _FORBIDDEN_RULES:
            raise Offence(f"@{token.value}", token.source_line)
        if token.type == "error" and token.kind == "bad-url":
            raise Offence("url(…", token.source_line)


def _is_inner_url(function: Any) -> bool:
    strings = [token for token in function.arguments if token.type not in ("whitespace", "comment")]
    return (
        function.lower_name == "url"
        and len(strings) == 1
        and strings[0].type == "string"
        and strings[0].value.strip().startswith("#")
    )


def _flat(tokens: Iterable[Any]) -> Iterator[Any]:
    waiting = [iter(tokens)]
    while waiting:
        for token in waiting[-1]:
            yield token
            inner = getattr(token, "content", None) or getattr(token, "arguments", None)
            if isinstance(inner, list):
                if len(waiting) > _DEEPEST:
                    raise Offence("(((…", token.source_line)
                waiting.append(iter(inner))
                break
        else:
            waiting.pop()


def _selectors(rule: Any) -> Iterator[frozenset[str]]:
    """For each selector of a rule its last compound, without what stands in brackets or behind colons."""
    if any(token.type in ("function", "() block") for token in _flat(rule.prelude)):
        raise Offence(tinycss2.serialize(rule.prelude).strip(), rule.source_line)
    prelude = tinycss2.serialize([token for token in rule.prelude if token.type not in ("comment", "[] block")])
    for selector in prelude.split(","):
        steps = [step for step in re.split(r"[\s>+~]+", selector) if step]
        if len(steps) > _MOST_STEPS:
            raise Offence(selector.strip(), rule.source_line)
        last = re.sub(r"::?[\w-]+", "", steps[-1]) if steps else ""
        yield frozenset(re.findall(r"[.#]?(?:[\w-]|\\.)+", last))
