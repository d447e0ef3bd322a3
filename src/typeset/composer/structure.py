"""The structure tree of a tagged PDF before it is written: elements of ISO 32000-1, 14.8.4, and their order.

What boxes give is loose: elements without a meaning of their own, text straight in a section, a list's bullet beside
its text. `settle` makes of it a tree as PDF/UA-1 wants it: nothing empty, text in paragraphs, lists of LI with Lbl and
LBody, tables of rows of cells, headings without a gap.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

GROUPING = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Note"})
"""Elements that hold blocks: text straight inside them becomes a paragraph."""

_INLINE = frozenset({"Span", "Link", "Reference", "Code", "Quote"})
_TEXT = _INLINE | {"P", "Lbl", "Caption", "Figure", *(f"H{level}" for level in range(1, 7))}
"""Elements whose text is one row: blocks inside them (lines of a title) are no paragraphs."""
_ITEMS = frozenset({"LI", "Lbl", "LBody"})
_LISTS = frozenset({"L", "LI", "Note"})  # where items, labels and bodies may stand
_BARE = frozenset({"TD", "TH"})  # stay when they are empty: the grid of the table needs them
_TABLE_KIDS = frozenset({"Caption", "THead", "TBody", "TFoot", "TR"})
_ROW_GROUPS = frozenset({"THead", "TBody", "TFoot"})


@dataclass(frozen=True)
class Mark:
    """A piece of a page's content: the text box or picture painted inside one marked-content sequence."""

    page: int
    mcid: int
    text: str
    picture: bool = False


@dataclass(frozen=True, eq=False)
class Annotation:
    """A link's clickable rectangle on a page; `target` is the PDF object."""

    page: int
    target: Any


@dataclass(frozen=True)
class Frame:
    """Where a picture stands: a page, and a rectangle on it in CSS px from the top left corner."""

    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(eq=False)
