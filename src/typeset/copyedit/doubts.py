"""Places of a block that only the sense can decide, which keep rules off them."""

from __future__ import annotations

import re

from typeset.copyedit.characters import BLANK, EDGE, GONE, HAN, HAN_CHAR

_REDUNDANT = re.compile(
    "(?<![“‘「『，、；：。！？!?])(?:[！？!?]{4,}|[，、；：][，、；：。]|。[，、；：。](?!。)|[，、；：][！？])"
)
_HAN_GAP = re.compile(f"(?<=[{HAN}”’」』》])[{BLANK}]+(?=[{HAN}“‘「『《])")
_QUOTED = re.compile("“[^“”。！？\n]{9,60}”")
_SLOGAN_GAP = re.compile(f"(?<=[{HAN}]{{4}})[{BLANK}]+(?=[{HAN}]{{4}})")
_MARKED_GAP = re.compile(f"[{BLANK}]+")
_ENDS = re.compile("[。！？!?；;]")
_LONGEST_HEADLINE = 60
_LEAST_PHRASE = 4


def marks_in_doubt(masked: str) -> bool:
    """Whether marks follow each other that cannot all be meant: ，。 or ！！！！"""
    return _REDUNDANT.search(masked) is not None


def redundant_marks(masked: str) -> list[tuple[int, int]]:
    """Where marks follow each other that cannot all be meant."""
    return [match.span() for match in _REDUNDANT.finditer(masked)]


def is_headline(masked: str) -> bool:
    """Whether a block reads like a headline of several phrases, whose blanks are wanted breaks or separators.

    Short, without the end of a sentence, and all its blanks part phrases of four characters and more.
    """
    text = masked.replace(GONE, "").replace(EDGE, "").strip(f"{BLANK}\n")
    if not text or len(text) > _LONGEST_HEADLINE or _ENDS.search(text) or not HAN_CHAR.search(text):
        return False
    gaps = list(_HAN_GAP.finditer(text))
    if not gaps or len(gaps) != len(_MARKED_GAP.findall(text)):
        return False
    cuts = [0, *(at for gap in gaps for at in gap.span()), len(text)]
    return all(end - begin >= _LEAST_PHRASE for begin, end in zip(cuts[::2], cuts[1::2], strict=True))


def slogan_gaps(masked: str) -> list[tuple[int, int]]:
    """Blanks that part the phrases of a quoted slogan or theme: “阅读经典好书 争当时代工匠”."""
    return [
        (quoted.start() + gap.start(), quoted.start() + gap.end())
        for quoted in _QUOTED.finditer(masked)
        for gap in _SLOGAN_GAP.finditer(quoted[0])
    ]


def begins_with_mark(masked: str) -> bool:
    """Whether a block begins with a half-width mark: something before it is lost, or it is no Chinese at all."""
    return bool(re.match(f"[{BLANK}{EDGE}{GONE}]*(?:[,;:!?]|\\.(?![A-Za-z]))", masked))
