"""The rules of clean-up by name: what each does and which standard it follows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A rule of the clean-up: its two names, the standard's clause where it follows one, and what it does."""

    name: str
    chinese: str
    source: str
    zh: str
    en: str


_ROWS = (
    (
        "invisible-characters",
        "不可见字符",
        "",
        "删去零宽字符、软连字符等",
        "Takes out zero-width and control characters",
    ),
    (
        "compatibility-forms",
        "兼容字形",
        "",
        "部首、兼容汉字、竖排和小型标点等改为通用的字和标点",
        "Radicals, compatibility ideographs and presentation forms become ordinary characters",
    ),
    (
        "full-width-alphanumerics",
        "全角字母数字",
        "GB/T 15835—2011 5.1",
        "全角字母、数字、百分号改为半角",
        "Full-width letters, digits and per cent signs become half-width",
    ),
    (
        "corner-quotes",
        "直角引号",
        "GB/T 15834—2011 4.8",
        "横排文字的「」『』改为“”‘’",
        "Corner quotes become curly ones in horizontal text",
    ),
    (
        "quotes",
        "引号",
        "GB/T 15834—2011 4.8",
        "直引号配成弯引号；外用双引号，里用单引号",
        "Straight quotes become pairs; double outside, single inside",
    ),
    (
        "ellipses",
        "省略号",
        "GB/T 15834—2011 4.11",
        "省略号用六连点，占两格",
        "An ellipsis has six dots and takes two cells",
    ),
    ("dashes", "破折号", "GB/T 15834—2011 4.10", "破折号用两格的——", "A dash takes two cells"),
    ("interpuncts", "间隔号", "GB/T 15834—2011 4.14", "间隔号用 ·（U+00B7）", "The interpunct is U+00B7"),
    (
        "half-width-marks",
        "半角标点",
        "GB/T 15834—2011 4、5.1",
        "汉字旁边的半角标点改为全角",
        "Half-width marks beside Han characters become full-width",
    ),
    (
        "brackets",
        "半角括号",
        "GB/T 15834—2011 4.9",
        "汉字文句里的半角圆括号改为全角",
        "Half-width brackets in Chinese text become full-width",
    ),
    (
        "latin-sentences",
        "英文句子标点",
        "",
        "整句英文里的全角标点改为英文标点",
        "A whole Latin sentence takes Latin marks",
    ),
    (
        "spaces",
        "多余空格",
        "",
        "删去汉字、标点旁的空格；标题、书名号里和人名之间的不动",
        "Takes out blanks beside Han and marks; those in titles, in 《》 and between names stay",
    ),
    (
        "heading-end-marks",
        "小标题末标点",
        "GB/T 15834—2011 附录 A",
        "删去小标题末尾的句号、逗号、波浪号",
        "Takes the full stop, comma or tilde from a subhead's end",
    ),
    (
        "cut-paragraphs",
        "断开的段落",
        "",
        "接上被分栏、分页断开的段落",
        "Joins paragraphs cut in two by the end of a column or page",
    ),
    (
        "doubled-paragraphs",
        "重复的段落",
        "",
        "同一段一字不差出现两次，经人同意才删去后一处",
        "A paragraph that occurs twice letter for letter; the later one goes only when a person accepts",
    ),
)

RULES: dict[str, Rule] = {row[0]: Rule(*row) for row in _ROWS}
"""All rules of clean-up in the order in which they work."""

CHECKS: dict[str, str] = {
    "unpaired": "标点配对",
    "redundant-marks": "重叠的标点",
    "repeated-words": "重复的词语",
    "repeated-paragraphs": "重复的段落检查",
    "unended-sentences": "句末标点",
    "numbers": "数字和单位",
    "dates": "日期",
    "levels": "标题层次",
    "order": "文字顺序",
    "run-in-heads": "段首小标题",
    "title-stops": "标题末标点",
    "names": "人名写法",
    "terms": "用词",
    "scripts": "繁简混用",
    "uncommon-characters": "表外字",
    "odd-endings": "可疑句尾",
    "book-title-spaces": "书名号里的空格",
    "latin-brackets": "英文括号",
    "pictures": "图片说明",
    "alike-pictures": "相似图片",
    "clean-up": "待清理",
}
"""All checks by name, with their Chinese names."""

NAMES: dict[str, str] = {
    **{name: name for name in (*RULES, *CHECKS)},
    **{rule.chinese: rule.name for rule in RULES.values()},
    **{chinese: name for name, chinese in CHECKS.items()},
}
"""Every spelling of a rule's or check's name, with its English one."""
