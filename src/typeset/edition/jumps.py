"""转版: an article that breaks off, and its rest on a later page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from typeset.edition.model import Article, Figure, Title
from typeset.manuscript import Block, Body, Inline, JumpPoint, NoteCall, Picture, Separator, all_blocks, block_inlines
from typeset.problems import Place, Problem, problem

_AT_THE_END = ("bottom", "full-page")


def parted(article: Article) -> tuple[Article, Article | None, Problem | None]:
    """The article up to its 转版, and its rest; all of it and None where it does not break off.

    What stands before the text (kicker, deck, authors, editor's note) stays with the beginning, what stands behind it
    (boxes, author's card, pictures at the end) goes with the rest; pictures and notes go where they are named. Source
    and credit are known of both; layouts print them behind the rest.
    Where nothing stands before or after the break there is none, and the problem says so.
    """
    blocks = article.body.blocks
    at = next((index for index, block in enumerate(blocks) if isinstance(block, JumpPoint)), None)
    if at is None:
        return article, None, None
    first, rest = blocks[:at], blocks[at + 1 :]
    if not _says(first) or not _says(rest):
        whole = replace(article, body=replace(article.body, blocks=(*first, *rest)))
        return whole, None, problem("jump-empty", blocks[at].place)
    return _beginning(article, first), _rest(article, rest, len(_calls(first, article.body))), None


def _says(blocks: Sequence[Block]) -> bool:
    return any(not isinstance(block, Separator) for block in blocks)


def rest_id(article: Article) -> str:
    """The id of an article's rest; no editor can write it, ids have no full stop."""
    return f"{article.id}.2"


def _beginning(article: Article, blocks: tuple[Block, ...]) -> Article:
    return replace(
        article,
        body=_body(blocks, article.body),
        figures=tuple(figure for figure in _figures(article, blocks) if figure.placement not in _AT_THE_END),
        note_after=None,
        portrait=None,
        author_note="",
        editor="",
        sidebars=(),
        qr=(),
        continued_by=rest_id(article),
    )


def _rest(article: Article, blocks: tuple[Block, ...], notes_before: int) -> Article:
    return replace(
        article,
        id=rest_id(article),
        body=_body(blocks, article.body),
        figures=tuple(figure for figure in _figures(article, blocks) if figure.placement != "top"),
        kicker="",
        subtitle="",
        deck="",
        authors=(),
        note_before=None,
        pull_quotes=(),
        pages=None,
        new_page=None,
        opens_section=False,
        continues=article.id,
        notes_before=notes_before,
    )


def _calls(blocks: Iterable[Block], body: Body) -> set[int]:
    """The notes that are called in some blocks, and in those notes."""
    found: set[int] = set()
    waiting = [number for block in all_blocks(tuple(blocks)) for number in _called(block_inlines(block))]
    notes = {note.number: note for note in body.notes}
    while waiting:
        number = waiting.pop()
        if number not in found and number in notes:
            found.add(number)
            inside = all_blocks(notes[number].children)
            waiting += [further for block in inside for further in _called(block_inlines(block))]
    return found


def _called(inlines: Iterable[Inline]) -> Iterator[int]:
    for inline in inlines:
        if isinstance(inline, NoteCall):
            yield inline.number
        else:
            yield from _called(getattr(inline, "children", ()))


def _body(blocks: tuple[Block, ...], whole: Body) -> Body:
    calls = _calls(blocks, whole)
    return Body(blocks, tuple(note for note in whole.notes if note.number in calls))


def _figures(article: Article, blocks: tuple[Block, ...]) -> Iterator[Figure]:
    """The pictures that a part names, and those that stand before or behind the text."""
    named = {block.file for block in all_blocks(blocks) if isinstance(block, Picture)}
    return (figure for figure in article.figures if figure.placement != "here" or figure.file in named)


def after_unknown(wanted: str, articles: Iterable[Article], place: Place) -> Problem | None:
    """That no article has the id or title that 续文放在 names."""
    if find(wanted, articles):
        return None
    return problem("continues-after-unknown", place, name=wanted)


def find(wanted: str, articles: Iterable[Article]) -> Article | None:
    """The article with this id or title, spaces ignored."""
    key = Title(wanted).key
    return next((article for article in articles if article.id == wanted or article.title.key == key), None)


def running_order(articles: Iterable[Article], continuations: Sequence[Article]) -> Iterator[Article]:
    """The articles, with each rest after the article that it is to follow; those that name none come last.

    A rest that follows an article runs on behind it; of those at the end the first starts as an article does.
    """
    known = list(articles)
    waiting: dict[str, list[Article]] = {}
    last: list[Article] = []
    for item in continuations:
        found = find(item.continues_after, known) if item.continues_after else None
        if found:
            waiting.setdefault(found.id, []).append(replace(item, new_page=False))
        else:
            last.append(replace(item, new_page=False) if last else item)
    for article in known:
        yield article
        yield from waiting.get(article.id, ())
    yield from last
