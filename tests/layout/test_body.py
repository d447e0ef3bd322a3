"""Bodies become plain semantic HTML; nothing of a manuscript gets through unescaped."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from typeset.edition import Article, Figure, Title
from typeset.layout.body import body_html
from typeset.layout.html import title_html
from typeset.manifest.article import PullQuote
from typeset.manuscript import Body, Heading, Paragraph, Picture, RunInHead, Text, read_text
from typeset.problems import Place

PLACE = Place("articles/a.md", 3, 1)


def write(markdown: str, **options: object) -> str:
    reading = read_text(markdown, PLACE)
    return str(body_html(reading.body, None, lambda figure: Markup("[{}]").format(figure.file), **options))  # type: ignore[arg-type]


def test_every_block_names_the_line_it_came_from() -> None:
    assert write("一段。\n\n## 小标题\n\n二段。") == (
        '<p class="paragraph" data-source="articles/a.md:3">一段。</p>\n'
        '<h3 class="subhead subhead-1" data-source="articles/a.md:5">小标题</h3>\n'
        '<p class="paragraph" data-source="articles/a.md:7">二段。</p>'
    )


def test_a_run_in_head_stays_in_its_paragraph() -> None:
    assert '<strong class="run-in-head">凝聚思想共识。</strong>制定' in write("**凝聚思想共识。**制定方案。")


def test_a_drop_cap_is_taken_from_the_first_paragraph_where_it_opens_with_a_han_character() -> None:
    long = "州市全区上下紧紧围绕主题，" * 6
    assert '<p class="paragraph opens"' in write(f"扬{long}\n\n次段。", drop_cap=True)
    assert '<span class="drop-cap">扬</span>州市' in write(f"扬{long}\n\n次段。", drop_cap=True)
    assert "drop-cap" not in write(f"“扬{long}”。", drop_cap=True)
    assert "drop-cap" not in write("扬州市。", drop_cap=True)
    assert "drop-cap" not in write("## 小标题\n\n扬州。", drop_cap=True)


def test_the_end_sign_follows_the_last_character() -> None:
    assert write("甲。\n\n乙。", end_sign="■").endswith('乙。<span class="end-sign" aria-hidden="true">■</span></p>')
    assert "end-sign" not in write("甲。")


def test_the_end_sign_goes_where_a_table_ends_the_text() -> None:
    assert "end-sign" not in write("甲。\n\n| 乙 |\n|---|\n| 丙 |", end_sign="■")
    assert "end-sign" in write("甲。\n\n![](a.jpg)", end_sign="■")


def test_pull_quotes_stand_between_paragraphs() -> None:
    written = write("甲。\n\n乙。\n\n丙。\n\n丁。", pull_quotes=(PullQuote(text="摘", attribution="某人"),))

    assert re.sub(r' data-source="[^"]*"', "", written).split("\n")[2] == (
        '<aside class="pull-quote"><p>摘</p><p class="attribution"><span class="dash">——</span>某人</p></aside>'
    )


def test_notes_tables_lists_and_quotations_have_their_elements() -> None:
    written = write("文[^1]。\n\n> 引文\n\n1. 一\n2. 二\n\n| 甲 | 乙 |\n|:--|--:|\n| 1 | 2 |\n\n[^1]: 注文。")

    assert '<span class="footnote"' in written
    assert "<blockquote" in written
    assert "<ol" in written
    assert '<th scope="col" class="align-left">甲</th>' in written
    assert '<td class="align-right">2</td>' in written


@given(st.text(alphabet="<>&\"'甲a(){}[]*_#`| \n:/;javascript", max_size=120))
def test_no_markup_of_a_manuscript_reaches_the_page(text: str) -> None:
    written = write(text)

    names = set(re.findall(r"</?([a-z0-9!]+)", written))
    known = "p|div|h3|h4|h5|h6|span|strong|em|ul|ol|li|table|thead|tbody|tr|th|td|blockquote|hr|a|code|br"
    assert all(re.fullmatch(known, name) for name in names)
    assert "javascript:" not in "".join(re.findall(r'href="([^"]*)"', written))


@given(st.text(alphabet="<>&\"'甲乙丙，。“”", min_size=1, max_size=60))
def test_text_is_conserved(text: str) -> None:
    body = Body((Paragraph((RunInHead((Text(text),)), Text(text)), PLACE), Heading(1, (Text(text),), PLACE)))

    written = str(body_html(body, None, lambda _figure: Markup()))

    assert unescape(re.sub(r"<[^>]*>", "", written)).replace("\n", "") == text * 3


def test_a_picture_of_the_manuscript_is_the_articles_figure() -> None:
    figure = Figure("photos/a.jpg", "picture/x", 30, 20, "图")
    body = Body((Picture("photos/a.jpg", "", "", PLACE),))
    article = Article("a", Title("题"), "栏", body, PLACE, figures=(figure,))

    assert str(body_html(body, article, lambda item: Markup("[{}]").format(item.address))) == "[picture/x]"


def test_a_titles_phrases_break_between_and_not_inside() -> None:
    assert title_html(Title("突出党建引领 强化组织保障\n着力 构建")) == (
        '<span class="phrase">突出党建引领</span> <span class="phrase">强化组织保障</span><br>'
        '<span class="phrase">着力</span> <span class="phrase">构建</span>'
    )


def test_a_word_space_is_no_phrase() -> None:
    assert Title("让 AI Agent 帮忙").lines == (("让", "AI Agent", "帮忙"),)
    assert Title("突出\u3000强化").plain == "突出 强化"
    assert Title("突出 强化").key == Title("突出强化").key


def test_a_list_that_begins_later_counts_from_there() -> None:
    assert '<ol start="5" style="counter-reset: list 4"' in write("5. 五\n6. 六")
    assert "counter-reset" not in write("1. 一\n2. 二")


def test_addresses_in_the_text_are_links() -> None:
    written = write("见 https://a.example/b?c=d&e，或www.b.example。信箱 a.b@c.example.")

    assert '<a href="https://a.example/b?c=d&amp;e">https://a.example/b?c=d&amp;e</a>，' in written
    assert '<a href="http://www.b.example">www.b.example</a>。' in written
    assert '<a href="mailto:a.b@c.example">a.b@c.example</a>.' in written


def test_links_do_not_nest() -> None:
    written = write("[看 https://a.example/](https://b.example/)")

    assert written.count("<a ") == 1
    assert 'href="https://b.example/"' in written
