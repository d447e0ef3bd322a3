"""How many elements a renderer draws for an SVG file, counting what references repeat.

A kilobyte of `use` elements that refer to each other can stand for millions of shapes; patterns, markers and masks
likewise. The count is an upper bound: references of style sheets are matched on the last part of a selector only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from typeset.pictures.svg_lint import REFERENCES, Node
from typeset.pictures.svg_style import Offence, Reference, fragments

_PAINTS = ("fill", "stroke", "filter", "mask", "clip-path", "style")
_MARKERS = ("marker", "marker-start", "marker-mid", "marker-end")
_STEP = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[a-df-zA-DF-Z]")
_CONSTANT = frozenset(("linearGradient", "radialGradient"))
_MOST_RULES = 500


class _Drawn(NamedTuple):
    """What drawing a node comes to: elements, levels below, most vertices of one shape."""

    elements: int
    height: int
    vertices: int


class Expansion:
    """The elements of a tree, their names, and which of them refer to which."""

    def __init__(self, root: Node, rules: Sequence[Reference], *, most: int, depth: int) -> None:
        self._root, self._most, self._depth = root, most, depth
        self._named: dict[str, Node] = {}
        for node in _all(root):
            if name := node.attributes.get("id"):
                self._named.setdefault(name, node)
        if len(rules) > _MOST_RULES:
            raise Offence("<style> url(#…)", root.line)
        self._rules = _by_one_part(rules)
        self._references = {id(node): tuple(self._refers(node)) for node in _all(root)}
        self._counted: dict[int, _Drawn] = {}
        self._underway: set[int] = set()

    @property
    def searched(self) -> int:
        """How many different names are referred to."""
        return len({id(target) for found in self._references.values() for target, _ in found})

    def drawn_elements(self) -> int:
        """The number of elements drawn, exact or too high; the limit plus one where it is beyond the limit.

        Raises Offence, with the line, for elements that refer to themselves or are nested too deep by references.
        """
        return self._count(self._root, 1).elements

    def _refers(self, node: Node) -> Iterator[tuple[Node, bool]]:
        """Elements that drawing this one draws too, and whether once for every vertex."""
        for key, value in node.attributes.items():
            if key in _PAINTS or key in _MARKERS or (key in REFERENCES and node.tag != "a"):
                per_vertex = key in _MARKERS or (key == "style" and "marker" in value)
                yield from ((self._named[name], per_vertex) for name in fragments(value) if name in self._named)
        if not self._rules:
            return
        own = {node.tag, f"#{node.attributes.get('id')}", ""}
        own |= {f".{name}" for name in node.attributes.get("class", "").split()}
        for rule in (rule for part in own for rule in self._rules.get(part, ())):
            if rule.needed <= own:
                yield from ((self._named[name], rule.markers) for name in rule.names if name in self._named)

    def _count(self, node: Node, depth: int) -> _Drawn:
        key = id(node)
        known = self._counted.get(key)
        if key in self._underway:
            raise Offence(f'<{node.tag} id="{node.attributes.get("id", "")}">', node.line)
        if depth + (known.height if known else 0) > self._depth:
            raise Offence(f"<{node.tag}>", node.line)
        if known is None:
            self._underway.add(key)
            known = self._counted[key] = self._subtree(node, depth)
            self._underway.discard(key)
        return known

    def _subtree(self, node: Node, depth: int) -> _Drawn:
        below = [self._count(child, depth + 1) for child in node.children]
        own = 1 + sum(item.elements for item in below)
        vertices = max([_vertices(node), *(item.vertices for item in below)])
        height = max((item.height for item in below), default=0)
        once = every = 0
        for target, per_vertex in self._references[id(node)]:
            item = self._count(target, depth + 1)
            height, vertices = max(height, item.height), max(vertices, item.vertices)
            if per_vertex or target.tag == "pattern":
                every += item.elements * (vertices if per_vertex else 1)
            else:
                once += 1 if target.tag in _CONSTANT else item.elements
        # Patterns and markers are inherited: everything inside may be painted with them.
        return _Drawn(min(own * (1 + every) + once, self._most + 1), height + 1, vertices)


def _by_one_part(rules: Iterable[Reference]) -> dict[str, list[Reference]]:
    """Rules under one of the parts that their selector needs, the rarest kind of part first."""
    found: dict[str, list[Reference]] = defaultdict(list)
    for rule in rules:
        found[min(rule.needed, default="")].append(rule)
    return found


def _vertices(node: Node) -> int:
    outline = node.attributes.get("d") or node.attributes.get("points")
    return len(_STEP.findall(outline)) if outline else 4


def _all(root: Node) -> Iterator[Node]:
    waiting: list[Sequence[Node]] = [[root]]
    while waiting:
        for node in waiting.pop():
            yield node
            if node.children:
                waiting.append(node.children)
