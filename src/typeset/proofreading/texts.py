"""The texts of an edition as the editor wrote them: manuscripts and what stands in the manifest, with their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from typeset.copyedit import Kind, SourceText
from typeset.copyedit.model import Role
from typeset.edition.file_texts import read_bytes
from typeset.manifest import ManifestReading
from typeset.manifest.article import Article, manuscript_file
from typeset.problems import Place
from typeset.workspace import EditionFolder, Workspace, inside

KeyPath = tuple[str | int, ...]

_MOST_BYTES = 2_000_000
_KINDS = {".md": Kind.MARKDOWN, ".markdown": Kind.MARKDOWN, ".txt": Kind.PLAIN}


@dataclass(frozen=True)
class Written:
    """A text of an edition and where it is kept: in a file of its own, or under a key of the manifest."""

    source: SourceText
    path: Path | None = None
    group: KeyPath = ()
    key: str = ""


def edition_texts(
    reading: ManifestReading, folder: EditionFolder, workspace: Workspace, manifest: str | None = None
) -> list[Written]:
    """All texts of the articles that are printed, in their order; those that cannot be read are left out.

    `manifest` is what was read, where that has not been saved yet.
    """
    if reading.issue is None:
        return []
    found: list[Written] = []
    reader = _Texts(reading, folder, workspace, manifest)
    number = 0
    for index, section in enumerate(reading.issue.sections):
        for position, article in enumerate(section.articles):
            if not article.held:
                number += 1
                found += reader.article(article, ("sections", index, "articles", position), number)
    return found


class _Texts:
    def __init__(
        self, reading: ManifestReading, folder: EditionFolder, workspace: Workspace, manifest: str | None
    ) -> None:
        self.reading, self.folder, self.workspace = reading, folder, workspace
        if manifest is None:
            decoded = read_bytes(folder.manifest.read_bytes())
            manifest = decoded.text if decoded else ""
        self.name = workspace.name_of(folder.manifest)
        self.lines = manifest.split("\n")
        self.seen: set[Path] = set()

    def article(self, article: Article, path: KeyPath, number: int) -> Iterator[Written]:
        for key in ("kicker", "title", "subtitle"):
            yield from self._value(getattr(article, key), path, key, Kind.TITLE, "title", number)
        for position, author in enumerate(article.authors):
            signed = f"{author.unit or ''}{author.post or ''} {author.name}".strip()
            place = self._place(path, "authors", position)
            yield Written(SourceText(signed, Kind.BYLINE, place.file, place.line, 0, "byline", number))
        yield from self._body(article.body, path, number)
        for key in ("note_before", "note_after"):
            if note := getattr(article, key):
                yield from self._value(note.text, (*path, key), "text", Kind.MARKDOWN, "note", number)
        for position, photo in enumerate(article.photos):
            under = (*path, "photos", position)
            yield from self._value(photo.caption, under, "caption", Kind.LINE, "caption", number)
            yield from self._value(photo.credit, under, "credit", Kind.BYLINE, "credit", number)
        for position, quote in enumerate(article.pull_quotes):
            yield from self._value(quote.text, (*path, "pull_quotes", position), "text", Kind.LINE, "quote", number)
        yield from self._value(article.source, path, "source", Kind.BYLINE, "credit", number)
        yield from self._value(article.credit, path, "credit", Kind.BYLINE, "credit", number)

    def _body(self, body: str | None, path: KeyPath, number: int) -> Iterator[Written]:
        if not body:
            return
        name = manuscript_file(body)
        if name is None:
            yield from self._value(body, path, "body", Kind.MARKDOWN, "body", number)
            return
        file = inside(self.folder.path, name)
        kind = _KINDS.get(file.suffix.lower()) if file else None
        if file is None or kind is None or file in self.seen or not file.is_file() or file.stat().st_size > _MOST_BYTES:
            return
        self.seen.add(file)
        decoded = read_bytes(file.read_bytes())
        if decoded is not None:
            source = SourceText(decoded.text, kind, self.workspace.name_of(file), 1, 1, "body", number)
            yield Written(source, file)

    def _value(
        self, value: str | None, group: KeyPath, key: str, kind: Kind, role: Role, number: int
    ) -> Iterator[Written]:
        if not value:
            return
        place = self._place(group, key)
        column = self._column(value.split("\n")[0], place)
        yield Written(SourceText(value, kind, place.file, place.line, column, role, number), None, group, key)

    def _place(self, group: KeyPath, *rest: str | int) -> Place:
        return self.reading.place(*group, *rest) or Place(self.name)

    def _column(self, first: str, place: Place) -> int:
        """The column of a value's first character; 0 where it is not written letter for letter on its line."""
        if place.file != self.name or not 0 < place.line <= len(self.lines):
            return 0
        return self.lines[place.line - 1].find(first, max(0, place.column - 1)) + 1
