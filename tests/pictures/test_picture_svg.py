from __future__ import annotations

import base64
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from typeset.pictures import CropBox, SvgLimits, framed_svg, read_facts, read_svg
from typeset.problems import Place, Problem, Severity

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
PLACE = Place("issue.yaml", 3)


def svg(content: str, attributes: str = 'width="10" height="10"') -> bytes:
    return f"<svg {NS} {attributes}>{content}</svg>".encode()


def refused(data: bytes, **options: object) -> Problem:
    drawing, problems = read_svg(data, PLACE, name="logo.svg", **options)  # type: ignore[arg-type]
    assert drawing is None
    assert problems[-1].place == PLACE
    return problems[-1]


def accepted(data: bytes) -> tuple[float, float]:
    drawing, problems = read_svg(data, PLACE)
    assert problems == ()
    assert drawing is not None
    return drawing.width, drawing.height


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="30" height="20"', (30, 20)),
        ('width="30px" height="20.5PX"', (30, 20.5)),
        ('width="25.4mm" height="2.54cm"', (96, 96)),
        ('width="72pt" height="6pc"', (96, 96)),
        ('width="1in" height="101.6q"', (96, 96)),
        ('width="1e2" height=".5em"', (100, 8)),
        ('viewBox="0 0 595.28 841.89"', (595.28, 841.89)),
        ('viewBox="-5,-5,40,20" width="100%" height="100%"', (40, 20)),
        ('viewBox="0 0 40 20" width="100"', (100, 50)),
        ('viewBox="0 0 40 20" height="100"', (200, 100)),
        ('viewBox="0 0 40 20" width="10" height="10"', (10, 10)),
        ('width="80"', (80, 150)),
    ],
)
def test_the_intrinsic_size(attributes: str, size: tuple[float, float]) -> None:
    assert accepted(svg("", attributes)) == pytest.approx(size)


def test_a_drawing_without_size_is_told() -> None:
    drawing, (found,) = read_svg(svg("", ""), PLACE, name="logo.svg")
    assert drawing is not None
    assert (drawing.width, drawing.height) == (300, 150)
    assert (found.code, found.severity) == ("svg-without-size", Severity.WARNING)
    assert found.message("zh") == "SVG 图片“logo.svg”没有写尺寸，按 300×150 像素处理。"


@pytest.mark.parametrize("attributes", ['width="0" height="10"', 'width="10" height="1e9" ', 'width="99e7" height="9"'])
def test_a_size_that_is_none(attributes: str) -> None:
    assert refused(svg("", attributes)).code in ("picture-zero-size", "svg-unsafe")


@pytest.mark.parametrize("view", ["0 0 10", "0 0 a b", "0 0 0 10", "0 0 nan 10", "0 0 -1 10"])
def test_a_view_box_that_is_none(view: str) -> None:
    assert refused(svg("", f'viewBox="{view}"')).code == "svg-unsafe"


def test_what_drawing_programs_write_is_fine() -> None:
    data = f"""<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: a drawing program -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg {NS} xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" viewBox="0 0 50 20" xml:space="preserve"
    inkscape:export-filename="C:/somewhere.png" style="enable-background:new 0 0 50 20;">
<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Work r:about="http://x/"/></r:RDF></metadata>
<style type="text/css"><![CDATA[
  /* don't worry: url(http://a) in words is not CSS, a b c d e f */
  .st0{{clip-path:url(#clip);}} .st1{{fill:url("#shade");stroke:#FFF}} @media print{{.st2{{display:none}}}}
  * {{stroke-linejoin:round}}
]]></style>
<defs><rect id="box" width="9" height="9"/>
<clipPath id="clip"><use xlink:href="#box" style="overflow:visible"/></clipPath>
<linearGradient id="shade"><stop offset="0"/></linearGradient><linearGradient id="two" xlink:href="#shade"/></defs>
<g class="st0"><path class="st1" d="M0,0L3 4z" transform="translate(1 2)" style="stroke-width:2px;fill:url(#two)"/></g>
<text x="1" y="9" font-family="hei">刊名 “on” href</text>
</svg>"""
    assert accepted(data.encode()) == (50, 20)


