"""The one door to WeasyPrint: HTML + CSS → composed pages with their facts. Knows nothing of newsletters.

`HTML` and `CSS` are drop-in for WeasyPrint's, and the lines of their documents are composed by Chinese rules.
"""

from typeset.composer.documents import CSS, HTML, Document
from typeset.composer.facts import Overset, overset
from typeset.composer.fetching import BASE_URL, ClosedFetcher
from typeset.composer.fonts import FontFile, FontSet
from typeset.composer.pictures import LazyPicture, Painter
from typeset.composer.rendering import Rendering, join, lay_out, parse_css, write_pdf

__all__ = [
    "BASE_URL",
    "CSS",
    "HTML",
    "ClosedFetcher",
    "Document",
    "FontFile",
    "FontSet",
    "LazyPicture",
    "Overset",
    "Painter",
    "Rendering",
    "join",
    "lay_out",
    "overset",
    "parse_css",
    "write_pdf",
]
