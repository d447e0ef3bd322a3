"""Footnotes: numbered by their first call."""

from __future__ import annotations

from typeset.problems import Place

from .reading import codes, markdown, notes, only, shape, where


def test_notes_are_numbered_by_their_first_call() -> None:
    reading = markdown("甲[^b]乙[^a]丙[^b]。\n\n[^a]: 注甲。\n[^b]: 注乙。\n")

    assert shape(reading) == ["p 甲^1乙^2丙^1。"]
    assert notes(reading) == ["1 p 注乙。", "2 p 注甲。"]
    assert [note.place for note in reading.body.notes] == [
        Place("articles/a.md", 4, 1),
        Place("articles/a.md", 3, 1),
    ]
    assert codes(reading) == []


def test_a_note_may_have_several_paragraphs_and_call_others() -> None:
    reading = markdown("文[^1]。\n\n[^1]: 注一，见[^2]。\n\n    第二段。\n\n[^2]: 注二，见[^1]。\n\n后文\n")

    assert shape(reading) == ["p 文^1。", "p 后文"]
    assert notes(reading) == ["1 p 注一，见^2。 / p 第二段。", "2 p 注二，见^1。"]


def test_a_full_width_colon_defines_a_note_too() -> None:
    assert notes(markdown("文[^1]。\n\n[^1]：注文。\n")) == ["1 p 注文。"]


def test_notes_written_in_the_text() -> None:
    reading = markdown("前\n\n文^[注**一**,是]，又^[注二^[里]]。[^3]\n\n[^3]: 注三\n")

    assert shape(reading)[1] == "p 文^1，又^2。^3"
    assert notes(reading) == ["1 p 注**一**,是", "2 p 注二^4", "3 p 注三", "4 p 里"]
    assert [(item.code, where(item)) for item in reading.problems] == [("half-width-mark", (3, 10, 1))]
    assert reading.body.notes[0].place == Place("articles/a.md", 3, 4)


def test_calls_in_headings_tables_and_lists() -> None:
    reading = markdown("# 题[^1]\n\n| 甲[^2] |\n|--|\n| 乙 |\n\n- 丙[^1]\n\n[^1]: 一\n[^2]: 二\n")
    assert shape(reading) == ["h1 题^1", "table 甲^2 / 乙", "ul[p 丙^1]"]
    assert notes(reading) == ["1 p 一", "2 p 二"]


def test_a_call_without_a_note_is_told_and_printed() -> None:
    reading = markdown("文[^无]。")

    assert shape(reading) == ["p 文[^无]。"]
    warning = only(reading)
    assert (warning.code, where(warning)) == ("note-undefined", (1, 2, 4))
    assert warning.message("zh") == "注释 [^无] 没有内容，照原样印出。"
    assert warning.message("en") == "There is no note for [^无]; it is printed as it stands."
    assert warning.hint("zh") == "在文末另起一行写“[^无]: 注释内容”。"


def test_a_note_without_a_call_is_told_and_not_printed() -> None:
    reading = markdown("文。\n\n[^1]: 没有用到。\n")

    assert (shape(reading), notes(reading)) == (["p 文。"], [])
    warning = only(reading)
    assert (warning.code, where(warning)) == ("note-unused", (3, 1, 1))
    assert warning.message("zh") == "注释 [^1] 在正文里没有用到，不印。"


def test_a_note_defined_twice_is_told_and_keeps_both_texts() -> None:
    reading = markdown("文[^1]。\n\n[^1]: 甲。\n[^1]: 乙。\n")

    assert notes(reading) == ["1 p 甲。 / p 乙。"]
    warning = only(reading)
    assert (warning.code, where(warning)) == ("note-defined-twice", (4, 1, 1))
    assert warning.message("zh") == "注释 [^1] 写了不止一次，内容合在了一条里。"
