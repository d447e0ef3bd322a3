"""Checking a text while it is being typed, before it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from typeset.manifest import Issue, ManifestReading, Source, issue_from, manuscript_file, read_issue
from typeset.manuscript import read_markdown, read_plain
from typeset.preview.files import ProjectFile, ProjectFiles
from typeset.problems import Place, Problem, problem
from typeset.workspace import inside


def check_text(files: ProjectFiles, name: str, text: str) -> tuple[Problem, ...]:
    """What is wrong with a manifest or a manuscript that says `text`; nothing of other files.

    Raises Refusal where there can be no such file.
    """
    file = files.find(name)
    data = text.encode("utf-8", "replace")
    if file.kind == "manuscript":
        return _manuscript_problems(files, file, text)
    if name == files.publication_name:
        # As the edition uses it: what it lacks by itself the edition may have.
        manifest = Source(files.manifest_name, files.data(files.manifest_name))
        return _own(issue_from(manifest, Source(name, data)).problems, name)
    if name == files.manifest_name:
        has_shared = files.workspace.publication_file.is_file()
        shared = Source(files.publication_name, files.data(files.publication_name)) if has_shared else None
        reading = issue_from(Source(name, data), shared)
        missing = _missing_files(files, reading.issue, reading) if reading.issue else ()
        return _own((*reading.problems, *missing), name)
    return ()


def _own(problems: tuple[Problem, ...], name: str) -> tuple[Problem, ...]:
    return tuple(item for item in problems if item.place is None or item.place.file == name)


def _manuscript_problems(files: ProjectFiles, file: ProjectFile, text: str) -> tuple[Problem, ...]:
    read = read_plain if PurePosixPath(file.name).suffix.lower() == ".txt" else read_markdown
    reading = read(text, Place(file.name, 1, 1), _title_of(files, file))
    empty = () if text.strip() else (problem("empty-manuscript", Place(file.name)),)
    return (*reading.problems, *empty)


def _title_of(files: ProjectFiles, file: ProjectFile) -> str | None:
    """The title of the article whose manuscript this is: a manuscript often repeats it."""
    issue = read_issue(files.edition, files.workspace).issue
    for section in issue.sections if issue else ():
        for article in section.articles:
            if article.body and files.edition.path / article.body == file.path:
                return " ".join(article.title.split())
    return None


def _missing_files(files: ProjectFiles, issue: Issue, reading: ManifestReading) -> Iterator[Problem]:
    """Manuscripts and pictures that the manifest names and that are not there."""
    folder = files.edition.path
    for index, section in enumerate(issue.sections):
        for position, article in enumerate(section.articles):
            path = ("sections", index, "articles", position)
            body = manuscript_file(article.body) if article.body and not article.held else None
            found = inside(folder, body) if body else None
            if found is not None and not found.is_file():
                title = " ".join(article.title.split())
                yield problem("manuscript-missing", reading.place(*path, "body"), file=body, title=title)
            for number, photo in enumerate(article.photos):
                found = inside(folder, photo.file)
                awaited = photo.awaited or photo.placement == "awaited" or article.held
                if found is not None and not awaited and not found.is_file():
                    place = reading.place(*path, "photos", number, "file")
                    yield problem("picture-missing", place, name=photo.file)
