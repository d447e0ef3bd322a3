"""The screen PDF of whole editions is PDF/UA-1: by an independent checker, and by a reading of our own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import outloud  # type: ignore[import-untyped]
import pikepdf
import pytest

from tests.build.conftest import write_edition
from tests.tagged_pdf import Tag, TaggedPdf
from typeset.build import Built, Typesetter, build_edition, check_edition
from typeset.edition import Article
from typeset.manuscript import Heading, Paragraph, inline_text
from typeset.workspace import Workspace

pytestmark = pytest.mark.edition
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def build_copy(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Built]:
    """Builds a copy of a project's edition."""

    def run(source: Path, name: str) -> Built:
        project = tmp_path_factory.mktemp("project")
        shutil.copytree(source / "issues", project / "issues")
        workspace = Workspace(project)
        checked = check_edition(workspace.edition(name), workspace)
        typesetter = Typesetter(checked.layout, checked.catalogue)
        return build_edition(checked, typesetter, workspace, lambda _done, _all: None, printed=False)

    return run


@pytest.fixture(scope="module")
def qinghe(build_copy: Callable[[Path, str], Built]) -> Built:
    return build_copy(ROOT / "tests" / "editions" / "qinghe", "2023-02")


@pytest.fixture(scope="module", params=["small", "seed", "qinghe"])
def edition(request: pytest.FixtureRequest, build_copy: Callable[[Path, str], Built]) -> Built:
    if request.param == "seed":
        return build_copy(ROOT, "2023-01")
    name = "built" if request.param == "small" else "qinghe"
    return request.getfixturevalue(name)  # type: ignore[no-any-return]


def findings(pdf: bytes, folder: Path) -> list[str]:
    """What outloud finds, informations aside.

    It takes a heading that is one word with a digit in it for a reference number, and a Chinese title without
    punctuation for one word (HDG-010): that is no finding.
    """
    (folder / "checked.pdf").write_bytes(pdf)
    found = outloud.check(str(folder / "checked.pdf")).findings
    return [
        f"{item.rule} {item.message} {item.evidence}"
        for item in found
        if item.severity != "info" and not (item.rule == "HDG-010" and re.search(r"[\u3400-\u9fff]", item.evidence))
    ]


def test_an_independent_checker_finds_nothing(edition: Built, tmp_path: Path) -> None:
    assert findings(edition.pdf, tmp_path) == []


def test_the_structure_is_sound(edition: Built) -> None:
    assert TaggedPdf(edition.pdf).faults == []


def test_title_language_and_conformance_are_told(edition: Built) -> None:
    publication = edition.edition.publication
    with pikepdf.open(BytesIO(edition.pdf)) as pdf:
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "zh-Hans"
        assert all(page.obj.Tabs == pikepdf.Name.S for page in pdf.pages)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert publication.title in metadata["dc:title"]


def article_tags(built: Built) -> list[tuple[Article, Tag]]:
    tags = TaggedPdf(built.pdf).root.all("Art")
    return list(zip(built.edition.articles, tags, strict=True))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def body_tags(article: Article) -> list[tuple[str, str]]:
    """The paragraphs and headings of the manuscript, as (type, text)."""
    written = []
    for block in article.body.blocks:
        if isinstance(block, Heading):
            written.append((f"H{block.level + 2}", squeezed(inline_text(block.children))))
        elif isinstance(block, Paragraph):
            written.append(("P", squeezed(inline_text(block.children))))
    return written


def without_calls(tag: Tag) -> str:
    return "".join(kid if isinstance(kid, str) else "" if kid.role == "Reference" else kid.text for kid in tag.kids)


def test_each_article_is_one_element_that_says_its_manuscript_in_order(edition: Built) -> None:
    for article, tag in article_tags(edition):
        said = [(kid.role, squeezed(without_calls(kid)).replace("\u00ad", "")) for kid in tag.tags]
        position = 0
        for role, text in body_tags(article):
            at = next((at for at in range(position, len(said)) if said[at] == (role, text)), None)
            assert at is not None, (article.title.plain, role, text, said[position:])
            position = at + 1


