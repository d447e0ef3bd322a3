"""Picture news of upright pictures, which phones make: a group stands on the page of its title, whole."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from PIL import Image

from typeset.build import Typesetter, build_edition, check_edition
from typeset.workspace import Workspace

SHAPES = {"3:4": (900, 1200), "2:3": (800, 1200), "1:2": (600, 1200), "1:1": (900, 900)}
GROUPS = {
    "四张手机照片": ["3:4"] * 4,
    "六张手机照片": ["2:3"] * 6,
    "两张长图": ["1:2"] * 2,
    "六张长图": ["1:2"] * 6,
    "四张方图": ["1:1"] * 4,
}


def write(root: Path, layout: str) -> None:
    folder = root / "issues" / "2026-03"
    for name in ("articles", "photos"):
        (folder / name).mkdir(parents=True)
    for shape, size in SHAPES.items():
        Image.linear_gradient("L").resize(size).convert("RGB").save(
            folder / "photos" / f"{shape.replace(':', 'x')}.jpg"
        )
    articles = ["      - 标题: 头条\n        正文: articles/first.md\n"]
    (folder / "articles" / "first.md").write_text("头条的正文。\n", "utf-8")
    for number, (title, shapes) in enumerate(GROUPS.items()):
        pictures = " ".join(f'![图](photos/{shape.replace(":", "x")}.jpg "说明一句话")' for shape in shapes)
        text = f"这一段写照片是怎么来的，写得不长，两行上下。\n\n{pictures}\n图：张三 摄\n"
        (folder / "articles" / f"{number}.md").write_text(text, "utf-8")
        articles.append(f"      - 标题: {title}\n        标记: 图片新闻\n        正文: articles/{number}.md\n")
    manifest = (
        f"版式: {layout}\n刊物: {{刊名: 试刊, 出版物类别: 其他}}\n栏目:\n  - 栏目: 影像\n    文章:\n{''.join(articles)}"
    )
    (folder / "issue.yaml").write_text(manifest, "utf-8")
    (root / "issues" / "publication.yaml").touch()


@pytest.mark.parametrize("layout", ["classic", "modern", "bulletin"])
def test_a_group_of_upright_pictures_stands_below_its_title(tmp_path: Path, layout: str) -> None:
    write(tmp_path, layout)
    workspace = Workspace(tmp_path)
    checked = check_edition(workspace.edition("2026-03"), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    built = build_edition(checked, typesetter, workspace, lambda _done, _all: None, printed=False)
    pages = [(page.get_textpage().get_text_bounded(), images(page)) for page in pdfium.PdfDocument(built.pdf)]

    for title, shapes in GROUPS.items():
        [counts] = [found for text, found in pages if "张三" in text and title in text]
        assert counts == len(shapes), title


def images(page: pdfium.PdfPage) -> int:
    return sum(1 for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]))
