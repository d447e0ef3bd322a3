"""Names: the known word nearest to an unknown one, and where a key belongs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Set
from difflib import SequenceMatcher
from functools import cache

from typeset.manifest.model import Issue, PublicationFile
from typeset.manifest.shapes import FieldShape, Group, group_of, groups_below

_NEAR_CHINESE = 0.5  # of a two-character word one character may be wrong
_NEAR_LATIN = 0.7
_HAN = re.compile("[\u3400-\u9fff]")


def is_chinese(word: str) -> bool:
    """Whether a word is written in Han characters, at least in part."""
    return bool(_HAN.search(word))


def nearest(word: str, known: Iterable[str], wanted: Set[str] = frozenset()) -> str | None:
    """The known word that was probably meant, in the language of `word`, or None.

    Chinese words are short and often mistyped by a homophone or a swapped pair, so characters count where they stand
    and, a little less, where they stand elsewhere; of words as near one that is `wanted` is taken, then one with the
    same beginning, and none where that decides nothing.
    """
    word = _plain(word)
    if not word or len(word) > 60:
        return None
    chinese = is_chinese(word)
    scores: dict[str, tuple[float, bool, bool]] = {}
    for candidate in known:
        if is_chinese(candidate) == chinese:
            scores[candidate] = (_likeness(word, _plain(candidate)), candidate in wanted, candidate[:1] == word[:1])
    best = max(scores.values(), default=(0.0, False, False))
    found = [candidate for candidate, score in scores.items() if score == best]
    return found[0] if best[0] >= (_NEAR_CHINESE if chinese else _NEAR_LATIN) and len(found) == 1 else None


def likeness(one: str, other: str) -> float:
    """How much two words are alike, 0 to 1."""
    return _likeness(_plain(one), _plain(other))


def _plain(word: str) -> str:
    return re.sub(r"[\s_\-“”\"'‘’「」【】（）()]", "", word).casefold()


def _likeness(one: str, other: str) -> float:
    in_order = SequenceMatcher(None, one, other, autojunk=False).ratio()
    if not is_chinese(one):
        return in_order
    shared = sum((Counter(one) & Counter(other)).values())
    return max(in_order, 0.9 * shared / max(len(one), len(other), 1))


@cache
def _homes() -> dict[str, tuple[tuple[str, str], ...]]:
    """Every spelling → the words (Chinese, English) for where it may stand."""
    homes: dict[str, dict[tuple[str, str], None]] = {}
    roots = ((Issue, "issue.yaml"), (PublicationFile, "publication.yaml"))
    for model, file in roots:
        for path, group in groups_below(group_of(model)):
            if group.model.pairs:
                continue  # 名称 and 内容 of a free pair are too general to point at
            for spelling in group.spellings:
                homes.setdefault(spelling, {})[_where(file, path)] = None
    return {spelling: tuple(found) for spelling, found in homes.items()}


def _where(file: str, path: tuple[FieldShape, ...]) -> tuple[str, str]:
    if not path:
        return f"{file} 的最外层", f"the top level of {file}"
    return f"“{path[-1].chinese}”", f"“{path[-1].name}”"


def homes_of(key: str) -> tuple[tuple[str, str], ...]:
    """Where a key may stand, as words in Chinese and English; empty for an unknown key."""
    return _homes().get(key, ())


def usual_names(group: Group, key: str) -> str:
    """The keys of a group in the language of `key`, for a message."""
    if is_chinese(key):
        return "、".join(field.chinese for field in group.fields.values())
    return ", ".join(group.fields)
