from __future__ import annotations

from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from typeset.editions.carrying import next_manifest
from typeset.editions.dating import IssueDate
from typeset.editions.numbering import EditionNumber, Span
from typeset.manifest import Issue, Source, issue_from

NEXT = EditionNumber("regular", 2023, Span(4, 4), Span(28, 28))
DATE = IssueDate(2023, 4, 15)

LAST = """\
# 《甲》每期的清单

刊物:   # 共同的在 publication.yaml
  期号: 3   # 本年
  总期号: 27

  # 出版的日子
  日期: 2023-03-15
  版权信息:
    # 印完再填
    印刷日期: 2023-03-20
    印数: 500 份
  # 封面照片每期换
  封面:
    图片: photos/cover.jpg
    要目:
      - 一

# 各栏目
栏目:
  # 次序不变
  - 栏目: 主席之声   # 常设
    固定栏目: 是
    文章:
      # 头条，已经付排
      - 标题: 一
        正文: articles/1.md
      # 等照片
      - 标题: 二
        缓发: 是   # 张三说下期给
        # 作者还要核对
        作者: 张三
        正文: |
          第一段。

          第二段。

  # 只此一期
  - 栏目: 乙
    文章: [{标题: 三, 正文: a.md}]
  - 栏目: 丙
    文章: [{标题: 四, 缓发: 是, 正文: b.md}]
  - 栏目: 丁
    固定栏目: 是
    文章:
      - 标题: 五
        正文: c.md
# 备注每期写
备注:
  - 存疑
# 付印
印刷:
  出血: 5
  # 和印刷厂说好的
  交货: 3月25日前送到工会
  印数: 600 份   # 加印
# 版式不变
版式: classic
"""

FOLLOWING = """\
# 《甲》每期的清单

刊物:   # 共同的在 publication.yaml
  期号: 4   # 本年
  总期号: 28

  # 出版的日子
  日期: 2023-04-15
  版权信息:
    # 印完再填
    # 印刷日期:
    印数: 500 份
  # 封面照片每期换
  # 封面:
  #   要目:
  #     - 文章标题

# 各栏目
栏目:
  # 次序不变
  - 栏目: 主席之声   # 常设
    固定栏目: 是
    文章:
      # 等照片
      - 标题: 二
        # 作者还要核对
        作者: 张三
        正文: |
          第一段。

          第二段。
  - 栏目: 丙
    文章:
      - 标题: 四
        正文: b.md
  - 栏目: 丁
    固定栏目: 是
    # 文章:
    #   - 标题: 文章标题
    #     作者: 单位职务 姓名
    #     正文: articles/文件名.md
# 付印
印刷:
  出血: 5
  # 和印刷厂说好的
  # 交货:
  # 印数:
# 版式不变
版式: classic
"""


def test_comments_wording_and_order_stay_and_what_was_of_the_last_edition_goes() -> None:
    carried = next_manifest(LAST, NEXT, DATE)

    assert carried.text == FOLLOWING
    assert carried.headings == ("主席之声", "丙", "丁")


def test_english_keys_stay_english() -> None:
    text = (
        "publication:\n  number: 3\nsections:\n  - heading: News\n    standing: yes\n    articles:\n      - title: A\n"
    )

    assert next_manifest(text, EditionNumber("double", 2023, Span(4, 5), Span(28, 29)), DATE).text == (
        "publication:\n  number: 4-5\n  total_number: 28-29\n  kind: double\n  date: 2023-04-15\n"
        "sections:\n  - heading: News\n    standing: yes\n"
        "    # articles:\n    #   - title: Title\n    #     authors: Name\n    #     body: articles/NAME.md\n"
    )


def test_a_regular_edition_after_a_double_number_is_no_longer_called_one() -> None:
    text = "刊物:\n  期号: 2-3\n  期别: 合刊\n  总期号: 26-27\n栏目:\n  - 甲\n"
    assert next_manifest(text, NEXT, DATE, ["甲"]).text == (
        "刊物:\n  期号: 4\n  总期号: 28\n  日期: 2023-04-15\n栏目:\n  - 甲\n"
    )


