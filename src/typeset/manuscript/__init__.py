"""Manuscripts: Markdown and plain text → an article's body.

The body is a small typed tree (`model`), never raw HTML. Reading goes `decoding` (bytes to text) → `tidy` (what nobody
sees is removed) → `markdown` or `plain` (text to body); `reading` is the door.
"""

from typeset.manuscript.counting import han_count, word_count
from typeset.manuscript.decoding import Decoded, decode
from typeset.manuscript.markdown import read_markdown
from typeset.manuscript.model import (
    Block,
    Body,
    Cell,
    Code,
    Emphasis,
    Heading,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Note,
    NoteCall,
    Paragraph,
    Picture,
    Quotation,
    Reading,
    RunInHead,
    Separator,
    Strong,
    Table,
    Text,
    inline_text,
)
from typeset.manuscript.plain import read_plain
from typeset.manuscript.reading import read_manuscript, read_text

__all__ = [
    "Block",
    "Body",
    "Cell",
    "Code",
    "Decoded",
    "Emphasis",
    "Heading",
    "Inline",
    "LineBreak",
    "Link",
    "List",
    "ListItem",
    "Note",
    "NoteCall",
    "Paragraph",
    "Picture",
    "Quotation",
    "Reading",
    "RunInHead",
    "Separator",
    "Strong",
    "Table",
    "Text",
    "decode",
    "han_count",
    "inline_text",
    "read_manuscript",
    "read_markdown",
    "read_plain",
    "read_text",
    "word_count",
]
