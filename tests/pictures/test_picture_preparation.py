from __future__ import annotations

import hashlib
import io
import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile, PngImagePlugin

from typeset.pictures import CropBox, PictureCache, PictureFacts, Prepared, ScreenSettings, prepare_screen, read_facts
from typeset.pictures.decoding import DecodingError, decoding
from typeset.problems import Place, Problem

Encoded = Callable[..., bytes]
Facts = Callable[..., PictureFacts]
Draw = Callable[[int, int], Image.Image]
Look = Callable[[bytes, float, float], tuple[int, ...]]


UNTURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How an upright picture is stored under an Exif orientation (6: the camera was turned, the top is on the right)."""


def prepared(facts: PictureFacts, crop: CropBox | None, width: int, height: int, **options: object) -> Prepared:
    result = prepare_screen(facts, crop, width, height, **options)  # type: ignore[arg-type]
    assert isinstance(result, Prepared), result
    return result


def opened(result: Prepared) -> Image.Image:
    image = Image.open(io.BytesIO(result.data))
    image.load()
    assert image.size == (result.width, result.height)
    return image


def close(colour: tuple[int, ...], other: tuple[int, ...], by: int = 12) -> bool:
    return len(colour) == len(other) and all(abs(a - b) <= by for a, b in zip(colour, other, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP"])
def test_every_format_comes_out_at_the_placed_size(
    kind: str, quarters: Draw, encoded: Encoded, facts_of: Facts, colour_at: Look
) -> None:
    facts = facts_of(encoded(quarters(240, 160), kind), f"a.{kind.lower()}")
    result = prepared(facts, None, 60, 40)
    assert opened(result).size == (60, 40)
    colours = [colour_at(result.data, x, y) for y in (0.2, 0.8) for x in (0.2, 0.8)]
    expected = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]
    assert all(close(a, b) for a, b in zip(colours, expected, strict=True))


def test_a_picture_is_never_enlarged(facts_of: Facts, noise: Draw) -> None:
    assert opened(prepared(facts_of(noise(30, 20), "a.jpg"), None, 3000, 2000)).size == (30, 20)


def test_the_result_stays_within_the_box_in_its_own_shape(facts_of: Facts, noise: Draw) -> None:
    facts = facts_of(noise(600, 400), "a.jpg")
    assert opened(prepared(facts, None, 300, 20)).size == (30, 20)
    assert opened(prepared(facts, None, 1, 1)).size == (1, 1)
    with pytest.raises(ValueError, match="no pixels wanted"):
        prepare_screen(facts, None, 0, 10)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("box", [(600, 400), (60, 60)])
def test_pictures_stand_upright_and_crops_are_of_the_upright_picture(
    name: str,
    orientation: int,
    box: tuple[int, int],
    quarters: Draw,
    facts_of: Facts,
    turned: Callable[[int], Image.Exif],
    colour_at: Look,
) -> None:
    stored = quarters(240, 160)
    if orientation in UNTURNS:
        stored = stored.transpose(UNTURNS[orientation])
    facts = facts_of(stored, name, exif=turned(orientation), **({"quality": 95} if name == "a.jpg" else {}))
    assert (facts.width, facts.height) == (240, 160)
    whole = prepared(facts, None, *box).data
    colours = [colour_at(whole, x, y) for y in (0.2, 0.8) for x in (0.2, 0.8)]
    expected = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]
    assert all(close(a, b) for a, b in zip(colours, expected, strict=True))
    right = prepared(facts, CropBox(left=55, bottom=55), *box).data
    assert close(colour_at(right, 0.1, 0.9), (0, 255, 0))
    assert close(colour_at(right, 0.9, 0.1), (0, 255, 0))


def test_a_crop_without_scaling_is_exact(facts_of: Facts, noise: Draw) -> None:
    source = noise(100, 60)
    result = prepared(facts_of(source, "a.png"), CropBox(left=10, top=50), 500, 500)
    assert opened(result).size == (90, 30)
    assert result.media_type == "image/jpeg"
    few = source.convert("L").point(lambda value: value // 128 * 255)
    result = prepared(facts_of(few, "b.png"), CropBox(left=10, top=50), 500, 500)
    assert result.media_type == "image/png"
    assert opened(result).tobytes() == few.crop((10, 30, 100, 60)).tobytes()


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(width=st.integers(1, 300), height=st.integers(1, 300), left=st.floats(0, 49), top=st.floats(0, 49))
def test_any_box_and_crop_of_a_drafted_jpeg(
    width: int, height: int, left: float, top: float, facts_of: Facts, noise: Draw
) -> None:
    facts = facts_of(noise(251, 133), "a.jpg")
    image = opened(prepared(facts, CropBox(left=left, top=top), width, height))
    assert image.width <= width
    assert image.height <= height


def test_a_crop_of_a_drafted_jpeg_is_where_it_should_be(facts_of: Facts) -> None:
    source = Image.new("L", (1003, 1001), 255)
    source.paste(0, (501, 0, 1003, 1001))
    image = opened(prepared(facts_of(source, "a.jpg", quality=95), CropBox(left=40, right=40), 20, 100))
    row = [int(image.getpixel((x, 50)) or 0) for x in range(image.width)]  # type: ignore[arg-type]
    assert row[8] > 240
    assert row[11] < 15


def test_scaling_down_while_decoding_loses_no_detail(facts_of: Facts, noise: Draw) -> None:
    facts = facts_of(noise(1600, 1200), "a.jpg", quality=95)
    with Image.open(facts.path) as source:
        whole = source.convert("L").resize((170, 128), Image.Resampling.LANCZOS)
    found = opened(prepared(facts, None, 170, 128)).convert("L")
    differences = [abs(a - b) for a, b in zip(whole.tobytes(), found.tobytes(), strict=True)]
    assert sum(differences) / len(differences) < 2


def test_nothing_but_the_picture_is_in_the_file(
    facts_of: Facts, noise: Draw, turned: Callable[[int], Image.Exif], srgb_profile: bytes
) -> None:
    exif = turned(6)
    exif[0x010F] = "SECRET CAMERA"
    for orientation in (1, 6):
        exif[0x0112] = orientation
        extras = {"exif": exif, "comment": b"SECRET NOTE", "icc_profile": srgb_profile, "dpi": (72, 72)}
        facts = facts_of(noise(64, 48), "a.jpg", **extras)
        assert b"SECRET CAMERA" in facts.path.read_bytes()
        for box in ((64, 64), (10, 10)):
            result = prepared(facts, None, *box)
            assert b"SECRET" not in result.data
            assert set(opened(result).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "SECRET")
    flat = Image.new("RGBA", (9, 9), (1, 2, 3, 4))
    result = prepared(facts_of(flat, "b.png", pnginfo=texts, icc_profile=srgb_profile, dpi=(72, 72)), None, 9, 9)
    assert opened(result).info == {}
    assert b"SECRET" not in result.data


def test_the_same_input_gives_the_same_bytes(facts_of: Facts, noise: Draw, srgb_profile: bytes) -> None:
    for name in ("a.jpg", "a.png"):
        facts = facts_of(noise(300, 200), name, icc_profile=srgb_profile)
        first, second = (prepared(facts, CropBox(5, 5, 5, 5), 100, 100) for _ in range(2))
        assert first == second


def test_grey_stays_grey(facts_of: Facts, noise: Draw) -> None:
    grey = noise(64, 48).convert("L")
    for name in ("a.jpg", "a.png", "a.tif"):
        assert opened(prepared(facts_of(grey, name), None, 32, 32)).mode == "L"
    palette = Image.new("P", (8, 8))
    palette.putpalette([value for value in range(256) for _ in range(3)])
    assert opened(prepared(facts_of(palette, "b.png"), None, 8, 8)).mode == "L"


def test_sixteen_bits_keep_their_range(facts_of: Facts) -> None:
    deep = Image.frombytes("I;16", (3, 1), b"\0\0\x80\x80\xff\xff")
    for name in ("a.png", "a.tif"):
        image = opened(prepared(facts_of(deep, name), None, 3, 1))
        assert image.tobytes() == bytes((0, 128, 255))


def test_depths_without_a_scale_are_refused(facts_of: Facts, place: Place) -> None:
    found = prepare_screen(facts_of(Image.new("F", (3, 3)), "a.tif"), None, 3, 3, place=place)
    assert isinstance(found, Problem)
    assert (found.code, found.place) == ("picture-depth-unsupported", place)
    assert found.message("zh") == "图片“a.tif”每个通道是 32 位或浮点数，不能直接排。"


def test_transparency_stays_and_full_opacity_goes(facts_of: Facts, noise: Draw) -> None:
    image = noise(64, 48)
    image.putalpha(255)
    opaque = prepared(facts_of(image, "a.png"), None, 32, 32)
    assert (opaque.media_type, opened(opaque).mode) == ("image/jpeg", "RGB")
    image.paste((0, 0, 0, 0), (0, 0, 32, 48))
    clear = prepared(facts_of(image, "b.png"), None, 32, 32)
    assert (clear.media_type, opened(clear).mode) == ("image/png", "RGBA")
    see_through = Image.new("P", (8, 8), 1)
    see_through.putpalette([255, 0, 0, 0, 0, 255])
    see_through.paste(0, (0, 0, 4, 8))
    held = opened(prepared(facts_of(see_through, "c.gif", transparency=0), None, 8, 8))
    assert held.getpixel((1, 1))[3] == 0  # type: ignore[index]
    assert held.getpixel((6, 1)) == (0, 0, 255, 255)


def test_a_transparent_edge_takes_no_hidden_colour(facts_of: Facts, colour_at: Look) -> None:
    image = Image.new("RGBA", (64, 64), (0, 255, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 31, 64))
    data = prepared(facts_of(image, "a.png"), None, 8, 8).data
    reds = [colour_at(data, x / 8, 0.5) for x in range(8)]
    assert all(green == 0 for _, green, _, alpha in reds if alpha > 0)


def test_line_art_stays_png_and_photographs_become_jpeg(facts_of: Facts, noise: Draw) -> None:
    drawing = Image.new("RGB", (200, 200), "white")
    drawing.paste("black", (20, 20, 180, 30))
    assert prepared(facts_of(drawing, "a.png"), None, 200, 200).media_type == "image/png"
    assert prepared(facts_of(noise(200, 200), "b.png"), None, 200, 200).media_type == "image/jpeg"


def test_pure_noise_can_be_encoded(facts_of: Facts) -> None:
    noise = Image.frombytes("RGB", (250, 250), random.Random(1).randbytes(250 * 250 * 3))
    assert opened(prepared(facts_of(noise, "a.png"), None, 250, 250)).format == "JPEG"


def test_a_jpeg_that_fits_is_not_encoded_again(facts_of: Facts, noise: Draw) -> None:
    facts = facts_of(noise(320, 240), "a.jpg", quality=60, comment=b"SECRET")
    result = prepared(facts, None, 320, 240)
    assert b"SECRET" not in result.data
    with Image.open(facts.path) as source:
        assert opened(result).tobytes() == source.tobytes()


def test_a_heavy_jpeg_is_made_lighter_even_at_its_own_size(facts_of: Facts, noise: Draw) -> None:
    facts = facts_of(noise(320, 240), "a.jpg", quality=100, subsampling=0)
    assert len(prepared(facts, None, 320, 240).data) < facts.path.stat().st_size / 2


def test_jpegs_are_baseline(facts_of: Facts, noise: Draw) -> None:
    facts = facts_of(noise(320, 240), "a.jpg", quality=40, progressive=True)
    assert "progressive" not in opened(prepared(facts, None, 320, 240)).info


def test_a_picture_in_a_multi_picture_jpeg(facts_of: Facts, quarters: Draw, noise: Draw, encoded: Encoded) -> None:
    data = encoded(quarters(64, 48), "MPO", save_all=True, append_images=[noise(64, 48)])
    image = opened(prepared(facts_of(data, "a.jpg"), None, 32, 32))
    assert close(image.getpixel((2, 2)), (255, 0, 0))  # type: ignore[arg-type]


def test_a_cmyk_jpeg_without_adobe_marker_is_no_negative(facts_of: Facts, encoded: Encoded, colour_at: Look) -> None:
    inks = Image.new("CMYK", (32, 32), (0, 255, 255, 0))
    adobe = encoded(inks, "JPEG", quality=95)
    plain = encoded(Image.new("CMYK", (32, 32), (255, 0, 0, 255)), "JPEG", quality=95)
    marker = plain.index(b"\xff\xee")
    plain = plain[:marker] + plain[marker + 2 + int.from_bytes(plain[marker + 2 : marker + 4], "big") :]
    assert b"Adobe" not in plain
    for name, data in (("a.jpg", adobe), ("b.jpg", plain)):
        result = prepared(facts_of(data, name), None, 16, 16)
        assert close(colour_at(result.data, 0.5, 0.5), (227, 0, 11)), name  # magenta and yellow of offset printing


def test_the_embedded_profile_is_honoured(
    facts_of: Facts, quarters: Draw, swapped_profile: bytes, colour_at: Look
) -> None:
    for name in ("a.jpg", "a.png", "a.tif", "a.webp"):
        for box in ((240, 160), (60, 40)):
            facts = facts_of(quarters(240, 160), name, icc_profile=swapped_profile)
            assert facts.has_icc
            assert close(colour_at(prepared(facts, None, *box).data, 0.2, 0.2), (0, 0, 255), 20), name


def test_a_profile_of_a_palette_is_honoured(facts_of: Facts, swapped_profile: bytes, colour_at: Look) -> None:
    image = Image.new("RGB", (8, 8), (255, 0, 0)).quantize(4)
    result = prepared(facts_of(image, "a.png", icc_profile=swapped_profile), None, 8, 8)
    assert close(colour_at(result.data, 0.5, 0.5), (0, 0, 255), 20)


def test_a_profile_of_a_grey_palette_is_honoured(facts_of: Facts, linear_profile: bytes, colour_at: Look) -> None:
    image = Image.new("P", (8, 8), 55)
    image.putpalette([value for value in range(256) for _ in range(3)])
    result = prepared(facts_of(image, "a.png", icc_profile=linear_profile), None, 8, 8)
    assert close(colour_at(result.data, 0.5, 0.5), (128, 128, 128), 3)


def test_a_grey_profile_is_honoured_and_grey_stays_grey(
    facts_of: Facts, linear_grey_profile: bytes, colour_at: Look
) -> None:
    facts = facts_of(Image.new("L", (8, 8), 55), "a.png", icc_profile=linear_grey_profile)
    assert facts.has_icc
    result = prepared(facts, None, 8, 8)
    assert opened(result).mode == "L"
    assert close(colour_at(result.data, 0.5, 0.5), (128,), 3)  # sRGB 128 is 21.6 % of the light: 55 of 255


def test_cmyk_goes_through_its_own_profile_or_the_given_one(
    facts_of: Facts, odd_cmyk_profile: bytes, colour_at: Look
) -> None:
    cyan = Image.new("CMYK", (16, 16), (255, 0, 0, 0))
    usual = colour_at(prepared(facts_of(cyan, "a.jpg"), None, 16, 16).data, 0.5, 0.5)
    assert close(usual, (0, 158, 224))  # cyan ink of offset printing as screens show it
    given = ScreenSettings(cmyk_profile=odd_cmyk_profile)
    embedded = facts_of(cyan, "b.jpg", icc_profile=odd_cmyk_profile)
    assert embedded.has_icc
    for found in (
        prepared(facts_of(cyan, "a.jpg"), None, 16, 16, settings=given),
        prepared(embedded, None, 16, 16),
    ):
        red, green, _ = colour_at(found.data, 0.5, 0.5)
        assert red > green + 80


@pytest.mark.parametrize(("lab", "rgb"), [((255, 128, 128), (255, 255, 255)), ((136, 208, 195), (255, 0, 0))])
def test_a_lab_tiff_is_converted(
    lab: tuple[int, int, int], rgb: tuple[int, int, int], facts_of: Facts, colour_at: Look
) -> None:
    facts = facts_of(Image.new("LAB", (8, 8), lab), "a.tif")
    assert close(colour_at(prepared(facts, None, 8, 8).data, 0.5, 0.5), rgb)


def test_a_damaged_picture_is_a_problem_at_its_place(
    facts_of: Facts, noise: Draw, encoded: Encoded, place: Place
) -> None:
    data = bytearray(encoded(noise(64, 48), "PNG"))
    middle = len(data) // 2
    data[middle : middle + 20] = bytes(20)
    found = prepare_screen(facts_of(bytes(data), "a.png"), None, 10, 10, place=place)
    assert isinstance(found, Problem)
    assert (found.code, found.place) == ("picture-damaged", place)
    assert found.message("zh") == "图片“a.png”已损坏，无法解码。"
    assert found.message("en") == "The picture a.png is damaged and cannot be decoded."


def test_data_missing_inside_is_found_while_decoding(
    facts_of: Facts, noise: Draw, encoded: Encoded, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    data = encoded(noise(64, 48), "BMP")
    facts = facts_of(data, "a.bmp")
    facts.path.write_bytes(data[:-3000])
    stale = PictureFacts(**{**vars(facts), "sha256": hashlib.sha256(data[:-3000]).hexdigest()})
    found = prepare_screen(stale, None, 10, 10, place=place)
    assert isinstance(found, Problem)
    assert found.code == "picture-truncated"
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_loading_is_strict_until_the_last_user_is_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    inside, leave = threading.Event(), threading.Event()

    def other() -> None:
        with decoding():
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=other)
    with decoding():
        thread.start()
        assert inside.wait(10)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
    leave.set()
    thread.join()
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_whatever_a_decoder_raises_is_one_exception() -> None:
    for error, code in (
        (KeyError("x"), "picture-damaged"),
        (OSError("image file is truncated"), "picture-truncated"),
        (MemoryError(), "picture-out-of-memory"),
        (Image.DecompressionBombError(), "picture-out-of-memory"),
    ):
        with pytest.raises(DecodingError) as caught, decoding():
            raise error
        assert caught.value.code == code


def test_a_file_that_changed_since_is_told(facts_of: Facts, place: Place, noise: Draw) -> None:
    facts = facts_of(noise(30, 20), "a.jpg")
    noise(31, 20).save(facts.path)
    found = prepare_screen(facts, None, 10, 10, place=place)
    assert isinstance(found, Problem)
    assert (found.code, found.place) == ("picture-changed", place)
    facts.path.unlink()
    assert prepare_screen(facts, None, 10, 10, place=place) == found


def test_a_crop_that_leaves_nothing_is_told(facts_of: Facts, place: Place) -> None:
    found = prepare_screen(facts_of(Image.new("L", (9, 9)), "a.png"), CropBox(left=60, right=40), 9, 9, place=place)
    assert isinstance(found, Problem)
    assert found.code == "picture-crop-empty"
    assert found.message("zh") == "图片“a.png”的裁切把画面全部裁掉了：左右之和、上下之和都要小于 100%。"


def test_a_vector_picture_stays_one(tmp_path: Path, place: Place) -> None:
    (tmp_path / "a.svg").write_bytes(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><rect width="9" height="9"/></svg>'
    )
    facts, _ = read_facts(tmp_path / "a.svg", place)
    assert facts is not None
    result = prepared(facts, CropBox(left=50), 1000, 1000)
    assert (result.media_type, result.width, result.height) == ("image/svg+xml", 100, 100)
    assert b'viewBox="100 0 100 100"' in result.data


def test_a_kept_picture_is_used_without_its_source(tmp_path: Path, facts_of: Facts, noise: Draw) -> None:
    cache = PictureCache(tmp_path / "cache")
    facts = facts_of(noise(64, 48), "a.jpg")
    first = prepared(facts, None, 32, 32, cache=cache)
    facts.path.unlink()
    assert prepared(facts, None, 32, 32, cache=cache) == first


def test_whatever_changes_the_result_changes_what_is_kept(
    tmp_path: Path, facts_of: Facts, noise: Draw, odd_cmyk_profile: bytes
) -> None:
    cache = PictureCache(tmp_path / "cache")
    inks = facts_of(noise(64, 48).convert("CMYK"), "a.jpg")
    for facts, crop, box, chosen in (
        (inks, None, (32, 32), ScreenSettings()),
        (inks, CropBox(left=1), (32, 32), ScreenSettings()),
        (inks, None, (31, 32), ScreenSettings()),
        (inks, None, (32, 31), ScreenSettings()),
        (inks, None, (32, 32), ScreenSettings(quality=80)),
        (inks, None, (32, 32), ScreenSettings(cmyk_profile=odd_cmyk_profile)),
        (facts_of(noise(65, 48).convert("CMYK"), "b.jpg"), None, (32, 32), ScreenSettings()),
    ):
        prepared(facts, crop, *box, settings=chosen, cache=cache)
    assert len(list((tmp_path / "cache").glob("*/*"))) == 7
