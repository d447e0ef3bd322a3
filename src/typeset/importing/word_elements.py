"""Elements of WordprocessingML and where to find what in them: rows, cells, alternatives, text, positions."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace

from typeset.importing.model import Span
from typeset.importing.word_styles import W, attribute

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MOST_COLUMNS = 60


def style_of(properties: ET.Element | None) -> str:
    """The id of the style that paragraph properties name; nothing where they name none."""
    return (attribute(properties.find(W + "pStyle")) or "") if properties is not None else ""


def alternative_of(element: ET.Element) -> ET.Element:
    """The choice of an alternative, or the fallback where there is none (ISO/IEC 29500-3)."""
    found = element.find(MC + "Choice")
    if found is None:
        found = element.find(MC + "Fallback")
    return found if found is not None else element


def visible_in(element: ET.Element) -> Iterator[ET.Element]:
    """A drawing's elements without fallbacks, and not into text boxes, which are read as text."""
    for item in element:
        if item.tag == MC + "Fallback" and element.find(MC + "Choice") is not None:
            continue
        yield item
        if item.tag != W + "txbxContent":
            yield from visible_in(item)


def position_of(element: ET.Element) -> tuple[float, float]:
    """Where a floating drawing stands below and beside its anchor, in EMU; 0 for one in the line."""
    offsets = []
    for name in ("positionV", "positionH"):
        node = next(element.iter(f"{WP}{name}"), None)
        offset = node.find(f"{WP}posOffset") if node is not None else None
        text = (offset.text or "0") if offset is not None else "0"
        offsets.append(float(text) if re.fullmatch(r"-?\d{1,12}", text) else 0.0)
    return offsets[0], offsets[1]


def rows_of(table: ET.Element) -> Iterator[ET.Element]:
    """The rows of a table, deleted ones left out."""
    for item in table:
        if item.tag == W + "tr":
            properties = item.find(W + "trPr")
            if properties is None or properties.find(W + "del") is None:
                yield item
        elif item.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from rows_of(item)


def cells_of(row: ET.Element) -> list[ET.Element]:
    """The cells of a row, those inside content controls too."""
    found = []
    for item in row:
        if item.tag == W + "tc":
            found.append(item)
        elif item.tag in (W + "sdt", W + "sdtContent", W + "customXml"):
            found += cells_of(item)
    return found


def columns_of(properties: ET.Element | None) -> int:
    """How many columns a cell takes (gridSpan)."""
    text = attribute(properties.find(W + "gridSpan")) if properties is not None else None
    return max(1, min(int(text), MOST_COLUMNS)) if text and text.isdecimal() else 1


def text_in(element: ET.Element) -> str:
    """The text below an element."""
    return "".join(node.text or "" for node in element.iter(W + "t"))


def deleted_text(element: ET.Element) -> str:
    """The text of a tracked deletion."""
    return "".join(node.text or "" for node in element.iter() if node.tag in (W + "t", W + "delText"))


def indent_of(text: str) -> int:
    """How many blanks a text begins with."""
    return len(text) - len(text.lstrip(" \u3000\t"))


def joined_spans(spans: list[Span]) -> Iterator[Span]:
    """Neighbours in the same dress as one: Word splits runs wherever the spelling checker has been."""
    last: Span | None = None
    for span in spans:
        same = last is not None and not last.note and replace(last, text="") == replace(span, text="", note="")
        if same and last is not None:
            last = replace(last, text=last.text + span.text, note=span.note)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last
