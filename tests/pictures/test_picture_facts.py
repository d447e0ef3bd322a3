from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from typeset.pictures import Limits, PictureFacts, read_facts
from typeset.problems import Place, Problem, Severity

Encoded = Callable[..., bytes]


def refused(path: Path, place: Place, **options: object) -> Problem:
    facts, problems = read_facts(path, place, **options)  # type: ignore[arg-type]
    assert facts is None
    assert problems[-1].place == place
    return problems[-1]


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def png_claiming(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "mode", "space", "alpha"),
    [
        ("a.jpg", "RGB", "rgb", False),
        ("a.jpeg", "L", "grey", False),
        ("a.png", "RGBA", "rgb", True),
        ("a.png", "LA", "grey", True),
        ("a.png", "P", "rgb", False),
        ("a.png", "1", "grey", False),
        ("a.png", "I;16", "grey", False),
        ("a.tif", "CMYK", "cmyk", False),
        ("a.tiff", "LAB", "lab", False),
        ("a.webp", "RGB", "rgb", False),
        ("a.gif", "P", "rgb", False),
        ("a.bmp", "RGB", "rgb", False),
    ],
)
def test_facts_tell_format_size_and_colour(
    name: str, mode: str, space: str, alpha: bool, facts_of: Callable[..., PictureFacts]
) -> None:
    facts = facts_of(Image.new(mode, (30, 20)), name)
    assert (facts.width, facts.height, facts.orientation) == (30, 20, 1)
    assert (facts.mode, facts.colour_space, facts.has_alpha) == (mode, space, alpha)
    assert not facts.has_icc
    assert not facts.vector


def test_facts_name_the_content(facts_of: Callable[..., PictureFacts]) -> None:
    facts = facts_of(Image.new("L", (3, 3)), "a.png")
    assert facts.sha256 == hashlib.sha256(facts.path.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_size_is_that_after_the_exif_turn(
    name: str, orientation: int, facts_of: Callable[..., PictureFacts], turned: Callable[[int], Image.Exif]
) -> None:
    facts = facts_of(Image.new("RGB", (30, 20)), name, exif=turned(orientation))
    assert facts.orientation == orientation
    assert (facts.width, facts.height) == ((30, 20) if orientation < 5 else (20, 30))


def test_an_orientation_out_of_range_counts_as_none(
    facts_of: Callable[..., PictureFacts], turned: Callable[[int], Image.Exif]
) -> None:
    facts = facts_of(Image.new("RGB", (30, 20)), "a.jpg", exif=turned(9))
    assert (facts.orientation, facts.width, facts.height) == (1, 30, 20)


def test_transparency_of_a_palette_counts_as_alpha(facts_of: Callable[..., PictureFacts]) -> None:
    assert facts_of(Image.new("P", (3, 3)), "a.gif", transparency=0).has_alpha


def test_a_missing_file(tmp_path: Path, place: Place) -> None:
    found = refused(tmp_path / "photos" / "开幕式.jpg", place, name="photos/开幕式.jpg")
    assert (found.code, found.severity) == ("picture-missing", Severity.ERROR)
    assert found.message("zh") == "找不到图片“photos/开幕式.jpg”。"
    assert found.message("en") == "The picture photos/开幕式.jpg is not there."
    assert "待补: 是" in found.hint("zh")


def test_a_missing_file_that_is_awaited_is_a_warning_only(tmp_path: Path, place: Place) -> None:
    found = refused(tmp_path / "a.jpg", place, awaited=True)
    assert (found.code, found.severity) == ("picture-awaited", Severity.WARNING)
    assert found.message("zh") == "图片“a.jpg”待补，版面上先留出位置。"
    assert found.message("en") == "The picture a.jpg is awaited; its place is kept."


def test_an_awaited_file_that_has_come_is_used(tmp_path: Path, place: Place) -> None:
    Image.new("L", (3, 3)).save(tmp_path / "a.png")
    facts, (found,) = read_facts(tmp_path / "a.png", place, awaited=True)
    assert facts
    assert (found.code, found.severity) == ("picture-arrived", Severity.NOTICE)
    assert found.message("zh") == "图片“a.png”已经到了，清单里仍标着待补。"


@pytest.mark.parametrize(
    ("there", "wanted"),
    [("IMG_1.JPG", "img_1.jpg"), ("合影.jpeg", "合影.jpg"), ("kaimushi.png", "kaimushii.png"), ("Ａ1.jpg", "A1.jpg")],
)
def test_a_file_of_nearly_that_name_is_pointed_out(tmp_path: Path, place: Place, there: str, wanted: str) -> None:
    write(tmp_path / there, b"x")
    write(tmp_path / "unrelated.txt", b"x")
    if (tmp_path / wanted).exists():
        pytest.skip("a file system that does not tell capitals from small letters")
    found = refused(tmp_path / wanted, place)
    assert found.code == "picture-misnamed"
    assert found.message("zh") == f"找不到图片“{wanted}”，同一文件夹里有名字相近的“{there}”。"
    assert found.message("en") == f"The picture {wanted} is not there; the same folder has {there}."


def test_a_folder_is_no_picture_file(tmp_path: Path, place: Place) -> None:
    found = refused(tmp_path, place, name="photos")
    assert found.code == "picture-not-a-file"
    assert found.message("zh") == "“photos”不是文件。"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a POSIX thing")
def test_a_pipe_is_not_waited_for(tmp_path: Path, place: Place) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    assert refused(tmp_path / "a.jpg", place).code == "picture-not-a-file"


def test_an_empty_file(tmp_path: Path, place: Place) -> None:
    found = refused(write(tmp_path / "a.jpg", b""), place)
    assert found.code == "picture-empty"
    assert found.message("zh") == "图片文件“a.jpg”是空的（0 字节）。"
    assert found.message("en") == "The picture file a.jpg is empty (0 bytes)."


@pytest.mark.parametrize(
    "content", [b"This is a text", "一段文字".encode(), b"<!DOCTYPE html><html></html>", b"\0" * 100, b"GIF", b"BM"]
)
def test_what_is_no_picture(tmp_path: Path, place: Place, content: bytes) -> None:
    found = refused(write(tmp_path / "a.jpg", content), place)
    assert found.code == "picture-not-a-picture"
    assert found.message("zh") == "“a.jpg”不是图片：文件内容不是任何一种图片格式，改扩展名没有用。"
    assert found.message("en") == "a.jpg is no picture: its content is of no picture format, whatever its suffix says."


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"8BPS\0\1", "PSD (Photoshop)"),
        (b"PK\x03\x04rest", "ZIP/Word/PowerPoint"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", "AVIF"),
        (b"\x1f\x8b\x08", "SVGZ/GZIP"),
    ],
)
def test_files_of_known_other_kinds_are_named(tmp_path: Path, place: Place, content: bytes, kind: str) -> None:
    found = refused(write(tmp_path / "a.jpg", content), place)
    assert found.code == "picture-format-unsupported"
    assert found.message("zh") == f"“a.jpg”是 {kind} 文件，不能直接排进版面。"
    assert found.message("en") == f"a.jpg is a file of the kind {kind}, which cannot be set."


