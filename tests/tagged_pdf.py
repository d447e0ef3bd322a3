"""Reads the structure of a tagged PDF as assistive technology does: elements with the text of their content.

Written against ISO 32000-1, 14.6 to 14.8, and nothing of the code that writes the tags.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Pdf, String

Key = tuple[tuple[int, int], int]  # the stream and the number of a piece of marked content

GROUPING = {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "L", "LI", "Table", "THead", "TBody", "TFoot", "TR"}
GROUPING |= {"TOC", "TOCI", "Note"}
ALLOWED = {
    "L": {"LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"Caption", "THead", "TBody", "TFoot", "TR"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "TOC": {"TOCI", "TOC", "Caption"},
}


@dataclass(frozen=True)
class _Mark:
    kind: str
    key: Key | None
    replaced: bool


@dataclass
class Tag:
    """A structure element: its type, what it holds in order, and its entries."""

    role: str
    entries: Any
    kids: list[Tag | str] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    links: list[Any] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of the element and of all in it, without white space."""
        return re.sub(r"[\s\u00ad]", "", "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids))

    @property
    def tags(self) -> list[Tag]:
        return [kid for kid in self.kids if isinstance(kid, Tag)]

    def all(self, *roles: str) -> list[Tag]:
        """All elements below of some types, in order of reading."""
        found = [self] if self.role in roles or not roles else []
        return found + [tag for kid in self.tags for tag in kid.all(*roles)]

    def outline(self) -> Any:
        """Types and texts, nested: what a test compares."""
        if not self.tags:
            return (self.role, self.text)
        return (self.role, [kid.outline() if isinstance(kid, Tag) else kid for kid in self.kids])

    def attribute(self, name: str) -> str:
        value = self.entries.get("/A", Dictionary()).get(name, "")
        return str(value) if not isinstance(value, Array) else ",".join(map(str, value))


@dataclass
class Painted:
    """What the content streams hold: text by stream and MCID, how often an MCID occurs, text outside of all marks."""

    texts: dict[Key, str] = field(default_factory=dict)
    count: Counter[Key] = field(default_factory=Counter)
    artifacts: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    nested: int = 0


class TaggedPdf:
    """A PDF opened with its structure read. `faults` names what is not as PDF/UA-1 wants it."""

    def __init__(self, data: bytes) -> None:
        self.pdf = Pdf.open(BytesIO(data))
        self._fonts: dict[Any, dict[int, str]] = {}
        self._pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        self.painted = Painted()
        for page in self.pdf.pages:
            self._paint(page, page.obj.Resources, page.objgen)
        self.claimed: list[Key] = []
        self._owners: dict[Key, Any] = {}
        self._annotations: dict[Any, Any] = {}
        self.faults: list[str] = []
        self.root = self._read(self.pdf.Root.StructTreeRoot.K[0], None, self.pdf.Root.StructTreeRoot)
        self._check()

    def _paint(self, content: Any, resources: Any, name: Any, around: tuple[_Mark, ...] = ()) -> None:
        stack = list(around)
        font: dict[int, str] = {}
        instructions: Any = pikepdf.parse_content_stream(content)
        for operands, operator in instructions:
            if operator in (Operator("BDC"), Operator("BMC")):
                self._begin(operands, name, stack)
            elif operator == Operator("EMC"):
                stack.pop()
            elif operator == Operator("Tf"):
                font = self._font(resources.Font[operands[0]])
            elif operator in (Operator("Tj"), Operator("TJ")):
                parts = operands[0] if operator == Operator("TJ") else operands
                shown = "".join(_decode(part, font) for part in parts if isinstance(part, String))
                if not any(mark.replaced for mark in stack):
                    self._show(shown, stack)
            elif operator == Operator("Do"):
                target = resources.XObject[operands[0]]
                if target.Subtype == Name.Form:
                    self._paint(target, target.get("/Resources", resources), target.objgen, tuple(stack))

    def _begin(self, operands: Any, name: tuple[int, int], stack: list[_Mark]) -> None:
        entries = operands[1] if len(operands) > 1 and isinstance(operands[1], Dictionary) else Dictionary()
        key = (name, int(entries.MCID)) if "/MCID" in entries else None
        kind, replaced = str(operands[0]), "/ActualText" in entries
        tagged = any(mark.key for mark in stack)
        artifact = any(mark.kind == "/Artifact" for mark in stack)
        self.painted.nested += bool(key and (tagged or artifact)) or (kind == "/Artifact" and tagged)
        if key:
            self.painted.count[key] += 1
        stack.append(_Mark(kind, key, replaced))
        if replaced:
            self._show(str(entries.ActualText), stack)

    def _show(self, text: str, stack: list[_Mark]) -> None:
        keys = [mark.key for mark in stack if mark.key]
        if keys:
            self.painted.texts[keys[-1]] = self.painted.texts.get(keys[-1], "") + text
        elif any(mark.kind == "/Artifact" for mark in stack):
            self.painted.artifacts.append(text)
        else:
            self.painted.loose.append(text)

    def _font(self, font: Any) -> dict[int, str]:
        if font.objgen not in self._fonts:
            chars = b"".join(font.ToUnicode.read_bytes().split(b"beginbfchar")[1:])
            pairs = re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", chars)
            self._fonts[font.objgen] = {
                int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs
            }
        return self._fonts[font.objgen]

    def _read(self, entries: Any, page: Any, parent: Any) -> Tag:
        tag = Tag(str(entries.S)[1:], entries)
        if entries.P.objgen != parent.objgen:
            self.faults.append(f"{tag.role}: wrong parent")
        page = entries.get("/Pg", page)
        kids = entries.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            self._kid(kid, tag, page, entries)
        return tag

    def _kid(self, kid: Any, tag: Tag, page: Any, entries: Any) -> None:
        if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
            tag.links.append(kid.Obj)
            self._annotations[kid.Obj.objgen] = entries
            return
        if isinstance(kid, Dictionary) and kid.get("/Type") != Name.MCR:
            tag.kids.append(self._read(kid, page, entries))
            tag.pages |= tag.kids[-1].pages  # type: ignore[union-attr]
            return
        number, stream = (int(kid.MCID), kid.get("/Stm", kid.Pg)) if isinstance(kid, Dictionary) else (int(kid), page)
        tag.pages.add(self._pages[(kid.Pg if isinstance(kid, Dictionary) else page).objgen])
        key = (stream.objgen, number)
        self.claimed.append(key)
        self._owners[key] = entries
        tag.kids.append("" if tag.role == "Figure" else self.painted.texts.get(key, ""))

    def _check(self) -> None:
        self.faults += list(self._content_faults())
        self.faults += list(self._parent_tree_faults())
        for tag in self.root.all():
            self.faults += [f"{tag.role}: {fault}" for fault in _tag_faults(tag)]
        levels = [int(tag.role[1]) for tag in self.root.all(*(f"H{level}" for level in range(1, 7)))]
        for before, level in zip([0, *levels], levels, strict=False):
            if level > before + 1:
                self.faults.append(f"H{level} after H{before}")
        names = [str(tag.entries.ID) for tag in self.root.all() if "/ID" in tag.entries]
        tree = self.pdf.Root.StructTreeRoot.get("/IDTree", Dictionary(Names=Array())).Names
        if sorted(names) != [str(tree[at]) for at in range(0, len(tree), 2)]:
            self.faults.append("identifiers and IDTree differ")

    def _content_faults(self) -> Iterator[str]:
        if self.painted.nested:
            yield "artifacts and tagged content nested"
        if any(text.strip() for text in self.painted.loose):
            yield f"text outside of all marks: {self.painted.loose}"
        if Counter(self.claimed) != self.painted.count:
            yield "marked content and the elements' content differ"

    def _parent_tree_faults(self) -> Iterator[str]:
        numbers = self.pdf.Root.StructTreeRoot.ParentTree.Nums
        tree = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
        if list(tree) != sorted(tree) or self.pdf.Root.StructTreeRoot.ParentTreeNextKey <= max(tree, default=-1):
            yield "parent tree out of order"
        for key, owner in self._owners.items():
            stream = self.pdf.get_object(key[0])
            if tree[int(stream.StructParents)][key[1]].objgen != owner.objgen:
                yield f"parent tree wrong for {key}"
        for page in self.pdf.pages:
            for link in page.obj.get("/Annots", Array()):
                owner = self._annotations.get(link.objgen)
                if owner is None or tree[int(link.StructParent)].objgen != owner.objgen:
                    yield "link without element"


def _decode(part: String, font: dict[int, str]) -> str:
    data = bytes(part)
    return "".join(font.get(int.from_bytes(data[at : at + 2], "big"), "") for at in range(0, len(data), 2))


def _tag_faults(tag: Tag) -> Iterator[str]:
    if not tag.kids and tag.role not in ("TD", "TH", "Document"):
        yield "empty"
    allowed = ALLOWED.get(tag.role)
    if allowed and any(not isinstance(kid, Tag) or kid.role not in allowed for kid in tag.kids):
        yield f"holds {[kid.role if isinstance(kid, Tag) else kid for kid in tag.kids]}"
    if tag.role in GROUPING - {"LI", "TOCI"} and any(isinstance(kid, str) for kid in tag.kids):
        yield "text without a paragraph"
    if tag.role == "LI" and [kid.role for kid in tag.tags] not in (["LBody"], ["Lbl", "LBody"]):
        yield "not a label and a body"
    if tag.role == "Figure" and not (str(tag.entries.get("/Alt", "")).strip() and len(tag.entries.A.BBox) == 4):
        yield "without Alt or BBox"
    if tag.role == "TH" and not tag.attribute("/Scope"):
        yield "without scope"
    if tag.role == "Link" and not (tag.links and tag.text + str(tag.entries.get("/Alt", ""))):
        yield "without target or text"
    if any(not str(link.get("/Contents", "")).strip() for link in tag.links):
        yield "undescribed"
