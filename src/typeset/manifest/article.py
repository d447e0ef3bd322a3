"""An article as the manifest has it: texts, authors, pictures and what stands around it.

Part of the manifest's data model (see `model`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from typeset.manifest.declaring import (
    BodyText,
    Description,
    FilePath,
    Kind,
    Lines,
    Part,
    Percent,
    StandIn,
    Text,
    Values,
    key,
)

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
