"""Names: the key that was meant."""

from __future__ import annotations

import pytest

from typeset.manifest import Issue
from typeset.manifest.article import Article, Photo
from typeset.manifest.model import Publication
from typeset.manifest.names import homes_of, nearest
from typeset.manifest.shapes import group_of


@pytest.mark.parametrize(
    ("model", "written", "meant"),
    [
        (Article, "作著", "作者"),
        (Article, "做者", "作者"),
        (Article, "者作", "作者"),
        (Article, "副标", "副标题"),
        (Article, "小编说：", "小编说"),
        (Article, "“标题”", "标题"),
        (Article, "标 题", "标题"),
        (Photo, "图片文建", "图片文件"),
        (Publication, "总起号", "总期号"),
        (Article, "Title", "title"),
        (Article, "sub-title", "subtitle"),
        (Article, "pullquotes", "pull_quotes"),
        (Article, "NoteBefore", "note_before"),
        (Article, "天气", None),
        (Article, "weather", None),
        (Article, "", None),
        (Article, "作" * 100, None),
    ],
)
def test_the_nearest_key_of_the_same_language_is_offered(model: type, written: str, meant: str | None) -> None:
    assert nearest(written, group_of(model).spellings) == meant


def test_of_keys_as_near_a_missing_one_goes_first_and_no_other_is_guessed() -> None:
    known = ["标题", "标记"]

    assert nearest("标体", known) is None
    assert nearest("标体", known, {"标题"}) == "标题"


def test_homes_name_every_place_of_a_key() -> None:
    assert homes_of("期号") == (("“刊物”", "“publication”"),)
    assert homes_of("版式") == (
        ("issue.yaml 的最外层", "the top level of issue.yaml"),
        ("publication.yaml 的最外层", "the top level of publication.yaml"),
    )
    assert homes_of("天气") == ()
    assert all(homes_of(spelling) for spelling in group_of(Issue).spellings)
