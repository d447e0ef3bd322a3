"""Manuscripts as they are delivered (Word, text, web pages) → articles: Markdown, pictures, what the manifest must say.

Readers (`word`, `web_page`, `plain_text`, `office` for what LibreOffice has to turn into Word) give paragraphs with
their looks; `structure` finds the articles in them; `markdown` writes them; `account` holds the result against the
source, counted apart.
"""

from typeset.importing.account import Account, Count
from typeset.importing.articles import Delivery, Imported, Naming, Photo, import_file
from typeset.importing.drafts import Draft, EditorsWords, Guess, Signature, Sure
from typeset.importing.model import Unreadable

__all__ = [
    "Account",
    "Count",
    "Delivery",
    "Draft",
    "EditorsWords",
    "Guess",
    "Imported",
    "Naming",
    "Photo",
    "Signature",
    "Sure",
    "Unreadable",
    "import_file",
]
