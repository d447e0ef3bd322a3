"""Character classes of composition: what a character is to breaks, gaps and justification.

The classes follow clreq (table of punctuation marks, prohibition rules) and CSS Text 4; a character whose
measured advance or ink says otherwise (a narrow quotation mark, a centred comma) is re-classed by `measure`.
"""

from __future__ import annotations

import unicodedata
from enum import IntEnum
from functools import lru_cache


class Cls(IntEnum):
    """Class of a typographic character unit."""

    HAN = 0  # ideographs, kana, ideographic symbols: breaks on both sides
    OPEN = 1  # “ ‘ （ 《 …: blank on the left
    CLOSE = 2  # ” ’ ） 》 …: blank on the right
    STOP = 3  # 。 ．
    EXQ = 4  # ！ ？
    COMMA = 5  # ， 、 ；
    COLON = 6  # ：
    MID = 7  # · ・ interpuncts
    DASH = 8  # — ― ⸺
    ELL = 9  # … ‥ ⋯
    CONN = 10  # ～ – and other connectors
    SOL = 11  # / ／ solidus in Chinese text
    LAT = 12  # letters of alphabetic scripts
    DIG = 13  # digits
    SP = 14  # U+0020
    NOPEN = 15  # ( [ { and narrow opening quotes
    NCLOSE = 16  # ) ] } , . ; : ! ? and narrow closing quotes
    PRE = 17  # ¥ $ № …
    POST = 18  # % ‰ ℃ …
    GLUE = 19  # no-break space, word joiner
    NL = 20  # forced line break
    OBJ = 21  # atomic inline, leader
    ISP = 22  # U+3000
    OTH = 23  # everything else
    SHY = 24  # soft hyphen
    ZW = 25  # zero-width space
    SMALL = 26  # small kana and ー (line breaking class CJ)
    ITER = 27  # 々 〻 ゝ ゞ ヽ ヾ
    HYPHEN = 28  # - ‐
    WIDE = 29  # wide symbols that are no ideographs: breaks as HAN, no autospace
    HANGUL = 30


_MARKS: dict[Cls, str] = {
    Cls.OPEN: "“‘「『（《〈【〖〔［｛〘〚｟〝",
    Cls.CLOSE: "”’」』）》〉】〗〕］｝〙〛｠〞〟",
    Cls.STOP: "。．｡",
    Cls.EXQ: "！？‼⁇⁈⁉",
    Cls.COMMA: "，、；､",
    Cls.COLON: "：",
    Cls.MID: "·・•‧･",
    Cls.DASH: "—―⸺⸻",
    Cls.ELL: "…‥⋯․︙\U00010af6",
    Cls.CONN: "～〜゠–",
    Cls.SOL: "/／",
    Cls.NOPEN: "([{「｢",
    Cls.NCLOSE: ")]},.;:!?｣",
    Cls.PRE: "¥￥$＄﹩€£￡￦№＃§±",
    Cls.POST: "%％﹪‰‱℃℉°′″‵￠¢",
    Cls.GLUE: "\u00a0\u202f\u2060\ufeff\u2007",
    Cls.NL: "\n\x0b\x0c\x85\u2028\u2029",
    Cls.ISP: "\u3000",
    Cls.SHY: "\u00ad",
    Cls.ZW: "\u200b",
    Cls.ITER: "々〻ゝゞヽヾ",
    Cls.HYPHEN: "-‐",
}
_TABLE: dict[str, Cls] = {char: cls for cls, chars in reversed(_MARKS.items()) for char in chars}
_TABLE[" "] = Cls.SP
_TABLE["\t"] = Cls.SP
_TABLE["\ufffc"] = Cls.OBJ
_SMALL_KANA = "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶーｧｨｩｪｫｯｬｭｮｰ"
_TABLE.update(dict.fromkeys(_SMALL_KANA, Cls.SMALL))
_TABLE.update({chr(code): Cls.SMALL for code in range(0x31F0, 0x3200)})
_TABLE["〇"] = Cls.HAN

CJK = frozenset(
    {
        Cls.HAN, Cls.OPEN, Cls.CLOSE, Cls.STOP, Cls.EXQ, Cls.COMMA, Cls.COLON, Cls.MID, Cls.DASH, Cls.ELL,
        Cls.CONN, Cls.ISP, Cls.SMALL, Cls.ITER, Cls.WIDE, Cls.HANGUL,
    }
)  # fmt: skip
"""Classes that belong to Chinese, Japanese or Korean text: gaps beside them may be stretched."""
IDEOGRAPHIC = frozenset({Cls.HAN, Cls.SMALL, Cls.ITER})
"""Ideographs of CSS Text 4 §8.1 (text-autospace)."""
CLOSING = frozenset({Cls.CLOSE, Cls.STOP, Cls.EXQ, Cls.COMMA, Cls.COLON})
"""Full-width marks with their blank on the right."""
SPACES = frozenset({Cls.SP, Cls.ZW})
"""Units dropped at the end of a line."""


@lru_cache(maxsize=8192)
def classify(char: str) -> Cls:
    """The class of a character by its code point alone."""
    found = _TABLE.get(char)
    if found is not None:
        return found
    code = ord(char)
    if 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x3FFFF or 0xF900 <= code <= 0xFAFF or 0x2E80 <= code <= 0x2FDF:
        return Cls.HAN
    category = unicodedata.category(char)
    if 0x3041 <= code <= 0x30FF and category[0] != "P":
        return Cls.HAN
    if 0x3100 <= code <= 0x312F or 0x31A0 <= code <= 0x31EF or 0xFF66 <= code <= 0xFF9F:
        return Cls.HAN
    if 0xAC00 <= code <= 0xD7AF or 0x1100 <= code <= 0x11FF or 0x3130 <= code <= 0x318F:
        return Cls.HANGUL
    wide = unicodedata.east_asian_width(char) in "WF"
    if wide:
        return Cls.WIDE
    if category == "Nd":
        return Cls.DIG
    if category[0] in "LM":
        return Cls.LAT
    return Cls.OTH


def is_right_to_left(text: str) -> bool:
    """Whether text holds characters of right-to-left scripts or bidi controls."""
    return not text.isascii() and any(
        "\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufdff" or "\ufe70" <= char <= "\ufefc"
        or "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" or "\u200e" <= char <= "\u200f"
        or "\U00010800" <= char <= "\U00010fff" or "\U0001e800" <= char <= "\U0001efff"
        for char in text
    )  # fmt: skip


def language_of(lang: str | None) -> str:
    """`zh-Hans`, `zh-Hant`, `ja`, `ko`, or the primary subtag; empty where no language is declared."""
    if not lang:
        return ""
    parts = lang.lower().replace("_", "-").split("-")
    if parts[0] == "zh" or parts[0] in ("cmn", "yue"):
        traditional = "hant" in parts or ("hans" not in parts and bool({"tw", "hk", "mo"} & set(parts)))
        return "zh-Hant" if traditional or parts[0] == "yue" else "zh-Hans"
    return parts[0]
