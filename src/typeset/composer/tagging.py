"""From laid-out boxes to the structure tree: which box belongs to which element, and what is decoration.

Elements are those of the HTML, so that a paragraph over two columns, an article over four pages and a table whose head
is repeated are one element each. Decoration is what HTML calls so (an empty `alt`, `aria-hidden`, the role
`presentation`), page margins, leaders, repeated heads and everything that has no text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from typeset.composer.structure import Annotation, Frame, Mark, Node

_ROLES = {
    "article": "Art", "section": "Sect", "main": "Part", "aside": "Div", "figure": "Div", "blockquote": "BlockQuote",
    "p": "P", "pre": "P", "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6",
    "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody",
    "table": "Table", "caption": "Caption", "figcaption": "Caption", "thead": "THead", "tbody": "TBody",
    "tfoot": "TFoot", "tr": "TR", "th": "TH", "td": "TD", "a": "Link", "code": "Code", "q": "Quote",
    "img": "Figure", "{http://www.w3.org/2000/svg}svg": "Figure",
    "li::marker": "Lbl",
}  # fmt: skip
_PSEUDO_ROLES = {"footnote-call": "Reference", "footnote-marker": "Lbl"}
_LAYOUT_TABLE = frozenset({"Table", "THead", "TBody", "TFoot", "TR", "TD", "TH"})
_HOLDERS = frozenset({"LI", "TOCI", "LBody", "TD", "TH", "Caption"})
_PRESENTATION = frozenset({"presentation", "none"})
_SVG_TITLE = "{http://www.w3.org/2000/svg}title"


@dataclass
class Reading:
    """The document's loose structure tree, and which of the marks left out belong to page margins."""

    root: Node = field(default_factory=lambda: Node("Document"))
    margins: dict[tuple[int, int], str] = field(default_factory=dict)
    """/Header or /Footer by page and marked-content number."""


def read_boxes(pages: Iterable[tuple[Any, Mapping[Any, Any]]], language: str) -> Reading:
    """The structure of laid-out pages: page boxes, each with WeasyPrint's marks of the boxes that were painted."""
    reader = _Reader()
    reader.reading.root.lang = language
    for number, (page_box, marks) in enumerate(pages):
        reader.page(number, page_box, marks)
    return reader.reading


@dataclass(frozen=True)
class _Around:
    """What a box stands in: its element, and whether it is decoration or inside a link that can be clicked."""

    node: Node
    hidden: bool = False
    clickable: bool = False
    table: bool = True  # whether table cells are cells: not in a table that only lays out


