"""The text of a Word file: paragraphs, tables, pictures, text boxes in their order (ISO/IEC 29500-1, 17.2 to 17.4)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from typeset.importing.model import (
    Delivered,
    Grid,
    GridCell,
    Image,
    ImageFile,
    Line,
    Marker,
    Span,
    Unreadable,
    lost_image,
)
from typeset.importing.word_elements import (
    MC,
    MOST_COLUMNS,
    WP,
    alternative_of,
    cells_of,
    columns_of,
    deleted_text,
    indent_of,
    joined_spans,
    position_of,
    rows_of,
    style_of,
    text_in,
    visible_in,
)
from typeset.importing.word_styles import Look, Numbering, Style, W, attribute, paragraph_look, run_look
from typeset.problems import Place, Problem, problem

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_V = "{urn:schemas-microsoft-com:vml}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_LIST_NUMBER = re.compile(r"\d+[.．]?")
_TRANSPARENT = {W + name for name in ("smartTag", "customXml", "sdtContent", "fldSimple", "dir", "bdo", "hyperlink")}
_INSERTED = {W + "ins", W + "moveTo"}
_DELETED = {W + "del", W + "moveFrom"}
_MOST_BLOCKS = 50_000
_MOST_CELLS = 10_000
_SPACED_OUT = 8  # cells of blanks before a short line: it was pushed to the middle with the space bar


@dataclass(frozen=True)
class Target:
    """Where a relationship leads: a part of the package, or an address outside; `kind` is the last word of its type."""

    name: str
    external: bool
    kind: str


@dataclass
class _Paragraph:
    """A paragraph while it is read: its runs so far, and what is anchored in it with its position on the page."""

    look: Look
    role: str
    spans: list[Span] = field(default_factory=list)
    anchored: list[tuple[float, float, list[Delivered]]] = field(default_factory=list)


@dataclass
class BodyReader:
    """Reads the parts of one document, one after another, and counts what is left out (`counts`, with `samples`)."""

    place: Place
    styles: Mapping[str, Style]
    numbering: Numbering
    targets: Mapping[str, Target]
    files: Mapping[str, ImageFile]
    images: dict[str, ImageFile] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    samples: dict[str, str] = field(default_factory=dict)
    _where: int = 0
    _box: int = 0
    _boxes: int = 0
    _blocks: int = 0
    _depth: int = 0

    # Blocks

    def content(self, element: ET.Element) -> list[Delivered]:
        """The blocks of a body, a cell, a text box or a note. Raises Unreadable for a document without end."""
        found: list[Delivered] = []
        gap = 0
        for item in self._elements(element):
            self._blocks += 1
            if self._blocks > _MOST_BLOCKS:
                raise Unreadable(problem("import-too-long", self.place, limit=_MOST_BLOCKS))
            for block in self._table(item) if item.tag == W + "tbl" else self._paragraph(item):
                if isinstance(block, Line) and not block.text and not any(span.note for span in block.spans):
                    gap += 1
                    continue
                found.append(replace(block, gap=gap) if isinstance(block, Line) and gap else block)
                gap = 0
        return found

    def _elements(self, element: ET.Element) -> Iterator[ET.Element]:
        """Paragraphs and tables, from inside content controls and tracked insertions too."""
        for item in element:
            tag = item.tag
            if tag in (W + "p", W + "tbl"):
                yield item
            elif tag == W + "sdt":
                content = item.find(W + "sdtContent")
                yield from self._elements(content) if content is not None else ()
            elif tag in _DELETED:
                self._leave_out("deleted", deleted_text(item))
            elif tag in _TRANSPARENT or tag in _INSERTED:
                yield from self._elements(item)
            elif tag == MC + "AlternateContent":
                yield from self._elements(alternative_of(item))
            elif tag == W + "altChunk":
                self._leave_out("chunk", "altChunk")

    def _paragraph(self, element: ET.Element) -> list[Delivered]:
        """A paragraph, cut at its line breaks, and what is anchored in it."""
        self._where += 1
        where = self._where
        properties = element.find(W + "pPr")
        style = self.styles.get(style_of(properties), self.styles[""])
        state = _Paragraph(paragraph_look(properties).over(style.look), style.role)
        self._runs(element, state, "")
        lines = self._lines(state, where)
        anchored = [block for *_, blocks in sorted(state.anchored, key=lambda item: item[:2]) for block in blocks]
        return [*lines, *anchored] if any(line.text for line in lines) else [*anchored, *([] if anchored else lines)]

    def _lines(self, state: _Paragraph, where: int) -> list[Line]:
        parts: list[list[Span]] = [[]]
        for span in state.spans:
            pieces = span.text.split("\n")
            for number, piece in enumerate(pieces):
                if number:
                    parts.append([])
                last = number == len(pieces) - 1
                if piece or (last and span.note):
                    parts[-1].append(replace(span, text=piece, note=span.note if last else ""))
        has_text = any(span.text.strip() for part in parts for span in part)
        marker, prefix = self._marker(state.look) if has_text else (None, "")
        if prefix:
            first = parts[0][0] if parts[0] else Span("")
            parts[0].insert(0, replace(first, text=prefix, note="", link="", emphasis=False))
        return [self._line(part, state, where, marker if number == 0 else None) for number, part in enumerate(parts)]

    def _line(self, part: list[Span], state: _Paragraph, where: int, marker: Marker | None) -> Line:
        text = "".join(span.text for span in part)
        if "\t" in text.strip():
            self._leave_out("tabs", text)
        align = state.look.align or ""
        pushed = sum(2 if char == "\u3000" else 4 if char == "\t" else 1 for char in text[: indent_of(text)])
        if pushed >= _SPACED_OUT and len(text.strip()) <= 40 and align in ("", "left"):
            align = "center"
        level = (state.look.level or 0) if state.role in ("", "title") else 0
        role = state.role
        return Line(tuple(joined_spans(part)), where, role, level, align, marker, box=self._box)  # type: ignore[arg-type]

    def _marker(self, look: Look) -> tuple[Marker | None, str]:
        """What stands before a paragraph: a list's marker, or a number that has to be written out."""
        if look.numbering is None or look.numbering[0] == "0":
            return None, ""
        counted = self.numbering.next(*look.numbering)
        if counted is None:
            return None, ""
        form, value, words = counted
        depth = min(look.numbering[1], 3)
        if form in ("bullet", "none"):
            return (Marker(depth), "") if form == "bullet" and not look.level else (None, "")
        if _LIST_NUMBER.fullmatch(words) and not look.level:
            return Marker(depth, value), ""
        return None, words if words.endswith(("、", "）", "．")) or not words else words + " "

    # Runs

    def _runs(self, element: ET.Element, state: _Paragraph, link: str) -> None:
        for item in element:
            tag = item.tag
            if tag == W + "r":
                self._run(item, state, link)
            elif tag == W + "hyperlink":
                target = self.targets.get(item.get(_R + "id", ""))
                self._runs(item, state, target.name if target and target.external else "")
            elif tag in _INSERTED:
                self._leave_out("inserted", text_in(item))
                self._runs(item, state, link)
            elif tag in _DELETED:
                self._leave_out("deleted", deleted_text(item))
            elif tag in _TRANSPARENT or tag == W + "sdt":
                self._runs(item, state, link)
            elif tag == MC + "AlternateContent":
                self._runs(alternative_of(item), state, link)
            elif tag in (_M + "oMath", _M + "oMathPara"):
                text = "".join(node.text or "" for node in item.iter(_M + "t"))
                self._leave_out("formula", text)
                state.spans.append(Span(text))

    def _run(self, element: ET.Element, state: _Paragraph, link: str) -> None:
        properties = element.find(W + "rPr")
        look = run_look(properties)
        raised = ""
        if properties is not None:
            raised = attribute(properties.find(W + "vertAlign")) or ""
            named = self.styles.get(attribute(properties.find(W + "rStyle")) or "")
            look = look.over(named.look) if named else look
            if any(attribute(node) not in ("0", "false") for node in properties.findall(W + "strike")):
                self._leave_out("struck", text_in(element))
        look = look.over(state.look)
        if look.hidden:
            if text := text_in(element):
                self._leave_out("hidden", text)
            return
        for item in element:
            self._piece(item, state, Span("", bool(look.bold), bool(look.emphasis), link, "", look.size or 0), raised)

    def _piece(self, item: ET.Element, state: _Paragraph, dress: Span, raised: str) -> None:
        tag = item.tag
        if tag == W + "t":
            state.spans.append(replace(dress, text=self._shifted(item.text or "", raised)))
        elif tag == W + "tab":
            state.spans.append(replace(dress, text="\t"))
        elif tag in (W + "br", W + "cr"):
            state.spans.append(replace(dress, text="\n"))
        elif tag == W + "noBreakHyphen":
            state.spans.append(replace(dress, text="-"))
        elif tag == W + "sym":
            self._leave_out("symbol", attribute(item, "font") or "")
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            kind = "f" if tag == W + "footnoteReference" else "e"
            state.spans.append(Span("", note=f"{kind}{attribute(item, 'id')}"))
        elif tag == W + "ruby":
            self._ruby(item, state, dress)
        elif tag in (W + "drawing", W + "pict", W + "object"):
            self._drawing(item, state)
        elif tag == MC + "AlternateContent":
            for inner in alternative_of(item):
                self._piece(inner, state, dress, raised)

    def _shifted(self, text: str, raised: str) -> str:
        """Raised and lowered figures as characters of their own, where there are such."""
        if raised not in ("superscript", "subscript") or not text.strip():
            return text
        table = _RAISED if raised == "superscript" else _LOWERED
        if all(ord(char) in table for char in text):
            return text.translate(table)
        self._leave_out("raised" if raised == "superscript" else "lowered", text)
        return text

    def _ruby(self, item: ET.Element, state: _Paragraph, dress: Span) -> None:
        base = item.find(W + "rubyBase")
        above = item.find(W + "rt")
        if above is not None:
            self._leave_out("ruby", text_in(above))
        for run in base.iter(W + "r") if base is not None else ():
            state.spans.append(replace(dress, text=text_in(run)))

    # What is anchored in a paragraph

    def _drawing(self, item: ET.Element, state: _Paragraph) -> None:
        """Pictures and text boxes of a drawing, in the order of the page where they float."""
        described = next(item.iter(WP + "docPr"), None)
        alt = (described.get("descr") or "") if described is not None else ""
        position = position_of(item)
        found: list[Delivered] = []
        for node in visible_in(item):
            if node.tag == _A + "blip":
                found += self._image(node.get(_R + "embed") or node.get(_R + "link") or "", alt)
            elif node.tag == _V + "imagedata":
                found += self._image(node.get(_R + "id") or "", node.get("title") or "")
            elif node.tag == W + "txbxContent":
                found += self._text_box(node)
            elif node.tag.startswith((_C, _DGM)):
                self._leave_out("drawing", alt or (described.get("name", "") if described is not None else ""))
                break
        if item.tag == W + "object":
            self._leave_out("object", alt)
        if found:
            state.anchored.append((*position, found))

    def _image(self, relation: str, alt: str) -> list[Delivered]:
        target = self.targets.get(relation)
        if target is None:
            return []
        file = self.files.get(target.name) if not target.external else None
        self.images.setdefault(target.name, file or lost_image(target.name, self.place))
        return [Image(target.name, self._where, " ".join(alt.split()))]

    def _text_box(self, node: ET.Element) -> list[Delivered]:
        self._boxes += 1
        outer, self._box = self._box, self._boxes
        found = self.content(node)
        self._box = outer
        return found

    # Tables

    def _table(self, element: ET.Element) -> list[Delivered]:
        """A table; one that only arranges things on the page (one cell, or pictures in it) gives its content."""
        rows = list(rows_of(element))
        cells = [cell for row in rows for cell in cells_of(row)]
        where = self._where + 1
        pictures = any(node.tag in (W + "drawing", W + "pict") for cell in cells for node in cell.iter())
        if len(cells) == 1 or (pictures and len(cells) <= 60) or not cells:
            self._leave_out("layout-table", f"{len(rows)} × {max((len(cells_of(row)) for row in rows), default=0)}")
            return [block for cell in cells for block in self.content(cell)]
        if len(cells) > _MOST_CELLS:
            raise Unreadable(problem("import-too-long", self.place, limit=_MOST_CELLS))
        return [Grid(tuple(self._grid(rows)), where)]

    def _grid(self, rows: list[ET.Element]) -> list[tuple[GridCell | None, ...]]:
        """The rows with None where a cell beside (gridSpan) or above (vMerge) reaches (17.4.17, 17.4.84)."""
        grid: list[list[GridCell | None]] = []
        starts: dict[int, tuple[int, int]] = {}
        for number, row in enumerate(rows):
            line: list[GridCell | None] = []
            for cell in cells_of(row):
                properties = cell.find(W + "tcPr")
                wide = columns_of(properties)
                merge = properties.find(W + "vMerge") if properties is not None else None
                column = len(line)
                lines = self._cell_lines(cell)
                if merge is not None and attribute(merge) != "restart" and column in starts and not lines:
                    top, at = starts[column]
                    above = grid[top][at]
                    if above is not None:
                        grid[top][at] = replace(above, rows=number - top + 1)
                    line += [None] * wide
                    continue
                if merge is not None:
                    starts[column] = (number, column)
                else:
                    starts.pop(column, None)
                line += [GridCell(lines, wide, 1), *([None] * (wide - 1))]
            grid.append(line[:MOST_COLUMNS])
        width = max(map(len, grid), default=0)
        return [(*line, *([GridCell(())] * (width - len(line)))) for line in grid]

    def _cell_lines(self, cell: ET.Element) -> tuple[Line, ...]:
        lines: list[Line] = []
        for block in self.content(cell):
            if isinstance(block, Line):
                lines.append(block)
            elif isinstance(block, Grid):
                self._leave_out("nested", "")
                lines += [line for row in block.rows for item in row if item for line in item.lines]
        return tuple(lines)

    def _leave_out(self, kind: str, text: str) -> None:
        if kind in ("deleted", "inserted") and not text.strip():
            return
        self.counts[kind] += 1
        if text.strip():
            self.samples.setdefault(kind, text)
