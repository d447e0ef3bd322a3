"""The print PDF as a printing house finds it: separations, boxes, pictures, metadata; and when it is only a draft."""

from __future__ import annotations

import ctypes
import io
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image
from pypdfium2 import raw

from typeset.build import Built, Typesetter, build_edition, check_edition, write_results
from typeset.prepress import watermark
from typeset.problems import Severity
from typeset.workspace import Workspace, shipped

pytestmark = pytest.mark.edition

PUBLICATION = "刊物:\n  刊名: 试刊\n  主办单位: 试验单位\n  出版物类别: 其他\n"
ISSUE = """\
刊物:
  期号: 3
  日期: 2026-03-15
  封面:
    图片: {文件: photos/cover.jpg, 说明: 封面图}
版式: proof
栏目:
  - 栏目: 要闻
    文章:
      - 标题: 有各种图片的文章
        作者: 张三
        正文: articles/one.md
        编者按: 按语有浅色的底。
        照片:
          - {文件: photos/rgb.jpg, 说明: 彩色, 栏数: 2, 位置: 页首}
          - {文件: photos/cmyk.jpg, 说明: 四色}
          - {文件: photos/grey.jpg, 说明: 灰度}
          - {文件: photos/alpha.png, 说明: 透明}
          - {文件: photos/drawing.svg, 说明: 图形}
"""
BODY = (
    "在“技能”培训中，Python 3与数据、（附表）。" * 12
    + "\n\n| 项目 | 数量 |\n|---|---:|\n| 培训 | 12 |\n| 竞赛 | 8 |\n\n"
    + "全区开展“一岗精、二岗会”活动，成效明显。" * 20
)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60"><defs><linearGradient id="g"><stop stop-color="#0a4"/>'
    '<stop offset="1" stop-color="white"/></linearGradient></defs><rect width="90" height="60" fill="url(#g)"/>'
    '<circle cx="30" cy="30" r="20" stroke="black" fill="orange"/></svg>'
)
EXTRA_CSS = """
.editors-note { background: linear-gradient(to right, var(--accent), white 90%); box-shadow: 1pt 1pt 4pt #999 }
.byline { border-bottom: 2pt inset var(--accent) }
"""


def photo(size: tuple[int, int], mode: str) -> Image.Image:
    across = np.linspace(0, 255, size[0])[None, :].repeat(size[1], 0)
    down = np.linspace(0, 255, size[1])[:, None].repeat(size[0], 1)
    planes = {"RGB": [across, down, 255 - across], "L": [across], "CMYK": [across, down, across, down]}
    planes["RGBA"] = [*planes["RGB"], down]
    return Image.fromarray(np.dstack(planes[mode]).astype("uint8").squeeze(), mode)


def project(root: Path, printing: str = "", layout: str = "proof") -> Workspace:
    """A project with a layout of its own: classic, with a gradient, a shadow and an inset border."""
    shutil.copytree(shipped("layouts") / "classic", root / "layouts" / "proof")
    with (root / "layouts" / "proof" / "styles" / "article.css").open("a", encoding="utf-8") as css:
        css.write(EXTRA_CSS)
    folder = root / "issues" / "2026-03"
    (folder / "articles").mkdir(parents=True)
    (folder / "photos").mkdir()
    (root / "issues" / "publication.yaml").write_text(PUBLICATION + printing, "utf-8")
    (folder / "issue.yaml").write_text(ISSUE.replace("版式: proof", f"版式: {layout}"), "utf-8")
    (folder / "articles" / "one.md").write_text(BODY, "utf-8")
    photos = folder / "photos"
    photo((2600, 1500), "RGB").save(photos / "cover.jpg")
    photo((2100, 1400), "RGB").save(photos / "rgb.jpg")
    photo((1100, 800), "CMYK").save(photos / "cmyk.jpg")
    photo((1100, 800), "L").save(photos / "grey.jpg")
    photo((1100, 800), "RGBA").save(photos / "alpha.png")
    (photos / "drawing.svg").write_text(DRAWING, "utf-8")
    return Workspace(root)


def build(workspace: Workspace, date: datetime | None = None) -> Built:
    checked = check_edition(workspace.edition("2026-03"), workspace)
    return build_edition(checked, Typesetter(checked.layout, checked.catalogue), workspace, lambda *_: None, date=date)


@dataclass(frozen=True)
class Made:
    """An edition built with printing settings, and its print PDF opened."""

    built: Built
    pdf: pikepdf.Pdf

    @property
    def data(self) -> bytes:
        assert self.built.printed is not None
        return self.built.printed.pdf


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Made]]:
    """Builds, once for each text, the edition with printing settings, in the layout whose name follows a bar."""
    made: dict[str, Made] = {}

    def once(printing: str = "") -> Made:
        if printing not in made:
            built = build(project(tmp_path_factory.mktemp("print"), *printing.split("|")))
            assert built.printed is not None
            made[printing] = Made(built, pikepdf.open(io.BytesIO(built.printed.pdf)))
        return made[printing]

    yield once
    for item in made.values():
        item.pdf.close()


