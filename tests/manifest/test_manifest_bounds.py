"""Bounds: no input makes reading fail, or cost more than its size."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from typeset.manifest import Source, issue_from
from typeset.manifest.nodes import DEPTH_LIMIT, NODE_LIMIT
from typeset.manifest.reader import SIZE_LIMIT
from typeset.problems import Place

from .reading import ARTICLE, codes, read
from .test_manifest_languages import CHINESE


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("bracket", ["[", "{", "{a: ", "[\n", "- ", "? "])
def test_endless_nesting_is_refused(bracket: str) -> None:
    reading = read(bracket * 100_000)

    assert "yaml-too-deep" in codes(reading)


@pytest.mark.usefixtures("parser")
def test_what_is_nested_too_deep_does_not_lose_what_stands_before_it() -> None:
    reading = read(ARTICLE + "        来源: 日报\n版式选项: " + "[" * 20)
    deep = next(item for item in reading.problems if item.code == "yaml-too-deep")

    assert deep.place == Place("issue.yaml", 8, 7 + DEPTH_LIMIT - 1)
    assert deep.message("zh") == "这里套得太深了，超过 20 层，后面的内容不再读取。"
    assert deep.message("en") == "This is nested more than 20 levels deep; what follows is not read."
    assert deep.hint("zh") == "检查缩进，以及没有配对的方括号、花括号。"
    assert deep.hint("en") == "Check the indentation, and brackets that are not closed."
    assert reading.issue is not None
    assert reading.issue.sections[0].articles[0].source == "日报"


@pytest.mark.usefixtures("parser")
def test_aliases_are_not_followed() -> None:
    bomb = "备注: &a [甲, 甲]\n" + "".join(f"k{i}: &b{i} [*a, *a, *b{i - 1}]\n" for i in range(1, 40))
    reading = read(bomb + ARTICLE)

    assert codes(reading).count("yaml-reference") == 20
    assert reading.issue is not None
    assert reading.issue.notes == ("甲", "甲")


def test_an_alias_in_a_list_is_text_with_a_problem() -> None:
    reading = read(ARTICLE + "备注: [&a 甲, *a]\n")

    assert codes(reading) == ["yaml-reference", "yaml-reference"]
    assert reading.issue is not None
    assert reading.issue.notes == ("&a 甲", "*a")


def test_a_manifest_beyond_its_size_is_not_read() -> None:
    reading = read(ARTICLE + "#" * SIZE_LIMIT)
    problem = reading.problems[0]

    assert (reading.issue, codes(reading), problem.place) == (None, ["manifest-too-large"], Place("issue.yaml"))
    assert problem.message("zh") == "清单超过 1 MB，不读取。"
    assert problem.message("en") == "The manifest is larger than 1 MB and is not read."


def test_more_values_than_any_edition_has_are_not_read() -> None:
    reading = read(ARTICLE + "备注: [" + "甲," * NODE_LIMIT + "]\n")

    assert codes(reading) == ["yaml-too-many-values"]
    problem = reading.problems[0]
    assert problem.message("zh") == f"这个文件里的内容超过 {NODE_LIMIT} 项，后面的不再读取。"
    assert problem.message("en") == f"This file has more than {NODE_LIMIT} values; what follows is not read."
    assert reading.issue is not None
    assert reading.issue.sections[0].articles[0].title == "甲"


def test_of_very_many_problems_the_first_are_listed() -> None:
    reading = read(ARTICLE + "".join(f"k{number}: 1\n" for number in range(2000)))

    assert codes(reading) == ["manifest-unknown-key"] * 500 + ["manifest-too-many"]
    last = reading.problems[-1]
    assert last.place is not None
    assert last.place.line == 507
    assert last.message("zh") == "这个文件的问题已列出 500 处，其余不再列出。"
    assert last.message("en") == "500 problems of this file are listed; the rest are left out."


def test_reading_on_ends_where_too_much_is_broken() -> None:
    reading = read(
        ARTICLE + "".join(f"        {key}: ]{key}: [\n" for key in ("来源", "署名", "副题", "引题")) + "%a\n" * 9
    )
    last = reading.problems[-1]

    assert last.code == "yaml-rest-unread"
    assert last.message("zh") == "因为上面的错误，从这里起没有读下去。"
    assert last.message("en") == "Because of the errors above, what follows from here was not read."
    assert last.hint("zh") == "先改好上面的错误，再检查一遍。"
    assert last.hint("en") == "Mend the errors above, then check again."
    assert reading.issue is not None
    assert reading.issue.sections[0].articles[0].title == "甲"


FRAGMENTS = [
    *" \t\n:：-－—\"'“”[]{}#&*!|>%@`,，?\\\u3000\xa0\u2028\x07~",
    *("标题", "作者: ", "正文：", "刊物:", "\n  - ", "\n---\n", "|\n", "? ", "&a ", "*a", "!!binary ", "<<: "),
    *("no", "null", "2023-02-30", '"\\uD800"', '"\\a', "%YAML 3.0\n", "期号：3\n", "\r", "\x85", "\ufeff"),
]
EDITS = st.lists(
    st.tuples(st.integers(0, len(CHINESE)), st.integers(0, 3), st.sampled_from(["", *FRAGMENTS])),
    min_size=1,
    max_size=6,
)


def assert_sound(text: str) -> None:
    """Reading raises nothing, its places lie in the text, its words and its result can be written."""
    reading = issue_from(Source("issue.yaml", text.encode("utf-8", "surrogatepass")))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
    for item in reading.problems:
        assert item.place is not None
        for language in ("zh", "en"):
            (item.message(language) + item.hint(language)).encode()
    for place in (*reading.places.values(), *(item.place for item in reading.problems if item.place)):
        if place.line:
            assert place.line <= len(lines)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1
    if reading.issue:
        reading.issue.model_dump_json()


@pytest.mark.usefixtures("parser")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS)
def test_no_edit_of_a_manifest_makes_reading_fail(edits: list[tuple[int, int, str]]) -> None:
    text = CHINESE
    for at, removed, inserted in edits:
        text = text[:at] + inserted + text[at + removed :]

    assert_sound(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=5)), max_size=40).map("".join))
def test_no_text_makes_reading_fail(text: str) -> None:
    assert_sound(text.encode("utf-8", "replace").decode())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_reading_fail(data: bytes) -> None:
    reading = issue_from(Source("issue.yaml", data), Source("publication.yaml", data))

    assert reading.problems
