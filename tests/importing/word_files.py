"""Word files as offices send them, made with python-docx and, where that has no words for it, with XML of their own."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from PIL import Image

LONG = (
    "日前，江城市总工会在开发区举办“送服务进车间”活动，来自二十家企业的三百多名职工参加，"
    "工作人员现场解答政策、办理业务。"
)
MORE = "活动持续了三天，共发放资料两千余份，办理互助保障一百二十人次，职工们都说这样的服务来得及时、来得实在。"
_WPS = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def picture(colour: str = "red", size: tuple[int, int] = (40, 30), form: str = "JPEG") -> io.BytesIO:
    """A picture file of one colour."""
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, form)
    stream.seek(0)
    return stream


def line(document: WordDocument, text: str, *, size: float = 0, bold: bool = False, centre: bool = False) -> Paragraph:
    """A paragraph dressed by hand, as editors dress their titles."""
    paragraph = document.add_paragraph()
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    return paragraph


def xml(document: WordDocument, content: str) -> None:
    """A paragraph of raw WordprocessingML."""
    paragraph = parse_xml(f"<w:p {nsdecls('w', 'r')} {_WPS}>{content}</w:p>")
    document.element.body.insert(len(document.element.body) - 1, paragraph)


def text_box(*paragraphs: str, top: int = 0) -> str:
    """A floating text box as Word writes it: a drawing, and the same in VML for old versions."""
    content = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    box = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
        f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def run(text: str, properties: str = "") -> str:
    """A run of raw WordprocessingML."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def usual() -> WordDocument:
    """An article without a single style: everything is dressed by hand."""
    document = Document()
    line(document, "——开发区工会在行动——", size=14, centre=True).text = ""
    line(document, "把服务送到职工身边", size=22, bold=True, centre=True)
    line(document, "——江城市总工会“送服务进车间”纪实", size=14, centre=True)
    line(document, "江城市总工会宣传部 李 红", centre=True)
    line(document, LONG)
    split = document.add_paragraph()
    for part in ("一、", "走进", "车间"):
        split.add_run(part).bold = True
    split.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head = document.add_paragraph()
    for part in ("服务有", "温度。"):
        head.add_run(part).bold = True
    head.add_run(MORE)
    document.add_picture(picture(), width=Mm(60))
    line(document, "▲活动现场 张三 摄", size=9, centre=True)
    line(document, "来源：《江城工运》")
    return document


def saved(document: WordDocument, path: Path) -> Path:
    """The document's file."""
    document.save(str(path))
    return path


def with_part(path: Path, name: str, data: bytes) -> Path:
    """The file with a part more, or another one in its place."""
    old = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(old)) as before, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after:
        for item in before.infolist():
            if item.filename != name:
                after.writestr(item, before.read(item))
        after.writestr(name, data)
    return path
