"""Wording that an internal publication may not have in its texts (articles 14 and 15): 本报, 记者××, advertising."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from typeset.edition import Edition
from typeset.problems import Place, Problem, problem

# 本报告, 本报表, 本报价, 本报名… speak of a report, not of a newspaper; 成本报 ends another word.
_SELF = re.compile(r"(?<![基根原资成版样刻孤底])(?:本刊|本报(?![告表价名送警关销备批请考到道废恩仇]))")
_NAME = r"[一-鿿]{2,3}(?:[、　 ][一-鿿]{2,3})*"
# 记者 as a title: before a name in brackets, or with what only a byline says after it. “告诉记者” quotes somebody.
_REPORTER = re.compile(
    rf"本(?:报|刊|台|网)(?:特约|见习|实习|通讯)?记者"
    rf"|[（(](?:特约|见习|实习)?记者[　 :：]*{_NAME}(?:[　 ]|通讯员|摄影|报道|摄|文|图|/)*[^（()）]{{0,20}}[)）]"
    rf"|(?:^|[\n　 ])(?:特约|见习|实习)?记者[　 :：]+{_NAME}(?:[　 ]*(?:报道|摄影?|文|图))?(?:$|[\n　 ])"
    rf"|(?:特约|见习|实习)?记者[　 ]*{_NAME}[　 ]*(?:摄影?|报道|/文|文/图|图/文)"
)
_BYLINE = re.compile(r"记者")
_ADVERTISING = re.compile(
    r"广告(?:热线|招商|刊例|位招租|部电话|经营许可证)|招商(?:热线|加盟)|加盟(?:热线|电话)|(?:订购|订货|抢购|购买)(?:热线|电话)"
    r"|欢迎(?:订购|选购|订阅|垂询)|(?:限时|特价|优惠)(?:促销|抢购|大酬宾)|扫码(?:购买|下单|订购|抢购)|（广告）|【广告】"
)


def wording_problems(edition: Edition, rules: Collection[str]) -> Iterator[Problem]:
    """Words in titles, texts, bylines and captions that the `rules` do not allow; each place once a word.

    A reporter's title is looked for in bylines and credits, and in texts where it stands as a byline does; somebody
    who “told a reporter” is a quotation. Articles with a source are reprints: their reporters are another paper's.
    """
    for article in (*edition.articles, *edition.continuations):
        for text, place in article.texts:
            yield from _in_text(text, place, rules, reprint=bool(article.source))
        if "permit-reporter" in rules and not article.source:
            for author in article.authors:
                titled = next((part for part in (author.unit, author.post, author.name) if _byline(part)), None)
                if titled:
                    yield problem("permit-reporter", article.places.get("authors", article.place), words=titled)


def _byline(text: str | None) -> bool:
    """Whether part of a byline makes a reporter of somebody; 记者站 and 记者协会 are bodies."""
    return bool(text and re.search(r"记者(?!站|协会|家)", text))


def _in_text(text: str, place: Place | None, rules: Collection[str], *, reprint: bool) -> Iterator[Problem]:
    told = set()
    for code, pattern, everywhere in (
        ("permit-self-reference", _SELF, True),
        ("permit-reporter", _REPORTER, not reprint),
        ("permit-advertising", _ADVERTISING, True),
    ):
        if code not in rules or not everywhere:
            continue
        for found in pattern.finditer(text):
            words = found[0].strip("\n　 ")
            if (code, words) not in told:
                told.add((code, words))
                yield problem(code, place, words=words)
