"""Characters that stand for others: invisible ones, compatibility forms, full-width letters and digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from typeset.copyedit.characters import BLANK, HAN, SHARED_MARKS, WIDE_MARKS
from typeset.copyedit.model import Edit

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+"
    f"|(?:^|(?<=[\x00-\x7f{HAN}{WIDE_MARKS}{SHARED_MARKS}]))[\u200c\u200d]+"
)

# Radicals of the supplement that are the shape of a whole character (Unicode EquivalentUnifiedIdeograph); parts of
# characters stay.
_RADICALS = dict(
    zip(
        "⺁⺃⺋⺎⺏⺑⺒⺓⺖⺛⺝⺟⺠⺢⺮⺳⺷⺸⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻐⻑⻒⻓⻔⻕⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻲⻳",
        "厂乚㔾兀尣尢巳幺忄旡月母民氺竹网羊羊虎衣覀西见角讠贝车辶钅長镸长门阜雨青韦页风飞食食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙亀龟",
        strict=True,
    )
)
_MARKS = dict(
    zip(
        "＂＇︐︑︒︓︔︕︖︗︘︙︰︱︳︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹐﹑﹔﹕﹖﹗﹙﹚﹝﹞﹟﹠﹡﹢﹣﹤﹥﹦﹩﹪﹫｡｢｣､･",
        "\"'，、。：；！？〖〗…：—_（）｛｝〔〕【】《》〈〉「」『』，、；：？！（）〔〕#&*+-<>=$%@。「」、·",
        strict=True,
    )
)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_COMPATIBLE = re.compile(
    "[\u2e80-\u2ef3\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f\ufe10-\ufe19\ufe30-\ufe6b\uff02\uff07\uff61-\uff65\ufb00-\ufb06]"
)
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
_PER_CENT = re.compile(f"(?<=[0-9０-９])[{BLANK}]*％")
_POINT = re.compile("(?<=[0-9０-９])．(?=[0-9０-９])")
_CLOCK = re.compile("(?<![0-9０-９：:])([0-9０-９]{1,2})：([0-9０-９]{2})(?![0-9０-９：:])")
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def invisible(text: str) -> Iterator[Edit]:
    """Characters without a shape or a meaning in print; joiners inside emoji and other scripts stay."""
    for match in _INVISIBLE.finditer(text):
        yield match.start(), match.end(), ""


def ordinary(char: str) -> str:
    """The ordinary character that a compatibility form stands for, or the character itself.

    Kangxi radicals and compatibility ideographs by their Unicode decomposition; ℃ and the like have shapes of their
    own and stay.
    """
    if char in _RADICALS:
        return _RADICALS[char]
    if char in _MARKS:
        return _MARKS[char]
    if char in _LIGATURES:
        return _LIGATURES[char]
    if "\u2f00" <= char <= "\u2fd5" or "\uf900" <= char <= "\ufaff" or "\U0002f800" <= char <= "\U0002fa1f":
        return unicodedata.normalize("NFKC", char)
    return char


def compatible(masked: str) -> Iterator[Edit]:
    """Compatibility forms, as they come out of PDF files and old word processors."""
    for match in _COMPATIBLE.finditer(masked):
        if (char := ordinary(match[0])) != match[0]:
            yield match.start(), match.end(), char


def alphanumerics(masked: str) -> Iterator[Edit]:
    """Full-width letters and digits, and the signs of numbers among them (GB/T 15835—2011 5.1).

    A full-width colon between hour and minutes becomes the half-width one that clock times have.
    """
    found = [(match.start(), match.end(), match[0].translate(_HALF)) for match in _FULL_WIDTH.finditer(masked)]
    found += [(match.start(), match.end(), "%") for match in _PER_CENT.finditer(masked)]
    found += [(match.start(), match.end(), ".") for match in _POINT.finditer(masked)]
    for match in _CLOCK.finditer(masked):
        hour, minute = (int(match[number]) for number in (1, 2))
        if hour <= 24 and minute < 60:
            found.append((match.end(1), match.end(1) + 1, ":"))
    yield from sorted(found)
