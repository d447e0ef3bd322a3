"""Clean-up: the rules one after another, again until none has anything left to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from typeset.copyedit import dots, forms, marks, quotes
from typeset.copyedit.characters import STAND_INS
from typeset.copyedit.doubts import is_headline
from typeset.copyedit.drafts import Draft
from typeset.copyedit.markup import Block, blocks
from typeset.copyedit.model import Change, Cleaned, Edit, Finding, Kind, Lines, Settings
from typeset.copyedit.paragraphs import cut_paragraphs, doubled_edits
from typeset.copyedit.seen import left_to_people
from typeset.copyedit.spacing import spaces

_MOST_ROUNDS = 6  # of the whole text; two are usual, the second finds nothing
_HEADING_END = re.compile("[~～。，、；]+$")

BlockRule = Callable[[str], Iterable[Edit]]


def clean(
    text: str,
    kind: Kind = Kind.MARKDOWN,
    settings: Settings | None = None,
    *,
    accept: Collection[str] = (),
) -> Cleaned:
    """Clean a manuscript as its publication wants it.

    Wording is never changed and no Han character is lost; a second run changes nothing. `accept` names rules that
    need a person's word: "doubled-paragraphs". What only the sense can decide is among the warnings.
    """
    settings = settings or Settings()
    draft = Draft(text)
    if settings.wants("invisible-characters"):
        draft.make(_apart(forms.invisible(text)), "invisible-characters")
    for _ in range(_MOST_ROUNDS):
        if not _round(draft, kind, settings, accept):
            break
    lines = Lines(text)
    changes = tuple(
        Change(rule, start, end, *lines.at(start), text[start:end], after)
        for start, end, after, rule in draft.changes()
    )
    return Cleaned(draft.text, changes, _warnings(draft, kind, settings, lines), text)


def _warnings(draft: Draft, kind: Kind, settings: Settings, lines: Lines) -> tuple[Finding, ...]:
    origin = draft.origin()
    found = []
    for item in left_to_people(blocks(draft.text, kind), settings):
        start = origin[item.start]
        end = max(start + 1, origin[max(item.start, item.end - 1)] + 1)
        found.append(Finding(item.code, start, end, *lines.at(start), item.arguments))
    return tuple(found)


def _round(draft: Draft, kind: Kind, settings: Settings, accept: Collection[str]) -> bool:
    """Every rule once over the whole text; whether anything was changed."""
    changed = False
    found = blocks(draft.text, kind)
    if kind in (Kind.MARKDOWN, Kind.PLAIN):
        if settings.wants("doubled-paragraphs") and "doubled-paragraphs" in accept:
            changed |= draft.make(_apart(doubled_edits(draft.text, found)), "doubled-paragraphs")
            found = blocks(draft.text, kind) if changed else found
        if settings.wants("cut-paragraphs"):
            joined = draft.make(_apart(cut_paragraphs(draft.text, found)), "cut-paragraphs")
            found = blocks(draft.text, kind) if joined else found
            changed |= joined
    edits: list[tuple[int, int, str, str]] = []
    for block in found:
        inner = Draft(block.masked)
        for rule, work in _rules(block, kind, settings):
            inner.make(_apart(_allowed(work(inner.text), inner.text)), rule)
        edits += [(block.start + start, block.start + end, new, rule) for start, end, new, rule in inner.changes()]
    return draft.make_all(edits) or changed


def _allowed(edits: Iterable[Edit], masked: str) -> Iterator[Edit]:
    """Edits that touch wording alone."""
    for start, end, new in edits:
        if not any(char in STAND_INS for char in masked[start:end]):
            yield start, end, new


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """Edits in order, without those that overlap an earlier one."""
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


def _rules(block: Block, kind: Kind, settings: Settings) -> Iterator[tuple[str, BlockRule]]:
    """The rules for a block, in the order in which they work."""
    if block.kind == "paragraph" and is_headline(block.masked):
        wanted: list[tuple[str, BlockRule]] = [("compatibility-forms", forms.compatible)]
    else:
        wanted = [
            ("compatibility-forms", forms.compatible),
            ("full-width-alphanumerics", forms.alphanumerics),
            *_quote_rules(block, settings),
            ("ellipses", dots.ellipses),
            ("dashes", dots.dashes),
            ("interpuncts", dots.interpuncts),
            ("half-width-marks", marks.half_width_marks),
            ("brackets", marks.brackets),
            ("latin-sentences", marks.latin_sentences),
            ("spaces", lambda masked: spaces(masked, block.kind, markdown=kind is Kind.MARKDOWN)),
        ]
        if block.kind == "heading":
            wanted.append(("heading-end-marks", _heading_end))
    return ((rule, work) for rule, work in wanted if settings.wants(rule))


def _quote_rules(block: Block, settings: Settings) -> Iterator[tuple[str, BlockRule]]:
    horizontal = settings.language == "zh-Hans"
    if horizontal and settings.corner_quotes == "change" and block.kind not in ("title", "heading"):
        yield "corner-quotes", quotes.corner_quotes
    if horizontal:
        yield "quotes", quotes.straight_quotes
        yield "quotes", quotes.nesting


def _heading_end(masked: str) -> Iterator[Edit]:
    """A subhead ends without a stop, unless it is several sentences."""
    found = _HEADING_END.search(masked)
    if found and found.start() and not any(char in masked[: found.start()] for char in "。！？"):
        yield found.start(), found.end(), ""
