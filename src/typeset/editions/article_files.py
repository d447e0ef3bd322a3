"""The files that an article needs: its manuscript, its photos, and the pictures that the text names."""

from __future__ import annotations

from collections.abc import Iterator

from typeset.manifest import Article, manuscript_file
from typeset.manuscript import Body, Picture, all_blocks, read_manuscript, read_text
from typeset.problems import Place
from typeset.workspace import EditionFolder, inside


def article_files(article: Article, folder: EditionFolder) -> dict[str, bool]:
    """The names of an article's files below the edition's folder, in order; True for those that are still awaited."""
    awaited = {photo.file: photo.awaited or photo.placement == "awaited" for photo in article.photos}
    body = (article.body or "").strip()
    name = manuscript_file(body)
    if name is None:
        pictures = _pictures(read_text(body, Place(folder.name)).body) if body else ()
        return dict.fromkeys(pictures, False) | awaited
    path = inside(folder.path, name)
    pictures = _pictures(read_manuscript(path, name).body) if path and path.is_file() else ()
    return {name: False} | dict.fromkeys(pictures, False) | awaited


def _pictures(body: Body) -> Iterator[str]:
    notes = [block for note in body.notes for block in note.children]
    return (block.file for block in all_blocks((*body.blocks, *notes)) if isinstance(block, Picture))
