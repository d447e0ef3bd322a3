"""Saved web pages, WeChat articles above all: the text with its looks, lazy images from the folder saved beside it.

Nothing is fetched. A picture is looked for beside the page by the name that the page has for it.
"""

from __future__ import annotations

import base64
import binascii
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import tinyhtml5

from typeset.importing.model import (
    Align,
    Delivered,
    Document,
    Grid,
    GridCell,
    Image,
    ImageFile,
    Line,
    Marker,
    Role,
    Rule,
    Span,
    Tally,
    Unreadable,
    lost_image,
)
from typeset.manuscript import decode
from typeset.problems import Place, Problem, problem
from typeset.workspace import inside

_H = "{http://www.w3.org/1999/xhtml}"
_MOST_BYTES = 24 * 2**20
_SILENT = {
    "script",
    "style",
    "template",
    "noscript",
    "head",
    "iframe",
    "svg",
    "video",
    "audio",
    "button",
    "form",
    "input",
}
_BLOCKS = {
    *(
        "p",
        "div",
        "section",
        "article",
        "main",
        "figure",
        "figcaption",
        "blockquote",
        "ul",
        "ol",
        "li",
        "header",
        "footer",
    ),
    *("h1", "h2", "h3", "h4", "h5", "h6", "center", "address", "pre", "dl", "dt", "dd", "aside", "body", "td", "th"),
}
_BOLD = {"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"}
_STYLE = re.compile(r"([a-z-]+)\s*:\s*([^;]+)")
_SIZE = re.compile(r"([\d.]{1,6})\s*(px|pt|em|rem|%)")
_PX = {"px": 0.75, "pt": 1.0, "em": 12.75, "rem": 12.75, "%": 0.1275}  # WeChat's body is 17 px
_CSS_ALIGN: dict[str, Align] = {"center": "center", "right": "right", "end": "right", "left": "left"}
_META = re.compile(
    r"(?:原创|阅读|微信号|点击.{0,6}关注|扫码|长按.{0,10}识别|在看|点赞|分享|收藏|阅读原文|以下文章来源于|轻触阅读原文)"
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)


@dataclass(frozen=True)
class _Dress:
    bold: bool = False
    emphasis: bool = False
    link: str = ""
    size: float = 0
    align: Align = ""
    role: Role = ""
    level: int = 0
    marker: Marker | None = None
    depth: int = -1


