"""The words by which editors' manuscripts say what a line is: labels, bylines, captions, numbers of headings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from typeset.importing.drafts import Signature
from typeset.manuscript.characters import HAN_RANGES, ends_sentence, ends_with_stop

_HAN = f"[{HAN_RANGES}]"
_NAME = f"{_HAN}{{2,4}}|{_HAN}[ \u3000]{{1,2}}{_HAN}|{_HAN}{{2,4}}·{_HAN}{{2,6}}"
LONGEST_TITLE = 60
LONGEST_SUBHEAD = 45
_SECTION = re.compile(r"[【〖［\[]\s*([^【】〖〗\[\]［］]{1,20}?)\s*[】〗］\]]")
_BEFORE = "编者按|编前语|编前|按语|编者的话|本刊按|开栏的话|开栏语"
_AFTER = "小编说|编后语|编后记|编后|编者后记|编辑点评|小编点评|点评|短评"
_NOTE = re.compile(rf"[【〖\[（(]?\s*(?:({_BEFORE})|({_AFTER}))\s*[】〗\]）)]?\s*[:：]?\s*(.*)", re.DOTALL)
_LABELLED = re.compile(rf"[【〖\[（(]?\s*(?:{_BEFORE}|{_AFTER})\s*(?:[】〗\]）)]\s*[:：]?|[:：]|$)")
_SOURCE = re.compile(
    r"[（(【\[]?\s*(?:(?:文章|稿件|信息|资料|内容|本文|原文)?\s*来\s*源\s*[:：]|(?:转\s*自|转载自|摘\s*自|选\s*自|原载于?|载于)(?:\s*[:：]|(?=\s*[《“A-Z])))"
    r"\s*(.{2,60}?)\s*[）)】\]]?"
)
_PEOPLE = rf"(?:{_HAN}|[·、，, \u3000A-Za-z])"
_CREDIT_WORDS = r"图\s*[/／]\s*文|文\s*[/／]\s*图|图文|摄影报道|摄影|摄|供图|供稿|图|文"
_CREDIT = re.compile(
    rf"{_PEOPLE}{{2,24}}?[ \u3000/／]+(?:{_CREDIT_WORDS})"
    rf"|{_HAN}{{2,4}}(?:摄|摄影|图文|摄影报道)"
    rf"|[（(]{_PEOPLE}{{2,30}}?[ \u3000/／]*(?:{_CREDIT_WORDS})\s*[）)]"
    rf"|[（(]\s*(?:本刊记者|本报记者|记者|通讯员|撰稿|撰文|供稿|供图|摄影|图文|文|作者单位|作者系|作者)[^（）()]{{2,60}}[）)]"
    rf"|(?:摄影|供图|供稿|图文|图片)\s*[:：/／]\s*{_PEOPLE}{{2,30}}"
)
_SIGNED = re.compile(
    r"(?:作\s*者|撰\s*文|撰\s*稿|文字|文)\s*[:：/／|丨 \u3000]\s*(.+)"
    r"|[□○◎■●◆▲△◇☆★]\s*(.+)"
    r"|(本刊记者|本报记者|特约记者|特约通讯员|记者|通讯员|口述|整理|供\s*稿)\s*[:：/／|丨 \u3000]\s*(.+)"
)
_UNIT_NAME = re.compile(rf"(\S.*\S|\S)[ \u3000\t]+({_NAME}|{_HAN}{{2,4}}(?:[、 \u3000]+(?:{_NAME})){{1,4}})")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z.'-]*(?: [A-Z][A-Za-z.'-]*){1,3}")
_UNIT_LATIN = re.compile(rf"(\S*{_HAN}\S*)\s+({_LATIN_NAME.pattern})")
_WORD = re.compile(f"{_HAN}|[A-Za-z]{{2,}}")
_NAME_LIST = re.compile(rf"{_HAN}{{2,4}}(?:、{_HAN}{{2,4}}){{4,}}")
_CLOSINGS = frozenset(("此致", "敬礼", "此致敬礼", "谢谢", "谢谢大家"))
_NAMES = re.compile(rf"(?:{_NAME})(?:[、，, \u3000]+(?:{_NAME})){{0,5}}")
_UNIT_WORD = re.compile(
    r"(?:局|会|委|部|公司|集团|办|站|院|校|厂|中心|社|所|队|处|科|室|馆|区|镇|乡|村|街道|省|市|县|支部|行|分行|学校|大学|学院|园区|"
    r"主席|主任|书记|部长|局长|组长|经理|干事|委员|召集人|教授|院长|校长|会长|秘书长|处长|科长|所长|站长|厂长|班长|职工|工程师|指导员|专干|总监|主管|劳模|工匠)"
)
_UNIT_END = re.compile(
    _UNIT_WORD.pattern.removesuffix(")") + "|员|师|长|者|生|干部|代表|民警|家长|战士|退休人员)[）)]?$"
)
_SPEECH = re.compile(r"(?:问|答|记者|主持人|Q|A|\w{2,4})\s*[:：].*[？?]")
_DATE = re.compile(
    r"[（(]?\s*(?:\d{4}\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?\s*(?:\d{1,2}[:：]\d{2})?\s*[）)]?"
    r"|[二〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?"
    r"|\d{4}\s*年\s*\d{1,2}\s*月"
)
_CAPTION = re.compile(
    r"[（(]?\s*(?:[↑↓▲▼△▽←→☝⬆⬇]|图\s*[0-9一二三四五六七八九十]{1,3}(?![0-9一二三四五六七八九十]*(?:名|个|人))|图为|图片为|图示|图[:：]|[上下左右]图|图片说明|图注|照片)"
)
_CAPTION_LEAD = re.compile(r"^(?:[↑↓▲▼△▽←→☝⬆⬇]\s*|(?:图片说明|图注|图|照片)\s*[:：]\s*)")
_TAKEN = r"(?:摄影|摄|供图|提供|图)"
_CAPTION_CREDIT = re.compile(
    rf"(.*?)[ \u3000]*(?:"
    rf"[（(]\s*({_PEOPLE}{{2,24}}?[/／ \u3000]*{_TAKEN}|{_TAKEN}\s*[:：/／]?\s*{_PEOPLE}{{2,15}})\s*[）)]"
    rf"|(?:(?<=[。！？”；;])|[ \u3000]+)((?:本刊记者|本报记者|记者|通讯员)?\s*{_HAN}{{2,15}}[/／ \u3000]*{_TAKEN})"
    rf"|(?:^|(?<=[。！？”；;])|[ \u3000]+)((?:摄影|供图|摄)\s*[:：/／]\s*{_PEOPLE}{{2,15}})"
    rf")[。]?"
)
_CREDIT_ALONE = re.compile(rf"{_HAN}{{2,4}}\s*(?:摄|摄影|供图)|{_HAN}{{4,15}}供图")
_NUMBERS = (
    re.compile(r"第[一二三四五六七八九十]{1,3}(?:章|节|部分|篇)|[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\d{1,2}\s*[.．、](?!\d)"),
    re.compile(r"[（(]\d{1,2}[）)]"),
)
_RUN_IN = re.compile(r"(?:^|(?<=[。！？])|(?<=[。！？]”))([^，。；：、！？,;:\s]{2,14}。)(?=[^”’」』）])")


def section_heading(text: str) -> str:
    """The column heading of a line such as 【他山之石】, or nothing."""
    found = _SECTION.fullmatch(text)
    return "" if found is None or _LABELLED.match(text) else found[1]


@dataclass(frozen=True)
class LabelledNote:
    """An editor's note with its label; `before` the article or after it."""

    label: str
    text: str
    before: bool


