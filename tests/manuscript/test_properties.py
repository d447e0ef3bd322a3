"""Properties of reading: no text makes it fail, no character is lost or invented, places lie in the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from typeset.manuscript import (
    Block,
    Body,
    List,
    Picture,
    Quotation,
    Reading,
    Table,
    decode,
)
from typeset.manuscript.characters import is_han
from typeset.problems import Place

from .reading import markdown, plain

_HAN = st.text("江都区紧围绕工会职党建", min_size=1, max_size=12)
_MARKS = st.sampled_from(
    [*"，。：“”（）,.!?:;()[]{}<>|~`*_#>-+=^&%$@\\/\"' \n\t　0123abc", "\n\n", "**", "![", "](", "[^1]", "    ", "- "]
)
_MARKDOWN = st.lists(st.one_of(_HAN, _MARKS, _MARKS), max_size=60).map("".join)

# Whatever these make, no text goes into the target of a link, a label, an info string or a tag.
_KEPT = st.sampled_from([*"，。“”*_#>-+|!? \n\t　123abc\\", "\n\n", "**", "    ", "- ", "1. ", "|--|\n", "> "])
_WITHOUT_TARGETS = st.lists(st.one_of(_HAN, _KEPT, _KEPT), max_size=60).map("".join)
_PLAIN = st.lists(st.one_of(_HAN, _MARKS), max_size=60).map("".join)


def han(text: str) -> str:
    return "".join(filter(is_han, text))


def body_text(body: Body) -> str:
    """All text of a body, that of pictures too."""
    pictures = (block for block in blocks(body) if isinstance(block, Picture))
    return body.plain_text() + "".join(f"{picture.alt}{picture.caption}" for picture in pictures)


def blocks(body: Body) -> Iterator[Block]:
    yield from _walk(body.blocks)
    for note in body.notes:
        yield from _walk(note.children)


def _walk(children: tuple[Block, ...]) -> Iterator[Block]:
    for block in children:
        yield block
        if isinstance(block, Quotation):
            yield from _walk(block.children)
        elif isinstance(block, List):
            for item in block.items:
                yield from _walk(item.children)


def places(reading: Reading) -> Iterator[Place]:
    for block in blocks(reading.body):
        yield block.place
        if isinstance(block, List):
            yield from (item.place for item in block.items)
        elif isinstance(block, Table):
            yield from (cell.place for row in (*block.head, *block.rows) for cell in row)
    yield from (note.place for note in reading.body.notes)
    yield from (item.place for item in reading.problems if item.place)


def assert_inside(place: Place, text: str) -> None:
    lines = decode(text.encode(), Place("a")).text.split("\n")
    assert 1 <= place.line <= len(lines)
    assert 0 <= place.column <= len(lines[place.line - 1]) + 1


@given(_MARKDOWN)
def test_any_text_is_read_as_markdown(text: str) -> None:
    reading = markdown(text, "工会")

    assert not Counter(han(body_text(reading.body))) - Counter(han(text))
    for place in places(reading):
        assert_inside(place, text)
    for item in reading.problems:
        assert item.message("zh")
        assert item.message("en")


@given(_WITHOUT_TARGETS)
def test_markdown_loses_no_character(text: str) -> None:
    assert han(body_text(markdown(text).body)) == han(text)


@given(_PLAIN)
def test_plain_text_loses_no_character_and_keeps_the_order(text: str) -> None:
    reading = plain(text)

    visible = re.sub(r"\s", "", text)
    printed = re.sub(r"\s", "", reading.body.plain_text())
    rules = re.sub(r"(?m)^[ 　\t]*[-_*=][-_*= 　]{2,}[ 　\t]*$", "", text)
    assert printed in {visible, re.sub(r"\s", "", rules)}
    for place in places(reading):
        assert_inside(place, text)


@given(st.lists(_HAN, min_size=1, max_size=6))
def test_paragraphs_come_back_as_they_were_written(texts: list[str]) -> None:
    written = "\n\n".join(f"{text}。" for text in texts)

    for reading in (markdown(written), plain(written)):
        assert reading.body.plain_text() == "\n".join(f"{text}。" for text in texts)
        assert reading.problems == ()


@given(_MARKDOWN)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert markdown(text) == markdown(text)
