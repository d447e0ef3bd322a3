"""The form: what it reads, and that an edit changes nothing but what it must."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher, unified_diff
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from typeset.manifest import Issue, Source, issue_from
from typeset.manifest.editing import Document
from typeset.preview.forms import Edit, Move, Setting, apply_edits, read_edits, read_form
from typeset.preview.refusal import Refusal

from .serving import MANIFEST, Session, session

ISSUE = """\
# 本期的清单
刊物: {刊名: 产改, 期号: 1}   # 号

栏目:   # 依次排
  # 头版
  - 栏目: 要闻
    文章:
      - 标题: 甲文　副　# 不是注  # 是注
        作者:
          单位: 某市总工会   # 单位
          职务: 副主席
          姓名: 张三
        正文: articles/01.md

      # 二条
      - 标题: "乙\\t文"
        作者: 李四
        照片: photos/a.jpg   # 待补
        小编说: >-
          长长的
          按语

  - 栏目: '副刊'
    文章:
      -   标题:
            - 第一行
            - 第二行   # 行
          作者: [王五, '赵六']
          照片:
            - photos/b.jpg
            - {文件: photos/c.jpg, 说明: 原来的}
# 尾注
备注: []
"""
FIRST = ["sections", 0, "articles", 0]
SECOND = ["sections", 0, "articles", 1]
THIRD = ["sections", 1, "articles", 0]


def diff(before: str, *edits: dict[str, Any]) -> list[str]:
    """The lines that edits take away and put in."""
    after = apply_edits(before, read_edits(list(edits)), "issue.yaml")
    changed = unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [line for line in changed if not line.startswith(("---", "+++", "@@"))]


def setting(path: list[str | int], key: str, value: object) -> dict[str, Any]:
    return {"path": path, "key": key, "value": value}


def test_the_form_shows_what_editors_change_in_canonical_keys() -> None:
    form = read_form(ISSUE.encode(), "issue.yaml")

    assert form["sections"] == [
        {"path": ["sections", 0], "heading": "要闻", "articles": 2},
        {"path": ["sections", 1], "heading": "副刊", "articles": 1},
    ]
    assert [(item["path"], item["section"], item["title"], item["authors"]) for item in form["articles"]] == [
        (FIRST, "要闻", "甲文　副　# 不是注", ["某市总工会副主席 张三"]),
        (SECOND, "要闻", "乙\t文", ["李四"]),
        (THIRD, "副刊", "第一行\n第二行", ["王五", "赵六"]),
    ]
    assert form["articles"][1]["photos"] == [
        {"path": [*SECOND, "photos", 0], "file": "photos/a.jpg", "caption": "", "credit": "", "alt": ""}
    ]
    assert [photo["caption"] for photo in form["articles"][2]["photos"]] == ["", "原来的"]


@pytest.mark.parametrize(
    ("edit", "changed"),
    [
        pytest.param(
            setting(FIRST, "title", "新题"),
            ["-      - 标题: 甲文　副　# 不是注  # 是注", "+      - 标题: 新题  # 是注"],
            id="a plain value stays plain, the comment behind it stays",
        ),
        pytest.param(
            setting(FIRST, "title", "说: 说"),
            ["-      - 标题: 甲文　副　# 不是注  # 是注", "+      - 标题: '说: 说'  # 是注"],
            id="a value is quoted where it must be",
        ),
        pytest.param(
            setting(FIRST, "title", "010"),
            ["-      - 标题: 甲文　副　# 不是注  # 是注", "+      - 标题: '010'  # 是注"],
            id="what YAML would take for a number is quoted",
        ),
        pytest.param(
            setting(FIRST, "title", "上\n下"),
            ["-      - 标题: 甲文　副　# 不是注  # 是注", '+      - 标题: "上\\n下"  # 是注'],
            id="two lines before a comment",
        ),
        pytest.param(
            setting(SECOND, "title", "它's"),
            ['-      - 标题: "乙\\t文"', '+      - 标题: "它\'s"'],
            id="double quotes stay",
        ),
        pytest.param(
            setting(["sections", 1], "heading", "It's"),
            ["-  - 栏目: '副刊'", "+  - 栏目: 'It''s'"],
            id="single quotes stay",
        ),
        pytest.param(
            setting(FIRST, "kicker", "引"),
            ["+        引题: 引"],
            id="a new key comes where it belongs, in the language of its neighbours",
        ),
        pytest.param(
            setting(SECOND, "subtitle", "上\n下"),
            ["+        副题: |-", "+          上", "+          下"],
            id="a new value in two lines is a block",
        ),
        pytest.param(
            setting(THIRD, "title", "第一行\n末行"),
            ["-            - 第二行   # 行", "+            - 末行   # 行"],
            id="a title as a list of lines stays one",
        ),
        pytest.param(
            setting(THIRD, "title", "第一行\n第二行\n第三行"),
            ["+            - 第三行"],
            id="a line more",
        ),
        pytest.param(
            setting(FIRST, "authors", ["某市总工会副主席 张小三"]),
            ["-          姓名: 张三", "+          姓名: 张小三"],
            id="another name: unit and post stay apart",
        ),
        pytest.param(
            setting(FIRST, "authors", ["某县总工会副主席 张三"]),
            ["-          单位: 某市总工会   # 单位", "+          单位: 某县总工会   # 单位"],
            id="another unit",
        ),
        pytest.param(
            setting(FIRST, "authors", ["某市总工会主席 张三"]),
            ["-          职务: 副主席", "+          职务: 主席"],
            id="another post",
        ),
        pytest.param(
            setting(SECOND, "authors", ["李四", "周 七"]),
            ["-        作者: 李四", "+        作者:", "+          - 李四", "+          - 周 七"],
            id="a second author makes a list",
        ),
        pytest.param(
            setting(SECOND, "authors", ["李小四"]),
            ["-        作者: 李四", "+        作者: 李小四"],
            id="one author as a string stays a string",
        ),
        pytest.param(
            setting(THIRD, "authors", ["赵六", "某厂 钱,七"]),
            ["-          作者: [王五, '赵六']", "+          作者: ['赵六', '某厂 钱,七']"],
            id="authors in brackets stay there",
        ),
        pytest.param(setting(SECOND, "authors", []), ["-        作者: 李四"], id="no author"),
        pytest.param(setting(SECOND, "authors", ""), ["-        作者: 李四"], id="no author, as a text"),
        pytest.param(
            setting([*SECOND, "photos", 0], "caption", "说明"),
            [
                "-        照片: photos/a.jpg   # 待补",
                "+        照片:",
                "+          文件: photos/a.jpg   # 待补",
                "+          说明: 说明",
            ],
            id="a photo as a string gets keys",
        ),
        pytest.param(
            setting([*THIRD, "photos", 0], "credit", "张三 摄"),
            ["-            - photos/b.jpg", "+            - 文件: photos/b.jpg", "+              摄影: 张三 摄"],
            id="an item as a string gets keys",
        ),
        pytest.param(
            setting([*THIRD, "photos", 1], "alt", "[甲, 乙]"),
            [
                "-            - {文件: photos/c.jpg, 说明: 原来的}",
                "+            - {文件: photos/c.jpg, 说明: 原来的, 替代文字: '[甲, 乙]'}",
            ],
            id="a key in brackets",
        ),
        pytest.param(
            setting([*THIRD, "photos", 1], "caption", None),
            ["-            - {文件: photos/c.jpg, 说明: 原来的}", "+            - {文件: photos/c.jpg}"],
            id="cleared in brackets",
        ),
        pytest.param(
            setting([*THIRD, "photos", 0], "file", "photos/新.jpg"),
            ["-            - photos/b.jpg", "+            - photos/新.jpg"],
            id="the file of a photo as a string",
        ),
        pytest.param(
            setting(SECOND, "title", ""),
            ['-      - 标题: "乙\\t文"', "+      - 标题:"],
            id="a key that is required stays, empty",
        ),
    ],
)
def test_an_edit_changes_the_lines_it_must_and_no_other(edit: dict[str, Any], changed: list[str]) -> None:
    assert diff(ISSUE, edit) == changed


def test_a_key_with_a_comment_stays_when_its_value_goes() -> None:
    text = ISSUE.replace("作者: 李四", "作者: 李四  # 问过")

    assert diff(text, setting(SECOND, "authors", [])) == ["-        作者: 李四  # 问过", "+        作者:  # 问过"]


def test_a_block_of_text_keeps_its_header_and_its_depth() -> None:
    text = ISSUE.replace('标题: "乙\\t文"', "标题: |  # 两行\n             上\n             下")

    assert diff(text, setting(SECOND, "title", "上\n中\n下")) == ["+             中"]


def test_english_keys_stay_english() -> None:
    text = "publication: {title: x}\nsections:\n- heading: A\n  articles:\n  - title: T\n    body: a.md\n"

    assert diff(text, setting(FIRST, "subtitle", "S")) == ["+    subtitle: S"]


def move(source: list[str | int], target: list[str | int]) -> dict[str, Any]:
    return {"move": source, "to": target}


def test_an_article_moves_with_its_comments_and_the_empty_lines_stay_between() -> None:
    after = apply_edits(ISSUE, read_edits([move(SECOND, FIRST)]), "issue.yaml")

    start, end = ISSUE.index("      - 标题: 甲文"), ISSUE.index("\n  - 栏目: '副刊'")
    one, _, two = ISSUE[start:end].partition("\n\n")
    assert after == ISSUE[:start] + two + "\n" + one + "\n" + ISSUE[end:]


def test_an_article_moves_into_another_column_at_its_depth() -> None:
    after = apply_edits(ISSUE, read_edits([move(THIRD, ["sections", 0, "articles", 2])]), "issue.yaml")

    start, end = ISSUE.index("      -   标题:"), ISSUE.index("# 尾注")
    moved, place = ISSUE[start:end], ISSUE.index("\n  - 栏目: '副刊'")
    assert after == ISSUE[:place] + "\n" + moved + ISSUE[place:start] + ISSUE[end:]


@pytest.mark.parametrize("rest", ["- 空栏", "- 栏目: 空栏", "- 栏目: 空栏\n    文章:", "- 栏目: 空栏\n    文章: []"])
def test_an_article_moves_into_a_column_that_has_none(rest: str) -> None:
    text = ISSUE.replace("# 尾注\n", f"  {rest}\n# 尾注\n")

    after = apply_edits(text, read_edits([move(SECOND, ["sections", 2, "articles", 0])]), "issue.yaml")

    assert '  - 栏目: 空栏\n    文章:\n      # 二条\n      - 标题: "乙\\t文"\n        作者: 李四\n' in after
    assert titles(after) == [["甲文　副　# 不是注"], ["第一行\n第二行"], ["乙\t文"]]


def test_columns_and_photos_move_too() -> None:
    after = apply_edits(ISSUE, read_edits([move(["sections", 1], ["sections", 0])]), "issue.yaml")
    assert titles(after) == [["第一行\n第二行"], ["甲文　副　# 不是注", "乙\t文"]]
    photos = [*THIRD, "photos"]
    assert sorted(diff(ISSUE, move([*photos, 1], [*photos, 0]))) == [
        "+            - {文件: photos/c.jpg, 说明: 原来的}",
        "-            - {文件: photos/c.jpg, 说明: 原来的}",
    ]


def titles(text: str) -> list[list[str]]:
    issue = issue_from(Source("issue.yaml", text.encode())).issue
    assert issue is not None
    return [[article.title for article in section.articles] for section in issue.sections]


def test_several_edits_are_made_one_after_another() -> None:
    edits = [move(SECOND, FIRST), setting(FIRST, "title", "头条")]

    assert titles(apply_edits(ISSUE, read_edits(edits), "issue.yaml"))[0] == ["头条", "甲文　副　# 不是注"]


@pytest.mark.parametrize(
    "edit",
    [
        setting(["sections", 9], "heading", "x"),
        setting(["sections", -1], "heading", "x"),
        setting(["sections", 0, "heading"], "x", "x"),
        setting(["nowhere"], "title", "x"),
        setting(FIRST, "nothing", "x"),
        setting(FIRST, "title", ["x", "y"]),
        setting(FIRST, "authors", "x"),
        setting(FIRST, "note_after", "x"),
        move(FIRST, ["sections", 0, "articles", 9]),
        move(FIRST, ["sections", 0]),
        move(FIRST, ["sections", 9, "articles", 0]),
        move(["sections", 0], ["sections", 0, "articles", 0]),
        move(["sections"], ["notes"]),
        move([], []),
        move([*FIRST, "photos", 0], [*SECOND, "photos", 0]),
        move(["notes", 0], ["sections", 0]),
    ],
)
def test_edits_of_what_there_is_not_are_refused(edit: dict[str, Any]) -> None:
    if edit.get("move") == []:
        assert apply_edits(ISSUE, read_edits([edit]), "issue.yaml") == ISSUE
        return
    with pytest.raises(Refusal) as refusal:
        apply_edits(ISSUE, read_edits([edit]), "issue.yaml")
    assert refusal.value.status == 422


@pytest.mark.parametrize(
    "edits",
    [
        None,
        "x",
        [1],
        [{}],
        [{"path": "x", "key": "title", "value": ""}],
        [{"path": [True], "key": "k"}],
        [{"path": [], "key": "k", "value": 5}],
        [{"path": [], "key": "k", "value": [1]}],
        [{}] * 1000,
        [{"path": ["a"] * 99, "key": "k", "value": ""}],
        [{"move": [1.5], "to": []}],
    ],
)
def test_what_are_no_edits_is_an_error_of_the_request(edits: object) -> None:
    with pytest.raises(Refusal) as refusal:
        read_edits(edits)
    assert refusal.value.status == 400


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("栏目: [", 1),
        ("刊物: {}\n栏目：\n  - x: y: z\n", 3),
        ("a: &x 1\nb: *x\n", 1),
        ("- 甲\n", 1),
        ("甲\n", 1),
        ("[" * 50 + "]" * 50, 1),
        ("", 1),
    ],
)
def test_while_the_manifest_is_broken_the_form_says_where(text: str, line: int) -> None:
    with pytest.raises(Refusal) as refusal:
        read_form(text.encode(), "issue.yaml")

    found = refusal.value
    assert found.status == 422
    assert found.problem.message("zh") == f"清单“issue.yaml”第 {line} 行的写法有误，表单暂时不能用。"


def test_what_cannot_be_changed_alone_is_left_alone() -> None:
    text = ISSUE.replace("作者: 李四", "作者:\n          - 李四  # 问过\n          - 周七")

    with pytest.raises(Refusal) as refusal:
        apply_edits(text, read_edits([setting(SECOND, "authors", [])]), "issue.yaml")

    assert refusal.value.problem.code == "preview-form-refused"


# Over HTTP


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as found:
        yield found


def test_an_edit_of_the_form_is_written_and_can_be_undone(preview: Session) -> None:
    form = preview.get("/api/form").json()
    before = preview.path(MANIFEST).read_text("utf-8")

    answer = preview.post("/api/form", {"base": form["version"], "edits": [setting(FIRST, "title", "新题")]})

    assert answer.json() == {"version": preview.version(MANIFEST)}
    assert preview.path(MANIFEST).read_text("utf-8") == before.replace("标题: 甲文", "标题: 新题")
    version = preview.get(f"/api/history?name={MANIFEST}").json()[0]
    assert preview.get(f"/api/history/{version['id']}?name={MANIFEST}").json()["text"] == before


def test_an_edit_of_an_older_manifest_is_a_conflict_and_nothing_is_written(preview: Session) -> None:
    form = preview.get("/api/form").json()
    changed = preview.path(MANIFEST).read_text("utf-8") + "备注: 改了\n"
    preview.path(MANIFEST).write_text(changed, "utf-8")

    answer = preview.post("/api/form", {"base": form["version"], "edits": [setting(FIRST, "title", "新题")]})

    assert answer.status_code == 409
    assert answer.json() == {"text": changed, "version": preview.version(MANIFEST)}
    assert preview.path(MANIFEST).read_text("utf-8") == changed


def test_an_edit_that_is_refused_writes_nothing_of_the_others(preview: Session) -> None:
    form, before = preview.get("/api/form").json(), preview.path(MANIFEST).read_bytes()

    edits = [setting(FIRST, "title", "新题"), setting(["sections", 7], "heading", "x")]
    answer = preview.post("/api/form", {"base": form["version"], "edits": edits})

    assert answer.status_code == 422
    assert preview.path(MANIFEST).read_bytes() == before


# Many manifests


def known_manifests() -> list[Any]:
    folder = Path(__file__).parents[1] / "manifest" / "wrong"
    cases = [
        pytest.param(case["manifest"], id=f"{path.stem}: {case['case']}")
        for path in sorted(folder.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text("utf-8"))
        if isinstance(case.get("manifest"), str)
    ]
    seed = Path(__file__).parents[2] / "issues" / "2023-01" / "issue.yaml"
    return [*cases, pytest.param(seed.read_text("utf-8"), id="the seed")]


@pytest.mark.parametrize("text", known_manifests())
def test_titles_can_be_set_in_any_manifest_that_can_be_read_or_nothing_is_done(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        form = read_form(text.encode(), "issue.yaml")
    except Refusal:
        return
    for article in form["articles"]:
        same = Setting(tuple(article["path"]), "title", article["title"])
        assert apply_edits(text, [same], "issue.yaml") == text
        try:
            after = apply_edits(text, [Setting(tuple(article["path"]), "title", "新的标题")], "issue.yaml")
        except Refusal:
            continue
        assert sum(op[0] != "equal" for op in opcodes(text, after)) == 1
        again = read_form(after.encode(), "issue.yaml")
        assert [item["title"] for item in again["articles"] if item["path"] == article["path"]] == ["新的标题"]


NAMES = {"标题": "title", "栏目": "heading", "文章": "articles", "正文": "body", "作者": "authors", "照片": "photos",
         "说明": "caption", "文件": "file", "引题": "kicker", "姓名": "name", "单位": "unit"}  # fmt: skip
COMMENT = st.sampled_from(["", "", "", "  # 注"])


@st.composite
def articles(draw: st.DrawFn, number: int) -> list[str]:
    """An article in one of the ways in which editors write one; its lines begin with its dash."""
    title = f"题{number}"
    lines = draw(
        st.sampled_from(
            [
                [f"- 标题: {title}", "  正文: a.md"],
                [f"- 标题: '{title}  # 一'", "  正文: a.md"],
                ["- 正文: a.md", f'  标题: "{title}"'],
                ["-   标题: |", f"      {title}", "      下", "    正文: a.md"],
                ["- 标题:", f"    - {title}", "    - 下"],
                [f"- {{标题: {title}, 正文: a.md}}"],
            ]
        )
    )
    lines = [line + draw(COMMENT) if not line.endswith(("题1", "下", "|")) or "{" in line else line for line in lines]
    if lines[0].endswith("}") or "{" in lines[0]:
        return lines
    space = "    " if lines[0].startswith("-   ") else "  "
    extra = draw(
        st.lists(
            st.sampled_from(
                [
                    ["作者: 张三"], ["作者: [张三, '李 四']"], ["作者:", "- 张三", "- {姓名: 李四}"],
                    ["作者:", "  单位: 某厂", "  姓名: 王五"], ["照片: p/a.jpg"],
                    ["照片:", "  - p/a.jpg", "  # 照", "  - 文件: p/b.jpg", "    说明: >-", "      长", "      句"],
                    ["照片: [p/a.jpg, {文件: p/b.jpg, 说明: x}]"], ["引题: 引"], ["引题:"],
                ]
            ),
            max_size=3,
            unique_by=lambda item: item[0][:2],
        )
    )  # fmt: skip
    return [*lines, *(space + line for part in extra for line in part)]


@st.composite
def manifests(draw: st.DrawFn) -> str:
    """A manifest in one of many ways of writing."""
    base, step = draw(st.sampled_from(["", "  ", "    "])), draw(st.sampled_from(["", "  ", "    "]))
    gap = [""] * draw(st.integers(0, 2))
    lines, number = ["# 头", "刊物: {刊名: 产改}", "栏目:" + draw(COMMENT)], 0
    for column in range(draw(st.integers(1, 3))):
        lines += gap if column else []
        lines += draw(st.sampled_from([[], [base + f"# 栏注{column}"]]))
        if draw(st.integers(0, 5)) == 0:
            lines.append(f"{base}- 栏{column}")
            continue
        lines += [f"{base}- 栏目: 栏{column}" + draw(COMMENT), f"{base}  文章:"]
        for position in range(draw(st.integers(0, 3))):
            number += 1
            inner = base + "  " + step
            lines += gap[:1] if position else []
            lines += draw(st.sampled_from([[], [inner + f"# 文注{number}"]]))
            lines += [inner + line for line in draw(articles(number))]
    text = "\n".join([*lines, *draw(st.sampled_from([[], [""], ["", "# 尾", "备注: x", ""]]))])
    if draw(st.booleans()):
        for chinese, english in NAMES.items():
            text = text.replace(f"{chinese}:", f"{english}:")
        text = text.replace("刊物: {刊名:", "publication: {title:").replace("\nheading:", "\nsections:")
    return text


VALUES = st.one_of(
    st.sampled_from(
        ["新值", "a: b", "yes", "010", "- x", "@甲", "上\n下", "it's", "x # y", "{a}", "~", "3.10", "", '"', "\\"]
    ),
    st.text("甲a1 :#-'\"\\,[]{}&*!|>%@`?~\n", max_size=8),
)


def read(text: str) -> Issue | None:
    return issue_from(Source("issue.yaml", text.encode())).issue


def comments(text: str) -> list[str]:
    return sorted(comment for _, comment in Document(text, "issue.yaml").comments)


def made(text: str, edit: Edit) -> str:
    """The manifest with an edit made; edits that are refused are of no interest."""
    try:
        return apply_edits(text, [edit], "issue.yaml")
    except Refusal:
        assume(False)
        raise


@given(manifests(), st.data())
def test_a_value_that_is_set_is_read_and_everything_else_stays(text: str, data: st.DataObject) -> None:
    form = read_form(text.encode(), "issue.yaml")
    assume(form["articles"])
    article = data.draw(st.sampled_from(form["articles"]))
    group = data.draw(st.sampled_from([article, *article["photos"]]))
    key = data.draw(
        st.sampled_from(["title", "kicker", "subtitle"] if group is article else ["caption", "credit", "alt"])
    )
    value = data.draw(VALUES)

    after = made(text, Setting(tuple(group["path"]), key, value))

    again = read_form(after.encode(), "issue.yaml")
    expected, found = [
        {tuple(item["path"]): item for part in shown["articles"] for item in (part, *part["photos"])}
        for shown in (form, again)
    ]
    changed = tuple(group["path"])
    assert found.keys() == expected.keys()
    lines = [line.rstrip() for line in value.strip().split("\n")]
    assert [line.rstrip() for line in found[changed][key].split("\n")] == lines
    for path, item in expected.items():
        for name, old in item.items():
            if name != "photos" and (path, name) != (changed, key):
                assert found[path][name] == old
    assert comments(after) == comments(text)
    assert touched(text, after) <= 3  # the lines of the longest value there is


def touched(before: str, after: str) -> int:
    """How many lines of a text lie between the first that changed and the last."""
    old, new = before.split("\n"), after.split("\n")
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    below = zip(reversed(old[same:]), reversed(new[same:]), strict=False)
    return len(old) - same - sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], below))


def opcodes(before: str, after: str) -> list[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, before.split("\n"), after.split("\n"), False).get_opcodes()


@given(manifests(), st.data())
def test_authors_are_set_and_everything_else_stays(text: str, data: st.DataObject) -> None:
    form = read_form(text.encode(), "issue.yaml")
    assume(form["articles"])
    article = data.draw(st.sampled_from(form["articles"]))
    others = ["新人", "某厂 新人", "甲: 乙", "Zhao Min"]
    authors = data.draw(st.lists(st.sampled_from([*article["authors"], *others]), max_size=4, unique=True))

    after = made(text, Setting(tuple(article["path"]), "authors", tuple(authors)))

    again = read_form(after.encode(), "issue.yaml")
    for old, new in zip(form["articles"], again["articles"], strict=True):
        assert new == (old if old["path"] != article["path"] else {**old, "authors": authors})
    assert comments(after) == comments(text)


@given(manifests(), st.data())
def test_a_move_changes_the_order_and_nothing_else(text: str, data: st.DataObject) -> None:
    form = read_form(text.encode(), "issue.yaml")
    assume(form["articles"])
    source = data.draw(st.sampled_from(form["articles"]))["path"]
    section = data.draw(st.sampled_from(form["sections"]))
    most = section["articles"] - (section["path"] == source[:2])
    target = [*section["path"], "articles", data.draw(st.integers(0, most))]

    after = made(text, Move(tuple(source), tuple(target)))

    one, other = read(text), read(after)
    assert one is not None
    assert other is not None
    wanted = [list(item.articles) for item in one.sections]
    wanted[target[1]].insert(target[3], wanted[source[1]].pop(source[3]))
    assert [list(item.articles) for item in other.sections] == wanted
    assert comments(after) == comments(text)
    if section["path"] == source[:2]:
        assert Counter(after.split("\n")) == Counter(text.split("\n"))
        assert apply_edits(after, [Move(tuple(target), tuple(source))], "issue.yaml") == text
