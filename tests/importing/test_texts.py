"""Text copied from a PDF, Markdown, and saved web pages."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from tests.seed.rebuild import raw_seed
from typeset.copyedit import Settings
from typeset.importing import Delivery, Imported, Naming, import_file
from typeset.manifest import read_issue
from typeset.manuscript import han_count, read_manuscript, read_markdown, read_text
from typeset.problems import Place
from typeset.workspace import EditionFolder, Workspace

from .word_files import LONG, MORE, picture

TITLES = {
    "突出党建引领 强化组织保障 着力构建产改新发展格局": "主席之声",
    "让职工“精一会二通三岗”": "他山之石",
    "高邮市网络主播行业工会成立": "图片新闻",
    "着力化解劳资纠纷 切实保障职工权益": "履职手记",
    "做实『四个强化』 推进产改向纵深发展": "履职手记",
}


def imported(path: Path) -> Delivery:
    return import_file(path, path.name, Naming(lambda _: False, 1), Settings())


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Delivery:
    path = tmp_path_factory.mktemp("seed") / "seed.txt"
    path.write_text(raw_seed(), "utf-8")
    return imported(path)


def by_title(delivery: Delivery, start: str) -> Imported:
    return next(article for article in delivery.articles if article.draft.title.startswith(start))


def test_the_raw_seed_gives_its_five_articles_in_their_columns(seed: Delivery) -> None:
    assert {article.draft.title: article.section for article in seed.articles} == TITLES


def test_the_seed_s_bylines_notes_and_sources_are_found(seed: Delivery) -> None:
    authors = {article.draft.title[:2]: [item.name for item in article.draft.head.authors] for article in seed.articles}
    assert authors == {"突出": ["张春萍"], "让职": [], "高邮": [], "着力": ["杨晓红"], "做实": ["张艳洁"]}
    notes = {article.draft.title[:2]: article.draft.note_after for article in seed.articles}
    assert [title for title, note in notes.items() if note and note.label == "小编说"] == ["突出", "做实"]
    assert by_title(seed, "让职工").draft.source == "《工人日报》"
    assert by_title(seed, "高邮").draft.credit == "唐佩 图/文"


def test_the_seed_s_pieces_are_back_with_their_heads_and_that_is_told(seed: Delivery) -> None:
    assert by_title(seed, "做实").markdown.startswith("无锡高新区综合保税区（以下简称综保区）")
    zhutang = by_title(seed, "着力").markdown
    assert re.findall("^## (.*)$", zhutang, re.MULTILINE) == ["落实“一份责”", "健全“一张网”", "善解“一口气”"]
    codes = [item.code for item in seed.problems]
    assert codes.count("import-piece-matched") == codes.count("import-piece-double") == 1
    assert "import-out-of-order" in codes


def test_the_seed_s_doubled_paragraphs_are_named_and_kept(seed: Delivery) -> None:
    doubled = [item.arguments["where"] for item in seed.problems if item.code == "import-doubled"]
    assert doubled == ["20", "21", "65"]
    assert by_title(seed, "突出").markdown.count("技能服务型党建示范点、示范点") == 2


def test_no_han_character_of_the_seed_is_lost(seed: Delivery) -> None:
    assert seed.account.balanced
    texts = [read_markdown(article.markdown, Place("a")).body.plain_text() for article in seed.articles]
    assert sum(map(han_count, texts)) > 5200


def test_cut_paragraphs_and_half_width_marks_are_mended_on_import(seed: Delivery) -> None:
    text = by_title(seed, "突出").markdown
    assert "走进职工心中。2022年，全区" in text
    assert not re.search("[\u4e00-\u9fff][,;:]", text)


def frames_of(edition: EditionFolder, workspace: Workspace, choice: Random) -> tuple[list[list[str]], set[str]]:
    """An edition's text as frames: each article's head with the start of its text, the rest in one to three more."""
    issue = read_issue(edition, workspace).issue
    assert issue is not None
    frames, titles = [], set()
    for section in issue.sections:
        for number, article in enumerate(section.articles):
            head = [f"【{section.heading}】"] if number == 0 else []
            head += ["".join(article.title.split("\n"))]
            head += [f"{author.unit or ''}{author.post or ''} {author.name}".strip() for author in article.authors]
            file = edition.path / (article.body or "")
            text = read_manuscript(file, file.name) if file.is_file() else read_text(article.body or "", Place("a"))
            body = [line for line in text.body.plain_text().split("\n") if line.strip()]
            body += [f"{note.label}：{note.text}" for note in (article.note_after,) if note]
            body += [f"来源：{article.source}"] if article.source else []
            body += [article.credit] if article.credit else []
            cuts = sorted(choice.sample(range(1, len(body)), min(choice.randint(0, 2), len(body) - 1)))
            parts = [body[start:end] for start, end in zip([0, *cuts], [*cuts, len(body)], strict=True)]
            frames += [[*head, *parts[0]], *parts[1:]]
            titles.add("".join(article.title.split()))
    return frames, titles


@pytest.mark.parametrize("order", [0, 3, 5])
def test_another_edition_s_text_frame_by_frame_gives_its_articles(tmp_path: Path, order: int) -> None:
    workspace = Workspace(Path(__file__).parents[1] / "editions" / "qinghe")
    choice = Random(order)
    frames, titles = frames_of(workspace.editions()[0], workspace, choice)
    choice.shuffle(frames)
    path = tmp_path / "frames.txt"
    path.write_text("\n\n\n".join("\n\n".join(frame) for frame in frames), "utf-8")
    delivery = imported(path)

    assert {"".join(article.draft.title.split()) for article in delivery.articles} == titles
    assert "import-out-of-order" in [item.code for item in delivery.problems]
    assert delivery.account.balanced


def test_a_plain_article_with_its_title_and_byline_on_top(tmp_path: Path) -> None:
    path = tmp_path / "稿.txt"
    path.write_bytes(f"把服务送到职工身边\r\n作者：李红\r\n\r\n{LONG}\r\n{MORE}\r\n".encode("gbk"))
    article = imported(path).articles[0]

    assert (article.draft.title, [item.name for item in article.draft.head.authors]) == ("把服务送到职工身边", ["李红"])
    assert article.markdown == f"{LONG}\n\n{MORE}\n"


def test_a_text_without_a_title_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{LONG}\n{MORE}\n", "utf-8")
    delivery = imported(path)

    assert delivery.articles[0].draft.title == ""
    assert "import-untitled" in [item.code for item in delivery.problems]


def test_markdown_stays_as_it_is_but_for_its_head_and_pictures(tmp_path: Path) -> None:
    (tmp_path / "图").mkdir()
    (tmp_path / "图" / "会场.jpg").write_bytes(picture().getvalue())
    body = f'{LONG}[^1]\n\n![会场](图/会场.jpg "活动现场")\n\n## 做法\n\n- 甲\n\n[^1]: 注。\n'
    text = f"# 把服务送到职工身边\n\n江城市总工会 李红\n\n{body}"
    (tmp_path / "a.md").write_text(text, "utf-8")
    delivery = imported(tmp_path / "a.md")

    article = delivery.articles[0]
    assert article.draft.title == "把服务送到职工身边"
    assert article.draft.head.authors[0].name == "李红"
    assert article.markdown == f"{LONG}[^1]\n\n![会场](photos/01-1.jpg)\n\n## 做法\n\n- 甲\n\n[^1]: 注。\n"
    assert [(photo.file, photo.caption) for photo in article.photos] == [("photos/01-1.jpg", "活动现场")]
    assert delivery.account.balanced


def test_markdown_takes_no_picture_from_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(picture().getvalue())
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text(
        f"# 题目\n\n{LONG}\n\n![](../secret.jpg)\n\n![](http://x.example/y.jpg)\n", "utf-8"
    )
    delivery = imported(tmp_path / "in" / "a.md")

    assert delivery.pictures == {}
    assert {"import-picture-lost", "import-outside"} <= {item.code for item in delivery.problems}


PAGE = """<html><head><meta charset="utf-8"><title>网页</title></head><body>
<h1 id="activity-name"> 工会送清凉 </h1><span id="js_name">江城工会</span>
<div id="js_content" style="visibility: hidden"><section>
<p style="text-align:center"><strong><span style="font-size:18px">一、走<span>进</span>车间</span></strong></p>
<p><span>LONG</span></p>
<p><img data-src="https://mmbiz.qpic.cn/a/640?wx_fmt=jpeg" src="./page_files/640.jpg" alt="图片"></p>
<p style="text-align:center;font-size:12px;">▲活动现场 张三 摄</p>
<p><img data-src="https://mmbiz.qpic.cn/b/641" src="data:image/svg+xml,%3Csvg%3E"></p>
<table><tr><td colspan="2">项目</td><td>数量</td></tr><tr><td>甲</td><td>乙</td><td>3</td></tr></table>
</section></div><script>document.write("<p>不要</p>")</script></body></html>"""


def test_a_saved_wechat_page(tmp_path: Path) -> None:
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "640.jpg").write_bytes(picture().getvalue())
    (tmp_path / "page.html").write_text(PAGE.replace("LONG", LONG), "utf-8")
    delivery = imported(tmp_path / "page.html")

    article = delivery.articles[0]
    assert (article.draft.title, article.draft.source) == ("工会送清凉", "江城工会")
    assert article.markdown == (
        f"## 一、走进车间\n\n{LONG}\n\n![](photos/01-1.jpg)\n\n![](photos/01-2.jpg)\n\n"
        "| 项目 | << | 数量 |\n| --- | --- | --- |\n| 甲 | 乙 | 3 |\n"
    )
    assert [(photo.caption, photo.credit, photo.awaited) for photo in article.photos] == [
        ("活动现场", "张三 摄", False),
        ("", "", True),
    ]
    lost = next(item for item in delivery.problems if item.code == "import-picture-not-saved")
    assert lost.message("zh") == "这张图片没有随网页存下来：https://mmbiz.qpic.cn/b/641"
    assert delivery.account.balanced
