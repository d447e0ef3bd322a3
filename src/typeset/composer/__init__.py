"""The one door to WeasyPrint: HTML + CSS → pages with their facts. Knows nothing of newsletters."""

from typeset.composer.engine import CSS, HTML
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
