"""A run with lines of its text cut, as an editor would cut them: advice to cut is tried so before it is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from typeset.build.run_fit import RunFit, TextCut
from typeset.composer.text_blocks import text_blocks
from typeset.edition import Article
from typeset.layout import Run
from typeset.manuscript import Block, Paragraph, Text, inline_text

_LEAST = 5  # characters: a column of text is wider


def line_length(pages: Sequence[Any]) -> int:
    """The characters of a full line of body text on laid-out WeasyPrint pages; 0 where no paragraph fills one."""
    lengths = Counter(
        len(line)
        for block in text_blocks(pages)
        if block.body and "paragraph" in block.classes
        for line in block.lines[1:-1]
    )
    found = max(lengths, key=lambda length: lengths[length], default=0)
    return found if found >= _LEAST else 0


def text_lines(article: Article, length: int) -> int:
    """The lines of an article's paragraphs, of `length` characters each."""
    paragraphs = (block for block in article.body.blocks if isinstance(block, Paragraph))
    return sum(len(inline_text(block.children)) // length + 1 for block in paragraphs)


def text_cut(item: RunFit, laid_out: Sequence[Any], pages: int, lines: int) -> TextCut:
    """The articles that so many lines come from where they are cut from a run's end, to save so many pages.

    `laid_out` are the run's WeasyPrint pages.
    """
    articles = item.run.articles
    if len(articles) == 1:
        return TextCut(item, (item.title,), pages, lines)
    length, left, titles = line_length(laid_out) or 1, lines, list[str]()
    for article in reversed(articles):
        if left > 0 and (there := text_lines(article, length)):
            titles.insert(0, article.title.plain)
            left -= there
    return TextCut(item, tuple(titles) or (articles[-1].title.plain,), pages, lines)


def shortened(run: Run, lines: int, length: int, *, from_end: bool) -> Run:
    """The run without so many lines, of `length` characters each, of its paragraphs, the last ones first or the first.

    Every paragraph keeps a line. Where the paragraphs have fewer lines, less is cut.
    """
    articles: list[Article] = []
    for article in reversed(run.articles) if from_end else run.articles:
        blocks, lines = _cut(article.body.blocks, lines, length, from_end=from_end)
        articles.append(replace(article, body=replace(article.body, blocks=blocks)))
    return replace(run, articles=tuple(reversed(articles) if from_end else articles))


def _cut(blocks: Sequence[Block], lines: int, length: int, *, from_end: bool) -> tuple[tuple[Block, ...], int]:
    """Blocks with whole lines taken off their paragraphs, and the lines that are still to be cut."""
    kept: list[Block] = []
    for block in reversed(blocks) if from_end else blocks:
        if lines > 0 and isinstance(block, Paragraph):
            text = inline_text(block.children)
            taken = min(lines, max(0, (len(text) + 1) // length - 1))
            if taken:
                lines -= taken
                block = replace(block, children=(Text(text[: -taken * length]),))
        kept.append(block)
    return tuple(reversed(kept) if from_end else kept), lines