def labelled_note(text: str) -> LabelledNote | None:
    """The editor's note that a paragraph is, by its label (编者按：…, 小编说：…)."""
    if not _LABELLED.match(text) or not (found := _NOTE.fullmatch(text)):
        return None
    return LabelledNote(found[1] or found[2], found[3].strip(), bool(found[1]))


def named_source(text: str) -> str:
    """What a line names as the source: 来源：《工人日报》 → 《工人日报》."""
    found = _SOURCE.fullmatch(text)
    return "" if found is None or ends_sentence(found[1]) else found[1].lstrip("：: ")


def is_credit(text: str) -> bool:
    """Whether a line is a credit, such as 唐佩 图/文 or （通讯员 张三）."""
    return len(text) <= 60 and bool(_CREDIT.fullmatch(text)) and not ends_sentence(text.rstrip("）)"))


def is_date(text: str) -> bool:
    """Whether a line is a date alone."""
    return bool(_DATE.fullmatch(text))


def is_caption(text: str) -> bool:
    """Whether a line says itself that it belongs to a picture."""
    return bool(_CAPTION.match(text))


def caption_and_credit(text: str) -> tuple[str, str]:
    """A caption without its pointer, and the credit at its end: 会议现场 张三 摄 → 会议现场, 张三 摄."""
    text = _CAPTION_LEAD.sub("", text.strip())
    if _CREDIT_ALONE.fullmatch(text):
        return "", text
    found = _CAPTION_CREDIT.fullmatch(text)
    if found is None:
        return text, ""
    return found[1].strip(" \u3000"), next(group for group in found.groups()[1:] if group).strip()


