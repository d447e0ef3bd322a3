"""Checks of a whole edition: its texts and its pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from typeset.copyedit import NAMES, Change, Settings, check, clean
from typeset.edition import Article, Edition, Figure
from typeset.manifest import ManifestReading, read_issue
from typeset.manuscript import PictureGroup, all_blocks
from typeset.pictures.facts import PictureFacts
from typeset.pictures.likeness import MOST_DIFFERENT, difference, fingerprint
from typeset.problems import Place, Problem, problem
from typeset.proofreading.texts import Written, edition_texts
from typeset.workspace import EditionFolder, Workspace

_MOST_COMPARED = 400  # pictures
_CREDIT = re.compile(
    r"(?:摄影|供图|供稿|来源)\s*[:：/／]|(?:摄|摄影|摄影报道|供图|提供|图[/／]?文|文[/／]?图|绘|绘图|制图|作)(?:$|[（(，、；。）)])"
)
"""A credit at the end of a caption, or before a mark in it: what is asked for need not stand in a field of its own."""


def settings_of(reading: ManifestReading) -> Settings:
    """What the edition's publication wants."""
    return reading.issue.proofreading.settings(reading.issue.language) if reading.issue else Settings()


def proofread(folder: EditionFolder, workspace: Workspace, *, clean_up: bool = False) -> tuple[Problem, ...]:
    """What an editor would be ashamed of in the edition's texts: warnings with places.

    With `clean_up` it is also told where clean-up has something to do. Reads files, never changes any.
    """
    reading = read_issue(folder, workspace)
    if reading.issue is None:
        return ()
    settings = settings_of(reading)
    texts = edition_texts(reading, folder, workspace)
    found = list(check([written.source for written in texts], settings))
    found += _unknown_names(reading)
    if clean_up and settings.wants("clean-up"):
        found += _waiting(texts, settings)
    return tuple(found)


def _unknown_names(reading: ManifestReading) -> Iterator[Problem]:
    if reading.issue is None:
        return
    for position, name in enumerate(reading.issue.proofreading.off):
        if name.strip() not in NAMES:
            known = "、".join(spelling for spelling in NAMES if not spelling.isascii())
            place = reading.place("proofreading", "off", position)
            yield problem("copy-rule-unknown", place, name=name, known=known)


def _waiting(texts: Sequence[Written], settings: Settings) -> Iterator[Problem]:
    for written in texts:
        source = written.source
        if not written.path and not written.key:
            continue
        cleaned = clean(source.text, source.kind, settings)
        changes = [change for change in cleaned.changes if not _is_habit(cleaned.given, change)]
        if changes:
            first = changes[0]
            line = source.line + first.line - 1
            place = Place(source.file, line, first.column if written.path else 0)
            yield problem("copy-clean-up-waits", place, count=len(changes))


def _is_habit(text: str, change: Change) -> bool:
    """Whether a change only takes out a blank between Han and Latin, which many type and nobody sees in print."""
    beside = text[change.start - 1 : change.start] + text[change.end : change.end + 1]
    return change.rule == "spaces" and change.after == "" and any(char.isascii() for char in beside)


def picture_problems(edition: Edition, settings: Settings) -> tuple[Problem, ...]:
    """Pictures without a caption or a credit, and pictures that look alike.

    Those without any description are told where the edition is read.
    """
    found: list[Problem] = []
    for article in (*edition.articles, *edition.continuations):
        figures = [figure for figure in article.figures if not figure.placeholder]
        if settings.wants("pictures"):
            credited = {figure.file for figure in figures} if article.credit else _credited_by_group(article)
            found += _undescribed(figures, credited)
    if settings.wants("alike-pictures"):
        found += _alike(edition)
    return tuple(found)


def _credited_by_group(article: Article) -> set[str]:
    """Files of pictures in groups whose shared caption names who made them."""
    groups = (block for block in all_blocks(article.body.blocks) if isinstance(block, PictureGroup))
    return {picture.file for group in groups if _CREDIT.search(group.caption) for picture in group.pictures}


def _undescribed(figures: Sequence[Figure], credited: Set[str]) -> Iterator[Problem]:
    for figure in figures:
        if not figure.caption and figure.alt:
            yield problem("copy-picture-caption", figure.place, name=figure.file)
        named = figure.file in credited or figure.credit or _CREDIT.search(figure.caption)
        if not named and not figure.file.lower().endswith(".svg"):
            yield problem("copy-picture-credit", figure.place, name=figure.file)


def _alike(edition: Edition) -> Iterator[Problem]:
    pictures: dict[Path, Figure] = {}
    facts: dict[Path, PictureFacts] = {}
    figures = [figure for article in (*edition.articles, *edition.continuations) for figure in article.figures]
    for figure in figures[:_MOST_COMPARED]:
        source = edition.sources.get(figure.address)
        if source and source.facts:
            pictures.setdefault(source.facts.path, figure)
            facts.setdefault(source.facts.path, source.facts)
    prints = [(path, _fingerprint(facts[path])) for path in pictures]
    for (one, first), (other, second) in combinations(prints, 2):
        same = facts[one].sha256 == facts[other].sha256
        if same or (first is not None and second is not None and difference(first, second) <= MOST_DIFFERENT):
            yield problem(
                "copy-pictures-alike", pictures[other].place, name=pictures[other].file, other=pictures[one].file
            )


@lru_cache(maxsize=512)
def _fingerprint(facts: PictureFacts) -> int | None:
    return fingerprint(facts)