def test_a_kind_that_is_right_already_stays() -> None:
    text = "刊物:\n  期号: 3\n  期别: 正刊\n栏目:\n  - 甲\n"
    assert "  期别: 正刊\n" in next_manifest(text, NEXT, DATE, ["甲"]).text


def test_an_extra_has_its_own_number_and_no_total_number() -> None:
    text = "刊物:\n  期号: 3\n  总期号: 27 # 创刊以来\n  日期: 2023-03\n栏目:\n  - 甲\n"
    extra = EditionNumber("extra", 2023, Span(1, 1))
    assert next_manifest(text, extra, DATE, ["甲"]).text == (
        "刊物:\n  期号: 1\n  期别: 增刊\n  日期: 2023-04-15\n栏目:\n  - 甲\n"
    )


def test_a_number_that_cannot_be_counted_on_from_is_emptied_for_the_editor() -> None:
    text = "刊物:\n  期号: 春季号   # 请填\n  日期: 2023-03\n栏目:\n  - 甲\n"
    unknown = EditionNumber("regular", 2023, None)
    assert next_manifest(text, unknown, DATE, ["甲"]).text == (
        "刊物:\n  期号:   # 请填\n  日期: 2023-04-15\n栏目:\n  - 甲\n"
    )


def test_a_manifest_without_the_publication_gets_one() -> None:
    text = "# 头\n栏目:\n  - 甲\n"
    assert next_manifest(text, NEXT, DATE, ["甲"]).text == (
        "# 头\n刊物:\n  期号: 4\n  总期号: 28\n  日期: 2023-04-15\n栏目:\n  - 甲\n"
    )


def test_an_edition_from_which_no_column_is_carried_shows_how_columns_are_written() -> None:
    text = "刊物:\n  期号: 3\n栏目:\n  - 栏目: 甲\n    文章: []\n"
    carried = next_manifest(text, NEXT, DATE)

    assert carried.headings == ()
    assert carried.text == (
        "刊物:\n  期号: 4\n  总期号: 28\n  日期: 2023-04-15\n\n"
        "# 栏目:\n#   - 栏目: 栏目名\n#     文章:\n"
        "#       - 标题: 文章标题\n#         作者: 单位职务 姓名\n#         正文: articles/文件名.md\n"
    )


def test_standing_columns_of_the_publication_stand_where_its_list_has_them() -> None:
    text = "栏目:\n  - 栏目: 乙\n    固定栏目: 是\n\n  - 栏目: 【丁】\n    文章: []\n  - 戊\n"
    carried = next_manifest(text, NEXT, DATE, ["甲: 一", "乙", "丙丙", "丁"])

    assert carried.headings == ("甲: 一", "乙", "丙丙", "丁")
    issue = issue_from(Source("issue.yaml", carried.text.encode())).issue
    assert issue is not None
    assert [section.heading for section in issue.sections] == ["甲: 一", "乙", "丙丙", "丁"]


def test_a_comment_goes_with_what_stands_below_it_unless_it_is_indented_more_deeply() -> None:
    first = "  - 栏目: 甲\n    固定栏目: 是\n      # 甲的\n"
    text = f"栏目:\n{first}  # 乙的\n  - 栏目: 乙\n    # 还是乙的\n  # 丙的\n  - 丙\n"
    assert next_manifest(text, NEXT, DATE, ["丙"]).text.partition("栏目:\n")[2] == (
        f"{first}"
        "    # 文章:\n    #   - 标题: 文章标题\n    #     作者: 单位职务 姓名\n    #     正文: articles/文件名.md\n"
        "  # 丙的\n  - 丙\n"
    )


def test_a_comment_that_shows_how_articles_are_written_is_not_repeated() -> None:
    once = next_manifest("栏目:\n  - 栏目: 甲\n    固定栏目: 是\n", NEXT, DATE).text
    assert once.count("# 文章:") == 1
    assert next_manifest(once, NEXT, DATE).text == once


# --- any manifest: the new one says what the rules say ------------------------------------------------------------