class _Reader:
    def __init__(self) -> None:
        self.reading = Reading()
        self._nodes: dict[tuple[int, str], Node] = {}
        self._kept: list[Any] = []  # elements whose identity is a key
        self._repeated: set[int] = set()
        self._calls: dict[int, Node] = {}
        self._page = 0
        self._marks: Mapping[Any, Any] = {}

    def page(self, number: int, page_box: Any, marks: Mapping[Any, Any]) -> None:
        self._page, self._marks = number, marks
        for child in page_box.children:
            child = _unwrapped(child)
            if isinstance(child, boxes.MarginBox):
                self._margin(child, "/Header" if child.at_keyword.startswith("@top") else "/Footer")
            elif isinstance(child, boxes.FootnoteAreaBox):
                for note in child.children:
                    self._footnote(_unwrapped(note))
            else:
                self._box(child, _Around(self.reading.root))

    def _margin(self, box: Any, place: str) -> None:
        if box in self._marks:
            self.reading.margins[self._page, self._marks[box]["mcid"]] = place
        for child in getattr(box, "children", ()):
            self._margin(_unwrapped(child), place)

    def _box(self, box: Any, around: _Around) -> None:
        box = _unwrapped(box)
        if box.is_leader:
            return
        around = self._inside(box, around)
        if around.hidden:
            return
        around = self._clickable(box, around)
        if box in self._marks:
            number, picture = self._marks[box]["mcid"], isinstance(box, boxes.ReplacedBox)
            around.node.kids.append(Mark(self._page, number, "" if picture else box.text, picture))
        for child in getattr(box, "children", ()):
            self._box(child, around)

    def _inside(self, box: Any, around: _Around) -> _Around:
        """What the children of a box stand in."""
        element, tag = box.element, box.element_tag
        if element is None or tag is None:
            return around
        key = (id(element), tag.removesuffix("::first-line"))
        if isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer):
            if id(element) in self._repeated:
                return _Around(around.node, hidden=True)
            self._repeated.add(id(element))
        attributes = element.attrib
        plain = "::" not in tag
        hidden = plain and (attributes.get("aria-hidden") == "true" or _is_decorative(tag, attributes))
        table = around.table
        if plain and tag == "table":
            table = attributes.get("role") not in _PRESENTATION
        node = self._nodes.get(key) or self._new(box, key, around.node, table)
        if node.frame is not None and isinstance(box, boxes.ReplacedBox):
            node.frame = _frame(box, self._page)  # of a page float the anchor came first
        return _Around(node, hidden, around.clickable and node is not self.reading.root, table)

    def _new(self, box: Any, key: tuple[int, str], parent: Node, table: bool) -> Node:
        element, tag = box.element, key[1]
        role = _role(box, tag, parent)
        if role in _LAYOUT_TABLE and not table:
            role = ""
        node = Node(role, isinstance(box, boxes.InlineLevelBox), parent)
        if "::" not in tag:
            _describe(node, parent, box, self._page)
        self._kept.append(element)
        self._nodes[key] = node
        parent.kids.append(node)
        if role == "Reference":
            self._calls[id(element)] = node
        return node

    def _clickable(self, box: Any, around: _Around) -> _Around:
        """Keep a link's rectangle, once: WeasyPrint makes one for each box inside the link too."""
        annotation = box.link_annotation
        if annotation is None or around.clickable:
            return around
        x1, y1, x2, y2 = annotation["Rect"]
        if x1 == x2 or y1 == y2:
            return around
        node = around.node
        holder: Node | None = node
        while holder is not None and holder.role != "Link":
            holder = holder.parent
        if holder is None:
            if not node.role and node.inline:
                node.role = "Link"
                holder = node
            else:
                holder = Node("Link", True, node)
                node.kids.append(holder)
                node = holder
        holder.kids.append(Annotation(self._page, annotation))
        return _Around(node, around.hidden, True, around.table)

    def _footnote(self, box: Any) -> None:
        """A note stands after the block that calls it; a block that only hangs at the page's foot, at the end."""
        key = (id(box.element), box.element_tag)
        call = self._calls.get(id(box.element))
        if key in self._nodes or call is None or not call.text.strip():
            last = [kid for kid in self.reading.root.kids if isinstance(kid, Node)]
            self._box(box, _Around(self._nodes[key].parent or self.reading.root if key in self._nodes else last[-1]))
            return
        block = call.parent or self.reading.root
        while block.parent and block.inline:
            block = block.parent
        holder = block if block.role in _HOLDERS or block.parent is None else block.parent
        at = len(holder.kids) if holder is block else holder.kids.index(block) + 1
        while at < len(holder.kids) and isinstance(holder.kids[at], Node) and holder.kids[at].role == "Note":
            at += 1
        later = holder.kids[at:]
        del holder.kids[at:]
        self._box(box, _Around(holder))
        self._nodes[key].role, self._nodes[key].inline = "Note", False
        holder.kids += later


def _unwrapped(box: Any) -> Any:
    return box._box if isinstance(box, AbsolutePlaceholder) else box


def _is_decorative(tag: str, attributes: Mapping[str, str]) -> bool:
    return tag == "img" and (not attributes.get("alt", "").strip() or attributes.get("role") in _PRESENTATION)


def _role(box: Any, tag: str, parent: Node) -> str:
    pseudo = tag.partition("::")[2]
    if pseudo in _PSEUDO_ROLES:
        return _PSEUDO_ROLES[pseudo]
    if tag == "li::before" and box.style["list_style_type"] == "none" and not parent.kids:
        return "Lbl"  # a bullet that the style sheet draws itself
    role = _ROLES.get(tag, "")
    if role == "L" and box.element.attrib.get("role") == "doc-toc":
        return "TOC"  # DPUB-ARIA: a table of contents
    if role == "LI" and parent.role == "TOC":
        return "TOCI"
    if box.element.attrib.get("role") in _PRESENTATION and role != "Figure" and not pseudo:
        return ""
    return role


def _describe(node: Node, parent: Node, box: Any, page: int) -> None:
    """Language, alternative text, and what lists and cells must say of themselves."""
    attributes = box.element.attrib
    lang = attributes.get("lang") or attributes.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    node.lang = "" if lang == parent.language else lang
    if node.role == "Figure":
        title = box.element.find(_SVG_TITLE)
        node.alt = attributes.get("alt") or attributes.get("aria-label") or (title.text if title is not None else "")
        node.frame = _frame(box, page)
    elif node.role == "L":
        node.attributes["numbering"] = "Decimal" if box.element_tag == "ol" else "Disc"
    elif node.role in ("TD", "TH"):
        node.attributes |= {"ColSpan": getattr(box, "colspan", 1), "RowSpan": getattr(box, "rowspan", 1)}
        node.attributes["scope"] = attributes.get("scope", "")
    elif node.role == "Link":
        node.attributes["title"] = attributes.get("title") or " ".join(_words(box.element).split())


def _frame(box: Any, page: int) -> Frame:
    return Frame(page, box.content_box_x(), box.content_box_y(), box.width, box.height)


def _words(element: Any) -> str:
    """The text of an element as written: line ends on the page leave no trace in it."""
    if element.attrib.get("aria-hidden") == "true":
        return ""
    own = " " if element.tag == "br" else element.attrib.get("alt", "") if element.tag == "img" else element.text or ""
    return own + "".join(_words(child) + (child.tail or "") for child in element)
