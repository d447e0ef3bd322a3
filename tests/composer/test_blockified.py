"""Page numbers in generated content, also where that is a flex or grid item itself: contents, jump lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Compose = Callable[..., Any]

BODY = "<ul><li><a href='#x'>甲</a></li><li><a href='#x'>乙</a></li></ul><p>文</p><h2 id=x>题</h2>"
CSS = "ul { list-style: none; margin: 0; padding: 0 } h2 { break-before: page }"
NUMBER = "target-counter(attr(href), page)"
FORMS = {
    "of an inline link": "a::after { content: CONTENT }",
    "a flex item": "a { display: flex } a::after { content: CONTENT; flex: 1; text-align: right; padding: 2px 5px }",
    "before, a flex item": "a { display: flex } a::before { content: CONTENT; width: 3em; border-bottom: 1px solid }",
    "in a flex item": "li { display: flex } a { flex: 1 } a::after { content: CONTENT }",
    "in nested flex boxes": "ul, li, a { display: flex } a::after { content: CONTENT }",
    "a grid item": "a { display: grid; grid-template-columns: 1fr 2em } a::after { content: CONTENT }",
    "an inline flex box's": "a { display: inline-flex } a::after { content: CONTENT; margin-left: 1em }",
}


@pytest.mark.parametrize("name", FORMS)
def test_the_page_of_a_target_is_known(compose: Compose, name: str) -> None:
    """And it stands where the same digit would stand that the style sheet writes itself."""
    pages = compose(BODY, css=CSS + FORMS[name].replace("CONTENT", NUMBER))
    written = compose(BODY, css=CSS + FORMS[name].replace("CONTENT", "'2'"))

    assert sorted("".join(pages.texts)) == sorted("22甲乙文题")
    assert pages.lines == written.lines


def test_the_number_of_pages_is_known(compose: Compose) -> None:
    css = CSS + "p { display: flex } p::after { content: '共' counter(pages) '页' }"

    assert "文共2页" in compose(BODY, css=css).texts
