"""Checks of an edition's texts: what an editor would be ashamed of in print, told and never changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from typeset.copyedit.characters import BLANK, EDGE, GONE
from typeset.copyedit.hanzi import mixed_script, uncommon
from typeset.copyedit.levels import levels
from typeset.copyedit.markup import Block, blocks
from typeset.copyedit.model import Finding, Lines, Settings, SourceText
from typeset.copyedit.names import near_names, posts, terms
from typeset.copyedit.numbers import dates, numbers
from typeset.copyedit.order import order, run_in_heads
from typeset.copyedit.paragraphs import doubled
from typeset.copyedit.repeats import Twin, twins
from typeset.copyedit.seen import latin_brackets, redundant, shown, spaced_book_titles, unpaired
from typeset.copyedit.sentences import odd_ends, repeated_words, title_stop, unended
from typeset.problems import Place, Problem, problem

_LEADING = BLANK + EDGE + GONE
_MARKED = 12  # characters of a paragraph that are underlined
_MOST_OF_A_KIND = 20
"""Findings of one kind in one text that are told; more would be a wall nobody reads."""


def check(texts: Sequence[SourceText], settings: Settings | None = None) -> tuple[Problem, ...]:
    """Everything that can be said of an edition's texts; each finding is a warning with file, line and column.

    Time grows linearly with the texts. Nothing is raised for what they say.
    """
    settings = settings or Settings()
    parted = [blocks(text.text, text.kind) for text in texts]
    found: list[list[Finding]] = [list(_in_text(text, own, settings)) for text, own in zip(texts, parted, strict=True)]
    if settings.wants("names"):
        for number, item in near_names(texts, parted, settings):
            found[number].append(item)
    if settings.wants("repeated-paragraphs"):
        for number, item in _repeats(texts, parted):
            found[number].append(item)
    told = (problem for text, own in zip(texts, found, strict=True) for problem in _problems(text, own))
    return tuple(told)


def _in_text(text: SourceText, own: list[Block], settings: Settings) -> Iterator[Finding]:
    for number, block in enumerate(own):
        yield from _in_block(text, block, settings, own[number + 1] if number + 1 < len(own) else None)
    if text.role in ("body", "note"):
        if settings.wants("levels"):
            yield from levels(own)
        if settings.wants("unended-sentences"):
            yield from unended(own)
        if settings.wants("order"):
            yield from order(own)
        if settings.wants("run-in-heads") and text.role == "body":
            yield from run_in_heads(own)


def _in_block(text: SourceText, block: Block, settings: Settings, following: Block | None) -> Iterator[Finding]:
    opens_again = following is not None and following.masked.lstrip(_LEADING).startswith("“")
    found: tuple[tuple[str, Iterator[Finding]], ...] = (
        ("unpaired", unpaired(block, opens_again)),
        ("redundant-marks", redundant(block)),
        ("book-title-spaces", spaced_book_titles(block)),
        ("latin-brackets", latin_brackets(block)),
        ("repeated-words", repeated_words(block, settings)),
        ("odd-endings", odd_ends(block)),
        ("title-stops", title_stop(block, text.role)),
        ("numbers", numbers(block)),
        ("dates", dates(block)),
        ("scripts", mixed_script(block, settings)),
        ("uncommon-characters", uncommon(block, settings)),
        ("terms", terms(block, settings)),
        ("terms", posts(block, settings)),
    )
    for name, findings in found:  # generators: what is switched off does no work
        if settings.wants(name):
            yield from findings


def _repeats(texts: Sequence[SourceText], parted: Sequence[list[Block]]) -> Iterator[tuple[int, Finding]]:
    """Doubled paragraphs and lines of each text, and paragraphs that nearly repeat others or stand in other texts."""
    lines = [Lines(text.text) for text in texts]
    told: set[tuple[int, int]] = set()
    for number, own in enumerate(parted):
        if texts[number].role not in ("body", "note"):
            continue
        for later, first in doubled(own):
            told.add((number, later))
            yield number, _twin(texts, parted, lines, Twin((number, later), (number, first), 1.0))
    compared = [own if text.role in ("body", "note") else [] for text, own in zip(texts, parted, strict=True)]
    for twin in twins(compared):
        if twin.later not in told:
            yield twin.later[0], _twin(texts, parted, lines, twin)


def _twin(texts: Sequence[SourceText], parted: Sequence[list[Block]], lines: Sequence[Lines], twin: Twin) -> Finding:
    number, position = twin.later
    block = parted[number][position]
    other, there = twin.first
    line = texts[other].line + lines[other].at(parted[other][there].start)[0] - 1
    where = str(Place(texts[other].file, line if texts[other].line else 0))
    code = "copy-paragraph-repeated" if twin.alike == 1 else "copy-paragraph-alike"
    arguments = {"text": shown(block.masked), "where": where}
    if twin.alike < 1:
        arguments["percent"] = str(round(100 * twin.alike))
    return Finding(code, block.start, min(block.end, block.start + _MARKED), arguments=arguments)


def _problems(text: SourceText, found: Sequence[Finding]) -> Iterator[Problem]:
    lines = Lines(text.text)
    counts: Counter[str] = Counter()
    for item in sorted(found, key=lambda item: (item.start, item.code)):
        counts[item.code] += 1
        if counts[item.code] > _MOST_OF_A_KIND:
            continue
        line, column = lines.at(item.start)
        placed = Finding(item.code, item.start, item.end, line, column, item.arguments)
        yield placed.problem(text.file, text.line, text.column)
    for code, count in counts.items():
        if count > _MOST_OF_A_KIND:
            yield problem("copy-many-more", Place(text.file, text.line), count=count - _MOST_OF_A_KIND, code=code)
