"""import: delivered files become articles of an edition, all of them or none.

What is new is planned in full and held against the manifest before anything is written; then the new files are put in
place, and last the manifest, whose previous version is kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from typeset.copyedit import Settings
from typeset.edition.file_texts import read_bytes, write_text
from typeset.editions.entries import entry_lines, section_lines
from typeset.editions.placing import place_files
from typeset.importing import Delivery, Imported, Naming, Unreadable, import_file
from typeset.manifest.editing import Document, NotEditable, insert_item, value_at
from typeset.manifest.editing.document import is_empty
from typeset.manifest.names import is_chinese
from typeset.problems import Giveup, Problem, problem
from typeset.workspace import EditionFolder, write_atomically

_UNSORTED = ("待分栏目", "Unsorted")
_NUMBERED = re.compile(r"(\d{1,4})(?=\D|$)")
_MOST_HASHED = 2000


@dataclass(frozen=True)
class Addition:
    """An article that will be added: its column, whether that is new, and its entry as it will stand."""

    article: Imported
    source: str
    section: str
    new_section: bool
    entry: tuple[str, ...]


@dataclass(frozen=True)
class ImportPlan:
    """Everything that an import will write."""

    folder: EditionFolder
    deliveries: tuple[Delivery, ...]
    additions: tuple[Addition, ...]
    files: Mapping[str, bytes]
    before: bytes
    manifest: bytes

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that was found, file by file."""
        return tuple(item for delivery in self.deliveries for item in delivery.problems)


def plan_import(
    paths: Sequence[Path],
    folder: EditionFolder,
    section: str = "",
    settings: Settings | None = None,
    name_of: Callable[[Path], str] = lambda path: path.name,
) -> ImportPlan:
    """What importing files will write; nothing is written yet. `section` is the column for all articles.

    Without it articles go where a 【column heading】 of the source says, others to a column of their own that has to be
    sorted. Raises Giveup with the words that say why for every file that cannot be read, and where the manifest
    cannot be added to.
    """
    before = folder.manifest.read_bytes()
    decoded = read_bytes(before)
    if decoded is None or not decoded.faithful:
        raise Giveup(problem("import-manifest-broken", None, line=1))
    document = _document(decoded.text, folder)
    naming = _naming(folder)
    deliveries, failed = [], []
    for path in paths:
        try:
            deliveries.append(import_file(path, name_of(path), naming, settings or Settings()))
        except Unreadable as error:
            failed.append(error.problem)
    if failed:
        raise Giveup(*failed)
    chinese = _mostly_chinese(document)
    additions = []
    for delivery in deliveries:
        for article in delivery.articles:
            heading = _heading(section) or article.section or _UNSORTED[not chinese]
            entry = entry_lines(article, delivery.name, chinese=chinese)
            document, fresh = _added(document, heading, entry, chinese=chinese)
            additions.append(Addition(article, delivery.name, heading, fresh, tuple(entry)))
    files = {article.body_file: article.markdown.encode() for item in deliveries for article in item.articles}
    for delivery in deliveries:
        files |= delivery.pictures
    return ImportPlan(folder, tuple(deliveries), tuple(additions), files, before, write_text(document.text, before))


def carry_out(plan: ImportPlan, history: Path) -> Path:
    """Write what was planned, all of it or nothing; gives the file in `history` that keeps the manifest as it was.

    Raises Giveup where the manifest has changed since, OSError where the disk will not.
    """
    manifest = plan.folder.manifest
    if manifest.read_bytes() != plan.before:
        raise Giveup(problem("import-manifest-changed"))
    kept = history / f"issue-{hashlib.sha256(plan.before).hexdigest()[:12]}.yaml"
    write_atomically(kept, plan.before)
    try:
        place_files(plan.folder.path, plan.files)
    except FileExistsError as error:
        raise Giveup(problem("import-manifest-changed")) from error
    try:
        write_atomically(manifest, plan.manifest)
    except BaseException:
        for name in plan.files:
            (plan.folder.path / name).unlink(missing_ok=True)
        raise
    return kept


def _document(text: str, folder: EditionFolder) -> Document:
    try:
        return Document(text, folder.manifest.name)
    except NotEditable as error:
        line = error.problem.arguments.get("line", "1")
        raise Giveup(problem("import-manifest-broken", None, line=line)) from error


def _mostly_chinese(document: Document) -> bool:
    keys = [str(key.value) for key, _ in document.root.value]
    return 2 * sum(map(is_chinese, keys)) >= len(keys)


def _heading(section: str) -> str:
    return section.strip().removeprefix("【").removesuffix("】").strip()


def _added(document: Document, heading: str, entry: Sequence[str], *, chinese: bool) -> tuple[Document, bool]:
    """The manifest with an article at the end of a column, which is made where there is none; True for a new one."""
    try:
        entries = document.entry(document.top, "sections")[1]
        sections = list(document.items(entries)) if entries and not is_empty(entries.node) else []
        for number, section in enumerate(sections):
            if _solid(value_at(document, section, "heading")) == _solid(heading):
                articles = _count(document, number)
                return insert_item(document, ("sections", number, "articles", articles), entry, 1), False
        lines = section_lines(heading, list(entry), chinese=chinese)
        return insert_item(document, ("sections", len(sections)), lines, 1), True
    except NotEditable as error:
        raise Giveup(problem("import-manifest-special")) from error


def _count(document: Document, section: int) -> int:
    found = document.find(("sections", section))
    try:
        entry = document.entry(found, "articles")[1]
    except NotEditable:
        return 0
    return len(list(document.items(entry))) if entry and not is_empty(entry.node) else 0


def _solid(text: str) -> str:
    return "".join(text.split()).strip("【】")


def _naming(folder: EditionFolder) -> Naming:
    """Names for new files: articles are numbered on from the highest number there is."""
    articles = folder.path / "articles"
    found = [_NUMBERED.match(item.name) for item in articles.iterdir()] if articles.is_dir() else []
    numbers = [0, *(int(match[1]) for match in found if match)]
    names = {
        item.relative_to(folder.path).as_posix().casefold()
        for below in ("articles", "photos")
        if (folder.path / below).is_dir()
        for item in (folder.path / below).iterdir()
    }
    return Naming(lambda name: name.casefold() in names, max(numbers) + 1)