KEYS = {
    "publication": "刊物",
    "number": "期号",
    "total_number": "总期号",
    "date": "日期",
    "kind": "期别",
    "cover": "封面",
    "lines": "要目",
    "imprint": "版权信息",
    "print_date": "印刷日期",
    "print_run": "印数",
    "sections": "栏目",
    "heading": "栏目",
    "standing": "固定栏目",
    "articles": "文章",
    "title": "标题",
    "held": "缓发",
    "body": "正文",
    "notes": "备注",
    "double": "合刊",
}
TEXTS = st.sampled_from(["甲", "乙: 丙", "# 丁", "是", "2023-01-01", "一\n二", "“引”", "a'b", 'c"d', " e", "[f]", "@"])
FLAGS = st.sampled_from([None, True, False, "是", "否"])


@st.composite
def manifests(draw: st.DrawFn) -> str:
    keys = KEYS if draw(st.booleans()) else {name: name for name in KEYS}

    def article() -> dict[str, Any]:
        held = draw(FLAGS)
        found = {keys["title"]: draw(TEXTS), keys["body"]: draw(TEXTS)}
        if held is None:
            return found
        return {keys["held"]: held, **found} if draw(st.booleans()) else {**found, keys["held"]: held}

    def section() -> Any:
        heading, standing = draw(TEXTS), draw(FLAGS)
        if draw(st.booleans()):
            return heading
        found: dict[str, Any] = {keys["heading"]: heading}
        if standing is not None:
            found[keys["standing"]] = standing
        if draw(st.booleans()):
            found[keys["articles"]] = [article() for _ in range(draw(st.integers(0, 3)))]
        return found

    imprint = draw(st.dictionaries(st.sampled_from([keys["print_date"], keys["print_run"]]), st.just("2023-03-20")))
    publication = {keys["number"]: 3, keys["imprint"]: imprint, keys["cover"]: {keys["lines"]: [draw(TEXTS)]}}
    if draw(st.booleans()):
        publication |= {keys["kind"]: keys["double"], keys["number"]: "2-3", "题词": "无"}
    parts: dict[str, Any] = {
        keys["publication"]: publication,
        keys["sections"]: [section() for _ in range(draw(st.integers(0, 4)))],
        keys["notes"]: [draw(TEXTS)],
        keys["date"]: "x",
    }
    order = draw(st.permutations(list(parts)))
    data = {key: parts[key] for key in order if draw(st.integers(0, 4))}
    flow = draw(st.sampled_from([True, False, None]))
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_flow_style=flow)
    return text


def read(text: str) -> Issue | None:
    return issue_from(
        Source("issue.yaml", text.encode()), Source("publication.yaml", "刊物: {刊名: 甲}".encode())
    ).issue


@settings(deadline=None, max_examples=150)
@given(manifests(), st.lists(st.sampled_from(["甲", "“引”", "戊: 己"]), unique=True))
def test_the_new_manifest_says_what_the_rules_say(text: str, standing: list[str]) -> None:
    old = read(text)
    if old is None:
        return
    new = read(next_manifest(text, NEXT, DATE, standing).text)

    assert new is not None
    assert (new.publication.number, new.publication.total_number) == (4, 28)
    assert (new.publication.kind, new.publication.date) == ("regular", "2023-04-15")
    assert new.publication.imprint == old.publication.imprint.model_copy(update={"print_date": None})
    assert new.publication.cover.lines == ()
    assert new.notes == ()
    expected = [
        (section.heading, [(item.title, item.body) for item in section.articles if item.held])
        for section in old.sections
        if section.standing or section.heading in standing or any(item.held for item in section.articles)
    ]
    found = [(item.heading, [(each.title, each.body) for each in item.articles]) for item in new.sections]
    assert [item for item in found if item in expected or item[0] not in standing] == expected
    assert {heading for heading, _ in found} == {heading for heading, _ in expected} | set(standing)
    assert not any(item.held for section in new.sections for item in section.articles)
    assert {item.heading for item in new.sections if item.standing} >= {
        item.heading for item in old.sections if item.standing and item.heading
    }
