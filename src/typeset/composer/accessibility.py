"""The tags of a screen PDF as PDF/UA-1 (ISO 14289-1) wants them, in place of WeasyPrint's.

WeasyPrint makes an element of every box; here the elements of the HTML are those of the PDF (see `tagging` and
`structure`). What no element claims is marked as an artifact in the content itself (7.1). Link annotations are in the
tree, described, and carry the Print flag (7.18).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pydyf

from typeset.composer.structure import Annotation, Frame, Mark, Node, settle
from typeset.composer.table_heads import link_heads
from typeset.composer.tagging import Reading, read_boxes

_PRINT = 4  # annotation flag bit 3


def finish(_document: Any, pdf: pydyf.PDF) -> None:
    """A WeasyPrint finisher: link annotations are printed with the page."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Subtype") == "/Link":
            item["F"] = _PRINT


def add_tags(stock: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's tagging; of composed documents in PDF 1, the structure of their HTML."""

    def add(pdf: pydyf.PDF, document: Any, pdf_version: Any, page_streams: list[Any]) -> None:
        # The version is a string, bytes or None.
        if not hasattr(document, "composition") or str(pdf_version).strip("b'") >= "2.0":
            stock(pdf, document, pdf_version, page_streams)
            return
        _tag(pdf, document, page_streams)

    return add


def _tag(pdf: pydyf.PDF, document: Any, page_streams: list[Any]) -> None:
    language = document.metadata.lang or "zh-Hans"
    pages = list(zip(document.pages, page_streams, strict=True))
    reading = read_boxes([(page._page_box, stream._tags) for page, stream in pages], language)
    for link in (node for node in reading.root.nodes() if node.role == "Link"):
        said = " ".join(link.text.split())
        link.attributes["title"] = link.attributes.get("title") or said
        if not any(mark.text.strip() for mark in link.marks()):
            link.alt = said
    settle(reading.root)
    link_heads(reading.root)
    sequences = _sequences(pdf, page_streams)
    places = _number(reading, sequences)
    writer = _Writer(pdf, places, [_Sheet.of(page, stream) for page, stream in pages])
    writer.write(reading.root)
    for stream in page_streams:
        stream._tags.clear()
    _drop_links(pdf, writer.annotations)
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["Lang"] = pydyf.String(language)


# --- marked content -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Sequence:
    """A marked-content sequence in a content stream: where its properties stand among the stream's operators."""

    stream: Any
    at: int
    page: int


@dataclass(frozen=True)
class _Place:
    """The new number of a piece of content, and the stream that holds it."""

    stream: Any
    mcid: int


def _sequences(pdf: pydyf.PDF, page_streams: list[Any]) -> dict[tuple[int, int], _Sequence]:
    """All marked content by page and WeasyPrint's number: in the pages, and in groups (opacity) on them."""
    pages = {id(stream._tags): number for number, stream in enumerate(page_streams)}
    groups = [item for item in pdf.objects if isinstance(item, pydyf.Stream) and item not in page_streams]
    found: dict[tuple[int, int], _Sequence] = {}
    for stream in (*page_streams, *groups):
        page = pages.get(id(getattr(stream, "_tags", None)))
        for at, item in enumerate(stream.stream if page is not None else ()):
            if isinstance(item, pydyf.Dictionary) and "MCID" in item:
                found[page or 0, item["MCID"]] = _Sequence(stream, at, page or 0)
    return found


def _number(reading: Reading, sequences: dict[tuple[int, int], _Sequence]) -> dict[Mark, _Place]:
    """Number the content that elements claim, stream by stream; make the rest artifacts."""
    claimed = {(mark.page, mark.mcid): mark for mark in reading.root.marks()}
    next_number: dict[int, Iterator[int]] = {}
    places: dict[Mark, _Place] = {}
    for key, sequence in sequences.items():
        properties = sequence.stream.stream[sequence.at]
        if key in claimed:
            numbers = next_number.setdefault(id(sequence.stream), count())
            places[claimed[key]] = _Place(sequence.stream, next(numbers))
            properties["MCID"] = places[claimed[key]].mcid
            continue
        sequence.stream.stream[sequence.at - 1] = "/Artifact"
        del properties["MCID"]
        if key in reading.margins:
            properties |= {"Type": "/Pagination", "Subtype": reading.margins[key]}
    return places


# --- the tree -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Sheet:
    """A page: its content stream, and how CSS px become points."""

    stream: Any
    height: float
    scale: float

    @staticmethod
    def of(page: Any, stream: Any) -> _Sheet:
        *_, (_, height, _) = stream._ctm_stack[0]
        return _Sheet(stream, height, height / page.height if page.height else 1)

    def box(self, frame: Frame) -> pydyf.Array:
        """A rectangle in default user space, from the bottom left corner."""
        left, top = frame.x * self.scale, self.height - frame.y * self.scale
        right, bottom = left + frame.width * self.scale, top - frame.height * self.scale
        return pydyf.Array([round(value, 3) for value in (left, bottom, right, top)])


class _Writer:
    """Writes elements, the parent tree and the tree of identifiers (ISO 32000-1, 14.7.2 to 14.7.4)."""

    def __init__(self, pdf: pydyf.PDF, places: dict[Mark, _Place], sheets: list[_Sheet]) -> None:
        self.annotations: list[Any] = []
        self._pdf, self._places, self._sheets = pdf, places, sheets
        self._parents: dict[int, dict[int, bytes]] = {id(sheet.stream): {} for sheet in sheets}
        self._streams = [sheet.stream for sheet in sheets]
        self._owners: list[tuple[Any, bytes]] = []
        self._identified: dict[str, bytes] = {}
        self._notes = count(1)

    def write(self, root: Node) -> None:
        tree = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self._pdf.add_object(tree)
        tree["K"] = pydyf.Array([self._element(root, tree.reference)])
        parents = pydyf.Dictionary({"Nums": pydyf.Array(self._parent_tree())})
        self._pdf.add_object(parents)
        tree["ParentTree"] = parents.reference
        tree["ParentTreeNextKey"] = len(parents["Nums"]) // 2
        if self._identified:
            pairs = [item for name, ref in sorted(self._identified.items()) for item in (pydyf.String(name), ref)]
            tree["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(pairs)})
        self._pdf.catalog["StructTreeRoot"] = tree.reference

    def _element(self, node: Node, parent: bytes) -> bytes:
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        self._pdf.add_object(element)
        reference: bytes = element.reference
        page = next((mark.page for mark in node.marks()), None)
        if page is not None:
            element["Pg"] = self._pdf.page_references[page]
        self._describe(node, element)
        kids = (self._kid(kid, node, page, reference) for kid in node.kids)
        element["K"] = pydyf.Array([kid for kid in kids if kid is not None])
        return reference

    def _describe(self, node: Node, element: pydyf.Dictionary) -> None:
        if node.lang:
            element["Lang"] = pydyf.String(node.lang)
        if node.alt:
            element["Alt"] = pydyf.String(node.alt)
        if node.role == "Note":
            node.identifier = f"note-{next(self._notes)}"
        if node.identifier:
            element["ID"] = pydyf.String(node.identifier)
            self._identified[node.identifier] = element.reference
        attributes = _attributes(node)
        if node.frame is not None:
            box = self._sheets[node.frame.page].box(node.frame)
            attributes = pydyf.Dictionary({"O": "/Layout", "Placement": "/Block", "BBox": box})
        if attributes:
            element["A"] = attributes

    def _kid(self, kid: Node | Mark | Annotation, node: Node, page: int | None, owner: bytes) -> Any:
        if isinstance(kid, Node):
            return self._element(kid, owner)
        if isinstance(kid, Annotation):
            return self._annotation(kid, node, owner)
        if kid not in self._places:
            return None
        place = self._places[kid]
        if id(place.stream) not in self._parents:
            self._streams.append(place.stream)
        self._parents.setdefault(id(place.stream), {})[place.mcid] = owner
        in_page = place.stream is self._sheets[kid.page].stream
        if in_page and kid.page == page:
            return place.mcid
        content = {"Type": "/MCR", "Pg": self._pdf.page_references[kid.page], "MCID": place.mcid}
        return pydyf.Dictionary(content if in_page else content | {"Stm": place.stream.reference})

    def _annotation(self, kid: Annotation, node: Node, owner: bytes) -> pydyf.Dictionary:
        if described := node.attributes.get("title"):
            kid.target["Contents"] = pydyf.String(described)
        self.annotations.append(kid.target)
        self._owners.append((kid.target, owner))
        page = self._pdf.page_references[kid.page]
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.target.reference, "Pg": page})

    def _parent_tree(self) -> Iterable[Any]:
        """Pages have their own number as key (WeasyPrint writes it), groups and annotations the next ones."""
        for key, stream in enumerate(self._streams):
            owners = self._parents[id(stream)]
            yield key
            yield pydyf.Array([owners[mcid] for mcid in sorted(owners)])
            if key >= len(self._sheets):
                stream.extra["StructParents"] = key
        for key, (annotation, owner) in enumerate(self._owners, start=len(self._streams)):
            annotation["StructParent"] = key
            yield key
            yield owner


