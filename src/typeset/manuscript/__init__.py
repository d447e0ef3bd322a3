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
    Box,
    Cell,
    Code,
    Emphasis,
    Heading,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    NameGroup,
    NameList,
    Note,
    NoteCall,
    Paragraph,
    Picture,
    PictureGroup,
    Poem,
    Quotation,
    Reading,
    RunInHead,
    Separator,
    Strong,
    Table,
    Text,
    all_blocks,
    block_texts,
    inline_text,
    nested,
)
from typeset.manuscript.picture_groups import in_groups
from typeset.manuscript.plain import plain_paragraphs, read_plain
from typeset.manuscript.reading import read_manuscript, read_text

__all__ = [
    "Block",
    "Body",
    "Box",
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
    "NameGroup",
    "NameList",
    "Note",
    "NoteCall",
    "Paragraph",
    "Picture",
    "PictureGroup",
    "Poem",
    "Quotation",
    "Reading",
    "RunInHead",
    "Separator",
    "Strong",
    "Table",
    "Text",
    "all_blocks",
    "block_texts",
    "decode",
    "han_count",
    "in_groups",
    "inline_text",
    "nested",
    "plain_paragraphs",
    "read_manuscript",
    "read_markdown",
    "read_plain",
    "read_text",
    "word_count",
]
