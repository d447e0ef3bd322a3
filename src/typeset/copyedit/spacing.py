"""Blanks: Chinese has no word spaces; the gap between Han and Latin letters is the layout's (clreq, text-autospace)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from typeset.copyedit.characters import (
    ADDRESS,
    BLANK,
    CODE,
    EDGE,
    GONE,
    HAN,
    HAN_CHAR,
    after,
    before,
    is_han,
    is_latin,
    is_wide,
)
from typeset.copyedit.doubts import is_headline, slogan_gaps
from typeset.copyedit.markup import BlockKind
from typeset.copyedit.model import Edit

_RUN = re.compile(f"[{BLANK}]+")
_WORD_SPACE = re.compile(r"(?<=\d%)(?=[A-Za-z]{2})")
_MARKS = "“”‘’…—"
_TOUCHING = "+/@#&=%‰℃°$￥<>[]()"
_OPERATORS = "+/&="
_CONNECTORS = "-~～－|*.•·"
_BOOK = re.compile("《[^《》\n]{0,120}》|〈[^〈〉\n]{0,120}〉")
_STAMPED = re.compile(r"\d{1,2}[日号]$|\d{4}年$|\d{1,2}月$")
_STAMP = re.compile(r"\d{4}-\d|\d{1,2}:\d\d|\d{4}/\d|\d{4}\.\d{1,2}\.\d")
_SIGNED_LEFT = re.compile(
    "(?:记者|通讯员|作者|撰文|摄影|摄|报道|供稿|供图|绘图|编辑|责编|责任编辑|主编|校对|审核|来源|编审|签发)$"
)
_SIGNED_RIGHT = re.compile("(?:摄影|撰文|报道|供图|供稿|图[/／]文|文[/／]图)(?:$|[/／、，。）)\n])|(?:记者|通讯员)")
_SIGNS = re.compile("[摄图文绘编作辑题](?:$|[/／、，。）)\n])")
_ARTICLE = re.compile("第[一二三四五六七八九十百零〇0-9]{1,6}[章节条编篇部分款讲课期辑届卷]$")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢"
    "汪戴崔任陆廖姚金韦贾夏付邹熊孟秦邱阎薛侯雷龙段郝孔邵史毛万顾赖武康贺严尹钱施牛洪龚汤陶黎樊殷庄章鲁倪邢俞翟蓝聂"
    "齐葛柴伍覃骆关焦柳欧祝纪尚毕耿芦左季管符辛苗詹曲靳祁路涂兰甘裴梅童翁霍游阮尤岳柯牟滕谷舒卜成饶宁凌盛查单冉鲍华包屈"
)
_NAME = re.compile(f"[{HAN}]{{2,3}}")


def spaces(masked: str, kind: BlockKind, *, markdown: bool) -> Iterator[Edit]:
    """Blanks that are no word spaces go.

    Wanted breaks in titles, blanks inside 《》, between names, beside hyphens and tildes, and those between Latin
    words stay; in bylines, lists of names and verse all do.
    """
    if kind in ("byline", "verse") or not HAN_CHAR.search(masked):
        return
    title = kind in ("title", "heading") or is_headline(masked)
    books = sorted([*(match.span() for match in _BOOK.finditer(masked)), *_around(slogan_gaps(masked))])
    for match in _RUN.finditer(masked):
        start, end = match.span()
        if _at_line_start(masked, start):
            continue
        if _at_line_end(masked, end):
            if not (markdown and match[0].strip(" ") == "" and len(match[0]) > 1):
                yield start, end, ""
            continue
        new = _gap(masked, start, end, title=title, books=books)
        if new is not None and new != match[0]:
            yield start, end, new
    for match in _WORD_SPACE.finditer(masked):
        yield match.start(), match.start(), " "


def _around(gaps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(start - 1, end + 1) for start, end in gaps]


def _at_line_start(masked: str, at: int) -> bool:
    return at == 0 or masked[at - 1] in "\n" + EDGE


def _at_line_end(masked: str, at: int) -> bool:
    return at == len(masked) or masked[at] in "\r\n"


def _gap(masked: str, start: int, end: int, *, title: bool, books: list[tuple[int, int]]) -> str | None:
    """What a run of blanks becomes; None where it stays as it is."""
    left, right = before(masked, start), after(masked, end)
    if not left or not right or ADDRESS in (left, right) or left in _CONNECTORS or right in _CONNECTORS:
        return _word_end(masked, start, left, right)
    if _is_word(left) and _is_word(right):
        return None if masked[start:end].strip("\u00a0\u2000-\u200a\u202f\u205f") else " "
    if right in "%‰℃" and left.isdigit():
        return ""
    chinese = is_wide(left) or is_wide(right) or left in _MARKS or right in _MARKS or _joins_han(masked, start, end)
    if not chinese or (is_latin(left) and right in "[(") or (left in ")]" and is_latin(right)):
        return None
    if _is_wanted(masked, start, end, left, right, title=title, books=books):
        return None
    return ""


def _joins_han(masked: str, start: int, end: int) -> bool:
    """Whether a blank stands beside an operator that has Han on its other side: both its blanks go, or none."""
    if masked[end] in _OPERATORS:
        return is_wide(after(masked, end + 1))
    return masked[start - 1] in _OPERATORS and is_wide(before(masked, start - 1))


def _word_end(masked: str, start: int, left: str, right: str) -> str | None:
    """A blank behind the stop of an abbreviation (vs. 只) is none of Chinese; others stay."""
    abbreviated = left == "." and is_latin(masked[start - 2 : start - 1]) and masked[start - 1 : start] == "."
    return "" if abbreviated and is_han(right) else None


def _is_word(char: str) -> bool:
    return is_latin(char) or char == CODE or (char.isascii() and not char.isalnum() and char not in _TOUCHING)


def _is_wanted(
    masked: str, start: int, end: int, left: str, right: str, *, title: bool, books: list[tuple[int, int]]
) -> bool:
    """Whether a blank beside Chinese is meant, or cannot be judged."""
    if _STAMPED.search(masked[max(0, start - 6) : start]) and _STAMP.match(masked, end):
        return True
    pair = not (is_latin(left) or is_latin(right))
    if title and pair and left not in "，、；：" and right not in "，、；：":
        return True
    if "\u3000" in masked[start:end] and (
        GONE in (masked[start - 1], masked[end : end + 1]) or (left in "。！？”" and end - start > 1)
    ):
        return True  # behind a run-in head, or the lost beginning of a paragraph
    if not (is_han(left) and is_han(right)):
        return False
    book = bisect_left(books, (start, 0)) - 1
    if book >= 0 and end < books[book][1]:
        return True
    return _parts_names(masked, start, end)


def _parts_names(masked: str, start: int, end: int) -> bool:
    head = masked[max(0, start - 12) : start].replace(GONE, "")
    tail = masked[end : end + 12].replace(GONE, "")
    if _SIGNED_LEFT.search(head) or _SIGNED_RIGHT.match(tail) or _ARTICLE.search(head):
        return True
    names = [re.split(f"[^{HAN}]", head)[-1], re.split(f"[^{HAN}]", tail)[0]]
    if len(masked) - end <= 3 and is_name(masked[end:]) and not re.search("[。！？]", masked):
        return True  # a line that ends in a name is a byline
    return is_name(names[0]) and (is_name(names[1]) or _SIGNS.match(tail) is not None)


def is_name(text: str) -> bool:
    """Whether two or three characters may be a person's name: they begin with a common surname."""
    return bool(_NAME.fullmatch(text)) and text[0] in _SURNAMES
