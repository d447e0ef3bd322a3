"""The printing settings of the data model, 印刷: what the printing house asks for and what it is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from typeset.manifest.declaring import FilePath, Kind, Lines, Part, Text, Values, key

InkLimit = Annotated[float, Field(ge=180, le=400, strict=False), Kind.PERCENT]
"""Total area coverage: the four inks' per cent on one spot together."""

Bleed = Annotated[float, Field(ge=0, le=10, strict=False), Kind.MILLIMETRES]

PaperThickness = Annotated[float, Field(ge=0, le=1, strict=False), Kind.MILLIMETRES]

Standard = Annotated[
    Literal["pdf/x-4", "pdf/x-1a"],
    Values((("PDF/X-4", "pdf/x-4"), ("PDF/X-1a", "pdf/x-1a"), ("X-4", "pdf/x-4"), ("X-1a", "pdf/x-1a"))),
]

Inks = Annotated[
    Literal["cmyk", "spot", "black"],
    Values(
        (
            ("四色", "cmyk"),
            ("彩色", "cmyk"),
            ("专色", "spot"),
            ("双色", "spot"),
            ("单色", "black"),
            ("单黑", "black"),
            ("黑白", "black"),
        )
    ),
]

Binding = Annotated[
    Literal["saddle-stitch", "perfect", "side-stitch", "none"],
    Values(
        (
            ("骑马订", "saddle-stitch"),
            ("骑马钉", "saddle-stitch"),
            ("无线胶订", "perfect"),
            ("胶订", "perfect"),
            ("胶装", "perfect"),
            ("平订", "side-stitch"),
            ("不装订", "none"),
            ("散页", "none"),
        )
    ),
]

BindingEdge = Annotated[
    Literal["left", "right"],
    Values((("左", "left"), ("右", "right"), ("左侧", "left"), ("右侧", "right"), ("左边", "left"), ("右边", "right"))),
]


class SpotColour(Part):
    """A colour of the layout that is printed with an ink of its own: 专色. 主色: PANTONE 186 C."""

    pairs: ClassVar[tuple[str, str] | None] = ("role", "ink")

    role: Annotated[Text, key("颜色", "版式里的颜色，如“主色”", "A colour of the layout, such as accent")]
    ink: Annotated[
        Annotated[str, Field(max_length=60), Kind.TEXT],
        key("油墨 油墨名", "油墨名，如 PANTONE 186 C", "Name of the ink, such as PANTONE 186 C"),
    ]


class Paper(Part):
    """纸张. As a plain string: the paper of cover and inside pages alike."""

    cover: Annotated[Text | None, key("封面", "封面用纸，如“200克铜版纸”", "Paper of the cover")] = None
    inside: Annotated[Text | None, key("内页 内文", "内页用纸，如“105克双胶纸”", "Paper of the inside pages")] = None

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, str]:
        """A plain string is the paper of the whole."""
        return {"cover": text, "inside": text}


_NUMBER_AT_END = re.compile(r"(?P<name>.*?\S)[\s,，、：:]+(?P<phone>\+?[0-9][0-9 ()（）\-–—转]{4,40})")


class Contact(Part):
    """联系人: whom the printing house asks. As a plain string: the name, then the telephone number."""

    name: Annotated[Text | None, key("姓名 名字", "姓名", "Name")] = None
    phone: Annotated[Text | None, key("电话 手机", "电话", "Telephone")] = None

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, str]:
        """“张三 0512-12345678” is a name and a number; other text is the name."""
        found = _NUMBER_AT_END.fullmatch(text)
        return {"name": found["name"], "phone": found["phone"].strip()} if found else {"name": text}


class Printing(Part):
    """印刷: how the publication is printed. `printer` and `run` stand in the imprint where they are not said here."""

    profile: Annotated[
        FilePath | None,
        key(
            "色彩特性文件 印刷特性文件",
            "印刷厂给的 ICC 特性文件（.icc），相对于写它的清单所在的文件夹；不写则用自带的 ISO Coated v2 300%",
            "The printer's ICC profile (.icc), relative to the folder of the manifest that names it; "
            "ISO Coated v2 300% where absent",
        ),
    ] = None
    ink_limit: Annotated[
        InkLimit, key("总墨量", "总墨量上限，百分比，如 300", "Total ink limit in per cent, such as 300")
    ] = 300
    bleed: Annotated[Bleed, key("出血", "出血，毫米", "Bleed in mm")] = 3
    marks: Annotated[
        bool, key("裁切标记", "是否加裁切线和套准标记", "Whether crop and registration marks are added")
    ] = False
    standard: Annotated[Standard, key("标准", "PDF 标准：PDF/X-4、PDF/X-1a", "PDF standard: pdf/x-4, pdf/x-1a")] = (
        "pdf/x-4"
    )
    inks: Annotated[
        Inks,
        key("印色", "印色：四色、专色（黑加专色）、单色", "Inks: cmyk, spot (black and spot colours), black"),
    ] = "cmyk"
    spot_colours: Annotated[
        tuple[SpotColour, ...],
        key(
            "专色",
            "版式的颜色用哪种专色油墨印，如“主色: PANTONE 186 C”",
            "With which ink a colour of the layout is printed, such as accent: PANTONE 186 C",
        ),
    ] = ()
    paper: Annotated[Paper, key("纸张 用纸", "纸张：封面、内页", "Paper of cover and inside pages")] = Paper()
    paper_thickness: Annotated[
        PaperThickness,
        key("纸厚", "一张内页纸的厚度，毫米，拼版时算爬移量", "Thickness of one inside leaf in mm, for creep"),
    ] = 0
    binding: Annotated[
        Binding,
        key(
            "装订 装订方式",
            "装订：骑马订、无线胶订、平订、不装订",
            "Binding: saddle-stitch, perfect, side-stitch, none",
        ),
    ] = "saddle-stitch"
    binding_edge: Annotated[BindingEdge, key("装订边", "装订边：左、右", "Edge of binding: left, right")] = "left"
    run: Annotated[
        Text | None, key("印数", "印数；不写则取版权信息的印数", "Print run; that of the imprint where absent")
    ] = None
    printer: Annotated[
        Text | None,
        key("印刷单位", "印刷厂；不写则取版权信息的印刷单位", "Printing house; that of the imprint where absent"),
    ] = None
    contact: Annotated[Contact, key("联系人", "联系人：姓名、电话", "Whom the printer asks: name, phone")] = Contact()
    delivery: Annotated[Lines | None, key("交货", "交货时间、地点", "When and where to deliver")] = None
    finishing: Annotated[
        Lines | None, key("后道 后道工艺", "后道工艺，如覆膜、烫金", "Finishing, such as lamination")
    ] = None
    remarks: Annotated[Lines | None, key("备注", "给印刷厂的话", "Remarks for the printer")] = None

    @property
    def spots(self) -> Mapping[str, str]:
        """Layout colour role, as written in either language → name of its ink."""
        return {item.role: item.ink for item in self.spot_colours}
