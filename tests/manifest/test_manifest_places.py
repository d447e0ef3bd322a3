"""Places: every value of the edition knows where it was written."""

from __future__ import annotations

from typeset.problems import Place

from .reading import read

MANIFEST = """\
刊物: {刊名: 产改}
栏目:
  - 栏目: 【主席之声】
    文章:
      - 标题: '甲'
        作者: 总工会 张三
        正文: |

          第一段
          第二段
        照片:
          - a.jpg
          - 说明: 没有文件
          - 文件: c.jpg
        小编说: >-
          按语
          按语
      - 标题:
          - 第一行
          - 第二行
        正文: b.md
"""


def test_places_are_those_of_the_values() -> None:
    reading = read(MANIFEST)
    first = ("sections", 0, "articles", 0)

    assert reading.place("sections", 0, "heading") == Place("issue.yaml", 3, 9, 6)
    assert reading.place(*first, "title") == Place("issue.yaml", 5, 13, 3)
    assert reading.place(*first, "authors", 0, "unit") == Place("issue.yaml", 6, 13, 6)
    assert reading.place(*first, "body") == Place("issue.yaml", 9, 11, 3)
    assert reading.place(*first, "note_after", "text") == Place("issue.yaml", 16, 11, 2)
    assert reading.place(*first, "note_after", "label") == Place("issue.yaml", 15, 9, 3)
    assert reading.place("sections", 0, "articles", 1, "title") == Place("issue.yaml", 19, 13, 3)


def test_places_count_list_items_as_the_edition_does() -> None:
    reading = read(MANIFEST)
    photos = ("sections", 0, "articles", 0, "photos")

    assert reading.issue is not None
    assert [photo.file for photo in reading.issue.sections[0].articles[0].photos] == ["a.jpg", "c.jpg"]
    assert reading.place(*photos, 1, "file") == Place("issue.yaml", 14, 17, 5)
    assert (*photos, 2) not in reading.places


def test_a_value_that_was_not_written_has_the_place_of_what_is_around_it() -> None:
    reading = read(MANIFEST)
    article = ("sections", 0, "articles", 1)

    assert (*article, "subtitle") not in reading.places
    assert reading.place(*article, "subtitle") == reading.places[article] == Place("issue.yaml", 18, 9)
    assert reading.place("publication", "imprint", "printer") == reading.places[("publication",)]
    assert reading.place("options") == reading.places[()] == Place("issue.yaml", 1, 1)


def test_places_after_a_mended_slip_are_those_of_the_editors_text() -> None:
    reading = read("刊物：{刊名：产改， 期号： 3}\n栏目: [{栏目：甲,文章: {标题：乙, 正文: a.md}}]\n")

    assert [(str(item.place), item.code) for item in reading.problems] == [
        ("issue.yaml:1:3", "yaml-wide-colon"),
        ("issue.yaml:1:7", "yaml-wide-colon"),
        ("issue.yaml:1:10", "yaml-wide-comma"),
        ("issue.yaml:1:14", "yaml-wide-colon"),
        ("issue.yaml:2:9", "yaml-wide-colon"),
        ("issue.yaml:2:19", "yaml-wide-colon"),
    ]
    assert reading.place("publication", "title") == Place("issue.yaml", 1, 8, 2)
    assert reading.place("publication", "number") == Place("issue.yaml", 1, 16, 1)
    assert reading.place("sections", 0, "articles", 0, "title") == Place("issue.yaml", 2, 20, 1)


def test_characters_outside_the_basic_plane_count_as_one() -> None:
    reading = read("刊物: {刊名: 𠮷𠮷, 期号: 3}\n栏目: [{栏目: 甲, 文章: {标题: 乙, 正文: a.md}}]\n")

    assert reading.place("publication", "title") == Place("issue.yaml", 1, 10, 2)
    assert reading.place("publication", "number") == Place("issue.yaml", 1, 18, 1)
