"""From what was delivered to articles."""

from __future__ import annotations

from dataclasses import replace

from typeset.importing.assembling import assemble, doubled_paragraphs
from typeset.importing.bodies import content_of
from typeset.importing.drafts import Draft, Guess, Head, Sure
from typeset.importing.heads import looks_of
from typeset.importing.model import Document, Line, Unreadable
from typeset.importing.pieces import cut
from typeset.importing.wording import run_in_candidates
from typeset.problems import Place, Problem, problem

_MOST_SAMPLES = 6
_MOST_ARTICLES = 100


def drafts_of(document: Document) -> tuple[tuple[Draft, ...], tuple[Problem, ...]]:
    """The articles of a document, and what concerns it as a whole. Raises Unreadable for more than any edition has."""
    place = Place(document.name)
    looks = looks_of(document.blocks)
    articles = assemble(cut(document.blocks, looks), place)
    if len(articles) > _MOST_ARTICLES:
        raise Unreadable(problem("import-too-many", place, limit=_MOST_ARTICLES))
    problems = doubled_paragraphs(articles, place)
    drafts = []
    for article in articles:
        piece = article.piece
        content, guesses = content_of(piece.blocks, looks)
        head = piece.head or Head()
        if not head.title and len(articles) == 1 and document.title:
            head = replace(head, title=document.title)
            guesses = (*guesses, Guess("title", document.title, 0, Sure.LOW))
        if looks.plain:
            problems += _run_ins(content, head.title, place)
        drafts.append(
            Draft(
                head,
                piece.section,
                content,
                piece.note_before,
                piece.note_after,
                piece.source or document.source,
                piece.credit or head.credit,
                (*piece.guesses, *guesses),
                tuple(article.decisions),
            )
        )
    return tuple(drafts), tuple(problems)


def _run_ins(content: tuple[object, ...], title: str, place: Place) -> list[Problem]:
    """Short sentences in text without dress that may have been bold on paper."""
    found = [item for block in content if isinstance(block, Line) for item in run_in_candidates(block.text)]
    if not found:
        return []
    shown = " ".join(found[:_MOST_SAMPLES])
    return [problem("import-run-in-heads", place, None, title=title or "—", count=len(found), text=shown)]
