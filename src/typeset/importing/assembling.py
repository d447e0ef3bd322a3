"""Articles from pieces: text that stands apart from its head, as in text copied frame by frame, finds it again.

Nothing is thrown away, and every piece that was moved is told, since only a person can say where it belongs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from typeset.importing.drafts import Guess, Head, Sure
from typeset.importing.model import Line, Span
from typeset.importing.pieces import Cut, Piece
from typeset.importing.wording import is_credit
from typeset.manuscript import han_count
from typeset.manuscript.characters import HAN_RANGES
from typeset.problems import Place, Problem, problem

_OTHER = re.compile(f"[^{HAN_RANGES}A-Za-z0-9]+")
_LEAST_DOUBLE = 30
_LEAST_LIKE = 4
_MOST_LOOSE = 200
_PICTURE_NEWS = "图片新闻"


@dataclass
class Assembled:
    """An article's piece with what must be decided about it."""

    piece: Piece
    decisions: list[Problem] = field(default_factory=list)


def assemble(cut: Cut, place: Place) -> list[Assembled]:
    """The articles of a document in the order of their heads."""
    pieces = [replace(piece, blocks=list(piece.blocks), guesses=list(piece.guesses)) for piece in cut.pieces]
    articles = [Assembled(piece) for piece in pieces if piece.head]
    if not articles:
        return [_merged(pieces, place)] if pieces else []
    if len(articles) == 1:
        return [_merged(pieces, place)]
    loose = [piece for piece in pieces if not piece.head]
    loose = _placed_by_doubles(loose, articles, place)
    broken = bool(loose) or any(not article.piece.has_text for article in articles)
    loose = _matched(loose, articles, place)
    alike = _Likeness([*(article.piece for article in articles), *loose]) if len(loose) <= _MOST_LOOSE else None
    for piece in loose:
        _place_somewhere(piece, articles, pieces, alike, place)
    if broken:
        articles[0].decisions.append(problem("import-out-of-order", place, None, count=len(articles)))
    for heading, where in cut.repeated:
        articles[0].decisions.append(problem("import-section-twice", place, section=heading, where=where))
    _settle_sections(articles)
    _tell_headless(articles, place)
    return articles


def _merged(pieces: Sequence[Piece], place: Place) -> Assembled:
    """All pieces as one article, in their order."""
    first = next((piece for piece in pieces if piece.head), pieces[0])
    whole = Piece(first.section, first.own_section, first.head)
    for piece in pieces:
        whole.blocks += piece.blocks
        whole.section = whole.section or piece.section
        _take_end(whole, piece)
    article = Assembled(whole)
    _tell_headless([article], place)
    return article


# Pieces without a head


def _placed_by_doubles(loose: Sequence[Piece], articles: list[Assembled], place: Place) -> list[Piece]:
    """A piece one of whose paragraphs stands in an article too belongs beside it: it was copied twice."""
    homes = {
        _solid(block.text): article
        for article in reversed(articles)
        for block in article.piece.blocks
        if isinstance(block, Line) and len(block.text) > _LEAST_DOUBLE
    }
    left = []
    for piece in loose:
        solid = [_solid(block.text) for block in piece.blocks if isinstance(block, Line)]
        found = next((text for text in solid if text in homes), "")
        if not found:
            left.append(piece)
            continue
        article = homes[found]
        blocks = article.piece.blocks
        at = next(n for n, block in enumerate(blocks) if isinstance(block, Line) and _solid(block.text) == found)
        blocks[at:at] = piece.blocks
        _take_end(article.piece, piece)
        article.decisions.append(_moved("import-piece-double", piece, article, place))
    return left


def _matched(loose: list[Piece], articles: list[Assembled], place: Place) -> list[Piece]:
    """Heads without text take the pieces without head that are most like them."""
    bare = [article for article in articles if not article.piece.has_text]
    alike = _Likeness([article.piece for article in articles] + loose)
    pairs = [
        (alike.of(piece, article.piece), -number, number, article)
        for number, piece in enumerate(loose)
        if piece.has_text
        for article in bare
    ]
    taken: dict[int, Assembled] = {}
    for score, _, number, article in sorted(pairs, key=lambda item: item[:2], reverse=True):
        only = len(bare) == 1 and sum(piece.has_text for piece in loose) == 1
        if number not in taken and all(article is not other for other in taken.values()) and (score > 0 or only):
            taken[number] = article
    for number, article in taken.items():
        article.piece.blocks += loose[number].blocks
        _take_end(article.piece, loose[number])
        article.decisions.append(_moved("import-piece-matched", loose[number], article, place))
    return [piece for number, piece in enumerate(loose) if number not in taken]


