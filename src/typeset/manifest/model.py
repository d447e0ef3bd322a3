"""The manifest's data model: what an editor may write, in English or Chinese keys.

One declaration serves the reader (keys, types, short forms), the JSON Schema (descriptions in both languages) and the
messages (nearest known key). Chinese terms follow the newsroom: 引题 kicker, 主题 title, 副题 subtitle, 按语 editor's
note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from typeset.manifest.copyediting import Proofreading
from typeset.manifest.declaring import (
    BodyText,
    DateText,
    Description,
    FilePath,
    Heading,
    Kind,
    Lines,
    Number,
    Part,
    Percent,
    StandIn,
    Text,
    Values,
    key,
)
from typeset.manifest.printing import Printing

_MANUSCRIPT = re.compile(r"[^\n]{0,490}\.(?:md|markdown|txt|text|docx|doc|wps|odt|rtf|html|htm)", re.IGNORECASE)


def manuscript_file(body: str) -> str | None:
    """The manuscript file that an article's `body` names, or None where it is the text itself.

    A file is a single line that ends in the suffix of a text format: .md, .txt, .docx and their like.
    """
    return body if _MANUSCRIPT.fullmatch(body) else None


_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


_LATIN_NAME = re.compile(r"(?:\s*[A-Za-z][A-Za-z.'-]*)+$")


def _latin_name(text: str) -> dict[str, str]:
    """Unit and name of “研究院研究员 Zhao Min”: the Latin words at the end are the name."""
    found = _LATIN_NAME.search(text)
    if found is None:
        return {"name": text}
    unit = text[: found.start()].strip()
    name = found[0].strip()
    return {"unit": unit, "name": name} if unit else {"name": name}


class Author(Part):
    """Somebody who signs: 作者. As a plain string: the name, or unit and name with a space between them."""

    name: Annotated[Text, key("姓名 名字", "姓名", "The author's name")]
    unit: Annotated[
        Text | None, key("单位 单位职务", "单位和职务，排在姓名前", "Unit and post, set before the name")
    ] = None
    post: Annotated[Text | None, key("职务", "职务（可与单位分开写）", "Post, where written apart from the unit")] = (
        None
    )

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, str]:
        """Split “江阴市祝塘镇总工会副主席 杨晓红” at the last space; a name spaced out (杨　红) is one name."""
        words = text.rsplit(maxsplit=2)
        if len(words) < 2 or not _HAN.search(text):
            return {"name": text}
        if words[-1].isascii() and words[-2].isascii():
            return _latin_name(text)
        if len(words[-1]) == len(words[-2]) == 1:
            name, unit = "".join(words[-2:]), "".join(words[:-2])
        else:
            unit, name = text.rsplit(maxsplit=1)
        return {"unit": unit, "name": name} if unit else {"name": name}


class Crop(Part):
    """What of a picture is kept, in per cent of its width and height from the top left: 裁切."""

    left: Annotated[Percent, key("左", "左边裁去的百分比", "Per cent cut off at the left")] = 0
    top: Annotated[Percent, key("上", "上边裁去的百分比", "Per cent cut off at the top")] = 0
    right: Annotated[Percent, key("右", "右边裁去的百分比", "Per cent cut off at the right")] = 0
    bottom: Annotated[Percent, key("下", "下边裁去的百分比", "Per cent cut off at the bottom")] = 0


class FocalPoint(Part):
    """The point that must stay in sight when a layout crops, in per cent from the top left: 焦点."""

    x: Annotated[Percent, key("横", "从左起的百分比", "Per cent from the left")] = 50
    y: Annotated[Percent, key("纵", "从上起的百分比", "Per cent from the top")] = 50


Placement = Annotated[
    Literal["here", "top", "bottom", "full-page", "awaited"],
    Values(
        (
            ("此处", "here"),
            ("文中", "here"),
            ("页首", "top"),
            ("篇首", "top"),
            ("页尾", "bottom"),
            ("篇尾", "bottom"),
            ("整页", "full-page"),
            ("待补", "awaited"),
        )
    ),
]


class Photo(Part):
    """A picture with what stands beside it: 照片. As a plain string: its file."""

    file: Annotated[
        FilePath,
        key("文件 图片文件", "图片文件，相对于本期文件夹", "Picture file, relative to the edition's folder"),
    ]
    caption: Annotated[Text | None, key("说明 图片说明 图注", "图片说明", "Caption")] = None
    credit: Annotated[
        Text | None,
        key("摄影 供图 图片来源", "摄影或供图者，照排，如“张三 摄”", "Credit as printed, such as 张三 摄"),
    ] = None
    alt: Annotated[
        Description | None,
        key(
            "替代文字",
            '给读屏软件的描述；不写则用图片说明，写“装饰”或空引号 "" 的读屏软件跳过',
            'Description for screen readers; the caption where absent; “decorative” or empty quotes "" to be skipped',
        ),
    ] = None
    crop: Annotated[Crop | None, key("裁切", "裁去四边的百分比", "Per cent cut off at each side")] = None
    focal_point: Annotated[
        FocalPoint | None, key("焦点", "裁切时必须保留的点", "The point that must stay in sight")
    ] = None
    columns: Annotated[Annotated[int, Field(ge=1, le=6)] | None, key("栏数 占栏", "占几栏宽", "Width in columns")] = (
        None
    )
    placement: Annotated[
        Placement,
        key("位置", "放在哪里：此处、页首、页尾、整页、待补", "Where: here, top, bottom, full-page, awaited"),
    ] = "here"
    group: Annotated[
        Text | None,
        key("组 组图", "同一篇里组名相同的照片排成组图", "Photos of an article with the same word here are a group"),
    ] = None
    group_caption: Annotated[Text | None, key("组说明", "整组照片的说明", "The caption that the group shares")] = None
    awaited: Annotated[bool, key("待补", "图片还没有到，先留位置", "The picture has not come yet; keep its place")] = (
        False
    )

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, str]:
        """A plain string is the picture file."""
        return {"file": text}


class EditorsNote(Part):
    """按语: 编者按, 小编说 … As a plain string: its text, labelled by the key it stands under."""

    text: Annotated[Text, key("正文 内容", "按语正文", "The note's text")]
    label: Annotated[
        Text, key("标签 名称", "按语的名称，如“编者按”“小编说”", "Its label, such as 编者按 or 小编说")
    ] = "编者按"

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, str]:
        """A plain string is the note's text."""
        return {"text": text}


