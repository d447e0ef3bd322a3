"""The account of an import: what the source held against what was written, counted apart on both sides.

The source is counted on its raw data (`Tally`), the result by reading the written Markdown back. Nothing is lost in
silence: each difference is a problem with its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from typeset.importing.model import Tally
from typeset.manuscript import Body, List, Picture, Quotation, Table, read_markdown
from typeset.manuscript.characters import HAN_RANGES
from typeset.manuscript.model import Block, all_blocks
from typeset.problems import Place, Problem, problem

_SOLID = re.compile(rf"[^{HAN_RANGES}A-Za-z0-9]+")
_HAN = re.compile(f"[{HAN_RANGES}]")
_CLAUSE = re.compile(r"[\s，。；：、！？,;:!?()（）“”‘’\"'\[\]【】/／|—…]+")
_LABELS = frozenset(
    ("作者", "文", "撰文", "撰稿", "文字", "图片说明", "图注", "照片", "图", "来源", "文章来源", "稿件来源")
)
_MOST_LISTED = 40
_MOST_SOUGHT = 500


@dataclass(frozen=True)
class Count:
    """How much there is: Han characters, other letters and digits, pictures, notes, tables."""

    han: int = 0
    others: int = 0
    pictures: int = 0
    notes: int = 0
    tables: int = 0


@dataclass(frozen=True)
class Account:
    """Source and result side by side, and the passages of the source that the result has not."""

    source: Count
    result: Count
    missing: tuple[tuple[int, str], ...] = ()
    boxes: int = 0

    @property
    def balanced(self) -> bool:
        """Whether everything of the source is in the result."""
        return (
            not self.missing
            and self.result.han >= self.source.han
            and self.result.pictures >= self.source.pictures
            and self.result.notes >= self.source.notes
            and self.result.tables >= self.source.tables
        )


@dataclass(frozen=True)
class Written:
    """What was written of an article: its Markdown, and all texts of its manifest entry."""

    markdown: str
    texts: tuple[str, ...]


def account_of(tally: Tally, written: Sequence[Written]) -> Account:
    """Hold what was written against the source."""
    bodies = [read_markdown(item.markdown, Place("")).body for item in written]
    texts = [text for item in written for text in item.texts]
    texts += [text for body in bodies for text in _texts(body)]
    solid = "".join(_solid(text) for text in texts)
    missing = _missing(tally.passages, solid)
    blocks = [block for body in bodies for block in all_blocks(body.blocks)]
    blocks += [block for body in bodies for note in body.notes for block in all_blocks(note.children)]
    result = Count(
        *_characters(texts),
        pictures=sum(isinstance(block, Picture) for block in blocks),
        notes=sum(len(body.notes) for body in bodies),
        tables=sum(isinstance(block, Table) for block in blocks),
    )
    source = Count(*_characters(text for _, text in tally.passages), tally.pictures, tally.notes, tally.tables)
    return Account(source, result, tuple(missing), tally.boxes)


def account_problems(account: Account, place: Place) -> list[Problem]:
    """Every difference of an account, as a problem that names its place."""
    found = [
        problem("import-lost-text", place, where=where, text=text if len(text) <= 60 else f"{text[:58]}…")
        for where, text in account.missing[:_MOST_LISTED]
    ]
    if len(account.missing) > _MOST_LISTED:
        found.append(problem("import-lost-more", place, count=len(account.missing) - _MOST_LISTED))
    if not account.missing and account.result.han < account.source.han:
        found.append(problem("import-fewer-han", place, source=account.source.han, result=account.result.han))
    for code, before, after in (
        ("import-fewer-pictures", account.source.pictures, account.result.pictures),
        ("import-fewer-notes", account.source.notes, account.result.notes),
        ("import-fewer-tables", account.source.tables, account.result.tables),
    ):
        if after < before:
            found.append(problem(code, place, None, source=before, result=after))
    return found


def _missing(passages: Sequence[tuple[int, str]], solid: str) -> list[tuple[int, str]]:
    """The passages that the result has not. Most follow one another there: each is looked for from the last one on."""
    found: list[tuple[int, str]] = []
    at = 0
    for where, text in passages:
        wanted = _solid(text)
        here = solid.find(wanted, at)
        if here < 0:
            here = solid.find(wanted)
        if here >= 0:
            at = here + len(wanted)
        elif len(found) < _MOST_SOUGHT:
            found += [(where, clause) for clause in _lost(text, solid)]
        else:
            found.append((where, text))
    return found


def _lost(text: str, solid: str) -> Iterable[str]:
    """What of a passage that is not there as a whole the result has not, clause by clause."""
    for clause in _CLAUSE.split(text):
        wanted = _solid(clause)
        if wanted and wanted not in solid and clause not in _LABELS:
            yield clause


def _solid(text: str) -> str:
    return _SOLID.sub("", unicodedata.normalize("NFKC", text))


def _characters(texts: Iterable[str]) -> tuple[int, int]:
    solid = "".join(_solid(text) for text in texts)
    han = sum(1 for _ in _HAN.finditer(solid))
    return han, len(solid) - han


def _texts(body: Body) -> Iterable[str]:
    yield from _block_texts(body.blocks)
    for note in body.notes:
        yield from _block_texts(note.children)


def _block_texts(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        match block:
            case List():
                for number, item in enumerate(block.items, block.start):
                    yield str(number) if block.ordered else ""
                    yield from _block_texts(item.children)
            case Quotation():
                yield from _block_texts(block.children)
            case Picture():
                yield block.caption
            case _:
                yield Body((block,)).plain_text()
