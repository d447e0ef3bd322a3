"""The page report: pictures far from their text, titles of many lines."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from typeset.composer import CSS, HTML, FontFile, FontSet
from typeset.composer.rendering import Rendering
from typeset.copyfit.page_report import ReportedRun, page_problems
from typeset.problems import Place, Problem

SONG = next((Path(__file__).parents[2] / "fonts").rglob("NotoSerifSC_400Regular.ttf"))

STYLE = """
@page { size: 300px 300px; margin: 30px }
html { font: 10px/20px song } p, figure { margin: 0 } .next { break-before: page }
figure { height: 60px }
"""


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return FontSet([FontFile(SONG, ("song",))])


def report(fonts: FontSet, body: str) -> list[Problem]:
    sheet = CSS(string=STYLE, font_config=fonts)
    document = HTML(string=f"<html lang=zh-CN><body>{body}").render(font_config=fonts, stylesheets=[sheet])
    return list(page_problems([ReportedRun(Rendering(document, ()), 5, True)]))


def found(fonts: FontSet, body: str) -> list[tuple[str, int, str]]:
    return [
        (item.place.file, item.place.line, item.message("en"))
        for item in report(fonts, body)
        if item.place and item.code == "page-picture-far"
    ]


def paragraph(line: int, more: str = "") -> str:
    return f'<p class="paragraph{more}" data-source="a.md:{line}:1">桥边有一棵树，树下有人。</p>'


def picture(line: int, more: str = "") -> str:
    return f'<figure class="{more}" data-source="issue.yaml:{line}:5">图</figure>'


def test_a_picture_two_pages_behind_the_paragraph_that_it_follows_is_far(fonts: FontSet) -> None:
    body = paragraph(1) + picture(9, "next next") + paragraph(3)
    far = f"<div>{paragraph(1)}{'<div class=next>。</div>'}{picture(9, 'next')}{paragraph(3)}</div>"
    assert found(fonts, f"<div>{body}</div>") == []  # on the next page
    assert found(fonts, far) == [("issue.yaml", 9, "The picture on page 7 is far from its text on page 5.")]


def test_a_picture_before_all_text_belongs_to_the_paragraph_that_follows(fonts: FontSet) -> None:
    body = f"<div>{picture(9)}<div class=next>。</div>{paragraph(1, ' next')}</div>"
    assert found(fonts, body) == [("issue.yaml", 9, "The picture on page 5 is far from its text on page 7.")]


def test_a_paragraph_that_goes_on_to_the_picture_s_page_is_near(fonts: FontSet) -> None:
    long = f'<p class="paragraph" data-source="a.md:1:1">{"桥边有一棵树，树下有人。" * 60}</p>'
    assert found(fonts, f"<div>{long}{picture(9)}{paragraph(3)}</div>") == []


def test_pictures_beside_the_text_follow_no_paragraph(fonts: FontSet) -> None:
    """The opening picture of an article, one on a page of its own: the layout puts them, no paragraph names them."""
    opening = f"<article>{picture(2)}<p data-source='issue.yaml:1:1'>提要</p><div>{paragraph(1, ' next')}</div>"
    last = f"<div>{paragraph(3, ' next')}</div><div class=next>{picture(12)}</div></article>"
    assert found(fonts, opening + last) == []


@pytest.mark.parametrize("phrases", [False, True], ids=["plain", "in phrases that stay together"])
def test_a_title_of_many_lines_is_too_long(fonts: FontSet, phrases: bool) -> None:
    words = "市总工会召开全市产业工人队伍建设改革推进会部署全年各项重点任务并表彰先进"
    inner = f'<span style="display: inline-block">{words}</span>' if phrases else words
    title = f'<h2 style="font-size: 20px; line-height: 24px; margin: 0" data-source="a.md:1:1">{inner}</h2>'
    short = title.replace(words, words[:8])
    assert "page-title-long" in [item.code for item in report(fonts, title + paragraph(2))]
    assert "page-title-long" not in [item.code for item in report(fonts, short + paragraph(2))]


def told(fonts: FontSet, body: str, code: str) -> list[Problem]:
    return [item for item in report(fonts, body) if item.code == code]


def test_a_title_without_its_text_is_told_as_a_title(fonts: FontSet) -> None:
    title = '<h2 style="margin: 0" data-source="issue.yaml:6:1">春天的消息</h2>'
    [found] = told(fonts, title + paragraph(3, " next"), "page-title-stranded")
    assert found.message("zh") == "第 5 页的标题“春天的消息”下面没有正文，正文从下一页才开始。"
    assert told(fonts, title + paragraph(3, " next"), "page-head-stranded") == []
    assert told(fonts, title.replace("h2", "h3") + paragraph(3, " next"), "page-head-stranded") != []
    assert told(fonts, title + paragraph(3), "page-title-stranded") == []


def test_a_head_above_an_indented_list_is_not_stranded(fonts: FontSet) -> None:
    head = '<h3 style="margin: 0" data-source="a.md:1:1">春天的消息</h3>'
    listed = '<ul style="margin: 0; padding: 0"><li style="padding-left: 20px" data-source="a.md:3:1">一件事</li></ul>'
    columns = '<div style="columns: 2; column-gap: 0; column-fill: auto">{}</div>'
    assert told(fonts, columns.format(head + listed), "page-head-stranded") == []
    assert told(fonts, columns.format(listed + head), "page-head-stranded") != []


def test_white_is_told_in_lines_of_each_column(fonts: FontSet) -> None:
    """12 lines stand on a page; one of two columns has not twice as many free."""
    columns = f'<div style="columns: 2; column-gap: 0; column-fill: auto">{paragraph(1)}</div>'
    [one], [two] = told(fonts, paragraph(1), "page-white"), told(fonts, columns, "page-white")
    assert one.message("zh") == "第 5 页下部空 10 行，占全页 83%。"
    assert two.message("en") == "Page 5 has 9 empty lines in each column at its foot, 75 % of the page."


def test_white_above_what_stands_at_the_foot_is_told(fonts: FontSet) -> None:
    foot = '<figure style="margin-top: 120px" data-source="issue.yaml:9:1">图</figure>'
    [found] = told(fonts, paragraph(1) + foot, "page-white-inside")
    assert found.message("zh") == "第 5 页中间空 6 行，占全页 50%，下面还有图片或文字。"
    assert found.place is not None
    assert (found.place.file, found.place.line, found.place.page) == ("issue.yaml", 9, 5)
    assert told(fonts, paragraph(1) + foot.replace("120px", "20px"), "page-white-inside") == []


def test_a_page_that_names_no_source_has_the_place_of_its_article(fonts: FontSet) -> None:
    sheet = CSS(string=STYLE, font_config=fonts)
    html = "<html lang=zh-CN><body><div></div><div class=next></div><p>字"
    document = HTML(string=html).render(font_config=fonts, stylesheets=[sheet])
    for articles, wanted in ((True, ["page-blank", "page-white"]), (False, ["page-blank"])):
        found = list(page_problems([ReportedRun(Rendering(document, ()), 5, articles, Place("issue.yaml", 3))]))
        assert [item.code for item in found] == wanted
        assert {item.place for item in found} == {Place("issue.yaml", 3, page=5 + n) for n in range(len(wanted))}


def test_a_page_whose_words_are_positioned_is_not_blank(fonts: FontSet) -> None:
    """As a page that opens a column of the magazine without a picture."""
    plate = '<div style="position: relative; height: 100px"><p style="position: absolute; top: 40px">要闻</p></div>'
    assert told(fonts, f'{plate}<div class="next">{paragraph(1)}</div>', "page-blank") == []
    assert told(fonts, '<div style="height: 100px"></div><div class="next">字</div>', "page-blank") != []