def heading_number(text: str) -> int:
    """The level that a heading's number says: 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）; 0 for none."""
    return next((level for level, pattern in enumerate(_NUMBERS, 1) if pattern.match(text)), 0)


def is_short(text: str, most: int = LONGEST_SUBHEAD) -> bool:
    """Whether a line reads like a title: short, and without a mark at its end that titles do not have."""
    return 0 < len(text) <= most and (not ends_with_stop(text) or text[-1] in "！？!?…") and text.count("。") == 0


def has_words(text: str) -> bool:
    """Whether a line has words for a title: no number, no close of a letter (此致 敬礼), no question, no names."""
    if re.sub(r"\W", "", text) in _CLOSINGS or _SPEECH.fullmatch(text) or _NAME_LIST.fullmatch(text):
        return False
    return len(_WORD.findall(text)) >= 2


def run_in_candidates(text: str) -> list[str]:
    """Short sentences that may have been run-in heads, bold on paper: 凝聚思想共识。"""
    return _RUN_IN.findall(text)


def signatures(text: str, *, after_title: bool) -> tuple[Signature, ...]:
    """The authors that a line names, with unit and post; nothing where it is no byline.

    A name alone, or a unit alone, is one only directly below a title.
    """
    text = text.strip().strip("（）()")
    if len(text) > 80 or re.search("[。？！?!]", text) or (ends_with_stop(text) and not text.endswith(("—", "…"))):
        return ()
    if found := _SIGNED.fullmatch(text):
        return _signed(found[1] or found[2] or found[4], found[3] or "")
    if (found := _UNIT_LATIN.fullmatch(text)) and _UNIT_END.search(found[1]):
        return (Signature(found[2], found[1]),)
    if after_title and _LATIN_NAME.fullmatch(text):
        return (Signature(text),)
    if found := _UNIT_NAME.fullmatch(text):
        unit = found[1].strip()
        if _UNIT_END.search(unit) and not ends_with_stop(unit) and not re.search(r"[：:！？《》“”]", unit):
            return _named(found[2], unit)
    names = after_title and _NAMES.fullmatch(text) and len(text) <= 24 and not heading_number(text)
    if names and (len(re.sub(r"[ \u3000]", "", text)) <= 4 or re.search(r"[、， \u3000]", text)):
        return _named(text, "")
    return ()


def is_unit(text: str) -> bool:
    """Whether a short line is a unit with no name: 江阴市祝塘镇总工会."""
    return 4 <= len(text) <= 40 and bool(_UNIT_END.search(text)) and not re.search(r"[，。；：！？,;:!?“”《》]", text)


def name_of(text: str) -> str:
    """The person's name that a short line is, two characters spaced out made one; empty for anything else."""
    return re.sub(r"[ \u3000]", "", text) if re.fullmatch(_NAME, text) else ""


def _signed(text: str, role: str) -> tuple[Signature, ...]:
    """The names behind a label; a role such as 通讯员 is printed as their post."""
    text = text.strip()
    if (found := _UNIT_NAME.fullmatch(text)) and _UNIT_END.search(found[1]):
        return _named(found[2], found[1].strip())
    if _NAMES.fullmatch(text):
        return _named(text, role)
    return (Signature(text, role),) if len(text) <= 20 and not re.search("[，,：:；;]", text) else ()


def _named(text: str, unit: str) -> tuple[Signature, ...]:
    """Several names share the unit; 杨　红 spaced out is one name."""
    words = [word for word in re.split(r"[、，,]|[ \u3000]+", text) if word]
    if words and all(len(word) == 1 for word in words) and len(words) == 2:
        words = ["".join(words)]
    return tuple(Signature(word, unit if number == 0 else "") for number, word in enumerate(words))