class PullQuote(Part):
    """A sentence of the article set large: 引语. As a plain string: the sentence."""

    text: Annotated[Text, key("正文 内容", "引语", "The quoted sentence")]
    attribution: Annotated[Text | None, key("出处", "谁说的", "Who said it")] = None

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, str]:
        """A plain string is the sentence."""
        return {"text": text}


class Sidebar(Part):
    """资料框: what stands beside an article, set apart. As a plain string: its text."""

    title: Annotated[Text | None, key("标题", "资料框的标题", "Its title")] = None
    text: Annotated[Text, key("正文 内容", "资料框的文字", "Its text")]
    kind: Annotated[
        Literal["sidebar", "links"],
        Values((("资料", "sidebar"), ("链接", "links"))),
        key("类型", "资料或链接", "sidebar or links"),
    ] = "sidebar"

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, str]:
        """A plain string is the text."""
        return {"text": text}


class QRCode(Part):
    """二维码. As a plain string: the address that it leads to."""

    address: Annotated[
        Annotated[str, Field(min_length=1, max_length=500), Kind.TEXT],
        key("网址 地址 内容", "扫码后打开的网址", "The address that it leads to"),
    ]
    caption: Annotated[Text | None, key("说明", "二维码下面的字", "What stands below it")] = None

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, str]:
        """A plain string is the address."""
        return {"address": text}


PICTURE_NEWS = "picture-news"
"""The tag of an article that is told by its pictures: 图片新闻. It may do without a body."""

COVER_STORY = "cover-story"
"""The tag of the article that the cover speaks of: 封面故事. A layout may open it with a large picture."""

BRIEFS = "briefs"
"""The tag of news in brief: 简讯, short pieces under one head."""

NOTICE = "notice"
"""The tag of an announcement: 启事."""

_TAGS = (("图片新闻", PICTURE_NEWS), ("封面故事", COVER_STORY), ("简讯", BRIEFS), ("启事", NOTICE))

Tag = Annotated[str, Field(max_length=40), Kind.TEXT, Values(_TAGS, open=True)]
"""A tag; those that typeset knows have one spelling in the model, others stay as written."""


