"""Markdown inside paragraphs: bold, emphasis, links, code, HTML, and what was mistyped."""

from __future__ import annotations

import pytest

from typeset.manuscript import Link, Paragraph, Strong, Text
from typeset.problems import Place, Severity

from .reading import codes, markdown, only, shape, where


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("制定**凝聚思想共识**，推进", "制定**凝聚思想共识**，推进"),
        ("推动**“点”上开花**、带动", "推动**“点”上开花**、带动"),
        ("这是**《方案》**的内容", "这是**《方案》**的内容"),
        ("这是*强调*的", "这是*强调*的"),
        ("姓名____电话____，地址____。", "姓名____电话____，地址____。"),
        ("文件_名_称", "文件_名_称"),
        ("粗 __体__ 的", "粗 **体** 的"),
        ("**粗*斜*粗**", "**粗*斜*粗**"),
        ("**粗 **粗** 粗**", "**粗 粗 粗**"),
        ("`a  *b*`和``c`d``", "`a  *b*`和`c`d`"),
        (r"5\*3\*2 \# \[甲\]", "5*3*2 # [甲]"),
        ("A&amp;B&nbsp;&#8203;C &copy;", "A&B C ©"),
        ("a_b_c 2*3*4", "a_b_c 2*3*4"),
    ],
)
def test_marks_of_emphasis(text: str, printed: str) -> None:
    assert shape(markdown("前文\n\n前，" + text))[1] == "p 前，" + printed


def test_bold_in_bold_is_bold_once() -> None:
    (block,) = markdown("前 **粗 **粗** 粗** 后").body.blocks
    assert isinstance(block, Paragraph)
    assert [type(child) for child in block.children] == [Text, Strong, Text]


def test_links_that_can_be_used() -> None:
    reading = markdown(
        "[工会](https://a.cn/x?y=1#z) <http://b.cn> <a@b.cn> [信](mailto:a@b.cn)[中](http://a.cn/图 'x')"
    )

    assert shape(reading) == [
        "p [工会](https://a.cn/x?y=1#z) [http://b.cn](http://b.cn) [a@b.cn](mailto:a@b.cn) [信](mailto:a@b.cn)"
        "[中](http://a.cn/%E5%9B%BE)"
    ]
    assert codes(reading) == []


def test_reference_links() -> None:
    assert shape(markdown("见[主页][1]和[甲]。\n\n[1]: https://a.cn '主页'\n[甲]: <http://b.cn>\n")) == [
        "p 见[主页](https://a.cn)和[甲](http://b.cn)。"
    ]


def test_a_reference_definition_is_one_line() -> None:
    assert shape(markdown("见[甲]。\n\n[甲]:\nhttp://b.cn\n")) == ["p 见[甲]。", "p [甲]: http://b.cn"]


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java&#x0A;script:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://a.cn",
        "//a.cn/x",
        "a.md",
        "#节",
        "http://a.cn/" + "x" * 2000,
        "",
    ],
)
def test_other_links_keep_their_text_only(target: str) -> None:
    reading = markdown(f"前文[文字]({target})后文")

    assert shape(reading) == ["p 前文文字后文"]
    warning = only(reading)
    assert (warning.code, warning.severity, where(warning)) == ("link-dropped", Severity.WARNING, (1, 3, 1))


def test_the_message_about_a_dropped_link() -> None:
    warning = only(markdown("前文[文字](javascript:alert)后文"))
    assert warning.message("zh") == "链接“javascript:alert”不能用，只保留了文字。"
    assert warning.message("en") == "The link to javascript:alert cannot be used; only its text was kept."
    assert warning.hint("zh") == ("链接要以 http://、https:// 或 mailto: 开头；如果是图片，方括号前要有半角的叹号。")


def test_an_automatic_link_with_a_script_is_text() -> None:
    reading = markdown("前<javascript:x>后")
    assert shape(reading) == ["p 前javascript:x后"]
    assert codes(reading) == ["link-dropped"]


def test_html_tags_go_and_their_text_stays() -> None:
    reading = markdown("一<b>二</b><span class='x'>三</span>\n\n<div>\n四\n</div>\n\n<b>五</b></i>")

    assert shape(reading) == ["p 一二三", "p 四", "p 五"]
    assert [(item.code, item.arguments["tag"], item.arguments["count"], where(item)) for item in reading.problems] == [
        ("html-not-read", "<b>", "2", (1, 2, 3)),
        ("html-not-read", "<span>", "1", (1, 10, 16)),
        ("html-not-read", "<div>", "1", (3, 1, 5)),
        ("html-not-read", "<i>", "1", (7, 9, 4)),
    ]
    first = reading.problems[0]
    assert first.message("zh") == "HTML 标记 <b> 不起作用，已去掉，其中的文字保留（共 2 处）。"
    assert first.message("en") == "The HTML tag <b> has no effect: it was dropped and its text kept (2 in all)."
    assert first.hint("zh") == "加粗写 **文字**，图片写 ![说明](photos/文件名.jpg)。"