def _place_somewhere(
    piece: Piece, articles: list[Assembled], pieces: Sequence[Piece], alike: _Likeness | None, place: Place
) -> None:
    """A piece goes to the article it is most like; one with an end of its own, and like none, is an article."""
    fits = [(alike.of(piece, article.piece), -number) for number, article in enumerate(articles)] if alike else []
    fit, number = max(fits, default=(0.0, 0))
    best = articles[-number]
    if piece.closed and piece.has_text and fit < _LEAST_LIKE:
        articles.append(Assembled(piece))
        return
    if fit < 1:
        position = next(index for index, item in enumerate(pieces) if item is piece)
        before = [article for article in articles if any(article.piece is item for item in pieces[:position])]
        best = before[-1] if before else articles[0]
    best.piece.blocks += piece.blocks
    _take_end(best.piece, piece)
    best.decisions.append(_moved("import-piece-placed", piece, best, place))


def _take_end(article: Piece, piece: Piece) -> None:
    """Give an article a piece's notes, source and credit; what it has already follows as a paragraph."""
    for name in ("note_before", "note_after"):
        note = getattr(piece, name)
        if note and getattr(article, name):
            article.blocks.append(Line((Span(f"{note.label}：{note.text}"),), note.where))
        elif note:
            setattr(article, name, note)
    for name in ("source", "credit"):
        text = getattr(piece, name)
        if text and getattr(article, name):
            label = "来源：" if name == "source" else ""
            article.blocks.append(Line((Span(label + text),), 0))
        elif text:
            setattr(article, name, text)
    article.guesses += piece.guesses


def _moved(code: str, piece: Piece, article: Assembled, place: Place) -> Problem:
    first = next((block for block in piece.blocks if isinstance(block, Line)), None)
    text = first.text if first else piece.text.strip()
    title = article.piece.head.title if article.piece.head else "—"
    return problem(code, place, None, text=_short(text), where=first.where if first else 0, title=title)


class _Likeness:
    """How much pieces share that others do not have: threes of characters, weighed by how few pieces have them."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._threes = {id(piece): _threes(piece.text) for piece in pieces}
        self._spread = Counter(three for threes in self._threes.values() for three in threes)

    def of(self, one: Piece, other: Piece) -> float:
        shared = self._threes.get(id(one), frozenset()) & self._threes.get(id(other), frozenset())
        return sum(1 / (self._spread[three] - 1) ** 2 for three in shared if self._spread[three] > 1)


def _threes(text: str) -> frozenset[str]:
    solid = _solid(text)
    return frozenset(solid[index : index + 3] for index in range(len(solid) - 2))


# Columns


def _settle_sections(articles: Sequence[Assembled]) -> None:
    """An article without a column heading of its own stays in the one above; short picture stories have their own."""
    for article in articles:
        piece = article.piece
        if piece.own_section or not piece.section:
            continue
        where = piece.head.where if piece.head else 0
        if (
            is_credit(piece.credit)
            and re.search(r"图\s*[/／]?\s*文|文\s*[/／]\s*图|摄", piece.credit)
            and han_count(piece.text) < 400
        ):
            piece.section = _PICTURE_NEWS
            piece.guesses.append(Guess("section", _PICTURE_NEWS, where, Sure.LOW))
        else:
            piece.guesses.append(Guess("section", piece.section, where, Sure.LOW))


def _tell_headless(articles: Sequence[Assembled], place: Place) -> None:
    for article in articles:
        piece = article.piece
        if piece.head is None:
            piece.head = Head()
            article.decisions.append(problem("import-untitled", place, text=_short(piece.text.strip())))
        elif not any(isinstance(block, Line) for block in piece.blocks) and not piece.blocks:
            article.decisions.append(problem("import-no-text", place, title=piece.head.title))


def doubled_paragraphs(articles: Sequence[Assembled], place: Place) -> list[Problem]:
    """Paragraphs that occur twice, letter for letter, within an article or between articles: named, never removed."""
    seen: dict[str, int] = {}
    found = []
    for article in articles:
        for block in article.piece.blocks:
            if not isinstance(block, Line) or len(block.text) < _LEAST_DOUBLE:
                continue
            solid = _solid(block.text)
            if solid in seen:
                found.append(
                    problem("import-doubled", place, text=_short(block.text), where=block.where, first=seen[solid])
                )
            seen.setdefault(solid, block.where)
    return found


def _solid(text: str) -> str:
    return _OTHER.sub("", text)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 30 else f"{text[:28]}…"
