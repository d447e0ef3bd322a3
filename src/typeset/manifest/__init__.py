"""The manifest: YAML as editors write it, in Chinese or English keys, into an Issue with the place of every value."""

from typeset.manifest.article import (
    PICTURE_NEWS,
    Article,
    Author,
    Crop,
    EditorsNote,
    FocalPoint,
    Photo,
    PullQuote,
    manuscript_file,
)
from typeset.manifest.consequences import without_consequences
from typeset.manifest.model import Cover, Imprint, ImprintField, Issue, Publication, PublicationFile, Section
from typeset.manifest.printing import Contact, Paper, Printing, SpotColour
from typeset.manifest.reader import (
    ManifestReading,
    PublicationReading,
    Source,
    issue_from,
    publication_from,
    read_issue,
    read_publication,
)
from typeset.manifest.schema import json_schema, publication_json_schema

__all__ = [
    "PICTURE_NEWS",
    "Article",
    "Author",
    "Contact",
    "Cover",
    "Crop",
    "EditorsNote",
    "FocalPoint",
    "Imprint",
    "ImprintField",
    "Issue",
    "ManifestReading",
    "Paper",
    "Photo",
    "Printing",
    "Publication",
    "PublicationFile",
    "PublicationReading",
    "PullQuote",
    "Section",
    "Source",
    "SpotColour",
    "issue_from",
    "json_schema",
    "manuscript_file",
    "publication_from",
    "publication_json_schema",
    "read_issue",
    "read_publication",
    "without_consequences",
]
