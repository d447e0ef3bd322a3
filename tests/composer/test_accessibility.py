"""What assistive technology finds in a PDF: elements of the HTML, in reading order, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.composer.conftest import Setting
from tests.tagged_pdf import Tag, TaggedPdf
from typeset.composer import CSS, HTML, FontSet
from typeset.composer.accessibility import finish

PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='40' height='20'%3E"
    "%3Crect width='40' height='20'/%3E%3C/svg%3E"
)
CLAUSE = "全区开展技能提升培训，职工群众的获得感不断增强。"

Tagged = Callable[..., TaggedPdf]


@pytest.fixture
def tagged(fonts: FontSet) -> Tagged:
    """Set HTML on small pages and read the tags; what PDF/UA-1 wants must hold, whatever the document."""

    def run(body: str, css: str = "", lang: str = "zh-Hans") -> TaggedPdf:
        style = f"""@page {{ size: 240px 160px; margin: 20px; @top-left {{ content: "书眉" }} }}
            body, th {{ margin: 0; font: 10px/16px song; orphans: 1; widows: 1 }} {css}"""
        html = f"<html lang={lang!r}><title>试排</title><body>{body}"
        document = HTML(string=html).render(font_config=fonts, stylesheets=[CSS(string=style, font_config=fonts)])
        made = TaggedPdf(document.write_pdf(pdf_variant="pdf/ua-1", finisher=finish))
        assert made.faults == []
        return made

    return run


def outline(made: TaggedPdf) -> Any:
    return made.root.outline()[1]


def test_a_paragraph_over_columns_and_pages_is_one_element(tagged: Tagged) -> None:
    made = tagged(f"<article><p>{CLAUSE * 30}</p><p>完。</p></article>", "article { columns: 2 }")

    assert outline(made) == [("Art", [("P", CLAUSE * 30), ("P", "完。")])]
    assert len(made.root.tags[0].tags[0].pages) > 1


def test_elements_that_only_lay_out_leave_no_trace(tagged: Tagged) -> None:
    title = "<header><h1><span>标题</span> <span>两行</span></h1></header>"
    body = f"<div>{title}<div>散文<b>粗</b></div><div>又一段</div></div>"

    assert outline(tagged(body)) == [("H1", "标题两行"), ("P", "散文粗"), ("P", "又一段")]


def test_decoration_and_page_margins_are_artifacts(tagged: Tagged) -> None:
    body = f"""<p>文<span aria-hidden="true">※</span></p><img src="{PICTURE}" alt=""><hr>
        <div class=rule></div><p aria-hidden="true">花边</p>"""
    made = tagged(body, ".rule { height: 2px; background: red } p { border: 1px solid }")

    assert outline(made) == [("P", "文")]
    assert "".join(made.painted.artifacts) == "※花边书眉"
    instructions: Any = pikepdf.parse_content_stream(made.pdf.pages[0])
    properties = [
        dict(operands[1]) for operands, operator in instructions if str(operator) == "BDC" and "/Type" in operands[1]
    ]
    assert properties == [{"/Type": pikepdf.Name.Pagination, "/Subtype": pikepdf.Name.Header}]


def test_a_figure_has_its_description_its_place_and_its_caption_beside_it(tagged: Tagged) -> None:
    body = f'<figure style="margin: 0"><img src="{PICTURE}" alt="会场"><figcaption>会议现场</figcaption></figure>'
    made = tagged(body)

    assert outline(made) == [("Div", [("Figure", ""), ("Caption", "会议现场")])]
    figure = made.root.all("Figure")[0]
    assert str(figure.entries.Alt) == "会场"
    left, bottom, right, top = (float(value) for value in figure.entries.A.BBox)
    assert (left, top) == pytest.approx((15, 105), abs=0.1)  # pt: the corner of the type area
    assert (right - left, top - bottom) == pytest.approx((30, 15), abs=0.1)


def test_lists_have_labels_and_bodies_and_stand_in_the_bodies_of_their_items(tagged: Tagged) -> None:
    made = tagged("<ol><li>一<ul><li>甲</ul><li>二</ol>", "li { list-style-position: inside }")

    first = ("LI", [("Lbl", "1."), ("LBody", [("P", "一"), ("L", [("LI", [("Lbl", "◦"), ("LBody", "甲")])])])])
    assert outline(made) == [("L", [first, ("LI", [("Lbl", "2."), ("LBody", "二")])])]
    assert [tag.attribute("/ListNumbering") for tag in made.root.all("L")] == ["/Decimal", "/Disc"]


def test_bullets_drawn_by_the_style_sheet_are_labels(tagged: Tagged) -> None:
    made = tagged("<ul><li>甲</ul>", "ul { list-style: none } li::before { content: '●' }")

    assert outline(made) == [("L", [("LI", [("Lbl", "●"), ("LBody", "甲")])])]


def test_terms_and_descriptions_are_items(tagged: Tagged) -> None:
    made = tagged("<dl><div><dt>主编<dd>张三</div><div><dt>校对<dd>李四</div></dl>")

    assert outline(made) == [
        ("L", [("LI", [("Lbl", "主编"), ("LBody", "张三")]), ("LI", [("Lbl", "校对"), ("LBody", "李四")])])
    ]


def test_cells_name_their_heads(tagged: Tagged) -> None:
    made = tagged(
        """<table><thead><tr><th>县<th>人数<th>占比</thead>
        <tr><th>甲<td>1<td>2<tr><th>乙<td colspan=2></table>"""
    )

    table = made.root.all("Table")[0]
    assert [tag.role for tag in table.tags] == ["THead", "TBody"]
    heads = table.all("TH")
    assert [head.attribute("/Scope") for head in heads] == ["/Column"] * 3 + ["/Row"] * 2
    names = [str(head.entries.ID) for head in heads]
    cells = [tag.attribute("/Headers") for tag in table.all("TD")]
    assert cells == [f"{names[3]},{names[1]}", f"{names[3]},{names[2]}", f"{names[4]},{names[1]}"]
    assert table.all("TD")[2].attribute("/ColSpan") == "2"


def test_a_table_over_pages_is_one_and_its_repeated_head_is_an_artifact(tagged: Tagged) -> None:
    rows = "".join(f"<tr><td>{number}<td>数" for number in range(12))
    made = tagged(f"<table><thead><tr><th>号<th>值</thead>{rows}</table>")

    [table] = made.root.all("Table")
    assert len(table.pages) > 1
    assert len(table.all("TR")) == 13
    assert table.text.startswith("号值0数1数")
    assert "".join(made.painted.artifacts).count("号") == len(table.pages) - 1


def test_tables_that_only_lay_out_are_no_tables(tagged: Tagged) -> None:
    assert outline(tagged("<table role=presentation><tr><td>甲<td>乙</table>")) == [("P", "甲"), ("P", "乙")]


def test_a_note_stands_after_the_paragraph_that_calls_it(tagged: Tagged) -> None:
    css = ".note { float: footnote }"
    made = tagged("<section><p>正文<span class=note>注文</span>续。</p><p>后文。</p></section>", css)

    note = ("Note", [("Lbl", "1."), ("P", "注文")])
    paragraph = ("P", ["正文", ("Reference", "1"), "续。"])
    assert outline(made) == [("Sect", [paragraph, note, ("P", "后文。")])]
    assert str(made.root.all("Note")[0].entries.ID) == "note-1"


def test_a_link_over_two_lines_is_one_element_that_says_where_it_leads(tagged: Tagged) -> None:
    made = tagged(f'<p>见<a href="#x">{CLAUSE}<b>完</b></a>。</p><p id=x>此处</p>')

    [link] = made.root.all("Link")
    assert link.text == CLAUSE + "完"
    assert len(link.links) == 2
    assert {str(item.Contents) for item in link.links} == {CLAUSE + "完"}
    assert all(int(item.F) & 4 for item in link.links)
    assert len(made.pdf.pages[0].Annots) == 2


def test_boxes_inside_a_link_make_no_rectangles_of_their_own(tagged: Tagged) -> None:
    made = tagged('<a href="https://a.example/"><i></i><span>第一篇</span> <span>三</span></a>', "a { display: block }")

    [link] = made.root.all("Link")
    assert [str(item.Contents) for item in link.links] == ["第一篇 三"]
    assert len(made.pdf.pages[0].Annots) == 1


def test_a_linked_picture_gives_the_link_its_name(tagged: Tagged) -> None:
    made = tagged(f'<p><a href="https://a.example/"><img src="{PICTURE}" alt="首页"></a></p>')

    assert str(made.root.all("Link")[0].entries.Alt) == "首页"


def test_a_contents_list_is_one(tagged: Tagged) -> None:
    made = tagged('<ul role=doc-toc style="list-style: none"><li><a href="#x">一 3</a><p>张三</p></ul><p id=x>文')

    entry = ("TOCI", [("Reference", [("Link", "一3")]), ("P", "张三")])
    assert outline(made) == [("TOC", [entry]), ("P", "文")]


def test_headings_have_no_gap(tagged: Tagged) -> None:
    made = tagged("<h2>章<h2>章<h5>节<h5>节<h3>目<h6>条<h1>篇")

    assert [tag.role for tag in made.root.tags] == ["H1", "H1", "H2", "H2", "H2", "H3", "H1"]


def test_another_language_is_told(tagged: Tagged) -> None:
    made = tagged('<p>文<span lang="en">text</span></p><p lang="ja">文</p><p lang="zh-Hans">文</p>')

    assert str(made.pdf.Root.Lang) == "zh-Hans"
    assert [str(tag.entries.get("/Lang", "")) for tag in made.root.all("P", "Span")] == ["", "en", "ja", ""]


def test_content_of_a_group_belongs_to_its_elements(tagged: Tagged) -> None:
    made = tagged('<p>前</p><div style="opacity: .5"><p>半透明</p></div><p>后</p>')

    assert outline(made) == [("P", "前"), ("P", "半透明"), ("P", "后")]


def test_marks_of_squeezed_and_emphasized_text_keep_the_source_text(tagged: Tagged) -> None:
    text = "他说：“‘一’、《二》（三）。”2026年PDF测试……——完"

    assert outline(tagged(f"<p>{text}</p>")) == [("P", text)]


@pytest.mark.parametrize("options", [{}, {"pdf_variant": "pdf/x-4"}, {"pdf_variant": "pdf/ua-2"}])
def test_pdfs_without_our_tags_are_finished_too(compose: Callable[..., Setting], options: dict[str, str]) -> None:
    setting = compose("<p>文<a href='https://a.example/'>链接</a></p>", lang="zh-Hans")

    made = setting.document.write_pdf(finisher=finish, **options)

    assert re.match(rb"%PDF-[12]", made)


def test_an_empty_document_has_an_empty_tree(tagged: Tagged) -> None:
    assert tagged("").root.kids == []


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, max_size=3).map("".join)
    frames = st.sampled_from(
        [
            "<div>{}</div>", "<p>{}</p>", "<h3>{}</h3>", "<ul><li>{}</li></ul>", "<ol><li>{}<li>{}</ol>", "<li>{}</li>",
            "<table><thead><tr><th>{}<td></thead><tr><td rowspan=3>{}<th>{}</table>", "<table><caption>{}</table>",
            "<dl><dt>{}<dd>{}</dl>", "<dd>{}</dd>", "<figure>{}<figcaption>{}</figcaption></figure>",
            "<div style='columns: 2'>{}{}</div>", "<div style='display: flex'>{}{}</div>",
            "<div style='position: absolute; top: 20px'>{}</div>", "<div style='float: left'>{}</div>",
            "<div style='opacity: .5'>{}</div>", "<section lang=en>{}</section>", "<em lang=ja>{}</em>",
            "<a href='#x'>{}</a>", "<span class=note>{}</span>", "<b aria-hidden=true>{}</b>",
            "<ul role=doc-toc><li>{}</ul>", "<blockquote>{}</blockquote>", "<code>{}</code>",
        ]
    )  # fmt: skip
    return st.builds(lambda frame, text: frame.replace("{}", text), frames, several)


_CONTENT = st.recursive(
    st.sampled_from(["文字", "abc ", " ", CLAUSE, "", "<br>", f"<img src=\"{PICTURE}\" alt='图'>"]),
    _wrapped,
    max_leaves=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.lists(_CONTENT, min_size=1, max_size=3).map("".join))
def test_whatever_the_document_its_structure_is_sound(tagged: Tagged, body: str) -> None:
    made = tagged(f"<p id=x>始</p>{body}", ".note { float: footnote }")

    assert isinstance(made.root, Tag)
