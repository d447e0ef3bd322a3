"""Edition: an Issue with all its content read and checked (manifest + manuscripts + pictures)."""

from typeset.edition.characters import missing_character_problems
from typeset.edition.jumps import running_order
from typeset.edition.kept import KeptSources, Memory, folder_stamp
from typeset.edition.model import (
    Accepted,
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
    "Accepted",
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
    "running_order",
]
