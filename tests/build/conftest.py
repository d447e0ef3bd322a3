"""A small edition that uses much of what the manifest has, built once for all tests here."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from typeset.build import Built, Typesetter, build_edition, check_edition
from typeset.workspace import Workspace

PUBLICATION = """\
刊物:
  刊名: 试刊
  主办单位: 试验单位
  出版物类别: 其他
  版权信息:
    编印单位: 试验单位
    声明: 内部资料　免费交流
"""
ISSUE = """\
刊物:
  期号: 3
  总期号: 27
  日期: 2026-03-15
栏目:
  - 栏目: 要闻
    文章:
      - 标题: 第一篇文章 有两个短语
        引题: 引题在上
        副题: 副题在下
        作者: 某某工会 张三
        正文: articles/one.md
        照片:
          - 文件: photos/wide.jpg
            说明: 图片的说明
            摄影: 李四 摄
            栏数: 2
            位置: 页首
        编者按: 编者按语在前。
        小编说: 编后的话在后。
        来源: 《试验日报》
      - 标题: 接排的短文
        另页起: 否
        正文: 短文的正文只有一句话。
  - 栏目: 副刊
    文章:
      - 标题: 另一栏的文章
        正文: articles/two.md
"""


def paragraphs(number: int) -> str:
    """Text of several paragraphs with quotes, digits, Latin and run-in heads."""
    return "\n\n".join(
        f"**第{index}个小标题。**2026年，全区开展“技能提升”培训{index}00场次，Python 3.11与数据，"
        f"“一岗精、二岗会”的做法得到推广（见附表{index}）；" + "职工群众的获得感不断增强，" * 6 + "成效明显。"
        for index in range(1, number + 1)
    )


def write_edition(root: Path) -> Workspace:
    folder = root / "issues" / "2026-03"
    (folder / "articles").mkdir(parents=True)
    (folder / "photos").mkdir()
    (root / "issues" / "publication.yaml").write_text(PUBLICATION, "utf-8")
    (folder / "issue.yaml").write_text(ISSUE, "utf-8")
    one = "## 第一部分，内容更加明确\n\n" + paragraphs(9) + "\n\n正文里有注释[^1]。\n\n[^1]: 注释的文字。\n"
    (folder / "articles" / "one.md").write_text(one, "utf-8")
    (folder / "articles" / "two.md").write_text(paragraphs(3), "utf-8")
    Image.linear_gradient("L").resize((3000, 1400)).convert("RGB").save(folder / "photos" / "wide.jpg")
    return Workspace(root)


def build(workspace: Workspace, typesetter: Typesetter | None = None) -> Built:
    checked = check_edition(workspace.edition("2026-03"), workspace)
    setter = typesetter or Typesetter(checked.layout, checked.catalogue)
    return build_edition(checked, setter, workspace, lambda _done, _all: None, printed=False)


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return write_edition(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="session")
def built(workspace: Workspace) -> Built:
    return build(workspace)
