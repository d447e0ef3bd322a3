"""Edition: an Issue with all its content read and checked (manifest + manuscripts + pictures)."""

from typeset.edition.characters import missing_character_problems
from typeset.edition.kept import KeptSources, Memory, folder_stamp
from typeset.edition.model import (
    Article,
    Edition,
    Figure,
    Filler,
    Note,
    Opening,
    ProfileFile,
    QRCode,
    Section,
    Source,
    Title,
)
from typeset.edition.reading import EditionReading, read_edition
from typeset.manifest import Printing

__all__ = [
    "Article",
    "Edition",
    "EditionReading",
    "Figure",
    "Filler",
    "KeptSources",
    "Memory",
    "Note",
    "Opening",
    "Printing",
    "ProfileFile",
    "QRCode",
    "Section",
    "Source",
    "Title",
    "folder_stamp",
    "missing_character_problems",
    "read_edition",
]
