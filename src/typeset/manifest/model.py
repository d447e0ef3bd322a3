"""The manifest's data model: what an editor may write, in English or Chinese keys.

One declaration serves the reader (keys, types, short forms), the JSON Schema (descriptions in both languages) and the
messages (nearest known key). Chinese terms follow the newsroom: 引题 kicker, 主题 title, 副题 subtitle, 按语 editor's
note.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from typeset.manifest.article import Article, Photo
from typeset.manifest.copyediting import Proofreading
from typeset.manifest.declaring import (
    DateText,
    FilePath,
    Heading,
    Kind,
    Number,
    Part,
    StandIn,
    Text,
    Values,
    key,
)
from typeset.manifest.printing import Printing


class Opening(Part):
    """栏目页: a page that opens a column of the magazine. As a plain string: its introduction."""

    picture: Annotated[Photo | None, key("图片 照片", "栏目页的整页图片", "A picture over the whole page")] = None
    intro: Annotated[Text | None, key("导语 正文", "栏目的一段介绍", "What the column is about")] = None

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, str]:
        """A plain string is the introduction."""
        return {"intro": text}


class Section(Part):
    """A column of the magazine with its articles: 栏目. As a plain string: its heading."""

    heading: Annotated[Heading, key("栏目 栏目名", "栏目名，不写【】", "Column heading, without 【】"), StandIn("")]
    articles: Annotated[tuple[Article, ...], key("文章 稿件", "本栏目的文章", "The articles")] = ()
    opening: Annotated[
        Opening | None,
        key(
            "栏目页",
            "栏目自己的一页：图片、导语；不写则只有横幅",
            "A page of its own that opens the column: picture, introduction; a banner alone where absent",
        ),
    ] = None
    standing: Annotated[
        bool,
        key("固定栏目", "每期都有的栏目，新建一期时带过去", "A standing column: carried into the next edition"),
    ] = False

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, str]:
        """A plain string is the heading."""
        return {"heading": text}


class ImprintField(Part):
    """A further imprint field. Of a mapping with free keys (开本: 大16开) each entry is one."""

    pairs: ClassVar[tuple[str, str] | None] = ("name", "value")

    name: Annotated[Text, key("名称", "字段名", "Name of the field")]
    value: Annotated[Text, key("内容", "内容", "Its value")]


class Imprint(Part):
    """版权信息: what an internal publication must say of itself, in the order it is printed."""

    permit: Annotated[Text | None, key("准印证号 准印证", "准印证号全称", "Permit number in full")] = None
    notice: Annotated[Text | None, key("声明", "如“内部资料，免费交流”", "Such as 内部资料，免费交流")] = None
    compiled_by: Annotated[Text | None, key("编印单位", "编印单位", "Compiled and printed by")] = None
    recipients: Annotated[Text | None, key("发送对象", "发送对象", "Sent to")] = None
    printer: Annotated[Text | None, key("印刷单位", "印刷单位", "Printing house")] = None
    print_date: Annotated[DateText | None, key("印刷日期", "印刷日期，如 2023-03-15", "Date of printing")] = None
    print_run: Annotated[Text | None, key("印数", "印数", "Print run")] = None
    editor_in_chief: Annotated[Text | None, key("主编", "主编", "Editor in chief")] = None
    editors: Annotated[Text | None, key("责任编辑 编辑", "责任编辑", "Editors")] = None
    designer: Annotated[Text | None, key("美术编辑 美编", "美术编辑", "Designer")] = None
    proofreader: Annotated[Text | None, key("校对", "校对", "Proofreader")] = None
    address: Annotated[Text | None, key("地址", "地址", "Address")] = None
    postcode: Annotated[Text | None, key("邮编", "邮编", "Postcode")] = None
    telephone: Annotated[Text | None, key("电话", "电话", "Telephone")] = None
    email: Annotated[Text | None, key("邮箱 电子邮箱", "电子邮箱", "E-mail")] = None
    more: Annotated[tuple[ImprintField, ...], key("其他", "其他字段，照顺序排", "Further fields, in order")] = ()


class Cover(Part):
    """封面. As a plain string: the cover picture's file."""

    picture: Annotated[Photo | None, key("图片 封面图片", "封面图片", "Cover picture")] = None
    lines: Annotated[
        tuple[Text, ...],
        key(
            "要目 封面要目",
            "封面要目；与文章标题相同的自动带页码；不写则取前几篇",
            "Cover lines; one equal to an article's title gets its page number; the first articles where absent",
        ),
    ] = ()

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, str]:
        """A plain string is the cover picture."""
        return {"picture": text}