def test_other_encodings_are_read_as_the_file_says() -> None:
    assert accepted(f'<?xml version="1.0" encoding="utf-16"?><svg {NS} width="3" height="4"/>'.encode("utf-16")) == (
        3,
        4,
    )
    found = refused(f'<?xml version="1.0" encoding="gbk"?><svg {NS}><text>中</text></svg>'.encode("gbk"))
    assert found.code == "svg-encoding"
    assert found.message("zh") == "SVG 图片“logo.svg”的文字编码读不了。"


UNSAFE = {
    "script": ("<script>alert(1)</script>", "<script>"),
    "script of another namespace": ('<x:SCRIPT xmlns:x="http://x/"/>', "<SCRIPT>"),
    "foreign object": ("<foreignObject/>", "<foreignObject>"),
    "animation": ('<a href="#x"><set attributeName="href" to="http://x/"/></a>', "<set>"),
    "event": ('<rect onclick="alert(1)"/>', 'onclick="alert(1)"'),
    "external link": ('<a href="https://example.org/"/>', '<a href="https://example.org/">'),
    "script link": ('<a xlink:href="javascript:alert(1)"/>', '<a xlink:href="javascript:alert(1)">'),
    "external use": ('<use href="other.svg#x"/>', '<use href="other.svg#x">'),
    "two links, one bad": ('<use href="#a" xlink:href="http://x/"/>', '<use xlink:href="http://x/">'),
    "file picture": ('<image href="photo.jpg"/>', '<image href="photo.jpg">'),
    "file address": ('<image xlink:href="file:///etc/passwd"/>', '<image xlink:href="file:///etc/passwd">'),
    "network picture": ('<image href="http://x/a.png"/>', '<image href="http://x/a.png">'),
    "the file itself as picture": ('<image href="#a"/>', '<image href="#a">'),
    "svg in svg": ('<image href="data:image/svg+xml;base64,AAAA"/>', '<image href="data:image/svg+xml;base64,AAAA">'),
    "filter picture": ('<filter><feImage href="http://x/"/></filter>', '<feImage href="http://x/">'),
    "base": ('<g xml:base="http://x/"/>', 'xml:base="http://x/"'),
    "paint server outside": ('<rect fill="url(http://x/#a)"/>', "url(http://x/#a)"),
    "quoted paint server outside": ("<rect fill=\"URL( 'a.svg#b')\"/>", "url(a.svg#b)"),
    "style attribute": ('<rect style="fill:url(http://x/)"/>', "url(http://x/)"),
    "style attribute, escaped": (r'<rect style="fill:u\72l(http://x/)"/>', "url(http://x/)"),
    "style attribute, quoted": ("<rect style=\"fill:url('http://x/')\"/>", 'url("http://x/")'),
    "address by declaration": ('<image style="href:http://x/"/>', "href:"),
    "address by declaration, escaped": (r'<image style="hr\65 f:http://x/"/>', "href:"),
    "import": ("<style>@import 'http://x/a.css';</style>", "@import"),
    "import, escaped": (r"<style>@\69mport url(http://x/);</style>", "@import"),
    "font": ("<style>@font-face{font-family:hei;src:local('x')}</style>", "@font-face"),
    "style sheet": ("<style>.a{}\n.b{fill:url(//x/)}</style>", "url(//x/)"),
    "style sheet, in a block": ("<style>@media all{.b{fill:url(data:x)}}</style>", "url(data:x)"),
    "style sheet address": ("<style>image{href:'http://x/'}</style>", "href:"),
    "image-set": ("<style>.a{fill:image-set('http://x/')}</style>", 'image-set("http://x/")'),
    "costly selector": ("<style>a b c d e{}</style>", "a b c d e"),
    "costly pseudo-class": ("<style>a:is(b c){}</style>", "a:is(b c)"),
    "deep blocks": ("<style>a{b:" + "(" * 5000 + "</style>", "(((…"),
    "circle": ('<g id="a"><use href="#a"/></g>', '<g id="a">'),
    "longer circle": ('<g id="a" mask="url(#b)"/><mask id="b"><use href="#a"/></mask>', '<g id="a">'),
    "repeating gradient": ('<linearGradient spreadMethod="repeat" x2="1e-9"/>', 'spreadMethod="repeat"'),
}


