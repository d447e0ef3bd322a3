"""Reading the catalogue of fonts: lists, files, facts; what is wrong with any of them becomes a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from typeset.fonts.cache import FactsCache
from typeset.fonts.facts import Embedding, FontFacts, UnusableFont
from typeset.fonts.fontlist import LIST_FILE, Listed, read_list
from typeset.fonts.model import Catalogue, Face, Licence, lost_weights
from typeset.problems import Place, Problem, Severity, problem
from typeset.workspace import inside

_FONT_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2"})


def load_catalogue(
    folders: Sequence[Path],
    *,
    cache: Path | None = None,
    name_of: Callable[[Path], str] = Path.as_posix,
) -> tuple[Catalogue, tuple[Problem, ...]]:
    """The faces that the fonts.yaml of these folders list, those of earlier folders first and winning.

    `cache` is a JSON file that keeps the facts of unchanged fonts; `name_of` shows a path in messages
    (`Workspace.name_of`). A face with an error is left out, its problem says why.
    """
    reading = _Reading(FactsCache(cache), name_of)
    for folder in folders:
        reading.read(folder)
    reading.facts.save()
    catalogue = Catalogue(tuple(reading.faces))
    return catalogue, (*reading.problems, *_lost_weights(catalogue))


@dataclass
class _Reading:
    facts: FactsCache
    name_of: Callable[[Path], str]
    faces: list[Face] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def read(self, folder: Path) -> None:
        folder = folder.resolve()
        path = folder / LIST_FILE
        listed: tuple[Listed, ...] = ()
        problems: tuple[Problem, ...] = ()
        if path.is_file():
            try:
                listed, problems = read_list(path, self.name_of(path))
            except OSError as error:
                problems = (problem("fonts-list-unreadable", Place(self.name_of(path)), why=error.strerror),)
        self.facts.ahead(filter(None, (inside(folder, item.entry.file) for item in listed)))
        for item in listed:
            if face := self.face(folder, item):
                self.add(face)
        self.problems += problems or self.unlisted(folder, listed)

    def face(self, folder: Path, item: Listed) -> Face | None:
        name = item.entry.file
        path = inside(folder, name)
        if path is None:
            self.problems.append(problem("fonts-file-outside", item.place("file"), name=name))
            return None
        if not path.is_file():
            self.problems.append(problem("fonts-file-missing", item.place("file"), name=name))
            return None
        try:
            facts = self.facts.facts(path)
        except UnusableFont as unusable:
            self.problems.append(problem(f"fonts-file-{unusable.why}", item.place("file"), name=name))
            return None
        except OSError as error:
            self.problems.append(problem("fonts-file-unreadable", item.place("file"), name=name, why=error.strerror))
            return None
        return self.checked(folder, path, item, facts)

    def checked(self, folder: Path, path: Path, item: Listed, facts: FontFacts) -> Face | None:
        entry = item.entry
        found = tuple(_contradictions(item, facts))
        self.problems += found
        if any(each.severity is Severity.ERROR for each in found):
            return None
        return Face(
            file=path,
            family=entry.family or facts.families[0],
            role=entry.role,
            weight=entry.weight or facts.weight,
            style=entry.style or facts.style,
            version=entry.version or facts.version,
            licence=self.licence(folder, item),
            sha256=facts.sha256,
            subfamily=facts.subfamily,
            families=facts.families,
            own_weight=facts.weight,
            verified=entry.sha256 is not None,
            source=entry.source or "",
            without=entry.without or "",
            folder=folder,
            place=item.place(),
            characters=facts.characters,
        )

    def licence(self, folder: Path, item: Listed) -> Licence | None:
        licence = item.entry.licence
        if licence is None:
            self.problems.append(problem("fonts-licence-unstated", item.place(), name=item.entry.file))
            return None
        if licence.file is None:
            return Licence(licence.id)
        path = inside(folder, licence.file)
        if path is None or not path.is_file():
            self.problems.append(problem("fonts-licence-missing", item.place("licence"), name=licence.file))
            return Licence(licence.id)
        return Licence(licence.id, path)

    def add(self, face: Face) -> None:
        """Take a face in, unless an earlier one has its place: of an earlier folder silently, of its own reported."""
        for other in self.faces:
            if (other.weight, other.style) != (face.weight, face.style):
                continue
            here = other.folder == face.folder
            if other.family == face.family:
                if here:
                    self.report_twice(face, other, face.family)
                return
            if here and face.role and other.role == face.role:
                self.report_twice(face, other, face.role)
                face = replace(face, role=None)
        self.faces.append(face)

    def report_twice(self, face: Face, other: Face, what: str) -> None:
        self.problems.append(
            problem(
                "fonts-face-twice",
                face.place,
                name=face.file.relative_to(face.folder).as_posix(),
                other=other.file.relative_to(other.folder).as_posix(),
                what=what,
                weight=face.weight,
            )
        )

    def unlisted(self, folder: Path, listed: Sequence[Listed]) -> Iterator[Problem]:
        known = {folder / item.entry.file for item in listed}
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in _FONT_SUFFIXES and path not in known and path.is_file():
                name = path.relative_to(folder).as_posix()
                yield problem("fonts-file-unlisted", Place(self.name_of(path)), name=name)


def _contradictions(item: Listed, facts: FontFacts) -> Iterator[Problem]:
    """Where an entry and its file disagree, and what the file does not allow."""
    entry = item.entry
    name = entry.file
    if entry.sha256 and entry.sha256.lower() != facts.sha256:
        yield problem("fonts-sha256-differs", item.place("sha256"), name=name, found=facts.sha256)
    if entry.family and entry.family not in facts.families:
        known = "、".join(facts.families)
        yield problem("fonts-family-differs", item.place("family"), name=name, family=entry.family, known=known)
    if entry.style and entry.style != facts.style:
        yield problem("fonts-style-differs", item.place("style"), name=name, said=entry.style, found=facts.style)
    if entry.version and entry.version != facts.version:
        yield problem(
            "fonts-version-differs", item.place("version"), name=name, said=entry.version, found=facts.version
        )
    if facts.embedding is Embedding.FORBIDDEN:
        yield problem("fonts-embedding-forbidden", item.place("file"), name=name)
    if facts.embedding is Embedding.WHOLE_ONLY:
        yield problem("fonts-embedding-whole-only", item.place("file"), name=name)
    if facts.variable:
        yield problem("fonts-variable", item.place("file"), name=name)


def _lost_weights(catalogue: Catalogue) -> Iterator[Problem]:
    for role in catalogue.roles:
        faces = catalogue.faces_for(role)
        lost = lost_weights(catalogue, role)
        if lost and faces[0].role == role:
            yield problem(
                "fonts-role-weights",
                faces[0].place,
                role=role,
                family=faces[0].family,
                weights="、".join(map(str, sorted({face.weight for face in faces}))),
                lost="、".join(map(str, lost)),
            )