class Filler(Part):
    """补白: a page kept to fill up an edition, 公益页 or a notice. As a plain string: its picture."""

    picture: Annotated[Photo | None, key("图片", "排满一页的图片", "A picture over the whole page")] = None
    title: Annotated[Text | None, key("标题", "标题", "Its title")] = None
    text: Annotated[Text | None, key("正文 内容", "文字", "Its text")] = None

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, str]:
        """A plain string is the picture."""
        return {"picture": text}


IssueKind = Annotated[
    Literal["regular", "double", "extra"],
    Values((("正刊", "regular"), ("合刊", "double"), ("增刊", "extra"))),
]


Category = Annotated[
    Literal["internal", "briefing", "other"],
    Values(
        (
            ("内部资料", "internal"),
            ("内部资料性出版物", "internal"),
            ("公文简报", "briefing"),
            ("简报", "briefing"),
            ("其他", "other"),
            ("公开出版", "other"),
        )
    ),
]
"""What the publication is before the law: the measures for internal publications bind the first alone."""


class Publication(Part):
    """刊物: the publication and this number of it."""

    title: Annotated[Text, key("刊名", "刊名", "The publication's name"), StandIn("")]
    latin_title: Annotated[Text | None, key("外文刊名 拼音刊名", "外文或拼音刊名", "Its name in Latin letters")] = None
    motto: Annotated[Text | None, key("刊训 宗旨", "一句话宗旨", "A line under the name")] = None
    nameplate: Annotated[
        FilePath | None,
        key("刊头", "刊头图片（SVG），代替刊名文字", "Nameplate (SVG) in place of the name's letters"),
    ] = None
    publisher: Annotated[Text | None, key("主办单位 主办", "主办单位", "Publisher")] = None
    category: Annotated[
        Category,
        key(
            "出版物类别 类别",
            "出版物类别：内部资料（有准印证）、公文简报、其他；决定查不查准印证等规定",
            "Before the law: internal (with a permit), briefing or other; "
            "decides whether the permit's rules are checked",
        ),
    ] = "internal"
    unchecked: Annotated[
        tuple[Text, ...],
        key(
            "不查 不查的规定",
            "不查的准印证规定，如“期号”“记者”",
            "Rules for internal publications that are not checked, such as 期号 or permit-reporter",
        ),
    ] = ()
    number: Annotated[
        Number | None,
        key("期号", "本年第几期；合刊写成 3-4", "Number in the year; 3-4 for a double number"),
    ] = None
    total_number: Annotated[Number | None, key("总期号", "总第几期", "Number since the first")] = None
    kind: Annotated[IssueKind, key("期别", "期别：正刊、合刊、增刊", "Kind of number: regular, double or extra")] = (
        "regular"
    )
    date: Annotated[DateText | None, key("日期 出版日期", "日期，如 2023-03-15", "Date, such as 2023-03-15")] = None
    imprint: Annotated[Imprint, key("版权信息 版权页", "版权信息", "Imprint")] = Imprint()
    cover: Annotated[Cover, key("封面", "封面", "Cover")] = Cover()
    fillers: Annotated[
        tuple[Filler, ...],
        key(
            "补白 公益页",
            "备用的补白页，凑足整张纸时依次使用",
            "Pages kept for filling up to whole sheets, used in order",
        ),
    ] = ()


OptionValue = bool | int | float | str

LayoutName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$"), Kind.NAME]