@dataclass
class _Reader:
    place: Place
    path: Path
    blocks: list[Delivered] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    dress: _Dress = _Dress()
    images: dict[str, ImageFile] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    where: int = 0
    counters: list[int] = field(default_factory=list)
    passages: list[tuple[int, str]] = field(default_factory=list)

    def walk(self, element: ET.Element, dress: _Dress) -> None:
        """Read an element's content into lines, pictures and tables."""
        tag = _name(element)
        if tag in _SILENT or not isinstance(element.tag, str) or _is_hidden(element):
            return
        dress = _dressed(element, tag, dress)
        if tag == "img":
            self.image(element)
        elif tag == "br":
            self.flush(self.dress)
        elif tag == "hr":
            self.flush(dress)
            self.blocks.append(Rule(self.where))
        elif tag == "table" and self.table(element):
            return
        else:
            self.inside(element, tag, dress)

    def inside(self, element: ET.Element, tag: str, dress: _Dress) -> None:
        block = tag in _BLOCKS
        outer = self.dress
        if block:
            self.flush(outer)
            if tag == "li":
                dress = replace(dress, marker=self.marker(dress))
            elif tag in ("ul", "ol"):
                self.counters.append(0 if tag == "ol" else -1)
                dress = replace(dress, depth=dress.depth + 1)
            self.dress = dress
        self.add(element.text, dress)
        for child in element:
            self.walk(child, dress)
            self.add(child.tail, dress)
        if block:
            self.flush(dress)
            self.dress = outer
            if tag in ("ul", "ol"):
                self.counters.pop()

    def marker(self, dress: _Dress) -> Marker:
        if not self.counters or self.counters[-1] < 0:
            return Marker(max(0, dress.depth))
        self.counters[-1] += 1
        return Marker(max(0, dress.depth), self.counters[-1])

    def add(self, text: str | None, dress: _Dress) -> None:
        if text:
            words = re.sub(r"[ \t\r\n\f]+", " ", text)
            self.spans.append(Span(words, dress.bold, dress.emphasis, dress.link, "", dress.size))

    def flush(self, dress: _Dress) -> None:
        """End a line."""
        text = "".join(span.text for span in self.spans)
        if text.strip(" \xa0\u3000\u200b\ufeff"):
            self.where += 1
            spans = tuple(replace(span, text=span.text.replace("\xa0", " ")) for span in self.spans)
            line = Line(spans, self.where, dress.role, dress.level, dress.align, dress.marker)
            self.blocks.append(line)
            if dress.marker:
                self.dress = replace(self.dress, marker=None)
        self.spans = []

    def image(self, element: ET.Element) -> None:
        """A picture from the folder saved beside the page, or written into the page itself."""
        addresses = [element.get(name, "") for name in ("src", "data-src", "data-original", "data-croporisrc")]
        addresses = [address for address in addresses if address]
        key = next((key for address in addresses if (key := self.found(address))), "")
        self.flush(self.dress)
        self.where += 1
        if key:
            alt = (element.get("alt") or "").strip()
            self.blocks.append(Image(key, self.where, "" if alt in ("图片", "image", "img", "picture") else alt))
        elif shown := next((address for address in reversed(addresses) if not address.startswith("data:")), ""):
            self.problems.append(problem("import-picture-not-saved", self.place, None, address=shown[:80]))
            self.images[shown] = lost_image(shown, self.place)
            self.blocks.append(Image(shown, self.where))

    def found(self, address: str) -> str:
        """The key of a picture's file; empty where it was not saved."""
        if address.startswith("data:image/"):
            return self._written(address)
        parts = urlsplit(address)
        name = unquote(parts.path)
        names = [name] if not parts.scheme and not parts.netloc else []
        folders = [self.path.stem + ending for ending in ("_files", ".files", ".fld", "_file", "")]
        base = name.rstrip("/").rsplit("/", 1)[-1]
        names += [f"{folder}/{base}" if folder else base for folder in folders if base]
        for candidate in names:
            file = inside(self.path.parent, candidate.removeprefix("./"))
            if file is not None and file.is_file():
                self.images.setdefault(str(file), ImageFile(file.name, file.read_bytes))
                return str(file)
        return ""

    def _written(self, address: str) -> str:
        head, _, data = address.partition(",")
        if ";base64" not in head or "svg" in head or len(data) < 400:
            return ""  # a placeholder of a page that loads its pictures late
        try:
            picture = base64.b64decode(unquote(data), validate=False)
        except (binascii.Error, ValueError):
            return ""
        key = f"data:{len(self.images)}"
        self.images[key] = ImageFile("picture", lambda: picture)
        return key

    def table(self, element: ET.Element) -> bool:
        """A table of text; one with pictures, or of one cell, only arranges the page: its content follows."""
        rows = list(element.iter(f"{_H}tr"))
        cells = [cell for row in rows for cell in row if _name(cell) in ("td", "th")]
        nested = len(list(element.iter(f"{_H}table"))) > 1
        if len(cells) < 2 or len(cells) > 5000 or nested or any(True for _ in element.iter(f"{_H}img")):
            return False
        self.flush(self.dress)
        grid: dict[tuple[int, int], GridCell | None] = {}
        for number, row in enumerate(rows):
            column = 0
            for cell in row:
                if _name(cell) not in ("td", "th"):
                    continue
                while (number, column) in grid:
                    column += 1
                wide, high = _span(cell, "colspan"), min(_span(cell, "rowspan"), len(rows) - number)
                for down in range(high):
                    for right in range(wide):
                        grid[number + down, column + right] = None
                grid[number, column] = GridCell(self.cell(cell), wide, high)
                column += wide
        width = 1 + max(column for _, column in grid)
        empty = GridCell(())
        made = tuple(tuple(grid.get((number, column), empty) for column in range(width)) for number in range(len(rows)))
        self.blocks.append(Grid(made, self.where))
        return True

    def cell(self, element: ET.Element) -> tuple[Line, ...]:
        inner = _Reader(self.place, self.path, where=self.where)
        inner.inside(element, "td", _Dress())
        self.where = inner.where
        return tuple(block for block in inner.blocks if isinstance(block, Line))