def plates(data: bytes, folder: Path, page: int) -> dict[str, Any]:
    """Ghostscript's separations of a page, 0 to 255 of ink each."""
    source = folder / "in.pdf"
    source.write_bytes(data)
    command = ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", "-r72", f"-dFirstPage={page}"]
    subprocess.run([*command, f"-dLastPage={page}", "-o", str(folder / "s.tif"), str(source)], check=True)
    found = {}
    for file in folder.glob("s*(*).tif"):
        name = file.name.split("(", 1)[1].removesuffix(").tif")
        with Image.open(file) as image:
            found[name] = 255 - np.asarray(image.convert("L")).astype(int)
    return found


def spaces(pdf: pikepdf.Pdf) -> set[str]:
    """The colour spaces of images, and of everything that names one."""
    found = set()
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream | pikepdf.Dictionary) and "/ColorSpace" in item:
            space = item.ColorSpace
            found.add(str(space[0]) if isinstance(space, pikepdf.Array) else str(space))
    return {name for name in found if name.startswith("/")}


needs_ghostscript = pytest.mark.skipif(not shutil.which("gs"), reason="Ghostscript is not here")


def test_pictures_are_known_to_preflight_by_their_files(make: Callable[[str], Made]) -> None:
    built = make("").built
    assert built.printed is not None
    files = built.printed.preflight.wanted.pictures
    images = [image.name.rpartition(" > ")[2] for image in built.printed.preflight.facts.images]
    called = {next((file for key, file in files.items() if name.startswith(key)), name) for name in images}
    assert called == {f"photos/{name}" for name in ("cover.jpg", "rgb.jpg", "cmyk.jpg", "grey.jpg", "alpha.png")}


def test_an_edition_with_everything_passes_every_check(make: Callable[[str], Made]) -> None:
    built = make("").built
    assert built.printed is not None
    checks = built.printed.preflight.checks
    assert [
        (check.rule, str(check.status)) for check in checks if str(check.status) not in ("passed", "not checked")
    ] == []
    assert [item.message("en") for item in built.report.problems if item.severity is not Severity.NOTICE] == []
    assert not built.printed.draft