class Node:
    """An element of the structure tree. Without a role it means nothing itself: only its kids will stay."""

    role: str
    inline: bool = False
    parent: Node | None = None
    lang: str = ""
    alt: str = ""
    identifier: str = ""
    frame: Frame | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    kids: list[Any] = field(default_factory=list)  # Node | Mark | Annotation

    def nodes(self) -> Iterator[Node]:
        """The node and all below it in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.nodes()

    def marks(self) -> Iterator[Mark]:
        """The content of the node and of all below it in reading order."""
        for kid in self.kids:
            if isinstance(kid, Mark):
                yield kid
            elif isinstance(kid, Node):
                yield from kid.marks()

    @property
    def language(self) -> str:
        """The language of the node: its own or that of what it stands in."""
        return self.lang or (self.parent.language if self.parent else "")

    @property
    def text(self) -> str:
        """The text of all content, blocks set apart by spaces, pictures by their descriptions."""
        if self.role == "Figure":
            return self.alt
        texts = [kid.text if not isinstance(kid, Annotation) else "" for kid in self.kids]
        return "".join(texts) if self.inline else f" {''.join(texts)} "


def settle(root: Node) -> Node:
    """Bring the tree below `root` into the shape that PDF/UA-1 wants."""
    root.kids = _paragraphs(_settled_kids(root, in_text=False))
    _prune(root)
    _number_headings(root)
    return root


def _prune(node: Node) -> None:
    """Leave out what has no content: the tables, the links; but not the empty cells and rows of a table."""
    node.kids = [
        kid
        for kid in node.kids
        if not isinstance(kid, Node)
        or kid.role in _BARE
        or (kid.role == "TR" and kid.kids)
        or next(kid.marks(), None) is not None
    ]
    for kid in node.kids:
        if isinstance(kid, Node):
            _prune(kid)
    if node.role == "LI" and len(node.kids) == 1:
        node.kids[0].role = "LBody"  # a bullet before nothing


def _settled(node: Node, in_text: bool) -> list[Any]:
    """What stands in the settled tree for a node: itself, its kids, or nothing."""
    kids = _settled_kids(node, in_text or node.role in _TEXT)
    if not node.role:
        return _hoisted(node, kids, in_text)
    kids = _SHAPES.get(node.role, _as_they_are)(node, kids)
    if node.role in GROUPING:
        kids = _paragraphs(kids)
    if node.role == "Div" and len(kids) == 1 and not node.lang:
        return kids
    node.kids = kids
    return [node] if kids or node.role in _BARE else []


def _settled_kids(node: Node, in_text: bool) -> list[Any]:
    kids: list[Any] = []
    for kid in node.kids:
        if isinstance(kid, Node):
            kids += _settled(kid, in_text)
        elif not (isinstance(kid, Mark) and not kid.text.strip() and not kid.picture):
            kids.append(kid)
    return kids if node.role in _LISTS or not node.role else _wrapped(kids, _is_item, "L", _list)


def _is_item(kid: Any) -> bool:
    return isinstance(kid, Node) and kid.role in _ITEMS


def _hoisted(node: Node, kids: list[Any], in_text: bool) -> list[Any]:
    if not node.inline and not in_text:
        kids = _paragraphs(kids)
    if not node.lang or not kids:
        return kids
    if in_text or all(map(_is_inline, kids)):
        return [Node("Span", lang=node.lang, kids=kids)]
    return [Node("Div", lang=node.lang, kids=_paragraphs(kids))]


def _is_inline(kid: Any) -> bool:
    return not isinstance(kid, Node) or kid.role in _INLINE


def _wrapped(
    kids: list[Any],
    loose: Callable[[Any], bool],
    role: str,
    shape: Callable[[Node, list[Any]], list[Any]] | None = None,
) -> list[Any]:
    """Rows of `loose` kids together in nodes of a role, the others as they are."""
    made: list[Any] = []
    for is_loose, run in groupby(kids, loose):
        if is_loose:
            node = Node(role, kids=list(run))
            node.kids = shape(node, node.kids) if shape else node.kids
            made.append(node)
        else:
            made += run
    return made


def _paragraphs(kids: list[Any]) -> list[Any]:
    return _wrapped(kids, _is_inline, "P")


def _as_they_are(_node: Node, kids: list[Any]) -> list[Any]:
    return kids


def _list(node: Node, kids: list[Any]) -> list[Any]:
    """LI only; a Lbl (a term) begins an item, LBodies (its descriptions) belong to it."""
    items: list[Any] = []
    for kid in kids:
        role = kid.role if isinstance(kid, Node) else ""
        if role == "LI":
            items.append(kid)
        elif role == "Lbl" or not items or not items[-1].attributes.get("open"):
            items.append(Node("LI", attributes={"open": True}, kids=[kid]))
        else:
            items[-1].kids.append(kid)
    for item in items:
        if item.attributes.pop("open", False):
            item.kids = _item(item, item.kids)
    if any(kid.role == "Lbl" for item in items for kid in item.kids if isinstance(kid, Node)):
        node.attributes.setdefault("ListNumbering", node.attributes.pop("numbering", "None"))
    node.attributes.pop("numbering", None)
    return items


def _item(_node: Node, kids: list[Any]) -> list[Any]:
    """A label first where there is one, all else in one body."""
    labels = [kid for kid in kids if isinstance(kid, Node) and kid.role == "Lbl"]
    rest: list[Any] = []
    for kid in kids:
        if kid not in labels:
            rest += kid.kids if isinstance(kid, Node) and kid.role == "LBody" else [kid]
    if not rest:
        rest, labels = [kid for label in labels for kid in label.kids], []
    if not all(map(_is_inline, rest)):
        rest = _paragraphs(rest)
    return [*labels[:1], Node("LBody", kids=[kid for label in labels[1:] for kid in label.kids] + rest)] if rest else []


def _contents_item(_node: Node, kids: list[Any]) -> list[Any]:
    return _wrapped(kids, _is_inline, "Reference")


def _contents(_node: Node, kids: list[Any]) -> list[Any]:
    return _wrapped(kids, _other_than({"TOCI", "TOC", "Caption"}), "TOCI")


def _table(_node: Node, kids: list[Any]) -> list[Any]:
    """A caption, head, bodies and foot in this order, each once but the bodies."""
    kids = _wrapped(kids, _other_than(_TABLE_KIDS), "TD")
    kids = _wrapped(kids, _other_than(_TABLE_KIDS), "TR")
    by_role = {role: [kid for kid in kids if kid.role == role] for role in ("Caption", "THead", "TFoot")}
    bodies = [kid for kid in kids if kid.role in ("TBody", "TR")]
    for second in by_role["Caption"][1:]:
        by_role["Caption"][0].kids += second.kids
    for role in ("THead", "TFoot"):
        if by_role[role] and (not bodies or len(by_role[role]) > 1):
            bodies = [row for group in by_role[role] for row in group.kids] + bodies
            by_role[role] = []
    if any(by_role[role] for role in ("THead", "TFoot")):
        bodies = _wrapped(bodies, lambda kid: kid.role == "TR", "TBody")
    return [*by_role["Caption"][:1], *by_role["THead"], *bodies, *by_role["TFoot"]]


def _row_group(_node: Node, kids: list[Any]) -> list[Any]:
    return _wrapped(_wrapped(kids, _other_than({"TR"}), "TD"), _other_than({"TR"}), "TR")


def _row(_node: Node, kids: list[Any]) -> list[Any]:
    return _wrapped(kids, _other_than(_BARE), "TD")


def _other_than(roles: Collection[str]) -> Callable[[Any], bool]:
    return lambda kid: not isinstance(kid, Node) or kid.role not in roles


_SHAPES: dict[str, Callable[[Node, list[Any]], list[Any]]] = {
    "L": _list,
    "LI": _item,
    "TOC": _contents,
    "TOCI": _contents_item,
    "Table": _table,
    "TR": _row,
    **dict.fromkeys(_ROW_GROUPS, _row_group),
}


def _number_headings(root: Node) -> None:
    """Headings without a gap (ISO 14289-1, 7.4.2): each is one deeper than the heading that it stands under."""
    above: list[int] = []
    for node in root.nodes():
        if len(node.role) == 2 and node.role[0] == "H" and node.role[1].isdecimal():
            level = int(node.role[1])
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
            node.role = f"H{len(above)}"


__all__ = ["GROUPING", "Annotation", "Frame", "Mark", "Node", "settle"]
