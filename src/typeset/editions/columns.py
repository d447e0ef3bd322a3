"""The columns of a new edition: standing ones and those with articles held over, in slices of the last manifest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from typeset.editions.keys import entry_of, key, mostly_chinese, name_of, value_of
from typeset.editions.slices import Entry, Item, Listing, Piece, group, indented, listing, with_dash, written
from typeset.manifest import Article, Section

_ARTICLE = {
    True: ("文章:", "  - 标题: 文章标题", "    作者: 单位职务 姓名", "    正文: articles/文件名.md"),
    False: ("articles:", "  - title: Title", "    authors: Name", "    body: articles/NAME.md"),
}
_SECTION = {True: ("栏目:", "  - 栏目: 栏目名"), False: ("sections:", "  - heading: Heading")}
_ARTICLES_COMMENTED = re.compile(r"#\s*(?:文章|稿件|articles)\s*[:：]")


@dataclass(frozen=True)
class Columns:
    """The lines of a new manifest's list of columns, and their headings."""

    lines: tuple[str, ...]
    headings: tuple[str, ...]


def next_columns(entry: Entry | None, standing: Sequence[str], *, chinese: bool) -> Columns:
    """The columns that the last edition's `entry` of columns hands on.

    They come in its order; those of `standing`, the publication's standing columns, that it lacks stand where that
    list has them. A column without articles shows in a comment how one is written.
    """
    old = listing(entry.value) if entry else Listing()
    kept = [(_heading(item.value), lines) for item in old.items if (lines := _column(item, standing))]
    dash = old.items[0].dash if old.items else "- "
    airy = [""] if any("" in item.lead for item in old.items) else []
    for place, heading in enumerate(standing):
        headings = [name for name, _ in kept]
        if heading not in headings:
            before = [headings.index(name) for name in standing[:place] if name in headings]
            column = [*airy, *with_dash(dash, _new_column(heading, chinese=chinese))]
            kept.insert(max(before, default=-1) + 1, (heading, column))
    lines = [line for _, column in kept for line in column]
    return Columns(tuple(old.lines(lines)) if lines else (), tuple(heading for heading, _ in kept))


def columns_comment(*, chinese: bool) -> list[str]:
    """How columns are written, as a comment for an edition that has none yet."""
    first, second = _SECTION[chinese]
    return commented([first, second, *indented(_ARTICLE[chinese], 4)])


def commented(lines: Iterable[str]) -> list[str]:
    """Lines as comments that an editor's program can switch on in one stroke."""
    return [f"# {line}" for line in lines]


def _column(item: Item, standing: Sequence[str]) -> list[str]:
    """A column's lines with its held-over articles only; none where it is not carried."""
    always = _heading(item.value) in standing
    if not item.value.is_group:
        return item.lines(item.value.own) if always else []
    column = group(item.value)
    flag, articles = entry_of(column, Section, "standing"), entry_of(column, Section, "articles")
    always = always or (flag is not None and value_of(flag.value, Section, "standing") is True)
    held = _held(articles)
    if articles and held:
        entries = [entry.with_content(held) if entry is articles else entry for entry in column.entries]
        return item.lines(column.lines(line for entry in entries for line in entry.lines))
    if not always:
        return []
    lines = column.lines(line for entry in column.entries if entry is not articles for line in entry.lines)
    if not any(_ARTICLES_COMMENTED.match(line) for line in lines):
        lines += commented(_ARTICLE[mostly_chinese(column)])
    return item.lines(lines)


def _new_column(heading: str, *, chinese: bool) -> list[str]:
    return [f"{key(Section, 'heading', chinese=chinese)}: {written(heading)}", *commented(_ARTICLE[chinese])]


def _held(entry: Entry | None) -> list[str]:
    """The lines of a column's articles that are held over, no longer marked so."""
    old = listing(entry.value) if entry else Listing()
    lines: list[str] = []
    first = False  # a comment above the first article is most likely about that one
    for item in old.items:
        if not item.value.is_group:
            continue
        article = group(item.value)
        held = entry_of(article, Article, "held")
        if held and value_of(held.value, Article, "held") is True:
            rest = [field for field in article.entries if name_of(field, Article) != "held"]
            lines += item.lines(article.lines(line for field in rest for line in field.lines))
            first = first or item is old.items[0]
    return (old if first else replace(old, head=())).lines(lines) if lines else []


def _heading(piece: Piece) -> str:
    """A column's heading as the manifest's reader gives it; empty for none."""
    entry = entry_of(group(piece), Section, "heading") if piece.is_group else None
    return value_of(entry.value if entry else piece, Section, "heading") or ""