def test_nothing_is_rgb(make: Callable[[str], Made]) -> None:
    pdf = make("").pdf
    drawn: list[Any] = [page.obj for page in pdf.pages]
    drawn += [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Stream) and (item.get("/Subtype") == "/Form" or "/PatternType" in item)
    ]
    operators = {str(step.operator) for item in drawn for step in pikepdf.parse_content_stream(item)}
    assert {"TJ", "k", "Do", "sh"} <= operators
    assert not {"rg", "RG"} & operators
    dictionaries = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary | pikepdf.Array)]
    dictionaries += [pikepdf.Dictionary(item.stream_dict) for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    assert b"RGB" not in b"".join(item.unparse() for item in dictionaries)


@needs_ghostscript
def test_text_is_black_ink_alone(make: Callable[[str], Made], tmp_path: Path) -> None:
    data = make("").data
    document = pypdfium2.PdfDocument(data)
    number = next(index for index, page in enumerate(document) if "岗" in page.get_textpage().get_text_range())
    page = document[number]
    text = page.get_textpage()
    found = plates(data, tmp_path, number + 1)
    height, (left, bottom, *_) = page.get_height(), page.get_mediabox()
    checked = 0
    for index in (index for index in range(text.count_chars()) if text.get_text_range(index, 1) == "岗"):
        box = [ctypes.c_double() for _ in range(4)]
        raw.FPDFText_GetCharBox(text.raw, index, *box)
        x0, x1, y0, y1 = (value.value for value in box)
        area = (
            slice(int(height - (y1 - bottom)), int(height - (y0 - bottom)) + 1),
            slice(int(x0 - left), int(x1 - left) + 1),
        )
        assert found["Black"][area].max() > 100
        assert all(found[name][area].max() == 0 for name in ("Cyan", "Magenta", "Yellow"))
        checked += 1
    assert checked > 3


def test_boxes_are_the_trim_and_three_millimetres_of_bleed(make: Callable[[str], Made]) -> None:
    for page in make("").pdf.pages:
        trim, bleed, media = (
            [float(side) / 72 * 25.4 for side in page[key]] for key in ("/TrimBox", "/BleedBox", "/MediaBox")
        )
        assert (trim[2] - trim[0], trim[3] - trim[1]) == (pytest.approx(210, abs=0.01), pytest.approx(285, abs=0.01))
        assert [round(b - t, 2) for b, t in zip(bleed, trim, strict=True)] == [-3, -3, 3, 3]
        assert media == bleed


def test_the_cover_reaches_the_end_of_the_bleed(make: Callable[[str], Made]) -> None:
    page = pypdfium2.PdfDocument(make("").data)[0]
    picture = np.asarray(page.render(scale=1).to_pil().convert("RGB")).astype(int)
    edges = np.concatenate([picture[1, :], picture[:400, 1], picture[:400, -2]])
    assert (edges.sum(axis=1) < 600).all()


@pytest.mark.parametrize(
    ("printing", "bleed", "marks"), [("印刷:\n  出血: 5\n", 5, False), ("印刷:\n  裁切标记: 是\n", 3, True)]
)
def test_bleed_and_marks_are_settings(make: Callable[[str], Made], printing: str, bleed: int, marks: bool) -> None:
    made = make(printing)
    page = made.pdf.pages[2]
    trim, bled, media = (
        [float(side) / 72 * 25.4 for side in page[key]] for key in ("/TrimBox", "/BleedBox", "/MediaBox")
    )
    assert trim[0] - bled[0] == pytest.approx(bleed, abs=0.01)
    assert bled[0] - media[0] == pytest.approx(9 if marks else 0, abs=0.01)
    assert not made.built.printed.draft if made.built.printed else False


def test_the_profile_and_its_condition_are_named(make: Callable[[str], Made]) -> None:
    (intent,) = make("").pdf.Root.OutputIntents
    assert (intent.S, str(intent.OutputConditionIdentifier)) == ("/GTS_PDFX", "FOGRA39")
    assert str(intent.RegistryName) == "http://www.color.org"
    profile = shipped("layouts").parent / "src" / "typeset" / "color" / "profiles" / "ISOcoated_v2_300_bas.icc"
    assert intent.DestOutputProfile.read_bytes() == profile.read_bytes()


def test_metadata_says_the_same_twice(make: Callable[[str], Made]) -> None:
    pdf = make("").pdf
    with pdf.open_metadata(update_docinfo=False) as xmp:
        assert xmp["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
        assert xmp["xmp:CreateDate"] == "2026-03-15T00:00:00+00:00"
        assert xmp["dc:title"] == "试刊 2026年第3期"
        assert xmp["pdf:Trapped"] == "False"
    assert str(pdf.docinfo.CreationDate) == "D:20260315000000+00'00'"
    assert pdf.docinfo.Trapped == "/False"
    assert pdf.pdf_version == "1.6"


def test_pictures_are_in_ink_at_three_hundred_dpi(make: Callable[[str], Made]) -> None:
    images = [
        item for item in make("").pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
    ]
    modes = sorted(str(item.ColorSpace) for item in images)
    assert modes == ["/DeviceCMYK"] * 4 + ["/DeviceGray"] * 2  # cover, rgb, cmyk, alpha; grey, the mask of alpha
    widest = max(int(item.Width) for item in images)
    assert widest == pytest.approx(216 / 25.4 * 300, abs=2)


def test_lines_are_those_of_the_screen(make: Callable[[str], Made]) -> None:
    made = make("")

    def origins(data: bytes) -> list[tuple[str, float, float]]:
        found = []
        for page in pypdfium2.PdfDocument(data):
            left, bottom, *_ = page.get_trimbox()
            text = page.get_textpage()
            for index in range(text.count_chars()):
                x, y = ctypes.c_double(), ctypes.c_double()
                raw.FPDFText_GetCharOrigin(text.raw, index, ctypes.byref(x), ctypes.byref(y))
                char = text.get_text_range(index, 1)
                if char.strip():
                    found.append((char, round(x.value - left, 1), round(y.value - bottom, 1)))
        return sorted(found)

    assert origins(made.data) == origins(made.built.pdf)


@needs_ghostscript
def test_a_job_in_black_and_a_spot_colour_has_two_plates(make: Callable[[str], Made], tmp_path: Path) -> None:
    made = make("印刷:\n  印色: 专色\n  专色: {主色: PANTONE 186 C}\n")
    assert made.built.printed is not None
    assert not made.built.printed.draft
    for number in range(1, len(made.pdf.pages) + 1):
        folder = tmp_path / str(number)
        folder.mkdir()
        found = plates(made.data, folder, number)
        assert all(found[name].max() == 0 for name in ("Cyan", "Magenta", "Yellow")), number
    assert plates(made.data, tmp_path, 1)["PANTONE 186 C"].max() == 255


def test_pdf_x_1a_has_no_transparency(make: Callable[[str], Made]) -> None:
    made = make("印刷:\n  标准: PDF/X-1a\n|classic")
    assert made.built.printed is not None
    assert not made.built.printed.draft
    assert made.pdf.pdf_version == "1.4"
    assert str(made.pdf.docinfo.GTS_PDFXVersion) == "PDF/X-1a:2003"
    images = [
        item for item in made.pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
    ]
    assert not [item for item in images if "/SMask" in item]
    assert not [item for item in made.pdf.objects if isinstance(item, pikepdf.Stream) and "/Group" in item]
    assert "/Group" not in made.pdf.pages[0]


def test_the_draft_of_a_pdf_x_1a_is_as_old_and_as_opaque() -> None:
    with pikepdf.Pdf.new() as plain:
        plain.add_blank_page(page_size=(300, 400))
        file = io.BytesIO()
        plain.save(file, force_version="1.4", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    font = sorted((shipped("fonts") / "noto-serif-sc").glob("*.[ot]tf"))[0]
    draft = watermark(file.getvalue(), "样稿", font)

    assert draft.startswith(b"%PDF-1.4")
    assert b"/ObjStm" not in draft
    assert b"/XRef" not in draft
    with pikepdf.open(io.BytesIO(draft)) as pdf:
        items = [item for item in pdf.objects if isinstance(item, pikepdf.Stream | pikepdf.Dictionary)]
        assert not [item for item in items if "/Group" in item or "/ca" in item]
    picture = np.asarray(pypdfium2.PdfDocument(draft)[0].render(scale=1).to_pil().convert("RGB")).astype(int)
    assert 0.02 < (picture[:, :, 1] < 128).mean() < 0.2


def test_a_layout_with_shadows_cannot_be_printed_as_pdf_x_1a(make: Callable[[str], Made]) -> None:
    made = make("印刷:\n  标准: PDF/X-1a\n")
    assert made.built.printed is not None
    assert made.built.printed.draft
    (failed,) = [check.rule for check in made.built.printed.preflight.checks if str(check.status) == "failed"]
    assert failed == "transparency"
    files = {
        item.place.file for item in made.built.printed.problems if item.place and item.code.startswith("preflight")
    }
    assert files == {"2026-03-print-draft.pdf"}
    assert made.data.startswith(b"%PDF-1.4")


def test_an_error_or_an_awaited_picture_makes_a_draft(tmp_path: Path) -> None:
    workspace = project(tmp_path)
    folder = workspace.edition("2026-03")
    first = build(workspace)
    written = write_results(first, folder, workspace, pictures=False)
    assert written.printed is not None
    assert written.printed.name == "2026-03-print.pdf"
    (folder.path / "photos" / "grey.jpg").unlink()
    manifest = folder.path / "issue.yaml"
    manifest.write_text(ISSUE.replace("说明: 灰度", "说明: 灰度, 待补: 是"), "utf-8")

    draft = build(workspace)
    written = write_results(draft, folder, workspace, pictures=False)

    assert not draft.report.errors
    assert written.printed is not None
    assert written.printed.name == "2026-03-print-draft.pdf"
    assert not (written.printed.parent / "2026-03-print.pdf").exists()
    with pikepdf.open(written.printed) as pdf, pdf.open_metadata() as xmp:
        assert "pdfxid:GTS_PDFXVersion" not in xmp
    plain, marked = (
        np.asarray(pypdfium2.PdfDocument(item.printed.pdf)[3].render(scale=0.5).to_pil().convert("RGB")).astype(int)
        for item in (first, draft)
        if item.printed
    )
    assert (np.abs(plain - marked).sum(axis=2) > 60).mean() > 0.05


def test_the_same_input_gives_the_same_bytes_and_the_date_can_be_given(tmp_path: Path) -> None:
    first, second = (build(project(tmp_path / name)) for name in ("a", "b"))
    later = build(project(tmp_path / "c"), datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert first.printed is not None
    assert second.printed is not None
    assert later.printed is not None
    assert first.printed.pdf == second.printed.pdf
    with pikepdf.open(io.BytesIO(later.printed.pdf)) as pdf:
        assert str(pdf.docinfo.ModDate) == "D:20270102030405+00'00'"


def test_a_spot_colour_for_an_unknown_role_is_named(tmp_path: Path) -> None:
    built = build(project(tmp_path, "印刷:\n  印色: 专色\n  专色: {主题色: PANTONE 186 C}\n"))
    (found,) = [item for item in built.report.problems if item.code == "printing-spot-role"]
    assert found.message("zh") == "版式没有“主题色”这种颜色，写的专色用不上。"
    assert found.place is not None
    assert found.place.file == "issues/publication.yaml"


def test_the_inside_of_the_profile_is_looked_at_when_the_edition_is_checked(tmp_path: Path) -> None:
    workspace = project(tmp_path, "印刷:\n  色彩特性文件: icc/house.icc\n")
    (workspace.issues / "icc").mkdir()
    (workspace.issues / "icc" / "house.icc").write_bytes(b"no profile")
    built = build(workspace)
    assert [item.code for item in built.report.problems].count("profile-not-icc") == 1
