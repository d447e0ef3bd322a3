"""Editions unlike the examples: many articles in the contents and on opening pages, upright head pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from typeset.build import Built, Typesetter, build_edition, check_edition
from typeset.layout.html import Pages, Templates
from typeset.layout.runs import plan_runs
from typeset.problems import Severity
from typeset.workspace import Workspace

pytestmark = pytest.mark.edition
LAYOUTS = ["classic", "modern", "bulletin"]
PUBLICATION = """
刊物:
  刊名: 港区通讯
  主办单位: 江城市总工会
  版权信息:
    准印证号: 江内资准字〔2026〕第 001 号
    声明: 内部资料　免费交流
    编印单位: 江城市总工会
    发送对象: 各基层工会
    印刷单位: 江城印刷厂
    印数: 100册
"""


def title(number: int) -> str:
    return f"港区夜校第{number}课记事"


def manifest(layout: str, opened: int, others: int) -> str:
    """A column of so many articles with an opening page, one of others, and an article with a picture of a phone."""

    def listed(first: int, last: int) -> str:
        return "".join(
            f"      - {{标题: {title(n)}, 作者: 港务集团工会 李小明, 另页起: 否, 正文: articles/{n}.md}}\n"
            for n in range(first, last)
        )

    return (
        f"版式: {layout}\n刊物: {{期号: 1, 日期: 2026-03-15, 版权信息: {{印刷日期: 2026-03-20}}}}\n栏目:\n"
        f"  - 栏目: 夜校\n    栏目页: 一周一课，课课有人来。\n    文章:\n{listed(0, opened)}"
        f"  - 栏目: 车间\n    文章:\n{listed(opened, opened + others)}"
        "  - 栏目: 手机拍\n    文章:\n      - 标题: 竖着拍的码头\n        作者: 王芳\n        正文: articles/long.md\n"
        "        照片: {文件: photos/tall.png, 位置: 页首, 说明: 码头, 替代文字: 码头的一角}\n"
    )


def written(root: Path, layout: str, opened: int, others: int) -> Workspace:
    folder = root / "issues" / "1"
    (folder / "articles").mkdir(parents=True)
    (folder / "photos").mkdir()
    Image.new("RGB", (1080, 1920), (90, 120, 150)).save(folder / "photos" / "tall.png")
    (root / "issues" / "publication.yaml").write_text(PUBLICATION, encoding="utf-8")
    (folder / "issue.yaml").write_text(manifest(layout, opened, others), encoding="utf-8")
    for number in range(opened + others):
        (folder / "articles" / f"{number}.md").write_text(f"这是第{number}课的开头，也是结尾。\n", encoding="utf-8")
    long = "船靠了岸，灯亮着。" + "吊机的臂慢慢转过来，箱子稳稳地落在车上。" * 60
    (folder / "articles" / "long.md").write_text(long + "\n", encoding="utf-8")
    return Workspace(root)


@dataclass(frozen=True)
class Made:
    """An edition of 20 and 9 articles and one more: what was built, and the text of its pages without white space."""

    layout: str
    built: Built
    texts: list[str]

    def page_of(self, name: str) -> int:
        """The index of the page on which the article with this title starts."""
        return self.built.paginated.pages.of(next(a for a in self.built.edition.articles if a.title.key == name)) - 1


@pytest.fixture(scope="module", params=LAYOUTS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    workspace = written(tmp_path_factory.mktemp(request.param) / "project", request.param, 20, 9)
    checked = check_edition(workspace.edition("1"), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    built = build_edition(checked, typesetter, workspace, lambda _done, _all: None, printed=False)
    document = pypdfium2.PdfDocument(built.pdf)
    yield Made(request.param, built, [re.sub(r"\s", "", p.get_textpage().get_text_bounded()) for p in document])
    document.close()


def titles_on(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"港区夜校第(\d+)课记事", text)]


def test_nothing_is_overset_and_no_page_is_blank(made: Made) -> None:
    found = {(item.severity, item.code) for item in made.built.report.problems}
    assert {code for severity, code in found if severity is Severity.ERROR} == set()
    assert "page-blank" not in {code for _, code in found}
    assert all(text for text in made.texts)


def test_the_contents_list_all_articles_without_an_empty_page(made: Made) -> None:
    opening = made.page_of(title(0)) - 1
    pages = made.texts[:opening] if made.layout == "bulletin" else made.texts[1:opening]
    listed = [titles_on(text) for text in pages]
    assert [number for page in listed for number in page] == list(range(29))
    assert len(pages) <= 2
    assert len(listed[0]) >= 3
    assert all("竖着拍的码头" in text or len(titles) >= 3 for text, titles in zip(pages, listed, strict=True))
    if made.layout != "bulletin":
        assert "编印单位" in pages[0]  # the masthead stands on the first page


def test_an_opening_page_holds_twenty_titles(made: Made) -> None:
    opening = made.texts[made.page_of(title(0)) - 1]
    assert "一周一课，课课有人来。" in opening
    assert titles_on(opening) == list(range(20))


def test_the_text_begins_on_the_page_of_its_title_below_or_beside_an_upright_picture(made: Made) -> None:
    page = made.texts[made.page_of("竖着拍的码头")]
    assert "竖着拍的码头" in page
    assert re.search("岸，灯亮着", page)  # the first character may stand apart as a drop cap


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_opening_page_tells_how_many_articles_there_are_where_it_cannot_name_them(
    layout: str, tmp_path: Path
) -> None:
    workspace = written(tmp_path / "project", layout, 60, 1)
    checked = check_edition(workspace.edition("1"), workspace)
    run = next(run for run in plan_runs(checked.edition, checked.layout) if run.articles)
    html = Templates(checked.layout, checked.options).run_html(run, checked.edition, 3, Pages({}))
    named = titles_on(
        html[html.index('class="section-titles"') : html.index("</section>", html.index("section-titles"))]
    )
    assert named == list(range(len(named)))
    assert 15 <= len(named) < 60
    assert "…… 等 60 篇" in html