def test_the_small_edition_is_read_as_it_was_written(built: Built) -> None:
    first, second, third = TaggedPdf(built.pdf).root.all("Art")

    opening = [
        ("H1", "要闻"),
        ("P", "引题在上"),
        ("H2", "第一篇文章有两个短语"),
        ("P", "——副题在下"),
        ("P", "某某工会张三"),
        ("Div", [("P", "编者按"), ("P", "编者按语在前。")]),
        ("Div", [("Figure", ""), ("Caption", "图片的说明李四摄")]),
        ("H3", "第一部分，内容更加明确"),
    ]
    assert [tag.outline() for tag in first.tags[: len(opening)]] == opening
    assert [tag.outline() for tag in first.tags[-4:]] == [
        ("P", ["正文里有注释", ("Reference", "1"), "。"]),
        ("Note", [("Lbl", "1."), ("P", "注释的文字。")]),
        ("P", "（来源：《试验日报》）"),
        ("Div", [("P", "小编说"), ("P", "编后的话在后。")]),
    ]
    assert [tag.outline() for tag in second.tags][-1] == ("P", "短文的正文只有一句话。")
    assert third.tags[0].outline() == ("H1", "副刊")


def test_the_contents_are_a_list_of_links_to_the_articles(edition: Built) -> None:
    made = TaggedPdf(edition.pdf)
    entries = [link for toc in made.root.all("TOC") for link in toc.all("Link")]

    assert len(entries) == len(list(edition.edition.articles))
    for article, link in zip(edition.edition.articles, entries, strict=True):
        [target] = link.links
        folio = edition.paginated.pages.of(article)
        assert str(target.Dest) == article.id
        assert str(target.Contents) == " ".join([*article.title.plain.split(), str(folio)])
        assert len(link.links) == 1


def test_lists_tables_notes_and_addresses_of_an_edition(qinghe: Built) -> None:
    made = TaggedPdf(qinghe.pdf)

    hours = made.root.all("Table")[1]
    assert [head.attribute("/Scope") for head in hours.all("TH")] == ["/Column"] * 4
    assert {tag.text for tag in made.root.all("Lbl")} >= {"1.", "2.", "●", "主办单位"}
    assert len(made.root.all("Note")) == len(made.root.all("Reference")) - len(made.root.all("TOCI"))
    targets = {str(link.A.URI) for tag in made.root.all("Link") for link in tag.links if "/A" in link}
    assert "mailto:jiaogong@qinghe-jygh.example" in targets


def test_nothing_but_furniture_is_left_out(edition: Built) -> None:
    """Artifacts are running heads, folios and end signs; all else that is printed is read."""
    publication = edition.edition.publication.title
    headings = {article.heading for article in edition.edition.articles}
    left = "".join("".join(TaggedPdf(edition.pdf).painted.artifacts).split())
    for known in ("■", publication, *sorted(headings, key=len, reverse=True)):
        left = left.replace(known, "")
    assert not re.sub(r"\d+|年|第|期", "", left)


def alternatives(root: Path, instead_of_caption: str) -> tuple[list[str], list[str]]:
    """Descriptions of the pictures, and the messages about them, with another line where the caption was."""
    workspace = write_edition(root)
    manifest = root / "issues" / "2026-03" / "issue.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("说明: 图片的说明", instead_of_caption), "utf-8")
    checked = check_edition(workspace.edition("2026-03"), workspace)
    told = [item.message("zh") for item in checked.problems if item.code == "picture-undescribed"]
    return [figure.alt for article in checked.edition.articles for figure in article.figures], told


@pytest.mark.parametrize("line", ["", "替代文字:", "替代文字: ~"], ids=["no key", "no value", "null"])
def test_a_picture_that_nobody_describes_is_told_of(tmp_path: Path, line: str) -> None:
    described, told = alternatives(tmp_path, line)

    assert described == ["wide"]
    assert told == ["图片“photos/wide.jpg”既没有图片说明，也没有替代文字，读屏软件只能念出文件名。"]


@pytest.mark.parametrize(
    ("line", "alt"),
    [
        ("替代文字: 装饰", ""),
        ('替代文字: ""', ""),
        ("替代文字: ''", ""),
        ("替代文字: 会场", "会场"),
        ("说明: 现场", "现场"),
    ],
)
def test_pictures_are_described_or_decoration(tmp_path: Path, line: str, alt: str) -> None:
    assert alternatives(tmp_path, line) == ([alt], [])
