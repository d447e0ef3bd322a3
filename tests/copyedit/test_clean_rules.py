"""Clean-up, rule by rule: what becomes of a text, and what stays."""

from __future__ import annotations

import pytest

from typeset.copyedit import RULES, Kind, Settings, clean

CHANGED = {
    "half-width-marks": [
        ("全区开展活动,评选表彰.", "全区开展活动，评选表彰。"),
        ("区内有企业:甲厂;乙厂", "区内有企业：甲厂；乙厂"),
        ("学会了 Excel,效率更高", "学会了Excel，效率更高"),
        ("达到98%.", "达到98%。"),
        ("真的吗??太好了!", "真的吗？？太好了！"),
        ("**小标题:**正文", "**小标题：**正文"),
    ],
    "brackets": [
        ("镇(园区)机关", "镇（园区）机关"),
        ("采用数控(CNC)机床", "采用数控（CNC）机床"),
        ("亨达(扬州）公司", "亨达（扬州）公司"),
        ("(1)加强领导", "（1）加强领导"),
    ],
    "quotes": [
        ('他说"干得好",大家笑了', "他说“干得好”，大家笑了"),
        ("“打造“一企一品”文化”", "“打造‘一企一品’文化”"),
        ("提出‘三个一’工作法", "提出“三个一”工作法"),
        ("‘读“论语”有感’", "“读‘论语’有感”"),
    ],
    "corner-quotes": [("举办「工匠『精神』」讲堂", "举办“工匠‘精神’”讲堂")],
    "ellipses": [("他想......又说", "他想……又说"), ("他想…又说", "他想……又说"), ("他想。。。又说", "他想……又说")],
    "dashes": [
        ("目标--做强产业", "目标——做强产业"),
        ("目标―做强产业", "目标——做强产业"),
        ("--记江都区总工会", "——记江都区总工会"),
    ],
    "interpuncts": [("阿卜杜拉•买买提", "阿卜杜拉·买买提"), ("约翰．史密斯", "约翰·史密斯")],
    "full-width-alphanumerics": [("２０２３年ＣＢＤ达５０％", "2023年CBD达50%"), ("上午９：３０开会", "上午9:30开会")],
    "compatibility-forms": [("⼯⼈和⻓⻋", "工人和长车"), ("工作︰ﬁne", "工作：fine"), ("｢工匠｣､劳模", "“工匠”、劳模")],
    "invisible-characters": [("劳\u200b模\ufeff工\u00ad匠", "劳模工匠")],
    "latin-sentences": [("他喊“Never give up，my friend。”", "他喊“Never give up, my friend.”")],
    "spaces": [
        ("职工 代表大会 召开。", "职工代表大会召开。"),
        ("培训 30 场次 ， 覆盖 5 万人。", "培训30场次，覆盖5万人。"),
        ("增长 15 %。", "增长15%。"),
        ("《 工人日报 》报道。", "《工人日报》报道。"),
        ("使用 `paiban` 命令。", "使用`paiban`命令。"),
    ],
    "heading-end-marks": [("## 加强领导。", "## 加强领导"), ("## 好消息~", "## 好消息")],
}

KEPT = [
    "比分为3:2，会议16:32开始，1,000元，2023.5.6，见3.2节。",
    "详见https://example.cn/a,b?c=d和li.si@example.cn。",
    "代码`a,b(c)`和**`x;y`**不变。",
    "他说Hello, world! It works fine.然后走了。",
    "Levi's和don’t不变，5'10\"也不变。",
    "版本1.2.3的文件说明.docx在U.S.A.的网站github.com上。",
    "北京-上海，3-5天，北京—上海，是非题~",
    "记者 张三 通讯员 李四",
    "（张三 摄）",
    "唐佩 图/文",
    "第一章 总则",
    "《关于推进“智汇龙川”工程 聚力打造新高地的措施》印发。",
    "做实『四个强化』工作。",
    "开展“阅读经典好书 争当时代工匠”活动。",
    "一、加强领导",
    "- [ ] 待办，不变",
    "| 单位 | 人数 |\n|---|---|\n| 甲厂 | 3,000 |",
    "```\n代码,不变(x)\n```",
    "[链接](https://a.cn/(x),y)，![图,说明](photos/a,b.jpg)文字。",
    "正文[^1]。\n\n[^1]: 注释，不变。",
    "<!-- 备注,不改 -->\n\n正文。",
    "---\ntitle: a,b\n---\n\n正文。",
    "　　首行缩进保留。",
    "行末两个空格是换行。  \n下一行。",
    "I like it, really (very much).",
    "…………",
    "温度25℃，面积3m²。",
]


@pytest.mark.parametrize(
    ("rule", "text", "wanted"), [(rule, *pair) for rule, pairs in CHANGED.items() for pair in pairs]
)
def test_a_rule_mends_what_it_is_about(rule: str, text: str, wanted: str) -> None:
    cleaned = clean(text)

    assert cleaned.text == wanted
    assert rule in {change.rule for change in cleaned.changes}
    assert clean(text, settings=Settings(off=frozenset(RULES))).text == text
    assert rule not in {change.rule for change in clean(text, settings=Settings(off=frozenset({rule}))).changes}


