"""SVG pictures from outside: read within limits, refused with line and reason where they could do harm.

What passes loads nothing, runs nothing, and costs a bounded time to draw. The rules follow from what a PDF renderer
does with a file (draws every `use` anew, resolves every reference), not from what browsers allow.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from xml.parsers import expat

from typeset.pictures.cropping import CropBox
from typeset.pictures.naming import shown
from typeset.pictures.refusal import Refused, refuse
from typeset.pictures.svg_expansion import Expansion
from typeset.pictures.svg_lint import REFERENCES, Node, check_element, watch_document
from typeset.pictures.svg_style import Offence, Reference, read_style
from typeset.problems import Place, Problem, problem

NAMESPACE = "http://www.w3.org/2000/svg"

_UNITS = {"": 1, "px": 1, "pt": 96 / 72, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "q": 96 / 101.6, "in": 96}
_UNITS |= {"em": 16, "rem": 16, "ex": 8}
_LENGTH = re.compile(r"\s*\+?(\d{1,9}(?:\.\d*)?|\.\d+)(?:e([+-]?\d))?\s*([a-z]*)\s*", re.IGNORECASE)
_DEFAULT_SIZE = (300.0, 150.0)
_ENCODING_ERRORS = {expat.errors.codes[name] for name in (expat.errors.XML_ERROR_UNKNOWN_ENCODING,)}


@dataclass(frozen=True)
class SvgLimits:
    """What an SVG file may cost.

    `drawn` counts elements with everything that references repeat; `searches` is referenced names times elements,
    for each name is looked for through the whole tree.
    """

    file_bytes: int = 5 * 2**20
    elements: int = 30_000
    drawn: int = 40_000
    searches: int = 3_000_000
    depth: int = 100
    text_characters: int = 20_000
    attribute_characters: int = 1_000_000
    image_pixels: int = 25_000_000


@dataclass(frozen=True)
class Drawing:
    """An SVG picture that can be set; the size is in CSS pixels (1/96 inch)."""

    width: float
    height: float
    elements: int
    drawn: int


def read_svg(
    data: bytes, place: Place | None, *, name: str = "SVG", limits: SvgLimits | None = None
) -> tuple[Drawing | None, tuple[Problem, ...]]:
    """Read an SVG file: its intrinsic size, and whether it is safe to draw.

    `place` is where the manifest names it, `name` how messages call it. The drawing is None where it is refused;
    the last problem then says why. Never raises for a bad file.
    """
    reading = _SvgReading(place, shown(name), limits or SvgLimits())
    try:
        return reading.drawing(data), tuple(reading.found)
    except Refused as refused:
        return None, (*reading.found, refused.problem)


def framed_svg(data: bytes, width: float, height: float, crop: CropBox | None) -> bytes:
    """The part of an SVG picture of a given size (CSS pixels) that a crop keeps, able to scale to any placed size.

    The picture becomes the inner drawing of a new one whose viewBox is the crop. `data` must have passed `read_svg`.
    """
    crop = crop or CropBox()
    left, top = width * crop.left / 100, height * crop.top / 100
    across, down = width - left - width * crop.right / 100, height - top - height * crop.bottom / 100
    inner = ElementTree.fromstring(data)
    inner.attrib |= {"x": "0", "y": "0", "width": f"{width:.6g}", "height": f"{height:.6g}"}
    frame = ElementTree.Element(
        f"{{{NAMESPACE}}}svg",
        {
            "width": f"{across:.6g}",
            "height": f"{down:.6g}",
            "viewBox": f"{left:.6g} {top:.6g} {across:.6g} {down:.6g}",
        },
    )
    frame.append(inner)
    framed: bytes = ElementTree.tostring(frame, encoding="utf-8", xml_declaration=True)
    return framed


class _SvgReading:
    """One file being read: the light tree for the counts, checks on the way."""

    def __init__(self, place: Place | None, name: str, limits: SvgLimits) -> None:
        self.place, self.name, self.limits = place, name, limits
        self.found: list[Problem] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.root: Node | None = None
        self.open: list[Node] = []
        self.rules: list[Reference] = []
        self.elements = self.characters = self.image_pixels = 0

    def refuse(self, code: str, **arguments: object) -> Refused:
        return refuse(code, self.place, name=self.name, **arguments)

    def too_complex(self, what: str, limit: int) -> Refused:
        return self.refuse("svg-too-complex", what=what, limit=limit)

    def unsafe(self, construct: str, line: int | None = None) -> Refused:
        return self.refuse("svg-unsafe", line=line or self.parser.CurrentLineNumber, construct=shown(construct))

    def drawing(self, data: bytes) -> Drawing:
        if len(data) > self.limits.file_bytes:
            raise self.refuse("svg-too-large", limit=self.limits.file_bytes // 2**20)
        self._parse(data)
        if self.root is None:
            raise self.refuse("picture-not-a-picture")
        drawn = self._count(self.root)
        width, height = self._size(self.root)
        return Drawing(width, height, self.elements, drawn)

    def _parse(self, data: bytes) -> None:
        parser = self.parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.buffer_text = True
        watch_document(parser, self._offend)
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            if error.code in _ENCODING_ERRORS:
                raise self.refuse("svg-encoding") from None
            raise self.refuse("svg-broken", line=error.lineno, column=error.offset + 1) from None
        except (ValueError, LookupError):
            if self.root is not None:
                raise
            raise self.refuse("svg-encoding") from None

    def _offend(self, construct: str) -> None:
        raise self.unsafe(construct)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        node = Node.of(name, attributes, self.parser.CurrentLineNumber)
        if self.root is None and node.tag != "svg":
            raise self.refuse("picture-not-a-picture")
        self._check_limits(node)
        try:
            self.image_pixels += check_element(node)
        except Offence as offence:
            raise self.unsafe(offence.construct) from None
        if self.image_pixels > self.limits.image_pixels:
            raise self.too_complex("<image>", self.limits.image_pixels)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def _check_limits(self, node: Node) -> None:
        self.elements += 1
        if self.elements > self.limits.elements:
            raise self.too_complex("<…>", self.limits.elements)
        if len(self.open) >= self.limits.depth:
            raise self.too_complex("<g><g>…", self.limits.depth)
        longest = max((len(value) for name, value in node.attributes.items() if name not in REFERENCES), default=0)
        if longest > self.limits.attribute_characters:
            raise self.too_complex(f"<{node.tag}>", self.limits.attribute_characters)

    def _end(self, _name: str) -> None:
        node = self.open.pop()
        if node.tag.lower() == "style":
            try:
                self.rules += read_style("".join(node.text))
            except Offence as offence:
                raise self.unsafe(offence.construct, node.line + offence.line - 1) from None

    def _text(self, text: str) -> None:
        if self.open[-1].tag.lower() == "style":
            self.open[-1].text.append(text)
        elif any(node.tag == "text" for node in self.open):
            self.characters += len(text)
            if self.characters > self.limits.text_characters:
                raise self.too_complex("<text>", self.limits.text_characters)

    def _count(self, root: Node) -> int:
        limits = self.limits
        try:
            expansion = Expansion(root, self.rules, most=limits.drawn, depth=2 * limits.depth)
            drawn = expansion.drawn_elements()
        except Offence as offence:
            raise self.unsafe(offence.construct, offence.line) from None
        if expansion.searched * self.elements > limits.searches:
            raise self.too_complex("#…", limits.searches // self.elements)
        if drawn > limits.drawn:
            raise self.too_complex("<use>", limits.drawn)
        return drawn

    def _size(self, root: Node) -> tuple[float, float]:
        """The intrinsic size by CSS Images 3 §5.1: width and height, else the viewBox's, else 300 × 150 px."""
        view = _view_box(root.attributes.get("viewBox"))
        if view is None and "viewBox" in root.attributes:
            raise self.unsafe(f'viewBox="{root.attributes["viewBox"]}"', root.line)
        width, height = _length(root.attributes.get("width")), _length(root.attributes.get("height"))
        if width is None and height is None:
            if view is None:
                self.found.append(problem("svg-without-size", self.place, name=self.name))
            width, height = view or _DEFAULT_SIZE
        elif view:
            width = width if width is not None else (height or 0) * view[0] / view[1]
            height = height if height is not None else width * view[1] / view[0]
        else:
            width = width if width is not None else _DEFAULT_SIZE[0]
            height = height if height is not None else _DEFAULT_SIZE[1]
        if not (0 < width < 1e6 and 0 < height < 1e6):
            raise self.refuse("picture-zero-size", width=f"{width:g}", height=f"{height:g}")
        return width, height


def _length(text: str | None) -> float | None:
    """A length in CSS pixels; None where it is absent, a share of the surroundings (%), or no length."""
    match = _LENGTH.fullmatch(text or "")
    if match is None or match[3].lower() not in _UNITS:
        return None
    return float(match[1]) * 10.0 ** int(match[2] or 0) * _UNITS[match[3].lower()]


def _view_box(text: str | None) -> tuple[float, float] | None:
    try:
        numbers = [float(part) for part in re.split(r"[\s,]+", (text or "").strip())]
    except ValueError:
        return None
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)) or min(numbers[2:]) <= 0:
        return None
    return numbers[2], numbers[3]
