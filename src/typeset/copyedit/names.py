"""Names and words as the publication writes them: names written in two ways, posts, preferred and forbidden words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from typeset.copyedit.characters import HAN
from typeset.copyedit.markup import Block
from typeset.copyedit.model import Finding, Settings, SourceText
from typeset.copyedit.seen import around, finding, shown
from typeset.copyedit.spacing import is_name

_POSTS = (
    "书记|主席|主任|部长|局长|处长|科长|院长|校长|所长|站长|队长|厂长|经理|董事长|总裁|会长|秘书长|组长|班长|教授|研究员|工程师"
    "|记者|通讯员|委员|干部|职工|工人|劳模|工匠|代表|师傅|同志|员"
)
_SPOKEN = "说|介绍|表示|告诉|认为|强调|指出|坦言|回忆|笑|感慨|同志|师傅|等|深有"
_IN_TEXT = re.compile(
    f"(?:{_POSTS})([{HAN}]{{2,3}}?)(?:{_SPOKEN})|(?:记者|通讯员|作者)[ \u3000:：]*([{HAN}]{{2,3}})(?![{HAN}])"
)
_CREDIT = re.compile(f"([{HAN}]{{2,3}})[ \u3000]*(?:摄|图|文|供图|绘)")
_LEFT = re.compile(f"(?:^|[^{HAN}]|{_POSTS})$")
_RIGHT = re.compile(f"$|[^{HAN}]|{_SPOKEN}|摄|图|文|和|与|在")
_THREE = re.compile(f"(?=([{HAN}]{{3}}))")
_MOST_NAMES = 400


def known_names(texts: Sequence[SourceText], blocks: Sequence[Sequence[Block]], settings: Settings) -> dict[str, str]:
    """The names of people that an edition is sure to have, each with where it stands: bylines, credits, speakers."""
    found = dict.fromkeys(settings.names, "")
    for text, own in zip(texts, blocks, strict=True):
        for block in own:
            masked = block.masked
            if text.role == "byline":
                last = re.split(f"[^{HAN}]", re.sub(f"(?<=^[{HAN}])[ \u3000](?=[{HAN}]$)", "", masked.strip()))[-1]
                matches = [last]
            elif text.role == "credit":
                matches = [match[1] for match in _CREDIT.finditer(masked)]
            else:
                matches = [match[1] or match[2] for match in _IN_TEXT.finditer(masked)]
            for name in matches:
                if is_name(name) and len(found) < _MOST_NAMES:
                    found.setdefault(name, f"{text.file}:{text.line}" if text.role != "body" else text.file)
    return found


def near_names(
    texts: Sequence[SourceText], blocks: Sequence[Sequence[Block]], settings: Settings
) -> Iterator[tuple[int, Finding]]:
    """Names of three characters that differ from a known one in a single one, each once, with the text's number."""
    known = known_names(texts, blocks, settings)
    wanted: dict[str, list[str]] = {}
    for name in known:
        if len(name) == 3:
            for pattern in _patterns(name):
                wanted.setdefault(pattern, []).append(name)
    if not wanted:
        return
    sure = {name for text in texts if text.role == "byline" for name in known if name in text.text} | settings.names
    told: set[str] = set(settings.known)
    for number, own in enumerate(blocks):
        for block in own:
            for match in _THREE.finditer(block.masked):
                variant, at = match[1], match.start()
                if variant in told or variant in sure:
                    continue
                others = {name for pattern in _patterns(variant) for name in wanted.get(pattern, ())} - {variant}
                if not others or not is_name(variant) or not _stands_alone(block.masked, at, at + 3):
                    continue
                other = min(others, key=lambda name: (name not in sure, name))
                told |= {variant} if other in sure else {variant, other}
                where = known[other] or "—"
                yield number, finding("copy-name-near", block, at, at + 3, name=variant, other=other, where=where)


def _patterns(name: str) -> tuple[str, str, str]:
    """A name of three characters with each of them left open."""
    return f"{name[:2]}.", f"{name[0]}.{name[2]}", f".{name[1:]}"


def _stands_alone(masked: str, start: int, end: int) -> bool:
    return bool(_LEFT.search(masked[max(0, start - 4) : start]) and _RIGHT.match(masked, end))


def terms(block: Block, settings: Settings) -> Iterator[Finding]:
    """Words of the publication's own list that are not to be used."""
    if not settings.terms:
        return
    for wrong, right in settings.terms:
        at = block.masked.find(wrong)
        while wrong and at >= 0:
            inside = right and wrong in right and _within(block.masked, at, wrong, right)
            if not inside:
                code = "copy-term" if right else "copy-term-forbidden"
                yield finding(
                    code,
                    block,
                    at,
                    at + len(wrong),
                    word=wrong,
                    better=right,
                    around=around(block.masked, at, at + len(wrong)),
                )
            at = block.masked.find(wrong, at + len(wrong))


def _within(masked: str, at: int, wrong: str, right: str) -> bool:
    begin = right.find(wrong)
    return masked[max(0, at - begin) : at - begin + len(right)] == right


def posts(block: Block, settings: Settings) -> Iterator[Finding]:
    """Names of the publication's list that stand behind another post than theirs."""
    for name, post in settings.people:
        at = block.masked.find(name)
        while name and at >= 0:
            written = re.split(f"[^{HAN}、]", block.masked[max(0, at - 30) : at].rstrip(" \u3000"))[-1]
            ending = re.search(f"(?:{_POSTS})$", written)
            if post and ending and not _agree(written, post):
                yield finding("copy-post", block, at, at + len(name), name=name, written=shown(written), post=post)
            at = block.masked.find(name, at + len(name))


def _agree(written: str, post: str) -> bool:
    """Whether a written post ends as the listed one does, as far as it goes."""
    last = re.split("[、和兼]", post)[-1]
    return any(
        written.endswith(part) or part.endswith(written) for part in {post, last, *re.split("[、，]", post)}
    ) or any(written.endswith(part[-size:]) for part in re.split("[、，]", post) for size in (4,) if len(part) >= size)