def read_web_page(path: Path, name: str) -> Document:
    """Read a saved page. Raises Unreadable for one that cannot be read."""
    if path.stat().st_size > _MOST_BYTES:
        raise Unreadable(problem("import-too-large", None, name=name, limit=_MOST_BYTES // 2**20))
    try:
        return _page(_text(path.read_bytes(), name), path, name)
    except RecursionError as error:
        raise Unreadable(problem("import-damaged", None, name=name, part=name)) from error


def _page(text: str, path: Path, name: str) -> Document:
    root = tinyhtml5.parse(text)
    reader = _Reader(Place(name), path)
    content = _by_id(root, "js_content")
    body = content if content is not None else root.find(f"{_H}body")
    if body is None:
        raise Unreadable(problem("import-empty", None, name=name))
    reader.walk(body if content is None else _shown(content), _Dress())
    reader.flush(_Dress())
    title, source = _said(root, "activity-name"), _said(root, "js_name")
    title = title or _meta(root, "og:title") or (content is not None and _text_of(root.find(f".//{_H}title"))) or ""
    blocks = list(reader.blocks)
    if title and not any(isinstance(block, Line) and block.text == title for block in blocks[:6]):
        blocks.insert(0, Line((Span(title, bold=True),), 0, "title"))
    for block in blocks:
        if isinstance(block, Line) and _META.match(block.text) and len(block.text) < 40:
            reader.problems.append(problem("import-page-furniture", Place(name), text=block.text, where=block.where))
    tally = _tally(body)
    return Document(
        name, tuple(blocks), images=reader.images, tally=tally, problems=tuple(reader.problems), source=source
    )


def _text(data: bytes, name: str) -> str:
    declared = _CHARSET.search(data[:2048])
    if declared:
        try:
            return data.decode(declared[1].decode().lower().replace("gb2312", "gb18030").replace("gbk", "gb18030"))
        except (LookupError, UnicodeDecodeError):
            pass
    decoded = decode(data, Place(name))
    if not decoded.encoding:
        raise Unreadable(decoded.problems[0])
    return decoded.text


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _styles(element: ET.Element) -> dict[str, str]:
    return {key: value.strip().lower() for key, value in _STYLE.findall((element.get("style") or "").lower())}


def _is_hidden(element: ET.Element) -> bool:
    styles = _styles(element)
    return styles.get("display") == "none" or element.get("hidden") is not None


def _shown(element: ET.Element) -> ET.Element:
    """WeChat hides the content until its script has run."""
    element.attrib.pop("style", None)
    return element


def _dressed(element: ET.Element, tag: str, outer: _Dress) -> _Dress:
    styles = _styles(element)
    bold, emphasis = outer.bold or tag in _BOLD, outer.emphasis or "text-emphasis" in styles
    weight = styles.get("font-weight", "")
    if weight:
        bold = weight in ("bold", "bolder") or (weight.isdecimal() and int(weight) >= 600)
    if tag in ("em", "i"):
        emphasis = True
    size = outer.size
    if match := _SIZE.match(styles.get("font-size", "")):
        size = round(float(match[1]) * _PX[match[2]], 1) if match[1].count(".") < 2 and match[1] != "." else size
    align = _CSS_ALIGN.get(styles.get("text-align", element.get("align", "")), outer.align)
    level = int(tag[1]) if re.fullmatch("h[1-6]", tag) else outer.level
    role: Role = "quote" if tag == "blockquote" else "caption" if tag == "figcaption" else outer.role
    link = (element.get("href") or "").strip() if tag == "a" else outer.link
    return replace(
        outer,
        bold=bold,
        emphasis=emphasis,
        size=size,
        align="center" if tag == "center" else align,
        level=level,
        role=role,
        link=link,
    )


def _span(cell: ET.Element, name: str) -> int:
    text = cell.get(name, "1")
    return max(1, min(int(text), 60)) if text.isascii() and text.isdecimal() else 1


def _by_id(root: ET.Element, name: str) -> ET.Element | None:
    return next((element for element in root.iter() if element.get("id") == name), None)


def _said(root: ET.Element, name: str) -> str:
    element = _by_id(root, name)
    return _text_of(element)


def _text_of(element: ET.Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _meta(root: ET.Element, name: str) -> str:
    found = (item.get("content", "") for item in root.iter(f"{_H}meta") if item.get("property") == name)
    return next(found, "").strip()


def _tally(body: ET.Element) -> Tally:
    """What the page shows, counted apart from the reader: text by its nearest block, pictures, tables."""
    passages: list[tuple[int, str]] = []
    counts = {"img": 0, "table": 0}
    for number, text in enumerate(_stretches(body, counts), 1):
        passages.append((number, text))
    return Tally(tuple(passages), pictures=counts["img"], tables=counts["table"])


def _stretches(element: ET.Element, counts: dict[str, int]) -> Iterator[str]:
    waiting: list[tuple[ET.Element | None, str]] = [(element, "")]
    collected = ""
    while waiting:
        node, text = waiting.pop()
        collected += text
        if node is None or not isinstance(node.tag, str):
            continue
        tag = _name(node)
        if tag in _SILENT or (node is not element and _is_hidden(node)):
            continue
        if tag in counts and (
            tag != "img" or node.get("data-src") or not node.get("src", "").startswith("data:image/svg")
        ):
            counts[tag] += 1
        if tag in _BLOCKS or tag in ("br", "tr", "table"):
            if collected.strip():
                yield collected.strip()
            collected = ""
        collected += node.text or ""
        for child in reversed(list(node)):
            waiting.append((None, child.tail or ""))
            waiting.append((child, ""))
    if collected.strip():
        yield collected.strip()
