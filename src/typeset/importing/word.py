"""Word files (.docx, ISO/IEC 29500 WordprocessingML): the package, and what is beside the text.

The document's own XML is read, not a converter's model of it: text boxes in their place, emphasis dots, the sizes that
styles give, list numbers as printed, and a list of all that is left out.
"""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path

from typeset.importing.archive import Archive, open_archive
from typeset.importing.model import Document, ImageFile, Line, Unreadable
from typeset.importing.word_body import BodyReader, Target
from typeset.importing.word_styles import W, attribute, read_numbering, read_styles
from typeset.importing.word_tally import tally_word
from typeset.problems import Place, Problem, problem

_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_STRICT = "http://purl.oclc.org/ooxml/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LEFT_OUT = {
    "deleted": "import-deletions",
    "inserted": "import-insertions",
    "hidden": "import-hidden-text",
    "ruby": "import-ruby",
    "raised": "import-raised",
    "lowered": "import-raised",
    "formula": "import-formula",
    "drawing": "import-drawing",
    "object": "import-object",
    "symbol": "import-symbol",
    "nested": "import-nested-table",
    "tabs": "import-tabs",
    "struck": "import-struck",
    "chunk": "import-object",
    "layout-table": "import-layout-table",
}


def read_word(path: Path, name: str) -> Document:
    """Read a .docx or .docm file. Raises Unreadable for one that cannot be read."""
    archive = open_archive(path, name)
    try:
        return _read(archive, name)
    except RecursionError as error:
        raise Unreadable(problem("import-damaged", None, name=name, part="word/document.xml")) from error


def _read(archive: Archive, name: str) -> Document:
    root_relations = _relations(archive, "")
    main = next((item.name for item in root_relations.values() if item.kind == "officeDocument"), "word/document.xml")
    if main not in archive:
        raise Unreadable(problem("import-not-word", None, name=name))
    relations = _relations(archive, main)
    parts = {item.kind: item.name for item in relations.values() if not item.external and item.name in archive}
    place = Place(name)

    def part(kind: str) -> ET.Element | None:
        return _xml(archive, parts[kind]) if kind in parts else None

    reader = BodyReader(
        place, read_styles(part("styles")), read_numbering(part("numbering")), relations, _readers(archive)
    )
    document = _xml(archive, main)
    body = document.find(W + "body")
    if body is None:
        raise Unreadable(problem("import-not-word", None, name=name))
    blocks = reader.content(body)
    notes: dict[str, tuple[Line, ...]] = {}
    for kind in ("footnotes", "endnotes"):
        if kind in parts:
            reader.targets = _relations(archive, parts[kind])
            notes |= _notes(_xml(archive, parts[kind]), kind, reader)
    beside = [*_comments(part("comments"), place), *_margins(archive, relations, place), *_macros(archive, place)]
    tally = tally_word(
        archive.text(main), [archive.text(parts[kind]) for kind in ("footnotes", "endnotes") if kind in parts]
    )
    problems = (*_left_out(reader, place), *reader.problems, *_outside(relations, place), *beside)
    return Document(name, tuple(blocks), notes, reader.images, tally, problems, title=_title(archive))


def _xml(archive: Archive, part: str) -> ET.Element:
    """A part as XML; the strict form of the standard has other names for the same things."""
    text = archive.text(part)
    if _STRICT in text:
        for short, usual in (
            ("wordprocessingml/main", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
            ("officeDocument/relationships", _OFFICE),
            ("drawingml/main", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ):
            text = text.replace(f'"{_STRICT}{short}"', f'"{usual}"')
    try:
        return ET.fromstring(text)
    except ET.ParseError as error:
        raise Unreadable(problem("import-damaged", None, name=archive.name, part=part)) from error


def _relations(archive: Archive, part: str) -> dict[str, Target]:
    """Where the relationship ids of a part lead; targets are names in the package or addresses outside."""
    folder, _, file = part.rpartition("/")
    name = posixpath.join(folder, "_rels", f"{file}.rels")
    found = {}
    for item in archive.xml(name).iter(f"{_PACKAGE}Relationship") if name in archive else ():
        target, external = item.get("Target", ""), item.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
        found[item.get("Id", "")] = Target(target, external, item.get("Type", "").rpartition("/")[2])
    return found


def _readers(archive: Archive) -> Mapping[str, ImageFile]:
    def reader(part: str) -> ImageFile:
        return ImageFile(posixpath.basename(part), lambda: archive.read(part))

    return {part: reader(part) for part in archive.entries if part.rpartition(".")[2].lower() not in ("xml", "rels")}


def _notes(root: ET.Element, kind: str, reader: BodyReader) -> dict[str, tuple[Line, ...]]:
    found = {}
    for item in root:
        if attribute(item, "type") in ("separator", "continuationSeparator", "continuationNotice"):
            continue
        lines = tuple(block for block in reader.content(item) if isinstance(block, Line))
        found[f"{kind[0]}{attribute(item, 'id')}"] = lines
    return found


def _comments(root: ET.Element | None, place: Place) -> list[Problem]:
    found = []
    for item in root.iter(W + "comment") if root is not None else ():
        text = "".join(node.text or "" for node in item.iter(W + "t"))
        found.append(problem("import-comment", place, author=attribute(item, "author") or "—", text=_short(text)))
    return found


def _margins(archive: Archive, relations: Mapping[str, Target], place: Place) -> list[Problem]:
    """Headers and footers: what they said is named, since a running head of another page has no place here."""
    texts: dict[str, None] = {}
    for item in relations.values():
        if item.kind in ("header", "footer") and item.name in archive:
            text = "".join(node.text or "" for node in _xml(archive, item.name).iter(W + "t")).strip()
            if text and not text.isdecimal():
                texts.setdefault(_short(text))
    return [problem("import-margins", place, text=text) for text in texts]


def _macros(archive: Archive, place: Place) -> list[Problem]:
    found = (
        [problem("import-macros", place)] if any(part.endswith("vbaProject.bin") for part in archive.entries) else []
    )
    if archive.odd_names:
        found.append(problem("import-odd-names", place, names="、".join(archive.odd_names[:5])))
    return found


def _outside(relations: Mapping[str, Target], place: Place) -> list[Problem]:
    """What would be fetched from elsewhere by a word processor: never fetched here, links in the text apart."""
    kinds = {"hyperlink"}
    found = dict.fromkeys(item.name for item in relations.values() if item.external and item.kind not in kinds)
    return [problem("import-outside", place, address=_short(name)) for name in found]


def _left_out(reader: BodyReader, place: Place) -> list[Problem]:
    found: dict[str, Problem] = {}
    for kind, count in reader.counts.items():
        code = _LEFT_OUT[kind]
        found.setdefault(code, problem(code, place, None, count=count, sample=_short(reader.samples.get(kind, "—"))))
    return list(found.values())


def _title(archive: Archive) -> str:
    """The title in the document's properties, which is often the file's name or an old document's: a last resort."""
    if "docProps/core.xml" not in archive:
        return ""
    node = archive.xml("docProps/core.xml").find("{http://purl.org/dc/elements/1.1/}title")
    return ((node.text if node is not None else "") or "").strip()


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:58]}…"
