"""What a publication wants of clean-up and checks: 校对."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from typeset.copyedit import NAMES, Settings
from typeset.manifest.declaring import Part, Text, Values, key

UNUSED = frozenset({"不用", "禁用", "-", "—"})
"""What stands beside a word that is not to be used at all."""

CornerQuotes = Annotated[
    Literal["change", "keep"], Values((("改为弯引号", "change"), ("修改", "change"), ("保留", "keep")))
]


class Term(Part):
    """A word that is not to be used, and the one to use. Of a mapping with free keys each entry is one."""

    pairs: ClassVar[tuple[str, str] | None] = ("wrong", "right")

    wrong: Annotated[Text, key("不写", "不用的写法", "The word that is not to be used")]
    right: Annotated[Text, key("写作", "应写作什么；“不用”表示禁用", "The word to use; 不用 for none")]


class Person(Part):
    """A person with the post that stands before the name. Of a mapping with free keys each entry is one."""

    pairs: ClassVar[tuple[str, str] | None] = ("name", "post")

    name: Annotated[Text, key("姓名 名字", "姓名", "The name")]
    post: Annotated[Text, key("职务", "单位和职务", "Unit and post")]


class Proofreading(Part):
    """校对: rules that are switched off, and the publication's own words."""

    off: Annotated[
        tuple[Text, ...],
        key("关闭 不用的规则", "不用的规则和检查，写名称", "Rules and checks that are switched off, by name"),
    ] = ()
    corner_quotes: Annotated[
        CornerQuotes,
        key("直角引号", "正文里的「」：改为弯引号，或保留", "「」 in text: change to “”, or keep"),
    ] = "change"
    terms: Annotated[
        tuple[Term, ...],
        key("词表 用词", "不用的词: 应写的词", "Words not to be used, each with the one to use"),
    ] = ()
    people: Annotated[
        tuple[Person, ...],
        key("人名职务 人物", "姓名: 职务", "Names with their posts"),
    ] = ()
    known: Annotated[
        tuple[Text, ...],
        key("专名 不查的词", "不用怀疑的词：人名、地名、口号等", "Words that are never suspected: names, slogans"),
    ] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """Names under `off` that no rule or check has."""
        return tuple(name for name in self.off if name.strip() not in NAMES)

    def settings(self, language: Literal["zh-Hans", "zh-Hant"] = "zh-Hans") -> Settings:
        """The settings as clean-up and checks take them."""
        return Settings(
            off=frozenset(NAMES[name.strip()] for name in self.off if name.strip() in NAMES),
            corner_quotes=self.corner_quotes,
            terms=tuple(
                (item.wrong.strip(), "" if item.right.strip() in UNUSED else item.right.strip()) for item in self.terms
            ),
            people=tuple((item.name.strip(), item.post.strip()) for item in self.people),
            known=frozenset(word.strip() for word in self.known),
            language=language,
        )
