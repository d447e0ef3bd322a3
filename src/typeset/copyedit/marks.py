"""Half-width marks beside Han characters, and the marks of whole Latin sentences.

GB/T 15834—2011 4 and 5.1: ，。；：！？（） take a whole cell in Chinese text. What belongs to a number, a time, an
address, code or a Latin sentence stays.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from typeset.copyedit.characters import BLANK, CODE, GONE, HAN_CHAR, after, before, is_blank, is_latin, is_wide
from typeset.copyedit.doubts import begins_with_mark
from typeset.copyedit.model import Edit

_MARKS = re.compile("[,;:]|[!?]+|(?<![.])[.](?![.])")
_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。"}
_NEAR_HAN = "“”‘’…—·%‰℃°"
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_INNER = re.compile(r"[A-Za-z0-9][,.;:!?]+ *[A-Za-z]")
_ABBREVIATION = re.compile(
    r"(?:^|[^A-Za-z])(?:(?:[A-Za-z]\.)+[A-Za-z]|vs|No|Dr|Mr|Mrs|Ms|St|Co|Ltd|Inc|Corp|etc|al|fig|Fig|p|pp|Vol|vol)$"
)
_LATIN_RUN = re.compile(r"[^\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3001-\u301b“”\n\ue003]+")
_BRACKETS = re.compile("[()（）]")
_LATIN_QUOTE = re.compile(r"“([^“”\u3400-\u9fff\n]{1,400})”")
_FULL_MARKS = re.compile("，|。|；|：|！|？")
_NARROW = {wide: narrow for narrow, wide in _WIDE.items()}


def half_width_marks(masked: str) -> Iterator[Edit]:
    """Half-width marks that the context makes Chinese become full-width."""
    if not HAN_CHAR.search(masked) or begins_with_mark(masked):
        return
    first_han = HAN_CHAR.search(masked)
    context = _Context(masked, first_han.start() if first_han else len(masked))
    for match in _MARKS.finditer(masked):
        if context.is_chinese(match.start(), match.end()):
            yield match.start(), match.end(), "".join(_WIDE[char] for char in match[0])


class _Context:
    """What stands around the marks of a block with Han characters."""

    def __init__(self, masked: str, first_han: int) -> None:
        self.masked, self.first_han = masked, first_han
        self.sentences = [match.span() for match in _LATIN_RUN.finditer(masked) if _is_latin_sentence(match[0])]

    def is_chinese(self, start: int, end: int) -> bool:
        """Whether the mark there is one of Chinese text."""
        masked, mark = self.masked, self.masked[start]
        near, left = before(masked, start, blanks=False), before(masked, start)
        close, right = after(masked, end, blanks=False), after(masked, end)
        if near.isdigit() and close.isdigit() and mark in ",.:":
            return False
        if mark == ".":
            return self._is_stop(start, left, close, right)
        if mark in "!?":
            return self._is_exclamation(start, end, left, close, right)
        if _is_chinese(left):
            return True
        if is_latin(left) or left in (CODE, ")", "]"):
            return _is_chinese(right) or (not right and self._after_han(start))
        return False

    def _is_stop(self, at: int, left: str, close: str, right: str) -> bool:
        if _is_chinese(left) or left == ")":
            return not (is_latin(close) or close in tuple(CODE + "/\\"))
        if not is_latin(left) or right or _ABBREVIATION.search(self.masked[max(0, at - 12) : at].replace(GONE, "")):
            return False
        return self._after_han(at) and bool(self.masked[:at].strip("0123456789 "))

    def _is_exclamation(self, start: int, end: int, left: str, close: str, right: str) -> bool:
        masked = self.masked
        if _is_chinese(left):
            code = masked[start:end] == "!" and close.isascii() and close.islower()
            return not code and not re.match(r"\w*=", masked[end : end + 40], re.ASCII)
        if not is_latin(left) and left != ")":
            return False
        return (not right or _is_chinese(right)) and self._after_han(start)

    def _after_han(self, at: int) -> bool:
        """Whether Han characters stand before, and the mark does not end a Latin sentence."""
        run = bisect_right(self.sentences, (at, len(self.masked))) - 1
        return self.first_han < at and not (run >= 0 and at < self.sentences[run][1])


def _is_chinese(char: str) -> bool:
    return bool(char) and (is_wide(char) or char in _NEAR_HAN)


def _is_latin_sentence(text: str) -> bool:
    words = _WORD.findall(text)
    return len(words) >= 4 or (len(words) >= 2 and _INNER.search(text) is not None)


def brackets(masked: str) -> Iterator[Edit]:
    """Half-width round brackets of Chinese text become full-width (GB/T 15834—2011 4.9)."""
    if not HAN_CHAR.search(masked):
        return
    stack: list[int] = []
    found: list[Edit] = []
    for match in _BRACKETS.finditer(masked):
        if match[0] in "(（":
            stack.append(match.start())
        elif stack:
            opens, closes = stack.pop(), match.start()
            if (masked[opens] == "(" or masked[closes] == ")") and _are_chinese(masked, opens, closes):
                found += [(opens, opens + 1, "（"), (closes, closes + 1, "）")]
    yield from sorted(edit for edit in found if masked[edit[0]] != edit[2])


def _are_chinese(masked: str, opens: int, closes: int) -> bool:
    content = masked[opens + 1 : closes].strip(BLANK)
    if not content or "\n\n" in content:
        return False
    if any(is_wide(char) for char in content):
        return True
    near = masked[opens - 1 : opens]
    left, right = before(masked, opens), after(masked, closes + 1)
    if is_latin(near) or near == CODE:
        plain_word = content.isascii() and (content.islower() or len(content) <= 2)
        return not plain_word and _is_chinese(right)
    return _is_chinese(left) or _is_chinese(right)


def latin_sentences(masked: str) -> Iterator[Edit]:
    """Full-width marks of a whole Latin sentence, quoted or alone, become Latin ones."""
    spans = [match.span(1) for match in _LATIN_QUOTE.finditer(masked)]
    if not HAN_CHAR.search(masked):
        spans = [(0, len(masked))]
    for start, end in spans:
        if len(_WORD.findall(masked[start:end])) < 3:
            continue
        for match in _FULL_MARKS.finditer(masked, start, end):
            if is_latin(masked[match.start() - 1 : match.start()]):
                following = masked[match.end() : match.end() + 1]
                gap = " " if match.end() < end and following and not is_blank(following) and is_latin(following) else ""
                yield match.start(), match.end(), _NARROW[match[0]] + gap