class Article(Part):
    """One article: 文章."""

    title: Annotated[
        Lines,
        key(
            "标题 主题",
            "主标题；空格或换行处是希望的断行处",
            "Title 主题; spaces between Han characters and line ends are wanted breaks",
        ),
        StandIn(""),
    ]
    id: Annotated[
        Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,63}$"), Kind.NAME] | None,
        key(
            "编号",
            "文章代号（字母、数字、连字符），可不写",
            "A short name (letters, digits, hyphens); optional",
        ),
    ] = None
    kicker: Annotated[Lines | None, key("引题 肩题 眉题", "引题", "Kicker above the title")] = None
    subtitle: Annotated[Lines | None, key("副题 副标题", "副题", "Subtitle below the title")] = None
    deck: Annotated[
        Text | None, key("提要 导语", "提要：标题下的一段概括", "Deck: the piece in a few sentences, below the title")
    ] = None
    authors: Annotated[tuple[Author, ...], key("作者", "作者，一人或多人", "Authors")] = ()
    portrait: Annotated[Photo | None, key("作者照片 头像", "作者照片", "The author's portrait")] = None
    author_note: Annotated[Text | None, key("作者简介", "作者简介", "Who the author is")] = None
    editor: Annotated[
        Text | None, key("责任编辑 责编", "本篇责任编辑，排在文末", "Editor of this piece, named at its end")
    ] = None
    body: Annotated[
        BodyText | None,
        key(
            "正文 文稿",
            "文稿文件（.md、.txt），或直接写正文",
            "A manuscript file (.md, .txt), or the text in place",
        ),
    ] = None
    photos: Annotated[tuple[Photo, ...], key("照片 图片", "照片", "Photos")] = ()
    note_before: Annotated[
        EditorsNote | None,
        key("编前 编者按 编前按语", "文前按语", "Editor's note before the article", labels="编者按"),
    ] = None
    note_after: Annotated[
        EditorsNote | None,
        key("编后 小编说 编后按语", "文后按语", "Editor's note after the article", labels="小编说 编后"),
    ] = None
    source: Annotated[Text | None, key("来源", "转载来源，如“《工人日报》”", "Where it was first published")] = None
    credit: Annotated[
        Text | None,
        key("署名 图文", "文末署名，照排，如“唐佩 图/文”", "Credit at the end as printed, such as 唐佩 图/文"),
    ] = None
    pull_quotes: Annotated[tuple[PullQuote, ...], key("引语 摘句", "放大的摘句", "Pull quotes")] = ()
    sidebars: Annotated[
        tuple[Sidebar, ...], key("资料框 资料 链接", "文后的资料框、相关链接", "Boxes with background or links")
    ] = ()
    qr: Annotated[tuple[QRCode, ...], key("二维码", "二维码：网址和说明", "QR codes: address and caption")] = ()
    notes: Annotated[
        Literal["page", "end"],
        Values((("页末", "page"), ("页下", "page"), ("篇末", "end"), ("文末", "end"))),
        key("注释", "注释排在页末还是篇末", "Where its notes stand: at the page's foot or at the article's end"),
    ] = "page"
    continues_after: Annotated[
        Text | None,
        key(
            "续文放在 续文位置",
            "文稿里有“:::转版”时，后半篇排在哪一篇后面：写标题或编号；不写则排在全部文章之后",
            "Where the manuscript breaks off (:::jump): the article, by title or id, that its rest is set after; "
            "after all articles where absent",
        ),
    ] = None
    tags: Annotated[tuple[Tag, ...], key("标记 类型", "标记，如“图片新闻”", "Tags, such as picture-news")] = ()
    held: Annotated[
        bool,
        key("缓发 暂存", "缓发：留在文件夹里，本期不排", "Held over: stays in the folder, out of this edition"),
    ] = False
    pages: Annotated[
        Annotated[int, Field(ge=1, le=64)] | None,
        key(
            "页数", "希望排成几页；版式在许可的范围内调整", "Pages it should take; the layout adjusts within its ranges"
        ),
    ] = None
    new_page: Annotated[
        bool | None,
        key(
            "另页起",
            "是否另页起排；不写则由版式决定",
            "Whether it starts on a fresh page; the layout decides where absent",
        ),
    ] = None


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
