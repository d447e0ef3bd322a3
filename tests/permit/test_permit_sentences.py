"""Wording of internal publications, as a hostile reader would write it: what is warned of, and what is let alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from typeset.build import check_edition
from typeset.permit import RULES, Rule
from typeset.problems import Problem
from typeset.workspace import Workspace

from .test_permit import ARTICLE, WHOLE

SELF = (
    "本刊讯（通讯员 李四）大会召开。",
    "欢迎向本刊投稿。",
    "本报记者张三报道",
    "本刊编辑部联系电话",
    "感谢您对本报的支持",
    "本刊将于下期刊登",
    "本刊自创刊以来",
    "本刊物",
    "据本刊统计",
    "本 刊 特 稿",
    "在本刊上发表",
    "本报社论",
    "本刊编者按",
    "本杂志社",
    "本刊不退稿",
    "本报消息",
    "本报从今天起改版",
    "为本刊撰稿",
    "阅读本刊",
    "本刊对来稿有删改权",
    "本杂志欢迎来稿",
    "读者给本报来信",
)
NOT_SELF = (
    "本报告共三章",
    "本报表一式两份",
    "样本刊登在上",
    "基本报销流程",
    "“本刊”二字",
    "他说：“我一直订阅本报。”",
    "日本刊物",
    "资本报酬",
    "本报名点",
    "成本报告",
    "一本刊物",
    "本报酬由单位发",
    "版本刊误",
    "剧本报送文化局",
    "本报关单",
    "本报案记录",
    "本报废单",
    "本报修电话",
    "标本报检",
    "读本刊行",
    "本刊印机",
    "基本刊例",
    "他把书本刊误表",
    "每本刊价",
    "课本报数",
    "本报批件",
    "本报备材料",
    "本报送程序",
    "本报价单有效期",
    "《人民日报》评论员在“本报今日”栏",
    "本报效之心",
)
REPORTER = (
    "记者 张三",
    "本报记者 张三",
    "（记者 王小明）",
    "（本刊记者 王小明）",
    "记者王小明 通讯员李四",
    "见习记者 张三 摄",
    "文/记者 张三",
    "图/记者 李四",
    "记者：张三",
    "特约记者 赵六",
    "记者 张三 李四 报道",
    "（通讯员 李四 记者 张三）",
    "文图/记者 张三",
    "□记者 张三",
    "■本刊记者 张三",
    "●记者 张三",
    "通讯员 李四 记者 张三",
    "摄影记者 张三",
    "（记者张三 摄）",
    "首席记者 张三",
    "【记者 张三】",
    "记者 欧阳小明",
    "实习记者：张三",
)
NOT_REPORTER = (
    "王大姐告诉记者。",
    "记者从会上获悉，培训开始。",
    "记者采访了张三。",
    "记者节快乐",
    "新华社记者 张三 摄",
    "《工人日报》记者 李四",
    "小记者们来到车间",
    "记者站",
    "记者协会",
    "答记者问",
    "在接受记者采访时他说",
    "记者招待会",
    "面对记者镜头",
    "记者看到，张三正在车间",
    "工人日报记者李四来访",
    "央视记者王五来访",
    "与记者交流",
    "无冕之王记者",
    "记者张口就问",
    "记者高兴地看到",
    "记者方才知道",
    "记者金秋时节来到车间",
    "记者马不停蹄",
    "记者路过",
    "记者连线",
    "（央视记者 张三）",
    "（新华社记者 张三 摄）",
    "记者何以来此",
    "（据新华社记者 张三）",
    "记者王者归来",
    "记者于昨日",
)
ADVERTISING = (
    "广告热线：0512-1",
    "订购电话：1234",
    "欢迎订阅",
    "欢迎选购",
    "限时优惠，仅售99元",
    "特价 99 元",
    "原价199元，现价99元",
    "扫码购买",
    "加盟热线",
    "招商热线",
    "每盒38元，欢迎选购",
    "购买电话 12345678",
    "团购热线",
    "（广告）",
    "厂家直销",
    "优惠价 50 元",
    "全国统一零售价：38元",
    "咨询热线：400-123-4567 欢迎订购",
    "订购热线",
    "售价：25元",
    "预订电话 13812345678",
    "楼盘火热销售中",
    "售楼热线",
    "诚招代理",
)
NOT_ADVERTISING = (
    "打广告不如做口碑",
    "广告法宣传",
    "公益广告大赛",
    "工会热线 12351",
    "服务热线：12345",
    "维权热线",
    "每人补助500元",
    "价格上涨",
    "水价为2.5元每吨",
    "购买保险",
    "人均工资5000元",
    "慰问品每份300元",
    "广告公司职工入会",
    "新订购的设备到了",
    "抢购一空",
    "特价菜",
    "农产品促销会",
    "优惠政策",
    "欢迎垂询政策",
    "（公益广告）",
    "职工订购的图书",
    "消费帮扶 扫码参加",
    "报名热线：1234",
    "咨询电话：1234",
    "广告业工会",
    "欢迎订阅官方微信公众号",
)
NAMES = (
    "工友报",
    "江都月刊",
    "工会杂志",
    "工友日报",
    "工人周报",
    "江城晚报",
    "职工生活报（内部）",
    "工会会刊",
    "工友画报",
    "工友周刊 2026",
    "《工友》杂志",
    "工友报·增刊",
    "工友电子报",
    "工友小报",
    "工友报社",
    "工友学报",
    "厂报",
    "工友期刊",
    "工友报特刊",
)
NOT_NAMES = (
    "工作简报",
    "情况通报",
    "报春花",
    "工友通讯",
    "工友快报告",
    "信息专报",
    "舆情专报",
    "捷报",
    "工会信息简报（增刊）",
    "舆情参考",
    "简报",
    "刊授通讯",
    "日报表",
    "海报集",
    "《工作简报》",
)
PRICES = (
    "定价：5元",
    "每期5元",
    "5元/期",
    "全年60元",
    "零售 3.00元",
    "工本费10元",
    "￥5",
    "年价 48 元",
    "订价：5.00",
    "邮发代号 28-1",
    "人民币5元",
    "每本五元",
    "RMB 10",
)
NOT_PRICES = (
    "免费交流",
    "印张：1",
    "字数：30千字",
    "开本：大16开",
    "印数：500册",
    "定向发放",
    "电话：0512-5元",
)
PRESS = (
    "某某杂志社",
    "某某期刊社",
    "刊号：CN32-1234",
    "ISSN 1234-5678",
    "CN 32-1234/D",
    "报社",
    "国内统一连续出版物号",
    "CN32—1234",
    "杂志社编辑部",
    "issn 1234-5678",
    "国内统一刊号",
)
NOT_PRESS = (
    "编辑部",
    "准印证号",
    "CNC加工部",
    "CN制造",
)


def problems(root: Path, manifest: str) -> list[Problem]:
    folder = root / "issues" / "2026-03"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "issues" / "publication.yaml").touch()
    (folder / "issue.yaml").write_text(manifest, "utf-8")
    workspace = Workspace(root)
    return [
        item
        for item in check_edition(workspace.edition("2026-03"), workspace).problems
        if item.code.startswith("permit-")
    ]


def written(sentences: tuple[str, ...], more: str = "") -> str:
    """A manifest whose article has each sentence as a paragraph; the first is on line 17."""
    body = "\n\n".join(f"          {sentence}" for sentence in sentences)
    return WHOLE + more + f"栏目:\n  - 栏目: 要闻\n    文章:\n      - 标题: 一篇文章\n        正文: |\n{body}\n"


@pytest.mark.parametrize(
    ("sentences", "code"),
    [
        (SELF, "permit-self-reference"),
        (REPORTER, "permit-reporter"),
        (ADVERTISING, "permit-advertising"),
    ],
)
def test_every_such_sentence_is_warned_of_on_its_line(tmp_path: Path, sentences: tuple[str, ...], code: str) -> None:
    found = {item.place.line for item in problems(tmp_path, written(sentences)) if item.place and item.code == code}

    assert [sentence for number, sentence in enumerate(sentences) if 17 + 2 * number not in found] == []


@pytest.mark.parametrize("sentences", [NOT_SELF, NOT_REPORTER, NOT_ADVERTISING])
def test_no_such_sentence_is_warned_of(tmp_path: Path, sentences: tuple[str, ...]) -> None:
    found = problems(tmp_path, written(sentences))

    assert [sentences[(item.place.line - 17) // 2] for item in found if item.place] == []


@pytest.mark.parametrize(("names", "warned"), [(NAMES, True), (NOT_NAMES, False)])
def test_names_of_the_press(tmp_path: Path, names: tuple[str, ...], warned: bool) -> None:
    told = {
        name: any(
            item.code == "permit-publication-name"
            for item in problems(tmp_path, WHOLE.replace("刊名: 工友通讯", f"刊名: '{name}'") + ARTICLE)
        )
        for name in names
    }

    assert [name for name, found in told.items() if found != warned] == []


@pytest.mark.parametrize(
    ("values", "code", "warned"),
    [
        (PRICES, "permit-price", True),
        (NOT_PRICES, "permit-price", False),
        (PRESS, "permit-press-word", True),
        (NOT_PRESS, "permit-press-word", False),
    ],
)
def test_further_fields_of_the_imprint(tmp_path: Path, values: tuple[str, ...], code: str, warned: bool) -> None:
    more = "    其他:\n" + "".join(f"      - {{名称: 字段, 内容: '{value}'}}\n" for value in values)
    found = {item.place.line for item in problems(tmp_path, WHOLE + more + ARTICLE) if item.place and item.code == code}

    assert [value for number, value in enumerate(values) if (13 + number in found) != warned] == []


def test_none_of_it_is_said_of_an_official_briefing(tmp_path: Path) -> None:
    sentences = (*SELF, *REPORTER, *ADVERTISING)

    for category in ("公文简报", "其他"):
        assert problems(tmp_path, written(sentences, f"  出版物类别: {category}\n")) == []


WRONG = (
    "刊物:\n  刊名: 工友报\n{}  版权信息:\n    其他: {{定价: 5元, 协办: 某厂, 刊号: CN32-1234}}\n"
    "栏目:\n  - 栏目: 要闻\n    文章:\n      - 标题: 一篇文章\n        正文: |\n"
    "          本刊讯\n\n          （记者 张三）\n\n          欢迎订购\n"
)


def test_all_rules_are_broken_at_once(tmp_path: Path) -> None:
    assert {item.code for item in problems(tmp_path, WRONG.format(""))} == {rule.name for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@pytest.mark.parametrize("language", ["chinese", "name"])
def test_each_rule_can_be_left_unchecked_alone(tmp_path: Path, rule: Rule, language: str) -> None:
    manifest = WRONG.format(f"  不查: [{getattr(rule, language)}]\n")

    assert {item.code for item in problems(tmp_path, manifest)} == {item.name for item in RULES} - {rule.name}
