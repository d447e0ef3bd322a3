"""A small publication whose edition has something to clean and to check."""

from __future__ import annotations

from pathlib import Path

import pytest

ISSUE = """\
刊物: {刊名: 试刊, 期号: 1}
栏目:
  - 栏目: 要闻
    文章:
      - 标题: 劳动光荣 创造,伟大   # 两行
        作者: 镇总工会副主席 杨晓红
        正文: articles/one.md
        小编说: >-
          大家要"学习"起来.
      - 标题: "第二篇"
        正文: articles/two.txt
# 最后的注释
"""
ONE = "# 劳动光荣创造伟大\n\n全区开展活动,评选表彰 优秀职工。\n\n坚定不移跟党走、跟党走。\n"
TWO = "　　第二篇(上)的正文.\r\n　　没有毛病。\r\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    edition = tmp_path / "issues" / "2026-01"
    (edition / "articles").mkdir(parents=True)
    (tmp_path / "issues" / "publication.yaml").write_text("刊物: {出版物类别: 其他}\n", "utf-8")
    (edition / "issue.yaml").write_text(ISSUE, "utf-8")
    (edition / "articles" / "one.md").write_text(ONE, "utf-8")
    (edition / "articles" / "two.txt").write_bytes(TWO.encode("gb18030"))
    monkeypatch.chdir(tmp_path)
    return edition


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
