"""Word files as they come: what becomes of their parts, and that nothing is lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from typeset.copyedit import Settings
from typeset.importing import Delivery, Naming, Sure, import_file
from typeset.manuscript import Heading, Picture, RunInHead, Table, inline_text, read_markdown
from typeset.problems import Place

from .word_files import LONG, MORE, line, picture, run, saved, text_box, usual, with_part, xml


def imported(path: Path) -> Delivery:
    return import_file(path, path.name, Naming(lambda _: False, 1), Settings())


def codes(delivery: Delivery) -> list[str]:
    return [item.code for item in delivery.problems]


def message(delivery: Delivery, code: str) -> str:
    return next(item.message("zh") for item in delivery.problems if item.code == code)


def test_an_article_without_styles_has_its_parts(tmp_path: Path) -> None:
    delivery = imported(saved(usual(), tmp_path / "来稿.docx"))

    article = delivery.articles[0]
    head = article.draft.head
    assert (head.title, head.subtitle) == ("把服务送到职工身边", "江城市总工会“送服务进车间”纪实")
    assert [(author.unit, author.name) for author in head.authors] == [("江城市总工会宣传部", "李红")]
    assert article.draft.source == "《江城工运》"
    assert [(photo.file, photo.caption, photo.credit) for photo in article.photos] == [
        ("photos/01-1.jpg", "活动现场", "张三 摄")
    ]
    assert article.markdown == (f"{LONG}\n\n## 一、走进车间\n\n**服务有温度。**{MORE}\n\n![](photos/01-1.jpg)\n")
    assert article.body_file == "articles/01-把服务送到职工身边.md"
    assert delivery.pictures == {"photos/01-1.jpg": picture().getvalue()}
    assert delivery.account.balanced
    assert delivery.account.source == delivery.account.result


def test_run_in_heads_and_subheads_are_read_back_as_such(tmp_path: Path) -> None:
    body = read_markdown(imported(saved(usual(), tmp_path / "a.docx")).articles[0].markdown, Place("a")).body

    assert [inline_text(block.children) for block in body.blocks if isinstance(block, Heading)] == ["一、走进车间"]
    heads = [child for block in body.blocks for child in getattr(block, "children", ()) if isinstance(child, RunInHead)]
    assert [inline_text(head.children) for head in heads] == ["服务有温度。"]
    assert any(isinstance(block, Picture) for block in body.blocks)


def test_guesses_say_how_sure_they_are(tmp_path: Path) -> None:
    article = imported(saved(usual(), tmp_path / "a.docx")).articles[0]

    sure = {(guess.part, guess.text): guess.sure for guess in article.guesses}
    assert sure["title", "把服务送到职工身边"] is Sure.HIGH
    assert sure["caption", "▲活动现场 张三 摄"] is Sure.HIGH
    assert sure["subhead", "一、走进车间"] is Sure.HIGH


def test_a_title_in_two_lines_keeps_its_break_and_a_kicker_stands_above(tmp_path: Path) -> None:
    document = Document()
    line(document, "开发区工会在行动", size=14, centre=True)
    line(document, "把服务送到职工身边", size=22, bold=True, centre=True)
    line(document, "让关爱走进每个车间", size=22, bold=True, centre=True)
    line(document, LONG)
    article = imported(saved(document, tmp_path / "a.docx")).articles[0]

    assert article.draft.head.title == "把服务送到职工身边 让关爱走进每个车间"
    assert article.draft.head.kicker == "开发区工会在行动"


def test_tracked_changes_are_taken_as_accepted_and_told(tmp_path: Path) -> None:
    document = usual()
    inserted = f'<w:ins w:id="1" w:author="王">{run("新增的话。")}</w:ins>'
    deleted = '<w:del w:id="2" w:author="王"><w:r><w:delText>删去的话</w:delText></w:r></w:del>'
    xml(document, run("保留的话，") + inserted + deleted)
    delivery = imported(saved(document, tmp_path / "a.docx"))

    assert delivery.articles[0].markdown.endswith("保留的话，新增的话。\n")
    assert message(delivery, "import-deletions") == "有 1 处修订已删除的文字没有导入，如“删去的话”。"
    assert message(delivery, "import-insertions") == "有 1 处修订新增的文字已导入，如“新增的话。”。"


def test_emphasis_dots_are_kept_hidden_text_is_named(tmp_path: Path) -> None:
    document = usual()
    xml(document, run("这里要") + run("特别注意", '<w:em w:val="dot"/>') + run("几件事。") + run("机密", "<w:vanish/>"))
    delivery = imported(saved(document, tmp_path / "a.docx"))

    assert delivery.articles[0].markdown.endswith("这里要*特别注意*几件事。\n")
    assert message(delivery, "import-hidden-text") == "有 1 处隐藏文字没有导入，如“机密”。"


def test_a_document_of_text_boxes_is_read_in_the_order_of_the_page(tmp_path: Path) -> None:
    document = Document()
    boxes = [
        text_box(MORE, top=3000),
        text_box("把服务送到职工身边", top=1000),
        text_box("江城市总工会 李红", LONG, top=2000),
    ]
    xml(document, "".join(boxes))
    delivery = imported(saved(document, tmp_path / "a.docx"))

    article = delivery.articles[0]
    assert article.draft.head.title == "把服务送到职工身边"
    assert article.markdown == f"{LONG}\n\n{MORE}\n"
    assert delivery.account.boxes == 3
    assert delivery.account.balanced


def test_merged_cells_are_marked_and_a_nested_table_flattened_and_told(tmp_path: Path) -> None:
    document = usual()
    table = document.add_table(3, 3)
    for row, words in enumerate((("项目", "", "数量"), ("甲", "乙", "1"), ("", "丙", "2"))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 0).merge(table.cell(2, 0))
    inner = table.cell(2, 2).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内一", "内二"
    delivery = imported(saved(document, tmp_path / "a.docx"))

    assert (
        "| 项目 | << | 数量 |\n| --- | --- | --- |\n| 甲 | 乙 | 1 |\n| ^^ | 丙 | 2<br>内一<br>内二 |"
        in delivery.articles[0].markdown
    )
    assert "import-nested-table" in codes(delivery)
    assert message(delivery, "import-fewer-tables").startswith("原稿有 2 个表格，导入后有 1 个")


def test_a_table_that_arranges_pictures_gives_its_content_in_order(tmp_path: Path) -> None:
    document = usual()
    table = document.add_table(2, 2)
    for column, colour in enumerate(("blue", "green")):
        table.cell(0, column).paragraphs[0].add_run().add_picture(picture(colour))
        table.cell(1, column).text = f"图{column + 1}　合影"
    delivery = imported(saved(document, tmp_path / "a.docx"))

    assert len(delivery.articles[0].photos) == 3
    assert "import-layout-table" in codes(delivery)
    assert delivery.account.source.pictures == delivery.account.result.pictures == 3


def test_the_same_picture_twice_is_one_file(tmp_path: Path) -> None:
    document = usual()
    document.add_paragraph("又一段话，说明活动的意义，以及以后怎么办，这里要写得长一些。")
    document.add_picture(picture())
    delivery = imported(saved(document, tmp_path / "a.docx"))

    assert list(delivery.pictures) == ["photos/01-1.jpg"]
    assert delivery.articles[0].markdown.count("![](photos/01-1.jpg)") == 2


def test_a_picture_that_cannot_be_set_keeps_its_place(tmp_path: Path) -> None:
    path = saved(usual(), tmp_path / "a.docx")
    with_part(path, "word/media/image1.jpg", b"\xd7\xcd\xc6\x9a" + bytes(60))
    delivery = imported(path)

    assert [(photo.file, photo.awaited) for photo in delivery.articles[0].photos] == [("photos/01-1.jpg", True)]
    assert delivery.pictures == {}
    assert message(delivery, "import-picture-foreign").startswith("第 8 段处的图片“image1.jpg”是 WMF 格式，排不了")


def test_numbers_that_word_counts_are_written_out(tmp_path: Path) -> None:
    document = usual()
    for text in ("加强组织领导，层层抓好落实，做到有人管事。", "完善工作机制，定期研究问题，做到有章理事。"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("其他事项另行通知，请各单位互相转告。", style="List Bullet")
    text = imported(saved(document, tmp_path / "a.docx")).articles[0].markdown

    assert "1. 加强组织领导，层层抓好落实，做到有人管事。\n2. 完善工作机制" in text
    assert "\n- 其他事项另行通知" in text


def test_lists_typed_by_hand_are_lists_and_tabbed_lines_a_table(tmp_path: Path) -> None:
    document = usual()
    for text in ("1.学习文件。", "2.讨论发言。", "姓名\t单位\t票数", "张三\t机床厂\t120", "李四\t轴承厂\t98"):
        document.add_paragraph(text)
    delivery = imported(saved(document, tmp_path / "a.docx"))

    body = read_markdown(delivery.articles[0].markdown, Place("a")).body
    table = next(block for block in body.blocks if isinstance(block, Table))
    assert [[inline_text(cell.children) for cell in row] for row in table.rows] == [
        ["张三", "机床厂", "120"],
        ["李四", "轴承厂", "98"],
    ]
    assert "1. 学习文件。\n2. 讨论发言。" in delivery.articles[0].markdown
    assert delivery.account.balanced


def test_a_title_pushed_to_the_middle_with_the_space_bar(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("            把服务送到职工身边")
    document.add_paragraph("\t\t\t江城市总工会 李红")
    document.add_paragraph(f"    {LONG}")
    delivery = imported(saved(document, tmp_path / "a.docx"))

    head = delivery.articles[0].draft.head
    assert (head.title, [author.name for author in head.authors]) == ("把服务送到职工身边", ["李红"])
    assert delivery.articles[0].markdown == f"{LONG}\n"


def test_an_article_laid_out_in_one_big_cell(tmp_path: Path) -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    for text in ("把服务送到职工身边", "作者：李红", LONG, MORE):
        cell.add_paragraph(text)
    delivery = imported(saved(document, tmp_path / "a.docx"))

    assert delivery.articles[0].draft.head.title == "把服务送到职工身边"
    assert delivery.articles[0].markdown == f"{LONG}\n\n{MORE}\n"
    assert "import-layout-table" in codes(delivery)


def test_pictures_above_the_title_and_captions_above_pictures(tmp_path: Path) -> None:
    document = Document()
    document.add_picture(picture("blue"))
    line(document, "把服务送到职工身边", size=22, bold=True, centre=True)
    line(document, LONG)
    line(document, "↓培训现场　王五/摄", size=9, centre=True)
    document.add_picture(picture("green"))
    line(document, MORE)
    photos = imported(saved(document, tmp_path / "a.docx")).articles[0].photos

    assert [(photo.caption, photo.credit) for photo in photos] == [("", ""), ("培训现场", "王五/摄")]


def test_pictures_side_by_side_stay_side_by_side(tmp_path: Path) -> None:
    document = usual()
    paragraph = document.add_paragraph()
    for colour in ("blue", "green"):
        paragraph.add_run().add_picture(picture(colour))
    delivery = imported(saved(document, tmp_path / "a.docx"))

    assert delivery.articles[0].markdown.endswith("\n\n![](photos/01-2.jpg) ![](photos/01-3.jpg)\n")
    assert delivery.account.balanced


def test_comments_headers_and_footers_are_named_and_not_taken_in(tmp_path: Path) -> None:
    document = usual()
    document.add_comment(document.paragraphs[4].runs, text="数字请再核一下", author="王编辑")
    document.sections[0].header.paragraphs[0].text = "江城工运简报"
    delivery = imported(saved(document, tmp_path / "a.docx"))

    assert message(delivery, "import-comment") == "批注（王编辑）：数字请再核一下"
    assert message(delivery, "import-margins") == "页眉、页脚的文字没有导入：江城工运简报"
    assert "江城工运简报" not in delivery.articles[0].markdown


def test_a_note_on_the_title_is_not_lost(tmp_path: Path) -> None:
    document = usual()
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    xml(document, run("正文里有一条注释，说明数据的来历。") + note)
    path = saved(document, tmp_path / "a.docx")
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
        for number, text in ((2, "据统计局年报。"), (3, "本文有删节。"))
    )
    with_part(path, "word/footnotes.xml", f"<w:footnotes {space}>{notes}</w:footnotes>".encode())
    import zipfile

    relations = zipfile.ZipFile(path).read("word/_rels/document.xml.rels").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    added = f'<Relationship Id="rIdF" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    with_part(path, "word/_rels/document.xml.rels", relations.replace("</Relationships>", added).encode())
    delivery = imported(path)

    text = delivery.articles[0].markdown
    assert "说明数据的来历。[^1]" in text
    assert "[^1]: 据统计局年报。" in text
    assert "本文有删节。" in text
    assert message(delivery, "import-note-uncalled") == "有一条注释在正文里没有注号，放在文末：“本文有删节。”。"
    assert delivery.account.balanced


def test_a_photo_of_forty_megapixels_is_copied_as_it_is(tmp_path: Path) -> None:
    document = usual()
    large = picture("navy", (8000, 5000))
    document.add_picture(large)
    delivery = imported(saved(document, tmp_path / "a.docx"))

    assert delivery.pictures["photos/01-2.jpg"] == large.getvalue()


def test_the_account_notices_what_a_writer_would_lose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typeset.importing.markdown import MarkdownWriter

    write = MarkdownWriter.write
    monkeypatch.setattr(MarkdownWriter, "write", lambda self, content: write(self, content[1:]))
    delivery = imported(saved(usual(), tmp_path / "a.docx"))

    assert not delivery.account.balanced
    lost = [item.message("zh") for item in delivery.problems if item.code == "import-lost-text"]
    assert lost[0] == "原稿第 5 段的“日前”没有进文稿。"


def test_several_articles_in_one_file_are_parted_by_their_bylines(tmp_path: Path) -> None:
    document = Document()
    for title, name in (("把服务送到职工身边", "李红"), ("让技能成为职工的底气", "王强")):
        line(document, title, size=20, bold=True, centre=True)
        line(document, f"江城市总工会副主席 {name}", centre=True)
        line(document, LONG)
        line(document, "一、主要做法", bold=True)
        line(document, MORE)
    delivery = imported(saved(document, tmp_path / "a.docx"))

    assert [article.draft.title for article in delivery.articles] == ["把服务送到职工身边", "让技能成为职工的底气"]
    assert [article.body_file[:11] for article in delivery.articles] == ["articles/01", "articles/02"]
    assert all("## 一、主要做法" in article.markdown for article in delivery.articles)
