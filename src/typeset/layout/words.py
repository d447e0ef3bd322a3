"""What the furniture says: number, date, masthead, imprint and cover lines in printed words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from typeset.edition import Article, Edition, Title
from typeset.manifest.model import ImprintField, Publication

_IMPRINT = (
    ("permit", "准印证号"),
    ("compiled_by", "编印单位"),
    ("editor_in_chief", "主编"),
    ("editors", "责任编辑"),
    ("designer", "美术编辑"),
    ("proofreader", "校对"),
    ("recipients", "发送对象"),
    ("printer", "印刷单位"),
    ("print_date", "印刷日期"),
    ("print_run", "印数"),
    ("address", "地址"),
    ("postcode", "邮编"),
    ("telephone", "电话"),
    ("email", "电子邮箱"),
)


def number_words(publication: Publication) -> str:
    """第1期, 第3—4期合刊, 增刊第1期; empty where there is no number."""
    if publication.number is None:
        return "增刊" if publication.kind == "extra" else ""
    number = str(publication.number).replace("-", "—")
    match publication.kind:
        case "double":
            return f"第{number}期合刊"
        case "extra":
            return f"增刊第{number}期"
        case _:
            return f"第{number}期"


def year_words(publication: Publication) -> str:
    """2023年; empty without a date."""
    return f"{publication.date[:4]}年" if publication.date else ""


def date_words(publication: Publication) -> str:
    """2023年3月15日, as far as the date goes."""
    return chinese_date(publication.date) if publication.date else ""


def issue_words(publication: Publication) -> str:
    """2023年第1期."""
    return year_words(publication) + number_words(publication)


def total_words(publication: Publication) -> str:
    """总第1期; empty where it is not counted."""
    return f"总第{publication.total_number}期" if publication.total_number is not None else ""


def imprint_fields(publication: Publication) -> tuple[ImprintField, ...]:
    """The imprint's fields that have a value, in printing order, the further ones at the end."""
    imprint = publication.imprint
    publisher = [ImprintField(name="主办单位", value=publication.publisher)] if publication.publisher else []
    named = [
        ImprintField(name=label, value=chinese_date(value))
        for key, label in _IMPRINT
        if (value := getattr(imprint, key))
    ]
    return (*publisher, *named, *imprint.more)


def chinese_date(text: str) -> str:
    """2023年3月15日 for 2023-03-15, as far as the date goes; any other text as it is."""
    if not re.fullmatch(r"\d{4}(-\d{1,2}){0,2}", text):
        return text
    return "".join(f"{int(part)}{unit}" for part, unit in zip(text.split("-"), "年月日", strict=False))


def masthead_fields(publication: Publication) -> tuple[ImprintField, ...]:
    """The fields of the contents page's masthead: publisher, who made it, number and date."""
    imprint = publication.imprint
    fields = (
        ("主办单位", publication.publisher),
        ("编印单位", imprint.compiled_by),
        ("主编", imprint.editor_in_chief),
        ("责任编辑", imprint.editors),
        ("美术编辑", imprint.designer),
        ("校对", imprint.proofreader),
        ("期号", "".join((issue_words(publication), f"（{total}）" if (total := total_words(publication)) else ""))),
        ("日期", date_words(publication)),
    )
    return tuple(ImprintField(name=name, value=value) for name, value in fields if value)


@dataclass(frozen=True)
class CoverLine:
    """A line of the cover: a title, and its article where it has one in this edition."""

    title: Title
    article: Article | None


_COVER_LINES = 5


def cover_lines(edition: Edition) -> tuple[CoverLine, ...]:
    """The cover lines the manifest asks for, else the articles after the leading one, at most five."""
    wanted = edition.publication.cover.lines
    if wanted:
        return tuple(CoverLine(Title(line), edition.article_titled(line)) for line in wanted)
    articles = list(edition.articles)
    skip = 0 if edition.cover_figure else 1
    return tuple(CoverLine(article.title, article) for article in articles[skip : skip + _COVER_LINES])