def _attributes(node: Node) -> pydyf.Dictionary | None:
    """What a list or a cell says of itself, where it is not the default."""
    given = node.attributes
    if node.role == "L" and "ListNumbering" in given:
        return pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{given['ListNumbering']}"})
    if node.role not in ("TD", "TH"):
        return None
    said = {key: given[key] for key in ("ColSpan", "RowSpan") if given.get(key, 1) != 1}
    if "Scope" in given:
        said["Scope"] = given["Scope"]
    if "Headers" in given:
        said["Headers"] = pydyf.Array([pydyf.String(name) for name in given["Headers"]])
    return pydyf.Dictionary({"O": "/Table", **said}) if said else None


def _drop_links(pdf: pydyf.PDF, kept: list[Any]) -> None:
    """Take out the link annotations that no element has: those of boxes inside a link that is clickable as a whole."""
    keep = {id(annotation) for annotation in kept}
    dropped = {
        item.reference: item
        for item in pdf.objects
        if isinstance(item, pydyf.Dictionary) and item.get("Subtype") == "/Link" and id(item) not in keep
    }
    for item in pdf.objects:
        if dropped and isinstance(item, dict) and "Annots" in item:
            item["Annots"] = pydyf.Array([reference for reference in item["Annots"] if reference not in dropped])
            if not item["Annots"]:
                del item["Annots"]
    for annotation in dropped.values():
        annotation.clear()
