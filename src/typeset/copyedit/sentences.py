"""Sentences: words said twice, ends that are missing or odd, titles that end with a stop."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from typeset.copyedit.characters import BLANK, CODE, EDGE, GONE, HAN, HAN_CHAR, LEVEL_NUMBER, is_han
from typeset.copyedit.markup import Block, printed
from typeset.copyedit.model import Finding, Settings
from typeset.copyedit.paragraphs import is_body
from typeset.copyedit.seen import around, finding, shown

_ENUMERATED = re.compile(
    f"(?<![{HAN}])(?=([{HAN}A-Za-z0-9]{{2,12}})[、，,]\\1(?![{HAN}A-Za-z0-9]))|(?=([{HAN}]{{2,12}})、\\2(?![{HAN}]))"
)
_TWICE = re.compile(f"([{HAN}]{{2,10}})\\1")
_OF_OF = re.compile("(?<![目有标众])的的(?!确|士|卡|哥)|们们|(?<!为)了了(?![解然之])")
_MAY_REPEAT = re.compile(
    "[一两几半]|[很好太真多最更非老常永时往刚渐慢静轻悄默紧深偷]|.*[们个]$|.[一两几点]|[年月日天人家户村代处事步层级]"
)
_VERBS = frozenset(
    [
        "讨论",
        "研究",
        "考虑",
        "商量",
        "学习",
        "了解",
        "打听",
        "体验",
        "感受",
        "锻炼",
        "休息",
        "准备",
        "介绍",
        "交流",
        "沟通",
        "收拾",
        "整理",
        "打扫",
        "活动",
        "热闹",
        "高兴",
        "放松",
        "比较",
        "试验",
        "调查",
        "检查",
        "参考",
        "琢磨",
        "思考",
        "反思",
        "帮助",
        "照顾",
        "教育",
        "批评",
        "鼓励",
        "表扬",
        "宣传",
        "庆祝",
        "关心",
        "改善",
        "提高",
        "加强",
        "总结",
        "梳理",
        "汇报",
        "分析",
        "测试",
        "来来",
        "哈哈",
        "呵呵",
        "谢谢",
        "你好",
        "欢迎",
        "加油",
        "大家",
        "前进",
        "努力",
        "奋斗",
        "叮咚",
        "滴答",
        "叮当",
        "轰隆",
        "哗啦",
        "扑通",
        "咚咚",
        "啦啦",
        "嘀嗒",
    ]
)
_ODD_END = re.compile(
    f"之[{HAN}]{{1,2}}的(?=[。！？；])|[了着]的(?=[。！？；])(?<![为除不忘免受算]了的)|[，、；：]的(?=[。！？])"
)
_TITLE_STOP = re.compile("[。，、；.,;]$")
_SENTENCE_END = "。！？…!?：:；;”’」』》）)】〉—～~"
_OPEN_END = re.compile(f"[{HAN}A-Za-z0-9%，、,]$")
_UNENDED = re.compile(
    "^(?:图|表)[：:]|(?:来源|作者|记者|通讯员|摄影|供稿|编辑|责编|附件|电话|地址|网址|邮箱|联系人)[：:/／]|(?:摄|绘|图/文|文/图|报道|供稿|供图)$|[（(][^（）()]{1,30}$"
    "|(?:^|\n)(?:——|--)[^。！？\n]{1,30}$"
)


def repeated_words(block: Block, settings: Settings) -> Iterator[Finding]:
    """A word or phrase said twice in a row: 跟党走、跟党走; 会议会议. Not verbs doubled on purpose."""
    masked = block.masked
    for match in _ENUMERATED.finditer(masked):
        word = match[1] or match[2]
        if word.isdigit() or word in settings.known:
            continue
        end = match.start() + 2 * len(word) + 1
        if (
            masked[end : end + 1] in ("！", "!")
            or masked[end + 1 : end + 2] in ("再", "还")
            or _DOUBLED_NUMBER.fullmatch(word)
        ):
            continue
        yield finding("copy-words-repeated", block, match.start(), end, text=masked[match.start() : end], word=word)
    for match in _TWICE.finditer(masked):
        word = match[1]
        if (
            word in _VERBS
            or word[:2] in _VERBS
            or word in settings.known
            or _MAY_REPEAT.match(word)
            or word[0] == word[1]
        ):
            continue
        yield finding("copy-words-repeated", block, *match.span(), text=match[0], word=word)
    for match in _OF_OF.finditer(masked):
        yield finding("copy-words-repeated", block, *match.span(), text=around(masked, *match.span()), word=match[0][0])


_DOUBLED_NUMBER = re.compile("[一二三四五六七八九十百千万亿〇零两]+[个次天年]?")


def odd_ends(block: Block) -> Iterator[Finding]:
    """Ends of sentences that look like a slip of the keyboard: …之事的。"""
    for match in _ODD_END.finditer(block.masked):
        yield finding("copy-end-odd", block, *match.span(), text=around(block.masked, match.start(), match.end() + 1))


def title_stop(block: Block, role: str) -> Iterator[Finding]:
    """A full stop, comma or the like at a title's end (GB/T 15834—2011, appendix A)."""
    if role not in ("title", "heading") and block.kind not in ("title", "heading"):
        return
    text = block.masked.rstrip(BLANK + EDGE + GONE)
    if (
        (found := _TITLE_STOP.search(text))
        and HAN_CHAR.search(text)
        and not any(char in text[:-1] for char in "。！？")
    ):
        yield finding("copy-title-stop", block, *found.span(), mark=found[0], title=shown(text))


def unended(blocks: Sequence[Block]) -> Iterator[Finding]:
    """Paragraphs of running text that stop without a mark: cut in two, or a full stop forgotten."""
    for number, block in enumerate(blocks):
        text = block.masked.rstrip(BLANK + GONE + EDGE + "\n")
        if block.kind != "paragraph" or not text or not _OPEN_END.search(text) or CODE in text[-1:]:
            continue
        if not is_body(printed(text).strip()) or _UNENDED.search(text) or LEVEL_NUMBER.match(printed(text)):
            continue
        last = number + 1 == len(blocks) or blocks[number + 1].kind != "paragraph"
        tail = re.split("[。！？]", text)[-1]
        if last and len(tail) <= 12 and not tail.endswith(("，", "、")) and any(gap in tail for gap in BLANK):
            continue  # a signature
        at = len(text) - 1
        following = "" if number + 1 == len(blocks) else printed(blocks[number + 1].masked).strip()[:10]
        yield finding("copy-sentence-unended", block, at, at + 1, text=shown(text[-14:]), following=following or "—")


def sentences(masked: str) -> list[tuple[int, str]]:
    """The sentences of a block with where they begin, blanks and markup left out of the text."""
    found = []
    at = 0
    for part in re.split("(?<=[。！？；\n])", masked):
        words = "".join(char for char in part if is_han(char) or char.isalnum())
        if words:
            found.append((at, words))
        at += len(part)
    return found
