"""The first edition is the seed: every sentence once, in reading order, wording untouched."""

from __future__ import annotations

import copy
import re
import shutil
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from typeset.build import Typesetter, build_edition, check_edition
from typeset.edition import Article, Edition, read_edition
from typeset.manuscript import Heading, Paragraph, RunInHead, inline_text
from typeset.problems import Severity
from typeset.workspace import Workspace

from .rebuild import Piece, edits, expected_pieces, raw_seed, rebuild

ROOT = Path(__file__).parents[2]
HAN = re.compile(r"[\u3400-\u9fff]")


RUN_IN_HEADS = (
    "凝聚思想共识。创新融合载体。打造特色文化。调优职数配置。“点”上开花。“赛”出活力。“创”出样子。"
    "强化专业队伍选派。强化一线骨干培养。强化交叉帮扶共建。做实政策红包。强化经费支持。落实对接服务。"
)


def edition_of(workspace: Workspace) -> Edition:
    reading = read_edition(workspace.edition("2023-01"), workspace)
    assert reading.edition is not None
    return reading.edition


@pytest.fixture(scope="module")
def edition() -> Edition:
    return edition_of(Workspace(ROOT))


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


def test_deletions_are_what_they_say_and_repeats_are_kept_elsewhere_once() -> None:
    raw = raw_seed()
    whole = "".join(HAN.findall("".join(piece.text for piece in expected_pieces())))
    for item in edits()["deletions"]:
        text = raw[item["at"] : item["at"] + item["length"]]
        opens, _, closes = item["text"].partition("…")
        assert text.startswith(opens)
        assert text.endswith(closes)
        if "twice" in item["reason"]:
            assert raw.count(text) == 2
            assert whole.count("".join(HAN.findall(text))) == 1
        else:
            assert text in ("【", "】", "小编说:", "来源:")


def test_replacements_change_the_width_of_marks_and_nothing_else() -> None:
    for group in edits()["replacements"]:
        assert group["old"] in ",;:()"
        assert unicodedata.normalize("NFKC", group["new"]) == group["old"]

    assert re.findall(r"[,;:()]", "".join(piece.text for piece in expected_pieces())) == []


def test_a_piece_out_of_the_seeds_order_says_why() -> None:
    deleted = {offset for item in edits()["deletions"] for offset in range(item["at"], item["at"] + item["length"])}
    raw, order = raw_seed(), [item for item in edits()["order"] if "at" in item]
    jumps = []
    for before, item in pairwise(order):
        between = range(before["at"] + before["length"], item["at"])
        passed = [offset for offset in between if offset not in deleted and raw[offset] != "\n"]
        if item["at"] < before["at"] or passed:
            jumps.append(item["at"])

    assert jumps == [item["at"] for item in order if "moved" in item]


def test_one_heading_is_all_that_is_added() -> None:
    assert [item["added"] for item in edits()["order"] if "added" in item] == ["图片新闻"]


def test_the_run_in_heads_are_marked(edition: Edition) -> None:
    heads = [
        inline_text(child.children)
        for section in edition.sections
        for article in section.articles
        for block in article.body.blocks
        if isinstance(block, Paragraph)
        for child in block.children
        if isinstance(child, RunInHead)
    ]

    assert len(heads) == 13
    assert "".join(heads) == RUN_IN_HEADS


def test_the_edition_is_the_seed_in_reading_order(edition: Edition) -> None:
    assert list(pieces_of(edition)) == list(expected_pieces())


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("articles/01-jiangdu.md", "示范点、示范点", "示范点、示范带"),
        ("articles/01-jiangdu.md", "新发展格局。", "新发展格局，"),
        ("articles/01-jiangdu.md", "重心向下，", "重心向下,"),
        ("articles/01-jiangdu.md", "”工程 聚力", "”工程聚力"),
        ("articles/01-jiangdu.md", "走进职工心中。", "走进职工心\n\n中。"),
        ("articles/02-zhutang.md", "## 善解", "善解"),
        ("articles/02-zhutang.md", "群体利益", "群体的利益"),
        ("articles/03-wuxi.md", "之事的。", "之事。"),
        ("articles/03-wuxi.md", "世界500强", "世界50强"),
        ("articles/04-tianye.md", "PSA中控", "中控"),
        ("articles/05-gaoyou.md", "日前，", "日前，日前，"),
        ("issue.yaml", "坚定不移跟党走、跟党走", "坚定不移跟党走"),
        ("issue.yaml", "articles/02-zhutang.md", "articles/03-wuxi.md"),
        ("issue.yaml", "做实『四个强化』 推进", "做实“四个强化” 推进"),
        ("issue.yaml", "唐佩 图/文", "唐佩 文"),
    ],
)
def test_a_change_of_the_edition_is_noticed(tmp_path: Path, file: str, old: str, new: str) -> None:
    shutil.copytree(ROOT / "issues", tmp_path / "issues")
    path = tmp_path / "issues" / "2023-01" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")

    assert list(pieces_of(edition_of(Workspace(tmp_path)))) != list(expected_pieces())


def test_a_reading_that_does_not_fit_the_seed_is_refused() -> None:
    raw = raw_seed()
    shifted: Any = copy.deepcopy(edits())
    shifted["order"][3]["at"] += 1
    exchanged: Any = copy.deepcopy(edits())
    exchanged["replacements"][0]["at"][0][0] += 1

    for seed, reading in ((raw, shifted), (raw, exchanged), ("产" + raw, edits()), (raw.replace(",", "，"), edits())):
        with pytest.raises(AssertionError):
            rebuild(seed, reading)


def editorial_notes() -> list[str]:
    workspace = Workspace(ROOT)
    problems = read_edition(workspace.edition("2023-01"), workspace).problems
    return [item.arguments["note"] for item in problems if item.code == "edition-note"]


def test_suspicious_places_are_kept_and_named(edition: Edition) -> None:
    notes = editorial_notes()
    text = "".join(piece.text for piece in pieces_of(edition))
    for words in (
        "跟党走、跟党走",
        "示范点、示范点",
        "之事的。",
        "联席会议会议精神",
        "新时代表党的创新理论",
        "先进中产业工人",
        "“职工大讲堂”走进职工心中",
        "“智汇龙川”工程 聚力打造",
    ):
        assert words in text
        assert any(words in note for note in notes), words


def test_what_the_notes_quote_stands_in_the_articles_they_name(edition: Edition) -> None:
    texts = {
        article.title.plain: "".join(piece.text for piece in article_pieces(article))
        for section in edition.sections
        for article in section.articles
    }
    quoted = set()
    for note in editorial_notes()[1:]:
        title = next(title for title in texts if note.startswith(f"《{title}》".replace(" ", "　")))
        rest = note[len(title) + 2 :]
        if rest.startswith("另请核对："):
            words = re.findall(r"[：；]“([^“”]+)”（", rest)
        else:
            words = re.findall(r"^(?:小编说|标题)?“(.+?)”：", rest)
        for item in words:
            assert item in texts[title], item
        assert words or rest.startswith("原刊照片缺"), note
        quoted.add(title)

    assert quoted == set(texts)


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