Language = Annotated[
    Literal["zh-Hans", "zh-Hant"],
    Values((("简体", "zh-Hans"), ("简体中文", "zh-Hans"), ("繁体", "zh-Hant"), ("繁體", "zh-Hant"))),
]

_PRINTING = key(
    "印刷", "付印要求：色彩、出血、纸张、装订、印数等", "For the printer: colour, bleed, paper, binding, run"
)
_PROOFREADING = key("校对", "清理和检查文稿的规则、本刊用词", "Rules of clean-up and checks; the publication's words")
_LAYOUT = key("版式", "版式名", "Layout package")
_OPTIONS = key("版式选项", "版式的选项", "The layout's options")
_LANGUAGE = key("语言", "正文语言：简体、繁体", "Language of the text: zh-Hans, zh-Hant")


class Accepted(Part):
    """A problem that somebody lets stand: 已接受. `typeset accept` writes such entries."""

    code: Annotated[Text, key("代码", "问题的代码，报告里方括号中的字", "The problem's code, in brackets in reports")]
    where: Annotated[
        Text | None,
        key(
            "位置",
            "在哪里：文件:行，如 articles/01.md:12；页，如 第5页；或引号里的原文",
            "Where: file:line such as articles/01.md:12, a page such as p. 5, or a quotation",
        ),
    ] = None
    reason: Annotated[Text, key("理由", "为什么可以不改", "Why it may stand")]
    by: Annotated[Text, key("签字人", "谁同意的", "Who says so")]
    text: Annotated[
        Text | None,
        key(
            "原文",
            "那一行的文字或校验码；原文改了，问题重新出现",
            "The text of that line, or its check sum; when it is changed the problem comes back",
        ),
    ] = None


class Issue(Part):
    """An edition as the editor wrote it, with what it inherits from publication.yaml."""

    publication: Annotated[
        Publication, key("刊物", "刊物和本期", "The publication and this number"), StandIn(Publication(title=""))
    ]
    layout: Annotated[LayoutName, _LAYOUT] = "classic"
    options: Annotated[dict[str, OptionValue], _OPTIONS] = Field(default_factory=dict)
    sections: Annotated[tuple[Section, ...], key("栏目 栏目表", "栏目和文章", "Columns and articles")] = ()
    notes: Annotated[
        tuple[Text, ...],
        key(
            "备注 编辑备注",
            "编辑备注：存疑之处等，列入报告",
            "Editorial notes: doubtful places and the like, named in the report",
        ),
    ] = ()
    accepted: Annotated[
        tuple[Accepted, ...],
        key("已接受 已接受的问题", "看过并同意不改的问题", "Problems that somebody has seen and lets stand"),
    ] = ()
    pages: Annotated[
        Annotated[int, Field(ge=1, le=1000)] | None,
        key("总页数", "全期希望排成几页，含封面封底", "Pages that the whole edition should have, covers included"),
    ] = None
    printing: Annotated[Printing, _PRINTING] = Printing()
    proofreading: Annotated[Proofreading, _PROOFREADING] = Proofreading()
    language: Annotated[Language, _LANGUAGE] = "zh-Hans"


class PublicationFile(Part):
    """What all editions share: issues/publication.yaml. An edition says only what differs."""

    publication: Annotated[Publication, key("刊物", "刊物", "The publication"), StandIn(Publication(title=""))]
    layout: Annotated[LayoutName, _LAYOUT] = "classic"
    options: Annotated[dict[str, OptionValue], _OPTIONS] = Field(default_factory=dict)
    standing_sections: Annotated[
        tuple[Heading, ...],
        key(
            "固定栏目",
            "每期都有的栏目，新建一期时照此列出",
            "Headings of the standing columns, with which a new edition starts",
        ),
    ] = ()
    printing: Annotated[Printing, _PRINTING] = Printing()
    proofreading: Annotated[Proofreading, _PROOFREADING] = Proofreading()
    language: Annotated[Language, _LANGUAGE] = "zh-Hans"