@pytest.mark.parametrize(("content", "construct"), UNSAFE.values(), ids=UNSAFE)
def test_unsafe_constructs_are_refused_and_named(content: str, construct: str) -> None:
    found = refused(svg("\n" + content))
    assert (found.code, found.severity) == ("svg-unsafe", Severity.ERROR)
    assert found.arguments["construct"] == construct
    assert int(found.arguments["line"]) == 2 + content.startswith("<style>.a{}\n")


def test_the_message_tells_line_and_construct() -> None:
    found = refused(svg("<g>\n\n<script/></g>"))
    assert found.message("zh") == ("SVG 图片“logo.svg”第 3 行有不允许的内容：<script>。为安全起见，这张图没有使用。")
    assert found.message("en") == (
        "The SVG picture logo.svg holds on line 3 what is not allowed: <script>. To be safe it is not used."
    )


@pytest.mark.parametrize(
    ("head", "construct"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', "<!DOCTYPE … [ … ]>"),
        ('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "<!DOCTYPE … [ … ]>"),
        ('<?xml-stylesheet href="http://x/a.css"?>', "<?xml-stylesheet …?>"),
    ],
)
def test_entities_and_style_sheets_before_the_drawing_are_refused(head: str, construct: str) -> None:
    found = refused(head.encode() + svg("<text>&b;</text>" if "&a;" in head else ""))
    assert (found.code, found.arguments["construct"]) == ("svg-unsafe", construct)


def test_an_entity_of_an_external_document_type_is_refused() -> None:
    found = refused(b'<!DOCTYPE svg SYSTEM "http://x/svg.dtd">' + svg("<text>&bomb;</text>"))
    assert (found.code, found.arguments["construct"]) == ("svg-unsafe", "&bomb;")


def bomb(levels: int, times: int) -> bytes:
    groups = "".join(
        f'<g id="g{level}">' + f'<use xlink:href="#g{level - 1}"/>' * times + "</g>" for level in range(1, levels + 1)
    )
    return svg(f'<defs><rect id="g0"/>{groups}</defs><use href="#g{levels}"/>')


def nested(attribute: str, element: str, style: str = "") -> bytes:
    parts = "".join(
        f'<{element} id="m{level}">' + f"<rect {attribute.format(level + 1)}/>" * 12 + f"</{element}>"
        for level in range(8)
    )
    return svg(f"{style}<defs>{parts}</defs><rect {attribute.format(0)}/>")


@pytest.mark.parametrize(
    "data",
    [
        bomb(5, 10),
        bomb(60, 9),
        nested('mask="url(#m{})"', "mask"),
        nested('mask="#m{}"', "mask"),
        nested('style="mask:url(#m{})"', "mask"),
        nested('fill="url(#m{})"', "pattern"),
        nested('marker-mid="url(#m{})" d="M0 0 1 1 2 2"', "marker"),
        nested('class="c{}"', "mask", "<style>" + "".join(f".c{i}{{mask:url(#m{i})}}" for i in range(9)) + "</style>"),
        svg('<marker id="k">' + "<rect/>" * 200 + '</marker><g marker="url(#k)"><path d="' + "1 1 " * 200 + '"/></g>'),
        svg('<pattern id="p">' + "<rect/>" * 200 + '</pattern><g fill="url(#p)">' + "<rect/>" * 300 + "</g>"),
    ],
)
def test_what_repeats_without_end_is_counted_not_drawn(data: bytes) -> None:
    found = refused(data)
    assert found.code == "svg-too-complex"
    assert found.message("zh") == "SVG 图片“logo.svg”太复杂：<use> 超过上限 40000，排版会停不下来。"


def test_ordinary_repetition_is_fine() -> None:
    drawing, problems = read_svg(bomb(2, 10), PLACE)
    assert problems == ()
    assert drawing is not None
    assert 111 <= drawing.drawn < 1000


@pytest.mark.parametrize(
    ("data", "limits"),
    [
        (svg("<g/>" * 10), SvgLimits(elements=10)),
        (svg("<g>" * 10 + "</g>" * 10), SvgLimits(depth=10)),
        (svg("<text>" + "字" * 11 + "</text>"), SvgLimits(text_characters=10)),
        (svg("<text><tspan>" + "字" * 11 + "</tspan></text>"), SvgLimits(text_characters=10)),
        (svg(f'<path d="{"1 " * 600}"/>'), SvgLimits(attribute_characters=1000)),
        (svg('<g id="a"/><use href="#a"/>' + "<g/>" * 10), SvgLimits(searches=10)),
    ],
)
def test_limits(data: bytes, limits: SvgLimits) -> None:
    assert refused(data, limits=limits).code == "svg-too-complex"
    assert read_svg(data, PLACE)[0] is not None


def test_a_file_beyond_the_byte_limit() -> None:
    found = refused(svg(" " * 2**20), limits=SvgLimits(file_bytes=2**20))
    assert found.code == "svg-too-large"
    assert found.message("zh") == "SVG 图片“logo.svg”超过 1 MB，不读取。"


def test_a_chain_of_references_has_a_limit() -> None:
    data = svg("".join(f'<g id="c{i}"><use href="#c{i + 1}"/></g>' for i in range(2000)))
    assert refused(data).code == "svg-unsafe"


def test_embedded_pictures_are_looked_at(encoded: Callable[..., bytes]) -> None:
    def embed(data: bytes, media: str) -> bytes:
        return svg(f'<image xlink:href="data:image/{media};base64,{base64.b64encode(data).decode()}"/>')

    png, jpeg = encoded(Image.new("L", (60, 50)), "PNG"), encoded(Image.new("L", (60, 50)), "JPEG")
    for data, media in ((png, "png"), (jpeg, "jpeg"), (jpeg, "jpg")):
        assert accepted(embed(data, media)) == (10, 10)
    assert refused(embed(png, "jpeg")).code == "svg-unsafe"
    assert refused(embed(b"no picture", "png")).code == "svg-unsafe"
    assert refused(embed(png[:-12], "png")).code == "svg-unsafe"
    assert refused(embed(jpeg[:-2], "jpeg")).code == "svg-unsafe"
    assert refused(embed(png, "png"), limits=SvgLimits(image_pixels=2999)).code == "svg-too-complex"
    assert read_svg(embed(png, "png"), PLACE, limits=SvgLimits(image_pixels=3000))[0] is not None


@pytest.mark.parametrize("data", [b"<svg><g></svg>", b"<svg", b"<svg a=1/>", b"<svg x:a='1'/>", b"<svg/><svg/>"])
def test_broken_markup_is_located(data: bytes) -> None:
    found = refused(data)
    assert found.code == "svg-broken"
    assert "第 1 行第 " in found.message("zh")


def test_broken_markup_in_both_languages() -> None:
    found = refused(b"<svg>\n<g></svg>")
    assert found.message("zh") == "SVG 图片“logo.svg”第 2 行第 6 列不合 XML 语法，无法读取。"
    assert found.message("en") == (
        "The SVG picture logo.svg is not well-formed XML at line 2, column 6, and cannot be read."
    )


def test_other_xml_is_no_picture() -> None:
    assert refused(b'<?xml version="1.0"?><html><script/></html>').code == "picture-not-a-picture"


def test_an_svg_file_has_facts(tmp_path: Path) -> None:
    (tmp_path / "刊头.svg").write_bytes(svg("<rect/>", 'width="30mm" height="10mm"'))
    facts, problems = read_facts(tmp_path / "刊头.svg", PLACE)
    assert problems == ()
    assert facts is not None
    assert (facts.format, facts.vector, facts.has_icc) == ("SVG", True, False)
    assert facts.width / facts.height == pytest.approx(3)


def test_an_unsafe_svg_file_has_none(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(svg("<script/>"))
    facts, (found,) = read_facts(tmp_path / "a.svg", PLACE)
    assert facts is None
    assert (found.code, found.place) == ("svg-unsafe", PLACE)


def test_a_framed_svg_shows_the_crop_at_any_size() -> None:
    source = svg('<rect width="5" height="5"/>', 'width="200" height="100" viewBox="0 0 20 10"')
    framed = framed_svg(source, 200, 100, CropBox(left=10, top=20, right=30, bottom=40))
    root = ElementTree.fromstring(framed)
    assert root.get("viewBox") == "20 20 120 40"
    assert (root.get("width"), root.get("height")) == ("120", "40")
    (inner,) = root
    assert (inner.get("width"), inner.get("height"), inner.get("viewBox")) == ("200", "100", "0 0 20 10")
    assert accepted(framed) == (120, 40)
