"""Wording that an internal publication may not have in its texts (articles 14 and 15): 本报, 记者××, advertising."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from typeset.edition import Edition
from typeset.problems import Place, Problem, problem

# 本报告, 本报表, 本报价, 本报名… speak of a report, not of a newspaper; 成本报, 日本刊 end another word; 这本报纸 and
# 一本刊物 count copies.
_SELF = re.compile(
    r"(?<![基根原资成版样刻孤底日标课脚账剧文书范股副译])(?:(?<!读)|(?<=阅读))"
    r"(?<![这那哪每某几数整各该一二两三四五六七八九十百千万0-9０-９])"
    r"(?:本[ 　]?刊(?!印)|本[ 　]?杂志(?!架)|本[ 　]?报(?![告表价名送警关销备批请考到道废恩仇税国失错修答偿案酬效]))"
)
# A name needs a surname where no space stands before it: “记者了解到”, “记者采访时” go on with a verb.
_SURNAME = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤欧阳"
)
_GAP = "[　 ]{1,4}"
_HAN = "[一-鿿]"
_NAME = rf"(?:{_GAP}{_HAN}{{2,4}}|[{_SURNAME}]{_HAN}{{1,2}})"
_MORE_NAMES = rf"(?:[、　 ]{_HAN}{{2,3}}){{0,4}}"
_WORK = r"(?:摄影报道|摄影|报道|摄|文/图|图/文|图文|文|图)"
_REST = rf"(?:[、　 ]{{1,4}}{_HAN}{{2,4}}|[　 ]*通讯员[　 :：]*{_HAN}{{2,4}}|[　 ]*{_WORK}){{0,4}}"
_TITLE = r"(?:特约|见习|实习|首席|摄影|文字)?记者"
_START = r"(?:^|[\n　 □■○●◎◆◇▲△☆★])"
_WITH = rf"[　 ]*通讯员[　 :：]*{_HAN}{{2,4}}"
# 记者 as a title: before a name in brackets, or with what only a byline says after it. “告诉记者” quotes somebody, and
# what stands before the word may say that it is another paper's reporter (新华社记者, 《工人日报》记者).
_REPORTER = re.compile(
    r"本(?:报|刊|台|网|社)(?:特约|见习|实习|首席|摄影|通讯)?记者"
    rf"|[（(【](?:通讯员[　 :：]*{_HAN}{{2,4}}[、　 ]{{1,4}})?{_TITLE}[:：]?{_NAME}{_REST}[)）】]"
    rf"|{_START}{_TITLE}[　 :：]+{_HAN}{{2,4}}{_MORE_NAMES}(?:[　 ]*{_WORK}|{_WITH})?(?:$|[\n　 ])"
    rf"|{_START}{_TITLE}[{_SURNAME}]{_HAN}{{1,2}}{_WITH}(?:$|[\n　 ])"
    rf"|[文图摄]/{_TITLE}[　 :：]*{_HAN}{{2,4}}(?:$|[\n　 ])"
    rf"|(?<![》社报台网刊小]){_TITLE}{_NAME}{_MORE_NAMES}[　 ]*(?:摄影?|报道|/文|文/图|图/文)"
)
_QUOTED = re.compile(r"“[^“”\n]*”|「[^「」\n]*」|『[^『』\n]*』")
_AMOUNT = r"[：:]?[　 ]*[￥¥]?[　 ]*\d"
_ADVERTISING = re.compile(
    r"广告(?:热线|招商|刊例|位招租|部电话|经营许可证)|招商(?:热线|加盟)|加盟(?:热线|电话)|诚招(?:代理|加盟|经销)"
    r"|(?:订购|订货|抢购|购买|团购|预订|销售|售楼|购房)(?:热线|电话|专线)"
    r"|欢迎(?:订购|选购|订阅(?!.{0,6}(?:公众号|视频号)))|欢迎垂询(?=[！!。，,；;\s]|$)"
    r"|(?:限时|特价|优惠)(?:促销|抢购|优惠|大?酬宾)|厂家直销|(?:火热|火爆|盛大)(?:销售|开盘|招商)"
    r"|扫码(?:购买|下单|订购|抢购)|（广告）|【广告】"
    rf"|(?:特价|优惠价|团购价|促销价|秒杀价|统一零售价|仅售){_AMOUNT}|原价{_AMOUNT}[^。\n]{{0,12}}现价"
    r"|售价[：:][　 ]*[￥¥]?\d"
)


def wording_problems(edition: Edition, rules: Collection[str]) -> Iterator[Problem]:
    """Words in titles, texts, bylines and captions that the `rules` do not allow; each place once a word.

    A reporter's title is looked for in bylines and credits, and in texts where it stands as a byline does; somebody
    who “told a reporter” is a quotation. Articles with a source are reprints: their reporters are another paper's.
    What stands between quotation marks is somebody else's word.
    """
    for text, place in _furniture(edition):
        yield from _in_text(text, place, rules, reprint=False)
    for article in (*edition.articles, *edition.continuations):
        for text, place in article.texts:
            yield from _in_text(text, place, rules, reprint=bool(article.source))
        if "permit-reporter" in rules and not article.source:
            for author in article.authors:
                titled = next((part for part in (author.unit, author.post, author.name) if _byline(part)), None)
                if titled:
                    yield problem("permit-reporter", article.places.get("authors", article.place), words=titled)


def _furniture(edition: Edition) -> Iterator[tuple[str, Place | None]]:
    """What stands around the articles: headings of columns, their opening pages, filler pages."""
    for section in edition.sections:
        yield section.heading, section.articles[0].place
        if section.opening:
            yield section.opening.intro, section.opening.place
    for filler in edition.fillers:
        yield filler.title, filler.place
        yield filler.body.plain_text(), filler.place


def own_wording(text: str, place: Place | None) -> Iterator[Problem]:
    """Self-reference and advertising in a line of the publication's own particulars, by all rules."""
    return _in_text(text, place, ("permit-self-reference", "permit-advertising"), reprint=False)


def _byline(text: str | None) -> bool:
    """Whether part of a byline makes a reporter of somebody; 记者站 and 记者协会 are bodies."""
    return bool(text and re.search(r"记者(?!站|协会|家)", text))


def _in_text(text: str, place: Place | None, rules: Collection[str], *, reprint: bool) -> Iterator[Problem]:
    told = set()
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    for code, pattern, everywhere in (
        ("permit-self-reference", _SELF, True),
        ("permit-reporter", _REPORTER, not reprint),
        ("permit-advertising", _ADVERTISING, True),
    ):
        if code not in rules or not everywhere:
            continue
        for found in pattern.finditer(text):
            words = found[0].strip("\n　 ")
            if (code, words) not in told and not any(start <= found.start() < end for start, end in quoted):
                told.add((code, words))
                yield problem(code, place, words=words)
