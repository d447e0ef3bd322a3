"""The first edition is the seed: every sentence once, in reading order, wording untouched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from typeset.build import Typesetter, build_edition, check_edition
from typeset.edition import Article, Edition, read_edition
from typeset.manuscript import Heading, Paragraph, inline_text
from typeset.problems import Severity
from typeset.workspace import Workspace

from .rebuild import Piece, edits, expected_pieces, raw_seed

ROOT = Path(__file__).parents[2]
HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def edition() -> Edition:
    workspace = Workspace(ROOT)
    reading = read_edition(workspace.edition("2023-01"), workspace)
    assert reading.edition is not None
    return reading.edition


def pieces_of(edition: Edition) -> Iterator[Piece]:
    """The edition as pieces, as the reviewed reading names them."""
    for section in edition.sections:
        yield Piece("heading", section.heading)
        for article in section.articles:
            yield from article_pieces(article)


def article_pieces(article: Article) -> Iterator[Piece]:
    yield Piece("title", article.title.plain)
    for author in article.authors:
        yield Piece("byline", f"{author.unit} {author.name}")
    for block in article.body.blocks:
        if isinstance(block, Heading):
            yield Piece("subhead", inline_text(block.children))
        elif isinstance(block, Paragraph):
            yield Piece("paragraph", inline_text(block.children))
    if article.note_after:
        assert article.note_after.label == "小编说"
        yield Piece("note", article.note_after.body.plain_text())
    if article.source:
        yield Piece("source", article.source)
    if article.credit:
        yield Piece("credit", article.credit)


def test_every_character_of_the_seed_is_in_one_piece_or_one_deletion() -> None:
    raw, covered = raw_seed(), [0] * len(raw_seed())
    for item in (*(item for item in edits()["order"] if "at" in item), *edits()["deletions"]):
        for offset in range(item["at"], item["at"] + item["length"]):
            covered[offset] += 1

    wrong = [offset for offset, times in enumerate(covered) if times != (0 if raw[offset] == "\n" else 1)]

    assert wrong == []


def test_deletions_are_what_they_say_and_repeats_are_kept_elsewhere() -> None:
    raw = raw_seed()
    whole = "\n".join(piece.text for piece in expected_pieces())
    for item in edits()["deletions"]:
        text = raw[item["at"] : item["at"] + item["length"]]
        opens, _, closes = item["text"].partition("…")
        assert text.startswith(opens)
        assert text.endswith(closes)
        if "twice" in item["reason"]:
            assert "".join(HAN.findall(text)) in "".join(HAN.findall(whole))
        else:
            assert len(text) <= 4


def test_the_edition_is_the_seed_in_reading_order(edition: Edition) -> None:
    assert list(pieces_of(edition)) == list(expected_pieces())


def test_a_changed_character_would_be_noticed(edition: Edition) -> None:
    pieces = list(pieces_of(edition))
    tampered = [*pieces[:5], Piece(pieces[5].kind, pieces[5].text.replace("，", ",", 1)), *pieces[6:]]

    assert tampered != list(expected_pieces())


def test_suspicious_places_are_kept_and_named(edition: Edition) -> None:
    workspace = Workspace(ROOT)
    notes = [
        item.arguments["note"]
        for item in read_edition(workspace.edition("2023-01"), workspace).problems
        if item.code == "edition-note"
    ]
    text = "".join(piece.text for piece in pieces_of(edition))
    for words in ("跟党走、跟党走", "示范点、示范点", "之事的。", "联席会议会议精神", "“智汇龙川”工程 聚力打造"):
        assert words in text
        assert any(words in note for note in notes), words


@pytest.mark.edition
def test_the_pdf_has_the_whole_text_in_order_and_nothing_else(tmp_path: Path) -> None:
    """Read from the type areas of the pages, character by character; folios and running heads lie outside."""
    workspace = Workspace(ROOT)
    checked = check_edition(workspace.edition("2023-01"), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    built = build_edition(checked, typesetter, Workspace(tmp_path), lambda _done, _all: None)
    assert [item.code for item in built.report.problems if item.severity is not Severity.NOTICE] == []

    pages = type_area_texts(built.pdf)
    for item in built.paginated.runs:
        if item.run and item.run.articles:
            stop = item.start - 1 + len(item.rendering.pages)
            printed = "".join(pages[item.start - 1 : stop])
            expected = "".join(printed_article(article) for article in item.run.articles)
            quotes = [quote.text for article in item.run.articles for quote in article.pull_quotes]
            assert expected in without_quotes(printed, quotes)


def type_area_texts(pdf: bytes) -> list[str]:
    """The characters inside every page's type area (66 pt from head and foot), white space left out."""
    document = pypdfium2.PdfDocument(pdf)
    texts = []
    for page in document:
        width, height = page.get_size()
        texts.append(re.sub(r"\s", "", page.get_textpage().get_text_bounded(0, 66, width, height - 66)))
    document.close()
    return texts


def without_quotes(printed: str, quotes: list[str]) -> set[str]:
    """The text with every pull quote taken out once: all the ways there are, the sentence stands in the body too."""
    texts = {printed}
    for quote in quotes:
        assert all(text.count(quote) == 2 for text in texts), quote
        places = {(text, match.start()) for text in texts for match in re.finditer(quote, text)}
        texts = {text[:at] + text[at + len(quote) :] for text, at in places}
    return texts


def printed_article(article: Article) -> str:
    """What the layout prints of an article, in the order of the page."""
    note = article.note_after
    parts = [
        article.heading,
        article.title.plain,
        *(f"{author.unit}{author.name}" for author in article.authors),
        *(f"{figure.caption}" for figure in article.placed("top")),
        article.body.plain_text(),
        "■",
        article.credit,
        f"（来源：{article.source}）" if article.source else "",
        f"{note.label}{note.body.plain_text()}" if note else "",
    ]
    return re.sub(r"\s", "", "".join(parts))