def test_less_than_signs_are_no_tags() -> None:
    reading = markdown("若 a<b 且 3<5，则<中文>照印")
    assert shape(reading) == ["p 若 a<b 且 3<5，则<中文>照印"]
    assert codes(reading) == []


def test_scripts_and_style_sheets_go_with_their_content() -> None:
    reading = markdown(
        "前\n\n<script>\nalert(1)\n\nx\n</script>\n\n中<STYLE type=a>p {}</STYLE >\n\n<style>a</style>后"
    )

    assert "alert" not in reading.body.plain_text()
    assert shape(reading)[-1] == "p 后"
    assert {item.arguments["tag"] for item in reading.problems} >= {"<script>", "<style>"}


def test_comments_vanish_in_silence() -> None:
    reading = markdown("前<!-- 注 -->后\n\n<!-- 长\n\n- 注\n-->\n\n正文<!-- 末 -->\n")

    assert shape(reading) == ["p 前后", "p 正文"]
    assert codes(reading) == []
    assert (reading.body.blocks[1].place.line, reading.body.blocks[1].place.column) == (8, 1)


def test_columns_behind_a_comment_are_those_of_the_file() -> None:
    assert where(only(markdown("前<!-- 注 -->后,是"))) == (1, 13, 1)


def test_a_comment_in_code_is_code() -> None:
    assert shape(markdown("写作`<!-- x -->`。\n\n```\n<!-- y -->\n```\n")) == ["p 写作`<!-- x -->`。", "p `<!-- y -->`"]


def test_a_comment_without_an_end_stays_and_is_told() -> None:
    reading = markdown("前文 <!-- 忘了\n\n后文")

    assert shape(reading) == ["p 前文 <!-- 忘了", "p 后文"]
    warning = next(item for item in reading.problems if item.code == "comment-unclosed")
    assert where(warning) == (1, 4, 4)
    assert warning.message("zh") == "注释 <!-- 没有用 --> 结束，后面的文字都会印出来。"


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("见![图](photos/图 片.jpg)", 2),
        ("见![图]（photos/a.jpg）", 2),
        ("见[网页]（https://a.cn）", 2),
    ],
)
def test_a_picture_or_link_that_is_mistyped_is_told(text: str, column: int) -> None:
    reading = markdown(text)

    assert shape(reading) == [f"p {text}"]
    (warning,) = [item for item in reading.problems if item.code == "markup-mistyped"]
    assert where(warning) == (1, column, len(text) - 1)
    assert warning.message("zh") == f"“{text[1:]}”像是图片或链接，但写法不对，会照原样印出来。"


def test_asterisks_that_would_be_printed_are_told() -> None:
    reading = markdown("前文，** 凝聚共识**后文")

    assert shape(reading) == ["p 前文，** 凝聚共识**后文"]
    warning = only(reading)
    assert (warning.code, where(warning)) == ("asterisks-printed", (1, 4, 2))
    assert warning.message("zh") == "这里的 ** 没有成对，会印出星号：“前文，** 凝聚共识**后”。"


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("http://a.cn/a.jpg", "picture-from-elsewhere"),
        ("HTTPS://a.cn/a.jpg", "picture-from-elsewhere"),
        ("//a.cn/a.jpg", "picture-from-elsewhere"),
        ("data:image/png;base64,AAAA", "picture-from-elsewhere"),
        ("file:///etc/passwd", "picture-from-elsewhere"),
        ("/etc/passwd", "picture-not-relative"),
        ("C:\\photos\\a.jpg", "picture-not-relative"),
        ("", "picture-without-file"),
        ("a%00.jpg", "picture-without-file"),
    ],
)
def test_pictures_that_are_no_files_of_the_edition_are_left_out(target: str, code: str) -> None:
    reading = markdown(f"正文\n\n![图]({target})\n")

    assert shape(reading) == ["p 正文"]
    problem = only(reading)
    assert (problem.code, problem.place) == (code, Place("articles/a.md", 3, 1, 2))


def test_the_message_about_a_picture_on_the_network() -> None:
    problem = only(markdown("正文\n\n![](https://a.cn/a.jpg)"))
    assert problem.severity is Severity.ERROR
    assert problem.message("zh") == "图片“https://a.cn/a.jpg”不在本期文件夹里，是网上或别处的图片，没有排入。"
    assert problem.hint("zh") == "把图片下载到本期的 photos 文件夹，写成 photos/文件名.jpg。"


def test_a_link_round_a_picture_is_only_the_picture() -> None:
    assert shape(markdown("[![图](a.jpg)](https://a.cn)")) == ["picture a.jpg (图) ()"]


def test_blanks_are_collapsed_and_those_at_the_ends_go() -> None:
    assert shape(markdown(" 甲  乙\t \u3000丙 **丁 ** 戊 \n\n**己**  庚")) == ["p 甲 乙　丙 **丁 ** 戊", "p **己** 庚"]


def test_a_link_keeps_the_words_in_it() -> None:
    (block,) = markdown("[**粗**和`码`](https://a.cn)").body.blocks
    assert isinstance(block, Paragraph)
    (link,) = block.children
    assert isinstance(link, Link)
    assert link.target == "https://a.cn"
