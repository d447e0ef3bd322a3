"""Checks: what is told, in which words and where; and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from typeset.copyedit import Kind, Settings, SourceText, check
from typeset.problems import Problem, Severity

SEED = Path(__file__).parents[1] / "seed" / "raw.txt"
BODY = "全镇上下紧紧围绕中心工作，扎实推进各项任务，持续提升服务职工的能力和水平"


def found(text: str, settings: Settings | None = None, **about: object) -> tuple[Problem, ...]:
    return check([SourceText(text, file="a.md", **about)], settings)  # type: ignore[arg-type]


TOLD = [
    ("坚定不移跟党走、跟党走，", "1:5", "“跟党走、跟党走”：“跟党走”说了两遍。"),
    ("落实联席会议会议精神。", "1:5", "“会议会议”：“会议”说了两遍。"),
    ("变为“立刻就办”之事的。", "1:9", "句子的结尾可疑：变为“立刻就办”之事的。"),
    ("他说：“好。", "1:4", "““”不成对：他说：“好。"),
    ("镇（园区机关", "1:2", "“（”不成对：镇（园区机关"),
    ("已经完成，。", "1:5", "标点重叠：“，。”（已经完成，。）。"),
    ("太好了！！！！", "1:4", "标点重叠：“！！！！”（太好了！！！！）。"),
    ("《关于“龙川”工程 聚力的措施》", "1:10", "书名号里有空格：《关于“龙川”工程 聚力的措施》"),
    ("增长10-20%。", "1:3", "百分数的范围“10-20%”应写成“10%～20%”。"),
    ("培训5千人。", "1:3", "“5千”把阿拉伯数字与汉字“十、百、千”混用（培训5千人。）。"),
    ("投入1，200元。", "1:3", "数字“1，200”里用了全角逗号。"),
    ("二0二三年。", "1:1", "汉字数字里的“零”写成了数字或字母：二0二"),
    ("近100多名职工。", "1:1", "“近100多”：约数的说法重复或矛盾。"),
    ("约50人左右。", "1:1", "“约50人左右”：约数的说法重复或矛盾。"),
    ("事故减少了3倍。", "1:3", "“减少了3倍”：减少不能用“倍”。"),
    ("等了三、四天。", "1:3", "相邻两个数表示约数，中间不用顿号：三、四天"),
    ("重5KG。", "1:3", "计量单位“KG”的大小写不对，应为“kg”。"),
    ("2月30日召开。", "1:1", "没有“2月30日”这个日期：2月只有29天。"),
    ("2023年2月29日召开。", "1:1", "没有“2023年2月29日”这个日期：2月只有28天。"),
    ("2023年13月1日召开。", "1:1", "没有“2023年13月1日”这个日期：没有这个月。"),
    ("二〇二三年四月三十一日。", "1:1", "没有“二〇二三年四月三十一日”这个日期：4月只有30天。"),
    ("2023年3月15日（星期五）。", "1:1", "“2023年3月15日（星期五）”对不上：那天是星期三。"),
    ("发展産業。", "1:3", "简体文字里有繁体字（这一段 2 处）：産（产）業（业）"),
    ("每週工作。", "1:2", "“週”是异体字，规范字是“周”（每週工作。）。"),
    ("有个亖字。", "1:3", "“亖”（U+4E96）不在《通用规范汉字表》里，可能是打错的字（有个亖字。）。"),
    ("text（abc def）", "1:5", "英文文字旁用了全角括号：（abc def）"),
    ("## 加强领导。", "1:8", "标题末尾有“。”：加强领导。"),
    (f"{BODY}", "1:36", "这一段没有结束就断了：“持续提升服务职工的能力和水平”（下一段：—）。"),
]


@pytest.mark.parametrize(("text", "place", "message"), TOLD, ids=[item[2][:12] for item in TOLD])
def test_a_slip_is_told_with_its_place(text: str, place: str, message: str) -> None:
    (item,) = found(text)

    assert item.message("zh") == message
    assert str(item.place) == f"a.md:{place}"
    assert item.severity is Severity.WARNING


QUIET = [
    "同志们，让我们讨论讨论、研究研究，一步一步来，很多很多工作要人人参与、个个尽责。",
    "学习、学习、再学习，加油，加油！一二三、一二三。为了了解情况，这一目的的实现要靠大家。",
    "2月29日、2024年2月29日、农历2月30日、3月15日至4月30日，2023年3月15日（星期三）。",
    "增长10%～20%，培训3万人，近三年返还2200余万元，重5kg，三四天，第三、四季度，一、二、三等奖。",
    "5千克、3千米、3百分点以外，2月28日1号楼。",
    "他说：“老师，‘有条不紊’的‘紊’是什么意思？”1）甲；2）乙；a)丙。",
    "“第一段引文没有结束。\n\n“第二段引文结束了。”",
    "来源：工人日报",
    "示例市总工会 张三",
    "喆、堃、淼、昇在表里，〇和々不查。",
    "参加者有党员、党员干部和职工、职工家属。",
]


@pytest.mark.parametrize("text", QUIET)
def test_ordinary_text_raises_no_alarm(text: str) -> None:
    assert [item.message("zh") for item in found(text)] == []


def test_levels_out_of_order_and_numbers_left_out_are_told() -> None:
    text = "一、总体要求\n\n1.指导思想\n\n（一）基本原则\n\n（二）主要目标\n\n二、任务\n\n四、保障\n"

    assert [(str(item.place), item.message("zh")) for item in found(text)] == [
        ("a.md:5:1", "层次序号“（一）”排在“1.”一级的下面了：（一）基本原则"),
        ("a.md:11:1", "序号“四、”接不上，按顺序应是“三、”：四、保障"),
    ]


def test_levels_in_order_may_skip_and_start_again() -> None:
    text = "一、甲\n\n1.乙\n\n2.丙\n\n（1）丁\n\n二、戊\n\n（一）己\n\n1.庚\n\n（二）辛\n\n三、壬\n"

    assert not found(text)


def test_repeated_and_nearly_repeated_paragraphs_are_told_across_articles() -> None:
    one = "当职工权益受到侵害，上门投诉时难免会带着对单位的怨气，调解时也不免会有负面情绪，镇总工会成功化解矛盾。"
    near = one.replace("成功化解矛盾", "及时化解了矛盾")

    exact, alike = check(
        [SourceText(f"开头。\n\n{one}", file="a.md"), SourceText(one, file="b.md"), SourceText(near, file="c.md")]
    )

    assert str(exact.place) == "b.md:1:1"
    assert exact.message("zh") == "“当职工权益受到侵害，上门投诉时难免会带着对单位…”与 a.md:3 一字不差，重复了。"
    assert str(alike.place) == "c.md:1:1"
    assert alike.code == "copy-paragraph-alike"
    assert "与 a.md:3 大部分相同" in alike.message("zh")


def test_a_name_written_two_ways_is_told_once() -> None:
    texts = [
        SourceText("镇总工会副主席 杨晓红", Kind.BYLINE, "issue.yaml", 8, 0, "byline", 1),
        SourceText("“我们要多下基层。”杨小红说。杨小红还说，杨晓红也来了。", file="a.md"),
    ]

    (item,) = check(texts)

    assert str(item.place) == "a.md:1:11"
    assert item.message("zh") == "“杨小红”与“杨晓红”（issue.yaml:8）只差一个字，是同一个人吗？"
    assert not check(texts, Settings(known=frozenset({"杨小红"})))


def test_the_publications_own_words_names_and_posts_are_held() -> None:
    settings = Settings(
        terms=(("战略新兴产业", "战略性新兴产业"), ("农民工", ""), ("产改", "产改工作")),
        people=(("张春萍", "江都区委常委、组织部长"),),
    )
    text = "发展战略新兴产业，推进产改工作，关爱农民工。区委宣传部长张春萍出席，组织部长张春萍讲话。"

    assert [item.message("zh") for item in found(text, settings)] == [
        "“战略新兴产业”按本刊用词应为“战略性新兴产业”（发展战略新兴产业，推进产改工作，）。",
        "“农民工”是本刊不用的词（进产改工作，关爱农民工。区委宣传部长张）。",
        "“张春萍”的职务写作“区委宣传部长”，本刊登记的是“江都区委常委、组织部长”。",
    ]


def test_simplified_characters_are_told_in_traditional_text() -> None:
    (item,) = found("發展产業。", Settings(language="zh-Hant"))

    assert item.message("zh") == "繁体文字里有简体字（这一段 1 处）：产（產）"


def test_known_words_are_never_suspected() -> None:
    assert not found("作者陳國華。", Settings(known=frozenset({"陳國華"})))


def test_of_one_kind_at_most_twenty_are_told() -> None:
    items = found("\n\n".join(["已经完成，。"] * 30))

    assert [item.code for item in items].count("copy-marks-redundant") == 20
    assert "同类的问题（copy-marks-redundant）还有 10 处，没有一一列出。" in {item.message("zh") for item in items}


def test_places_are_those_of_the_file_that_the_text_stands_in() -> None:
    text = SourceText("第一行好。\n跟党走、跟党走。", Kind.LINE, "issue.yaml", 7, 15, "caption")

    (item,) = check([text])

    assert str(item.place) == "issue.yaml:8:1"


@pytest.mark.parametrize("name", ["dates", "repeated-words", "unpaired"])
def test_a_check_can_be_switched_off(name: str) -> None:
    text = "2月30日召开，跟党走、跟党走，“好。"
    codes = {"dates": "copy-date-none", "repeated-words": "copy-words-repeated", "unpaired": "copy-unpaired"}

    assert {item.code for item in found(text)} == set(codes.values())
    assert {item.code for item in found(text, Settings(off=frozenset({name})))} == set(codes.values()) - {codes[name]}


def test_a_shared_caption_is_no_sentence_that_breaks_off() -> None:
    credit = "依次为张小山、李大河、王平原、赵长江和钱江南摄影，周明月绘图，一共五幅"
    assert [item.code for item in found(f"图：{credit}")] == []
    assert "copy-sentence-unended" in [item.code for item in found(credit)]


def test_every_defect_of_the_raw_seed_is_found() -> None:
    """What went wrong when the newsletter was copied frame by frame, and what its editor should have seen."""
    items = check([SourceText(SEED.read_text("utf-8"), Kind.PLAIN, "raw.txt")])
    lines: dict[str, list[int]] = {}
    for item in items:
        lines.setdefault(item.code, []).append(item.place.line if item.place else 0)

    assert lines == {
        "copy-paragraph-repeated": [5, 41, 43, 45, 139],
        "copy-run-in-heads": [19],
        "copy-sentence-unended": [19, 37, 123, 129, 135],
        "copy-words-repeated": [33, 45, 53, 85],
        "copy-book-title-space": [51],
        "copy-text-after-end": [59, 89],
        "copy-end-odd": [81],
        "copy-unpaired": [123, 125],
        "copy-title-last": [141],
    }