def test_the_content_decides_and_a_wrong_suffix_is_told(tmp_path: Path, place: Place, encoded: Encoded) -> None:
    path = write(tmp_path / "a.jpg", encoded(Image.new("L", (3, 3)), "PNG"))
    facts, (found,) = read_facts(path, place)
    assert facts is not None
    assert facts.format == "PNG"
    assert (found.code, found.severity) == ("picture-wrong-suffix", Severity.NOTICE)
    assert found.message("zh") == "“a.jpg”的扩展名是 .jpg，内容却是 PNG；已按内容处理。"
    assert found.message("en") == "The suffix of a.jpg is .jpg, but its content is PNG; it is taken for what it is."


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.98])
def test_a_file_that_ends_too_early(
    tmp_path: Path,
    place: Place,
    kind: str,
    share: float,
    encoded: Encoded,
    noise: Callable[[int, int], Image.Image],
) -> None:
    whole = encoded(noise(64, 48), kind)
    found = refused(write(tmp_path / f"a.{kind.lower()}", whole[: int(len(whole) * share)]), place)
    assert found.code == "picture-truncated"
    assert found.message("zh") == f"图片“a.{kind.lower()}”不完整：文件在中途断了，排出来会缺一块。"


def test_a_progressive_jpeg_that_ends_between_scans(
    tmp_path: Path, place: Place, encoded: Encoded, noise: Callable[[int, int], Image.Image]
) -> None:
    whole = encoded(noise(64, 48), "JPEG", progressive=True)
    cut = whole[: whole.rindex(b"\xff\xda")]
    assert refused(write(tmp_path / "a.jpg", cut), place).code == "picture-truncated"


def test_what_a_phone_puts_behind_a_jpeg_does_not_matter(
    encoded: Encoded, facts_of: Callable[..., PictureFacts]
) -> None:
    data = encoded(Image.new("RGB", (30, 20)), "JPEG")
    assert facts_of(data + b"\0\0\0\x18ftypmp42 a short video \xff\xd8\xff\xe0", "a.jpg").width == 30


def test_a_thumbnail_inside_does_not_stand_for_the_end(
    tmp_path: Path, place: Place, encoded: Encoded, noise: Callable[[int, int], Image.Image]
) -> None:
    thumbnail = encoded(Image.new("RGB", (8, 8)), "JPEG")
    whole = encoded(noise(64, 48), "JPEG")
    with_thumbnail = whole[:2] + b"\xff\xe1" + struct.pack(">H", len(thumbnail) + 2) + thumbnail + whole[2:]
    assert refused(write(tmp_path / "a.jpg", with_thumbnail[:-200]), place).code == "picture-truncated"


