"""What an internal publication prints on its first page, in every layout: that it is one, and its permit in full."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from typeset.build import Typesetter, build_edition, check_edition
from typeset.workspace import Workspace

pytestmark = pytest.mark.edition
NOTICE = "内部资料，免费交流"
PERMIT = "示例省示例市连续性内部资料出版物准印字〔2026〕第 0012 号"
MANIFEST = f"""\
刊物:
  刊名: 工友通讯
  主办单位: 示例省示例市总工会办公室政策研究与宣传教育处
  期号: 3
  出版物类别: 其他
  版权信息: {{准印证号: {PERMIT}, 声明: '{NOTICE}'}}
栏目:
  - 栏目: 要闻
    文章: {{标题: 一篇文章, 正文: 正文只有一句话。}}
"""


def first_page(root: Path, manifest: str) -> list[str]:
    """The lines of the first page without spaces."""
    folder = root / "issues" / "one"
    folder.mkdir(parents=True)
    (root / "issues" / "publication.yaml").touch()
    (folder / "issue.yaml").write_text(manifest, "utf-8")
    workspace = Workspace(root)
    checked = check_edition(workspace.edition("one"), workspace)
    typesetter = Typesetter(checked.layout, checked.catalogue)
    built = build_edition(checked, typesetter, workspace, lambda _done, _all: None, printed=False)
    document = pypdfium2.PdfDocument(built.pdf)
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    return [re.sub(r"\s", "", line) for line in text.splitlines()]


@pytest.mark.parametrize("layout", ["classic", "modern", "bulletin"])
def test_notice_and_permit_stand_unbroken_on_the_first_page(tmp_path: Path, layout: str) -> None:
    found = first_page(tmp_path, MANIFEST + f"版式: {layout}\n")

    assert any(NOTICE in line for line in found)
    assert any(PERMIT.replace(" ", "") in line for line in found)
