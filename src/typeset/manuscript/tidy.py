"""Tidying a text before it is parsed, and looking over its paragraphs.

Only what can have no meaning on paper is changed here; wording and punctuation never are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from typeset.manuscript.characters import BLANKS, HAN_RANGES, MARK_RANGES, SHARED_RANGES
from typeset.manuscript.findings import Findings, shown
from typeset.manuscript.mojibake import find_mojibake
from typeset.manuscript.source import Source, Trace
from typeset.problems import Place, Severity

# Control characters, soft hyphen, zero-width spaces and joiners, direction marks, BOM, interlinear annotation.
_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
)
# The joiners mean something in emoji and in Arabic or Indic words, but nothing after Han, full-width marks and ASCII.
_IDLE_JOINER = f"(?:^|(?<=[\x00-\x7f{HAN_RANGES}{MARK_RANGES}{SHARED_RANGES}]))[\u200c\u200d]+"
_REMOVED = re.compile(f"[{_INVISIBLE}]+|{_IDLE_JOINER}")
_SPACES = dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F], " ")
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
_PLAIN = _SPACES | _SURROGATES
_UNPRINTABLE = re.compile(
    "[\ue000-\uf8ff\ufdd0-\ufdef\ufffd-\uffff\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U000f0000-\U0010ffff]"
)

_NEAR = f"[{HAN_RANGES}{MARK_RANGES}{SHARED_RANGES}]"
_HALF_WIDTH = re.compile(f"(?<={_NEAR})[,;:!?()]|[,;:!?()](?={_NEAR})")
# Before the word that ends a credit a space is wanted: 张三 摄.
_NO_CREDIT = f"(?!(?:摄影?|供图|绘|制图|供稿|整理)(?:$|[{MARK_RANGES}{SHARED_RANGES}]))"
_SPACED = re.compile(f"(?<=[{HAN_RANGES}])[ \t\u3000]+{_NO_CREDIT}(?=[{HAN_RANGES}])")
_CLAUSE = re.compile(r"\s*第[一二三四五六七八九十百千零〇0-9]+[编章节条]\u3000(?!\u3000)")


def tidy(text: str, start: Place, findings: Findings) -> Source:
    """The text as lines, without what nobody sees: invisible and control characters, spaces at line ends.

    No-break and other special spaces become plain ones. What was removed, characters that no font can print, and
    text that was damaged by a wrong encoding are told in `findings`.
    """
    source = Source.of(text, start)
    source = source.rewritten(line.translate(_PLAIN) for line in source.lines)
    _examine(source, findings)
    return _without_tails(_without_invisible(source, findings))


def plain_characters(text: str) -> str:
    """Text that came from character references (`&nbsp;`, `&#8203;`), with the same characters removed."""
    return _REMOVED.sub("", text.translate(_PLAIN))


def _without_invisible(source: Source, findings: Findings) -> Source:
    cuts = {}
    for number, line in enumerate(source.lines):
        if ranges := [match.span() for match in _REMOVED.finditer(line)]:
            cuts[number] = ranges
            removed = sum(end - begin for begin, end in ranges)
            place = source.place(number, ranges[0][0], ranges[0][1] - ranges[0][0])
            findings.count("invisible-characters-removed", place, times=removed)
    return source.cut(cuts)


def _without_tails(source: Source) -> Source:
    """Cut tabs and ideographic spaces at line ends; plain spaces stay, two of them are Markdown's line break."""
    cuts = {}
    for number, line in enumerate(source.lines):
        end = len(line.rstrip(BLANKS))
        if line[end:].strip(" "):
            cuts[number] = [(end, len(line))]
    return source.cut(cuts)


def _examine(source: Source, findings: Findings) -> None:
    for number, line in enumerate(source.lines):
        if line.isascii():
            continue
        for char, times in Counter(_UNPRINTABLE.findall(line)).items():
            # A private character may be in the organisation's own font for rare names; the others never print.
            own = unicodedata.category(char) == "Co"
            findings.count(
                "unprintable-character",
                source.place(number, line.index(char)),
                char,
                times=times,
                severity=Severity.WARNING if own else Severity.ERROR,
                character=f"U+{ord(char):04X}",
            )
        for damage in find_mojibake(line):
            place = source.place(number, damage.column, len(damage.text))
            findings.count("mojibake", place, damage.text, text=shown(damage.text), meant=damage.meant or "—")


def look_over(trace: Trace, findings: Findings, *, spaces: bool = True) -> None:
    """Tell what an editor should look at in a paragraph; nothing is changed.

    Half-width marks beside Han characters (GB/T 15834 wants full-width ones) and, unless `spaces` is off (in titles
    they are wanted breaks), spaces between Han characters, but for the character's space that laws have after the
    number of an article or chapter. Each once a paragraph, at the first place.
    """
    text = trace.text
    if marks := list(_HALF_WIDTH.finditer(text)):
        kinds = " ".join(dict.fromkeys(match[0] for match in marks))
        findings.add("half-width-mark", trace.place(marks[0].start()), marks=kinds, count=len(marks))
    numbered = _CLAUSE.match(text)
    if spaces and (gaps := list(_SPACED.finditer(text, numbered.end() if numbered else 0))):
        first = gaps[0]
        place = trace.place(first.start(), len(first[0]))
        around = text[max(0, first.start() - 4) : first.end() + 4]
        findings.add("space-between-han", place, text=shown(around), count=len(gaps))
