"""The particulars that an internal publication must print, and words its own name may not have (article 14)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from typeset.manifest.model import Imprint, Publication
from typeset.permit.wording import own_wording
from typeset.problems import Place, Problem, problem

PlaceOf = Callable[..., Place | None]
"""Where a value of the manifest is written, by its path: `place_of("publication", "title")`."""

_PARTICULARS = (
    ("compiled_by", "编印单位"),
    ("recipients", "发送对象"),
    ("printer", "印刷单位"),
    ("print_date", "印刷日期"),
    ("print_run", "印数"),
)
_NOTICE = ("内部资料", "免费交流")
_SIMPLIFIED = str.maketrans("內資費", "内资费")  # an edition in traditional characters
# 简报, 通报 and 专报 are kinds of official document, 捷报 is no paper; （增刊） says which number it is.
_PRESS_NAME = re.compile(r"(?<![简通专捷])报$|报社$|(?:杂志|期刊)社$|(?<!^增)(?<!^合)刊$|杂志$")
_BRACKETS = re.compile(r"[（(《》）)“”\s]+")  # 工友通讯（会刊）, 《工友报》: each part is looked at by itself
_PRESS_WORD = re.compile(
    r"期刊社|杂志社|报社(?!区)|刊号|连续出版物号|\bISSN\b|\bCN[\s：:]*\d{2}\s*[-－—–]?\s*\d{4}", re.IGNORECASE
)
_PRICE = re.compile(
    r"定价|售价|订价|价格|单价|工本费|订阅费|邮发代号|[￥¥]\s*\d"
    r"|每[期册本份]\s*(?:\d{1,6}(?:\.\d{1,2})?|[一二两三四五六七八九十百]{1,4})\s*元|\d\s*元\s*[/／每][期册本份]"
    r"|(?:全年|年价|零售|人民币|RMB)[：:]?\s*\d[\d.]*(?:\s*元|$)|版面费|会员费"
)
_CO_ORGANISER = re.compile(r"协办")


def particulars_problems(publication: Publication, rules: Collection[str], place_of: PlaceOf) -> Iterator[Problem]:
    """What the imprint lacks and what the publication says of itself that it may not, for the `rules` that bind."""
    for found in _found(publication, place_of):
        if found.code in rules:
            yield found


def _found(publication: Publication, place_of: PlaceOf) -> Iterator[Problem]:
    imprint = publication.imprint
    at_imprint = place_of("publication", "imprint") or place_of("publication")
    if not imprint.permit:
        yield problem("permit-number-missing", at_imprint)
    notice = re.sub(r"\s", "", imprint.notice or "").translate(_SIMPLIFIED)
    if not all(words in notice for words in _NOTICE):
        yield problem("permit-notice-missing", place_of("publication", "imprint", "notice") or at_imprint)
    missing = [chinese for name, chinese in _PARTICULARS if not getattr(imprint, name)]
    if missing:
        yield problem("permit-particulars-missing", at_imprint, fields="、".join(missing))
    if publication.number is None:
        yield problem("permit-issue-number-missing", place_of("publication"))
    names = (_PRESS_NAME.search(part) for part in _BRACKETS.split(publication.title))
    if found := next((name for name in names if name), None):
        place = place_of("publication", "title")
        yield problem("permit-publication-name", place, title=publication.title, word=found[0])
    yield from _own_words(publication, place_of)


def _own_words(publication: Publication, place_of: PlaceOf) -> Iterator[Problem]:
    """Words in the publication's own particulars: press titles, a price, outside co-organisers, 本刊, advertising."""
    for path, text in _texts(publication):
        place = place_of("publication", *path) or place_of("publication")
        for code, pattern in (
            ("permit-press-word", _PRESS_WORD),
            ("permit-price", _PRICE),
            ("permit-co-organiser", _CO_ORGANISER),
        ):
            if found := pattern.search(text):
                yield problem(code, place, word=found[0], text=text)
        yield from own_wording(text, place)


def _texts(publication: Publication) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for name in ("title", "motto", "publisher"):
        if text := getattr(publication, name):
            yield (name,), text
    for name in Imprint.model_fields:
        value = getattr(publication.imprint, name)
        if isinstance(value, str):
            yield ("imprint", name), value
    for number, line in enumerate(publication.cover.lines):
        yield ("cover", "lines", number), line
    for number, item in enumerate(publication.imprint.more):
        yield ("imprint", "more", number, "value"), f"{item.name}：{item.value}"
