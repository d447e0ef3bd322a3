"""All rules in one table: names, the clause that asks for it or the practical reason, and what it reports.

Clauses: ISO 15930-7 is PDF/X-4, ISO 15930-1 and -4 are PDF/X-1a:2001 and :2003; ISO 32000-1 says what the objects
mean (PDF/X-4 rests on PDF 1.6, whose rules are the same there).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from typeset.prepress.preflight.model import Check, Finding, Status, Wanted
from typeset.problems import Severity

X4, X1A, X = "ISO 15930-7", "ISO 15930-1/-4", "ISO 15930"


def _always(_: Wanted) -> bool:
    return True


def _x1a(wanted: Wanted) -> bool:
    return wanted.standard == "pdf/x-1a"


@dataclass(frozen=True)
class Rule:
    """A rule: its name and group in both languages, its clause or reason, the codes it reports, and when it holds.

    `unchecked` are codes that say that the rule could not be checked. `content` rules need the pages read to their end.
    """

    id: str
    group: str
    zh: str
    en: str
    clause: str
    why_zh: str
    why_en: str
    codes: tuple[str, ...]
    unchecked: tuple[str, ...] = ()
    content: bool = False
    applies: Callable[[Wanted], bool] = _always

    def check(self, findings: Iterable[Finding], *, read: bool, complete: bool) -> Check:
        """What the findings mean for this rule. What was not read, or not to its end, has not passed."""
        own = [item for item in findings if item.code in self.codes]
        gaps = [item for item in findings if item.code in self.unchecked]
        order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}
        own.sort(key=lambda item: (order[item.severity], item.spots[0].page if item.spots else 0))
        worst = own[0].severity if own else Severity.NOTICE
        status = Status.PASSED
        if worst is Severity.ERROR:
            status = Status.FAILED
        elif gaps or not read or (self.content and not complete):
            status = Status.NOT_CHECKED
        elif worst is Severity.WARNING:
            status = Status.WARNING
        return Check(self.id, status, self.clause, (*own, *gaps))


GROUPS = {
    "file": ("文件", "File"),
    "intent": ("输出条件", "Output condition"),
    "pages": ("页面", "Pages"),
    "colour": ("颜色", "Colour"),
    "ink": ("油墨与叠印", "Ink and overprint"),
    "type": ("字体与线条", "Type and lines"),
    "images": ("图片", "Images"),
    "foreign": ("不该有的对象", "Objects out of place"),
}

RULES: tuple[Rule, ...] = (
    Rule("file-sound", "file", "文件完好", "File undamaged", "ISO 32000-1, 7.5",
         "坏文件在不同的 RIP 上结果不同", "a damaged file comes out differently on every RIP",
         ("preflight-unreadable", "preflight-damaged", "preflight-no-pages", "preflight-part-unreadable",
          "preflight-locked", "preflight-pages-many"), ("preflight-syntax-unchecked",)),
    Rule("content-sound", "file", "页面内容可读", "Content readable", "ISO 32000-1, 7.8.2",
         "读不出的内容印不出来", "what cannot be read cannot be printed",
         ("preflight-content-unreadable", "preflight-content-too-large", "preflight-form-recursive",
          "preflight-operator-unknown",
          "preflight-operator-broken", "preflight-object-missing"), content=True),
    Rule("encryption", "file", "没有加密", "Not encrypted", f"{X}; ISO 32000-1, 7.6",
         "加密的文件印刷厂处理不了", "a prepress system cannot work on it",
         ("preflight-encrypted", "preflight-locked")),
    Rule("version", "file", "PDF 版本", "PDF version", X,
         "RIP 可能不认识更新的特性", "RIPs may not know newer features",
         ("preflight-version", "preflight-object-streams")),
    Rule("standard", "file", "声明的标准", "Standard claimed", f"{X}: GTS_PDFXVersion",
         "工作流程按声明选择处理方式", "workflows choose their way by it",
         ("preflight-standard-missing", "preflight-standard-differs")),
    Rule("metadata", "file", "XMP 元数据", "XMP metadata", f"{X4}; ISO 32000-1, 14.3.2",
         "与文件信息不一致时不知信谁", "where it disagrees nobody knows which is true",
         ("preflight-xmp-missing", "preflight-xmp-unreadable", "preflight-document-id-missing")),
    Rule("title-dates", "file", "标题和日期", "Title and dates", f"{X}; ISO 32000-1, 14.3.3",
         "印刷厂靠它们分辨版本", "a printer tells versions apart by them",
         ("preflight-title-missing", "preflight-date-missing", "preflight-dates-differ")),
    Rule("trapped", "file", "陷印状态", "Trapped key", f"{X}; ISO 32000-1, 14.11.6",
         "不说明就可能陷印两次或漏做", "untold, traps are made twice or never",
         ("preflight-trapped-missing", "preflight-trapped-differs")),
    Rule("identifier", "file", "文件标识 /ID", "File identifier /ID", f"{X}; ISO 32000-1, 14.4",
         "工作流程靠它分辨文件", "workflows tell files apart by it", ("preflight-id-missing",)),
    Rule("size", "file", "文件大小", "File size", "", "太大的文件不好传送", "a huge file is hard to send",
         ("preflight-file-large",)),
    Rule("output-intent", "intent", "输出意图", "Output intent", f"{X}; ISO 32000-1, 14.11.5",
         "没有它，同样的 CMYK 数值在每家印出不同颜色", "without it the same CMYK numbers print differently everywhere",
         ("preflight-intent-missing", "preflight-intent-several", "preflight-intent-identifier",
          "preflight-intent-info")),
    Rule("output-profile", "intent", "印刷特性文件", "Output profile", f"{X}; ISO 32000-1, 14.11.5",
         "须是 CMYK 印刷机的特性文件", "it must be a CMYK press profile",
         ("preflight-profile-missing", "preflight-profile-broken", "preflight-profile-not-cmyk",
          "preflight-profile-not-press")),
    Rule("profile-wanted", "intent", "指定的特性文件", "The profile ordered", "",
         "有的印刷厂逐字节核对", "some printers compare it byte for byte", ("preflight-profile-differs",),
         applies=lambda wanted: wanted.profile is not None),
    Rule("boxes", "pages", "页面框", "Page boxes", f"{X}; ISO 32000-1, 14.11.2",
         "拼版软件按它们找成品尺寸和出血", "imposition finds trim and bleed by them",
         ("preflight-box-missing", "preflight-bleedbox-missing", "preflight-box-trim-and-art",
          "preflight-box-outside", "preflight-page-huge")),
    Rule("trim-same", "pages", "各页尺寸一致", "One size for all pages", "", "大小不一的页装订不齐",
         "pages of several sizes cannot be bound", ("preflight-trims-differ",)),
    Rule("trim", "pages", "成品尺寸", "Trimmed size", "", "要与订单一致", "it must be the size ordered",
         ("preflight-trim-wrong",), applies=lambda wanted: wanted.trim is not None),
    Rule("bleed", "pages", "出血量", "Bleed", "", "裁切总有偏差", "no cut is exact", ("preflight-bleed-narrow",),
         applies=lambda wanted: wanted.bleed_mm > 0),
    Rule("bleed-reached", "pages", "内容铺到出血边", "Content reaches the bleed", "",
         "裁偏一点就露白边", "the least shift of the cut shows white", ("preflight-bleed-not-reached",),
         ("preflight-bleed-unchecked",), applies=lambda wanted: wanted.bleed_mm > 0),
    Rule("marks", "pages", "标记在出血以外", "Marks outside the bleed", "ISO 32000-1, 14.11.3",
         "标记进了出血，裁后会留在成品上", "marks in the bleed stay on the trimmed page",
         ("preflight-marks-inside", "preflight-registration-inside"), content=True),
    Rule("near-trim", "pages", "文字离裁切边的距离", "Type away from the cut", "", "裁切偏差可能切到文字",
         "the cut may go through it", ("preflight-text-near-trim",), content=True),
    Rule("page-count", "pages", "页数", "Page count", "", "骑马订要 4 的倍数", "saddle stitch needs pages in fours",
         ("preflight-pages-multiple",), applies=lambda wanted: wanted.pages_multiple_of > 1),
    Rule("orientation", "pages", "页面方向和比例", "Turned or scaled pages", "ISO 32000-1, 7.7.3.3 and 14.11.2",
         "有的拼版软件不看旋转和比例", "some imposition software ignores turn and scale",
         ("preflight-page-turned", "preflight-user-unit", "preflight-user-unit-allowed")),
    Rule("rgb", "colour", "没有 RGB 和 Lab 颜色", "No RGB or Lab colour", f"{X}; ISO 32000-1, 8.6",
         "RGB 在印刷厂才转换，黑字会变成四色", "converted at the printer's, black type becomes four colours",
         ("preflight-rgb", "preflight-rgb-calibrated", "preflight-lab", "preflight-space-unknown"), content=True),
    Rule("managed", "colour", "设备无关颜色", "Colours with profiles of their own", f"{X}; ISO 32000-1, 8.6.5",
         "CMYK 再转换一次，单黑就不再是单黑", "CMYK converted once more is no longer pure black",
         ("preflight-colour-managed", "preflight-default-space", "preflight-icc-cmyk"), content=True),
    Rule("spots", "colour", "专色", "Spot colours", "", "每种专色多一块版、多一份钱",
         "each is one more plate to pay for",
         ("preflight-spot-unexpected",), content=True),
    Rule("plates", "colour", "只用订的印色", "Only the inks ordered", "", "多一种颜色就多一块版，印不出来",
         "every other ink needs a plate that nobody makes", ("preflight-plate-unexpected",),
         ("preflight-ink-unchecked",), content=True, applies=lambda wanted: wanted.plates is not None),
    Rule("blend-space", "colour", "透明混合空间", "Transparency blend space", f"{X4}; ISO 32000-1, 11.4.7 and 11.6.6",
         "不声明就由 RIP 猜，颜色会变", "undeclared, the RIP guesses and colours shift",
         ("preflight-rgb-blend", "preflight-blend-missing"), content=True),
    Rule("transparency", "colour", "没有透明", "No transparency", f"{X1A}; ISO 32000-1, 11",
         "PDF/X-1a 不允许透明", "PDF/X-1a allows none", ("preflight-transparency",), content=True, applies=_x1a),
    Rule("gradients", "colour", "渐变完好", "Gradients sound", "ISO 32000-1, 8.7.4.5",
         "有的 RIP 画不出，有的画错颜色", "some RIPs draw nothing, others wrong colours",
         ("preflight-shading-broken",), content=True),
    Rule("ink-limit", "ink", "总墨量", "Total ink", "ISO 12647-2", "墨太多会粘脏、透印、不干",
         "too much ink sets off, shows through and does not dry", ("preflight-ink-over",),
         ("preflight-ink-unchecked",)),
    Rule("white-overprint", "ink", "白色不叠印", "No white overprint", "ISO 32000-1, 8.6.7",
         "叠印的白色会消失", "white that overprints vanishes", ("preflight-white-overprint",), content=True),
    Rule("black-overprint", "ink", "黑字叠印", "Black type overprints", "ISO 32000-1, 8.6.7",
         "不叠印的黑字套不准时露白边", "knocked out, it shows white edges where plates shift",
         ("preflight-black-knockout",), content=True),
    Rule("rich-black", "ink", "小字单色", "Small type in one ink", "", "多色小字套不准会重影",
         "in several inks it doubles where plates shift",
         ("preflight-text-rich-black", "preflight-text-inks"), content=True),
    Rule("fonts-embedded", "type", "字体已嵌入", "Fonts embedded", f"{X}; ISO 32000-1, 9.9",
         "没有嵌入的字体会被别的字体代替", "a font left out is replaced by another",
         ("preflight-font-not-embedded", "preflight-font-whole", "preflight-font-broken"), content=True),
    Rule("fonts-type3", "type", "没有 Type 3 字体", "No Type 3 fonts", "ISO 32000-1, 9.6.5",
         "没有字形微调，有的 RIP 画得粗糙", "drawn without hints, coarsely by some RIPs",
         ("preflight-font-type3",), content=True),
    Rule("fonts-listed", "type", "只用规定的字体", "Only the fonts meant", "",
         "混进系统字体说明有字缺字形", "a font of the system steps in where a glyph is missing",
         ("preflight-font-unlisted",), content=True, applies=lambda wanted: wanted.fonts is not None),
    Rule("glyphs", "type", "没有缺字", "No missing glyphs", f"{X4}; ISO 32000-1, 9.7.6.3",
         "缺字印出来是空框", "they print as empty boxes", ("preflight-glyph-missing",), content=True),
    Rule("small-text", "type", "没有过小的字", "No tiny type", "", "小于 5 磅印不清、读不了",
         "below 5 pt it neither prints nor reads well", ("preflight-text-small",), content=True),
    Rule("hairlines", "type", "没有过细的线", "No hairlines", "ISO 32000-1, 8.4.3.2", "细于 0.25 磅的线会断",
         "lines below 0.25 pt break up", ("preflight-hairline", "preflight-line-zero"), content=True),
    Rule("resolution", "images", "图片分辨率", "Image resolution", "", "不足时印出来发虚、有马赛克",
         "too little prints soft or in blocks",
         ("preflight-image-coarse", "preflight-image-soft", "preflight-image-line-art"), content=True),
    Rule("image-coding", "images", "图片编码", "Image coding", f"{X}; ISO 32000-1, 7.4 and 8.9.5",
         "有的 RIP 读不了", "some RIPs cannot read it",
         ("preflight-image-lzw", "preflight-image-jpx", "preflight-image-jpx-allowed", "preflight-image-deep",
          "preflight-image-deep-allowed", "preflight-image-interpolated"), content=True),
    Rule("image-stand-ins", "images", "没有替代图和 OPI", "No alternates, no OPI",
         f"{X}; ISO 32000-1, 8.9.5.4 and 14.11.7", "印出来的可能是另一张图", "another picture may be printed",
         ("preflight-image-alternates", "preflight-opi"), content=True),
    Rule("annotations", "foreign", "成品内没有批注和链接", "No annotations on the page", f"{X}; ISO 32000-1, 12.5",
         "可能被印出来", "they may be printed", ("preflight-annotation", "preflight-form")),
    Rule("scripts", "foreign", "没有脚本和动作", "No scripts or actions", f"{X}; ISO 32000-1, 12.6",
         "印刷不需要，工作流程会拒收", "a press needs none, workflows refuse them",
         ("preflight-javascript", "preflight-action", "preflight-presentation")),
    Rule("attachments", "foreign", "没有附件", "No attachments", f"{X}; ISO 32000-1, 7.11.4",
         "印刷不需要", "a press needs none", ("preflight-attachment",)),
    Rule("postscript", "foreign", "没有 PostScript 和外部引用", "No PostScript, no references",
         f"{X}; ISO 32000-1, 8.8.2 and 8.10.4", "结果无法预料", "what comes out cannot be foreseen",
         ("preflight-postscript", "preflight-reference"), content=True),
    Rule("device-state", "foreign", "没有传递函数和加网设定", "No transfer curves or halftones",
         f"{X}; ISO 32000-1, 10.5 and 10.6", "会改变网点，印刷厂要自己定",
         "they change dots, which are the printer's own affair",
         ("preflight-transfer", "preflight-halftone", "preflight-halftone-allowed"), content=True),
    Rule("layers", "foreign", "没有图层", "No layers", f"{X1A}; ISO 32000-1, 8.11",
         "可能印错图层", "the wrong layer may be printed", ("preflight-layers",), applies=_x1a),
)  # fmt: skip

BY_ID = {rule.id: rule for rule in RULES}


def checks(
    findings: Iterable[Finding], wanted: Wanted, *, read: bool = True, complete: bool = True
) -> tuple[Check, ...]:
    """The checks of all rules that hold for what is wanted, in the order of the table.

    `read` is false where parts of the file could not be read, `complete` where the content was not read to its end.
    """
    found = list(findings)
    return tuple(rule.check(found, read=read, complete=complete) for rule in RULES if rule.applies(wanted))