@pytest.mark.parametrize(
    "text",
    [
        ":::案例 只写了看得见的\n原来这样写。\n:::",
        "::: 转版",
        "：：：资料　相关链接\n正文一句。\n：：：",
        ":::名单 获奖者\n一等奖：王小明 李小红 欧阳大山\n张　三 李四\n:::",
        ":::诗 静夜思\n床前明月光 疑是地上霜\n举头望明月 低头思故乡\n:::",
    ],
)
def test_containers_keep_their_marks_their_names_and_their_verses(text: str) -> None:
    cleaned = clean(text)

    assert cleaned.text == text
    assert not cleaned.warnings


def test_what_stands_in_and_behind_a_container_is_cleaned_up() -> None:
    text = ":::案例 一个 例子,很短\n正文 一句,很短\n:::\n:::名单\n张三 李四\n:::\n正文 一句"

    assert clean(text).text == ":::案例 一个 例子，很短\n正文一句，很短\n:::\n:::名单\n张三 李四\n:::\n正文一句"


@pytest.mark.parametrize("text", KEPT)
def test_what_is_right_or_doubtful_stays(text: str) -> None:
    cleaned = clean(text)

    assert cleaned.text == text
    assert not cleaned.changes


def test_every_rule_that_works_alone_has_an_example() -> None:
    assert set(CHANGED) == set(RULES) - {"cut-paragraphs", "doubled-paragraphs"}


def test_a_change_tells_rule_place_before_and_after() -> None:
    first, second = clean("第一行。\n\n培训,提高 技能。").changes

    assert (first.rule, first.line, first.column, first.before, first.after) == ("half-width-marks", 3, 3, ",", "，")
    assert (second.rule, second.line, second.column, second.before, second.after) == ("spaces", 3, 6, " ", "")


def test_blanks_between_han_are_wanted_breaks_in_a_title_and_stay_in_a_byline() -> None:
    title = "突出党建引领 强化,组织 2023"

    assert clean(title, Kind.TITLE).text == "突出党建引领 强化，组织2023"
    assert clean("镇总工会副主席 杨晓红", Kind.BYLINE).text == "镇总工会副主席 杨晓红"
    assert clean("做实「四个强化」 推进", Kind.TITLE).text == "做实「四个强化」 推进"


def test_a_line_like_a_headline_is_left_and_named() -> None:
    cleaned = clean("着力化解劳资纠纷 切实保障职工权益")

    assert not cleaned.changes
    (warning,) = cleaned.warnings
    assert warning.problem("a.md").message("zh") == "像是标题，空格没有动：着力化解劳资纠纷 切实保障职工权益"
    assert str(warning.problem("a.md", 5, 3).place) == "a.md:5:11"


def test_corner_quotes_stay_where_the_settings_keep_them_and_in_traditional_text() -> None:
    assert clean("举办「讲堂」。", settings=Settings(corner_quotes="keep")).text == "举办「讲堂」。"
    assert clean("舉辦「講堂」。", settings=Settings(language="zh-Hant")).text == "舉辦「講堂」。"


@pytest.mark.parametrize(
    "text",
    ["他说“好。", "他说”好。", "“他’好‘”说", "「半个《", "怎么会这样！！！！他说「好」", "已完成，。"],
)
def test_damaged_marks_are_warned_of_and_not_touched(text: str) -> None:
    cleaned = clean(text)

    assert cleaned.text == text
    assert cleaned.warnings


CUT = "在不同场合宣传劳\n\n动法知识，织好群防群治一张网。"
LONG = "镇总工会联合相关职能部门，发挥网格员、法律志愿者等各方力量，形成合力。"


def test_paragraphs_cut_in_the_middle_of_a_word_are_joined() -> None:
    cleaned = clean(LONG + CUT)

    assert cleaned.text == LONG + CUT.replace("\n", "")
    assert [(change.rule, change.before, change.after) for change in cleaned.changes] == [
        ("cut-paragraphs", "\n\n", "")
    ]


@pytest.mark.parametrize(
    "text",
    [
        LONG + "取得了良好成效\n\n下一步，我们将继续努力。",
        "坚持政治领航，落实产改工作的方向更加明确\n\n江都区坚持理论武装，走在前列。",
        LONG + "主要有：\n\n一是加强领导，二是落实责任。",
        LONG + "在不同场合宣传劳\n\n（一）动法知识，织好一张网。",
        LONG + "在不同场合宣传劳\n\n## 动法知识，织好一张网",
    ],
)
def test_paragraphs_that_may_end_are_not_joined(text: str) -> None:
    assert clean(text).text == text


def test_a_quotation_left_open_joins_its_paragraphs() -> None:
    text = "近年来，祝塘镇总工会坚持以职工利益为中心，紧紧围绕“矛盾不上交，平安不\n\n出事，服务不缺位”的目标。"

    assert clean(text).text == text.replace("\n", "")


def test_doubled_paragraphs_go_only_when_a_person_accepts() -> None:
    paragraph = "江都区坚持从顶层设计入手，通过一系列品牌创建、典型选树活动，带出产改好思路。"
    text = f"典型更加凸显\n\n{paragraph}\n\n另一段文字。\n\n典型更加凸显\n\n{paragraph}\n"

    left = clean(text, Kind.PLAIN)
    assert left.text == text
    assert [item.code for item in left.warnings] == ["copy-paragraph-doubled"] * 2

    accepted = clean(text, Kind.PLAIN, accept={"doubled-paragraphs"})
    assert accepted.text == f"典型更加凸显\n\n{paragraph}\n\n另一段文字。\n"
    assert accepted.undo() == text


def test_windows_line_ends_survive() -> None:
    assert clean("第一段,好.\r\n\r\n第二段 好。\r\n").text == "第一段，好。\r\n\r\n第二段好。\r\n"
