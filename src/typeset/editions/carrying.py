"""From one edition's manifest to the next: what is carried, what is renewed, what is left behind.

Carried are the settings, the standing columns without their articles and the articles held over; renewed are number,
total number, kind and date; left behind are all other articles, the cover, the date of printing, run and delivery of
the print job, and the notes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from typeset.editions.columns import columns_comment, commented, next_columns
from typeset.editions.dating import IssueDate
from typeset.editions.keys import entry_of, key, mostly_chinese, name_of, value_of
from typeset.editions.numbering import EditionNumber
from typeset.editions.slices import Entry, Group, group, indented, root_of
from typeset.manifest import Imprint, Issue, Printing, Publication
from typeset.manifest.declaring import Part
from typeset.manifest.names import is_chinese

_KINDS = {"regular": "正刊", "double": "合刊", "extra": "增刊"}
_COVER = {True: ("封面:", "  要目:", "    - 文章标题"), False: ("cover:", "  lines:", "    - Title")}
_ORDER = ("title", "latin_title", "motto", "nameplate", "publisher", "number", "total_number", "kind", "date")

_OF_ONE_IMPRINT = frozenset(("print_date",))
_OF_ONE_JOB = frozenset(("run", "delivery"))

_Named = tuple[str, list[str]]  # the canonical name of an entry, and its lines


@dataclass(frozen=True)
class Carried:
    """A new manifest's text, and the headings of its columns."""

    text: str
    headings: tuple[str, ...]


def next_manifest(text: str, number: EditionNumber, date: IssueDate, standing: Sequence[str] = ()) -> Carried:
    """The manifest of the edition after the one whose manifest is `text`.

    Key language, comments and settings stay as they are. `standing` are the headings of publication.yaml's standing
    columns: those that the last edition lacks are added. `text` must be free of broken YAML and hold a mapping.
    """
    piece = root_of(text)
    assert piece is not None
    root = group(piece)
    chinese = mostly_chinese(root)
    columns = next_columns(entry_of(root, Issue, "sections"), standing, chinese=chinese)
    named = [(name_of(entry, Issue), entry) for entry in root.entries]
    new: list[_Named] = []
    if "publication" not in dict(named):
        inner = [line for _, lines in _renewed((), number, date, chinese=chinese) for line in lines]
        new.append(("publication", [f"{key(Issue, 'publication', chinese=chinese)}:", *indented(inner, 2)]))
    for name, entry in named:
        if name == "publication":
            new.append((name, _publication(entry, number, date).lines))
        elif name == "printing":
            new.append((name, _waiting(entry, Printing, _OF_ONE_JOB)))
        elif name == "sections" and columns.lines:
            new.append((name, entry.with_content(columns.lines).lines))
        elif name not in ("sections", "notes"):
            new.append((name, entry.lines))
    if not columns.lines:
        new.append(("", ["", *columns_comment(chinese=chinese)]))
    elif "sections" not in dict(named):
        new.append(("", ["", f"{key(Issue, 'sections', chinese=chinese)}:", *indented(columns.lines, 2)]))
    lines = root.lines(line for _, part in new for line in part)
    return Carried("\n".join(lines).rstrip("\n") + "\n", columns.headings)


def _publication(entry: Entry, number: EditionNumber, date: IssueDate) -> Entry:
    """The publication and this number of it, renewed."""
    old = group(entry.value) if entry.value.is_group else Group()
    new = _renewed(old.entries, number, date, chinese=mostly_chinese(old))
    return entry.with_content(old.lines(line for _, lines in new for line in lines))


def _waiting(entry: Entry, part: type[Part], names: frozenset[str]) -> list[str]:
    """A mapping of which some entries wait to be filled in, as comments."""
    if not entry.value.is_group:
        return entry.lines
    old = group(entry.value)
    left = [item for item in old.entries if name_of(item, part) in names]
    if left == list(old.entries):
        return [*entry.lead, *commented([f"{entry.key}:", *(f"  {item.key}:" for item in left)])]
    lines = [[*item.lead, f"# {item.key}:"] if item in left else item.lines for item in old.entries]
    return entry.with_content(old.lines(line for some in lines for line in some)).lines


def _renewed(entries: Sequence[Entry], number: EditionNumber, date: IssueDate, *, chinese: bool) -> list[_Named]:
    """Entries with the new number, total number, kind and date: in their places, or put in where they belong.

    What belonged to the last edition alone has become a comment to be filled in.
    """
    values = _values(number, date)
    new: list[_Named] = []
    for entry in entries:
        name = name_of(entry, Publication)
        if name == "imprint":
            new.append((name, _waiting(entry, Imprint, _OF_ONE_IMPRINT)))
        elif name == "cover":
            new.append((name, [*entry.lead, *commented(_COVER[is_chinese(entry.name)])]))
        elif name not in values:
            new.append((name, entry.lines))
        elif (value := values[name]) is not None:
            new.append((name, entry.with_value(_worded(value, chinese=is_chinese(entry.name))).lines))
        elif name == "kind" and value_of(entry.value, Publication, name) == number.kind:
            new.append((name, entry.lines))
        elif name != "kind" and number.kind != "extra":
            new.append((name, entry.with_value("").lines))  # a number that nobody can count on from
    for name, value in values.items():
        if value is not None and name not in dict(new):
            line = f"{key(Publication, name, chinese=chinese)}: {_worded(value, chinese=chinese)}"
            new.insert(_position(new, name), (name, [line]))
    return new


def _values(number: EditionNumber, date: IssueDate) -> Mapping[str, str | None]:
    """What is renewed; None for what a new edition does not have."""
    return {
        "number": str(number.number) if number.number else None,
        "total_number": str(number.total) if number.total else None,
        "kind": number.kind if number.kind != "regular" else None,
        "date": str(date),
    }


def _worded(value: str, *, chinese: bool) -> str:
    return _KINDS.get(value, value) if chinese else value


def _position(entries: Sequence[_Named], name: str) -> int:
    before = _ORDER[: _ORDER.index(name)]
    return max((place for place, (other, _) in enumerate(entries, start=1) if other in before), default=0)
