from __future__ import annotations

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from typeset.editions.slices import Piece, group, listing, root_of, with_dash, written
from typeset.manifest import Source, issue_from


def rebuilt(piece: Piece) -> list[str]:
    """A piece put together again from its slices, down to the last one."""
    if piece.is_group:
        slices = group(piece)
        lines = []
        for entry in slices.entries:
            inner = not (entry.value.empty or isinstance(entry.value.node, yaml.ScalarNode))
            lines += (entry.with_content(rebuilt(entry.value)) if inner else entry).lines
        return slices.lines(lines)
    items = listing(piece)
    lines = []
    for item in items.items:
        inner = not isinstance(item.value.node, yaml.ScalarNode)
        lines += item.lines(rebuilt(item.value) if inner else item.value.own)
    return items.lines(lines)


MANIFEST = """\
# 说明

# 刊物
刊物:   # 共同的
  # 名称
  刊名: 甲

  期号: "3"   # 本年
  题词: |
    # 不是注释
    第二行

  总期号: 26
  # 完
栏目:
  # 每项一个
  - 栏目: 主席之声   # 常设
    固定栏目: 是

    文章:
      # 头条
      - 标题: 一
        正文: >
          甲乙

          丙
        # 属于第一篇

      - 标题:
          - 上行
          - 下行
      # 属于文章
    # 属于栏目
  # 属于栏目表

  - 他山之石
# 末尾
"""


def test_a_manifest_put_together_from_its_slices_is_the_manifest() -> None:
    root = root_of(MANIFEST)
    assert root is not None
    assert "\n".join(rebuilt(root)) + "\n" == MANIFEST


def test_lists_that_are_not_indented_and_wide_dashes_stay_as_they_are() -> None:
    text = "栏目:\n# 头\n-   栏目: 甲\n    文章:\n    - 标题: 乙\n-   丙\n版式: classic\n"
    root = root_of(text)
    assert root is not None
    assert "\n".join(rebuilt(root)) + "\n" == text


COMMENTS = st.lists(st.sampled_from(["", "", "# 注", "  # 注: 值", "    # - 注", "      #注"]), max_size=3)
VALUES = st.sampled_from(
    ["值", '"引: 号" # 注', "'单'", "", "  # 只有注释", "a\n        b", "12", "|\n      块\n\n      # 块"]
)


@st.composite
def manifests(draw: st.DrawFn) -> str:
    """Text with groups, lists and comments wherever YAML allows a comment."""
    lines = draw(COMMENTS)
    for number in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["value", "group", "list"]))
        if kind == "value":
            lines.append(f"键{number}: {draw(VALUES)}".replace("\n      ", "\n  ").rstrip(" "))
        else:
            lines.append(f"键{number}:" + draw(st.sampled_from(["", "  # 注"])))
            for inner in range(draw(st.integers(1, 3))):
                lines += draw(COMMENTS)
                dash = "- " if kind == "list" else ""
                lines.append(f"  {dash}内{inner}: {draw(VALUES)}".rstrip(" "))
                if dash and draw(st.booleans()):
                    lines += [*draw(COMMENTS), f"    又: {draw(VALUES)}".rstrip(" ")]
        lines += draw(COMMENTS)
    return "\n".join(lines) + "\n"


@settings(deadline=None)
@given(manifests())
def test_slices_lose_no_line_and_keep_every_order(text: str) -> None:
    root = root_of(text)
    assert root is not None
    found = [line.strip() for line in rebuilt(root) if line.strip()]
    assert found == [line.strip() for line in text.split("\n") if line.strip()]
    assert yaml.safe_load("\n".join(rebuilt(root)) + "\n") == yaml.safe_load(text)


def test_a_group_in_braces_is_written_out_in_lines() -> None:
    root = root_of('{刊物: {刊名: "甲: 乙", 期号: 3}, 栏目: [甲, {栏目: 乙, 固定栏目: 是}], 备注: []}')
    assert root is not None
    assert rebuilt(root) == [
        "刊物:",
        '  刊名: "甲: 乙"',
        "  期号: 3",
        "栏目:",
        "- 甲",
        "- 栏目: 乙",
        "  固定栏目: 是",
        "备注: []",
    ]


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=20))
def test_any_text_can_be_written_as_a_value(text: str) -> None:
    lines = ["刊物:", f"  刊名: {written(text)}", "栏目:", *with_dash("- ", [f"栏目: {written(text)}"])]

    issue = issue_from(Source("issue.yaml", "\n".join(lines).encode())).issue

    assert issue is not None
    assert issue.publication.title == text.strip()