def test_a_picture_whose_size_is_a_bomb_is_refused_from_its_header(tmp_path: Path, place: Place) -> None:
    found = refused(write(tmp_path / "a.png", png_claiming(100_000, 100_000)), place)
    assert found.code == "picture-too-large"
    assert found.message("zh") == "图片“a.png”有 100000×100000 像素，超过 120 百万像素的上限，不读取。"
    assert (
        found.message("en")
        == "The picture a.png has 100000 × 100000 pixels, more than the limit of 120 megapixels, and is not read."
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP"])
def test_the_pixel_limit_holds_for_every_format(tmp_path: Path, place: Place, kind: str, encoded: Encoded) -> None:
    path = write(tmp_path / f"a.{kind.lower()}", encoded(Image.new("RGB", (41, 50)), kind))
    assert refused(path, place, limits=Limits(pixels=2000)).code == "picture-too-large"
    assert read_facts(path, place, limits=Limits(pixels=2050))[0] is not None


def test_a_file_beyond_the_byte_limit_is_not_read(tmp_path: Path, place: Place) -> None:
    with (tmp_path / "a.tif").open("wb") as file:
        file.truncate(2 * 2**20)
    found = refused(tmp_path / "a.tif", place, limits=Limits(file_bytes=2**20))
    assert found.code == "picture-file-too-large"
    assert found.message("zh") == "图片文件“a.tif”超过 1 MB，不读取。"


def test_a_picture_without_height(tmp_path: Path, place: Place) -> None:
    found = refused(write(tmp_path / "a.png", png_claiming(10, 0)), place)
    assert found.code == "picture-zero-size"
    assert found.message("zh") == "图片“a.png”的尺寸是 10×0，没有内容。"


def test_an_absurd_aspect_ratio(tmp_path: Path, place: Place) -> None:
    Image.new("L", (3, 303)).save(tmp_path / "a.png")
    found = refused(tmp_path / "a.png", place)
    assert found.code == "picture-too-narrow"
    assert found.message("zh") == "图片“a.png”的尺寸是 3×303，长边超过短边的 100 倍，无法排版。"
    Image.new("L", (3, 300)).save(tmp_path / "b.png")
    assert read_facts(tmp_path / "b.png", place)[0] is not None


def test_a_jpeg_of_very_many_scans(tmp_path: Path, place: Place, encoded: Encoded) -> None:
    data = encoded(Image.new("L", (8, 8)), "JPEG")
    scan = data[data.index(b"\xff\xda") : -2]
    found = refused(write(tmp_path / "a.jpg", data[:-2] + scan * 100 + b"\xff\xd9"), place)
    assert found.code == "picture-too-many-scans"
    assert "101 遍（上限 100）" in found.message("zh")


def test_an_animation_stands_with_its_first_frame(tmp_path: Path, place: Place) -> None:
    frames = [Image.new("RGB", (30, 20), (shade, 0, 0)) for shade in (0, 100, 200)]
    for name in ("a.gif", "a.webp", "a.png", "a.tif"):
        frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:])
        facts, (found,) = read_facts(tmp_path / name, place)
        assert facts is not None
        assert (facts.width, facts.height) == (30, 20)
        assert (found.code, found.severity) == ("picture-several-frames", Severity.NOTICE)
    assert found.message("zh") == "“a.tif”（TIFF）不止一帧或一页，只排第一幅。"


def test_a_single_picture_is_not_called_an_animation(tmp_path: Path, place: Place) -> None:
    for name in ("a.gif", "a.webp", "a.png", "a.tif"):
        Image.new("RGB", (30, 20)).save(tmp_path / name)
        assert read_facts(tmp_path / name, place)[1] == ()


def test_a_profile_counts_only_where_it_fits_the_pixels(tmp_path: Path, place: Place, srgb_profile: bytes) -> None:
    Image.new("RGB", (3, 3)).save(tmp_path / "a.jpg", icc_profile=srgb_profile)
    facts, problems = read_facts(tmp_path / "a.jpg", place)
    assert facts is not None
    assert facts.has_icc
    assert problems == ()
    damaged = srgb_profile[:132] + bytes(len(srgb_profile) - 132)
    for mode, profile in (("L", srgb_profile), ("RGB", b"no profile" * 30), ("RGB", damaged)):
        Image.new(mode, (3, 3)).save(tmp_path / "a.jpg", icc_profile=profile)
        facts, (found,) = read_facts(tmp_path / "a.jpg", place)
        assert facts is not None
        assert not facts.has_icc
        assert (found.code, found.severity) == ("picture-profile-unusable", Severity.NOTICE)


def test_a_cmyk_picture_without_profile_is_told(tmp_path: Path, place: Place) -> None:
    Image.new("CMYK", (3, 3)).save(tmp_path / "a.jpg")
    facts, (found,) = read_facts(tmp_path / "a.jpg", place)
    assert facts is not None
    assert (found.code, found.severity) == ("picture-cmyk-without-profile", Severity.NOTICE)
    assert (
        found.message("zh")
        == "“a.jpg”是 CMYK 图片，没有附带颜色配置文件：付印时油墨数值照原样保留，屏幕上的颜色只能估计。"
    )


def test_a_file_name_cannot_forge_a_message(tmp_path: Path, place: Place) -> None:
    found = refused(tmp_path / "a", place, name="a\n\u202egpj\x1b[31m" + "x" * 300)
    name = found.arguments["name"]
    assert name.isprintable()
    assert len(name) <= 120
