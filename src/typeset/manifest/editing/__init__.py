"""Changing a manifest's text: only the lines of what changes are touched; comments, order and quotes stay.

`document` is the text with its nodes, `values` sets single values and lists of texts, `moves` puts items elsewhere and
new ones in.
"""

from typeset.manifest.editing.document import Document, Found, Path
from typeset.manifest.editing.moves import insert_item, move_item
from typeset.manifest.editing.reading import Value, item_text, value_at
from typeset.manifest.editing.refusal import NotEditable
from typeset.manifest.editing.values import set_value

__all__ = [
    "Document",
    "Found",
    "NotEditable",
    "Path",
    "Value",
    "insert_item",
    "item_text",
    "move_item",
    "set_value",
    "value_at",
]
